//! The form of every aid: nothing happens without how the staff know who is calling, and nothing that was
//! typed is lost; what else is sent along says nothing.

use domain::account::{Role, State};
use domain::desk::Aid;

use super::{Desk, KNOWN, at, form_of, inside, words};

#[tokio::test]
async fn a_109_without_identity_and_ticket_nothing_happens_and_all_is_kept() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    desk.portal.give_app(anna.id, "Tablet").await;
    desk.portal.give_app_password(anna.id, "Laptop").await;
    let mut open = desk.portal.signed_in(&anna).await;
    let before = desk.portal.account(anna.id).await;
    let app = format!("app:{}", before.apps[0].id);
    let more = [
        ("reason", "Left the school"),
        ("days", "7"),
        ("minutes", "30"),
        ("which", app.as_str()),
    ];
    let long = "x".repeat(65);
    for (identity, ticket, note, said) in [
        ("", "HD-1", "n", "Choose how you know who is calling."),
        (
            "birthday",
            "HD-1",
            "n",
            "Choose how you know who is calling.",
        ),
        ("call_back", "", "n", "Type the number of the request."),
        ("video", " \t ", "n", "Type the number of the request."),
        ("video", "a\u{202e}b", "n", "invisible character"),
        ("video", &long, "n", "64"),
        ("video", "HD-1", "a\u{1b}b", "invisible character"),
        ("video", "HD-1", &"n".repeat(501), "500"),
    ] {
        for aid in Aid::ALL {
            let known = [("identity", identity), ("ticket", ticket), ("note", note)];
            let typed = [&known, &more[..]].concat();
            let page = desk.browser.post(&form_of(&anna, aid), &typed).await;
            assert_eq!(page.status, 200, "{aid:?}");
            assert!(page.says(said), "{aid:?} {said}: {}", page.text());
            let form = page.form(words(aid).0);
            let kept = |name: &str, value: &str| {
                assert!(
                    form.fields.contains(&(name.to_owned(), value.to_owned())),
                    "{aid:?} {name}: {:?}",
                    form.fields
                );
            };
            kept("ticket", ticket);
            kept("note", note);
            if ["call_back", "video"].contains(&identity) {
                kept("identity", identity);
            }
            match aid {
                Aid::Block => more[..2].iter().for_each(|(name, value)| kept(name, value)),
                Aid::Pass => kept("minutes", "30"),
                Aid::Bypass => kept("reason", more[0].1),
                Aid::DeleteMethod => kept("which", &app),
                _ => {}
            }
        }
    }
    assert_eq!(desk.portal.account(anna.id).await, before);
    let rows = desk.portal.audit().await;
    let (by_hans, looked) = (desk.hans.id.to_string(), "helpdesk_view");
    let done = |row: &&domain::audit::Row| row.actor == by_hans && row.subject != by_hans;
    assert!(rows.iter().filter(done).all(|row| row.event == looked));
    assert!(inside(&mut open).await);
    assert!(desk.portal.notices(anna.id).await.is_empty());
}

#[tokio::test]
async fn every_way_to_know_somebody_is_taken_and_recorded() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    for identity in ["in_person", "call_back", "manager", "video"] {
        let typed = [
            ("identity", identity),
            ("ticket", " É-1 \"x\" "),
            ("note", ""),
        ];
        let page = desk
            .browser
            .post(&form_of(&anna, Aid::Unlock), &typed)
            .await;
        assert_eq!(page.to(), at(&anna), "{identity}");
        let row = desk.portal.audit().await.pop().unwrap();
        let facts: serde_json::Value = serde_json::from_str(&row.details).unwrap();
        assert_eq!(
            (&facts["identity"], &facts["ticket"]),
            (&identity.into(), &"É-1 \"x\"".into())
        );
        assert!(facts.get("note").is_none());
    }
    let typed = [KNOWN[0], KNOWN[1], ("note", "first line\r\nsecond\tline")];
    desk.browser
        .post(&form_of(&anna, Aid::Unlock), &typed)
        .await
        .to();
    let row = desk.portal.audit().await.pop().unwrap();
    assert!(
        row.details.contains("first line  second line"),
        "{}",
        row.details
    );
}

#[tokio::test]
async fn a_107_fields_that_are_not_in_the_form_say_nothing() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    let ben = desk.portal.enrolled("ben@example.org").await;
    let (other, hans) = (ben.id.to_string(), desk.hans.id.to_string());
    let before = desk.portal.account(ben.id).await;
    let face = |a: &domain::account::Account| {
        let (id, role, state) = (a.id, a.role, a.state);
        (id, a.login.clone(), a.mail.clone(), role, state, a.active)
    };
    let hers = face(&desk.portal.account(anna.id).await);
    let more = [
        ("role", "administrator"),
        ("user_id", &*other),
        ("id", &*other),
        ("subject", &*other),
        ("actor", &*other),
        ("staff", &*hans),
        ("state", "disabled"),
        ("active", "false"),
        ("aid", "block"),
        ("setting", "delete-app-passwords"),
        ("verified", "true"),
        ("outcome", "failure"),
    ];
    for aid in [Aid::Unlock, Aid::EndSessions, Aid::RestoreBrowsers] {
        let typed = [&KNOWN[..], &more].concat();
        let page = desk.browser.post(&form_of(&anna, aid), &typed).await;
        assert_eq!(page.to(), at(&anna));
    }
    assert_eq!(face(&desk.portal.account(anna.id).await), hers);
    assert_eq!(desk.portal.account(ben.id).await, before);
    let staff = desk.portal.account(desk.hans.id).await;
    assert_eq!((staff.role, staff.state), (Role::Operator, State::Enforced));
    for event in ["role_change", "user_block", "user_disable"] {
        assert_eq!(desk.portal.count(event).await, 0, "{event}");
    }
}

#[tokio::test]
async fn there_is_a_form_for_what_there_is_and_for_nothing_else() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    for odd in [
        "promote",
        "PASS",
        "pass%20",
        "block%00",
        "pass;x",
        "..",
        "reset-methods",
    ] {
        let path = format!("{}/{odd}", at(&anna));
        assert_eq!(desk.browser.get(&path).await.status, 404, "{odd}");
        let page = desk.browser.post(&path, &KNOWN).await;
        assert_eq!(page.status, 404, "{odd}");
    }
    for nobody in ["0000000003e8ffffffffffffffffffff", "x", "0"] {
        let path = format!("/helpdesk/people/{nobody}/unlock");
        assert_eq!(desk.browser.get(&path).await.status, 404, "{nobody}");
        let page = desk.browser.post(&path, &KNOWN).await;
        assert_eq!(page.status, 404, "{nobody}");
        let path = format!("/helpdesk/people/{nobody}/pass/issued");
        assert_eq!(desk.browser.get(&path).await.status, 404, "{nobody}");
    }
    let posts: Vec<String> = crate::routes::changes()
        .filter(|path| path.starts_with("/helpdesk"))
        .collect();
    assert_eq!(posts.len(), 5, "whose origin is asked for: {posts:?}");
}
