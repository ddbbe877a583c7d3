//! What the pages of the administration show: the audit record, fraud reports, the state of both safeguards.

use domain::Id;
use domain::dial::Dial;

use super::{Problem, When};

/// Who stands in a row of the record.
#[derive(Clone, Debug)]
pub enum Named {
    /// Nobody is meant.
    Nobody,
    /// Somebody who was not signed in.
    Stranger,
    /// The portal or a shell.
    Portal,
    /// Somebody who is still there.
    Person {
        /// Id.
        id: Id,
        /// Display name.
        name: String,
        /// Sign-in name.
        login: String,
    },
    /// Somebody who was deleted: only the id is left.
    Gone(String),
}

/// The filters as typed.
#[derive(Clone, Debug, Default)]
pub struct RecordFilter {
    /// Sign-in name.
    pub person: String,
    /// The event's stable name, or empty.
    pub event: String,
    /// `success` or `failure`, or empty.
    pub outcome: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A row of the record.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// Its number.
    pub number: i64,
    /// When.
    pub when: When,
    /// The event's stable name.
    pub event: String,
    /// The reason's stable code.
    pub reason: String,
    /// Whether it was done.
    pub done: bool,
    /// By whom.
    pub by: Named,
    /// About whom.
    pub about: Named,
    /// From which address.
    pub address: String,
    /// The ticket of the helpdesk, or empty.
    pub ticket: String,
    /// Everything else that stands in it, by its stable name.
    pub details: Vec<(String, String)>,
}

/// A fraud report.
#[derive(Clone, Debug)]
pub struct FraudRow {
    /// The number of its row.
    pub number: i64,
    /// When.
    pub when: When,
    /// Who was called.
    pub who: Named,
    /// How.
    pub method: Option<Dial>,
    /// When signing in was blocked afterwards, if it was.
    pub blocked: Option<When>,
}

/// A page of rows with the filters above it.
#[derive(Clone, Debug)]
pub struct Listing<R> {
    /// The filters as typed.
    pub filter: RecordFilter,
    /// The stable names of the events to choose from.
    pub events: Vec<String>,
    /// The rows; `None` when a filter could not be understood.
    pub rows: Option<Vec<R>>,
    /// Where the search stands when it was given up before the page was full.
    pub stopped: Option<i64>,
    /// The page behind this one.
    pub older: Option<String>,
    /// The first page, when this is another one.
    pub newest: Option<String>,
    /// The same as a file.
    pub csv: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// What a check of the record found.
#[derive(Clone, Copy, Debug)]
pub struct CheckSeen {
    /// When.
    pub at: When,
    /// The first row that was checked.
    pub first: i64,
    /// The last row that was checked.
    pub last: i64,
    /// The first bad row.
    pub bad: Option<BadRow>,
}

/// What is wrong with the record.
#[derive(Clone, Copy, Debug)]
pub enum BadRow {
    /// This row, or the one before it.
    Row(i64),
    /// The record is said to begin behind this one, and that is not sealed.
    Begin(i64),
}

/// A key of the ring.
#[derive(Clone, Copy, Debug)]
pub struct KeySeen {
    /// Its number.
    pub number: i32,
    /// It seals.
    pub newest: bool,
    /// Nothing sealed needs it any more.
    pub settled: bool,
}

/// `GET /administration`.
#[derive(Clone, Debug)]
pub struct Administration {
    /// Rows in the record.
    pub rows: i64,
    /// Since when.
    pub since: Option<When>,
    /// The last check.
    pub check: Option<CheckSeen>,
    /// How many rows a check looks at.
    pub checks: i64,
    /// The keys, newest first.
    pub keys: Vec<KeySeen>,
}
