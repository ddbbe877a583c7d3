//! What the pages about a file of people show.

use domain::Id;
use domain::import::Problem as LineProblem;

use super::Problem;

/// `GET /administration/people/import`.
#[derive(Clone, Debug, Default)]
pub struct ImportForm {
    /// What was typed.
    pub typed: String,
    /// A file waits for an answer in this browser.
    pub kept: bool,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /administration/people/import/check`: what the file would do, before it does.
#[derive(Clone, Debug)]
pub struct ImportCheck {
    /// Names the file.
    pub id: Id,
    /// Lines with people.
    pub lines: usize,
    /// How many it would add, change, and tell nothing new of.
    pub counts: (usize, usize, usize),
    /// The first of what is wrong.
    pub wrong: Vec<LineProblem>,
    /// How much is wrong in all.
    pub wrongs: usize,
    /// What was typed, where that was not a file and is not too long to show.
    pub typed: String,
    /// The answer was for another file.
    pub other: bool,
}
