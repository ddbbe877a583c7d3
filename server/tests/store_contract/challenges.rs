//! Open questions to telephones: one per owner, claimed by one process, answered once.

use domain::challenge::{Challenge, Dial, Progress, Purpose};
use domain::service::ports::{Change, Store};
use domain::session::Lifetimes;
use domain::time::Span;
use domain::{Id, Language, Time};

use crate::subject::{NOW, Subject, id, is_conflict, together};

contract!(
    a_question_is_read_as_it_was_written,
    a_new_question_takes_the_place_of_the_one_before,
    a_try_is_used_up_once,
    progress_moves_from_where_it_was_read,
    a_question_is_answered_once,
    a_message_is_claimed_by_one_process,
    what_was_not_brought_to_an_end_is_not_sent_again,
    a_second_try_waits,
    replies_find_open_texts_of_the_number_only,
    answers_are_counted_by_country_and_time,
    what_asks_nothing_is_no_question_that_went_unanswered,
    old_questions_are_tidied_away,
    a_person_takes_their_questions_along,
);

pub fn asked(n: u8, user: Id) -> Challenge {
    Challenge {
        owner: [n; 32],
        id: id(n),
        user,
        purpose: Purpose::StepUp,
        dial: Dial::TextPhone,
        number: vec![n; 40],
        region: "NL".into(),
        tag: [7; 32],
        language: Language::Nl,
        secret: vec![n; 50],
        mac: [n; 32],
        created: NOW,
        due: NOW,
        handings: 0,
        tries: 0,
        asked: 2,
        again: NOW + Span::seconds(30),
        progress: Progress::Queued,
    }
}

async fn what_asks_nothing_is_no_question_that_went_unanswered(s: Subject) {
    let user = s.person(1).await.id;
    let warning = Challenge {
        purpose: Purpose::Warning,
        secret: Vec::new(),
        ..asked(1, user)
    };
    put(&s, &warning).await;
    assert_eq!(read(&s, 1).await, Some(warning));
    let counted = s.store.answers("NL", NOW - Span(1), NOW, 50).await;
    assert_eq!(counted.unwrap(), (0, 0));
    put(&s, &asked(2, user)).await;
    let counted = s.store.answers("NL", NOW - Span(1), NOW, 50).await;
    assert_eq!(counted.unwrap(), (1, 0));
}

async fn put(s: &Subject, challenge: &Challenge) {
    let change = Change::PutChallenge(Box::new(challenge.clone()));
    s.free([change]).await.unwrap();
}

async fn read(s: &Subject, n: u8) -> Option<Challenge> {
    s.store.challenge_of(id(n)).await.unwrap()
}

fn moved(n: u8, from: Progress, to: Progress) -> Change {
    Change::MoveChallenge {
        id: id(n),
        from,
        to,
        wrong: false,
        wipe: false,
        due: None,
    }
}

async fn claim(store: &dyn Store, now: Time, most: u32) -> Vec<Id> {
    let until = now + Span::seconds(60);
    let claimed = store.claim_challenges(now, until, most).await.unwrap();
    assert!(
        claimed
            .iter()
            .all(|c| c.progress == Progress::Sending && c.due == until)
    );
    claimed.into_iter().map(|c| c.id).collect()
}

async fn a_question_is_read_as_it_was_written(s: Subject) {
    let challenge = asked(1, s.person(1).await.id);
    put(&s, &challenge).await;
    assert_eq!(read(&s, 1).await, Some(challenge.clone()));
    let by_owner = s.store.challenge(&[1; 32]).await.unwrap();
    assert_eq!(by_owner, Some(challenge));
    assert_eq!(s.store.challenge(&[2; 32]).await.unwrap(), None);
}

async fn a_new_question_takes_the_place_of_the_one_before(s: Subject) {
    let user = s.person(1).await.id;
    put(&s, &asked(1, user)).await;
    let new = Challenge {
        id: id(2),
        dial: Dial::CallOffice,
        secret: Vec::new(),
        ..asked(1, user)
    };
    put(&s, &new).await;
    assert_eq!(read(&s, 1).await, None);
    assert_eq!(s.store.challenge(&[1; 32]).await.unwrap(), Some(new));
    assert_eq!(s.count("sendings").await, 2, "both have left");
}

async fn a_try_is_used_up_once(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    let attempt = |tries| s.free([Change::TryChallenge { id: id(1), tries }]);
    let results = together([attempt(0), attempt(0), attempt(0)].into_iter()).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert!(results.iter().all(|r| r.is_ok() || is_conflict(r)));
    assert_eq!(read(&s, 1).await.unwrap().tries, 1);
    attempt(1).await.unwrap();
}

async fn progress_moves_from_where_it_was_read(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    let wrong = s
        .free([moved(1, Progress::Sent, Progress::Delivered)])
        .await;
    assert!(is_conflict(&wrong));
    let sent = Change::MoveChallenge {
        id: id(1),
        from: Progress::Queued,
        to: Progress::Sent,
        wrong: true,
        wipe: true,
        due: None,
    };
    s.free([sent]).await.unwrap();
    let challenge = read(&s, 1).await.unwrap();
    assert_eq!((challenge.progress, challenge.tries), (Progress::Sent, 1));
    assert!(challenge.secret.is_empty());
    assert_eq!(challenge.due, NOW);
}

async fn a_question_is_answered_once(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    let end = || s.free([Change::EndChallenge(id(1))]);
    let results = together([end(), end()].into_iter()).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert!(results.iter().any(is_conflict));
    let counted = s.store.answers("NL", NOW - Span(1), NOW, 50).await;
    assert_eq!(counted.unwrap(), (1, 1));
}

async fn a_message_is_claimed_by_one_process(s: Subject) {
    let user = s.person(1).await.id;
    for n in 1..=9 {
        put(&s, &asked(n, user)).await;
    }
    let other = s.second().await.unwrap();
    let one = claim(&*s.store, NOW, 4).await;
    let two = claim(&*other.store, NOW, 9).await;
    let mut all: Vec<Id> = one.iter().chain(&two).copied().collect();
    all.sort();
    all.dedup();
    assert_eq!((one.len(), two.len(), all.len()), (4, 5, 9));
    assert_eq!(claim(&*s.store, NOW, 9).await, []);
    assert_eq!(read(&s, 1).await.unwrap().handings, 1);
}

async fn what_was_not_brought_to_an_end_is_not_sent_again(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    assert_eq!(claim(&*s.store, NOW, 9).await, [id(1)]);
    let later = NOW + Span::seconds(60);
    assert_eq!(claim(&*s.store, later, 9).await, []);
    let challenge = read(&s, 1).await.unwrap();
    assert_eq!(challenge.progress, Progress::Failed);
    assert!(challenge.secret.is_empty());
}

async fn a_second_try_waits(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    assert_eq!(claim(&*s.store, NOW, 9).await, [id(1)]);
    let due = NOW + Span::seconds(5);
    let again = Change::MoveChallenge {
        id: id(1),
        from: Progress::Sending,
        to: Progress::Queued,
        wrong: false,
        wipe: false,
        due: Some(due),
    };
    s.free([again]).await.unwrap();
    assert_eq!(claim(&*s.store, due - Span(1), 9).await, []);
    assert_eq!(claim(&*s.store, due, 9).await, [id(1)]);
    assert_eq!(read(&s, 1).await.unwrap().handings, 2);
}

async fn replies_find_open_texts_of_the_number_only(s: Subject) {
    let user = s.person(1).await.id;
    let call = Challenge {
        dial: Dial::CallPhone,
        ..asked(2, user)
    };
    let elsewhere = Challenge {
        tag: [8; 32],
        ..asked(3, user)
    };
    let newer = Challenge {
        created: NOW + Span(5),
        ..asked(4, user)
    };
    for challenge in [asked(1, user), call, elsewhere, newer] {
        put(&s, &challenge).await;
    }
    let texts = s.store.texts_to(&[7; 32], NOW - Span(1)).await.unwrap();
    let found: Vec<Id> = texts.into_iter().map(|c| c.id).collect();
    assert_eq!(found, [id(4), id(1)]);
    let none = s.store.texts_to(&[7; 32], NOW + Span(5)).await.unwrap();
    assert!(none.is_empty());
}

async fn answers_are_counted_by_country_and_time(s: Subject) {
    let user = s.person(1).await.id;
    for n in 1..=6 {
        let region = if n == 6 { "BE" } else { "NL" };
        let challenge = Challenge {
            region: region.into(),
            created: NOW + Span(i64::from(n)),
            ..asked(n, user)
        };
        put(&s, &challenge).await;
    }
    s.free([Change::EndChallenge(id(1)), Change::EndChallenge(id(4))])
        .await
        .unwrap();
    let count = |from: i64, to: i64, most| {
        s.store
            .answers("NL", NOW + Span(from), NOW + Span(to), most)
    };
    assert_eq!(count(0, 9, 50).await.unwrap(), (5, 2));
    assert_eq!(count(1, 4, 50).await.unwrap(), (3, 1));
    assert_eq!(count(0, 9, 2).await.unwrap(), (2, 1), "the last ones");
}

async fn old_questions_are_tidied_away(s: Subject) {
    put(&s, &asked(1, s.person(1).await.id)).await;
    let (lifetimes, trust) = (Lifetimes::default(), Span::days(14));
    let hour = NOW + Span::hours(1);
    s.store
        .tidy(hour - Span(1), &lifetimes, trust)
        .await
        .unwrap();
    assert!(read(&s, 1).await.is_some());
    s.store.tidy(hour, &lifetimes, trust).await.unwrap();
    assert_eq!(read(&s, 1).await, None);
    assert_eq!(s.count("sendings").await, 1);
    s.store
        .tidy(NOW + Span::hours(24), &lifetimes, trust)
        .await
        .unwrap();
    assert_eq!(s.count("sendings").await, 0);
}

async fn a_person_takes_their_questions_along(s: Subject) {
    let account = s.person(1).await;
    put(&s, &asked(1, account.id)).await;
    s.change(account.id, [Change::DeleteAccount]).await.unwrap();
    assert_eq!(read(&s, 1).await, None);
}
