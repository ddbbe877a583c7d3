//! Show or hide what stands in a password box. The box turns back into a password box when its
//! form is sent, because a browser remembers what was typed into an ordinary one.

use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::reach;

/// A button that shows the password. Hidden until it works.
#[island]
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
    let alive = RwSignal::new(false);
    let shown = RwSignal::new(false);
    let controls = target.clone();
    Effect::new(move |_| {
        alive.set(true);
        reach::listen(ev::submit, move |_| shown.set(false));
    });
    Effect::new(move |_| {
        let kind = if shown.get() { "text" } else { "password" };
        if let Some(input) = reach::element::<HtmlInputElement>(&target) {
            input.set_type(kind);
        }
    });
    view! {
        <button
            class="button button--link"
            type="button"
            aria-controls=controls
            hidden=move || !alive.get()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {move || if shown.get() { hide.clone() } else { show.clone() }}
        </button>
    }
}
