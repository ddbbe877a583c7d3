//! The list of people: every filter alone and together finds whom a look at everybody finds, in order and
//! without a gap, however short the stretches are; and the groups count everybody once.

use domain::account::{Account, Phone, PhoneKind, Role, State};
use domain::roster::{Group, Holding, Selection, count};
use domain::service::ports::{Change, Listed};
use domain::{Id, search};

use crate::subject::{Subject, app, app_password, id, is_conflict, person, phone};

contract!(
    every_filter_finds_whom_a_look_at_everybody_finds,
    stretches_and_pages_leave_nobody_out,
    everybody_is_counted_once,
    sign_in_names_find_who_has_them,
    a_batch_takes_several_accounts_or_none,
);

const PEOPLE: u8 = 60;

/// People of every kind, registered in every way.
async fn fill(s: &Subject) -> Vec<Account> {
    let mut all = Vec::new();
    for n in 1..=PEOPLE {
        let place = usize::from(n);
        let of = |bit: u8| n / bit % 2 == 1;
        let telephone = |kind, verified| Phone {
            kind,
            verified,
            ..phone()
        };
        let mut phones = Vec::new();
        if of(4) {
            phones.push(telephone(PhoneKind::Authentication, !n.is_multiple_of(7)));
        }
        if of(8) {
            phones.push(telephone(PhoneKind::Office, true));
        }
        if of(16) {
            phones.push(telephone(PhoneKind::Backup, true));
        }
        let mut apps = Vec::new();
        if of(1) {
            apps.push(app(n));
        }
        if of(2) {
            apps.push(app(n + 100));
        }
        let account = Account {
            role: Role::ALL[place % 5],
            state: State::ALL[place % 3],
            active: !n.is_multiple_of(4),
            name: format!("Person {n} von Ahn"),
            title: format!("Title {n}"),
            office_phone: "+31205550123".into(),
            office_extension: n.to_string(),
            apps,
            phones,
            ..person(n)
        };
        s.free([Change::AddAccount(Box::new(account.clone()))])
            .await
            .unwrap();
        if n.is_multiple_of(3) {
            s.change(account.id, [app_password(n, 1)]).await.unwrap();
        }
        if n.is_multiple_of(11) {
            let again = [Change::RetireMethods(true)];
            s.change(account.id, again).await.unwrap();
        }
        all.push(s.read(account.id).await);
    }
    all.sort_by(|a, b| a.login.cmp(&b.login));
    all
}

fn has(account: &Account, holding: Holding) -> bool {
    let phone = |kind| account.phone(kind).is_some_and(|phone| phone.verified);
    let verified = account.phones.iter().filter(|phone| phone.verified).count();
    match holding {
        Holding::Registered => account.has_second_step(),
        Holding::NotRegistered => !account.has_second_step(),
        Holding::App => !account.apps.is_empty(),
        Holding::Phone => phone(PhoneKind::Authentication),
        Holding::Office => phone(PhoneKind::Office),
        Holding::Alternate => phone(PhoneKind::Backup),
        Holding::OnlyOne => account.has_second_step() && account.apps.len() + verified == 1,
        Holding::AppPasswords => !account.app_passwords.is_empty(),
    }
}

fn fits(account: &Account, wanted: &Selection) -> bool {
    let terms = || search::terms(&account.login, &account.name, &account.mail);
    wanted.state.is_none_or(|state| account.state == state)
        && wanted.active.is_none_or(|active| account.active == active)
        && wanted.role.is_none_or(|role| account.role == role)
        && wanted.holds.is_none_or(|holding| has(account, holding))
        && wanted
            .begins
            .as_ref()
            .is_none_or(|begins| terms().iter().any(|term| term.starts_with(begins)))
}

fn selections() -> Vec<Selection> {
    let mut all = Vec::new();
    let states = [None, Some(State::Enabled)];
    let holdings = Holding::ALL.into_iter().map(Some);
    for holds in std::iter::once(None).chain(holdings) {
        for state in states {
            for active in [None, Some(true), Some(false)] {
                for role in [None, Some(Role::User), Some(Role::Administrator)] {
                    for begins in [None, Some("person1"), Some("ahn"), Some("x%"), Some("a\0")] {
                        all.push(Selection {
                            state,
                            active,
                            role,
                            holds,
                            begins: begins.map(str::to_owned),
                        });
                    }
                }
            }
        }
    }
    all
}

fn ids(people: &[Listed]) -> Vec<Id> {
    people.iter().map(|one| one.person.id).collect()
}

async fn every_filter_finds_whom_a_look_at_everybody_finds(s: Subject) {
    let everybody = fill(&s).await;
    for wanted in selections() {
        let expected = everybody.iter().filter(|one| fits(one, &wanted));
        let expected: Vec<Id> = expected.map(|one| one.id).collect();
        let leg = s.store.roster(&wanted, "", 1_000, 1_000).await.unwrap();
        assert_eq!(ids(&leg.people), expected, "{wanted:?}");
        assert_eq!(leg.reached, None, "{wanted:?}");
    }
    let all = Selection::default();
    let leg = s.store.roster(&all, "", 1_000, 1_000).await.unwrap();
    for (listed, account) in leg.people.iter().zip(&everybody) {
        assert_eq!(listed.registered, account.has_second_step());
        assert_eq!(listed.version, account.version);
        let [phone, extension] = [&account.office_phone, &account.office_extension];
        assert_eq!(
            [&listed.office_phone, &listed.office_extension],
            [phone, extension]
        );
        assert_eq!(
            (&listed.title, listed.language),
            (&account.title, account.language)
        );
        assert_eq!(listed.person.mail, account.mail);
    }
}

async fn stretches_and_pages_leave_nobody_out(s: Subject) {
    let everybody = fill(&s).await;
    for wanted in [
        Selection::default(),
        Selection {
            holds: Some(Holding::OnlyOne),
            ..Selection::default()
        },
        Selection {
            role: Some(Role::Supervisor),
            ..Selection::default()
        },
        Selection {
            begins: Some("person".into()),
            ..Selection::default()
        },
    ] {
        for (most, stretch) in [(7, 1_000), (1_000, 7), (3, 5), (1, 1)] {
            let (mut after, mut seen) = (String::new(), Vec::new());
            loop {
                let leg = s.store.roster(&wanted, &after, most, stretch);
                let leg = leg.await.unwrap();
                assert!(leg.people.len() <= most as usize);
                seen.extend(ids(&leg.people));
                match leg.reached {
                    Some(reached) => {
                        assert!(reached > after);
                        after = reached;
                    }
                    None => break,
                }
            }
            let expected = everybody.iter().filter(|one| fits(one, &wanted));
            let expected: Vec<Id> = expected.map(|one| one.id).collect();
            assert_eq!(seen, expected, "{wanted:?} {most} {stretch}");
        }
    }
    let nobody = s.store.roster(&Selection::default(), "zz\0", 9, 9).await;
    assert_eq!(nobody.unwrap().people, []);
}

async fn everybody_is_counted_once(s: Subject) {
    assert_eq!(s.store.groups().await.unwrap(), []);
    let everybody = fill(&s).await;
    let groups: Vec<Group> = s.store.groups().await.unwrap();
    for wanted in selections() {
        if wanted.role.is_some() || wanted.begins.is_some() {
            continue;
        }
        let expected = everybody.iter().filter(|one| fits(one, &wanted)).count();
        assert_eq!(count(&groups, &wanted), expected as u64, "{wanted:?}");
    }
    assert!(groups.iter().all(|group| group.apps <= 2));
}

async fn sign_in_names_find_who_has_them(s: Subject) {
    fill(&s).await;
    let names = [
        "person7@example.org",
        "nobody@example.org",
        "PERSON8@example.org",
    ];
    let names = names.map(str::to_owned);
    let found = s.store.listed(&names).await.unwrap();
    assert_eq!(ids(&found), [id(7)]);
    assert_eq!(s.store.listed(&[]).await.unwrap(), []);
}

async fn a_batch_takes_several_accounts_or_none(s: Subject) {
    let (a, b) = (s.person(1).await, s.person(2).await);
    let step = |account: &Account, state| {
        [
            Change::Turn(account.id, account.version),
            Change::SetState(state),
        ]
    };
    let new = Change::AddAccount(Box::new(person(3)));
    let mut changes = vec![new.clone()];
    changes.extend(step(&a, State::Enabled));
    changes.extend(step(&b, State::Enforced));
    s.free(changes).await.unwrap();
    assert_eq!(s.read(a.id).await.state, State::Enabled);
    assert_eq!(s.read(b.id).await.state, State::Enforced);
    assert_eq!(s.read(b.id).await.version, b.version + 1);
    assert_eq!(s.read(id(3)).await.state, State::Disabled);
    // The second was changed since it was read: nothing of it stays, the new person neither.
    let now = s.read(a.id).await;
    let mut changes = vec![Change::AddAccount(Box::new(person(4)))];
    changes.extend(step(&now, State::Disabled));
    changes.extend(step(&b, State::Disabled));
    assert!(is_conflict(&s.free(changes).await));
    assert_eq!(s.read(a.id).await, now);
    assert!(s.store.account(id(4)).await.unwrap().is_none());
}
