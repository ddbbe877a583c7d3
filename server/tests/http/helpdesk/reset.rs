//! A temporary password (F-150): read to somebody, good for coming as far as the choice of a new one, and for
//! nothing else.

use domain::Refusal;
use domain::account::State;
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::time::Span;

use super::{Desk, at, inside, type_code, type_password};
use crate::cast::{PASSWORD, Person};
use crate::client::Browser;
use crate::page::Page;
use crate::portal::{Database, Plan};

on_both_stores!(
    a_reset_leads_to_a_password_of_ones_own,
    a_109_a_temporary_password_is_replaced_once,
);

const NEW: &str = "trompet kasteel azijn negentien";

/// Has Hans reset the password, and reads the temporary one.
async fn reset(desk: &mut Desk, person: &Person) -> String {
    let told = ("password_reset", NoticeKind::PasswordReset);
    let page = desk.helped(person, Aid::ResetPassword, &[], told).await;
    assert_eq!(page.path, format!("{}/reset-password/issued", at(person)));
    page.by_id("pass-value").replace(' ', "")
}

/// Types the new password twice.
async fn choose(browser: &mut Browser, new: &str) -> Page {
    let typed = [("new", new), ("again", new)];
    browser.post("/sign-in/password", &typed).await
}

/// Somebody with a temporary password who has given it.
fn with(person: &Person, password: &str) -> Person {
    Person {
        password: password.to_owned(),
        ..person.clone()
    }
}

async fn a_reset_leads_to_a_password_of_ones_own(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let laptop = desk.portal.give_app_password(anna.id, "Laptop").await;
    let mut open = desk.portal.signed_in(&anna).await;
    let mut halfway = desk.portal.halfway(&anna).await;
    let temporary = reset(&mut desk, &anna).await;
    assert!(temporary.len() == 16 && !temporary.contains(['0', '1', 'i', 'l', 'o']));
    assert!(!inside(&mut open).await, "signed out");
    let code = desk.portal.next_code(&anna);
    let to = type_code(&mut halfway, &code).await.to().to_owned();
    assert!(to.starts_with("/sign-in?"), "begin again: {to}");
    assert!(!desk.portal.check(&anna.login, &laptop).await, "no mailbox");
    let old = type_password(&mut desk.portal.browser(), &anna, PASSWORD).await;
    assert!(old.refuses(Refusal::WrongCredentials), "{}", old.text());

    // As it is read over the telephone.
    let (a, b) = temporary.split_at(8);
    let typed = format!(" {}-{} ", a.to_uppercase(), b);
    let mut browser = desk.portal.browser();
    let page = type_password(&mut browser, &anna, &typed).await;
    assert_eq!(page.to(), "/sign-in/verify", "the second step as always");
    let code = desk.portal.next_code(&anna);
    assert_eq!(
        type_code(&mut browser, &code).await.to(),
        "/sign-in/password"
    );
    for path in [
        "/profile",
        "/security",
        "/app-passwords",
        "/sign-in/verify",
        "/enrol",
    ] {
        assert_eq!(browser.get(path).await.to(), "/sign-in/password", "{path}");
    }
    for path in [
        "/security/app/start",
        "/app-passwords/create",
        "/profile/password",
    ] {
        assert_eq!(browser.post(path, &[]).await.to(), "/sign-in/password");
    }
    let page = choose(&mut browser, &temporary).await;
    assert!(page.refuses(Refusal::PasswordSame), "{}", page.text());
    let page = browser.get("/sign-in/password").await;
    let typed = [("new", NEW), ("again", "something else")];
    let page = browser.press(&page, "Save and go on", &typed).await;
    assert!(page.refuses(Refusal::PasswordsDiffer), "{}", page.text());
    let page = choose(&mut browser, "kort").await;
    assert!(page.says("12"), "{}", page.text());
    assert_eq!(choose(&mut browser, NEW).await.to(), "/profile");
    let page = browser.get("/profile").await;
    assert!(page.says("Your new password counts."), "{}", page.text());
    // Everything was proven on the way.
    assert_eq!(browser.get("/security").await.status, 200);

    let mut again = desk.portal.browser();
    let page = type_password(&mut again, &anna, &temporary).await;
    assert!(page.refuses(Refusal::WrongCredentials));
    desk.portal.signed_in(&with(&anna, NEW)).await;
    assert_eq!(desk.portal.account(anna.id).await.temporary, None);
    let rows = desk.portal.audit().await;
    for secret in [&*temporary, &temporary.to_uppercase(), NEW] {
        assert!(rows.iter().all(|row| !row.details.contains(secret)));
    }
    let told: Vec<_> = desk.portal.notices(anna.id).await;
    let told: Vec<_> = told.into_iter().map(|notice| notice.kind).collect();
    assert_eq!(
        told,
        [NoticeKind::PasswordReset, NoticeKind::PasswordChanged]
    );
}

async fn a_109_a_temporary_password_is_replaced_once(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let reset = with(&anna, &reset(&mut desk, &anna).await);
    let twin = desk.portal.twin().await;
    let mut browsers = Vec::new();
    for n in 0..4 {
        let portal = if n % 2 == 0 { &desk.portal } else { &twin };
        let mut browser = portal.halfway(&reset).await;
        let code = portal.next_code(&reset);
        type_code(&mut browser, &code).await;
        browsers.push(browser);
    }
    let mut all = tokio::task::JoinSet::new();
    for (n, mut browser) in browsers.into_iter().enumerate() {
        all.spawn(async move {
            let new = format!("{NEW} {n}");
            choose(&mut browser, &new).await.header("location") == "/profile"
        });
    }
    let replaced = all.join_all().await;
    assert_eq!(replaced.into_iter().filter(|one| *one).count(), 1);
    assert_eq!(desk.portal.count("authn_password_change").await, 1);
}

#[tokio::test]
async fn a_109_a_temporary_password_runs_out() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let reset = with(&anna, &reset(&mut desk, &anna).await);
    desk.portal.clock.forward(Span::seconds(24 * 3_600 - 35));
    let mut early = desk.portal.halfway(&reset).await;
    let code = desk.portal.next_code(&reset);
    assert_eq!(type_code(&mut early, &code).await.to(), "/sign-in/password");
    desk.portal.clock.forward(Span::seconds(5));
    let page = choose(&mut early, NEW).await;
    assert_eq!(page.to(), "/sign-in?notice=sign_in_ended", "too late");
    let mut browser = desk.portal.browser();
    let page = type_password(&mut browser, &anna, &reset.password).await;
    assert!(page.refuses(Refusal::PasswordOver), "{}", page.text());
    desk.return_to_work().await;
    let page = desk.see(&anna).await;
    assert!(page.says("the temporary password is too old"));
    // Who does not know it hears nothing of that.
    let page = type_password(&mut browser, &anna, "aaaa bbbb cccc dddd").await;
    assert!(page.refuses(Refusal::WrongCredentials), "{}", page.text());
}

#[tokio::test]
async fn who_has_no_second_step_chooses_and_then_enrols_or_is_in() {
    let mut desk = Desk::open().await;
    for (login, state, leads) in [
        ("new@example.org", State::Enabled, "/enrol"),
        ("free@example.org", State::Disabled, "/profile"),
    ] {
        desk.return_to_work().await;
        let person = desk.portal.add(login, state).await;
        let reset = with(&person, &reset(&mut desk, &person).await);
        assert!(!desk.portal.check(login, &reset.password).await, "no mail");
        let mut browser = desk.portal.halfway(&reset).await;
        assert_eq!(browser.get("/enrol").await.to(), "/sign-in/password");
        let page = choose(&mut browser, NEW).await;
        assert_eq!(page.to(), leads, "{}", page.text());
        assert_eq!(inside(&mut browser).await, leads == "/profile");
        let mut anew = desk.portal.browser();
        let page = type_password(&mut anew, &person, NEW).await;
        assert_eq!(page.to(), leads);
    }
    assert!(
        desk.portal.check("free@example.org", NEW).await,
        "her own again"
    );
}

#[tokio::test]
async fn leaving_is_possible_and_a_second_reset_takes_the_place_of_the_first() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let first = with(&anna, &reset(&mut desk, &anna).await);
    let mut browser = desk.portal.halfway(&first).await;
    let code = desk.portal.next_code(&first);
    type_code(&mut browser, &code).await;
    let page = browser.get("/sign-in/password").await;
    let page = browser.press(&page, "Cancel", &[]).await;
    assert_eq!(page.path, "/sign-in");
    assert_eq!(choose(&mut browser, NEW).await.to(), "/sign-in");

    let mut waiting = desk.portal.halfway(&first).await;
    let code = desk.portal.next_code(&first);
    type_code(&mut waiting, &code).await;
    desk.return_to_work().await;
    let second = with(&anna, &reset(&mut desk, &anna).await);
    let page = choose(&mut waiting, NEW).await;
    assert_eq!(page.to(), "/sign-in?notice=sign_in_ended");
    let page = type_password(&mut browser, &anna, &first.password).await;
    assert!(page.refuses(Refusal::WrongCredentials));
    let mut browser = desk.portal.halfway(&second).await;
    let code = desk.portal.next_code(&second);
    assert_eq!(
        type_code(&mut browser, &code).await.to(),
        "/sign-in/password"
    );
}

#[tokio::test]
async fn it_is_shown_until_it_is_closed_and_to_one_browser() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let temporary = reset(&mut desk, &anna).await;
    let shown = format!("{}/reset-password/issued", at(&anna));
    let page = desk.browser.get(&shown).await;
    assert_eq!(page.by_id("pass-value").replace(' ', ""), temporary);
    assert_eq!(page.header("cache-control"), "no-store");
    let hans = desk.hans.clone();
    let mut elsewhere = super::at_work(&desk.portal, &hans).await;
    assert_eq!(elsewhere.get(&shown).await.to(), at(&anna));
    let page = desk.browser.press(&page, "Close", &[]).await;
    assert!(page.path == at(&anna) && !page.says(&temporary));
    assert!(
        page.says("The password is a temporary one."),
        "{}",
        page.text()
    );
    assert_eq!(desk.browser.get(&shown).await.to(), at(&anna));
}
