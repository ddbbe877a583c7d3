//! The helpdesk adds or corrects a telephone (F-149): at once for who stands in front of it, after a day for
//! everybody else, who is told and can stop it (A-109, A-164).

use domain::Refusal;
use domain::account::{PhoneKind, State};
use domain::desk::Aid;
use domain::notice::NoticeKind;
use domain::time::Span;
use serde_json::Value;

use super::{Desk, KNOWN, at, form_of, give_phone, password_leads};
use crate::cast::Person;
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_number_counts_after_a_day_and_the_old_one_until_then,
    who_has_the_message_stops_it_once_without_signing_in,
);

const OLD: &str = "+31612345698";
const NEW: &str = "+31687654321";

const TYPED: [(&str, &str); 3] = [
    ("which", "phone"),
    ("country", "NL"),
    ("number", "06 87654321"),
];

const SEEN: [(&str, &str); 2] = [("identity", "in_person"), ("ticket", "HD-1042")];

const HELD: (&str, NoticeKind) = ("phone_hold", NoticeKind::PhoneHeld);

async fn open(database: Database) -> Desk {
    let portal = Plan::default().demo().on(database).open().await;
    portal
        .policy(&[("allow_text", "true"), ("allow_call", "true")])
        .await;
    Desk::on(portal).await
}

/// Somebody whose only method is their old telephone.
async fn with_old(desk: &Desk) -> Person {
    let person = desk.portal.add("anna@example.org", State::Enabled).await;
    give_phone(&desk.portal, person.id, PhoneKind::Authentication, OLD).await;
    person
}

/// What has arrived by text, newest first: to whom, and the words.
async fn texts(portal: &TestPortal) -> Vec<(String, String)> {
    server::phones::deliver(&portal.portal).await.unwrap();
    arrived(portal, "text").await
}

/// What the pretend phone has got.
async fn arrived(portal: &TestPortal, channel: &str) -> Vec<(String, String)> {
    let page = portal.browser().get("/demo/messages").await;
    let all: Vec<Value> = serde_json::from_str(&page.body).unwrap();
    let text = |m: &&Value| m["channel"] == channel;
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let both = |m: &Value| (word(&m["to"]), word(&m["body"]));
    all.iter().filter(text).map(both).collect()
}

/// Where a code goes that is asked for at sign-in.
async fn asked_at(desk: &Desk, person: &Person) -> String {
    assert_eq!(
        password_leads(&desk.portal, person).await.to(),
        "/sign-in/verify"
    );
    let (to, body) = texts(&desk.portal).await.remove(0);
    assert!(body.contains('#'), "{body}");
    to.replace(' ', "")
}

/// The address in the newest mail.
async fn link(desk: &Desk, person: &Person) -> String {
    let told = desk.portal.notices(person.id).await.pop().unwrap();
    assert_eq!(told.kind, NoticeKind::PhoneHeld);
    let token = desk.portal.services.open_token(person.id, &told.token);
    let token = data_encoding::BASE64URL_NOPAD.encode(&token.unwrap());
    format!("/not-me?token={token}")
}

async fn a_number_counts_after_a_day_and_the_old_one_until_then(database: Database) {
    let mut desk = open(database).await;
    let anna = with_old(&desk).await;
    let page = desk.helped(&anna, Aid::SetPhone, &TYPED, HELD).await;
    assert!(page.says("Waits until"), "{}", page.text());
    assert!(page.says("•••••••••21") && !page.says("87654321"), "masked");
    let (to, body) = texts(&desk.portal).await.remove(0);
    assert_eq!(to.replace(' ', ""), OLD);
    assert!(body.contains("has set a new phone number"), "{body}");
    assert_eq!(desk.portal.count("phone_send").await, 1);

    let settle = async |desk: &Desk| desk.portal.services.settle_phones().await.unwrap();
    assert_eq!(asked_at(&desk, &anna).await, OLD);
    desk.portal.clock.forward(Span::seconds(24 * 3_600 - 1));
    assert_eq!(settle(&desk).await, 0);
    assert_eq!(asked_at(&desk, &anna).await, OLD);
    desk.portal.clock.forward(Span::minutes(1));
    assert_eq!((settle(&desk).await, settle(&desk).await), (1, 0));
    assert_eq!(asked_at(&desk, &anna).await, NEW);
    let account = desk.portal.account(anna.id).await;
    assert!(account.holds.is_empty() && account.phones[0].verified);
    let told = desk.portal.notices(anna.id).await.pop().unwrap();
    assert_eq!(told.kind, NoticeKind::PhoneSet);
    let rows = desk.portal.audit().await;
    let added = rows.iter().rfind(|row| row.event == "method_add").unwrap();
    assert_eq!(
        (&*added.actor, &*added.details),
        ("", r#"{"method":"phone"}"#)
    );
    for row in &rows {
        assert!(!row.details.contains("87654321"), "{row:?}");
    }
}

async fn who_has_the_message_stops_it_once_without_signing_in(database: Database) {
    let mut desk = open(database).await;
    let anna = with_old(&desk).await;
    desk.helped(&anna, Aid::SetPhone, &TYPED, HELD).await;
    let first = link(&desk, &anna).await;
    desk.helped(&anna, Aid::SetPhone, &TYPED, HELD).await;
    let second = link(&desk, &anna).await;
    let mut anybody = desk.portal.browser();
    let pressed = async |browser: &mut crate::client::Browser, link: &str| -> Page {
        let page = browser.get(link).await;
        browser.press(&page, "Stop the change", &[]).await
    };
    let page = pressed(&mut anybody, &first).await;
    assert!(page.says("There is nothing to stop"), "replaced");
    let page = anybody.get(&second).await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(
        desk.portal.account(anna.id).await.holds.len(),
        1,
        "looking stops nothing"
    );
    let page = pressed(&mut anybody, &second).await;
    assert!(page.says("The change is stopped"), "{}", page.text());
    let page = pressed(&mut anybody, &second).await;
    assert!(page.says("There is nothing to stop"), "once");
    assert!(desk.portal.account(anna.id).await.holds.is_empty());
    for odd in [
        "/not-me",
        "/not-me?token=x",
        "/not-me?token=",
        "/not-me?token=%ff",
    ] {
        let page = anybody.get(odd).await;
        assert!(page.says("There is nothing to stop"), "{odd}");
        let typed = [("token", odd)];
        assert!(!anybody.post("/not-me", &typed).await.leads());
    }
    let rows = desk.portal.audit().await;
    let stopped: Vec<_> = rows
        .iter()
        .filter(|r| r.event == "phone_hold_stop")
        .collect();
    assert_eq!(stopped.len(), 1);
    assert_eq!(
        (&*stopped[0].subject, &*stopped[0].details),
        (&*anna.id.to_string(), r#"{"by":"link","method":"phone"}"#)
    );
    let (_, token) = second.split_once('=').unwrap();
    assert!(rows.iter().all(|row| !format!("{row:?}").contains(token)));
    let told = desk.portal.notices(anna.id).await.pop().unwrap();
    assert_eq!(told.kind, NoticeKind::PhoneHoldStopped);
    desk.portal.clock.forward(Span::hours(25));
    assert_eq!(desk.portal.services.settle_phones().await.unwrap(), 0);
    assert_eq!(asked_at(&desk, &anna).await, OLD);
}

#[tokio::test]
async fn its_owner_sees_what_waits_and_stops_it_signed_in() {
    let mut desk = open(Database::File).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    desk.helped(&anna, Aid::SetPhone, &TYPED, HELD).await;
    assert_eq!(texts(&desk.portal).await, [], "no number to tell");
    let mut browser = desk.portal.signed_in(&anna).await;
    let page = browser.get("/security").await;
    assert!(page.says("+31 6 87654321") && page.says("Waits until"));
    let page = browser.press(&page, "Stop the change", &[]).await;
    assert_eq!(page.path, "/security");
    assert!(page.says("The change is stopped.") && !page.says("87654321"));
    assert!(desk.portal.account(anna.id).await.holds.is_empty());
    let which = [("which", "phone")];
    assert_eq!(
        browser.post("/security/phone/stop", &which).await.to(),
        "/security"
    );
    // Somebody else's is not reached.
    let ben = desk.portal.enrolled("ben@example.org").await;
    desk.return_to_work().await;
    desk.helped(&ben, Aid::SetPhone, &TYPED, HELD).await;
    browser.post("/security/phone/stop", &which).await.to();
    assert_eq!(desk.portal.account(ben.id).await.holds.len(), 1);
}

#[tokio::test]
async fn who_stands_there_has_it_at_once() {
    let mut desk = open(Database::File).await;
    let anna = desk.portal.add("anna@example.org", State::Enabled).await;
    let path = form_of(&anna, Aid::SetPhone);
    let held = [&KNOWN[..], &TYPED].concat();
    assert_eq!(desk.browser.post(&path, &held).await.to(), at(&anna));
    let other = [("number", "06 12345698")];
    let typed = [&SEEN[..], &TYPED[..2], &other].concat();
    assert_eq!(desk.browser.post(&path, &typed).await.to(), at(&anna));
    let account = desk.portal.account(anna.id).await;
    assert!(account.holds.is_empty(), "what waited is overtaken");
    assert_eq!(account.state, State::Enforced, "enrolled by it");
    assert_eq!(asked_at(&desk, &anna).await, OLD);
    let told = desk.portal.notices(anna.id).await.pop().unwrap();
    assert_eq!(told.kind, NoticeKind::PhoneSet);
}

#[tokio::test]
async fn what_is_no_number_of_theirs_is_refused_and_nothing_typed_is_lost() {
    let mut desk = open(Database::File).await;
    let anna = with_old(&desk).await;
    for (which, country, number, refusal) in [
        ("phone", "NL", "12", Refusal::PhoneNumber),
        ("phone", "BE", "+31687654321", Refusal::PhoneNumber),
        ("phone", "ZZ", "0687654321", Refusal::Country),
        ("phone", "NL", "+31 906 1234", Refusal::PhoneKind),
        ("phone", "US", "+1 425 555 0100", Refusal::PhoneCountry),
        ("office", "NL", "020 5550123", Refusal::OfficeOfDirectory),
    ] {
        let typed = [("which", which), ("country", country), ("number", number)];
        let typed = [&KNOWN[..], &typed].concat();
        let page = desk
            .browser
            .post(&form_of(&anna, Aid::SetPhone), &typed)
            .await;
        assert!(page.refuses(refusal), "{number}: {}", page.text());
        let form = page.form("Add or correct a phone");
        let kept = ("number".to_owned(), number.to_owned());
        assert!(form.fields.contains(&kept), "{:?}", form.fields);
    }
    let page = desk.refused(&anna, Aid::SetPhone).await;
    assert!(page.says("Choose one of the options."), "{}", page.text());
    let alone = desk.portal.add("ben@example.org", State::Enabled).await;
    let typed = [&KNOWN[..], &[("which", "backup")], &TYPED[1..]].concat();
    let path = form_of(&alone, Aid::SetPhone);
    let page = desk.browser.post(&path, &typed).await;
    assert!(page.refuses(Refusal::NoFirstPhone), "{}", page.text());

    desk.portal
        .policy(&[("directory_owns_office_phone", "false")])
        .await;
    let number = [("number", "020 5550199"), ("extension", "7")];
    let typed = [&SEEN[..], &[("which", "office")], &TYPED[1..2], &number].concat();
    desk.portal.clock.forward(Span::seconds(2));
    let page = desk
        .browser
        .post(&form_of(&anna, Aid::SetPhone), &typed)
        .await;
    assert_eq!(page.to(), at(&anna));
    let account = desk.portal.account(anna.id).await;
    assert_eq!(
        (&*account.office_phone, &*account.office_extension),
        ("+31205550199", "7")
    );
    assert!(account.answers(PhoneKind::Office));
}

#[tokio::test]
async fn the_letter_has_the_address_that_stops_it_in_its_own_language() {
    let mut desk = open(Database::File).await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let dutch = domain::service::ports::Change::SetLanguage(domain::Language::Nl);
    super::change(&desk.portal, anna.id, [dutch]).await;
    desk.helped(&anna, Aid::SetPhone, &TYPED, HELD).await;
    desk.help(&anna, Aid::EndSessions, &[]).await;
    server::mail_out::deliver(&desk.portal.portal)
        .await
        .unwrap();
    let bodies = arrived(&desk.portal, "mail").await;
    let bodies: Vec<_> = bodies.into_iter().map(|(_, body)| body).collect();
    assert!(bodies.len() > 1);
    let with: Vec<_> = bodies.iter().filter(|body| body.contains("://")).collect();
    assert_eq!(with.len(), 1, "{bodies:?}");
    let (_, rest) = with[0].split_once(crate::portal::ORIGIN).unwrap();
    let path = rest.split_whitespace().next().unwrap();
    assert!(path.starts_with("/not-me?token="), "{path}");
    let mut anybody = desk.portal.browser();
    let page = anybody.get(path).await;
    let page = anybody.press(&page, "De wijziging tegenhouden", &[]).await;
    assert_eq!(page.status, 200);
    assert!(desk.portal.account(anna.id).await.holds.is_empty());
}
