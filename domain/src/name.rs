//! Names that people give: of an app password (flows, section 4), of an authenticator app.

use std::fmt;

use crate::Refusal;

/// A name of 1 to 64 characters, trimmed, in NFC, without control or direction-changing characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(String);

impl Label {
    /// The most characters a name may have.
    pub const MAX: u32 = 64;

    /// Reads what was typed.
    ///
    /// # Errors
    /// [`Refusal::Required`], [`Refusal::TooLong`] or [`Refusal::BadCharacters`].
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let name = normalise(typed.trim());
        if name.is_empty() {
            return Err(Refusal::Required);
        }
        if name.chars().any(forbidden) {
            return Err(Refusal::BadCharacters);
        }
        if name.chars().count() > Self::MAX as usize {
            return Err(Refusal::TooLong { max: Self::MAX });
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names count as the same: upper and lower case do not matter.
    pub fn same_as(&self, other: &str) -> bool {
        self.0.to_lowercase() == other.to_lowercase()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The server stores NFC; the browser only hints, and does not carry the tables.
fn normalise(text: &str) -> String {
    #[cfg(feature = "service")]
    return unicode_normalization::UnicodeNormalization::nfc(text.chars().take(1_024)).collect();
    #[cfg(not(feature = "service"))]
    return text.to_owned();
}

/// Control characters, line separators, and the characters that turn the direction of what follows.
pub(crate) fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that show nothing (Unicode's default ignorables): people's names may have some of them, but
/// two sign-in names must not differ in what nobody sees.
#[cfg(feature = "service")]
pub(crate) fn invisible(c: char) -> bool {
    forbidden(c)
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200c}' | '\u{200d}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_keeps_what_people_type() {
        for (typed, kept) in [
            ("  Laptop ", "Laptop"),
            ("Zoë's téléphone", "Zoë's téléphone"),
            ("工作电脑 💻", "工作电脑 💻"),
        ] {
            assert_eq!(Label::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn bounds() {
        assert_eq!(Label::parse("   "), Err(Refusal::Required));
        assert!(Label::parse(&"é".repeat(64)).is_ok());
        assert_eq!(
            Label::parse(&"é".repeat(65)),
            Err(Refusal::TooLong { max: 64 })
        );
        assert_eq!(
            Label::parse(&"x".repeat(1_000_000)),
            Err(Refusal::TooLong { max: 64 })
        );
    }

    #[test]
    fn characters_that_deceive_are_refused() {
        for c in [
            '\0', '\n', '\u{1b}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{feff}', '\u{2028}',
        ] {
            assert_eq!(
                Label::parse(&format!("a{c}b")),
                Err(Refusal::BadCharacters),
                "{c:?}"
            );
        }
    }

    #[test]
    fn case_does_not_make_a_new_name() {
        assert!(Label::parse("LAPTOP é").unwrap().same_as("laptop É"));
        assert!(!Label::parse("laptop 2").unwrap().same_as("laptop"));
    }

    #[cfg(feature = "service")]
    #[test]
    fn composed_and_decomposed_are_one_name() {
        assert_eq!(
            Label::parse("e\u{301}").unwrap(),
            Label::parse("é").unwrap()
        );
    }
}
