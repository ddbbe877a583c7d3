//! `/security`: what is changed here decides who gets in, so a session alone changes nothing, the last
//! method stays where it must, and nobody reaches into somebody else's account.

mod notices;
mod rights;

use domain::account::{Account, State};
use domain::method::Preferred;
use domain::{Id, Refusal};

use crate::cast::{Person, oathtool};
use crate::client::Browser;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(a_039_two_deletions_at_once_leave_one_method,);

/// Sets up an app through the pages; answers its key. The session must be freshly proven.
pub async fn set_up(portal: &TestPortal, browser: &mut Browser, name: &str) -> String {
    let page = browser.submit("/security/app/start", &[]).await;
    let key = page.authenticator_key();
    assert_eq!(
        browser.post("/security/app", &[]).await.to(),
        "/security/app/verify"
    );
    let code = oathtool(&key, portal.clock.seconds());
    assert_eq!(
        browser
            .post("/security/app/verify", &[("code", &code), ("name", name)])
            .await
            .to(),
        "/security"
    );
    key
}

pub async fn step_up(portal: &TestPortal, browser: &mut Browser, person: &Person) {
    let code = portal.next_code(person);
    let page = browser
        .post(
            "/step-up",
            &[
                ("password", &person.password),
                ("code", &code),
                ("next", "/security"),
            ],
        )
        .await;
    assert_eq!(page.to(), "/security");
}

/// Everything of an account that a form could try to change.
fn face(
    account: &Account,
) -> (
    Id,
    String,
    String,
    String,
    domain::account::Role,
    State,
    Option<Preferred>,
    usize,
) {
    let a = account;
    (
        a.id,
        a.login.clone(),
        a.office_phone.clone(),
        a.mail.clone(),
        a.role,
        a.state,
        a.default,
        a.apps.len(),
    )
}

#[tokio::test]
async fn a_032_a_second_tab_and_a_chosen_key_do_not_count() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let first = browser
        .submit("/security/app/start", &[])
        .await
        .authenticator_key();
    let second = browser
        .submit(
            "/security/app/start",
            &[("key", &first), ("secret", &first)],
        )
        .await
        .authenticator_key();
    assert_ne!(first, second);
    browser.post("/security/app", &[]).await;
    let code = oathtool(&first, portal.clock.seconds());
    let page = browser
        .post(
            "/security/app/verify",
            &[
                ("code", &code),
                ("name", "Tab"),
                ("secret", &first),
                ("key", &first),
            ],
        )
        .await;
    assert!(page.refuses(Refusal::WrongCode));
    // Another browser of the same person has no part in it.
    let mut elsewhere = portal.signed_in(&person).await;
    assert_eq!(elsewhere.get("/security/app").await.to(), "/security");
    let code = oathtool(&second, portal.clock.seconds());
    assert!(
        elsewhere
            .post("/security/app/verify", &[("code", &code), ("name", "Tab")])
            .await
            .refuses(Refusal::SetupExpired)
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
    assert_eq!(
        browser
            .post("/security/app/verify", &[("code", &code), ("name", "Tab")])
            .await
            .to(),
        "/security"
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 2);
}

#[tokio::test]
async fn a_039_the_last_method_stays_while_it_is_required() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let app = portal.account(person.id).await.apps[0].id;
    let question = browser.get(&format!("/security/apps/{app}/delete")).await;
    assert!(
        question.refuses(Refusal::LastMethod)
            && question
                .forms()
                .iter()
                .all(|f| !f.buttons.iter().any(|b| b == "Yes"))
    );
    assert!(
        browser
            .post(&format!("/security/apps/{app}/delete"), &[])
            .await
            .refuses(Refusal::LastMethod)
    );
    assert!(
        browser
            .post("/security", &[("confirmed", "yes")])
            .await
            .refuses(Refusal::LastMethod)
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

#[tokio::test]
async fn a_039_a_locked_app_is_still_the_last_lock_on_the_door() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let account = portal.account(person.id).await;
    let app = account.apps[0].id;
    let lock = domain::service::ports::Change::LockApp(app, true);
    let batch = domain::service::ports::Batch {
        account: Some((account.id, account.version)),
        changes: vec![lock],
        ..Default::default()
    };
    portal.store.commit(batch).await.unwrap();
    // Without it the password alone would open the wizard.
    assert!(
        browser
            .post(&format!("/security/apps/{app}/delete"), &[])
            .await
            .refuses(Refusal::LastMethod)
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

async fn a_039_two_deletions_at_once_leave_one_method(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    portal.give_app(person.id, "Second app").await;
    let twin = portal.twin().await;
    let browser = portal.signed_in(&person).await;
    let apps = portal.account(person.id).await.apps;
    let mut there = twin.browser();
    there.cookies = browser.cookies.clone();
    let mut here = browser;
    let (one, two) = (
        format!("/security/apps/{}/delete", apps[0].id),
        format!("/security/apps/{}/delete", apps[1].id),
    );
    let (a, b) = tokio::join!(here.post(&one, &[]), there.post(&two, &[]));
    assert_eq!(
        [&a, &b].into_iter().filter(|page| page.leads()).count(),
        1,
        "{} {}",
        a.text(),
        b.text()
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}

#[tokio::test]
async fn where_it_is_not_required_the_last_method_can_go_and_the_app_passwords_with_it() {
    let portal = TestPortal::new().await;
    let mut person = portal.add("olga@example.org", State::Disabled).await;
    person.key = portal.give_app(person.id, "Phone").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let app = portal.account(person.id).await.apps[0].id;
    assert_eq!(
        browser
            .post(&format!("/security/apps/{app}/delete"), &[])
            .await
            .to(),
        "/security"
    );
    let account = portal.account(person.id).await;
    assert!(
        account.apps.is_empty() && account.app_passwords.is_empty() && account.default.is_none()
    );
    assert!(!portal.check(&person.login, &value).await);
    assert!(
        portal.check(&person.login, &person.password).await,
        "the account password is enough again"
    );
}

#[tokio::test]
async fn unticking_asks_first_and_names_what_goes() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    portal.give_app(person.id, "Old phone").await;
    let mut browser = portal.signed_in(&person).await;
    let page = browser.get("/security").await;
    let form = page.form("Save");
    let kept: Vec<(&str, &str)> = form
        .fields
        .iter()
        .filter(|(n, _)| n == "keep")
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .take(1)
        .collect();
    let question = browser
        .post("/security", &[kept[0], ("default", "app_code")])
        .await;
    assert!(
        question.status == 200 && question.says("Old phone"),
        "{}",
        question.text()
    );
    assert_eq!(
        portal.account(person.id).await.apps.len(),
        2,
        "nothing is gone yet"
    );
    let done = browser.press(&question, "Yes", &[]).await;
    assert_eq!(done.path, "/security");
    let account = portal.account(person.id).await;
    assert_eq!(
        account
            .apps
            .iter()
            .map(|a| a.name.as_str())
            .collect::<Vec<_>>(),
        ["Authenticator app"]
    );
    assert_eq!(account.default, Some(Preferred::AppCode));
}

#[tokio::test]
async fn five_apps_are_the_most_and_each_has_its_own_name() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    for n in 2..=5 {
        portal.give_app(person.id, &format!("App {n}")).await;
    }
    assert!(
        browser
            .post("/security/app/start", &[])
            .await
            .refuses(Refusal::TooManyApps { max: 5 })
    );
    let id = portal.account(person.id).await.apps[4].id;
    for (name, refusal) in [
        ("app 2", Refusal::NameTaken),
        ("  AUTHENTICATOR APP ", Refusal::NameTaken),
        ("a\u{202e}b", Refusal::BadCharacters),
        (&"x".repeat(65), Refusal::TooLong { max: 64 }),
    ] {
        let page = browser
            .post(&format!("/security/apps/{id}/rename"), &[("name", name)])
            .await;
        assert!(page.refuses(refusal), "{name:?}: {}", page.text());
    }
    assert_eq!(
        browser
            .post(
                &format!("/security/apps/{id}/rename"),
                &[("name", "Tablet")]
            )
            .await
            .to(),
        "/security"
    );
    assert!(browser.get("/security").await.says("Tablet"));
}

#[tokio::test]
async fn an_app_that_is_not_allowed_any_more_cannot_be_slipped_in() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let key = browser
        .submit("/security/app/start", &[])
        .await
        .authenticator_key();
    browser.post("/security/app", &[]).await;
    portal.policy(&[("max_apps", "1")]).await;
    let code = oathtool(&key, portal.clock.seconds());
    let page = browser
        .post("/security/app/verify", &[("code", &code), ("name", "Late")])
        .await;
    assert!(
        page.refuses(Refusal::TooManyApps { max: 1 }),
        "{}",
        page.text()
    );
    assert_eq!(portal.account(person.id).await.apps.len(), 1);
}
