//! People: what is written comes back, each change changes its own thing and nobody else's.

use domain::account::{Account, App, PhoneKind, Role, State};
use domain::method::Preferred;
use domain::service::ports::Change;
use domain::session::Stage;
use domain::{Language, Time};

use crate::subject::{
    NOW, Subject, app, app_password, full_person, id, is_conflict, message, pending, person, phone,
    reveal, session, together,
};

type Case = (Change, fn(&mut Account));

contract!(
    everything_comes_back_as_it_was,
    nobody_is_not_found,
    a_login_is_given_once,
    every_change_changes_its_own_thing,
    a_step_only_rises,
    of_parallel_uses_of_a_step_one_succeeds,
    apps_are_the_persons_own,
    phones_are_replaced_by_kind,
    deleting_a_person_takes_everything_along,
    people_are_listed_in_the_order_of_bytes,
);

async fn everything_comes_back_as_it_was(s: Subject) {
    let mut expected = full_person(1);
    s.free([Change::AddAccount(Box::new(expected.clone()))])
        .await
        .unwrap();
    // Apps oldest first, whatever the order in which they came; telephones by kind.
    expected.phones.sort_by_key(|phone| phone.kind.key());
    let mut read = s.read(id(1)).await;
    read.phones.sort_by_key(|phone| phone.kind.key());
    assert_eq!(read, expected);
    assert_eq!(
        s.store
            .account_by_login(&expected.login)
            .await
            .unwrap()
            .unwrap()
            .id,
        expected.id
    );
}

async fn nobody_is_not_found(s: Subject) {
    s.person(1).await;
    assert_eq!(s.store.account(id(2)).await.unwrap(), None);
    for login in [
        "",
        "person1",
        "PERSON1@example.org",
        "person_@example.org",
        "%",
        "person1@example.org\0",
    ] {
        assert_eq!(
            s.store.account_by_login(login).await.unwrap(),
            None,
            "{login:?}"
        );
    }
}

async fn a_login_is_given_once(s: Subject) {
    s.person(1).await;
    let same_login = Account {
        login: person(1).login,
        ..person(2)
    };
    assert!(is_conflict(
        &s.free([Change::AddAccount(Box::new(same_login))]).await
    ));
    let same_id = Account {
        id: id(1),
        ..person(3)
    };
    assert!(is_conflict(
        &s.free([Change::AddAccount(Box::new(same_id))]).await
    ));
    assert_eq!(s.count("accounts").await, 1);
}

async fn every_change_changes_its_own_thing(s: Subject) {
    let other = s.person(2).await;
    let mut expected = s.person(1).await;
    let changes: Vec<Case> = vec![
        (
            Change::SetDirectory {
                name: "N".to_owned(),
                title: "T".to_owned(),
                mail: "M".to_owned(),
                office_phone: "P".to_owned(),
                office_extension: "E".to_owned(),
            },
            |a| {
                a.name = "N".to_owned();
                a.title = "T".to_owned();
                a.mail = "M".to_owned();
                a.office_phone = "P".to_owned();
                a.office_extension = "E".to_owned();
            },
        ),
        (Change::SetActive(false), |a| a.active = false),
        (Change::SetRole(Role::Reader), |a| a.role = Role::Reader),
        (Change::SetState(State::Enabled), |a| {
            a.state = State::Enabled
        }),
        (Change::SetLanguage(Language::Nl), |a| {
            a.language = Some(Language::Nl)
        }),
        (Change::SetDefault(Some(Preferred::CallOffice)), |a| {
            a.default = Some(Preferred::CallOffice)
        }),
        (Change::SetDefault(None), |a| a.default = None),
        (
            Change::SetPassword {
                phc: "new parameters".to_owned(),
                at: None,
            },
            |a| {
                a.password = "new parameters".to_owned();
            },
        ),
        (
            Change::SetPassword {
                phc: "new".to_owned(),
                at: Some(Time(5)),
            },
            |a| {
                a.password = "new".to_owned();
                a.password_changed = Time(5);
            },
        ),
        (Change::AddApp(app(1)), |a| a.apps.push(app(1))),
        (Change::RenameApp(id(1), "'; --".to_owned()), |a| {
            a.apps[0].name = "'; --".to_owned()
        }),
        (Change::LockApp(id(1), true), |a| a.apps[0].locked = true),
        (Change::LockApp(id(1), false), |a| a.apps[0].locked = false),
        (
            Change::UseApp {
                app: id(1),
                step: 101,
                at: Time(9),
            },
            |a| {
                a.apps[0].last_step = 101;
                a.apps[0].last_used = Some(Time(9));
            },
        ),
        (Change::RemoveApp(id(1)), |a| a.apps.clear()),
        (Change::PutPhone(phone()), |a| a.phones.push(phone())),
        (Change::RemovePhone(PhoneKind::Backup), |_| ()),
        (Change::RemovePhone(PhoneKind::Authentication), |a| {
            a.phones.clear()
        }),
    ];
    for (change, apply) in changes {
        let name = format!("{change:?}");
        s.change(expected.id, [change]).await.unwrap();
        apply(&mut expected);
        expected.version += 1;
        assert_eq!(s.read(expected.id).await, expected, "{name}");
    }
    assert_eq!(s.read(other.id).await, other);
}

async fn a_step_only_rises(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [Change::AddApp(app(1))]).await.unwrap();
    for step in [100, 99, i64::MIN] {
        let used = s
            .change(
                user,
                [Change::UseApp {
                    app: id(1),
                    step,
                    at: NOW,
                }],
            )
            .await;
        assert!(is_conflict(&used), "{step}");
    }
    let unknown = s
        .change(
            user,
            [Change::UseApp {
                app: id(2),
                step: 101,
                at: NOW,
            }],
        )
        .await;
    assert!(is_conflict(&unknown));
    assert_eq!(s.read(user).await.apps[0].last_step, 100);
}

/// Each of twenty requests read the account before any of them wrote.
async fn of_parallel_uses_of_a_step_one_succeeds(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [Change::AddApp(app(1))]).await.unwrap();
    let attempts = (0..20).map(|_| {
        s.change(
            user,
            [Change::UseApp {
                app: id(1),
                step: 101,
                at: NOW,
            }],
        )
    });
    let results = together(attempts).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert!(results.iter().all(|r| r.is_ok() || is_conflict(r)));
}

async fn apps_are_the_persons_own(s: Subject) {
    let (one, two) = (s.person(1).await.id, s.person(2).await.id);
    s.change(one, [Change::AddApp(app(1)), app_password(1, 1)])
        .await
        .unwrap();
    let before = s.read(one).await;
    let theirs = [
        Change::RenameApp(id(1), "stolen".to_owned()),
        Change::LockApp(id(1), true),
        Change::RemoveApp(id(1)),
        Change::RemoveAppPassword(id(1)),
        Change::RemoveAppPasswords,
    ];
    s.change(two, theirs).await.unwrap();
    assert!(is_conflict(
        &s.change(
            two,
            [Change::UseApp {
                app: id(1),
                step: 200,
                at: NOW
            }]
        )
        .await
    ));
    assert_eq!(s.read(one).await, before);
    let twice = s
        .change(
            one,
            [Change::AddApp(App {
                name: "again".to_owned(),
                ..app(1)
            })],
        )
        .await;
    assert!(is_conflict(&twice));
}

async fn phones_are_replaced_by_kind(s: Subject) {
    let user = s.person(1).await.id;
    let newer = domain::account::Phone {
        number: vec![9],
        verified: false,
        created: Time(1),
        ..phone()
    };
    s.change(
        user,
        [Change::PutPhone(phone()), Change::PutPhone(newer.clone())],
    )
    .await
    .unwrap();
    assert_eq!(s.read(user).await.phones, [newer]);
}

async fn deleting_a_person_takes_everything_along(s: Subject) {
    let (one, two) = (s.person(1).await.id, s.person(2).await.id);
    for (user, n) in [(one, 10), (two, 20)] {
        let hanging = [
            Change::AddApp(app(n)),
            Change::PutPhone(phone()),
            app_password(n, 1),
            Change::AddSession(session(n, user), 10),
            Change::AddPending(pending(n + 1, user, Stage::Gate)),
            Change::PutReveal(reveal(n)),
            Change::PutReveal(reveal(n + 1)),
        ];
        s.change(user, hanging).await.unwrap();
        let outbox = vec![message(n, user)];
        s.store
            .commit(domain::service::ports::Batch {
                outbox,
                ..Default::default()
            })
            .await
            .unwrap();
    }
    let tables = [
        "accounts",
        "apps",
        "phones",
        "app_passwords",
        "sessions",
        "pendings",
        "outbox",
    ];
    s.change(one, [Change::DeleteAccount]).await.unwrap();
    assert_eq!(s.store.account(one).await.unwrap(), None);
    for table in tables {
        assert_eq!(s.count(table).await, 1, "{table}");
    }
    assert_eq!(s.count("reveals").await, 2);
    assert!(s.store.session(&[20; 32]).await.unwrap().is_some());
}

async fn people_are_listed_in_the_order_of_bytes(s: Subject) {
    for (number, login) in (1..).zip(["b", "a%", "a_", "a", "B", "é", "a'"]) {
        let account = Account {
            login: login.to_owned(),
            ..person(number)
        };
        s.free([Change::AddAccount(Box::new(account))])
            .await
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = s.store.people(&after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 2);
        after = last.login.clone();
        seen.extend(page.into_iter().map(|person| person.login));
    }
    assert_eq!(seen, ["B", "a", "a%", "a'", "a_", "b", "é"]);
    let one = s.store.people("a_", 1).await.unwrap().remove(0);
    assert_eq!(
        (one.id, one.name.as_str(), one.role, one.active),
        (id(1), "Person 1", Role::User, true)
    );
}
