//! Trusted browsers (F-074 to F-076): a code is spared where it was given before, in that browser, by that
//! person, for so many days, and nothing else is.

mod ends;
mod list;
mod networks;

use domain::Refusal;
use domain::account::State;
use domain::time::Span;
use sha2::{Digest as _, Sha256};

use crate::cast::Person;
use crate::client::{Browser, form, request};
use crate::page::Page;
use crate::portal::{Database, ORIGIN, Plan, TestPortal};

on_both_stores!(a_trusted_browser_skips_the_second_step,);

const SESSION: &str = "__Host-s";
const TRUST: &str = "__Host-t";
const WINDOWS: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Ticks the box under a right code.
async fn tick(portal: &TestPortal, browser: &mut Browser, person: &Person) -> Page {
    let page = browser.get("/sign-in/verify").await;
    let code = portal.next_code(person);
    let typed = [("code", code.as_str()), ("remember", "yes")];
    let page = browser.press(&page, "Verify", &typed).await;
    assert_eq!(page.path, "/profile");
    page
}

/// A browser that the person trusts.
async fn trusting(portal: &TestPortal, person: &Person) -> Browser {
    let mut browser = portal.halfway(person).await;
    tick(portal, &mut browser, person).await;
    browser
}

/// Where the right password leads in this browser, after its session is gone.
async fn password_leads(browser: &mut Browser, person: &Person) -> String {
    browser.cookies.remove(SESSION);
    let typed = [("user", &*person.login), ("password", &*person.password)];
    browser.post("/sign-in", &typed).await.to().to_owned()
}

async fn is_trusted(browser: &Browser, person: &Person) -> bool {
    let to = password_leads(&mut browser.clone(), person).await;
    assert!(
        ["/profile", "/sign-in/verify"].contains(&to.as_str()),
        "{to}"
    );
    to == "/profile"
}

async fn a_trusted_browser_skips_the_second_step(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    assert!(
        browser
            .get("/sign-in/verify")
            .await
            .says("Don't ask again for 14 days")
    );
    tick(&portal, &mut browser, &person).await;
    let token = browser.cookies[TRUST].clone();
    let expected = format!(
        "{TRUST}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
        14 * 24 * 60 * 60
    );
    assert!(browser.set.contains(&expected), "{:?}", browser.set);

    let stored = portal.store.trusts(person.id).await.unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(token.as_bytes())
        .unwrap();
    assert_eq!((stored.len(), bytes.len()), (1, 32));
    assert_eq!(stored[0].hash, <[u8; 32]>::from(Sha256::digest(&bytes)));
    let added = portal.audit().await.pop().unwrap();
    assert_eq!(
        (added.event.as_str(), added.object.as_str()),
        ("trust_add", stored[0].id.to_string().as_str())
    );

    assert_eq!(password_leads(&mut browser, &person).await, "/profile");
    assert_eq!(browser.get("/profile").await.status, 200);
    let used = portal.audit().await.pop().unwrap();
    assert_eq!(
        (used.event.as_str(), used.outcome.as_str()),
        ("authn_login_success", "success")
    );
    assert_eq!(used.details, r#"{"satisfied_by":"remembered_browser"}"#);
    assert_eq!(used.object, stored[0].id.to_string());
    assert!(!is_trusted(&portal.browser(), &person).await, "another one");
}

#[tokio::test]
async fn the_policy_says_for_how_long_and_whether_at_all() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    portal.policy(&[("remember_days", "0")]).await;
    let mut browser = portal.halfway(&person).await;
    let page = browser.get("/sign-in/verify").await;
    assert!(
        !page.says("Don't ask again") && page.attributes("name").iter().all(|n| n != "remember")
    );
    let code = portal.next_code(&person);
    let typed = [("code", code.as_str()), ("remember", "yes")];
    let page = browser.post("/sign-in/verify", &typed).await;
    assert_eq!(page.to(), "/profile", "a form made by hand signs in");
    assert!(!browser.cookies.contains_key(TRUST));
    assert_eq!(portal.store.trusts(person.id).await.unwrap(), []);
    assert_eq!(portal.count("trust_add").await, 0);

    portal.policy(&[("remember_days", "30")]).await;
    let mut browser = portal.halfway(&person).await;
    let page = browser.get("/sign-in/verify").await;
    assert!(page.says("Don't ask again for 30 days"));
    let typed = [("code", "000000"), ("remember", "yes")];
    let page = browser.post("/sign-in/verify", &typed).await;
    assert!(page.refuses(Refusal::WrongCode));
    let ticked = page.form("Verify").fields;
    assert!(ticked.contains(&("remember".into(), "yes".into())));
    assert!(
        !browser.cookies.contains_key(TRUST),
        "a wrong code earns nothing"
    );
    tick(&portal, &mut browser, &person).await;
    assert!(
        browser
            .set
            .iter()
            .any(|line| line.ends_with("Max-Age=2592000"))
    );
}

#[tokio::test]
async fn nobody_is_trusted_unasked() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    for value in [None, Some(""), Some("no"), Some("on"), Some("1")] {
        let mut browser = portal.halfway(&person).await;
        let code = portal.next_code(&person);
        let mut typed = vec![("code", code.as_str())];
        typed.extend(value.map(|value| ("remember", value)));
        browser.post("/sign-in/verify", &typed).await;
        assert!(!browser.cookies.contains_key(TRUST), "{value:?}");
    }
    assert_eq!(portal.store.trusts(person.id).await.unwrap(), []);
}

#[tokio::test]
async fn trust_is_no_proof_for_a_change_of_credentials() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = trusting(&portal, &person).await;
    assert_eq!(password_leads(&mut browser, &person).await, "/profile");
    assert_eq!(
        browser.get("/security").await.to(),
        "/step-up?next=/security"
    );
    let new = "ander wachtwoord met lengte";
    let changes: [(&str, &[(&str, &str)]); 4] = [
        ("/app-passwords/create", &[("name", "x")]),
        ("/security/app/start", &[]),
        ("/security", &[("confirmed", "yes")]),
        (
            "/profile/password",
            &[("current", &person.password), ("new", new), ("again", new)],
        ),
    ];
    let before = portal.account(person.id).await;
    for (path, fields) in changes {
        let page = browser.post(path, fields).await;
        assert!(page.to().starts_with("/step-up"), "{path}");
    }
    assert_eq!(portal.account(person.id).await, before);
    let mut typed = vec![("password", &*person.password), ("next", "/security")];
    let page = browser.post("/step-up", &typed).await;
    assert!(page.says("Type the six digits"), "{}", page.text());
    assert!(
        browser.get("/security").await.leads(),
        "the code is asked for"
    );
    let code = portal.next_code(&person);
    typed.push(("code", &code));
    assert_eq!(browser.post("/step-up", &typed).await.to(), "/security");
    assert_eq!(browser.get("/security").await.status, 200);
}

#[tokio::test]
async fn a_cookie_that_is_not_ones_own_or_not_whole_is_nobodys() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let other = portal.enrolled("bram@example.org").await;
    let token = trusting(&portal, &person).await.cookies[TRUST].clone();
    let others = trusting(&portal, &other).await.cookies[TRUST].clone();
    let own = portal.browser().holding(TRUST, &token);
    assert!(is_trusted(&own, &person).await);
    assert!(!is_trusted(&own, &other).await, "another person's");

    let stored = portal.store.trusts(person.id).await.unwrap();
    let hash = data_encoding::BASE64URL_NOPAD.encode(&stored[0].hash);
    let mut flipped = token.clone().into_bytes();
    flipped[20] = if flipped[20] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(flipped).unwrap();
    for value in [
        &others,
        &flipped,
        &hash,
        &stored[0].id.to_string(),
        &token[..42].to_owned(),
        &format!("{token}A"),
        &format!("{token}="),
        &format!("\"{token}\""),
        &format!("{}.{token}", person.id),
        &format!("{token}; {TRUST}={token}"),
        &"x".repeat(8_000),
        &String::new(),
    ] {
        let browser = portal.browser().holding(TRUST, value);
        assert!(!is_trusted(&browser, &person).await, "{value:.60}");
    }
    for name in [
        "__Host-s",
        "__Host-p",
        "__Host-d",
        "t",
        "__host-t",
        "__Secure-t",
    ] {
        let browser = portal.browser().holding(name, &token);
        assert!(!is_trusted(&browser, &person).await, "{name}");
    }
    let wrong = [("user", &*person.login), ("password", "wrong")];
    let page = own.clone().post("/sign-in", &wrong).await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "no password is spared"
    );
    let mut raw = request(
        "POST",
        "/sign-in",
        form(&[("user", &person.login), ("password", &person.password)]),
    );
    let bytes = [TRUST.as_bytes(), b"=\xff", token.as_bytes()].concat();
    for (name, value) in [
        ("content-type", &b"application/x-www-form-urlencoded"[..]),
        ("origin", ORIGIN.as_bytes()),
        ("cookie", &bytes),
    ] {
        let value = http::HeaderValue::from_bytes(value).unwrap();
        raw.headers_mut().insert(name, value);
    }
    assert_eq!(portal.browser().send(raw).await.to(), "/sign-in/verify");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_earns_one_trust() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let mut replay = browser.clone();
    let code = portal.next_code(&person);
    let typed = [("code", code.as_str()), ("remember", "yes")];
    browser.post("/sign-in/verify", &typed).await;
    for code in [code.clone(), portal.next_code(&person)] {
        let typed = [("code", code.as_str()), ("remember", "yes")];
        let page = replay.post("/sign-in/verify", &typed).await;
        assert!(page.to().starts_with("/sign-in?"), "{}", page.to());
        assert!(!replay.cookies.contains_key(TRUST));
    }
    assert_eq!(portal.store.trusts(person.id).await.unwrap().len(), 1);
    assert!(is_trusted(&browser, &person).await);
}

#[tokio::test]
async fn twenty_browsers_are_the_most_and_the_oldest_is_asked_again() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browsers = Vec::new();
    for _ in 0..21 {
        browsers.push(trusting(&portal, &person).await);
    }
    assert_eq!(portal.store.trusts(person.id).await.unwrap().len(), 20);
    for (place, browser) in browsers.iter().enumerate() {
        assert_eq!(is_trusted(browser, &person).await, place > 0, "{place}");
    }
}

#[tokio::test]
async fn signing_out_leaves_the_browser_trusted() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = trusting(&portal, &person).await;
    let page = browser.post("/sign-out", &[]).await;
    // Browsers take "cookies" to mean every one.
    assert_eq!(page.header("clear-site-data"), r#""cache", "storage""#);
    assert!(!browser.cookies.contains_key(SESSION));
    assert!(browser.get("/profile").await.to().starts_with("/sign-in"));
    assert!(is_trusted(&browser, &person).await);
}

#[tokio::test]
async fn f_078_with_one_method_only_the_helpdesk_is_left() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let page = browser.get("/sign-in/verify").await;
    assert_eq!(page.links("/sign-in/other"), Vec::<String>::new());
    assert!(page.says("This is your only method. If you cannot use it now, call your helpdesk."));
    let page = browser.post("/sign-in/verify", &[("code", "1")]).await;
    assert_eq!(page.links("/sign-in/other"), Vec::<String>::new());
}

#[tokio::test]
async fn who_has_no_second_step_is_offered_no_trust() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let mut browser = portal.signed_in(&person).await;
    assert!(!browser.cookies.contains_key(TRUST));
    assert!(
        browser
            .get("/security")
            .await
            .says("You have no trusted browsers.")
    );
    portal.clock.forward(Span::minutes(1));
    assert_eq!(portal.count("trust_add").await, 0);
}
