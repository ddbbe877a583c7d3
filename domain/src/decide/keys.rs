//! What ends with a key that is given up. A digest or a hash moves to the newest key when its password
//! is next used; what nobody used can only be ended, and its owner must hear of it.

use super::{Consequences, delete_app_password};
use crate::account::Account;
use crate::audit::Event;
use crate::notice::NoticeKind;
use crate::service::ports::Change;
use crate::time::Time;

/// What shall end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// App passwords: the programs that have them ask for another one.
    pub app_passwords: bool,
    /// Account passwords: nobody signs in with the account until it gets another one.
    pub passwords: bool,
}

/// Ends what this person has under this key and under no other, as far as it shall end.
pub fn end_under_key(account: &Account, kid: i32, ending: Ending, now: Time) -> Consequences {
    let mut out = Consequences::default();
    if ending.app_passwords {
        let under = account.app_passwords.iter().filter(|a| a.kid == kid);
        for one in under.filter_map(|a| delete_app_password(account, a.id).ok()) {
            out.changes.extend(one.changes);
            out.records.extend(one.records);
            out.notices.extend(one.notices);
        }
    }
    if ending.passwords && account.password_key() == Some(kid) {
        out.changes.extend([
            Change::SetPassword {
                phc: String::new(),
                at: Some(now),
            },
            Change::EndSessions { except: None },
            Change::EndPendings,
            Change::EndTrusts,
        ]);
        out.records.push((Event::AuthnPasswordEnd, None));
        out.notices
            .push((NoticeKind::PasswordChanged, String::new(), None));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;
    use crate::account::AppPassword;
    use crate::service::testing::account;

    fn somebody() -> Account {
        let mut person = account("ann@example.org");
        person.password = "1:$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA".into();
        person.app_passwords = [(1, 2), (2, 1), (3, 1)]
            .map(|(slot, kid)| AppPassword {
                id: Id([slot; 16]),
                slot,
                name: format!("n{slot}"),
                kid,
                created: Time(0),
                last_used: None,
            })
            .into();
        person
    }

    fn events(out: &Consequences) -> Vec<Event> {
        out.records.iter().map(|(event, _)| *event).collect()
    }

    #[test]
    fn only_what_the_key_holds_ends_and_each_is_told() {
        let ending = Ending {
            app_passwords: true,
            passwords: false,
        };
        let out = end_under_key(&somebody(), 1, ending, Time(5));
        assert_eq!(events(&out), [Event::AppPasswordDelete; 2]);
        let told: Vec<_> = out.notices.iter().map(|(_, name, _)| name).collect();
        assert_eq!(told, ["n2", "n3"]);
        assert!(matches!(
            out.changes.as_slice(),
            [Change::RemoveAppPassword(a), Change::RemoveAppPassword(b)]
                if (*a, *b) == (Id([2; 16]), Id([3; 16]))
        ));
    }

    #[test]
    fn a_password_ends_with_what_was_built_on_it() {
        let ending = Ending {
            app_passwords: false,
            passwords: true,
        };
        let out = end_under_key(&somebody(), 1, ending, Time(5));
        assert_eq!(events(&out), [Event::AuthnPasswordEnd]);
        assert!(matches!(
            out.changes.as_slice(),
            [
                Change::SetPassword { phc, at: Some(Time(5)) },
                Change::EndSessions { except: None },
                Change::EndPendings,
                Change::EndTrusts,
            ] if phc.is_empty()
        ));
        for kid in [2, 11] {
            assert!(
                end_under_key(&somebody(), kid, ending, Time(5))
                    .changes
                    .is_empty()
            );
        }
    }

    #[test]
    fn nothing_ends_unasked() {
        let out = end_under_key(&somebody(), 1, Ending::default(), Time(5));
        assert!(out.changes.is_empty() && out.records.is_empty() && out.notices.is_empty());
    }
}
