//! One person as the helpdesk sees them: the sentence on top, what is set up, what happened, what can be
//! done.

use domain::desk::{Aid, FRAUD, Standing};
use leptos::prelude::*;

use super::badges;
use crate::components::{document, moment};
use crate::text::Texts;
use crate::view::{
    AppPasswordRow, AttemptRow, DeskGrace, DeskMethod, DeskPerson, Frame, TrustRow, When,
};

/// `GET /helpdesk/people/{id}`.
pub fn desk_person(frame: &Frame, view: &DeskPerson) -> String {
    document(frame, &view.person.name, &[], |texts| {
        let words = &texts.desk;
        let fact = |label: &'static str, value: String| {
            (!value.is_empty()).then(|| view! { <dt>{label}</dt><dd><bdi>{value}</bdi></dd> })
        };
        view! {
            <p><a class="link" href="/helpdesk">{words.title}</a></p>
            <h1><bdi>{view.person.name.clone()}</bdi></h1>
            {sentence(texts, view)}
            {aids(texts, view)}
            <section class="card">
                <dl class="definition">
                    {fact(texts.sign_in.user, view.person.login.clone())}
                    {fact(texts.profile.mail, view.person.mail.clone())}
                    {fact(texts.profile.job, view.title.clone())}
                    {fact(texts.profile.office, view.office_phone.clone())}
                    {fact(words.role, (words.role_name)(view.person.role).to_owned())}
                    <dt>{words.two_step}</dt>
                    <dd>{badges(texts, &view.person)}</dd>
                </dl>
            </section>
            {methods(texts, view)}
            {app_passwords(texts, &view.app_passwords)}
            {trusts(texts, &view.trusts)}
            {sessions(texts, &view.sessions)}
            {record(texts, &view.record)}
        }
    })
}

/// Whether the person can sign in now, and if not, what would mend it.
fn sentence(texts: &'static Texts, view: &DeskPerson) -> impl IntoView + use<> {
    let words = &texts.desk;
    let fine = matches!(
        view.standing,
        Standing::TwoStep(_) | Standing::PasswordOnly | Standing::Gate | Standing::Again
    );
    let class = if fine {
        "notice notice--success"
    } else {
        "warning"
    };
    let mend = (words.mend)(view.standing);
    let block = view.block.clone().map(|(until, why)| {
        let why = match why.as_str() {
            FRAUD => words.blocked_fraud.to_owned(),
            _ => why,
        };
        view! {
            <p>
                {format!("{} ", words.blocked_until)}
                {moment(until, texts.when)}
                {(!why.is_empty()).then(|| view! { ". " {words.blocked_why} ": " <bdi>{why}</bdi> })}
            </p>
        }
    });
    let over = view.standing == Standing::PasswordOver;
    let temporary = view.temporary.map(|until| {
        let given = &texts.given;
        let said = if over {
            given.password_was
        } else {
            given.password_until
        };
        view! { <p>{said(until)}</p> }
    });
    let bypass = view
        .bypass
        .map(|until| view! { <p>{(texts.given.bypass_until)(until)}</p> });
    let grace = view.grace.map(|grace| {
        let said = match grace {
            DeskGrace::Days(days) => (texts.grace.may)(days),
            DeskGrace::Until(until) => (texts.grace.has)(until),
        };
        view! { <p>{said}</p> }
    });
    let wait = view
        .wait
        .map(|seconds| view! { <p>{(words.waits)(&(texts.wait)(seconds))}</p> });
    let retired = (view.retired > 0).then(|| view! { <p>{(words.retired)(view.retired)}</p> });
    view! {
        <div class=class id="standing">
            <p><strong>{(words.standing)(view.standing)}</strong></p>
            {(!mend.is_empty()).then(|| view! { <p>{mend}</p> })}
            {block}
            {temporary}
            {bypass}
            {grace}
            {wait}
            {retired}
        </div>
    }
}

fn methods(texts: &'static Texts, view: &DeskPerson) -> impl IntoView + use<> {
    let words = &texts.desk;
    let default = view.default.map(texts.preferred).unwrap_or_default();
    let rows = view
        .methods
        .iter()
        .map(|one| method(texts, one))
        .collect_view();
    let holds = (!view.holds.is_empty()).then(|| {
        let rows = view
            .holds
            .iter()
            .map(|held| {
                view! {
                    <li class="method">
                        <span class="method__name">{(texts.phone_kind)(held.kind)}</span>
                        <span class="method__state">
                            <bdi>{held.number.clone()}</bdi> ". "
                            {(texts.given.waits)(held.until)}
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="method-list">{rows}</ul> }
    });
    let preferred = (!default.is_empty())
        .then(|| view! { <p>{words.default} ": " <strong>{default}</strong></p> });
    view! {
        <section class="card" aria-labelledby="methods">
            <h2 id="methods">{words.methods}</h2>
            {preferred}
            {holds}
            {if view.methods.is_empty() {
                view! { <p>{words.no_methods}</p> }.into_any()
            } else {
                view! { <ul class="method-list">{rows}</ul> }.into_any()
            }}
        </section>
    }
}

fn method(texts: &'static Texts, one: &DeskMethod) -> impl IntoView + use<> {
    let words = &texts.desk;
    view! {
        <li class="method">
            <span class="method__name"><bdi>{one.name.clone()}</bdi></span>
            {one.locked.then(|| view! { <span><span class="badge badge--warn">{words.locked}</span></span> })}
            {(!one.verified).then(|| view! { <span><span class="badge badge--muted">{words.unverified}</span></span> })}
            <span class="method__state">
                {(!one.number.is_empty()).then(|| view! { <bdi>{one.number.clone()}</bdi> ". " })}
                {format!("{} ", words.added)}
                {moment(one.created, texts.date)}
                {one.used.map(|when| view! { ". " {words.used} " " {moment(when, texts.when)} })}
            </span>
        </li>
    }
}

fn app_passwords(texts: &'static Texts, rows: &[AppPasswordRow]) -> impl IntoView + use<> {
    let words = &texts.desk;
    let one = |row: &AppPasswordRow| {
        let used = row.last_used.clone();
        view! {
            <li class="method">
                <span class="method__name"><bdi>{row.name.clone()}</bdi></span>
                <span class="method__state">
                    {format!("{} ", words.added)}
                    {moment(row.created, texts.date)}
                    ". "
                    {match used {
                        None => words.never_used.into_any(),
                        Some(used) => view! {
                            {words.used} " " {moment(used.when, texts.when)}
                            {format!(", {}", (texts.service)(&used.service))}
                        }.into_any(),
                    }}
                </span>
            </li>
        }
    };
    list(
        "app-passwords",
        words.app_passwords,
        words.no_app_passwords,
        rows.iter().map(one).collect(),
    )
}

fn trusts(texts: &'static Texts, rows: &[TrustRow]) -> impl IntoView + use<> {
    let words = &texts.desk;
    let one = |row: &TrustRow| {
        view! {
            <li class="method">
                <span class="method__name">{(texts.trusts.browser)(row.browser)}</span>
                <span class="method__state">
                    {format!("{} ", texts.trusts.since)}
                    {moment(row.since, texts.date)}
                    {format!(", {} ", texts.trusts.until)}
                    {moment(row.until, texts.when)}
                </span>
            </li>
        }
    };
    let rows = rows.iter().map(one).collect();
    list("browsers", words.browsers, words.no_browsers, rows)
}

fn sessions(texts: &'static Texts, rows: &[(When, When)]) -> impl IntoView + use<> {
    let words = &texts.desk;
    let one = |(since, seen): &(When, When)| {
        view! {
            <li class="method">
                <span class="method__state">
                    {format!("{} ", words.session)}
                    {moment(*since, texts.when)}
                    {format!(", {} ", words.seen)}
                    {moment(*seen, texts.when)}
                </span>
            </li>
        }
    };
    let rows = rows.iter().map(one).collect();
    list("sessions", words.sessions, words.no_sessions, rows)
}

/// A card with a list, or with the words for an empty one.
fn list<V: IntoView + 'static>(
    id: &'static str,
    title: &'static str,
    none: &'static str,
    rows: Vec<V>,
) -> impl IntoView {
    let body = if rows.is_empty() {
        view! { <p>{none}</p> }.into_any()
    } else {
        view! { <ul class="method-list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {body}
        </section>
    }
}

/// What can be done, each with its effect or why not.
fn aids(texts: &'static Texts, view: &DeskPerson) -> impl IntoView + use<> {
    let words = &texts.desk;
    let one = |(aid, refusal): &(Aid, Option<domain::Refusal>)| {
        let (aid, refusal) = (*aid, *refusal);
        let said = (words.aid)(aid);
        match refusal {
            None => view! {
                <li class="method">
                    <a class="link method__name" href=format!("/helpdesk/people/{}/{}", view.person.id, aid.key())>{said.name}</a>
                </li>
            }
            .into_any(),
            Some(refusal) => view! {
                <li class="method">
                    <span class="method__name">{said.name}</span>
                    <span class="method__state">{(texts.refusal)(refusal)}</span>
                </li>
            }
            .into_any(),
        }
    };
    let body = match view.refusal {
        Some(refusal) => view! { <p>{(texts.refusal)(refusal)}</p> }.into_any(),
        None if view.aids.is_empty() => view! { <p>{words.not_here}</p> }.into_any(),
        None => {
            let check = format!("/helpdesk/people/{}/check", view.person.id);
            view! {
                <p><a class="link" href=check>{texts.call.check}</a></p>
                {view.checked.then(|| view! { <p class="hint">{texts.call.checked}</p> })}
                <ul class="method-list">{view.aids.iter().map(one).collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="help">
            <h2 id="help">{words.help}</h2>
            {view.second.then(|| view! { <p>{texts.approval.needed}</p> })}
            {body}
        </section>
    }
}

/// What happened to somebody, newest first.
pub(in crate::pages) fn record(
    texts: &'static Texts,
    rows: &[AttemptRow],
) -> impl IntoView + use<> {
    let words = &texts.desk;
    let one = |row: &AttemptRow| {
        let by = match (&row.by, row.system) {
            (Some(name), _) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
            (None, true) => words.system.into_any(),
            (None, false) => words.themselves.into_any(),
        };
        let ticket = row.ticket.clone();
        view! {
            <tr>
                <td data-label=words.when>{moment(row.when, texts.when)}</td>
                <td data-label=words.what>
                    {(words.event)(&row.event, &row.reason, row.done)}
                    {(!ticket.is_empty()).then(|| view! { " (" {words.ticket} " " <bdi>{ticket}</bdi> ")" })}
                </td>
                <td data-label=words.by>{by}</td>
                <td data-label=words.from>{row.address.clone()}</td>
            </tr>
        }
    };
    let body = if rows.is_empty() {
        view! { <p>{words.no_record}</p> }.into_any()
    } else {
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="record">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.when}</th>
                            <th scope="col">{words.what}</th>
                            <th scope="col">{words.by}</th>
                            <th scope="col">{words.from}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(one).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="record">
            <h2 id="record">{words.record}</h2>
            {body}
        </section>
    }
}
