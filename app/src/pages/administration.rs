//! The administration's pages: what there is to oversee, and the state of the record and of the key ring. The
//! lists are below.

mod change;
mod field;
mod gateways;
mod greetings;
mod import;
mod list;
mod people;
mod report;
mod rules;

use leptos::prelude::*;

pub use change::{rules_form, rules_preview};
pub use gateways::gateways;
pub use greetings::{greeting_form, greeting_remove, greetings};
pub use import::{import, import_check};
pub use list::{fraud_reports, record_list};
pub use people::{people, people_done, people_step};
pub use report::report;
pub use rules::rules;

use crate::components::{document, moment};
use crate::text::Texts;
use crate::view::{Administration, BadRow, CheckSeen, Frame, KeySeen};

/// `GET /administration`.
pub fn administration(frame: &Frame, view: &Administration) -> String {
    let title = Texts::of(frame.language).administration.title;
    document(frame, title, &[], |texts| {
        let (words, people) = (&texts.administration, &texts.people);
        let imports = &texts.import;
        let place = |href: &'static str, name: &'static str, line: &'static str| {
            view! {
                <li class="method">
                    <a class="link method__name" href=href>{name}</a>
                    <span class="method__state">{line}</span>
                </li>
            }
        };
        view! {
            <h1>{title}</h1>
            <p class="lead">{words.lead}</p>
            <section class="card">
                <ul class="method-list">
                    {place("/administration/people", people.title, people.line)}
                    {place("/administration/people/import", imports.title, imports.lead)}
                    {place("/administration/report", people.report, people.report_line)}
                    {place("/administration/audit", words.record, words.record_line)}
                    {place("/administration/fraud", words.fraud, words.fraud_line)}
                    {place("/administration/rules", texts.rules.title, texts.rules.line)}
                    {place("/administration/gateways", texts.gateways.title, texts.gateways.line)}
                </ul>
            </section>
            {record(texts, view)}
            {keys(texts, &view.keys)}
        }
    })
}

fn record(texts: &'static Texts, view: &Administration) -> impl IntoView + use<> {
    let words = &texts.administration;
    let since = view.since.map(|since| {
        view! { {format!(", {} ", words.since)} {moment(since, texts.when)} }
    });
    view! {
        <section class="card" aria-labelledby="state">
            <h2 id="state">{words.state}</h2>
            <p>{(words.rows)(view.rows)}{since}"."</p>
            {match view.check {
                None => view! { <p>{words.never_checked}</p> }.into_any(),
                Some(check) => checked(texts, check).into_any(),
            }}
            <form class="stack" method="post" action="/administration/audit/verify">
                <p class="hint">{(words.check_hint)(view.checks)}</p>
                <div class="cluster">
                    <button class="button button--secondary" type="submit">{words.check}</button>
                </div>
            </form>
        </section>
    }
}

fn checked(texts: &'static Texts, check: CheckSeen) -> impl IntoView + use<> {
    let words = &texts.administration;
    let (class, said) = match check.bad {
        None => (
            "notice notice--success",
            (words.whole)(check.first, check.last),
        ),
        Some(BadRow::Row(row)) => ("notice notice--warn", (words.bad)(row)),
        Some(BadRow::Begin(row)) => ("notice notice--warn", (words.begin)(row)),
    };
    view! {
        <div class=class id="check">
            <p><strong>{said}</strong></p>
            {check.bad.map(|_| view! { <p>{words.bad_todo}</p> })}
            <p>{format!("{} ", words.checked)}{moment(check.at, texts.when)}</p>
        </div>
    }
}

fn keys(texts: &'static Texts, keys: &[KeySeen]) -> impl IntoView + use<> {
    let words = &texts.administration;
    let settled = keys.iter().all(|key| key.newest || key.settled);
    let one = |key: &KeySeen| {
        let said = match (key.newest, key.settled) {
            (true, _) => words.key_newest,
            (false, true) => words.key_settled,
            (false, false) => words.key_moving,
        };
        view! {
            <li class="method">
                <span class="method__name">{(words.key)(key.number)}</span>
                <span class="method__state">{said}</span>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="keys">
            <h2 id="keys">{words.keys}</h2>
            <p>{if settled { words.settled } else { words.moving }}</p>
            <ul class="method-list">{keys.iter().map(one).collect_view()}</ul>
        </section>
    }
}
