//! How much is logged, and in which form.

use tracing::level_filters::LevelFilter;

use super::Problems;
use super::section::section;
use super::values::Word;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What needs somebody now.
    Error,
    /// What will need somebody.
    Warn,
    /// What an operator wants to know.
    Info,
    /// Every request.
    Debug,
    /// Everything.
    Trace,
}

impl Word for Level {
    const KIND: &'static str = "error, warn, info, debug, trace";
    const ALL: &'static [(&'static str, Self)] = &[
        ("error", Self::Error),
        ("warn", Self::Warn),
        ("info", Self::Info),
        ("debug", Self::Debug),
        ("trace", Self::Trace),
    ];
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one object per line.
    Json,
}

impl Word for Format {
    const KIND: &'static str = "text, json";
    const ALL: &'static [(&'static str, Self)] = &[("text", Self::Text), ("json", Self::Json)];
}

section! {
    /// The log, on the standard error stream. It holds no personal data at any level.
    pub struct Log = "log" {
        /// How much is logged.
        level: Level = Level::Info;
        /// In which form.
        format: Format = Format::Json;
    }
}

impl Log {
    /// Each value is checked by itself; there is nothing between keys.
    pub fn validate(&self, _: &mut Problems) {}
}
