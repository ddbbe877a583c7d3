//! Follows what happens elsewhere: a telephone that is being asked, the pretend phone. Every two seconds
//! it asks for one word; when that differs from the one before, the enhancer brings the page up to date.
//! Without scripts a link of the page does the same.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlFormElement, Response};

use super::reach;

const FOLLOW: &str = "data-follow";
const KNOWN: &str = "data-known";
const FORM: &str = "data-form";

/// Heard by the enhancer: the page in place is out of date.
pub const OUT_OF_DATE: &str = "out-of-date";

/// The word that ends a question: the form can be sent.
const CONFIRMED: &str = "confirmed";

const PACE: Duration = Duration::from_secs(2);

/// After six minutes no answer counts any more.
const TURNS: u32 = 180;

/// Stands on a page that changes by itself. It shows nothing.
#[component]
pub fn FollowPhone(
    /// The address that answers with one word.
    follow: &'static str,
    /// The word that the page shows already; empty when it does not know.
    known: &'static str,
    /// The id of the form that is complete once the word is "confirmed", or empty.
    form: &'static str,
) -> impl IntoView {
    view! {
        <span hidden data-follow=follow data-known=known data-form=form></span>
        <Following/>
    }
}

/// Stands behind the words and asks.
#[island]
fn Following() -> impl IntoView {
    view! { <span hidden use:follow></span> }
}

struct State {
    words: Element,
    known: RefCell<String>,
    turns: Cell<u32>,
    busy: Cell<bool>,
}

fn follow(island: Element) {
    let Some(words) = reach::control(&island) else {
        return;
    };
    let known = reach::data(&words, KNOWN);
    // A page that opens with the answer leaves the next step to the person.
    if known == CONFIRMED {
        return;
    }
    let state = Rc::new(State {
        known: RefCell::new(known),
        words,
        turns: Cell::new(0),
        busy: Cell::new(false),
    });
    let ask = move || {
        // A page that nobody looks at waits; so does one whose last question is not answered yet.
        if document().hidden() || state.busy.get() || !state.goes_on() {
            return;
        }
        state.turns.set(state.turns.get() + 1);
        state.busy.set(true);
        let state = Rc::clone(&state);
        spawn_local(async move {
            if let Ok(Some(word)) = state.ask().await {
                state.heard(word);
            }
            state.busy.set(false);
        });
    };
    if let Ok(handle) = set_interval_with_handle(ask, PACE) {
        on_cleanup(move || handle.clear());
    }
}

impl State {
    /// Not for ever, and not once the page has moved on.
    fn goes_on(&self) -> bool {
        self.turns.get() < TURNS && self.words.is_connected()
    }

    async fn ask(&self) -> Result<Option<String>, JsValue> {
        let url = reach::data(&self.words, FOLLOW);
        let response: Response = JsFuture::from(window().fetch_with_str(&url))
            .await?
            .dyn_into()?;
        if !response.ok() {
            return Ok(None);
        }
        Ok(JsFuture::from(response.text()?).await?.as_string())
    }

    fn heard(&self, word: String) {
        if !self.goes_on() || *self.known.borrow() == word {
            return;
        }
        let form = reach::element::<HtmlFormElement>(&reach::data(&self.words, FORM));
        match form.filter(|_| word == CONFIRMED) {
            Some(form) => {
                // Once: what the server makes of it is the next page.
                self.turns.set(TURNS);
                let _ = form.request_submit();
            }
            None => {
                if let Ok(event) = Event::new(OUT_OF_DATE) {
                    let _ = window().dispatch_event(&event);
                }
            }
        }
        self.known.replace(word);
    }
}
