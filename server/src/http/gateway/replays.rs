//! Signatures that were seen. A signature is good for five minutes around its time; whoever recorded one
//! could send it again as long. This process takes each of them once. Another instance does not know of
//! it: there it is harmless, because a sending that is finished stays finished.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::Time;
use domain::time::Span;

/// How far the time of a signature may be from ours.
pub const TOLERANCE: Span = Span::minutes(5);

/// Only the holder of the secret adds to it, and what is too old to be accepted is forgotten.
#[derive(Default)]
pub struct Replays(Mutex<BTreeMap<String, Time>>);

impl Replays {
    /// Whether this signature, made at that time, is new now.
    pub fn admit(&self, signature: &str, made: Time, now: Time) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, made| now.since(*made) <= TOLERANCE);
        if seen.contains_key(signature) {
            return false;
        }
        seen.insert(signature.to_owned(), made);
        true
    }

    /// What it said could not be kept, so it may come again.
    pub fn forget(&self, signature: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remove(signature);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time(seconds * 1_000)
    }

    #[test]
    fn a_signature_counts_once_for_as_long_as_it_is_good() {
        let replays = Replays::default();
        // From a clock that is five minutes ahead, good for ten.
        assert!(replays.admit("a", at(1_300), at(1_000)));
        for now in [1_000, 1_300, 1_600] {
            assert!(!replays.admit("a", at(1_300), at(now)));
        }
        assert!(replays.admit("b", at(1_300), at(1_000)));
        replays.forget("b");
        assert!(replays.admit("b", at(1_300), at(1_000)));
    }

    #[test]
    fn what_nobody_would_accept_is_not_kept() {
        let replays = Replays::default();
        for n in 0..1_000 {
            assert!(replays.admit(&n.to_string(), at(n), at(n)));
        }
        assert!(replays.0.lock().unwrap().len() <= 301);
    }
}
