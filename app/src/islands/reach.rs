//! How an island reaches what the page owns, and how it hears of it. Listeners sit on the window
//! and go with the island: when the enhancer replaces the page, nothing of the old one listens on.

use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event};

/// The element of the page with this id, when it is there and of the wanted kind.
pub fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The element on which an event happened.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Listens until the island goes. Call it in an effect.
pub fn listen<E>(event: E, heard: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    let handle = window_event_listener(event, heard);
    on_cleanup(move || handle.remove());
}
