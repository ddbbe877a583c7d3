//! Where gateways call back: what became of a text, which keys were pressed, what somebody answered to a
//! text. Anybody can find these addresses, so nothing is believed that is not signed; a message that is not
//! is refused and recorded as a forgery. Whatever is signed gets the same kind of answer, whether the
//! sending that it names is known or not, so that nobody learns here which ids exist.
//!
//! A gateway repeats what it did not see answered. That is harmless: what the news lead to is decided by
//! [`Inbound`], for which a finished sending is finished, and a code counts once.

mod news;
mod replays;
mod twilio;
pub mod twiml;
mod webhook;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use domain::audit::Trace;
use domain::prompt::Prompt;
use domain::service::ports::{Clock, Inbound, PhoneEvent};
use domain::service::{Answer, ServiceError};
use domain::{Id, Language};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use secrecy::SecretString;

use super::{Portal, visit};
use crate::config::{Config, GatewayKind, PublicOrigin};
use replays::Replays;

/// The most bytes of a message. Twilio's largest, a long text with all its fields, has some four thousand.
pub const MOST_BYTES: usize = 16 * 1024;

/// Where forgeries are told.
#[async_trait]
pub trait Alarm: Send + Sync {
    /// A message was not signed by the gateway, for this reason.
    ///
    /// # Errors
    /// When it cannot be recorded.
    async fn forged(&self, trace: &Trace, reason: &'static str) -> Answer<()>;
}

#[async_trait]
impl Alarm for Portal {
    async fn forged(&self, trace: &Trace, reason: &'static str) -> Answer<()> {
        self.metrics.forgeries.fetch_add(1, Ordering::Relaxed);
        self.services.record_forgery(trace, reason).await
    }
}

/// Who calls back, and the key of what they sign.
pub enum Key {
    /// Nobody.
    None,
    /// Twilio, with the account's token.
    Twilio(SecretString),
    /// The webhook's other side, with the shared secret.
    Webhook(SecretString),
}

impl Key {
    /// The key of the configured gateway.
    pub fn of(config: &Config) -> Self {
        let chosen = &config.gateway;
        let key = match chosen.kind {
            GatewayKind::None => None,
            GatewayKind::Twilio => chosen.twilio_token.clone().map(Self::Twilio),
            GatewayKind::Webhook => chosen.webhook_secret.clone().map(Self::Webhook),
        };
        key.unwrap_or(Self::None)
    }
}

/// What the handlers need.
pub struct Callbacks {
    /// Where news go.
    pub inbound: Arc<dyn Inbound>,
    /// Where forgeries go.
    pub alarm: Arc<dyn Alarm>,
    /// The time, for signatures that run out.
    pub clock: Arc<dyn Clock>,
    /// Who calls back.
    pub key: Key,
    /// The portal as the gateway sees it.
    pub origin: PublicOrigin,
    /// The organisation's name, which the voice says.
    pub organisation: String,
    /// The language of the voice where the sending does not decide.
    pub language: Language,
}

impl Callbacks {
    /// As configured.
    pub fn of(
        config: &Config,
        inbound: Arc<dyn Inbound>,
        alarm: Arc<dyn Alarm>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            inbound,
            alarm,
            clock,
            key: Key::of(config),
            origin: config.server.public_origin.clone(),
            organisation: config.organisation.name.trim().to_owned(),
            language: config.organisation.default_language,
        }
    }
}

/// The routes of the configured gateway, for [`super::mounted`]; those of another one do not exist.
pub fn routes(callbacks: Callbacks) -> Router {
    let hall = Hall {
        inbound: callbacks.inbound,
        alarm: callbacks.alarm,
        origin: callbacks.origin,
        organisation: callbacks.organisation,
        language: callbacks.language,
    };
    match callbacks.key {
        Key::None => Router::new(),
        Key::Twilio(token) => Router::new()
            .route("/gateway/twilio/{id}/voice", post(twilio::voice))
            .route("/gateway/twilio/{id}/keys", post(twilio::keys))
            .route("/gateway/twilio/{id}/call", post(twilio::call))
            .route("/gateway/twilio/{id}/message", post(twilio::message))
            .route("/gateway/twilio/text", post(twilio::text))
            .with_state(Arc::new(twilio::Twilio { hall, token })),
        Key::Webhook(secret) => Router::new()
            .route("/gateway/webhook/events", post(webhook::events))
            .with_state(Arc::new(webhook::Webhook {
                hall,
                secret,
                clock: callbacks.clock,
                replays: Replays::default(),
            })),
    }
}

/// What somebody hears.
struct Said {
    /// The address of a file that comes first.
    play: Option<String>,
    words: String,
}

/// The path of a file that calls begin with.
pub fn greeting_address(name: &[u8; 32]) -> String {
    format!("/gateway/greeting/{}", HEXLOWER.encode(name))
}

/// `GET /gateway/greeting/{sha256}`: a file that calls begin with. Whoever is called hears it, so it is no
/// secret; its name is what it holds, so it never changes.
pub async fn greeting(
    State(portal): State<Arc<Portal>>,
    Path(name): Path<String>,
) -> Result<Response, StatusCode> {
    let name = HEXLOWER.decode(name.as_bytes()).ok();
    let name = name.and_then(|name| <[u8; 32]>::try_from(name).ok());
    let name = name.ok_or(StatusCode::NOT_FOUND)?;
    let found = portal
        .services
        .greeting_file(&name)
        .await
        .map_err(|error| {
            tracing::error!(%error, "the greeting of a call could not be read");
            StatusCode::SERVICE_UNAVAILABLE
        })?;
    let (sound, bytes) = found.ok_or(StatusCode::NOT_FOUND)?;
    let head = [
        (CONTENT_TYPE, sound.media_type()),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((head, bytes).into_response())
}

/// What both interfaces share.
struct Hall {
    inbound: Arc<dyn Inbound>,
    alarm: Arc<dyn Alarm>,
    origin: PublicOrigin,
    organisation: String,
    language: Language,
}

/// Why a message leads to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// Not signed by the gateway.
    Forged,
    /// Signed, but not a message of this interface.
    Unreadable,
    /// More than anything a gateway has to say.
    TooLarge,
    /// The store does not answer; the gateway may say it again.
    Later,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Forged => StatusCode::FORBIDDEN.into_response(),
            Self::Unreadable => StatusCode::BAD_REQUEST.into_response(),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Later => (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")]).into_response(),
        }
    }
}

impl Hall {
    /// The head, where it comes from, and the whole body.
    async fn read(request: Request) -> Result<(Parts, Trace, Bytes), Refused> {
        let (parts, body) = request.into_parts();
        let trace = visit::trace(&parts, || Id([0; 16]));
        match axum::body::to_bytes(body, MOST_BYTES).await {
            Ok(bytes) => Ok((parts, trace, bytes)),
            Err(_) => Err(Refused::TooLarge),
        }
    }

    /// Records a forgery.
    async fn forged(&self, trace: &Trace, reason: &'static str) -> Refused {
        if let Err(error) = self.alarm.forged(trace, reason).await {
            tracing::error!(%error, "a forged message could not be recorded");
        }
        Refused::Forged
    }

    /// Passes news on. An id that is none is like one that nobody knows.
    async fn tell(
        &self,
        id: Option<Id>,
        event: PhoneEvent,
        trace: &Trace,
    ) -> Result<Option<(Prompt, Language)>, Refused> {
        let Some(id) = id else { return Ok(None) };
        accept(self.inbound.event(id, event, trace).await).map(Option::flatten)
    }

    /// What the voice says next; where nothing follows, that the call is over.
    async fn converse(
        &self,
        id: Option<Id>,
        event: PhoneEvent,
        trace: &Trace,
    ) -> Result<(Prompt, Language), Refused> {
        let next = self.tell(id, event, trace).await?;
        Ok(next.unwrap_or((Prompt::Goodbye, self.language)))
    }

    /// Passes on what somebody sent to us. What is not a number was not texted by us.
    async fn hear(&self, from: &str, body: &str, trace: &Trace) -> Result<(), Refused> {
        if crate::config::is_e164(from) {
            accept(self.inbound.reply(from, body, trace).await)?;
        }
        Ok(())
    }

    /// A prompt as it is heard: words alone, or a file of the organisation's own and what has to be said
    /// after it. Where nobody knows whether there is one, the words are all that is needed.
    async fn said(&self, prompt: Prompt, language: Language) -> Said {
        let file = if prompt.greets() {
            self.inbound
                .greeting(language)
                .await
                .unwrap_or_else(|error| {
                    tracing::error!(%error, "the greeting of a call could not be read");
                    None
                })
        } else {
            None
        };
        match file {
            Some(name) => Said {
                play: Some(format!("{}{}", self.origin, greeting_address(&name))),
                words: app::text::after_greeting(language, prompt, &self.organisation).into_owned(),
            },
            None => Said {
                play: None,
                words: self.words(prompt, language),
            },
        }
    }

    /// The words of a prompt.
    fn words(&self, prompt: Prompt, language: Language) -> String {
        app::text::voice(language, prompt, &self.organisation).into_owned()
    }
}

/// A refusal is the use cases' own business; a store that does not answer is told, so that the gateway
/// tries again.
fn accept<T>(answer: Answer<T>) -> Result<Option<T>, Refused> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(ServiceError::Refused(_)) => Ok(None),
        Err(error @ ServiceError::Unavailable(_)) => {
            tracing::error!(%error, "a gateway's news could not be kept");
            Err(Refused::Later)
        }
    }
}

/// A header that is there exactly once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}
