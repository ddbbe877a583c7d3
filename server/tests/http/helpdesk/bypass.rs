//! A one-time bypass (F-152): the password alone, once, for a short time, and no proof of anything.

use domain::Refusal;
use domain::account::State;
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::time::Span;

use super::{Desk, KNOWN, inside, password_leads, type_code, type_password};
use crate::cast::{PASSWORD, Person};
use crate::page::Page;
use crate::portal::{Database, Plan};

on_both_stores!(
    a_bypass_opens_one_session_and_proves_nothing,
    a_109_a_bypass_used_four_times_at_once_opens_one_session,
);

const ISSUED: (&str, NoticeKind) = ("bypass_issue", NoticeKind::BypassIssued);

const WHY: [(&str, &str); 1] = [("reason", "Phone is at home")];

async fn issue(desk: &mut Desk, person: &Person) -> Page {
    desk.helped(person, Aid::Bypass, &WHY, ISSUED).await
}

async fn a_bypass_opens_one_session_and_proves_nothing(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let page = issue(&mut desk, &anna).await;
    assert!(page.says("One sign-in goes without the second step until"));
    let row = desk.portal.audit().await;
    let row = row.iter().find(|row| row.event == "bypass_issue").unwrap();
    let facts: serde_json::Value = serde_json::from_str(&row.details).unwrap();
    assert_eq!(
        (&facts["seconds"], &facts["why"]),
        (&"300".into(), &WHY[0].1.into())
    );
    assert!(
        !desk.portal.check(&anna.login, PASSWORD).await,
        "no mailbox"
    );

    let mut browser = desk.portal.browser();
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/profile");
    let page = browser.get("/profile").await;
    assert!(page.says("once without the second step"), "{}", page.text());
    for path in ["/security", "/app-passwords", "/profile/password"] {
        let to = browser.get(path).await.to().to_owned();
        assert!(to.starts_with("/step-up"), "{path}: {to}");
    }
    for code in ["", "000000"] {
        let typed = [("password", PASSWORD), ("code", code)];
        let page = browser.post("/step-up", &typed).await;
        assert!(!page.leads(), "the password alone proves nothing");
    }
    assert_eq!(browser.post("/security/app/start", &[]).await.status, 303);
    assert_eq!(desk.portal.account(anna.id).await.apps.len(), 1);

    assert_eq!(
        password_leads(&desk.portal, &anna).await.to(),
        "/sign-in/verify"
    );
    let rows = desk.portal.audit().await;
    let used: Vec<_> = rows.iter().filter(|row| row.reason == "bypass").collect();
    assert_eq!(used.len(), 1);
    assert_eq!(
        (&*used[0].event, &*used[0].outcome, &*used[0].subject),
        ("authn_login_success", "success", &*anna.id.to_string())
    );
    let told = desk.portal.notices(anna.id).await;
    let told: Vec<_> = told.into_iter().map(|notice| notice.kind).collect();
    assert_eq!(told, [NoticeKind::BypassIssued, NoticeKind::BypassUsed]);
    let page = desk.see(&anna).await;
    assert!(!page.says("One sign-in goes without"), "used up");
    assert!(page.says("Signed in without the second step: bypass"));
}

async fn a_109_a_bypass_used_four_times_at_once_opens_one_session(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    issue(&mut desk, &anna).await;
    let twin = desk.portal.twin().await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..4 {
        let portal = if n % 2 == 0 { &desk.portal } else { &twin };
        let (mut browser, anna) = (portal.browser(), anna.clone());
        all.spawn(async move {
            let page = type_password(&mut browser, &anna, PASSWORD).await;
            page.to().to_owned()
        });
    }
    let mut led = all.join_all().await;
    led.sort();
    assert_eq!(
        led,
        [
            "/profile",
            "/sign-in/verify",
            "/sign-in/verify",
            "/sign-in/verify"
        ]
    );
}

#[tokio::test]
async fn a_109_a_bypass_runs_out_is_taken_back_and_ends_with_a_block() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let typed = [WHY[0], ("seconds", "10")];
    desk.helped(&anna, Aid::Bypass, &typed, ISSUED).await;
    desk.portal.clock.forward(Span::seconds(10));
    assert_eq!(
        password_leads(&desk.portal, &anna).await.to(),
        "/sign-in/verify"
    );
    desk.helped(&anna, Aid::Bypass, &typed, ISSUED).await;
    desk.portal.clock.forward(Span::seconds(9));
    assert_eq!(password_leads(&desk.portal, &anna).await.to(), "/profile");

    issue(&mut desk, &anna).await;
    let ended = ("bypass_end", NoticeKind::BypassEnded);
    desk.helped(&anna, Aid::EndBypass, &[], ended).await;
    assert_eq!(
        password_leads(&desk.portal, &anna).await.to(),
        "/sign-in/verify"
    );
    let page = desk.refused(&anna, Aid::EndBypass).await;
    assert!(page.refuses(Refusal::NothingThere), "{}", page.text());

    issue(&mut desk, &anna).await;
    let typed = [("reason", "Stolen laptop")];
    desk.help(&anna, Aid::Block, &typed).await;
    assert_eq!(desk.portal.account(anna.id).await.bypass, None);
    let page = password_leads(&desk.portal, &anna).await;
    assert!(page.refuses(Refusal::Blocked), "{}", page.text());
    let typed = [&KNOWN[..], &WHY].concat();
    let path = super::form_of(&anna, Aid::Bypass);
    let page = desk.browser.post(&path, &typed).await;
    assert!(!page.leads(), "{}", page.text());
}

#[tokio::test]
async fn a_109_no_bypass_without_a_reason_out_of_bounds_or_where_none_is_needed() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let page = desk.refused(&anna, Aid::Bypass).await;
    assert!(page.says("Type why."), "{}", page.text());
    for seconds in ["9", "1801", "0", "-1", "", "x", "99999999999"] {
        let typed = [WHY[0], ("seconds", seconds)];
        let page = desk.help(&anna, Aid::Bypass, &typed).await;
        let bounds = Refusal::Bounds {
            min: 10,
            max: 1_800,
        };
        assert!(page.refuses(bounds), "{seconds}: {}", page.text());
    }
    assert_eq!(desk.portal.account(anna.id).await.bypass, None);
    let ben = desk.portal.add("ben@example.org", State::Enabled).await;
    let page = desk.help(&ben, Aid::Bypass, &WHY).await;
    assert!(page.refuses(Refusal::PassNotNeeded), "{}", page.text());
}

#[tokio::test]
async fn with_a_temporary_password_it_leads_to_a_session_that_proves_nothing() {
    let mut desk = Desk::open().await;
    let mut anna = desk.portal.enrolled("anna@example.org").await;
    issue(&mut desk, &anna).await;
    let page = desk.help(&anna, Aid::ResetPassword, &[]).await;
    anna.password = page.by_id("pass-value").replace(' ', "");
    let mut browser = desk.portal.halfway(&anna).await;
    assert!(!inside(&mut browser).await);
    let new = "trompet kasteel azijn negentien";
    let typed = [("new", new), ("again", new)];
    let page = browser.post("/sign-in/password", &typed).await;
    assert_eq!(page.to(), "/profile");
    assert!(inside(&mut browser).await);
    let to = browser.get("/security").await.to().to_owned();
    assert!(to.starts_with("/step-up"), "{to}");
    // The next one asks as always.
    anna.password = new.into();
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    assert_eq!(type_code(&mut browser, &code).await.to(), "/profile");
}
