//! A new password in place of a temporary one (F-150), and numbers that the helpdesk has set (F-149).

use leptos::prelude::*;

use crate::components::{Field, document, hidden, password_field};
use crate::text::Texts;
use crate::view::{Frame, HeldRow, NewPassword, NotMe};

/// `GET /sign-in/password`.
pub fn new_password(frame: &Frame, view: &NewPassword) -> String {
    let title = Texts::of(frame.language).given.choose;
    document(frame, title, &view.problems, |texts| {
        let (words, profile) = (&texts.given, &texts.profile);
        let hint = (profile.new_hint)(view.min);
        let new = Field {
            name: "new",
            label: profile.new,
            hint: &hint,
            value: "",
            autocomplete: "new-password",
            problems: &view.problems,
        };
        let again = Field {
            name: "again",
            label: profile.again,
            hint: "",
            ..new
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{words.choose_lead}</p>
                <form class="stack" method="post" action="/sign-in/password">
                    {hidden(&[("next", view.next.clone())])}
                    {password_field(texts, new)}
                    {password_field(texts, again)}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.choose_save}</button>
                    </div>
                </form>
                <form method="post" action="/sign-in/cancel">
                    <div class="cluster">
                        <button class="button button--link" type="submit">{texts.common.cancel}</button>
                    </div>
                </form>
            </div>
        }
    })
}

/// On the person's own page: numbers that wait, each with the button that stops it.
pub(super) fn waiting<'a>(texts: &'static Texts, holds: &'a [HeldRow]) -> impl IntoView + use<'a> {
    let words = &texts.given;
    (!holds.is_empty()).then(|| {
        let rows = holds
            .iter()
            .map(|held| {
                view! {
                    <li class="method">
                        <span class="method__name">{(texts.phone_kind)(held.kind)}</span>
                        <span class="method__value"><bdi>{held.number.clone()}</bdi></span>
                        <span class="method__state">{(words.waits)(held.until)}</span>
                        <form method="post" action="/security/phone/stop">
                            {hidden(&[("which", held.kind.key().to_owned())])}
                            <button class="button button--danger" type="submit">{words.stop}</button>
                        </form>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="card" aria-labelledby="waiting">
                <h2 id="waiting">{words.waiting}</h2>
                <p>{words.waiting_lead}</p>
                <ul class="method-list">{rows}</ul>
            </section>
        }
    })
}

/// `GET /not-me`, and the answer to its button.
pub fn not_me(frame: &Frame, view: &NotMe) -> String {
    let title = Texts::of(frame.language).given.not_me;
    document(frame, title, &[], |texts| {
        let words = &texts.given;
        let body = match view.stopped {
            None => view! {
                <p class="lead">{words.not_me_lead}</p>
                <form method="post" action="/not-me">
                    {hidden(&[("token", view.token.clone())])}
                    <div class="cluster">
                        <button class="button button--danger" type="submit">{words.not_me_stop}</button>
                    </div>
                </form>
            }
            .into_any(),
            Some(true) => view! {
                <div class="notice notice--success" role="status"><p>{words.not_me_done}</p></div>
            }
            .into_any(),
            Some(false) => view! {
                <div class="info" role="status"><p>{words.not_me_nothing}</p></div>
            }
            .into_any(),
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                {body}
            </div>
        }
    })
}
