//! Turns: within one process, two wishes for one person wait for each other instead of both reading
//! the same version and one of them reading again. Correctness does not rest on it, only speed.

use std::hash::{BuildHasher, RandomState};

use async_lock::{Mutex, MutexGuard};

use crate::Id;

/// A fixed number of locks, chosen by the person's id.
pub(super) struct Turns {
    locks: Box<[Mutex<()>]>,
    hash: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            locks: (0..256).map(|_| Mutex::new(())).collect(),
            hash: RandomState::new(),
        }
    }
}

impl Turns {
    /// Waits for this person's turn; it ends when the value is dropped.
    pub(super) async fn take(&self, user: Id) -> Option<MutexGuard<'_, ()>> {
        let index = self.hash.hash_one(user) as usize % self.locks.len();
        match self.locks.get(index) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        }
    }
}
