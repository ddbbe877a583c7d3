//! PostgreSQL for several instances on one database. What must stand in line locks its row first: the
//! account by its version, a throttle by its key, the audit record by an advisory lock that is always
//! taken last. Reads of one account go out together on one snapshot, so they cost one round trip. One
//! file per noun holds the statements and what they mean.

mod accounts;
mod app_passwords;
mod approvals;
mod audit;
mod challenges;
mod commit;
mod connect;
mod counters;
mod desk;
mod greetings;
mod holds;
mod keys;
mod lanes;
mod load;
mod mail;
mod outbox;
mod overview;
mod policy;
mod record;
mod roster;
mod rows;
mod sessions;
mod tls;
mod trusts;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool, PoolError, Transaction};
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
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use connect::Way;
pub use connect::migrate;
use lanes::Lanes;
use load::Load;

/// How often a batch is tried again when it ran into another one.
const TRIES: u32 = 4;

/// Some hundred rows at a time: while ten thousand are written, checks and whoever waits for the lock of the
/// audit record wait too long.
const MAIL_PORTIONS: usize = 64;

/// What went wrong.
enum Fault {
    Sql(tokio_postgres::Error),
    Pool(PoolError),
    Store(StoreError),
}

type Outcome<T> = Result<T, Fault>;

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<PoolError> for Fault {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Fault {
    /// Two transactions stood in each other's way; nothing is wrong with this one.
    fn collided(&self) -> bool {
        let Self::Sql(error) = self else { return false };
        let code = error.code();
        code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
            || code == Some(&SqlState::T_R_SERIALIZATION_FAILURE)
    }
}

impl From<Fault> for StoreError {
    /// A taken name, number or slot, and a person who is gone, mean that somebody else was first.
    fn from(fault: Fault) -> Self {
        if fault.collided() {
            return Self::Conflict;
        }
        match fault {
            Fault::Store(error) => error,
            Fault::Pool(PoolError::Backend(error)) => Self::Unavailable(tls::explain(&error)),
            Fault::Pool(error) => Self::Unavailable(error.to_string()),
            Fault::Sql(error) => match error.code() {
                Some(&SqlState::UNIQUE_VIOLATION | &SqlState::FOREIGN_KEY_VIOLATION) => {
                    Self::Conflict
                }
                _ => Self::Unavailable(tls::explain(&error)),
            },
        }
    }
}

type Param<'a> = &'a (dyn ToSql + Sync);

/// Runs a prepared statement; how many rows it hit.
async fn execute(tx: &Transaction<'_>, sql: &str, params: &[Param<'_>]) -> Outcome<u64> {
    let statement = tx.prepare_cached(sql).await?;
    Ok(tx.execute(&statement, params).await?)
}

/// A write that had to hit its row, and did or did not.
fn must_hit(rows: u64) -> Outcome<()> {
    if rows == 0 {
        Err(StoreError::Conflict.into())
    } else {
        Ok(())
    }
}

/// The database on a server.
struct Postgres {
    pool: Pool,
    lanes: Lanes,
    chain: Arc<dyn Chain>,
}

/// Connects, creates or upgrades the tables where needed. Refuses tables that a newer version has
/// upgraded, a database that is not UTF-8, and another machine that does not prove itself with a
/// certificate from an authority in `authorities`, or else from one that the system knows.
pub async fn open(
    url: &str,
    authorities: Option<&Path>,
    pool: usize,
    chain: Arc<dyn Chain>,
) -> Result<Arc<dyn Store>, StoreError> {
    let way = Way::new(url, authorities)?;
    connect::upgrade(&way).await?;
    // More lanes than this machine has cores would only take turns.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let lanes = Lanes::new(way.clone(), pool.clamp(1, cores.max(2)));
    let pool = way.pool(pool.max(1))?;
    Ok(Arc::new(Postgres { pool, lanes, chain }))
}

impl Postgres {
    async fn client(&self) -> Outcome<Object> {
        Ok(self.pool.get().await?)
    }

    async fn load(&self, load: &Load, key: Param<'_>) -> Outcome<Option<load::Loaded>> {
        load::load(&*self.client().await?, load, key).await
    }

    async fn try_reserve(&self, key: &[u8], rule: Rule, now: Time) -> Outcome<(Counter, Verdict)> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let result = counters::reserve(&tx, key, rule, now).await?;
        tx.commit().await?;
        Ok(result)
    }

    async fn try_commit(&self, batch: &Batch) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        commit::commit(&tx, &*self.chain, batch).await?;
        Ok(tx.commit().await?)
    }

    async fn try_flush(&self, flush: &MailFlush) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        mail::flush(&tx, &*self.chain, flush).await?;
        Ok(tx.commit().await?)
    }

    async fn try_reseal(&self, values: &[Resealed]) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        keys::reseal(&tx, values).await?;
        Ok(tx.commit().await?)
    }

    async fn try_tidy(&self, now: Time, lifetimes: &Lifetimes, trust: Span) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        sessions::tidy(&tx, now, lifetimes).await?;
        trusts::tidy(&tx, now, trust).await?;
        outbox::tidy(&tx, now).await?;
        challenges::tidy(&tx, now).await?;
        approvals::tidy(&tx, now).await?;
        counters::tidy(&tx, now).await?;
        Ok(tx.commit().await?)
    }

    async fn try_index(&self, people: &[Person]) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        desk::index_all(&tx, people).await?;
        Ok(tx.commit().await?)
    }

    async fn try_ready(&self) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        audit::could_append(&tx).await?;
        Ok(tx.rollback().await?)
    }
}

#[async_trait]
impl Desk for Postgres {
    async fn find_people(&self, term: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        if !rows::can_be_text(term) {
            return Ok(Vec::new());
        }
        Ok(desk::find(&*self.client().await?, term, most).await?)
    }

    async fn unindexed_people(&self, most: u32) -> Result<Vec<Person>, StoreError> {
        Ok(desk::unindexed(&*self.client().await?, most).await?)
    }

    async fn index_people(&self, people: Vec<Person>) -> Result<(), StoreError> {
        Ok(self.try_index(&people).await?)
    }

    async fn record_of(&self, subject: Id, most: u32) -> Result<Vec<Row>, StoreError> {
        Ok(desk::record_of(&*self.client().await?, subject, most).await?)
    }

    async fn people_held_until(&self, now: Time, most: u32) -> Result<Vec<Id>, StoreError> {
        Ok(holds::due(&*self.client().await?, now, most).await?)
    }

    async fn held_by(&self, stop: &[u8; 32]) -> Result<Option<(Id, PhoneKind)>, StoreError> {
        Ok(holds::by(&*self.client().await?, stop).await?)
    }

    async fn sessions_of(&self, user: Id) -> Result<Vec<(Time, Time)>, StoreError> {
        Ok(desk::sessions_of(&*self.client().await?, user).await?)
    }

    async fn approval(&self, id: Id) -> Result<Option<Approval>, StoreError> {
        Ok(approvals::one(&*self.client().await?, id).await?)
    }

    async fn approvals(&self, after: Time, most: u32) -> Result<Vec<Approval>, StoreError> {
        Ok(approvals::newest(&*self.client().await?, after, most).await?)
    }
}

#[async_trait]
impl Store for Postgres {
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        if !rows::can_be_text(login) {
            return Ok(None);
        }
        Ok(self
            .load(&Load::BY_LOGIN, &login)
            .await?
            .map(|loaded| loaded.account))
    }

    async fn account(&self, id: Id) -> Result<Option<Account>, StoreError> {
        Ok(self
            .load(&Load::BY_ID, &id.0.as_slice())
            .await?
            .map(|loaded| loaded.account))
    }

    async fn session(&self, hash: &TokenHash) -> Result<Option<(Session, Account)>, StoreError> {
        let loaded = self.load(&Load::BY_SESSION, &hash.as_slice()).await?;
        Ok(loaded
            .map(|loaded| sessions::session(hash, loaded))
            .transpose()?)
    }

    async fn pending(&self, hash: &TokenHash) -> Result<Option<(Pending, Account)>, StoreError> {
        let loaded = self.load(&Load::BY_PENDING, &hash.as_slice()).await?;
        Ok(loaded
            .map(|loaded| sessions::pending(hash, loaded))
            .transpose()?)
    }

    async fn reveal(
        &self,
        owner: &TokenHash,
        kind: RevealKind,
    ) -> Result<Option<Reveal>, StoreError> {
        Ok(sessions::reveal(&*self.client().await?, owner, kind).await?)
    }

    async fn trusts(&self, user: Id) -> Result<Vec<Trust>, StoreError> {
        Ok(trusts::of(&*self.client().await?, user).await?)
    }

    async fn touch(&self, hash: &TokenHash, at: Time) -> Result<(), StoreError> {
        Ok(sessions::touch(&*self.client().await?, hash, at).await?)
    }

    async fn policy(&self) -> Result<(i64, Policy), StoreError> {
        Ok(policy::policy(&*self.client().await?).await?)
    }

    /// Returns the counter as it stands after the attempt.
    async fn reserve(
        &self,
        key: &[u8],
        rule: Rule,
        now: Time,
    ) -> Result<(Counter, Verdict), StoreError> {
        Ok(self.try_reserve(key, rule, now).await?)
    }

    async fn counter(&self, key: &[u8]) -> Result<Option<Counter>, StoreError> {
        Ok(counters::find(&*self.client().await?, key).await?)
    }

    async fn answers(
        &self,
        region: &str,
        from: Time,
        to: Time,
        most: u32,
    ) -> Result<(u32, u32), StoreError> {
        Ok(challenges::answers(&*self.client().await?, region, (from, to), most).await?)
    }

    async fn challenge(&self, owner: &TokenHash) -> Result<Option<Challenge>, StoreError> {
        Ok(challenges::of_owner(&*self.client().await?, owner).await?)
    }

    async fn challenge_of(&self, sending: Id) -> Result<Option<Challenge>, StoreError> {
        Ok(challenges::of_sending(&*self.client().await?, sending).await?)
    }

    async fn texts_to(&self, tag: &[u8; 32], after: Time) -> Result<Vec<Challenge>, StoreError> {
        Ok(challenges::texts_to(&*self.client().await?, tag, after).await?)
    }

    async fn claim_challenges(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Challenge>, StoreError> {
        Ok(challenges::claim(&*self.client().await?, now, until, most).await?)
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        for _ in 1..TRIES {
            match self.try_commit(&batch).await {
                Err(fault) if fault.collided() => {}
                result => return Ok(result?),
            }
        }
        Ok(self.try_commit(&batch).await?)
    }

    async fn mail_match(
        &self,
        login: &str,
        digests: Box<dyn FnOnce(Id) -> Vec<(i32, [u8; 32])> + Send>,
    ) -> Result<Option<MailMatch>, StoreError> {
        if !rows::can_be_text(login) {
            return Ok(None);
        }
        let person = self.lanes.person(login).await?;
        Ok(mail::search(
            &person.rows,
            person.rest.as_ref(),
            login,
            digests,
        )?)
    }

    fn mail_portions(&self) -> usize {
        MAIL_PORTIONS
    }

    async fn mail_flush(&self, flush: MailFlush) -> Result<(), StoreError> {
        for _ in 1..TRIES {
            match self.try_flush(&flush).await {
                Err(fault) if fault.collided() => {}
                result => return Ok(result?),
            }
        }
        Ok(self.try_flush(&flush).await?)
    }

    async fn mail_counters(&self, now: Time) -> Result<Vec<(Vec<u8>, Counter)>, StoreError> {
        Ok(counters::of_mail(&*self.client().await?, now).await?)
    }

    async fn people(&self, after: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        Ok(load::people(&*self.client().await?, after, most).await?)
    }

    async fn audit(&self, from: i64, most: u32) -> Result<Vec<(Row, [u8; 32])>, StoreError> {
        Ok(audit::rows(&self.client().await?, from, most).await?)
    }

    async fn outbox(&self, most: u32) -> Result<Vec<Outgoing>, StoreError> {
        Ok(outbox::waiting(&*self.client().await?, most).await?)
    }

    async fn outbox_count(&self) -> Result<u64, StoreError> {
        Ok(outbox::count(&*self.client().await?).await?)
    }

    async fn claim_outbox(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        Ok(outbox::claim(&*self.client().await?, now, until, most).await?)
    }

    async fn put_off(&self, id: Id, tries: u32, due: Time) -> Result<(), StoreError> {
        Ok(outbox::put_off(&*self.client().await?, id, tries, due).await?)
    }

    async fn sent(&self, id: Id) -> Result<(), StoreError> {
        Ok(outbox::sent(&*self.client().await?, id).await?)
    }

    async fn tidy(&self, now: Time, lifetimes: &Lifetimes, trust: Span) -> Result<(), StoreError> {
        Ok(self.try_tidy(now, lifetimes, trust).await?)
    }

    async fn ready(&self) -> Result<(), StoreError> {
        Ok(self.try_ready().await?)
    }

    async fn keys(&self) -> Result<Vec<KnownKey>, StoreError> {
        Ok(keys::known(&*self.client().await?).await?)
    }

    async fn add_key(&self, kid: i32, canary: &[u8]) -> Result<(), StoreError> {
        Ok(keys::add(&*self.client().await?, kid, canary).await?)
    }

    async fn key_needs(&self) -> Result<BTreeMap<i32, KeyNeeds>, StoreError> {
        Ok(keys::needs(&*self.client().await?).await?)
    }

    async fn sealed(&self, after: Option<Place>, most: u32) -> Result<Vec<Sealed>, StoreError> {
        Ok(keys::sealed(&*self.client().await?, after, most).await?)
    }

    async fn reseal(&self, values: Vec<Resealed>) -> Result<(), StoreError> {
        Ok(self.try_reseal(&values).await?)
    }

    async fn people_under_key(
        &self,
        kid: i32,
        after: Option<Id>,
        most: u32,
    ) -> Result<Vec<Id>, StoreError> {
        Ok(keys::people(&*self.client().await?, kid, after, most).await?)
    }
}
