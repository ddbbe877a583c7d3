//! Copies the text of an element to the clipboard and says whether that worked. Where the browser
//! refuses, the text is selected, so that the person's own copy key takes it.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Clipboard, Element};

use super::reach;

const TARGET: &str = "data-copy";
const COPIED: &str = "data-copied";
const FAILED: &str = "data-failed";

/// A button that copies. Hidden until it works; the outcome is announced behind it.
#[component]
pub fn CopyButton(
    /// The id of the element whose text is copied, without its white space.
    #[prop(into)]
    target: String,
    /// The button's label.
    #[prop(into)]
    label: String,
    /// Said when the text is on the clipboard.
    #[prop(into)]
    copied: String,
    /// Said when the browser refused and the text is selected instead.
    #[prop(into)]
    failed: String,
) -> impl IntoView {
    view! {
        <button
            class="button button--secondary"
            type="button"
            hidden
            data-copy=target
            data-copied=copied
            data-failed=failed
        >
            {label}
        </button>
        <Copying/>
    }
}

/// Stands behind the button, brings it to life and says what came of it.
#[island]
fn Copying() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let bring_to_life = move |island: Element| {
        let Some(button) = reach::control(&island) else {
            return;
        };
        let _ = button.remove_attribute("hidden");
        reach::on(&button.clone(), "click", move |_| {
            let Some(source) = reach::element::<Element>(&reach::data(&button, TARGET)) else {
                return;
            };
            let button = button.clone();
            said.set(String::new());
            spawn_local(async move {
                let outcome = if copy(&source).await { COPIED } else { FAILED };
                said.set(reach::data(&button, outcome));
            });
        });
    };
    view! { <span class="hint" role="status" use:bring_to_life>{said}</span> }
}

/// Puts the element's text on the clipboard, or selects it and answers `false`.
async fn copy(source: &Element) -> bool {
    let text: String = source
        .text_content()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    // A page that is not served securely has no clipboard, whatever the type says.
    let clipboard: JsValue = window().navigator().clipboard().into();
    if let Ok(clipboard) = clipboard.dyn_into::<Clipboard>()
        && JsFuture::from(clipboard.write_text(&text)).await.is_ok()
    {
        return true;
    }
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(source);
    }
    false
}
