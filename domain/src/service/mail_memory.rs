//! What the mail interface keeps between two writes: throttles, last uses and records. A mail program
//! asks every few minutes, all day; a write per answer would make the database the limit, so these are
//! gathered here and written together every few seconds ([`Services::mail_flush`]).
//!
//! [`Services::mail_flush`]: super::Services::mail_flush

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::account::LastUse;
use crate::audit::Entry;
use crate::lockout::{Counter, Rule, Verdict};
use crate::service::ports::{MailFlush, MailUse};
use crate::session::within;
use crate::time::{Span, Time};
use crate::{Id, Refusal};

/// A last use is written at most once in this time.
const USE_EVERY: Span = Span::seconds(50);
/// A success of the same app password from the same place is recorded once in this time.
const RECORD_EVERY: Span = Span::hours(1);
/// Counters below this stay in memory: a person who mistypes twice is no news after a restart.
const KEEP_FROM: u32 = 3;
/// Entries that may wait for the next flush, per shard; beyond it checks are put off.
const MOST_WAITING: usize = 20_000;

const SHARDS: usize = 16;

/// Everything, split by person so that threads do not wait for each other.
pub(super) struct Memory(Box<[Mutex<Shard>]>);

impl Default for Memory {
    fn default() -> Self {
        Self((0..SHARDS).map(|_| Mutex::default()).collect())
    }
}

/// One part.
#[derive(Default)]
pub(super) struct Shard {
    counters: HashMap<Vec<u8>, (Counter, bool)>,
    wrong: HashMap<(Id, [u8; 8]), Time>,
    uses: HashMap<Id, MailUse>,
    written: HashMap<Id, Time>,
    recorded: HashMap<(Id, String, String), Time>,
    audit: Vec<Entry>,
}

impl Memory {
    pub(super) fn shard(&self, user: Id) -> Option<MutexGuard<'_, Shard>> {
        let [.., last] = user.0;
        let lock = self.0.get(usize::from(last) % SHARDS)?;
        Some(lock.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = MutexGuard<'_, Shard>> {
        self.0
            .iter()
            .map(|lock| lock.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The throttle of a person and client address; the person's own when there is no address.
pub(super) fn counter_key(user: Id, client: Option<&[u8]>) -> Vec<u8> {
    let mut key = b"m:".to_vec();
    key.extend_from_slice(&user.0);
    if let Some(client) = client {
        // A mark of its own, so that "no address" is not the person's own throttle.
        key.push(b'c');
        key.extend_from_slice(client);
    }
    key
}

impl Shard {
    /// Puts checks off while the database does not keep up.
    pub(super) fn room(&self) -> Result<(), Refusal> {
        if self.audit.len() >= MOST_WAITING || self.uses.len() >= MOST_WAITING {
            Err(Refusal::Busy)
        } else {
            Ok(())
        }
    }

    /// Whether this throttle refuses now, without counting.
    pub(super) fn waits(&self, key: &[u8], rule: Rule, now: Time) -> bool {
        self.counters
            .get(key)
            .is_some_and(|(counter, _)| !matches!(rule.reserve(*counter, now).1, Verdict::Go))
    }

    /// Whether the person's program offered this very value a moment ago and was refused.
    pub(super) fn repeats(&self, user: Id, value: [u8; 8], now: Time, window: Span) -> bool {
        self.wrong
            .get(&(user, value))
            .is_some_and(|at| within(*at, now, window))
    }

    /// Remembers a refused value.
    pub(super) fn refused(&mut self, user: Id, value: [u8; 8], now: Time) {
        self.wrong.insert((user, value), now);
    }

    /// Counts a failure. A value that [`Shard::repeats`] is not counted again, so that a program with an
    /// old password locks nothing.
    pub(super) fn fail(&mut self, user: Id, value: [u8; 8], keys: [(Vec<u8>, Rule); 2], now: Time) {
        self.refused(user, value, now);
        for (key, rule) in keys {
            let entry = self.counters.entry(key).or_default();
            *entry = (rule.reserve(entry.0, now).0, true);
        }
    }

    /// Notes a use.
    pub(super) fn used(&mut self, found: MailUse) {
        self.uses.insert(found.app_password, found);
    }

    /// Whether this success is worth a record: the first from this place in the hour.
    pub(super) fn news(&mut self, app_password: Id, last_use: &LastUse, now: Time) -> bool {
        let key = (
            app_password,
            last_use.address.clone(),
            last_use.service.clone(),
        );
        let last = self.recorded.get(&key).copied();
        let news = last.is_none_or(|at| !within(at, now, RECORD_EVERY));
        if news {
            self.recorded.insert(key, now);
        }
        news
    }

    pub(super) fn record(&mut self, entry: Entry) {
        self.audit.push(entry);
    }

    /// Takes out what is to be written now, and forgets what has run out.
    pub(super) fn drain(&mut self, now: Time, window: Span) -> MailFlush {
        let written = &mut self.written;
        written.retain(|_, at| within(*at, now, USE_EVERY));
        let due: Vec<Id> = self
            .uses
            .keys()
            .filter(|id| !written.contains_key(*id))
            .copied()
            .collect();
        let uses: Vec<MailUse> = due.iter().filter_map(|id| self.uses.remove(id)).collect();
        written.extend(due.into_iter().map(|id| (id, now)));
        self.counters
            .retain(|_, (counter, _)| within(counter.window_start, now, window));
        self.wrong.retain(|_, at| within(*at, now, window));
        self.recorded.retain(|_, at| within(*at, now, RECORD_EVERY));
        let dirty = self
            .counters
            .iter_mut()
            .filter(|(_, (c, dirty))| *dirty && c.in_window >= KEEP_FROM);
        let counters = dirty
            .map(|(key, (counter, dirty))| {
                *dirty = false;
                (key.clone(), *counter)
            })
            .collect();
        let audit = std::mem::take(&mut self.audit);
        MailFlush {
            uses,
            counters,
            audit,
        }
    }

    /// Puts back what could not be written.
    pub(super) fn give_back(&mut self, uses: Vec<MailUse>, audit: Vec<Entry>) {
        for found in uses {
            self.written.remove(&found.app_password);
            self.uses.entry(found.app_password).or_insert(found);
        }
        self.audit.splice(0..0, audit);
    }

    /// Takes over what the database knows, where it is stricter.
    pub(super) fn learn(&mut self, key: Vec<u8>, counter: Counter) {
        let entry = self.counters.entry(key).or_default();
        if counter.window_start >= entry.0.window_start && counter.in_window > entry.0.in_window {
            *entry = (counter, false);
        }
    }
}
