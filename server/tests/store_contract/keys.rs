//! What the database knows of the key ring: keys by number, values under them, and the move to another.

use std::collections::BTreeMap;

use domain::account::{Account, App, Phone, PhoneKind};
use domain::audit::Event;
use domain::service::ports::{Batch, Change, KeyNeeds, KnownKey, Place, Resealed, Sealed};

use crate::subject::{
    NOW, Subject, app, app_password, entry, id, is_conflict, person, phone, reveal, session,
};

contract!(
    a_key_is_known_once_settled_once_and_forgotten,
    every_sealed_value_is_found_once,
    a_value_is_replaced_only_as_it_was_read,
    a_rotation_is_no_change_of_the_account,
    needs_are_counted_by_the_number_in_front,
    people_are_found_by_password_and_by_app_password,
    the_canary_of_the_first_schema_becomes_a_known_key,
);

/// Sealed as far as the store can tell: a version, the number of the key, and more.
fn sealed(kid: i32, more: u8) -> Vec<u8> {
    [&[1], kid.to_be_bytes().as_slice(), &[more; 30]].concat()
}

async fn add(s: &Subject, account: Account) {
    s.free([Change::AddAccount(Box::new(account))])
        .await
        .unwrap();
}

/// Somebody with an app and a telephone under this key.
async fn somebody(s: &Subject, number: u8, kid: i32) {
    let account = Account {
        apps: vec![App {
            secret: sealed(kid, 1),
            ..app(number)
        }],
        phones: vec![Phone {
            number: sealed(kid, 2),
            ..phone()
        }],
        ..person(number)
    };
    add(s, account).await;
}

async fn a_key_is_known_once_settled_once_and_forgotten(s: Subject) {
    assert_eq!(s.store.keys().await.unwrap(), []);
    s.store.add_key(2, &[0, 255]).await.unwrap();
    s.store.add_key(1, &[3]).await.unwrap();
    assert!(is_conflict(&s.store.add_key(2, &[9]).await));
    let known = |kid, canary: &[u8], settled| KnownKey {
        kid,
        canary: canary.to_vec(),
        settled,
    };
    assert_eq!(
        s.store.keys().await.unwrap(),
        [known(1, &[3], false), known(2, &[0, 255], false)]
    );
    let settle = || {
        s.store.commit(Batch {
            changes: vec![Change::SettleKey(1)],
            audit: vec![entry(Event::KeyRotate)],
            ..Batch::default()
        })
    };
    settle().await.unwrap();
    assert!(is_conflict(&settle().await));
    assert_eq!(s.audited().await.len(), 1, "recorded once");
    assert_eq!(s.store.keys().await.unwrap()[0], known(1, &[3], true));
    s.free([Change::ForgetKey(1), Change::ForgetKey(7)])
        .await
        .unwrap();
    assert_eq!(
        s.reopened().await.store.keys().await.unwrap(),
        [known(2, &[0, 255], false)]
    );
}

/// Everything, in pages of this size.
async fn pages(s: &Subject, most: u32) -> Vec<Sealed> {
    let (mut after, mut all) = (None, Vec::new());
    loop {
        let page = s.store.sealed(after, most).await.unwrap();
        let Some(last) = page.last() else { return all };
        assert!(page.len() <= most as usize);
        after = Some(last.place);
        all.extend(page);
    }
}

async fn every_sealed_value_is_found_once(s: Subject) {
    assert_eq!(s.store.sealed(None, 9).await.unwrap(), []);
    for number in [3, 1, 2] {
        somebody(&s, number, 1).await;
    }
    s.change(
        id(2),
        [
            Change::AddApp(App {
                secret: sealed(2, 7),
                ..app(0)
            }),
            Change::PutPhone(Phone {
                kind: PhoneKind::Backup,
                number: sealed(2, 8),
                ..phone()
            }),
        ],
    )
    .await
    .unwrap();
    s.person(4).await;
    for most in [1, 2, 3, 100] {
        let found = pages(&s, most).await;
        let expected = [
            (Place::App(id(1), id(1)), sealed(1, 1)),
            (Place::App(id(2), id(0)), sealed(2, 7)),
            (Place::App(id(2), id(2)), sealed(1, 1)),
            (Place::App(id(3), id(3)), sealed(1, 1)),
            (Place::Phone(id(1), PhoneKind::Authentication), sealed(1, 2)),
            (Place::Phone(id(2), PhoneKind::Backup), sealed(2, 8)),
            (Place::Phone(id(2), PhoneKind::Authentication), sealed(1, 2)),
            (Place::Phone(id(3), PhoneKind::Authentication), sealed(1, 2)),
        ]
        .map(|(place, bytes)| Sealed { place, bytes });
        assert_eq!(found, expected, "{most} at once");
    }
    s.change(id(2), [Change::RemoveApp(id(2))]).await.unwrap();
    assert_eq!(pages(&s, 2).await.len(), 7);
}

async fn a_value_is_replaced_only_as_it_was_read(s: Subject) {
    for number in [1, 2] {
        somebody(&s, number, 1).await;
    }
    let read = pages(&s, 100).await;
    // Meanwhile one person replaces both, and another's app goes.
    let replaced = Phone {
        number: sealed(1, 99),
        ..phone()
    };
    let set_up_again = App {
        secret: sealed(1, 98),
        ..app(1)
    };
    s.change(
        id(1),
        [
            Change::RemoveApp(id(1)),
            Change::AddApp(set_up_again),
            Change::PutPhone(replaced),
        ],
    )
    .await
    .unwrap();
    s.change(id(2), [Change::RemoveApp(id(2))]).await.unwrap();
    let anew = |old: Sealed| Resealed {
        new: sealed(2, old.bytes[6]),
        old,
    };
    s.store
        .reseal(read.into_iter().map(anew).collect())
        .await
        .unwrap();
    let one = s.read(id(1)).await;
    assert_eq!(one.apps[0].secret, sealed(1, 98), "the person's own stays");
    assert_eq!(one.phones[0].number, sealed(1, 99));
    let two = s.read(id(2)).await;
    assert_eq!(two.apps, [], "what was removed does not come back");
    assert_eq!(two.phones[0].number, sealed(2, 2));
    s.store.reseal(Vec::new()).await.unwrap();
}

async fn a_rotation_is_no_change_of_the_account(s: Subject) {
    somebody(&s, 1, 1).await;
    let before = s.read(id(1)).await;
    let all = pages(&s, 100).await.into_iter().map(|old| Resealed {
        new: sealed(2, 1),
        old,
    });
    s.store.reseal(all.collect()).await.unwrap();
    // A wish that was judged before is carried out.
    let batch = Batch {
        account: Some((id(1), before.version)),
        changes: vec![Change::UseApp {
            app: id(1),
            step: 101,
            at: NOW,
        }],
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
    let app = s.read(id(1)).await.apps.remove(0);
    assert_eq!((app.last_step, app.secret), (101, sealed(2, 1)));
}

fn with_password(number: u8, password: &str) -> Account {
    Account {
        password: password.to_owned(),
        ..person(number)
    }
}

async fn needs_are_counted_by_the_number_in_front(s: Subject) {
    assert_eq!(s.store.key_needs().await.unwrap(), BTreeMap::new());
    somebody(&s, 1, 1).await;
    somebody(&s, 2, 258).await;
    for (number, password) in [(3, "2:$argon2id$"), (4, "12:$argon2id$"), (5, "")] {
        add(&s, with_password(number, password)).await;
    }
    s.change(id(3), [app_password(1, 1), app_password(2, 2)])
        .await
        .unwrap();
    let mut shown = reveal(7);
    shown.sealed = sealed(2, 1);
    let mut asked = crate::challenges::asked(8, id(3));
    asked.number = sealed(12, 1);
    s.free([
        Change::AddSession(session(7, id(3)), 10),
        Change::PutReveal(shown),
        Change::PutChallenge(Box::new(asked)),
    ])
    .await
    .unwrap();
    let needs = |sealed, shown, app_passwords, passwords| KeyNeeds {
        sealed,
        shown,
        app_passwords,
        passwords,
    };
    assert_eq!(
        s.store.key_needs().await.unwrap(),
        BTreeMap::from([
            (1, needs(2, 0, 2, 0)),
            (2, needs(0, 1, 0, 1)),
            (12, needs(0, 1, 0, 1)),
            (258, needs(2, 0, 0, 0)),
        ])
    );
}

async fn people_are_found_by_password_and_by_app_password(s: Subject) {
    for (number, password) in [(1, "1:x"), (2, "11:x"), (3, "2:x"), (4, "")] {
        add(&s, with_password(number, password)).await;
    }
    // Under key 1, twice one person.
    s.change(id(4), [app_password(1, 1), app_password(2, 2)])
        .await
        .unwrap();
    let found = async |kid, after, most| s.store.people_under_key(kid, after, most).await.unwrap();
    assert_eq!(found(1, None, 9).await, [id(1), id(4)]);
    assert_eq!(found(1, None, 1).await, [id(1)]);
    assert_eq!(found(1, Some(id(1)), 9).await, [id(4)]);
    assert_eq!(found(1, Some(id(4)), 9).await, []);
    assert_eq!(found(11, None, 9).await, [id(2)]);
    assert_eq!(found(3, None, 9).await, []);
}

/// As an earlier version left it: one canary, and no table of keys; then the step that makes one.
async fn the_canary_of_the_first_schema_becomes_a_known_key(s: Subject) {
    let (blob, step) = match &s.place {
        crate::subject::Place::File(_) => {
            ("BLOB", include_str!("../../migrations/sqlite/V2__keys.sql"))
        }
        crate::subject::Place::Server(_) => (
            "BYTEA",
            include_str!("../../migrations/postgres/V2__keys.sql"),
        ),
    };
    let canary = sealed(0x0102_03fe, 5);
    let hex = data_encoding::HEXLOWER.encode(&canary);
    let value = match &s.place {
        crate::subject::Place::File(_) => format!("x'{hex}'"),
        crate::subject::Place::Server(_) => format!("'\\x{hex}'"),
    };
    s.raw(&format!(
        "DROP TABLE keys;
         CREATE TABLE canary (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), sealed {blob} NOT NULL);
         INSERT INTO canary VALUES (1, {value});
         {step}"
    ))
    .await
    .unwrap();
    let known = KnownKey {
        kid: 0x0102_03fe,
        canary,
        settled: false,
    };
    assert_eq!(s.store.keys().await.unwrap(), [known]);
    let gone = s.raw("SELECT * FROM canary").await;
    assert!(gone.is_err());
}
