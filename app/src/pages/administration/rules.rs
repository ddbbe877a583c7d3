//! The rules as they are in force, and the changes that were made.

use domain::policy::{Group, Kind, Setting};
use leptos::prelude::*;

use super::list::{head, named};
use crate::components::{document, hidden, moment};
use crate::text::Texts;
use crate::view::{Frame, RuleChanged, RuleHistory, RuleRow, Rules};

/// `GET /administration/rules`.
pub fn rules(frame: &Frame, view: &Rules) -> String {
    let title = Texts::of(frame.language).rules.title;
    document(frame, title, &[], |texts| {
        let words = &texts.rules;
        let groups = Group::ALL
            .into_iter()
            .map(|group| {
                let rows = view.rows.iter();
                let rows = rows.filter(|row| row.setting.group() == group);
                let rows = rows.map(|row| in_force(texts, row)).collect_view();
                let id = anchor(group);
                view! {
                    <section class="card" aria-labelledby=id>
                        <h2 id=id>{(words.group)(group)}</h2>
                        <ul class="method-list">{rows}</ul>
                    </section>
                }
            })
            .collect_view();
        view! {
            {head(texts, title)}
            <p class="lead">{words.line}</p>
            <div class="cluster">
                <a class="button button--primary" href="/administration/rules/change">{words.change}</a>
                <a class="button button--secondary" href="/administration/rules/greetings">{texts.greetings.title}</a>
            </div>
            {groups}
            <p class="hint">{words.elsewhere}</p>
            {history(texts, &view.history)}
        }
    })
}

/// The id of a group's headline.
pub(super) const fn anchor(group: Group) -> &'static str {
    match group {
        Group::Methods => "methods",
        Group::SetUp => "set-up",
        Group::Apps => "apps",
        Group::AppPasswords => "app-passwords",
        Group::Phones => "phones",
        Group::Browsers => "browsers",
        Group::Networks => "networks",
        Group::Lockout => "lockout",
        Group::Helpdesk => "helpdesk",
    }
}

fn in_force(texts: &'static Texts, row: &RuleRow) -> impl IntoView + use<> {
    let words = &texts.rules;
    let said = (words.setting)(row.setting);
    let bounds = (words.bounds)(row.setting.kind()).filter(|_| !listed(row.setting));
    let bounds = bounds
        .map(|bounds| format!("{bounds} "))
        .unwrap_or_default();
    let default = format!("{} {}.", words.default, (words.value)(&row.default));
    view! {
        <li class="method">
            <span class="method__name">{said.name}</span>
            <span class="method__value" id=row.setting.key()>{(words.value)(&row.value)}</span>
            <span class="method__state">{said.effect}</span>
            <span class="method__state">{bounds}{default}</span>
            {row.refusal.map(|refusal| view! { <span class="method__state">{(texts.refusal)(refusal)}</span> })}
        </li>
    }
}

/// Whether its bounds say how it is typed, which belongs into the form.
const fn listed(setting: Setting) -> bool {
    matches!(
        setting.kind(),
        Kind::Countries(_) | Kind::Networks(_) | Kind::Mailboxes(_) | Kind::Caller
    )
}

fn history(texts: &'static Texts, changes: &[RuleHistory]) -> impl IntoView + use<> {
    let words = &texts.rules;
    let rows = changes
        .iter()
        .map(|change| past(texts, change))
        .collect_view();
    let found = if changes.is_empty() {
        view! { <p class="empty">{words.no_history}</p> }.into_any()
    } else {
        let (desk, administration) = (&texts.desk, &texts.administration);
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="history">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{desk.when}</th>
                            <th scope="col">{administration.by}</th>
                            <th scope="col">{desk.what}</th>
                            <th scope="col"><span class="visually-hidden">{words.undo}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">{words.history}</h2>
            {found}
        </section>
    }
}

fn past(texts: &'static Texts, change: &RuleHistory) -> impl IntoView + use<> {
    let (words, desk) = (&texts.rules, &texts.desk);
    let changed = change
        .changed
        .iter()
        .map(|one| match one {
            RuleChanged::Known(setting, old, new) => {
                let name = (words.setting)(*setting).name;
                let (old, new) = ((words.value)(old), (words.value)(new));
                view! { <li>{name} ": " <bdi>{old}</bdi> " → " <bdi>{new}</bdi></li> }.into_any()
            }
            RuleChanged::Other(setting, old, new) => {
                let (setting, old, new) = (setting.clone(), old.clone(), new.clone());
                view! { <li><bdi>{setting}</bdi> ": " <bdi>{old}</bdi> " → " <bdi>{new}</bdi></li> }
                    .into_any()
            }
        })
        .collect_view();
    let known = |one: &RuleChanged| matches!(one, RuleChanged::Known(..));
    // What this version does not know it cannot put back either.
    let undo = change.changed.iter().any(known).then(|| {
        view! {
            <form method="post" action="/administration/rules/undo">
                {hidden(&[("row", change.row.to_string())])}
                <button class="button button--secondary" type="submit">
                    {words.undo}
                    <span class="visually-hidden">{format!(" {}", (words.of_change)(change.row))}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=desk.when>{moment(change.when, texts.when)}</th>
            <td data-label=texts.administration.by>{named(texts, &change.by)}</td>
            <td data-label=desk.what><ul>{changed}</ul></td>
            <td class="table__actions">{undo}</td>
        </tr>
    }
}
