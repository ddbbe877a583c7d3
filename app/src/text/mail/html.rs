//! A notice as HTML: the words of the plain text with a little room between them. Nothing in it is loaded,
//! nothing can be pressed, and whatever a person or an organisation is called stands there as text.

use std::fmt::Write as _;

use domain::Language;

use super::Words;

/// Everything that is not words. The colours are those of the program that shows it.
const STYLE: &str = "font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em";

/// The page.
pub(super) fn page(language: Language, words: &Words) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n\
         <body style=\"{STYLE}\">\n",
        language.tag(),
        escaped(words.subject)
    );
    paragraph(&mut page, &escaped(&words.greeting));
    paragraph(&mut page, &escaped(&words.happened));
    let facts = words.facts.iter();
    let facts: Vec<_> = facts
        .map(|(name, value)| format!("{}: <strong>{}</strong>", escaped(name), escaped(value)))
        .collect();
    paragraph(&mut page, &facts.join("<br>\n"));
    paragraph(&mut page, &escaped(words.advice));
    if !words.link.is_empty() {
        paragraph(&mut page, &escaped(&words.link));
    }
    paragraph(&mut page, &escaped(words.closing));
    page.push_str("</body>\n</html>\n");
    page
}

fn paragraph(page: &mut String, html: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(page, "<p>{html}</p>");
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use domain::notice::NoticeKind;

    use super::super::{MailFacts, mail};
    use super::*;
    use crate::view::When;

    const HOSTILE: &str = "<img src=x onerror=\"a('b')\"> & </p>";

    #[test]
    fn a_name_is_text_whatever_it_holds() {
        let facts = MailFacts {
            person: HOSTILE,
            organisation: HOSTILE,
            when: When {
                year: 2026,
                month: 11,
                day: 21,
                hour: 14,
                minute: 2,
            },
            address: HOSTILE,
            name: HOSTILE,
            preferred: None,
            link: "",
        };
        let harmless = "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; &lt;/p&gt;";
        for language in Language::ALL {
            let html = mail(language, NoticeKind::AppAdded, &facts).html;
            assert_eq!(html.matches(harmless).count(), 4, "{html}");
            assert!(!html.contains("<img"), "{html}");
        }
    }

    #[test]
    fn nothing_in_it_is_loaded_or_pressed() {
        let facts = MailFacts {
            person: "Ann",
            organisation: "Example",
            when: When {
                year: 2026,
                month: 11,
                day: 21,
                hour: 14,
                minute: 2,
            },
            address: "192.0.2.7",
            name: "Laptop",
            preferred: None,
            link: "",
        };
        for (language, kind) in Language::ALL
            .into_iter()
            .flat_map(|language| NoticeKind::ALL.map(|kind| (language, kind)))
        {
            let html = mail(language, kind, &facts).html;
            for word in [
                "href", "src", "url(", "@import", "<a", "<img", "<link", "<script", "<form",
            ] {
                assert!(!html.contains(word), "{word} in {html}");
            }
            assert!(html.contains(&format!("lang=\"{}\"", language.tag())));
        }
    }
}
