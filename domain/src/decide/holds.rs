//! Numbers that the helpdesk sets (F-149, A.10): at once where the person stands in front of it, else after a
//! day in which they can stop it. Until then the number counts for nothing, and the one before goes on
//! counting.

use super::phones::{number_refusal, set_up_refusal};
use super::{Consequences, complete, first_option};
use crate::Refusal;
use crate::account::{Account, HeldPhone, Phone, PhoneKind};
use crate::audit::Event;
use crate::challenge::{Dial, Line};
use crate::contact::PhoneNumber;
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::Change;

/// Why the helpdesk cannot set this telephone; `None` when it can. The directory's number is the
/// directory's.
pub fn set_phone_refusal(account: &Account, policy: &Policy, kind: PhoneKind) -> Option<Refusal> {
    if kind == PhoneKind::Office && policy.directory_owns_office_phone {
        return Some(Refusal::OfficeOfDirectory);
    }
    set_up_refusal(account, policy, kind)
}

/// Over which line this number can be asked: a text where the organisation sends them and the number takes
/// them, else a call.
///
/// # Errors
/// The refusals of [`number_refusal`].
pub fn line_of(
    policy: &Policy,
    own: &str,
    kind: PhoneKind,
    number: &PhoneNumber,
) -> Result<Dial, Refusal> {
    let lines = [Line::Text, Line::Call];
    let mut refused = Refusal::MethodNotAllowed;
    for dial in lines.into_iter().filter_map(|line| Dial::of(kind, line)) {
        match number_refusal(policy, own, dial, number) {
            Ok(()) => return Ok(dial),
            Err(Refusal::MethodNotAllowed) => {}
            Err(refusal) => refused = refusal,
        }
    }
    Err(refused)
}

/// A number that counts from now on, as it is stored, and for the office phone as the directory shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetNumber {
    /// Which telephone, and how it is asked first.
    pub dial: Dial,
    /// As it is stored. It counts as verified: the helpdesk stands for it, and whoever has lost every other
    /// telephone must be able to sign in with this one.
    pub phone: Phone,
    /// Number (E.164) and extension of an office phone that the person gives themselves.
    pub office: Option<(String, String)>,
}

/// What follows when the number begins to count, at once or after its day.
///
/// # Errors
/// The refusals of [`set_phone_refusal`].
pub fn set_phone(
    account: &Account,
    policy: &Policy,
    set: &SetNumber,
) -> Result<Consequences, Refusal> {
    let kind = set.phone.kind;
    if let Some(refusal) = set_phone_refusal(account, policy, kind) {
        return Err(refusal);
    }
    let mut out = Consequences {
        changes: vec![Change::DropHeld(kind), Change::PutPhone(set.phone.clone())],
        records: vec![(Event::MethodAdd, None)],
        notices: vec![(NoticeKind::PhoneSet, String::new(), None)],
    };
    if let Some((number, extension)) = &set.office {
        out.changes.push(Change::SetDirectory {
            name: account.name.clone(),
            title: account.title.clone(),
            mail: account.mail.clone(),
            office_phone: number.clone(),
            office_extension: extension.clone(),
        });
    }
    if kind == PhoneKind::Backup {
        return Ok(out);
    }
    if first_option(account, policy).is_none() {
        out.changes.push(Change::SetDefault(set.dial.preferred()));
    }
    complete(account, &mut out);
    Ok(out)
}

/// What follows when the number has to wait.
///
/// # Errors
/// The refusals of [`set_phone_refusal`].
pub fn hold_phone(
    account: &Account,
    policy: &Policy,
    held: &HeldPhone,
) -> Result<Consequences, Refusal> {
    match set_phone_refusal(account, policy, held.kind) {
        Some(refusal) => Err(refusal),
        None => Ok(Consequences {
            changes: vec![Change::HoldPhone(held.clone())],
            records: vec![(Event::PhoneHold, None)],
            notices: vec![(NoticeKind::PhoneHeld, String::new(), None)],
        }),
    }
}

/// "This was not me", or "Stop the change": the number that waits goes.
///
/// # Errors
/// [`Refusal::NothingThere`].
pub fn stop_hold(account: &Account, kind: PhoneKind) -> Result<Consequences, Refusal> {
    account.held(kind).ok_or(Refusal::NothingThere)?;
    Ok(Consequences {
        changes: vec![Change::DropHeld(kind)],
        records: vec![(Event::PhoneHoldStop, None)],
        notices: vec![(NoticeKind::PhoneHoldStopped, String::new(), None)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Time;
    use crate::account::State;
    use crate::method::Preferred;
    use crate::service::testing::{account, app};

    fn open() -> Policy {
        Policy {
            allow_text: true,
            allow_call: true,
            ..Policy::default()
        }
    }

    fn set(dial: Dial) -> SetNumber {
        SetNumber {
            dial,
            phone: Phone {
                kind: dial.phone(),
                number: vec![1],
                verified: true,
                created: Time(5),
            },
            office: None,
        }
    }

    #[test]
    fn the_directorys_number_is_the_directorys() {
        let mut person = account("ann");
        person.office_phone = "+31201234567".into();
        let refused = set_phone_refusal(&person, &open(), PhoneKind::Office);
        assert_eq!(refused, Some(Refusal::OfficeOfDirectory));
        let own = Policy {
            directory_owns_office_phone: false,
            ..open()
        };
        assert_eq!(set_phone_refusal(&person, &own, PhoneKind::Office), None);
        let closed = set_phone_refusal(&person, &Policy::default(), PhoneKind::Authentication);
        assert_eq!(closed, Some(Refusal::MethodNotAllowed));
        let first = set_phone_refusal(&person, &open(), PhoneKind::Backup);
        assert_eq!(first, Some(Refusal::NoFirstPhone));
    }

    #[test]
    fn a_number_that_takes_no_texts_is_called() {
        let line = |policy: &Policy, number| {
            let number = PhoneNumber::parse_international(number).unwrap();
            line_of(policy, "NL", PhoneKind::Authentication, &number)
        };
        let (mobile, landline) = ("+31612345678", "+31201234567");
        assert_eq!(line(&open(), mobile), Ok(Dial::TextPhone));
        assert_eq!(line(&open(), landline), Ok(Dial::CallPhone));
        let texts = Policy {
            allow_call: false,
            ..open()
        };
        assert_eq!(line(&texts, landline), Err(Refusal::PhoneNoTexts));
        assert_eq!(line(&open(), "+14255550100"), Err(Refusal::PhoneCountry));
        assert_eq!(line(&open(), "+319061234"), Err(Refusal::PhoneKind));
        let off = line(&Policy::default(), mobile);
        assert_eq!(off, Err(Refusal::MethodNotAllowed));
    }

    #[test]
    fn the_first_method_completes_the_enrolment_and_a_hold_completes_nothing() {
        let person = Account {
            state: State::Enabled,
            ..account("ann")
        };
        let out = set_phone(&person, &open(), &set(Dial::TextPhone)).unwrap();
        let changes = format!("{:?}", out.changes);
        for part in ["SetState(Enforced)", "SetDefault(Some(TextPhone))"] {
            assert!(changes.contains(part), "{changes}");
        }
        let held = HeldPhone {
            kind: PhoneKind::Authentication,
            number: vec![1],
            extension: String::new(),
            until: Time(9),
            stop: [0; 32],
        };
        let out = hold_phone(&person, &open(), &held).unwrap();
        assert!(matches!(out.changes[..], [Change::HoldPhone(_)]));

        let mut enrolled = account("ben");
        enrolled.apps.push(app(1, "Phone"));
        enrolled.default = Some(Preferred::AppCode);
        let out = set_phone(&enrolled, &open(), &set(Dial::TextPhone)).unwrap();
        assert!(matches!(
            out.changes[..],
            [Change::DropHeld(_), Change::PutPhone(_)]
        ));
        let stopped = stop_hold(&enrolled, PhoneKind::Authentication).err();
        assert_eq!(stopped, Some(Refusal::NothingThere));
    }
}
