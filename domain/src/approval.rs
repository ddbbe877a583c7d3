//! The second yes: what staff do for other staff waits until a second person has agreed (A.10, A-109). Who
//! asks, asks for one thing and says how the caller was known; who agrees sees the same; what is done then is
//! that and nothing else, once, and by whoever asked.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Role};
use crate::decide::Wish;
use crate::desk::{Identity, RequestStage};
use crate::time::Span;
use crate::{Id, Time};

/// How long a request waits for an answer.
pub const WAITS: Span = Span::hours(4);

/// How long a yes counts.
pub const COUNTS: Span = Span::minutes(30);

/// How long requests are kept, whatever became of them; the audit record keeps what was said.
pub const KEPT: Span = Span::hours(24);

/// The most requests that a page lists.
pub const LISTED: u32 = 50;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is to be done, without anything secret.
    pub wish: Wish,
    /// How the caller was known.
    pub identity: Identity,
    /// The ticket.
    pub ticket: String,
    /// The note, or empty.
    pub note: String,
}

/// What the second person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who.
    pub by: Id,
    /// When.
    pub at: Time,
    /// Yes or no.
    pub yes: bool,
}

/// A request for a second yes and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub id: Id,
    /// For whom something is to be done.
    pub subject: Id,
    /// Who asked, and who does it in the end.
    pub asked_by: Id,
    /// When.
    pub asked_at: Time,
    /// What for.
    pub request: Request,
    /// What the second person said.
    pub verdict: Option<Verdict>,
    /// It was carried out.
    pub used: bool,
}

impl Approval {
    /// How far it has come.
    pub fn stage(&self, now: Time) -> RequestStage {
        match self.verdict {
            _ if self.used => RequestStage::Done,
            Some(verdict) if !verdict.yes => RequestStage::Declined,
            Some(verdict) if now < verdict.at + COUNTS => RequestStage::Agreed,
            None if now < self.asked_at + WAITS => RequestStage::Waiting,
            _ => RequestStage::Over,
        }
    }

    /// Whether this member of the staff may say yes: a supervisor or above, above the person in rank, and
    /// neither who asked nor the person.
    pub fn may_agree(&self, staff: &Account, subject: Role) -> bool {
        staff.active
            && staff.role >= Role::Supervisor
            && staff.role > subject
            && staff.id != self.asked_by
            && staff.id != self.subject
    }

    /// Whether this member of the staff may say no: whoever may say yes, and who asked.
    pub fn may_decline(&self, staff: &Account, subject: Role) -> bool {
        staff.id == self.asked_by || self.may_agree(staff, subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Aid;
    use crate::service::testing::account;

    const NOW: Time = Time(1_800_000_000_000);

    fn asked() -> Approval {
        Approval {
            id: Id([9; 16]),
            subject: Id([1; 16]),
            asked_by: Id([2; 16]),
            asked_at: NOW,
            request: Request {
                wish: Wish::Plain(Aid::EndSessions),
                identity: Identity::InPerson,
                ticket: "HD-1".into(),
                note: String::new(),
            },
            verdict: None,
            used: false,
        }
    }

    fn said(yes: bool) -> Option<Verdict> {
        Some(Verdict {
            by: Id([3; 16]),
            at: NOW,
            yes,
        })
    }

    #[test]
    fn a_question_waits_four_hours_and_a_yes_counts_half_an_hour_and_once() {
        let mut one = asked();
        let minute = Span::minutes(1);
        assert_eq!(one.stage(NOW), RequestStage::Waiting);
        assert_eq!(one.stage(NOW + Span::minutes(239)), RequestStage::Waiting);
        assert_eq!(one.stage(NOW + Span::minutes(240)), RequestStage::Over);
        one.verdict = said(true);
        assert_eq!(one.stage(NOW + Span::minutes(29)), RequestStage::Agreed);
        assert_eq!(one.stage(NOW + Span::minutes(30)), RequestStage::Over);
        one.used = true;
        assert_eq!(one.stage(NOW + minute), RequestStage::Done);
        one = Approval {
            verdict: said(false),
            ..asked()
        };
        assert_eq!(one.stage(NOW), RequestStage::Declined);
    }

    #[test]
    fn only_a_third_person_of_higher_rank_agrees() {
        let one = asked();
        let staff = |n: u8, role| Account {
            id: Id([n; 16]),
            role,
            ..account("staff")
        };
        let agrees = |n, role, subject| one.may_agree(&staff(n, role), subject);
        for (role, subject, may) in [
            (Role::Operator, Role::Reader, false),
            (Role::Supervisor, Role::Reader, true),
            (Role::Supervisor, Role::Operator, true),
            (Role::Supervisor, Role::Supervisor, false),
            (Role::Administrator, Role::Supervisor, true),
            (Role::Administrator, Role::Administrator, false),
        ] {
            assert_eq!(agrees(5, role, subject), may, "{role:?} {subject:?}");
        }
        assert!(!agrees(2, Role::Administrator, Role::Reader), "who asked");
        assert!(!agrees(1, Role::Administrator, Role::Reader), "the person");
        let off = Account {
            active: false,
            ..staff(5, Role::Administrator)
        };
        assert!(!one.may_agree(&off, Role::Reader));
        assert!(one.may_decline(&staff(2, Role::Operator), Role::Reader));
        assert!(!one.may_decline(&staff(5, Role::Operator), Role::Reader));
    }

    #[test]
    fn what_is_kept_of_a_pass_is_not_its_digest() {
        let wish = Wish::Pass {
            mac: [7; 32],
            minutes: 60,
        };
        let text = serde_json::to_string(&wish).unwrap();
        assert_eq!(text, r#"{"pass":{"minutes":60}}"#);
        let read: Wish = serde_json::from_str(&text).unwrap();
        assert!(read.same(&wish) && read != wish);
        let longer = Wish::Pass {
            mac: [7; 32],
            minutes: 61,
        };
        assert!(!longer.same(&wish));
    }
}
