//! What follows when somebody answers a call with "this was not me" (F-054, F-161).

use super::{Consequences, Wish, help};
use crate::account::Account;
use crate::audit::Event;
use crate::desk::{BLOCK_DAYS, FRAUD};
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::{Id, Time};

/// Somebody else knows the password: every sign-in on the way ends, and the person is told. Where the
/// organisation wants it, signing in is blocked; whoever is blocked already stays so for as long as before.
pub fn report_fraud(account: &Account, policy: &Policy, sending: Id, now: Time) -> Consequences {
    let mut out = Consequences {
        changes: vec![Change::EndPendings],
        records: vec![(Event::FraudReport, Some(sending))],
        notices: vec![(NoticeKind::FraudReported, String::new(), None)],
    };
    let wish = Wish::Block {
        days: BLOCK_DAYS,
        reason: FRAUD.to_owned(),
    };
    if policy.block_on_fraud
        && let Ok(block) = help(account, policy, &wish, now)
    {
        out.changes = block.changes;
        out.records.extend(block.records);
        // One message says both.
        out.notices = vec![(NoticeKind::FraudBlocked, String::new(), None)];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Block;
    use crate::service::testing::account;
    use crate::time::Span;

    const NOW: Time = Time(1_800_000_000_000);
    const SENDING: Id = Id([7; 16]);

    fn blocking() -> Policy {
        Policy {
            block_on_fraud: true,
            ..Policy::default()
        }
    }

    fn block(out: &Consequences) -> Option<&Block> {
        out.changes.iter().find_map(|change| match change {
            Change::SetBlock(block) => block.as_ref(),
            _ => None,
        })
    }

    fn ends_pendings(out: &Consequences) -> bool {
        let mut changes = out.changes.iter();
        changes.any(|change| matches!(change, Change::EndPendings))
    }

    #[test]
    fn without_the_rule_only_the_sign_ins_on_the_way_end() {
        let out = report_fraud(&account("ann"), &Policy::default(), SENDING, NOW);
        assert!(block(&out).is_none() && ends_pendings(&out));
        assert_eq!(out.records, [(Event::FraudReport, Some(SENDING))]);
        assert_eq!(out.notices[0].0, NoticeKind::FraudReported);
    }

    #[test]
    fn with_it_signing_in_is_blocked_for_ninety_days() {
        let out = report_fraud(&account("ann"), &blocking(), SENDING, NOW);
        let expected = Block {
            until: NOW + Span::days(90),
            reason: "fraud_report".into(),
        };
        assert_eq!(block(&out), Some(&expected));
        assert!(ends_pendings(&out));
        let events: Vec<Event> = out.records.iter().map(|record| record.0).collect();
        assert_eq!(events, [Event::FraudReport, Event::UserBlock]);
        assert!(matches!(
            out.notices[..],
            [(NoticeKind::FraudBlocked, _, None)]
        ));
    }

    #[test]
    fn a_longer_block_is_not_cut_short() {
        let mut person = account("ann");
        person.block = Some(Block {
            until: NOW + Span::days(300),
            reason: "stolen".into(),
        });
        let out = report_fraud(&person, &blocking(), SENDING, NOW);
        assert!(block(&out).is_none() && ends_pendings(&out));
        assert_eq!(out.notices[0].0, NoticeKind::FraudReported);
    }
}
