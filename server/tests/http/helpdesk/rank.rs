//! Who may do it and to whom (F-155): never to oneself, to an equal or to somebody above; to other staff
//! not alone; with password and a code of an app of the last five minutes.

use domain::Refusal;
use domain::account::{PhoneKind, Role};
use domain::desk::Aid;
use domain::time::Span;

use super::{Desk, KNOWN, at, at_work, form_of, give_phone, staff};
use crate::cast::Person;
use crate::page::Page;
use crate::portal::TestPortal;

/// Somebody of every role, with an app.
async fn everybody(portal: &TestPortal) -> Vec<(Role, Person)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let login = format!("{}2@example.org", role.key());
        all.push((role, staff(portal, &login, "Somebody", role).await));
    }
    all
}

#[tokio::test]
async fn nobody_acts_on_themselves_their_equals_those_above_or_other_staff_alone() {
    let portal = TestPortal::new().await;
    let others = everybody(&portal).await;
    for role in [Role::Operator, Role::Supervisor, Role::Administrator] {
        let who = staff(&portal, role.key(), "Helper", role).await;
        let mut browser = at_work(&portal, &who).await;
        let oneself = (role, who.clone());
        for (other, person) in others.iter().chain([&oneself]) {
            let refusal = if person.id == who.id {
                Some(Refusal::OnOneself)
            } else if *other >= role {
                Some(Refusal::HigherRank)
            } else if other.is_staff() {
                Some(Refusal::SecondPerson)
            } else {
                None
            };
            let place = format!("{} on {}", role.key(), other.key());
            let page = browser.get(&at(person)).await;
            let offered = page.links(&format!("{}/", at(person)));
            let Some(refusal) = refusal else {
                assert!(!offered.is_empty(), "{place}");
                let page = browser.post(&form_of(person, Aid::Unlock), &KNOWN).await;
                assert_eq!(page.to(), at(person), "{place}");
                continue;
            };
            let before = portal.account(person.id).await;
            if refusal == Refusal::SecondPerson {
                assert!(!offered.is_empty(), "{place}");
                let page = browser.post(&form_of(person, Aid::Unlock), &KNOWN).await;
                assert!(page.to().starts_with("/helpdesk/approvals/"), "{place}");
                assert_eq!(portal.account(person.id).await, before, "{place}");
                assert!(portal.notices(person.id).await.is_empty(), "{place}");
                continue;
            }
            assert!(offered.is_empty() && page.refuses(refusal), "{place}");
            for aid in Aid::ALL {
                let which = match aid {
                    Aid::SetPhone => "phone".to_owned(),
                    _ => format!("app:{}", before.apps[0].id),
                };
                let more = [
                    ("reason", "Left"),
                    ("days", "1"),
                    ("minutes", "60"),
                    ("which", which.as_str()),
                ];
                let typed = [&KNOWN[..], &more].concat();
                let count = portal.audit().await.len();
                let page = browser.post(&form_of(person, aid), &typed).await;
                assert!(page.refuses(refusal), "{place} {aid:?}: {}", page.text());
                let mut rows = portal.audit().await.split_off(count);
                // The form that lists somebody's methods is a view as well.
                rows.retain(|row| row.event != "helpdesk_view");
                assert_eq!(rows.len(), 1, "{place} {aid:?}");
                assert_eq!(
                    (&*rows[0].event, &*rows[0].outcome, &*rows[0].reason),
                    ("helpdesk_refuse", "failure", "rank")
                );
                assert_eq!(
                    (&*rows[0].actor, &*rows[0].subject),
                    (&*who.id.to_string(), &*person.id.to_string())
                );
            }
            assert_eq!(portal.account(person.id).await, before, "{place}");
            assert!(portal.notices(person.id).await.is_empty(), "{place}");
        }
    }
}

/// Whether a page sends to the proof by app, and back here.
fn wants_proof(page: &Page, path: &str) -> bool {
    page.leads() && page.to() == format!("/step-up?way=app&next={path}")
}

#[tokio::test]
async fn acting_wants_a_proof_of_five_minutes_and_looking_does_not() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let form = form_of(&anna, Aid::EndSessions);
    desk.portal.clock.forward(Span::seconds(5 * 60 - 2));
    assert_eq!(desk.browser.get(&form).await.status, 200);
    desk.portal.clock.forward(Span::minutes(1));
    assert_eq!(desk.see(&anna).await.status, 200);
    assert_eq!(desk.browser.get("/helpdesk?q=anna").await.status, 200);
    let mut open = desk.portal.signed_in(&anna).await;
    assert!(wants_proof(&desk.browser.get(&form).await, &form));
    assert!(wants_proof(&desk.browser.post(&form, &KNOWN).await, &form));
    let manage = format!("/helpdesk/manage?id={}", anna.id);
    let page = desk.browser.get(&manage).await;
    assert!(
        page.to()
            .starts_with("/step-up?way=app&next=/helpdesk/manage")
    );
    let issued = format!("{}/pass/issued", at(&anna));
    assert!(desk.browser.get(&issued).await.to().starts_with("/step-up"));
    assert!(super::inside(&mut open).await, "nothing was done");

    let page = desk.browser.open(&form).await;
    let code = desk.portal.next_code(&desk.hans);
    let typed = [("password", desk.hans.password.as_str()), ("code", &code)];
    let confirm = page.forms().into_iter().find(|f| f.action == "/step-up");
    let button = confirm.unwrap().buttons.remove(0);
    let page = desk.browser.press(&page, &button, &typed).await;
    assert_eq!((page.path.as_str(), page.status.as_u16()), (&*form, 200));
    desk.help(&anna, Aid::EndSessions, &[]).await;
    assert!(!super::inside(&mut open).await, "done now");
}

#[tokio::test]
async fn a_proof_by_telephone_is_not_strong_enough() {
    let portal = crate::portal::Plan::default().demo().open().await;
    portal
        .policy(&[("allow_text", "true"), ("allow_call", "true")])
        .await;
    let desk = Desk::on(portal).await;
    let number = "+31612345678";
    give_phone(
        &desk.portal,
        desk.hans.id,
        PhoneKind::Authentication,
        number,
    )
    .await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let form = form_of(&anna, Aid::Unlock);
    let mut browser = desk.portal.halfway(&desk.hans).await.from(super::DESK);
    let asked = browser.post("/sign-in/ask", &[("way", "text_phone")]).await;
    assert_eq!(asked.to(), "/sign-in/verify", "{}", asked.text());
    let code = crate::phones::texted(&desk.portal).await;
    let typed = [("way", "phone"), ("code", &*code)];
    let page = browser.post("/sign-in/verify", &typed).await;
    assert_eq!(page.to(), "/profile", "{}", page.text());
    assert_eq!(browser.get("/security").await.status, 200, "for oneself");
    assert_eq!(browser.get(&at(&anna)).await.status, 200, "to look");
    assert!(wants_proof(&browser.get(&form).await, &form));
    assert!(wants_proof(&browser.post(&form, &KNOWN).await, &form));
    assert_eq!(desk.portal.count("user_change").await, 0);
}

#[tokio::test]
async fn a_browser_that_is_trusted_proves_nothing() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut browser = desk.portal.halfway(&desk.hans).await;
    let code = desk.portal.next_code(&desk.hans);
    let typed = [("code", &*code), ("remember", "yes")];
    browser.post("/sign-in/verify", &typed).await.to();
    let hans = desk.hans.clone();
    let page = super::type_password(&mut browser, &hans, &hans.password).await;
    assert_eq!(page.to(), "/profile", "trusted");
    let form = form_of(&anna, Aid::Unlock);
    assert!(wants_proof(&browser.get(&form).await, &form));
    assert_eq!(desk.see(&anna).await.status, 200);
}

#[tokio::test]
async fn staff_without_an_app_are_told_to_set_one_up() {
    let portal = TestPortal::new().await;
    let id = super::named(
        &portal,
        "nora",
        "Nora New",
        Role::Operator,
        domain::account::State::Disabled,
    )
    .await;
    let nora = Person {
        id,
        login: "nora".into(),
        password: crate::cast::PASSWORD.into(),
        key: String::new(),
    };
    let anna = portal.enrolled("anna@example.org").await;
    let mut browser = portal.signed_in(&nora).await;
    let page = browser.get(&at(&anna)).await;
    assert_eq!(page.status, 200);
    let page = browser.open(&form_of(&anna, Aid::Unlock)).await;
    assert_eq!(page.path, "/security");
    assert!(
        page.says("To help others you confirm with a code of an authenticator app."),
        "{}",
        page.text()
    );
    let page = browser.post(&form_of(&anna, Aid::Unlock), &KNOWN).await;
    assert_eq!(page.to(), "/security");
    assert_eq!(portal.count("user_change").await, 0);
}

#[tokio::test]
async fn whoever_loses_the_role_loses_the_right_at_the_next_request() {
    for role in [Role::User, Role::Reader] {
        let mut desk = Desk::open().await;
        let anna = desk.portal.enrolled("anna@example.org").await;
        let before = desk.portal.account(anna.id).await;
        assert_eq!(desk.see(&anna).await.status, 200);
        // Behind the portal's back, so that the session stays: the right is asked for each time.
        let lower = [domain::service::ports::Change::SetRole(role)];
        super::change(&desk.portal, desk.hans.id, lower).await;
        let form = form_of(&anna, Aid::EndSessions);
        assert_eq!(desk.browser.get(&form).await.status, 404);
        assert_eq!(desk.browser.post(&form, &KNOWN).await.status, 404);
        let sees = if role == Role::User { 404 } else { 200 };
        assert_eq!(desk.see(&anna).await.status, sees);
        let page = desk.browser.get("/helpdesk").await;
        assert_eq!(page.status, sees);
        assert_eq!(desk.portal.account(anna.id).await, before);
        let page = desk.browser.get("/profile").await;
        assert_eq!(page.links("/helpdesk").is_empty(), role == Role::User);
    }
    let mut desk = Desk::open().await;
    let hans = desk.portal.account(desk.hans.id).await;
    let trace = desk.portal.trace();
    let changed = desk.portal.services.set_role(&hans, Role::User, &trace);
    changed.await.unwrap();
    let page = desk.browser.get("/helpdesk").await;
    assert!(page.to().starts_with("/sign-in"), "signed out besides");
}
