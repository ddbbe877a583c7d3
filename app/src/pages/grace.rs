//! What reminds somebody who has put the set-up off, on their own pages.

use leptos::prelude::*;

use crate::text::Texts;
use crate::view::When;

/// The reminder; with a way to the set-up, except on the page where that is.
pub(super) fn reminder(
    texts: &'static Texts,
    until: Option<When>,
    link: bool,
) -> impl IntoView + use<> {
    until.map(|until| {
        view! {
            <div class="warning" id="grace">
                <p>{(texts.grace.before)(until)}</p>
                {link.then(|| view! { <p><a class="link" href="/security">{texts.enrol.gate_button}</a></p> })}
            </div>
        }
    })
}
