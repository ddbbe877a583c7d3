//! Sessions: who holds the token is the person, so there is one token per sign-in, it ends when it
//! should, and nothing but the cookie of our own name carries it.

use domain::Refusal;
use domain::account::{Role, State};
use domain::time::Span;
use tokio::task::JoinSet;

use crate::cast::Person;
use crate::client::{Browser, form, request};
use crate::portal::{BEGIN, TestPortal};

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
    let mut browser = portal.signed_in(&person).await;
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
        if [SESSION, PENDING].contains(&name) && !value.is_empty() {
            assert_eq!(value.len(), 43, "256 random bits and nothing else: {line}");
        }
    }
    let all = [SESSION, PENDING, "__Host-d", "__Host-lang"];
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

#[tokio::test]
async fn a_102_a_proof_is_good_for_ten_minutes_and_one_session() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let (mut one, mut two) = (
        portal.signed_in(&person).await,
        portal.signed_in(&person).await,
    );
    portal.clock.forward(Span::seconds(10 * 60 - 1));
    assert_eq!(two.get("/app-passwords").await.status, 200);
    portal.clock.forward(Span::seconds(1));
    assert_eq!(
        two.get("/app-passwords").await.to(),
        "/step-up?next=/app-passwords"
    );
    assert_eq!(
        two.post("/app-passwords/create", &[("name", "x")])
            .await
            .to(),
        "/step-up?next=/app-passwords/create"
    );
    let code = portal.next_code(&person);
    assert_eq!(
        one.post("/step-up", &step_up_form(&person, &code))
            .await
            .to(),
        "/security"
    );
    assert_eq!(one.get("/app-passwords").await.status, 200);
    assert!(
        two.get("/app-passwords").await.to().starts_with("/step-up"),
        "the other session has proven nothing"
    );
    assert!(
        two.post("/step-up", &step_up_form(&person, &code))
            .await
            .refuses(Refusal::CodeUsed)
    );
    assert_eq!(portal.account(person.id).await.app_passwords.len(), 0);
}

#[tokio::test]
async fn a_102_step_up_is_throttled_like_a_sign_in() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.cookies.remove("__Host-d");
    let code = portal.next_code(&person);
    for _ in 0..5 {
        let page = browser
            .post("/step-up", &[("password", "wrong"), ("code", &code)])
            .await;
        assert!(page.refuses(Refusal::WrongPassword), "{}", page.text());
    }
    let page = browser
        .post("/step-up", &step_up_form(&person, &code))
        .await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 2 }),
        "{}",
        page.text()
    );
    portal.clock.forward(Span::seconds(2));
    let right = portal.code(&person);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        assert!(
            browser
                .post("/step-up", &step_up_form(&person, wrong))
                .await
                .refuses(Refusal::WrongCode)
        );
    }
    let page = browser
        .post("/step-up", &step_up_form(&person, &right))
        .await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "{}",
        page.text()
    );
    let mut other = portal.halfway(&person).await;
    let page = other.post("/sign-in/verify", &[("code", &right)]).await;
    assert!(
        page.refuses(Refusal::SlowDown { seconds: 300 }),
        "one counter for every way: {}",
        page.text()
    );
}

#[tokio::test]
async fn a_091_the_present_password_is_asked_for_and_its_guessing_slowed() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.cookies.remove("__Host-d");
    let new = "ander wachtwoord met lengte";
    for n in 0..20 {
        let page = browser
            .post(
                "/profile/password",
                &[("current", "wrong"), ("new", new), ("again", new)],
            )
            .await;
        let expected = if n < 5 {
            Refusal::WrongPassword
        } else {
            Refusal::SlowDown { seconds: 2 }
        };
        assert!(page.refuses(expected), "{n}: {}", page.text());
    }
    let right = [
        ("current", person.password.as_str()),
        ("new", new),
        ("again", new),
    ];
    assert!(
        browser
            .post("/profile/password", &right)
            .await
            .refuses(Refusal::SlowDown { seconds: 2 })
    );
    let page = portal
        .browser()
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "it is the counter of the sign-in"
    );
    assert_eq!(portal.count("authn_password_change_fail").await, 21);
    portal.clock.forward(Span::seconds(2));
    assert_eq!(
        browser.post("/profile/password", &right).await.to(),
        "/profile/password/changed"
    );
    portal.clock.forward(Span::minutes(10));
    let page = browser
        .post(
            "/profile/password",
            &[
                ("current", new),
                ("new", "nog een ander wachtwoord"),
                ("again", "nog een ander wachtwoord"),
            ],
        )
        .await;
    assert!(
        page.to().starts_with("/step-up"),
        "and never without a fresh proof"
    );
}

#[tokio::test]
async fn a_014_new_passwords_follow_the_policy() {
    let portal = TestPortal::new().await;
    let (two_steps, alone) = (
        portal.enrolled("sanne@example.org").await,
        portal.add("olga@example.org", State::Disabled).await,
    );
    let phrase = "vlieg-kapstok-zomer-pindakaas-";
    let of = |length: usize| phrase.chars().cycle().take(length).collect::<String>();
    let long = "kast kaars melk roeispaan tegel wolk hamer zeef lamp orgel dijk hoed ".repeat(2);
    for (person, min) in [(&two_steps, 12_usize), (&alone, 15)] {
        let mut browser = portal.signed_in(person).await;
        let mut change = async |new: &str, again: &str| {
            browser
                .post(
                    "/profile/password",
                    &[
                        ("current", &person.password),
                        ("new", new),
                        ("again", again),
                    ],
                )
                .await
        };
        for length in [1, 7, 8, min - 1] {
            let page = change(&of(length), &of(length)).await;
            assert!(
                page.refuses(Refusal::PasswordShort {
                    min: u32::try_from(min).unwrap()
                }),
                "{length}: {}",
                page.text()
            );
        }
        let too_long = &long[..129];
        assert!(
            change(too_long, too_long)
                .await
                .refuses(Refusal::TooLong { max: 128 })
        );
        for weak in [
            "passwordpassword1",
            "exampleschool2026!",
            "proofup-proofup-1",
            "aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(
                change(weak, weak).await.refuses(Refusal::PasswordWeak),
                "{weak}"
            );
        }
        assert!(
            change(&of(min), &of(min + 1))
                .await
                .refuses(Refusal::PasswordsDiffer)
        );
        assert!(
            change(&person.password, &person.password)
                .await
                .refuses(Refusal::PasswordSame)
        );
        let page = change(&long[..128], &long[..128]).await;
        assert!(page.leads(), "{}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_104_ten_sessions_are_the_most_and_the_oldest_ends() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    // Thirty browsers that the portal knows, each at an address of its own, so that no brake is in the way.
    let mut known = Vec::new();
    for n in 0..30 {
        let mut browser = portal
            .signed_in(&person)
            .await
            .from(&format!("198.51.100.{n}"));
        browser.cookies.remove(SESSION);
        known.push(browser);
    }
    let mut old = Vec::new();
    for _ in 0..11 {
        portal.clock.forward(Span::seconds(1));
        old.push(portal.signed_in(&person).await);
    }
    assert!(!inside(&mut old[0]).await && inside(&mut old[1]).await && inside(&mut old[10]).await);
    portal.clock.forward(Span::seconds(1));
    let mut all = JoinSet::new();
    for mut browser in known {
        let (login, password) = (person.login.clone(), person.password.clone());
        all.spawn(async move {
            let page = browser
                .post("/sign-in", &[("user", &login), ("password", &password)])
                .await;
            assert_eq!(page.to(), "/profile");
            browser
        });
    }
    let mut alive = 0;
    for mut browser in all.join_all().await {
        alive += usize::from(inside(&mut browser).await);
    }
    assert_eq!(alive, 10);
    assert!(!inside(&mut old[10]).await);
    let rows = "SELECT count(*) FROM sessions";
    let rows: i64 = portal.file().query_row(rows, [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 10);
}

#[tokio::test]
async fn idle_and_absolute_ends_are_the_servers() {
    let portal = TestPortal::new().await;
    for (role, idle, absolute) in [
        (Role::User, 30, 12 * 60),
        (Role::Operator, 15, 8 * 60),
        (Role::Administrator, 15, 8 * 60),
    ] {
        let person = portal
            .enrolled_as(&format!("{}@example.org", role.key()), role)
            .await;
        let mut browser = portal.signed_in(&person).await;
        portal.clock.forward(Span::seconds(idle * 60 - 1));
        assert!(inside(&mut browser).await, "{role:?}");
        portal.clock.forward(Span::minutes(idle));
        assert!(!inside(&mut browser).await, "{role:?} idle");
        let mut browser = portal.signed_in(&person).await;
        for _ in 0..absolute / 10 - 1 {
            portal.clock.forward(Span::minutes(10));
            assert!(inside(&mut browser).await, "{role:?}");
        }
        portal.clock.forward(Span::minutes(10));
        assert!(!inside(&mut browser).await, "{role:?} in all");
    }
}

#[tokio::test]
async fn a_147_a_clock_that_jumps_brings_nothing_back_and_keeps_nothing_for_ever() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let spent = portal.code(&person);
    for jump in [-3_600, -86_400, 3_600, 86_400 * 3_650] {
        portal.clock.set(BEGIN + 30 + jump);
        assert!(!inside(&mut browser).await, "a session after {jump}");
    }
    // Steps behind the last one stay used, however often the clock passes them.
    portal.clock.set(BEGIN - 3_600);
    let mut halfway = portal.halfway(&person).await;
    assert!(
        halfway
            .post("/sign-in/verify", &[("code", &portal.code(&person))])
            .await
            .refuses(Refusal::CodeUsed)
    );
    portal.clock.set(BEGIN + 30);
    let mut halfway = portal.halfway(&person).await;
    assert!(
        halfway
            .post("/sign-in/verify", &[("code", &spent)])
            .await
            .refuses(Refusal::CodeUsed)
    );
    assert_eq!(
        halfway
            .post("/sign-in/verify", &[("code", &portal.next_code(&person))])
            .await
            .to(),
        "/profile"
    );

    // A wait that was counted from a future that never came ends all the same.
    let other = portal.enrolled("thomas@example.org").await;
    let wrong = [("user", other.login.as_str()), ("password", "wrong")];
    portal.clock.set(BEGIN + 86_400 * 3_650);
    for _ in 0..10 {
        portal.browser().post("/sign-in", &wrong).await;
    }
    portal.clock.set(BEGIN);
    let right = [
        ("user", other.login.as_str()),
        ("password", other.password.as_str()),
    ];
    assert!(
        portal
            .browser()
            .post("/sign-in", &right)
            .await
            .refuses(Refusal::WrongCredentials),
        "not shortened either"
    );
    portal.clock.forward(Span::seconds(900));
    assert!(portal.browser().post("/sign-in", &right).await.leads());
}

#[tokio::test]
async fn what_has_run_out_is_swept_up() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.post("/security/app/start", &[]).await;
    portal.halfway(&person).await;
    portal.clock.forward(Span::days(2));
    portal.services.tidy().await.unwrap();
    for table in ["sessions", "pendings", "reveals"] {
        let rows: i64 = portal
            .file()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}
