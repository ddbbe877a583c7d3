//! Telephones: which may be asked, which numbers are taken, what follows when one answered.

use super::{Consequences, complete, first_option, option_refusal};
use crate::Refusal;
use crate::account::{Account, Phone, PhoneKind};
use crate::audit::Event;
use crate::challenge::{Dial, Line};
use crate::contact::PhoneNumber;
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::Change;

/// Why this telephone cannot be asked now as a second step; `None` when it can. The alternate phone stands
/// in for another method and never alone (F-064).
pub fn dial_refusal(account: &Account, policy: &Policy, dial: Dial) -> Option<Refusal> {
    match dial.preferred() {
        Some(option) => option_refusal(account, policy, option),
        None if !policy.allow_call => Some(Refusal::MethodNotAllowed),
        None if !account.answers(dial.phone()) || !account.has_second_step() => {
            Some(Refusal::MethodNotSetUp)
        }
        None => None,
    }
}

/// Why this telephone cannot be set up, over whichever line; `None` when it can.
pub fn set_up_refusal(account: &Account, policy: &Policy, kind: PhoneKind) -> Option<Refusal> {
    match kind {
        PhoneKind::Authentication if !policy.allow_text && !policy.allow_call => {
            Some(Refusal::MethodNotAllowed)
        }
        PhoneKind::Office | PhoneKind::Backup if !policy.allow_call => {
            Some(Refusal::MethodNotAllowed)
        }
        PhoneKind::Office
            if account.office_phone.is_empty() && policy.directory_owns_office_phone =>
        {
            Some(Refusal::NoOfficePhone)
        }
        PhoneKind::Backup if !account.has_second_step() => Some(Refusal::NoFirstPhone),
        _ => None,
    }
}

/// Why no text or call goes to this number; `own` is the organisation's country. An office phone that the
/// directory owns may be in any country, but never a number that costs more than a call (A.5).
///
/// # Errors
/// [`Refusal::MethodNotAllowed`], [`Refusal::PhoneKind`], [`Refusal::PhoneNoTexts`] or
/// [`Refusal::PhoneCountry`].
pub fn number_refusal(
    policy: &Policy,
    own: &str,
    dial: Dial,
    number: &PhoneNumber,
) -> Result<(), Refusal> {
    let (on, texts) = match dial.line() {
        Line::Text => (policy.allow_text, true),
        Line::Call => (policy.allow_call, false),
    };
    if !on {
        return Err(Refusal::MethodNotAllowed);
    }
    number.reachable(texts)?;
    let region = number.region().unwrap_or_default();
    let directory = dial.phone() == PhoneKind::Office && policy.directory_owns_office_phone;
    if !directory && !policy.reaches(&region, own) {
        return Err(Refusal::PhoneCountry);
    }
    Ok(())
}

/// Adds a telephone that answered, or gives it its new number. The first method becomes the default, as it
/// was tried: somebody who set up texts is not called (flows, 2.2). It completes the enrolment of a person
/// who must have one.
///
/// # Errors
/// The refusals of [`set_up_refusal`].
pub fn add_phone(
    account: &Account,
    policy: &Policy,
    dial: Dial,
    phone: Phone,
) -> Result<Consequences, Refusal> {
    if let Some(refusal) = set_up_refusal(account, policy, phone.kind) {
        return Err(refusal);
    }
    let mut out = Consequences {
        changes: vec![Change::PutPhone(phone)],
        records: vec![(Event::MethodAdd, None)],
        notices: vec![(NoticeKind::PhoneAdded, String::new(), None)],
    };
    // What the person has just shown to work is not replaced by what waits.
    let waiting = account.held(dial.phone());
    out.changes
        .extend(waiting.map(|held| Change::DropHeld(held.kind)));
    if dial.phone() == PhoneKind::Backup {
        return Ok(out);
    }
    if first_option(account, policy).is_none() {
        out.changes.push(Change::SetDefault(dial.preferred()));
    }
    complete(account, &mut out);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Time;
    use crate::account::State;
    use crate::method::Preferred;
    use crate::service::testing::{account, app};

    fn phone(kind: PhoneKind) -> Phone {
        Phone {
            kind,
            number: vec![1],
            verified: true,
            created: Time(0),
        }
    }

    fn open() -> Policy {
        Policy {
            allow_text: true,
            allow_call: true,
            ..Policy::default()
        }
    }

    #[test]
    fn the_first_phone_is_the_default_as_it_was_tried() {
        let person = Account {
            state: State::Enabled,
            ..account("ann")
        };
        for (dial, option) in [
            (Dial::TextPhone, Preferred::TextPhone),
            (Dial::CallPhone, Preferred::CallPhone),
        ] {
            let out = add_phone(&person, &open(), dial, phone(PhoneKind::Authentication)).unwrap();
            let sets = |wanted: Preferred| {
                out.changes
                    .iter()
                    .any(|c| matches!(c, Change::SetDefault(Some(o)) if *o == wanted))
            };
            assert!(sets(option));
            assert!(
                out.changes
                    .iter()
                    .any(|c| matches!(c, Change::SetState(State::Enforced)))
            );
        }
    }

    #[test]
    fn a_new_number_leaves_the_default_alone() {
        let mut person = account("ann");
        person.apps.push(app(1, "Phone"));
        person.default = Some(Preferred::AppCode);
        let out = add_phone(
            &person,
            &open(),
            Dial::TextPhone,
            phone(PhoneKind::Authentication),
        );
        assert!(matches!(out.unwrap().changes[..], [Change::PutPhone(_)]));
    }

    #[test]
    fn an_alternate_phone_needs_a_first_method_and_is_none() {
        let mut person = account("ann");
        let refusal = set_up_refusal(&person, &open(), PhoneKind::Backup);
        assert_eq!(refusal, Some(Refusal::NoFirstPhone));
        person.phones.push(phone(PhoneKind::Backup));
        assert!(!person.has_second_step() && !person.two_step());
        let alone = dial_refusal(&person, &open(), Dial::CallBackup);
        assert_eq!(alone, Some(Refusal::MethodNotSetUp));
        person.phones.push(phone(PhoneKind::Authentication));
        assert_eq!(dial_refusal(&person, &open(), Dial::CallBackup), None);
        assert!(person.has_second_step() && person.two_step());
    }

    #[test]
    fn an_office_phone_without_a_number_answers_nothing() {
        let mut person = account("ann");
        let refusal = set_up_refusal(&person, &open(), PhoneKind::Office);
        assert_eq!(refusal, Some(Refusal::NoOfficePhone));
        let own = Policy {
            directory_owns_office_phone: false,
            ..open()
        };
        assert_eq!(set_up_refusal(&person, &own, PhoneKind::Office), None);
        person.office_phone = "+31201234567".into();
        person.phones.push(phone(PhoneKind::Office));
        assert_eq!(dial_refusal(&person, &open(), Dial::CallOffice), None);
        person.office_phone.clear();
        let gone = dial_refusal(&person, &open(), Dial::CallOffice);
        assert_eq!(gone, Some(Refusal::MethodNotSetUp));
    }

    #[test]
    fn numbers_are_judged_before_any_gateway_is_asked() {
        let number = |n| PhoneNumber::parse_international(n).unwrap();
        let judge = |dial, n| number_refusal(&open(), "NL", dial, &number(n));
        assert_eq!(judge(Dial::TextPhone, "+31612345678"), Ok(()));
        let abroad = Err(Refusal::PhoneCountry);
        assert_eq!(judge(Dial::TextPhone, "+14255550100"), abroad);
        assert_eq!(judge(Dial::CallOffice, "+14255550100"), Ok(()));
        let own = Policy {
            directory_owns_office_phone: false,
            ..open()
        };
        let typed = number_refusal(&own, "NL", Dial::CallOffice, &number("+14255550100"));
        assert_eq!(typed, abroad, "who types it keeps to the list");
        let premium = Err(Refusal::PhoneKind);
        assert_eq!(judge(Dial::CallOffice, "+319061234"), premium);
        let off = number_refusal(
            &Policy::default(),
            "NL",
            Dial::CallPhone,
            &number("+31612345678"),
        );
        assert_eq!(off, Err(Refusal::MethodNotAllowed));
    }
}
