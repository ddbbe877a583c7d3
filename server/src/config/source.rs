//! Where values come from: the environment first, then the file, then the default. Every key is
//! asked for exactly once; what nobody asked for is a spelling mistake and a problem, because a
//! misspelt limit would otherwise be a limit that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::RangeInclusive;

use toml::{Table, Value};

use super::values::Setting;
use super::{Problem, Problems};

/// What every environment variable of ours begins with.
pub const PREFIX: &str = "PROOFUP__";

/// A secret longer than this is a mistaken file.
const MOST_SECRET_BYTES: u64 = 64 * 1024;

/// The file and the environment while they are read.
#[derive(Debug)]
pub struct Source {
    table: Table,
    environment: BTreeMap<String, String>,
    sections: BTreeSet<String>,
    problems: Problems,
}

/// A value that was found, and what to call it in a problem.
enum Found {
    Toml(Value),
    Text(String),
    File(String),
}

impl Source {
    /// Reads the text of the file; keeps the variables that are ours.
    pub fn new(text: &str, environment: BTreeMap<String, String>) -> Result<Self, Problem> {
        let table = text.parse::<Table>().map_err(|error| Problem {
            key: "the file".to_owned(),
            text: format!("is not TOML: {}", error.to_string().trim_end()),
        })?;
        let environment = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        Ok(Self {
            table,
            environment,
            sections: BTreeSet::new(),
            problems: Problems::default(),
        })
    }

    /// Takes the value of a key out of the source; a wrong one is noted and the default returned.
    pub fn take<T: Setting>(
        &mut self,
        section: &str,
        key: &str,
        default: T,
        bounds: Option<RangeInclusive<u32>>,
    ) -> T {
        self.sections.insert(section.to_owned());
        let full = if section.is_empty() {
            key.to_owned()
        } else {
            format!("{section}.{key}")
        };
        let value = match self.find::<T>(section, key) {
            Ok(None) => return default,
            Ok(Some(Found::Toml(value))) => T::from_toml(&value),
            Ok(Some(Found::Text(text))) => T::from_text(&text),
            Ok(Some(Found::File(path))) => read_secret(&path).and_then(|text| T::from_file(&text)),
            Err(text) => Err(text),
        };
        let checked = value.and_then(|value| match (value.number(), &bounds) {
            (Some(n), Some(range)) if !range.contains(&n) => Err(format!(
                "{n} is out of bounds; allowed are {} to {}, the default is {}",
                range.start(),
                range.end(),
                default.show(),
            )),
            _ => Ok(value),
        });
        checked.unwrap_or_else(|text| {
            self.problems.add(full, text);
            default
        })
    }

    /// The variable wins over the file; a value and a file for it at the same place are a mistake.
    fn find<T: Setting>(&mut self, section: &str, key: &str) -> Result<Option<Found>, String> {
        let variable = if section.is_empty() {
            format!("{PREFIX}{}", key.to_uppercase())
        } else {
            format!("{PREFIX}{}__{}", section.to_uppercase(), key.to_uppercase())
        };
        let text = self.environment.remove(&variable);
        let table = if section.is_empty() {
            Some(&mut self.table)
        } else {
            self.table.get_mut(section).and_then(Value::as_table_mut)
        };
        let (value, file) = match table {
            Some(table) if T::SECRET => (table.remove(key), table.remove(&format!("{key}_file"))),
            Some(table) => (table.remove(key), None),
            None => (None, None),
        };
        let text_file = if T::SECRET {
            self.environment.remove(&format!("{variable}_FILE"))
        } else {
            None
        };
        match (text, text_file) {
            (Some(_), Some(_)) => Err(format!("{variable} and {variable}_FILE are both set")),
            (Some(text), None) => Ok(Some(Found::Text(text))),
            (None, Some(path)) => Ok(Some(Found::File(path))),
            (None, None) => match (value, file) {
                (Some(_), Some(_)) => Err(format!("{key} and {key}_file are both set")),
                (Some(value), None) => Ok(Some(Found::Toml(value))),
                (None, Some(Value::String(path))) => Ok(Some(Found::File(path))),
                (None, Some(_)) => Err(format!("{key}_file must be a path in quotes")),
                (None, None) => Ok(None),
            },
        }
    }

    /// Everything that was wrong, with what is left over.
    pub fn finish(mut self) -> Problems {
        for (name, value) in &self.table {
            match value {
                Value::Table(left) if self.sections.contains(name) => {
                    for key in left.keys() {
                        self.problems
                            .add(format!("{name}.{key}"), "there is no such key");
                    }
                }
                _ if self.sections.contains(name) => {
                    self.problems
                        .add(name, format!("must be a section: [{name}]"));
                }
                Value::Table(_) => self.problems.add(name, "there is no such section"),
                _ => self.problems.add(name, "there is no such key"),
            }
        }
        for name in self.environment.keys() {
            self.problems
                .add(name, "there is no such key for this variable");
        }
        self.problems
    }
}

/// The text of a secret's file without the line break that editors add.
fn read_secret(path: &str) -> Result<String, String> {
    let cannot = |error: std::io::Error| format!("the file {path} cannot be read: {error}");
    if fs::metadata(path).map_err(cannot)?.len() > MOST_SECRET_BYTES {
        return Err(format!("the file {path} is too long for a secret"));
    }
    let text = fs::read_to_string(path).map_err(cannot)?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        Err(format!("the file {path} is empty"))
    } else {
        Ok(text.to_owned())
    }
}
