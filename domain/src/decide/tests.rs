use proptest::prelude::*;

use super::*;
use crate::account::{AppPassword, Phone};
use crate::service::testing::{account, app};

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn allowed() -> Policy {
    Policy {
        allow_app_passwords: true,
        ..Policy::default()
    }
}

fn with_apps(n: u8, state: State) -> Account {
    let mut person = account("ann@example.org");
    person.state = state;
    person.apps = (0..n).map(|i| app(i, &format!("App {i}"))).collect();
    person.default = (n > 0).then_some(Preferred::AppCode);
    person
}

#[test]
fn the_first_app_becomes_the_default_and_completes_the_enrolment() {
    let person = with_apps(0, State::Enabled);
    let out = add_app(&person, &allowed(), app(1, "Phone")).unwrap();
    assert!(matches!(
        out.changes.as_slice(),
        [
            Change::AddApp(_),
            Change::SetDefault(Some(Preferred::AppCode)),
            Change::SetState(State::Enforced)
        ]
    ));
}

#[test]
fn a_second_app_changes_neither_default_nor_state() {
    let person = with_apps(1, State::Enforced);
    let out = add_app(&person, &allowed(), app(9, "Tablet")).unwrap();
    assert!(matches!(out.changes.as_slice(), [Change::AddApp(_)]));
}

#[test]
fn five_apps_are_the_most_and_names_are_unique() {
    let full = with_apps(5, State::Enforced);
    assert_eq!(
        add_app(&full, &allowed(), app(9, "Sixth")).unwrap_err(),
        Refusal::TooManyApps { max: 5 }
    );
    let one = with_apps(1, State::Enforced);
    assert_eq!(
        add_app(&one, &allowed(), app(9, "APP 0")).unwrap_err(),
        Refusal::NameTaken
    );
    assert_eq!(
        rename_app(&with_apps(2, State::Enforced), id(0), "app 1").unwrap_err(),
        Refusal::NameTaken
    );
    assert!(rename_app(&with_apps(2, State::Enforced), id(0), "APP 0").is_ok());
    assert_eq!(
        rename_app(&one, id(77), "x").unwrap_err(),
        Refusal::NotFound
    );
}

fn ends_trust(removal: &Removal) -> bool {
    let mut changes = removal.consequences.changes.iter();
    changes.any(|change| matches!(change, Change::EndTrusts))
}

#[test]
fn trust_outlives_a_method_only_beside_another() {
    let mut person = with_apps(2, State::Disabled);
    let first = remove(&person, &allowed(), &[Method::App(id(0))]).unwrap();
    assert!(!ends_trust(&first));
    person.apps[1].locked = true;
    let usable = remove(&person, &allowed(), &[Method::App(id(0))]).unwrap();
    assert!(ends_trust(&usable), "what is left opens nothing");
}

#[test]
fn the_last_method_stays_while_it_is_required() {
    let person = with_apps(1, State::Enforced);
    assert_eq!(
        remove(&person, &allowed(), &[Method::App(id(0))]).unwrap_err(),
        Refusal::LastMethod
    );
    let both = with_apps(2, State::Enforced);
    let all = [Method::App(id(0)), Method::App(id(1))];
    assert_eq!(
        remove(&both, &allowed(), &all).unwrap_err(),
        Refusal::LastMethod
    );
    assert!(remove(&both, &allowed(), &all[..1]).is_ok());
}

#[test]
fn a_locked_app_does_not_count_as_a_remaining_method() {
    let mut person = with_apps(2, State::Enforced);
    person.apps[1].locked = true;
    assert_eq!(
        remove(&person, &allowed(), &[Method::App(id(0))]).unwrap_err(),
        Refusal::LastMethod
    );
}

#[test]
fn where_it_is_not_required_the_last_method_goes_with_the_app_passwords() {
    let mut person = with_apps(1, State::Disabled);
    person.app_passwords = vec![AppPassword {
        id: id(9),
        slot: 1,
        name: "x".into(),
        kid: 1,
        created: Time(0),
        last_used: None,
    }];
    let removal = remove(&person, &allowed(), &[Method::App(id(0))]).unwrap();
    assert!(removal.turns_off);
    assert!(ends_trust(&removal), "nor is any browser trusted");
    assert_eq!(removal.default_moves_to, Some(None));
    assert!(
        removal
            .consequences
            .changes
            .iter()
            .any(|c| matches!(c, Change::RemoveAppPasswords))
    );
}

#[test]
fn an_unverified_backup_number_can_go_at_any_time() {
    let mut person = with_apps(1, State::Enforced);
    person.phones = vec![Phone {
        kind: PhoneKind::Backup,
        number: vec![],
        verified: false,
        created: Time(0),
    }];
    let removal = remove(&person, &allowed(), &[Method::Phone(PhoneKind::Backup)]).unwrap();
    assert_eq!(removal.default_moves_to, None);
    assert_eq!(
        remove(
            &person,
            &allowed(),
            &[Method::Phone(PhoneKind::Authentication)]
        )
        .unwrap_err(),
        Refusal::NotFound
    );
}

#[test]
fn only_what_is_allowed_and_set_up_can_be_the_default() {
    let person = with_apps(1, State::Enforced);
    assert!(
        make_default(&person, &allowed(), Preferred::AppCode)
            .unwrap()
            .changes
            .is_empty()
    );
    for option in [
        Preferred::Notification,
        Preferred::CallPhone,
        Preferred::TextPhone,
        Preferred::CallOffice,
    ] {
        assert_eq!(
            make_default(&person, &allowed(), option).unwrap_err(),
            Refusal::MethodNotAllowed
        );
    }
    let none = with_apps(0, State::Disabled);
    assert_eq!(
        make_default(&none, &allowed(), Preferred::AppCode).unwrap_err(),
        Refusal::MethodNotSetUp
    );
}

#[test]
fn an_app_password_says_why_not() {
    let none = with_apps(0, State::Enabled);
    assert_eq!(
        create_app_password_refusal(&none, &Policy::default()),
        Some(Refusal::AppPasswordsOff)
    );
    assert_eq!(
        create_app_password_refusal(&none, &allowed()),
        Some(Refusal::AppPasswordsNeedTwoStep)
    );
    let mut person = with_apps(1, State::Enforced);
    assert_eq!(create_app_password_refusal(&person, &allowed()), None);
    person.app_passwords = (1..=40)
        .map(|slot| AppPassword {
            id: id(slot),
            slot,
            name: format!("n{slot}"),
            kid: 1,
            created: Time(0),
            last_used: None,
        })
        .collect();
    assert_eq!(
        create_app_password_refusal(&person, &allowed()),
        Some(Refusal::AppPasswordLimit { max: 40 })
    );
    person.app_passwords.remove(7);
    assert_eq!(
        create_app_password(&person, &allowed(), "new").unwrap().0,
        8
    );
    assert_eq!(
        create_app_password(&person, &allowed(), "N1").unwrap_err(),
        Refusal::NameTaken
    );
    assert!(delete_app_password(&person, id(3)).is_ok());
    assert_eq!(
        delete_app_password(&person, id(99)).unwrap_err(),
        Refusal::NotFound
    );
}

#[test]
fn ninety_days_without_use_are_marked() {
    let day = |n: i64| Time(0) + Span::days(n);
    let policy = Policy::default();
    assert!(!stale(day(0), None, day(89), &policy));
    assert!(stale(day(0), None, day(90), &policy));
    assert!(!stale(day(0), Some(day(80)), day(100), &policy));
}

proptest! {
    /// Whatever somebody deletes, in whatever order: a person who must use two-step verification
    /// and could before can still do so afterwards, and the default is something that works.
    #[test]
    fn never_zero_methods(apps in 1_u8..6, locked in any::<u8>(), wishes in proptest::collection::vec(0_u8..6, 0..8)) {
        let mut person = with_apps(apps, State::Enforced);
        for (i, app) in person.apps.iter_mut().enumerate() {
            app.locked = locked >> i & 1 == 1;
        }
        let policy = allowed();
        let before = successor(&person, &policy).is_some();
        for wish in wishes {
            if let Ok(removal) = remove(&person, &policy, &[Method::App(id(wish))]) {
                person.apps.retain(|a| a.id != id(wish));
                if let Some(default) = removal.default_moves_to {
                    person.default = default;
                }
            }
        }
        prop_assert_eq!(before, successor(&person, &policy).is_some());
        if before {
            prop_assert!(person.default.is_some_and(|d| option_refusal(&person, &policy, d).is_none()));
        }
    }
}
