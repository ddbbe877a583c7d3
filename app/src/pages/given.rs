//! A new password in place of a temporary one (F-150).

use leptos::prelude::*;

use crate::components::{Field, document, hidden, password_field};
use crate::text::Texts;
use crate::view::{Frame, NewPassword};

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
