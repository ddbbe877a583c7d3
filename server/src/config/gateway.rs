//! Who carries texts and calls. `docs/gateways.md` describes both interfaces.

use std::path::PathBuf;

use secrecy::ExposeSecret as _;

use super::section::{problem, section};
use super::values::Word;
use super::{Endpoint, Problems, Secret};

/// The kinds of gateway that production knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayKind {
    /// Nobody: telephones are not offered.
    None,
    /// The REST interface of Twilio, or of somebody who speaks it too.
    Twilio,
    /// Plain JSON to an address of one's own.
    Webhook,
}

impl Word for GatewayKind {
    const KIND: &'static str = "none, twilio, webhook";
    const ALL: &'static [(&'static str, Self)] = &[
        ("none", Self::None),
        ("twilio", Self::Twilio),
        ("webhook", Self::Webhook),
    ];
}

section! {
    /// Who carries text messages and calls to telephones, and tells what became of them.
    pub struct Gateway = "gateway" {
        /// Nobody, the REST interface of Twilio, or plain JSON to an address of one's own. Both call back
        /// to `public_origin` of `[server]`, below `/gateway/`.
        kind: GatewayKind = GatewayKind::None;
        /// Twilio: where its interface is, for its regions and for others who speak it.
        twilio_url: Option<Endpoint> = Endpoint::parse("https://api.twilio.com").ok();
        /// Twilio: the SID of the account.
        twilio_account: String = String::new();
        /// Twilio: the token of the account. It also proves that a call back comes from Twilio.
        twilio_token: Secret = None;
        /// Twilio: the number that calls, and texts unless there is a service, as in `+31201234567`.
        twilio_from: String = String::new();
        /// Twilio: the SID of the messaging service through which texts are sent. Without `twilio_from`
        /// nobody can be called.
        twilio_service: String = String::new();
        /// Webhook: where texts and calls are posted to. `https`, except on this machine.
        webhook_url: Option<Endpoint> = None;
        /// Webhook: the secret that both sides sign with, at least 32 characters.
        webhook_secret: Secret = None;
        /// The authorities that the gateway's certificate may come from, in PEM form. Without this the
        /// authorities that the system knows.
        authorities: Option<PathBuf> = None;
    }
}

/// The fewest characters of the shared secret: 256 random bits in Base64 are 43.
const SHORTEST_SECRET: usize = 32;

impl Gateway {
    /// The chosen kind must be complete; what belongs to the other one does not matter.
    pub fn validate(&self, problems: &mut Problems) {
        match self.kind {
            GatewayKind::None => {}
            GatewayKind::Twilio => self.validate_twilio(problems),
            GatewayKind::Webhook => self.validate_webhook(problems),
        }
    }

    fn validate_twilio(&self, problems: &mut Problems) {
        let mut wrong = |key: &str, text: &str| problem::<Self>(problems, key, text);
        if !is_sid(&self.twilio_account) {
            wrong(
                "twilio_account",
                "is required with kind = \"twilio\": the account's SID, letters and digits",
            );
        }
        if self.twilio_token.is_none() {
            wrong("twilio_token", "is required with kind = \"twilio\"");
        }
        if self.twilio_from.is_empty() && self.twilio_service.is_empty() {
            wrong(
                "twilio_from",
                "is required with kind = \"twilio\", unless texts go through twilio_service",
            );
        }
        if !self.twilio_from.is_empty() && !is_e164(&self.twilio_from) {
            wrong("twilio_from", "must be a number such as +31201234567");
        }
        if !self.twilio_service.is_empty() && !is_sid(&self.twilio_service) {
            wrong("twilio_service", "must be the SID of a messaging service");
        }
    }

    fn validate_webhook(&self, problems: &mut Problems) {
        if self.webhook_url.is_none() {
            let text = "is required with kind = \"webhook\"";
            problem::<Self>(problems, "webhook_url", text);
        }
        let length = self
            .webhook_secret
            .as_ref()
            .map(|secret| secret.expose_secret().len());
        if length.is_none_or(|length| length < SHORTEST_SECRET) {
            let text = "is required with kind = \"webhook\", at least 32 characters";
            problem::<Self>(problems, "webhook_secret", text);
        }
    }
}

/// It becomes part of a path, so it must not be able to leave its place.
fn is_sid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A number in E.164 (ITU-T E.164, 6.1): `+` and at most fifteen digits.
pub fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const NAME: &str = "[organisation]\nname = \"Example\"\n";
    const SECRET: &str = "a-secret-of-more-than-thirty-two-characters";

    fn parse(gateway: &str) -> Result<Config, Vec<String>> {
        Config::parse(&format!("{NAME}[gateway]\n{gateway}"), [])
            .map_err(|problems| problems.into_iter().map(|problem| problem.key).collect())
    }

    #[test]
    fn nobody_is_the_default_and_needs_nothing() {
        assert_eq!(parse("").unwrap().gateway.kind, GatewayKind::None);
        assert!(parse("kind = \"none\"\ntwilio_from = \"left over\"").is_ok());
    }

    #[test]
    fn an_incomplete_gateway_is_refused_by_the_key_that_is_missing() {
        for (text, keys) in [
            (
                "kind = \"twilio\"",
                &[
                    "gateway.twilio_account",
                    "gateway.twilio_from",
                    "gateway.twilio_token",
                ] as &[&str],
            ),
            (
                "kind = \"twilio\"\ntwilio_account = \"AC1\"\ntwilio_token = \"t\"\ntwilio_from = \"0201234567\"",
                &["gateway.twilio_from"],
            ),
            (
                "kind = \"twilio\"\ntwilio_account = \"../AC1\"\ntwilio_token = \"t\"\ntwilio_service = \"MG 1\"",
                &["gateway.twilio_account", "gateway.twilio_service"],
            ),
            (
                "kind = \"twilio\"\ntwilio_url = \"http://api.example.org\"",
                &["gateway.twilio_url"],
            ),
            (
                "kind = \"webhook\"",
                &["gateway.webhook_secret", "gateway.webhook_url"],
            ),
            (
                "kind = \"webhook\"\nwebhook_url = \"https://sms.example.org/in\"\nwebhook_secret = \"short\"",
                &["gateway.webhook_secret"],
            ),
            ("kind = \"pigeon\"", &["gateway.kind"]),
            ("kind = \"demo\"", &["gateway.kind"]),
        ] {
            assert_eq!(parse(text).err().unwrap_or_default(), keys, "{text}");
        }
    }

    #[test]
    fn a_complete_gateway_is_accepted_and_prints_no_secret() {
        let twilio = "kind = \"twilio\"\ntwilio_account = \"AC1\"\ntwilio_token = \"t0p-s3cret\"\n";
        for more in ["twilio_from = \"+31201234567\"", "twilio_service = \"MG1\""] {
            let config = parse(&format!("{twilio}{more}")).unwrap();
            assert_eq!(config.gateway.kind, GatewayKind::Twilio);
            assert!(!format!("{config:?}").contains("t0p-s3cret"));
        }
        let webhook = format!(
            "kind = \"webhook\"\nwebhook_url = \"http://localhost:8081/\"\nwebhook_secret = \"{SECRET}\""
        );
        let config = parse(&webhook).unwrap();
        assert!(!format!("{config:?}").contains(SECRET));
    }

    #[test]
    fn a_number_has_a_plus_and_digits_only() {
        assert!(is_e164("+31612345678") && is_e164("+12025550123"));
        for wrong in [
            "",
            "+",
            "31612345678",
            "+0612345678",
            "+31 612345678",
            "+3161234567890123",
            "+٣١٦١٢٣٤٥٦",
            "whatsapp:+31612345678",
        ] {
            assert!(!is_e164(wrong), "{wrong}");
        }
    }
}
