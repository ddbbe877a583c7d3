//! From cells to people: each line by the rules of the directory's part of an account. Nothing is looked up
//! here, so that a long file can be read where it holds up nobody.

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::sheet::{Line, Lines};
use crate::Language;
use crate::Refusal;
use crate::account::{Role, State};
use crate::import::{Column, MOST_ROWS, Problem, Why};
use crate::service::people::{DirectoryRecord, FieldRefused};

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// From a shell: it adds people, with roles and first passwords.
    Shell,
    /// From the administration's page: it adds and changes people, and nobody gets a role or a password.
    Page,
}

/// A person as the file has them. What has no column says nothing.
#[derive(Debug)]
pub struct Row {
    /// The line.
    pub line: usize,
    /// Canonical sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Work address.
    pub mail: Option<String>,
    /// Office phone in E.164 and its extension.
    pub office_phone: Option<(String, String)>,
    /// Language.
    pub language: Option<Language>,
    /// Two-step verification.
    pub state: Option<State>,
    /// The role.
    pub role: Option<Role>,
    /// The first password.
    pub password: Option<Zeroizing<String>>,
}

/// A file that was read.
#[derive(Debug, Default)]
pub struct File {
    /// The lines that are right.
    pub rows: Vec<Row>,
    /// What is wrong, by line.
    pub problems: Vec<Problem>,
    /// Lines with people, right or wrong.
    pub lines: usize,
}

/// A refusal of a field in words for a file.
fn why(refused: FieldRefused) -> (Option<Column>, Why) {
    let column = Column::from_key(refused.field);
    let why = match (column, refused.refusal) {
        (Some(Column::User), _) => Why::User,
        (Some(Column::Mail), _) => Why::Mail,
        (Some(Column::OfficePhone), _) => Why::Phone,
        (_, Refusal::Required) => Why::Empty,
        (_, Refusal::TooLong { max }) => Why::Long(max),
        _ => Why::Characters,
    };
    (column, why)
}

impl File {
    /// Reads everything and says everything that is wrong.
    pub fn read(bytes: &[u8], terms: Terms) -> Self {
        let mut file = Self::default();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
                file.wrong(line, None, Why::NotText);
                return file;
            }
        };
        let mut lines = Lines::of(text);
        let Some(columns) = file.heading(lines.next(), terms) else {
            return file;
        };
        let mut seen = HashMap::new();
        for line in lines {
            if file.lines >= MOST_ROWS {
                file.wrong(line.number, None, Why::TooManyRows);
                break;
            }
            file.lines += 1;
            file.line(line, &columns, &mut seen);
        }
        file
    }

    fn wrong(&mut self, line: usize, column: Option<Column>, why: Why) {
        self.problems.push(Problem { line, column, why });
    }

    /// The columns, where all of them are understood.
    fn heading(&mut self, line: Option<Line>, terms: Terms) -> Option<Vec<Column>> {
        let Some(Line { number, cells }) = line else {
            self.wrong(1, None, Why::NoHeading);
            return None;
        };
        let names = match cells {
            Ok(names) => names,
            Err(why) => {
                self.wrong(number, None, why);
                return None;
            }
        };
        let mut columns = Vec::new();
        for name in names {
            let known = Column::from_key(&name);
            match known.filter(|known| terms == Terms::Shell || *known != Column::Password) {
                None => {
                    let plain = name.chars().filter(|c| !crate::name::forbidden(*c));
                    self.wrong(number, None, Why::Unknown(plain.take(64).collect()));
                }
                Some(column) if columns.contains(&column) => {
                    self.wrong(number, Some(column), Why::ColumnTwice);
                }
                Some(column) => columns.push(column),
            }
        }
        for column in [Column::User, Column::Name] {
            if !columns.contains(&column) {
                self.wrong(number, Some(column), Why::Missing);
            }
        }
        self.problems.is_empty().then_some(columns)
    }

    fn line(&mut self, line: Line, columns: &[Column], seen: &mut HashMap<String, usize>) {
        let number = line.number;
        let cells = match line.cells {
            Ok(cells) if cells.len() == columns.len() => cells,
            Ok(cells) => {
                let why = Why::Cells(columns.len(), cells.len());
                return self.wrong(number, None, why);
            }
            Err(why) => return self.wrong(number, None, why),
        };
        let before = self.problems.len();
        let mut cells: HashMap<Column, String> = columns.iter().copied().zip(cells).collect();
        let row = self.row(number, &mut cells);
        if let Some(row) = row.filter(|_| self.problems.len() == before) {
            match seen.get(&row.login) {
                Some(first) => self.wrong(number, Some(Column::User), Why::Twice(*first)),
                None => {
                    seen.insert(row.login.clone(), number);
                    self.rows.push(row);
                }
            }
        }
    }

    fn row(&mut self, line: usize, cells: &mut HashMap<Column, String>) -> Option<Row> {
        let word = |cells: &HashMap<Column, String>, column| {
            let text = cells.get(&column).map(|text| text.to_lowercase());
            text.filter(|text| !text.is_empty())
        };
        let language = word(cells, Column::Language).map(|tag| Language::from_tag(&tag));
        if language == Some(None) {
            self.wrong(line, Some(Column::Language), Why::Language);
        }
        let state = word(cells, Column::State).map(|key| State::from_key(&key));
        if state == Some(None) {
            self.wrong(line, Some(Column::State), Why::State);
        }
        let role = word(cells, Column::Role).map(|key| Role::from_key(&key));
        if role == Some(None) {
            self.wrong(line, Some(Column::Role), Why::NoRole);
        }
        let given = |column| cells.get(&column).cloned().unwrap_or_default();
        let record = DirectoryRecord {
            login: given(Column::User),
            name: given(Column::Name),
            title: given(Column::Title),
            mail: given(Column::Mail),
            office_phone: given(Column::OfficePhone),
            language: language.flatten(),
        };
        let (record, phone, extension) = match record.checked() {
            Ok(checked) => checked,
            Err(refused) => {
                let (column, why) = why(refused);
                self.wrong(line, column, why);
                return None;
            }
        };
        let there = |column| cells.contains_key(&column);
        let (title, mail) = (there(Column::Title), there(Column::Mail));
        let office_phone = there(Column::OfficePhone).then_some((phone, extension));
        let password = cells.remove(&Column::Password).map(Zeroizing::new);
        Some(Row {
            line,
            login: record.login,
            name: record.name,
            title: title.then_some(record.title),
            mail: mail.then_some(record.mail),
            office_phone,
            language: record.language,
            state: state.flatten(),
            role: role.flatten(),
            password: password.filter(|password| !password.is_empty()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, column, and what is wrong.
    type Told = (usize, Option<Column>, Why);

    fn problems(bytes: &[u8], terms: Terms) -> Vec<Told> {
        let found = File::read(bytes, terms).problems.into_iter();
        found.map(|one| (one.line, one.column, one.why)).collect()
    }

    #[test]
    fn a_hostile_file_is_named_by_line_and_column() {
        let utf16: Vec<u8> = "\u{feff}user,name\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let cases: Vec<(&[u8], Told)> = vec![
            (b"", (1, None, Why::NoHeading)),
            (b"\n\r\n", (1, None, Why::NoHeading)),
            (&utf16, (1, None, Why::NotText)),
            (b"user,name\na,A\nb,\xff", (3, None, Why::NotText)),
            (b"user\na", (1, Some(Column::Name), Why::Missing)),
            (
                b"user,name,is_admin\n",
                (1, None, Why::Unknown("is_admin".into())),
            ),
            (
                b"user,name,Name\n",
                (1, Some(Column::Name), Why::ColumnTwice),
            ),
            (
                b"user,name,password\n",
                (1, None, Why::Unknown("password".into())),
            ),
            (b"user,name\na", (2, None, Why::Cells(2, 1))),
            (b"user,name\na,\"b", (2, None, Why::Unclosed)),
            (b"user,name\na,\0", (2, Some(Column::Name), Why::Characters)),
            (
                "user,name\na,A\u{202e}b".as_bytes(),
                (2, Some(Column::Name), Why::Characters),
            ),
            (b"user,name\na,", (2, Some(Column::Name), Why::Empty)),
            (b"user,name\na b,A", (2, Some(Column::User), Why::User)),
            (b"user,name,mail\na,A,a", (2, Some(Column::Mail), Why::Mail)),
            (
                b"user,name,office_phone\na,A,12",
                (2, Some(Column::OfficePhone), Why::Phone),
            ),
            (
                b"user,name,language\na,A,xx",
                (2, Some(Column::Language), Why::Language),
            ),
            (
                b"user,name,state\na,A,on",
                (2, Some(Column::State), Why::State),
            ),
            (
                b"user,name,role\na,A,king",
                (2, Some(Column::Role), Why::NoRole),
            ),
            (
                "user,name\nstra\u{df}e,A\nb,B\n\u{ff33}TRA\u{df}E,C".as_bytes(),
                (4, Some(Column::User), Why::Twice(2)),
            ),
        ];
        for (bytes, expected) in cases {
            let said = String::from_utf8_lossy(bytes);
            assert_eq!(problems(bytes, Terms::Page), [expected], "{said}");
        }
    }

    #[test]
    fn every_problem_of_a_file_is_said() {
        let text = b"user,name,language,state,role\n,A,xx,on,king\nb,B,nl,enabled,user\nc,,,,\n";
        let file = File::read(text, Terms::Page);
        let lines: Vec<usize> = file.problems.iter().map(|one| one.line).collect();
        assert_eq!(lines, [2, 2, 2, 2, 4]);
        assert_eq!((file.rows.len(), file.lines), (1, 3));
    }

    #[test]
    fn a_formula_is_a_name_and_an_absent_column_says_nothing() {
        let file = File::read(b"user,name\na,=1+1\n", Terms::Page);
        let row = &file.rows[0];
        assert_eq!(
            (row.name.as_str(), &row.title, &row.state),
            ("=1+1", &None, &None)
        );
        let file = File::read(b"user,name,title\na,A,\n", Terms::Page);
        assert_eq!(file.rows[0].title.as_deref(), Some(""));
    }

    #[test]
    fn rows_beyond_the_most_are_not_read() {
        let mut text = "user,name\n".to_owned();
        for n in 0..=MOST_ROWS {
            text.push_str(&format!("u{n},N\n"));
        }
        let file = File::read(text.as_bytes(), Terms::Page);
        assert_eq!(file.rows.len(), MOST_ROWS);
        let expected = Problem {
            line: MOST_ROWS + 2,
            column: None,
            why: Why::TooManyRows,
        };
        assert_eq!(file.problems, [expected]);
    }
}
