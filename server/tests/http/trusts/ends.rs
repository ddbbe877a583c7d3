//! What ends trust: time, the policy, and everything that says an account may be in other hands.

use domain::account::State;
use domain::service::ports::{Batch, Change};
use domain::time::Span;

use super::{TRUST, is_trusted, password_leads, tick, trusting};
use crate::cast::Person;
use crate::portal::TestPortal;

#[tokio::test]
async fn trust_ends_when_its_days_are_over() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = trusting(&portal, &person).await;
    portal.clock.forward(Span(Span::days(14).0 - 1));
    assert!(is_trusted(&browser, &person).await);
    portal.clock.forward(Span(1));
    assert!(!is_trusted(&browser, &person).await);

    // The browser is trusted anew and stands in the list once.
    let to = password_leads(&mut browser, &person).await;
    assert_eq!(to, "/sign-in/verify");
    tick(&portal, &mut browser, &person).await;
    assert!(is_trusted(&browser, &person).await);
    assert_eq!(portal.store.trusts(person.id).await.unwrap().len(), 1);

    portal.clock.forward(Span::days(-30));
    assert!(!is_trusted(&browser, &person).await, "the clock went back");
}

#[tokio::test]
async fn a_stricter_policy_counts_at_once_for_everybody() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let browser = trusting(&portal, &person).await;
    portal.clock.forward(Span::days(8));
    portal.policy(&[("remember_days", "7")]).await;
    assert!(
        !is_trusted(&browser, &person).await,
        "older than allowed now"
    );
    portal.policy(&[("remember_days", "9")]).await;
    assert!(is_trusted(&browser, &person).await);
    portal.policy(&[("remember_days", "0")]).await;
    assert!(!is_trusted(&browser, &person).await);
    let mut signed_in = portal.signed_in(&person).await;
    let page = signed_in.get("/security").await;
    assert!(page.says("You have no trusted browsers."));
    // The worker comes by, and a gentler policy brings nothing back.
    portal.services.tidy().await.unwrap();
    portal.policy(&[("remember_days", "365")]).await;
    assert!(!is_trusted(&browser, &person).await);
    assert_eq!(portal.store.trusts(person.id).await.unwrap(), []);
}

#[tokio::test]
async fn the_worker_removes_what_has_run_out_and_nothing_else() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    trusting(&portal, &person).await;
    portal.clock.forward(Span::days(10));
    let browser = trusting(&portal, &person).await;
    portal.clock.forward(Span::days(5));
    portal.services.tidy().await.unwrap();
    assert_eq!(portal.store.trusts(person.id).await.unwrap().len(), 1);
    assert!(is_trusted(&browser, &person).await);
}

#[tokio::test]
async fn trust_ends_with_what_it_was_built_on() {
    for ending in [
        "password",
        "everywhere",
        "restore",
        "set-password",
        "disable",
    ] {
        let portal = TestPortal::new().await;
        let mut person = portal.enrolled("sanne@example.org").await;
        let other = portal.enrolled("bram@example.org").await;
        let others = trusting(&portal, &other).await;
        let elsewhere = trusting(&portal, &person).await;
        let mut browser = trusting(&portal, &person).await;
        let account = portal.account(person.id).await;
        let (services, trace) = (&portal.services, portal.trace());
        let new = "ander wachtwoord met lengte";
        match ending {
            "password" => {
                let typed = [("current", &*person.password), ("new", new), ("again", new)];
                let page = browser.post("/profile/password", &typed).await;
                assert_eq!(page.to(), "/profile/password/changed");
                person.password = new.into();
            }
            "everywhere" => {
                let page = browser.post("/sign-out-everywhere", &[]).await;
                let cleared = page.header("clear-site-data");
                assert_eq!(cleared, r#""cache", "cookies", "storage""#);
            }
            "restore" => {
                browser.post("/security/browsers/restore", &[]).await;
            }
            "set-password" => {
                services
                    .reset_password(&account, new, &trace)
                    .await
                    .unwrap();
                person.password = new.into();
            }
            _ => {
                for active in [false, true] {
                    let account = portal.account(person.id).await;
                    services.set_active(&account, active, &trace).await.unwrap();
                }
            }
        }
        let stored = portal.store.trusts(person.id).await.unwrap();
        assert_eq!(stored, [], "{ending}");
        for browser in [&browser, &elsewhere] {
            assert!(!is_trusted(browser, &person).await, "{ending}");
        }
        assert!(is_trusted(&others, &other).await, "{ending}");
    }
}

/// Deletes the person's only app through the page.
async fn delete_last(portal: &TestPortal, person: &Person) {
    let app = portal.account(person.id).await.apps[0].id;
    let mut browser = portal.signed_in(person).await;
    let page = browser
        .post(&format!("/security/apps/{app}/delete"), &[])
        .await;
    assert_eq!(page.to(), "/security");
}

#[tokio::test]
async fn trust_does_not_outlive_the_last_method() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("olga@example.org", State::Disabled).await;
    person.key = portal.give_app(person.id, "Phone").await;
    let browser = trusting(&portal, &person).await;
    delete_last(&portal, &person).await;
    assert_eq!(portal.store.trusts(person.id).await.unwrap(), []);
    person.key = portal.give_app(person.id, "Another").await;
    assert!(!is_trusted(&browser, &person).await);
}

#[tokio::test]
async fn one_method_of_two_can_go_and_the_browser_stays_trusted() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let browser = trusting(&portal, &person).await;
    portal.give_app(person.id, "Spare").await;
    let spare = portal.account(person.id).await.apps[1].id;
    let mut signed_in = portal.signed_in(&person).await;
    let path = format!("/security/apps/{spare}/delete");
    assert_eq!(signed_in.post(&path, &[]).await.to(), "/security");
    assert!(is_trusted(&browser, &person).await);
}

#[tokio::test]
async fn trust_opens_neither_the_gate_nor_a_locked_method() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = trusting(&portal, &person).await;
    let account = portal.account(person.id).await;
    let lock = Batch {
        account: Some((account.id, account.version)),
        changes: vec![Change::LockApp(account.apps[0].id, true)],
        ..Batch::default()
    };
    portal.store.commit(lock).await.unwrap();
    assert!(
        !is_trusted(&browser, &person).await,
        "locked out is locked out"
    );
    let account = portal.account(person.id).await;
    portal
        .services
        .unlock(&account, &portal.trace())
        .await
        .unwrap();
    assert!(is_trusted(&browser, &person).await);

    let token = browser.cookies[TRUST].clone();
    let account = portal.account(person.id).await;
    portal
        .services
        .reset_methods(&account, &portal.trace())
        .await
        .unwrap();
    browser.cookies.insert(TRUST.into(), token);
    assert_eq!(password_leads(&mut browser, &person).await, "/enrol");
    assert!(!browser.cookies.contains_key("__Host-s"));
    assert_eq!(portal.store.trusts(person.id).await.unwrap(), []);
}
