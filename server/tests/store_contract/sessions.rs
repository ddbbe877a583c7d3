//! Sessions, sign-ins on the way, and the secrets that are shown to them.

use domain::service::ports::Change;
use domain::session::{Lifetimes, Reveal, RevealKind, Session, Stage};
use domain::time::Span;

use crate::subject::{NOW, Subject, id, is_conflict, pending, reveal, session, together};

contract!(
    a_session_brings_its_person,
    being_seen_is_written_once_a_minute,
    the_oldest_sessions_end_beyond_the_limit,
    parallel_sign_ins_keep_to_the_limit,
    a_proof_gives_a_new_token_once,
    a_flash_is_set_and_taken,
    ending_a_session_ends_what_it_shows,
    other_sessions_end,
    a_sign_in_moves_from_the_stage_that_was_read,
    a_sign_in_ends_once,
    nobody_signs_in_as_a_person_who_is_gone,
    a_shown_secret_is_replaced_by_kind,
    what_has_run_out_is_tidied_away,
);

const A: [u8; 32] = [1; 32];
const B: [u8; 32] = [2; 32];

async fn a_session_brings_its_person(s: Subject) {
    let account = s.person(1).await;
    let session = Session {
        flash: Some("{\"saved\":'ü'}".to_owned()),
        ..session(1, account.id)
    };
    s.free([Change::AddSession(session.clone(), 10)])
        .await
        .unwrap();
    assert_eq!(s.store.session(&A).await.unwrap(), Some((session, account)));
    assert_eq!(s.store.session(&B).await.unwrap(), None);
    assert_eq!(
        s.store.pending(&A).await.unwrap(),
        None,
        "a session is no sign-in on the way"
    );
}

async fn being_seen_is_written_once_a_minute(s: Subject) {
    let user = s.person(1).await.id;
    s.free([Change::AddSession(session(1, user), 10)])
        .await
        .unwrap();
    let minute = Span::minutes(1);
    let steps = [
        (NOW + Span(minute.0 - 1), NOW),
        (NOW + minute, NOW + minute),
        (NOW + Span(minute.0 * 2 - 1), NOW + minute),
        // The clock went back by an hour.
        (NOW - Span::hours(1), NOW - Span::hours(1)),
    ];
    for (at, expected) in steps {
        s.store.touch(&A, at).await.unwrap();
        assert_eq!(s.store.session(&A).await.unwrap().unwrap().0.seen, expected);
    }
    s.store.touch(&B, NOW).await.unwrap();
}

async fn the_oldest_sessions_end_beyond_the_limit(s: Subject) {
    let (user, other) = (s.person(1).await.id, s.person(2).await.id);
    s.free([Change::AddSession(session(100, other), 1)])
        .await
        .unwrap();
    for n in 1..=5 {
        let created = NOW + Span(i64::from(n));
        let new = Session {
            created,
            ..session(n, user)
        };
        s.free([Change::AddSession(new, 3), Change::PutReveal(reveal(n))])
            .await
            .unwrap();
    }
    for n in 1..=5 {
        let kept = n > 2;
        assert_eq!(
            s.store.session(&[n; 32]).await.unwrap().is_some(),
            kept,
            "{n}"
        );
        assert_eq!(
            s.store
                .reveal(&[n; 32], RevealKind::AppKey)
                .await
                .unwrap()
                .is_some(),
            kept,
            "{n}"
        );
    }
    // The clock went back: the new session looks oldest and stays all the same.
    let early = Session {
        created: NOW - Span::days(1),
        ..session(9, user)
    };
    s.free([Change::AddSession(early, 1)]).await.unwrap();
    assert!(s.store.session(&[9; 32]).await.unwrap().is_some());
    assert!(s.store.session(&[100; 32]).await.unwrap().is_some());
    assert_eq!(s.count("sessions").await, 2);
}

async fn parallel_sign_ins_keep_to_the_limit(s: Subject) {
    let user = s.person(1).await.id;
    let results =
        together((1..=30).map(|n| s.free([Change::AddSession(session(n, user), 10)]))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(s.count("sessions").await, 10);
}

async fn a_proof_gives_a_new_token_once(s: Subject) {
    let user = s.person(1).await.id;
    s.free([
        Change::AddSession(session(1, user), 10),
        Change::PutReveal(reveal(1)),
    ])
    .await
    .unwrap();
    let at = NOW + Span::minutes(7);
    s.free([Change::RenewSession {
        old: A,
        new: B,
        at,
        strong: true,
    }])
    .await
    .unwrap();
    assert_eq!(s.store.session(&A).await.unwrap(), None);
    let (renewed, _) = s.store.session(&B).await.unwrap().unwrap();
    assert_eq!(
        renewed,
        Session {
            seen: at,
            proof: at,
            strong: true,
            ..session(2, user)
        }
    );
    assert_eq!(s.store.reveal(&A, RevealKind::AppKey).await.unwrap(), None);
    let moved = Reveal {
        owner: B,
        ..reveal(1)
    };
    assert_eq!(
        s.store.reveal(&B, RevealKind::AppKey).await.unwrap(),
        Some(moved)
    );
    assert!(is_conflict(
        &s.free([Change::RenewSession {
            old: A,
            new: [3; 32],
            at,
            strong: false,
        }])
        .await
    ));
}

async fn a_flash_is_set_and_taken(s: Subject) {
    let user = s.person(1).await.id;
    s.free([Change::AddSession(session(1, user), 10)])
        .await
        .unwrap();
    for flash in [Some("saved".to_owned()), None] {
        s.free([
            Change::SetFlash(A, flash.clone()),
            Change::SetFlash(B, flash.clone()),
        ])
        .await
        .unwrap();
        assert_eq!(s.store.session(&A).await.unwrap().unwrap().0.flash, flash);
    }
}

async fn ending_a_session_ends_what_it_shows(s: Subject) {
    let user = s.person(1).await.id;
    for n in [1, 2] {
        s.free([
            Change::AddSession(session(n, user), 10),
            Change::PutReveal(reveal(n)),
        ])
        .await
        .unwrap();
    }
    s.free([Change::EndSession(A)]).await.unwrap();
    s.free([Change::EndSession(A)]).await.unwrap();
    assert_eq!(s.store.session(&A).await.unwrap(), None);
    assert_eq!(s.store.reveal(&A, RevealKind::AppKey).await.unwrap(), None);
    assert!(s.store.session(&B).await.unwrap().is_some());
    assert!(
        s.store
            .reveal(&B, RevealKind::AppKey)
            .await
            .unwrap()
            .is_some()
    );
}

async fn other_sessions_end(s: Subject) {
    let (user, other) = (s.person(1).await.id, s.person(2).await.id);
    for n in 1..=3 {
        s.free([
            Change::AddSession(session(n, user), 10),
            Change::PutReveal(reveal(n)),
        ])
        .await
        .unwrap();
    }
    s.free([
        Change::AddSession(session(4, other), 10),
        Change::PutReveal(reveal(4)),
    ])
    .await
    .unwrap();
    s.change(user, [Change::EndSessions { except: Some(B) }])
        .await
        .unwrap();
    assert_eq!(
        (s.count("sessions").await, s.count("reveals").await),
        (2, 2)
    );
    assert!(s.store.session(&B).await.unwrap().is_some());
    s.change(user, [Change::EndSessions { except: None }])
        .await
        .unwrap();
    assert_eq!(
        (s.count("sessions").await, s.count("reveals").await),
        (1, 1)
    );
    assert!(s.store.session(&[4; 32]).await.unwrap().is_some());
}

async fn a_sign_in_moves_from_the_stage_that_was_read(s: Subject) {
    let account = s.person(1).await;
    let expected = pending(1, account.id, Stage::Gate);
    s.free([Change::AddPending(expected.clone())])
        .await
        .unwrap();
    assert_eq!(
        s.store.pending(&A).await.unwrap(),
        Some((expected, account))
    );
    assert_eq!(
        s.store.session(&A).await.unwrap(),
        None,
        "a sign-in on the way is no session"
    );
    let step = |from, to| [Change::MovePending { hash: A, from, to }];
    let moves = (0..10).map(|_| s.free(step(Stage::Gate, Stage::Choosing)));
    let moved = together(moves).await;
    assert_eq!(moved.iter().filter(|r| r.is_ok()).count(), 1);
    let path = [
        Stage::Choosing,
        Stage::Configured,
        Stage::Verified,
        Stage::Backup,
        Stage::AppPassword,
    ];
    for (from, to) in path.into_iter().zip(path.into_iter().skip(1)) {
        s.free(step(from, to)).await.unwrap();
        assert_eq!(s.store.pending(&A).await.unwrap().unwrap().0.stage, to);
    }
    assert!(is_conflict(
        &s.free(step(Stage::SecondStep, Stage::Gate)).await
    ));
}

async fn a_sign_in_ends_once(s: Subject) {
    let (user, other) = (s.person(1).await.id, s.person(2).await.id);
    for (n, user) in [(1, user), (2, user), (3, user), (4, other)] {
        let add = Change::AddPending(pending(n, user, Stage::SecondStep));
        s.free([add, Change::PutReveal(reveal(n))]).await.unwrap();
    }
    s.free([Change::EndPending(A)]).await.unwrap();
    assert!(is_conflict(&s.free([Change::EndPending(A)]).await));
    assert_eq!(s.store.reveal(&A, RevealKind::AppKey).await.unwrap(), None);
    s.change(user, [Change::EndPendings]).await.unwrap();
    assert_eq!(
        (s.count("pendings").await, s.count("reveals").await),
        (1, 1)
    );
    assert!(s.store.pending(&[4; 32]).await.unwrap().is_some());
}

async fn nobody_signs_in_as_a_person_who_is_gone(s: Subject) {
    assert!(is_conflict(
        &s.free([Change::AddSession(session(1, id(1)), 10)]).await
    ));
    assert!(is_conflict(
        &s.free([Change::AddPending(pending(1, id(1), Stage::Gate))])
            .await
    ));
}

async fn a_shown_secret_is_replaced_by_kind(s: Subject) {
    let password = Reveal {
        kind: RevealKind::AppPassword,
        ..reveal(1)
    };
    s.free([
        Change::PutReveal(reveal(1)),
        Change::PutReveal(password.clone()),
    ])
    .await
    .unwrap();
    s.free([Change::ConfirmReveal(A, RevealKind::AppKey)])
        .await
        .unwrap();
    let confirmed = Reveal {
        confirmed: true,
        ..reveal(1)
    };
    assert_eq!(
        s.store.reveal(&A, RevealKind::AppKey).await.unwrap(),
        Some(confirmed)
    );
    let newer = Reveal {
        object: id(9),
        sealed: vec![],
        created: NOW + Span(1),
        ..reveal(1)
    };
    s.free([Change::PutReveal(newer.clone())]).await.unwrap();
    assert_eq!(
        s.store.reveal(&A, RevealKind::AppKey).await.unwrap(),
        Some(newer)
    );
    s.free([Change::EndReveal(A, RevealKind::AppKey)])
        .await
        .unwrap();
    assert_eq!(s.store.reveal(&A, RevealKind::AppKey).await.unwrap(), None);
    assert_eq!(
        s.store.reveal(&A, RevealKind::AppPassword).await.unwrap(),
        Some(password)
    );
}

async fn what_has_run_out_is_tidied_away(s: Subject) {
    let user = s.person(1).await.id;
    let life = Lifetimes::default();
    let ago = |span: Span| NOW - span;
    let nearly = |span: Span| NOW - Span(span.0 - 1);
    let sessions = [
        (
            Session {
                seen: ago(life.idle),
                ..session(1, user)
            },
            false,
        ),
        (
            Session {
                seen: nearly(life.idle),
                ..session(2, user)
            },
            true,
        ),
        (
            Session {
                created: ago(life.absolute),
                ..session(3, user)
            },
            false,
        ),
        (
            Session {
                created: nearly(life.absolute),
                ..session(4, user)
            },
            true,
        ),
        (
            Session {
                seen: NOW + life.idle,
                ..session(5, user)
            },
            false,
        ),
    ];
    let pendings = [(ago(life.enrolment), false), (nearly(life.enrolment), true)];
    for (session, _) in &sessions {
        let n = session.hash[0];
        s.free([
            Change::AddSession(session.clone(), 10),
            Change::PutReveal(reveal(n)),
        ])
        .await
        .unwrap();
    }
    for (n, (created, _)) in (11..).zip(pendings) {
        let pending = domain::session::Pending {
            created,
            ..pending(n, user, Stage::Gate)
        };
        s.free([Change::AddPending(pending), Change::PutReveal(reveal(n))])
            .await
            .unwrap();
    }
    let old = Reveal {
        created: ago(life.reveal),
        kind: RevealKind::AppPassword,
        ..reveal(2)
    };
    s.free([Change::PutReveal(old)]).await.unwrap();

    s.store.tidy(NOW, &life, Span::days(14)).await.unwrap();
    for (session, kept) in sessions {
        let n = session.hash[0];
        assert_eq!(
            s.store.session(&session.hash).await.unwrap().is_some(),
            kept,
            "{n}"
        );
        assert_eq!(
            s.store
                .reveal(&session.hash, RevealKind::AppKey)
                .await
                .unwrap()
                .is_some(),
            kept,
            "{n}"
        );
    }
    for (n, (_, kept)) in (11..).zip(pendings) {
        assert_eq!(
            s.store.pending(&[n; 32]).await.unwrap().is_some(),
            kept,
            "{n}"
        );
        assert_eq!(
            s.store
                .reveal(&[n; 32], RevealKind::AppKey)
                .await
                .unwrap()
                .is_some(),
            kept,
            "{n}"
        );
    }
    assert_eq!(
        s.store.reveal(&B, RevealKind::AppPassword).await.unwrap(),
        None
    );
}
