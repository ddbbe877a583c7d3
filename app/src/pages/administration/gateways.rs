//! The gateways: what carries each kind of message, how the last test fared, and a test to oneself.

use domain::Refusal;
use domain::gateway::Way;
use leptos::prelude::*;

use super::list::{head, named};
use crate::components::{document, hidden, moment, problem_line, wrong};
use crate::text::Texts;
use crate::view::{Frame, GatewayRow, Gateways, Problem};

/// `GET /administration/gateways`.
pub fn gateways(frame: &Frame, view: &Gateways) -> String {
    let title = Texts::of(frame.language).gateways.title;
    document(frame, title, &view.problems, |texts| {
        let rows = view.rows.iter();
        let rows = rows
            .map(|row| one(texts, row, &view.problems))
            .collect_view();
        view! {
            {head(texts, title)}
            <p class="lead">{texts.gateways.line}</p>
            {rows}
        }
    })
}

fn one(texts: &'static Texts, row: &GatewayRow, problems: &[Problem]) -> impl IntoView + use<> {
    let words = &texts.gateways;
    let key = row.way.key();
    let headline = || format!("{key}-way");
    let carrier = row.carrier.map_or(words.none, words.carrier);
    let waiting = row.waiting.map(|n| view! { <p>{(words.waiting)(n)}</p> });
    let last = match &row.last {
        None => row
            .carrier
            .map(|_| view! { <p class="hint">{words.never}</p> })
            .into_any(),
        Some(last) => {
            let why = (!last.why.is_empty())
                .then(|| view! { <p>{words.why} " " <bdi>{last.why.clone()}</bdi></p> });
            view! {
                <div id=format!("{key}-last")>
                    <p><strong>{(words.tested)(last.tested)}</strong></p>
                    {why}
                    <p class="hint">
                        {format!("{} ", words.last)}
                        {moment(last.when, texts.when)}
                        " "
                        {named(texts, &last.by)}
                    </p>
                </div>
            }
            .into_any()
        }
    };
    let problem = wrong(texts, key, problems).map(|text| problem_line(key, text));
    let test = match row.refusal {
        // Said above already.
        Some(Refusal::NoGateway) => ().into_any(),
        Some(Refusal::MethodNotSetUp) => view! { <p>{words.no_phone}</p> }.into_any(),
        Some(refusal) => view! { <p>{(texts.refusal)(refusal)}</p> }.into_any(),
        None => view! {
            <form class="stack" method="post" action="/administration/gateways">
                {hidden(&[("way", key.to_owned())])}
                <p class="hint" id=format!("{key}-effect")>{(words.effect)(row.way, &row.to)}</p>
                <div class="cluster">
                    <button
                        class="button button--secondary"
                        type="submit"
                        aria-describedby=format!("{key}-effect")
                    >
                        {(words.test)(row.way)}
                    </button>
                </div>
            </form>
        }
        .into_any(),
    };
    let greetings = (row.way == Way::Call).then(|| {
        view! { <p><a class="link" href="/administration/rules/greetings">{texts.greetings.title}</a></p> }
    });
    view! {
        <section class="card" id=key tabindex="-1" aria-labelledby=headline()>
            <h2 id=headline()>{(words.way)(row.way)}</h2>
            <p>{carrier}</p>
            {waiting}
            {last}
            {problem}
            {test}
            {greetings}
        </section>
    }
}
