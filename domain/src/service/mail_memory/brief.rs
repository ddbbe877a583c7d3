//! What happened lately, in a dozen bytes a piece. Whoever makes many people's programs ask, or guesses
//! at many people's passwords, decides how much has to be remembered; so a key is kept as its hash, under
//! keys that nobody else knows, and a time as milliseconds of seven weeks.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

use crate::session::within;
use crate::time::{Span, Time};

/// The lower half of a time; near enough to now it says everything. In bytes, so that nothing is filled up
/// to a multiple of four or eight.
#[derive(Clone, Copy)]
struct Stamp([u8; 4]);

impl Stamp {
    fn of(at: Time) -> Self {
        Self((at.0 as u32).to_ne_bytes())
    }

    fn time(self, now: Time) -> Time {
        let age = (now.0 as u32).wrapping_sub(u32::from_ne_bytes(self.0));
        now - Span(i64::from(age.cast_signed()))
    }
}

/// The hash of a key.
#[derive(PartialEq, Eq)]
struct Hashed([u8; 8]);

impl Hash for Hashed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from_ne_bytes(self.0));
    }
}

/// Takes a hash as it is.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Values that count for a while after they were put in.
pub(super) struct Brief<V> {
    span: Span,
    hash: RandomState,
    values: HashMap<Hashed, (Stamp, V), BuildHasherDefault<AsItIs>>,
}

impl<V: Copy> Brief<V> {
    /// Nothing yet; everything counts for so long.
    pub(super) fn new(span: Span) -> Self {
        Self {
            span,
            hash: RandomState::new(),
            values: HashMap::default(),
        }
    }

    fn hashed(&self, key: &(impl Hash + ?Sized)) -> Hashed {
        Hashed(self.hash.hash_one(key).to_ne_bytes())
    }

    /// The value and since when, as long as it counts.
    pub(super) fn get(&self, key: &(impl Hash + ?Sized), now: Time) -> Option<(Time, V)> {
        let (stamp, value) = *self.values.get(&self.hashed(key))?;
        let at = stamp.time(now);
        within(at, now, self.span).then_some((at, value))
    }

    /// Whether there is one.
    pub(super) fn has(&self, key: &(impl Hash + ?Sized), now: Time) -> bool {
        self.get(key, now).is_some()
    }

    /// Puts a value in, from then on.
    pub(super) fn put(&mut self, key: &(impl Hash + ?Sized), at: Time, value: V) {
        let key = self.hashed(key);
        self.values.insert(key, (Stamp::of(at), value));
    }

    /// Takes it out again.
    pub(super) fn remove(&mut self, key: &(impl Hash + ?Sized)) {
        self.values.remove(&self.hashed(key));
    }

    /// Forgets what no longer counts, and gives back room after a rush. To be called at least once in
    /// three weeks, after which a time would come round again.
    pub(super) fn forget(&mut self, now: Time) {
        let span = self.span;
        self.values
            .retain(|_, (stamp, _)| within(stamp.time(now), now, span));
        if self.values.capacity() > 1_000 && self.values.len() < self.values.capacity() / 4 {
            let room = self.values.len().saturating_mul(2);
            self.values.shrink_to(room);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPAN: Span = Span::minutes(10);

    #[test]
    fn counts_to_the_millisecond_and_no_longer() {
        let mut brief = Brief::new(SPAN);
        let at = Time(1_800_000_000_123);
        brief.put("key", at, 7_u16);
        let last = at + SPAN - Span(1);
        assert_eq!(brief.get("key", last), Some((at, 7)));
        assert!(!brief.has("key", at + SPAN) && !brief.has("other", at));
        // The clock went back a little: it still counts.
        assert!(brief.has("key", at - Span(5)));
        brief.forget(last);
        assert!(brief.has("key", last));
        brief.forget(at + SPAN);
        assert!(!brief.has("key", last));
    }

    #[test]
    fn a_value_is_a_dozen_bytes() {
        assert_eq!(size_of::<(Hashed, (Stamp, ()))>(), 12);
        assert_eq!(size_of::<(Hashed, (Stamp, u16))>(), 14);
    }

    #[test]
    fn room_is_given_back_after_a_rush() {
        let mut brief = Brief::new(SPAN);
        for key in 0..100_000 {
            brief.put(&key, Time(0), ());
        }
        brief.put(&-1, Time(0) + SPAN, ());
        brief.forget(Time(0) + SPAN);
        assert!(brief.has(&-1, Time(0) + SPAN));
        assert!(brief.values.capacity() < 1_000);
    }

    proptest! {
        #[test]
        fn a_time_near_now_survives_the_shortening(now in 0..4_000_000_000_000_i64, age in -2_000_000_000..2_000_000_000_i64) {
            let at = Time(now) - Span(age);
            prop_assert_eq!(Stamp::of(at).time(Time(now)), at);
        }
    }
}
