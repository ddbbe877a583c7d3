//! Every address and what it takes to be answered there. The table is the rule: an address that is not
//! in it fails here, and so does one that opens to somebody whom the table keeps out.

use std::collections::BTreeSet;

use domain::account::State;
use domain::time::Span;

use crate::cast::Person;
use crate::client::{Browser, request};
use crate::page::Page;
use crate::portal::{Plan, TOKEN, TestPortal};

/// How far somebody must have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Nobody in particular.
    Anybody,
    /// The password was right; the code is missing.
    Pending,
    /// The password was right; the person must enrol.
    Enrolling,
    /// Signed in.
    SignedIn,
    /// Signed in, and proven within ten minutes.
    Proven,
    /// The mail server with its token.
    Machine,
    /// Nobody: only the demo has it.
    Demo,
}

use Level::{Anybody, Demo, Enrolling, Machine, Pending, Proven, SignedIn};

/// `{id}` stands for an id.
const TABLE: &[(&str, &str, Level)] = &[
    ("GET", "/", Anybody),
    ("GET", "/sign-in", Anybody),
    ("POST", "/sign-in", Anybody),
    ("GET", "/sign-in/verify", Pending),
    ("POST", "/sign-in/verify", Pending),
    ("GET", "/sign-in/other", Pending),
    ("POST", "/sign-in/ask", Pending),
    ("GET", "/sign-in/progress", Pending),
    ("POST", "/sign-in/cancel", Anybody),
    ("POST", "/sign-out", Anybody),
    ("GET", "/sign-out-everywhere", SignedIn),
    ("POST", "/sign-out-everywhere", SignedIn),
    ("GET", "/enrol", Enrolling),
    ("POST", "/enrol", Enrolling),
    ("GET", "/enrol/contact", Enrolling),
    ("POST", "/enrol/contact", Enrolling),
    ("POST", "/enrol/contact-me", Enrolling),
    ("GET", "/enrol/app", Enrolling),
    ("POST", "/enrol/app", Enrolling),
    ("GET", "/enrol/verify", Enrolling),
    ("POST", "/enrol/verify", Enrolling),
    ("GET", "/enrol/phone", Enrolling),
    ("POST", "/enrol/phone", Enrolling),
    ("GET", "/enrol/office", Enrolling),
    ("POST", "/enrol/office", Enrolling),
    ("GET", "/enrol/phone/verify", Enrolling),
    ("POST", "/enrol/phone/verify", Enrolling),
    ("GET", "/enrol/phone/progress", Enrolling),
    ("POST", "/enrol/phone/again", Enrolling),
    ("POST", "/enrol/phone/back", Enrolling),
    ("GET", "/enrol/verified", Enrolling),
    ("POST", "/enrol/verified", Enrolling),
    ("GET", "/enrol/backup", Enrolling),
    ("POST", "/enrol/backup", Enrolling),
    ("POST", "/enrol/backup/skip", Enrolling),
    ("GET", "/enrol/app-password", Enrolling),
    ("POST", "/enrol/finish", Enrolling),
    ("GET", "/profile", SignedIn),
    ("GET", "/profile/password", Proven),
    ("POST", "/profile/password", Proven),
    ("GET", "/profile/password/changed", SignedIn),
    ("POST", "/language", Anybody),
    ("GET", "/help", Anybody),
    ("GET", "/step-up", SignedIn),
    ("POST", "/step-up", SignedIn),
    ("POST", "/step-up/ask", SignedIn),
    ("GET", "/step-up/progress", SignedIn),
    ("GET", "/security", Proven),
    ("POST", "/security", Proven),
    ("POST", "/security/app/start", Proven),
    ("GET", "/security/app", Proven),
    ("POST", "/security/app", Proven),
    ("GET", "/security/app/verify", Proven),
    ("POST", "/security/app/verify", Proven),
    ("GET", "/security/apps/{id}/rename", Proven),
    ("POST", "/security/apps/{id}/rename", Proven),
    ("GET", "/security/apps/{id}/delete", Proven),
    ("POST", "/security/apps/{id}/delete", Proven),
    ("GET", "/security/phone", Proven),
    ("POST", "/security/phone", Proven),
    ("GET", "/security/office-phone", Proven),
    ("POST", "/security/office-phone", Proven),
    ("GET", "/security/alternate-phone", Proven),
    ("POST", "/security/alternate-phone", Proven),
    ("GET", "/security/phone/verify", Proven),
    ("POST", "/security/phone/verify", Proven),
    ("GET", "/security/phone/progress", Proven),
    ("POST", "/security/phone/again", Proven),
    ("POST", "/security/browsers/{id}/forget", SignedIn),
    ("GET", "/security/browsers/restore", SignedIn),
    ("POST", "/security/browsers/restore", SignedIn),
    ("GET", "/app-passwords", Proven),
    ("GET", "/app-passwords/create", Proven),
    ("POST", "/app-passwords/create", Proven),
    ("GET", "/app-passwords/created", SignedIn),
    ("POST", "/app-passwords/created", SignedIn),
    ("GET", "/app-passwords/deleted", SignedIn),
    ("GET", "/app-passwords/delete-all", Proven),
    ("POST", "/app-passwords/delete-all", Proven),
    ("GET", "/app-passwords/{id}/delete", Proven),
    ("POST", "/app-passwords/{id}/delete", Proven),
    ("POST", "/csp-reports", Anybody),
    ("GET", "/healthz", Anybody),
    ("GET", "/readyz", Anybody),
    ("GET", "/api/openapi.json", Anybody),
    ("POST", "/api/v1/app-passwords/check", Machine),
    ("GET", "/demo/phone", Demo),
    ("GET", "/demo/messages", Demo),
    ("GET", "/demo/phone/version", Demo),
    ("POST", "/demo/phone/{id}/answer", Demo),
    ("POST", "/demo/phone/{id}/decline", Demo),
    ("POST", "/demo/phone/{id}/voicemail", Demo),
    ("POST", "/demo/phone/{id}/hang-up", Demo),
    ("POST", "/demo/phone/{id}/keys", Demo),
    ("POST", "/demo/phone/{id}/reply", Demo),
];

/// Everything that changes something, for whoever tests refusals.
pub fn changes() -> impl Iterator<Item = String> {
    let posts = TABLE
        .iter()
        .filter(|(method, _, level)| *method == "POST" && !matches!(level, Machine | Demo));
    posts.map(|(_, path, _)| path.replace("{id}", ID))
}

const ID: &str = "0000000003e8ffffffffffffffffffff";

/// The addresses in the router's source.
fn written() -> BTreeSet<(String, String)> {
    let source = include_str!("../../src/http.rs");
    let main = source.split("pub fn admin_router").next().unwrap();
    let mut found = BTreeSet::new();
    for route in main.split(".route(").skip(1) {
        let (_, route) = route.split_once('"').unwrap();
        let (path, handlers) = route.split_once('"').unwrap();
        for (verb, method) in [
            ("get(", "GET"),
            ("post(", "POST"),
            ("put(", "PUT"),
            ("delete(", "DELETE"),
            ("patch(", "PATCH"),
            ("any(", "ANY"),
        ] {
            let called = handlers.match_indices(verb).any(|(at, _)| {
                !handlers[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            });
            if called {
                found.insert((method.to_owned(), path.to_owned()));
            }
        }
    }
    found
}

#[test]
fn the_table_names_every_address_and_no_other() {
    let table: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(m, p, _)| ((*m).to_owned(), (*p).to_owned()))
        .collect();
    assert_eq!(table.len(), TABLE.len(), "no address twice");
    assert_eq!(written(), table);
}

/// Where somebody is sent who may not come in.
fn door(page: &Page) -> &str {
    if page.leads() {
        page.to().split('?').next().unwrap()
    } else {
        ""
    }
}

async fn ask(browser: &mut Browser, method: &str, path: &str) -> Page {
    let path = path.replace("{id}", ID);
    if method == "GET" {
        browser.get(&path).await
    } else if path == "/csp-reports" {
        crate::csp_reports::send(browser, "application/reports+json", "[]").await
    } else {
        browser.post(&path, &[]).await
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Stranger,
    AtSecondStep,
    AtGate,
    SignedInLongAgo,
    JustSignedIn,
}

struct People {
    enrolled: Person,
    new: Person,
}

async fn browser_of(portal: &TestPortal, people: &People, who: Who) -> Browser {
    match who {
        Who::Stranger => portal.browser(),
        Who::AtSecondStep => portal.halfway(&people.enrolled).await,
        Who::AtGate => portal.halfway(&people.new).await,
        Who::JustSignedIn => portal.signed_in(&people.enrolled).await,
        Who::SignedInLongAgo => {
            let browser = portal.signed_in(&people.enrolled).await;
            portal.clock.forward(Span::minutes(10));
            browser
        }
    }
}

/// The door at which somebody ends; `None` when they may come in.
fn kept_out(level: Level, who: Who) -> Option<&'static str> {
    match (level, who) {
        (Anybody, _) | (Pending, Who::AtSecondStep) | (Enrolling, Who::AtGate) => None,
        (SignedIn, Who::SignedInLongAgo | Who::JustSignedIn) | (Proven, Who::JustSignedIn) => None,
        (Proven, Who::SignedInLongAgo) => Some("/step-up"),
        (SignedIn | Proven, Who::AtSecondStep) => Some("/sign-in/verify"),
        (SignedIn | Proven | Pending, Who::AtGate) => Some("/enrol"),
        (Pending | Enrolling, Who::SignedInLongAgo | Who::JustSignedIn) => Some("/profile"),
        (Pending | Enrolling | SignedIn | Proven, Who::Stranger)
        | (Enrolling, Who::AtSecondStep) => Some("/sign-in"),
        (Machine | Demo, _) => Some(""),
    }
}

#[tokio::test]
async fn everybody_comes_as_far_as_the_table_says() {
    let portal = TestPortal::new().await;
    let people = People {
        enrolled: portal.enrolled("sanne@example.org").await,
        new: portal.add("noor@example.org", State::Enabled).await,
    };
    for who in [
        Who::Stranger,
        Who::AtSecondStep,
        Who::AtGate,
        Who::SignedInLongAgo,
        Who::JustSignedIn,
    ] {
        for (method, path, level) in TABLE {
            let mut browser = browser_of(&portal, &people, who).await;
            let page = ask(&mut browser, method, path).await;
            let place = format!(
                "{method} {path} by {who:?}: {} {}",
                page.status,
                door(&page)
            );
            match (level, kept_out(*level, who)) {
                (Machine, _) => assert_eq!(page.status, 403, "{place}"),
                (Demo, _) => assert_eq!(page.status, 404, "{place}"),
                // A code without a sign-in that waits for one.
                (Pending, Some(_)) if *method == "POST" => {
                    assert_eq!(door(&page), "/sign-in", "{place}")
                }
                (_, Some(expected)) => assert_eq!(door(&page), expected, "{place}"),
                (Anybody, None) => assert!(
                    !page.status.is_server_error() && page.status != 403 && page.status != 404,
                    "{place}"
                ),
                (_, None) => {
                    let elsewhere =
                        ["/step-up", "/sign-in/verify"].contains(&door(&page)) && *level != Pending;
                    let out = door(&page) == "/sign-in"
                        && !["/sign-out-everywhere", "/sign-in/cancel"].contains(path);
                    assert!(!elsewhere && !out && page.status != 403, "{place}");
                }
            }
            portal.clock.forward(Span::minutes(1));
        }
    }
}

#[tokio::test]
async fn a_026_a_sign_in_on_the_way_opens_nothing_however_it_is_presented() {
    let portal = TestPortal::new().await;
    let people = People {
        enrolled: portal.enrolled("sanne@example.org").await,
        new: portal.add("noor@example.org", State::Enabled).await,
    };
    for person in [&people.enrolled, &people.new] {
        let token = portal.halfway(person).await.cookies["__Host-p"].clone();
        let basic = data_encoding::BASE64.encode(format!("{}:{token}", person.login).as_bytes());
        for (method, path, level) in TABLE {
            if !matches!(level, SignedIn | Proven | Machine) {
                continue;
            }
            let path = path.replace("{id}", ID);
            let query = format!("{path}?__Host-s={token}&session={token}&access_token={token}");
            let disguises = [
                (portal.browser().holding("__Host-s", &token), path.clone()),
                (
                    portal
                        .browser()
                        .holding("__Host-p", &token)
                        .holding("__Host-s", &token),
                    path.clone(),
                ),
                (
                    portal
                        .browser()
                        .with("authorization", &format!("Bearer {token}")),
                    path.clone(),
                ),
                (
                    portal
                        .browser()
                        .with("authorization", &format!("Basic {basic}")),
                    path.clone(),
                ),
                (portal.browser(), query),
            ];
            for (mut browser, path) in disguises {
                let page = if *method == "GET" {
                    browser.get(&path).await
                } else {
                    browser.from("127.0.0.1").post(&path, &[]).await
                };
                let closed = if *level == Machine {
                    [401, 403].contains(&page.status.as_u16())
                } else {
                    ["/sign-in", "/sign-in/verify", "/enrol"].contains(&door(&page))
                };
                assert!(closed, "{method} {path}: {} {}", page.status, door(&page));
                assert!(!page.says("Sanne Pieters"));
            }
        }
    }
}

#[tokio::test]
async fn a_112_odd_spellings_decide_nothing_differently() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut stranger = portal.browser();
    for path in [
        "//profile",
        "/./profile",
        "/profile/",
        "/profile/.",
        "/sign-in/../profile",
        "/%70rofile",
        "/profile%2f",
        "/profile%00",
        "/profile;x=1",
        "/Profile",
        "/PROFILE",
        "/%2e/profile",
        "/%252e/profile",
        "/help/..%2fprofile",
        "/help/..;/profile",
        "/profile\u{ff0f}".trim_end_matches('\u{ff0f}'),
        "/app-passwords//create",
        "/app-passwords/%2e%2e/profile",
    ] {
        let page = stranger.get(path).await;
        assert!(
            page.status == 404 || door(&page) == "/sign-in",
            "{path}: {}",
            page.status
        );
        assert!(!page.says("Sanne Pieters"));
    }
    let mut signed_in = portal.signed_in(&person).await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    for (name, header) in [
        ("x-http-method-override", "POST"),
        ("x-http-method", "DELETE"),
        ("x-method-override", "POST"),
    ] {
        let page = signed_in
            .clone()
            .with(name, header)
            .get("/app-passwords/delete-all")
            .await;
        assert!(
            page.status == 200 && page.says("Yes"),
            "a question, not an answer"
        );
    }
    for path in [
        "/app-passwords/delete-all?_method=POST",
        "/sign-out-everywhere?_method=post",
    ] {
        assert_eq!(signed_in.get(path).await.status, 200);
    }
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"] {
        for path in [
            "/profile",
            "/app-passwords/delete-all",
            "/sign-out",
            "/api/v1/app-passwords/check",
        ] {
            let mut request = request(method, path, "");
            request
                .headers_mut()
                .insert("origin", crate::portal::ORIGIN.parse().unwrap());
            request.headers_mut().insert(
                "content-type",
                "application/x-www-form-urlencoded".parse().unwrap(),
            );
            let page = signed_in.send(request).await;
            assert!(
                [403, 405].contains(&page.status.as_u16()),
                "{method} {path}: {}",
                page.status
            );
        }
    }
    assert_eq!(
        signed_in
            .send(request("HEAD", "/app-passwords/delete-all", ""))
            .await
            .status,
        200
    );
    assert!(
        signed_in
            .send(request("HEAD", "/profile", ""))
            .await
            .body
            .is_empty()
    );
    let head = portal.browser().send(request("HEAD", "/profile", "")).await;
    assert!(
        head.to().starts_with("/sign-in"),
        "the same decision without a body"
    );
    let get = signed_in.get("/sign-out").await;
    assert_eq!((get.status.as_u16(), get.header("allow")), (405, "POST"));
    for odd in [
        "x",
        "../../etc",
        "0000000003E8FFFFFFFFFFFFFFFFFFFF",
        "%ff",
        "%2e%2e",
        "0",
        "-1",
        "0000000003e8ffffffffffffffffffff0",
        "'%20OR%201=1",
    ] {
        for path in [
            format!("/app-passwords/{odd}/delete"),
            format!("/security/apps/{odd}/rename"),
        ] {
            let page = signed_in.get(&path).await;
            assert!(
                [400, 404].contains(&page.status.as_u16()),
                "{path}: {}",
                page.status
            );
            assert!(
                page.says("Proofup"),
                "a page in our own words: {}",
                page.text()
            );
        }
    }
    assert!(portal.check(&person.login, &value).await);
}

#[tokio::test]
async fn the_demos_own_addresses_exist_in_the_demo_only() {
    let portal = Plan::default().demo().open().await;
    assert_eq!(portal.browser().get("/demo/phone").await.status, 200);
    assert_eq!(portal.browser().get("/demo/messages").await.body, "[]");
    let real = TestPortal::new().await;
    for path in ["/demo/phone", "/demo/messages", "/demo", "/demo/"] {
        assert_eq!(real.browser().get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_is_counted_is_told_on_the_administration_listener_only() {
    let portal = TestPortal::new().await;
    let mut machine = portal
        .browser()
        .from("127.0.0.1")
        .with("authorization", &format!("Bearer {TOKEN}"));
    for path in [
        "/metrics",
        "/metrics/",
        "/admin",
        "/debug",
        "/api",
        "/api/v1",
        "/api/v1/people",
    ] {
        assert_eq!(machine.get(path).await.status, 404, "{path}");
    }
    let mut admin = Browser::new(server::http::admin_router(portal.portal.clone()));
    let page = admin.get("/metrics").await;
    assert!(
        page.status == 200
            && page
                .body
                .contains("proofup_http_responses_total{class=\"4xx\"} 7"),
        "{}",
        page.body
    );
    assert_eq!(admin.get("/sign-in").await.status, 404);
}
