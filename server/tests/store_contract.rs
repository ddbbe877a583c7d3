//! What every store promises, checked on both: each test runs once on SQLite, in a file of its own, and
//! once on PostgreSQL, in a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should end there"
)]

#[path = "store_contract/old.rs"]
mod old;
#[path = "support/postgres.rs"]
mod postgres_server;
#[path = "store_contract/subject.rs"]
mod subject;

/// Makes two tests of every function named, one per engine.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::subject::Subject::sqlite().await).await;
                }
            )+
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::subject::Subject::postgres().await).await;
                }
            )+
        }
    };
}

/// The same for what begins without a store: each function is told the engine.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name("sqlite").await;
                }
            )+
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name("postgres").await;
                }
            )+
        }
    };
}

#[path = "store_contract/accounts.rs"]
mod accounts;
#[path = "store_contract/app_passwords.rs"]
mod app_passwords;
#[path = "store_contract/approvals.rs"]
mod approvals;
#[path = "store_contract/audit.rs"]
mod audit;
#[path = "store_contract/challenges.rs"]
mod challenges;
#[path = "store_contract/commit.rs"]
mod commit;
#[path = "store_contract/counters.rs"]
mod counters;
#[path = "store_contract/desk.rs"]
mod desk;
#[path = "store_contract/files.rs"]
mod files;
#[path = "store_contract/greetings.rs"]
mod greetings;
#[path = "store_contract/holds.rs"]
mod holds;
#[path = "store_contract/keys.rs"]
mod keys;
#[path = "store_contract/mail.rs"]
mod mail;
#[path = "store_contract/outbox.rs"]
mod outbox;
#[path = "store_contract/overview.rs"]
mod overview;
#[path = "store_contract/reach.rs"]
mod reach;
#[path = "store_contract/record.rs"]
mod record;
#[path = "store_contract/retired.rs"]
mod retired;
#[path = "store_contract/roster.rs"]
mod roster;
#[path = "store_contract/sessions.rs"]
mod sessions;
#[path = "store_contract/tls.rs"]
mod tls;
#[path = "store_contract/trusts.rs"]
mod trusts;
#[path = "store_contract/upgrade.rs"]
mod upgrade;
