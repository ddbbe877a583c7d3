//! Bad days of the machine: a full disk, a database that somebody holds.

use std::sync::atomic::Ordering;

use crate::doubles::{Failing, Switch};
use crate::portal::{Plan, TestPortal};

#[tokio::test]
async fn a_144_what_cannot_be_stored_is_not_shown() {
    let switch = Switch::default();
    let inside = switch.clone();
    let portal = Plan::default()
        .store(move |inner| Failing::around(inner, inside))
        .open()
        .await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let before = portal.account(person.id).await;
    let app = before.apps[0].id;
    switch.writes.store(true, Ordering::SeqCst);
    let new = "ander wachtwoord met lengte";
    let changes: [(&str, Vec<(&str, &str)>); 6] = [
        ("/app-passwords/create", vec![("name", "Phone")]),
        ("/app-passwords/delete-all", vec![]),
        ("/security/app/start", vec![]),
        (
            &format!("/security/apps/{app}/rename"),
            vec![("name", "Other")],
        ),
        (
            "/profile/password",
            vec![("current", &person.password), ("new", new), ("again", new)],
        ),
        ("/sign-out-everywhere", vec![]),
    ];
    for (path, fields) in &changes {
        let page = browser.post(path, fields).await;
        assert_eq!(
            (page.status.as_u16(), page.header("retry-after")),
            (503, "10"),
            "{path}"
        );
        assert!(
            !page.says("switched off by the test"),
            "the reason stands in the log only"
        );
        assert!(page.headers.get("set-cookie").is_none());
    }
    assert_eq!(
        browser.get("/app-passwords/created").await.to(),
        "/app-passwords",
        "nothing to show"
    );
    assert!(portal.check(&person.login, &value).await, "reading goes on");
    assert!(portal.services.mail_flush().await.is_err());
    switch.writes.store(false, Ordering::SeqCst);
    assert_eq!(portal.account(person.id).await, before);
    portal.services.mail_flush().await.unwrap();
    assert!(
        portal.account(person.id).await.app_passwords[0]
            .last_used
            .is_some(),
        "the last use was kept for later"
    );
    let page = browser
        .submit("/app-passwords/create", &[("name", "Phone")])
        .await;
    assert!(
        portal.check(&person.login, &page.app_password()).await,
        "and it recovers without a restart"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_146_a_database_that_somebody_holds_is_try_again_later() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let held = portal.file();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut halfway = portal.browser();
    let (sign_in, create) = (
        [
            ("user", person.login.as_str()),
            ("password", &person.password),
        ],
        [("name", "Laptop")],
    );
    let mut other = browser.clone();
    let (a, b, c) = tokio::join!(
        halfway.post("/sign-in", &sign_in),
        browser.post("/app-passwords/create", &create),
        other.get("/app-passwords")
    );
    for page in [&a, &b] {
        assert_eq!(
            (page.status.as_u16(), page.header("retry-after")),
            (503, "10")
        );
        assert!(!page.says("locked") && !page.says("database is"));
    }
    assert_eq!(c.status, 200, "reading goes on");
    held.execute_batch("ROLLBACK").unwrap();
    let page = browser.submit("/app-passwords/create", &create).await;
    assert!(portal.check(&person.login, &page.app_password()).await);
    assert_eq!(
        portal.account(person.id).await.app_passwords.len(),
        1,
        "the refused one was not made after all"
    );
}
