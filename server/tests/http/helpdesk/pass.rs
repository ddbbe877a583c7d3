//! Temporary Access Passes (F-153): shown to the staff once, used once beside the password, for signing in
//! and for nothing else (A-109).

use domain::Refusal;
use domain::account::{Role, State};
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::time::Span;

use super::{Desk, KNOWN, at, at_work, form_of, inside, staff};
use crate::cast::Person;
use crate::client::Browser;
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};
use crate::security::set_up;

on_both_stores!(
    a_109_a_pass_used_four_times_at_once_opens_one_session,
    a_pass_leads_to_a_new_method,
);

const ISSUED: (&str, NoticeKind) = ("pass_issue", NoticeKind::PassIssued);

/// Has Hans issue a pass, and reads it.
async fn issue(desk: &mut Desk, person: &Person) -> String {
    let page = desk.helped(person, Aid::Pass, &[], ISSUED).await;
    assert_eq!(page.path, format!("{}/pass/issued", at(person)));
    read(&page)
}

/// The pass on the page, without its gaps.
fn read(page: &Page) -> String {
    page.by_id("pass-value").replace(' ', "")
}

/// Types a pass where the second step is asked for.
async fn type_pass(browser: &mut Browser, pass: &str) -> Page {
    browser.post("/sign-in/pass", &[("pass", pass)]).await
}

/// One that was never issued.
const WRONG: &str = "2345 6789 abcd";

async fn a_pass_leads_to_a_new_method(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    // Her only app is on the lost phone: the way to the pass is on the page that asks for its code.
    let mut browser = desk.portal.halfway(&anna).await;
    let page = browser.get("/sign-in/verify").await;
    assert_eq!(page.links("/sign-in/pass"), ["/sign-in/pass"]);
    let page = browser.get("/sign-in/pass").await;
    // As it is read over the telephone.
    let typed = pass.to_uppercase();
    let typed = format!(" {}-{} {}", &typed[..4], &typed[4..8], &typed[8..]);
    let page = browser.press(&page, "Verify", &[("pass", &typed)]).await;
    assert_eq!(page.path, "/security", "{}", page.text());
    assert_eq!(page.status, 200, "nothing more is asked");
    let mut new = anna.clone();
    new.key = set_up(&desk.portal, &mut browser, "New phone").await;
    desk.portal.signed_in(&new).await;
    let account = desk.portal.account(anna.id).await;
    assert_eq!((account.apps.len(), account.pass), (2, None));
    let rows = desk.portal.audit().await;
    let by_pass = |row: &&domain::audit::Row| row.details.contains(r#""method":"pass""#);
    let used: Vec<_> = rows.iter().filter(by_pass).collect();
    assert_eq!(used.len(), 1);
    assert_eq!(used[0].event, "authn_login_success");

    let mut browser = desk.portal.halfway(&anna).await;
    let page = type_pass(&mut browser, &pass).await;
    assert!(page.refuses(Refusal::WrongPass), "once: {}", page.text());
    for row in &rows {
        assert!(!row.details.contains(&pass), "{row:?}");
    }
}

async fn a_109_a_pass_used_four_times_at_once_opens_one_session(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    let twin = desk.portal.twin().await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..4 {
        let portal = if n % 2 == 0 { &desk.portal } else { &twin };
        let mut browser = portal.halfway(&anna).await;
        let pass = pass.clone();
        all.spawn(async move { type_pass(&mut browser, &pass).await.leads() });
    }
    let opened = all.join_all().await;
    assert_eq!(opened.into_iter().filter(|opened| *opened).count(), 1);
}

#[tokio::test]
async fn a_pass_is_shown_until_it_is_closed_and_to_one_browser() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    assert!(pass.len() == 12 && !pass.contains(['0', '1', 'i', 'l', 'o']));
    let shown = format!("{}/pass/issued", at(&anna));
    let page = desk.browser.get(&shown).await;
    assert_eq!(read(&page), pass, "a reload loses nothing");
    assert_eq!(page.header("cache-control"), "no-store");

    let other = format!("{}/pass/issued", at(&ben));
    assert_eq!(desk.browser.get(&other).await.to(), at(&ben), "not his");
    let olga = staff(&desk.portal, "olga", "Olga", Role::Administrator).await;
    for person in [&olga, &desk.hans.clone()] {
        let mut elsewhere = at_work(&desk.portal, person).await;
        let page = elsewhere.get(&shown).await;
        assert_eq!(page.to(), at(&anna), "another browser, {}", person.login);
    }
    desk.return_to_work().await;
    let pass = issue(&mut desk, &anna).await;
    let page = desk.browser.get(&shown).await;
    let page = desk.browser.press(&page, "Close", &[]).await;
    assert!(page.path == at(&anna) && !page.says(&pass));
    assert_eq!(desk.browser.get(&shown).await.to(), at(&anna));
    // Closed is not ended.
    let mut browser = desk.portal.halfway(&anna).await;
    assert_eq!(type_pass(&mut browser, &pass).await.to(), "/security");
}

#[tokio::test]
async fn a_109_only_the_newest_pass_counts_and_only_for_its_time_and_person() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    let first = issue(&mut desk, &anna).await;
    let second = issue(&mut desk, &anna).await;
    let his = issue(&mut desk, &ben).await;
    let mut browser = desk.portal.halfway(&anna).await;
    for wrong in [&*first, &*his, WRONG, "x", "%", &second[..11]] {
        let page = type_pass(&mut browser, wrong).await;
        assert!(page.refuses(Refusal::WrongPass), "{wrong}: {}", page.text());
        assert!(!inside(&mut browser).await);
        // Five tries in five minutes; this is about which is right.
        desk.portal.clock.forward(Span::minutes(2));
        browser = desk.portal.halfway(&anna).await;
    }
    assert_eq!(type_pass(&mut browser, &second).await.to(), "/security");

    desk.return_to_work().await;
    let typed = [("minutes", "10")];
    let page = desk.help(&anna, Aid::Pass, &typed).await;
    let short = read(&page);
    let (seconds, mut late) = (10 * 60 - 1, desk.portal.browser());
    desk.portal.clock.forward(Span::seconds(seconds));
    let mut early = desk.portal.halfway(&anna).await;
    let _ = super::type_password(&mut late, &anna, &anna.password).await;
    desk.portal.clock.forward(Span::seconds(1));
    let page = type_pass(&mut late, &short).await;
    assert!(page.refuses(Refusal::WrongPass), "run out: {}", page.text());
    desk.portal.clock.forward(Span::seconds(-1));
    assert_eq!(type_pass(&mut early, &short).await.to(), "/security");
}

#[tokio::test]
async fn a_109_a_pass_is_for_signing_in_and_nothing_else() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    assert!(!desk.portal.check(&anna.login, &pass).await, "no mailbox");
    let mut signed_in = desk.portal.signed_in(&anna).await;
    desk.portal.clock.forward(Span::minutes(10));
    for way in ["pass", "app", "phone", ""] {
        let typed = [
            ("password", anna.password.as_str()),
            ("code", &pass),
            ("pass", &pass),
            ("way", way),
        ];
        let page = signed_in.post("/step-up", &typed).await;
        assert_eq!(page.status, 200, "{way}");
        let page = signed_in.get("/security").await;
        assert!(page.to().starts_with("/step-up"), "{way}");
    }
    let mut browser = desk.portal.halfway(&anna).await;
    for way in ["pass", "app", "phone"] {
        let typed = [("code", &*pass), ("way", way)];
        let page = browser.post("/sign-in/verify", &typed).await;
        assert!(!page.leads(), "not a code: {way}");
    }
    // Nor does it take the place of the password.
    let page = super::type_password(&mut desk.portal.browser(), &anna, &pass).await;
    assert!(page.refuses(Refusal::WrongCredentials));
    let page = type_pass(&mut desk.portal.browser(), &pass).await;
    assert!(page.to().starts_with("/sign-in?"), "a stranger");
    assert_eq!(type_pass(&mut browser, &pass).await.to(), "/security");
}

#[tokio::test]
async fn wrong_passes_are_counted_and_told_apart_from_codes() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    let mut browser = desk.portal.halfway(&anna).await;
    let page = type_pass(&mut browser, "  ").await;
    assert!(page.says("Type the pass that the helpdesk gave you."));
    for _ in 0..5 {
        let page = type_pass(&mut browser, WRONG).await;
        assert!(page.refuses(Refusal::WrongPass), "{}", page.text());
    }
    let mut browser = desk.portal.halfway(&anna).await;
    let page = type_pass(&mut browser, &pass).await;
    let wait = Refusal::SlowDown { seconds: 300 };
    assert!(page.refuses(wait), "across sign-ins: {}", page.text());
    // A code is another method.
    let code = desk.portal.next_code(&anna);
    let mut other = desk.portal.halfway(&anna).await;
    let page = super::type_code(&mut other, &code).await;
    assert_eq!(page.to(), "/profile");
    desk.portal.clock.forward(Span::minutes(5));
    assert_eq!(type_pass(&mut browser, &pass).await.to(), "/security");
    let rows = desk.portal.audit().await;
    let failed = |reason: &str| {
        let of = |row: &&domain::audit::Row| {
            row.event == "authn_second_step_fail" && row.reason == reason
        };
        rows.iter().filter(of).count()
    };
    assert_eq!((failed("wrong_pass"), failed("throttled")), (5, 1));
}

#[tokio::test]
async fn a_pass_opens_where_every_method_is_locked() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let app = desk.portal.account(anna.id).await.apps[0].id;
    let lock = [domain::service::ports::Change::LockApp(app, true)];
    super::change(&desk.portal, anna.id, lock).await;
    let pass = issue(&mut desk, &anna).await;
    let mut browser = desk.portal.halfway(&anna).await;
    let page = browser.open("/sign-in/verify").await;
    assert_eq!(page.links("/sign-in/pass"), ["/sign-in/pass"]);
    assert_eq!(type_pass(&mut browser, &pass).await.to(), "/security");
}

#[tokio::test]
async fn no_pass_for_whom_nobody_asks_for_a_second_step() {
    let mut desk = Desk::open().await;
    for (login, state) in [
        ("new@example.org", State::Enabled),
        ("free@example.org", State::Disabled),
    ] {
        let person = desk.portal.add(login, state).await;
        let page = desk.see(&person).await;
        assert!(page.refuses(Refusal::PassNotNeeded), "{}", page.text());
        assert!(page.links(&form_of(&person, Aid::Pass)).is_empty());
        let typed = [&KNOWN[..], &[("minutes", "60")]].concat();
        let path = form_of(&person, Aid::Pass);
        let page = desk.browser.post(&path, &typed).await;
        assert!(page.refuses(Refusal::PassNotNeeded), "{}", page.text());
        let issued = format!("{path}/issued");
        assert_eq!(desk.browser.get(&issued).await.to(), at(&person));
    }
}

#[tokio::test]
async fn minutes_are_whole_and_within_bounds() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let bounds = Refusal::Bounds { min: 10, max: 480 };
    for minutes in ["", "0", "9", "481", "-60", "60.5", "an hour", "65596"] {
        let page = desk.help(&anna, Aid::Pass, &[("minutes", minutes)]).await;
        assert!(page.refuses(bounds), "{minutes:?}: {}", page.text());
        let kept = ("minutes".to_owned(), minutes.to_owned());
        let form = page.form("Issue a Temporary Access Pass");
        assert!(form.fields.contains(&kept), "{minutes:?}");
    }
    assert!(desk.portal.account(anna.id).await.pass.is_none());
    assert_eq!(desk.portal.count("pass_issue").await, 0);
    issue(&mut desk, &anna).await;
    let until = desk.portal.account(anna.id).await.pass.unwrap().until;
    let span = until.unix_seconds() - desk.portal.clock.seconds();
    assert_eq!(span, 60 * 60, "what the form proposes");
}

#[tokio::test]
async fn what_is_stored_of_a_pass_is_not_the_pass() {
    let portal = TestPortal::new().await;
    let mut desk = Desk::on(portal).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let pass = issue(&mut desk, &anna).await;
    for name in ["proofup.db", "proofup.db-wal"] {
        let bytes = std::fs::read(desk.portal.path(name)).unwrap_or_default();
        let found = bytes.windows(12).any(|part| part == pass.as_bytes());
        assert!(!found, "in {name}");
    }
    let told = desk.portal.notices(anna.id).await;
    assert!(told.iter().all(|notice| !notice.object.contains(&pass)));
}
