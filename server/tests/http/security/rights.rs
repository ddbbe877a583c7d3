//! Whose settings they are: the person's own, with a fresh proof, and only the fields that were asked for.

use domain::account::State;
use domain::time::Span;
use domain::{Id, Refusal};

use super::{face, set_up, step_up};
use crate::page::Page;
use crate::portal::TestPortal;

#[tokio::test]
async fn a_029_an_old_session_changes_nothing_without_the_existing_factor() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    portal.clock.forward(Span::minutes(10));
    let before = portal.account(person.id).await;
    let (app, app_password) = (before.apps[0].id, before.app_passwords[0].id);
    let changes = [
        "/security".to_owned(),
        "/security/app/start".into(),
        "/security/app".into(),
        "/security/app/verify".into(),
        format!("/security/apps/{app}/rename"),
        format!("/security/apps/{app}/delete"),
        "/app-passwords/create".into(),
        "/app-passwords/delete-all".into(),
        format!("/app-passwords/{app_password}/delete"),
        "/profile/password".into(),
    ];
    let everything = [
        ("default", ""),
        ("confirmed", "yes"),
        ("name", "x"),
        ("code", "123456"),
        ("current", person.password.as_str()),
    ];
    for path in &changes {
        let page = browser.post(path, &everything).await;
        assert!(
            page.to().starts_with("/step-up?next=/"),
            "{path}: {}",
            page.to()
        );
    }
    // The password alone is no proof, nor is a code of nobody's app.
    for code in ["", "000000", "abcdef"] {
        let page = browser
            .post(
                "/step-up",
                &[
                    ("password", &person.password),
                    ("code", code),
                    ("next", "/security"),
                ],
            )
            .await;
        assert_eq!(page.status, 200, "{code:?}");
        assert!(browser.get("/security").await.to().starts_with("/step-up"));
    }
    let after = portal.account(person.id).await;
    assert_eq!(
        (
            after.apps.clone(),
            after.app_passwords.clone(),
            after.password.clone()
        ),
        (before.apps, before.app_passwords, before.password)
    );
    assert!(portal.check(&person.login, &value).await);
    step_up(&portal, &mut browser, &person).await;
    assert_eq!(browser.get("/security").await.status, 200);
}

#[tokio::test]
async fn a_029_a_session_from_before_the_first_app_ends_with_it() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let (mut hers, mut other) = (
        portal.signed_in(&person).await,
        portal.signed_in(&person).await,
    );
    assert_eq!(other.get("/security").await.status, 200);
    set_up(&portal, &mut hers, "Phone").await;
    assert!(other.get("/security").await.to().starts_with("/sign-in"));
    assert!(
        other
            .post("/security/app/start", &[])
            .await
            .to()
            .starts_with("/sign-in")
    );
    assert_eq!(hers.get("/security").await.status, 200);
    assert_eq!(
        portal
            .halfway(&person)
            .await
            .get("/sign-in/verify")
            .await
            .status,
        200,
        "from now on with a second step"
    );
}

#[tokio::test]
async fn a_044_the_office_phone_is_the_directorys() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let before = face(&portal.account(person.id).await);
    let app = portal.account(person.id).await.apps[0].id;
    let phone = [
        ("office_phone", "+31612345678"),
        ("officePhone", "+31612345678"),
        ("office_extension", "9"),
        ("phone", "+31612345678"),
        ("name", "App"),
    ];
    let keep = format!("app:{app}");
    for path in [
        "/security",
        "/security/app/start",
        "/profile/password",
        "/language",
        &format!("/security/apps/{app}/rename"),
        "/app-passwords/create",
    ] {
        let mut fields = phone.to_vec();
        fields.push(("keep", &keep));
        browser.post(path, &fields).await;
    }
    for path in ["/profile", "/api/v1/profile", "/api/v1/people"] {
        let page = browser.post(path, &phone).await;
        assert!(page.status.is_client_error(), "{path}: {}", page.status);
    }
    assert_eq!(face(&portal.account(person.id).await), before);
    assert!(
        browser.get("/profile").await.says("+31 20 555 0123 x42"),
        "{}",
        browser.get("/profile").await.text()
    );
}

/// Two answers are the same but for the address that was asked for.
fn assert_same(a: &Page, b: &Page, id_a: Id, id_b: Id) {
    assert_eq!(a.status, b.status);
    assert_eq!(
        a.body.replace(&id_a.to_string(), "ID"),
        b.body.replace(&id_b.to_string(), "ID")
    );
}

#[tokio::test]
async fn a_106_anothers_app_is_as_unknown_as_none() {
    let portal = TestPortal::new().await;
    let (mine, theirs) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let before = portal.account(theirs.id).await;
    let (id, random) = (before.apps[0].id, portal.services.id());
    let mut browser = portal.signed_in(&mine).await;
    for verb in ["rename", "delete"] {
        let (a, b) = (
            format!("/security/apps/{id}/{verb}"),
            format!("/security/apps/{random}/{verb}"),
        );
        assert_same(&browser.get(&a).await, &browser.get(&b).await, id, random);
        let (got, none) = (
            browser.post(&a, &[("name", "Mine now")]).await,
            browser.post(&b, &[("name", "Mine now")]).await,
        );
        assert_eq!(got.status, 404, "{verb}");
        assert_same(&got, &none, id, random);
    }
    // Keeping somebody else's keeps nothing, and making it the default is no choice.
    let page = browser
        .post(
            "/security",
            &[
                ("keep", &format!("app:{id}")),
                ("default", &format!("app:{id}")),
                ("confirmed", "yes"),
            ],
        )
        .await;
    assert!(page.refuses(Refusal::NotAChoice), "{}", page.text());
    assert_eq!(portal.account(theirs.id).await, before);
    assert_eq!(portal.account(mine.id).await.apps.len(), 1);
}

#[tokio::test]
async fn a_107_fields_that_nobody_asked_for_do_nothing() {
    let portal = TestPortal::new().await;
    let (person, other) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let mut browser = portal.signed_in(&person).await;
    let (before, others) = (
        face(&portal.account(person.id).await),
        portal.account(other.id).await,
    );
    let app = portal.account(person.id).await.apps[0].id;
    let (keep, id) = (format!("app:{app}"), other.id.to_string());
    let extra = [
        ("role", "administrator"),
        ("user_id", id.as_str()),
        ("id", &id),
        ("verified", "true"),
        ("is_default", "true"),
        ("state", "disabled"),
        ("office_phone", "+31612345678"),
        ("failed_count", "0"),
        ("active", "1"),
        ("proof", "9999999999999"),
        ("login", "thomas@example.org"),
    ];
    let forms: [(&str, Vec<(&str, &str)>); 4] = [
        ("/security", vec![("keep", &keep), ("default", "app_code")]),
        ("/app-passwords/create", vec![("name", "Laptop")]),
        ("/language", vec![("lang", "en"), ("next", "/profile")]),
        ("/step-up", vec![("password", "wrong"), ("code", "000000")]),
    ];
    for (path, mut fields) in forms {
        fields.extend(extra);
        assert!(
            !browser.post(path, &fields).await.status.is_server_error(),
            "{path}"
        );
    }
    assert_eq!(face(&portal.account(person.id).await), before);
    assert_eq!(portal.account(other.id).await, others);
    assert_eq!(
        portal.account(person.id).await.app_passwords.len(),
        1,
        "in the caller's own account"
    );
}
