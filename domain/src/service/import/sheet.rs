//! Cells of a file as RFC 4180 has them, read strictly: what a spreadsheet would guess is a problem of its
//! line here. Commas part the cells, or semicolons where the heading has those and no comma.

use crate::import::{LONGEST_CELL, Why};

/// A line of the file; a cell in quotation marks may go over several.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub number: usize,
    /// Its cells, or what is wrong with it.
    pub cells: Result<Vec<String>, Why>,
}

/// Reads line by line; empty ones are left out.
pub(super) struct Lines<'a> {
    rest: &'a str,
    number: usize,
    separator: char,
}

impl<'a> Lines<'a> {
    /// A mark that says "UTF-8" in front is fine.
    pub(super) fn of(text: &'a str) -> Self {
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        let heading = rest
            .split(['\n', '\r'])
            .find(|line| !line.trim().is_empty());
        let heading = heading.unwrap_or_default();
        let semicolons = heading.contains(';') && !heading.contains(',');
        Self {
            rest,
            number: 1,
            separator: if semicolons { ';' } else { ',' },
        }
    }

    /// Takes so many bytes, which end where a character does.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes the end of a line, if here is one.
    fn newline(&mut self) -> bool {
        let length = match self.rest.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.take(length);
        self.number += 1;
        true
    }

    /// The rest of the line is of no use.
    fn skip(&mut self) {
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        self.take(end);
        self.newline();
    }

    fn plain(&mut self) -> Result<String, Why> {
        let stop = |c: char| c == self.separator || c == '\n' || c == '\r';
        let end = self.rest.find(stop).unwrap_or(self.rest.len());
        let cell = self.take(end);
        if cell.contains('"') {
            return Err(Why::Quote);
        }
        Ok(cell.trim().to_owned())
    }

    /// A cell whose opening mark was taken.
    fn quoted(&mut self) -> Result<String, Why> {
        let mut cell = String::new();
        loop {
            let Some(end) = self.rest.find('"') else {
                self.take(self.rest.len());
                return Err(Why::Unclosed);
            };
            let piece = self.take(end);
            let crlf = piece.matches("\r\n").count();
            self.number += piece.matches(['\n', '\r']).count() - crlf;
            cell.push_str(piece);
            self.take(1);
            if !self.rest.starts_with('"') {
                break;
            }
            self.take(1);
            cell.push('"');
        }
        let behind = self.plain()?;
        if behind.is_empty() {
            Ok(cell.trim().to_owned())
        } else {
            Err(Why::Quote)
        }
    }

    fn cells(&mut self) -> Result<Vec<String>, Why> {
        let mut cells = Vec::new();
        loop {
            let blanks = self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len();
            let quoted = self
                .rest
                .get(blanks..)
                .is_some_and(|rest| rest.starts_with('"'));
            let cell = if quoted {
                self.take(blanks + 1);
                self.quoted()?
            } else {
                self.plain()?
            };
            if cell.len() > LONGEST_CELL {
                return Err(Why::Long(LONGEST_CELL as u32));
            }
            cells.push(cell);
            if !self.rest.starts_with(self.separator) {
                return Ok(cells);
            }
            self.take(self.separator.len_utf8());
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while self.newline() {}
        if self.rest.is_empty() {
            return None;
        }
        let number = self.number;
        let cells = self.cells();
        match cells {
            Ok(_) => {
                self.newline();
            }
            Err(_) => self.skip(),
        }
        Some(Line { number, cells })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(usize, Result<Vec<String>, Why>)> {
        Lines::of(text)
            .map(|line| (line.number, line.cells))
            .collect()
    }

    fn good(cells: &[&str]) -> Result<Vec<String>, Why> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let text = "\u{feff}a,b\r\n\r\n1,\"two\r\nlines\"\n\"say \"\"no\"\"\",\rx , \"y\" \n";
        let expected = [
            (1, good(&["a", "b"])),
            (3, good(&["1", "two\r\nlines"])),
            (5, good(&["say \"no\"", ""])),
            (6, good(&["x", "y"])),
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn semicolons_part_cells_where_the_heading_says_so() {
        assert_eq!(
            read("a;b\n1,5;2"),
            [(1, good(&["a", "b"])), (2, good(&["1,5", "2"]))]
        );
        assert_eq!(read("a,b;c"), [(1, good(&["a", "b;c"]))]);
    }

    #[test]
    fn a_bad_line_takes_no_other_with_it_but_an_open_mark_takes_all() {
        let text = "a,b\n\"1\"x,2\n3,4\n5,6\"7\n8,\"9\n10,11\n";
        let expected = [
            (1, good(&["a", "b"])),
            (2, Err(Why::Quote)),
            (3, good(&["3", "4"])),
            (4, Err(Why::Quote)),
            (5, Err(Why::Unclosed)),
        ];
        assert_eq!(read(text), expected);
        let long = format!("a\n{}\nb", "x".repeat(LONGEST_CELL + 1));
        assert_eq!(read(&long)[1], (2, Err(Why::Long(2_000))));
        assert_eq!(read(&long)[2], (3, good(&["b"])));
    }

    proptest! {
        /// What a program that knows the format writes is read as it was.
        #[test]
        fn what_another_program_wrote_is_read_as_it_was(
            cells in prop::collection::vec(prop::collection::vec("[^\\pC]{0,20}|[a,;\"\r\n]{0,6}", 3), 1..6)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b", "c"]).unwrap();
            for line in &cells {
                writer.write_record(line).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let lines: Vec<Vec<String>> = Lines::of(&text).skip(1).map(|line| line.cells.unwrap()).collect();
            let trimmed: Vec<Vec<String>> = cells
                .iter()
                .map(|line| line.iter().map(|cell| cell.trim().to_owned()).collect())
                .collect();
            prop_assert_eq!(lines, trimmed);
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "[a\",;\r\n é]{0,60}") {
            let lines = 1 + text.matches(['\n', '\r']).count();
            for line in Lines::of(&text) {
                prop_assert!(line.number <= lines);
            }
        }
    }
}
