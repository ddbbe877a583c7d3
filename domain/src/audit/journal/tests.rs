use super::*;
use crate::account::{Account, AppPassword, Phone};
use crate::audit::{Entry, Outcome, Trace};
use crate::method::Preferred;
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::service::testing;
use crate::time::Time;

fn row(event: Event, object: Option<Id>, details: &[(&'static str, &str)]) -> Row {
    let entry = Entry {
        at: Time(5),
        event,
        outcome: Outcome::Success,
        reason: "",
        actor: None,
        role: Role::User,
        subject: Some(Id([7; 16])),
        object,
        trace: Trace {
            address: String::new(),
            user_agent: String::new(),
            request: Id([9; 16]),
        },
        details: details.iter().map(|(k, v)| (*k, (*v).to_owned())).collect(),
    };
    Row::new(1, &entry)
}

fn app_password(n: u8) -> AppPassword {
    AppPassword {
        id: Id([n; 16]),
        slot: n,
        name: format!("Mail {n}"),
        kid: 1,
        created: Time(0),
        last_used: None,
    }
}

/// Two apps, a telephone, two app passwords.
fn account() -> Account {
    Account {
        state: State::Enforced,
        role: Role::Operator,
        password: "1:phc".into(),
        default: Some(Preferred::AppCode),
        apps: vec![testing::app(1, "Phone"), testing::app(2, "Tablet")],
        phones: vec![Phone {
            kind: PhoneKind::Backup,
            number: Vec::new(),
            verified: false,
            created: Time(0),
        }],
        app_passwords: vec![app_password(1), app_password(2)],
        retired: 0,
        block: None,
        pass: None,
        temporary: None,
        bypass: None,
        retired_default: None,
        holds: Vec::new(),
        ..testing::account("ann@example.org")
    }
}

fn read(rows: &[Row]) -> Journal {
    let mut journal = Journal::default();
    for row in rows {
        journal.note(row).unwrap();
    }
    journal
}

fn after(rows: &[Row], account: &Account) -> (String, Vec<Ended>) {
    let journal = read(rows);
    let since = journal.of(Id([7; 16])).unwrap();
    let (changes, ended) = since.consequences(account, &Policy::default(), Time(99));
    (format!("{changes:?}"), ended)
}

const ONE: Option<Id> = Some(Id([1; 16]));
const TWO: Option<Id> = Some(Id([2; 16]));
const NEW: Option<Id> = Some(Id([3; 16]));

#[test]
fn single_credentials_end_and_the_others_stay() {
    let (changes, ended) = after(
        &[
            row(Event::AppPasswordDelete, TWO, &[]),
            row(Event::MethodDelete, ONE, &[]),
            row(Event::MethodDelete, None, &[("method", "backup")]),
        ],
        &account(),
    );
    assert_eq!(ended, [Ended::App, Ended::Phone, Ended::AppPassword]);
    assert!(changes.contains("RemoveApp(0101"), "{changes}");
    assert!(changes.contains("RemoveAppPassword(0202"), "{changes}");
    for other in [
        "RemoveApp(0202",
        "RemoveAppPassword(0101",
        "SetState",
        "SetDefault",
    ] {
        assert!(!changes.contains(other), "{other} in {changes}");
    }
}

#[test]
fn without_the_last_method_the_gate_stands_and_app_passwords_go() {
    let deleted = [
        row(Event::MethodDelete, ONE, &[]),
        row(Event::MethodDelete, TWO, &[]),
    ];
    let (changes, ended) = after(&deleted, &account());
    let app_passwords = ended.iter().filter(|end| **end == Ended::AppPassword);
    assert_eq!(app_passwords.count(), 2);
    assert!(changes.contains("SetState(Enabled)"), "{changes}");
    assert!(changes.contains("SetDefault(None)"), "{changes}");
    let (changes, _) = after(
        &deleted,
        &Account {
            state: State::Disabled,
            ..account()
        },
    );
    assert!(!changes.contains("SetState"), "not required: {changes}");
    assert!(changes.contains("RemoveAppPassword"), "{changes}");
}

#[test]
fn a_changed_password_opens_nothing() {
    let (changes, ended) = after(&[row(Event::AuthnPasswordChange, None, &[])], &account());
    assert_eq!(ended, [Ended::Password]);
    assert!(
        changes.contains(r#"SetPassword { phc: "", at: Some(Time(99)) }"#),
        "{changes}"
    );
}

#[test]
fn decisions_stand_as_they_stood_at_last() {
    let rows = [
        row(Event::UserDisable, None, &[]),
        row(Event::UserEnable, None, &[]),
        row(Event::RoleChange, None, &[("role", "administrator")]),
        row(Event::RoleChange, None, &[("role", "user")]),
        row(Event::UserChange, None, &[("two_step", "disabled")]),
        row(Event::UserChange, None, &[("changed", "directory")]),
    ];
    let (changes, ended) = after(&rows, &account());
    let (decided, app_passwords) = ended.split_at(2);
    assert_eq!(decided, [Ended::Role, Ended::TwoStepReleased]);
    assert_eq!(
        app_passwords,
        [Ended::AppPassword; 2],
        "off took them along"
    );
    assert!(changes.contains("SetRole(User)") && changes.contains("SetState(Disabled)"));
    let off = Account {
        active: false,
        ..account()
    };
    assert!(after(&rows, &off).1.contains(&Ended::SwitchedOn));
    assert_eq!(after(&rows[..1], &account()).1[0], Ended::SwitchedOff);
    let fresh = testing::account("ann@example.org");
    let required = [row(Event::UserChange, None, &[("two_step", "enforced")])];
    let (changes, ended) = after(&required, &fresh);
    assert_eq!(ended, [Ended::TwoStepRequired]);
    assert!(
        changes.contains("SetState(Enabled)"),
        "what enforced it is lost: {changes}"
    );
}

#[test]
fn what_was_put_off_runs_on_and_a_restore_gives_no_more_days() {
    let skip = |since| row(Event::EnrolmentSkip, None, &[("since", since)]);
    let person = Account {
        state: State::Enabled,
        ..testing::account("ann@example.org")
    };
    let (changes, ended) = after(&[skip("40")], &person);
    assert_eq!(ended, [], "nothing of theirs came to an end");
    assert_eq!(changes, "[SetGraceFrom(Time(40))]");
    let known = Account {
        grace_from: Some(Time(40)),
        ..person.clone()
    };
    assert_eq!(after(&[skip("40"), skip("40")], &known).0, "[]");
    let anew = [
        row(Event::UserChange, None, &[("two_step", "disabled")]),
        row(Event::UserChange, None, &[("two_step", "enabled")]),
    ];
    let rows = [&[skip("40")], &anew[..], &[skip("60")]].concat();
    assert_eq!(after(&rows, &known).0, "[SetGraceFrom(Time(60))]");
    let rows = [&[skip("40")], &anew[..]].concat();
    assert_eq!(after(&rows, &person).0, "[]", "they begin anew");
    let rows = [&[skip("40")], &anew[1..]].concat();
    assert_eq!(after(&rows, &person).0, "[SetGraceFrom(Time(40))]");
    let rows = [skip("40"), row(Event::MethodAdd, NEW, &[])];
    assert_eq!(after(&rows, &person).0, "[]", "what they set up is lost");
    // Required again since the backup: the state comes first, for it ends a grace.
    let disabled = Account {
        state: State::Disabled,
        ..person
    };
    let rows = [&anew[1..], &[skip("60")]].concat();
    let (changes, _) = after(&rows, &disabled);
    assert_eq!(changes, "[SetState(Enabled), SetGraceFrom(Time(60))]");
    assert_eq!(after(&[skip("40")], &account()).0, "[]", "set up");
}

#[test]
fn a_lock_holds_until_somebody_helped() {
    let locked = row(Event::MethodLock, None, &[]);
    let (changes, ended) = after(std::slice::from_ref(&locked), &account());
    assert_eq!(ended, [Ended::AppLocked; 2]);
    assert!(
        !changes.contains("SetDefault"),
        "it works again when somebody has helped: {changes}"
    );
    let unlocked = row(Event::UserChange, None, &[("changed", "unlocked")]);
    assert_eq!(after(&[locked, unlocked], &account()).1, []);
}

const ASKED: [Event; 4] = [
    Event::MethodsRetire,
    Event::MethodsKeep,
    Event::MethodsDrop,
    Event::MethodAdd,
];

#[test]
fn methods_that_were_asked_for_again_stay_ended_until_that_was_taken_back() {
    let [again, keep, _, add] = ASKED.map(|event| row(event, None, &[]));
    let (changes, ended) = after(std::slice::from_ref(&again), &account());
    assert_eq!(ended, [Ended::AskedAgain]);
    for change in [
        "RetireMethods(true)",
        "SetState(Enabled)",
        "SetDefault(None)",
    ] {
        assert!(changes.contains(change), "{change} in {changes}");
    }
    // As when it was asked: the helpdesk can still take it back, and mail goes on.
    assert!(!changes.contains("Remove"), "{changes}");
    let kept = [again.clone(), keep.clone()];
    assert_eq!(after(&kept, &account()), ("[]".to_owned(), vec![]));
    let again_later = [again.clone(), keep, again.clone()];
    assert_eq!(after(&again_later, &account()).1, [Ended::AskedAgain]);
    // What was deleted before is gone, also from what could be taken back.
    let deleted = [row(Event::MethodDelete, ONE, &[]), again.clone()];
    let (changes, ended) = after(&deleted, &account());
    assert_eq!(ended, [Ended::App, Ended::AskedAgain]);
    let order = ["RemoveApp(0101", "RetireMethods(true)"].map(|change| changes.find(change));
    assert!(order[0].is_some() && order[0] < order[1], "{changes}");
    // Nothing was there to be asked for.
    let bare = testing::account("ann@example.org");
    assert_eq!(after(&[again, add], &bare).1, []);
}

#[test]
fn no_taking_back_reaches_what_went_when_new_methods_were_there() {
    let [again, keep, gone, add] = ASKED.map(|event| row(event, None, &[]));
    let rows = [again.clone(), add, gone, again, keep];
    let (changes, ended) = after(&rows, &account());
    assert_eq!(ended[..3], [Ended::App, Ended::App, Ended::Phone]);
    assert!(changes.contains("SetState(Enabled)"), "{changes}");
    assert!(!changes.contains("RetireMethods"), "{changes}");
    // The backup is from between the asking and the new methods.
    let asked = Account {
        state: State::Enabled,
        apps: vec![],
        phones: vec![],
        retired: 3,
        ..account()
    };
    let (changes, ended) = after(&rows[1..3], &asked);
    assert_eq!(ended, [Ended::AskedAgain]);
    assert!(changes.contains("DropRetired"), "{changes}");
}

#[test]
fn a_block_stands_as_it_stood_at_last() {
    let until = |time: &'static str| {
        let facts = [
            ("until", time),
            ("why", "Laptop stolen"),
            ("ticket", "HD-1"),
        ];
        row(Event::UserBlock, None, &facts)
    };
    let unblock = row(Event::UserUnblock, None, &[]);
    let block = Block {
        until: Time(70),
        reason: "Laptop stolen".into(),
    };
    let since = |rows: &[Row], account: &Account| {
        let journal = read(rows);
        let since = journal.of(Id([7; 16])).unwrap();
        since.consequences(account, &Policy::default(), Time(99))
    };
    let (changes, ended) = since(&[until("60"), until("70")], &account());
    assert_eq!(ended, [Ended::Blocked]);
    assert!(matches!(&changes[..], [Change::SetBlock(Some(set))] if *set == block));
    let lifted = [until("70"), unblock.clone()];
    assert_eq!(since(&lifted, &account()).1, []);
    let blocked = Account {
        block: Some(block),
        ..account()
    };
    let (changes, ended) = since(&[unblock], &blocked);
    assert_eq!(ended, [Ended::Unblocked]);
    assert!(matches!(&changes[..], [Change::SetBlock(None)]));
    assert_eq!(since(&[until("70")], &blocked).1, [], "it is in the backup");
    let longer = since(&[until("70"), until("90")], &blocked);
    assert_eq!(longer.1, [Ended::Blocked]);
}

#[test]
fn a_deleted_person_is_deleted_and_nothing_else() {
    let rows = [
        row(Event::AuthnPasswordChange, None, &[]),
        row(Event::UserDelete, None, &[]),
    ];
    let (changes, ended) = after(&rows, &account());
    assert_eq!(
        (changes.as_str(), ended),
        ("[DeleteAccount]", vec![Ended::Person])
    );
}

#[test]
fn what_was_made_since_is_lost_unless_it_ended_too() {
    let lost = |rows: &[Row]| read(rows).of(Id([7; 16])).unwrap().lost();
    let made = [
        row(Event::MethodAdd, NEW, &[]),
        row(Event::AppPasswordCreate, NEW, &[]),
        row(Event::AppPasswordCreate, TWO, &[]),
        row(Event::AppPasswordDelete, TWO, &[]),
    ];
    assert_eq!(lost(&made), [Lost::App, Lost::AppPassword]);
    let mut ended = made.to_vec();
    ended.push(row(Event::MethodDelete, NEW, &[]));
    ended.push(row(Event::AppPasswordDeleteAll, None, &[]));
    assert_eq!(lost(&ended), []);
    assert_eq!(read(&[row(Event::UserAdd, None, &[])]).added().count(), 1);
    let gone = [
        row(Event::UserAdd, None, &[]),
        row(Event::UserDelete, None, &[]),
    ];
    assert_eq!(read(&gone).added().count(), 0);
}

#[test]
fn failures_end_nothing_and_what_is_unknown_is_refused() {
    let failed = Row {
        outcome: "failure".into(),
        ..row(Event::AuthnPasswordChange, None, &[])
    };
    assert_eq!(read(&[failed]).of(Id([7; 16])), None);
    let unknown = Row {
        event: "passkey_delete".into(),
        ..row(Event::MethodDelete, ONE, &[])
    };
    let refused = Journal::default().note(&unknown).unwrap_err().to_string();
    assert!(
        refused.contains("row 1") && refused.contains("passkey_delete"),
        "{refused}"
    );
}

#[test]
fn rules_are_told_with_their_last_value() {
    let settings = "allow_app_passwords: false -> true; max_apps: 5 -> 2";
    let back = "allow_app_passwords: true -> false";
    let rules = read(&[
        row(Event::PolicyChange, None, &[("settings", settings)]),
        row(Event::PolicyChange, None, &[("settings", back)]),
    ])
    .rules;
    let rules: Vec<_> = rules
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(rules, [("allow_app_passwords", "false"), ("max_apps", "2")]);
}
