//! What the helpdesk reads beside an account: people by what they are called, the record and the sessions
//! of one person.

use async_trait::async_trait;

use super::{Person, StoreError};
use crate::account::PhoneKind;
use crate::approval::Approval;
use crate::audit::Row;
use crate::{Id, Time};

/// The store's part of the helpdesk.
#[async_trait]
pub trait Desk: Send + Sync {
    /// People one of whose terms ([`crate::search::terms`]) begins with this one, in the order of the
    /// terms, each once, at most so many.
    async fn find_people(&self, term: &str, most: u32) -> Result<Vec<Person>, StoreError>;
    /// People who cannot be found yet, because they are from before the search; at most so many.
    async fn unindexed_people(&self, most: u32) -> Result<Vec<Person>, StoreError>;
    /// Lets these people be found.
    async fn index_people(&self, people: Vec<Person>) -> Result<(), StoreError>;
    /// The newest rows of the audit record about this person, at most so many.
    async fn record_of(&self, subject: Id, most: u32) -> Result<Vec<Row>, StoreError>;
    /// People with a number that has waited long enough, at most so many.
    async fn people_held_until(&self, now: Time, most: u32) -> Result<Vec<Id>, StoreError>;
    /// Whose number waits that this digest of a token stops, and which.
    async fn held_by(&self, stop: &[u8; 32]) -> Result<Option<(Id, PhoneKind)>, StoreError>;
    /// The sessions of this person: when each began and was last seen, the newest first.
    async fn sessions_of(&self, user: Id) -> Result<Vec<(Time, Time)>, StoreError>;
    /// The request for a second yes with this id.
    async fn approval(&self, id: Id) -> Result<Option<Approval>, StoreError>;
    /// Requests made after this time, the newest first, at most so many.
    async fn approvals(&self, after: Time, most: u32) -> Result<Vec<Approval>, StoreError>;
}
