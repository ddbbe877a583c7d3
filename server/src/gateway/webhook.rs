//! Plain JSON to an address of one's own, for whoever has a gateway that speaks something else: a few lines
//! there turn it into what that gateway wants. Every request is signed, so that nobody else can have texts
//! sent, and carries the id of the sending, by which the other side recognises a repetition.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use domain::Id;
use domain::service::ports::{Clock, Gateway, GatewayError, TextMessage, VoiceCall};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::client::{Client, of_kind};
use super::signature;

/// The longest text has some hundreds of bytes.
const ROOM: usize = 4096;

/// What is posted.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Sending<'a> {
    Text {
        id: String,
        to: &'a str,
        body: &'a str,
    },
    Call {
        id: String,
        to: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<&'a str>,
        extension: &'a str,
        language: &'static str,
    },
}

/// A client of the webhook.
pub struct Webhook {
    client: Client,
    secret: SecretString,
    clock: Arc<dyn Clock>,
}

impl Webhook {
    /// Posts to the client's endpoint, signed with this secret.
    pub(super) fn new(client: Client, secret: SecretString, clock: Arc<dyn Clock>) -> Self {
        Self {
            client,
            secret,
            clock,
        }
    }

    async fn send(&self, id: Id, sending: &Sending<'_>) -> Result<String, GatewayError> {
        // Room from the start: a buffer that grows leaves copies behind.
        let mut body = Zeroizing::new(Vec::with_capacity(ROOM));
        serde_json::to_writer(&mut *body, sending)
            .map_err(|_| GatewayError::Refused("the sending cannot be written".into()))?;
        let headers = self.headers(&body)?;
        let answer = self.client.post("", headers, body).await?;
        reference(id, &answer)
            .ok_or_else(|| GatewayError::Unclear("an answer that is not the webhook's".into()))
    }

    fn headers(&self, body: &[u8]) -> Result<HeaderMap, GatewayError> {
        let now = self.clock.now().unix_seconds();
        let signed = signature::webhook(&self.secret, now, body);
        let signed = HeaderValue::from_str(&signed)
            .map_err(|_| GatewayError::Refused("the signature cannot be written".into()))?;
        let mut headers = of_kind("application/json");
        headers.insert(
            HeaderName::from_static(signature::TIMESTAMP),
            HeaderValue::from(now),
        );
        headers.insert(HeaderName::from_static(signature::WEBHOOK), signed);
        Ok(headers)
    }
}

/// The name that the other side gives to the sending, or the sending's id where it gives none. A page of
/// some proxy that says 200 to everything is not an answer.
fn reference(id: Id, answer: &Bytes) -> Option<String> {
    if answer.is_empty() {
        return Some(id.to_string());
    }
    let accepted: Map<String, Value> = serde_json::from_slice(answer).ok()?;
    let reference = match accepted.get("reference") {
        None | Some(Value::Null) => return Some(id.to_string()),
        Some(reference) => reference.as_str()?,
    };
    let plain = reference.bytes().all(|b| b.is_ascii_graphic());
    (plain && (1..=64).contains(&reference.len())).then(|| reference.to_owned())
}

#[async_trait]
impl Gateway for Webhook {
    async fn text(&self, text: &TextMessage) -> Result<String, GatewayError> {
        let sending = Sending::Text {
            id: text.id.to_string(),
            to: text.to.e164(),
            body: &text.body,
        };
        self.send(text.id, &sending).await
    }

    async fn call(&self, call: &VoiceCall) -> Result<String, GatewayError> {
        let sending = Sending::Call {
            id: call.id.to_string(),
            to: call.to.e164(),
            from: call.from.as_ref().map(|number| number.e164()),
            extension: &call.extension,
            language: call.language.tag(),
        };
        self.send(call.id, &sending).await
    }
}
