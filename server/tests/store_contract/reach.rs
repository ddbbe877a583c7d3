//! Whom a change of the rules reaches: the store counts what a look at every account finds, by the rules of
//! the domain.

use domain::account::{Account, App, Phone, PhoneKind, Role, State};
use domain::decide;
use domain::method::Preferred;
use domain::policy::Policy;
use domain::policy::effect::{MOST_COUNTED, Reach, Ways};
use domain::service::ports::Change;
use domain::time::Span;
use domain::trust::Trust;
use domain::{Id, Time};

use crate::subject::{NOW, Place, Subject, app, app_password, id, person, phone};

contract!(
    who_loses_every_way_is_counted_as_the_rules_judge,
    who_prefers_an_option_is_counted,
    who_could_put_the_set_up_off_is_counted_as_the_rules_judge,
    who_has_more_than_a_limit_is_counted,
    trusts_are_counted_from_a_moment_to_a_moment,
    counting_ends_where_nobody_wants_to_know_more,
);

async fn count(s: &Subject, reach: Reach) -> u32 {
    s.store.count(&reach).await.unwrap()
}

/// Everybody there can be: every state of an app beside every state of both telephones.
fn everybody() -> Vec<Account> {
    let apps = [vec![], vec![false], vec![true], vec![true, false]];
    let phones = [None, Some(false), Some(true)];
    let mut people = Vec::new();
    for locked in &apps {
        for own in phones {
            for office in phones {
                for number in ["", "+31205550123"] {
                    let number_of = people.len() as u8 + 1;
                    let apps = (1..).zip(locked).map(|(place, locked)| App {
                        locked: *locked,
                        ..app(place)
                    });
                    let phone = |kind, verified: Option<bool>| {
                        verified.map(|verified| Phone {
                            kind,
                            verified,
                            ..phone()
                        })
                    };
                    let phones = [
                        phone(PhoneKind::Authentication, own),
                        phone(PhoneKind::Office, office),
                        phone(PhoneKind::Backup, Some(true)),
                    ];
                    people.push(Account {
                        office_phone: number.into(),
                        apps: apps.collect(),
                        phones: phones.into_iter().flatten().collect(),
                        ..person(number_of)
                    });
                }
            }
        }
    }
    people
}

fn policies() -> impl Iterator<Item = Policy> {
    (0..8).map(|bits| Policy {
        allow_app_code: bits & 1 != 0,
        allow_text: bits & 2 != 0,
        allow_call: bits & 4 != 0,
        ..Policy::default()
    })
}

async fn who_loses_every_way_is_counted_as_the_rules_judge(s: Subject) {
    let people = everybody();
    let added = people.iter().cloned().map(Box::new).map(Change::AddAccount);
    s.free(added).await.unwrap();
    // Some were asked to provide their methods again, some are switched off.
    for number in [20, 30, 40, 50, 60] {
        s.change(id(number), [Change::RetireMethods(true)])
            .await
            .unwrap();
        s.change(id(number + 1), [Change::SetActive(false)])
            .await
            .unwrap();
    }
    let mut accounts = Vec::new();
    for one in &people {
        accounts.push(s.read(one.id).await);
    }
    let can = |one: &Account, policy: &Policy| decide::first_option(one, policy).is_some();
    let mut most = 0;
    for before in policies() {
        for after in policies() {
            let lose = |one: &&Account| one.active && can(one, &before) && !can(one, &after);
            let expected = accounts.iter().filter(lose).count() as u32;
            let reach = Reach::Losing(Ways::of(&before), Ways::of(&after));
            assert_eq!(count(&s, reach).await, expected, "{before:?} {after:?}");
            most = most.max(expected);
        }
    }
    assert!(most > 40, "{most}");
}

async fn who_prefers_an_option_is_counted(s: Subject) {
    let options = [
        Some(Preferred::TextPhone),
        Some(Preferred::CallPhone),
        Some(Preferred::TextPhone),
        Some(Preferred::CallOffice),
        None,
    ];
    for (number, default) in (1..).zip(options) {
        let one = Account {
            default,
            ..person(number)
        };
        s.free([Change::AddAccount(Box::new(one))]).await.unwrap();
    }
    for (options, expected) in [
        (vec![Preferred::TextPhone], 2),
        (vec![Preferred::CallPhone, Preferred::CallOffice], 2),
        (vec![Preferred::AppCode], 0),
    ] {
        assert_eq!(count(&s, Reach::Preferring(options)).await, expected);
    }
}

/// Everybody there can be, in every state and as staff, with methods that count or no longer do.
async fn who_could_put_the_set_up_off_is_counted_as_the_rules_judge(s: Subject) {
    let policy = Policy {
        grace_days: 14,
        ..Policy::default()
    };
    let could = |one: &Account| decide::grace_until(one, &policy, NOW).is_some();
    let mut expected = 0;
    for (one, round) in everybody().into_iter().zip(0_u8..) {
        let one = Account {
            state: State::ALL[usize::from(round % 2) + usize::from(round % 5 == 0)],
            role: Role::ALL[usize::from(round % 7 == 0)],
            ..one
        };
        s.free([Change::AddAccount(Box::new(one.clone()))])
            .await
            .unwrap();
        if round % 4 == 1 {
            let retire = [Change::RetireMethods(true)];
            s.change(one.id, retire).await.unwrap();
        }
        expected += u32::from(could(&s.read(one.id).await));
    }
    // With nothing at all, the way most begin.
    for number in 200..210 {
        let one = Account {
            state: State::Enabled,
            ..person(number)
        };
        s.free([Change::AddAccount(Box::new(one))]).await.unwrap();
        expected += 1;
    }
    assert!(
        expected > 10,
        "some of them have something that does not count"
    );
    assert_eq!(count(&s, Reach::NotSetUp).await, expected);
    s.change(id(200), [Change::SetActive(false)]).await.unwrap();
    s.change(id(201), [Change::SetGraceFrom(NOW)])
        .await
        .unwrap();
    assert_eq!(count(&s, Reach::NotSetUp).await, expected - 1);
}

async fn who_has_more_than_a_limit_is_counted(s: Subject) {
    for (number, apps) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
        let one = Account {
            apps: (1..=apps).map(app).collect(),
            ..person(number)
        };
        s.free([Change::AddAccount(Box::new(one))]).await.unwrap();
        for slot in 1..=apps {
            s.change(id(number), [app_password(10 * number + slot, slot)])
                .await
                .unwrap();
        }
    }
    for (most, expected) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
        assert_eq!(count(&s, Reach::AppsBeyond(most)).await, expected);
        assert_eq!(count(&s, Reach::AppPasswordsBeyond(most)).await, expected);
    }
    s.change(id(4), [Change::RetireMethods(true)])
        .await
        .unwrap();
    assert_eq!(
        count(&s, Reach::AppsBeyond(2)).await,
        0,
        "they are none now"
    );
}

fn trust(number: u8, created: Time) -> Trust {
    Trust {
        id: id(number),
        hash: [number; 32],
        created,
        browser: domain::browser::Browser::default(),
    }
}

async fn trusts_are_counted_from_a_moment_to_a_moment(s: Subject) {
    let user: Id = s.person(1).await.id;
    for (number, ago) in [(1, 0), (2, 7), (3, 14)] {
        let one = trust(number, NOW - Span::days(ago));
        s.change(user, [Change::AddTrust(one, 20)]).await.unwrap();
    }
    let ago = |days| NOW - Span::days(days);
    for (after, until, expected) in [
        (ago(14), ago(7), 1),
        (ago(14) - Span(1), ago(7), 2),
        (ago(14), ago(7) - Span(1), 0),
        (ago(14), NOW, 2),
        (NOW, NOW, 0),
    ] {
        let counted = count(&s, Reach::TrustedBetween(after, until)).await;
        assert_eq!(counted, expected, "{after:?} {until:?}");
    }
}

async fn counting_ends_where_nobody_wants_to_know_more(s: Subject) {
    s.person(1).await;
    let (id, hash) = match s.place {
        Place::File(_) => ("randomblob(16)", "randomblob(32)"),
        Place::Server(_) => (
            "decode(md5(n::text), 'hex')",
            "decode(md5(n::text) || md5(n::text), 'hex')",
        ),
    };
    for (more, expected) in [(10_000, 10_000), (9, MOST_COUNTED + 1)] {
        let first = s.count("trusts").await;
        let many = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {})
            INSERT INTO trusts (user_id, id, hash, created) SELECT accounts.id, {id}, {hash}, 5 FROM numbers, accounts",
            first + more
        );
        s.raw(&many).await.unwrap();
        let reach = Reach::TrustedBetween(Time(4), Time(5));
        assert_eq!(count(&s, reach).await, expected);
    }
}
