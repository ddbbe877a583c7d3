//! What a person is told by message when something about their account changed (ASVS 6.3.7). The
//! words are chosen when the message leaves, in the person's language.

use serde::{Deserialize, Serialize};

use crate::method::Preferred;
use crate::{Id, Time};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app was deleted.
    AppDeleted,
    /// A telephone was added, or has another number now.
    PhoneAdded,
    /// A telephone was deleted.
    PhoneDeleted,
    /// The preferred option is now another one.
    DefaultChanged,
    /// An app password was created.
    AppPasswordCreated,
    /// An app password was deleted.
    AppPasswordDeleted,
    /// All app passwords were deleted.
    AppPasswordsDeleted,
    /// The account password was changed.
    PasswordChanged,
    /// An authenticator method was switched off after one hundred wrong codes.
    MethodLocked,
    /// The password was right and the second step was not.
    SecondStepFailed,
    /// A call was reported as fraud.
    FraudReported,
    /// The helpdesk asked for the contact methods again.
    MethodsAskedAgain,
    /// The helpdesk took that back.
    MethodsKept,
    /// The helpdesk made every trusted browser ask for the second step again.
    BrowsersForgotten,
    /// The helpdesk ended every session.
    SessionsEnded,
    /// The helpdesk ended the waits after wrong attempts.
    Unlocked,
    /// The helpdesk blocked signing in.
    Blocked,
    /// The helpdesk ended the block.
    Unblocked,
    /// The helpdesk issued a Temporary Access Pass.
    PassIssued,
}

impl NoticeKind {
    /// One of each, for tests and previews.
    pub const ALL: [Self; 20] = [
        Self::AppAdded,
        Self::AppDeleted,
        Self::PhoneAdded,
        Self::PhoneDeleted,
        Self::DefaultChanged,
        Self::AppPasswordCreated,
        Self::AppPasswordDeleted,
        Self::AppPasswordsDeleted,
        Self::PasswordChanged,
        Self::MethodLocked,
        Self::SecondStepFailed,
        Self::FraudReported,
        Self::MethodsAskedAgain,
        Self::MethodsKept,
        Self::BrowsersForgotten,
        Self::SessionsEnded,
        Self::Unlocked,
        Self::Blocked,
        Self::Unblocked,
        Self::PassIssued,
    ];
}

/// A message to a person, as it waits in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What happened.
    pub kind: NoticeKind,
    /// When.
    pub at: Time,
    /// From which address.
    pub address: String,
    /// The name of the app or app password, never a secret.
    pub object: String,
    /// The preferred option from now on, where that is the news.
    pub preferred: Option<Preferred>,
}

/// A row of the outbox: written in the transaction of the change, sent afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The row's id.
    pub id: Id,
    /// To whom.
    pub user: Id,
    /// What to say.
    pub notice: Notice,
}
