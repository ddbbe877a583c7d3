//! What the mail interface keeps between two writes: throttles, last uses and records. A mail program
//! asks every few minutes, all day; a write per answer would make the database the limit, so these are
//! gathered here and written together every few seconds ([`Services::mail_flush`]).
//!
//! [`Services::mail_flush`]: super::Services::mail_flush

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::account::LastUse;
use crate::audit::Entry;
use crate::lockout::{Counter, Rule, Verdict};
use crate::service::ports::{MailFlush, MailUse};
use crate::time::{Span, Time};
use crate::{Id, Refusal};

mod brief;

use brief::Brief;

/// A last use is written at most once in this time.
const USE_EVERY: Span = Span::seconds(50);
/// A success of the same app password from the same place is recorded once in this time.
const RECORD_EVERY: Span = Span::hours(1);
/// Throttles below this stay in memory: a person who mistypes twice is no news after a restart.
const KEEP_FROM: u32 = 3;
/// Entries that may wait for the next flush, per shard; beyond it checks are put off.
const MOST_WAITING: usize = 20_000;
/// Entries of a kind in one transaction: others who write must not wait long behind it.
const MOST_AT_ONCE: usize = 8_192;

const SHARDS: usize = 64;

/// Everything, split by person so that threads do not wait for each other.
pub(super) struct Memory {
    shards: Box<[Mutex<Shard>]>,
    /// Whose turn it is to be written.
    turn: AtomicUsize,
}

/// One part.
pub(super) struct Shard {
    /// Failures of the window that began then.
    tallies: Brief<u16>,
    /// Throttles to be written, by their key in the database.
    counters: HashMap<Vec<u8>, Counter>,
    wrong: Brief<()>,
    uses: HashMap<Id, MailUse>,
    written: Brief<()>,
    recorded: Brief<()>,
    audit: Vec<Entry>,
}

impl Memory {
    /// Nothing yet. Wrong values and throttles count for a `window`.
    pub(super) fn new(window: Span) -> Self {
        let shard = || {
            Mutex::new(Shard {
                tallies: Brief::new(window),
                counters: HashMap::new(),
                wrong: Brief::new(window),
                uses: HashMap::new(),
                written: Brief::new(USE_EVERY),
                recorded: Brief::new(RECORD_EVERY),
                audit: Vec::new(),
            })
        };
        Self {
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    pub(super) fn shard(&self, user: Id) -> Option<MutexGuard<'_, Shard>> {
        let [.., last] = user.0;
        let lock = self.shards.get(usize::from(last) % SHARDS)?;
        Some(locked(lock))
    }

    /// Takes out everything that is to be written, in parts of a bearable size.
    pub(super) fn drain(&self, now: Time) -> impl Iterator<Item = MailFlush> + use<> {
        let mut all = MailFlush::default();
        for shard in &self.shards {
            locked(shard).drain(&mut all, now);
        }
        parts(all)
    }

    /// Takes out the next of so many portions, likewise. In each round through all of them one shard forgets
    /// what has run out.
    pub(super) fn drain_portion(
        &self,
        portions: usize,
        now: Time,
    ) -> impl Iterator<Item = MailFlush> + use<> {
        let portions = portions.clamp(1, SHARDS);
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let (round, portion) = (turn / portions, turn % portions);
        let mut all = MailFlush::default();
        for (place, shard) in self.shards.iter().enumerate() {
            if place % portions == portion {
                let mut shard = locked(shard);
                shard.drain(&mut all, now);
                if place == round % SHARDS {
                    shard.forget(now);
                }
            }
        }
        parts(all)
    }

    /// Puts back what could not be written.
    pub(super) fn give_back(&self, part: MailFlush) {
        for used in part.uses {
            if let Some(mut shard) = self.shard(used.user) {
                shard.written.remove(&used.app_password);
                shard.uses.entry(used.app_password).or_insert(used);
            }
        }
        for (key, counter) in part.counters {
            if let Some(mut shard) = user_of(&key).and_then(|user| self.shard(user)) {
                shard.counters.entry(key).or_insert(counter);
            }
        }
        for entry in part.audit {
            if let Some(mut shard) = entry.subject.and_then(|user| self.shard(user)) {
                shard.audit.push(entry);
            }
        }
    }

    /// Takes over what the database knows, where it is stricter.
    pub(super) fn learn(&self, key: &[u8], counter: Counter, now: Time) {
        let Some(mut shard) = user_of(key).and_then(|user| self.shard(user)) else {
            return;
        };
        let (since, count) = shard.tallies.get(key, now).unwrap_or((Time(0), 0));
        if counter.window_start >= since && counter.in_window > u32::from(count) {
            shard.tally(key, counter);
        }
    }
}

fn locked(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn parts(mut all: MailFlush) -> impl Iterator<Item = MailFlush> + use<> {
    // Rows of one person lie together.
    all.uses.sort_unstable_by_key(|used| used.user);
    let MailFlush {
        uses,
        counters,
        audit,
    } = all;
    let (mut uses, mut counters) = (uses.into_iter(), counters.into_iter());
    let mut audit = audit.into_iter();
    std::iter::from_fn(move || {
        let part = MailFlush {
            uses: uses.by_ref().take(MOST_AT_ONCE).collect(),
            counters: counters.by_ref().take(MOST_AT_ONCE).collect(),
            audit: audit.by_ref().take(MOST_AT_ONCE).collect(),
        };
        let nothing = part.uses.is_empty() && part.counters.is_empty() && part.audit.is_empty();
        (!nothing).then_some(part)
    })
}

/// The throttle of a person and client address; the person's own when there is no address.
pub(super) fn counter_key(user: Id, client: Option<&[u8]>) -> Vec<u8> {
    let mut key = Vec::with_capacity(40);
    key.extend_from_slice(b"m:");
    key.extend_from_slice(&user.0);
    if let Some(client) = client {
        // A mark of its own, so that "no address" is not the person's own throttle.
        key.push(b'c');
        key.extend_from_slice(client);
    }
    key
}

fn user_of(key: &[u8]) -> Option<Id> {
    let (_, rest) = key.split_first_chunk::<2>()?;
    rest.first_chunk().copied().map(Id)
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

    /// The throttle as its rule sees it. Those of the mail interface end with their window, so the
    /// number of failures says everything.
    fn counter(&self, key: &[u8], rule: Rule, now: Time) -> Counter {
        let Some((window_start, count)) = self.tallies.get(key, now) else {
            return Counter::default();
        };
        let spent = u32::from(count) >= rule.free;
        Counter {
            window_start,
            in_window: count.into(),
            consecutive: count.into(),
            until: if spent {
                window_start + rule.window
            } else {
                Time(0)
            },
        }
    }

    fn tally(&mut self, key: &[u8], counter: Counter) {
        let count = u16::try_from(counter.in_window).unwrap_or(u16::MAX);
        self.tallies.put(key, counter.window_start, count);
    }

    /// Whether this throttle refuses now, without counting.
    pub(super) fn waits(&self, key: &[u8], rule: Rule, now: Time) -> bool {
        rule.reserve(self.counter(key, rule, now), now).1 != Verdict::Go
    }

    /// Whether the person's program offered this very value a moment ago and was refused.
    pub(super) fn repeats(&self, user: Id, value: [u8; 8], now: Time) -> bool {
        self.wrong.has(&(user, value), now)
    }

    /// Remembers a refused value.
    pub(super) fn refused(&mut self, user: Id, value: [u8; 8], now: Time) {
        self.wrong.put(&(user, value), now, ());
    }

    /// Counts a failure. A value that [`Shard::repeats`] is not counted again, so that a program with an
    /// old password locks nothing.
    pub(super) fn fail(&mut self, user: Id, value: [u8; 8], keys: [(Vec<u8>, Rule); 2], now: Time) {
        self.refused(user, value, now);
        for (key, rule) in keys {
            let (counter, _) = rule.reserve(self.counter(&key, rule, now), now);
            self.tally(&key, counter);
            if counter.in_window >= KEEP_FROM {
                self.counters.insert(key, counter);
            }
        }
    }

    /// Notes a use.
    pub(super) fn used(&mut self, found: MailUse) {
        self.uses.insert(found.app_password, found);
    }

    /// Whether this success is worth a record: the first from this place in the hour.
    pub(super) fn news(&mut self, app_password: Id, last_use: &LastUse, now: Time) -> bool {
        let key = (app_password, &*last_use.address, &*last_use.service);
        let news = !self.recorded.has(&key, now);
        if news {
            self.recorded.put(&key, now, ());
        }
        news
    }

    pub(super) fn record(&mut self, entry: Entry) {
        self.audit.push(entry);
    }

    fn drain(&mut self, all: &mut MailFlush, now: Time) {
        let written = &mut self.written;
        let due = self.uses.extract_if(|id, _| {
            let due = !written.has(id, now);
            if due {
                written.put(id, now, ());
            }
            due
        });
        all.uses.extend(due.map(|(_, used)| used));
        all.counters.extend(self.counters.drain());
        all.audit.append(&mut std::mem::take(&mut self.audit));
    }

    fn forget(&mut self, now: Time) {
        self.tallies.forget(now);
        self.wrong.forget(now);
        self.written.forget(now);
        self.recorded.forget(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_700_000_000_000);

    fn full() -> Memory {
        let memory = Memory::new(Span::minutes(10));
        for n in 0..=u8::MAX {
            let user = Id([n; 16]);
            memory.shard(user).unwrap().used(MailUse {
                user,
                app_password: user,
                last_use: LastUse {
                    when: NOW,
                    address: String::new(),
                    service: String::new(),
                },
                reseal: None,
            });
        }
        memory
    }

    fn portion(memory: &Memory, portions: usize) -> usize {
        let parts = memory.drain_portion(portions, NOW);
        parts.map(|part| part.uses.len()).sum()
    }

    #[test]
    fn one_round_of_portions_brings_everybodys() {
        for portions in [1, 3, SHARDS] {
            let memory = full();
            let round: Vec<_> = (0..portions).map(|_| portion(&memory, portions)).collect();
            assert_eq!(round.iter().sum::<usize>(), 256, "{round:?}");
            let most = 256 / SHARDS * SHARDS.div_ceil(portions);
            assert!(round.iter().all(|uses| *uses <= most), "{round:?}");
            assert_eq!(memory.drain(NOW).count(), 0, "nothing is left");
        }
    }

    #[test]
    fn portions_that_no_shard_has_are_not_waited_for() {
        assert_eq!(portion(&full(), 0), 256);
        let memory = full();
        let round: usize = (0..SHARDS).map(|_| portion(&memory, 99)).sum();
        assert_eq!(round, 256);
    }
}
