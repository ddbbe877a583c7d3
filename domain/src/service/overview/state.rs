//! The state of the portal's own safeguards: the audit record and the key ring. A check of the record is
//! written down in it, so every instance knows of the last one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Services, Staff};
use crate::Time;
use crate::audit::{Entry, Event, Outcome, Row, Trace};
use crate::desk::Duty;
use crate::service::ports::Wanted;
use crate::service::record::{Fault, verify_newest};

/// The newest rows that a page checks; on a slow machine two seconds.
pub const CHECKED: i64 = 100_000;

/// A key of the ring, as far as the database knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// Its number.
    pub kid: i32,
    /// It seals.
    pub newest: bool,
    /// Everything sealed with it was moved to a newer one.
    pub settled: bool,
}

/// What a check of the record found, as it was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// When.
    pub at: Time,
    /// The first row that was checked.
    pub first: i64,
    /// The last row that was checked.
    pub last: i64,
    /// What was wrong.
    pub fault: Option<Fault>,
}

/// The state of the portal's own safeguards.
#[derive(Clone, Debug)]
pub struct Overseen {
    /// Rows in the record.
    pub rows: i64,
    /// Since when.
    pub since: Option<Time>,
    /// The last check.
    pub check: Option<Check>,
    /// The keys, newest first.
    pub keys: Vec<KeyState>,
}

impl Check {
    /// As a row of the record tells it.
    fn of(row: &Row) -> Option<Self> {
        let facts: BTreeMap<String, String> = serde_json::from_str(&row.details).ok()?;
        let number = |key| facts.get(key).and_then(|text: &String| text.parse().ok());
        Some(Self {
            at: Time(row.at),
            first: number("first")?,
            last: number("last")?,
            fault: match row.reason.as_str() {
                "row" => Some(Fault::Row(number("bad")?)),
                "checkpoint" => Some(Fault::Checkpoint(number("bad")?)),
                _ => None,
            },
        })
    }
}

impl Services {
    /// The state of the audit record and of the key ring.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn oversee(&self, staff: &Staff<'_>) -> Answer<Overseen> {
        staff.must(Duty::Oversee)?;
        let begin = self.store.audit_checkpoint().await?.last.seq;
        let end = self.store.audit_head().await?.seq + 1;
        let checks = Wanted {
            event: Some(Event::AuditVerify),
            ..Wanted::default()
        };
        let check = self.store.record_rows(&checks, begin, end, 1).await?;
        let newest = self.sealer.newest();
        let known = self.store.keys().await?.into_iter();
        let mut keys: Vec<KeyState> = known
            .map(|key| KeyState {
                kid: key.kid,
                newest: key.kid == newest,
                settled: key.settled,
            })
            .collect();
        keys.sort_by_key(|key| std::cmp::Reverse(key.kid));
        Ok(Overseen {
            rows: end - 1 - begin,
            since: self.store.time_of(begin + 1).await?,
            check: check.first().and_then(Check::of),
            keys,
        })
    }

    /// Checks the newest rows of the record and writes down what was found.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn check_record(&self, staff: &Staff<'_>, trace: &Trace) -> Answer<()> {
        staff.must(Duty::Oversee)?;
        let (store, known) = (&*self.store, BTreeSet::new());
        let found = verify_newest(store, &*self.sealer, &known, CHECKED).await?;
        let (first, last) = (found.begin.seq + 1, found.last.seq);
        let mut details = vec![("first", first.to_string()), ("last", last.to_string())];
        let (outcome, reason) = match found.fault {
            None => (Outcome::Success, ""),
            Some(Fault::Row(_)) => (Outcome::Failure, "row"),
            Some(Fault::Checkpoint(_)) => (Outcome::Failure, "checkpoint"),
        };
        if let Some(Fault::Row(bad) | Fault::Checkpoint(bad)) = found.fault {
            details.push(("bad", bad.to_string()));
        }
        let actor = self.actor(Some(&staff.account), trace);
        self.record(Entry {
            outcome,
            reason,
            details,
            ..actor.entry(Event::AuditVerify, None)
        })
        .await
    }
}
