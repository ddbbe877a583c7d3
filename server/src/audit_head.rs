//! The head of the audit record leaves the machine with the log. Whoever writes to the database can cut
//! the end off the record, and it is whole by itself; a head that was logged before shows it
//! (`proofup audit verify --heads LOG`). So this line is written whatever the level of the log is.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::audit::Head;
use domain::service::ports::{Store, StoreError};

/// The target of the line.
pub const TARGET: &str = "audit_head";
/// How often it is written, at most.
pub const EVERY: Duration = Duration::from_secs(60);

/// Writes the head when it has moved.
#[derive(Default)]
pub struct AuditHead(Mutex<Head>);

impl AuditHead {
    /// Looks, and writes one line.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn log(&self, store: &dyn Store) -> Result<(), StoreError> {
        let head = store.audit_head().await?;
        let last = {
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *last, head)
        };
        if last != head {
            tracing::info!(target: TARGET, %head, "the newest row of the audit record");
        }
        Ok(())
    }
}
