//! Messages on their way out: each is claimed by one process for a while, and waits for its next try.

use domain::Time;
use domain::notice::{Claimed, Outgoing};
use domain::service::ports::{Batch, Store};
use domain::time::Span;

use crate::subject::{NOW, Subject, id, message, together};

contract!(
    a_message_is_claimed_by_one_process,
    many_claims_at_once_share_the_messages,
    a_claim_that_was_not_brought_to_an_end_runs_out,
    what_was_put_off_waits_until_it_is_due,
    only_the_last_claim_puts_off,
    new_messages_do_not_wait_behind_those_that_were_put_off,
    waiting_messages_are_counted,
    a_message_may_have_a_mailbox_of_its_own,
);

async fn put(s: &Subject, numbers: impl IntoIterator<Item = u8>) {
    let user = s.person(1).await.id;
    let outbox = numbers.into_iter().map(|n| message(n, user)).collect();
    let batch = Batch {
        outbox,
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
}

fn minutes(n: i64) -> Time {
    NOW + Span::minutes(n)
}

/// The numbers of the messages that were claimed, and how often each was.
async fn claim(store: &dyn Store, now: Time, most: u32) -> Vec<(u8, u32)> {
    let claimed = store.claim_outbox(now, now + Span::minutes(5), most).await;
    let number = |one: &Claimed| (1..=99).find(|n| id(*n) == one.message.id).unwrap();
    let claimed = claimed.unwrap();
    claimed.iter().map(|one| (number(one), one.tries)).collect()
}

async fn a_message_is_claimed_by_one_process(s: Subject) {
    put(&s, [9, 8, 7]).await;
    let other = s.second().await.unwrap();
    assert_eq!(claim(&*s.store, NOW, 2).await, [(9, 1), (8, 1)]);
    assert_eq!(claim(&*other.store, NOW, 9).await, [(7, 1)]);
    assert_eq!(claim(&*s.store, NOW, 9).await, []);
    let whole = s.store.outbox(10).await.unwrap();
    assert_eq!(whole[0], message(9, id(1)), "it is still there, and whole");
}

async fn many_claims_at_once_share_the_messages(s: Subject) {
    put(&s, 1..=40).await;
    let other = s.second().await.unwrap();
    let claims = (0..20).map(|n| {
        let store = if n % 2 == 0 { &s.store } else { &other.store };
        claim(&**store, NOW, 5)
    });
    let mut all: Vec<_> = together(claims).await.into_iter().flatten().collect();
    // Whoever came while others held the rows may have left with fewer.
    all.extend(claim(&*s.store, NOW, 40).await);
    all.sort_unstable();
    let each_once: Vec<_> = (1..=40).map(|n| (n, 1)).collect();
    assert_eq!(all, each_once);
}

async fn a_claim_that_was_not_brought_to_an_end_runs_out(s: Subject) {
    put(&s, [1]).await;
    assert_eq!(claim(&*s.store, NOW, 9).await, [(1, 1)]);
    let end = minutes(5);
    assert_eq!(claim(&*s.store, end - Span(1), 9).await, []);
    assert_eq!(claim(&*s.store, end, 9).await, [(1, 2)]);
    let s = s.reopened().await;
    assert_eq!(claim(&*s.store, minutes(10), 9).await, [(1, 3)]);
    s.store.sent(id(1)).await.unwrap();
    assert_eq!(claim(&*s.store, minutes(60), 9).await, []);
}

async fn what_was_put_off_waits_until_it_is_due(s: Subject) {
    put(&s, [1]).await;
    claim(&*s.store, NOW, 9).await;
    s.store.put_off(id(1), 1, minutes(1)).await.unwrap();
    assert_eq!(claim(&*s.store, minutes(1) - Span(1), 9).await, []);
    assert_eq!(claim(&*s.store, minutes(1), 9).await, [(1, 2)]);
}

async fn only_the_last_claim_puts_off(s: Subject) {
    put(&s, [1]).await;
    claim(&*s.store, NOW, 9).await;
    assert_eq!(claim(&*s.store, minutes(5), 9).await, [(1, 2)]);
    s.store.put_off(id(1), 1, NOW).await.unwrap();
    assert_eq!(claim(&*s.store, minutes(5), 9).await, []);
    s.store.put_off(id(9), 1, NOW).await.unwrap();
    s.store.put_off(id(1), 2, minutes(6)).await.unwrap();
    assert_eq!(claim(&*s.store, minutes(6), 9).await, [(1, 3)]);
}

async fn new_messages_do_not_wait_behind_those_that_were_put_off(s: Subject) {
    put(&s, [5, 4]).await;
    claim(&*s.store, NOW, 9).await;
    for (n, due) in [(5, 2), (4, 1)] {
        s.store.put_off(id(n), 1, minutes(due)).await.unwrap();
    }
    let new = Batch {
        outbox: vec![message(3, id(1))],
        ..Batch::default()
    };
    s.store.commit(new).await.unwrap();
    assert_eq!(claim(&*s.store, minutes(9), 1).await, [(3, 1)]);
    assert_eq!(claim(&*s.store, minutes(9), 1).await, [(4, 2)]);
    assert_eq!(claim(&*s.store, minutes(9), 1).await, [(5, 2)]);
}

async fn waiting_messages_are_counted(s: Subject) {
    assert_eq!(s.store.outbox_count().await.unwrap(), 0);
    put(&s, [1, 2, 3]).await;
    claim(&*s.store, NOW, 1).await;
    assert_eq!(s.store.outbox_count().await.unwrap(), 3);
    s.store.sent(id(1)).await.unwrap();
    assert_eq!(s.store.outbox_count().await.unwrap(), 2);
}

async fn a_message_may_have_a_mailbox_of_its_own(s: Subject) {
    let user = s.person(1).await.id;
    let to = Outgoing {
        mailbox: Some("o'neil@example.org".to_owned()),
        ..message(1, user)
    };
    let both = vec![to, message(2, user)];
    let batch = Batch {
        outbox: both.clone(),
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
    assert_eq!(s.store.outbox(10).await.unwrap(), both);
    let claimed = s.store.claim_outbox(NOW, minutes(5), 9).await.unwrap();
    let claimed: Vec<_> = claimed.into_iter().map(|one| one.message).collect();
    assert_eq!(claimed, both);
}
