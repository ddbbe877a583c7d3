//! Sessions: who holds the token is the person, so there is one token per sign-in, it ends when it
//! should, and nothing but the cookie of our own name carries it.

mod ends;
mod proof;

use domain::account::{Role, State};

use crate::cast::Person;
use crate::client::{Browser, form, request};
use crate::portal::TestPortal;

const SESSION: &str = "__Host-s";
const PENDING: &str = "__Host-p";

/// Whether this browser is let into the profile.
async fn inside(browser: &mut Browser) -> bool {
    let page = browser.get("/profile").await;
    assert!(
        page.status == 200 || page.to().starts_with("/sign-in"),
        "{}",
        page.status
    );
    page.status == 200
}

fn step_up_form<'a>(person: &'a Person, code: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("password", &person.password),
        ("code", code),
        ("next", "/security"),
    ]
}

#[tokio::test]
async fn a_092_every_cookie_is_kept_from_scripts_and_other_hosts() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let code = portal.next_code(&person);
    let typed = [("code", code.as_str()), ("remember", "yes")];
    browser.post("/sign-in/verify", &typed).await;
    browser
        .post("/language", &[("lang", "nl"), ("next", "/profile")])
        .await;
    let code = portal.next_code(&person);
    browser
        .post("/step-up", &step_up_form(&person, &code))
        .await;
    browser.post("/sign-out", &[]).await;
    let mut names = std::collections::BTreeSet::new();
    for line in &browser.set {
        let (pair, attributes) = line.split_once("; ").unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        names.insert(name.to_owned());
        let attributes: Vec<&str> = attributes.split("; ").collect();
        assert!(name.starts_with("__Host-"), "{line}");
        for needed in ["Path=/", "Secure", "HttpOnly"] {
            assert!(attributes.contains(&needed), "{line}");
        }
        let same_site = if name == PENDING {
            "SameSite=Strict"
        } else {
            "SameSite=Lax"
        };
        assert!(
            attributes.contains(&same_site) && !line.contains("Domain"),
            "{line}"
        );
        assert!(pair.len() <= 4096);
        assert!(
            !value.contains("sanne") && !value.contains("example"),
            "{line}"
        );
        if [SESSION, PENDING, "__Host-t"].contains(&name) && !value.is_empty() {
            assert_eq!(value.len(), 43, "256 random bits and nothing else: {line}");
        }
    }
    let all = [SESSION, PENDING, "__Host-d", "__Host-t", "__Host-lang"];
    assert_eq!(names, all.into_iter().map(str::to_owned).collect());
}

#[tokio::test]
async fn a_094_a_token_that_was_there_before_is_not_adopted() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let fixed = data_encoding::BASE64URL_NOPAD.encode(&[7; 32]);
    let mut browser = portal
        .browser()
        .holding(SESSION, &fixed)
        .holding(PENDING, &fixed);
    browser
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    assert_ne!(browser.cookies[SESSION], fixed);
    assert!(inside(&mut browser).await);
    for name in [SESSION, PENDING] {
        assert!(!inside(&mut portal.browser().holding(name, &fixed)).await);
    }
    // Nor does a real one count anywhere but in its cookie.
    let token = browser.cookies[SESSION].clone();
    for path in [
        format!("/profile?{SESSION}={token}"),
        format!("/profile?session={token}&token={token}&sid={token}"),
        format!("/profile;{SESSION}={token}"),
    ] {
        let page = portal.browser().get(&path).await;
        assert!(
            page.status == 404 || page.to().starts_with("/sign-in"),
            "{path}"
        );
    }
    for (name, value) in [
        ("authorization", format!("Bearer {token}")),
        ("x-session", token.clone()),
        ("x-auth-token", token.clone()),
        (SESSION, token.clone()),
    ] {
        assert!(
            !inside(&mut portal.browser().with(name, &value)).await,
            "{name}"
        );
    }
    let mut body = request(
        "POST",
        "/sign-out-everywhere",
        form(&[(SESSION, &token), ("session", &token)]),
    );
    body.headers_mut().insert(
        "content-type",
        "application/x-www-form-urlencoded".parse().unwrap(),
    );
    body.headers_mut()
        .insert("sec-fetch-site", "same-origin".parse().unwrap());
    assert!(
        portal
            .browser()
            .send(body)
            .await
            .to()
            .starts_with("/sign-in")
    );
    assert!(inside(&mut browser).await);
}

#[tokio::test]
async fn a_094_every_level_has_a_token_of_its_own_and_the_old_one_dies() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.halfway(&person).await;
    let pending = browser.cookies[PENDING].clone();
    let code = portal.next_code(&person);
    browser.post("/sign-in/verify", &[("code", &code)]).await;
    let session = browser.cookies[SESSION].clone();
    assert_ne!(session, pending);
    assert!(!browser.cookies.contains_key(PENDING));
    let mut late = portal.browser().holding(PENDING, &pending);
    assert!(
        late.post("/sign-in/verify", &[("code", &portal.next_code(&person))])
            .await
            .to()
            .starts_with("/sign-in?")
    );
    let code = portal.next_code(&person);
    browser
        .post("/step-up", &step_up_form(&person, &code))
        .await;
    assert_ne!(browser.cookies[SESSION], session);
    assert!(!inside(&mut portal.browser().holding(SESSION, &session)).await);
    assert!(inside(&mut browser).await);
}

#[tokio::test]
async fn a_096_signing_out_is_final() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    assert_eq!(
        browser.get("/profile").await.header("cache-control"),
        "no-store",
        "the back button shows nothing"
    );
    let mut second_tab = browser.clone();
    let page = browser.post("/sign-out", &[]).await;
    assert_eq!(page.to(), "/sign-in?notice=signed_out");
    assert_eq!(
        page.header("clear-site-data"),
        r#""cache", "cookies", "storage""#
    );
    assert!(!browser.cookies.contains_key(SESSION));
    assert!(!inside(&mut second_tab).await, "the old token");
    assert_eq!(
        second_tab.post("/sign-out", &[]).await.status,
        303,
        "twice does no harm"
    );
    assert!(
        second_tab
            .post("/app-passwords/create", &[("name", "x")])
            .await
            .to()
            .starts_with("/sign-in")
    );
    assert_eq!(portal.count("session_end").await, 1);
}

#[tokio::test]
async fn a_097_changing_a_factor_ends_the_other_sessions() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let app = portal.account(person.id).await.apps[0].id;
    portal.give_app(person.id, "Spare").await;
    let spare = portal.account(person.id).await.apps[1].id;
    let new = "ander wachtwoord met lengte";
    let current = person.password.clone();
    let keep = format!("app:{app}");
    let changes: [(String, Vec<(&str, &str)>); 3] = [
        (
            "/security".into(),
            vec![
                ("keep", keep.as_str()),
                ("default", "app_code"),
                ("confirmed", "yes"),
            ],
        ),
        (
            "/profile/password".into(),
            vec![("current", current.as_str()), ("new", new), ("again", new)],
        ),
        ("/sign-out-everywhere".into(), vec![]),
    ];
    let mut person = person;
    for (path, fields) in &changes {
        let (mut here, mut there) = (
            portal.signed_in(&person).await,
            portal.signed_in(&person).await,
        );
        let mut halfway = portal.halfway(&person).await;
        assert!(here.post(path, fields).await.leads(), "{path}");
        assert!(!inside(&mut there).await, "{path}");
        assert_eq!(
            inside(&mut here).await,
            path != "/sign-out-everywhere",
            "{path}"
        );
        if path != "/security" {
            assert!(
                halfway
                    .post("/sign-in/verify", &[("code", &portal.next_code(&person))])
                    .await
                    .to()
                    .starts_with("/sign-in?"),
                "{path}"
            );
        }
        if path == "/profile/password" {
            person.password = new.into();
        }
    }
    assert!(
        portal
            .account(person.id)
            .await
            .apps
            .iter()
            .all(|a| a.id != spare)
    );
}

#[tokio::test]
async fn a_097_what_the_organisation_changes_counts_at_the_next_request() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    for change in ["off", "role", "password", "reset", "delete"] {
        if portal.store.account(person.id).await.unwrap().is_none() {
            break;
        }
        let mut browser = if portal.account(person.id).await.apps.is_empty() {
            portal.halfway(&person).await
        } else {
            portal.signed_in(&person).await
        };
        let account = portal.account(person.id).await;
        let (services, trace) = (&portal.services, portal.trace());
        match change {
            "off" => {
                services.set_active(&account, false, &trace).await.unwrap();
                assert!(!inside(&mut browser).await);
                services
                    .set_active(&portal.account(person.id).await, true, &trace)
                    .await
                    .unwrap();
            }
            "role" => services
                .set_role(&account, Role::Reader, &trace)
                .await
                .unwrap(),
            "password" => services
                .reset_password(&account, &person.password, &trace)
                .await
                .unwrap(),
            "reset" => {
                services.reset_methods(&account, &trace).await.unwrap();
            }
            _ => services.delete_person(&account, &trace).await.unwrap(),
        }
        let page = browser.get("/profile").await;
        assert!(page.to().starts_with("/sign-in"), "{change}: {}", page.to());
    }
}

#[tokio::test]
async fn a_099_a_broken_cookie_is_nobody() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let browser = portal.signed_in(&person).await;
    let token = browser.cookies[SESSION].clone();
    let mut flipped = token.clone().into_bytes();
    flipped[20] = if flipped[20] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(flipped).unwrap();
    let many = (0..50)
        .map(|n| format!("c{n}={n}"))
        .collect::<Vec<_>>()
        .join("; ");
    let mut lines: Vec<Vec<u8>> = [
        format!("{SESSION}="),
        SESSION.to_owned(),
        format!("{SESSION}={}", "x".repeat(8_000)),
        format!("{SESSION}={}", &token[..42]),
        format!("{SESSION}={token}A"),
        format!("{SESSION}={flipped}"),
        format!("{SESSION}={token}; {SESSION}={token}"),
        format!("{SESSION}={token}; {SESSION}"),
        format!("{SESSION}=\"{token}\""),
        format!("{SESSION}={token}="),
        format!("__host-s={token}"),
        format!("{SESSION} ={token}"),
        format!("{SESSION}={}", token.to_lowercase()),
        format!("{PENDING}={token}"),
        ";;;=;=".into(),
        many,
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    lines.push([SESSION.as_bytes(), b"=\xff\xfe\xfd", token.as_bytes()].concat());
    for line in lines {
        let shown = String::from_utf8_lossy(&line).into_owned();
        for (method, path) in [
            ("GET", "/profile"),
            ("GET", "/sign-in/verify"),
            ("GET", "/enrol"),
            ("GET", "/help"),
            ("POST", "/sign-out-everywhere"),
        ] {
            let mut request = request(method, path, "");
            request
                .headers_mut()
                .insert("cookie", http::HeaderValue::from_bytes(&line).unwrap());
            request
                .headers_mut()
                .insert("origin", crate::portal::ORIGIN.parse().unwrap());
            request.headers_mut().insert(
                "content-type",
                "application/x-www-form-urlencoded".parse().unwrap(),
            );
            let page = portal.browser().send(request).await;
            let closed = if path == "/help" {
                page.status == 200
            } else {
                page.to().starts_with("/sign-in")
            };
            assert!(closed, "{path} with {shown:.80}: {}", page.status);
        }
    }
    assert!(inside(&mut browser.clone()).await);
    let doubled = format!("a=1; {SESSION}={token}; b=2");
    let mut request = request("GET", "/profile", "");
    request
        .headers_mut()
        .insert("cookie", doubled.parse().unwrap());
    assert_eq!(
        portal.browser().send(request).await.status,
        200,
        "neighbours do not matter"
    );
}

#[tokio::test]
async fn a_101_a_sibling_host_cannot_set_our_session() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let browser = portal.signed_in(&person).await;
    let token = &browser.cookies[SESSION];
    for name in [
        "session",
        "s",
        "__Secure-s",
        "__Host-session",
        "__host-s",
        "Host-s",
    ] {
        assert!(
            !inside(&mut portal.browser().holding(name, token)).await,
            "{name}"
        );
    }
}
