//! People come from a directory, all or none, with every problem named; what the directory does not say
//! cannot be smuggled in.

use domain::Refusal;
use domain::account::{Role, State};
use domain::service::{DirectoryRecord, FieldRefused, NewPerson};

use crate::cast::{PASSWORD, record};
use crate::portal::TestPortal;

fn person(record: DirectoryRecord) -> NewPerson<'static> {
    NewPerson {
        record,
        password: Some(PASSWORD),
        role: Role::User,
        state: State::Disabled,
    }
}

#[tokio::test]
async fn all_or_none_and_every_problem_is_named() {
    let portal = TestPortal::new().await;
    portal.add("here@example.org", State::Disabled).await;
    let bad = [
        person(record("one@example.org")),
        person(record("HERE@example.org")),
        person(record("ONE@example.org")),
        person(DirectoryRecord {
            name: " ".into(),
            ..record("two@example.org")
        }),
        person(DirectoryRecord {
            mail: "two".into(),
            ..record("three@example.org")
        }),
        person(DirectoryRecord {
            office_phone: "12".into(),
            ..record("four@example.org")
        }),
        NewPerson {
            password: Some("short"),
            ..person(record("five@example.org"))
        },
        NewPerson {
            state: State::Enforced,
            ..person(record("six@example.org"))
        },
        person(record("")),
    ];
    let refused = portal
        .services
        .add_people(&bad, &portal.trace())
        .await
        .unwrap()
        .unwrap_err();
    let expected = [
        (1, "user", Refusal::NameTaken),
        (2, "user", Refusal::NameTaken),
        (3, "name", Refusal::Required),
        (4, "mail", Refusal::BadCharacters),
        (5, "office_phone", Refusal::PhoneNumber),
        (6, "password", Refusal::PasswordShort { min: 15 }),
        (7, "state", Refusal::NotAChoice),
        (8, "user", Refusal::BadCharacters),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(place, field, refusal)| (place, FieldRefused { field, refusal }))
        .collect();
    assert_eq!(refused, expected);
    let people = portal.store.people("", 100).await.unwrap();
    assert_eq!(
        people.iter().map(|p| p.login.as_str()).collect::<Vec<_>>(),
        ["here@example.org"]
    );
    assert_eq!(portal.count("user_add").await, 1);
}

#[tokio::test]
async fn without_a_password_nobody_signs_in() {
    let portal = TestPortal::new().await;
    let new = NewPerson {
        password: None,
        ..person(record("later@example.org"))
    };
    portal
        .services
        .add_people(&[new], &portal.trace())
        .await
        .unwrap()
        .unwrap();
    for password in ["", "x", PASSWORD] {
        let page = portal
            .browser()
            .post(
                "/sign-in",
                &[("user", "later@example.org"), ("password", password)],
            )
            .await;
        assert!(page.refuses(Refusal::WrongCredentials), "{password:?}");
        assert!(!portal.check("later@example.org", password).await);
    }
}

#[tokio::test]
async fn a_thousand_people_are_one_batch() {
    let portal = TestPortal::new().await;
    let many: Vec<NewPerson<'_>> = (0..1_000)
        .map(|n| NewPerson {
            password: None,
            ..person(record(&format!("p{n:04}@example.org")))
        })
        .collect();
    assert_eq!(
        portal
            .services
            .add_people(&many, &portal.trace())
            .await
            .unwrap()
            .unwrap()
            .len(),
        1_000
    );
    assert_eq!(
        portal.store.people("p0500@example.org", 3).await.unwrap()[0].login,
        "p0501@example.org"
    );
    assert_eq!(portal.count("user_add").await, 1_000);
}

#[tokio::test]
async fn requiring_two_steps_asks_at_the_next_sign_in_and_releasing_keeps_what_is_there() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    portal.signed_in(&person).await;
    let account = portal.account(person.id).await;
    let (services, trace) = (&portal.services, portal.trace());
    assert_eq!(
        services
            .require_two_step(&account, true, &trace)
            .await
            .unwrap(),
        State::Enabled
    );
    assert_eq!(
        portal.halfway(&person).await.get("/enrol").await.status,
        200
    );
    portal.give_app(person.id, "Phone").await;
    let account = portal.account(person.id).await;
    assert_eq!(
        services
            .require_two_step(&account, true, &trace)
            .await
            .unwrap(),
        State::Enforced
    );
    let account = portal.account(person.id).await;
    assert_eq!(
        services
            .require_two_step(&account, false, &trace)
            .await
            .unwrap(),
        State::Disabled
    );
    assert_eq!(
        portal
            .halfway(&person)
            .await
            .get("/sign-in/verify")
            .await
            .status,
        200,
        "the app still stands"
    );
}

#[tokio::test]
async fn a_reset_password_ends_everything_that_the_old_one_opened() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let account = portal.account(person.id).await;
    let new = "trompet kasteel azijn negentien";
    portal
        .services
        .reset_password(&account, new, &portal.trace())
        .await
        .unwrap();
    assert!(browser.get("/profile").await.to().starts_with("/sign-in"));
    assert!(!portal.check(&person.login, &value).await);
    let page = portal
        .browser()
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", PASSWORD)],
        )
        .await;
    assert!(page.refuses(Refusal::WrongCredentials));
    let page = portal
        .browser()
        .post("/sign-in", &[("user", &person.login), ("password", new)])
        .await;
    assert_eq!(page.to(), "/sign-in/verify", "the second step stays");
}
