//! `/enrol`: the wizard keeps its order, belongs to one person and one browser, and counts only what
//! the server made.

mod grace;
mod order;

use domain::Refusal;
use domain::account::State;
use domain::notice::NoticeKind;
use domain::time::Span;

use crate::cast::{Person, oathtool};
use crate::client::Browser;
use crate::page::Page;
use crate::portal::TestPortal;

const BY_CODE: [(&str, &str); 2] = [("contact", "mobile_app"), ("mode", "code")];

/// To the QR screen; answers it.
async fn to_picture(browser: &mut Browser) -> Page {
    assert_eq!(browser.post("/enrol", &[]).await.to(), "/enrol/contact");
    let page = browser.post("/enrol/contact", &BY_CODE).await;
    browser.follow(page).await
}

/// To the question for a code; answers the key.
pub async fn to_test(browser: &mut Browser) -> String {
    let key = to_picture(browser).await.authenticator_key();
    assert_eq!(browser.post("/enrol/app", &[]).await.to(), "/enrol/contact");
    assert_eq!(
        browser.post("/enrol/contact-me", &[]).await.to(),
        "/enrol/verify"
    );
    key
}

/// Through the whole wizard, without a backup number.
pub async fn enrol(portal: &TestPortal, person: &mut Person) -> Browser {
    let mut browser = portal.halfway(person).await;
    person.key = to_test(&mut browser).await;
    assert_eq!(
        browser
            .post("/enrol/verify", &[("code", &portal.code(person))])
            .await
            .to(),
        "/enrol/verified"
    );
    assert_eq!(
        browser.post("/enrol/verified", &[]).await.to(),
        "/enrol/backup"
    );
    assert_eq!(
        browser.post("/enrol/backup/skip", &[]).await.to(),
        "/enrol/app-password"
    );
    assert_eq!(browser.post("/enrol/finish", &[]).await.to(), "/profile");
    browser
}

#[tokio::test]
async fn a_021_the_code_that_proved_the_app_does_not_sign_in() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    enrol(&portal, &mut person).await;
    let account = portal.account(person.id).await;
    assert_eq!((account.state, account.apps.len()), (State::Enforced, 1));
    let mut browser = portal.halfway(&person).await;
    let page = browser
        .post("/sign-in/verify", &[("code", &portal.code(&person))])
        .await;
    assert!(page.refuses(Refusal::CodeUsed), "{}", page.text());
    assert_eq!(
        browser
            .post("/sign-in/verify", &[("code", &portal.next_code(&person))])
            .await
            .to(),
        "/profile"
    );
}

#[tokio::test]
async fn a_picture_is_good_for_ten_minutes() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    let key = to_test(&mut browser).await;
    portal.clock.forward(Span::minutes(10));
    let page = browser
        .post(
            "/enrol/verify",
            &[("code", &oathtool(&key, portal.clock.seconds()))],
        )
        .await;
    assert!(page.refuses(Refusal::SetupExpired), "{}", page.text());
    assert_eq!(browser.get("/enrol/app").await.to(), "/enrol/contact");
    assert!(portal.account(person.id).await.apps.is_empty());
}

#[tokio::test]
async fn the_whole_wizard_has_half_an_hour() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    portal.clock.forward(Span::seconds(30 * 60 - 1));
    assert_eq!(browser.get("/enrol").await.status, 200);
    portal.clock.forward(Span::seconds(1));
    assert!(browser.get("/enrol").await.to().starts_with("/sign-in?"));
    assert!(
        browser
            .post("/enrol", &[])
            .await
            .to()
            .starts_with("/sign-in?")
    );
}

#[tokio::test]
async fn wrong_codes_while_setting_up_are_counted_too() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    let key = to_test(&mut browser).await;
    let right = oathtool(&key, portal.clock.seconds());
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        let page = browser.post("/enrol/verify", &[("code", wrong)]).await;
        assert!(page.refuses(Refusal::WrongCode), "{}", page.text());
    }
    let page = browser.post("/enrol/verify", &[("code", &right)]).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "{}",
        page.text()
    );
    assert_eq!(
        portal
            .audit()
            .await
            .iter()
            .filter(|r| r.event == "method_add" && r.outcome == "failure")
            .count(),
        6
    );
}

#[tokio::test]
async fn what_the_organisation_has_not_switched_on_cannot_be_chosen() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    browser.post("/enrol", &[]).await;
    for (contact, mode, refusal) in [
        ("authentication_phone", "code", Refusal::MethodNotAllowed),
        ("office_phone", "code", Refusal::MethodNotAllowed),
        ("mobile_app", "notification", Refusal::MethodNotAllowed),
        ("mobile_app", "", Refusal::NotAChoice),
        ("carrier_pigeon", "code", Refusal::NotAChoice),
        ("", "", Refusal::NotAChoice),
    ] {
        let page = browser
            .post("/enrol/contact", &[("contact", contact), ("mode", mode)])
            .await;
        assert!(page.refuses(refusal), "{contact} {mode}: {}", page.text());
    }
    assert_eq!(browser.get("/enrol/app").await.to(), "/enrol/contact");
}

#[tokio::test]
async fn a_backup_number_is_stored_as_not_verified() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    person.key = to_test(&mut browser).await;
    browser
        .post("/enrol/verify", &[("code", &portal.code(&person))])
        .await;
    browser.post("/enrol/verified", &[]).await;
    for (country, number, refusal) in [
        ("NL", "12", Refusal::PhoneNumber),
        ("NL", "call me", Refusal::PhoneNumber),
        ("XX", "0612345678", Refusal::Country),
        ("NL", &"6".repeat(5_000), Refusal::PhoneNumber),
    ] {
        let page = browser
            .post("/enrol/backup", &[("country", country), ("number", number)])
            .await;
        assert!(
            page.refuses(refusal),
            "{country} {number:.20}: {}",
            page.text()
        );
    }
    let next = browser
        .post(
            "/enrol/backup",
            &[("country", "NL"), ("number", "06 1234 5678")],
        )
        .await;
    assert_eq!(next.to(), "/enrol/app-password");
    let account = portal.account(person.id).await;
    assert!(account.phones.len() == 1 && !account.phones[0].verified);
    let shown = browser.get("/enrol/app-password").await.app_password();
    assert!(
        portal.check(&person.login, &shown).await,
        "the app password works at once"
    );
    assert_eq!(browser.post("/enrol/finish", &[]).await.to(), "/profile");
    let kinds: Vec<NoticeKind> = portal
        .notices(person.id)
        .await
        .into_iter()
        .map(|n| n.kind)
        .collect();
    assert_eq!(
        kinds,
        [NoticeKind::AppAdded, NoticeKind::AppPasswordCreated]
    );
    for event in [
        "enrolment_start",
        "enrolment_complete",
        "app_password_create",
        "authn_login_success",
    ] {
        assert_eq!(portal.count(event).await, 1, "{event}");
    }
}

#[tokio::test]
async fn without_app_passwords_the_wizard_ends_after_the_backup_number() {
    let portal = TestPortal::new().await;
    portal.policy(&[("allow_app_passwords", "false")]).await;
    let mut person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    person.key = to_test(&mut browser).await;
    browser
        .post("/enrol/verify", &[("code", &portal.code(&person))])
        .await;
    browser.post("/enrol/verified", &[]).await;
    assert_eq!(
        browser.post("/enrol/backup/skip", &[]).await.to(),
        "/profile"
    );
    assert_eq!(browser.get("/profile").await.status, 200);
    assert!(portal.account(person.id).await.app_passwords.is_empty());
}

#[tokio::test]
async fn leaving_the_wizard_is_recorded_and_changes_nothing() {
    let portal = TestPortal::new().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&person).await;
    to_test(&mut browser).await;
    assert_eq!(browser.post("/sign-in/cancel", &[]).await.to(), "/sign-in");
    assert_eq!(portal.count("enrolment_cancel").await, 1);
    assert_eq!(portal.account(person.id).await.state, State::Enabled);
    assert_eq!(
        portal.halfway(&person).await.get("/enrol").await.status,
        200,
        "the gate stands again"
    );
}
