//! When sessions end: by idleness, by age, by number, and by clocks that jump.

use domain::Refusal;
use domain::account::{Role, State};
use domain::time::Span;
use tokio::task::JoinSet;

use super::{SESSION, inside};
use crate::portal::{BEGIN, Database, Plan, TestPortal};

on_both_stores!(a_104_ten_sessions_are_the_most_and_the_oldest_ends,);

async fn a_104_ten_sessions_are_the_most_and_the_oldest_ends(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    // Thirty browsers that the portal knows, each at an address of its own, so that no brake is in the way.
    let mut known = Vec::new();
    for n in 0..30 {
        let mut browser = portal
            .signed_in(&person)
            .await
            .from(&format!("198.51.100.{n}"));
        browser.cookies.remove(SESSION);
        known.push(browser);
    }
    let mut old = Vec::new();
    for _ in 0..11 {
        portal.clock.forward(Span::seconds(1));
        old.push(portal.signed_in(&person).await);
    }
    assert!(!inside(&mut old[0]).await && inside(&mut old[1]).await && inside(&mut old[10]).await);
    portal.clock.forward(Span::seconds(1));
    let mut all = JoinSet::new();
    for mut browser in known {
        let (login, password) = (person.login.clone(), person.password.clone());
        all.spawn(async move {
            let page = browser
                .post("/sign-in", &[("user", &login), ("password", &password)])
                .await;
            assert_eq!(page.to(), "/profile");
            browser
        });
    }
    let mut alive = 0;
    for mut browser in all.join_all().await {
        alive += usize::from(inside(&mut browser).await);
    }
    assert_eq!(alive, 10);
    assert!(!inside(&mut old[10]).await);
}

#[tokio::test]
async fn idle_and_absolute_ends_are_the_servers() {
    let portal = TestPortal::new().await;
    for (role, idle, absolute) in [
        (Role::User, 30, 12 * 60),
        (Role::Operator, 15, 8 * 60),
        (Role::Administrator, 15, 8 * 60),
    ] {
        let person = portal
            .enrolled_as(&format!("{}@example.org", role.key()), role)
            .await;
        let mut browser = portal.signed_in(&person).await;
        portal.clock.forward(Span::seconds(idle * 60 - 1));
        assert!(inside(&mut browser).await, "{role:?}");
        portal.clock.forward(Span::minutes(idle));
        assert!(!inside(&mut browser).await, "{role:?} idle");
        let mut browser = portal.signed_in(&person).await;
        for _ in 0..absolute / 10 - 1 {
            portal.clock.forward(Span::minutes(10));
            assert!(inside(&mut browser).await, "{role:?}");
        }
        portal.clock.forward(Span::minutes(10));
        assert!(!inside(&mut browser).await, "{role:?} in all");
    }
}

#[tokio::test]
async fn a_147_a_clock_that_jumps_brings_nothing_back_and_keeps_nothing_for_ever() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let spent = portal.code(&person);
    for jump in [-3_600, -86_400, 3_600, 86_400 * 3_650] {
        portal.clock.set(BEGIN + 30 + jump);
        assert!(!inside(&mut browser).await, "a session after {jump}");
    }
    // Steps behind the last one stay used, however often the clock passes them.
    portal.clock.set(BEGIN - 3_600);
    let mut halfway = portal.halfway(&person).await;
    assert!(
        halfway
            .post("/sign-in/verify", &[("code", &portal.code(&person))])
            .await
            .refuses(Refusal::CodeUsed)
    );
    portal.clock.set(BEGIN + 30);
    let mut halfway = portal.halfway(&person).await;
    assert!(
        halfway
            .post("/sign-in/verify", &[("code", &spent)])
            .await
            .refuses(Refusal::CodeUsed)
    );
    assert_eq!(
        halfway
            .post("/sign-in/verify", &[("code", &portal.next_code(&person))])
            .await
            .to(),
        "/profile"
    );

    // A wait that was counted from a future that never came ends all the same.
    let other = portal.enrolled("thomas@example.org").await;
    let wrong = [("user", other.login.as_str()), ("password", "wrong")];
    portal.clock.set(BEGIN + 86_400 * 3_650);
    for _ in 0..10 {
        portal.browser().post("/sign-in", &wrong).await;
    }
    portal.clock.set(BEGIN);
    let right = [
        ("user", other.login.as_str()),
        ("password", other.password.as_str()),
    ];
    assert!(
        portal
            .browser()
            .post("/sign-in", &right)
            .await
            .refuses(Refusal::WrongCredentials),
        "not shortened either"
    );
    portal.clock.forward(Span::seconds(900));
    assert!(portal.browser().post("/sign-in", &right).await.leads());
}

#[tokio::test]
async fn what_has_run_out_is_swept_up() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser.post("/security/app/start", &[]).await;
    portal.halfway(&person).await;
    portal.clock.forward(Span::days(2));
    portal.services.tidy().await.unwrap();
    for table in ["sessions", "pendings", "reveals"] {
        let rows: i64 = portal
            .file()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}
