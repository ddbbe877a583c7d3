//! Forty app passwords and never one more, however many browsers ask at once.

use domain::Id;
use domain::account::AppPassword;
use domain::service::ports::{Change, StoreError};

use crate::subject::{NOW, Subject, app_password, id, is_conflict, together};

contract!(
    slots_are_taken_once_and_freed,
    beyond_the_fortieth_there_is_no_slot,
    fifty_at_once_make_forty,
    at_thirty_nine_one_more_gets_in,
);

async fn slots_are_taken_once_and_freed(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [app_password(2, 2), app_password(1, 1)])
        .await
        .unwrap();
    assert!(is_conflict(&s.change(user, [app_password(3, 2)]).await));
    let names: Vec<_> = s
        .read(user)
        .await
        .app_passwords
        .into_iter()
        .map(|p| (p.slot, p.name))
        .collect();
    assert_eq!(names, [(1, "Name 1".to_owned()), (2, "Name 2".to_owned())]);
    s.change(user, [Change::RemoveAppPassword(id(2)), app_password(3, 2)])
        .await
        .unwrap();
    let expected = AppPassword {
        id: id(3),
        slot: 2,
        name: "Name 3".to_owned(),
        kid: 1,
        created: NOW,
        last_used: None,
    };
    assert_eq!(s.read(user).await.app_passwords[1], expected);
    s.change(user, [Change::RemoveAppPasswords]).await.unwrap();
    assert_eq!(s.read(user).await.app_passwords, []);
}

async fn beyond_the_fortieth_there_is_no_slot(s: Subject) {
    let user = s.person(1).await.id;
    for slot in [0, 41, 255] {
        let added = s.change(user, [app_password(1, slot)]).await;
        assert!(
            matches!(added, Err(StoreError::Unavailable(_))),
            "{slot}: {added:?}"
        );
    }
    assert_eq!(s.count("app_passwords").await, 0);
}

/// Reads, decides, commits, and starts over when somebody else was first: as the use case does.
async fn create(s: &Subject, user: Id, number: u8) -> bool {
    loop {
        let account = s.read(user).await;
        let free = (1..=40).find(|slot| account.app_passwords.iter().all(|p| p.slot != *slot));
        let Some(slot) = free else { return false };
        let batch = domain::service::ports::Batch {
            account: Some((user, account.version)),
            changes: vec![app_password(number, slot)],
            ..Default::default()
        };
        match s.store.commit(batch).await {
            Ok(()) => return true,
            Err(StoreError::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

async fn fifty_at_once_make_forty(s: Subject) {
    let user = s.person(1).await.id;
    let made = together((0..50).map(|number| create(&s, user, number))).await;
    assert_eq!(made.iter().filter(|made| **made).count(), 40);
    let slots: Vec<_> = s
        .read(user)
        .await
        .app_passwords
        .iter()
        .map(|p| p.slot)
        .collect();
    assert_eq!(slots, (1..=40).collect::<Vec<_>>());
}

async fn at_thirty_nine_one_more_gets_in(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, (1..=39).map(|n| app_password(n, n)))
        .await
        .unwrap();
    let made = together((100..120).map(|number| create(&s, user, number))).await;
    assert_eq!(made.iter().filter(|made| **made).count(), 1);
    assert_eq!(s.read(user).await.app_passwords.len(), 40);
}
