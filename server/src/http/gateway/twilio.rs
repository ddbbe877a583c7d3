//! What Twilio calls (<https://www.twilio.com/docs/voice/twiml>,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>). The sending's id is in the
//! path, and the path is signed. Signatures do not run out, so that a message may come twice; see the parent
//! module for why that changes nothing.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::audit::Trace;
use domain::prompt::Prompt;
use domain::service::ports::PhoneEvent;
use domain::{Id, Language};
use http::header::CONTENT_TYPE;
use secrecy::SecretString;

use super::news::keys as pressed_keys;
use super::twiml::{self, Expected, Question};
use super::{Hall, Refused, single};
use crate::gateway::signature;
use crate::gateway::twilio::CALLBACKS;
use crate::http::visit::query_value;

/// The state of these routes.
pub struct Twilio {
    pub(super) hall: Hall,
    pub(super) token: SecretString,
}

/// A message that Twilio signed.
struct Message {
    /// The sending in the path.
    id: Option<Id>,
    query: String,
    fields: Vec<(String, String)>,
    trace: Trace,
}

impl Message {
    /// A field that is there once; otherwise empty.
    fn one(&self, name: &str) -> &str {
        let mut values = self.fields.iter().filter(|(n, _)| n == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => value,
            _ => "",
        }
    }
}

impl Twilio {
    /// Reads a message and believes it if it is signed.
    async fn open(&self, request: Request) -> Result<Message, Refused> {
        let (parts, trace, body) = Hall::read(request).await?;
        let Some(given) = single(&parts.headers, signature::TWILIO) else {
            return Err(self.hall.forged(&trace, "no_signature").await);
        };
        let Ok(fields) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(&body) else {
            return Err(Refused::Unreadable);
        };
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let origin = self.hall.origin.as_str();
        let signed = [origin, &other_port(origin, self.hall.origin.is_https())]
            .iter()
            .any(|origin| {
                let address = format!("{origin}{target}");
                signature::is_twilio(&self.token, &address, &fields, given)
            });
        if !signed {
            return Err(self.hall.forged(&trace, "wrong_signature").await);
        }
        let id = parts.uri.path().strip_prefix(CALLBACKS).and_then(|rest| {
            let mut pieces = rest.split('/').skip(1);
            pieces.next()?.parse().ok()
        });
        Ok(Message {
            id,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            fields,
            trace,
        })
    }

    /// Passes on what was heard and says what follows.
    async fn converse(
        &self,
        message: &Message,
        event: PhoneEvent,
        asked: Expected,
    ) -> Result<Response, Refused> {
        let hall = &self.hall;
        let (prompt, language) = hall.converse(message.id, event, &message.trace).await?;
        let said = hall.said(prompt, language).await;
        Ok(xml(match (message.id, expected(prompt, asked)) {
            (Some(id), Some(expected)) => Question {
                play: said.play.as_deref(),
                words: &said.words,
                // Whoever puts a call through needs a while, and somebody else hears the rest of it.
                times: if prompt == Prompt::PutThrough { 4 } else { 2 },
                expected,
                action: &self.address_for_keys(id, expected, ""),
                last: &hall.words(Prompt::Goodbye, language),
                language,
            }
            .document(),
            _ => farewell(hall, prompt, language),
        }))
    }

    fn address_for_keys(&self, id: Id, expected: Expected, more: &str) -> String {
        let (origin, number) = (&self.hall.origin, expected.number());
        format!("{origin}{CALLBACKS}/{id}/keys?expected={number}{more}")
    }
}

fn farewell(hall: &Hall, prompt: Prompt, language: Language) -> String {
    twiml::farewell(&hall.words(prompt, language), language)
}

/// The keys that a prompt asks for; after a mistake the same as before.
fn expected(prompt: Prompt, asked: Expected) -> Option<Expected> {
    match prompt {
        Prompt::Greeting { .. } | Prompt::PutThrough => Some(Expected::One),
        Prompt::GreetingNumber { .. } => Some(Expected::Three),
        Prompt::Again { .. } => Some(asked),
        Prompt::Confirmed | Prompt::Reported | Prompt::Goodbye => None,
    }
}

/// The origin with the usual port written out, or with any port left out: Twilio has signed either, and
/// its own libraries accept both.
fn other_port(origin: &str, https: bool) -> String {
    match origin.rsplit_once(':') {
        Some((before, port)) if port.bytes().all(|b| b.is_ascii_digit()) => before.to_owned(),
        _ => format!("{origin}:{}", if https { 443 } else { 80 }),
    }
}

fn xml(document: String) -> Response {
    ([(CONTENT_TYPE, "text/xml; charset=utf-8")], document).into_response()
}

/// Nothing has to be said.
fn heard() -> Response {
    xml(twiml::nothing())
}

/// `POST /gateway/twilio/{id}/voice`: somebody answered, or a machine did.
pub async fn voice(
    State(twilio): State<Arc<Twilio>>,
    request: Request,
) -> Result<Response, Refused> {
    let message = twilio.open(request).await?;
    let machine = is_machine(message.one("AnsweredBy"));
    let event = PhoneEvent::Answered { machine };
    twilio.converse(&message, event, Expected::Three).await
}

/// What Twilio's detection says of a voicemail; a fax has no ears either.
fn is_machine(answered_by: &str) -> bool {
    answered_by.starts_with("machine") || answered_by == "fax"
}

/// `POST /gateway/twilio/{id}/keys`: what was pressed.
pub async fn keys(
    State(twilio): State<Arc<Twilio>>,
    request: Request,
) -> Result<Response, Refused> {
    let message = twilio.open(request).await?;
    let expected = Expected::from_number(query_value(&message.query, "expected"));
    let before = query_value(&message.query, "after").filter(|keys| *keys == "0");
    let now = message.one("Digits");
    if let (Expected::One, None, "0", Some(id)) = (expected, before, now, message.id) {
        let action = twilio.address_for_keys(id, expected, "&after=0");
        return Ok(xml(twiml::one_more(&action)));
    }
    let keys = pressed_keys(&format!("{}{now}", before.unwrap_or_default()));
    if keys.is_empty() {
        let hall = &twilio.hall;
        return Ok(xml(farewell(hall, Prompt::Goodbye, hall.language)));
    }
    twilio
        .converse(&message, PhoneEvent::Keys(keys), expected)
        .await
}

/// `POST /gateway/twilio/{id}/call`: how the call goes.
pub async fn call(
    State(twilio): State<Arc<Twilio>>,
    request: Request,
) -> Result<Response, Refused> {
    let message = twilio.open(request).await?;
    let event = match message.one("CallStatus") {
        "ringing" => PhoneEvent::Ringing,
        // Who answered is told by `voice`, after the detection and not before it; this one knows it
        // only sometimes.
        "in-progress" if is_machine(message.one("AnsweredBy")) => {
            PhoneEvent::Answered { machine: true }
        }
        "busy" | "no-answer" => PhoneEvent::NoAnswer,
        "failed" | "canceled" => PhoneEvent::Failed,
        "completed" => PhoneEvent::Ended,
        _ => return Ok(heard()),
    };
    twilio.hall.tell(message.id, event, &message.trace).await?;
    Ok(heard())
}

/// `POST /gateway/twilio/{id}/message`: how the text goes.
pub async fn message(
    State(twilio): State<Arc<Twilio>>,
    request: Request,
) -> Result<Response, Refused> {
    let message = twilio.open(request).await?;
    let event = match message.one("MessageStatus") {
        "delivered" | "read" => PhoneEvent::Delivered,
        "undelivered" | "failed" | "canceled" => PhoneEvent::Undelivered,
        _ => return Ok(heard()),
    };
    twilio.hall.tell(message.id, event, &message.trace).await?;
    Ok(heard())
}

/// `POST /gateway/twilio/text`: somebody sent a text to our number.
pub async fn text(
    State(twilio): State<Arc<Twilio>>,
    request: Request,
) -> Result<Response, Refused> {
    let message = twilio.open(request).await?;
    let (from, body) = (message.one("From"), message.one("Body"));
    twilio.hall.hear(from, body, &message.trace).await?;
    Ok(heard())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_port_may_be_written_out_or_any_left_out() {
        for (origin, https, other) in [
            ("https://a.example.org", true, "https://a.example.org:443"),
            ("http://localhost", false, "http://localhost:80"),
            ("https://a.example.org:8443", true, "https://a.example.org"),
            ("https://[2001:db8::1]", true, "https://[2001:db8::1]:443"),
            ("https://[2001:db8::1]:8443", true, "https://[2001:db8::1]"),
        ] {
            assert_eq!(other_port(origin, https), other);
        }
    }
}
