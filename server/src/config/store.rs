//! Which database, and how many connections to it.

use std::path::PathBuf;

use secrecy::ExposeSecret as _;

use super::section::{problem, section};
use super::values::Word;
use super::{Problems, Secret};

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// A file beside the program.
    Sqlite,
    /// A server, shared by several instances.
    Postgres,
}

impl Word for StoreKind {
    const KIND: &'static str = "sqlite, postgres";
    const ALL: &'static [(&'static str, Self)] =
        &[("sqlite", Self::Sqlite), ("postgres", Self::Postgres)];
}

section! {
    /// The database.
    pub struct Store = "store" {
        /// SQLite needs nothing else; PostgreSQL serves several instances.
        kind: StoreKind = StoreKind::Sqlite;
        /// SQLite: the database file.
        path: PathBuf = PathBuf::from("data/proofup.db");
        /// SQLite: connections on which rows are looked up, one for each core that may do so at once.
        /// One more reads lists, and exactly one writes.
        readers: u32 = 4, 1..=64;
        /// PostgreSQL: the connection address, `postgres://user:password@host/database`. Another
        /// machine is spoken to with TLS and must prove its name, unless `?sslmode=disable` ends it.
        url: Secret = None;
        /// PostgreSQL: the authorities that the server's certificate may come from, in PEM form.
        /// Without this the authorities that the system knows.
        authorities: Option<PathBuf> = None;
        /// PostgreSQL: the most connections of this instance.
        pool: u32 = 16, 2..=200;
    }
}

impl Store {
    /// The chosen kind must have its address.
    pub fn validate(&self, problems: &mut Problems) {
        if self.kind != StoreKind::Postgres {
            return;
        }
        match &self.url {
            None => problem::<Self>(problems, "url", "is required with kind = \"postgres\""),
            Some(url) => {
                let url = url.expose_secret();
                if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
                    problem::<Self>(problems, "url", "must begin with postgres://");
                }
            }
        }
    }
}
