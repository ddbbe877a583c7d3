//! Somebody's set-up as the helpdesk sees it: whether they can sign in, what is there, what happened, and
//! nothing that opens anything.

use domain::account::{Block, PhoneKind, Role, State};
use domain::desk::Aid;
use domain::service::ports::{Change, Clock as _};
use domain::time::Span;

use super::{Desk, KNOWN, at, at_work, change, form_of, give_phone, named, staff, type_password};
use crate::cast::PASSWORD;
use crate::portal::TestPortal;

#[tokio::test]
async fn one_sentence_says_whether_the_person_can_sign_in() {
    let mut desk = Desk::open().await;
    let portal = &desk.portal;
    let mut expected = Vec::new();

    let off = portal.enrolled("off@example.org").await;
    change(portal, off.id, [Change::SetActive(false)]).await;
    expected.push((off, "Cannot sign in: the account is switched off."));

    let blocked = portal.enrolled("blocked@example.org").await;
    let block = Block {
        until: portal.clock.now() + Span::days(1),
        reason: "Laptop stolen".into(),
    };
    change(portal, blocked.id, [Change::SetBlock(Some(block))]).await;
    expected.push((blocked, "Cannot sign in: signing in is blocked."));

    let bare = portal.enrolled("bare@example.org").await;
    let (phc, at) = (String::new(), None);
    change(portal, bare.id, [Change::SetPassword { phc, at }]).await;
    expected.push((bare, "Cannot sign in: there is no password."));

    let again = portal.enrolled("again@example.org").await;
    let changes = [
        Change::RetireMethods(true),
        Change::SetState(State::Enabled),
    ];
    change(portal, again.id, changes).await;
    expected.push((
        again,
        "Can sign in with the password, and must then provide contact methods again.",
    ));

    let gate = portal.add("gate@example.org", State::Enabled).await;
    expected.push((
        gate,
        "Can sign in with the password, and must then set up two-step verification.",
    ));

    let locked = portal.enrolled("locked@example.org").await;
    let app = portal.account(locked.id).await.apps[0].id;
    change(portal, locked.id, [Change::LockApp(app, true)]).await;
    expected.push((
        locked,
        "Cannot sign in: no method for the second step works.",
    ));

    let fine = portal.enrolled("fine@example.org").await;
    expected.push((
        fine,
        "Can sign in with the password and a second step. It starts with: ",
    ));

    let free = portal.add("free@example.org", State::Disabled).await;
    expected.push((
        free,
        "Can sign in with the password alone: two-step verification is not required.",
    ));

    for (person, sentence) in expected {
        let page = desk.see(&person).await;
        let said = page.by_id("standing");
        assert!(
            page.body.contains(&format!("<strong>{sentence}"))
                || crate::page::text(&page.body).contains(sentence),
            "{}: {}",
            person.login,
            page.text()
        );
        assert!(!said.is_empty());
        // It is true: what the right password comes to.
        let mut browser = desk.portal.browser();
        let led = type_password(&mut browser, &person, PASSWORD).await;
        assert_eq!(
            led.leads(),
            sentence.starts_with("Can ") || person.login.starts_with("locked"),
            "{}",
            person.login
        );
    }
}

#[tokio::test]
async fn how_long_the_set_up_can_be_put_off_is_said_before_and_after() {
    let mut desk = Desk::open().await;
    let noor = desk.portal.add("noor@example.org", State::Enabled).await;
    let page = desk.see(&noor).await;
    assert!(!page.says("put this off"), "{}", page.text());
    desk.portal.policy(&[("grace_days", "7")]).await;
    let said = desk.see(&noor).await.by_id("standing");
    assert!(said.contains("They can put this off for 7 days"), "{said}");
    let mut hers = desk.portal.halfway(&noor).await;
    assert_eq!(hers.post("/enrol/skip", &[]).await.to(), "/profile");
    let page = desk.see(&noor).await;
    let said = page.by_id("standing");
    assert!(said.contains("must then set up two-step verification"));
    assert!(
        said.contains("They have put this off, and can do so until 22 January 2027"),
        "{said}"
    );
    assert!(page.says("Set-up put off"));
    assert!(page.says("Signed in without the second step: set-up put off"));
    desk.portal.clock.forward(Span::days(7));
    desk.return_to_work().await;
    let said = desk.see(&noor).await.by_id("standing");
    assert!(!said.contains("put this off"), "{said}");
}

#[tokio::test]
async fn a_block_and_what_was_asked_again_are_explained() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let until = desk.portal.clock.now() + Span::days(3);
    let reason = "Laptop <stolen>".into();
    let changes = [
        Change::SetBlock(Some(Block { until, reason })),
        Change::RetireMethods(true),
    ];
    change(&desk.portal, anna.id, changes).await;
    let page = desk.see(&anna).await;
    assert!(page.says("Reason: Laptop <stolen>"), "{}", page.text());
    assert!(page.says("1 method no longer counts"), "{}", page.text());
    assert!(page.says("Nothing is set up."));
    let offered = page.links(&at(&anna));
    assert!(offered.contains(&form_of(&anna, Aid::Unblock)));
    assert!(!offered.contains(&form_of(&anna, Aid::Block)));
}

#[tokio::test]
async fn a_124_nothing_that_the_helpdesk_sees_opens_anything() {
    let mut desk = Desk::open().await;
    let portal = &desk.portal;
    let anna = portal.enrolled("anna@example.org").await;
    give_phone(portal, anna.id, PhoneKind::Authentication, "+31612345698").await;
    give_phone(portal, anna.id, PhoneKind::Backup, "+31687654387").await;
    let value = portal.give_app_password(anna.id, "Laptop").await;
    let mut inside = portal.halfway(&anna).await;
    let code = portal.next_code(&anna);
    let typed = [("code", &*code), ("remember", "yes")];
    assert_eq!(
        inside.post("/sign-in/verify", &typed).await.to(),
        "/profile"
    );
    let tokens: Vec<String> = inside.cookies.values().cloned().collect();
    assert!(tokens.len() >= 3, "session, device, trust: {tokens:?}");

    let page = desk.help(&anna, Aid::Pass, &[]).await;
    let pass = page.by_id("pass-value").replace(' ', "");
    assert_eq!(pass.len(), 12);
    let closed = desk.browser.press(&page, "Close", &[]).await;

    let account = desk.portal.account(anna.id).await;
    let secrets = [
        "+31612345698",
        "31612345698",
        "612345698",
        "12345698",
        "+31 6 12345698",
        "87654387",
        &*anna.key,
        &*value,
        &*pass,
        &account.password,
    ];
    let manage = format!("/helpdesk/manage?id={}", anna.id);
    let pages = [
        closed,
        desk.see(&anna).await,
        desk.browser.get(&form_of(&anna, Aid::DeleteMethod)).await,
        desk.browser.get(&form_of(&anna, Aid::Pass)).await,
        desk.browser.get(&manage).await,
        desk.browser.get("/helpdesk?q=anna").await,
    ];
    for page in &pages {
        assert_eq!(page.status, 200, "{}", page.path);
        for secret in secrets.iter().copied().chain(tokens.iter().map(|t| &**t)) {
            // Letters come in groups on pages that show them.
            let plain = page.text().replace([' ', '-'], "");
            assert!(
                !page.body.contains(secret) && !plain.contains(secret),
                "{secret} on {}",
                page.path
            );
        }
    }
    for page in &pages[1..3] {
        assert!(page.says("•98") && page.says("•87"), "{}", page.text());
        assert!(!page.says("698") && !page.says("387"), "two digits");
    }
    // What there is, is listed.
    let text = pages[1].text();
    for word in [
        "Authenticator app",
        "Authentication phone",
        "Laptop",
        "Signed in",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(account.apps.len() + account.phones.len(), 3);
}

#[tokio::test]
async fn the_directorys_part_is_shown_with_the_office_phone() {
    let mut desk = Desk::open().await;
    let id = named(
        &desk.portal,
        "zoe",
        "Zoë <b>de Vries</b>",
        Role::User,
        State::Enabled,
    )
    .await;
    let page = desk.browser.get(&format!("/helpdesk/people/{id}")).await;
    for word in [
        "Zoë <b>de Vries</b>",
        "zoe@example.org",
        "Teacher",
        "+31 20 555 0123",
        "42",
        "There are no app passwords.",
        "No browser is trusted.",
        "Signed in nowhere.",
    ] {
        assert!(page.says(word), "{word}: {}", page.text());
    }
    assert!(!page.body.contains("<b>de"));
    let nobody = "0000000003e8ffffffffffffffffffff";
    for odd in [nobody, "x", "%00", "..%2f"] {
        let page = desk.browser.get(&format!("/helpdesk/people/{odd}")).await;
        assert!(
            [400, 404].contains(&page.status.as_u16()),
            "{odd}: {}",
            page.status
        );
    }
}

#[tokio::test]
async fn what_happened_is_told_in_words_with_the_names_of_the_staff() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    type_password(&mut desk.portal.browser(), &anna, "wrong").await;
    type_password(&mut desk.portal.browser(), &ben, "also wrong").await;
    desk.portal.signed_in(&anna).await;
    desk.help(&anna, Aid::EndSessions, &[]).await;
    let page = desk.see(&anna).await;
    let (_, record) = page.body.split_once("id=\"record\"").unwrap();
    let rows: Vec<String> = record
        .split("<tr>")
        .skip(2)
        .map(crate::page::text)
        .collect();
    let said = |words: &[&str]| {
        let all = |row: &&String| words.iter().all(|word| row.contains(word));
        assert_eq!(rows.iter().filter(all).count(), 1, "{words:?}: {rows:#?}");
    };
    said(&["Wrong password", "192.0.2.7"]);
    said(&[
        "Signed out everywhere",
        "Ticket HD-1042",
        "Hans Helper",
        super::DESK,
    ]);
    said(&["Account added", "The portal"]);
    assert!(rows[0].contains("Signed out everywhere") || rows[0].contains("Set-up looked at"));
    let events: Vec<&str> = ["authn_", "session_end", "helpdesk_", "user_add"].into();
    for event in events {
        assert!(!record.contains(event), "a name of ours: {event}");
    }
    for (_, note) in KNOWN.iter().skip(2) {
        assert!(!page.says(note), "a note is for who reads the record");
    }
    assert!(!page.body.contains(&desk.hans.id.to_string()));
}

#[tokio::test]
async fn a_106_a_reader_sees_the_same_and_can_do_nothing() {
    let portal = TestPortal::new().await;
    let rita = staff(&portal, "rita", "Rita Reader", Role::Reader).await;
    let anna = portal.enrolled("anna@example.org").await;
    let mut reader = at_work(&portal, &rita).await;
    let page = reader.get("/helpdesk?q=anna").await;
    assert_eq!(page.links(&at(&anna)), [at(&anna)]);
    assert!(page.links("/helpdesk/manage").is_empty() && !page.says("Manage user settings"));
    assert!(page.attributes("name").iter().all(|name| name != "id"));
    let page = reader.get(&at(&anna)).await;
    assert!(page.says("Authenticator app") && page.links(&format!("{}/", at(&anna))).is_empty());
    let before = portal.account(anna.id).await;
    for aid in Aid::ALL {
        assert_eq!(reader.get(&form_of(&anna, aid)).await.status, 404);
        assert_eq!(reader.post(&form_of(&anna, aid), &KNOWN).await.status, 404);
    }
    let manage = format!("/helpdesk/manage?id={}", anna.id);
    assert_eq!(reader.get(&manage).await.status, 404);
    let id = anna.id.to_string();
    let typed = [&KNOWN[..], &[("id", &id), ("setting", "provide-again")]].concat();
    assert_eq!(reader.post("/helpdesk/manage", &typed).await.status, 404);
    let issued = format!("{}/pass/issued", at(&anna));
    assert_eq!(reader.get(&issued).await.status, 404);
    assert_eq!(reader.post(&issued, &[]).await.status, 404);
    assert_eq!(portal.account(anna.id).await, before);
}
