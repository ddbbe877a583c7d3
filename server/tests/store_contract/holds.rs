//! Numbers that wait until they count.

use domain::account::{HeldPhone, PhoneKind};
use domain::service::ports::Change;
use domain::time::Span;

use crate::subject::{NOW, Subject, is_conflict};

contract!(
    a_number_that_waits_is_read_as_it_was_written,
    those_that_are_due_are_found,
    a_digest_finds_one_and_belongs_to_one,
    they_go_with_the_person,
    one_that_waits_needs_its_key,
);

fn held(kind: PhoneKind, until: i64, stop: u8) -> HeldPhone {
    HeldPhone {
        kind,
        number: vec![0, 1, 255],
        extension: "042".into(),
        until: NOW + Span::seconds(until),
        stop: [stop; 32],
    }
}

async fn a_number_that_waits_is_read_as_it_was_written(s: Subject) {
    let user = s.person(1).await.id;
    let other = s.person(2).await.id;
    assert_eq!(s.read(user).await.holds, []);
    let first = held(PhoneKind::Backup, 9, 1);
    let second = held(PhoneKind::Authentication, 9, 2);
    let changes = [&first, &second].map(|held| Change::HoldPhone(held.clone()));
    s.change(user, changes).await.unwrap();
    let s = s.reopened().await;
    assert_eq!(s.read(user).await.holds, [first, second.clone()]);
    let newer = HeldPhone {
        number: vec![9],
        extension: String::new(),
        ..held(PhoneKind::Backup, 10, 3)
    };
    s.change(user, [Change::HoldPhone(newer.clone())])
        .await
        .unwrap();
    assert_eq!(s.read(user).await.holds, [newer.clone(), second]);
    let drop = [Change::DropHeld(PhoneKind::Authentication)];
    s.change(user, drop.clone()).await.unwrap();
    s.change(other, drop).await.unwrap();
    assert_eq!(s.read(user).await.holds, [newer]);
    assert_eq!(s.read(other).await.holds, []);
    assert!(
        s.free([Change::DropHeld(PhoneKind::Backup)]).await.is_err(),
        "nobody's account"
    );
}

async fn those_that_are_due_are_found(s: Subject) {
    let mut people = Vec::new();
    for (number, until) in [(1, 1), (2, 2), (3, 3)] {
        let user = s.person(number).await.id;
        let both = [PhoneKind::Backup, PhoneKind::Authentication];
        let mut stop = number * 2;
        let changes = both.map(|kind| {
            stop += 1;
            Change::HoldPhone(held(kind, until, stop))
        });
        s.change(user, changes).await.unwrap();
        people.push(user);
    }
    let due = async |seconds, most| {
        let now = NOW + Span::seconds(seconds);
        let mut found = s.store.people_held_until(now, most).await.unwrap();
        found.sort();
        found
    };
    assert_eq!(due(0, 9).await, []);
    assert_eq!(due(2, 9).await, people[..2]);
    assert_eq!(due(9, 2).await.len(), 2);
}

async fn a_digest_finds_one_and_belongs_to_one(s: Subject) {
    let user = s.person(1).await.id;
    let other = s.person(2).await.id;
    let change = Change::HoldPhone(held(PhoneKind::Authentication, 9, 1));
    s.change(user, [change]).await.unwrap();
    let found = s.store.held_by(&[1; 32]).await.unwrap();
    assert_eq!(found, Some((user, PhoneKind::Authentication)));
    assert_eq!(s.store.held_by(&[2; 32]).await.unwrap(), None);
    let same = Change::HoldPhone(held(PhoneKind::Backup, 9, 1));
    let refused = s.change(other, [same]).await;
    assert!(is_conflict(&refused), "{refused:?}");
}

async fn they_go_with_the_person(s: Subject) {
    let user = s.person(1).await.id;
    let change = Change::HoldPhone(held(PhoneKind::Authentication, 9, 1));
    s.change(user, [change]).await.unwrap();
    s.change(user, [Change::DeleteAccount]).await.unwrap();
    assert_eq!(s.store.held_by(&[1; 32]).await.unwrap(), None);
    assert_eq!(s.count("held_phones").await, 0);
}

async fn one_that_waits_needs_its_key(s: Subject) {
    let user = s.person(1).await.id;
    let waits = HeldPhone {
        // Behind the first byte stands the number of the key.
        number: vec![1, 0, 0, 0, 77, 9, 9],
        ..held(PhoneKind::Authentication, 9, 1)
    };
    s.change(user, [Change::HoldPhone(waits)]).await.unwrap();
    let needs = s.store.key_needs().await.unwrap();
    assert_eq!((needs[&77].shown, needs[&77].sealed), (1, 0));
    let drop = [Change::DropHeld(PhoneKind::Authentication)];
    s.change(user, drop).await.unwrap();
    assert_eq!(s.store.key_needs().await.unwrap().get(&77), None);
}
