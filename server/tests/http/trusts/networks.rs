//! Trusted networks (F-158): from there the password is enough for whoever has a second step and is not staff,
//! and for nothing that changes credentials.

use domain::account::Role;
use domain::service::ports::Change;

use super::{Plan, TestPortal, password_leads};
use crate::cast::Person;
use crate::client::Browser;

const NETWORK: &str = "198.51.100.0/24";
const INSIDE: &str = "198.51.100.7";
const OUTSIDE: &str = "198.51.101.7";

async fn portal() -> TestPortal {
    let portal = TestPortal::new().await;
    portal.policy(&[("trusted_networks", NETWORK)]).await;
    portal
}

/// Where the right password leads from this address.
async fn leads(portal: &TestPortal, address: &str, person: &Person) -> String {
    password_leads(&mut portal.browser().from(address), person).await
}

#[tokio::test]
async fn from_a_trusted_network_the_password_is_enough_and_proves_nothing() {
    let portal = portal().await;
    let person = portal.enrolled("sanne@example.org").await;
    assert_eq!(leads(&portal, OUTSIDE, &person).await, "/sign-in/verify");
    let mut browser = portal.browser().from(INSIDE);
    assert_eq!(password_leads(&mut browser, &person).await, "/profile");
    assert_eq!(browser.get("/profile").await.status, 200);
    let page = browser.get("/security").await;
    assert!(page.to().starts_with("/step-up"), "no proof: {}", page.to());
    let rows = portal.audit().await;
    let row = rows.iter().rfind(|row| row.event == "authn_login_success");
    let row = row.unwrap();
    assert_eq!((&*row.reason, &*row.address), ("network", INSIDE));

    portal.policy(&[("trusted_networks", "")]).await;
    assert_eq!(leads(&portal, INSIDE, &person).await, "/sign-in/verify");
}

#[tokio::test]
async fn staff_and_whoever_has_no_method_left_are_asked_wherever_they_are() {
    let portal = portal().await;
    for role in &Role::ALL[1..] {
        let login = format!("{}@example.org", role.key());
        let one = portal.enrolled_as(&login, *role).await;
        assert_eq!(leads(&portal, INSIDE, &one).await, "/sign-in/verify");
    }
    let new = portal
        .add("noor@example.org", domain::account::State::Enabled)
        .await;
    assert_eq!(
        leads(&portal, INSIDE, &new).await,
        "/enrol",
        "no gate is passed"
    );
    let person = portal.enrolled("sanne@example.org").await;
    let app = portal.account(person.id).await.apps[0].id;
    crate::helpdesk::change(&portal, person.id, [Change::LockApp(app, true)]).await;
    assert_eq!(leads(&portal, INSIDE, &person).await, "/sign-in/verify");
}

#[tokio::test]
async fn an_address_that_is_only_said_is_none() {
    let portal = portal().await;
    let person = portal.enrolled("sanne@example.org").await;
    for (name, value) in [
        ("x-forwarded-for", INSIDE),
        ("x-real-ip", INSIDE),
        ("forwarded", "for=198.51.100.7"),
        ("client-ip", INSIDE),
    ] {
        let mut browser: Browser = portal.browser().from(OUTSIDE).with(name, value);
        let to = password_leads(&mut browser, &person).await;
        assert_eq!(to, "/sign-in/verify", "{name}");
    }
    // A proxy that is trusted says who is behind it, and only the last word counts.
    let proxied = Plan::default()
        .config(|config| {
            config.server.trusted_proxies = vec!["203.0.113.1/32".parse().unwrap()];
        })
        .open()
        .await;
    proxied.policy(&[("trusted_networks", NETWORK)]).await;
    let person = proxied.enrolled("sanne@example.org").await;
    for (said, expected) in [
        (INSIDE, "/profile"),
        ("198.51.100.7, 192.0.2.1", "/sign-in/verify"),
    ] {
        let browser = proxied.browser().from("203.0.113.1");
        let mut browser = browser.with("x-forwarded-for", said);
        assert_eq!(
            password_leads(&mut browser, &person).await,
            expected,
            "{said}"
        );
    }
}
