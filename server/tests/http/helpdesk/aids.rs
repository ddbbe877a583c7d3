//! The smaller things that are done for somebody, each seen from both sides.

use domain::Refusal;
use domain::account::{PhoneKind, State};
use domain::desk::Aid;
use domain::method::Preferred;
use domain::notice::NoticeKind;
use domain::service::ports::Change;
use domain::time::Span;

use super::{Desk, KNOWN, form_of, give_phone, inside, type_code, type_password};
use crate::cast::{PASSWORD, Person, oathtool_from};
use crate::portal::{Plan, TestPortal};

/// A code that is wrong now and in the half minutes around.
fn wrong_code(portal: &TestPortal, person: &Person) -> String {
    let near = oathtool_from(&person.key, portal.clock.seconds() - 60, 4);
    let all = (0..).map(|n| format!("{n:06}"));
    all.into_iter().find(|code| !near.contains(code)).unwrap()
}

#[tokio::test]
async fn deleted_app_passwords_open_no_mailbox() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    let mut values = Vec::new();
    for (person, name) in [(&anna, "Laptop"), (&anna, "Tablet"), (&ben, "Laptop")] {
        let value = desk.portal.give_app_password(person.id, name).await;
        assert!(desk.portal.check(&person.login, &value).await);
        values.push(value);
    }
    let mut open = desk.portal.signed_in(&anna).await;
    let told = ("app_password_delete_all", NoticeKind::AppPasswordsDeleted);
    desk.helped(&anna, Aid::DeleteAppPasswords, &[], told).await;
    assert!(!desk.portal.check(&anna.login, &values[0]).await);
    assert!(!desk.portal.check(&anna.login, &values[1]).await);
    assert!(desk.portal.check(&ben.login, &values[2]).await, "his stays");
    assert!(inside(&mut open).await, "browsers stay");
    let page = desk.refused(&anna, Aid::DeleteAppPasswords).await;
    assert!(page.refuses(Refusal::NothingThere), "none is left");
}

#[tokio::test]
async fn a_forgotten_browser_asks_for_the_second_step_again() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    let typed = [("code", &*code), ("remember", "yes")];
    browser.post("/sign-in/verify", &typed).await;
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/profile", "trusted");
    let told = ("trust_end_all", NoticeKind::BrowsersForgotten);
    desk.helped(&anna, Aid::RestoreBrowsers, &[], told).await;
    assert!(inside(&mut browser).await, "a session is not trust");
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/sign-in/verify");
}

#[tokio::test]
async fn one_method_goes_and_the_last_one_stays() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let number = "+31612345698";
    give_phone(&desk.portal, anna.id, PhoneKind::Authentication, number).await;
    desk.portal.give_app(anna.id, "Tablet").await;
    let mut open = desk.portal.signed_in(&anna).await;
    let apps = desk.portal.account(anna.id).await.apps;
    let form = desk.browser.get(&form_of(&anna, Aid::DeleteMethod)).await;
    let which: Vec<String> = form
        .form("Delete one method")
        .unticked
        .into_iter()
        .filter_map(|(name, value)| (name == "which").then_some(value))
        .collect();
    assert_eq!(which.len(), 3, "{which:?}");

    let page = desk.help(&anna, Aid::DeleteMethod, &[]).await;
    assert!(page.says("Choose one of the options."), "{}", page.text());
    for unknown in ["nothing", "office", "0000000003e8ffffffffffffffffffff"] {
        let typed = [&KNOWN[..], &[("which", unknown)]].concat();
        let path = form_of(&anna, Aid::DeleteMethod);
        let page = desk.browser.post(&path, &typed).await;
        assert_eq!(page.status, 200, "{unknown}");
    }
    assert_eq!(desk.portal.account(anna.id).await.apps, apps);
    assert!(inside(&mut open).await);

    let deleted = ("method_delete", NoticeKind::AppDeleted);
    let first = [("which", which[0].as_str())];
    desk.helped(&anna, Aid::DeleteMethod, &first, deleted).await;
    assert!(!inside(&mut open).await, "signed out");
    let left = desk.portal.account(anna.id).await;
    assert_eq!((left.apps.len(), left.phones.len()), (1, 1));
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    assert!(
        type_code(&mut browser, &code)
            .await
            .refuses(Refusal::WrongCode)
    );

    let phone = which.iter().find(|key| key.contains("phone")).unwrap();
    let phone = [("which", phone.as_str())];
    let deleted = ("method_delete", NoticeKind::PhoneDeleted);
    desk.helped(&anna, Aid::DeleteMethod, &phone, deleted).await;
    let last = [("which", which[1].as_str())];
    let page = desk.help(&anna, Aid::DeleteMethod, &last).await;
    assert!(page.refuses(Refusal::LastMethod), "{}", page.text());
    assert_eq!(desk.portal.account(anna.id).await.apps.len(), 1);
    let kept = page.form("Delete one method").fields;
    assert!(kept.contains(&("which".into(), which[1].clone())));
}

#[tokio::test]
async fn every_browser_is_signed_out_and_mail_goes_on() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let value = desk.portal.give_app_password(anna.id, "Laptop").await;
    let mut first = desk.portal.signed_in(&anna).await;
    let mut second = desk.portal.signed_in(&anna).await;
    let mut halfway = desk.portal.halfway(&anna).await;
    let told = ("session_end_everywhere", NoticeKind::SessionsEnded);
    let page = desk.helped(&anna, Aid::EndSessions, &[], told).await;
    assert!(page.says("Signed in nowhere."));
    assert!(!inside(&mut first).await && !inside(&mut second).await);
    let code = desk.portal.next_code(&anna);
    let page = type_code(&mut halfway, &code).await;
    assert!(page.to().starts_with("/sign-in?"), "a sign-in on the way");
    assert!(desk.portal.check(&anna.login, &value).await);
    assert!(inside(&mut desk.browser).await, "Hans stays");
    desk.portal.signed_in(&anna).await;
}

#[tokio::test]
async fn waits_after_wrong_codes_and_passwords_end() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut halfway = desk.portal.halfway(&anna).await;
    let wrong = wrong_code(&desk.portal, &anna);
    for _ in 0..5 {
        type_code(&mut halfway, &wrong).await;
    }
    let code = desk.portal.next_code(&anna);
    let page = type_code(&mut halfway, &code).await;
    assert!(!page.leads(), "waits");
    for _ in 0..8 {
        type_password(&mut desk.portal.browser(), &anna, "wrong").await;
    }
    let page = type_password(&mut desk.portal.browser(), &anna, PASSWORD).await;
    assert!(page.refuses(Refusal::WrongCredentials), "waits");
    let page = desk.see(&anna).await;
    assert!(page.says("After wrong attempts the next one counts in"));

    let told = ("user_change", NoticeKind::Unlocked);
    let page = desk.helped(&anna, Aid::Unlock, &[], told).await;
    assert!(!page.says("After wrong attempts"), "{}", page.text());
    let code = desk.portal.next_code(&anna);
    assert_eq!(type_code(&mut halfway, &code).await.to(), "/profile");
    let page = type_password(&mut desk.portal.browser(), &anna, PASSWORD).await;
    assert_eq!(page.to(), "/sign-in/verify");
}

#[tokio::test]
async fn a_method_that_a_hundred_wrong_codes_switched_off_works_again() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    for _ in 0..100 {
        let mut browser = desk.portal.halfway(&anna).await;
        type_code(&mut browser, &wrong_code(&desk.portal, &anna)).await;
        desk.portal.clock.forward(Span::minutes(16));
    }
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    let page = type_code(&mut browser, &code).await;
    assert!(page.refuses(Refusal::MethodLocked), "{}", page.text());
    desk.return_to_work().await;
    let page = desk.see(&anna).await;
    assert!(page.says("no method for the second step works"));
    assert!(page.says("Locked"));
    let told = ("user_change", NoticeKind::Unlocked);
    let page = desk.helped(&anna, Aid::Unlock, &[], told).await;
    assert!(!page.says("Locked"), "{}", page.text());
    let row = desk.portal.audit().await;
    let row = row.iter().rev().find(|row| row.event == "user_change");
    // A restore of an older backup reads this, and leaves the method on.
    assert!(row.unwrap().details.contains(r#""changed":"unlocked""#));
    let code = desk.portal.next_code(&anna);
    assert_eq!(type_code(&mut browser, &code).await.to(), "/profile");
}

#[tokio::test]
async fn what_is_done_to_one_reaches_nobody_else() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    desk.portal.give_app_password(anna.id, "Laptop").await;
    let mut his = desk.portal.signed_in(&ben).await;
    let before = desk.portal.account(ben.id).await;
    for aid in [
        Aid::Unlock,
        Aid::RestoreBrowsers,
        Aid::DeleteAppPasswords,
        Aid::EndSessions,
        Aid::ProvideAgain,
    ] {
        let page = desk.help(&anna, aid, &[]).await;
        assert_eq!(page.path, super::at(&anna), "{aid:?}");
    }
    assert_eq!(desk.portal.account(ben.id).await, before);
    assert!(inside(&mut his).await);
    assert!(desk.portal.notices(ben.id).await.is_empty());
    assert_eq!(desk.portal.account(anna.id).await.state, State::Enabled);
}

#[tokio::test]
async fn unlocking_ends_the_wait_in_a_browser_that_is_known_too() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut known = desk.portal.signed_in(&anna).await;
    known.post("/sign-out", &[]).await.to();
    for _ in 0..6 {
        type_password(&mut known, &anna, "not the password").await;
    }
    let page = type_password(&mut known, &anna, PASSWORD).await;
    assert!(page.refuses(Refusal::WrongCredentials), "{}", page.text());
    let told = ("user_change", NoticeKind::Unlocked);
    desk.helped(&anna, Aid::Unlock, &[], told).await;
    let page = type_password(&mut known, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/sign-in/verify");
}

#[tokio::test]
async fn what_was_preferred_is_preferred_again_when_the_methods_count_again() {
    let mut desk = Desk::on(Plan::default().demo().open().await).await;
    desk.portal
        .policy(&[("allow_text", "true"), ("allow_call", "true")])
        .await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let number = "+31612345698";
    give_phone(&desk.portal, anna.id, PhoneKind::Authentication, number).await;
    let preferred = Some(Preferred::CallPhone);
    super::change(&desk.portal, anna.id, [Change::SetDefault(preferred)]).await;
    for (allowed, after) in [("true", preferred), ("false", None)] {
        let told = ("methods_retire", NoticeKind::MethodsAskedAgain);
        desk.helped(&anna, Aid::ProvideAgain, &[], told).await;
        assert_eq!(desk.portal.account(anna.id).await.default, None);
        desk.portal.policy(&[("allow_call", allowed)]).await;
        let told = ("methods_keep", NoticeKind::MethodsKept);
        desk.helped(&anna, Aid::KeepMethods, &[], told).await;
        assert_eq!(desk.portal.account(anna.id).await.default, after);
    }
}
