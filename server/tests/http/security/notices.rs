//! What the owner is told, and what shows in the log, when something about an account changes.

use domain::Id;
use domain::Refusal;
use domain::notice::NoticeKind;
use server::mail_out;

use super::set_up;
use crate::cast::oathtool;
use crate::log;
use crate::portal::{Plan, TestPortal};

#[tokio::test]
async fn a_159_a_sealed_key_works_only_where_it_was_put() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let (one, two) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let db = portal.file();
    let secret = |id: Id| {
        db.query_row("SELECT secret FROM apps WHERE user_id = ?1", [id.0], |r| {
            r.get::<_, Vec<u8>>(0)
        })
        .unwrap()
    };
    let put = |id: Id, bytes: &[u8]| {
        db.execute(
            "UPDATE apps SET secret = ?2 WHERE user_id = ?1",
            rusqlite::params![id.0, bytes],
        )
        .unwrap()
    };
    let (first, second) = (secret(one.id), secret(two.id));
    put(one.id, &second);
    put(two.id, &first);
    for (person, other) in [(&one, &two), (&two, &one)] {
        let mut browser = portal.halfway(person).await;
        for key in [&person.key, &other.key] {
            let code = oathtool(key, portal.clock.seconds());
            assert!(
                browser
                    .post("/sign-in/verify", &[("code", &code)])
                    .await
                    .refuses(Refusal::WrongCode),
                "swapped"
            );
        }
    }
    assert!(log.says("does not open"), "an alarm in the log");
    put(two.id, &second);
    let mut flipped = first;
    *flipped.last_mut().unwrap() ^= 1;
    put(one.id, &flipped);
    let mut browser = portal.halfway(&one).await;
    assert!(
        browser
            .post("/sign-in/verify", &[("code", &portal.code(&one))])
            .await
            .refuses(Refusal::WrongCode),
        "a flipped bit"
    );
    portal.signed_in(&two).await;
}

#[tokio::test]
async fn a_164_every_change_is_told_to_its_owner_in_their_language() {
    let portal = Plan::default().demo().open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/language", &[("lang", "nl"), ("next", "/profile")])
        .await;
    set_up(&portal, &mut browser, "Tablet").await;
    browser
        .post("/app-passwords/create", &[("name", "Laptop")])
        .await;
    browser
        .post("/app-passwords/create", &[("name", "Telefoon")])
        .await;
    let first = portal.account(person.id).await.app_passwords[0].id;
    browser
        .post(&format!("/app-passwords/{first}/delete"), &[])
        .await;
    browser.post("/app-passwords/delete-all", &[]).await;
    let tablet = portal.account(person.id).await.apps[1].id;
    browser
        .post(&format!("/security/apps/{tablet}/delete"), &[])
        .await;
    let new = "ander wachtwoord met lengte";
    browser
        .post(
            "/profile/password",
            &[("current", &person.password), ("new", new), ("again", new)],
        )
        .await;
    let told = portal.notices(person.id).await;
    let kinds: Vec<NoticeKind> = told.iter().map(|n| n.kind).collect();
    use NoticeKind as K;
    assert_eq!(
        kinds,
        [
            K::AppAdded,
            K::AppPasswordCreated,
            K::AppPasswordCreated,
            K::AppPasswordDeleted,
            K::AppPasswordsDeleted,
            K::AppDeleted,
            K::PasswordChanged
        ]
    );
    assert!(
        told.iter().all(|n| n.address == "192.0.2.7"),
        "with the place it was done from"
    );
    mail_out::deliver(&portal.portal).await.unwrap();
    let mut messages = portal.portal.demo.as_ref().unwrap().messages();
    messages.reverse();
    assert_eq!(messages.len(), 7);
    for message in &messages {
        assert_eq!(message.to, "sanne@example.org");
        assert!(
            message.body.starts_with("Dag Sanne") && !message.body.contains("your"),
            "{}",
            message.body
        );
        assert!(!message.body.contains(new) && !message.body.contains(&person.key));
    }
    assert!(messages[0].body.contains("Tablet") && messages[1].body.contains("Laptop"));
    assert!(
        portal.notices(person.id).await.is_empty(),
        "each is handed over once"
    );
}

#[tokio::test]
async fn a_164_the_owner_is_told_of_a_right_password_with_wrong_codes() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let right = portal.code(&person);
    let wrong = if right == "000000" {
        "111111"
    } else {
        "000000"
    };
    let mut browser = portal.halfway(&person).await;
    for round in 1..=4 {
        browser.post("/sign-in/verify", &[("code", wrong)]).await;
        let told = portal.notices(person.id).await.len();
        assert_eq!(told, usize::from(round >= 3), "one message, at the third");
    }
}
