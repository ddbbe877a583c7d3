//! Closes the account menu as people expect of a menu: Escape, or a click elsewhere. The menu
//! itself is a `<details>` of the page and opens without scripts.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, Node};

use super::reach;

/// Put it inside the `<details>` that it looks after. It shows nothing.
#[island]
pub fn MenuButton() -> impl IntoView {
    view! { <span hidden use:look_after></span> }
}

fn look_after(island: Element) {
    let Ok(Some(menu)) = island.closest("details") else {
        return;
    };
    let clicked = menu.clone();
    reach::listen(ev::click, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<Node>().ok());
        if !clicked.contains(target.as_ref()) {
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
}

fn close(menu: &Element) {
    let _ = menu.remove_attribute("open");
}
