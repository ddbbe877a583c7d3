//! The way to a telephone and back: what a gateway is asked to carry, and what it tells of it later.
//! A gateway never learns whose telephone it is, nor why; it knows a number, words and an id.

use async_trait::async_trait;
use zeroize::Zeroizing;

use crate::audit::Trace;
use crate::contact::PhoneNumber;
pub use crate::prompt::Prompt;
use crate::service::Answer;
use crate::time::Span;
use crate::{Id, Language};

/// A text message on its way out.
pub struct TextMessage {
    /// The id of the sending: the same for every try, so that a gateway can tell a repetition.
    pub id: Id,
    /// To whom.
    pub to: PhoneNumber,
    /// The words, with the code in them.
    pub body: Zeroizing<String>,
}

/// A call on its way out. What is said is asked for when somebody answers ([`Inbound::event`]).
pub struct VoiceCall {
    /// The id of the sending, which comes back with every event.
    pub id: Id,
    /// To whom.
    pub to: PhoneNumber,
    /// From which number; the gateway's own where there is none.
    pub from: Option<PhoneNumber>,
    /// Digits dialled once the switchboard answers, or empty.
    pub extension: String,
    /// The language of the voice.
    pub language: Language,
    /// How much longer it may last than others, because it begins with a greeting of the organisation's own.
    pub longer: Span,
}

/// Why a gateway did not take a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// Nothing was sent; another try may work (no connection, 429, 5xx before anything was accepted).
    #[error("try later: {0}")]
    Later(String),
    /// Nothing was sent and no try will work: the number cannot be reached, or the account is not in order.
    #[error("refused: {0}")]
    Refused(String),
    /// The request went out and no answer came: it may have been sent, so it is never sent again.
    #[error("no answer: {0}")]
    Unclear(String),
}

/// Carries texts and calls. The texts of errors are for the log and name no number and no code.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Hands a text over; the gateway's own name for it.
    async fn text(&self, text: &TextMessage) -> Result<String, GatewayError>;
    /// Starts a call; the gateway's own name for it.
    async fn call(&self, call: &VoiceCall) -> Result<String, GatewayError>;
}

/// What a gateway tells of a sending, once its signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneEvent {
    /// The text reached the telephone.
    Delivered,
    /// The text cannot reach it.
    Undelivered,
    /// It rings.
    Ringing,
    /// Somebody answered, or the voicemail did.
    Answered {
        /// A machine answered.
        machine: bool,
    },
    /// Keys were pressed, `0` to `9`, `*` and `#`, in their order.
    Keys(String),
    /// Nobody answered within a minute, or the line was busy.
    NoAnswer,
    /// The call ended.
    Ended,
    /// The call could not be made.
    Failed,
}

/// Where gateways' news arrive: the use cases.
#[async_trait]
pub trait Inbound: Send + Sync {
    /// News of a sending; what the voice says next and in which language, where it is a call that goes
    /// on. News of an unknown, finished or other kind of sending change nothing.
    ///
    /// # Errors
    /// When the store does not answer; the gateway is told to try again.
    async fn event(
        &self,
        sending: Id,
        event: PhoneEvent,
        trace: &Trace,
    ) -> Answer<Option<(Prompt, Language)>>;
    /// The SHA-256 of the file that a call in this language begins with, where it is no words.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn greeting(&self, language: Language) -> Answer<Option<[u8; 32]>>;
    /// A text that somebody sent to us, from a number in E.164 (F-045). What it led to is nobody's
    /// business but the page's.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn reply(&self, from: &str, body: &str, trace: &Trace) -> Answer<()>;
}
