//! Trusted browsers on the security page, and the question before all of them ask again (F-074, F-075).

use leptos::prelude::*;

use crate::components::{document, moment};
use crate::text::Texts;
use crate::view::{Frame, TrustRow};

/// Where the question stands.
const RESTORE: &str = "/security/browsers/restore";

/// The list on the security page.
pub(super) fn section<'a>(texts: &'static Texts, rows: &'a [TrustRow]) -> impl IntoView + use<'a> {
    let words = &texts.trusts;
    let list = if rows.is_empty() {
        view! { <p>{words.none}</p> }.into_any()
    } else {
        let rows = rows.iter().map(|one| row(texts, one)).collect_view();
        view! {
            <p>{words.lead}</p>
            <ul class="method-list">{rows}</ul>
            <div class="cluster">
                <a class="button button--secondary" href=RESTORE>{words.restore}</a>
            </div>
            <p class="hint">{words.restore_all}</p>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="browsers">
            <h2 id="browsers">{words.title}</h2>
            {list}
        </section>
    }
}

fn row(texts: &'static Texts, one: &TrustRow) -> impl IntoView + use<> {
    let words = &texts.trusts;
    let name = (words.browser)(one.browser);
    view! {
        <li class="method">
            <span class="method__name">{name.clone()}</span>
            {one.here.then(|| view! { <span><span class="badge">{words.here}</span></span> })}
            <span class="method__state">
                {format!("{} ", words.since)}
                {moment(one.since, texts.date)}
                {format!(", {} ", words.until)}
                {moment(one.until, texts.when)}
            </span>
            <div class="method__actions">
                <form method="post" action=format!("/security/browsers/{}/forget", one.id)>
                    <button class="button button--secondary" type="submit">
                        {words.forget}
                        <span class="visually-hidden">{format!(" {name}")}</span>
                    </button>
                </form>
            </div>
        </li>
    }
}

/// `GET /security/browsers/restore`.
pub fn restore_trusts(frame: &Frame) -> String {
    let title = Texts::of(frame.language).trusts.restore;
    document(frame, title, &[], |texts| {
        let words = &texts.trusts;
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p>{words.restore_means}</p>
                <p>{words.restore_all}</p>
                <p class="hint">{words.restore_not}</p>
                <form method="post" action=RESTORE>
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.yes}</button>
                        <a class="button button--secondary" href="/security">{texts.common.close}</a>
                    </div>
                </form>
            </div>
        }
    })
}
