//! One password on many people (A.6): nobody's own throttle sees it, so the address is watched. The
//! attacker must not notice that he was noticed.

use domain::account::State;
use domain::time::Span;

use super::{attempt, shape};
use crate::log;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    twenty_people_are_a_bad_morning_and_one_more_is_an_alarm,
    instances_count_together_and_a_restart_forgets_nothing,
);

const EVENT: &str = "malicious_spraying";

/// Names of one length, so that the answers to them can be compared.
fn name(number: u32) -> String {
    format!("person{number:03}@example.org")
}

async fn fail(portal: &TestPortal, address: &str, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        let mut browser = portal.browser().from(address);
        let page = attempt(&mut browser, &name(number), "Winter2027!").await;
        assert_eq!(page.status, 200, "{number}");
    }
}

fn metric(portal: &TestPortal) -> String {
    let text = portal.portal.metrics.text();
    let line = text
        .lines()
        .find(|line| line.starts_with("proofup_sprayings_total "));
    line.unwrap().to_owned()
}

async fn twenty_people_are_a_bad_morning_and_one_more_is_an_alarm(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let log = log::listen();
    let known = portal.add(&name(7), State::Disabled).await;
    let attacker = "198.51.100.21";
    fail(&portal, attacker, 0..20).await;
    // The same people again, however they are spelled, and one of them who knows the password.
    for spelling in ["PERSON003@example.org", " person003@example.org."] {
        attempt(&mut portal.browser().from(attacker), spelling, "x").await;
    }
    let mut owner = portal.browser().from(attacker);
    let page = attempt(&mut owner, &known.login, &known.password).await;
    assert_eq!(page.to(), "/profile");
    assert_eq!(portal.count(EVENT).await, 0, "twenty people");
    let before = attempt(&mut portal.browser().from(attacker), &name(0), "x").await;

    let one_more = attempt(&mut portal.browser().from(attacker), &name(20), "x").await;
    assert_eq!(portal.count(EVENT).await, 1);
    assert_eq!(
        shape(&one_more, &name(20)),
        shape(&before, &name(0)),
        "the attacker learns nothing"
    );
    fail(&portal, attacker, 21..25).await;
    assert_eq!(portal.count(EVENT).await, 1, "once for address and window");
    assert_eq!(metric(&portal), "proofup_sprayings_total 1");

    let rows = portal.audit().await;
    let row = rows.iter().find(|row| row.event == EVENT).unwrap();
    assert_eq!(
        (row.outcome.as_str(), row.address.as_str()),
        ("failure", attacker)
    );
    assert!(row.subject.is_empty() && row.actor.is_empty());
    let text = log.text();
    let mut told = text
        .lines()
        .filter(|line| line.contains("as more than twenty people"));
    assert!(told.all(|line| !line.contains(attacker) && !line.contains("person0")));
    assert!(log.says("as more than twenty people"));

    // A new window counts anew, and another address by itself.
    portal.clock.forward(Span::minutes(10));
    fail(&portal, attacker, 0..20).await;
    fail(&portal, "198.51.100.22", 20..30).await;
    assert_eq!(portal.count(EVENT).await, 1);
    fail(&portal, attacker, [99]).await;
    assert_eq!(portal.count(EVENT).await, 2);
    assert_eq!(metric(&portal), "proofup_sprayings_total 2");
}

async fn instances_count_together_and_a_restart_forgets_nothing(database: Database) {
    let one = Plan::default().on(database).open().await;
    let other = one.twin().await;
    // The rest of the network is one attacker.
    fail(&one, "2001:db8:0:1::1", 0..7).await;
    fail(&other, "2001:db8:0:1::2", 7..14).await;
    let one = one.restart().await;
    fail(&one, "2001:db8:0:1:ffff::3", 14..20).await;
    assert_eq!(other.count(EVENT).await, 0);
    fail(&other, "2001:db8:0:1::1", [20]).await;
    fail(&one, "2001:db8:0:1::1", [21]).await;
    assert_eq!(one.count(EVENT).await, 1);
    assert_eq!(metric(&other), "proofup_sprayings_total 1");
    assert_eq!(metric(&one), "proofup_sprayings_total 0");
}

/// Neither names nor guesses can be read from what is counted.
#[tokio::test]
async fn the_counts_hold_no_names() {
    let portal = TestPortal::new().await;
    fail(&portal, "198.51.100.21", 0..3).await;
    let file = portal.file();
    let mut statement = file.prepare("SELECT key FROM counters").unwrap();
    let keys: Vec<Vec<u8>> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let of = |kind: &[u8]| keys.iter().filter(|key| key.starts_with(kind)).count();
    assert_eq!((of(b"sn:"), of(b"sa:")), (3, 1));
    for key in keys {
        let key = String::from_utf8_lossy(&key).into_owned();
        assert!(!key.contains("person") && !key.contains("example"), "{key}");
    }
}
