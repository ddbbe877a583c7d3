//! Throttles: simultaneous attempts stand in line, and nothing short of time or success clears them.

use domain::lockout::{Counter, Rule, Verdict};
use domain::service::ports::{Change, MailFlush};
use domain::session::Lifetimes;
use domain::time::Span;

use crate::subject::{NOW, Subject, together};

contract!(
    an_attempt_is_counted_as_the_rule_says,
    a_burst_never_frees_more_than_the_rule,
    a_restart_forgets_nothing,
    success_clears_and_gives_back,
    a_front_clears_every_key_behind_it,
    keys_are_bytes,
    counters_of_two_instances_are_merged,
    only_the_mail_interfaces_counters_in_force_are_listed,
    idle_counters_are_forgotten_and_locks_are_not,
);

async fn an_attempt_is_counted_as_the_rule_says(s: Subject) {
    let (mut counter, mut now) = (Counter::default(), NOW);
    for _ in 0..12 {
        let expected = Rule::CODE.reserve(counter, now);
        assert_eq!(
            s.store.reserve(b"key", Rule::CODE, now).await.unwrap(),
            expected
        );
        counter = expected.0;
        now = now + Span::minutes(2);
    }
}

async fn a_burst_never_frees_more_than_the_rule(s: Subject) {
    let second = s.second().await.unwrap();
    let attempts = (0..100).map(|n| {
        let store = if n % 2 == 0 { &s.store } else { &second.store };
        store.reserve(b"burst", Rule::PASSWORD, NOW)
    });
    let verdicts = together(attempts).await;
    let went = verdicts
        .iter()
        .filter(|v| v.as_ref().unwrap().1 == Verdict::Go)
        .count();
    assert_eq!(went, 5);
}

async fn a_front_clears_every_key_behind_it(s: Subject) {
    let keys: [&[u8]; 6] = [
        b"pd:a:",
        b"pd:a:\xff\xff",
        b"pd:a:x",
        b"pd:a;",
        b"pd:a",
        b"pd:b:x",
    ];
    for key in keys {
        s.store.reserve(key, Rule::PASSWORD, NOW).await.unwrap();
    }
    let front = b"pd:a:".to_vec();
    s.free([Change::ClearCounters(front)]).await.unwrap();
    for (place, key) in keys.into_iter().enumerate() {
        let left = s.store.counter(key).await.unwrap().is_some();
        assert_eq!(left, place > 2, "{key:?}");
    }
}

async fn a_restart_forgets_nothing(s: Subject) {
    for _ in 0..5 {
        s.store.reserve(b"key", Rule::PASSWORD, NOW).await.unwrap();
    }
    let (before, verdict) = s.store.reserve(b"key", Rule::PASSWORD, NOW).await.unwrap();
    assert_eq!(verdict, Verdict::Wait(Span::seconds(2)));
    let s = s.reopened().await;
    assert_eq!(
        s.store.reserve(b"key", Rule::PASSWORD, NOW).await.unwrap(),
        (before, verdict)
    );
}

async fn success_clears_and_gives_back(s: Subject) {
    for _ in 0..5 {
        s.store.reserve(b"own", Rule::CODE, NOW).await.unwrap();
    }
    for _ in 0..30 {
        s.store
            .reserve(b"shared", Rule::ADDRESS, NOW)
            .await
            .unwrap();
    }
    let changes = [
        Change::ClearCounter(b"own".to_vec()),
        Change::RefundCounter(b"shared".to_vec()),
        Change::ClearCounter(b"unknown".to_vec()),
        Change::RefundCounter(b"unknown".to_vec()),
    ];
    s.free(changes).await.unwrap();
    let (own, verdict) = s.store.reserve(b"own", Rule::CODE, NOW).await.unwrap();
    assert_eq!(
        (own.in_window, own.consecutive, verdict),
        (1, 1, Verdict::Go)
    );
    // One attempt came back, not thirty.
    let shared = |s: &Subject| {
        let store = s.store.clone();
        async move {
            store
                .reserve(b"shared", Rule::ADDRESS, NOW)
                .await
                .unwrap()
                .1
        }
    };
    assert_eq!(shared(&s).await, Verdict::Go);
    assert_eq!(shared(&s).await, Verdict::Wait(Span::seconds(20)));
}

async fn keys_are_bytes(s: Subject) {
    for key in [b"\0".as_slice(), b"\0\0", &[0xff; 64], b"'; --"] {
        let (counter, _) = s.store.reserve(key, Rule::ADDRESS, NOW).await.unwrap();
        assert_eq!(counter.in_window, 1, "{key:?}");
    }
    for key in [b"".as_slice(), &[1; 65]] {
        assert!(
            s.store.reserve(key, Rule::ADDRESS, NOW).await.is_err(),
            "{key:?}"
        );
    }
}

fn counter(window: i64, in_window: u32, until: i64) -> Counter {
    Counter {
        window_start: NOW + Span(window),
        in_window,
        consecutive: in_window,
        until: NOW + Span(until),
    }
}

async fn flush(s: &Subject, counters: &[(&[u8], Counter)]) {
    let counters = counters
        .iter()
        .map(|(key, counter)| (key.to_vec(), *counter))
        .collect();
    s.store
        .mail_flush(MailFlush {
            counters,
            ..MailFlush::default()
        })
        .await
        .unwrap();
}

async fn counters_of_two_instances_are_merged(s: Subject) {
    let key = b"m:a".as_slice();
    let steps = [
        (counter(0, 5, 0), counter(0, 5, 0)),
        // The other instance has seen fewer attempts, then more, but no wait.
        (counter(0, 3, 0), counter(0, 5, 0)),
        (counter(0, 9, 700), counter(0, 9, 700)),
        (counter(0, 10, 0), counter(0, 10, 700)),
        // A later window replaces an earlier one and not the other way round.
        (counter(900, 1, 0), counter(900, 1, 0)),
        (counter(0, 30, 800), counter(900, 1, 0)),
    ];
    for (write, expected) in steps {
        flush(&s, &[(key, write)]).await;
        let read = s.store.mail_counters(NOW + Span(1_000)).await.unwrap();
        assert_eq!(read, [(key.to_vec(), expected)]);
    }
}

async fn only_the_mail_interfaces_counters_in_force_are_listed(s: Subject) {
    let ended = -Span::minutes(10).0;
    flush(
        &s,
        &[
            (b"m", counter(0, 1, 0)),
            (b"m:", counter(0, 2, 0)),
            (b"m:\xff\xff", counter(ended + 1, 3, 0)),
            (b"m:ended", counter(ended, 4, 0)),
            (b"m:long", counter(ended, 5, 1)),
            (b"m:future", counter(1, 6, 0)),
            (b"m;", counter(0, 7, 0)),
        ],
    )
    .await;
    let mut listed: Vec<_> = s
        .store
        .mail_counters(NOW)
        .await
        .unwrap()
        .into_iter()
        .map(|(k, _)| k)
        .collect();
    listed.sort();
    assert_eq!(listed, [b"m:".as_slice(), b"m:long", b"m:\xff\xff"]);
}

async fn idle_counters_are_forgotten_and_locks_are_not(s: Subject) {
    let mut now = NOW;
    s.store
        .reserve(b"address", Rule::ADDRESS, now)
        .await
        .unwrap();
    for _ in 0..100 {
        s.store.reserve(b"locked", Rule::CODE, now).await.unwrap();
        now = now + Span::minutes(16);
    }
    assert_eq!(
        s.store.reserve(b"locked", Rule::CODE, now).await.unwrap().1,
        Verdict::Locked
    );
    s.store.reserve(b"slow", Rule::CODE, now).await.unwrap();
    s.store.reserve(b"young", Rule::ADDRESS, now).await.unwrap();
    flush(&s, &[(b"m:old", counter(0, 5, 0))]).await;
    let tidy = async |now| {
        let (lifetimes, trust) = (Lifetimes::default(), Span::days(14));
        s.store.tidy(now, &lifetimes, trust).await.unwrap();
    };

    tidy(now).await;
    assert_eq!(s.count("counters").await, 3, "locked, slow and young");
    tidy(now + Span::days(29)).await;
    assert_eq!(s.count("counters").await, 2, "locked and slow");
    tidy(now + Span::days(4_000)).await;
    assert_eq!(s.count("counters").await, 1);
    let later = now + Span::days(4_000);
    assert_eq!(
        s.store
            .reserve(b"locked", Rule::CODE, later)
            .await
            .unwrap()
            .1,
        Verdict::Locked
    );
}
