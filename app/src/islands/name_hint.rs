//! Says while a name is typed what the server would refuse, with the server's own parser.
//! An empty box is not blamed: the person has only just begun.

use domain::Refusal;
use domain::name::Label;
use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::reach;

/// The line under a name box that speaks up when the name cannot be kept.
#[island]
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
    let refusal = RwSignal::new(None::<Refusal>);
    Effect::new(move |_| {
        let target = target.clone();
        reach::listen(ev::input, move |event| {
            if reach::target(&event).is_none_or(|element| element.id() != target) {
                return;
            }
            let Some(input) = reach::element::<HtmlInputElement>(&target) else { return };
            let refused = Label::parse(&input.value()).err().filter(|r| *r != Refusal::Required);
            let _ = match refused {
                Some(_) => input.set_attribute("aria-invalid", "true"),
                None => input.remove_attribute("aria-invalid"),
            };
            refusal.set(refused);
        });
    });
    view! {
        <span class="field-problem" role="status">
            {move || match refusal.get() {
                Some(Refusal::TooLong { .. }) => too_long.clone(),
                Some(Refusal::BadCharacters) => bad_characters.clone(),
                _ => String::new(),
            }}
        </span>
    }
}
