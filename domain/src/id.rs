//! Names of rows. 128 bits, made from the time and random bits, never used again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Time;

/// The name of a person, an authenticator, an app password: 32 hexadecimal digits in a URL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(pub [u8; 16]);

/// The text is not 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

impl Id {
    /// Forty-eight bits of time in front, so that new rows lie together on disk; 80 random bits behind.
    pub fn new(now: Time, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        let (front, back) = bytes.split_at_mut(6);
        front.copy_from_slice(now.0.to_be_bytes().split_at(2).1);
        back.copy_from_slice(&random);
        Self(bytes)
    }

    /// When it was made.
    pub fn time(&self) -> Time {
        let mut bytes = [0; 8];
        let (front, _) = self.0.split_at(6);
        bytes.split_at_mut(2).1.copy_from_slice(front);
        Time(i64::from_be_bytes(bytes))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As one number: a check of the mail interface writes half a dozen of these.
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = NotAnId;
    fn from_str(s: &str) -> Result<Self, NotAnId> {
        if s.len() != 32 || !s.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotAnId);
        }
        u128::from_str_radix(s, 16)
            .map(|n| Self(n.to_be_bytes()))
            .map_err(|_| NotAnId)
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;
    fn try_from(s: String) -> Result<Self, NotAnId> {
        s.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips_and_sorts_by_time() {
        let early = Id::new(Time(1_000), [0xff; 10]);
        let late = Id::new(Time(1_001), [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!((early.time(), late.time()), (Time(1_000), Time(1_001)));
        assert_eq!(early.to_string(), "0000000003e8ffffffffffffffffffff");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "0",
            "+000000003e8ffffffffffffffffffff",
            "0000000003E8FFFFFFFFFFFFFFFFFFFF",
            "../../etc",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NotAnId), "{text}");
        }
    }
}
