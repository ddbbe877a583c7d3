//! The profile, changing the account password, and signing out everywhere (F-066, F-079, F-080).

use leptos::prelude::*;

use super::desk::record;
use super::grace::reminder;

use crate::components::{Field, document, password_field};
use crate::text::Texts;
use crate::view::{AttemptRow, ChangePassword, Frame, PasswordChanged, Profile};

/// `GET /profile`.
pub fn profile(frame: &Frame, view: &Profile) -> String {
    let title = Texts::of(frame.language).profile.title;
    document(frame, title, &[], |texts| {
        let words = &texts.profile;
        let fact = |label: &'static str, value: &str| {
            let value = if value.is_empty() {
                words.unknown.to_owned()
            } else {
                value.to_owned()
            };
            view! {
                <dt>{label}</dt>
                <dd>{value}</dd>
            }
        };
        let link = |href: &'static str, label: &'static str, line: String| {
            view! {
                <li class="method">
                    <a class="link method__name" href=href>{label}</a>
                    <span class="method__state">{line}</span>
                </li>
            }
        };
        view! {
            <h1>{title}</h1>
            {reminder(texts, view.grace, true)}
            <section class="card">
                <dl class="definition">
                    {fact(words.name, &view.name)}
                    {fact(words.job, &view.title)}
                    {fact(words.mail, &view.mail)}
                    {fact(words.office, &view.office_phone)}
                </dl>
                <p class="hint">{words.facts_from}</p>
            </section>
            <section class="card" aria-labelledby="manage">
                <h2 id="manage">{words.manage}</h2>
                <ul class="method-list">
                    {link("/profile/password", words.change_password, words.change_password_line.to_owned())}
                    {link("/security", texts.common.security, (words.two_step)(view.two_step, view.required).to_owned())}
                    {link("/app-passwords", texts.common.app_passwords, (words.app_passwords)(view.app_passwords))}
                    {link("/profile/activity", words.activity, words.activity_line.to_owned())}
                    {link("/sign-out-everywhere", words.everywhere, words.everywhere_line.to_owned())}
                </ul>
            </section>
        }
    })
}

/// `GET /profile/activity` (F-139).
pub fn activity(frame: &Frame, rows: &[AttemptRow]) -> String {
    let title = Texts::of(frame.language).profile.activity;
    document(frame, title, &[], |texts| {
        view! {
            <p><a class="link" href="/profile">{texts.profile.title}</a></p>
            <h1>{title}</h1>
            <p class="lead">{texts.profile.activity_lead}</p>
            {record(texts, rows)}
        }
    })
}

/// The user name beside a password box, for password managers; it is not shown and not sent.
pub(super) fn login_hint(frame: &Frame) -> impl IntoView + use<> {
    frame
        .person
        .as_ref()
        .map(|person| view! { <input type="text" autocomplete="username" value=person.login.clone() hidden readonly/> })
}

/// `GET /profile/password`.
pub fn change_password(frame: &Frame, view: &ChangePassword) -> String {
    let title = Texts::of(frame.language).profile.change_password;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.profile;
        let hint = (words.new_hint)(view.min);
        let current = Field {
            name: "current",
            label: words.current,
            hint: "",
            value: "",
            autocomplete: "current-password",
            problems: &view.problems,
        };
        let new = Field {
            name: "new",
            label: words.new,
            hint: &hint,
            autocomplete: "new-password",
            ..current
        };
        let again = Field {
            name: "again",
            label: words.again,
            autocomplete: "new-password",
            ..current
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{words.change_lead}</p>
                <form class="stack" method="post" action="/profile/password">
                    {login_hint(frame)}
                    {password_field(texts, current)}
                    {password_field(texts, new)}
                    {password_field(texts, again)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.change_password}</button>
                        <a class="button button--secondary" href="/profile">{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}

/// `GET /profile/password/changed` (F-099).
pub fn password_changed(frame: &Frame, view: &PasswordChanged) -> String {
    let title = Texts::of(frame.language).profile.changed_title;
    document(frame, title, &[], |texts| {
        let words = &texts.profile;
        let next = if view.app_passwords == 0 {
            view! {
                <div class="cluster">
                    <a class="button button--primary" href="/profile">{texts.common.close}</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="warning"><p>{(words.changed_remaining)(view.app_passwords)}</p></div>
                <form method="post" action="/app-passwords/delete-all">
                    <div class="cluster">
                        <a class="button button--secondary" href="/profile">{words.changed_keep}</a>
                        <button class="button button--danger" type="submit">{words.changed_delete}</button>
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <div class="notice notice--success" role="status">
                    <p>{words.changed_lead}</p>
                </div>
                {next}
            </div>
        }
    })
}

/// `GET /sign-out-everywhere`.
pub fn sign_out_everywhere(frame: &Frame) -> String {
    let title = Texts::of(frame.language).profile.everywhere_title;
    document(frame, title, &[], |texts| {
        let words = &texts.profile;
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p>{words.everywhere_means}</p>
                <p class="hint">{words.everywhere_not}</p>
                <form method="post" action="/sign-out-everywhere">
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{texts.common.yes}</button>
                        <a class="button button--secondary" href="/profile">{texts.common.no}</a>
                    </div>
                </form>
            </div>
        }
    })
}
