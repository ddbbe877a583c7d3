//! A telephone that is being asked: a text with a code, or a call that waits for a key. One row is both
//! the open question and the message that still has to leave, so neither can exist without the other; it
//! belongs to one browser, and a new one takes its place (F-049).

pub use crate::dial::{Dial, Line, Progress, TRIES};
use crate::policy::Policy;
use crate::service::ports::{PhoneEvent, Prompt};
use crate::session::{TokenHash, within};
use crate::time::Span;
use crate::{Id, Language, Time};

/// How long an answer counts (flows, section 4; A.5).
pub const LIFE: Span = Span::minutes(5);

/// Calls that one sign-in or one set-up may ask for (A.5).
pub const CALLS: u8 = 2;

/// After so many handings-over that did not work the sending is given up.
pub const HANDINGS: u8 = 3;

/// What the answer will be used for; an answer to one question is none to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The second step of a sign-in.
    SignIn,
    /// A telephone in the wizard.
    Enrol,
    /// A second step before credentials are changed.
    StepUp,
    /// A telephone on the settings page.
    SetUp,
    /// The helpdesk wants to know who is calling.
    CallerCheck,
    /// Nothing: a text that tells something and asks nothing.
    Warning,
}

impl Purpose {
    const ALL: [Self; 6] = [
        Self::SignIn,
        Self::Enrol,
        Self::StepUp,
        Self::SetUp,
        Self::CallerCheck,
        Self::Warning,
    ];

    /// The stable name used in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Enrol => "enrol",
            Self::StepUp => "step_up",
            Self::SetUp => "set_up",
            Self::CallerCheck => "caller_check",
            Self::Warning => "warning",
        }
    }

    /// The purpose with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.key() == key)
    }

    /// Whether the number in question is new and becomes a method when it answers.
    pub const fn is_new_number(self) -> bool {
        matches!(self, Self::Enrol | Self::SetUp)
    }
}

/// An open question to a telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The session or sign-in on the way that asked. One question per owner; the newest counts.
    pub owner: TokenHash,
    /// The sending, as the gateway knows it.
    pub id: Id,
    /// Whose.
    pub user: Id,
    /// What for.
    pub purpose: Purpose,
    /// Which telephone, how.
    pub dial: Dial,
    /// Number and extension, sealed: `+31201234567;12`.
    pub number: Vec<u8>,
    /// The country or region of the number (ISO 3166), or empty.
    pub region: String,
    /// Keyed digest of the number, by which a reply is found.
    pub tag: [u8; 32],
    /// The language of the words.
    pub language: Language,
    /// The code or the number on the screen, sealed; that of a text is wiped once the gateway has it. Empty
    /// where a call only asks for the pound key.
    pub secret: Vec<u8>,
    /// Keyed digest of what has to be typed, pressed or replied, bound to sending and purpose.
    pub mac: [u8; 32],
    /// When it was asked for.
    pub created: Time,
    /// When the gateway is tried next; while it is being handed over, until when.
    pub due: Time,
    /// Handings-over so far.
    pub handings: u8,
    /// Wrong answers so far.
    pub tries: u8,
    /// Texts or calls that this owner has asked for, with this one.
    pub asked: u8,
    /// When the next may be asked for.
    pub again: Time,
    /// How far it has come.
    pub progress: Progress,
}

/// What the organisation's rules say about a call.
#[derive(Clone, Copy, Debug)]
pub struct CallRules {
    /// `0#` reports it as fraud, and the voice says so.
    pub report: bool,
    /// So many wrong keys end it; never more than [`TRIES`].
    pub attempts: u8,
}

impl CallRules {
    /// As they are in force.
    pub const fn of(policy: &Policy) -> Self {
        Self {
            report: policy.allow_fraud_reports,
            attempts: policy.call_attempts,
        }
    }
}

/// What an event does to a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// How far it is then.
    pub progress: Progress,
    /// It was a wrong answer.
    pub wrong: bool,
    /// What the voice says.
    pub prompt: Option<Prompt>,
}

impl Challenge {
    /// Whether an answer still counts.
    pub fn alive(&self, now: Time) -> bool {
        within(self.created, now, LIFE) && self.tries < TRIES
    }

    /// What this event does; `None` where it does nothing: it came too late, twice, or for something
    /// else. `right` judges what was pressed before the pound key.
    pub fn turn(
        &self,
        event: &PhoneEvent,
        extension: bool,
        rules: CallRules,
        right: impl FnOnce(&str) -> bool,
    ) -> Option<Turn> {
        let to = |progress, prompt| {
            Some(Turn {
                progress,
                wrong: false,
                prompt,
            })
        };
        let on_its_way = matches!(
            self.progress,
            Progress::Sending | Progress::Sent | Progress::Ringing
        );
        match (self.dial.line(), event) {
            (Line::Text, PhoneEvent::Delivered) if on_its_way => to(Progress::Delivered, None),
            (Line::Text, PhoneEvent::Undelivered | PhoneEvent::Failed) if on_its_way => {
                to(Progress::Undelivered, None)
            }
            (Line::Call, PhoneEvent::Ringing)
                if on_its_way && self.progress != Progress::Ringing =>
            {
                to(Progress::Ringing, None)
            }
            (Line::Call, PhoneEvent::Answered { machine: true })
                if self.listening() || on_its_way =>
            {
                to(Progress::Voicemail, Some(Prompt::Goodbye))
            }
            (Line::Call, PhoneEvent::Answered { machine: false }) if on_its_way => {
                if extension {
                    to(Progress::Switchboard, Some(Prompt::PutThrough))
                } else {
                    to(Progress::Answered, Some(self.greeting(rules)))
                }
            }
            // Asked for once more, as after a repeated callback: the words again, and nothing changes.
            (Line::Call, PhoneEvent::Answered { machine: false }) if self.listening() => {
                to(self.progress, Some(self.words(rules)))
            }
            (Line::Call, PhoneEvent::Keys(keys)) if self.listening() => {
                self.pressed(keys, rules, right)
            }
            (Line::Call, PhoneEvent::NoAnswer) if on_its_way => to(Progress::NoAnswer, None),
            (Line::Call, PhoneEvent::Failed) if on_its_way || self.listening() => {
                to(Progress::Failed, None)
            }
            (Line::Call, PhoneEvent::Ended) if on_its_way || self.listening() => {
                to(Progress::HungUp, None)
            }
            _ => None,
        }
    }

    /// Whether somebody is at the telephone.
    const fn listening(&self) -> bool {
        matches!(self.progress, Progress::Switchboard | Progress::Answered)
    }

    const fn greeting(&self, rules: CallRules) -> Prompt {
        let report = rules.report;
        if self.secret.is_empty() {
            Prompt::Greeting { report }
        } else {
            Prompt::GreetingNumber { report }
        }
    }

    fn words(&self, rules: CallRules) -> Prompt {
        if self.progress == Progress::Switchboard {
            Prompt::PutThrough
        } else {
            self.greeting(rules)
        }
    }

    /// Keys end with the pound key; `0#` reports fraud (F-054), also at a switchboard, where people may.
    fn pressed(
        &self,
        keys: &str,
        rules: CallRules,
        right: impl FnOnce(&str) -> bool,
    ) -> Option<Turn> {
        let turn = |progress, wrong, prompt| {
            Some(Turn {
                progress,
                wrong,
                prompt: Some(prompt),
            })
        };
        let before_pound = keys.strip_suffix('#');
        if rules.report && before_pound == Some("0") {
            return turn(Progress::Reported, false, Prompt::Reported);
        }
        if self.progress == Progress::Switchboard {
            return match before_pound {
                Some("") => turn(Progress::Answered, false, self.greeting(rules)),
                _ => turn(Progress::Switchboard, false, Prompt::PutThrough),
            };
        }
        if before_pound.is_some_and(right) {
            return turn(Progress::Confirmed, false, Prompt::Confirmed);
        }
        if self.tries.saturating_add(1) >= rules.attempts.min(TRIES) {
            return turn(Progress::HungUp, true, Prompt::Goodbye);
        }
        let report = rules.report;
        turn(Progress::Answered, true, Prompt::Again { report })
    }
}

#[cfg(test)]
mod tests;
