//! Proving oneself again: a session alone changes no credentials, and guessing here is guessing.

use domain::Refusal;
use domain::account::State;
use domain::time::Span;

use super::step_up_form;
use crate::portal::TestPortal;

#[tokio::test]
async fn a_102_a_proof_is_good_for_ten_minutes_and_one_session() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let (mut one, mut two) = (
        portal.signed_in(&person).await,
        portal.signed_in(&person).await,
    );
    portal.clock.forward(Span::seconds(10 * 60 - 1));
    assert_eq!(two.get("/app-passwords").await.status, 200);
    portal.clock.forward(Span::seconds(1));
    assert_eq!(
        two.get("/app-passwords").await.to(),
        "/step-up?next=/app-passwords"
    );
    assert_eq!(
        two.post("/app-passwords/create", &[("name", "x")])
            .await
            .to(),
        "/step-up?next=/app-passwords/create"
    );
    let code = portal.next_code(&person);
    assert_eq!(
        one.post("/step-up", &step_up_form(&person, &code))
            .await
            .to(),
        "/security"
    );
    assert_eq!(one.get("/app-passwords").await.status, 200);
    assert!(
        two.get("/app-passwords").await.to().starts_with("/step-up"),
        "the other session has proven nothing"
    );
    assert!(
        two.post("/step-up", &step_up_form(&person, &code))
            .await
            .refuses(Refusal::CodeUsed)
    );
    assert_eq!(portal.account(person.id).await.app_passwords.len(), 0);
}

#[tokio::test]
async fn a_102_step_up_is_throttled_like_a_sign_in() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.cookies.remove("__Host-d");
    let code = portal.next_code(&person);
    for _ in 0..5 {
        let page = browser
            .post("/step-up", &[("password", "wrong"), ("code", &code)])
            .await;
        assert!(page.refuses(Refusal::WrongPassword), "{}", page.text());
    }
    let page = browser
        .post("/step-up", &step_up_form(&person, &code))
        .await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 2 }),
        "{}",
        page.text()
    );
    portal.clock.forward(Span::seconds(2));
    let right = portal.code(&person);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        assert!(
            browser
                .post("/step-up", &step_up_form(&person, wrong))
                .await
                .refuses(Refusal::WrongCode)
        );
    }
    let page = browser
        .post("/step-up", &step_up_form(&person, &right))
        .await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "{}",
        page.text()
    );
    let mut other = portal.halfway(&person).await;
    let page = other.post("/sign-in/verify", &[("code", &right)]).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "one counter for every way: {}",
        page.text()
    );
}

#[tokio::test]
async fn a_091_the_present_password_is_asked_for_and_its_guessing_slowed() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.cookies.remove("__Host-d");
    let new = "ander wachtwoord met lengte";
    for n in 0..20 {
        let page = browser
            .post(
                "/profile/password",
                &[("current", "wrong"), ("new", new), ("again", new)],
            )
            .await;
        let expected = if n < 5 {
            Refusal::WrongPassword
        } else {
            Refusal::SlowDown { seconds: 2 }
        };
        assert!(page.refuses(expected), "{n}: {}", page.text());
    }
    let right = [
        ("current", person.password.as_str()),
        ("new", new),
        ("again", new),
    ];
    assert!(
        browser
            .post("/profile/password", &right)
            .await
            .refuses(Refusal::SlowDown { seconds: 2 })
    );
    let page = portal
        .browser()
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "it is the counter of the sign-in"
    );
    assert_eq!(portal.count("authn_password_change_fail").await, 21);
    portal.clock.forward(Span::seconds(2));
    assert_eq!(
        browser.post("/profile/password", &right).await.to(),
        "/profile/password/changed"
    );
    portal.clock.forward(Span::minutes(10));
    let page = browser
        .post(
            "/profile/password",
            &[
                ("current", new),
                ("new", "nog een ander wachtwoord"),
                ("again", "nog een ander wachtwoord"),
            ],
        )
        .await;
    assert!(
        page.to().starts_with("/step-up"),
        "and never without a fresh proof"
    );
}

#[tokio::test]
async fn a_014_new_passwords_follow_the_policy() {
    let portal = TestPortal::new().await;
    let (two_steps, alone) = (
        portal.enrolled("sanne@example.org").await,
        portal.add("olga@example.org", State::Disabled).await,
    );
    let phrase = "vlieg-kapstok-zomer-pindakaas-";
    let of = |length: usize| phrase.chars().cycle().take(length).collect::<String>();
    let long = "kast kaars melk roeispaan tegel wolk hamer zeef lamp orgel dijk hoed ".repeat(2);
    for (person, min) in [(&two_steps, 12_usize), (&alone, 15)] {
        let mut browser = portal.signed_in(person).await;
        let mut change = async |new: &str, again: &str| {
            browser
                .post(
                    "/profile/password",
                    &[
                        ("current", &person.password),
                        ("new", new),
                        ("again", again),
                    ],
                )
                .await
        };
        for length in [1, 7, 8, min - 1] {
            let page = change(&of(length), &of(length)).await;
            assert!(
                page.refuses(Refusal::PasswordShort {
                    min: u32::try_from(min).unwrap()
                }),
                "{length}: {}",
                page.text()
            );
        }
        let too_long = &long[..129];
        assert!(
            change(too_long, too_long)
                .await
                .refuses(Refusal::TooLong { max: 128 })
        );
        for weak in [
            "passwordpassword1",
            "exampleschool2026!",
            "proofup-proofup-1",
            "aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(
                change(weak, weak).await.refuses(Refusal::PasswordWeak),
                "{weak}"
            );
        }
        assert!(
            change(&of(min), &of(min + 1))
                .await
                .refuses(Refusal::PasswordsDiffer)
        );
        assert!(
            change(&person.password, &person.password)
                .await
                .refuses(Refusal::PasswordSame)
        );
        let page = change(&long[..128], &long[..128]).await;
        assert!(page.leads(), "{}", page.text());
    }
}
