//! A key rotation as the people of the organisation meet it, which is not at all.

use domain::account::State;
use domain::time::Span;
use tokio::task::JoinSet;

use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    browsers_of_one_person_at_once_survive_the_first_sign_in_after_a_rotation,
    a_password_that_only_a_mail_program_uses_moves_too,
);

/// How many account passwords the database holds under a key.
async fn under(portal: &TestPortal, kid: i32) -> i64 {
    let count = format!("SELECT count(*) FROM accounts WHERE password LIKE '{kid}:%'");
    portal.number(&count, &count).await
}

/// Each of them finds the hash of before, and only one can be the first to replace it.
async fn browsers_of_one_person_at_once_survive_the_first_sign_in_after_a_rotation(
    database: Database,
) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    let mut all = JoinSet::new();
    // As many as a person may try at once.
    for n in 1..=5 {
        let mut browser = portal.browser().from(&format!("192.0.2.{n}"));
        let person = person.clone();
        all.spawn(async move {
            let fields = [
                ("user", person.login.as_str()),
                ("password", &person.password),
            ];
            browser.post("/sign-in", &fields).await.to().to_owned()
        });
    }
    assert_eq!(all.join_all().await, ["/profile"; 5]);
    assert_eq!(under(&portal, 1).await, 0);
}

async fn a_password_that_only_a_mail_program_uses_moves_too(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("sanne@example.org", State::Disabled).await;
    let changed = portal.account(person.id).await.password_changed;
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    portal.clock.forward(Span::minutes(1));
    assert!(!portal.check(&person.login, "not the password").await);
    assert_eq!(under(&portal, 1).await, 1);
    assert!(portal.check(&person.login, &person.password).await);
    assert_eq!(under(&portal, 2).await, 1);
    let account = portal.account(person.id).await;
    assert_eq!(account.password_changed, changed, "nobody changed it");
    portal.signed_in(&person).await;
}
