//! "Skip for now": who may put the set-up off and until when, what that opens, and that nothing else does.

use domain::Refusal;
use domain::account::{Role, State};
use domain::audit::Row;
use domain::service::ports::{Change, Clock as _};
use domain::time::Span;

use crate::cast::{PASSWORD, Person};
use crate::client::Browser;
use crate::helpdesk::change;
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};
use crate::security::set_up;

on_both_stores!(
    it_can_be_put_off_until_a_day_and_no_longer,
    several_skips_at_once_open_one_session,
    whoever_sets_up_meanwhile_is_asked_for_the_second_step,
);

const SKIP: &str = "/enrol/skip";
const SESSION: &str = "__Host-s";

/// Every test begins on 15 January 2027 at 08:00 UTC.
const IN_A_WEEK: &str = "22 January 2027, 08:00";

/// A portal whose rules give a week.
async fn portal(database: Database) -> TestPortal {
    let portal = Plan::default().on(database).open().await;
    portal.policy(&[("grace_days", "7")]).await;
    portal
}

/// Signs in and puts the set-up off, by the button.
async fn skip(portal: &TestPortal, person: &Person) -> Browser {
    let mut browser = portal.halfway(person).await;
    let gate = browser.get("/enrol").await;
    let page = browser.press(&gate, "Skip for now", &[]).await;
    assert_eq!(
        (page.path.as_str(), page.status.as_u16()),
        ("/profile", 200)
    );
    browser
}

fn offered(page: &Page) -> bool {
    let offered = page.forms().iter().any(|form| form.action == SKIP);
    assert_eq!(offered, page.says("You can put this off until"));
    offered
}

/// At the gate there is no way around, and a form that is sent all the same is refused and writes nothing.
async fn cannot(portal: &TestPortal, person: &Person) {
    let mut browser = portal.halfway(person).await;
    assert!(!offered(&browser.get("/enrol").await), "{}", person.login);
    let before = (portal.account(person.id).await, portal.audit().await.len());
    let page = browser.post(SKIP, &[]).await;
    assert!(page.refuses(Refusal::SetUpNow), "{}", page.text());
    assert!(page.forms().iter().any(|form| form.action == "/enrol"));
    assert!(!browser.cookies.contains_key(SESSION));
    let after = (portal.account(person.id).await, portal.audit().await.len());
    assert_eq!(after, before, "{}", person.login);
    assert_eq!(browser.get("/enrol").await.status, 200, "the gate stays");
    assert_eq!(browser.get("/profile").await.to(), "/enrol");
}

async fn skips(portal: &TestPortal) -> Vec<Row> {
    let mut rows = portal.audit().await;
    rows.retain(|row| row.event == "enrolment_skip");
    rows
}

async fn it_can_be_put_off_until_a_day_and_no_longer(database: Database) {
    let portal = portal(database).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let first = portal.clock.now();
    let mut browser = portal.halfway(&noor).await;
    let gate = browser.get("/enrol").await;
    assert!(gate.says(&format!("You can put this off until {IN_A_WEEK}.")));
    assert_eq!(
        portal.account(noor.id).await.grace_from,
        None,
        "looking is no skipping"
    );
    let page = browser.press(&gate, "Skip for now", &[]).await;
    assert_eq!(page.path, "/profile");
    let before = format!("Set up two-step verification before {IN_A_WEEK}.");
    assert!(page.says(&before), "{}", page.text());
    assert!(page.by_id("grace").contains("Set it up now"));
    let account = portal.account(noor.id).await;
    assert_eq!(
        (account.grace_from, account.state),
        (Some(first), State::Enabled)
    );
    let rows = skips(&portal).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0].actor, &*rows[0].outcome, &*rows[0].details),
        (
            &noor.id.to_string(),
            "success",
            // Seven days of 86400 seconds later, in milliseconds.
            r#"{"since":"1800000000000","until":"1800604800000"}"#
        )
    );
    let last = portal.audit().await.pop().unwrap();
    assert_eq!(
        (&*last.event, &*last.reason),
        ("authn_login_success", "grace")
    );
    assert!(portal.check(&noor.login, PASSWORD).await, "mail as before");

    // Days later the same day is said, and skipping moves nothing.
    portal.clock.forward(Span::days(3));
    let mut browser = skip(&portal, &noor).await;
    assert!(browser.get("/profile").await.says(&before));
    assert_eq!(portal.account(noor.id).await.grace_from, Some(first));

    // In the last minute too; what that opened goes on after it, and the next sign-in does not.
    portal
        .clock
        .forward(Span(Span::days(4).0 - Span::minutes(1).0));
    let mut browser = skip(&portal, &noor).await;
    assert!(browser.get("/profile").await.says(&before));
    portal.clock.forward(Span::minutes(1));
    let page = browser.get("/profile").await;
    assert!(page.status == 200 && !page.says("before 22 January"));
    cannot(&portal, &noor).await;
    assert_eq!(skips(&portal).await.len(), 3);
    assert!(portal.check(&noor.login, PASSWORD).await);
}

async fn several_skips_at_once_open_one_session(database: Database) {
    let portal = portal(database).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let twin = portal.twin().await;
    let token = portal.halfway(&noor).await.cookies["__Host-p"].clone();
    let mut all = tokio::task::JoinSet::new();
    for n in 0..4 {
        let portal = if n % 2 == 0 { &portal } else { &twin };
        let mut browser = portal.browser().holding("__Host-p", &token);
        all.spawn(async move {
            browser.post(SKIP, &[]).await;
            browser.cookies.contains_key(SESSION)
        });
    }
    let opened = all.join_all().await;
    assert_eq!(opened.iter().filter(|one| **one).count(), 1);
    assert_eq!(portal.store.sessions_of(noor.id).await.unwrap().len(), 1);
    assert_eq!(skips(&portal).await.len(), 1);
}

async fn whoever_sets_up_meanwhile_is_asked_for_the_second_step(database: Database) {
    let portal = portal(database).await;
    let mut noor = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = skip(&portal, &noor).await;
    // A thief with the password stands at the gate while the owner sets up.
    let mut thief = portal.halfway(&noor).await;
    let page = browser.get("/security").await;
    assert!(
        page.says("Set up two-step verification before"),
        "{}",
        page.text()
    );
    noor.key = set_up(&portal, &mut browser, "Phone").await;
    let account = portal.account(noor.id).await;
    assert_eq!((account.state, account.grace_from), (State::Enforced, None));
    for path in ["/profile", "/security"] {
        let page = browser.get(path).await;
        assert!(
            page.status == 200 && !page.says("before 22 January"),
            "{path}"
        );
    }
    let page = thief.post(SKIP, &[]).await;
    assert!(page.to().starts_with("/sign-in"), "{}", page.to());
    assert!(!thief.cookies.contains_key(SESSION));
    portal.signed_in(&noor).await;
    assert!(
        !portal.check(&noor.login, PASSWORD).await,
        "as after any set-up"
    );
}

#[tokio::test]
async fn what_is_opened_is_what_a_password_alone_opens() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = skip(&portal, &noor).await;
    assert_eq!(
        browser.get("/security").await.status,
        200,
        "the password is fresh"
    );
    let page = browser.get("/app-passwords").await;
    assert!(
        page.refuses(Refusal::AppPasswordsNeedTwoStep),
        "{}",
        page.text()
    );
    browser
        .post("/app-passwords/create", &[("name", "Mail")])
        .await;
    assert!(portal.account(noor.id).await.app_passwords.is_empty());
    for path in ["/helpdesk", "/administration"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    portal.clock.forward(Span::minutes(10));
    for path in ["/security", "/profile/password"] {
        let to = browser.get(path).await.to().to_owned();
        assert!(to.starts_with("/step-up"), "{path}: {to}");
    }
    let typed = [("password", PASSWORD), ("next", "/security")];
    assert_eq!(browser.post("/step-up", &typed).await.to(), "/security");
}

#[tokio::test]
async fn the_password_counts_from_when_it_was_given_and_not_from_the_skip() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&noor).await;
    portal.clock.forward(Span::minutes(10));
    assert_eq!(browser.post(SKIP, &[]).await.to(), "/profile");
    let to = browser.get("/security").await.to().to_owned();
    assert!(to.starts_with("/step-up"), "{to}");
}

#[tokio::test]
async fn staff_and_whoever_was_asked_again_cannot_put_it_off() {
    let portal = portal(Database::File).await;
    for role in &Role::ALL[1..] {
        let login = format!("{}@example.org", role.key());
        let one = portal.add_as(&login, State::Enabled, *role).await;
        cannot(&portal, &one).await;
    }
    let again = portal.enrolled("again@example.org").await;
    let retired = [
        Change::RetireMethods(true),
        Change::SetState(State::Enabled),
    ];
    change(&portal, again.id, retired).await;
    cannot(&portal, &again).await;
    // Somebody who becomes staff while it is put off.
    let noor = portal.add("noor@example.org", State::Enabled).await;
    skip(&portal, &noor).await;
    change(&portal, noor.id, [Change::SetRole(Role::Operator)]).await;
    cannot(&portal, &noor).await;
}

#[tokio::test]
async fn what_is_in_force_counts_and_nothing_is_unless_somebody_decides() {
    let portal = TestPortal::new().await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    cannot(&portal, &noor).await;
    portal.policy(&[("grace_days", "14")]).await;
    skip(&portal, &noor).await;
    portal.clock.forward(Span::days(5));
    portal.policy(&[("grace_days", "5")]).await;
    cannot(&portal, &noor).await;
    portal.policy(&[("grace_days", "6")]).await;
    skip(&portal, &noor).await;
    // The rules change while the gate stands open.
    let mut browser = portal.halfway(&noor).await;
    assert!(offered(&browser.get("/enrol").await));
    portal.policy(&[("grace_days", "0")]).await;
    let page = browser.post(SKIP, &[]).await;
    assert!(page.refuses(Refusal::SetUpNow) && !offered(&page));
}

#[tokio::test]
async fn whoever_is_enabled_anew_begins_anew() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    skip(&portal, &noor).await;
    portal.clock.forward(Span::days(7));
    cannot(&portal, &noor).await;
    // Said again, as a script in the night would, it gives no more days.
    for required in [true, false, true] {
        let account = portal.account(noor.id).await;
        let (services, trace) = (&portal.services, portal.trace());
        let said = services.require_two_step(&account, required, &trace).await;
        assert_eq!(said.unwrap().required(), required);
        if account.state.required() && required {
            cannot(&portal, &noor).await;
        }
    }
    skip(&portal, &noor).await;
    let from = portal.account(noor.id).await.grace_from;
    assert_eq!(from, Some(portal.clock.now()));
}

#[tokio::test]
async fn a_027_it_can_only_be_skipped_at_the_gate() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = portal.halfway(&noor).await;
    browser.post("/enrol", &[]).await;
    let before = portal.count("sequence_fail").await;
    assert_eq!(browser.post(SKIP, &[]).await.to(), "/enrol/contact");
    assert_eq!(portal.count("sequence_fail").await, before + 1);
    assert!(!browser.cookies.contains_key(SESSION));
    assert!(
        portal
            .browser()
            .post(SKIP, &[])
            .await
            .to()
            .starts_with("/sign-in")
    );
    // Neither by a form of another site, nor again by whoever is in.
    let mut gate = portal.halfway(&noor).await;
    let mut foreign = gate.clone().with("sec-fetch-site", "cross-site");
    assert_eq!(foreign.post(SKIP, &[]).await.status, 403);
    assert_eq!(gate.post(SKIP, &[]).await.to(), "/profile");
    assert_eq!(
        gate.post(SKIP, &[]).await.to(),
        "/profile",
        "nothing is on the way"
    );
    assert_eq!(skips(&portal).await.len(), 1);
}

#[tokio::test]
async fn it_leads_to_where_the_person_wanted_to_go() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    for (next, to) in [
        ("/app-passwords", "/app-passwords"),
        ("//evil.example", "/profile"),
        ("", "/profile"),
    ] {
        let mut browser = portal.browser();
        let typed = [
            ("user", &*noor.login),
            ("password", PASSWORD),
            ("next", next),
        ];
        assert_eq!(browser.post("/sign-in", &typed).await.to(), "/enrol");
        assert_eq!(browser.post(SKIP, &[]).await.to(), to, "{next}");
    }
}

#[tokio::test]
async fn behind_a_new_password_in_place_of_a_temporary_one_it_is_offered_too() {
    let portal = portal(Database::File).await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let until = portal.clock.now() + Span::hours(24);
    change(&portal, noor.id, [Change::LimitPassword(until)]).await;
    let mut browser = portal.halfway(&noor).await;
    assert!(browser.post(SKIP, &[]).await.to().starts_with("/sign-in"));
    assert_eq!(portal.account(noor.id).await.grace_from, None);
    let new = "trompet kasteel azijn negentien";
    let typed = [("new", new), ("again", new)];
    assert_eq!(
        browser.post("/sign-in/password", &typed).await.to(),
        "/enrol"
    );
    assert!(offered(&browser.get("/enrol").await));
    assert_eq!(browser.post(SKIP, &[]).await.to(), "/profile");
}
