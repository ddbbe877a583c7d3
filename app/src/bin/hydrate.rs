//! The browser's entry. Trunk builds this file; the loader (`app/loader.js`) calls [`start`].

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
}

/// Brings the page to life. `hydrate` hydrates the islands below an element; only the loader can
/// do that, because islands are functions of the module, called by the name in their markup.
#[wasm_bindgen]
pub fn start(hydrate: js_sys::Function) {
    app::enhance::start(hydrate);
}
