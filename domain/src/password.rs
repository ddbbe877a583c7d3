//! Account passwords: what is accepted as a new one, and the exact text that is hashed (A.1,
//! NIST SP 800-63B-4, 3.1.1). No composition rules, no expiry; length and a blocklist instead.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::Refusal;
use crate::account::Account;

/// The most code points.
pub const MAX_CHARACTERS: usize = 128;
/// The most bytes.
pub const MAX_BYTES: usize = 1_024;

/// What the organisation asks of a password.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Fewest characters when the password is the only proof; 15 by default.
    pub min_alone: u32,
    /// Fewest characters beside a second step; 12 by default, never under 8.
    pub min_with_second_step: u32,
    /// Words that a password must not be built on: the organisation, the product, the town.
    pub context: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            min_alone: 15,
            min_with_second_step: 12,
            context: Vec::new(),
        }
    }
}

impl Rules {
    /// The fewest characters for this person.
    pub fn min(&self, account: &Account) -> u32 {
        if account.two_step() || account.state.required() {
            self.min_with_second_step
        } else {
            self.min_alone
        }
    }
}

/// The text that is hashed: NFKC of exactly what was typed. `None` when it cannot be a password, so
/// that nothing long is ever hashed.
pub fn prepare(typed: &str) -> Option<Zeroizing<String>> {
    if typed.is_empty() || typed.len() > MAX_BYTES || typed.contains('\0') {
        return None;
    }
    let text = Zeroizing::new(typed.nfkc().collect::<String>());
    (text.chars().count() <= MAX_CHARACTERS && text.len() <= MAX_BYTES).then_some(text)
}

/// Judges a new password.
///
/// # Errors
/// [`Refusal::Required`], [`Refusal::TooLong`], [`Refusal::PasswordShort`] or [`Refusal::PasswordWeak`].
pub fn judge(typed: &str, account: &Account, rules: &Rules) -> Result<Zeroizing<String>, Refusal> {
    if typed.is_empty() {
        return Err(Refusal::Required);
    }
    let Some(text) = prepare(typed) else {
        return Err(if typed.contains('\0') {
            Refusal::BadCharacters
        } else {
            Refusal::TooLong {
                max: MAX_CHARACTERS as u32,
            }
        });
    };
    let min = rules.min(account);
    if text.chars().count() < min as usize {
        return Err(Refusal::PasswordShort { min });
    }
    let words = own_words(account, rules);
    if built_on(&text, &words) {
        return Err(Refusal::PasswordWeak);
    }
    // The estimator's time grows fast with length; its own advice is to cut at one hundred.
    let head: String = text.chars().take(100).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(&head, &words).score() < zxcvbn::Score::Three {
        return Err(Refusal::PasswordWeak);
    }
    Ok(text)
}

/// Whether little is left of a password once the known words, digits and signs are taken out.
fn built_on(text: &str, words: &[String]) -> bool {
    let mut rest = text.to_lowercase();
    let mut found = false;
    for word in words {
        if rest.contains(word.as_str()) {
            found = true;
            rest = rest.replace(word.as_str(), "");
        }
    }
    found && rest.chars().filter(|c| c.is_alphabetic()).count() < 6
}

fn own_words(account: &Account, rules: &Rules) -> Vec<String> {
    let own = [&account.login, &account.name, &account.mail];
    let mut words: Vec<String> = own
        .into_iter()
        .chain(&rules.context)
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .chain(["proofup"])
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::testing::account;

    #[test]
    fn length_bounds() {
        let person = account("ann@example.org");
        let rules = Rules::default();
        let phrase = "vlinder kachel onweer zestig";
        assert!(judge(phrase, &person, &rules).is_ok());
        assert_eq!(
            judge("kachel onweer", &person, &rules),
            Err(Refusal::PasswordShort { min: 15 })
        );
        assert!(judge(&phrase.repeat(4)[..112], &person, &rules).is_ok());
        assert_eq!(
            judge(&"é kachel ".repeat(15), &person, &rules),
            Err(Refusal::TooLong { max: 128 })
        );
        assert_eq!(judge("", &person, &rules), Err(Refusal::Required));
    }

    #[test]
    fn common_passwords_and_own_names_are_refused() {
        let mut person = account("annabel@example.org");
        person.name = "Annabel Waterman".into();
        let rules = Rules {
            context: vec!["Springfield College".into()],
            ..Rules::default()
        };
        for weak in [
            "passwordpassword1",
            "annabel1234567890",
            "Waterman!!Waterman!!",
            "springfield-2026-2026",
            "qwertyuiopasdfghjkl",
        ] {
            assert_eq!(
                judge(weak, &person, &rules),
                Err(Refusal::PasswordWeak),
                "{weak}"
            );
        }
    }

    #[test]
    fn exactly_what_was_typed_is_hashed() {
        assert_ne!(
            prepare("Password A").unwrap(),
            prepare("password a").unwrap()
        );
        assert_ne!(prepare(" x").unwrap(), prepare("x").unwrap());
        assert_eq!(prepare("ｆｕｌｌ").unwrap(), prepare("full").unwrap());
        assert_eq!(prepare(&"x".repeat(1_025)), None);
        assert_eq!(prepare("a\0b"), None);
    }
}
