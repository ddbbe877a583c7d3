//! What the webhook's other side posts: one address, one JSON object per event. Time and body are signed
//! together; a signature is good for five minutes around its time and counts once.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::Time;
use domain::audit::Trace;
use domain::service::ports::{Clock, PhoneEvent};
use http::request::Parts;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::news::keys;
use super::replays::{Replays, TOLERANCE};
use super::{Hall, Refused, single};
use crate::gateway::signature;

/// The state of this route.
pub struct Webhook {
    pub(super) hall: Hall,
    pub(super) secret: SecretString,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) replays: Replays,
}

/// What can be told. Fields that nobody knows are left alone, so that the other side may have its own.
#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event {
    Delivered { id: String },
    Undelivered { id: String },
    Ringing { id: String },
    Answered { id: String },
    Voicemail { id: String },
    Keys { id: String, keys: String },
    NoAnswer { id: String },
    Ended { id: String },
    Failed { id: String },
    Reply { from: String, body: String },
}

/// What the voice says next.
#[derive(Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    play: Option<String>,
    say: String,
    language: &'static str,
    listen: bool,
}

impl Webhook {
    /// Why a message is not believed, or its signature.
    fn check<'a>(&self, parts: &'a Parts, body: &Bytes) -> Result<&'a str, &'static str> {
        let headers = &parts.headers;
        let given = single(headers, signature::WEBHOOK).ok_or("no_signature")?;
        let timestamp = single(headers, signature::TIMESTAMP).ok_or("no_signature")?;
        if !signature::is_webhook(&self.secret, timestamp, body, given) {
            return Err("wrong_signature");
        }
        let now = self.clock.now();
        let made = timestamp
            .parse::<u32>()
            .map(|seconds| Time(i64::from(seconds) * 1_000))
            .map_err(|_| "out_of_time")?;
        if now.since(made) > TOLERANCE || made.since(now) > TOLERANCE {
            return Err("out_of_time");
        }
        if !self.replays.admit(given, made, now) {
            return Err("replayed");
        }
        Ok(given)
    }

    async fn pass_on(&self, event: Event, trace: &Trace) -> Result<Response, Refused> {
        let (id, event) = match event {
            Event::Reply { from, body } => {
                self.hall.hear(&from, &body, trace).await?;
                return Ok(heard());
            }
            Event::Delivered { id } => (id, PhoneEvent::Delivered),
            Event::Undelivered { id } => (id, PhoneEvent::Undelivered),
            Event::Ringing { id } => (id, PhoneEvent::Ringing),
            Event::NoAnswer { id } => (id, PhoneEvent::NoAnswer),
            Event::Ended { id } => (id, PhoneEvent::Ended),
            Event::Failed { id } => (id, PhoneEvent::Failed),
            Event::Answered { id } => {
                return self
                    .converse(&id, PhoneEvent::Answered { machine: false }, trace)
                    .await;
            }
            Event::Voicemail { id } => {
                return self
                    .converse(&id, PhoneEvent::Answered { machine: true }, trace)
                    .await;
            }
            Event::Keys { id, keys: pressed } => {
                let keys = keys(&pressed);
                // Silence is not news of any sending.
                let id = if keys.is_empty() { "" } else { &id };
                return self.converse(id, PhoneEvent::Keys(keys), trace).await;
            }
        };
        self.hall.tell(id.parse().ok(), event, trace).await?;
        Ok(heard())
    }

    async fn converse(
        &self,
        id: &str,
        event: PhoneEvent,
        trace: &Trace,
    ) -> Result<Response, Refused> {
        let next = self.hall.converse(id.parse().ok(), event, trace).await?;
        let (prompt, language) = next;
        let super::Said { play, words } = self.hall.said(prompt, language).await;
        let said = Said {
            play,
            say: words,
            language: language.tag(),
            listen: prompt.listens(),
        };
        Ok(Json(said).into_response())
    }
}

fn heard() -> Response {
    Json(serde_json::json!({})).into_response()
}

/// `POST /gateway/webhook/events`.
pub async fn events(
    State(webhook): State<Arc<Webhook>>,
    request: Request,
) -> Result<Response, Refused> {
    let (parts, trace, body) = Hall::read(request).await?;
    let signature = match webhook.check(&parts, &body) {
        Ok(signature) => signature,
        Err(reason) => return Err(webhook.hall.forged(&trace, reason).await),
    };
    let event = serde_json::from_slice(&body).map_err(|_| Refused::Unreadable)?;
    let answer = webhook.pass_on(event, &trace).await;
    if answer.is_err() {
        webhook.replays.forget(signature);
    }
    answer
}
