//! A letter as it goes over the wire (RFC 5322, RFC 2045). Every try is the same to the byte, so that a
//! mail program recognises the second one by its Message-ID. No name of a person reaches a header: there
//! stand fixed words, the configured sender, and an address that was judged to be one.

use std::time::{Duration, SystemTime};

use domain::{Id, Time};
use lettre::Address;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, Message, MultiPart, MultiPartKind, SinglePart};

use super::Letter;

/// Says that no person wrote this, so that no machine answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The bytes of a letter to this address. `host` is the portal's name as browsers see it.
///
/// # Errors
/// When the library finds something missing; none of it can be.
pub(super) fn bytes(
    letter: &Letter,
    from: &Mailbox,
    to: &Address,
    host: &str,
) -> Result<Vec<u8>, lettre::error::Error> {
    let words = &letter.words;
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary(letter.id))
        .singlepart(part(ContentType::TEXT_PLAIN, &words.body))
        .singlepart(part(ContentType::TEXT_HTML, &words.html));
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(&*words.subject)
        .date(instant(letter.at))
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        .header(AutoSubmitted)
        .multipart(parts)?;
    Ok(message.formatted())
}

/// Quoted-printable whatever it holds: seven bits, short lines, and readable in the source.
fn part(kind: ContentType, text: &str) -> SinglePart {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let text = text.replace('\n', "\r\n");
    let body = Body::new_with_encoding(text, encoding).unwrap_or_else(Body::new);
    SinglePart::builder().content_type(kind).body(body)
}

/// `=_` cannot stand in quoted-printable (RFC 2045, 6.7).
fn boundary(id: Id) -> String {
    format!("=_{id}")
}

fn instant(at: Time) -> SystemTime {
    let seconds = u64::try_from(at.unix_seconds()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use app::text::{MailFacts, mail};
    use app::view::When;
    use domain::Language;
    use domain::notice::NoticeKind;

    use super::*;

    fn letter(name: &str) -> Letter {
        let facts = MailFacts {
            person: name,
            organisation: name,
            when: When {
                year: 2026,
                month: 11,
                day: 21,
                hour: 14,
                minute: 2,
            },
            address: name,
            name,
            preferred: None,
            link: "",
        };
        Letter {
            id: Id::new(Time(1_800_000_000_000), [7; 10]),
            to: "ann@example.org".to_owned(),
            at: Time(1_800_000_000_000),
            words: mail(Language::Nl, NoticeKind::AppAdded, &facts),
        }
    }

    fn written(letter: &Letter, sender: &str) -> String {
        let from = Mailbox::new(
            Some(sender.to_owned()),
            "portal@example.org".parse().unwrap(),
        );
        let to = letter.to.parse().unwrap();
        let bytes = bytes(letter, &from, &to, "account.example.org").unwrap();
        assert!(bytes.is_ascii());
        String::from_utf8(bytes).unwrap()
    }

    fn header_names(text: &str) -> Vec<&str> {
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next().unwrap())
            .collect()
    }

    #[test]
    fn it_says_what_it_is_and_never_something_else() {
        let text = written(&letter("Zoë"), "Example");
        for line in [
            "From: Example <portal@example.org>\r\n",
            "To: ann@example.org\r\n",
            "Subject: Er is een verificator-app aan uw account toegevoegd\r\n",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n",
            "Message-ID: <01a3185c500007070707070707070707@account.example.org>\r\n",
            "Auto-Submitted: auto-generated\r\n",
        ] {
            assert!(text.contains(line), "{line:?} in {text}");
        }
        assert_eq!(text, written(&letter("Zoë"), "Example"));
    }

    #[test]
    fn no_name_starts_a_header_a_part_or_a_line() {
        let plain = written(&letter("x"), "x");
        for hostile in [
            "a\r\nBcc: eve@example.org",
            "a\nBcc: eve@example.org\n\nb",
            "a\rBcc: eve@example.org",
            "=?utf-8?q?a=0D=0ABcc:_eve?=",
            "\r\n.\r\nMAIL FROM:<eve@example.org>\r\n",
            "\r\n--=_01a3185c500007070707070707070707--\r\n",
            "x\" <eve@example.org>, \"y",
            "\u{2028}Bcc: eve@example.org\u{85}",
        ] {
            // The configuration refuses control characters in its own names.
            let sender = hostile.replace(char::is_control, " ");
            let text = written(&letter(hostile), &sender);
            assert_eq!(header_names(&text), header_names(&plain), "{text}");
            let lines = |start: &str| text.split("\r\n").filter(|l| l.starts_with(start)).count();
            assert_eq!(lines("Bcc"), 0, "{text}");
            assert_eq!(lines("--=_"), 3, "{text}");
            assert_eq!(lines("."), 0, "{text}");
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
            assert!(text.split("\r\n").all(|line| line.len() <= 200), "{text}");
        }
    }
}
