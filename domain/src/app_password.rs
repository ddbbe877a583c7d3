//! App passwords: always generated (F-087), 16 to 32 lower-case letters (F-095), 75 bits or more.
//! What a mail program sends is normalised before it is compared: hyphens, spaces and case do not count.

use crate::account::AppPassword;

/// The most slots a person has; the database enforces the same with `CHECK` and `UNIQUE` (A.2).
pub const SLOTS: u8 = 40;

/// The longest text that is looked at when a mail program offers a password.
pub const MAX_OFFERED: usize = 256;

/// Turns random bytes into letters without bias: a byte of 234 or more is thrown away.
/// Returns `None` when the bytes ran out; ask for more.
pub fn letters(random: impl IntoIterator<Item = u8>, length: u8) -> Option<String> {
    let text: String = random
        .into_iter()
        .filter(|b| *b < 234)
        .map(|b| char::from(b'a' + b % 26))
        .take(usize::from(length))
        .collect();
    (text.len() == usize::from(length)).then_some(text)
}

/// The comparable form of what was offered, or `None` when it cannot be an app password.
pub fn normalise(offered: &str) -> Option<String> {
    if offered.len() > MAX_OFFERED {
        return None;
    }
    let plain: String = offered
        .chars()
        .filter(|c| *c != ' ' && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    ((16..=32).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_lowercase()))
        .then_some(plain)
}

/// The lowest free slot under the limit, or `None` at the limit (F-090).
pub fn free_slot(existing: &[AppPassword], limit: u8) -> Option<u8> {
    if existing.len() >= usize::from(limit) {
        return None;
    }
    (1..=SLOTS).find(|slot| existing.iter().all(|a| a.slot != *slot))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_uniform_over_all_bytes() {
        let mut counts = [0_u32; 26];
        for byte in 0..=255_u8 {
            if let Some(text) = letters([byte], 1) {
                counts[usize::from(text.as_bytes()[0] - b'a')] += 1;
            }
        }
        assert_eq!(counts, [9; 26]);
    }

    #[test]
    fn too_few_random_bytes_give_nothing_rather_than_a_short_password() {
        assert_eq!(letters([255; 100], 16), None);
        assert_eq!(letters([0; 15], 16), None);
    }

    #[test]
    fn groups_hyphens_and_capitals_do_not_count() {
        for offered in [
            "abcdefghijklmnop",
            "abcd efgh ijkl mnop",
            "ABCD-efgh-IJKL-mnop",
            " abcdefghijklmnop ",
        ] {
            assert_eq!(normalise(offered).as_deref(), Some("abcdefghijklmnop"));
        }
        for offered in [
            "",
            "abcdefghijklmno",
            "abcdefghijklmn0p",
            "äbcdefghijklmnop",
            "abcdefghijklmnop\0",
        ] {
            assert_eq!(normalise(offered), None, "{offered}");
        }
        assert_eq!(normalise(&"-".repeat(10_000)), None);
    }

    proptest! {
        #[test]
        fn what_is_generated_is_what_is_checked(bytes in proptest::collection::vec(any::<u8>(), 200), length in 16_u8..=32) {
            let value = letters(bytes, length);
            prop_assert!(value.is_some());
            let value = value.unwrap();
            prop_assert_eq!(normalise(&value), Some(value.clone()));
        }

        #[test]
        fn normalise_never_panics(offered in any::<String>()) {
            let _ = normalise(&offered);
        }
    }
}
