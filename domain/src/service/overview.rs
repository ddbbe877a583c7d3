//! The administration at work: the audit record by what it is about. A look at the record costs the same
//! however long the record is: dates become row numbers first, and where no index helps only a stretch of
//! rows is searched before somebody asks for more.

mod state;

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Services, Staff, canonical_login};
use crate::audit::{Entry, Event, Outcome, Row, Trace};
use crate::desk::Duty;
use crate::service::ports::{Person, Wanted};
use crate::time::Span;
use crate::{Id, Refusal, Time};

pub use state::{CHECKED, Check, KeyState, Overseen};

/// Rows that are searched at once where no index helps, and how often for one page.
const STRETCH: i64 = 20_000;
const STRETCHES: u32 = 10;

/// Rows are in the order in which they were written, which is that of their times but for the gathering of
/// the mail interface and a clock that was set back. Further than this no clock is believed to have gone.
const DISORDER: Span = Span::days(1);

/// Blocks that are looked through for the first one after a fraud report.
const BLOCKS: u32 = 100;

/// A look at the record by somebody who may have it.
#[derive(Clone, Debug)]
pub struct Reading {
    wanted: Wanted,
    /// Rows with numbers after this one …
    after: i64,
    /// … and before this one.
    before: i64,
}

/// Rows of the record, newest first.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// Those who stand in them and are still there, by id.
    pub people: BTreeMap<String, Person>,
    /// Where the look goes on; `None` at the end. Fewer rows than were asked for are no end.
    pub older: Option<i64>,
}

impl Services {
    /// The id of the person with this sign-in name. Of who was deleted only the id is left, which is taken
    /// too.
    ///
    /// # Errors
    /// [`Refusal::Nobody`].
    pub async fn named(&self, staff: &Staff<'_>, typed: &str) -> Answer<Id> {
        staff.must(Duty::Oversee)?;
        if let Some(login) = canonical_login(typed)
            && let Some(account) = self.store.account_by_login(&login).await?
        {
            return Ok(account.id);
        }
        Ok(typed.trim().parse().map_err(|_| Refusal::Nobody)?)
    }

    /// A look at the record as it stands now.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn read_record(&self, staff: &Staff<'_>, wanted: Wanted) -> Answer<Reading> {
        staff.must(Duty::Oversee)?;
        let begin = self.store.audit_checkpoint().await?.last.seq;
        let end = self.store.audit_head().await?.seq + 1;
        let after = match wanted.from {
            Some(from) => self.first_since(from - DISORDER, begin, end).await? - 1,
            None => begin,
        };
        let before = match wanted.until {
            Some(until) => self.first_since(until + DISORDER, begin, end).await?,
            None => end,
        };
        Ok(Reading {
            wanted,
            after,
            before,
        })
    }

    /// Where the record reaches this time, by halving.
    async fn first_since(&self, at: Time, begin: i64, end: i64) -> Answer<i64> {
        let (mut low, mut high) = (begin + 1, end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.store.time_of(middle).await? {
                Some(time) if time < at => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    /// The same for taking along, which is recorded: what of the record has left the house, and with whom.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn export_record(
        &self,
        staff: &Staff<'_>,
        wanted: Wanted,
        trace: &Trace,
    ) -> Answer<Reading> {
        let reading = self.read_record(staff, wanted).await?;
        let wanted = &reading.wanted;
        let facts = [
            ("person", wanted.person.map(|id| id.to_string())),
            ("event", wanted.event.map(Event::key)),
            ("outcome", wanted.outcome.map(|one| one.key().to_owned())),
            ("from", wanted.from.map(|at| at.0.to_string())),
            ("until", wanted.until.map(|at| at.0.to_string())),
        ];
        let facts = facts.into_iter();
        let actor = self.actor(Some(&staff.account), trace);
        self.record(Entry {
            details: facts.filter_map(|(key, fact)| Some((key, fact?))).collect(),
            ..actor.entry(Event::AuditExport, None)
        })
        .await?;
        Ok(reading)
    }

    /// Rows of this look before that number, at most so many, with the people in them.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn rows(&self, reading: &Reading, before: Option<i64>, most: u32) -> Answer<Rows> {
        let wanted = &reading.wanted;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut before = before.map_or(reading.before, |before| before.min(reading.before));
        let mut rows: Vec<Row> = Vec::new();
        for _ in 0..STRETCHES {
            let stretch = if wanted.indexed() { i64::MAX } else { STRETCH };
            let after = before.saturating_sub(stretch).max(reading.after);
            // One more than wanted tells whether there are more.
            let missing = u32::try_from(most + 1 - rows.len()).unwrap_or(u32::MAX);
            let found = self.store.record_rows(wanted, after, before, missing);
            rows.extend(found.await?);
            if rows.len() > most {
                rows.truncate(most);
                let older = rows.last().map(|row| row.seq);
                return self.with_people(rows, older).await;
            }
            if after <= reading.after {
                return self.with_people(rows, None).await;
            }
            before = after + 1;
        }
        self.with_people(rows, Some(before)).await
    }

    async fn with_people(&self, rows: Vec<Row>, older: Option<i64>) -> Answer<Rows> {
        let ids = rows.iter().flat_map(|row| [&row.actor, &row.subject]);
        let ids: BTreeSet<Id> = ids.filter_map(|id| id.parse().ok()).collect();
        let ids: Vec<Id> = ids.into_iter().collect();
        let people = self.store.persons(&ids).await?.into_iter();
        Ok(Rows {
            people: people.map(|one| (one.id.to_string(), one)).collect(),
            rows,
            older,
        })
    }

    /// When signing in was first blocked for the people of these rows after what stands there, by row.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn blocks(&self, _: &Reading, found: &Rows) -> Answer<BTreeMap<i64, Time>> {
        let mut blocks = BTreeMap::new();
        for row in &found.rows {
            let Ok(person) = row.subject.parse() else {
                continue;
            };
            let wanted = Wanted {
                person: Some(person),
                event: Some(Event::UserBlock),
                outcome: Some(Outcome::Success),
                ..Wanted::default()
            };
            let blocked = self
                .store
                .record_rows(&wanted, row.seq, i64::MAX, BLOCKS)
                .await?;
            // Staff may have been called too, and block others.
            let first = blocked.iter().rfind(|block| block.subject == row.subject);
            blocks.extend(first.map(|block| (row.seq, Time(block.at))));
        }
        Ok(blocks)
    }
}
