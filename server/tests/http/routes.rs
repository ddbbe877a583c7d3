//! Every address and what it takes to be answered there. The table is the rule: an address that is not
//! in it fails here, and so does one that opens to somebody whom the table keeps out.

use std::collections::BTreeSet;

use Level::{
    Anybody, Demo, Enrolling, Gateway, Machine, Pending, Proven, Renewing, SignedIn, Staff,
};
use domain::Id;
use domain::account::{Role, State};
use domain::service::ports::{Batch, Change, Clock as _};
use domain::time::Span;
use server::http::table::{DEMO_TABLE, Level, TABLE};

use crate::cast::Person;
use crate::client::{Browser, request};
use crate::page::Page;
use crate::portal::{Plan, TOKEN, TestPortal};

/// The portal's and the demo's addresses.
fn table() -> impl Iterator<Item = (&'static str, &'static str, Level)> {
    let rows = TABLE.iter().chain(DEMO_TABLE);
    rows.map(|row| (row.method, row.path, row.level))
}

/// Everything that changes something, for whoever tests refusals.
pub fn changes() -> impl Iterator<Item = String> {
    let posts =
        table().filter(|(method, _, level)| *method == "POST" && !matches!(level, Machine | Demo));
    posts.map(|(_, path, _)| filled(path, ID))
}

/// Whether files are sent to this address.
pub fn takes_files(path: &str) -> bool {
    [
        "/administration/people/import",
        "/administration/rules/greetings/change",
    ]
    .contains(&path)
}

const ID: &str = "0000000003e8ffffffffffffffffffff";

/// An address with something in its places.
fn filled(path: &str, id: &str) -> String {
    path.replace("{id}", id)
        .replace("{aid}", "unlock")
        .replace("{sha256}", &"0".repeat(64))
}

#[test]
fn no_address_stands_in_the_table_twice() {
    let unique: BTreeSet<_> = table().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(unique.len(), table().count());
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
    if method == "GET" {
        browser.get(path).await
    } else if path == "/csp-reports" {
        crate::csp_reports::send(browser, "application/reports+json", "[]").await
    } else {
        browser.post(path, &[]).await
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Stranger,
    AtSecondStep,
    AtGate,
    /// With a temporary password, as far as that leads.
    Renewing,
    SignedInLongAgo,
    JustSignedIn,
    /// One of the staff, with a code of an app just given.
    Works(Role),
    /// The same six minutes later.
    WorksOn(Role),
}

struct People {
    enrolled: Person,
    new: Person,
    /// With a temporary password.
    reset: Person,
    /// One for each role above the user's, in the order of the ranks.
    staff: Vec<Person>,
    /// Whom the staff look at.
    other: Id,
}

impl People {
    async fn of(portal: &TestPortal) -> Self {
        let mut staff = Vec::new();
        for role in &Role::ALL[1..] {
            let login = format!("{}@example.org", role.key());
            staff.push(portal.enrolled_as(&login, *role).await);
        }
        Self {
            enrolled: portal.enrolled("sanne@example.org").await,
            new: portal.add("noor@example.org", State::Enabled).await,
            reset: with_temporary(portal).await,
            staff,
            other: portal.enrolled("olga@example.org").await.id,
        }
    }

    fn staff(&self, role: Role) -> &Person {
        let place = Role::ALL.iter().position(|one| *one == role).unwrap();
        &self.staff[place - 1]
    }
}

/// Somebody whose password is a temporary one.
async fn with_temporary(portal: &TestPortal) -> Person {
    let person = portal.add("rita@example.org", State::Enabled).await;
    let until = portal.clock.now() + Span::days(300);
    let batch = Batch {
        account: Some((person.id, portal.account(person.id).await.version)),
        changes: vec![Change::LimitPassword(until)],
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
    person
}

async fn browser_of(portal: &TestPortal, people: &People, who: Who) -> Browser {
    match who {
        Who::Stranger => portal.browser(),
        Who::AtSecondStep => portal.halfway(&people.enrolled).await,
        Who::AtGate => portal.halfway(&people.new).await,
        Who::Renewing => portal.halfway(&people.reset).await,
        Who::JustSignedIn => portal.signed_in(&people.enrolled).await,
        Who::SignedInLongAgo => {
            let browser = portal.signed_in(&people.enrolled).await;
            portal.clock.forward(Span::minutes(10));
            browser
        }
        Who::Works(role) => portal.signed_in(people.staff(role)).await,
        Who::WorksOn(role) => {
            let browser = portal.signed_in(people.staff(role)).await;
            portal.clock.forward(Span::minutes(6));
            browser
        }
    }
}

/// The door at which somebody ends; `None` when they may come in.
fn kept_out(level: Level, who: Who) -> Option<&'static str> {
    match (level, who) {
        (Anybody, _)
        | (Pending, Who::AtSecondStep)
        | (Enrolling, Who::AtGate)
        | (Renewing, Who::Renewing) => None,
        (Machine | Demo, _) => Some(""),
        // Nobody has made a file with this name.
        (Gateway, _) => Some(NOWHERE),
        (SignedIn | Proven | Staff(_) | Renewing, Who::AtSecondStep) => Some("/sign-in/verify"),
        (SignedIn | Proven | Pending | Staff(_) | Renewing, Who::AtGate) => Some("/enrol"),
        (_, Who::Renewing) => Some("/sign-in/password"),
        (Pending | Enrolling | Renewing | SignedIn | Proven | Staff(_), Who::Stranger)
        | (Enrolling, Who::AtSecondStep) => Some("/sign-in"),
        // No such page for whoever does not have the duty.
        (Staff(_), Who::JustSignedIn | Who::SignedInLongAgo) => Some(NOWHERE),
        (Staff(duty), Who::Works(role) | Who::WorksOn(role)) if !duty.of(role) => Some(NOWHERE),
        (Staff(duty), Who::WorksOn(_)) if duty.acts() => Some("/step-up"),
        (Proven, Who::SignedInLongAgo) => Some("/step-up"),
        (Staff(_) | SignedIn | Proven, _) => None,
        (Pending | Enrolling | Renewing, _) => Some("/profile"),
    }
}

/// There is no such page.
const NOWHERE: &str = "404";

#[tokio::test]
async fn everybody_comes_as_far_as_the_table_says() {
    let portal = TestPortal::new().await;
    let people = People::of(&portal).await;
    let mut everybody = vec![
        Who::Stranger,
        Who::AtSecondStep,
        Who::AtGate,
        Who::Renewing,
        Who::SignedInLongAgo,
        Who::JustSignedIn,
    ];
    for role in &Role::ALL[1..] {
        everybody.extend([Who::Works(*role), Who::WorksOn(*role)]);
    }
    for who in everybody {
        for (method, path, level) in table() {
            // What everybody signed in may call was asked above; staff are people too, and once is enough.
            if matches!(who, Who::Works(_) | Who::WorksOn(_)) && !matches!(level, Staff(_)) {
                continue;
            }
            let id = match level {
                Staff(_) => people.other.to_string(),
                _ => ID.to_owned(),
            };
            let mut browser = browser_of(&portal, &people, who).await;
            let page = ask(&mut browser, method, &filled(path, &id)).await;
            let place = format!(
                "{method} {path} by {who:?}: {} {}",
                page.status,
                door(&page)
            );
            match (level, kept_out(level, who)) {
                (Machine, _) => assert_eq!(page.status, 403, "{place}"),
                (Demo, _) => assert_eq!(page.status, 404, "{place}"),
                // A code without a sign-in that waits for one.
                (Pending, Some(_)) if method == "POST" => {
                    assert_eq!(door(&page), "/sign-in", "{place}")
                }
                (_, Some(NOWHERE)) => assert_eq!(page.status, 404, "{place}"),
                (_, Some(expected)) => assert_eq!(door(&page), expected, "{place}"),
                (Staff(_), None) => assert!(
                    page.status == 200
                        || ["/helpdesk", "/administration"]
                            .iter()
                            .any(|place| door(&page).starts_with(place)),
                    "{place}"
                ),
                (Anybody, None) => assert!(
                    !page.status.is_server_error() && page.status != 403 && page.status != 404,
                    "{place}"
                ),
                (_, None) => {
                    let elsewhere =
                        ["/step-up", "/sign-in/verify"].contains(&door(&page)) && level != Pending;
                    let out = door(&page) == "/sign-in"
                        && !["/sign-out-everywhere", "/sign-in/cancel"].contains(&path);
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
    let people = People::of(&portal).await;
    for person in [
        &people.enrolled,
        &people.new,
        people.staff(Role::Administrator),
    ] {
        let token = portal.halfway(person).await.cookies["__Host-p"].clone();
        let basic = data_encoding::BASE64.encode(format!("{}:{token}", person.login).as_bytes());
        for (method, path, level) in table() {
            if !matches!(level, SignedIn | Proven | Staff(_) | Machine) {
                continue;
            }
            let path = filled(path, ID);
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
                let page = if method == "GET" {
                    browser.get(&path).await
                } else {
                    browser.from("127.0.0.1").post(&path, &[]).await
                };
                let closed = if level == Machine {
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
