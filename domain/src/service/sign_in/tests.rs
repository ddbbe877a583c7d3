use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::canonical_login;

#[test]
fn however_it_is_typed_it_is_one_login() {
    for typed in [
        "zoe@example.org",
        "  Zoe@Example.ORG\t",
        "zoe@example.org.",
        // Full width, as an input method for Japanese writes it.
        "\u{ff3a}\u{ff4f}\u{ff45}\u{ff20}example.org",
    ] {
        assert_eq!(
            canonical_login(typed).as_deref(),
            Some("zoe@example.org"),
            "{typed:?}"
        );
    }
    assert_eq!(canonical_login("Zoe\u{308}"), canonical_login("ZO\u{cb}"));
}

#[test]
fn nothing_and_what_cannot_be_seen_is_no_login() {
    for typed in [
        "",
        " ",
        ".",
        "a b",
        "a\tb",
        "a\u{200b}b",
        "a\u{0}b",
        "a\u{7f}",
    ] {
        assert_eq!(canonical_login(typed), None, "{typed:?}");
    }
    assert_eq!(
        canonical_login(&"a".repeat(254)).map(|l| l.len()),
        Some(254)
    );
    assert_eq!(canonical_login(&"a".repeat(255)), None);
}

proptest! {
    #[test]
    fn plain_letters_need_no_tables(typed in "[\\x00-\\x7f]{0,40}") {
        let folded: String = typed.trim().nfkc().collect::<String>().to_lowercase().nfkc().collect();
        prop_assert_eq!(typed.trim().to_ascii_lowercase(), folded);
    }

    #[test]
    fn the_canonical_form_is_canonical(typed in "\\PC{0,40}") {
        if let Some(login) = canonical_login(&typed) {
            prop_assert_eq!(canonical_login(&login), Some(login));
        }
    }
}
