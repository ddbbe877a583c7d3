//! A file of people, in words: its columns, and what can be wrong with a line of it.

use crate::Refusal;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The most people of a file.
pub const MOST_ROWS: usize = 100_000;

/// The most characters of a cell; more is no name, but a quotation mark that was forgotten.
pub const LONGEST_CELL: usize = 2_000;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Sign-in name.
    User,
    /// Display name.
    Name,
    /// Job title.
    Title,
    /// Work address.
    Mail,
    /// Office phone in international form, with an extension behind an `x`.
    OfficePhone,
    /// `en` or `nl`.
    Language,
    /// The role.
    Role,
    /// Two-step verification: `disabled` or `enabled`.
    State,
    /// The first password; a shell's file only.
    Password,
}

impl Column {
    /// In the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::User,
        Self::Name,
        Self::Title,
        Self::Mail,
        Self::OfficePhone,
        Self::Language,
        Self::Role,
        Self::State,
        Self::Password,
    ];

    /// What stands above it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Name => "name",
            Self::Title => "title",
            Self::Mail => "mail",
            Self::OfficePhone => "office_phone",
            Self::Language => "language",
            Self::Role => "role",
            Self::State => "state",
            Self::Password => "password",
        }
    }

    /// The one under this heading; upper and lower case do not count.
    pub fn from_key(key: &str) -> Option<Self> {
        let key = key.trim().to_lowercase();
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Not UTF-8.
    NotText,
    /// There is no line with the names of the columns.
    NoHeading,
    /// A column that no file of people has, as far as it can be shown.
    Unknown(String),
    /// The column is there twice.
    ColumnTwice,
    /// The column must be there.
    Missing,
    /// A quotation mark is opened and never closed.
    Unclosed,
    /// A quotation mark in the middle of a cell, or something behind the one that closes it.
    Quote,
    /// So many cells as columns were expected, and so many are there.
    Cells(usize, usize),
    /// More rows than [`MOST_ROWS`]; what follows was not read.
    TooManyRows,
    /// The cell must not be empty.
    Empty,
    /// More than so many characters.
    Long(u32),
    /// Characters that are invisible or turn what follows.
    Characters,
    /// Not a sign-in name.
    User,
    /// Not a mail address.
    Mail,
    /// Not a telephone number in international form.
    Phone,
    /// Not a language of the portal.
    Language,
    /// Not a state.
    State,
    /// "Enforced" comes by itself.
    Enforced,
    /// There is no such role.
    NoRole,
    /// Roles are given from a shell, one at a time.
    RoleGiven,
    /// The person is one of the staff.
    Staff,
    /// Somebody has this sign-in name.
    Taken,
    /// The sign-in name stands in this line already.
    Twice(usize),
    /// The password is no good.
    Password(Refusal),
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The column, where it is about one.
    pub column: Option<Column>,
    /// What.
    pub why: Why,
}
