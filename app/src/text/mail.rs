//! Notices that leave the portal by mail, so that a person learns what happened to their account.
//!
//! A notice says what happened, when and from which address, and what to do if it was not the
//! person. It never carries a secret, a code or a link: a mail that asks for nothing and links to
//! nowhere teaches nobody to follow links. The one exception stops a number that the helpdesk has set (A.10). The subject holds fixed words only. The same words stand in the
//! body as plain text and as HTML, which loads nothing from anywhere.

use domain::Language;
use domain::method::Preferred;
use domain::notice::NoticeKind;

use super::Texts;
use crate::view::When;

mod en;
mod html;
mod nl;

/// What a notice tells besides its kind.
#[derive(Clone, Copy, Debug)]
pub struct MailFacts<'a> {
    /// The person's display name; empty for a mailbox that is nobody's.
    pub person: &'a str,
    /// The organisation's name.
    pub organisation: &'a str,
    /// When it happened.
    pub when: When,
    /// From which network address, or empty when none is known.
    pub address: &'a str,
    /// The name of the app or the app password, or empty when there is none.
    pub name: &'a str,
    /// The preferred option from now on, for [`NoticeKind::DefaultChanged`].
    pub preferred: Option<Preferred>,
    /// The address that stops what is told, for [`NoticeKind::PhoneHeld`]; empty everywhere else.
    pub link: &'a str,
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line of fixed words.
    pub subject: String,
    /// Plain text, lines ended by `\n`.
    pub body: String,
    /// The same as a page of HTML.
    pub html: String,
}

/// The words of one language, in the order in which they are read.
struct Words {
    subject: &'static str,
    greeting: String,
    happened: String,
    /// Where, when, from where: each with what it is called.
    facts: Vec<(&'static str, String)>,
    advice: &'static str,
    /// An address on a line of its own, or empty.
    link: String,
    closing: &'static str,
}

impl Words {
    fn text(&self) -> String {
        let facts = self.facts.iter();
        let facts: Vec<_> = facts
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!(
            "{}\n\n{}\n\n{}\n\n{}\n\n{}{}\n",
            self.greeting,
            self.happened,
            facts.join("\n"),
            self.advice,
            if self.link.is_empty() {
                String::new()
            } else {
                format!("{}\n\n", self.link)
            },
            self.closing
        )
    }
}

/// Writes a notice in the person's language.
pub fn mail(language: Language, kind: NoticeKind, facts: &MailFacts<'_>) -> Mail {
    write(language, facts, |facts, when| match language {
        Language::En => en::words(kind, facts, when),
        Language::Nl => nl::words(kind, facts, when),
    })
}

/// Writes a test message.
pub fn test_mail(language: Language, facts: &MailFacts<'_>) -> Mail {
    write(language, facts, |facts, when| match language {
        Language::En => en::test(facts, when),
        Language::Nl => nl::test(facts, when),
    })
}

fn write(
    language: Language,
    facts: &MailFacts<'_>,
    words: impl FnOnce(&MailFacts<'_>, String) -> Words,
) -> Mail {
    let when = (Texts::of(language).when)(facts.when);
    let [person, organisation, address, name] =
        [facts.person, facts.organisation, facts.address, facts.name].map(one_line);
    let facts = MailFacts {
        person: &person,
        organisation: &organisation,
        address: &address,
        name: if could_be_a_link(&name) { "" } else { &name },
        ..*facts
    };
    let words = words(&facts, when);
    Mail {
        subject: words.subject.to_owned(),
        body: words.text(),
        html: html::page(language, &words),
    }
}

/// Whether a mail program might make a link of a name that somebody chose. Whoever has got into an account
/// could call an app by an address of their own, and the notice of it would carry the link to the owner.
fn could_be_a_link(name: &str) -> bool {
    let host = |(before, after): (&str, &str)| {
        before.ends_with(char::is_alphanumeric)
            && after.chars().take_while(|c| c.is_alphabetic()).count() >= 2
    };
    let mut dots = name.match_indices('.').map(|(at, _)| name.split_at(at));
    name.contains("://")
        || name.contains('@')
        || dots.any(|(before, after)| host((before, after.trim_start_matches('.'))))
}

/// A name on a line of its own text: whatever would break the line becomes a space.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: MailFacts<'_> = MailFacts {
        person: "Ready Example",
        organisation: "Example Organisation",
        when: When {
            year: 2026,
            month: 11,
            day: 21,
            hour: 14,
            minute: 2,
        },
        address: "192.0.2.7",
        name: "Laptop",
        preferred: Some(Preferred::AppCode),
        link: "",
    };

    #[test]
    fn every_notice_exists_in_every_language_and_differs() {
        for kind in NoticeKind::ALL {
            let (en, nl) = (
                mail(Language::En, kind, &FACTS),
                mail(Language::Nl, kind, &FACTS),
            );
            assert_ne!(en.subject, nl.subject, "{kind:?}");
            for (text, when) in [
                (&en, "21 November 2026, 14:02"),
                (&nl, "21 november 2026 14:02"),
            ] {
                assert!(!text.subject.contains('\n'), "{kind:?}");
                for body in [&text.body, &text.html] {
                    for part in ["Ready Example", "Example Organisation", "192.0.2.7", when] {
                        assert!(body.contains(part), "{kind:?} lacks {part}: {body}");
                    }
                    assert!(!body.contains("http"), "{kind:?}");
                }
            }
        }
    }

    #[test]
    fn a_name_cannot_start_a_line_of_its_own() {
        let facts = MailFacts {
            name: "a\nFrom: b",
            ..FACTS
        };
        let text = mail(Language::En, NoticeKind::AppPasswordCreated, &facts);
        assert!(text.body.contains("“a From: b”"), "{}", text.body);
    }

    #[test]
    fn a_name_that_could_become_a_link_is_left_out() {
        for name in [
            "https://a.example/undo",
            "www.example.org",
            "evil.example",
            "call me@example.org",
            "a.b.co",
            "étage.fr",
        ] {
            let facts = MailFacts { name, ..FACTS };
            let text = mail(Language::En, NoticeKind::AppAdded, &facts);
            assert!(
                text.body.contains("The authenticator app was set up"),
                "{name}"
            );
            assert!(
                !text.body.contains(name) && !text.html.contains(name),
                "{name}"
            );
        }
        for name in ["Tel. nr 2", "v2.0", "Sanne's phone...", "J.R. 5", ".", "a."] {
            let facts = MailFacts { name, ..FACTS };
            let text = mail(Language::En, NoticeKind::AppAdded, &facts);
            assert!(text.body.contains(name), "{name}");
        }
    }

    #[test]
    fn the_end_of_two_step_verification_is_named() {
        let facts = MailFacts {
            preferred: None,
            ..FACTS
        };
        let text = mail(Language::En, NoticeKind::DefaultChanged, &facts);
        assert_eq!(
            text.subject,
            "Two-step verification is off for your account"
        );
    }

    #[test]
    fn a_mailbox_that_is_nobodys_is_greeted_without_a_name() {
        let facts = MailFacts {
            person: "",
            ..FACTS
        };
        for (language, greeting) in [(Language::En, "Hello,"), (Language::Nl, "Dag,")] {
            let text = mail(language, NoticeKind::FraudAlert, &facts);
            let start = format!("{greeting}\n\n");
            assert!(text.body.starts_with(&start), "{}", text.body);
            assert!(text.html.contains(greeting), "{}", text.html);
        }
    }

    #[test]
    fn an_unknown_address_is_left_out() {
        let facts = MailFacts {
            address: "",
            ..FACTS
        };
        let text = mail(Language::En, NoticeKind::PasswordChanged, &facts);
        assert!(!text.body.contains("address"), "{}", text.body);
    }

    #[test]
    fn only_the_message_about_a_number_that_waits_has_a_link() {
        let link = "https://portal.example.org/not-me?token=abc";
        let facts = MailFacts { link, ..FACTS };
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let text = mail(language, kind, &facts);
                let has = kind == NoticeKind::PhoneHeld;
                assert_eq!(text.body.contains(link), has, "{kind:?}");
                assert_eq!(text.html.contains(link), has, "{kind:?}");
                assert!(!text.html.contains("<a"), "words, never a button");
            }
        }
    }
}
