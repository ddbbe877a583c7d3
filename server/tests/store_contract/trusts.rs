//! Trusted browsers: one person's rows, a bounded number, gone when they have run out.

use domain::browser::{Browser, Program, System};
use domain::service::ports::{Batch, Change};
use domain::session::Lifetimes;
use domain::time::Span;
use domain::trust::Trust;

use crate::subject::{NOW, Subject, id, is_conflict, together};

contract!(
    a_trust_is_read_as_it_was_written,
    the_oldest_trusts_go_beyond_the_limit,
    parallel_trusts_keep_to_the_limit,
    one_goes_and_only_ones_own,
    all_of_one_person_go_at_once,
    whoever_ends_trust_is_noticed_by_a_sign_in,
    what_has_run_out_is_tidied_away,
    a_word_that_nobody_knows_is_a_damaged_database,
);

fn trust(number: u8) -> Trust {
    Trust {
        id: id(number),
        hash: [number; 32],
        created: NOW + Span(i64::from(number)),
        browser: Browser {
            program: Some(Program::Firefox),
            system: Some(System::IPhone),
        },
    }
}

async fn numbers(s: &Subject, person: u8) -> Vec<u8> {
    let trusts = s.store.trusts(id(person)).await.unwrap();
    trusts.iter().map(|one| one.hash[0]).collect()
}

async fn a_trust_is_read_as_it_was_written(s: Subject) {
    let user = s.person(1).await.id;
    let all = [
        Browser::default(),
        Browser {
            program: Some(Program::Samsung),
            system: None,
        },
        trust(3).browser,
    ];
    let mut written = Vec::new();
    for (number, browser) in (1..).zip(all) {
        let one = Trust {
            browser,
            ..trust(number)
        };
        s.change(user, [Change::AddTrust(one.clone(), 20)])
            .await
            .unwrap();
        written.insert(0, one);
    }
    assert_eq!(s.store.trusts(user).await.unwrap(), written, "newest first");
    assert_eq!(s.store.trusts(id(2)).await.unwrap(), []);
    let s = s.reopened().await;
    assert_eq!(s.store.trusts(user).await.unwrap(), written);
}

async fn the_oldest_trusts_go_beyond_the_limit(s: Subject) {
    let (user, other) = (s.person(1).await.id, s.person(2).await.id);
    s.change(other, [Change::AddTrust(trust(100), 1)])
        .await
        .unwrap();
    for number in 1..=5 {
        s.change(user, [Change::AddTrust(trust(number), 3)])
            .await
            .unwrap();
    }
    assert_eq!(numbers(&s, 1).await, [5, 4, 3]);
    // The clock went back: the new one looks oldest and stays all the same.
    let early = Trust {
        created: NOW - Span::days(1),
        ..trust(9)
    };
    s.change(user, [Change::AddTrust(early, 1)]).await.unwrap();
    assert_eq!(numbers(&s, 1).await, [9]);
    assert_eq!(numbers(&s, 2).await, [100]);
}

async fn parallel_trusts_keep_to_the_limit(s: Subject) {
    let user = s.person(1).await.id;
    let until_written = async |number| {
        while is_conflict(&s.change(user, [Change::AddTrust(trust(number), 4)]).await) {}
    };
    together((1..=12).map(until_written)).await;
    assert_eq!(s.count("trusts").await, 4);
}

async fn one_goes_and_only_ones_own(s: Subject) {
    let (user, other) = (s.person(1).await.id, s.person(2).await.id);
    for number in [3, 4] {
        s.change(user, [Change::AddTrust(trust(number), 20)])
            .await
            .unwrap();
    }
    s.change(other, [Change::EndTrust(id(3))]).await.unwrap();
    assert_eq!(numbers(&s, 1).await, [4, 3]);
    for _ in 0..2 {
        s.change(user, [Change::EndTrust(id(3))]).await.unwrap();
        assert_eq!(numbers(&s, 1).await, [4]);
    }
    for change in [
        Change::AddTrust(trust(5), 20),
        Change::EndTrust(id(4)),
        Change::EndTrusts,
    ] {
        assert!(s.free([change]).await.is_err(), "nobody's account");
    }
    assert_eq!(numbers(&s, 1).await, [4]);
}

async fn all_of_one_person_go_at_once(s: Subject) {
    for (person, number) in [(1, 3), (1, 4), (2, 5)] {
        if number != 4 {
            s.person(person).await;
        }
        s.change(id(person), [Change::AddTrust(trust(number), 20)])
            .await
            .unwrap();
    }
    s.change(id(1), [Change::EndTrusts]).await.unwrap();
    assert_eq!(
        (numbers(&s, 1).await, numbers(&s, 2).await),
        (vec![], vec![5])
    );
    s.change(id(2), [Change::DeleteAccount]).await.unwrap();
    assert_eq!(
        s.count("trusts").await,
        0,
        "what hangs on a person goes too"
    );
}

async fn whoever_ends_trust_is_noticed_by_a_sign_in(s: Subject) {
    let account = s.person(1).await;
    s.change(account.id, [Change::AddTrust(trust(3), 20)])
        .await
        .unwrap();
    let read = s.read(account.id).await.version;
    s.change(account.id, [Change::EndTrusts]).await.unwrap();
    let late = Batch {
        account: Some((account.id, read)),
        ..Batch::default()
    };
    assert!(is_conflict(&s.store.commit(late).await));
}

async fn what_has_run_out_is_tidied_away(s: Subject) {
    let user = s.person(1).await.id;
    let span = Span::days(14);
    let ages = [
        (Span(0), true),
        (Span(span.0 - 1), true),
        (span, false),
        (Span::days(400), false),
        // Made under a clock that was ahead.
        (Span(1 - span.0), true),
        (Span(-span.0), false),
    ];
    for (number, (age, _)) in (1..).zip(ages) {
        let one = Trust {
            created: NOW - age,
            ..trust(number)
        };
        s.change(user, [Change::AddTrust(one, 20)]).await.unwrap();
    }
    let life = Lifetimes::default();
    s.store.tidy(NOW, &life, span).await.unwrap();
    let mut left = numbers(&s, 1).await;
    left.sort_unstable();
    let kept = (1..).zip(ages).filter(|(_, (_, kept))| *kept);
    assert_eq!(left, kept.map(|(number, _)| number).collect::<Vec<u8>>());
    s.store.tidy(NOW, &life, Span::days(0)).await.unwrap();
    assert_eq!(s.count("trusts").await, 0, "0 days trust nobody");
}

async fn a_word_that_nobody_knows_is_a_damaged_database(s: Subject) {
    let user = s.person(1).await.id;
    for column in ["program", "system"] {
        s.change(user, [Change::AddTrust(trust(3), 20)])
            .await
            .unwrap();
        s.raw(&format!("UPDATE trusts SET {column} = 'netscape'"))
            .await
            .unwrap();
        let error = s.store.trusts(user).await.unwrap_err().to_string();
        assert!(
            error.contains(&format!("trusts.{column}")) && error.contains("netscape"),
            "{error}"
        );
        s.change(user, [Change::EndTrusts]).await.unwrap();
    }
}
