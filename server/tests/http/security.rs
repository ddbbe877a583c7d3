//! `/security`: what is changed here decides who gets in, so a session alone changes nothing, the last
//! method stays where it must, and nobody reaches into somebody else's account.

use domain::account::{Account, State};
use domain::method::Preferred;
use domain::notice::NoticeKind;
use domain::time::Span;
use domain::{Id, Refusal};

use crate::cast::{Person, oathtool};
use crate::client::Browser;
use crate::log;
use crate::page::Page;
use crate::portal::{Plan, TestPortal};

/// Sets up an app through the pages; answers its key. The session must be freshly proven.
async fn set_up(portal: &TestPortal, browser: &mut Browser, name: &str) -> String {
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

async fn step_up(portal: &TestPortal, browser: &mut Browser, person: &Person) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_039_two_deletions_at_once_leave_one_method() {
    let portal = TestPortal::new().await;
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

#[tokio::test]
async fn a_159_a_sealed_key_works_only_where_it_was_put() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let (one, two) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let db = portal.file();
    let secret = |id: Id| {
        db.query_row("SELECT secret FROM apps WHERE user_id = ?1", [id.0], |r| {
            r.get::<_, Vec<u8>>(0)
        })
        .unwrap()
    };
    let put = |id: Id, bytes: &[u8]| {
        db.execute(
            "UPDATE apps SET secret = ?2 WHERE user_id = ?1",
            rusqlite::params![id.0, bytes],
        )
        .unwrap()
    };
    let (first, second) = (secret(one.id), secret(two.id));
    put(one.id, &second);
    put(two.id, &first);
    for (person, other) in [(&one, &two), (&two, &one)] {
        let mut browser = portal.halfway(person).await;
        for key in [&person.key, &other.key] {
            let code = oathtool(key, portal.clock.seconds());
            assert!(
                browser
                    .post("/sign-in/verify", &[("code", &code)])
                    .await
                    .refuses(Refusal::WrongCode),
                "swapped"
            );
        }
    }
    assert!(log.says("does not open"), "an alarm in the log");
    put(two.id, &second);
    let mut flipped = first;
    *flipped.last_mut().unwrap() ^= 1;
    put(one.id, &flipped);
    let mut browser = portal.halfway(&one).await;
    assert!(
        browser
            .post("/sign-in/verify", &[("code", &portal.code(&one))])
            .await
            .refuses(Refusal::WrongCode),
        "a flipped bit"
    );
    portal.signed_in(&two).await;
}

#[tokio::test]
async fn a_164_every_change_is_told_to_its_owner_in_their_language() {
    let portal = Plan::default().demo().open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/language", &[("lang", "nl"), ("next", "/profile")])
        .await;
    set_up(&portal, &mut browser, "Tablet").await;
    browser
        .post("/app-passwords/create", &[("name", "Laptop")])
        .await;
    browser
        .post("/app-passwords/create", &[("name", "Telefoon")])
        .await;
    let first = portal.account(person.id).await.app_passwords[0].id;
    browser
        .post(&format!("/app-passwords/{first}/delete"), &[])
        .await;
    browser.post("/app-passwords/delete-all", &[]).await;
    let tablet = portal.account(person.id).await.apps[1].id;
    browser
        .post(&format!("/security/apps/{tablet}/delete"), &[])
        .await;
    let new = "ander wachtwoord met lengte";
    browser
        .post(
            "/profile/password",
            &[("current", &person.password), ("new", new), ("again", new)],
        )
        .await;
    let told = portal.notices(person.id).await;
    let kinds: Vec<NoticeKind> = told.iter().map(|n| n.kind).collect();
    use NoticeKind as K;
    assert_eq!(
        kinds,
        [
            K::AppAdded,
            K::AppPasswordCreated,
            K::AppPasswordCreated,
            K::AppPasswordDeleted,
            K::AppPasswordsDeleted,
            K::AppDeleted,
            K::PasswordChanged
        ]
    );
    assert!(
        told.iter().all(|n| n.address == "192.0.2.7"),
        "with the place it was done from"
    );
    portal.portal.deliver_demo().await.unwrap();
    let mut messages = portal.portal.demo.as_ref().unwrap().messages();
    messages.reverse();
    assert_eq!(messages.len(), 7);
    for message in &messages {
        assert_eq!(message.to, "sanne@example.org");
        assert!(
            message.body.starts_with("Dag Sanne") && !message.body.contains("your"),
            "{}",
            message.body
        );
        assert!(!message.body.contains(new) && !message.body.contains(&person.key));
    }
    assert!(messages[0].body.contains("Tablet") && messages[1].body.contains("Laptop"));
    assert!(
        portal.notices(person.id).await.is_empty(),
        "each is handed over once"
    );
}

#[tokio::test]
async fn a_164_the_owner_is_told_of_a_right_password_with_wrong_codes() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let right = portal.code(&person);
    let wrong = if right == "000000" {
        "111111"
    } else {
        "000000"
    };
    let mut browser = portal.halfway(&person).await;
    for round in 1..=4 {
        browser.post("/sign-in/verify", &[("code", wrong)]).await;
        let told = portal.notices(person.id).await.len();
        assert_eq!(told, usize::from(round >= 3), "one message, at the third");
    }
}
