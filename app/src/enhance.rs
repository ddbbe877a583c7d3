//! Makes the portal a single page once it is alive. Links and forms work without any of this: the
//! enhancer takes the same click or submit, fetches the same address, and puts the answer in place
//! of the old page, so that title, focus, scroll position, history and the screen reader's voice
//! behave as after an ordinary load. What it cannot do well it leaves to the browser: other
//! origins, files, answers that are no page, and everything after a new release was installed.

mod browser;
mod fetch;
mod forms;
mod history;
mod links;
mod page;
mod refresh;

use std::cell::{Cell, RefCell};

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use crate::islands::OUT_OF_DATE;
use forms::Sending;
use history::History;
use page::Shown;

/// A wish to see another page.
struct Visit {
    /// The address, without a fragment.
    url: String,
    /// The fragment with its `#`, or empty.
    fragment: String,
    /// For a form that is posted: what it says, and the form.
    sending: Option<Sending>,
    /// For back and forward: the history entry that was gone to.
    entry: Option<u32>,
}

/// What lives as long as the document.
struct Enhancer {
    /// The page in place.
    shown: Shown,
    /// Where each entry of the history was scrolled to.
    history: History,
    /// Counts visits: an answer counts only while nobody asked for something newer.
    latest: Cell<u32>,
    /// Calls off the visit under way. A post is never called off: the server may have acted on it.
    under_way: RefCell<Option<AbortController>>,
}

/// Brings the page to life: hydrates its islands with the loader's `hydrate(root)`, then takes
/// over links, forms and the history, and says so with `data-hydrated` on the root element.
pub fn start(hydrate: js_sys::Function) {
    leptos::mount::hydrate_islands();
    let enhancer: &'static Enhancer = Box::leak(Box::new(Enhancer {
        shown: Shown::new(hydrate),
        history: History::start(),
        latest: Cell::new(0),
        under_way: RefCell::new(None),
    }));
    enhancer.shown.hydrate();
    window_event_listener(ev::click, |event| enhancer.clicked(&event));
    window_event_listener(ev::submit, |event| enhancer.submitted(&event));
    window_event_listener(ev::popstate, |_| enhancer.moved());
    window_event_listener_untyped(OUT_OF_DATE, |_| enhancer.refresh());
    let _ = browser::root().set_attribute("data-hydrated", "");
}

impl Enhancer {
    fn clicked(&'static self, event: &web_sys::MouseEvent) {
        if !self.shown.stale()
            && let Some(visit) = links::followed(event)
        {
            event.prevent_default();
            self.go(visit);
        }
    }

    fn submitted(&'static self, event: &web_sys::SubmitEvent) {
        if forms::is_busy(event) {
            event.prevent_default();
        } else if !self.shown.stale()
            && let Some(visit) = forms::sent(event)
        {
            event.prevent_default();
            self.go(visit);
        }
    }

    /// Back, forward, or a fragment of the same page.
    fn moved(&'static self) {
        self.history.keep_place();
        let url = browser::address();
        if url == self.shown.url() {
            self.call_off();
            browser::set_loading(false);
            self.history.stay();
        } else {
            self.go(Visit {
                url,
                fragment: browser::fragment(),
                sending: None,
                entry: Some(self.history.arrived()),
            });
        }
    }

    fn go(&'static self, visit: Visit) {
        let number = self.call_off();
        browser::set_loading(true);
        spawn_local(async move {
            let signal = match &visit.sending {
                Some(_) => None,
                None => self.new_signal(),
            };
            match fetch::page(&visit, signal.as_ref()).await {
                // The form stays busy until its page is gone: the second half of a double click
                // must not send it again.
                Ok(page) if self.latest.get() == number => self.show(number, visit, page).await,
                Err(_) if self.latest.get() == number => give_up(&visit),
                _ => visit.release(),
            }
            if self.latest.get() == number {
                browser::set_loading(false);
            }
        });
    }

    /// Something happened elsewhere: the part of the page that lives is brought up to date in place.
    /// Whatever the person does meanwhile goes before it.
    fn refresh(&'static self) {
        let number = self.latest.get();
        let Some(url) = refresh::source() else {
            return;
        };
        spawn_local(async move {
            let visit = Visit {
                url,
                fragment: String::new(),
                sending: None,
                entry: None,
            };
            let Ok(page) = fetch::page(&visit, None).await else {
                return;
            };
            if self.latest.get() != number || browser::is_loading() {
                return;
            }
            // Led elsewhere, as after the end of a sign-in: that is another page, not a newer one.
            if page.url != visit.url || !self.shown.refresh(&page.document) {
                self.show(number, visit, page).await;
            }
        });
    }

    /// Puts an answer in place. Address and content change in the same moment, unless the person
    /// has asked for something newer while the motion was being prepared.
    async fn show(&'static self, number: u32, visit: Visit, page: fetch::Page) {
        if let Some(sending) = visit.sending.as_ref().filter(|s| s.stays())
            && self.shown.url() == page.url
            && self.shown.refresh(&page.document)
        {
            return sending.resume();
        }
        browser::with_transition(move || {
            if self.latest.get() == number {
                self.history
                    .enter(&visit, &page.url, self.shown.url() == page.url);
                self.shown.set_url(&page.url);
                let place = visit.entry.map(|_| self.history.place());
                self.shown.replace(&page.document, &visit.fragment, place);
            }
        })
        .await;
    }

    /// Whatever is under way no longer counts. Answers the number of the next visit.
    fn call_off(&self) -> u32 {
        if let Some(controller) = self.under_way.take() {
            controller.abort();
        }
        self.latest.set(self.latest.get().wrapping_add(1));
        self.latest.get()
    }

    fn new_signal(&self) -> Option<web_sys::AbortSignal> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.under_way.replace(Some(controller));
        Some(signal)
    }
}

impl Visit {
    /// Its form, if any, may be sent again.
    fn release(&self) {
        if let Some(sending) = &self.sending {
            sending.release();
        }
    }
}

/// No page came. A page is asked for again by the browser itself, which can say what is wrong; a
/// form is not sent again by itself, for nobody knows whether it arrived.
fn give_up(visit: &Visit) {
    visit.release();
    if visit.sending.is_some() {
        page::say_offline();
    } else if visit.entry.is_some() {
        browser::reload();
    } else {
        browser::leave(&format!("{}{}", visit.url, visit.fragment));
    }
}

/// What the browser answers when it refuses; nobody looks inside.
type Refused = JsValue;
