//! The gateway as our side sees it: configured, with little patience.

use std::sync::Arc;
use std::time::Duration;

use domain::contact::PhoneNumber;
use domain::service::ports::{Clock, Gateway, TextMessage, VoiceCall};
use domain::time::Span;
use domain::{Id, Language, Time};
use server::config::Config;
use server::gateway::{self, Timeouts};
use zeroize::Zeroizing;

/// The token of the Twilio account.
pub const TOKEN: &str = "a-token-of-the-account";
/// The secret of the webhook.
pub const SECRET: &str = "a-secret-of-more-than-thirty-two-characters";
/// A number that must not be found in any error.
pub const NUMBER: &str = "+31612345678";
/// The second in which every test begins.
pub const NOW: i64 = 1_800_000_000;

/// A clock that stands still.
pub struct Still(pub i64);

impl Clock for Still {
    fn now(&self) -> Time {
        Time(self.0 * 1_000)
    }
}

/// A configuration with these lines under `[gateway]`.
pub fn config(gateway: &str) -> Config {
    let text = format!(
        "[server]\npublic_origin = \"https://account.example.org\"\n\
         [organisation]\nname = \"Example\"\n[gateway]\n{gateway}"
    );
    Config::parse(&text, []).unwrap()
}

/// Twilio at this address.
pub fn twilio(url: &str) -> String {
    format!(
        "kind = \"twilio\"\ntwilio_url = \"{url}\"\ntwilio_account = \"AC0123\"\n\
         twilio_token = \"{TOKEN}\"\ntwilio_from = \"+31201234567\"\n"
    )
}

/// The webhook at this address.
pub fn webhook(url: &str) -> String {
    format!("kind = \"webhook\"\nwebhook_url = \"{url}\"\nwebhook_secret = \"{SECRET}\"\n")
}

/// The gateway of these lines, with as much patience as a busy machine needs.
pub fn open(lines: &str) -> Arc<dyn Gateway> {
    patient(lines, Duration::from_secs(20))
}

/// The same, waiting no longer than this.
pub fn patient(lines: &str, total: Duration) -> Arc<dyn Gateway> {
    let timeouts = Timeouts {
        connect: total,
        total,
    };
    let built = gateway::with_timeouts(&config(lines), Arc::new(Still(NOW)), timeouts);
    built.unwrap().unwrap()
}

/// The sending of every test.
pub fn id() -> Id {
    Id::new(Time(NOW * 1_000), [7; 10])
}

/// A text.
pub fn text() -> TextMessage {
    TextMessage {
        id: id(),
        to: PhoneNumber::from_stored(NUMBER.into()),
        body: Zeroizing::new("Example: 123456 & niemand vraagt erom.\n@a.example #123456".into()),
    }
}

/// A call.
pub fn call(extension: &str) -> VoiceCall {
    VoiceCall {
        id: id(),
        to: PhoneNumber::from_stored(NUMBER.into()),
        from: None,
        extension: extension.into(),
        language: Language::Nl,
        longer: Span(0),
    }
}

/// The same from a number that the rules name.
pub fn call_from(number: &str) -> VoiceCall {
    VoiceCall {
        from: Some(PhoneNumber::from_stored(number.into())),
        ..call("")
    }
}
