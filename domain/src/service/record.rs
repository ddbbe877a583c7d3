//! The audit record as a whole: the check of its chain, and the end of rows that have become old. The
//! newest row always stays, so that the record goes on behind it, and a row stays while an older one
//! beside it must. Rows go only behind a checkpoint that this check can prove.

use std::collections::BTreeSet;

use super::{Answer, Services};
use crate::audit::{Checkpoint, Entry, Event, Head, Row, Trace};
use crate::service::ports::{Chain, Store, StoreError};
use crate::time::Time;

/// Rows read at once.
const PAGE: u32 = 1_000;
/// Rows removed at once: long enough to come to an end, short enough to hold nobody up.
const CUT: u32 = 5_000;

/// What a check of the record found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The last row that was removed as old.
    pub begin: Head,
    /// The last row that is whole.
    pub last: Head,
    /// What is wrong behind it.
    pub fault: Option<Fault>,
}

/// The first thing that is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This row is missing or was changed, or the one before it was.
    Row(i64),
    /// The record says that it begins after this row, and nobody with the key said so.
    Checkpoint(i64),
}

/// Checks the chain from its beginning to its end, and that every head that was written down elsewhere
/// lies on it. Heads before the checkpoint cannot be checked any more.
///
/// # Errors
/// When the store does not answer.
pub async fn verify(
    store: &dyn Store,
    chain: &dyn Chain,
    known: &BTreeSet<Head>,
) -> Result<Verified, StoreError> {
    verify_newest(store, chain, known, i64::MAX).await
}

/// The same for so many of the newest rows: what lies before them is taken as it is.
///
/// # Errors
/// When the store does not answer.
pub async fn verify_newest(
    store: &dyn Store,
    chain: &dyn Chain,
    known: &BTreeSet<Head>,
    most: i64,
) -> Result<Verified, StoreError> {
    loop {
        let begin = store.audit_checkpoint().await?;
        let before = store.audit_head().await?.seq.saturating_sub(most);
        let verified = if before > begin.last.seq {
            walk_behind(store, chain, known, before).await?
        } else {
            walk(store, chain, known, begin).await?
        };
        // A running portal may have removed old rows meanwhile; that is no gap.
        if verified.fault.is_none() || store.audit_checkpoint().await? == begin {
            return Ok(verified);
        }
    }
}

/// Checks what lies behind this row, which must be there.
async fn walk_behind(
    store: &dyn Store,
    chain: &dyn Chain,
    known: &BTreeSet<Head>,
    before: i64,
) -> Result<Verified, StoreError> {
    match store.audit(before, 1).await?.first() {
        Some((row, mac)) if row.seq == before => {
            let begin = Head {
                seq: before,
                mac: *mac,
            };
            follow(store, chain, known, begin, before + 1).await
        }
        _ => Ok(Verified {
            begin: Head::default(),
            last: Head::default(),
            fault: Some(Fault::Row(before)),
        }),
    }
}

/// Checks everything behind the checkpoint, and the checkpoint itself.
async fn walk(
    store: &dyn Store,
    chain: &dyn Chain,
    known: &BTreeSet<Head>,
    begin: Checkpoint,
) -> Result<Verified, StoreError> {
    let last = begin.last;
    let sealed = last == Head::START || chain.checkpoint(&last) == begin.seal;
    if !sealed || contradicted(known, &last) {
        return Ok(Verified {
            begin: last,
            last,
            fault: Some(Fault::Checkpoint(last.seq)),
        });
    }
    // Before a checkpoint no row may be left, so the look begins at the very first number.
    follow(store, chain, known, last, 1).await
}

/// Walks along the chain from behind `begin` to its end, over the rows from this number on.
async fn follow(
    store: &dyn Store,
    chain: &dyn Chain,
    known: &BTreeSet<Head>,
    begin: Head,
    mut from: i64,
) -> Result<Verified, StoreError> {
    let found = |last, fault| Verified { begin, last, fault };
    let mut last = begin;
    loop {
        let rows = store.audit(from, PAGE).await?;
        if rows.is_empty() {
            let cut_off = known.last().is_some_and(|head| head.seq > last.seq);
            let fault = cut_off.then_some(Fault::Row(last.seq + 1));
            return Ok(found(last, fault));
        }
        for (row, mac) in &rows {
            match next(chain, &last, row, mac) {
                Some(head) if !contradicted(known, &head) => last = head,
                _ => return Ok(found(last, Some(Fault::Row(last.seq + 1)))),
            }
        }
        from = last.seq + 1;
    }
}

/// The place of a row, if it follows from the one before.
pub fn next(chain: &dyn Chain, last: &Head, row: &Row, mac: &[u8; 32]) -> Option<Head> {
    let follows = row.seq == last.seq + 1 && chain.link(&last.mac, row) == *mac;
    follows.then_some(Head {
        seq: row.seq,
        mac: *mac,
    })
}

/// Whether another MAC was written down for this row.
fn contradicted(known: &BTreeSet<Head>, head: &Head) -> bool {
    let of_row = |mac| Head { seq: head.seq, mac };
    known
        .range(of_row([0; 32])..=of_row([0xff; 32]))
        .any(|other| other != head)
}

/// The last of these rows that may go: all up to it are older than `before`, and the newest row stays.
fn aged(rows: &[(Row, [u8; 32])], before: Time, newest: i64) -> Option<Head> {
    let old = |(row, _): &&(Row, [u8; 32])| row.at < before.0 && row.seq < newest;
    let (row, mac) = rows.iter().take_while(old).last()?;
    Some(Head {
        seq: row.seq,
        mac: *mac,
    })
}

impl Services {
    /// Removes the rows of the audit record that are older than they are kept; called by the worker.
    /// Each removal is recorded. Tells how many rows went.
    ///
    /// # Errors
    /// When the store does not answer, or will not because the chain is broken there.
    pub async fn cut_record(&self) -> Answer<i64> {
        let Some(keep) = self.settings.keep_record else {
            return Ok(0);
        };
        let trace = Trace {
            address: String::new(),
            user_agent: "retention".into(),
            request: self.id(),
        };
        let actor = self.actor(None, &trace);
        let before = actor.now - keep;
        let newest = self.store.audit_head().await?.seq;
        let mut removed = 0;
        // Most nights the oldest row tells that there is nothing to do, or little.
        let mut page = 1;
        loop {
            let begin = self.store.audit_checkpoint().await?.last.seq;
            let rows = self.store.audit(1, page).await?;
            let Some(last) = aged(&rows, before, newest) else {
                return Ok(removed);
            };
            if page == 1 {
                page = CUT;
                continue;
            }
            let count = last.seq - begin;
            let entry = Entry {
                details: vec![("head", last.to_string()), ("rows", count.to_string())],
                ..actor.entry(Event::AuditCut, None)
            };
            match self.store.audit_cut(last, entry).await {
                Ok(()) => removed += count,
                // Another instance was first.
                Err(StoreError::Conflict) => return Ok(removed),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    fn rows(times: &[i64]) -> Vec<(Row, [u8; 32])> {
        let entry = |at| Entry {
            at: Time(at),
            event: Event::SessionEnd,
            outcome: crate::audit::Outcome::Success,
            reason: "",
            actor: None,
            role: crate::account::Role::User,
            subject: None,
            object: None,
            trace: Trace {
                address: String::new(),
                user_agent: String::new(),
                request: Id([0; 16]),
            },
            details: Vec::new(),
        };
        (1..)
            .zip(times)
            .map(|(seq, at)| (Row::new(seq, &entry(*at)), [0; 32]))
            .collect()
    }

    #[test]
    fn rows_go_in_their_order_and_the_newest_stays() {
        let aged = |times: &[i64], newest| aged(&rows(times), Time(100), newest).map(|h| h.seq);
        assert_eq!(
            aged(&[10, 20, 100, 30, 200], 5),
            Some(2),
            "30 waits for 100"
        );
        assert_eq!(aged(&[100, 10], 2), None);
        assert_eq!(aged(&[10, 20, 30], 3), Some(2), "the newest stays");
        assert_eq!(aged(&[10, 20, 30], 9), Some(3), "the page was full");
        assert_eq!(aged(&[10], 1), None);
        assert_eq!(aged(&[], 0), None);
    }
}
