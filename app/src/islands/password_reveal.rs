//! Show or hide what stands in a password box. The box turns back into a password box when its
//! form is sent, because a browser remembers what was typed into an ordinary one.

use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlInputElement};

use super::reach;

const TARGET: &str = "data-reveal";
const SHOW: &str = "data-show";
const HIDE: &str = "data-hide";

/// A button that shows the password. Hidden until it works.
#[component]
pub fn PasswordReveal(
    /// The id of the password input.
    #[prop(into)]
    target: String,
    /// The label while the password is hidden.
    #[prop(into)]
    show: String,
    /// The label while the password is shown.
    #[prop(into)]
    hide: String,
) -> impl IntoView {
    let label = show.clone();
    view! {
        <button
            class="button button--link"
            type="button"
            hidden
            aria-controls=target.clone()
            data-reveal=target
            data-show=show
            data-hide=hide
        >
            {label}
        </button>
        <Revealing/>
    }
}

/// Stands behind the button and brings it to life.
#[island]
fn Revealing() -> impl IntoView {
    view! { <span hidden use:bring_to_life></span> }
}

fn bring_to_life(island: Element) {
    let Some(button) = reach::control(&island) else {
        return;
    };
    let _ = button.remove_attribute("hidden");
    let toggled = button.clone();
    reach::on(&button, "click", move |_| turn(&toggled, None));
    reach::listen(ev::submit, move |_| turn(&button, Some(false)));
}

/// Shows or hides the password; without a wish it turns to the other.
fn turn(button: &Element, wish: Option<bool>) {
    let Some(input) = reach::element::<HtmlInputElement>(&reach::data(button, TARGET)) else {
        return;
    };
    let shown = wish.unwrap_or(input.type_() == "password");
    input.set_type(if shown { "text" } else { "password" });
    button.set_text_content(Some(&reach::data(button, if shown { HIDE } else { SHOW })));
}
