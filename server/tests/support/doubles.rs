//! Stand-ins between the use cases and the world, for what the real parts do only on bad days: a hasher
//! that counts what it is asked, a store that can be switched off.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use domain::account::{Account, PhoneKind};
use domain::approval::Approval;
use domain::audit::{Checkpoint, Entry, Head, Row};
use domain::challenge::Challenge;
use domain::greeting::{Greeting, Sound};
use domain::lockout::{Counter, Rule, Verdict};
use domain::notice::{Claimed, Outgoing};
use domain::policy::Policy;
use domain::policy::effect::Reach;
use domain::roster::{Group, Selection};
use domain::service::ports::{
    Batch, Busy, Desk, Greetings, Hasher, KeyNeeds, KnownKey, Leg, Listed, MailFlush, MailMatch,
    Overview, Person, Place, Record, Resealed, Roster, Sealed, Store, StoreError, Wanted,
};
use domain::session::{Lifetimes, Pending, Reveal, RevealKind, Session, TokenHash};
use domain::time::Span;
use domain::trust::Trust;
use domain::{Id, Time};
use zeroize::Zeroizing;

/// Counts how often the slow work is asked for.
pub struct Counting {
    inner: Arc<dyn Hasher>,
    asked: Arc<AtomicUsize>,
}

impl Counting {
    /// Around a real one.
    pub fn around(inner: Arc<dyn Hasher>, asked: Arc<AtomicUsize>) -> Arc<dyn Hasher> {
        Arc::new(Self { inner, asked })
    }
}

#[async_trait]
impl Hasher for Counting {
    async fn hash(&self, password: Zeroizing<String>) -> Result<String, Busy> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.inner.hash(password).await
    }

    async fn verify(
        &self,
        password: Zeroizing<String>,
        phc: Option<String>,
    ) -> Result<(bool, bool), Busy> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.inner.verify(password, phc).await
    }
}

/// What a store that can be switched off still does.
#[derive(Clone, Default)]
pub struct Switch {
    /// Nothing answers any more.
    pub all: Arc<AtomicBool>,
    /// Nothing can be written any more; reading works (a full disk).
    pub writes: Arc<AtomicBool>,
    /// After so many batches of values sealed anew the next one never comes to an end: there the process
    /// is, for whoever wants to kill it.
    pub stall: Option<Arc<Stall>>,
}

/// Where the sealing anew stands still.
pub struct Stall {
    left: AtomicUsize,
    reached: tokio::sync::Notify,
}

impl Stall {
    /// Behind so many batches.
    pub fn behind(batches: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(batches),
            reached: tokio::sync::Notify::new(),
        })
    }

    /// Waits until it stands still.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    async fn pass(&self) {
        let less = |left: usize| left.checked_sub(1);
        if self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
            .is_err()
        {
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

impl Switch {
    fn ask(&self, writes: bool) -> Result<(), StoreError> {
        let off = self.all.load(Ordering::SeqCst) || (writes && self.writes.load(Ordering::SeqCst));
        if off {
            Err(StoreError::Unavailable("switched off by the test".into()))
        } else {
            Ok(())
        }
    }
}

/// A store that can be switched off.
pub struct Failing {
    inner: Arc<dyn Store>,
    switch: Switch,
}

impl Failing {
    /// Around a real one.
    pub fn around(inner: Arc<dyn Store>, switch: Switch) -> Arc<dyn Store> {
        Arc::new(Self { inner, switch })
    }
}

#[async_trait]
impl Greetings for Failing {
    async fn greetings(&self) -> Result<Vec<Greeting>, StoreError> {
        self.switch.ask(false)?;
        self.inner.greetings().await
    }
    async fn greeting_file(
        &self,
        sha256: &[u8; 32],
    ) -> Result<Option<(Sound, Vec<u8>)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.greeting_file(sha256).await
    }
}

#[async_trait]
impl Record for Failing {
    async fn audit_head(&self) -> Result<Head, StoreError> {
        self.switch.ask(false)?;
        self.inner.audit_head().await
    }
    async fn audit_checkpoint(&self) -> Result<Checkpoint, StoreError> {
        self.switch.ask(false)?;
        self.inner.audit_checkpoint().await
    }
    async fn audit_cut(&self, last: Head, entry: Entry) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.audit_cut(last, entry).await
    }
    async fn audit_adopt(&self, rows: Vec<(Row, [u8; 32])>) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.audit_adopt(rows).await
    }
}

#[async_trait]
impl Desk for Failing {
    async fn find_people(&self, term: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        self.switch.ask(false)?;
        self.inner.find_people(term, most).await
    }
    async fn unindexed_people(&self, most: u32) -> Result<Vec<Person>, StoreError> {
        self.switch.ask(false)?;
        self.inner.unindexed_people(most).await
    }
    async fn index_people(&self, people: Vec<Person>) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.index_people(people).await
    }
    async fn record_of(&self, subject: Id, most: u32) -> Result<Vec<Row>, StoreError> {
        self.switch.ask(false)?;
        self.inner.record_of(subject, most).await
    }
    async fn people_held_until(&self, now: Time, most: u32) -> Result<Vec<Id>, StoreError> {
        self.switch.ask(false)?;
        self.inner.people_held_until(now, most).await
    }
    async fn held_by(&self, stop: &[u8; 32]) -> Result<Option<(Id, PhoneKind)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.held_by(stop).await
    }
    async fn sessions_of(&self, user: Id) -> Result<Vec<(Time, Time)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.sessions_of(user).await
    }

    async fn approval(&self, id: Id) -> Result<Option<Approval>, StoreError> {
        self.switch.ask(false)?;
        self.inner.approval(id).await
    }

    async fn approvals(&self, after: Time, most: u32) -> Result<Vec<Approval>, StoreError> {
        self.switch.ask(false)?;
        self.inner.approvals(after, most).await
    }
}

#[async_trait]
impl Overview for Failing {
    async fn record_rows(
        &self,
        wanted: &Wanted,
        after: i64,
        before: i64,
        most: u32,
    ) -> Result<Vec<Row>, StoreError> {
        self.switch.ask(false)?;
        self.inner.record_rows(wanted, after, before, most).await
    }
    async fn time_of(&self, row: i64) -> Result<Option<Time>, StoreError> {
        self.switch.ask(false)?;
        self.inner.time_of(row).await
    }
    async fn persons(&self, ids: &[Id]) -> Result<Vec<Person>, StoreError> {
        self.switch.ask(false)?;
        self.inner.persons(ids).await
    }
    async fn count(&self, reach: &Reach) -> Result<u32, StoreError> {
        self.switch.ask(false)?;
        self.inner.count(reach).await
    }
}

#[async_trait]
impl Roster for Failing {
    async fn roster(
        &self,
        selection: &Selection,
        after: &str,
        most: u32,
        stretch: u32,
    ) -> Result<Leg, StoreError> {
        self.switch.ask(false)?;
        self.inner.roster(selection, after, most, stretch).await
    }
    async fn groups(&self) -> Result<Vec<Group>, StoreError> {
        self.switch.ask(false)?;
        self.inner.groups().await
    }
    async fn listed(&self, logins: &[String]) -> Result<Vec<Listed>, StoreError> {
        self.switch.ask(false)?;
        self.inner.listed(logins).await
    }
}

#[async_trait]
impl Store for Failing {
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        self.switch.ask(false)?;
        self.inner.account_by_login(login).await
    }
    async fn account(&self, id: Id) -> Result<Option<Account>, StoreError> {
        self.switch.ask(false)?;
        self.inner.account(id).await
    }
    async fn session(&self, hash: &TokenHash) -> Result<Option<(Session, Account)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.session(hash).await
    }
    async fn pending(&self, hash: &TokenHash) -> Result<Option<(Pending, Account)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.pending(hash).await
    }
    async fn reveal(
        &self,
        owner: &TokenHash,
        kind: RevealKind,
    ) -> Result<Option<Reveal>, StoreError> {
        self.switch.ask(false)?;
        self.inner.reveal(owner, kind).await
    }
    async fn trusts(&self, user: Id) -> Result<Vec<Trust>, StoreError> {
        self.switch.ask(false)?;
        self.inner.trusts(user).await
    }
    async fn touch(&self, hash: &TokenHash, at: Time) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.touch(hash, at).await
    }
    async fn policy(&self) -> Result<(i64, Policy), StoreError> {
        self.switch.ask(false)?;
        self.inner.policy().await
    }
    async fn reserve(
        &self,
        key: &[u8],
        rule: Rule,
        now: Time,
    ) -> Result<(Counter, Verdict), StoreError> {
        self.switch.ask(true)?;
        self.inner.reserve(key, rule, now).await
    }
    async fn counter(&self, key: &[u8]) -> Result<Option<Counter>, StoreError> {
        self.switch.ask(false)?;
        self.inner.counter(key).await
    }
    async fn answers(
        &self,
        region: &str,
        from: Time,
        to: Time,
        most: u32,
    ) -> Result<(u32, u32), StoreError> {
        self.switch.ask(false)?;
        self.inner.answers(region, from, to, most).await
    }
    async fn challenge(&self, owner: &TokenHash) -> Result<Option<Challenge>, StoreError> {
        self.switch.ask(false)?;
        self.inner.challenge(owner).await
    }
    async fn challenge_of(&self, sending: Id) -> Result<Option<Challenge>, StoreError> {
        self.switch.ask(false)?;
        self.inner.challenge_of(sending).await
    }
    async fn texts_to(&self, tag: &[u8; 32], after: Time) -> Result<Vec<Challenge>, StoreError> {
        self.switch.ask(false)?;
        self.inner.texts_to(tag, after).await
    }
    async fn claim_challenges(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Challenge>, StoreError> {
        self.switch.ask(true)?;
        self.inner.claim_challenges(now, until, most).await
    }
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.commit(batch).await
    }
    async fn mail_match(
        &self,
        login: &str,
        digests: Box<dyn FnOnce(Id) -> Vec<(i32, [u8; 32])> + Send>,
    ) -> Result<Option<MailMatch>, StoreError> {
        self.switch.ask(false)?;
        self.inner.mail_match(login, digests).await
    }
    async fn mail_flush(&self, flush: MailFlush) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.mail_flush(flush).await
    }
    async fn mail_counters(&self, now: Time) -> Result<Vec<(Vec<u8>, Counter)>, StoreError> {
        self.switch.ask(false)?;
        self.inner.mail_counters(now).await
    }
    async fn people(&self, after: &str, most: u32) -> Result<Vec<Person>, StoreError> {
        self.switch.ask(false)?;
        self.inner.people(after, most).await
    }
    async fn audit(&self, from: i64, most: u32) -> Result<Vec<(Row, [u8; 32])>, StoreError> {
        self.switch.ask(false)?;
        self.inner.audit(from, most).await
    }
    async fn outbox(&self, most: u32) -> Result<Vec<Outgoing>, StoreError> {
        self.switch.ask(false)?;
        self.inner.outbox(most).await
    }
    async fn outbox_count(&self) -> Result<u64, StoreError> {
        self.switch.ask(false)?;
        self.inner.outbox_count().await
    }
    async fn claim_outbox(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        self.switch.ask(true)?;
        self.inner.claim_outbox(now, until, most).await
    }
    async fn put_off(&self, id: Id, tries: u32, due: Time) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.put_off(id, tries, due).await
    }
    async fn sent(&self, id: Id) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.sent(id).await
    }
    async fn tidy(&self, now: Time, lifetimes: &Lifetimes, trust: Span) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.tidy(now, lifetimes, trust).await
    }
    async fn ready(&self) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.ready().await
    }
    async fn keys(&self) -> Result<Vec<KnownKey>, StoreError> {
        self.switch.ask(false)?;
        self.inner.keys().await
    }
    async fn add_key(&self, kid: i32, canary: &[u8]) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        self.inner.add_key(kid, canary).await
    }
    async fn key_needs(&self) -> Result<BTreeMap<i32, KeyNeeds>, StoreError> {
        self.switch.ask(false)?;
        self.inner.key_needs().await
    }
    async fn sealed(&self, after: Option<Place>, most: u32) -> Result<Vec<Sealed>, StoreError> {
        self.switch.ask(false)?;
        self.inner.sealed(after, most).await
    }
    async fn reseal(&self, values: Vec<Resealed>) -> Result<(), StoreError> {
        self.switch.ask(true)?;
        if let Some(stall) = &self.switch.stall {
            stall.pass().await;
        }
        self.inner.reseal(values).await
    }
    async fn people_under_key(
        &self,
        kid: i32,
        after: Option<Id>,
        most: u32,
    ) -> Result<Vec<Id>, StoreError> {
        self.switch.ask(false)?;
        self.inner.people_under_key(kid, after, most).await
    }
}
