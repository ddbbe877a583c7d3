//! The audit record as a whole, beside the rows that every batch appends: where it ends, where it begins,
//! and the two things that may happen to it from outside, both of which the store proves first.

use async_trait::async_trait;

use super::StoreError;
use crate::audit::{Checkpoint, Entry, Head, Row};

/// The store's care for the audit record.
#[async_trait]
pub trait Record: Send + Sync {
    /// The newest row.
    async fn audit_head(&self) -> Result<Head, StoreError>;
    /// Where the record begins; the default when rows have never been removed.
    async fn audit_checkpoint(&self) -> Result<Checkpoint, StoreError>;
    /// Removes the rows up to this one behind a new checkpoint and appends the entry that says so.
    /// `Conflict` when another instance did; refused while these rows do not link, because they are
    /// what shows it, and for the newest row.
    async fn audit_cut(&self, last: Head, entry: Entry) -> Result<(), StoreError>;
    /// Appends rows that a newer copy of this record has linked already; refused where they do not
    /// follow from the last row here.
    async fn audit_adopt(&self, rows: Vec<(Row, [u8; 32])>) -> Result<(), StoreError>;
}
