//! What the helpdesk reads: people by what they are called, one person's part of the record, and their
//! sessions.

use domain::account::State;
use domain::audit::{Entry, Event};
use domain::service::ports::{Batch, Change};
use domain::session::Session;
use domain::time::Span;
use domain::{Id, search};

use crate::subject::{NOW, Subject, entry, id, is_conflict, person, session};

contract!(
    people_are_found_by_the_beginning_of_what_they_are_called,
    what_is_looked_for_means_only_itself,
    so_many_are_found_and_no_more_and_each_once,
    what_the_directory_says_now_is_found_and_what_it_said_is_not,
    who_is_gone_is_not_found,
    people_from_before_the_search_are_found_once_they_are_indexed,
    the_record_about_one_person_comes_newest_first,
    the_sessions_of_one_person_come_newest_first,
    how_strong_a_proof_was_is_kept_with_it,
);

/// Stores somebody who is called like this.
async fn called(s: &Subject, number: u8, [login, name, mail]: [&str; 3]) {
    let account = domain::account::Account {
        login: login.into(),
        name: name.into(),
        mail: mail.into(),
        ..person(number)
    };
    let added = s.free([Change::AddAccount(Box::new(account))]).await;
    added.unwrap();
}

/// Who is found, as the use case looks for them.
async fn found(s: &Subject, typed: &str) -> Vec<Id> {
    found_at_most(s, typed, 50).await
}

async fn found_at_most(s: &Subject, typed: &str, most: u32) -> Vec<Id> {
    let people = s.store.find_people(&search::fold(typed), most).await;
    people.unwrap().into_iter().map(|one| one.id).collect()
}

async fn people_are_found_by_the_beginning_of_what_they_are_called(s: Subject) {
    called(
        &s,
        1,
        ["zdv@example.org", "Zoë de Vries", "z.devries@mail.example"],
    )
    .await;
    called(&s, 2, ["anna", "Anna Smit-de Boer", ""]).await;
    let (zoe, anna) = ([id(1)], [id(2)]);
    for typed in [
        "zdv",
        "ZDV@EXAMPLE",
        "zo",
        "ZOË",
        "zoe\u{308}",
        "ZOE\u{308} de",
        " vries ",
        "Vrie",
        "z.dev",
        "zoë de vries",
    ] {
        assert_eq!(found(&s, typed).await, zoe, "{typed}");
    }
    for typed in ["an", "ANNA", "smit", "smit-de", "boer"] {
        assert_eq!(found(&s, typed).await, anna, "{typed}");
    }
    for typed in [
        "oë",
        "dv@",
        "example",
        "mail",
        "vries zoë",
        "zoe",
        "de boer",
        "de v",
        "annas",
    ] {
        assert_eq!(found(&s, typed).await, [], "{typed}");
    }
    // A word of one and the other; the list is in the order of the names.
    assert_eq!(found(&s, "de").await, zoe);
    let people = s.store.find_people("anna", 50).await.unwrap();
    let one = &people[0];
    assert_eq!(
        (&*one.login, &*one.name, &*one.mail, one.state, one.active),
        ("anna", "Anna Smit-de Boer", "", State::Disabled, true)
    );
}

async fn what_is_looked_for_means_only_itself(s: Subject) {
    called(&s, 1, ["anna", "Anna", "anna@example.org"]).await;
    called(&s, 2, ["odd", r#"100%_a\b 'c' "d" *e"#, ""]).await;
    called(&s, 3, ["long", &"x".repeat(128), ""]).await;
    let (long, longer) = ("a".repeat(1_000), "x".repeat(1_000));
    for typed in [
        "%",
        "%%",
        "%nna",
        "a%",
        "_nna",
        "an__",
        "an*",
        ".*",
        "an.a",
        r"\",
        r"\\",
        r"an\",
        "''",
        "' OR ''='",
        "an' --",
        "[a]",
        "a\0",
        "\0",
        "an\0na",
        "\u{10ffff}",
        "\u{feff}an",
        &long,
    ] {
        assert_eq!(found(&s, typed).await, [], "{typed:?}");
    }
    for typed in ["100%", "100%_", r"100%_A\B", "'c", "\"d\"", "*e"] {
        assert_eq!(found(&s, typed).await, [id(2)], "{typed}");
    }
    assert_eq!(found(&s, &longer).await, [id(3)], "as far as it is kept");
    let everybody = s.store.find_people("", 50).await.unwrap();
    assert_eq!(everybody.len(), 3, "the use case asks for more characters");
}

async fn so_many_are_found_and_no_more_and_each_once(s: Subject) {
    for number in 1..=60 {
        // Six terms that begin alike.
        let words = format!("Ann Anna Anne{number} Annie Anny");
        called(&s, number, [&format!("ann{number}"), &words, ""]).await;
    }
    for most in [0, 1, 7, 50, 200] {
        let mut people = found_at_most(&s, "ann", most).await;
        assert_eq!(people.len(), 60.min(most as usize), "{most}");
        people.sort_unstable();
        people.dedup();
        assert_eq!(people.len(), 60.min(most as usize), "each once");
    }
    assert_eq!(found(&s, "anne17").await, [id(17)]);
}

fn directory(name: &str, mail: &str) -> Change {
    Change::SetDirectory {
        name: name.into(),
        title: String::new(),
        mail: mail.into(),
        office_phone: String::new(),
        office_extension: String::new(),
    }
}

async fn what_the_directory_says_now_is_found_and_what_it_said_is_not(s: Subject) {
    called(&s, 1, ["login1", "Anna Smit", "anna@example.org"]).await;
    called(&s, 2, ["login2", "Anna Smit", "other@example.org"]).await;
    let change = directory("Anna de Boer", "boer@example.org");
    s.change(id(1), [change]).await.unwrap();
    for (typed, expected) in [
        ("boer", vec![id(1)]),
        ("boer@", vec![id(1)]),
        ("login1", vec![id(1)]),
        ("smit", vec![id(2)]),
        ("anna@", vec![]),
    ] {
        assert_eq!(found(&s, typed).await, expected, "{typed}");
    }
    let mut both = found(&s, "anna").await;
    both.sort_unstable();
    assert_eq!(both, [id(1), id(2)]);
    // Refused as a whole, and then still found as before.
    let late = Batch {
        account: Some((id(1), 1)),
        changes: vec![directory("Nobody", "")],
        ..Batch::default()
    };
    assert!(is_conflict(&s.store.commit(late).await));
    assert_eq!(found(&s, "nobody").await, []);
    assert_eq!(found(&s, "boer").await, [id(1)]);
    let s = s.reopened().await;
    assert_eq!(found(&s, "boer").await, [id(1)]);
}

async fn who_is_gone_is_not_found(s: Subject) {
    called(&s, 1, ["anna", "Anna Smit", ""]).await;
    called(&s, 2, ["ben", "Ben Smit", ""]).await;
    s.change(id(1), [Change::DeleteAccount]).await.unwrap();
    assert_eq!(found(&s, "anna").await, []);
    assert_eq!(found(&s, "smit").await, [id(2)]);
    assert_eq!(
        s.count("search_terms").await,
        3,
        "nothing is left of a name"
    );
}

async fn people_from_before_the_search_are_found_once_they_are_indexed(s: Subject) {
    for number in 1..=5 {
        let words = [&*format!("old{number}"), "Somebody", ""];
        called(&s, number, words).await;
    }
    let before = "DELETE FROM search_terms; UPDATE accounts SET indexed = FALSE";
    s.raw(before).await.unwrap();
    called(&s, 6, ["new", "Somebody", ""]).await;
    assert_eq!(found(&s, "somebody").await, [id(6)]);
    assert_eq!(found(&s, "old").await, []);
    let mut seen = Vec::new();
    for left in [5, 3, 1] {
        let people = s.store.unindexed_people(2).await.unwrap();
        assert_eq!(people.len(), left.min(2));
        seen.extend(people.iter().map(|one| one.id));
        s.store.index_people(people).await.unwrap();
    }
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3, 4, 5].map(id), "each once");
    assert_eq!(s.store.unindexed_people(10).await.unwrap().len(), 0);
    assert_eq!(found(&s, "somebody").await.len(), 6);
    assert_eq!(found(&s, "old3").await, [id(3)]);
    assert_eq!(s.count("search_terms").await, 12);

    // Whom the directory changed meanwhile is indexed by that, and not with what was read before.
    s.raw(before).await.unwrap();
    let people = s.store.unindexed_people(10).await.unwrap();
    s.change(id(3), [directory("Renamed", "")]).await.unwrap();
    s.change(id(4), [Change::DeleteAccount]).await.unwrap();
    s.store.index_people(people).await.unwrap();
    assert_eq!(found(&s, "renamed").await, [id(3)]);
    assert_eq!(found(&s, "somebody").await.len(), 4);
    assert_eq!(found(&s, "old4").await, []);
}

async fn the_record_about_one_person_comes_newest_first(s: Subject) {
    let about = |subject: Option<Id>, event| Entry {
        subject,
        ..entry(event)
    };
    let audit = vec![
        about(Some(id(2)), Event::AuthnLoginFail),
        about(Some(id(3)), Event::UserBlock),
        about(None, Event::HelpdeskSearch),
        about(Some(id(2)), Event::AuthnLoginSuccess),
        about(Some(id(2)), Event::SessionEnd),
    ];
    let batch = Batch {
        audit,
        ..Batch::default()
    };
    s.store.commit(batch).await.unwrap();
    let events = async |subject, most| -> Vec<String> {
        let rows = s.store.record_of(subject, most).await.unwrap();
        rows.into_iter().map(|row| row.event).collect()
    };
    let all = ["session_end", "authn_login_success", "authn_login_fail"];
    assert_eq!(events(id(2), 50).await, all);
    assert_eq!(events(id(2), 2).await, all[..2]);
    assert_eq!(events(id(2), 0).await, [""; 0]);
    assert_eq!(events(id(3), 50).await, ["user_block"]);
    // Who acted is not whom it is about.
    assert_eq!(events(id(1), 50).await, [""; 0]);
    let rows = s.store.record_of(id(2), 50).await.unwrap();
    let whole: Vec<_> = s.audited().await.into_iter().rev().collect();
    assert_eq!(rows, [whole[0].clone(), whole[1].clone(), whole[4].clone()]);
}

async fn the_sessions_of_one_person_come_newest_first(s: Subject) {
    let (one, two) = (s.person(1).await.id, s.person(2).await.id);
    let begun = |number: u8, user, minutes| Session {
        created: NOW + Span::minutes(minutes),
        seen: NOW + Span::minutes(minutes + 1),
        ..session(number, user)
    };
    for one in [
        begun(1, one, 5),
        begun(2, one, 9),
        begun(3, one, 7),
        begun(4, two, 8),
    ] {
        s.free([Change::AddSession(one, 20)]).await.unwrap();
    }
    let at = |minutes| {
        (
            NOW + Span::minutes(minutes),
            NOW + Span::minutes(minutes + 1),
        )
    };
    assert_eq!(
        s.store.sessions_of(one).await.unwrap(),
        [at(9), at(7), at(5)]
    );
    assert_eq!(s.store.sessions_of(two).await.unwrap(), [at(8)]);
    s.free([Change::EndSession([3; 32])]).await.unwrap();
    assert_eq!(s.store.sessions_of(one).await.unwrap(), [at(9), at(5)]);
    assert_eq!(s.store.sessions_of(id(9)).await.unwrap(), []);
}

async fn how_strong_a_proof_was_is_kept_with_it(s: Subject) {
    let user = s.person(1).await.id;
    for strong in [true, false] {
        let hash = [u8::from(strong); 32];
        let one = Session {
            strong,
            ..session(hash[0], user)
        };
        s.free([Change::AddSession(one, 20)]).await.unwrap();
        let read = async |hash| s.store.session(&hash).await.unwrap().unwrap().0;
        assert_eq!(read(hash).await.strong, strong);
        // A later proof says anew how strong it is.
        for (old, new, strong) in [(hash, [8; 32], !strong), ([8; 32], [9; 32], strong)] {
            let at = NOW + Span(1);
            let renew = Change::RenewSession {
                old,
                new,
                at,
                strong,
            };
            s.free([renew]).await.unwrap();
            assert_eq!(read(new).await.strong, strong);
        }
        s.free([Change::EndSession([9; 32])]).await.unwrap();
    }
}
