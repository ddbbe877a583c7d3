//! The use cases: load, decide, save, queue. Pages, the machine interface and the command line call
//! the same ones. A story reads an account, lets [`crate::decide`] judge and writes one batch under the
//! version it read; if somebody else was first it reads and judges again.

mod activity;
mod app_passwords;
mod apps;
mod care;
mod code;
mod desk;
mod enrolment;
mod facts;
mod greetings;
mod holds;
mod import;
mod keys;
pub mod mail;
mod mail_memory;
mod notices;
mod overview;
mod people;
mod phone;
pub mod ports;
mod profile;
pub mod record;
mod renewal;
mod restore;
mod roster;
mod rules;
mod second_step;
mod security;
mod session;
mod sign_in;
mod spraying;
mod step_up;
#[cfg(test)]
pub mod testing;
mod trusts;
mod turns;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use turns::Turns;

pub use activity::Activity;
pub use app_passwords::Created;
pub use apps::Setup;
pub use code::Proof;
pub use desk::{Known, ReadFrom, Requested, Seen, Staff, free_text};
pub use enrolment::Enrolling;
pub use greetings::GreetingSeen;
pub use import::{File, Plan, Terms, Upload};
pub use keys::EndedUnderKey;
pub use mail::{MailCheck, MailRequest};
pub use overview::{CHECKED, Check, KeyState, Overseen, Reading, Rows};
pub use people::{DirectoryRecord, FieldRefused, NewPerson};
pub use phone::{Ask, Asked, Carriers, Handover, LastTest, Target, TypedNumber, test_refusal};
pub use profile::PasswordError;
pub use renewal::Renewed;
pub use restore::{Report, Restored};
pub use roster::{Figures, Found, Viewing};
pub use rules::{Counted, PolicyError, Preview, RuleChange};
pub use second_step::{Passed, SecondStep};
pub use security::{Saved, Wish};
pub use session::{Caller, Fresh};
pub use sign_in::{SignIn, SignedIn, canonical_login};
pub use step_up::StepUpError;

use crate::account::{Account, Role};
use crate::audit::{Entry, Event, Outcome, Trace};
use crate::decide::Consequences;
use crate::lockout::{Counter, Rule, Throttles, Verdict};
use crate::notice::{Notice, NoticeKind, Outgoing};
use crate::password::Rules;
use crate::policy::{Gateways, Policy};
use crate::session::Lifetimes;
use crate::time::Span;
use crate::{Id, Refusal, Time};
use ports::{Batch, Busy, Change, Clock, Hasher, Random, Sealer, Store, StoreError};

/// Why a wish was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A person can act on it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Something is broken; the text is for the log.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl From<Busy> for ServiceError {
    fn from(_: Busy) -> Self {
        Self::Refused(Refusal::Busy)
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Refused(Refusal::ChangedMeanwhile),
            StoreError::Unavailable(text) => Self::Unavailable(text),
        }
    }
}

/// What a use case answers.
pub type Answer<T> = Result<T, ServiceError>;

/// The organisation as the use cases need it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The organisation's name: the issuer that authenticator apps show.
    pub organisation: String,
    /// The organisation's country or region (ISO 3166), whose numbers are reached where none is listed.
    pub country: String,
    /// What the configuration can deliver.
    pub gateways: Gateways,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// What is asked of account passwords.
    pub passwords: Rules,
    /// How attempts are slowed.
    pub throttles: Throttles,
    /// How long rows of the audit record are kept; `None` is for ever.
    pub keep_record: Option<Span>,
}

/// The use cases and their ports.
pub struct Services {
    /// The database.
    pub store: Arc<dyn Store>,
    /// Secrets at rest.
    pub sealer: Arc<dyn Sealer>,
    /// Slow hashes.
    pub hasher: Arc<dyn Hasher>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// The organisation.
    pub settings: Settings,
    turns: Turns,
    rules: rules::Cache,
    counted: roster::Counted,
    /// One file of people at a time: it takes memory.
    importing: async_lock::Mutex<()>,
    mail: mail_memory::Memory,
    resealing: keys::Resealing,
    sprayings: AtomicU64,
}

/// How often a story is told again when somebody else was first. Within one process the turns make a
/// second telling rare; between processes each round has at least one winner.
const TELLINGS: usize = 64;

impl Services {
    /// Puts the parts together.
    pub fn new(
        store: Arc<dyn Store>,
        sealer: Arc<dyn Sealer>,
        hasher: Arc<dyn Hasher>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: Settings,
    ) -> Self {
        let (turns, rules) = (Turns::default(), rules::Cache::default());
        let throttles = &settings.throttles;
        let window = throttles
            .mail_client
            .window
            .max(throttles.mail_person.window);
        let mail = mail_memory::Memory::new(window);
        let resealing = keys::Resealing::default();
        Self {
            store,
            sealer,
            hasher,
            clock,
            random,
            settings,
            turns,
            rules,
            counted: roster::Counted::default(),
            importing: async_lock::Mutex::new(()),
            mail,
            resealing,
            sprayings: AtomicU64::default(),
        }
    }

    /// A fresh id.
    pub fn id(&self) -> Id {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        Id::new(self.clock.now(), random)
    }

    fn actor(&self, who: Option<&Account>, trace: &Trace) -> Actor {
        Actor {
            id: who.map(|a| a.id),
            role: who.map_or(Role::User, |a| a.role),
            trace: trace.clone(),
            now: self.clock.now(),
            said: Vec::new(),
            token: Vec::new(),
        }
    }

    /// Reads, decides and writes until nobody was in between.
    async fn change<T>(
        &self,
        user: Id,
        actor: &Actor,
        decide: impl Fn(&Account, &Policy) -> Result<(Consequences, T), Refusal>,
    ) -> Answer<T> {
        let (_, policy) = self.policy().await?;
        let _turn = self.turns.take(user).await;
        for _ in 0..TELLINGS {
            let account = self.store.account(user).await?.ok_or(Refusal::NotFound)?;
            let (consequences, value) = decide(&account, &policy)?;
            match self
                .store
                .commit(self.batch(&account, actor, consequences))
                .await
            {
                Ok(()) => return Ok(value),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// One batch of everything that follows for this person.
    fn batch(&self, account: &Account, actor: &Actor, out: Consequences) -> Batch {
        let records = out.records.iter().enumerate().map(|(place, record)| {
            let (event, object) = *record;
            let before = out.records.iter().take(place);
            let nth = before.filter(|earlier| *earlier == record).count();
            Entry {
                object,
                details: facts::of(event, object, nth, &out.changes)
                    .into_iter()
                    .chain(actor.said.iter().cloned())
                    .collect(),
                ..actor.entry(event, Some(account.id))
            }
        });
        let audit = records.collect();
        let outbox = out
            .notices
            .into_iter()
            .map(|(kind, object, preferred)| Outgoing {
                id: self.id(),
                user: account.id,
                mailbox: None,
                notice: Notice {
                    kind,
                    at: actor.now,
                    // The address of somebody else is not the person's business.
                    address: match actor.id {
                        Some(id) if id != account.id => String::new(),
                        _ => actor.trace.address.clone(),
                    },
                    object,
                    preferred,
                    token: match kind {
                        NoticeKind::PhoneHeld => actor.token.clone(),
                        _ => Vec::new(),
                    },
                },
            });
        Batch {
            account: Some((account.id, account.version)),
            audit,
            outbox: outbox.collect(),
            changes: out.changes,
        }
    }

    /// Records something that changed nothing.
    async fn record(&self, entry: Entry) -> Answer<()> {
        Ok(self
            .store
            .commit(Batch {
                audit: vec![entry],
                ..Batch::default()
            })
            .await?)
    }

    /// Records a refused attempt, then says no.
    async fn refuse<T>(&self, entry: Entry, refusal: Refusal) -> Answer<T> {
        self.record(entry).await?;
        Err(refusal.into())
    }

    /// Reserves an attempt under a throttle.
    async fn reserve(&self, key: &[u8], rule: Rule, now: Time) -> Answer<(Counter, Verdict)> {
        Ok(self.store.reserve(key, rule, now).await?)
    }

    /// Removes what has run out; called by the worker.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn tidy(&self) -> Answer<()> {
        let (_, policy) = self.policy().await?;
        let (now, lifetimes) = (self.clock.now(), &self.settings.lifetimes);
        Ok(self
            .store
            .tidy(now, lifetimes, crate::trust::span(&policy))
            .await?)
    }

    /// Records a step of a sign-in or an enrolment that was not the next one.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn record_sequence(
        &self,
        who: Option<&Account>,
        trace: &Trace,
        reason: &'static str,
    ) -> Answer<()> {
        let subject = who.map(|a| a.id);
        self.record(
            self.actor(who, trace)
                .failure(Event::SequenceFail, subject, reason),
        )
        .await
    }

    /// Records a request that did not come from our own pages.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn record_csrf(&self, trace: &Trace, reason: &'static str) -> Answer<()> {
        self.record(
            self.actor(None, trace)
                .failure(Event::MaliciousCsrf, None, reason),
        )
        .await
    }

    /// Records a message that claims to come from a gateway and was not signed by it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn record_forgery(&self, trace: &Trace, reason: &'static str) -> Answer<()> {
        self.record(
            self.actor(None, trace)
                .failure(Event::GatewayForgery, None, reason),
        )
        .await
    }
}

/// Who acts, from where, when.
struct Actor {
    id: Option<Id>,
    role: Role,
    trace: Trace,
    now: Time,
    /// What stands in every record of this wish: how the helpdesk knew who was calling.
    said: Vec<(&'static str, String)>,
    /// The sealed token of the link in the message about a number that waits; empty for every other.
    token: Vec<u8>,
}

impl Actor {
    fn entry(&self, event: Event, subject: Option<Id>) -> Entry {
        Entry {
            at: self.now,
            event,
            outcome: Outcome::Success,
            reason: "",
            actor: self.id,
            role: self.role,
            subject,
            object: None,
            trace: self.trace.clone(),
            details: Vec::new(),
        }
    }

    fn failure(&self, event: Event, subject: Option<Id>, reason: &'static str) -> Entry {
        Entry {
            outcome: Outcome::Failure,
            reason,
            ..self.entry(event, subject)
        }
    }
}

/// A change that stands beside the decided ones.
fn and(mut consequences: Consequences, changes: impl IntoIterator<Item = Change>) -> Consequences {
    consequences.changes.extend(changes);
    consequences
}
