//! The store under test, and short ways to say what is in it.

use std::sync::Arc;
use std::task::Poll;

use domain::account::{Account, App, Phone, PhoneKind, Role, State};
use domain::audit::{Entry, Event, Head, Outcome, Row, Trace};
use domain::method::Preferred;
use domain::notice::{Notice, NoticeKind, Outgoing};
use domain::service::ports::{Batch, Chain, Change, Store, StoreError};
use domain::session::{Pending, Reveal, RevealKind, Session, Stage};
use domain::{Id, Language, Time};
use server::store;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::postgres_server;

/// When everything happens.
pub const NOW: Time = Time(1_800_000_000_000);

/// A chain without a key: enough to see whether the store links the rows that it writes.
pub struct Links;

impl Chain for Links {
    fn link(&self, previous: &[u8; 32], row: &Row) -> [u8; 32] {
        Sha256::new()
            .chain_update(previous)
            .chain_update(row.canonical())
            .finalize()
            .into()
    }

    fn checkpoint(&self, last: &Head) -> [u8; 32] {
        Sha256::digest(format!("checkpoint {last}")).into()
    }
}

/// Where the database is.
#[derive(Clone)]
pub enum Place {
    File(Arc<TempDir>),
    Server(String),
}

/// A store and the place under it.
pub struct Subject {
    pub store: Arc<dyn Store>,
    pub place: Place,
}

impl Subject {
    pub async fn sqlite() -> Self {
        Self::at(Place::File(Arc::new(tempfile::tempdir().unwrap()))).await
    }

    pub async fn postgres() -> Self {
        Self::at(Place::Server(postgres_server::database().await)).await
    }

    pub async fn at(place: Place) -> Self {
        let store = Self::open(&place).await.unwrap();
        Self { store, place }
    }

    async fn open(place: &Place) -> Result<Arc<dyn Store>, StoreError> {
        match place {
            Place::File(dir) => {
                store::sqlite::open(&dir.path().join("a.db"), 2, Arc::new(Links)).await
            }
            Place::Server(url) => store::postgres::open(url, None, 8, Arc::new(Links)).await,
        }
    }

    /// An empty store of the same engine.
    pub async fn fresh(&self) -> Self {
        match self.place {
            Place::File(_) => Self::sqlite().await,
            Place::Server(_) => Self::postgres().await,
        }
    }

    /// Closes the store and opens it again, as after a restart.
    pub async fn reopened(self) -> Self {
        drop(self.store);
        Self::at(self.place).await
    }

    /// A second store on the same place.
    pub async fn second(&self) -> Result<Self, StoreError> {
        let store = Self::open(&self.place).await?;
        Ok(Self {
            store,
            place: self.place.clone(),
        })
    }

    /// Statements from outside the program.
    pub async fn raw(&self, sql: &str) -> Result<(), String> {
        match &self.place {
            Place::File(dir) => {
                let db = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
                db.execute_batch(sql).map_err(|e| e.to_string())
            }
            Place::Server(url) => {
                let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
                    .await
                    .unwrap();
                tokio::spawn(connection);
                let result = client.batch_execute(sql).await;
                result.map_err(|e| e.as_db_error().unwrap().message().to_owned())
            }
        }
    }

    /// How many rows a table holds.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        match &self.place {
            Place::File(dir) => {
                let db = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
                db.query_row(&sql, [], |row| row.get(0)).unwrap()
            }
            Place::Server(url) => {
                let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
                    .await
                    .unwrap();
                tokio::spawn(connection);
                client.query_one(&sql, &[]).await.unwrap().get(0)
            }
        }
    }

    /// Stores a new person.
    pub async fn person(&self, number: u8) -> Account {
        let account = person(number);
        self.free([Change::AddAccount(Box::new(account.clone()))])
            .await
            .unwrap();
        self.read(account.id).await
    }

    pub async fn read(&self, id: Id) -> Account {
        self.store.account(id).await.unwrap().unwrap()
    }

    /// Commits changes of nobody's account.
    pub async fn free(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), StoreError> {
        let changes = changes.into_iter().collect();
        let batch = Batch {
            changes,
            ..Batch::default()
        };
        self.store.commit(batch).await
    }

    /// Commits changes of this account as it stands now.
    pub async fn change(
        &self,
        id: Id,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<(), StoreError> {
        let version = self.read(id).await.version;
        let batch = Batch {
            account: Some((id, version)),
            changes: changes.into_iter().collect(),
            ..Batch::default()
        };
        self.store.commit(batch).await
    }

    /// The whole audit record, after checking its numbers and links.
    pub async fn audited(&self) -> Vec<Row> {
        let rows = self.store.audit(1, 10_000).await.unwrap();
        let mut mac = [0; 32];
        for (place, (row, stored)) in rows.iter().enumerate() {
            assert_eq!(row.seq, place as i64 + 1, "a gap");
            mac = Links.link(&mac, row);
            assert_eq!(*stored, mac, "row {} is not linked", row.seq);
        }
        rows.into_iter().map(|(row, _)| row).collect()
    }
}

/// Whether a result says that somebody else was first.
pub fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict))
}

pub fn id(number: u8) -> Id {
    Id([number; 16])
}

pub fn person(number: u8) -> Account {
    Account {
        id: id(number),
        version: 1,
        login: format!("person{number}@example.org"),
        name: format!("Person {number}"),
        title: String::new(),
        mail: String::new(),
        office_phone: String::new(),
        office_extension: String::new(),
        language: None,
        role: Role::User,
        state: State::Disabled,
        active: true,
        password: "$argon2id$".to_owned(),
        password_changed: NOW,
        default: None,
        apps: Vec::new(),
        phones: Vec::new(),
        app_passwords: Vec::new(),
        retired: 0,
        block: None,
        pass: None,
        temporary: None,
        bypass: None,
        grace_from: None,
        retired_default: None,
        holds: Vec::new(),
    }
}

/// A person with a value in every field, and text that SQL or a careless encoder would stumble over.
pub fn full_person(number: u8) -> Account {
    Account {
        version: 7,
        name: "Zoë 'Bobby' \"; DROP TABLE accounts; -- \u{1f600}\\".to_owned(),
        title: "%_\u{202e}\t\n".to_owned(),
        mail: "zoë@exämple.org".to_owned(),
        office_phone: "+31205550123".to_owned(),
        office_extension: "0042".to_owned(),
        language: Some(Language::Nl),
        role: Role::Supervisor,
        state: State::Enforced,
        active: false,
        default: Some(Preferred::AppCode),
        apps: vec![
            app(1),
            App {
                created: Time(NOW.0 + 1),
                ..app(0)
            },
        ],
        phones: vec![
            Phone {
                kind: PhoneKind::Backup,
                verified: false,
                ..phone()
            },
            phone(),
        ],
        ..person(number)
    }
}

pub fn app(number: u8) -> App {
    App {
        id: id(number),
        name: format!("App {number}"),
        secret: vec![0, 255, number],
        last_step: 100,
        created: NOW,
        last_used: Some(NOW),
        locked: false,
    }
}

pub fn phone() -> Phone {
    Phone {
        kind: PhoneKind::Authentication,
        number: vec![0, 1, 2],
        verified: true,
        created: NOW,
    }
}

pub fn app_password(number: u8, slot: u8) -> Change {
    Change::AddAppPassword {
        id: id(number),
        slot,
        name: format!("Name {number}"),
        kid: 1,
        mac: [number; 32],
        at: NOW,
    }
}

pub fn session(number: u8, user: Id) -> Session {
    Session {
        hash: [number; 32],
        user,
        created: NOW,
        seen: NOW,
        proof: NOW,
        strong: false,
        flash: None,
    }
}

pub fn pending(number: u8, user: Id, stage: Stage) -> Pending {
    Pending {
        hash: [number; 32],
        user,
        created: NOW,
        stage,
        next: "/profile?a=b".to_owned(),
    }
}

pub fn reveal(owner: u8) -> Reveal {
    Reveal {
        owner: [owner; 32],
        kind: RevealKind::AppKey,
        object: id(owner),
        sealed: vec![owner; 40],
        created: NOW,
        confirmed: false,
    }
}

pub fn entry(event: Event) -> Entry {
    Entry {
        at: NOW,
        event,
        outcome: Outcome::Success,
        reason: "because",
        actor: Some(id(1)),
        role: Role::Operator,
        subject: Some(id(2)),
        object: None,
        trace: Trace {
            address: "2001:db8::1".to_owned(),
            user_agent: "Ünïcode '\"/1.0".to_owned(),
            request: id(3),
        },
        details: vec![("b", "2".to_owned()), ("a", "'1'".to_owned())],
    }
}

pub fn message(number: u8, user: Id) -> Outgoing {
    Outgoing {
        id: id(number),
        user,
        mailbox: None,
        notice: Notice {
            kind: NoticeKind::AppAdded,
            at: NOW,
            address: "192.0.2.1".to_owned(),
            object: format!("Phone \"{number}\" of Zoë"),
            preferred: Some(Preferred::TextPhone),
            token: Vec::new(),
        },
    }
}

/// Runs everything at once and returns what came of it, in order.
pub async fn together<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, result) in &mut waiting {
            if result.is_none()
                && let Poll::Ready(done) = future.as_mut().poll(context)
            {
                *result = Some(done);
            }
        }
        if waiting.iter().all(|(_, result)| result.is_some()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    waiting
        .into_iter()
        .filter_map(|(_, result)| result)
        .collect()
}
