//! What the pages about everybody show: the list, quick steps, the registration report.

use domain::Refusal;
use domain::account::State;
use domain::roster::{Holding, QuickStep};

use super::{PersonRow, Problem, When};

/// The filters as typed.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// The beginning of a name.
    pub begins: String,
    /// A state's stable name, or empty.
    pub state: String,
    /// `on` or `off`, or empty.
    pub account: String,
    /// A role's stable name, or empty.
    pub role: String,
    /// The stable name of what is set up, or empty.
    pub holds: String,
}

/// How many there are.
#[derive(Clone, Debug)]
pub struct PeopleFigures {
    /// When they were counted.
    pub at: When,
    /// All.
    pub all: u64,
    /// By state: how many, and the list of them.
    pub states: Vec<(State, u64, String)>,
    /// Whose accounts are switched off, and the list of them.
    pub off: (u64, String),
}

/// Somebody in the list.
#[derive(Clone, Debug)]
pub struct ListedRow {
    /// Who.
    pub person: PersonRow,
    /// Something is set up.
    pub registered: bool,
}

/// `GET /administration/people`.
#[derive(Clone, Debug)]
pub struct PeopleList {
    /// The filters as typed.
    pub filter: PeopleFilter,
    /// The figures.
    pub figures: PeopleFigures,
    /// Who fits; `None` when a filter could not be understood.
    pub rows: Option<Vec<ListedRow>>,
    /// Up to which user name was searched before it was given up.
    pub stopped: Option<String>,
    /// The page behind this one.
    pub next: Option<String>,
    /// The first page, when this is another one.
    pub first: Option<String>,
    /// The same as a file.
    pub csv: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /administration/people/change`: what will happen to whom, before it does.
#[derive(Clone, Debug)]
pub struct PeopleStep {
    /// What.
    pub step: QuickStep,
    /// To whom.
    pub touched: Vec<PersonRow>,
    /// To whom not, and why.
    pub untouched: Vec<(PersonRow, Refusal)>,
    /// Where "yes" goes.
    pub action: String,
}

/// The answer to "yes".
#[derive(Clone, Debug)]
pub struct PeopleDone {
    /// What.
    pub step: QuickStep,
    /// To how many.
    pub done: usize,
    /// To whom not, and why.
    pub untouched: Vec<(PersonRow, Refusal)>,
}

/// A row of the report.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// What is counted.
    pub holding: Holding,
    /// How many.
    pub people: u64,
    /// The list of them.
    pub list: String,
}

/// `GET /administration/report`.
#[derive(Clone, Debug)]
pub struct Report {
    /// When everybody was counted.
    pub at: When,
    /// Of how many.
    pub all: u64,
    /// What is set up.
    pub rows: Vec<ReportRow>,
    /// By state: the list, how many, and how many of them are registered.
    pub states: Vec<(State, String, u64, u64)>,
    /// The same as a file.
    pub csv: String,
}
