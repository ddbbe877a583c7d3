//! What the administration reads of the audit record: rows by what they are about, newest first. A page
//! goes on behind the last row of the one before it, so a row is never shown twice and none is left out,
//! however many are written meanwhile.

use async_trait::async_trait;

use super::{Person, StoreError};
use crate::audit::{Event, Outcome, Row};
use crate::policy::effect::Reach;
use crate::{Id, Time};

/// Which rows are wanted. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// It was done by this person or to this person's account.
    pub person: Option<Id>,
    /// What happened.
    pub event: Option<Event>,
    /// With which result.
    pub outcome: Option<Outcome>,
    /// Then or later.
    pub from: Option<Time>,
    /// Before then.
    pub until: Option<Time>,
}

impl Wanted {
    /// Whether the store finds such rows by an index, however far apart they lie.
    pub fn indexed(&self) -> bool {
        let event = self.event.is_some_and(|event| !event.is_mail());
        (event || self.person.is_some()) && self.outcome.is_none()
    }
}

/// The store's part of the administration.
#[async_trait]
pub trait Overview: Send + Sync {
    /// Rows with numbers after `after` and before `before`, the newest first, at most so many.
    async fn record_rows(
        &self,
        wanted: &Wanted,
        after: i64,
        before: i64,
        most: u32,
    ) -> Result<Vec<Row>, StoreError>;
    /// The time of the row with this number, or of the next one after it.
    async fn time_of(&self, row: i64) -> Result<Option<Time>, StoreError>;
    /// Those of these people who are still there, in no particular order.
    async fn persons(&self, ids: &[Id]) -> Result<Vec<Person>, StoreError>;
    /// How many a change of the rules reaches, at most one more than
    /// [`crate::policy::effect::MOST_COUNTED`].
    async fn count(&self, reach: &Reach) -> Result<u32, StoreError>;
}
