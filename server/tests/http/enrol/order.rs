//! The order of the wizard, and that it belongs to one person who has nothing yet.

use data_encoding::BASE32_NOPAD;
use domain::Refusal;
use domain::account::State;

use super::{BY_CODE, enrol, to_picture, to_test};
use crate::cast::oathtool;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(a_031_two_enrolments_at_once_leave_one_app,);

#[tokio::test]
async fn a_027_the_wizard_cannot_be_walked_out_of_order() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let later = [
        "/enrol/app",
        "/enrol/contact-me",
        "/enrol/verify",
        "/enrol/verified",
        "/enrol/backup",
        "/enrol/backup/skip",
        "/enrol/finish",
    ];
    let mut browser = portal.halfway(&person).await;
    for path in later {
        let before = portal.count("sequence_fail").await;
        let page = browser
            .post(
                path,
                &[
                    ("code", "123456"),
                    ("country", "NL"),
                    ("number", "0612345678"),
                ],
            )
            .await;
        assert_eq!(page.to(), "/enrol", "{path}");
        assert_eq!(portal.count("sequence_fail").await, before + 1, "{path}");
    }
    to_test(&mut browser).await;
    for path in [
        "/enrol",
        "/enrol/skip",
        "/enrol/verified",
        "/enrol/backup",
        "/enrol/backup/skip",
        "/enrol/finish",
    ] {
        let before = portal.count("sequence_fail").await;
        assert_eq!(
            browser.post(path, &[]).await.to(),
            "/enrol/contact",
            "{path}"
        );
        assert_eq!(portal.count("sequence_fail").await, before + 1, "{path}");
    }
    let before = portal.count("sequence_fail").await;
    assert_eq!(
        browser.get("/enrol/backup").await.to(),
        "/enrol/contact",
        "looking is not walking"
    );
    assert_eq!(portal.count("sequence_fail").await, before);
    let account = portal.account(person.id).await;
    assert_eq!(
        (
            account.state,
            account.apps.len(),
            account.phones.len(),
            account.app_passwords.len()
        ),
        (State::Enabled, 0, 0, 0)
    );
    assert!(!browser.cookies.contains_key("__Host-s"));
}

#[tokio::test]
async fn a_027_the_last_steps_cannot_be_repeated() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    person.key = to_test(&mut browser).await;
    let code = portal.code(&person);
    assert_eq!(
        browser.post("/enrol/verify", &[("code", &code)]).await.to(),
        "/enrol/verified"
    );
    assert_eq!(
        browser.post("/enrol/verify", &[("code", &code)]).await.to(),
        "/enrol/verified",
        "back to where the person is"
    );
    browser.post("/enrol/verified", &[]).await;
    let mut twice = browser.clone();
    browser.post("/enrol/backup/skip", &[]).await;
    assert_eq!(
        twice
            .post(
                "/enrol/backup",
                &[("country", "NL"), ("number", "0612345678")]
            )
            .await
            .to(),
        "/enrol/app-password"
    );
    assert_eq!(portal.account(person.id).await.phones.len(), 0);
    assert_eq!(portal.account(person.id).await.app_passwords.len(), 1);
    let mut late = browser.clone();
    assert_eq!(browser.post("/enrol/finish", &[]).await.to(), "/profile");
    assert!(
        late.post("/enrol/finish", &[])
            .await
            .to()
            .starts_with("/sign-in")
    );
    assert!(!late.cookies.contains_key("__Host-s"));
}

#[tokio::test]
async fn a_029_a_password_alone_enrols_nobody_who_has_an_app() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    // The thief knows the password and stands in the wizard before the owner finishes hers.
    let mut thief = portal.halfway(&person).await;
    let stolen = to_test(&mut thief).await;
    enrol(&portal, &mut person).await;
    let code = oathtool(&stolen, portal.clock.seconds());
    assert!(
        thief
            .post("/enrol/verify", &[("code", &code)])
            .await
            .to()
            .starts_with("/sign-in?")
    );
    for path in ["/enrol", "/enrol/contact", "/enrol/app", "/enrol/verified"] {
        assert!(
            thief
                .post(path, &BY_CODE)
                .await
                .to()
                .starts_with("/sign-in"),
            "{path}"
        );
    }
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

#[tokio::test]
async fn a_031_who_must_enrol_can_do_nothing_else() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    for path in [
        "/profile",
        "/security",
        "/app-passwords",
        "/app-passwords/create",
        "/step-up",
        "/profile/password",
        "/sign-out-everywhere",
        "/security/app",
    ] {
        assert_eq!(browser.get(path).await.to(), "/enrol", "{path}");
    }
    for path in [
        "/security",
        "/app-passwords/create",
        "/step-up",
        "/profile/password",
        "/sign-out-everywhere",
        "/security/app/start",
    ] {
        let page = browser
            .post(
                path,
                &[
                    ("name", "x"),
                    ("password", &person.password),
                    ("current", &person.password),
                ],
            )
            .await;
        assert_eq!(page.to(), "/enrol", "{path}");
    }
    assert_eq!(browser.get("/sign-in/verify").await.to(), "/enrol");
    assert_eq!(browser.get("/help").await.status, 200);
    assert!(!portal.check(&person.login, "abcdefghijklmnop").await);
}

async fn a_031_two_enrolments_at_once_leave_one_app(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let twin = portal.twin().await;
    let (mut here, mut there) = (portal.halfway(&person).await, twin.halfway(&person).await);
    let (first, second) = (to_test(&mut here).await, to_test(&mut there).await);
    assert_ne!(first, second);
    let now = portal.clock.seconds();
    let (code_here, code_there) = (oathtool(&first, now), oathtool(&second, now));
    let (form_here, form_there) = (
        [("code", code_here.as_str())],
        [("code", code_there.as_str())],
    );
    let (a, b) = tokio::join!(
        here.post("/enrol/verify", &form_here),
        there.post("/enrol/verify", &form_there)
    );
    let won = [&a, &b]
        .into_iter()
        .filter(|page| page.leads() && page.to() == "/enrol/verified")
        .count();
    assert_eq!(won, 1, "{} {}", a.text(), b.text());
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

#[tokio::test]
async fn a_031_an_enrolment_belongs_to_its_person_and_browser() {
    let portal = TestPortal::new().await;
    let (noor, thomas) = (
        portal.add("noor@example.org", State::Enabled).await,
        portal.add("thomas@example.org", State::Enabled).await,
    );
    let mut hers = portal.halfway(&noor).await;
    let key = to_test(&mut hers).await;
    let mut his = portal.halfway(&thomas).await;
    to_test(&mut his).await;
    let page = his
        .post(
            "/enrol/verify",
            &[
                ("code", &oathtool(&key, portal.clock.seconds())),
                ("user", &noor.login),
            ],
        )
        .await;
    assert!(page.refuses(Refusal::WrongCode));
    assert!(
        portal.account(noor.id).await.apps.is_empty()
            && portal.account(thomas.id).await.apps.is_empty()
    );
}

#[tokio::test]
async fn a_032_only_the_newest_key_of_the_server_counts() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    let old = to_picture(&mut browser).await.authenticator_key();
    assert_eq!(
        browser.get("/enrol/app").await.authenticator_key(),
        old,
        "looking again makes no new key"
    );
    assert_eq!(
        browser.post("/enrol/contact", &BY_CODE).await.to(),
        "/enrol/app"
    );
    let new = browser.get("/enrol/app").await.authenticator_key();
    assert_ne!(old, new);
    browser.post("/enrol/app", &[]).await;
    let chosen = BASE32_NOPAD.encode(&[7; 20]);
    for key in [&old, &chosen] {
        let code = oathtool(key, portal.clock.seconds());
        let fields = [
            ("code", code.as_str()),
            ("secret", key),
            ("key", key),
            ("totp_secret", key),
        ];
        assert!(
            browser
                .post("/enrol/verify", &fields)
                .await
                .refuses(Refusal::WrongCode)
        );
    }
    person.key = new;
    assert_eq!(
        browser
            .post("/enrol/verify", &[("code", &portal.code(&person))])
            .await
            .to(),
        "/enrol/verified"
    );
}
