//! Who may use the machine interface.

use std::fmt;

use data_encoding::HEXLOWER_PERMISSIVE;
use ipnet::IpNet;
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};
use toml::Value;

use super::Problems;
use super::section::section;
use super::values::{Setting, list};

/// The digests of the bearer tokens that are valid now: none, one, or two while one replaces the other.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bearers(Vec<[u8; 32]>);

/// The fewest characters of a token: 256 random bits in Base64 are 43, in hexadecimal 64.
const SHORTEST: usize = 32;

impl Bearers {
    /// The bearers of these tokens.
    pub fn of(tokens: &[&str]) -> Result<Self, String> {
        if tokens.len() > 2 {
            return Err("at most two tokens, the old and the new one".to_owned());
        }
        tokens
            .iter()
            .map(|token| digest(token))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether a request brought one of them. Takes the same time for every wrong one.
    pub fn accept(&self, token: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(token).into();
        let found = self
            .0
            .iter()
            .fold(Choice::from(0), |found, known| found | known.ct_eq(&given));
        found.into()
    }

    /// Whether nobody has access.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `sha256:` and 64 hexadecimal digits, or the token itself.
fn digest(token: &str) -> Result<[u8; 32], String> {
    if let Some(hex) = token.strip_prefix("sha256:") {
        let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
        return bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| "after sha256: must come 64 hexadecimal digits".to_owned());
    }
    if token.len() < SHORTEST || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(format!(
            "a token must have at least {SHORTEST} visible ASCII characters"
        ));
    }
    Ok(Sha256::digest(token).into())
}

impl fmt::Debug for Bearers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} redacted]", self.0.len())
    }
}

impl Setting for Bearers {
    const KIND: &'static str = "list of token digests";
    const SECRET: bool = true;

    fn from_text(text: &str) -> Result<Self, String> {
        let tokens: Vec<&str> = text
            .split([',', '\n'])
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect();
        Self::of(&tokens)
    }

    fn from_toml(value: &Value) -> Result<Self, String> {
        let tokens = list(value)?;
        if tokens.iter().any(|token| !token.starts_with("sha256:")) {
            return Err(
                "a token itself belongs into tokens_file; here only \"sha256:…\"".to_owned(),
            );
        }
        Self::of(&tokens)
    }

    fn show(&self) -> String {
        String::new()
    }
}

section! {
    /// The interface for mail servers and other machines, below `/api/v1/`.
    pub struct Api = "api" {
        /// The bearer tokens, at most two: `sha256:` and the digest of each, as `sha256sum` prints
        /// it. The file, and the variable, may hold the tokens themselves, one per line or with a
        /// comma between them. Without a token the interface answers nobody.
        tokens: Bearers = Bearers::default();
        /// Machines that may ask at all.
        clients: Vec<IpNet> = loopback();
    }
}

fn loopback() -> Vec<IpNet> {
    ["127.0.0.0/8", "::1/128"]
        .iter()
        .filter_map(|range| range.parse().ok())
        .collect()
}

impl Api {
    /// Each value is checked by itself; there is nothing between keys.
    pub fn validate(&self, _: &mut Problems) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "correct-horse-battery-staple-correct-horse";
    const NEW: &str = "another-token-that-is-long-enough-to-be-one";

    #[test]
    fn both_tokens_are_accepted_and_nothing_else() {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(NEW));
        let bearers = Bearers::from_file(&format!("{OLD}\nsha256:{digest}\n")).unwrap();
        assert!(bearers.accept(OLD) && bearers.accept(NEW));
        for wrong in [
            "",
            "x",
            &OLD[1..],
            &digest,
            &format!("sha256:{digest}"),
            &OLD.to_uppercase(),
        ] {
            assert!(!bearers.accept(wrong), "{wrong}");
        }
        assert!(!Bearers::default().accept(""));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for wrong in [
            "short",
            "sha256:00",
            "sha256:zz",
            "with a space in it and otherwise long enough",
        ] {
            assert!(Bearers::from_file(wrong).is_err(), "{wrong}");
        }
        assert!(Bearers::from_file(&format!("{OLD}\n{NEW}\n{OLD}x")).is_err());
        assert!(Bearers::from_toml(&Value::from(vec![OLD])).is_err());
    }

    #[test]
    fn nothing_is_printed() {
        let bearers = Bearers::of(&[OLD]).unwrap();
        assert_eq!(format!("{bearers:?}"), "[1 redacted]");
        assert_eq!(bearers.show(), "");
    }

    #[test]
    fn this_machine_may_ask() {
        assert_eq!(Api::default().clients.len(), 2);
    }
}
