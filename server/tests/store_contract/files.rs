//! What belongs to one engine only: files, their upgrade and their copy; the server's limits.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::service::ports::{Change, StoreError};
use server::store::{postgres, sqlite};

use crate::postgres_server;
use crate::subject::{Links, Place, Subject, app_password, person};

contract!(
    a_newer_schema_is_refused,
    opening_twice_upgrades_once,
    everything_is_there_after_a_restart
);

async fn a_newer_schema_is_refused(s: Subject) {
    let checksum = "'1'";
    s.raw(&format!("INSERT INTO refinery_schema_history VALUES (999, 'future', '2030-01-01T00:00:00Z', {checksum})"))
        .await
        .unwrap();
    let Err(StoreError::Unavailable(reason)) = s.second().await else {
        panic!("opened")
    };
    assert!(reason.contains("schema 999"), "{reason}");
}

async fn opening_twice_upgrades_once(s: Subject) {
    let steps = match &s.place {
        Place::File(dir) => sqlite::migrate(&dir.path().join("a.db")).await,
        Place::Server(url) => postgres::migrate(url, None).await,
    };
    assert_eq!(steps.unwrap(), 0);
}

async fn everything_is_there_after_a_restart(s: Subject) {
    let user = s.person(1).await.id;
    s.change(user, [app_password(1, 1)]).await.unwrap();
    let before = s.read(user).await;
    assert_eq!(s.reopened().await.read(user).await, before);
}

#[tokio::test]
async fn a_new_database_is_upgraded_from_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert!(sqlite::migrate(&dir.path().join("new.db")).await.unwrap() > 0);
    assert!(
        postgres::migrate(&postgres_server::database().await, None)
            .await
            .unwrap()
            > 0
    );
}

#[tokio::test]
async fn a_closed_file_is_whole_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..30 {
        let path = dir.path().join(format!("{n}.db"));
        let store = sqlite::open(&path, 3, Arc::new(Links)).await.unwrap();
        drop(store);
        assert!(!dir.path().join(format!("{n}.db-wal")).exists(), "{n}");
    }
}

#[tokio::test]
async fn only_the_owner_may_read_the_file_and_its_copy() {
    let s = Subject::sqlite().await;
    let user = s.person(1).await.id;
    let Place::File(dir) = &s.place else { panic!() };
    let (path, copy) = (dir.path().join("a.db"), dir.path().join("copy.db"));
    sqlite::backup(&path, &copy).await.unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{file:?}"
        );
    }
    let copied = sqlite::open(&copy, 1, Arc::new(Links)).await.unwrap();
    assert_eq!(
        copied.account(user).await.unwrap(),
        Some(s.read(user).await)
    );

    let again = sqlite::backup(&path, &copy).await;
    assert!(
        matches!(again, Err(StoreError::Unavailable(_))),
        "overwrote a file"
    );
    assert!(
        sqlite::backup(&dir.path().join("missing.db"), &dir.path().join("x.db"))
            .await
            .is_err()
    );
    assert!(!dir.path().join("x.db").exists());
}

#[tokio::test]
async fn a_database_in_memory_is_a_whole_store() {
    let store = sqlite::open_memory(Arc::new(Links)).await.unwrap();
    let changes = vec![Change::AddAccount(Box::new(person(1))), app_password(1, 1)];
    store
        .commit(domain::service::ports::Batch {
            changes,
            ..Default::default()
        })
        .await
        .unwrap();
    assert_eq!(
        store
            .account(person(1).id)
            .await
            .unwrap()
            .unwrap()
            .app_passwords
            .len(),
        1
    );
    store.ready().await.unwrap();
    let other = sqlite::open_memory(Arc::new(Links)).await.unwrap();
    assert_eq!(other.account(person(1).id).await.unwrap(), None);
}

/// Another program holds the file: the answer is "unavailable" after the wait, and then all is well again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_held_makes_nobody_wait_for_ever() {
    let s = Subject::sqlite().await;
    let user = s.person(1).await.id;
    let Place::File(dir) = &s.place else { panic!() };
    let holder = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let held = s.change(user, [Change::SetActive(false)]).await;
    assert!(matches!(held, Err(StoreError::Unavailable(_))), "{held:?}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(s.read(user).await.active, "reading goes on");
    assert!(s.store.ready().await.is_err());
    holder.execute_batch("ROLLBACK").unwrap();
    s.change(user, [Change::SetActive(false)]).await.unwrap();
    assert!(!s.read(user).await.active);
}

/// The server broke all connections: the next question lays new ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_replaced() {
    let s = Subject::postgres().await;
    let account = s.person(1).await;
    let ask = || s.store.mail_match(&account.login, Box::new(|_| Vec::new()));
    for _ in 0..8 {
        assert!(ask().await.unwrap().is_some());
    }
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    s.raw(end).await.unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    // A connection notices its end only when the server's last words arrive.
    while ask().await.is_err() || s.store.account(account.id).await.is_err() {
        assert!(Instant::now() < deadline, "still broken");
        tokio::task::yield_now().await;
    }
    for _ in 0..8 {
        assert!(ask().await.unwrap().is_some());
    }
}
