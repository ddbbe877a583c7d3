//! A whole portal in a temporary directory: the real use cases, the real store on a real file, the real
//! seal and hasher, behind the real router. Only the clock is ours, so that a test can wait ten minutes
//! without waiting. Hashing is cheap unless a test is about hashing; no test shares a portal with another.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use domain::service::Services;
use domain::service::ports::{Clock, Gateway, Hasher, Store};
use domain::time::Span;
use domain::{Id, Time, audit};
use server::clock::System;
use server::config::{Bearers, Config, PublicOrigin};
use server::hash::Passwords;
use server::http::assets::Bundle;
use server::http::{self, Portal};
use server::keyring::Keyring;
use server::mail_out::Mailer;
use server::seal::Seal;
use server::{store, wiring};
use tempfile::TempDir;

use crate::client::Browser;

/// The portal as browsers see it.
pub const ORIGIN: &str = "https://account.example.org";
/// The bearer token of the mail server.
pub const TOKEN: &str = "mail-server-token-0123456789-abcdefghijklmnop";
/// When every test begins: the first second of a code's half minute.
pub const BEGIN: i64 = 1_800_000_000;

/// A clock that stands still until it is told otherwise.
#[derive(Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Clock for Hands {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

impl Hands {
    fn at(seconds: i64) -> Self {
        Self(Arc::new(AtomicI64::new(seconds * 1_000)))
    }

    /// Seconds since 1970 UTC.
    pub fn seconds(&self) -> i64 {
        self.now().unix_seconds()
    }

    /// Moves on, or back.
    pub fn forward(&self, span: Span) {
        self.0.fetch_add(span.0, Ordering::SeqCst);
    }

    /// Sets the time in seconds since 1970 UTC.
    pub fn set(&self, seconds: i64) {
        self.0.store(seconds * 1_000, Ordering::SeqCst);
    }
}

/// Which database.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file in the portal's own directory.
    File,
    /// A PostgreSQL database of the test's own.
    Postgres(String),
}

type WrapStore = Box<dyn FnOnce(Arc<dyn Store>) -> Arc<dyn Store>>;
type WrapHasher = Box<dyn FnOnce(Arc<dyn Hasher>) -> Arc<dyn Hasher>>;

/// What a test wants different from the usual.
pub struct Plan {
    config: Config,
    database: Database,
    bundle: Bundle,
    /// Argon2's memory in KiB and its passes.
    cost: (u32, u32),
    demo: bool,
    mailer: Option<Arc<dyn Mailer>>,
    gateway: Option<Arc<dyn Gateway>>,
    store: WrapStore,
    hasher: WrapHasher,
    place: Option<(Arc<TempDir>, Keyring, Hands)>,
}

impl Default for Plan {
    fn default() -> Self {
        let mut config = Config::default();
        config.server.public_origin = PublicOrigin::parse(ORIGIN).unwrap();
        config.organisation.name = "Example School".to_owned();
        config.api.tokens = Bearers::of(&[TOKEN]).unwrap();
        config.store.readers = 2;
        Self {
            config,
            database: Database::File,
            bundle: Bundle::default(),
            cost: (64, 1),
            demo: false,
            mailer: None,
            gateway: None,
            store: Box::new(|store| store),
            hasher: Box::new(|hasher| hasher),
            place: None,
        }
    }
}

impl Plan {
    /// Puts something between the use cases and the store.
    pub fn store(mut self, wrap: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store> + 'static) -> Self {
        self.store = Box::new(wrap);
        self
    }

    /// Puts something between the use cases and the hasher.
    pub fn hasher(
        mut self,
        wrap: impl FnOnce(Arc<dyn Hasher>) -> Arc<dyn Hasher> + 'static,
    ) -> Self {
        self.hasher = Box::new(wrap);
        self
    }

    /// The hash parameters that the configuration does not go below.
    pub fn floor(mut self) -> Self {
        self.cost = (19_456, 2);
        self
    }

    /// Changes the configuration.
    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// The demo, with its pretend phone.
    pub fn demo(mut self) -> Self {
        self.demo = true;
        self.config.pretend_phone = true;
        self
    }

    /// With somebody who carries notices.
    pub fn mailer(mut self, mailer: Arc<dyn Mailer>) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// With somebody who carries texts and calls.
    pub fn gateway(mut self, gateway: Arc<dyn Gateway>) -> Self {
        self.config.pretend_phone = true;
        self.gateway = Some(gateway);
        self
    }

    /// With another key ring, in a place that has one already.
    pub fn ring(mut self, change: impl FnOnce(Keyring) -> Keyring) -> Self {
        self.place = self
            .place
            .map(|(dir, ring, clock)| (dir, change(ring), clock));
        self
    }

    /// With this browser half.
    pub fn bundle(mut self, bundle: Bundle) -> Self {
        self.bundle = bundle;
        self
    }

    /// On this database.
    pub fn on(mut self, database: Database) -> Self {
        self.database = database;
        self
    }

    /// Opens the portal.
    pub async fn open(self) -> TestPortal {
        let fresh = || {
            (
                Arc::new(tempfile::tempdir().unwrap()),
                Keyring::generate().unwrap(),
                Hands::at(BEGIN),
            )
        };
        let first = self.place.is_none();
        let (dir, ring, clock) = self.place.unwrap_or_else(fresh);
        let seal = Arc::new(Seal::new(&ring));
        let store = match &self.database {
            Database::File => {
                store::sqlite::open(&dir.path().join("proofup.db"), 2, seal.clone()).await
            }
            Database::Postgres(url) => store::postgres::open(url, None, 4, seal.clone()).await,
        };
        let store = (self.store)(store.unwrap());
        let (memory, passes) = self.cost;
        let hasher: Arc<dyn Hasher> =
            Arc::new(Passwords::new(&ring, memory, passes, 2, 64).unwrap());
        let services = Arc::new(Services::new(
            store.clone(),
            seal.clone(),
            (self.hasher)(hasher),
            Arc::new(clock.clone()),
            Arc::new(System),
            wiring::settings(&self.config),
        ));
        let proven = wiring::prove(&services, &seal, Path::new("keys")).await;
        proven.unwrap();
        let portal = Portal::new(services.clone(), self.bundle, &self.config, self.demo);
        let portal = Arc::new(portal.with_mailer(self.mailer).with_gateway(self.gateway));
        let router = http::router(portal.clone());
        let opened = TestPortal {
            services,
            portal,
            router,
            clock,
            seal,
            store,
            dir,
            ring,
            config: self.config,
            database: self.database,
        };
        if first {
            opened.policy(&[("allow_app_passwords", "true")]).await;
        }
        opened
    }
}

/// A portal of one test.
pub struct TestPortal {
    /// The use cases.
    pub services: Arc<Services>,
    /// What the handlers see.
    pub portal: Arc<Portal>,
    /// The main listener's router.
    pub router: Router,
    /// The time.
    pub clock: Hands,
    /// The keys at work.
    pub seal: Arc<Seal>,
    /// The store as the use cases see it.
    pub store: Arc<dyn Store>,
    dir: Arc<TempDir>,
    ring: Keyring,
    config: Config,
    database: Database,
}

impl TestPortal {
    /// The usual one.
    pub async fn new() -> Self {
        Plan::default().open().await
    }

    /// The same data in a new process, as far as one process can have it: nothing that was only in
    /// memory is left.
    pub async fn restart(self) -> Self {
        self.next().open().await
    }

    /// The plan of a new process on the same data.
    pub fn next(self) -> Plan {
        let Self {
            clock,
            dir,
            ring,
            config,
            database,
            ..
        } = self;
        Plan {
            config,
            database,
            place: Some((dir, ring, clock)),
            ..Plan::default()
        }
    }

    /// A second instance on the same data.
    pub async fn twin(&self) -> Self {
        self.twin_plan().open().await
    }

    /// The plan of a second instance.
    pub fn twin_plan(&self) -> Plan {
        let place = Some((self.dir.clone(), self.ring.clone(), self.clock.clone()));
        let (config, database) = (self.config.clone(), self.database.clone());
        Plan {
            config,
            database,
            place,
            ..Plan::default()
        }
    }

    /// The directory of the data.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A look at the database file from outside.
    pub fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("proofup.db")).unwrap()
    }

    /// The key ring.
    pub fn ring(&self) -> Keyring {
        self.ring.clone()
    }

    /// A number that the database answers, asked from outside; a statement for each database.
    pub async fn number(&self, sqlite: &str, postgres: &str) -> i64 {
        match &self.database {
            Database::File => self.file().query_row(sqlite, [], |row| row.get(0)).unwrap(),
            Database::Postgres(url) => {
                let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
                    .await
                    .unwrap();
                tokio::spawn(connection);
                client.query_one(postgres, &[]).await.unwrap().get(0)
            }
        }
    }

    /// A browser without a cookie.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// What the audit record says of a command line.
    pub fn trace(&self) -> audit::Trace {
        audit::Trace {
            address: String::new(),
            user_agent: "test".into(),
            request: self.services.id(),
        }
    }

    /// Changes the organisation's rules.
    pub async fn policy(&self, settings: &[(&str, &str)]) {
        let pairs: Vec<_> = settings
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        self.services
            .set_policy(&pairs, &self.trace())
            .await
            .unwrap();
    }

    /// The whole audit record.
    pub async fn audit(&self) -> Vec<audit::Row> {
        self.store
            .audit(1, 100_000)
            .await
            .unwrap()
            .into_iter()
            .map(|(row, _)| row)
            .collect()
    }

    /// How often an event stands in the audit record.
    pub async fn count(&self, event: &str) -> usize {
        self.audit()
            .await
            .iter()
            .filter(|row| row.event == event)
            .count()
    }

    /// The notices that wait for this person, oldest first, by kind.
    pub async fn notices(&self, user: Id) -> Vec<domain::notice::Notice> {
        let waiting = self.store.outbox(1_000).await.unwrap();
        waiting
            .into_iter()
            .filter(|out| out.user == user && out.mailbox.is_none())
            .map(|out| out.notice)
            .collect()
    }

    /// The mailboxes that have something waiting for them, oldest first.
    pub async fn mailboxes(&self) -> Vec<String> {
        let waiting = self.store.outbox(1_000).await.unwrap();
        waiting.into_iter().filter_map(|out| out.mailbox).collect()
    }
}
