//! The facts beside a record: which telephone, which role, what about a person was changed. They follow
//! from the changes of the same wish, so that no story can forget them or say something else than it does.
//! [`crate::audit::journal`] reads them back after a restore.

use crate::Id;
use crate::audit::Event;
use crate::service::ports::Change;

/// Keys and values for this record, the `nth` one of its kind without an object.
pub(super) fn of(
    event: Event,
    object: Option<Id>,
    nth: usize,
    changes: &[Change],
) -> Vec<(&'static str, String)> {
    match (event, object) {
        (Event::MethodAdd, None) => changes
            .iter()
            .filter_map(|change| match change {
                Change::PutPhone(phone) => Some(("method", phone.kind.key().to_owned())),
                _ => None,
            })
            .nth(nth)
            .into_iter()
            .collect(),
        (Event::PhoneHold | Event::PhoneHoldStop, None) => changes
            .iter()
            .filter_map(|change| match change {
                Change::HoldPhone(held) => Some(("method", held.kind.key().to_owned())),
                Change::DropHeld(kind) => Some(("method", kind.key().to_owned())),
                _ => None,
            })
            .take(1)
            .collect(),
        (Event::MethodDelete, None) => changes
            .iter()
            .filter_map(|change| match change {
                Change::RemovePhone(kind) => Some(("method", kind.key().to_owned())),
                _ => None,
            })
            .nth(nth)
            .into_iter()
            .collect(),
        (Event::RoleChange, _) => changes
            .iter()
            .filter_map(|change| match change {
                Change::SetRole(role) => Some(("role", role.key().to_owned())),
                _ => None,
            })
            .collect(),
        (Event::UserBlock, _) => changes
            .iter()
            .filter_map(|change| match change {
                Change::SetBlock(Some(block)) => Some([
                    ("until", block.until.0.to_string()),
                    ("why", block.reason.clone()),
                ]),
                _ => None,
            })
            .flatten()
            .collect(),
        (Event::UserChange, _) => vec![changed(changes)],
        _ => Vec::new(),
    }
}

/// What about a person was changed.
fn changed(changes: &[Change]) -> (&'static str, String) {
    let found = changes.iter().find_map(|change| match change {
        Change::SetState(state) => Some(("two_step", state.key())),
        Change::SetDirectory { .. } => Some(("changed", "directory")),
        _ => None,
    });
    // What is left of them: methods are on again, waits are over.
    let (key, value) = found.unwrap_or(("changed", "unlocked"));
    (key, value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{PhoneKind, Role, State};

    #[test]
    fn every_telephone_has_its_own_record() {
        let changes = [
            Change::RemoveApp(Id([1; 16])),
            Change::RemovePhone(PhoneKind::Backup),
            Change::RemovePhone(PhoneKind::Authentication),
        ];
        let gone = |object, nth| of(Event::MethodDelete, object, nth, &changes);
        assert_eq!(gone(None, 0), [("method", "backup".to_owned())]);
        assert_eq!(gone(None, 1), [("method", "phone".to_owned())]);
        assert_eq!(gone(None, 2), []);
        assert_eq!(gone(Some(Id([1; 16])), 0), [], "the object names the app");
    }

    #[test]
    fn a_change_of_a_person_says_which() {
        let of = |event, change| of(event, None, 0, &[change]);
        assert_eq!(
            of(Event::UserChange, Change::SetState(State::Enforced)),
            [("two_step", "enforced".to_owned())]
        );
        assert_eq!(
            of(Event::UserChange, Change::LockApp(Id([1; 16]), false)),
            [("changed", "unlocked".to_owned())]
        );
        assert_eq!(
            of(Event::RoleChange, Change::SetRole(Role::Operator)),
            [("role", "operator".to_owned())]
        );
        assert_eq!(of(Event::UserDelete, Change::DeleteAccount), []);
    }
}
