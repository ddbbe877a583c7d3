//! What the pages say about the organisation, and what follows from where it is.

use domain::Language;

use super::Problems;
use super::section::{problem, section};

section! {
    /// The organisation whose people use the portal.
    pub struct Organisation = "organisation" {
        /// The name in the header of every page, in messages and in authenticator apps. Required.
        name: String = String::new();
        /// The language for people who have not chosen one and whose browser asks for neither.
        default_language: Language = Language::En;
        /// The time zone in which pages and messages tell the time (IANA name).
        time_zone: String = "UTC".to_owned();
        /// The country chosen in advance where a phone number is asked for (ISO 3166).
        default_country: String = "NL".to_owned();
        /// Words that no password may be built on: names of the organisation, its town, its products.
        context_words: Vec<String> = Vec::new();
    }
}

impl Organisation {
    /// Names, zones and countries must exist.
    pub fn validate(&self, problems: &mut Problems) {
        let length = self.name.trim().chars().count();
        if !(1..=64).contains(&length) {
            problem::<Self>(problems, "name", "is required, at most 64 characters");
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            problem::<Self>(
                problems,
                "time_zone",
                "must be an IANA name such as Europe/Amsterdam",
            );
        }
        let country = self.default_country.as_bytes();
        if country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase) {
            problem::<Self>(
                problems,
                "default_country",
                "must be two capital letters such as NL",
            );
        }
        if self
            .context_words
            .iter()
            .any(|word| word.trim().chars().count() < 3)
        {
            problem::<Self>(
                problems,
                "context_words",
                "each word must have at least 3 characters",
            );
        }
    }
}
