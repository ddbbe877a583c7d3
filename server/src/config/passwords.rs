//! How account passwords are judged and hashed.

use super::Problems;
use super::section::{problem, section};

section! {
    /// Account passwords. The hash is Argon2id with one lane, a random salt and a key from the ring.
    pub struct Passwords = "passwords" {
        /// Memory for one hash. As many hashes run at once as there are processor cores.
        memory_kib: u32 = 47_104, 19_456..=1_048_576;
        /// Passes over that memory.
        iterations: u32 = 2, 2..=10;
        /// How many sign-ins may wait for a hash; more of them are told to try again.
        queue: u32 = 64, 8..=1024;
        /// The fewest characters of a password that always comes with a second step. With
        /// `assurance = "strict"` it is never less than `min_length_alone`.
        min_length: u32 = 12, 8..=64;
        /// The fewest characters of a password that can be used alone.
        min_length_alone: u32 = 15, 8..=64;
    }
}

impl Passwords {
    /// The second step no longer excuses a short password.
    pub(super) fn be_strict(&mut self) {
        self.min_length = self.min_length.max(self.min_length_alone);
    }

    /// A password alone must not be weaker than one with company.
    pub fn validate(&self, problems: &mut Problems) {
        if self.min_length_alone < self.min_length {
            problem::<Self>(
                problems,
                "min_length_alone",
                "must not be smaller than min_length",
            );
        }
    }
}
