//! Says while a name is typed what the server would refuse, with the server's own parser.
//! An empty box is not blamed: the person has only just begun.

use domain::Refusal;
use domain::name::Label;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlInputElement};

use super::reach;

const TARGET: &str = "data-name";
const TOO_LONG: &str = "data-too-long";
const BAD_CHARACTERS: &str = "data-bad-characters";

/// The line under a name box that speaks up when the name cannot be kept.
#[component]
pub fn NameHint(
    /// The id of the name input.
    #[prop(into)]
    target: String,
    /// Said when the name is too long.
    #[prop(into)]
    too_long: String,
    /// Said when a character is not allowed.
    #[prop(into)]
    bad_characters: String,
) -> impl IntoView {
    view! {
        <span hidden data-name=target data-too-long=too_long data-bad-characters=bad_characters></span>
        <Naming/>
    }
}

/// Stands behind the texts and watches the input.
#[island]
fn Naming() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let watch = move |island: Element| {
        let Some(texts) = reach::control(&island) else {
            return;
        };
        let Some(input) = reach::element::<HtmlInputElement>(&reach::data(&texts, TARGET)) else {
            return;
        };
        reach::on(&input.clone(), "input", move |_| {
            let text = match Label::parse(&input.value()) {
                Err(Refusal::TooLong { .. }) => reach::data(&texts, TOO_LONG),
                Err(Refusal::BadCharacters) => reach::data(&texts, BAD_CHARACTERS),
                _ => String::new(),
            };
            let _ = match text.is_empty() {
                true => input.remove_attribute("aria-invalid"),
                false => input.set_attribute("aria-invalid", "true"),
            };
            said.set(text);
        });
    };
    view! { <span class="field-problem" role="status" use:watch>{said}</span> }
}
