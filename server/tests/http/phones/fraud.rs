//! "Automatically block users who report fraud" (F-161).

use domain::account::{Role, State};
use domain::notice::NoticeKind;
use domain::time::Span;
use domain::{Language, Refusal};

use super::{arrived, open, press, with_phone};
use crate::cast::Person;
use crate::portal::{Plan, TestPortal};

/// Somebody with the password has this person called, who answers with `0#`.
async fn reported(portal: &TestPortal, person: &Person) {
    let mut intruder = portal.halfway(person).await;
    portal.clock.forward(Span::minutes(5));
    intruder
        .post("/sign-in/ask", &[("way", "call_phone")])
        .await;
    press(portal, "0#").await;
    let page = intruder
        .post("/sign-in/verify", &[("way", "call_phone")])
        .await;
    assert_ne!(page.header("location"), "/profile");
}

#[tokio::test]
async fn administrators_are_told_unless_they_do_not_want_to_be() {
    let portal = open().await;
    let ada = portal
        .enrolled_as("ada@example.org", Role::Administrator)
        .await;
    let gone = portal
        .enrolled_as("gone@example.org", Role::Administrator)
        .await;
    let off = [domain::service::ports::Change::SetActive(false)];
    crate::helpdesk::change(&portal, gone.id, off).await;
    let desk = portal.enrolled_as("desk@example.org", Role::Operator).await;
    let rude = with_phone(&portal, "noor@example.org").await;
    reported(&portal, &rude).await;
    let told = portal.notices(ada.id).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NoticeKind::FraudAlert);
    assert_eq!(told[0].object, portal.account(rude.id).await.name);
    for other in [&gone, &desk] {
        assert!(portal.notices(other.id).await.is_empty(), "{}", other.login);
    }
    let own = portal.notices(rude.id).await;
    assert!(own.iter().all(|one| one.kind != NoticeKind::FraudAlert));

    portal.policy(&[("tell_fraud", "false")]).await;
    portal.clock.forward(Span::hours(1));
    reported(&portal, &rude).await;
    assert_eq!(portal.notices(ada.id).await.len(), 1);
}

#[tokio::test]
async fn listed_addresses_are_told_the_same_and_an_administrator_among_them_once() {
    let plan = Plan::default().demo();
    let plan = plan.config(|config| config.organisation.default_language = Language::Nl);
    let portal = plan.open().await;
    let listed = "soc@example.org, ADA@example.org, noor@example.org";
    let rules = [
        ("allow_text", "true"),
        ("allow_call", "true"),
        ("fraud_addresses", listed),
    ];
    portal.policy(&rules).await;
    for login in ["ada@example.org", "ben@example.org"] {
        portal.enrolled_as(login, Role::Administrator).await;
    }
    let rude = with_phone(&portal, "noor@example.org").await;
    reported(&portal, &rude).await;
    // Whom it is about is among the listed, and gets what the list gets beside what is theirs.
    assert_eq!(
        portal.mailboxes().await,
        ["soc@example.org", "noor@example.org"]
    );
    server::mail_out::deliver(&portal.portal).await.unwrap();
    server::mail_out::deliver(&portal.portal).await.unwrap();
    let mails = arrived(&portal, "mail").await;
    let alerts = mails
        .iter()
        .filter(|mail| mail["subject"] == "Een oproep is als fraude gemeld");
    let mut told: Vec<(&str, &str)> = alerts
        .map(|mail| (mail["to"].as_str().unwrap(), mail["body"].as_str().unwrap()))
        .collect();
    told.sort_unstable();
    let (to, bodies): (Vec<&str>, Vec<&str>) = told.into_iter().unzip();
    assert_eq!(
        to,
        [
            "ada@example.org",
            "ben@example.org",
            "noor@example.org",
            "soc@example.org"
        ]
    );
    for (place, body) in bodies.into_iter().enumerate() {
        let greeting = if place < 2 {
            "Dag Sanne Pieters,\n"
        } else {
            "Dag,\n"
        };
        assert!(body.starts_with(greeting), "{body}");
        assert!(
            !body.contains("12345678") && !body.contains("http"),
            "{body}"
        );
    }

    portal.policy(&[("tell_fraud", "false")]).await;
    portal.clock.forward(Span::hours(1));
    reported(&portal, &rude).await;
    assert_eq!(portal.mailboxes().await, [""; 0]);
}

#[tokio::test]
async fn an_address_is_told_where_no_administrator_can_be() {
    let portal = open().await;
    portal
        .policy(&[("fraud_addresses", "soc@example.org")])
        .await;
    let rude = with_phone(&portal, "noor@example.org").await;
    reported(&portal, &rude).await;
    assert_eq!(portal.mailboxes().await, ["soc@example.org"]);
}

#[tokio::test]
async fn where_nobody_may_report_fraud_its_keys_are_wrong_keys() {
    let portal = open().await;
    portal.policy(&[("allow_fraud_reports", "false")]).await;
    let rude = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&rude).await;
    portal.clock.forward(Span::minutes(5));
    let call = [("way", "call_phone")];
    browser.post("/sign-in/ask", &call).await;
    press(&portal, "0#").await;
    assert_eq!(portal.count("fraud_report").await, 0);
    press(&portal, "#").await;
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert_eq!(page.to(), "/profile", "the call went on");
}

#[tokio::test]
async fn so_many_wrong_keys_as_the_rules_say_end_a_call() {
    let portal = open().await;
    portal.policy(&[("call_attempts", "2")]).await;
    let person = with_phone(&portal, "noor@example.org").await;
    let mut browser = portal.halfway(&person).await;
    portal.clock.forward(Span::minutes(5));
    let call = [("way", "call_phone")];
    browser.post("/sign-in/ask", &call).await;
    press(&portal, "7#").await;
    press(&portal, "8#").await;
    press(&portal, "#").await;
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert!(page.refuses(Refusal::PhoneOver), "{}", page.text());
}

#[tokio::test]
async fn where_the_rules_say_so_a_report_of_fraud_blocks_signing_in() {
    let portal = open().await;
    let rude = with_phone(&portal, "noor@example.org").await;
    reported(&portal, &rude).await;
    assert_eq!(portal.account(rude.id).await.block, None, "the rule is off");
    assert_eq!(portal.count("user_block").await, 0);

    portal.policy(&[("block_on_fraud", "true")]).await;
    portal.clock.forward(Span::hours(1));
    reported(&portal, &rude).await;
    let end = portal.services.clock.now();
    let block = portal.account(rude.id).await.block.unwrap();
    assert_eq!(block.until, end + Span::days(90));
    let told = portal.notices(rude.id).await.pop().unwrap();
    assert_eq!(told.kind, NoticeKind::FraudBlocked);
    let rows = portal.audit().await;
    let row = rows.iter().rfind(|row| row.event == "user_block").unwrap();
    assert_eq!(row.subject, rude.id.to_string());
    assert!(
        row.actor.is_empty() && row.details.contains("fraud_report"),
        "{}",
        row.details
    );
    let typed = [("user", &*rude.login), ("password", &*rude.password)];
    let page = portal.browser().post("/sign-in", &typed).await;
    let page = portal.browser().follow(page).await;
    assert!(
        page.refuses(Refusal::Blocked) || page.refuses(Refusal::WrongCredentials),
        "{}",
        page.text()
    );

    let desk = portal.enrolled_as("desk@example.org", Role::Operator).await;
    let mut desk = portal.signed_in(&desk).await;
    let page = desk.get(&format!("/helpdesk/people/{}", rude.id)).await;
    assert!(
        page.says("Reason: a call was reported as fraud"),
        "{}",
        page.text()
    );
    assert_eq!(portal.account(rude.id).await.state, State::Enforced);
}
