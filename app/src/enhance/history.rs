//! Entries of the browser's history and where each was scrolled to. An entry carries its number as
//! its state; a new entry is one more than the one it came from, as the browser forgets those ahead.

use std::cell::{Cell, RefCell};

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use super::Visit;

/// The history as far as this document has seen it.
pub struct History {
    /// The number of the entry whose page is in place.
    shown: Cell<u32>,
    /// Scroll positions by number.
    places: RefCell<Vec<(f64, f64)>>,
}

impl History {
    /// Takes over from the browser, which would scroll before the page is there.
    pub fn start() -> Self {
        let history = Self {
            shown: Cell::new(0),
            places: RefCell::default(),
        };
        if let Ok(browser) = window().history() {
            let _ = browser.set_scroll_restoration(ScrollRestoration::Manual);
        }
        history.shown.set(number().unwrap_or(0));
        history.write(history.shown.get(), None);
        history
    }

    /// Remembers where the shown page is scrolled to.
    pub fn keep_place(&self) {
        let index = self.shown.get() as usize;
        let mut places = self.places.borrow_mut();
        if places.len() <= index {
            places.resize(index + 1, (0.0, 0.0));
        }
        if let Some(place) = places.get_mut(index) {
            *place = (
                window().scroll_x().unwrap_or(0.0),
                window().scroll_y().unwrap_or(0.0),
            );
        }
    }

    /// Where the shown page was scrolled to when it was left.
    pub fn place(&self) -> (f64, f64) {
        self.places
            .borrow()
            .get(self.shown.get() as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The entry that the browser has gone to.
    pub fn arrived(&self) -> u32 {
        number().unwrap_or_else(|| self.shown.get() + 1)
    }

    /// The browser has moved within the page in place.
    pub fn stay(&self) {
        self.shown.set(self.arrived());
        self.write(self.shown.get(), None);
    }

    /// A visit has arrived at an address; `same` when that is the address of the page in place.
    pub fn enter(&self, visit: &Visit, url: &str, same: bool) {
        let address = format!("{url}{}", visit.fragment);
        match visit.entry {
            Some(entry) => self.settle(entry, &address),
            // The same page again, as after a refused form: no new entry.
            None if same => self.settle(self.arrived(), &address),
            None => self.push(&address),
        }
    }

    fn settle(&self, entry: u32, address: &str) {
        self.shown.set(entry);
        self.write(entry, Some(address));
    }

    fn push(&self, address: &str) {
        self.keep_place();
        let entry = self.arrived() + 1;
        self.shown.set(entry);
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::from(entry), "", Some(address));
        }
    }

    fn write(&self, entry: u32, url: Option<&str>) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::from(entry), "", url);
        }
    }
}

/// The number of the browser's current entry, if it is one of ours.
fn number() -> Option<u32> {
    let state = window().history().ok()?.state().ok()?.as_f64()?;
    (0.0..1e6).contains(&state).then_some(state as u32)
}
