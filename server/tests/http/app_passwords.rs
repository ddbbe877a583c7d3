//! `/app-passwords`: made by the portal, shown once, never more than forty, and gone when deleted.

use std::collections::BTreeSet;

use domain::account::State;
use domain::time::Span;
use domain::{Id, Refusal};
use tokio::task::JoinSet;

use crate::client::Browser;
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_057_no_race_passes_the_limit,
    a_071_only_the_owner_deletes_and_only_once,
);

async fn create(browser: &mut Browser, name: &str) -> Page {
    browser
        .submit("/app-passwords/create", &[("name", name)])
        .await
}

/// Fifty forms at once, on two instances, by one session; how many got in, and what the others read.
async fn fifty_at_once(portal: &TestPortal, browser: &Browser, tag: &str) -> (usize, Vec<Page>) {
    let twin = portal.twin().await;
    let mut all = JoinSet::new();
    for n in 0..50 {
        let mut here = if n % 2 == 0 {
            portal.browser()
        } else {
            twin.browser()
        };
        here.cookies = browser.cookies.clone();
        let name = format!("{tag} {n}");
        all.spawn(async move { here.post("/app-passwords/create", &[("name", &name)]).await });
    }
    let pages = all.join_all().await;
    let (made, refused): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(Page::leads);
    (made.len(), refused)
}

async fn a_057_no_race_passes_the_limit(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let limit = Refusal::AppPasswordLimit { max: 40 };
    let person = portal.enrolled("sanne@example.org").await;
    let browser = portal.signed_in(&person).await;
    let (made, refused) = fifty_at_once(&portal, &browser, "Device").await;
    assert_eq!(made, 40);
    assert!(
        refused.len() == 10
            && refused
                .iter()
                .all(|page| page.status == 200 && page.refuses(limit)),
        "{:?}",
        refused.first().map(Page::text)
    );
    let account = portal.account(person.id).await;
    let slots: BTreeSet<u8> = account.app_passwords.iter().map(|a| a.slot).collect();
    assert_eq!(slots, (1..=40).collect());
    // At 39 there is room for exactly one.
    let mut one = browser.clone();
    assert_eq!(
        one.post(
            &format!("/app-passwords/{}/delete", account.app_passwords[7].id),
            &[]
        )
        .await
        .to(),
        "/app-passwords/deleted"
    );
    let (made, refused) = fifty_at_once(&portal, &browser, "Late").await;
    assert_eq!(made, 1);
    assert!(
        refused.iter().all(|page| page.refuses(limit)),
        "{:?}",
        refused.iter().find(|p| !p.refuses(limit)).map(Page::text)
    );
    assert_eq!(portal.account(person.id).await.app_passwords.len(), 40);
    assert_eq!(
        portal.count("app_password_create").await,
        41,
        "recorded in the same transaction"
    );
}

#[tokio::test]
async fn a_059_values_are_random_letters() {
    let portal = TestPortal::new().await;
    let mut seen = BTreeSet::new();
    let mut counts = [0_u32; 26];
    for _ in 0..10_000 {
        let mut bytes = [0; 64];
        portal.services.random.fill(&mut bytes);
        let value = domain::app_password::letters(bytes, 16).unwrap();
        assert!(
            value.len() == 16 && value.bytes().all(|b| b.is_ascii_lowercase()),
            "{value}"
        );
        value
            .bytes()
            .for_each(|b| counts[usize::from(b - b'a')] += 1);
        assert!(seen.insert(value));
    }
    // Chi-squared with 25 degrees of freedom; above 70 comes once in two hundred thousand runs.
    let expected = 160_000.0 / 26.0;
    let chi: f64 = counts
        .iter()
        .map(|n| (f64::from(*n) - expected).powi(2) / expected)
        .sum();
    assert!(chi < 70.0, "{chi}: {counts:?}");
}

#[tokio::test]
async fn a_new_one_is_shown_until_it_is_closed_and_never_again() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let page = create(&mut browser, "  Laptop ").await;
    assert_eq!(page.path, "/app-passwords/created");
    assert_eq!(page.header("cache-control"), "no-store");
    let value = page.app_password();
    assert!(
        value.len() == 16 && value.bytes().all(|b| b.is_ascii_lowercase()),
        "{value}"
    );
    let groups: Vec<String> = page
        .by_id("app-password")
        .split(' ')
        .map(str::to_owned)
        .collect();
    assert!(
        groups.len() == 4 && groups.iter().all(|g| g.len() == 4),
        "{groups:?}"
    );
    assert_eq!(
        browser.get("/app-passwords/created").await.app_password(),
        value,
        "a reload shows it again"
    );
    let mut elsewhere = portal.signed_in(&person).await;
    assert_eq!(
        elsewhere.get("/app-passwords/created").await.to(),
        "/app-passwords",
        "but not in another browser"
    );
    assert!(
        !elsewhere
            .open("/app-passwords")
            .await
            .body
            .contains(&value[..4])
    );
    let list = browser.press(&page, "Close", &[]).await;
    assert!(list.path == "/app-passwords" && list.says("Laptop"));
    assert_eq!(
        browser.get("/app-passwords/created").await.to(),
        "/app-passwords"
    );
    for offered in [
        value.clone(),
        value.to_uppercase(),
        groups.join("-"),
        groups.join(" "),
    ] {
        assert!(portal.check(&person.login, &offered).await, "{offered}");
    }
}

#[tokio::test]
async fn a_shown_one_disappears_after_ten_minutes_and_with_its_row() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    create(&mut browser, "Laptop").await;
    portal.clock.forward(Span::minutes(10));
    assert_eq!(
        browser.get("/app-passwords/created").await.to(),
        "/app-passwords"
    );
    let mut browser = portal.signed_in(&person).await;
    create(&mut browser, "Phone").await;
    let id = portal.account(person.id).await.app_passwords[1].id;
    browser
        .post(&format!("/app-passwords/{id}/delete"), &[])
        .await;
    assert_eq!(
        browser.get("/app-passwords/created").await.to(),
        "/app-passwords"
    );
}

#[tokio::test]
async fn names_that_cannot_be() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    create(&mut browser, "Café").await;
    for (name, refusal) in [
        ("cafe\u{301}", Refusal::NameTaken),
        ("CAFÉ ", Refusal::NameTaken),
        ("a\nb", Refusal::BadCharacters),
        ("a\u{202e}b", Refusal::BadCharacters),
        (&"x".repeat(65), Refusal::TooLong { max: 64 }),
    ] {
        let page = browser
            .post("/app-passwords/create", &[("name", name)])
            .await;
        assert!(page.refuses(refusal), "{name:?}: {}", page.text());
    }
    let page = browser
        .post("/app-passwords/create", &[("name", "a"), ("name", "b")])
        .await;
    assert!(
        !page.by_id("name-problem").is_empty(),
        "a name that comes twice is none"
    );
    for nothing in ["", " \t ", "\u{a0}"] {
        let page = browser
            .post("/app-passwords/create", &[("name", nothing)])
            .await;
        assert!(!page.by_id("name-problem").is_empty(), "{nothing:?}");
    }
    assert_eq!(portal.account(person.id).await.app_passwords.len(), 1);
    let page = create(&mut browser, "<script>alert(1)</script>\"'&").await;
    assert!(!page.body.contains("<script>alert") && page.says("<script>alert(1)</script>\"'&"));
}

#[tokio::test]
async fn the_page_says_why_none_can_be_created() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    portal.policy(&[("allow_app_passwords", "false")]).await;
    portal.clock.forward(Span::seconds(2));
    let page = browser.get("/app-passwords").await;
    assert!(
        page.refuses(Refusal::AppPasswordsOff) && page.links("/app-passwords/create").is_empty()
    );
    assert!(
        browser
            .post("/app-passwords/create", &[("name", "x")])
            .await
            .refuses(Refusal::AppPasswordsOff)
    );
    assert!(
        portal.check(&person.login, &value).await,
        "existing ones go on working"
    );
    let id = portal.account(person.id).await.app_passwords[0].id;
    assert_eq!(
        browser
            .post(&format!("/app-passwords/{id}/delete"), &[])
            .await
            .to(),
        "/app-passwords/deleted"
    );
    portal.policy(&[("allow_app_passwords", "true")]).await;
    let without = portal.add("olga@example.org", State::Disabled).await;
    let mut browser = portal.signed_in(&without).await;
    assert!(
        browser
            .get("/app-passwords")
            .await
            .refuses(Refusal::AppPasswordsNeedTwoStep)
    );
    assert!(
        browser
            .post("/app-passwords/create", &[("name", "x")])
            .await
            .refuses(Refusal::AppPasswordsNeedTwoStep)
    );
}

async fn a_071_only_the_owner_deletes_and_only_once(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (mine, theirs) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let value = portal.give_app_password(theirs.id, "Laptop").await;
    let (id, random) = (
        portal.account(theirs.id).await.app_passwords[0].id,
        portal.services.id(),
    );
    let mut browser = portal.signed_in(&mine).await;
    let same = |page: &Page, id: Id| {
        (
            page.status.as_u16(),
            page.body.replace(&id.to_string(), "ID"),
        )
    };
    let (a, b) = (
        format!("/app-passwords/{id}/delete"),
        format!("/app-passwords/{random}/delete"),
    );
    assert_eq!(
        same(&browser.get(&a).await, id),
        same(&browser.get(&b).await, random)
    );
    assert_eq!(
        same(&browser.post(&a, &[]).await, id),
        same(&browser.post(&b, &[]).await, random)
    );
    assert_eq!(browser.post(&a, &[]).await.status, 404);
    browser.post("/app-passwords/delete-all", &[]).await;
    assert!(portal.check(&theirs.login, &value).await);

    let mut owner = portal.signed_in(&theirs).await;
    portal.clock.forward(Span::minutes(10));
    assert!(
        owner.post(&a, &[]).await.to().starts_with("/step-up"),
        "without a fresh proof"
    );
    assert!(portal.check(&theirs.login, &value).await);
    let owner = portal.signed_in(&theirs).await;
    let (mut one, mut two) = (owner.clone(), owner);
    let (x, y) = tokio::join!(one.post(&a, &[]), two.post(&a, &[]));
    let mut answers = [x.status.as_u16(), y.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 404]);
    assert!(
        !portal.check(&theirs.login, &value).await,
        "refused from the next question on"
    );
    assert_eq!(portal.count("app_password_delete").await, 1);
}

#[tokio::test]
async fn after_a_password_change_they_stay_until_the_owner_decides() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let new = "ander wachtwoord met lengte";
    let page = browser
        .submit(
            "/profile/password",
            &[("current", &person.password), ("new", new), ("again", new)],
        )
        .await;
    assert_eq!(page.path, "/profile/password/changed");
    assert!(portal.check(&person.login, &value).await);
    browser.press(&page, "Delete all app passwords", &[]).await;
    assert!(!portal.check(&person.login, &value).await);
    assert!(portal.account(person.id).await.app_passwords.is_empty());
}
