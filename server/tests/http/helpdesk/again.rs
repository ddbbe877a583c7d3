//! "Require selected users to provide contact methods again" (F-145): the old ones stop at once, go when
//! something new is there, and count again when it is taken back before.

use domain::Refusal;
use domain::account::State;
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::service::ports::Change;

use super::{Desk, change, inside, password_leads, type_code, type_password};
use crate::cast::PASSWORD;
use crate::enrol::{enrol, to_test};
use crate::portal::{Database, Plan};

on_both_stores!(
    old_methods_stop_at_once_and_go_when_new_ones_are_there,
    what_was_asked_for_again_counts_again_when_it_is_taken_back,
);

const RETIRED: (&str, NoticeKind) = ("methods_retire", NoticeKind::MethodsAskedAgain);
const KEPT: (&str, NoticeKind) = ("methods_keep", NoticeKind::MethodsKept);

async fn old_methods_stop_at_once_and_go_when_new_ones_are_there(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let old = desk.portal.enrolled("anna@example.org").await;
    let value = desk.portal.give_app_password(old.id, "Laptop").await;
    let mut open = desk.portal.signed_in(&old).await;
    let mut halfway = desk.portal.halfway(&old).await;
    desk.helped(&old, Aid::ProvideAgain, &[], RETIRED).await;

    assert!(!inside(&mut open).await, "signed out");
    let code = desk.portal.next_code(&old);
    let page = type_code(&mut halfway, &code).await;
    assert!(page.to().starts_with("/sign-in?"), "{}", page.to());
    let account = desk.portal.account(old.id).await;
    assert_eq!(
        (account.state, account.apps.len(), account.retired),
        (State::Enabled, 0, 1)
    );
    // Nobody gets by with less than before: the password alone opens the wizard and no mailbox.
    assert!(!desk.portal.check(&old.login, PASSWORD).await);
    assert!(desk.portal.check(&old.login, &value).await);
    assert_eq!(password_leads(&desk.portal, &old).await.to(), "/enrol");
    let page = desk.see(&old).await;
    assert!(page.says("must then provide contact methods again"));

    let mut new = old.clone();
    let mut browser = enrol(&desk.portal, &mut new).await;
    assert!(inside(&mut browser).await);
    let account = desk.portal.account(old.id).await;
    assert_eq!(
        (account.state, account.apps.len(), account.retired),
        (State::Enforced, 1, 0)
    );
    let apps = "SELECT count(*) FROM apps";
    let rows = desk.portal.number(apps, apps).await;
    assert_eq!(rows, 2, "hers and Hans's; the old one is gone");
    assert_eq!(desk.portal.count("methods_drop").await, 1);
    let mut browser = desk.portal.halfway(&new).await;
    let code = desk.portal.next_code(&old);
    assert!(
        type_code(&mut browser, &code)
            .await
            .refuses(Refusal::WrongCode)
    );
    let code = desk.portal.next_code(&new);
    assert_eq!(type_code(&mut browser, &code).await.to(), "/profile");
    assert!(!desk.portal.check(&old.login, PASSWORD).await);
    assert!(desk.portal.check(&old.login, &value).await);
    desk.return_to_work().await;
    let page = desk.refused(&old, Aid::KeepMethods).await;
    assert!(page.refuses(Refusal::NothingThere), "too late");
}

async fn what_was_asked_for_again_counts_again_when_it_is_taken_back(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let before = desk.portal.account(anna.id).await;
    desk.helped(&anna, Aid::ProvideAgain, &[], RETIRED).await;
    let page = desk.refused(&anna, Aid::ProvideAgain).await;
    assert!(page.refuses(Refusal::NothingThere), "there is none to ask");
    desk.helped(&anna, Aid::KeepMethods, &[], KEPT).await;
    let account = desk.portal.account(anna.id).await;
    assert_eq!(
        (account.state, &account.apps, account.retired),
        (State::Enforced, &before.apps, 0)
    );
    let mut browser = desk.portal.signed_in(&anna).await;
    assert!(inside(&mut browser).await);
    assert!(!desk.portal.check(&anna.login, PASSWORD).await);
}

#[tokio::test]
async fn whoever_stands_at_the_gate_when_it_is_taken_back_comes_no_further() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    desk.helped(&anna, Aid::ProvideAgain, &[], RETIRED).await;
    // Somebody who knows the password and nothing more.
    let mut other = desk.portal.halfway(&anna).await;
    let key = to_test(&mut other).await;
    desk.helped(&anna, Aid::KeepMethods, &[], KEPT).await;
    let code = crate::cast::oathtool(&key, desk.portal.clock.seconds());
    let page = other.post("/enrol/verify", &[("code", &code)]).await;
    assert!(page.leads(), "{}", page.text());
    assert!(!inside(&mut other).await);
    let account = desk.portal.account(anna.id).await;
    assert_eq!(account.apps.len(), 1, "hers");
    desk.portal.signed_in(&anna).await;
}

#[tokio::test]
async fn a_trusted_browser_stands_at_the_gate_too() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    let typed = [("code", &*code), ("remember", "yes")];
    browser.post("/sign-in/verify", &typed).await;
    desk.helped(&anna, Aid::ProvideAgain, &[], RETIRED).await;
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/enrol");
    desk.helped(&anna, Aid::KeepMethods, &[], KEPT).await;
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/sign-in/verify", "trust does not come back");
}

#[tokio::test]
async fn it_is_asked_only_of_who_must_and_has_something() {
    let mut desk = Desk::open().await;
    let new = desk.portal.add("new@example.org", State::Enabled).await;
    let free = desk.portal.enrolled("free@example.org").await;
    change(&desk.portal, free.id, [Change::SetState(State::Disabled)]).await;
    for (person, refusal) in [
        (&new, Refusal::NothingThere),
        (&free, Refusal::TwoStepNotRequired),
    ] {
        let form = super::form_of(person, Aid::ProvideAgain);
        let page = desk.see(person).await;
        assert!(page.refuses(refusal), "{}", page.text());
        assert!(page.links(&form).is_empty());
        let page = desk.refused(person, Aid::ProvideAgain).await;
        assert!(page.refuses(refusal), "{}", page.text());
    }
    assert_eq!(desk.portal.count("methods_retire").await, 0);
}
