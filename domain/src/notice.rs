//! What a person is told by message when something about their account changed (ASVS 6.3.7). The
//! words are chosen when the message leaves, in the person's language.
//!
//! A notice is told at least once: told twice it says the same, and not told it leaves somebody unwarned.
//! So what was not certainly handed over is tried again, ever more rarely, until it is old.

use serde::{Deserialize, Serialize};

use crate::method::Preferred;
use crate::time::Span;
use crate::{Id, Time};

/// A message that could not be handed over for so long is given up.
pub const PATIENCE: Span = Span::days(2);

/// From the first failure to the second try, from there to the third, and so on.
const WAITS: [Span; 4] = [
    Span::minutes(1),
    Span::minutes(5),
    Span::minutes(15),
    Span::hours(1),
];

/// From then on.
const LAST_WAIT: Span = Span::hours(4);

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
    /// A call was reported as fraud, and signing in is blocked because of it.
    FraudBlocked,
    /// To administrators: somebody reported a call as fraud.
    FraudAlert,
    /// An administrator requires two-step verification from now on.
    TwoStepRequired,
    /// An administrator requires it no longer.
    TwoStepNotRequired,
    /// The helpdesk gave a temporary password.
    PasswordReset,
    /// The helpdesk let one sign-in go without the second step.
    BypassIssued,
    /// That sign-in took place.
    BypassUsed,
    /// The helpdesk took it back.
    BypassEnded,
    /// The helpdesk set a number, which counts from now on.
    PhoneSet,
    /// The helpdesk set a number, which counts a day later unless it is stopped.
    PhoneHeld,
    /// It was stopped.
    PhoneHoldStopped,
    /// The helpdesk had a code read to it, to know who was calling, and it was right.
    CallerChecked,
}

impl NoticeKind {
    /// One of each, for tests and previews.
    pub const ALL: [Self; 32] = [
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
        Self::FraudBlocked,
        Self::FraudAlert,
        Self::TwoStepRequired,
        Self::TwoStepNotRequired,
        Self::PasswordReset,
        Self::BypassIssued,
        Self::BypassUsed,
        Self::BypassEnded,
        Self::PhoneSet,
        Self::PhoneHeld,
        Self::PhoneHoldStopped,
        Self::CallerChecked,
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
    /// The token of the one link that a message has, sealed; empty where it has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub token: Vec<u8>,
}

/// A row of the outbox: written in the transaction of the change, sent afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The row's id.
    pub id: Id,
    /// To whom; where it has a mailbox of its own, whom it is about.
    pub user: Id,
    /// A mail address that belongs to nobody's account, in the place of the person's.
    pub mailbox: Option<String>,
    /// What to say.
    pub notice: Notice,
}

/// A message that one process has taken, and hands over before somebody else may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The message.
    pub message: Outgoing,
    /// How often it was taken, this time included.
    pub tries: u32,
}

impl Claimed {
    /// When it is tried again after it could not be handed over; never where it would be too old by then.
    pub fn again(&self, now: Time) -> Option<Time> {
        let place = usize::try_from(self.tries.saturating_sub(1)).ok();
        let wait = place.and_then(|place| WAITS.get(place));
        let due = now + wait.copied().unwrap_or(LAST_WAIT);
        (due.since(self.message.id.time()) < PATIENCE).then_some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: Time = Time(1_800_000_000_000);

    fn claimed(tries: u32) -> Claimed {
        Claimed {
            message: Outgoing {
                id: Id::new(WRITTEN, [7; 10]),
                user: Id([1; 16]),
                mailbox: None,
                notice: Notice {
                    kind: NoticeKind::PasswordChanged,
                    at: WRITTEN,
                    address: String::new(),
                    object: String::new(),
                    preferred: None,
                    token: Vec::new(),
                },
            },
            tries,
        }
    }

    #[test]
    fn tries_become_rarer_and_end_after_two_days() {
        let (mut now, mut minutes) = (WRITTEN, Vec::new());
        for tries in 1.. {
            let Some(due) = claimed(tries).again(now) else {
                break;
            };
            minutes.push(due.since(now).0 / 60_000);
            now = due;
        }
        assert_eq!(minutes.get(..6), Some([1, 5, 15, 60, 240, 240].as_slice()));
        assert_eq!(minutes.len(), 15);
        assert!(now.since(WRITTEN) < PATIENCE);
    }

    #[test]
    fn what_was_never_taken_before_is_tried_however_late_and_then_given_up() {
        let late = WRITTEN + PATIENCE;
        assert_eq!(claimed(1).again(late), None);
        let early = late - Span::minutes(1) - Span(1);
        assert_eq!(claimed(1).again(early), Some(late - Span(1)));
    }

    #[test]
    fn a_clock_that_went_back_ends_no_patience() {
        assert!(claimed(u32::MAX).again(WRITTEN - Span::days(9)).is_some());
        assert!(claimed(0).again(WRITTEN).is_some());
    }
}
