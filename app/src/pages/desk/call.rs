//! Help for the telephone call: what to say, and the check of who is calling (A.10).

use domain::desk::{Aid, Standing};
use leptos::prelude::*;

use super::who;
use crate::components::{Field, Kind, document, hidden, text_field};
use crate::text::Texts;
use crate::view::{DeskCheck, Frame};

/// The sentences for what is done now.
pub(super) fn say(texts: &'static Texts, aid: Aid, standing: Standing) -> impl IntoView {
    let words = &texts.call;
    let steps = (words.steps)(aid, standing)
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect_view();
    view! {
        <details class="details" open>
            <summary>{words.say}</summary>
            <ol>{steps}</ol>
        </details>
    }
}

/// `GET /helpdesk/people/{id}/check`.
pub fn desk_check(frame: &Frame, view: &DeskCheck) -> String {
    let title = Texts::of(frame.language).call.check;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.call;
        let here = format!("/helpdesk/people/{}", view.person.id);
        let action = format!("{here}/check");
        let steps = words
            .check_steps
            .iter()
            .map(|step| view! { <li>{*step}</li> })
            .collect_view();
        let code = Field {
            name: "code",
            label: words.code,
            hint: words.code_hint,
            value: "",
            autocomplete: "off",
            problems: &view.problems,
        };
        let judge = |way: &str| {
            view! {
                <form class="stack" method="post" action=action.clone()>
                    {hidden(&[("way", way.to_owned())])}
                    {text_field(texts, code, Kind::Number)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.judge}</button>
                    </div>
                </form>
            }
        };
        let off = |refusal| view! { <div class="info"><p>{(texts.refusal)(refusal)}</p></div> };
        // One box at a time: the text that was sent takes the place of the app.
        let by_app = match (&view.texted, view.refusal) {
            (Some(number), _) => view! {
                <p role="status">{(words.sent)(number)}</p>
                {judge("text")}
            }
            .into_any(),
            (None, Some(refusal)) => off(refusal).into_any(),
            (None, None) => view! { <ol>{steps}</ol> {judge("app")} }.into_any(),
        };
        let by_text = match view.text_refusal {
            Some(refusal) => off(refusal).into_any(),
            None => view! {
                <p>{words.text_lead}</p>
                <form method="post" action=action.clone()>
                    {hidden(&[("way", "send".to_owned())])}
                    <div class="cluster">
                        <button class="button button--secondary" type="submit">{words.send}</button>
                    </div>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                {who(&view.person)}
                <p>{words.check_lead}</p>
                {by_app}
                <h2>{words.text}</h2>
                {by_text}
                <div class="cluster">
                    <a class="button button--link" href=here>{texts.common.back}</a>
                </div>
            </div>
        }
    })
}
