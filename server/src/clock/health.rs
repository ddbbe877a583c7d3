//! Is the machine's clock right? Codes of authenticator apps depend on it, and so does every throttle and
//! session. The system is asked whether something keeps the clock right, and the clock itself is compared
//! with one that only goes forward, so that a jump does not stay unseen.
//!
//! The question goes to `timedatectl`, which reads the kernel's bound of the error: the system call behind
//! it has no safe interface, and nothing here is worth an unsafe one. Where there is no systemd, as in most
//! containers, the answer is that nobody knows.

use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::Time;
use domain::time::Span;

use crate::metrics::Metrics;
use crate::system;

/// A jump is worth a line from here on; less is the drift of a machine that was busy.
const JUMP: Span = Span::seconds(3);

/// What the system says of its clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronised {
    /// Something keeps it right.
    Yes,
    /// Nothing does.
    No,
    /// The system cannot tell.
    #[default]
    Unknown,
}

impl Synchronised {
    fn read(answer: &[u8]) -> Self {
        match answer.trim_ascii() {
            b"yes" => Self::Yes,
            b"no" => Self::No,
            _ => Self::Unknown,
        }
    }
}

/// Asks the system.
pub async fn ask() -> Synchronised {
    let asked = tokio::task::spawn_blocking(|| {
        Command::new("/usr/bin/timedatectl")
            .args(["show", "--property=NTPSynchronized", "--value"])
            .stdin(Stdio::null())
            .output()
    });
    match asked.await {
        Ok(Ok(output)) => Synchronised::read(&output.stdout),
        _ => Synchronised::Unknown,
    }
}

/// What was found out last.
#[derive(Debug, Default)]
pub struct Watch {
    told: Mutex<Option<Synchronised>>,
    seen: Mutex<Option<(Time, Duration)>>,
}

impl Watch {
    /// Whether this answer differs from the last one.
    fn is_news(&self, answer: Synchronised) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.replace(answer) != Some(answer)
    }

    /// By how much the clock jumped since it was looked at last; `steady` only goes forward.
    fn jump(&self, wall: Time, steady: Duration) -> Option<Span> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (wall_before, steady_before) = seen.replace((wall, steady))?;
        let passed = steady.saturating_sub(steady_before).as_millis();
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        let jump = wall.0.saturating_sub(wall_before.0).saturating_sub(passed);
        (jump.saturating_abs() > JUMP.0).then_some(Span(jump))
    }

    /// Notes what the system says; a change is logged once.
    pub fn hear(&self, answer: Synchronised, metrics: &Metrics) {
        metrics.clock_synchronised(answer);
        if !self.is_news(answer) {
            return;
        }
        match answer {
            Synchronised::Yes => tracing::info!("the system's clock is synchronised"),
            Synchronised::No => tracing::warn!(
                "the system's clock is not synchronised: codes of authenticator apps will fail as it drifts; \
                 `timedatectl set-ntp true` helps"
            ),
            Synchronised::Unknown => {
                tracing::info!("the system does not say whether its clock is synchronised");
            }
        }
    }

    /// Looks whether the clock jumped since the last look.
    pub fn look(&self, since: Instant, metrics: &Metrics) {
        if let Some(jump) = self.jump(Time(system::now_ms()), since.elapsed()) {
            metrics.clock_jumps.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(milliseconds = jump.0, "the system's clock jumped");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_answer_is_one() {
        for (answer, read) in [
            (&b"yes\n"[..], Synchronised::Yes),
            (b"no\n", Synchronised::No),
            (b"", Synchronised::Unknown),
            (b"NTPSynchronized=yes\n", Synchronised::Unknown),
        ] {
            assert_eq!(Synchronised::read(answer), read);
        }
    }

    #[test]
    fn each_change_is_news_once() {
        use Synchronised::{No, Unknown, Yes};
        let watch = Watch::default();
        let news: Vec<bool> = [No, No, Yes, Yes, No, Unknown, Unknown]
            .map(|answer| watch.is_news(answer))
            .to_vec();
        assert_eq!(news, [true, false, true, false, true, true, false]);
    }

    #[test]
    fn a_147_a_jump_is_seen_in_either_direction_and_drift_is_none() {
        let watch = Watch::default();
        let start = 1_800_000_000_000;
        let mut wall = start;
        let mut steady = 0;
        let mut after = |wall_ms: i64, steady_ms: u64| {
            wall += wall_ms;
            steady += steady_ms;
            watch.jump(Time(wall), Duration::from_millis(steady))
        };
        assert_eq!(after(0, 0), None, "nothing to compare with");
        assert_eq!(after(5_000, 5_000), None);
        assert_eq!(after(60_000, 60_100), None);
        assert_eq!(after(8_000, 5_000), None, "three seconds");
        assert_eq!(after(8_001, 5_000), Some(Span(3_001)));
        assert_eq!(after(5_000, 5_000), None, "told once");
        assert_eq!(after(3_605_000, 5_000), Some(Span::hours(1)));
        assert_eq!(after(-86_395_000, 5_000), Some(Span(-86_400_000)));
        assert_eq!(after(0, 10_000), Some(Span(-10_000)), "a clock that stands");
        assert_eq!(
            watch.jump(Time(i64::MIN), Duration::from_secs(1_000_000)),
            Some(Span(i64::MIN))
        );
    }

    #[test]
    fn the_gauge_follows_and_is_silent_when_nobody_knows() {
        let (watch, metrics) = (Watch::default(), Metrics::default());
        let line = |metrics: &Metrics| {
            let text = metrics.text();
            let mut lines = text.lines();
            lines
                .find_map(|line| line.strip_prefix("proofup_clock_synchronised "))
                .map(str::to_owned)
        };
        assert_eq!(line(&metrics), None);
        watch.hear(Synchronised::No, &metrics);
        assert_eq!(line(&metrics).as_deref(), Some("0"));
        watch.hear(Synchronised::Yes, &metrics);
        assert_eq!(line(&metrics).as_deref(), Some("1"));
        watch.hear(Synchronised::Unknown, &metrics);
        assert_eq!(line(&metrics), None);
    }
}
