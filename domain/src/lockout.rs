//! Throttles (A.6): wait, do not lock, wherever a stranger can reach the counter. An attempt is
//! reserved before it is verified, so that simultaneous ones cannot slip through, and given back
//! when it succeeds. The store applies [`Rule::reserve`] to one row in one transaction.

use crate::time::{Span, Time};

/// What a counter has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// When the window began.
    pub window_start: Time,
    /// Attempts in this window.
    pub in_window: u32,
    /// Failures since the last success.
    pub consecutive: u32,
    /// No attempt is looked at before this.
    pub until: Time,
}

/// What happens to the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Look at it.
    Go,
    /// Refuse it unseen; try again after the span.
    Wait(Span),
    /// Refuse it until somebody resets the method or the password.
    Locked,
}

/// How a kind of attempt is slowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Length of the window.
    pub window: Span,
    /// Attempts per window that cost nothing.
    pub free: u32,
    /// What each further one costs.
    pub then: Then,
    /// After so many failures in a row, a pause.
    pub pause: Option<(u32, Span)>,
    /// After so many failures in a row, no more.
    pub hard: Option<u32>,
}

/// The cost of an attempt beyond the free ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// 2, 4, 8 … seconds, at most so many.
    Backoff(Span),
    /// The same wait each time.
    Every(Span),
    /// Until the window ends.
    WindowEnd,
    /// 30, 60, 120, 300 seconds, then until the window ends: how a new text is asked for (A.5).
    Resend,
}

/// The waits before the second, third, fourth and fifth text.
const RESEND: [Span; 4] = [
    Span::seconds(30),
    Span::seconds(60),
    Span::seconds(120),
    Span::seconds(300),
];

/// More different people than this who fail from one address within its window are an attack (A.6).
pub const PEOPLE_PER_ADDRESS: u32 = 20;

/// The throttles in force; the defaults are those of A.6.
#[derive(Clone, Copy, Debug)]
pub struct Throttles {
    /// Passwords of one person.
    pub password: Rule,
    /// Passwords from one address.
    pub address: Rule,
    /// Mail checks of one person from one client address.
    pub mail_client: Rule,
    /// Mail checks of one person.
    pub mail_person: Rule,
    /// Texts and calls: how many may leave.
    pub sending: Sending,
}

/// How many texts and calls may leave, so that the bill stays bounded (A.5).
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    /// To one person, and to one number: the schedule within an hour.
    pub hour: Rule,
    /// To one person, and to one number: within a day.
    pub day: Rule,
    /// Calls to one person within a day.
    pub calls: Rule,
    /// Asked for from one address within an hour.
    pub address: Rule,
    /// To one country within an hour.
    pub country: Rule,
    /// In all within an hour.
    pub all_hour: Rule,
    /// In all within a day.
    pub all_day: Rule,
}

impl Sending {
    /// So many within this window, then none until it ends.
    pub const fn at_most(free: u32, window: Span) -> Rule {
        Rule {
            window,
            free,
            then: Then::WindowEnd,
            pause: None,
            hard: None,
        }
    }
}

impl Default for Sending {
    fn default() -> Self {
        let (hour, day) = (Span::hours(1), Span::hours(24));
        Self {
            hour: Rule {
                then: Then::Resend,
                ..Self::at_most(1, hour)
            },
            day: Self::at_most(10, day),
            calls: Self::at_most(6, day),
            address: Self::at_most(20, hour),
            country: Self::at_most(200, hour),
            all_hour: Self::at_most(500, hour),
            all_day: Self::at_most(5_000, day),
        }
    }
}

impl Default for Throttles {
    fn default() -> Self {
        Self {
            password: Rule::PASSWORD,
            address: Rule::ADDRESS,
            mail_client: Rule::MAIL_CLIENT,
            mail_person: Rule::MAIL_PERSON,
            sending: Sending::default(),
        }
    }
}

impl Rule {
    /// Passwords of one person: 5 free; then 2, 4, 8 … 900 seconds; at 100 in a row no more.
    pub const PASSWORD: Self = Self {
        window: Span::hours(24),
        free: 5,
        then: Then::Backoff(Span::seconds(900)),
        pause: None,
        hard: Some(100),
    };
    /// Passwords from one address: 30 in 10 minutes, then one every 20 seconds.
    pub const ADDRESS: Self = Self {
        window: Span::minutes(10),
        free: 30,
        then: Then::Every(Span::seconds(20)),
        pause: None,
        hard: None,
    };
    /// Codes of one method: 5 in 5 minutes; 10 in a row pause 15 minutes; 100 in a row switch it off.
    pub const CODE: Self = Self {
        window: Span::minutes(5),
        free: 5,
        then: Then::WindowEnd,
        pause: Some((10, Span::minutes(15))),
        hard: Some(100),
    };
    /// Mail checks of one person from one client address: 30 in 10 minutes.
    pub const MAIL_CLIENT: Self = Self {
        window: Span::minutes(10),
        free: 30,
        then: Then::WindowEnd,
        pause: None,
        hard: None,
    };
    /// Mail checks of one person: 300 in 10 minutes.
    pub const MAIL_PERSON: Self = Self {
        free: 300,
        ..Self::MAIL_CLIENT
    };

    /// Counts and never slows; whoever uses it names the window in the key.
    pub const COUNT: Self = Self {
        window: Span::hours(24),
        free: u32::MAX,
        then: Then::WindowEnd,
        pause: None,
        hard: None,
    };

    fn longest(&self) -> Span {
        let then = match self.then {
            Then::Backoff(most) | Then::Every(most) => most,
            Then::WindowEnd | Then::Resend => self.window,
        };
        self.pause
            .map_or(then, |(_, pause)| if pause > then { pause } else { then })
    }

    /// Counts an attempt, or says why it is not looked at. A refused one does not lengthen the wait.
    pub fn reserve(&self, counter: Counter, now: Time) -> (Counter, Verdict) {
        let mut next = counter;
        // The clock may have gone back: no window in the future, no wait beyond the longest.
        if next.window_start > now || now.since(next.window_start) >= self.window {
            next.window_start = now;
            next.in_window = 0;
        }
        if next.until > now + self.longest() {
            next.until = now + self.longest();
        }
        if self.hard.is_some_and(|most| next.consecutive >= most) {
            return (next, Verdict::Locked);
        }
        if next.until > now {
            return (next, Verdict::Wait(next.until.since(now)));
        }
        next.in_window = next.in_window.saturating_add(1);
        next.consecutive = next.consecutive.saturating_add(1);
        let spent = match self.then {
            Then::Backoff(_) => next.consecutive,
            Then::Every(_) | Then::WindowEnd | Then::Resend => next.in_window,
        };
        if spent >= self.free {
            next.until = match self.then {
                Then::Backoff(most) => now + backoff(spent - self.free, most),
                Then::Every(wait) => now + wait,
                Then::WindowEnd => next.window_start + self.window,
                Then::Resend => match RESEND.get((spent - self.free) as usize) {
                    Some(wait) => now + *wait,
                    None => next.window_start + self.window,
                },
            };
        }
        if let Some((count, pause)) = self.pause
            && next.consecutive.is_multiple_of(count)
        {
            next.until = now + pause;
        }
        (next, Verdict::Go)
    }

    /// An attempt succeeded: the failures in a row are over.
    pub const fn clear() -> Counter {
        Counter {
            window_start: Time(0),
            in_window: 0,
            consecutive: 0,
            until: Time(0),
        }
    }

    /// An attempt succeeded on a counter that several people share: give back just that one.
    pub fn refund(counter: Counter) -> Counter {
        Counter {
            in_window: counter.in_window.saturating_sub(1),
            consecutive: counter.consecutive.saturating_sub(1),
            until: Time(0),
            ..counter
        }
    }
}

fn backoff(doublings: u32, most: Span) -> Span {
    let seconds = 2_i64.checked_shl(doublings.min(32)).unwrap_or(i64::MAX);
    let wait = Span::seconds(seconds.min(86_400));
    if wait < most { wait } else { most }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const T0: Time = Time(1_800_000_000_000);

    fn fail(rule: Rule, times: usize, every: Span) -> (Counter, Vec<Verdict>, Time) {
        let (mut counter, mut verdicts, mut now) = (Counter::default(), Vec::new(), T0);
        for _ in 0..times {
            let (next, verdict) = rule.reserve(counter, now);
            counter = next;
            verdicts.push(verdict);
            now = now + every;
        }
        (counter, verdicts, now)
    }

    #[test]
    fn five_passwords_are_free_then_the_wait_doubles() {
        let (mut counter, verdicts, _) = fail(Rule::PASSWORD, 5, Span(0));
        assert_eq!(verdicts, [Verdict::Go; 5]);
        let mut now = T0;
        for expected in [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            let (same, verdict) = Rule::PASSWORD.reserve(counter, now);
            assert_eq!(verdict, Verdict::Wait(Span::seconds(expected)));
            now = now + Span::seconds(expected);
            let (next, verdict) = Rule::PASSWORD.reserve(same, now);
            assert_eq!(verdict, Verdict::Go);
            counter = next;
        }
    }

    #[test]
    fn waiting_attempts_do_not_lengthen_the_wait() {
        let (counter, ..) = fail(Rule::PASSWORD, 50, Span(0));
        assert_eq!(counter.until, T0 + Span::seconds(2));
        assert_eq!(counter.consecutive, 5);
    }

    #[test]
    fn a_hundred_codes_in_a_row_switch_the_method_off_for_good() {
        let (counter, verdicts, now) = fail(Rule::CODE, 110, Span::minutes(16));
        assert_eq!(verdicts.iter().filter(|v| **v == Verdict::Go).count(), 100);
        assert_eq!(
            Rule::CODE.reserve(counter, now + Span::days(365)).1,
            Verdict::Locked
        );
    }

    #[test]
    fn ten_codes_in_a_row_pause_for_a_quarter_of_an_hour() {
        let (counter, _, now) = fail(Rule::CODE, 10, Span::minutes(5));
        let last = now - Span::minutes(5);
        assert_eq!(counter.until, last + Span::minutes(15));
    }

    #[test]
    fn a_new_text_waits_longer_each_time_and_five_are_the_most_in_an_hour() {
        let rule = Sending::default().hour;
        let (mut counter, mut now, mut waits) = (Counter::default(), T0, Vec::new());
        loop {
            let (next, verdict) = rule.reserve(counter, now);
            assert_eq!(verdict, Verdict::Go);
            counter = next;
            let (_, Verdict::Wait(span)) = rule.reserve(counter, now) else {
                panic!("a second one at once");
            };
            waits.push(span.wait_seconds());
            now = now + span;
            if now.since(T0) >= Span::hours(1) {
                break;
            }
        }
        assert_eq!(waits, [30, 60, 120, 300, 3_600 - 510]);
    }

    #[test]
    fn success_gives_back() {
        assert_eq!(Rule::CODE.reserve(Rule::clear(), T0).1, Verdict::Go);
        let (counter, ..) = fail(Rule::ADDRESS, 30, Span(0));
        assert_eq!(
            Rule::ADDRESS.reserve(counter, T0).1,
            Verdict::Wait(Span::seconds(20))
        );
        assert_eq!(
            Rule::ADDRESS.reserve(Rule::refund(counter), T0).1,
            Verdict::Go
        );
    }

    proptest! {
        /// Whatever the clock does, no wait is longer than the rule's longest, and none lasts for ever.
        #[test]
        fn no_wait_outlives_the_rule(steps in proptest::collection::vec(-100_000_000_000_i64..100_000_000_000, 1..60)) {
            for rule in [Rule::PASSWORD, Rule::ADDRESS, Rule::CODE, Rule::MAIL_CLIENT, Rule::MAIL_PERSON] {
                let (mut counter, mut now) = (Counter::default(), T0);
                for step in &steps {
                    now = Time(now.0 + step);
                    let (next, verdict) = rule.reserve(counter, now);
                    counter = next;
                    if let Verdict::Wait(span) = verdict {
                        prop_assert!(span <= rule.longest());
                        prop_assert_ne!(rule.reserve(counter, now + rule.longest()).1, verdict);
                    }
                }
            }
        }

        /// In one window from one counter, never more attempts are looked at than the rule frees.
        #[test]
        fn a_burst_never_exceeds_the_free_attempts(n in 1_usize..500) {
            let (_, verdicts, _) = fail(Rule::MAIL_CLIENT, n, Span(1));
            prop_assert!(verdicts.iter().filter(|v| **v == Verdict::Go).count() <= 30);
        }
    }
}
