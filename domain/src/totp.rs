//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits, thirty seconds and a 160-bit key,
//! what every app can read. A code counts once: the step it belongs to must be later than the last
//! one accepted (RFC 6238, section 5.2); the store writes that step under the account's version.

use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use crate::{Refusal, Time};

/// Bytes in a key (RFC 4226 recommends 160 bits).
pub const KEY_BYTES: usize = 20;

/// The key of an authenticator app.
pub struct Key(Zeroizing<Vec<u8>>);

/// Six digits, spaces removed.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Reads what was typed: people type the gap that the app shows.
    ///
    /// # Errors
    /// [`Refusal::Required`] or [`Refusal::CodeForm`].
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        if typed.len() > 64 {
            return Err(Refusal::CodeForm);
        }
        let digits: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if digits.is_empty() {
            return Err(Refusal::Required);
        }
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Refusal::CodeForm);
        }
        Ok(Self(digits))
    }

    /// The digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Key {
    /// A key from random bytes or from the store.
    pub fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    fn totp(&self, window: u8, account: &str, issuer: Option<&str>) -> Totp {
        Builder::new()
            .with_secret(self.0.to_vec())
            .with_skew(u16::from(window))
            .with_account_name(account)
            .with_issuer(issuer)
            .build_noncompliant()
    }

    /// The time step whose code this is, within `window` steps on either side of `now`.
    /// Compares in constant time.
    pub fn step_of(&self, code: &Code, now: Time, window: u8) -> Option<i64> {
        let seconds = u64::try_from(now.unix_seconds()).ok()?;
        let step = self.totp(window, "", None).check(&code.0, seconds)?;
        i64::try_from(step).ok()
    }

    /// The key in Base32 without padding, for typing by hand (F-018).
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&self.0))
    }

    /// The `otpauth://` address behind the QR picture. A colon would end a part, so it becomes a space.
    pub fn url(&self, account: &str, issuer: &str) -> Zeroizing<String> {
        let (account, issuer) = (account.replace(':', " "), issuer.replace(':', " "));
        let account = if account.is_empty() {
            "account"
        } else {
            &account
        };
        Zeroizing::new(
            self.totp(0, account, Some(&issuer))
                .to_url()
                .unwrap_or_default(),
        )
    }
}

/// Base32 typed by hand into the portal's tools: case, spaces and hyphens do not count (F-032).
pub fn key_from_base32(typed: &str) -> Option<Key> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let bytes = data_encoding::BASE32_NOPAD
        .decode(plain.trim_end_matches('=').to_uppercase().as_bytes())
        .ok()?;
    (bytes.len() >= 16).then(|| Key(Zeroizing::new(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238, appendix B, for SHA-1.
    fn rfc_key() -> Key {
        Key::new(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    /// The last six digits of the eight that RFC 6238, appendix B, prints.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    fn at(seconds: i64) -> Time {
        Time(seconds * 1_000)
    }

    #[test]
    fn rfc_6238_vectors() {
        for (seconds, digits) in VECTORS {
            let code = Code::parse(digits).unwrap();
            assert_eq!(
                rfc_key().step_of(&code, at(seconds), 0),
                Some(seconds / 30),
                "{seconds}"
            );
        }
    }

    #[test]
    fn the_window_is_exactly_what_the_policy_says() {
        let code = Code::parse("005924").unwrap();
        let step = 1_234_567_890 / 30;
        for (offset, window, good) in [
            (-2, 1, false),
            (-1, 1, true),
            (0, 1, true),
            (1, 1, true),
            (2, 1, false),
            (1, 0, false),
            (-1, 0, false),
        ] {
            let found = rfc_key().step_of(&code, at((step + offset) * 30), window);
            assert_eq!(
                found,
                good.then_some(step),
                "offset {offset}, window {window}"
            );
        }
    }

    #[test]
    fn codes_are_six_ascii_digits_and_the_gap_does_not_count() {
        assert!(Code::parse(" 005 924\t").is_ok());
        assert_eq!(Code::parse("  ").err(), Some(Refusal::Required));
        for typed in [
            "00592",
            "0059244",
            "00592a",
            "٠٠٥٩٢٤",
            "005924\0",
            &"0".repeat(10_000),
        ] {
            assert_eq!(Code::parse(typed).err(), Some(Refusal::CodeForm), "{typed}");
        }
    }

    #[test]
    fn the_address_is_one_that_apps_read() {
        let url = rfc_key().url("ann@example.org", "Example: School");
        assert_eq!(
            url.as_str(),
            "otpauth://totp/Example%20%20School:ann%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20%20School"
        );
    }

    #[test]
    fn a_key_typed_by_hand_ignores_case_and_gaps() {
        let key = key_from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").unwrap();
        assert_eq!(key.base32().as_str(), rfc_key().base32().as_str());
        assert!(key_from_base32("gezd").is_none());
    }
}
