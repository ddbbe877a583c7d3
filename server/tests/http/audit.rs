//! The audit record: one row for everything that matters, chained, append-only even for ourselves, and
//! silent about people who are gone.

use std::collections::BTreeSet;

use domain::account::State;
use domain::service::ports::Chain as _;
use domain::service::record::{Verified, verify};
use domain::time::Span;
use tokio_postgres::NoTls;

use crate::log;
use crate::portal::{Database, Plan, TestPortal};
use crate::postgres;

on_both_stores!(rows_go_when_they_are_thirteen_months_old);

/// The first row whose MAC does not follow from the one before.
async fn first_bad(portal: &TestPortal) -> Option<i64> {
    let mut previous = [0; 32];
    for (place, (row, mac)) in (1..).zip(portal.store.audit(1, 100_000).await.unwrap()) {
        if row.seq != place || portal.seal.link(&previous, &row) != mac {
            return Some(place);
        }
        previous = mac;
    }
    None
}

#[tokio::test]
async fn who_did_what_from_where_with_which_result() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.browser().with("user-agent", "Netscape 4");
    browser
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", "wrong")],
        )
        .await;
    browser
        .post(
            "/sign-in",
            &[("user", "nobody@example.org"), ("password", "wrong")],
        )
        .await;
    browser
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", &person.password)],
        )
        .await;
    browser.post("/sign-in/verify", &[("code", "1")]).await;
    let right = portal.code(&person);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    browser.post("/sign-in/verify", &[("code", wrong)]).await;
    browser.post("/sign-in/verify", &[("code", &right)]).await;
    browser
        .post("/app-passwords/create", &[("name", "Laptop")])
        .await;
    let id = person.id.to_string();
    let rows = portal.audit().await;
    let story: Vec<(&str, &str, &str, bool, bool)> = rows
        .iter()
        .filter(|row| row.user_agent == "Netscape 4")
        .map(|row| {
            (
                row.event.as_str(),
                row.outcome.as_str(),
                row.reason.as_str(),
                row.actor == id,
                row.subject == id,
            )
        })
        .collect();
    assert_eq!(
        story,
        [
            (
                "authn_login_fail",
                "failure",
                "wrong_credentials",
                false,
                true
            ),
            (
                "authn_login_fail",
                "failure",
                "wrong_credentials",
                false,
                false
            ),
            (
                "authn_second_step_fail",
                "failure",
                "wrong_code",
                true,
                true
            ),
            ("authn_login_successafterfail", "success", "", true, true),
            ("app_password_create", "success", "", true, true),
        ]
    );
    let created = rows.last().unwrap();
    assert_eq!(created.address, "192.0.2.7");
    assert_eq!(
        created.object,
        portal.account(person.id).await.app_passwords[0]
            .id
            .to_string()
    );
    assert!(created.at == portal.services.clock.now().0 && created.request.len() == 32);
    assert_eq!(first_bad(&portal).await, None);
}

#[tokio::test]
async fn a_161_sqlite_refuses_to_change_the_record_and_the_chain_shows_who_forced_it() {
    for (spoil, bad) in [
        ("UPDATE audit SET reason = 'nothing' WHERE seq = 7", 7),
        ("UPDATE audit SET at = at + 1 WHERE seq = 9", 9),
        ("UPDATE audit SET details = '{}' WHERE seq = 1", 1),
        ("UPDATE audit SET mac = zeroblob(32) WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq <= 3", 1),
        (
            "UPDATE audit SET seq = -1 WHERE seq = 6; UPDATE audit SET seq = 6 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = -1",
            6,
        ),
        (
            "UPDATE audit SET subject = actor, actor = subject WHERE seq = 8",
            8,
        ),
    ] {
        let portal = TestPortal::new().await;
        let person = portal.enrolled("sanne@example.org").await;
        for _ in 0..10 {
            let mut browser = portal.browser();
            browser
                .post(
                    "/sign-in",
                    &[("user", &person.login), ("password", "wrong")],
                )
                .await;
        }
        assert_eq!(first_bad(&portal).await, None);
        let file = portal.file();
        let refused = file.execute_batch(spoil).unwrap_err().to_string();
        assert!(refused.contains("audit record"), "{spoil}: {refused}");
        file.execute_batch("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; PRAGMA ignore_check_constraints = ON").unwrap();
        file.execute_batch(spoil).unwrap();
        assert_eq!(first_bad(&portal).await, Some(bad), "{spoil}");
    }
}

#[tokio::test]
async fn a_161_postgresql_refuses_to_change_the_record() {
    let url = postgres::database().await;
    let portal = Plan::default()
        .on(Database::Postgres(url.clone()))
        .open()
        .await;
    let person = portal.enrolled("sanne@example.org").await;
    portal
        .browser()
        .post(
            "/sign-in",
            &[("user", &person.login), ("password", "wrong")],
        )
        .await;
    let rows = portal.audit().await;
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    for statement in [
        "UPDATE audit SET reason = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ] {
        let refused = client.batch_execute(statement).await;
        assert!(refused.is_err(), "{statement}");
    }
    drop(client);
    connection.await.unwrap().unwrap();
    assert_eq!(portal.audit().await, rows);
    assert_eq!(first_bad(&portal).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_write_one_chain() {
    let mut databases = vec![Database::File];
    databases.push(Database::Postgres(postgres::database().await));
    for database in databases {
        let portal = Plan::default().on(database).open().await;
        let twin = portal.twin().await;
        let mut all = tokio::task::JoinSet::new();
        for n in 0..40 {
            let from = format!("198.51.100.{n}");
            let mut browser = if n % 2 == 0 {
                portal.browser()
            } else {
                twin.browser()
            }
            .from(&from);
            all.spawn(async move {
                browser
                    .post(
                        "/sign-in",
                        &[("user", &format!("n{n}@example.org")), ("password", "x")],
                    )
                    .await
                    .status
            });
        }
        assert!(all.join_all().await.into_iter().all(|status| status == 200));
        assert_eq!(portal.count("authn_login_fail").await, 40);
        assert_eq!(first_bad(&portal).await, None);
    }
}

#[tokio::test]
async fn a_167_of_a_deleted_person_only_the_bare_id_is_left() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("annelies.vandervelden@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    browser
        .submit("/app-passwords/create", &[("name", "Annelies' laptop")])
        .await;
    portal.check(&person.login, "wrong").await;
    portal.services.mail_flush().await.unwrap();
    let before: Vec<_> = portal
        .audit()
        .await
        .into_iter()
        .filter(|row| row.subject == person.id.to_string())
        .collect();
    let account = portal.account(person.id).await;
    portal
        .services
        .delete_person(&account, &portal.trace())
        .await
        .unwrap();
    assert!(browser.get("/profile").await.to().starts_with("/sign-in"));
    assert!(portal.store.account(person.id).await.unwrap().is_none());
    let after: Vec<_> = portal
        .audit()
        .await
        .into_iter()
        .filter(|row| row.subject == person.id.to_string())
        .collect();
    assert_eq!(
        (after.len(), after.last().unwrap().event.as_str()),
        (before.len() + 1, "user_delete")
    );
    assert_eq!(first_bad(&portal).await, None);
    let file = portal.file();
    file.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    for table in [
        "accounts",
        "apps",
        "phones",
        "app_passwords",
        "sessions",
        "pendings",
        "reveals",
        "outbox",
    ] {
        let rows: i64 = file
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    let mut bytes = std::fs::read(portal.path("proofup.db")).unwrap();
    bytes.extend(std::fs::read(portal.path("proofup.db-wal")).unwrap_or_default());
    let bytes = log::one_character_per_byte(&bytes);
    for trace in [
        "annelies",
        "Annelies",
        "Sanne Pieters",
        "+31205550123",
        "Teacher",
    ] {
        assert!(!bytes.contains(trace), "{trace}");
    }
    let again = portal
        .add("annelies.vandervelden@example.org", State::Disabled)
        .await;
    assert_ne!(again.id, person.id, "an id is never used again");
    assert!(portal.account(again.id).await.app_passwords.is_empty());
}

async fn rows_go_when_they_are_thirteen_months_old(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let whole = async || -> Verified {
        let known = BTreeSet::new();
        let verified = verify(&*portal.store, &*portal.seal, &known).await.unwrap();
        assert_eq!(verified.fault, None);
        verified
    };
    let fail = async |from: &str| {
        let mut browser = portal.browser().from(from);
        let fields = [("user", "nobody@example.org"), ("password", "wrong")];
        browser.post("/sign-in", &fields).await;
    };
    for _ in 0..3 {
        fail("203.0.113.77").await;
    }
    let old = portal.audit().await.len() as i64;
    // 13 months are at most 397 days.
    portal.clock.forward(Span::days(397));
    fail("198.51.100.1").await;
    assert_eq!(portal.services.cut_record().await.unwrap(), 0);
    portal.clock.forward(Span::days(1));
    fail("198.51.100.2").await;
    assert_eq!(portal.services.cut_record().await.unwrap(), old);
    assert_eq!(portal.services.cut_record().await.unwrap(), 0);
    let verified = whole().await;
    assert_eq!((verified.begin.seq, verified.last.seq), (old, old + 3));
    let rows = portal.audit().await;
    assert!(rows.iter().all(|row| row.address != "203.0.113.77"));
    let cut = rows.last().unwrap();
    assert_eq!(
        (cut.event.as_str(), cut.user_agent.as_str()),
        ("audit_cut", "retention")
    );
    assert!(cut.details.contains(&verified.begin.to_string()), "{cut:?}");
    // Much later, in one night: all but the newest row.
    portal.clock.forward(Span::days(4_000));
    assert_eq!(portal.services.cut_record().await.unwrap(), 2);
    assert_eq!(whole().await.last.seq, old + 4);

    let portal = Plan::default()
        .config(|config| config.audit.keep_months = 0)
        .open()
        .await;
    portal.clock.forward(Span::days(40_000));
    portal.policy(&[("max_apps", "4")]).await;
    assert_eq!(portal.services.cut_record().await.unwrap(), 0);
    assert_eq!(portal.audit().await[0].seq, 1, "kept for ever");
}

#[tokio::test]
async fn the_addresses_of_old_rows_are_gone_from_the_file_too() {
    let portal = TestPortal::new().await;
    let mut browser = portal
        .browser()
        .from("203.0.113.77")
        .with("user-agent", "Netscape 4");
    browser
        .post(
            "/sign-in",
            &[("user", "nobody@example.org"), ("password", "x")],
        )
        .await;
    portal.clock.forward(Span::days(398));
    portal.policy(&[("max_apps", "4")]).await;
    let bytes = || {
        let flush = portal
            .file()
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        flush.unwrap();
        log::one_character_per_byte(&std::fs::read(portal.path("proofup.db")).unwrap())
    };
    assert!(bytes().contains("203.0.113.77Netscape 4"));
    assert_eq!(portal.services.cut_record().await.unwrap(), 2);
    let left = bytes();
    assert!(!left.contains("203.0.113.77") && !left.contains("Netscape 4"));
}
