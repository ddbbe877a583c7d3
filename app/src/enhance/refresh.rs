//! Brings a part of the page up to date without replacing it: what is the same stays, with its focus, what
//! was typed into it and its islands; what differs is changed in place, so that a live region says it once.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node, Url};

/// Marks the part that lives; its value is the page that it comes from.
const LIVE: &str = "data-live";
const ISLAND: &str = "leptos-island";

/// The part of a page that lives.
pub fn living(of: &Document) -> Option<Element> {
    of.query_selector("[data-live]").ok()?
}

/// Where the living part of the page in place comes from.
pub fn source() -> Option<String> {
    let path = living(&document())?.get_attribute(LIVE)?;
    let base = document().base_uri().ok()??;
    Some(Url::new_with_base(&path, &base).ok()?.href())
}

/// Makes `old` like `new`. Elements that were put in are added to `fresh`: their islands sleep still.
pub fn update(old: &Element, new: &Element, fresh: &mut Vec<Element>) {
    attributes(old, new);
    let mut next = old.first_child();
    let mut wanted = new.first_child();
    while let Some(node) = wanted {
        wanted = node.next_sibling();
        match partner(next.clone(), &node) {
            Some(found) => {
                drop_until(old, next, Some(&found));
                next = found.next_sibling();
                keep(&found, &node, fresh);
            }
            None => {
                if let Ok(added) = document().import_node_with_deep(&node, true)
                    && old.insert_before(&added, next.as_ref()).is_ok()
                    && let Ok(element) = added.dyn_into()
                {
                    fresh.push(element);
                }
            }
        }
    }
    drop_until(old, next, None);
}

/// A node that stays. An island is its own master, and so is the control in front of it.
fn keep(old: &Node, new: &Node, fresh: &mut Vec<Element>) {
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) => {
            let islands = old
                .next_element_sibling()
                .is_some_and(|e| e.local_name() == ISLAND);
            if !islands && old.local_name() != ISLAND {
                update(old, new, fresh);
            }
        }
        _ => {
            let text = new.text_content();
            if old.text_content() != text {
                old.set_text_content(text.as_deref());
            }
        }
    }
}

/// The node from here on that `wanted` is a newer state of. One with an id is found at any distance; one
/// without is not looked for behind one with.
fn partner(mut from: Option<Node>, wanted: &Node) -> Option<Node> {
    let key = key(wanted);
    let named = key.first().is_some_and(|id| !id.is_empty());
    while let Some(node) = from {
        let found = self::key(&node);
        if found == key {
            return Some(node);
        }
        if !named && found.first().is_some_and(|id| !id.is_empty()) {
            return None;
        }
        from = node.next_sibling();
    }
    None
}

/// What two states of the same node have in common, its id in front.
fn key(node: &Node) -> Vec<String> {
    let name = node.node_name();
    let Some(element) = node.dyn_ref::<Element>() else {
        return vec![String::new(), name];
    };
    let id = element.id();
    if !id.is_empty() {
        return vec![id, name];
    }
    let told = ["class", "name", "action", "data-component"];
    let told = told.map(|attribute| element.get_attribute(attribute).unwrap_or_default());
    [id, name].into_iter().chain(told).collect()
}

/// Takes out what stands before `end`, except what says what was wrong: that is read until the person acts.
fn drop_until(parent: &Element, from: Option<Node>, end: Option<&Node>) {
    let mut next = from;
    while let Some(node) = next {
        if end == Some(&node) {
            return;
        }
        next = node.next_sibling();
        let problem = node
            .dyn_ref::<Element>()
            .is_some_and(|element| element.class_name() == "field-problem");
        if !problem {
            let _ = parent.remove_child(&node);
        }
    }
}

/// What the person opened stays open.
fn attributes(old: &Element, new: &Element) {
    for name in old.get_attribute_names() {
        if let Some(name) = name.as_string()
            && name != "open"
            && !new.has_attribute(&name)
        {
            let _ = old.remove_attribute(&name);
        }
    }
    for name in new.get_attribute_names() {
        if let Some(name) = name.as_string()
            && let Some(value) = new.get_attribute(&name)
            && old.get_attribute(&name).as_ref() != Some(&value)
        {
            let _ = old.set_attribute(&name, &value);
        }
    }
}
