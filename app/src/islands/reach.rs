//! How an island reaches what the page owns. An island has no props: its texts and its target stand
//! as data attributes on the control in front of it, because props would bring a JSON parser into
//! the bundle, a tenth of its size. Listeners on a control go with the control; listeners on the
//! window go with the island, so that nothing of a page listens on once the page is replaced.

use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event};

/// The element of the page with this id, when it is there and of the wanted kind.
pub fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The control that stands in front of the island with this element inside.
pub fn control(inside: &Element) -> Option<Element> {
    inside
        .closest("leptos-island")
        .ok()??
        .previous_element_sibling()
}

/// A data attribute, or nothing.
pub fn data(of: &Element, name: &str) -> String {
    of.get_attribute(name).unwrap_or_default()
}

/// Listens on an element as long as the element lives.
pub fn on(element: &Element, event: &str, heard: impl Fn(Event) + 'static) {
    let heard = Closure::<dyn Fn(Event)>::new(heard).into_js_value();
    let _ = element.add_event_listener_with_callback(event, heard.unchecked_ref());
}

/// Listens on the window as long as the island lives.
pub fn listen<E>(event: E, heard: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    let handle = window_event_listener(event, heard);
    on_cleanup(move || handle.remove());
}
