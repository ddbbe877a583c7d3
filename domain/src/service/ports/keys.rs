//! What the database says of the key ring: which keys it knows, what lies sealed where, and what still
//! needs which key. Digests and hashes cannot be moved to another key without the words behind them;
//! sealed values can, and that is the whole work of a rotation.

use std::fmt;

use crate::Id;
use crate::account::PhoneKind;

/// Where a sealed value lies that stays until its owner removes it. Values shown for ten minutes are
/// no part of this: they are gone before anybody could seal them anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The key of a person's authenticator app.
    App(Id, Id),
    /// A person's telephone number.
    Phone(Id, PhoneKind),
}

impl Place {
    /// Whose it is.
    pub const fn user(&self) -> Id {
        match self {
            Self::App(user, _) | Self::Phone(user, _) => *user,
        }
    }

    /// What the value is bound to: table and column, person, row.
    pub fn context(&self) -> [&[u8]; 3] {
        match self {
            Self::App(user, app) => [b"apps.secret", &user.0, &app.0],
            Self::Phone(user, kind) => [b"phones.number", &user.0, kind.key().as_bytes()],
        }
    }
}

/// A sealed value in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Where.
    pub place: Place,
    /// The value.
    pub bytes: Vec<u8>,
}

/// The number of the key that a sealed value needs: four bytes behind the first, whatever else follows.
/// The front of a value is enough. `None` for what is too short to have been sealed.
pub fn key_of(sealed: &[u8]) -> Option<i32> {
    let (_, rest) = sealed.split_first()?;
    rest.first_chunk().copied().map(i32::from_be_bytes)
}

/// A sealed value and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resealed {
    /// As it was read. If it is no longer that, nothing is written.
    pub old: Sealed,
    /// The same under another key.
    pub new: Vec<u8>,
}

/// A key that this database has been used with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// Its number.
    pub kid: i32,
    /// A known text, sealed with it: a ring whose key of this number cannot open it is the wrong ring.
    pub canary: Vec<u8>,
    /// The move of everything sealed with it to a newer key was completed and recorded.
    pub settled: bool,
}

/// How much needs a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct KeyNeeds {
    /// Keys of authenticator apps and telephone numbers.
    pub sealed: u64,
    /// Secrets that their owners are looking at, for ten minutes, open questions to telephones, for an hour,
    /// and numbers that wait until they count, for a day.
    pub shown: u64,
    /// App passwords.
    pub app_passwords: u64,
    /// Account passwords.
    pub passwords: u64,
}

impl KeyNeeds {
    /// Whether nothing does.
    pub fn nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for KeyNeeds {
    /// Only what there is, as a person reads it: `3 app passwords and 1 account password`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            (self.sealed, "sealed value"),
            (self.shown, "shown secret"),
            (self.app_passwords, "app password"),
            (self.passwords, "account password"),
        ];
        let mut parts: Vec<String> = words
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
            .collect();
        match (parts.pop(), parts.is_empty()) {
            (None, _) => f.write_str("nothing"),
            (Some(last), true) => f.write_str(&last),
            (Some(last), false) => write!(f, "{} and {last}", parts.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_read_like_a_sentence() {
        let needs = |sealed, shown, app_passwords, passwords| {
            KeyNeeds {
                sealed,
                shown,
                app_passwords,
                passwords,
            }
            .to_string()
        };
        assert_eq!(needs(0, 0, 0, 0), "nothing");
        assert_eq!(needs(0, 0, 1, 0), "1 app password");
        assert_eq!(needs(2, 0, 0, 1), "2 sealed values and 1 account password");
        assert_eq!(
            needs(1, 2, 3, 4),
            "1 sealed value, 2 shown secrets, 3 app passwords and 4 account passwords"
        );
    }

    #[test]
    fn places_never_share_a_context() {
        let (a, b) = (Id([1; 16]), Id([2; 16]));
        let places = [
            Place::App(a, a),
            Place::App(a, b),
            Place::App(b, a),
            Place::Phone(a, PhoneKind::Authentication),
            Place::Phone(a, PhoneKind::Backup),
        ];
        for (n, one) in places.iter().enumerate() {
            for other in places.iter().skip(n + 1) {
                assert_ne!(one.context(), other.context());
            }
        }
    }
}
