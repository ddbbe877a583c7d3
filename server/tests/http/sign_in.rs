//! `/sign-in`: one answer for everybody who may not come in, and a brake that nobody gets around.

mod spraying;
mod throttles;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::Refusal;
use domain::account::State;
use domain::time::Span;

use crate::cast::{PASSWORD, Person};
use crate::client::Browser;
use crate::doubles::Counting;
use crate::page::Page;
use crate::portal::{Plan, TestPortal};

async fn attempt(browser: &mut Browser, user: &str, password: &str) -> Page {
    browser
        .post("/sign-in", &[("user", user), ("password", password)])
        .await
}

async fn switched_off(portal: &TestPortal, login: &str) -> Person {
    let person = portal.add(login, State::Disabled).await;
    let account = portal.account(person.id).await;
    portal
        .services
        .set_active(&account, false, &portal.trace())
        .await
        .unwrap();
    person
}

/// Everything that an attacker could tell two answers apart by, but for what they typed themselves.
fn shape(page: &Page, user: &str) -> (u16, Vec<String>, String) {
    let mut names: Vec<String> = page.headers.keys().map(ToString::to_string).collect();
    names.sort();
    (page.status.as_u16(), names, page.body.replace(user, "USER"))
}

#[tokio::test]
async fn a_001_a_wrong_password_and_an_unknown_user_look_the_same() {
    let portal = TestPortal::new().await;
    let known = portal.enrolled("sanne@example.org").await;
    let off = switched_off(&portal, "offff@example.org").await;
    let first = attempt(&mut portal.browser(), &known.login, "wrong").await;
    assert!(first.refuses(Refusal::WrongCredentials));
    let expected = shape(&first, &known.login);
    let odd = [
        ("nobdy@example.org", "wrong"),
        (off.login.as_str(), "wrong"),
        (&off.login, PASSWORD),
        ("nobdy@example.org", PASSWORD),
    ];
    for (user, password) in odd {
        let page = attempt(&mut portal.browser(), user, password).await;
        assert_eq!(shape(&page, user), expected, "{user}");
        assert!(page.headers.get("set-cookie").is_none());
    }
    // The wait is no tell either: it begins for everybody, and says nothing.
    for user in [known.login.as_str(), "nobdy@example.org", &off.login] {
        for _ in 0..8 {
            let page = attempt(&mut portal.browser().from("192.0.2.99"), user, "wrong").await;
            assert_eq!(shape(&page, user), expected, "{user}");
        }
    }
}

#[tokio::test]
async fn a_002_a_known_and_an_unknown_user_cost_the_same_work() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let portal = Plan::default()
        .hasher(move |inner| Counting::around(inner, count))
        .open()
        .await;
    let known = portal.enrolled("sanne@example.org").await;
    let off = switched_off(&portal, "off@example.org").await;
    for user in [
        known.login.as_str(),
        "nobody@example.org",
        &off.login,
        "not a name at all",
        "",
    ] {
        asked.store(0, Ordering::SeqCst);
        attempt(&mut portal.browser(), user, "wrong").await;
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{user}");
    }
    // Who must wait costs nothing, whoever it is.
    for user in [known.login.as_str(), "nobody@example.org"] {
        for _ in 0..5 {
            attempt(&mut portal.browser(), user, "wrong").await;
        }
        asked.store(0, Ordering::SeqCst);
        attempt(&mut portal.browser(), user, PASSWORD).await;
        assert_eq!(asked.load(Ordering::SeqCst), 0, "{user}");
    }
}

#[tokio::test]
async fn a_014_every_character_of_a_password_counts() {
    let portal = TestPortal::new().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    let words = "vlinder-kachel-onweer-zestig-trompet-gieter-";
    for length in [15, 64, 128] {
        let right: String = words.chars().cycle().take(length).collect();
        let account = portal.account(person.id).await;
        portal
            .services
            .reset_password(&account, &right, &portal.trace())
            .await
            .unwrap();
        for place in [0, 7, 14, 63, 72, 127].into_iter().filter(|p| *p < length) {
            let wrong: String = right
                .chars()
                .enumerate()
                .map(|(i, c)| if i == place { '?' } else { c })
                .collect();
            let page = attempt(
                &mut portal.browser().from("192.0.2.77"),
                &person.login,
                &wrong,
            )
            .await;
            assert!(
                page.refuses(Refusal::WrongCredentials),
                "place {place} of {length}"
            );
            portal.clock.forward(Span::minutes(20));
        }
        for wrong in [
            &right[..length - 1],
            &format!("{right}x"),
            &right.to_uppercase(),
            &format!(" {right}"),
            &format!("{right}\0"),
        ] {
            let page = attempt(
                &mut portal.browser().from("192.0.2.78"),
                &person.login,
                wrong,
            )
            .await;
            assert!(page.refuses(Refusal::WrongCredentials), "{wrong:?}");
            portal.clock.forward(Span::minutes(20));
        }
        assert_eq!(
            attempt(&mut portal.browser(), &person.login, &right)
                .await
                .to(),
            "/profile",
            "{length}"
        );
    }
}

#[tokio::test]
async fn a_014_what_is_too_long_is_refused_without_hashing() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let portal = Plan::default()
        .hasher(move |inner| Counting::around(inner, count))
        .open()
        .await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    asked.store(0, Ordering::SeqCst);
    for password in [
        "x".repeat(129),
        "x".repeat(1_000),
        "é".repeat(600),
        "ﷺ".repeat(128),
        String::new(),
        "\0".into(),
    ] {
        let page = attempt(&mut portal.browser(), &person.login, &password).await;
        assert!(
            page.refuses(Refusal::WrongCredentials),
            "{}",
            password.len()
        );
        portal.clock.forward(Span::minutes(20));
    }
    let page = attempt(&mut portal.browser(), &person.login, &"x".repeat(1_000_000)).await;
    assert_eq!(page.status, 413);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_016_long_and_empty_names_are_refused_like_any_other() {
    let portal = TestPortal::new().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    for length in [52, 72, 255, 10_000] {
        // A hash that stops reading early would take the tail for the same.
        let name = format!("{}{}", "a".repeat(length), person.login);
        for user in [
            &name,
            &"a".repeat(length),
            &format!("{}{}", person.login, "\0".repeat(length)),
        ] {
            let page = attempt(&mut portal.browser(), user, PASSWORD).await;
            assert!(page.refuses(Refusal::WrongCredentials), "{length}");
            assert!(page.headers.get("set-cookie").is_none());
        }
    }
    let page = attempt(&mut portal.browser(), "", PASSWORD).await;
    assert!(!page.by_id("user-problem").is_empty() && page.headers.get("set-cookie").is_none());
}
