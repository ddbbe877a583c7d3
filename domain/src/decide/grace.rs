//! The grace period (flows, section 4): for how long somebody may put off what the organisation requires of
//! them. It counts from the first time that they do, so that holidays do not eat it, and it is for people of whom
//! nothing but the password has ever been asked: staff have no grace, nor has somebody who is asked to provide
//! contact methods again, since their account must not be open to the password alone.
//!
//! Whoever puts it off gets the session of a person for whom two-step verification is not required. When the
//! grace is over that session goes on to its own end, as one does that was open when the person was enabled;
//! the next sign-in stands at the gate, which then cannot be put off.

use crate::Time;
use crate::account::{Account, Role, State};
use crate::policy::Policy;
use crate::time::Span;

/// Until when the set-up can be put off, if it can be now. What is in force counts: with fewer days a grace that
/// runs ends sooner.
pub fn grace_until(account: &Account, policy: &Policy, now: Time) -> Option<Time> {
    let may = account.role == Role::User
        && account.state == State::Enabled
        && !account.has_second_step()
        && account.retired == 0
        && account.temporary.is_none();
    let from = account.grace_from.unwrap_or(now);
    let until = from + Span::days(i64::from(policy.grace_days));
    (may && now < until).then_some(until)
}

/// The same for somebody who has put it off already: what their own pages remind them of.
pub fn grace_runs_until(account: &Account, policy: &Policy, now: Time) -> Option<Time> {
    account.grace_from?;
    grace_until(account, policy, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Phone, PhoneKind};
    use crate::service::testing;

    const NOW: Time = Time(1_800_000_000_000);

    fn days(grace_days: u8) -> Policy {
        Policy {
            grace_days,
            ..Policy::default()
        }
    }

    /// Somebody who must set up, and first put it off so long ago.
    fn since(ago: Option<Span>) -> Account {
        Account {
            state: State::Enabled,
            grace_from: ago.map(|ago| NOW - ago),
            ..testing::account("ann@example.org")
        }
    }

    #[test]
    fn it_counts_from_the_first_time_and_ends_exactly() {
        let week = |account: &Account| grace_until(account, &days(7), NOW);
        assert_eq!(week(&since(None)), Some(NOW + Span::days(7)));
        let first = since(Some(Span(0)));
        assert_eq!(week(&first), Some(NOW + Span::days(7)));
        let last = since(Some(Span(Span::days(7).0 - 1)));
        assert_eq!(week(&last), Some(NOW + Span(1)));
        assert_eq!(week(&since(Some(Span::days(7)))), None, "over");
        assert_eq!(week(&since(Some(Span::days(700)))), None);
    }

    #[test]
    fn there_is_none_unless_the_organisation_gives_days() {
        assert_eq!(Policy::default().grace_days, 0, "flows, section 4");
        for ago in [None, Some(Span(0)), Some(Span::days(1))] {
            assert_eq!(grace_until(&since(ago), &days(0), NOW), None);
        }
    }

    #[test]
    fn what_is_in_force_counts_for_a_grace_that_runs() {
        let running = since(Some(Span::days(3)));
        let until = |n| grace_until(&running, &days(n), NOW);
        assert_eq!(until(14), Some(NOW + Span::days(11)));
        assert_eq!(until(4), Some(NOW + Span::days(1)));
        assert_eq!(until(3), None, "fewer days end it");
    }

    #[test]
    fn it_is_for_people_of_whom_only_the_password_was_ever_asked() {
        let plain = since(None);
        assert!(grace_until(&plain, &days(14), NOW).is_some());
        let phone = |kind, verified| Phone {
            kind,
            number: Vec::new(),
            verified,
            created: NOW,
        };
        let mut without = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| role.is_staff()) {
            without.push(Account {
                role,
                ..plain.clone()
            });
        }
        for state in [State::Disabled, State::Enforced] {
            without.push(Account {
                state,
                ..plain.clone()
            });
        }
        without.push(Account {
            retired: 1,
            ..plain.clone()
        });
        without.push(Account {
            temporary: Some(NOW + Span::hours(1)),
            ..plain.clone()
        });
        without.push(Account {
            apps: vec![testing::app(1, "Phone")],
            ..plain.clone()
        });
        without.push(Account {
            phones: vec![phone(PhoneKind::Office, true)],
            ..plain.clone()
        });
        assert_eq!(without.len(), 10);
        for account in without {
            assert_eq!(grace_until(&account, &days(14), NOW), None, "{account:?}");
        }
        // A number that never answered is no method, nor is one that only stands in for another.
        let nothing = Account {
            phones: vec![
                phone(PhoneKind::Authentication, false),
                phone(PhoneKind::Backup, true),
            ],
            ..plain
        };
        assert!(grace_until(&nothing, &days(14), NOW).is_some());
    }

    #[test]
    fn pages_remind_only_whoever_has_put_it_off() {
        assert_eq!(grace_runs_until(&since(None), &days(7), NOW), None);
        let running = since(Some(Span::days(1)));
        let until = grace_runs_until(&running, &days(7), NOW);
        assert_eq!(until, Some(NOW + Span::days(6)));
        let over = since(Some(Span::days(7)));
        assert_eq!(grace_runs_until(&over, &days(7), NOW), None);
    }
}
