//! Requests for a second yes: answered once, carried out once, forgotten after a day.

use domain::approval::{Approval, KEPT, Request, Verdict};
use domain::decide::{Method, Wish};
use domain::desk::Identity;
use domain::service::ports::Change;
use domain::session::Lifetimes;
use domain::time::Span;

use crate::subject::{NOW, Subject, id, is_conflict, together};

contract!(
    what_is_asked_for_is_read_as_it_was_written,
    it_is_answered_once,
    only_what_was_agreed_to_is_carried_out_and_once,
    the_newest_come_first_and_no_more_than_so_many,
    they_go_after_a_day_and_with_either_person,
);

/// A request by the second person for the first, made so many minutes after now.
fn asked(number: u8, minutes: i64) -> Approval {
    Approval {
        id: id(100 + number),
        subject: id(1),
        asked_by: id(2),
        asked_at: NOW + Span::minutes(minutes),
        request: Request {
            wish: Wish::Block {
                days: 7,
                reason: "Laptop \"gone\"\u{2028}since Monday".into(),
            },
            identity: Identity::Manager,
            ticket: "HD-1".into(),
            note: "Çalled back".into(),
        },
        verdict: None,
        used: false,
    }
}

fn said(yes: bool) -> Verdict {
    Verdict {
        by: id(3),
        at: NOW + Span::minutes(1),
        yes,
    }
}

/// The two people, and these requests.
async fn set_up(s: &Subject, all: &[Approval]) {
    s.person(1).await;
    s.person(2).await;
    for one in all {
        let ask = Change::AskApproval(Box::new(one.clone()));
        s.free([ask]).await.unwrap();
    }
}

async fn what_is_asked_for_is_read_as_it_was_written(s: Subject) {
    let app = Approval {
        request: Request {
            wish: Wish::DeleteMethod(Method::App(id(9))),
            ..asked(2, 0).request
        },
        ..asked(2, 0)
    };
    set_up(&s, &[asked(1, 0), app.clone()]).await;
    for one in [asked(1, 0), app] {
        assert_eq!(s.store.approval(one.id).await.unwrap(), Some(one));
    }
    assert_eq!(s.store.approval(id(1)).await.unwrap(), None);
}

async fn it_is_answered_once(s: Subject) {
    set_up(&s, &[asked(1, 0)]).await;
    let answers = [said(true), said(false), said(true)];
    let judge = |verdict| s.free([Change::JudgeApproval(id(101), verdict)]);
    let answered = together(answers.into_iter().map(judge)).await;
    let first: Vec<_> = answered.iter().filter(|one| one.is_ok()).collect();
    assert_eq!(first.len(), 1);
    assert!(answered.iter().all(|one| one.is_ok() || is_conflict(one)));
    let kept = s.store.approval(id(101)).await.unwrap().unwrap().verdict;
    assert!(kept == Some(said(true)) || kept == Some(said(false)));
    assert!(is_conflict(&judge(said(false)).await));
    assert!(is_conflict(
        &s.free([Change::JudgeApproval(id(102), said(true))]).await
    ));
}

async fn only_what_was_agreed_to_is_carried_out_and_once(s: Subject) {
    set_up(&s, &[asked(1, 0), asked(2, 0), asked(3, 0)]).await;
    for (number, yes) in [(101, true), (102, false)] {
        let judge = Change::JudgeApproval(id(number), said(yes));
        s.free([judge]).await.unwrap();
    }
    let carry_out = |number| s.free([Change::UseApproval(id(number))]);
    assert!(is_conflict(&carry_out(102).await), "a no");
    assert!(is_conflict(&carry_out(103).await), "no answer");
    let used = together([101, 101, 101].into_iter().map(carry_out)).await;
    assert_eq!(used.iter().filter(|one| one.is_ok()).count(), 1);
    assert!(is_conflict(&carry_out(101).await));
    assert!(s.store.approval(id(101)).await.unwrap().unwrap().used);
}

async fn the_newest_come_first_and_no_more_than_so_many(s: Subject) {
    set_up(&s, &[asked(1, 0), asked(2, 2), asked(3, 1)]).await;
    let found = async |after, most| {
        let found = s.store.approvals(after, most).await.unwrap();
        found.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    let early = NOW - Span::minutes(1);
    assert_eq!(found(early, 50).await, [id(102), id(103), id(101)]);
    assert_eq!(found(early, 2).await, [id(102), id(103)]);
    assert_eq!(found(NOW, 50).await, [id(102), id(103)], "after, not at");
}

async fn they_go_after_a_day_and_with_either_person(s: Subject) {
    set_up(&s, &[asked(1, 0), asked(2, 1)]).await;
    let tidy = async |now| {
        let lifetimes = Lifetimes::default();
        let tidied = s.store.tidy(now, &lifetimes, Span::days(14));
        tidied.await.unwrap();
        s.count("approvals").await
    };
    assert_eq!(tidy(NOW + KEPT - Span(1)).await, 2);
    assert_eq!(tidy(NOW + KEPT).await, 1);
    s.change(id(2), [Change::DeleteAccount]).await.unwrap();
    assert_eq!(s.count("approvals").await, 0);
}
