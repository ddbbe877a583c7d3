//! A batch is written whole, under the version that was read, or not at all.

use domain::Id;
use domain::account::State;
use domain::audit::Event;
use domain::notice::Outgoing;
use domain::policy::Policy;
use domain::service::ports::{Batch, Change, StoreError};
use domain::session::{Lifetimes, Stage};
use domain::time::Span;

use crate::subject::{
    NOW, Subject, app, app_password, entry, id, is_conflict, message, pending, person, session,
    together,
};

contract!(
    an_old_version_writes_nothing,
    the_last_refusal_undoes_the_rest,
    one_of_many_writers_wins,
    a_new_person_can_be_filled_at_once,
    changes_of_no_account_are_refused,
    messages_wait_in_order_until_they_are_sent,
    messages_that_nobody_took_are_no_news_any_more,
    rules_are_replaced_by_version,
    it_is_ready_and_leaves_no_trace_of_the_question,
);

async fn an_old_version_writes_nothing(s: Subject) {
    let account = s.person(1).await;
    s.change(account.id, [Change::SetActive(false)])
        .await
        .unwrap();
    for version in [account.version, account.version + 2] {
        let batch = Batch {
            account: Some((account.id, version)),
            changes: vec![Change::SetState(State::Enforced)],
            audit: vec![entry(Event::UserChange)],
            outbox: vec![message(1, account.id)],
        };
        assert!(is_conflict(&s.store.commit(batch).await));
    }
    let gone = Batch {
        account: Some((id(9), 1)),
        ..Batch::default()
    };
    assert!(is_conflict(&s.store.commit(gone).await));
    assert_eq!(s.read(account.id).await.state, State::Disabled);
    assert_eq!(s.audited().await, []);
    assert_eq!(s.store.outbox(10).await.unwrap(), []);
}

async fn the_last_refusal_undoes_the_rest(s: Subject) {
    let account = s.person(1).await;
    s.free([Change::AddPending(pending(1, account.id, Stage::Gate))])
        .await
        .unwrap();
    let before = s.read(account.id).await;
    let last = [
        Change::EndPending([9; 32]),
        Change::MovePending {
            hash: [1; 32],
            from: Stage::Backup,
            to: Stage::Verified,
        },
        Change::RenewSession {
            old: [9; 32],
            new: [8; 32],
            at: NOW,
            strong: false,
        },
        Change::SetPolicy {
            version: 99,
            policy: Policy::default(),
        },
        Change::AddAccount(Box::new(person(1))),
        Change::AddSession(session(4, id(99)), 10),
        Change::UseApp {
            app: id(1),
            step: 100,
            at: NOW,
        },
        app_password(2, 1),
    ];
    for last in last {
        let name = format!("{last:?}");
        let batch = Batch {
            account: Some((account.id, before.version)),
            changes: vec![
                Change::SetState(State::Enforced),
                Change::AddApp(app(1)),
                app_password(1, 1),
                Change::AddSession(session(1, account.id), 10),
                Change::MovePending {
                    hash: [1; 32],
                    from: Stage::Gate,
                    to: Stage::Choosing,
                },
                last,
            ],
            audit: vec![entry(Event::MethodAdd)],
            outbox: vec![message(1, account.id)],
        };
        assert!(is_conflict(&s.store.commit(batch).await), "{name}");
        assert_eq!(s.read(account.id).await, before, "{name}");
        assert!(s.store.session(&[1; 32]).await.unwrap().is_none());
        assert_eq!(
            s.store.pending(&[1; 32]).await.unwrap().unwrap().0.stage,
            Stage::Gate
        );
        assert_eq!(s.audited().await, []);
        assert_eq!(s.store.outbox(10).await.unwrap(), []);
    }
}

async fn one_of_many_writers_wins(s: Subject) {
    let account = s.person(1).await;
    let writers = (0..50).map(|n: u8| {
        s.store.commit(Batch {
            account: Some((account.id, account.version)),
            changes: vec![Change::SetPassword {
                phc: n.to_string(),
                at: None,
            }],
            audit: vec![entry(Event::AuthnPasswordChange)],
            outbox: vec![message(n, account.id)],
        })
    });
    let results = together(writers).await;
    let winner = results.iter().position(Result::is_ok).unwrap();
    assert_eq!(results.iter().filter(|r| is_conflict(r)).count(), 49);
    assert_eq!(s.read(account.id).await.password, winner.to_string());
    assert_eq!(s.audited().await.len(), 1);
    assert_eq!(
        s.store.outbox(10).await.unwrap(),
        [message(winner as u8, account.id)]
    );
}

async fn a_new_person_can_be_filled_at_once(s: Subject) {
    let add = Change::AddAccount(Box::new(person(1)));
    s.free([add, Change::AddApp(app(1)), app_password(1, 7)])
        .await
        .unwrap();
    let account = s.read(id(1)).await;
    assert_eq!((account.apps.len(), account.app_passwords[0].slot), (1, 7));

    let mut with_app_password = person(2);
    with_app_password.app_passwords = account.app_passwords;
    let refused = s
        .free([Change::AddAccount(Box::new(with_app_password))])
        .await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "a MAC is missing"
    );
}

async fn changes_of_no_account_are_refused(s: Subject) {
    s.person(1).await;
    for change in [
        Change::SetActive(false),
        Change::DeleteAccount,
        Change::EndPendings,
        app_password(1, 1),
    ] {
        let session = Change::AddSession(session(1, id(1)), 10);
        let refused = s.free([session, change]).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    }
    assert_eq!(s.count("sessions").await, 0);
}

async fn messages_wait_in_order_until_they_are_sent(s: Subject) {
    let user = s.person(1).await.id;
    // Later ids first: the order is that of writing.
    for numbers in [[9, 8], [7, 6]] {
        let outbox = numbers.into_iter().map(|n| message(n, user)).collect();
        s.store
            .commit(Batch {
                outbox,
                ..Batch::default()
            })
            .await
            .unwrap();
    }
    assert_eq!(
        s.store.outbox(3).await.unwrap(),
        [9, 8, 7].map(|n| message(n, user))
    );
    s.store.sent(id(8)).await.unwrap();
    s.store.sent(id(8)).await.unwrap();
    assert_eq!(
        s.store.outbox(10).await.unwrap(),
        [9, 7, 6].map(|n| message(n, user))
    );
}

async fn messages_that_nobody_took_are_no_news_any_more(s: Subject) {
    let user = s.person(1).await.id;
    let old = Outgoing {
        id: Id::new(NOW - Span::days(30), [0xff; 10]),
        ..message(1, user)
    };
    let young = Outgoing {
        id: Id::new(NOW - Span::days(1), [0; 10]),
        ..message(2, user)
    };
    let outbox = vec![young.clone(), old];
    let batch = Batch {
        outbox,
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
    s.store
        .tidy(NOW, &Lifetimes::default(), Span::days(14))
        .await
        .unwrap();
    assert_eq!(s.store.outbox(10).await.unwrap(), [young]);
}

async fn rules_are_replaced_by_version(s: Subject) {
    let (version, policy) = s.store.policy().await.unwrap();
    assert_eq!(policy, Policy::default());
    let policy = Policy {
        allow_app_passwords: true,
        app_password_limit: 5,
        ..policy
    };
    let set = Change::SetPolicy {
        version,
        policy: policy.clone(),
    };
    s.free([set.clone()]).await.unwrap();
    assert!(is_conflict(&s.free([set]).await));
    assert_eq!(s.store.policy().await.unwrap(), (version + 1, policy));
}

async fn it_is_ready_and_leaves_no_trace_of_the_question(s: Subject) {
    let answers = together((0..10).map(|_| s.store.ready())).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    s.store
        .commit(Batch {
            audit: vec![entry(Event::Backup)],
            ..Batch::default()
        })
        .await
        .unwrap();
    s.store.ready().await.unwrap();
    assert_eq!(s.audited().await.len(), 1);
}
