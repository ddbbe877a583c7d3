//! What pages are made of: the document around them, and the small parts they share.
//!
//! A part is a plain function that returns a view; a page is a view rendered once to a string.
//! There are no resources, effects or suspense: everything a page shows is in its view struct.

use domain::Language;
use leptos::prelude::*;

use crate::text::Texts;
use crate::view::{Frame, Problem};

mod form;
mod frame;
mod parts;
pub mod qr;

pub use form::{
    Field, Kind, code_field, described_by, name_field, password_field, problem_line, text_field,
    wrong,
};
pub use parts::{Tab, copy, moment, steps, tabs, warning};

/// A whole HTML document: `body` becomes the content of `main`, below a notice and the problems.
pub fn document<V: IntoView>(
    frame: &Frame,
    title: &str,
    problems: &[Problem],
    body: impl FnOnce(&'static Texts) -> V,
) -> String {
    let texts = Texts::of(frame.language);
    render(|| frame::page(frame, texts, title, problems, body(texts)))
}

/// Renders a view under a reactive owner of its own, so that nothing a part creates outlives the page.
fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// The name of a language in that language.
pub const fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Nl => "Nederlands",
    }
}
