//! The tab "additional security verification": the preferred option, the methods, and what happens
//! when one is deleted (F-066 to F-073).

use domain::Refusal;
use domain::account::PhoneKind;
use leptos::prelude::*;

use super::given::waiting;
use super::grace::reminder;
use super::trusts;
use crate::components::{Tab, described_by, document, moment, problem_line, tabs, wrong};
use crate::text::Texts;
use crate::view::{AppRow, Frame, PhoneRow, Security};

/// `GET /security`.
pub fn security(frame: &Frame, view: &Security) -> String {
    let title = Texts::of(frame.language).security.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.security;
        let usable = view.options.iter().any(|choice| choice.refusal.is_none());
        // With nothing to choose and nothing to delete there is nothing to save.
        let something =
            usable || view.phones.iter().any(|phone| phone.stored) || !view.apps.is_empty();
        let choices = view! {
            {preferred(texts, view, usable)}
            <section class="stack" aria-labelledby="keep">
                <h2 id="keep" tabindex="-1">{words.respond}</h2>
                {something.then(|| view! { <p class="hint">{words.respond_hint}</p> })}
                {methods(texts, view)}
            </section>
        };
        view! {
            {tabs(texts, Tab::Security)}
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            {reminder(texts, view.grace, false)}
            {waiting(texts, &view.holds)}
            {if something {
                view! {
                    <form class="card" method="post" action="/security">
                        {choices}
                        <div class="cluster">
                            <button class="button button--primary" type="submit">{texts.common.save}</button>
                            <a class="button button--secondary" href="/profile">{texts.common.cancel}</a>
                        </div>
                    </form>
                }
                .into_any()
            } else {
                view! { <div class="card">{choices}</div> }.into_any()
            }}
            <section class="card">
                <h2>{words.app}</h2>
                <p>{(words.app_count)(u32::try_from(view.apps.len()).unwrap_or(u32::MAX), view.max_apps)}</p>
                {match view.add_refusal {
                    None => view! {
                        <form method="post" action="/security/app/start">
                            <div class="cluster">
                                <button class="button button--secondary" type="submit">{words.set_up_app}</button>
                            </div>
                        </form>
                    }
                    .into_any(),
                    Some(refusal) => view! { <div class="info"><p>{(texts.refusal)(refusal)}</p></div> }.into_any(),
                }}
                <p class="hint">{words.two_places}</p>
            </section>
            {trusts::section(texts, &view.trusts)}
        }
    })
}

/// The drop-down of F-067 with the reasons of F-068 below it.
fn preferred<'a>(
    texts: &'static Texts,
    view: &'a Security,
    usable: bool,
) -> impl IntoView + use<'a> {
    let words = &texts.security;
    let wrong = wrong(texts, "default", &view.problems);
    let described_by = described_by("default", true, wrong.is_some());
    let invalid = wrong.is_some().then_some("true");
    let chosen = view.options.iter().any(|choice| choice.selected);
    let options = view
        .options
        .iter()
        .map(|choice| {
            // What is in force stays choosable, or saving anything else would drop it.
            let off = choice.refusal.is_some() && !choice.selected;
            view! {
                <option value=choice.option.key() selected=choice.selected disabled=off>
                    {(texts.preferred)(choice.option)}
                </option>
            }
        })
        .collect_view();
    let reasons: Vec<_> = view
        .options
        .iter()
        .filter_map(|choice| {
            let refusal = choice.refusal?;
            let name = (texts.preferred)(choice.option);
            Some(view! { <li>{format!("{name}: {}", (texts.refusal)(refusal))}</li> })
        })
        .collect();
    view! {
        <div class="field">
            <label class="field__label" for="default">{words.preferred}</label>
            <p class="hint" id="default-hint">{words.preferred_hint}</p>
            {wrong.map(|text| problem_line("default", text))}
            <select
                class="select"
                id="default"
                name="default"
                disabled=!usable && !chosen
                aria-describedby=described_by
                aria-invalid=invalid
            >
                {(!chosen).then(|| view! { <option value="" selected=true>{words.preferred_none}</option> })}
                {options}
            </select>
        </div>
        {(!reasons.is_empty()).then(|| view! {
            <details class="details">
                <summary>{words.preferred_off}</summary>
                <ul>{reasons}</ul>
            </details>
        })}
    }
}

/// The rows of F-069: what can be deleted has a tick box, what is the organisation's has none.
fn methods<'a>(texts: &'static Texts, view: &'a Security) -> impl IntoView + use<'a> {
    let words = &texts.security;
    let phones = view
        .phones
        .iter()
        .map(|phone| phone_row(texts, phone))
        .collect_view();
    let private = view
        .phones
        .iter()
        .any(|phone| phone.stored || phone.refusal.is_none());
    let apps = view
        .apps
        .iter()
        .map(|app| app_row(texts, app))
        .collect_view();
    view! {
        <ul class="method-list">
            {phones}
            {apps}
            {view.apps.is_empty().then(|| view! {
                <li class="method">
                    <span class="method__name">{words.app}</span>
                    <span class="method__state">{words.app_none}</span>
                </li>
            })}
        </ul>
        {private.then(|| view! { <p class="hint">{texts.phone.private}</p> })}
    }
}

/// A telephone: what is stored has a tick box; the number of the office phone is the directory's (F-058).
fn phone_row<'a>(texts: &'static Texts, phone: &'a PhoneRow) -> impl IntoView + use<'a> {
    let words = &texts.security;
    let name = (texts.phone_kind)(phone.kind);
    let number = phone
        .number
        .as_deref()
        .map(|number| view! { <span class="method__value">{number}</span> });
    let head = if phone.stored {
        view! {
            <label class="checkbox">
                <input type="checkbox" name="keep" value=phone.kind.key() checked=true/>
                <span class="method__name">{name}</span>
                {number}
            </label>
        }
        .into_any()
    } else {
        view! {
            <span class="method__name">{name}</span>
            {number}
        }
        .into_any()
    };
    let state = (phone.stored || phone.verified).then(|| {
        let (class, text) = match phone.verified {
            true => ("badge", words.verified),
            false => ("badge badge--warn", words.not_verified),
        };
        view! { <span><span class=class>{text}</span></span> }
    });
    let fact = match (phone.kind, &phone.number) {
        (PhoneKind::Authentication, _) => None,
        (PhoneKind::Office, _) if phone.own => None,
        (PhoneKind::Office, Some(_)) => Some(words.office_phone_from),
        (PhoneKind::Office, None) => Some(words.office_phone_none),
        (PhoneKind::Backup, _) => Some(words.alternate_phone_what),
    };
    // Without a number in the directory the fact says already what the refusal would.
    let refusal = phone
        .refusal
        .filter(|refusal| *refusal != Refusal::NoOfficePhone || phone.number.is_some());
    let line = |text: String| view! { <span class="method__state">{text}</span> };
    view! {
        <li class="method">
            {head}
            {state}
            {fact.map(|fact| line(fact.to_owned()))}
            {refusal.map(|refusal| line((texts.refusal)(refusal).into_owned()))}
            {action(texts, phone)}
        </li>
    }
}

/// "Set up" or "Change". What the directory owns and what was tested needs neither.
fn action(texts: &'static Texts, phone: &PhoneRow) -> impl IntoView + use<> {
    let words = &texts.security;
    let name = (texts.phone_kind)(phone.kind);
    let href = match phone.kind {
        PhoneKind::Authentication => "/security/phone",
        PhoneKind::Office => "/security/office-phone",
        PhoneKind::Backup => "/security/alternate-phone",
    };
    let label = if phone.verified {
        words.change
    } else {
        words.set_up
    };
    let done = !phone.own && (phone.verified || phone.number.is_none());
    (phone.refusal.is_none() && !done).then(|| {
        view! {
            <div class="method__actions">
                <a class="button button--secondary" href=href>
                    {label}
                    <span class="visually-hidden">{format!(" {name}")}</span>
                </a>
            </div>
        }
    })
}

/// An authenticator app, with its own actions (F-038).
fn app_row<'a>(texts: &'static Texts, app: &'a AppRow) -> impl IntoView + use<'a> {
    let words = &texts.security;
    let used = match app.last_used {
        Some(when) => {
            view! { <>{format!("{} ", words.app_used)}{moment(when, texts.when)}</> }.into_any()
        }
        None => words.app_never.into_any(),
    };
    let action = |path: &'static str, label: &'static str| {
        view! {
            <a class="button button--secondary" href=format!("/security/apps/{}/{path}", app.id)>
                {label}
                <span class="visually-hidden">{format!(" {}", app.name)}</span>
            </a>
        }
    };
    view! {
        <li class="method">
            <label class="checkbox">
                <input type="checkbox" name="keep" value=format!("app:{}", app.id) checked=true/>
                <span class="method__name">{words.app}</span>
                <span class="method__value">{app.name.as_str()}</span>
            </label>
            {app.locked.then(|| view! {
                <span><span class="badge badge--warn">{words.locked}</span></span>
                <span class="method__state">{words.locked_why}</span>
            })}
            <span class="method__state">
                {format!("{} ", words.app_added)}
                {moment(app.created, texts.date)}
                {", "}
                {used}
            </span>
            <div class="method__actions">
                {action("rename", words.rename)}
                {action("delete", texts.common.delete)}
            </div>
        </li>
    }
}
