//! Keeps every event on one line. Names, user agents and error texts come from strangers; a line
//! break in one of them could forge an entry, and a terminal sequence could hide one. The formats
//! write a whole event at a time, so all characters that break or bend a line are replaced here in
//! one place, for text and JSON alike: `\u2028` means the same to a JSON reader as the character.

use std::fmt::Write as _;
use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

/// Wraps the place that events go to.
pub struct Lines<W>(W);

impl<W> Lines<W> {
    /// Escapes everything on its way to `writer`.
    pub fn new(writer: W) -> Self {
        Self(writer)
    }
}

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Lines<W> {
    type Writer = Line<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

/// Takes a whole event at a time.
pub struct Line<W>(W);

impl<W: Write> Write for Line<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        self.0.write_all(&escape(event))?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a character breaks a line, steers a terminal or changes the reading direction.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The event as one line with one line break at its end.
fn escape(event: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(event);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_hostile(c) {
            // All of them have at most four hexadecimal digits, as JSON wants.
            write!(line, "\\u{:04x}", u32::from(c)).ok();
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    line.into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn escaped(text: &str) -> String {
        String::from_utf8(escape(text.as_bytes())).unwrap()
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        assert_eq!(
            escaped("Zoë \"signed in\" \\ 漢字 🙂\n"),
            "Zoë \"signed in\" \\ 漢字 🙂\n"
        );
    }

    #[test]
    fn what_breaks_a_line_is_spelled_out() {
        assert_eq!(escaped("a\r\nb\n"), "a\\u000d\\u000ab\n");
        assert_eq!(escaped("\u{1b}[31m"), "\\u001b[31m\n");
        assert_eq!(escaped("a\u{2028}b\u{202e}"), "a\\u2028b\\u202e\n");
        assert_eq!(escape(b"\xff\n"), "\u{fffd}\n".as_bytes());
    }

    proptest! {
        #[test]
        fn any_event_is_one_line(event in prop::collection::vec(any::<u8>(), 0..200)) {
            let line = String::from_utf8(escape(&event)).unwrap();
            let body = line.strip_suffix('\n').unwrap();
            prop_assert!(!body.chars().any(is_hostile));
        }

        #[test]
        fn a_json_reader_sees_the_same(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&escaped(&json)).unwrap(), text);
        }
    }
}
