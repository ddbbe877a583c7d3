//! The mail interface: whose app password is it, and what its use leaves behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::account::{LastUse, State};
use domain::audit::Event;
use domain::service::ports::{Change, MailFlush, MailMatch, MailUse};
use domain::time::Span;
use domain::{Id, Time};

use crate::subject::{NOW, Subject, app, app_password, entry, id, together};

contract!(
    the_right_digest_is_found_and_no_other,
    every_slot_is_looked_at,
    digests_are_asked_for_once_and_only_for_somebody,
    who_has_a_second_step_must_use_app_passwords,
    many_checks_at_once_do_not_mix,
    the_latest_use_stays,
    a_use_of_what_is_deleted_says_nothing_of_what_took_its_slot,
    a_digest_moves_to_the_newest_key,
    a_flush_is_written_whole,
);

async fn find(s: &Subject, login: &str, digests: Vec<(i32, [u8; 32])>) -> Option<MailMatch> {
    s.store
        .mail_match(login, Box::new(|_| digests))
        .await
        .unwrap()
}

async fn found(s: &Subject, number: u8, digests: &[(i32, u8)]) -> (Option<Id>, bool) {
    let digests = digests
        .iter()
        .map(|(kid, byte)| (*kid, [*byte; 32]))
        .collect();
    let found = find(s, &format!("person{number}@example.org"), digests)
        .await
        .unwrap();
    assert_eq!(found.user, id(number));
    (found.app_password, found.old_key)
}

async fn the_right_digest_is_found_and_no_other(s: Subject) {
    let (one, two) = (s.person(1).await.id, s.person(2).await.id);
    // Both under key 1, with digests 10 and 11; somebody else's is 20.
    s.change(one, [app_password(10, 1), app_password(11, 2)])
        .await
        .unwrap();
    s.change(two, [app_password(20, 1)]).await.unwrap();
    assert_eq!(found(&s, 1, &[(1, 10)]).await, (Some(id(10)), false));
    assert_eq!(found(&s, 1, &[(1, 11)]).await, (Some(id(11)), false));
    assert_eq!(found(&s, 1, &[(1, 12)]).await, (None, false), "wrong");
    assert_eq!(
        found(&s, 1, &[(1, 20)]).await,
        (None, false),
        "another person's"
    );
    assert_eq!(
        found(&s, 1, &[(2, 99), (1, 10)]).await,
        (Some(id(10)), true),
        "old key"
    );
    assert_eq!(
        found(&s, 1, &[(2, 10)]).await,
        (None, false),
        "right bytes under another key"
    );
    assert_eq!(
        found(&s, 1, &[]).await,
        (None, false),
        "not the form of an app password"
    );
    s.change(one, [Change::RemoveAppPassword(id(10))])
        .await
        .unwrap();
    assert_eq!(found(&s, 1, &[(1, 10)]).await, (None, false), "deleted");
}

async fn every_slot_is_looked_at(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, (1..=40).map(|n| app_password(n, n)))
        .await
        .unwrap();
    for n in 1..=40 {
        assert_eq!(found(&s, 1, &[(1, n)]).await, (Some(id(n)), false));
    }
}

async fn digests_are_asked_for_once_and_only_for_somebody(s: Subject) {
    s.person(1).await;
    let asked = Arc::new(AtomicUsize::new(0));
    for (login, times) in [
        ("nobody", 0),
        ("person1@example.org\0", 0),
        ("person1@example.org", 1),
    ] {
        let count = asked.clone();
        let digests = move |user: Id| {
            assert_eq!(user, id(1));
            count.fetch_add(1, Ordering::SeqCst);
            Vec::new()
        };
        let found = s.store.mail_match(login, Box::new(digests)).await.unwrap();
        assert_eq!(
            (found.is_some(), asked.load(Ordering::SeqCst)),
            (times == 1, times),
            "{login:?}"
        );
    }
}

async fn who_has_a_second_step_must_use_app_passwords(s: Subject) {
    let user = s.person(1).await.id;
    let login = "person1@example.org";
    let mut expected = MailMatch {
        user,
        login: login.to_owned(),
        app_password: None,
        old_key: false,
        enforced: false,
        active: true,
        password: "$argon2id$".to_owned(),
    };
    assert_eq!(find(&s, login, Vec::new()).await.unwrap(), expected);
    s.change(
        user,
        [Change::SetActive(false), Change::SetState(State::Enabled)],
    )
    .await
    .unwrap();
    expected.active = false;
    assert_eq!(
        find(&s, login, Vec::new()).await.unwrap(),
        expected,
        "not set up yet"
    );
    expected.enforced = true;
    s.change(user, [Change::SetState(State::Enforced)])
        .await
        .unwrap();
    let state_alone = MailMatch {
        password: String::new(),
        ..expected.clone()
    };
    assert_eq!(find(&s, login, Vec::new()).await.unwrap(), state_alone);
    s.change(
        user,
        [Change::SetState(State::Disabled), Change::AddApp(app(1))],
    )
    .await
    .unwrap();
    assert_eq!(
        find(&s, login, Vec::new()).await.unwrap(),
        expected,
        "of their own accord"
    );
}

async fn many_checks_at_once_do_not_mix(s: Subject) {
    for n in 1..=20 {
        let user = s.person(n).await.id;
        s.change(user, [app_password(100 + n, 1)]).await.unwrap();
    }
    let checks = (0..400_u16).map(|i| {
        let (n, right) = ((i % 20 + 1) as u8, i % 3 == 0);
        let s = &s;
        async move {
            (
                n,
                right,
                found(s, n, &[(1, if right { 100 + n } else { 99 })]).await,
            )
        }
    });
    for (n, right, (app_password, _)) in together(checks).await {
        assert_eq!(app_password, right.then(|| id(100 + n)));
    }
}

fn used(user: Id, number: u8, when: Time, service: &str) -> MailUse {
    let last_use = LastUse {
        when,
        address: "2001:db8::2".to_owned(),
        service: service.to_owned(),
    };
    MailUse {
        user,
        app_password: id(number),
        last_use,
        reseal: None,
    }
}

async fn flush(s: &Subject, uses: Vec<MailUse>) {
    s.store
        .mail_flush(MailFlush {
            uses,
            ..MailFlush::default()
        })
        .await
        .unwrap();
}

async fn the_latest_use_stays(s: Subject) {
    let (one, two) = (s.person(1).await.id, s.person(2).await.id);
    s.change(one, [app_password(10, 1), app_password(11, 2)])
        .await
        .unwrap();
    let later = NOW + Span(5);
    flush(
        &s,
        vec![
            used(one, 10, later, "imap"),
            used(one, 99, NOW, "smtp"),
            used(two, 11, NOW, "smtp"),
        ],
    )
    .await;
    flush(&s, vec![used(one, 10, NOW, "smtp")]).await;
    let account = s.read(one).await;
    assert_eq!(
        account.app_passwords[0].last_used,
        Some(used(one, 10, later, "imap").last_use)
    );
    assert_eq!(
        account.app_passwords[1].last_used, None,
        "another person's use of this id"
    );
    assert_eq!(account.version, 2, "a use is no change of the account");
}

async fn a_use_of_what_is_deleted_says_nothing_of_what_took_its_slot(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [app_password(10, 1)]).await.unwrap();
    flush(&s, vec![used(user, 10, NOW, "imap")]).await;
    s.change(
        user,
        [Change::RemoveAppPassword(id(10)), app_password(11, 1)],
    )
    .await
    .unwrap();
    assert_eq!(s.read(user).await.app_passwords[0].last_used, None);
    flush(&s, vec![used(user, 10, NOW + Span(5), "imap")]).await;
    assert_eq!(s.read(user).await.app_passwords[0].last_used, None);
}

async fn a_digest_moves_to_the_newest_key(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [app_password(10, 1), app_password(11, 2)])
        .await
        .unwrap();
    let reseal = Some((2, [50; 32]));
    flush(
        &s,
        vec![
            MailUse {
                reseal,
                ..used(user, 10, NOW, "imap")
            },
            used(user, 11, NOW, "imap"),
        ],
    )
    .await;
    assert_eq!(
        found(&s, 1, &[(2, 50), (1, 10)]).await,
        (Some(id(10)), false)
    );
    assert_eq!(found(&s, 1, &[(1, 10)]).await, (None, false));
    assert_eq!(
        found(&s, 1, &[(2, 51), (1, 11)]).await,
        (Some(id(11)), true)
    );
}

async fn a_flush_is_written_whole(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [app_password(10, 1)]).await.unwrap();
    let broken = MailFlush {
        uses: vec![used(user, 10, NOW, "imap")],
        counters: vec![(vec![0; 65], domain::lockout::Counter::default())],
        audit: vec![entry(Event::MailCheckSuccess)],
    };
    assert!(s.store.mail_flush(broken).await.is_err());
    assert_eq!(s.read(user).await.app_passwords[0].last_used, None);
    assert_eq!(s.audited().await, []);
}
