//! Password and code again, before something important changes.

use leptos::prelude::*;

use super::profile::login_hint;
use crate::components::{Field, code_field, document, password_field};
use crate::text::Texts;
use crate::view::{Frame, StepUp};

/// `GET /step-up`.
pub fn step_up(frame: &Frame, view: &StepUp) -> String {
    let title = Texts::of(frame.language).step_up.title;
    document(frame, title, &view.problems, |texts| {
        let words = &texts.step_up;
        let password = Field {
            name: "password",
            label: texts.common.password,
            hint: "",
            value: "",
            autocomplete: "current-password",
            problems: &view.problems,
        };
        view! {
            <div class="card card--narrow">
                <h1>{title}</h1>
                <p class="lead">{(words.lead)(view.code)}</p>
                <form class="stack" method="post" action="/step-up">
                    <input type="hidden" name="next" value=view.next.as_str()/>
                    {login_hint(frame)}
                    {password_field(texts, password)}
                    {view.code.then(|| code_field(texts, &view.problems))}
                    <div class="cluster">
                        <button class="button button--primary" type="submit">{words.go_on}</button>
                        <a class="button button--secondary" href="/profile">{texts.common.cancel}</a>
                    </div>
                </form>
            </div>
        }
    })
}
