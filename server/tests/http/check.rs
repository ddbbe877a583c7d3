//! `POST /api/v1/app-passwords/check`: yes or no for mail servers, and nothing else for anybody.

use domain::account::State;
use domain::service::ports::Clock as _;
use domain::time::Span;
use serde_json::json;

use crate::client::request;
use crate::log;
use crate::portal::{Database, Plan, TOKEN, TestPortal};

on_both_stores!(
    guessing_app_passwords_is_slowed_per_person_and_address,
    a_072_a_busy_mailbox_never_meets_a_locked_database,
);

fn question(user: &str, password: &str) -> String {
    json!({ "user": user, "password": password, "service": "imap", "client_ip": "198.51.100.5" })
        .to_string()
}

#[tokio::test]
async fn yes_is_the_canonical_mailbox_and_no_is_one_word() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let yes = portal.machine(&question("SANNE@Example.org", &value)).await;
    assert_eq!(
        (yes.status.as_u16(), yes.body.as_str()),
        (200, r#"{"ok":true,"user":"sanne@example.org"}"#)
    );
    assert_eq!(
        (yes.header("content-type"), yes.header("cache-control")),
        ("application/json", "no-store")
    );
    let no = portal
        .machine(&question("sanne@example.org", "wrong"))
        .await;
    assert_eq!(
        (no.status.as_u16(), no.body.as_str()),
        (200, r#"{"ok":false}"#)
    );
}

#[tokio::test]
async fn a_061_the_account_password_of_a_person_with_two_steps_is_a_wrong_one() {
    let portal = TestPortal::new().await;
    let (two_steps, must, may) = (
        portal.enrolled("sanne@example.org").await,
        portal.add("noor@example.org", State::Enabled).await,
        portal.add("olga@example.org", State::Disabled).await,
    );
    let wrong = portal.machine(&question(&two_steps.login, "wrong")).await;
    let right = portal
        .machine(&question(&two_steps.login, &two_steps.password))
        .await;
    assert_eq!(
        (right.status, &right.body, right.headers.len()),
        (wrong.status, &wrong.body, wrong.headers.len())
    );
    let nobody = portal
        .machine(&question("nobody@example.org", "wrong"))
        .await;
    assert_eq!(
        (nobody.status, &nobody.body, nobody.headers.len()),
        (wrong.status, &wrong.body, wrong.headers.len())
    );
    assert!(
        portal.check(&may.login, &may.password).await,
        "who has no second step uses the account password"
    );
    assert!(
        portal.check(&must.login, &must.password).await,
        "also before the enrolment"
    );
    let account = portal.account(may.id).await;
    portal
        .services
        .set_active(&account, false, &portal.trace())
        .await
        .unwrap();
    assert!(!portal.check(&may.login, &may.password).await);
}

#[tokio::test]
async fn a_056_a_switched_off_person_reads_no_mail() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    assert!(portal.check(&person.login, &value).await);
    let account = portal.account(person.id).await;
    portal
        .services
        .set_active(&account, false, &portal.trace())
        .await
        .unwrap();
    assert!(!portal.check(&person.login, &value).await);
    let account = portal.account(person.id).await;
    portal
        .services
        .set_active(&account, true, &portal.trace())
        .await
        .unwrap();
    assert!(
        !portal.check(&person.login, &value).await,
        "app passwords do not come back to life"
    );
}

#[tokio::test]
async fn a_064_an_app_password_opens_its_owners_mailbox_only() {
    let portal = TestPortal::new().await;
    let (one, two) = (
        portal.enrolled("sanne@example.org").await,
        portal.enrolled("thomas@example.org").await,
    );
    let value = portal.give_app_password(one.id, "Laptop").await;
    for user in [
        "thomas@example.org",
        "sanne+list@example.org",
        "sanne",
        "sanne@example.com",
        "sanne@example.org,thomas@example.org",
        "sanne%@example.org",
        "*",
        "",
        "s.anne@example.org",
    ] {
        assert!(!portal.check(user, &value).await, "{user}");
    }
    for user in [
        "Sanne@Example.ORG",
        " sanne@example.org ",
        "ｓａｎｎｅ@example.org",
    ] {
        assert!(portal.check(user, &value).await, "{user}");
    }
    assert!(!portal.check(&two.login, &value).await);
}

#[tokio::test]
async fn a_067_without_the_token_there_is_no_answer() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let ask = |path: &str, headers: &[(&str, String)]| {
        let mut request = request("POST", path, question(&person.login, &value));
        request
            .headers_mut()
            .insert("content-type", "application/json".parse().unwrap());
        for (name, text) in headers {
            request.headers_mut().append(
                http::HeaderName::try_from(*name).unwrap(),
                text.parse().unwrap(),
            );
        }
        request
    };
    const PATH: &str = "/api/v1/app-passwords/check";
    let right = ("authorization", format!("Bearer {TOKEN}"));
    let mut server = portal.browser().from("127.0.0.1");
    let basic = data_encoding::BASE64.encode(format!("x:{TOKEN}").as_bytes());
    let refused = [
        ask(PATH, &[]),
        ask(PATH, &[("authorization", "Bearer".into())]),
        ask(PATH, &[("authorization", "Bearer ".into())]),
        ask(
            PATH,
            &[("authorization", format!("Bearer {}", &TOKEN[1..]))],
        ),
        ask(PATH, &[("authorization", format!("Bearer {TOKEN}x"))]),
        ask(PATH, &[("authorization", format!("Basic {basic}"))]),
        ask(PATH, &[("x-authorization", format!("Bearer {TOKEN}"))]),
        ask(PATH, &[right.clone(), right.clone()]),
        ask(
            &format!("{PATH}?token={TOKEN}&access_token={TOKEN}&authorization=Bearer%20{TOKEN}"),
            &[],
        ),
    ];
    for request in refused {
        let page = server.send(request).await;
        assert_eq!(
            (
                page.status.as_u16(),
                page.header("www-authenticate"),
                page.body.as_str()
            ),
            (401, "Bearer", "")
        );
    }
    let page = server
        .send(ask(PATH, &[right.clone(), ("cookie", "__Host-s=x".into())]))
        .await;
    assert_eq!(page.status, 403, "a browser is no mail server");
    for address in ["192.0.2.7", "10.0.0.1", "2001:db8::1"] {
        let page = portal
            .browser()
            .from(address)
            .send(ask(PATH, std::slice::from_ref(&right)))
            .await;
        assert_eq!(
            (page.status.as_u16(), page.body.as_str()),
            (403, ""),
            "{address}"
        );
    }
    for n in 0..10_000 {
        let page = server
            .send(ask(PATH, &[("authorization", format!("Bearer {n:050}"))]))
            .await;
        assert_eq!(page.status, 401);
    }
    assert_eq!(
        server.send(ask(PATH, &[right])).await.body,
        r#"{"ok":true,"user":"sanne@example.org"}"#
    );
    portal.halfway(&person).await;
    assert!(
        !log.says(TOKEN) && !log.says(&format!("{:050}", 7)),
        "no token in the log"
    );
}

#[tokio::test]
async fn what_is_not_the_question_is_no_question() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let deep = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
    let with = |name: &str, what: serde_json::Value| {
        let mut all = json!({ "user": person.login, "password": value, "service": "imap", "client_ip": "198.51.100.5" });
        all[name] = what;
        all.to_string()
    };
    let odd = [
        "".to_owned(),
        "{}".into(),
        "null".into(),
        "[]".into(),
        "\u{0}".into(),
        deep,
        "{\"user\":".into(),
        with("service", json!("ssh")),
        with("service", json!("IMAP")),
        with("service", json!(null)),
        with("client_ip", json!("not an address")),
        with("client_ip", json!("198.51.100.5, 10.0.0.1")),
        with("user", json!(["sanne@example.org"])),
        with("user", json!(null)),
        with("password", json!(123)),
        with("password", json!({})),
        with("admin", json!(true)),
        format!(
            "{{\"user\":\"a\",\"user\":\"{}\",\"password\":\"{value}\",\"service\":\"imap\"}}",
            person.login
        ),
    ];
    for body in odd {
        let page = portal.machine(&body).await;
        assert_eq!(
            (page.status.as_u16(), page.body.as_str()),
            (400, ""),
            "{body:.60}"
        );
    }
    for body in [
        with("client_ip", json!("::ffff:198.51.100.5")),
        with("client_ip", json!("")),
    ] {
        assert_eq!(portal.machine(&body).await.status, 200);
    }
    for (name, what) in [
        ("password", json!("x".repeat(10_000))),
        ("password", json!("\u{0}")),
        ("password", json!("")),
        ("user", json!("x".repeat(10_000))),
    ] {
        assert_eq!(
            portal.machine(&with(name, what)).await.body,
            r#"{"ok":false}"#
        );
    }
}

#[tokio::test]
async fn a_069_a_program_with_an_old_password_disturbs_nobody() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    for address in ["198.51.100.5", ""] {
        for n in 0..288 {
            assert!(
                !portal
                    .check_from(&person.login, "oldoldoldoldoldo", address)
                    .await
            );
            if n % 12 == 0 {
                assert!(
                    portal.check_from(&person.login, &value, address).await,
                    "another device at the same address, round {n}"
                );
                portal.services.mail_flush().await.unwrap();
            }
            portal.clock.forward(Span::minutes(5));
        }
    }
    portal.signed_in(&person).await;
}

async fn guessing_app_passwords_is_slowed_per_person_and_address(database: Database) {
    let mut portal = Plan::default().on(database).open().await;
    for (round, address) in ["198.51.100.5", ""].into_iter().enumerate() {
        let person = portal.enrolled(&format!("sanne{round}@example.org")).await;
        let other = portal.enrolled(&format!("thomas{round}@example.org")).await;
        let value = portal.give_app_password(person.id, "Laptop").await;
        let others = portal.give_app_password(other.id, "Laptop").await;
        let check = async |portal: &TestPortal, password: &str| {
            portal.check_from(&person.login, password, address).await
        };
        for n in 0..29 {
            assert!(!check(&portal, &format!("wrong {n}")).await);
        }
        assert!(
            check(&portal, &value).await,
            "twenty-nine from {address:?} are not too many"
        );
        assert!(!check(&portal, "wrong 30").await);
        assert!(!check(&portal, &value).await, "thirty are");
        let elsewhere = portal
            .check_from(&person.login, &value, "203.0.113.9")
            .await;
        assert!(elsewhere, "another address is not touched");
        assert!(
            portal.check_from(&other.login, &others, address).await,
            "nor another person"
        );
        portal.signed_in(&person).await;
        portal.services.mail_flush().await.unwrap();
        portal = portal.restart().await;
        portal.services.mail_sync().await.unwrap();
        assert!(!check(&portal, &value).await, "a restart forgets nothing");
        portal.clock.forward(Span::minutes(10));
        assert!(check(&portal, &value).await);
    }
}

#[tokio::test]
async fn three_hundred_wrong_ones_from_everywhere_stop_a_person_for_the_rest_of_the_window() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    for n in 0..300 {
        assert!(
            !portal
                .check_from(
                    &person.login,
                    &format!("wrong {n}"),
                    &format!("203.0.113.{}", n / 20)
                )
                .await
        );
    }
    assert!(
        !portal
            .check_from(&person.login, &value, "198.51.100.99")
            .await
    );
    portal.clock.forward(Span::minutes(10));
    assert!(
        portal
            .check_from(&person.login, &value, "198.51.100.99")
            .await
    );
}

async fn a_072_a_busy_mailbox_never_meets_a_locked_database(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..400 {
        let mut server = portal.browser().from("127.0.0.1");
        let mut request = request(
            "POST",
            "/api/v1/app-passwords/check",
            question(&person.login, &value),
        );
        request
            .headers_mut()
            .insert("content-type", "application/json".parse().unwrap());
        request
            .headers_mut()
            .insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
        let services = portal.services.clone();
        all.spawn(async move {
            if n % 20 == 0 {
                services.mail_flush().await.unwrap();
            }
            let page = server.send(request).await;
            (page.status.as_u16(), page.body)
        });
    }
    for (status, body) in all.join_all().await {
        assert_eq!(
            (status, body.as_str()),
            (200, r#"{"ok":true,"user":"sanne@example.org"}"#)
        );
    }
    portal.clock.forward(Span::seconds(60));
    assert!(portal.check(&person.login, &value).await);
    portal.services.mail_flush().await.unwrap();
    let used = portal.account(person.id).await.app_passwords[0]
        .last_used
        .clone()
        .unwrap();
    assert!(
        portal.clock.now().since(used.when) <= Span::seconds(60),
        "{used:?}"
    );
}

#[tokio::test]
async fn the_page_tells_when_where_and_how_it_was_last_used() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    assert!(browser.get("/app-passwords").await.says("never used"));
    assert!(portal.check(&person.login, &value).await);
    portal.services.mail_flush().await.unwrap();
    let page = browser.get("/app-passwords").await;
    assert!(
        page.says("198.51.100.5") && page.says("IMAP"),
        "{}",
        page.text()
    );
    assert_eq!(portal.count("mail_check_success").await, 1);
    assert!(!portal.check(&person.login, "wrong").await);
    portal.services.mail_flush().await.unwrap();
    assert_eq!(portal.count("mail_check_fail").await, 1);
}

#[tokio::test]
async fn the_interface_is_described() {
    let portal = TestPortal::new().await;
    let page = portal.browser().get("/api/openapi.json").await;
    let described: serde_json::Value = serde_json::from_str(&page.body).unwrap();
    assert!(described["paths"]["/api/v1/app-passwords/check"]["post"].is_object());
}
