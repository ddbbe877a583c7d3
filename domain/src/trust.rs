//! Trusted browsers: "Don't ask again for X days" (F-074 to F-076). A browser in which its owner passed the
//! second step, and said so, skips that step for a while. It never stands in for the password, for a method
//! that cannot be used, for enrolment, or for the proof that changes of credentials ask for.

use crate::account::Account;
use crate::browser::Browser;
use crate::decide;
use crate::policy::Policy;
use crate::session::{TokenHash, within};
use crate::time::Span;
use crate::{Id, Time};

/// Trusted browsers per person; the oldest goes.
pub const MOST: u32 = 20;

/// A browser that skips the second step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Names it on the page and in the audit record.
    pub id: Id,
    /// Hash of the cookie's token.
    pub hash: TokenHash,
    /// When the box was ticked.
    pub created: Time,
    /// What the browser called itself then.
    pub browser: Browser,
}

/// How long trust lasts under these rules; nothing at 0 days.
pub const fn span(policy: &Policy) -> Span {
    Span::days(policy.remember_days as i64)
}

impl Trust {
    /// Whether it still counts under the rules in force now, whichever were in force when it began.
    pub fn alive(&self, policy: &Policy, now: Time) -> bool {
        within(self.created, now, span(policy))
    }

    /// From when on the second step is asked for again.
    pub fn until(&self, policy: &Policy) -> Time {
        self.created + span(policy)
    }
}

/// Which of the person's own trusts lets the holder of this token skip the second step. None does while
/// the person has no method that works: who was locked out by wrong codes stays out.
pub fn satisfies<'a>(
    account: &Account,
    policy: &Policy,
    trusts: &'a [Trust],
    token: &TokenHash,
    now: Time,
) -> Option<&'a Trust> {
    let usable = account.active && decide::first_option(account, policy).is_some();
    trusts
        .iter()
        .find(|one| usable && one.hash == *token && one.alive(policy, now))
}

/// Whether this person skips the second step because of the address that they sign in from (F-158). As with a
/// trusted browser, nobody does without a method that works or with a temporary password; and no staff do, who
/// could look at others with it.
pub fn skips(account: &Account, policy: &Policy, address: &str) -> bool {
    account.active
        && account.temporary.is_none()
        && !account.role.is_staff()
        && decide::first_option(account, policy).is_some()
        && policy.trusted_networks.contain(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::testing::{account, app};

    const NOW: Time = Time(1_800_000_000_000);
    const TOKEN: TokenHash = [3; 32];

    fn trust(created: Time) -> Trust {
        Trust {
            id: Id([9; 16]),
            hash: TOKEN,
            created,
            browser: Browser::default(),
        }
    }

    fn enrolled() -> Account {
        let mut person = account("ann@example.org");
        person.apps.push(app(1, "Telephone"));
        person
    }

    fn days(remember_days: u16) -> Policy {
        Policy {
            remember_days,
            ..Policy::default()
        }
    }

    fn skips(person: &Account, policy: &Policy, created: Time, token: &TokenHash) -> bool {
        satisfies(person, policy, &[trust(created)], token, NOW).is_some()
    }

    #[test]
    fn trust_ends_to_the_millisecond_and_by_the_rules_of_today() {
        let fortnight = NOW - Span(14 * 86_400_000);
        let person = enrolled();
        assert!(skips(&person, &days(14), fortnight + Span(1), &TOKEN));
        assert!(!skips(&person, &days(14), fortnight, &TOKEN));
        assert!(skips(&person, &days(15), fortnight, &TOKEN));
        assert!(!skips(&person, &days(0), NOW, &TOKEN), "0 trusts nobody");
        assert_eq!(trust(NOW).until(&days(1)), NOW + Span(86_400_000));
    }

    #[test]
    fn a_clock_that_goes_back_makes_no_trust_immortal() {
        let later = NOW + Span(30 * 86_400_000);
        assert!(!skips(&enrolled(), &days(14), later, &TOKEN));
    }

    #[test]
    fn another_token_is_nobody() {
        assert!(!skips(&enrolled(), &days(14), NOW, &[4; 32]));
    }

    #[test]
    fn trust_replaces_no_method_that_cannot_be_used() {
        let mut locked = enrolled();
        locked.apps.iter_mut().for_each(|one| one.locked = true);
        let off = Account {
            active: false,
            ..enrolled()
        };
        for person in [account("ann@example.org"), locked, off] {
            assert!(!skips(&person, &days(14), NOW, &TOKEN), "{person:?}");
        }
    }
}
