//! Points in time and spans. Milliseconds since 1970-01-01 UTC, because the audit record needs them.

use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since 1970-01-01 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Time(pub i64);

/// A span, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub i64);

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }
    /// A span of whole minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n * 60)
    }
    /// A span of whole hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n * 60)
    }
    /// A span of whole days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n * 24)
    }
    /// Whole seconds, rounded up, never negative: what a person is told to wait.
    pub const fn wait_seconds(self) -> u32 {
        let s = (self.0 + 999) / 1_000;
        if s < 0 {
            0
        } else if s > u32::MAX as i64 {
            u32::MAX
        } else {
            s as u32
        }
    }
}

impl Time {
    /// Whole seconds since 1970, as RFC 6238 counts them.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }
    /// How long it is from `earlier` to `self`; negative when the clock went back.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0 - earlier.0)
    }
}

impl std::ops::Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Time {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}
