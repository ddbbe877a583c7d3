//! What the pages about the greetings of calls show.

use domain::Language;
use domain::greeting::Sound;

use super::{Named, Problem, When};

/// A file that calls begin with.
#[derive(Clone, Debug)]
pub struct OwnGreeting {
    /// What it is.
    pub sound: Sound,
    /// How long it lasts.
    pub millis: u32,
    /// How many bytes it has.
    pub size: u32,
    /// When it was uploaded.
    pub since: When,
    /// By whom.
    pub by: Named,
    /// Where it is.
    pub address: String,
}

/// Calls in a language.
#[derive(Clone, Debug)]
pub struct GreetingRow {
    /// The language.
    pub language: Language,
    /// The file that they begin with; `None` for the built-in words.
    pub own: Option<OwnGreeting>,
}

/// `GET /administration/rules/greetings/change`.
#[derive(Clone, Debug)]
pub struct GreetingForm {
    /// The calls that begin with it.
    pub language: Language,
    /// What was wrong.
    pub problems: Vec<Problem>,
}
