//! Closes the account menu as people expect of a menu: Escape, a click elsewhere, or moving on.
//! The menu itself is a `<details>` of the page and opens without scripts.

use leptos::html::Span;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys::Node};

use super::reach;

/// Put it inside the `<details>` that it looks after. It shows nothing.
#[island]
pub fn MenuButton() -> impl IntoView {
    let marker = NodeRef::<Span>::new();
    Effect::new(move |_| {
        let Some(menu) = marker.get().and_then(|m| m.closest("details").ok().flatten()) else { return };
        let clicked = menu.clone();
        reach::listen(ev::click, move |event| {
            let inside = reach::target(&event).is_some_and(|t| clicked.contains(Some(AsRef::<Node>::as_ref(&t))));
            if !inside {
                close(&clicked);
            }
        });
        reach::listen(ev::keydown, move |event| {
            if event.key() == "Escape" && menu.has_attribute("open") {
                close(&menu);
                if let Ok(Some(summary)) = menu.query_selector("summary") {
                    let _ = summary.unchecked_into::<HtmlElement>().focus();
                }
            }
        });
    });
    view! { <span node_ref=marker hidden></span> }
}

fn close(menu: &Element) {
    let _ = menu.remove_attribute("open");
}
