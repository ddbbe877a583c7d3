//! How long a sign-in and a proof last.

use super::Problems;
use super::section::{problem, section};

section! {
    /// How long a sign-in lasts. The server enforces every one of these times.
    pub struct Sessions = "sessions" {
        /// Minutes without a request after which a person is signed out.
        idle_minutes: u32 = 30, 5..=60;
        /// Minutes after which a person is signed out in any case.
        absolute_minutes: u32 = 720, 30..=1440;
        /// The same for staff: minutes without a request.
        staff_idle_minutes: u32 = 15, 5..=30;
        /// The same for staff: minutes in any case.
        staff_absolute_minutes: u32 = 480, 30..=720;
        /// Minutes to finish a sign-in after the password.
        pending_minutes: u32 = 10, 2..=15;
        /// Minutes for which password and second step, given again, allow a change of sign-in data.
        step_up_minutes: u32 = 10, 1..=15;
        /// The most sessions of one person; the oldest ends when there is one more.
        most_per_person: u32 = 10, 1..=50;
    }
}

impl Sessions {
    /// Idle before absolute, and staff never longer than others.
    pub fn validate(&self, problems: &mut Problems) {
        if self.idle_minutes > self.absolute_minutes {
            problem::<Self>(
                problems,
                "idle_minutes",
                "must not be greater than absolute_minutes",
            );
        }
        if self.staff_idle_minutes > self.staff_absolute_minutes {
            problem::<Self>(
                problems,
                "staff_idle_minutes",
                "must not be greater than staff_absolute_minutes",
            );
        }
        if self.staff_idle_minutes > self.idle_minutes {
            problem::<Self>(
                problems,
                "staff_idle_minutes",
                "must not be greater than idle_minutes",
            );
        }
        if self.staff_absolute_minutes > self.absolute_minutes {
            problem::<Self>(
                problems,
                "staff_absolute_minutes",
                "must not be greater than absolute_minutes",
            );
        }
    }
}
