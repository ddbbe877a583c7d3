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
    Choice, Field, Kind, choice, code_field, country_field, described_by, hidden, name_field,
    password_field, problem_line, text_field, wrong,
};
pub use parts::{Tab, copy, moment, steps, tabs, warning};

/// A whole HTML document: `body` becomes the content of `main`, below a notice and the problems.
pub fn document<V: IntoView>(
    frame: &Frame,
    title: &str,
    problems: &[Problem],
    body: impl FnOnce(&'static Texts) -> V,
) -> String {
    document_in(frame, Texts::of(frame.language), title, problems, body)
}

/// The same with the words of another set, as a page about a telephone has them.
pub fn document_in<V: IntoView>(
    frame: &Frame,
    texts: &'static Texts,
    title: &str,
    problems: &[Problem],
    body: impl FnOnce(&'static Texts) -> V,
) -> String {
    render(|| frame::page(frame, texts, title, problems, body(texts)))
}

/// Renders a view under a reactive owner of its own, so that nothing a part creates outlives the page.
fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    without_markers(&html)
}

/// Leptos marks the places between text nodes with `<!>`, which only an island reads again. Outside
/// of islands they go: they are no valid HTML. What a person typed has no `<` here, so it stays.
fn without_markers(html: &str) -> String {
    const ISLAND: &str = "<leptos-island";
    const END: &str = "</leptos-island>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(ISLAND) {
        let (before, island) = rest.split_at(at);
        out.extend(before.split("<!>"));
        let end = island.find(END).map_or(island.len(), |at| at + END.len());
        let (island, after) = island.split_at(end);
        out.push_str(island);
        rest = after;
    }
    out.extend(rest.split("<!>"));
    out
}

/// The name of a language in that language.
pub const fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Nl => "Nederlands",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_go_except_inside_islands() {
        let html = "<p>a<!>b</p><leptos-island x>c<!>d</leptos-island><!>e<!>";
        assert_eq!(
            without_markers(html),
            "<p>ab</p><leptos-island x>c<!>d</leptos-island>e"
        );
    }

    #[test]
    fn nothing_of_a_page_outlives_it() {
        let html = render(|| {
            provide_context(1_u8);
            view! { <p>{use_context::<u8>()}</p> }
        });
        assert_eq!(html, "<p>1</p>");
        assert!(Owner::current().is_none() && use_context::<u8>().is_none());
    }
}
