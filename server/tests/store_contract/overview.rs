//! The record by what it is about: every filter alone and together finds what a look at all rows finds, and
//! paging leaves nothing out while rows are written.

use domain::audit::{Entry, Event, Outcome, Row};
use domain::service::ports::{Batch, Wanted};
use domain::{Id, Time};

use crate::subject::{NOW, Subject, entry, id, person};

contract!(
    every_filter_finds_what_a_look_at_all_rows_finds,
    pages_meet_while_rows_are_written,
    a_row_has_a_time_and_people_have_names,
);

async fn append(s: &Subject, audit: Vec<Entry>) {
    let batch = Batch {
        audit,
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
}

/// Rows of every kind: who, to whom, what, when, with which result.
fn mixed() -> Vec<Entry> {
    let events = [
        Event::SessionEnd,
        Event::MailCheckFail,
        Event::FraudReport,
        Event::HelpdeskView,
        Event::MailCheckSuccess,
    ];
    let people = [None, Some(id(1)), Some(id(2)), Some(id(3))];
    let row = |n: usize| Entry {
        at: Time(NOW.0 + n as i64),
        event: events[n % 5],
        outcome: if n.is_multiple_of(3) {
            Outcome::Failure
        } else {
            Outcome::Success
        },
        actor: people[n % 4],
        subject: people[n / 4 % 4],
        ..entry(Event::SessionEnd)
    };
    (0..240).map(row).collect()
}

fn matches(wanted: &Wanted, row: &Row) -> bool {
    let is = |text: &str, id: Id| text == id.to_string();
    wanted
        .person
        .is_none_or(|one| is(&row.actor, one) || is(&row.subject, one))
        && wanted.event.is_none_or(|event| row.event == event.key())
        && wanted.outcome.is_none_or(|one| row.outcome == one.key())
        && wanted.from.is_none_or(|from| row.at >= from.0)
        && wanted.until.is_none_or(|until| row.at < until.0)
}

async fn every_filter_finds_what_a_look_at_all_rows_finds(s: Subject) {
    append(&s, mixed()).await;
    let all = s.audited().await;
    let events = [
        None,
        Some(Event::FraudReport),
        Some(Event::MailCheckFail),
        Some(Event::UserAdd),
    ];
    let times = [None, Some(Time(NOW.0 + 60)), Some(Time(NOW.0 + 180))];
    for person in [None, Some(id(1)), Some(id(3)), Some(id(9))] {
        for event in events {
            for outcome in [None, Some(Outcome::Success), Some(Outcome::Failure)] {
                for (from, until) in times.into_iter().flat_map(|a| times.map(|b| (a, b))) {
                    let wanted = Wanted {
                        person,
                        event,
                        outcome,
                        from,
                        until,
                    };
                    let expected: Vec<Row> = all
                        .iter()
                        .rev()
                        .filter(|row| row.seq > 10 && row.seq < 230 && matches(&wanted, row))
                        .cloned()
                        .collect();
                    let found = s.store.record_rows(&wanted, 10, 230, 1_000).await.unwrap();
                    assert_eq!(found, expected, "{wanted:?}");
                    let few = s.store.record_rows(&wanted, 10, 230, 3).await.unwrap();
                    let first = expected.len().min(3);
                    assert_eq!(few, expected[..first], "{wanted:?}");
                }
            }
        }
    }
}

async fn pages_meet_while_rows_are_written(s: Subject) {
    append(&s, mixed()).await;
    for wanted in [
        Wanted::default(),
        Wanted {
            person: Some(id(2)),
            ..Wanted::default()
        },
        Wanted {
            event: Some(Event::HelpdeskView),
            ..Wanted::default()
        },
    ] {
        let all = s.audited().await;
        let mut before = all.len() as i64 + 1;
        let mut seen = Vec::new();
        loop {
            let page = s.store.record_rows(&wanted, 0, before, 7).await.unwrap();
            let Some(last) = page.last() else { break };
            before = last.seq;
            seen.extend(page);
            append(&s, mixed().split_off(230)).await;
        }
        let expected = all.into_iter().rev().filter(|row| matches(&wanted, row));
        assert_eq!(seen, expected.collect::<Vec<_>>(), "{wanted:?}");
    }
}

async fn a_row_has_a_time_and_people_have_names(s: Subject) {
    assert_eq!(s.store.time_of(1).await.unwrap(), None);
    append(&s, mixed()).await;
    for (row, time) in [(0, Some(0)), (1, Some(0)), (240, Some(239)), (241, None)] {
        let expected = time.map(|n| Time(NOW.0 + n));
        assert_eq!(s.store.time_of(row).await.unwrap(), expected, "{row}");
    }
    s.person(1).await;
    s.person(2).await;
    let mut found = s.store.persons(&[id(2), id(9), id(1)]).await.unwrap();
    found.sort_by_key(|one| one.id);
    let names: Vec<_> = found.into_iter().map(|one| one.name).collect();
    assert_eq!(names, [person(1).name, person(2).name]);
    assert_eq!(s.store.persons(&[]).await.unwrap(), []);
}
