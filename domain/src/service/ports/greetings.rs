//! The files that calls begin with. One that is replaced is gone.

use async_trait::async_trait;

use super::StoreError;
use crate::greeting::{Greeting, Sound};

/// The store's greetings.
#[async_trait]
pub trait Greetings: Send + Sync {
    /// What calls begin with, at most one for each language.
    async fn greetings(&self) -> Result<Vec<Greeting>, StoreError>;
    /// The file with this SHA-256, if calls begin with it.
    async fn greeting_file(
        &self,
        sha256: &[u8; 32],
    ) -> Result<Option<(Sound, Vec<u8>)>, StoreError>;
}
