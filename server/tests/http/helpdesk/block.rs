//! Blocking somebody (F-151): at once, for a time, with a reason that only staff read; and it tells nobody
//! anything who does not know the password.

use domain::Refusal;
use domain::account::Block;
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::service::ports::{Change, Clock as _};
use domain::time::Span;

use super::{Desk, form_of, inside, password_leads, type_code, type_password};
use crate::cast::PASSWORD;
use crate::portal::{Database, Plan};

on_both_stores!(a_block_acts_at_once_and_speaks_only_to_who_knows_the_password);

const BLOCKED: (&str, NoticeKind) = ("user_block", NoticeKind::Blocked);
const UNBLOCKED: (&str, NoticeKind) = ("user_unblock", NoticeKind::Unblocked);
const STOLEN: [(&str, &str); 2] = [("reason", "Laptop stolen"), ("days", "3")];

async fn a_block_acts_at_once_and_speaks_only_to_who_knows_the_password(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let value = desk.portal.give_app_password(anna.id, "Laptop").await;
    let mut open = desk.portal.signed_in(&anna).await;
    let mut halfway = desk.portal.halfway(&anna).await;
    let mut browser = desk.portal.browser();
    let before = type_password(&mut browser, &anna, "wrong").await;
    let page = desk.helped(&anna, Aid::Block, &STOLEN, BLOCKED).await;
    assert!(page.says("signing in is blocked") && page.says("Laptop stolen"));

    assert!(!inside(&mut open).await, "out");
    let code = desk.portal.next_code(&anna);
    let page = type_code(&mut halfway, &code).await;
    assert!(page.to().starts_with("/sign-in?"), "{}", page.to());
    let page = password_leads(&desk.portal, &anna).await;
    assert!(page.refuses(Refusal::Blocked), "{}", page.text());
    assert!(!page.says("stolen"), "the reason is for the staff");
    let after = type_password(&mut browser, &anna, "wrong").await;
    assert!(after.refuses(Refusal::WrongCredentials));
    assert_eq!(before.text(), after.text(), "no word to who guesses");
    assert!(desk.portal.check(&anna.login, &value).await, "as it says");
    let rows = desk.portal.audit().await;
    let row = rows.iter().rev().find(|row| row.event == "user_block");
    let details = &row.unwrap().details;
    assert!(details.contains(r#""why":"Laptop stolen""#), "{details}");
    let refused = rows.iter().rev().find(|row| row.reason == "blocked");
    assert_eq!(refused.unwrap().event, "authn_login_fail");

    desk.helped(&anna, Aid::Unblock, &[], UNBLOCKED).await;
    assert!(!inside(&mut open).await, "an old session stays dead");
    let mut open = desk.portal.signed_in(&anna).await;
    assert!(inside(&mut open).await);
    let page = desk.refused(&anna, Aid::Unblock).await;
    assert!(page.refuses(Refusal::NothingThere));
}

#[tokio::test]
async fn a_block_ends_by_itself() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    desk.helped(&anna, Aid::Block, &STOLEN, BLOCKED).await;
    desk.portal.clock.forward(Span(Span::days(3).0 - 1));
    let page = password_leads(&desk.portal, &anna).await;
    assert!(page.refuses(Refusal::Blocked));
    desk.portal.clock.forward(Span(1));
    desk.portal.signed_in(&anna).await;
    desk.return_to_work().await;
    let page = desk.see(&anna).await;
    assert!(!page.says("Laptop stolen"), "{}", page.text());
    let offered = page.links(&form_of(&anna, Aid::Block));
    assert_eq!(offered.len(), 1, "it can be blocked again");
    desk.helped(&anna, Aid::Block, &STOLEN, BLOCKED).await;
}

#[tokio::test]
async fn days_are_whole_and_a_reason_is_given() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let bounds = Refusal::Bounds { min: 1, max: 365 };
    for days in ["", "0", "366", "-1", "1.5", "x", "65537", "1e2", "٣"] {
        let typed = [("reason", "Left the school"), ("days", days)];
        let page = desk.help(&anna, Aid::Block, &typed).await;
        assert!(page.refuses(bounds), "{days:?}: {}", page.text());
        let fields = page.form("Block").fields;
        for (name, value) in typed {
            let kept = (name.to_owned(), value.to_owned());
            assert!(fields.contains(&kept), "{days:?}: {fields:?}");
        }
    }
    for (reason, refusal) in [
        ("  ", None),
        ("a\u{202e}b", Some(Refusal::BadCharacters)),
        (&*"x".repeat(501), Some(Refusal::TooLong { max: 500 })),
    ] {
        let typed = [("reason", reason), ("days", "7")];
        let page = desk.help(&anna, Aid::Block, &typed).await;
        assert!(refusal.map_or_else(|| page.says("Type why."), |r| page.refuses(r)));
    }
    assert_eq!(desk.portal.count("user_block").await, 0);
    assert!(desk.portal.account(anna.id).await.block.is_none());
    let mut browser = desk.portal.browser();
    let page = type_password(&mut browser, &anna, PASSWORD).await;
    assert_eq!(page.to(), "/sign-in/verify");
    // What the form proposes.
    let typed = [("reason", "Left the school")];
    desk.helped(&anna, Aid::Block, &typed, BLOCKED).await;
    let until = desk.portal.account(anna.id).await.block.unwrap().until;
    let span = Span::days(90).0 / 1_000;
    assert_eq!(until.unix_seconds(), desk.portal.clock.seconds() + span);
}

#[tokio::test]
async fn a_block_takes_a_pass_along() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    desk.help(&anna, Aid::Pass, &[]).await;
    assert!(desk.portal.account(anna.id).await.pass.is_some());
    desk.helped(&anna, Aid::Block, &STOLEN, BLOCKED).await;
    assert!(desk.portal.account(anna.id).await.pass.is_none());
    let page = desk.refused(&anna, Aid::Pass).await;
    assert_eq!(page.status, 200);
    let typed = [("minutes", "60")];
    let page = desk.help(&anna, Aid::Pass, &typed).await;
    assert!(page.refuses(Refusal::Blocked), "{}", page.text());
}

#[tokio::test]
async fn a_block_keeps_out_whoever_is_left_inside() {
    let desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let mut open = desk.portal.signed_in(&anna).await;
    let mut halfway = desk.portal.halfway(&anna).await;
    // As a restore puts it, or a shell: sessions and sign-ins on the way are still in the tables.
    let block = Block {
        until: desk.portal.clock.now() + Span::days(1),
        reason: String::new(),
    };
    super::change(&desk.portal, anna.id, [Change::SetBlock(Some(block))]).await;
    assert!(!inside(&mut open).await);
    let page = halfway.get("/sign-in/verify").await;
    assert!(page.to().starts_with("/sign-in"), "{}", page.to());
    let code = desk.portal.next_code(&anna);
    let page = type_code(&mut halfway, &code).await;
    assert!(page.to().starts_with("/sign-in?"), "{}", page.to());
    desk.portal.clock.forward(Span::days(1));
    desk.portal.signed_in(&anna).await;
}
