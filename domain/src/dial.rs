//! Which telephone is asked how, and how far that has come: the words that pages, database and gateways share.

use crate::account::PhoneKind;
use crate::method::Preferred;

/// Tries for one code, and at most for the keys of one call (A.5).
pub const TRIES: u8 = 5;

/// What reaches the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// A text message.
    Text,
    /// A voice call.
    Call,
}

/// Which telephone is reached how. The office phone and the alternate one are called, never texted (F-062).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dial {
    /// A text to the authentication phone.
    TextPhone,
    /// A call to the authentication phone.
    CallPhone,
    /// A call to the office phone.
    CallOffice,
    /// A call to the alternate authentication phone.
    CallBackup,
}

impl Dial {
    /// All of them, in the order in which pages list them.
    pub const ALL: [Self; 4] = [
        Self::TextPhone,
        Self::CallPhone,
        Self::CallOffice,
        Self::CallBackup,
    ];

    /// The stable name used in forms and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TextPhone => "text_phone",
            Self::CallPhone => "call_phone",
            Self::CallOffice => "call_office",
            Self::CallBackup => "call_backup",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.key() == key)
    }

    /// Tries for one code, and at most for the keys of one call (A.5).
    pub const TRIES: u8 = 5;

    /// What reaches the telephone.
    pub const fn line(self) -> Line {
        match self {
            Self::TextPhone => Line::Text,
            Self::CallPhone | Self::CallOffice | Self::CallBackup => Line::Call,
        }
    }

    /// Which telephone.
    pub const fn phone(self) -> PhoneKind {
        match self {
            Self::TextPhone | Self::CallPhone => PhoneKind::Authentication,
            Self::CallOffice => PhoneKind::Office,
            Self::CallBackup => PhoneKind::Backup,
        }
    }

    /// How this telephone is reached over this line; the office and alternate phones have no texts.
    pub fn of(phone: PhoneKind, line: Line) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|d| d.phone() == phone && d.line() == line)
    }

    /// The preferred option that asks this, where it is one.
    pub const fn preferred(self) -> Option<Preferred> {
        match self {
            Self::TextPhone => Some(Preferred::TextPhone),
            Self::CallPhone => Some(Preferred::CallPhone),
            Self::CallOffice => Some(Preferred::CallOffice),
            Self::CallBackup => None,
        }
    }

    /// What this option asks, where it asks a telephone.
    pub fn of_option(option: Preferred) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|d| d.preferred() == Some(option))
    }
}

/// How far a text or a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Waits for the gateway.
    Queued,
    /// Being handed over by one process. If that one ends now, it is not sent a second time.
    Sending,
    /// The gateway has it.
    Sent,
    /// The text is on the telephone.
    Delivered,
    /// The text cannot reach the telephone.
    Undelivered,
    /// The gateway did not take it or could not carry it out.
    Failed,
    /// It rings.
    Ringing,
    /// A switchboard answered and was asked to put the call through.
    Switchboard,
    /// Somebody listens.
    Answered,
    /// Right: by the keys of the call, or by a reply to the text.
    Confirmed,
    /// Nobody answered, or the line was busy.
    NoAnswer,
    /// The voicemail answered.
    Voicemail,
    /// The call ended without the right keys.
    HungUp,
    /// Reported as fraud (F-054).
    Reported,
}

impl Progress {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::Undelivered,
        Self::Failed,
        Self::Ringing,
        Self::Switchboard,
        Self::Answered,
        Self::Confirmed,
        Self::NoAnswer,
        Self::Voicemail,
        Self::HungUp,
        Self::Reported,
    ];

    /// The stable name used in the database and by the page that follows a call.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Ringing => "ringing",
            Self::Switchboard => "switchboard",
            Self::Answered => "answered",
            Self::Confirmed => "confirmed",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::HungUp => "hung_up",
            Self::Reported => "reported",
        }
    }

    /// The progress with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.key() == key)
    }

    /// Whether the telephone can still answer.
    pub const fn open(self) -> bool {
        matches!(
            self,
            Self::Queued
                | Self::Sending
                | Self::Sent
                | Self::Delivered
                | Self::Ringing
                | Self::Switchboard
                | Self::Answered
        )
    }
}
