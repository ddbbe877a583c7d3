//! The caller reads a code of their app (A.10): judged like every code, spent by being right, and good for
//! saying how one of the staff knows them, for ten minutes, in one browser and for one person.

use domain::Refusal;
use domain::account::{PhoneKind, State};
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::time::Span;

use super::{Desk, at, at_work, form_of, give_phone, type_code};
use crate::cast::{Person, oathtool_from};
use crate::page::Page;
use crate::portal::{Database, Plan};

on_both_stores!(
    a_right_code_is_spent_and_says_who_is_calling,
    a_109_a_code_used_at_the_desk_and_at_the_sign_in_counts_once,
);

const BY_CODE: [(&str, &str); 2] = [("identity", "registered_method"), ("ticket", "HD-1042")];

fn check_of(person: &Person) -> String {
    format!("{}/check", at(person))
}

async fn check(desk: &mut Desk, person: &Person, code: &str) -> Page {
    let form = desk.browser.get(&check_of(person)).await;
    desk.browser
        .press(&form, "Check the code", &[("code", code)])
        .await
}

async fn a_right_code_is_spent_and_says_who_is_calling(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    let unlock = form_of(&anna, Aid::Unlock);
    let page = desk.browser.post(&unlock, &BY_CODE).await;
    assert!(page.refuses(Refusal::CheckFirst), "{}", page.text());

    let code = desk.portal.next_code(&anna);
    let page = check(&mut desk, &anna, &code).await;
    assert_eq!(page.path, at(&anna), "{}", page.text());
    assert!(page.says("You checked this caller with a code."));
    let mut browser = desk.portal.halfway(&anna).await;
    let page = type_code(&mut browser, &code).await;
    assert!(page.refuses(Refusal::CodeUsed), "{}", page.text());
    let page = check(&mut desk, &anna, &code).await;
    assert!(page.refuses(Refusal::CodeUsed), "once: {}", page.text());

    assert_eq!(desk.browser.post(&unlock, &BY_CODE).await.to(), at(&anna));
    let rows = desk.portal.audit().await;
    let unlocked = rows.iter().rfind(|row| row.event == "user_change").unwrap();
    assert!(
        unlocked
            .details
            .contains(r#""identity":"registered_method""#)
    );
    let right = |row: &&domain::audit::Row| row.event == "helpdesk_check";
    let checked: Vec<_> = rows.iter().filter(right).collect();
    assert_eq!(checked.len(), 1);
    assert_eq!(
        (
            &*checked[0].actor,
            &*checked[0].subject,
            &*checked[0].outcome
        ),
        (&*desk.hans.id.to_string(), &*anna.id.to_string(), "success")
    );
    assert!(rows.iter().all(|row| !row.details.contains(&code)));
    let told = desk.portal.notices(anna.id).await.remove(0);
    assert_eq!(
        (told.kind, told.address.as_str()),
        (NoticeKind::CallerChecked, "")
    );

    // For this person, in this browser, for ten minutes.
    let page = desk
        .browser
        .post(&form_of(&ben, Aid::Unlock), &BY_CODE)
        .await;
    assert!(page.refuses(Refusal::CheckFirst), "{}", page.text());
    let hans = desk.hans.clone();
    let mut elsewhere = at_work(&desk.portal, &hans).await;
    let page = elsewhere.post(&unlock, &BY_CODE).await;
    assert!(page.refuses(Refusal::CheckFirst), "{}", page.text());
    desk.portal.clock.forward(Span::minutes(10));
    desk.return_to_work().await;
    let page = desk.browser.post(&unlock, &BY_CODE).await;
    assert!(page.refuses(Refusal::CheckFirst), "{}", page.text());
}

async fn a_109_a_code_used_at_the_desk_and_at_the_sign_in_counts_once(database: Database) {
    let desk = Desk::on(Plan::default().on(database).open().await).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let twin = desk.portal.twin().await;
    let mut caller = twin.halfway(&anna).await;
    let code = desk.portal.next_code(&anna);
    let (mut staff, path, same) = (desk.browser, check_of(&anna), code.clone());
    let signing_in = tokio::spawn(async move { type_code(&mut caller, &same).await.leads() });
    let checking = tokio::spawn(async move { staff.post(&path, &[("code", &code)]).await.leads() });
    let both = [signing_in.await.unwrap(), checking.await.unwrap()];
    assert_eq!(both.into_iter().filter(|one| *one).count(), 1, "{both:?}");
}

#[tokio::test]
async fn wrong_codes_count_as_the_persons_own_and_say_nothing_of_their_password() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let near = oathtool_from(&anna.key, desk.portal.clock.seconds() - 60, 4);
    let mut all = (0..).map(|n| format!("{n:06}"));
    let wrong = all.find(|code| !near.contains(code)).unwrap();
    for (code, refusal) in [
        ("", Refusal::Required),
        ("12345", Refusal::CodeForm),
        (&*wrong, Refusal::WrongCode),
    ] {
        let page = check(&mut desk, &anna, code).await;
        assert_eq!(page.status, 200);
        let empty = refusal == Refusal::Required;
        assert!(empty || page.refuses(refusal), "{code}: {}", page.text());
    }
    for _ in 0..4 {
        check(&mut desk, &anna, &wrong).await;
    }
    let page = check(&mut desk, &anna, &wrong).await;
    assert!(page.says("Try again in"), "{}", page.text());
    let mut browser = desk.portal.halfway(&anna).await;
    let code = desk.portal.code(&anna);
    let page = type_code(&mut browser, &code).await;
    assert!(!page.leads(), "the same throttle: {}", page.text());
    assert_eq!(desk.portal.notices(anna.id).await.len(), 0);
    let rows = desk.portal.audit().await;
    let failed = rows.iter().filter(|row| row.event == "helpdesk_check");
    assert!(failed.count() >= 5);
}

#[tokio::test]
async fn without_an_app_there_is_nothing_to_check_and_a_code_sees_nobody() {
    let mut desk = Desk::on(Plan::default().demo().open().await).await;
    let bare = desk.portal.add("bare@example.org", State::Enabled).await;
    let page = desk.browser.get(&check_of(&bare)).await;
    assert!(page.refuses(Refusal::MethodNotSetUp), "{}", page.text());
    let code = [("code", "123456")];
    let page = desk.browser.post(&check_of(&bare), &code).await;
    assert!(page.refuses(Refusal::MethodNotSetUp), "{}", page.text());

    desk.portal.policy(&[("allow_text", "true")]).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let code = desk.portal.next_code(&anna);
    check(&mut desk, &anna, &code).await;
    let number = [
        ("which", "phone"),
        ("country", "NL"),
        ("number", "06 87654321"),
    ];
    let typed = [&BY_CODE[..], &number].concat();
    let path = form_of(&anna, Aid::SetPhone);
    assert_eq!(desk.browser.post(&path, &typed).await.to(), at(&anna));
    let account = desk.portal.account(anna.id).await;
    assert_eq!((account.holds.len(), account.phones.len()), (1, 0), "waits");
}

#[tokio::test]
async fn a_code_can_be_read_from_a_text_too() {
    let mut desk = Desk::on(Plan::default().demo().open().await).await;
    let allowed = [("allow_text", "true"), ("allow_call", "true")];
    desk.portal.policy(&allowed).await;
    let anna = desk.portal.add("anna@example.org", State::Enabled).await;
    let page = desk.browser.get(&check_of(&anna)).await;
    assert!(page.refuses(Refusal::MethodNotSetUp), "{}", page.text());
    let (kind, number) = (PhoneKind::Authentication, "+31612345698");
    give_phone(&desk.portal, anna.id, kind, number).await;
    let page = desk.browser.get(&check_of(&anna)).await;
    let page = desk.browser.press(&page, "Send a text", &[]).await;
    assert_eq!(page.path, check_of(&anna), "{}", page.text());
    assert!(page.says("•••••••••98"), "{}", page.text());
    server::phones::deliver(&desk.portal.portal).await.unwrap();
    let sent = desk.portal.browser().get("/demo/messages").await;
    let all: Vec<serde_json::Value> = serde_json::from_str(&sent.body).unwrap();
    let text = all.iter().find(|m| m["channel"] == "text").unwrap();
    let body = text["body"].as_str().unwrap();
    assert!(body.contains("the code for your helpdesk"), "{body}");
    let code: String = body.chars().filter(char::is_ascii_digit).collect();
    let wrong = if code == "111111" { "222222" } else { "111111" };
    let typed = [("code", wrong)];
    let page = desk.browser.press(&page, "Check the code", &typed).await;
    assert!(page.refuses(Refusal::WrongCode), "{}", page.text());
    // It opens nothing for whoever listens.
    let mut caller = desk.portal.halfway(&anna).await;
    let typed = [("way", "phone"), ("code", &*code)];
    assert!(!caller.post("/sign-in/verify", &typed).await.leads());
    let typed = [("code", &*code)];
    let page = desk.browser.press(&page, "Check the code", &typed).await;
    assert_eq!(page.path, at(&anna), "{}", page.text());
    let unlock = form_of(&anna, Aid::Unlock);
    assert_eq!(desk.browser.post(&unlock, &BY_CODE).await.to(), at(&anna));
    let typed = [("way", "text"), ("code", &*code)];
    let page = desk.browser.post(&check_of(&anna), &typed).await;
    assert!(page.refuses(Refusal::PhoneOver), "once: {}", page.text());
}
