//! TwiML, the XML in which Twilio is told what to say
//! (<https://www.twilio.com/docs/voice/twiml/gather>). Only text that we wrote and the organisation's name
//! stand in it, and every bit of it is escaped.

use std::fmt::Write as _;

use domain::Language;

/// Seconds that Twilio waits for a key after the words, and for the next one after a key.
const TIMEOUT: u8 = 5;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>";

/// The answer to whatever needs none.
pub fn nothing() -> String {
    format!("{HEAD}</Response>")
}

/// How many keys are asked for at once. Twilio leaves the key that ends its listening out of what it tells,
/// so that no key alone and the pound key alone would look the same; therefore no key ends it, and it tells
/// after so many keys, or five seconds after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The pound key: told at once. A zero is told at once too, and the next key asked for.
    One,
    /// A two-digit number and the pound key.
    Three,
}

impl Expected {
    /// As it stands in an address.
    pub const fn number(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Three => "3",
        }
    }

    /// From an address that we made.
    pub fn from_number(number: Option<&str>) -> Self {
        if number == Some("1") {
            Self::One
        } else {
            Self::Three
        }
    }
}

/// Says the words and listens, so many times; then says the last words and hangs up.
pub struct Question<'a> {
    /// The address of a file that is played before the words, the first time they are said.
    pub play: Option<&'a str>,
    /// The words.
    pub words: &'a str,
    /// How often they are said, if no key is pressed.
    pub times: usize,
    /// How many keys are expected.
    pub expected: Expected,
    /// Where the keys go.
    pub action: &'a str,
    /// What is said if none was pressed.
    pub last: &'a str,
    /// The language of the words.
    pub language: Language,
}

impl Question<'_> {
    /// The document.
    pub fn document(&self) -> String {
        let mut xml = HEAD.to_owned();
        for time in 0..self.times {
            open_gather(&mut xml, self.expected, self.action);
            if let Some(file) = self.play.filter(|_| time == 0) {
                let _ = write!(xml, "<Play>{}</Play>", escaped(file));
            }
            say(&mut xml, self.words, self.language);
            xml.push_str("</Gather>");
        }
        say(&mut xml, self.last, self.language);
        xml.push_str("<Hangup/></Response>");
        xml
    }
}

/// Says the words and hangs up.
pub fn farewell(words: &str, language: Language) -> String {
    let mut xml = HEAD.to_owned();
    say(&mut xml, words, language);
    xml.push_str("<Hangup/></Response>");
    xml
}

/// Listens for one more key without a word; if none comes, asks the same address.
pub fn one_more(action: &str) -> String {
    let mut xml = HEAD.to_owned();
    open_gather(&mut xml, Expected::One, action);
    xml.push_str("</Gather><Redirect method=\"POST\">");
    xml.push_str(&escaped(action));
    xml.push_str("</Redirect></Response>");
    xml
}

fn open_gather(xml: &mut String, expected: Expected, action: &str) {
    // Writing to a string does not fail.
    let _ = write!(
        xml,
        "<Gather input=\"dtmf\" finishOnKey=\"\" timeout=\"{TIMEOUT}\" numDigits=\"{}\" \
         action=\"{}\" method=\"POST\">",
        expected.number(),
        escaped(action)
    );
}

fn say(xml: &mut String, words: &str, language: Language) {
    let tag = match language {
        Language::En => "en-GB",
        Language::Nl => "nl-NL",
    };
    let _ = write!(xml, "<Say language=\"{tag}\">{}</Say>", escaped(words));
}

/// Text as it may stand in an element or an attribute (XML 1.0, sections 2.2 and 2.4). What no document may
/// hold, escaped or not, is left out.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    /// Elements, attributes and texts in the order of the document, as another library reads them.
    fn read(xml: &str) -> Vec<String> {
        let mut reader = Reader::from_str(xml);
        let mut found: Vec<String> = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return found,
                Event::Start(tag) | Event::Empty(tag) => {
                    let mut line = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap();
                        let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                        let raw = String::from_utf8(attribute.value.to_vec()).unwrap();
                        let value = quick_xml::escape::unescape(&raw).unwrap();
                        line += &format!(" {name}={value}");
                    }
                    found.push(line);
                }
                Event::Text(text) => {
                    let text = String::from_utf8(text.to_vec()).unwrap();
                    found.push(format!("“{text}”"));
                }
                Event::GeneralRef(reference) => {
                    let name = String::from_utf8(reference.to_vec()).unwrap();
                    let text = quick_xml::escape::unescape(&format!("&{name};"))
                        .unwrap()
                        .into_owned();
                    found.push(format!("“{text}”"));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_question_listens_as_often_as_it_is_asked() {
        let question = Question {
            play: None,
            words: "Press!",
            times: 2,
            expected: Expected::Three,
            action: "https://account.example.org/keys?a=1&b=2",
            last: "Bye.",
            language: Language::Nl,
        };
        let gather = "Gather input=dtmf finishOnKey= timeout=5 numDigits=3 \
                      action=https://account.example.org/keys?a=1&b=2 method=POST";
        assert_eq!(
            read(&question.document()),
            [
                "Response",
                gather,
                "Say language=nl-NL",
                "“Press!”",
                gather,
                "Say language=nl-NL",
                "“Press!”",
                "Say language=nl-NL",
                "“Bye.”",
                "Hangup"
            ]
        );
    }

    #[test]
    fn a_file_is_played_before_the_words_and_once() {
        let question = Question {
            play: Some("https://account.example.org/greeting?a=1&b=2"),
            words: "Press!",
            times: 2,
            expected: Expected::One,
            action: "/keys",
            last: "Bye.",
            language: Language::En,
        };
        let lines = read(&question.document());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let address: String = lines[3..6]
            .iter()
            .map(|part| part.trim_matches(['“', '”']))
            .collect();
        assert_eq!(address, "https://account.example.org/greeting?a=1&b=2");
        assert_eq!(
            (lines[2], lines[6], lines[7]),
            ("Play", "Say language=en-GB", "“Press!”")
        );
        assert_eq!(lines.iter().filter(|line| **line == "Play").count(), 1);
        assert_eq!(lines.iter().filter(|line| **line == "“Press!”").count(), 2);
    }

    #[test]
    fn no_name_leaves_its_place() {
        let name = "A&B <Say> \"x\" 'y' ]]> &amp; \u{1} \u{b} \u{ffff} é 🦉";
        let xml = farewell(name, Language::En);
        let said: String = read(&xml)
            .iter()
            .filter_map(|line| line.strip_prefix('“')?.strip_suffix('”'))
            .collect();
        assert_eq!(said, "A&B <Say> \"x\" 'y' ]]> &amp;    é 🦉");
        let tags: Vec<_> = read(&xml)
            .into_iter()
            .filter(|line| !line.starts_with('“'))
            .collect();
        assert_eq!(tags, ["Response", "Say language=en-GB", "Hangup"]);
    }

    #[test]
    fn one_more_key_comes_back_to_the_same_address() {
        let action = "https://account.example.org/keys?expected=1&after=0";
        let gather = format!(
            "Gather input=dtmf finishOnKey= timeout=5 numDigits=1 action={action} method=POST"
        );
        let lines = read(&one_more(action));
        assert_eq!(&lines[..3], ["Response", &gather, "Redirect method=POST"]);
        let said: String = lines[3..]
            .iter()
            .map(|l| l.trim_matches(['“', '”']))
            .collect();
        assert_eq!(said, action);
        assert_eq!(read(&nothing()), ["Response"]);
    }
}
