//! The audit record has no gap, every row is linked to the one before, and nobody takes anything back.

use domain::audit::{Event, Row};
use domain::service::ports::{Batch, MailFlush};

use crate::subject::{Subject, entry, together};

contract!(
    rows_come_back_as_they_were_linked,
    as_many_as_there_are_come_back_in_their_order,
    a_hundred_at_once_leave_no_gap,
    it_can_only_grow,
);

fn batch(events: impl IntoIterator<Item = Event>) -> Batch {
    Batch {
        audit: events.into_iter().map(entry).collect(),
        ..Batch::default()
    }
}

async fn rows_come_back_as_they_were_linked(s: Subject) {
    s.store
        .commit(batch([Event::UserAdd, Event::RoleChange]))
        .await
        .unwrap();
    s.store.commit(batch([Event::UserDelete])).await.unwrap();
    let expected = [Event::UserAdd, Event::RoleChange, Event::UserDelete];
    let expected: Vec<_> = (1..)
        .zip(expected)
        .map(|(seq, event)| Row::new(seq, &entry(event)))
        .collect();
    assert_eq!(s.audited().await, expected);
    let from_two = s.store.audit(2, 1).await.unwrap();
    assert_eq!(
        from_two.into_iter().map(|(row, _)| row).collect::<Vec<_>>(),
        expected[1..2]
    );
}

/// More than fit into one statement, and some that are left over.
async fn as_many_as_there_are_come_back_in_their_order(s: Subject) {
    let events = [
        Event::MailCheckFail,
        Event::MailCheckSuccess,
        Event::UserAdd,
    ];
    let audit: Vec<_> = events.into_iter().cycle().take(37).map(entry).collect();
    let expected: Vec<_> = (1..).zip(&audit).map(|(n, e)| Row::new(n, e)).collect();
    let flush = MailFlush {
        audit,
        ..MailFlush::default()
    };
    s.store.mail_flush(flush).await.unwrap();
    assert_eq!(s.audited().await, expected);
}

async fn a_hundred_at_once_leave_no_gap(s: Subject) {
    let second = s.second().await.unwrap();
    let commits = (0..100).map(|n| {
        let store = if n % 2 == 0 { &s.store } else { &second.store };
        async move {
            if n % 10 == 0 {
                let audit = vec![entry(Event::MailCheckFail); 3];
                store
                    .mail_flush(MailFlush {
                        audit,
                        ..MailFlush::default()
                    })
                    .await
            } else {
                store
                    .commit(batch([Event::SessionEnd, Event::AuthnLoginSuccess]))
                    .await
            }
        }
    });
    for result in together(commits).await {
        result.unwrap();
    }
    assert_eq!(s.audited().await.len(), 90 * 2 + 10 * 3);
}

async fn it_can_only_grow(s: Subject) {
    s.store
        .commit(batch([Event::UserAdd, Event::RoleChange]))
        .await
        .unwrap();
    let before = s.audited().await;
    let copy = "INSERT INTO audit SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, \
                user_agent, request, details, mac FROM audit WHERE seq = 1";
    for sql in [
        "UPDATE audit SET actor = ''",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit",
        copy,
    ] {
        assert!(s.raw(sql).await.is_err(), "{sql}");
    }
    let engine = match s.place {
        crate::subject::Place::File(_) => copy.replace("INSERT", "INSERT OR REPLACE"),
        crate::subject::Place::Server(_) => "TRUNCATE audit".to_owned(),
    };
    assert!(s.raw(&engine).await.is_err(), "{engine}");
    assert_eq!(s.audited().await, before);
}
