//! How people are found: by the beginning of their sign-in name, their mail address, their name or any word
//! of it. Upper and lower case do not count; nothing that is typed means anything but itself.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// The fewest characters that are looked for: fewer would list half of the organisation.
pub const FEWEST: usize = 2;

/// The longest part of a term that is kept.
const LONGEST: usize = 64;

/// The comparable form of what was typed or stored.
pub fn fold(text: &str) -> String {
    let folded = text.trim().nfkc().collect::<String>().to_lowercase();
    folded.nfkc().take(LONGEST).collect()
}

/// The terms under which a person is found.
pub fn terms(login: &str, name: &str, mail: &str) -> BTreeSet<String> {
    let whole = [login, name, mail].map(fold);
    let words = name.split_whitespace().map(fold);
    whole
        .into_iter()
        .chain(words)
        .filter(|term| !term.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_name_is_a_term_and_so_is_the_whole() {
        let found = terms("zoe@example.org", "Zoë de Vries", "Z.deVries@example.org");
        let expected = [
            "de",
            "vries",
            "z.devries@example.org",
            "zoe@example.org",
            "zoë",
            "zoë de vries",
        ];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn two_ways_to_write_a_letter_are_one() {
        assert_eq!(fold("  Zoe\u{308} "), fold("ZOË"));
        assert_eq!(fold("ﬁ"), "fi");
        assert_eq!(fold(&"x".repeat(1_000)).len(), 64);
    }
}
