//! The page in place: putting another one there, its focus, its voice, and its islands' end.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use leptos::prelude::{Owner, document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, FocusOptions, HtmlElement};

use super::{browser, refresh};

/// The tag of the loader: its attributes name the build that a page belongs to.
const LOADER: &str = "script[data-glue]";

/// The page in place.
pub struct Shown {
    url: RefCell<String>,
    /// The loader's function that hydrates the islands below an element.
    hydrate: Function,
    /// Everything reactive of this page hangs below; it ends with the page.
    owner: RefCell<Option<Owner>>,
    /// The live region: it outlives the pages, or it would be born silent.
    voice: Option<Element>,
    /// The last answer came from another build: from here on the browser loads pages itself.
    stale: Cell<bool>,
}

impl Shown {
    /// The page that the browser loaded.
    pub fn new(hydrate: Function) -> Self {
        Self {
            url: RefCell::new(browser::address()),
            hydrate,
            owner: RefCell::new(None),
            voice: voice(),
            stale: Cell::new(false),
        }
    }

    /// Its address, without a fragment.
    pub fn url(&self) -> String {
        self.url.borrow().clone()
    }

    /// It has another address from here on.
    pub fn set_url(&self, url: &str) {
        *self.url.borrow_mut() = url.to_owned();
    }

    /// Whether the server has moved on to another build.
    pub fn stale(&self) -> bool {
        self.stale.get()
    }

    /// Brings its islands to life, below an owner of their own.
    pub fn hydrate(&self) {
        let owner = Owner::new();
        owner.with(|| {
            let _ = self
                .hydrate
                .call1(&JsValue::NULL, &document().body().into());
        });
        self.owner.replace(Some(owner));
    }

    /// Puts another page in place. `place` is where to scroll to, when it was seen before.
    pub fn replace(&self, next: &Document, fragment: &str, place: Option<(f64, f64)>) {
        if let Some(owner) = self.owner.take() {
            owner.cleanup();
        }
        self.stale.set(build(next) != build(&document()));
        document().set_title(&next.title());
        if let Some(root) = next.document_element() {
            copy_attributes(&root, &browser::root());
        }
        self.replace_body(next);
        self.hydrate();
        move_focus(fragment, place);
        self.say(&next.title());
    }

    /// Brings the living part of the page up to date; `false` when that is not possible.
    pub fn refresh(&self, next: &Document) -> bool {
        if build(next) != build(&document()) {
            return false;
        }
        let (Some(old), Some(new)) = (refresh::living(&document()), refresh::living(next)) else {
            return false;
        };
        // A page that says what was wrong keeps its title, which says so too.
        if document().get_element_by_id("problems").is_none() {
            document().set_title(&next.title());
        }
        let mut fresh = Vec::new();
        refresh::update(&old, &new, &mut fresh);
        if let Some(owner) = self.owner.borrow().as_ref() {
            owner.with(|| {
                for node in &fresh {
                    let _ = self.hydrate.call1(&JsValue::NULL, node);
                }
            });
        }
        true
    }

    fn replace_body(&self, next: &Document) {
        let (Some(old), Some(new)) = (document().body(), next.body()) else {
            return;
        };
        copy_attributes(&new, &old);
        let mut child = old.first_child();
        while let Some(node) = child {
            child = node.next_sibling();
            if self.voice.as_deref() != Some(&node) {
                let _ = old.remove_child(&node);
            }
        }
        while let Some(node) = new.first_child() {
            let _ = old.insert_before(&node, self.voice.as_deref());
        }
    }

    fn say(&self, text: &str) {
        // A new element each time: the same words twice are still said twice.
        if let (Some(voice), Ok(line)) = (&self.voice, document().create_element("p")) {
            line.set_text_content(Some(text));
            voice.set_text_content(None);
            let _ = voice.append_child(&line);
        }
    }
}

/// Says that the connection was lost while a form was sent. The words are the page's.
pub fn say_offline() {
    const ID: &str = "offline";
    let document = document();
    let Some(text) = document
        .body()
        .and_then(|body| body.get_attribute("data-offline"))
    else {
        return;
    };
    if let Some(old) = document.get_element_by_id(ID) {
        old.remove();
    }
    let (Some(main), Ok(alert)) = (main(), document.create_element("div")) else {
        return;
    };
    for (name, value) in [
        ("id", ID),
        ("class", "summary"),
        ("role", "alert"),
        ("tabindex", "-1"),
    ] {
        let _ = alert.set_attribute(name, value);
    }
    alert.set_text_content(Some(&text));
    let _ = main.insert_before(&alert, main.first_child().as_ref());
    focus(&alert, false);
}

fn voice() -> Option<Element> {
    let voice = document().create_element("div").ok()?;
    voice.set_class_name("visually-hidden");
    voice.set_attribute("role", "status").ok()?;
    voice.set_attribute("aria-live", "polite").ok()?;
    document().body()?.append_child(&voice).ok()?;
    Some(voice)
}

fn build(of: &Document) -> Option<String> {
    of.query_selector(LOADER).ok()??.get_attribute("data-glue")
}

fn copy_attributes(from: &Element, to: &Element) {
    for name in from.get_attribute_names() {
        if let Some(name) = name.as_string()
            && let Some(value) = from.get_attribute(&name)
        {
            let _ = to.set_attribute(&name, &value);
        }
    }
}

fn main() -> Option<Element> {
    document().query_selector("main").ok()?
}

/// Problems first; then what the page itself would focus; else the page's content.
fn move_focus(fragment: &str, place: Option<(f64, f64)>) {
    let (x, y) = place.unwrap_or_default();
    window().scroll_to_with_x_and_y(x, y);
    let named = fragment
        .get(1..)
        .filter(|id| !id.is_empty())
        .and_then(|id| document().get_element_by_id(id));
    if let Some(named) = named.filter(|_| place.is_none()) {
        named.scroll_into_view();
        return focus(&named, false);
    }
    for (wanted, stay) in [("#problems", false), ("[autofocus]", false), ("main", true)] {
        if let Ok(Some(element)) = document().query_selector(wanted) {
            return focus(&element, stay || place.is_some());
        }
    }
}

/// Moves the focus; `stay` keeps the page from scrolling to it.
fn focus(element: &Element, stay: bool) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(stay);
        let _ = element.focus_with_options(&options);
    }
}
