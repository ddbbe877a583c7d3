//! Where the key ring lies.

use std::path::PathBuf;

use super::Problems;
use super::section::section;

section! {
    /// The keys that protect secrets in the database. Without them the program does not start.
    pub struct Keys = "keys" {
        /// The key ring, made by `proofup keys generate`. Keep it out of the data directory and out
        /// of the backups of the database, readable by the program only.
        file: PathBuf = PathBuf::from("proofup.keys");
    }
}

impl Keys {
    /// The ring itself is checked where it is read; here there is nothing between keys.
    pub fn validate(&self, _: &mut Problems) {}
}
