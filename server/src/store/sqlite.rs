//! SQLite for one machine. The library blocks, so writes and long reads have threads of their own, one
//! each; short reads run where they are asked for. Every place has its connection and its prepared
//! statements. A job is a closure; what runs it opens and closes the transaction, so no job can forget to. One file per noun holds the statements and what they mean.

mod accounts;
mod app_passwords;
mod approvals;
mod audit;
mod challenges;
mod commit;
mod counters;
mod desk;
mod file;
mod greetings;
mod holds;
mod keys;
mod load;
mod mail;
mod outbox;
mod overview;
mod policy;
mod record;
mod roster;
mod sessions;
mod threads;
mod trusts;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use domain::account::{Account, PhoneKind};
use domain::approval::Approval;
use domain::audit::Row;
use domain::challenge::Challenge;
use domain::lockout::{Counter, Rule, Verdict};
use domain::notice::{Claimed, Outgoing};
use domain::policy::Policy;
use domain::service::ports::{
    Batch, Chain, Desk, KeyNeeds, KnownKey, MailFlush, MailMatch, Person, Place, Resealed, Sealed,
    Store, StoreError,
};
use domain::session::{Lifetimes, Pending, Reveal, RevealKind, Session, TokenHash};
use domain::time::Span;
use domain::trust::Trust;
use domain::{Id, Time};

pub use file::{backup, head_of, migrate};
use load::Load;
use threads::Threads;

/// What went wrong inside a job.
enum Fault {
    Sql(rusqlite::Error),
    Store(StoreError),
}

type Outcome<T> = Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for StoreError {
    /// A taken name, number or slot, and a person who is gone, mean that somebody else was first.
    fn from(fault: Fault) -> Self {
        use rusqlite::ffi::{
            SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID,
            SQLITE_CONSTRAINT_UNIQUE,
        };
        const TAKEN: [std::ffi::c_int; 4] = [
            SQLITE_CONSTRAINT_FOREIGNKEY,
            SQLITE_CONSTRAINT_PRIMARYKEY,
            SQLITE_CONSTRAINT_ROWID,
            SQLITE_CONSTRAINT_UNIQUE,
        ];
        match fault {
            Fault::Store(error) => error,
            Fault::Sql(rusqlite::Error::SqliteFailure(error, _))
                if TAKEN.contains(&error.extended_code) =>
            {
                Self::Conflict
            }
            Fault::Sql(error) => Self::Unavailable(error.to_string()),
        }
    }
}

/// A write that had to hit its row, and did or did not.
fn must_hit(rows: usize) -> Outcome<()> {
    if rows == 0 {
        Err(StoreError::Conflict.into())
    } else {
        Ok(())
    }
}

/// A batch with more changes than this shares its transaction with nobody.
const LONG: usize = 500;

/// The database in a file or in memory.
struct Sqlite {
    threads: Threads,
    chain: Arc<dyn Chain>,
}

/// Opens the file, creates or upgrades it where needed, and starts the threads. Refuses a file that a
/// newer version has upgraded.
pub async fn open(
    path: &Path,
    readers: usize,
    chain: Arc<dyn Chain>,
) -> Result<Arc<dyn Store>, StoreError> {
    let path = path.to_owned();
    let threads = file::blocking(move || {
        let alone = file::alone(&path)?;
        file::create(&path)?;
        let mut writer = file::connect(&path, file::Cache::Writer)?;
        file::upgrade(&mut writer)?;
        drop(alone);
        let reader = file::connect(&path, file::Cache::LongReads)?;
        let here = (0..readers).map(|_| file::connect(&path, file::Cache::ShortReads));
        Threads::start(writer, Some(reader), here.collect::<Result<_, _>>()?)
    });
    Ok(Arc::new(Sqlite {
        threads: threads.await?,
        chain,
    }))
}

/// A database that lives as long as the value, for tests and demonstrations.
pub async fn open_memory(chain: Arc<dyn Chain>) -> Result<Arc<dyn Store>, StoreError> {
    let threads = file::blocking(|| {
        let mut only = file::connect(Path::new(":memory:"), file::Cache::Writer)?;
        file::upgrade(&mut only)?;
        Threads::start(only, None, Vec::new())
    });
    Ok(Arc::new(Sqlite {
        threads: threads.await?,
        chain,
    }))
}

#[async_trait]
impl Desk for Sqlite {
    async fn find_people(&self, term: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        let term = term.to_owned();
        self.threads
            .read(move |db| desk::find(db, &term, most))
            .await
    }

    async fn unindexed_people(&self, most: u32) -> Result<Vec<Person>, StoreError> {
        self.threads.read(move |db| desk::unindexed(db, most)).await
    }

    async fn index_people(&self, people: Vec<Person>) -> Result<(), StoreError> {
        self.threads
            .write(move |db| desk::index_all(db, &people))
            .await
    }

    async fn record_of(&self, subject: Id, most: u32) -> Result<Vec<Row>, StoreError> {
        self.threads
            .read(move |db| desk::record_of(db, subject, most))
            .await
    }

    async fn people_held_until(&self, now: Time, most: u32) -> Result<Vec<Id>, StoreError> {
        self.threads.read(move |db| holds::due(db, now, most)).await
    }

    async fn held_by(&self, stop: &[u8; 32]) -> Result<Option<(Id, PhoneKind)>, StoreError> {
        let stop = *stop;
        self.threads.read(move |db| holds::by(db, &stop)).await
    }

    async fn sessions_of(&self, user: Id) -> Result<Vec<(Time, Time)>, StoreError> {
        self.threads
            .read(move |db| desk::sessions_of(db, user))
            .await
    }

    async fn approval(&self, id: Id) -> Result<Option<Approval>, StoreError> {
        self.threads.read(move |db| approvals::one(db, id)).await
    }

    async fn approvals(&self, after: Time, most: u32) -> Result<Vec<Approval>, StoreError> {
        self.threads
            .read(move |db| approvals::newest(db, after, most))
            .await
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let login = login.to_owned();
        self.threads
            .read_here(move |db| load::account(db, &Load::BY_LOGIN, &login))
            .await
    }

    async fn account(&self, id: Id) -> Result<Option<Account>, StoreError> {
        self.threads
            .read_here(move |db| load::account(db, &Load::BY_ID, &id.0))
            .await
    }

    async fn session(&self, hash: &TokenHash) -> Result<Option<(Session, Account)>, StoreError> {
        let hash = *hash;
        self.threads
            .read_here(move |db| sessions::session(db, &hash))
            .await
    }

    async fn pending(&self, hash: &TokenHash) -> Result<Option<(Pending, Account)>, StoreError> {
        let hash = *hash;
        self.threads
            .read_here(move |db| sessions::pending(db, &hash))
            .await
    }

    async fn reveal(
        &self,
        owner: &TokenHash,
        kind: RevealKind,
    ) -> Result<Option<Reveal>, StoreError> {
        let owner = *owner;
        self.threads
            .read_here(move |db| sessions::reveal(db, &owner, kind))
            .await
    }

    async fn trusts(&self, user: Id) -> Result<Vec<Trust>, StoreError> {
        self.threads.read_here(move |db| trusts::of(db, user)).await
    }

    async fn touch(&self, hash: &TokenHash, at: Time) -> Result<(), StoreError> {
        let hash = *hash;
        self.threads
            .write(move |db| sessions::touch(db, &hash, at))
            .await
    }

    async fn policy(&self) -> Result<(i64, Policy), StoreError> {
        self.threads.read_here(policy::policy).await
    }

    /// Returns the counter as it stands after the attempt.
    async fn reserve(
        &self,
        key: &[u8],
        rule: Rule,
        now: Time,
    ) -> Result<(Counter, Verdict), StoreError> {
        let key = key.to_owned();
        self.threads
            .write(move |db| counters::reserve(db, &key, rule, now))
            .await
    }

    async fn counter(&self, key: &[u8]) -> Result<Option<Counter>, StoreError> {
        let key = key.to_owned();
        self.threads
            .read_here(move |db| counters::find(db, &key))
            .await
    }

    async fn answers(
        &self,
        region: &str,
        from: Time,
        to: Time,
        most: u32,
    ) -> Result<(u32, u32), StoreError> {
        let region = region.to_owned();
        self.threads
            .read_here(move |db| challenges::answers(db, &region, (from, to), most))
            .await
    }

    async fn challenge(&self, owner: &TokenHash) -> Result<Option<Challenge>, StoreError> {
        let owner = *owner;
        self.threads
            .read_here(move |db| challenges::of_owner(db, &owner))
            .await
    }

    async fn challenge_of(&self, sending: Id) -> Result<Option<Challenge>, StoreError> {
        self.threads
            .read_here(move |db| challenges::of_sending(db, sending))
            .await
    }

    async fn texts_to(&self, tag: &[u8; 32], after: Time) -> Result<Vec<Challenge>, StoreError> {
        let tag = *tag;
        self.threads
            .read_here(move |db| challenges::texts_to(db, &tag, after))
            .await
    }

    async fn claim_challenges(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Challenge>, StoreError> {
        let waiting = self
            .threads
            .read_here(move |db| challenges::waiting(db, now));
        if !waiting.await? {
            return Ok(Vec::new());
        }
        self.threads
            .write(move |db| challenges::claim(db, now, until, most))
            .await
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let chain = Arc::clone(&self.chain);
        let long = batch.changes.len() > LONG;
        let work = move |db: &rusqlite::Connection| commit::commit(db, &*chain, &batch);
        if long {
            self.threads.write_alone(work).await
        } else {
            self.threads.write(work).await
        }
    }

    async fn mail_match(
        &self,
        login: &str,
        digests: Box<dyn FnOnce(Id) -> Vec<(i32, [u8; 32])> + Send>,
    ) -> Result<Option<MailMatch>, StoreError> {
        let login = login.to_owned();
        self.threads
            .look_up(move |db| mail::find(db, login, digests))
            .await
    }

    async fn mail_flush(&self, flush: MailFlush) -> Result<(), StoreError> {
        let chain = Arc::clone(&self.chain);
        self.threads
            .write_alone(move |db| mail::flush(db, &*chain, &flush))
            .await
    }

    async fn mail_counters(&self, now: Time) -> Result<Vec<(Vec<u8>, Counter)>, StoreError> {
        self.threads
            .read(move |db| counters::of_mail(db, now))
            .await
    }

    async fn people(&self, after: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        let after = after.to_owned();
        self.threads
            .read(move |db| load::people(db, &after, most))
            .await
    }

    async fn audit(&self, from: i64, most: u32) -> Result<Vec<(Row, [u8; 32])>, StoreError> {
        self.threads
            .read(move |db| audit::rows(db, from, most))
            .await
    }

    async fn outbox(&self, most: u32) -> Result<Vec<Outgoing>, StoreError> {
        self.threads.read(move |db| outbox::waiting(db, most)).await
    }

    async fn outbox_count(&self) -> Result<u64, StoreError> {
        self.threads.read(outbox::count).await
    }

    async fn claim_outbox(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let due = self.threads.read_here(move |db| outbox::is_due(db, now));
        if !due.await? {
            return Ok(Vec::new());
        }
        self.threads
            .write(move |db| outbox::claim(db, now, until, most))
            .await
    }

    async fn put_off(&self, id: Id, tries: u32, due: Time) -> Result<(), StoreError> {
        self.threads
            .write(move |db| outbox::put_off(db, id, tries, due))
            .await
    }

    async fn sent(&self, id: Id) -> Result<(), StoreError> {
        self.threads.write(move |db| outbox::sent(db, id)).await
    }

    async fn tidy(&self, now: Time, lifetimes: &Lifetimes, trust: Span) -> Result<(), StoreError> {
        let lifetimes = *lifetimes;
        let tidy = move |db: &rusqlite::Connection| {
            sessions::tidy(db, now, &lifetimes)?;
            trusts::tidy(db, now, trust)?;
            outbox::tidy(db, now)?;
            challenges::tidy(db, now)?;
            approvals::tidy(db, now)?;
            counters::tidy(db, now)
        };
        self.threads.write(tidy).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.threads.write(audit::could_append).await
    }

    async fn keys(&self) -> Result<Vec<KnownKey>, StoreError> {
        self.threads.read(keys::known).await
    }

    async fn add_key(&self, kid: i32, canary: &[u8]) -> Result<(), StoreError> {
        let canary = canary.to_owned();
        self.threads
            .write(move |db| keys::add(db, kid, &canary))
            .await
    }

    async fn key_needs(&self) -> Result<BTreeMap<i32, KeyNeeds>, StoreError> {
        self.threads.read(keys::needs).await
    }

    async fn sealed(&self, after: Option<Place>, most: u32) -> Result<Vec<Sealed>, StoreError> {
        self.threads
            .read(move |db| keys::sealed(db, after, most))
            .await
    }

    async fn reseal(&self, values: Vec<Resealed>) -> Result<(), StoreError> {
        self.threads
            .write_alone(move |db| keys::reseal(db, &values))
            .await
    }

    async fn people_under_key(
        &self,
        kid: i32,
        after: Option<Id>,
        most: u32,
    ) -> Result<Vec<Id>, StoreError> {
        self.threads
            .read(move |db| keys::people(db, kid, after, most))
            .await
    }
}
