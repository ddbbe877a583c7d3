//! The portal's cookies. A cookie holds an opaque random token or a plain choice and never data to
//! be believed: what it stands for lives in the store under the token's hash. Names begin with
//! `__Host-`, so a sibling host cannot set them and plain `http` cannot either. Whatever a browser
//! or an attacker sends, the worst reading of a `Cookie` header is "nobody": an undecodable value is
//! absent, and so is one that came twice, because then somebody else may have set one of them.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use http::header::{COOKIE, HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::system::{self, NoRandomness};

const DAY: u32 = 24 * 60 * 60;

/// A cookie that the portal sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The signed-in session.
    Session,
    /// A sign-in that still lacks its second step.
    Pending,
    /// A browser in which this person has signed in before.
    Device,
    /// A browser that skips this person's second step (F-076).
    Trust,
    /// The language, for people who are not signed in.
    Language,
}

impl Cookie {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Session,
        Self::Pending,
        Self::Device,
        Self::Trust,
        Self::Language,
    ];

    /// The name as the browser keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "__Host-s",
            Self::Pending => "__Host-p",
            Self::Device => "__Host-d",
            Self::Trust => "__Host-t",
            Self::Language => "__Host-lang",
        }
    }

    /// A pending sign-in is never continued from another site; the others come along with a link.
    const fn same_site(self) -> &'static str {
        match self {
            Self::Pending => "Strict",
            Self::Session | Self::Device | Self::Trust | Self::Language => "Lax",
        }
    }

    /// Seconds for which the browser keeps it; `None`: until the browser is closed, or as long as
    /// [`Cookie::set_for`] says.
    const fn max_age(self) -> Option<u32> {
        match self {
            Self::Session | Self::Pending | Self::Trust => None,
            Self::Device => Some(180 * DAY),
            Self::Language => Some(365 * DAY),
        }
    }

    /// The value in a request. Absent, doubled, empty and undecodable are all `None`.
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        let mut found = None;
        for header in headers.get_all(COOKIE) {
            for pair in header.as_bytes().split(|b| *b == b';') {
                let pair = pair.trim_ascii();
                let Some(rest) = pair.strip_prefix(self.name().as_bytes()) else {
                    continue;
                };
                let value = match rest {
                    [b'=', value @ ..] => value,
                    // `__Host-s` alone is the same cookie without a value.
                    [] => rest,
                    _ => continue,
                };
                if found.replace(value).is_some() {
                    return None;
                }
            }
        }
        let value = found?;
        let fits = !value.is_empty() && value.len() <= 4096 && value.iter().all(is_octet);
        if fits {
            str::from_utf8(value).ok()
        } else {
            None
        }
    }

    /// The token in a request, if it is one.
    pub fn token(self, headers: &HeaderMap) -> Option<Token> {
        self.read(headers).and_then(Token::parse)
    }

    /// The `Set-Cookie` value. A value that a cookie cannot carry gives [`Cookie::clear`]: the
    /// browser is better left without a cookie than with a broken one.
    pub fn set(self, value: &str) -> HeaderValue {
        self.keep(value, self.max_age())
    }

    /// The same for a cookie whose life the policy decides, in days.
    pub fn set_for(self, value: &str, days: u16) -> HeaderValue {
        self.keep(value, Some(u32::from(days) * DAY))
    }

    fn keep(self, value: &str, seconds: Option<u32>) -> HeaderValue {
        let fits = !value.is_empty()
            && value.len() + self.name().len() <= 4096
            && value.as_bytes().iter().all(is_octet);
        if !fits {
            return self.clear();
        }
        let age = seconds
            .map(|seconds| format!("; Max-Age={seconds}"))
            .unwrap_or_default();
        self.line(value, &age)
    }

    /// The `Set-Cookie` value that makes the browser forget it.
    pub fn clear(self) -> HeaderValue {
        self.line("", "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    }

    fn line(self, value: &str, age: &str) -> HeaderValue {
        let (name, same_site) = (self.name(), self.same_site());
        let line = Zeroizing::new(format!(
            "{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}{age}"
        ));
        // Only cookie octets were let in, so this cannot fail; an empty header sets nothing.
        let mut header =
            HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }
}

/// What RFC 6265 allows in a value: visible ASCII without `"`, `,`, `;` and `\`.
fn is_octet(byte: &u8) -> bool {
    matches!(*byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}

/// 256 random bits that stand for a session, a pending sign-in or a browser.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl Token {
    /// A new one.
    pub fn new() -> Result<Self, NoRandomness> {
        system::token().map(Self)
    }

    /// One made of these random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads exactly what [`Token::text`] writes: 43 characters, and only one spelling of each token.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        if text.len() != 43 {
            return None;
        }
        let read = BASE64URL_NOPAD
            .decode_mut(text.as_bytes(), bytes.as_mut_slice())
            .ok()?;
        (read == bytes.len()).then(|| Self(*bytes))
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Base64 for URLs without padding, 43 characters. Goes into a `Set-Cookie` header only.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(&self.0))
    }

    /// What the store knows it by. A token has 256 random bits, so a plain fast hash is enough.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

#[cfg(test)]
mod tests;
