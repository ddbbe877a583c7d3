//! The machine's clock and its random generator. Everywhere else time and random values are
//! arguments, so that a rule can be tested at any moment and with any luck; this file is the one
//! place that asks for the real ones. Neither ever ends the process: a generator that fails is an
//! error which the request at hand turns into "try again later".

use std::time::{SystemTime, UNIX_EPOCH};

/// The operating system gave no random bytes. Nothing secret may be made without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// Milliseconds since 1970-01-01 UTC; negative before, and held at the ends of the range.
#[expect(
    clippy::disallowed_methods,
    reason = "the only place that reads the real clock"
)]
pub fn now_ms() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms: i64| -ms),
    }
}

/// Fills the slice with random bytes fit for keys and tokens.
pub fn fill(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

/// So many random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// 256 random bits: a session token, a key.
pub fn token() -> Result<[u8; 32], NoRandomness> {
    bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_clock_is_in_this_century_and_does_not_stand_still() {
        let start = now_ms();
        assert!(
            start > 1_700_000_000_000 && start < 4_102_444_800_000,
            "{start}"
        );
        while now_ms() == start {
            std::hint::spin_loop();
        }
        assert!(now_ms() > start);
    }

    #[test]
    fn tokens_do_not_repeat_and_use_every_bit() {
        let tokens: BTreeSet<[u8; 32]> = (0..10_000).map(|_| token().unwrap()).collect();
        assert_eq!(tokens.len(), 10_000);
        let seen = tokens.iter().fold([0_u8; 32], |mut seen, token| {
            seen.iter_mut().zip(token).for_each(|(s, t)| *s |= t);
            seen
        });
        assert_eq!(seen, [0xff; 32]);
    }

    #[test]
    fn fill_fills_to_the_end() {
        let mut bytes = [0_u8; 1024];
        fill(&mut bytes).unwrap();
        assert!(bytes.chunks(32).all(|part| part.iter().any(|b| *b != 0)));
    }
}
