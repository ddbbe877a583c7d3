//! The audit record (A.11): who did what to whom, when, from where, with which result. A row is
//! chained to the one before it with a keyed MAC, so that a change, a gap or a swap shows.

use serde::{Deserialize, Serialize};

use crate::account::Role;
use crate::{Id, Time};

mod chain;
pub mod journal;

pub use chain::{Checkpoint, Head, NotAHead};

macro_rules! events {
    ($($name:ident)*) => {
        /// What happened, in the OWASP logging vocabulary where it has a word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(
            missing_docs,
            reason = "the names are the documentation: they are what an auditor reads"
        )]
        pub enum Event { $($name,)* }

        impl Event {
            /// All events, in the order of a person's life with the portal.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

events! {
    AuthnLoginSuccess
    AuthnLoginSuccessafterfail
    AuthnLoginFail
    AuthnLoginFailMax
    AuthnSecondStepFail
    AuthnOtpReplay
    AuthnPasswordChange
    AuthnPasswordChangeFail
    AuthnPasswordEnd
    AuthnStepUp
    AuthnStepUpFail
    SessionEnd
    SessionEndEverywhere
    SequenceFail
    MaliciousCsrf
    MaliciousSpraying
    GatewayForgery
    EnrolmentStart
    EnrolmentComplete
    EnrolmentCancel
    EnrolmentSkip
    PhoneSend
    PhoneSendRefuse
    PhoneOutcome
    FraudReport
    MethodAdd
    MethodRename
    MethodDelete
    MethodLock
    MethodsRetire
    MethodsKeep
    MethodsDrop
    DefaultChange
    TrustAdd
    TrustEnd
    TrustEndAll
    AppPasswordCreate
    AppPasswordDelete
    AppPasswordDeleteAll
    MailCheckSuccess
    MailCheckFail
    LanguageChange
    UserAdd
    UserChange
    UserDisable
    UserEnable
    UserDelete
    UserBlock
    UserUnblock
    PassIssue
    HelpdeskSearch
    HelpdeskView
    HelpdeskRefuse
    ApprovalAsk
    ApprovalYes
    ApprovalNo
    RoleChange
    PolicyChange
    KeyRotate
    KeyRetire
    Backup
    Restore
    AuditCut
    AuditExport
    AuditVerify
    PeopleExport
    PeopleImport
    PasswordReset
    BypassIssue
    BypassEnd
    GatewayTest
    GreetingSet
    GreetingRemove
    PhoneHold
    PhoneHoldStop
    HelpdeskCheck
}

impl Event {
    /// The stable name, as it is stored and exported.
    pub fn key(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The event with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        serde_json::from_value(key.into()).ok()
    }

    /// Whether the mail interface writes it: by far the most rows, of which the fewest are looked for.
    pub const fn is_mail(self) -> bool {
        matches!(self, Self::MailCheckSuccess | Self::MailCheckFail)
    }
}

/// Whether it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Success,
    /// Refused.
    Failure,
}

impl Outcome {
    /// The stable name, as it is stored and exported.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }

    /// The outcome with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Success, Self::Failure]
            .into_iter()
            .find(|one| one.key() == key)
    }
}

/// Where a request came from; travels with every wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The client's address, as the trusted proxies tell it.
    pub address: String,
    /// What the client calls itself, at most 200 characters.
    pub user_agent: String,
    /// Names the request in the log.
    pub request: Id,
}

/// A record before the store gives it a number and a place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// What.
    pub event: Event,
    /// With which result.
    pub outcome: Outcome,
    /// Why, as a stable code; empty where there is nothing to say.
    pub reason: &'static str,
    /// Who did it; nobody before the sign-in, nor at the command line.
    pub actor: Option<Id>,
    /// The actor's role then.
    pub role: Role,
    /// To whose account.
    pub subject: Option<Id>,
    /// To which method, app password, …
    pub object: Option<Id>,
    /// From where.
    pub trace: Trace,
    /// More facts, from a fixed set of keys; never a secret, never free text from a stranger.
    pub details: Vec<(&'static str, String)>,
}

/// A row as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Place in the chain, from 1, without a gap.
    pub seq: i64,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// [`Event::key`].
    pub event: String,
    /// `success` or `failure`.
    pub outcome: String,
    /// Stable code.
    pub reason: String,
    /// Id or empty.
    pub actor: String,
    /// [`Role::key`].
    pub role: String,
    /// Id or empty.
    pub subject: String,
    /// Id or empty.
    pub object: String,
    /// Client address.
    pub address: String,
    /// Client name.
    pub user_agent: String,
    /// Request id.
    pub request: String,
    /// JSON object with sorted keys.
    pub details: String,
}

impl Row {
    /// The row that this entry becomes at this place.
    pub fn new(seq: i64, entry: &Entry) -> Self {
        let id = |id: Option<Id>| id.map(|i| i.to_string()).unwrap_or_default();
        let details: std::collections::BTreeMap<_, _> = entry.details.iter().cloned().collect();
        Self {
            seq,
            at: entry.at.0,
            event: entry.event.key(),
            outcome: entry.outcome.key().to_owned(),
            reason: entry.reason.to_owned(),
            actor: id(entry.actor),
            role: entry.role.key().to_owned(),
            subject: id(entry.subject),
            object: id(entry.object),
            address: entry.trace.address.clone(),
            user_agent: entry.trace.user_agent.chars().take(200).collect(),
            request: entry.trace.request.to_string(),
            details: serde_json::to_string(&details).unwrap_or_default(),
        }
    }

    /// The bytes that the MAC covers: every field with its length in front, so that nothing can be
    /// moved from one field into the next.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend_from_slice(&self.seq.to_be_bytes());
        bytes.extend_from_slice(&self.at.to_be_bytes());
        for field in [
            &self.event,
            &self.outcome,
            &self.reason,
            &self.actor,
            &self.role,
            &self.subject,
            &self.object,
            &self.address,
            &self.user_agent,
            &self.request,
            &self.details,
        ] {
            bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
            bytes.extend_from_slice(field.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            at: Time(5),
            event: Event::AuthnLoginFail,
            outcome: Outcome::Failure,
            reason: "wrong_credentials",
            actor: None,
            role: Role::User,
            subject: Some(Id([1; 16])),
            object: None,
            trace: Trace {
                address: "192.0.2.7".into(),
                user_agent: "x".repeat(500),
                request: Id([2; 16]),
            },
            details: vec![("z", "1".into()), ("a", "2".into())],
        }
    }

    #[test]
    fn every_event_and_outcome_has_a_name_that_leads_back() {
        for event in Event::ALL {
            assert_eq!(Event::from_key(&event.key()), Some(*event));
        }
        for outcome in [Outcome::Success, Outcome::Failure] {
            assert_eq!(Outcome::from_key(outcome.key()), Some(outcome));
        }
    }

    #[test]
    fn names_are_stable_and_details_sorted() {
        let row = Row::new(7, &entry());
        assert_eq!(
            (row.event.as_str(), row.outcome.as_str()),
            ("authn_login_fail", "failure")
        );
        assert_eq!(row.details, r#"{"a":"2","z":"1"}"#);
        assert_eq!(row.user_agent.len(), 200);
    }

    #[test]
    fn text_cannot_move_between_fields_unseen() {
        let row = Row::new(7, &entry());
        let moved = Row {
            reason: String::new(),
            actor: row.reason.clone(),
            ..row.clone()
        };
        assert_ne!(row.canonical(), moved.canonical());
    }
}
