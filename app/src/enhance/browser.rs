//! The few things asked of the browser itself.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// The root element, `<html>`.
pub fn root() -> Element {
    document()
        .document_element()
        .unwrap_or_else(|| document().create_element("html").unwrap_throw())
}

/// The address of the history's current entry, without its fragment.
pub fn address() -> String {
    without_fragment(&window().location().href().unwrap_or_default()).to_owned()
}

/// The fragment of the history's current entry with its `#`, or nothing.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// An address up to its `#`.
pub fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(front, _)| front)
}

/// An ordinary navigation; the browser shows what is wrong if it fails.
pub fn leave(url: &str) {
    let _ = window().location().assign(url);
}

/// Loads the current entry anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Marks the root element while an answer is awaited, for a sign of progress.
pub fn set_loading(loading: bool) {
    let _ = root().toggle_attribute_with_force("data-loading", loading);
}

/// Whether an answer is awaited.
pub fn is_loading() -> bool {
    root().has_attribute("data-loading")
}

/// Runs `change` as a view transition where the browser has them and the person has not asked for
/// less motion. Resolves when the change is made, not when the motion ends.
pub async fn with_transition(change: impl FnOnce() + 'static) {
    let calm = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|m| m.matches());
    let document = document();
    let start = Reflect::get(&document, &"startViewTransition".into())
        .and_then(|f| f.dyn_into::<Function>());
    let Ok(start) = start
        .map_err(drop)
        .and_then(|f| if calm { Err(()) } else { Ok(f) })
    else {
        return change();
    };
    let change = Closure::once_into_js(change);
    let Ok(transition) = start.call1(&document, &change) else {
        return;
    };
    // A newer transition cuts this one short; that is no error worth a line in the console.
    for moment in ["ready", "finished"] {
        if let Some(promise) = promise(&transition, moment) {
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }
    if let Some(made) = promise(&transition, "updateCallbackDone") {
        let _ = JsFuture::from(made).await;
    }
}

fn promise(of: &JsValue, name: &str) -> Option<Promise> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}
