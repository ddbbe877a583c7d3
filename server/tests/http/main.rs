//! The portal from outside: what a person, a mail server or an attacker can do over HTTP and from the
//! command line. Modules are named after addresses; a test that repeats an attack of the list in the
//! documentation begins with its number, so that `cargo test a_019` finds it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should end there"
)]

#[path = "../support/cast.rs"]
mod cast;
#[path = "../support/client.rs"]
mod client;
#[path = "../support/dist.rs"]
mod dist;
#[path = "../support/doubles.rs"]
mod doubles;
#[path = "../support/log.rs"]
mod log;
#[path = "../support/page.rs"]
mod page;
#[path = "../support/portal.rs"]
mod portal;
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/program.rs"]
mod program;

/// Makes two tests of every story named, one per database.
macro_rules! on_both_stores {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            use crate::portal::Database;
            use crate::postgres;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(Database::File).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                super::$name(Database::Postgres(postgres::database().await)).await;
            }
        }
    )+ };
}

mod administration;
mod app_passwords;
mod audit;
mod browser;
mod check;
mod command_line;
mod csp_reports;
mod enrol;
mod forms_without_wasm;
mod gateway;
mod helpdesk;
mod hostile;
mod keys;
mod mail_out;
mod people;
mod phones;
mod policy;
mod routes;
mod second_step;
mod secrets;
mod security;
mod sessions;
mod sign_in;
mod trusts;
