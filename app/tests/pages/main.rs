//! Every page, in every language, read the way a browser and an assistive tool read it.

#![expect(clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use app::view::{Asset, Assets};
use domain::Language;

mod forms;
mod grace;
mod html;
mod phones;
#[path = "../../examples/preview/samples.rs"]
mod samples;

use html::{Element, Node};

/// Something that would do harm if it were written as it is.
const HOSTILE: &str = "<script>alert(1)</script>\"'&";

fn assets() -> Arc<Assets> {
    let asset = |href: &str| Asset {
        href: href.into(),
        integrity: "sha384-AAAA".into(),
    };
    Arc::new(Assets {
        styles: vec![
            asset("/pkg/base.css"),
            Asset {
                href: "/pkg/more.css".into(),
                integrity: String::new(),
            },
        ],
        loader: asset("/pkg/loader.js"),
        glue: asset("/pkg/glue.js"),
        wasm: asset("/pkg/app.wasm"),
    })
}

/// Calls `check` with every page.
fn each(typed: &str, check: impl Fn(&str, Language, &str, &Element)) {
    let assets = assets();
    for language in Language::ALL {
        for sample in samples::all(language, typed, &assets) {
            let name = format!("{} ({})", sample.name, language.tag());
            let document = Element::parse(&sample.html).unwrap_or_else(|e| panic!("{name}: {e}"));
            check(&name, language, &sample.html, &document);
        }
    }
}

#[test]
fn a_page_has_what_every_page_must_have() {
    each("Ready", |name, language, _, document| {
        let root = document.find("html")[0];
        assert_eq!(root.attribute("lang"), Some(language.tag()), "{name}");
        assert_eq!(document.find("h1").len(), 1, "{name}");
        assert!(!document.find("h1")[0].text().trim().is_empty(), "{name}");
        let main = &document.find("main")[..];
        assert_eq!(main.len(), 1, "{name}");
        assert_eq!(
            (main[0].attribute("id"), main[0].attribute("tabindex")),
            (Some("main"), Some("-1")),
            "{name}"
        );
        let title = document.find("title")[0].text();
        assert!(title.ends_with(" - Proofup"), "{name}: {title}");
        let wrong = document
            .all()
            .iter()
            .any(|e| e.attribute("id") == Some("problems"));
        let prefixed = title.starts_with("Error: ") || title.starts_with("Fout: ");
        assert_eq!(wrong, prefixed, "{name}: {title}");
        let skip = document.find("body")[0].find("a")[0];
        assert_eq!(
            (skip.attribute("href"), skip.attribute("class")),
            (Some("#main"), Some("skip-link")),
            "{name}"
        );
        for tag in ["header", "footer"] {
            assert_eq!(document.find(tag).len(), 1, "{name}: {tag}");
        }
    });
}

#[test]
fn headings_do_not_skip_a_level() {
    each("Ready", |name, _, _, document| {
        let mut last = 1;
        let main = document.find("main")[0];
        for heading in main
            .all()
            .iter()
            .filter(|e| ["h1", "h2", "h3"].contains(&e.tag.as_str()))
        {
            let level: u32 = heading.tag[1..].parse().unwrap();
            // The error summary stands above the page's own heading on purpose.
            assert!(level <= last + 1, "{name}: {}", heading.text());
            last = level;
        }
    });
}

#[test]
fn nothing_is_inline() {
    each(HOSTILE, |name, _, _, document| {
        for element in document.all() {
            for (attribute, _) in &element.attributes {
                assert!(
                    attribute != "style" && !attribute.starts_with("on"),
                    "{name}: {attribute}"
                );
            }
            assert_ne!(element.tag, "style", "{name}");
            if element.tag == "script" {
                assert!(
                    element.attribute("src").is_some() && element.children.is_empty(),
                    "{name}"
                );
                assert_eq!(element.attribute("nonce"), Some("bm9uY2U"), "{name}");
                assert_eq!(
                    element.attribute("integrity"),
                    Some("sha384-AAAA"),
                    "{name}"
                );
            }
        }
        assert_eq!(document.find("script").len(), 1, "{name}");
    });
}

#[test]
fn what_a_person_typed_is_text_and_nothing_else() {
    each(HOSTILE, |name, _, html, document| {
        assert!(!html.contains("<script>"), "{name}");
        let shown = document.all().iter().any(|e| {
            e.attributes
                .iter()
                .any(|(_, value)| value.contains(HOSTILE))
                || e.children
                    .iter()
                    .any(|c| matches!(c, Node::Text(text) if text.contains(HOSTILE)))
        });
        assert!(shown, "{name}: at least the organisation's name");
    });
}

#[test]
fn ids_are_unique_and_every_reference_finds_its_target() {
    each("Ready", |name, _, _, document| {
        let elements = document.all();
        let mut ids = HashSet::new();
        for id in elements.iter().filter_map(|e| e.attribute("id")) {
            assert!(ids.insert(id), "{name}: {id} twice");
        }
        for element in elements {
            let references = [
                "for",
                "aria-describedby",
                "aria-labelledby",
                "aria-controls",
            ]
            .into_iter()
            .filter_map(|attribute| element.attribute(attribute))
            .flat_map(str::split_whitespace);
            let anchor = element
                .attribute("href")
                .and_then(|href| href.strip_prefix('#'));
            for id in references.chain(anchor) {
                assert!(ids.contains(id), "{name}: nothing has the id {id}");
            }
        }
    });
}

#[test]
fn every_control_has_a_name_and_a_kind() {
    each("Ready", |name, _, _, document| {
        let labelled: HashSet<_> = document
            .find("label")
            .iter()
            .filter_map(|l| l.attribute("for"))
            .collect();
        let wrapped: HashSet<_> = document
            .find("label")
            .iter()
            .flat_map(|label| label.find("input"))
            .map(std::ptr::from_ref)
            .collect();
        for control in document
            .find("input")
            .into_iter()
            .chain(document.find("select"))
            .chain(document.find("textarea"))
        {
            if control.attribute("type") == Some("hidden") || control.attribute("hidden").is_some()
            {
                continue;
            }
            let by_id = control
                .attribute("id")
                .is_some_and(|id| labelled.contains(id));
            assert!(
                by_id || wrapped.contains(&std::ptr::from_ref(control)),
                "{name}: {control:?}"
            );
            if control.attribute("type") == Some("password") {
                let purpose = control.attribute("autocomplete").unwrap_or_default();
                assert!(
                    ["current-password", "new-password"].contains(&purpose),
                    "{name}: {purpose}"
                );
                assert_eq!(control.attribute("value"), None, "{name}");
            }
        }
        for button in document.find("button") {
            assert!(!button.text().trim().is_empty(), "{name}");
            assert!(
                ["submit", "button"].contains(&button.attribute("type").unwrap_or_default()),
                "{name}: {button:?}"
            );
        }
        for link in document.find("a") {
            assert!(!link.text().trim().is_empty(), "{name}: {link:?}");
        }
    });
}

#[test]
fn no_text_is_left_in_the_other_language() {
    let assets = assets();
    let sentences = |language| -> BTreeSet<String> {
        samples::all(language, "Ready", &assets)
            .iter()
            .flat_map(|sample| {
                let document = Element::parse(&sample.html).unwrap();
                let labels = document
                    .all()
                    .into_iter()
                    .flat_map(|e| [e.attribute("aria-label"), e.attribute("data-offline")])
                    .flatten()
                    .map(str::to_owned);
                let texts = document.texts().into_iter().map(|t| t.trim().to_owned());
                texts.chain(labels).collect::<Vec<_>>()
            })
            .filter(|text| text.split_whitespace().count() > 2 && !text.starts_with("JBSW"))
            // Names and loan words, which stand in the page's headline as well.
            .filter(|text| !["Helpdesk - Proofup", "Ready - Proofup"].contains(&text.as_str()))
            .collect()
    };
    let (en, nl) = (sentences(Language::En), sentences(Language::Nl));
    assert!(
        en.len() > 150 && nl.len() > 150,
        "{} {}",
        en.len(),
        nl.len()
    );
    assert_eq!(
        en.intersection(&nl).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn an_app_password_is_sixteen_letters_in_four_groups() {
    each("Ready", |name, _, _, document| {
        let Some(secret) = document
            .all()
            .into_iter()
            .find(|e| e.attribute("id") == Some("app-password"))
        else {
            return;
        };
        assert_eq!(secret.text(), "abcdefghijklmnop", "{name}");
        let groups: Vec<_> = secret.find("span").iter().map(|span| span.text()).collect();
        assert_eq!(groups, ["abcd", "efgh", "ijkl", "mnop"], "{name}");
    });
}
