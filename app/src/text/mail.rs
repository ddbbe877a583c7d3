//! Notices that leave the portal by mail, so that a person learns what happened to their account.
//!
//! A notice says what happened, when and from which address, and what to do if it was not the
//! person. It never carries a secret, a code or a link: a mail that asks for nothing and links to
//! nowhere teaches nobody to follow links. The subject holds fixed words only.

use domain::Language;
use domain::method::Preferred;
use domain::notice::NoticeKind;

use super::Texts;
use crate::view::When;

mod en;
mod nl;

/// What a notice tells besides its kind.
#[derive(Clone, Copy, Debug)]
pub struct MailFacts<'a> {
    /// The person's display name.
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
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line of fixed words.
    pub subject: String,
    /// Plain text, lines ended by `\n`.
    pub body: String,
}

/// The words of one language: what happened, and what to do if it was not the person.
struct Words {
    subject: &'static str,
    happened: String,
    advice: &'static str,
}

/// Writes a notice in the person's language.
pub fn mail(language: Language, kind: NoticeKind, facts: &MailFacts<'_>) -> Mail {
    let when = (Texts::of(language).when)(facts.when);
    let (person, name) = (one_line(facts.person), one_line(facts.name));
    let facts = MailFacts {
        person: &person,
        name: &name,
        ..*facts
    };
    match language {
        Language::En => en::write(kind, &facts, &when),
        Language::Nl => nl::write(kind, &facts, &when),
    }
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
                for part in ["Ready Example", "Example Organisation", "192.0.2.7", when] {
                    assert!(
                        text.body.contains(part),
                        "{kind:?} lacks {part}: {}",
                        text.body
                    );
                }
                assert!(!text.body.contains("http"), "{kind:?}");
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
    fn an_unknown_address_is_left_out() {
        let facts = MailFacts {
            address: "",
            ..FACTS
        };
        let text = mail(Language::En, NoticeKind::PasswordChanged, &facts);
        assert!(!text.body.contains("address"), "{}", text.body);
    }
}
