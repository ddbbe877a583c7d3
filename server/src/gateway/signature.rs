//! How the two interfaces sign. Twilio signs with the account's token: HMAC-SHA1 over the address that it
//! calls and the fields of the form in the order of their names (<https://www.twilio.com/docs/usage/security>).
//! SHA-1's collisions do not concern an HMAC (RFC 6194, section 3.3). The webhook signs time and body with
//! HMAC-SHA-256 (FIPS 198-1) under a secret of its own. Comparisons take the same time for every wrong value.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit as _, Mac};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;
use sha2::Sha256;

/// The header with Twilio's signature.
pub const TWILIO: &str = "x-twilio-signature";
/// The header with the webhook's signature: `v1=` and 64 hexadecimal digits.
pub const WEBHOOK: &str = "x-proofup-signature";
/// The header with the time of the webhook's signature, in seconds since 1970 UTC.
pub const TIMESTAMP: &str = "x-proofup-timestamp";

/// The version in front of the webhook's signature.
const V1: &str = "v1=";

/// Whether Twilio signed this address with these fields. A field that occurs more than once counts with
/// each of its values, in their order, as in Twilio's own libraries.
pub fn is_twilio(
    token: &SecretString,
    address: &str,
    fields: &[(String, String)],
    given: &str,
) -> bool {
    let Ok(given) = BASE64.decode(given.as_bytes()) else {
        return false;
    };
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in fields {
        sorted.entry(name).or_default().insert(value);
    }
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.expose_secret().as_bytes()) else {
        return false; // any key length is accepted
    };
    mac.update(address.as_bytes());
    for (name, values) in sorted {
        for value in values {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
    }
    mac.verify_slice(&given).is_ok()
}

fn webhook_mac(secret: &SecretString, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// The webhook's signature of a body at a time.
pub fn webhook(secret: &SecretString, timestamp: i64, body: &[u8]) -> String {
    let mac = webhook_mac(secret, &timestamp.to_string(), body);
    mac.map_or(String::new(), |mac| {
        format!("{V1}{}", HEXLOWER.encode(&mac.finalize().into_bytes()))
    })
}

/// Whether the other side signed this body at this time, both as the headers say.
pub fn is_webhook(secret: &SecretString, timestamp: &str, body: &[u8], given: &str) -> bool {
    let given = given
        .strip_prefix(V1)
        .and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok());
    let mac = webhook_mac(secret, timestamp, body);
    given
        .zip(mac)
        .is_some_and(|(given, mac)| mac.verify_slice(&given).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect()
    }

    const ADDRESS: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const EXAMPLE: [(&str, &str); 5] = [
        ("Digits", "1234"),
        ("To", "+18005551212"),
        ("From", "+14158675310"),
        ("Caller", "+14158675310"),
        ("CallSid", "CA1234567890ABCDE"),
    ];

    /// The example of Twilio's documentation, and the one that its libraries are tested with.
    #[test]
    fn the_examples_that_twilio_publishes() {
        let token = SecretString::from("12345");
        let documented = fields(&EXAMPLE);
        assert!(is_twilio(
            &token,
            ADDRESS,
            &documented,
            "GvWf1cFY/Q7PnoempGyD5oXAezc="
        ));
        let libraries: Vec<_> = documented
            .iter()
            .map(|(n, v)| (n.clone(), v.replace("+14158675310", "+14158675309")))
            .collect();
        assert!(is_twilio(
            &token,
            ADDRESS,
            &libraries,
            "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        ));
        assert!(!is_twilio(
            &token,
            ADDRESS,
            &libraries,
            "GvWf1cFY/Q7PnoempGyD5oXAezc="
        ));
    }

    #[test]
    fn whatever_differs_is_not_signed() {
        let token = SecretString::from("12345");
        let right = "GvWf1cFY/Q7PnoempGyD5oXAezc=";
        let all = fields(&EXAMPLE);
        assert!(!is_twilio(&"12346".into(), ADDRESS, &all, right));
        assert!(!is_twilio(
            &token,
            &ADDRESS.replace("bar=2", "bar=3"),
            &all,
            right
        ));
        for left_out in 0..all.len() {
            let mut fewer = all.clone();
            fewer.remove(left_out);
            assert!(!is_twilio(&token, ADDRESS, &fewer, right), "{left_out}");
        }
        let mut more = all.clone();
        more.push(("Digits".into(), "1235".into()));
        assert!(!is_twilio(&token, ADDRESS, &more, right));
        for wrong in [
            "",
            "=",
            "GvWf1cFY/Q7PnoempGyD5oXAezc",
            "gvWf1cFY/Q7PnoempGyD5oXAezc=",
            "GvWf1cFY",
            "GvWf1cFY/Q7PnoempGyD5oXAezc==",
        ] {
            assert!(!is_twilio(&token, ADDRESS, &all, wrong), "{wrong}");
        }
    }

    #[test]
    fn the_webhooks_signature_binds_time_and_body() {
        let secret = SecretString::from("a-secret-of-more-than-thirty-two-characters");
        let signed = webhook(&secret, 1_700_000_000, b"{}");
        assert!(is_webhook(&secret, "1700000000", b"{}", &signed));
        assert!(!is_webhook(&secret, "1700000001", b"{}", &signed));
        assert!(!is_webhook(&secret, "1700000000", b"{ }", &signed));
        // The dot belongs to neither side.
        assert!(!is_webhook(&secret, "1700000000.{}", b"", &signed));
        assert!(!is_webhook(&"another".into(), "1700000000", b"{}", &signed));
        for wrong in [
            "",
            "v1=",
            "v1",
            &signed[3..],
            &signed[..60],
            &signed.to_uppercase(),
        ] {
            assert!(!is_webhook(&secret, "1700000000", b"{}", wrong), "{wrong}");
        }
    }
}
