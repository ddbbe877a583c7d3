//! The pretend phone of the demo organisation: a gateway whose texts, calls and mails arrive on a page.
//! It holds what arrived of late in memory; what is pressed and replied there goes through the same use
//! cases as news from a real gateway.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::audit::Trace;
use domain::service::ports::{Gateway, GatewayError, Prompt, TextMessage, VoiceCall};
use domain::{Id, Language, Time};

use crate::mail_out::{Letter, MailError, Mailer};

/// How many messages are kept.
const MOST: usize = 200;

/// The most keys that are gathered before a pound key.
const KEYS: usize = 16;

/// A message that arrived.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Message {
    /// The sending, for texts and calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// `mail`, `text` or `call`.
    pub channel: &'static str,
    /// Address or number, with an extension behind it.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text, or what the voice has said.
    pub body: String,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Where a call stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<CallState>,
    #[serde(skip)]
    said: Vec<String>,
    #[serde(skip)]
    keys: String,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// It rings.
    Ringing,
    /// Somebody listens.
    Talking,
    /// It is over.
    Over,
}

impl Message {
    /// What the voice has said, sentence after sentence.
    pub fn said(&self) -> &[String] {
        &self.said
    }
}

/// The newest messages first, a bounded number.
#[derive(Default)]
pub struct Inbox {
    messages: Mutex<VecDeque<Message>>,
    version: AtomicU64,
}

impl Inbox {
    fn open(&self) -> MutexGuard<'_, VecDeque<Message>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, message: Message) {
        let mut messages = self.open();
        messages.push_front(message);
        messages.truncate(MOST);
        self.version.fetch_add(1, Ordering::Relaxed);
    }

    fn ring(&self, id: Id, channel: &'static str, to: String, body: String, at: Time) {
        self.put(Message {
            id: Some(id),
            channel,
            to,
            subject: String::new(),
            body,
            at: at.0,
            call: (channel == "call").then_some(CallState::Ringing),
            said: Vec::new(),
            keys: String::new(),
        });
    }

    /// What has arrived.
    pub fn messages(&self) -> Vec<Message> {
        self.open().iter().cloned().collect()
    }

    /// Another number each time something changed.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Relaxed)
    }

    /// The number that a text went to.
    pub fn number_of(&self, id: Id) -> Option<String> {
        let messages = self.open();
        let text = messages
            .iter()
            .find(|m| m.id == Some(id) && m.channel == "text");
        text.map(|m| m.to.clone())
    }

    /// Changes a call that is in this state.
    fn change<T>(
        &self,
        id: Id,
        state: CallState,
        change: impl FnOnce(&mut Message) -> T,
    ) -> Option<T> {
        let mut messages = self.open();
        let call = messages
            .iter_mut()
            .find(|m| m.id == Some(id) && m.call == Some(state))?;
        let result = change(call);
        self.version.fetch_add(1, Ordering::Relaxed);
        Some(result)
    }

    /// Somebody answers; `false` when it does not ring.
    pub fn answer(&self, id: Id) -> bool {
        self.change(id, CallState::Ringing, |call| {
            call.call = Some(CallState::Talking);
        })
        .is_some()
    }

    /// The voice says something; afterwards it listens, or the call is over.
    pub fn say(&self, id: Id, words: String, listens: bool) {
        self.change(id, CallState::Talking, |call| {
            call.said.push(words);
            call.body = call.said.join("\n");
            if !listens {
                call.call = Some(CallState::Over);
            }
        });
    }

    /// A key is pressed. The pound key ends the gathering: what was gathered, with it.
    pub fn press(&self, id: Id, key: char) -> Option<String> {
        self.change(id, CallState::Talking, |call| {
            if call.keys.len() < KEYS {
                call.keys.push(key);
            }
            (key == '#').then(|| std::mem::take(&mut call.keys))
        })
        .flatten()
    }

    /// The call is over; `false` when it was already.
    pub fn end(&self, id: Id) -> bool {
        [CallState::Ringing, CallState::Talking]
            .into_iter()
            .any(|state| {
                let over = |call: &mut Message| call.call = Some(CallState::Over);
                self.change(id, state, over).is_some()
            })
    }

    /// Calls that have rung since before `then`: nobody answers them.
    pub fn unanswered(&self, then: Time) -> Vec<Id> {
        let messages = self.open();
        let ringing = messages
            .iter()
            .filter(|m| m.call == Some(CallState::Ringing));
        ringing
            .filter(|m| m.at <= then.0)
            .filter_map(|m| m.id)
            .collect()
    }
}

#[async_trait]
impl Gateway for Inbox {
    async fn text(&self, text: &TextMessage) -> Result<String, GatewayError> {
        let body = text.body.to_string();
        self.ring(text.id, "text", text.to.shown(), body, text.id.time());
        Ok(text.id.to_string())
    }

    async fn call(&self, call: &VoiceCall) -> Result<String, GatewayError> {
        let to = match call.extension.as_str() {
            "" => call.to.shown(),
            extension => format!("{} x{extension}", call.to.shown()),
        };
        self.ring(call.id, "call", to, String::new(), call.id.time());
        Ok(call.id.to_string())
    }
}

#[async_trait]
impl Mailer for Inbox {
    /// One after the other, so that they arrive in their order.
    fn at_once(&self) -> u32 {
        1
    }

    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        self.put(Message {
            id: None,
            channel: "mail",
            to: letter.to.clone(),
            subject: letter.words.subject.clone(),
            body: letter.words.body.clone(),
            at: letter.at.0,
            call: None,
            said: Vec::new(),
            keys: String::new(),
        });
        Ok(())
    }
}

/// Where its news come from.
pub fn trace(request: Id) -> Trace {
    Trace {
        address: String::new(),
        user_agent: "pretend phone".to_owned(),
        request,
    }
}

/// The voice's words, in the language of the call. A file that is played before them cannot be read, so a
/// note of music stands for it.
pub fn words(organisation: &str, prompt: Prompt, language: Language, greeted: bool) -> String {
    if greeted {
        let after = app::text::after_greeting(language, prompt, organisation);
        return format!("♪ {after}");
    }
    app::text::voice(language, prompt, organisation).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ringing() -> (Inbox, Id) {
        let (inbox, id) = (Inbox::default(), Id::new(Time(5_000), [1; 10]));
        inbox.ring(
            id,
            "call",
            "+31 6 12345678".into(),
            String::new(),
            id.time(),
        );
        (inbox, id)
    }

    #[test]
    fn keys_are_gathered_up_to_the_pound_key() {
        let (inbox, id) = ringing();
        assert_eq!(inbox.press(id, '#'), None, "nobody listens yet");
        assert!(inbox.answer(id) && !inbox.answer(id));
        assert_eq!(inbox.press(id, '0'), None);
        assert_eq!(inbox.press(id, '#').as_deref(), Some("0#"));
        assert_eq!(inbox.press(id, '#').as_deref(), Some("#"));
    }

    #[test]
    fn a_call_is_over_once_and_a_ringing_one_is_found_when_nobody_answers() {
        let (inbox, id) = ringing();
        assert_eq!(inbox.unanswered(Time(4_999)), []);
        assert_eq!(inbox.unanswered(Time(5_000)), [id]);
        assert!(inbox.end(id) && !inbox.end(id));
        assert_eq!(inbox.unanswered(Time(9_000)), []);
    }

    #[test]
    fn what_the_voice_says_is_kept_and_the_last_words_end_the_call() {
        let (inbox, id) = ringing();
        inbox.answer(id);
        let before = inbox.version();
        inbox.say(id, "One.".into(), true);
        inbox.say(id, "Two.".into(), false);
        let call = inbox.messages().remove(0);
        assert_eq!((call.said().len(), call.call), (2, Some(CallState::Over)));
        assert_eq!(call.body, "One.\nTwo.");
        assert!(inbox.version() > before);
    }
}
