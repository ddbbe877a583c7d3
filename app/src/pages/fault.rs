//! Pages that say why there is nothing else to show, without a word about the inside.

use leptos::prelude::*;

use crate::components::document;
use crate::text::Texts;
use crate::view::{Fault, Frame};

/// 400, 403, 404, 405, 413, 429, 500 and 503.
pub fn fault(frame: &Frame, fault: Fault) -> String {
    let said = (Texts::of(frame.language).fault.words)(fault);
    document(frame, said.title, &[], |texts| {
        let words = &texts.fault;
        let home = if frame.person.is_some() {
            "/profile"
        } else {
            "/sign-in"
        };
        let reference = match fault {
            Fault::Unavailable(id) => Some(view! {
                <p>{format!("{}: ", words.reference)}<code class="key">{id.to_string()}</code></p>
            }),
            _ => None,
        };
        view! {
            <div class="card card--narrow">
                <h1>{said.title}</h1>
                <p>{said.text.as_str()}</p>
                {reference}
                <div class="cluster">
                    <a class="button button--secondary" href=home>{words.home}</a>
                </div>
            </div>
        }
    })
}
