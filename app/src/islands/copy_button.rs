//! Copies the text of an element to the clipboard and says whether that worked. Where the browser
//! refuses, the text is selected, so that the person's own copy key takes it.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, Element};

use super::reach;

/// What the button has to say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Copied,
    Failed,
}

/// A button that copies. Hidden until it works; the outcome is announced beside it.
#[island]
pub fn CopyButton(
    /// The id of the element whose text is copied.
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
    let alive = RwSignal::new(false);
    let said = RwSignal::new(Said::Nothing);
    Effect::new(move |_| alive.set(true));
    view! {
        <button
            class="button button--secondary"
            type="button"
            hidden=move || !alive.get()
            on:click=move |_| {
                if let Some(element) = reach::element::<Element>(&target) {
                    wasm_bindgen_futures::spawn_local(async move {
                        said.set(Said::Nothing);
                        let outcome = copy(&element).await;
                        said.set(if outcome { Said::Copied } else { Said::Failed });
                    });
                }
            }
        >
            {label}
        </button>
        <span class="hint" role="status">
            {move || match said.get() {
                Said::Nothing => String::new(),
                Said::Copied => copied.clone(),
                Said::Failed => failed.clone(),
            }}
        </span>
    }
}

/// Puts the element's text on the clipboard, or selects it and answers `false`.
async fn copy(element: &Element) -> bool {
    let text: String = element.text_content().unwrap_or_default().split_whitespace().collect();
    // A page that is not served securely has no clipboard, whatever the type says.
    let clipboard: JsValue = window().navigator().clipboard().into();
    if let Ok(clipboard) = clipboard.dyn_into::<Clipboard>()
        && JsFuture::from(clipboard.write_text(&text)).await.is_ok()
    {
        return true;
    }
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(element);
    }
    false
}
