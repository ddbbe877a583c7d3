//! The brake on guessing: per person however the name is spelled, per address that nobody chooses, kept
//! across restarts, and refusing rather than guessing when the database does not answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::Refusal;
use domain::account::State;
use domain::time::Span;
use tokio::task::JoinSet;

use super::attempt;
use crate::cast::PASSWORD;
use crate::doubles::{Counting, Failing, Switch};
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_004_after_ten_wrong_passwords_the_right_one_must_wait_too,
    a_006_however_a_name_is_spelled_it_is_one_counter,
    a_011_a_restart_forgets_no_wait,
);

async fn a_004_after_ten_wrong_passwords_the_right_one_must_wait_too(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    for _ in 0..10 {
        attempt(&mut portal.browser(), &person.login, "wrong").await;
    }
    for wait in [2, 4, 8, 16] {
        portal.clock.forward(Span::seconds(wait - 1));
        let page = attempt(&mut portal.browser(), &person.login, &person.password).await;
        assert!(
            page.refuses(Refusal::WrongCredentials) && page.headers.get("set-cookie").is_none(),
            "{wait}"
        );
        portal.clock.forward(Span::seconds(1));
        // Using the chance for another wrong one doubles the next wait.
        attempt(&mut portal.browser(), &person.login, "wrong").await;
    }
    portal.clock.forward(Span::seconds(32));
    portal.halfway(&person).await;
    assert!(portal.count("authn_login_fail_max").await >= 5);
}

async fn a_006_however_a_name_is_spelled_it_is_one_counter(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.add("zoë@example.org", State::Enabled).await;
    let spellings = [
        "ZOË@example.org",
        "zoe\u{308}@example.org",
        "ｚｏë＠ｅｘａｍｐｌｅ.ｏｒｇ",
        "  zoë@example.org\t",
        "Zoë@Example.Org.",
    ];
    for spelling in spellings {
        attempt(&mut portal.browser(), spelling, "wrong").await;
    }
    let page = attempt(&mut portal.browser(), &person.login, &person.password).await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "five attempts are used up"
    );
    portal.clock.forward(Span::seconds(2));
    for spelling in spellings {
        let page = attempt(&mut portal.browser(), spelling, &person.password).await;
        assert_eq!(page.to(), "/enrol", "{spelling}");
    }
}

#[tokio::test]
async fn a_006_at_the_mail_interface_too_a_name_is_one_counter() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    assert!(
        portal.check("OLGA@example.org", PASSWORD).await,
        "without two-step verification it may"
    );
    for spelling in [
        "olga@example.org",
        "OLGA@example.org",
        " Olga@Example.org",
        "olga@example.org.",
        "ｏlga@example.org",
    ] {
        let client = format!("198.51.100.{}", spelling.len());
        assert!(
            !portal
                .check_from(spelling, &format!("wrong {spelling}"), &client)
                .await
        );
    }
    assert!(
        !portal.check(&person.login, PASSWORD).await,
        "five attempts are used up"
    );
    portal.clock.forward(Span::seconds(2));
    assert!(portal.check(&person.login, PASSWORD).await);
}

#[tokio::test]
async fn a_007_a_stranger_cannot_choose_his_address() {
    let portal = TestPortal::new().await;
    let long = "1.2.3.4,".repeat(1_200);
    let list = "10.0.0.1, ".repeat(500);
    let odd = [
        "a",
        "::ffff:192.0.2.1",
        "",
        "192.0.2.1:99999",
        "unknown",
        &long,
        &list,
        "127.0.0.1",
        "\"><script>",
    ];
    for n in 0..30 {
        let forged = format!("203.0.113.{n}");
        let value = if n < odd.len() { odd[n] } else { &forged };
        let mut browser = portal
            .browser()
            .with("x-forwarded-for", value)
            .with("x-real-ip", value);
        browser = browser.with("forwarded", &format!("for={value}"));
        let page = attempt(&mut browser, &format!("nobody{n}@example.org"), "wrong").await;
        assert_eq!(page.status, 200, "{n}");
    }
    let mut last = portal.browser().with("x-forwarded-for", "203.0.113.200");
    let page = attempt(&mut last, "nobody@example.org", "wrong").await;
    assert_eq!(
        (page.status.as_u16(), page.header("retry-after")),
        (429, "20")
    );
    let elsewhere = attempt(
        &mut portal.browser().from("192.0.2.8"),
        "nobody@example.org",
        "wrong",
    )
    .await;
    assert_eq!(elsewhere.status, 200);
    assert!(
        portal
            .audit()
            .await
            .iter()
            .all(|row| matches!(row.address.as_str(), "" | "192.0.2.7" | "192.0.2.8"))
    );
}

#[tokio::test]
async fn a_007_behind_a_proxy_the_nearest_stranger_counts() {
    let plan =
        Plan::default().config(|c| c.server.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
    let portal = plan.open().await;
    for n in 0..30 {
        // What stands further left was written by the client.
        let mut browser = portal.browser().from("10.0.0.1").with(
            "x-forwarded-for",
            &format!("203.0.113.{n}, 198.51.100.9, 10.0.0.2"),
        );
        attempt(&mut browser, &format!("nobody{n}@example.org"), "wrong").await;
    }
    let mut same = portal
        .browser()
        .from("10.0.0.1")
        .with("x-forwarded-for", "198.51.100.9");
    assert_eq!(
        attempt(&mut same, "nobody@example.org", "wrong")
            .await
            .status,
        429
    );
    let mut other = portal
        .browser()
        .from("10.0.0.1")
        .with("x-forwarded-for", "198.51.100.10");
    assert_eq!(
        attempt(&mut other, "nobody@example.org", "wrong")
            .await
            .status,
        200
    );
    let mut broken = portal
        .browser()
        .from("10.0.0.1")
        .with("x-forwarded-for", "198.51.100.10, nonsense");
    assert_eq!(
        attempt(&mut broken, "nobody@example.org", "wrong")
            .await
            .status,
        200,
        "counts as the proxy's"
    );
    assert_eq!(portal.audit().await.last().unwrap().address, "10.0.0.1");
}

#[tokio::test]
async fn a_007_a_subscriber_with_many_ipv6_addresses_is_one_stranger() {
    let portal = TestPortal::new().await;
    for n in 0..30 {
        let mut browser = portal.browser().from(&format!("2001:db8:1:2::{n:x}"));
        attempt(&mut browser, &format!("nobody{n}@example.org"), "wrong").await;
    }
    let page = attempt(
        &mut portal.browser().from("2001:db8:1:2:ffff::1"),
        "x@example.org",
        "wrong",
    )
    .await;
    assert_eq!(page.status, 429);
    assert_eq!(
        attempt(
            &mut portal.browser().from("2001:db8:1:3::1"),
            "x@example.org",
            "wrong"
        )
        .await
        .status,
        200
    );
}

async fn a_011_a_restart_forgets_no_wait(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    for _ in 0..6 {
        attempt(&mut portal.browser(), &person.login, "wrong").await;
    }
    let mut browser = portal.browser().from("192.0.2.50");
    for n in 0..31 {
        attempt(&mut browser, &format!("n{n}@example.org"), "wrong").await;
    }
    let portal = portal.restart().await;
    let page = attempt(&mut portal.browser(), &person.login, &person.password).await;
    assert!(page.refuses(Refusal::WrongCredentials));
    assert_eq!(
        attempt(
            &mut portal.browser().from("192.0.2.50"),
            "x@example.org",
            "wrong"
        )
        .await
        .status,
        429
    );
    portal.clock.forward(Span::seconds(2));
    portal.halfway(&person).await;
}

#[tokio::test]
async fn a_012_without_a_database_nobody_gets_in_and_nobody_may_guess() {
    for reads_too in [true, false] {
        let (switch, asked) = (Switch::default(), Arc::new(AtomicUsize::new(0)));
        let (inside, count) = (switch.clone(), asked.clone());
        let plan = Plan::default().store(move |inner| Failing::around(inner, inside));
        let portal = plan
            .hasher(move |inner| Counting::around(inner, count))
            .open()
            .await;
        let person = portal.enrolled("sanne@example.org").await;
        let mut halfway = portal.halfway(&person).await;
        let mut signed_in = portal.signed_in(&person).await;
        let off = if reads_too {
            &switch.all
        } else {
            &switch.writes
        };
        off.store(true, Ordering::SeqCst);
        asked.store(0, Ordering::SeqCst);
        for n in 0..20 {
            let password = if n % 2 == 0 { "wrong" } else { PASSWORD };
            let page = attempt(&mut portal.browser(), &person.login, password).await;
            assert_eq!(
                (page.status.as_u16(), page.header("retry-after")),
                (503, "10")
            );
            assert!(page.headers.get("set-cookie").is_none());
            let code = portal.next_code(&person);
            assert_eq!(
                halfway
                    .post("/sign-in/verify", &[("code", &code)])
                    .await
                    .status,
                503
            );
        }
        assert_eq!(
            asked.load(Ordering::SeqCst),
            0,
            "no password was tried unseen"
        );
        if reads_too {
            assert_eq!(signed_in.get("/profile").await.status, 503);
            assert_eq!(
                portal
                    .machine(
                        r#"{"user":"a@b.example","password":"x","service":"imap","client_ip":""}"#
                    )
                    .await
                    .status,
                503
            );
        }
        assert_eq!(portal.browser().get("/readyz").await.status, 503);
        assert_eq!(portal.browser().get("/healthz").await.status, 200);
        off.store(false, Ordering::SeqCst);
        assert_eq!(portal.browser().get("/readyz").await.status, 200);
        assert_eq!(
            signed_in.get("/profile").await.status,
            200,
            "and it recovers by itself"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_017_five_hundred_sign_ins_at_once_are_bounded() {
    let portal = Plan::default().floor().open().await;
    let person = portal.add("sanne@example.org", State::Enabled).await;
    let mut all = JoinSet::new();
    for n in 0..500_u32 {
        let mut browser = portal
            .browser()
            .from(&format!("198.51.{}.{}", 100 + n / 250, n % 250));
        let user = if n % 2 == 0 {
            format!("n{n}@example.org")
        } else {
            person.login.clone()
        };
        all.spawn(async move { attempt(&mut browser, &user, "wrong").await });
    }
    let mut browser = portal.browser();
    assert_eq!(
        browser.get("/help").await.status,
        200,
        "other pages are answered meanwhile"
    );
    let pages = all.join_all().await;
    let later: Vec<&Page> = pages.iter().filter(|p| p.status == 503).collect();
    assert!(
        !later.is_empty()
            && later
                .iter()
                .all(|p| p.header("retry-after") == "5" && p.refuses(Refusal::Busy))
    );
    assert!(
        pages
            .iter()
            .all(|p| p.status == 503 || (p.status == 200 && p.refuses(Refusal::WrongCredentials)))
    );
    assert!(pages.iter().any(|p| p.status == 200), "some are looked at");
}

#[tokio::test]
async fn a_hundred_wrong_passwords_in_a_row_leave_only_known_devices() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut known = portal.signed_in(&person).await;
    for _ in 0..100 {
        attempt(&mut portal.browser(), &person.login, "wrong").await;
        portal.clock.forward(Span::minutes(16));
    }
    let page = attempt(&mut portal.browser(), &person.login, &person.password).await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "a stranger's browser"
    );
    // The owner's browser has a bucket of its own, also when the session is long gone.
    assert_eq!(
        attempt(&mut known, &person.login, &person.password)
            .await
            .to(),
        "/sign-in/verify"
    );
    let stolen = known.cookies["__Host-d"].clone();
    let other = portal.enrolled("thomas@example.org").await;
    for _ in 0..5 {
        attempt(
            &mut portal.browser().holding("__Host-d", &stolen),
            &other.login,
            "wrong",
        )
        .await;
    }
    let page = attempt(&mut portal.browser(), &other.login, &other.password).await;
    assert!(
        page.refuses(Refusal::WrongCredentials),
        "somebody else's device is nobody's"
    );
}
