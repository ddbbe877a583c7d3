//! Which clicks are ours: plain clicks on links to other pages of the portal.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::{Visit, browser};

/// The visit that a click asks for, if the enhancer should make it.
pub fn followed(event: &MouseEvent) -> Option<Visit> {
    let changed = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || changed {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !matches!(link.target().as_str(), "" | "_self")
        || link.has_attribute("download")
        || link
            .rel()
            .split_ascii_whitespace()
            .any(|word| word == "external")
        || link.origin() != window().location().origin().ok()?
        || is_file(&link.pathname());
    if elsewhere {
        return None;
    }
    let href = link.href();
    let url = browser::without_fragment(&href);
    let fragment = link.hash();
    // The browser itself moves within a page.
    if !fragment.is_empty() && url == browser::address() {
        return None;
    }
    Some(Visit {
        url: url.to_owned(),
        fragment,
        sending: None,
        entry: None,
    })
}

/// Addresses that answer with something else than a page.
fn is_file(path: &str) -> bool {
    path == "/demo/messages"
        || path.starts_with("/api/")
        || path
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'))
}
