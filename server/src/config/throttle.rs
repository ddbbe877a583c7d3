//! How fast anybody may guess. Strangers are slowed down and never lock an owner out; what follows from wrong
//! codes, behind a right password, stands in the organisation's rules.

use super::Problems;
use super::section::{problem, section};

section! {
    /// How fast anybody may guess. Counters are rows in the database and survive a restart. An IPv4
    /// address counts by itself, an IPv6 address with its /64.
    pub struct Throttle = "throttle" {
        /// Wrong passwords for one person before waiting begins (2, 4, 8 … seconds).
        password_free: u32 = 5, 1..=10;
        /// The longest such wait, in seconds.
        password_wait_seconds: u32 = 900, 60..=3600;
        /// Wrong passwords in a row after which only known devices may try, until a reset.
        password_most: u32 = 100, 20..=100;
        /// Wrong passwords from one address within the window.
        address_most: u32 = 30, 5..=300;
        /// That window, in minutes.
        address_window_minutes: u32 = 10, 1..=60;
        /// Beyond it: one attempt in so many seconds.
        address_then_seconds: u32 = 20, 1..=300;
        /// Machine interface: wrong app passwords for one person from one address within the window.
        check_address_most: u32 = 30, 5..=300;
        /// Machine interface: wrong app passwords for one person from everywhere within the window.
        check_person_most: u32 = 300, 30..=3000;
        /// That window, in minutes.
        check_window_minutes: u32 = 10, 1..=60;
        /// Texts and calls to one person, and to one number, within a day.
        phone_day_most: u32 = 10, 3..=50;
        /// Calls to one person within a day.
        phone_calls_most: u32 = 6, 2..=50;
        /// Texts and calls that one address asks for within an hour.
        phone_address_most: u32 = 20, 5..=1000;
        /// Texts and calls to one country or region within an hour.
        phone_country_most: u32 = 200, 10..=100_000;
        /// Texts and calls in all within an hour: what the bill can grow by.
        phone_hour_most: u32 = 500, 10..=100_000;
        /// Texts and calls in all within a day.
        phone_all_most: u32 = 5_000, 10..=1_000_000;
    }
}

impl Throttle {
    /// What counts for everywhere must not be less than what counts for one address.
    pub fn validate(&self, problems: &mut Problems) {
        if self.check_person_most < self.check_address_most {
            problem::<Self>(
                problems,
                "check_person_most",
                "must not be smaller than check_address_most",
            );
        }
    }
}
