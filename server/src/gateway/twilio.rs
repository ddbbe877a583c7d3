//! The REST interface of Twilio, version 2010-04-01, which others speak too
//! (<https://www.twilio.com/docs/messaging/api/message-resource>,
//! <https://www.twilio.com/docs/voice/api/call-resource>). What Twilio tells later comes to the addresses
//! that go out with each request; they carry the id of the sending.

use async_trait::async_trait;
use bytes::Bytes;
use data_encoding::BASE64;
use domain::Id;
use domain::service::ports::{Gateway, GatewayError, TextMessage, VoiceCall};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::client::{Client, of_kind};
use crate::config::PublicOrigin;

/// Below this path Twilio calls back.
pub const CALLBACKS: &str = "/gateway/twilio";

/// Seconds for which Twilio tries to hand a text over: as long as its code lives (A.5).
const VALIDITY: &str = "300";
/// Seconds for which it rings.
const RING: &str = "60";
/// The most seconds of a call without a greeting of the organisation's own. The voice needs no more than 45
/// (A.5); before it speaks, a quarter of a minute goes to finding out whether a machine answered.
const LONGEST: i64 = 60;
/// The same through a switchboard, where somebody puts the call through first.
const LONGEST_EXTENSION: i64 = 120;
/// Two seconds of patience before the extension is dialled; each `w` is half a second.
const PAUSE: &str = "wwww";
/// The most keys of an extension that can be dialled.
const LONGEST_DIALLED: usize = 20;

/// Who pays and who calls.
pub struct Account {
    /// The account's SID.
    pub sid: String,
    /// The account's token, which is also the key of what Twilio signs.
    pub token: SecretString,
    /// The number that calls unless the rules name another, in E.164, or empty.
    pub from: String,
    /// The SID of the messaging service that texts go through, or empty.
    pub service: String,
}

/// A client of Twilio.
pub struct Twilio {
    client: Client,
    account: Account,
    callbacks: String,
}

impl Twilio {
    /// Speaks to the client's endpoint; Twilio calls back to the portal's public origin.
    pub(super) fn new(client: Client, account: Account, origin: &PublicOrigin) -> Self {
        Self {
            client,
            account,
            callbacks: format!("{origin}{CALLBACKS}"),
        }
    }

    fn callback(&self, id: Id, what: &str) -> String {
        format!("{}/{id}/{what}", self.callbacks)
    }

    async fn create(
        &self,
        resource: &str,
        fields: &[(&str, &str)],
    ) -> Result<String, GatewayError> {
        let path = format!("/2010-04-01/Accounts/{}/{resource}.json", self.account.sid);
        let body = serde_urlencoded::to_string(fields)
            .map_err(|_| GatewayError::Refused("the form cannot be written".into()))?;
        let body = Zeroizing::new(body.into_bytes());
        let answer = self.client.post(&path, self.headers()?, body).await?;
        sid(&answer).ok_or_else(|| GatewayError::Unclear("an answer without a SID".into()))
    }

    fn headers(&self) -> Result<HeaderMap, GatewayError> {
        let token = self.account.token.expose_secret();
        let pair = Zeroizing::new(format!("{}:{token}", self.account.sid));
        let basic = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
        let mut value = HeaderValue::from_str(&basic)
            .map_err(|_| GatewayError::Refused("the account cannot be written".into()))?;
        value.set_sensitive(true);
        let mut headers = of_kind("application/x-www-form-urlencoded");
        headers.insert(AUTHORIZATION, value);
        Ok(headers)
    }
}

/// The name of what was created. Anything else in its place is not an answer of this interface.
fn sid(answer: &Bytes) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Created {
        sid: String,
    }
    let Created { sid } = serde_json::from_slice(answer).ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    ((1..=64).contains(&sid.len()) && sid.bytes().all(plain)).then_some(sid)
}

/// What is dialled once the switchboard answers.
fn dialled(extension: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'*' | b'#');
    (extension.len() <= LONGEST_DIALLED && extension.bytes().all(plain))
        .then(|| format!("{PAUSE}{extension}"))
}

#[async_trait]
impl Gateway for Twilio {
    async fn text(&self, text: &TextMessage) -> Result<String, GatewayError> {
        let Account { from, service, .. } = &self.account;
        let sender = if service.is_empty() {
            ("From", from.as_str())
        } else {
            ("MessagingServiceSid", service.as_str())
        };
        let fields = [
            ("To", text.to.e164()),
            sender,
            ("Body", text.body.as_str()),
            ("StatusCallback", &self.callback(text.id, "message")),
            ("ValidityPeriod", VALIDITY),
        ];
        self.create("Messages", &fields).await
    }

    async fn call(&self, call: &VoiceCall) -> Result<String, GatewayError> {
        let own = self.account.from.as_str();
        let from = call.from.as_ref().map_or(own, |number| number.e164());
        if from.is_empty() {
            let text = "no number to call from: gateway.twilio_from";
            return Err(GatewayError::Refused(text.into()));
        }
        let dialled = dialled(&call.extension)
            .ok_or_else(|| GatewayError::Refused("an extension that cannot be dialled".into()))?;
        let (url, status) = (
            self.callback(call.id, "voice"),
            self.callback(call.id, "call"),
        );
        let longest = if call.extension.is_empty() {
            LONGEST
        } else {
            LONGEST_EXTENSION
        };
        // Another second for what of one has begun.
        let longest = (longest + (call.longer.0 + 999) / 1_000).to_string();
        let mut fields = vec![
            ("To", call.to.e164()),
            ("From", from),
            ("Url", &url),
            ("Method", "POST"),
            ("StatusCallback", &status),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", RING),
            ("MachineDetection", "Enable"),
            ("TimeLimit", &longest),
        ];
        if !call.extension.is_empty() {
            fields.push(("SendDigits", &dialled));
        }
        self.create("Calls", &fields).await
    }
}
