//! Who carries notices by mail. `docs/gateways.md` says what leaves and what is tried again.

use std::net::IpAddr;
use std::path::PathBuf;

use lettre::Address;
use lettre::message::Mailbox;

use super::section::{problem, section};
use super::values::Word;
use super::{Problems, Secret};

/// The kinds of way for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// Nobody: notices wait for three days and are forgotten.
    None,
    /// A server that takes mail and passes it on.
    Smtp,
}

impl Word for MailKind {
    const KIND: &'static str = "none, smtp";
    const ALL: &'static [(&'static str, Self)] = &[("none", Self::None), ("smtp", Self::Smtp)];
}

/// How the line to the server is encrypted. Nothing falls back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// From the command STARTTLS on (RFC 3207), usually on port 587.
    Starttls,
    /// From the first byte (RFC 8314), usually on port 465.
    Implicit,
    /// Not at all; on this machine only.
    None,
}

impl Word for MailTls {
    const KIND: &'static str = "starttls, implicit, none";
    const ALL: &'static [(&'static str, Self)] = &[
        ("starttls", Self::Starttls),
        ("implicit", Self::Implicit),
        ("none", Self::None),
    ];
}

section! {
    /// Who carries notices by mail: what a person is told when something about the account changed.
    pub struct Mail = "mail" {
        /// Nobody, or a mail server of yours that passes mail on.
        kind: MailKind = MailKind::None;
        /// The server's name or address, as it stands in its certificate.
        host: String = String::new();
        /// Its port: usually 587 with `starttls` and 465 with `implicit`.
        port: u32 = 587, 1..=65_535;
        /// How the line is encrypted. The certificate's chain and name are verified and nothing falls
        /// back; `none` is for a server on this very machine.
        tls: MailTls = MailTls::Starttls;
        /// The name to sign in with, where the server wants one.
        user: String = String::new();
        /// The password to sign in with.
        password: Secret = None;
        /// Who the mail is from, as in `portal@example.org` or `Service desk <desk@example.org>`. Without
        /// a name it is the organisation's. What cannot be delivered comes back to this address.
        from: String = String::new();
        /// The authorities that the server's certificate may come from, in PEM form. Without this the
        /// authorities that the system knows.
        authorities: Option<PathBuf> = None;
    }
}

impl Mail {
    /// What the chosen kind needs must be there, and the line encrypted where it leaves this machine.
    pub fn validate(&self, problems: &mut Problems) {
        if self.kind == MailKind::None {
            return;
        }
        let mut wrong = |key: &str, text: &str| problem::<Self>(problems, key, text);
        if !is_host(&self.host) {
            wrong(
                "host",
                "is required with kind = \"smtp\": a name or an address, without a port",
            );
        } else if self.tls == MailTls::None && !is_this_machine(&self.host) {
            wrong(
                "tls",
                "must be starttls or implicit, unless host is this very machine",
            );
        }
        if self.user.is_empty() != self.password.is_none() {
            let missing = if self.user.is_empty() {
                "user"
            } else {
                "password"
            };
            wrong(missing, "is required: user and password belong together");
        }
        if self.sender().is_none() {
            wrong(
                "from",
                "is required with kind = \"smtp\": portal@example.org, or Service desk <desk@example.org>",
            );
        }
    }

    /// Who the mail is from, as far as it says itself.
    pub fn sender(&self) -> Option<Mailbox> {
        let mailbox: Mailbox = self.from.parse().ok()?;
        address(mailbox.email.as_ref()).map(|_| mailbox)
    }
}

/// An address that mail can be sent to with any server: one line of ASCII without quotes, so that it can
/// be nothing but an address in a header or a command.
pub fn address(text: &str) -> Option<Address> {
    let plain =
        |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'<' | b'>' | b',' | b';');
    if !text.bytes().all(plain) {
        return None;
    }
    text.parse().ok()
}

fn is_host(text: &str) -> bool {
    let name = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    text.parse::<IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(name))
}

/// Whether what is said to this host stays here.
fn is_this_machine(host: &str) -> bool {
    let loopback = |ip: IpAddr| ip.to_canonical().is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(loopback)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const COMPLETE: &str =
        "kind = \"smtp\"\nhost = \"mail.example.org\"\nfrom = \"portal@example.org\"\n";

    fn parse(mail: &str) -> Result<Config, Vec<String>> {
        Config::parse(
            &format!("[organisation]\nname = \"Example\"\n[mail]\n{mail}"),
            [],
        )
        .map_err(|problems| problems.into_iter().map(|problem| problem.key).collect())
    }

    #[test]
    fn nobody_is_the_default_and_needs_nothing() {
        assert_eq!(parse("").unwrap().mail.kind, MailKind::None);
        assert!(parse("tls = \"none\"\nhost = \"left over\"").is_ok());
    }

    #[test]
    fn an_incomplete_section_is_refused_by_the_key_that_is_missing() {
        for (text, keys) in [
            ("kind = \"smtp\"", &["mail.from", "mail.host"] as &[&str]),
            (
                "kind = \"smtp\"\nhost = \"mail.example.org:25\"\nfrom = \"a@example.org\"",
                &["mail.host"],
            ),
            (
                "kind = \"smtp\"\nhost = \"-x\"\nfrom = \"a@example.org\"",
                &["mail.host"],
            ),
            (
                "kind = \"smtp\"\nhost = \"mail.example.org\"\nfrom = \"nobody\"",
                &["mail.from"],
            ),
            ("kind = \"pigeon\"", &["mail.kind"]),
            ("tls = \"opportunistic\"", &["mail.tls"]),
            ("port = 0", &["mail.port"]),
            ("port = 65536", &["mail.port"]),
        ] {
            assert_eq!(parse(text).err().unwrap_or_default(), keys, "{text}");
        }
        for (more, keys) in [
            ("user = \"portal\"", &["mail.password"] as &[&str]),
            ("password = \"p\"", &["mail.user"]),
            ("tls = \"none\"", &["mail.tls"]),
        ] {
            let text = format!("{COMPLETE}{more}");
            assert_eq!(parse(&text).err().unwrap_or_default(), keys, "{more}");
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_plain() {
        for (host, fine) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("127.8.9.10", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("localhost.example.org", false),
            ("192.0.2.1", false),
            ("::2", false),
        ] {
            let text = format!(
                "kind = \"smtp\"\ntls = \"none\"\nfrom = \"a@example.org\"\nhost = \"{host}\""
            );
            assert_eq!(parse(&text).is_ok(), fine, "{host}");
        }
    }

    #[test]
    fn a_complete_section_is_accepted_and_prints_no_secret() {
        let text = format!(
            "{COMPLETE}user = \"portal\"\npassword = \"t0p-s3cret\"\ntls = \"implicit\"\nport = 465"
        );
        let config = parse(&text).unwrap();
        assert_eq!(config.mail.tls, MailTls::Implicit);
        assert!(!format!("{config:?}").contains("t0p-s3cret"));
    }

    #[test]
    fn a_sender_may_have_a_name() {
        let sender = |from: &str| {
            let mail = Mail {
                from: from.to_owned(),
                ..Mail::default()
            };
            mail.sender().map(|m| (m.name, m.email.to_string()))
        };
        let address = || "desk@example.org".to_owned();
        assert_eq!(sender("desk@example.org"), Some((None, address())));
        for name in ["Service desk", "Zoë & Co"] {
            let from = format!("{name} <desk@example.org>");
            assert_eq!(sender(&from), Some((Some(name.to_owned()), address())));
        }
        for wrong in [
            "",
            "desk",
            "a@b.example, c@d.example",
            "<desk@example.org",
            "@example.org",
        ] {
            assert_eq!(sender(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_the_rules_take_for_an_address_can_be_sent_to() {
        let host = |n: usize| vec!["b".repeat(n); 3].join(".");
        for fine in [
            "soc@example.org".to_owned(),
            "s.o'c+fraud=1@mail-1.example.org".to_owned(),
            "!#$%&*/?^_`{|}~-@example.org".to_owned(),
            "root@mailhost".to_owned(),
            format!("{}@{}", "a".repeat(64), host(62)),
        ] {
            assert!(domain::contact::is_mail(&fine), "{fine}");
            assert!(address(&fine).is_some(), "{fine}");
        }
    }

    #[test]
    fn an_address_is_nothing_but_an_address() {
        for fine in [
            "ann@example.org",
            "o'brien+x@sub.example.org",
            "a.b-c_d@example",
        ] {
            assert!(address(fine).is_some(), "{fine}");
        }
        for wrong in [
            "",
            "ann",
            "ann@",
            "@example.org",
            "ann@example.org\r\nBcc: eve@example.org",
            "\"ann\\r\\n\"@example.org",
            "\"ann eve\"@example.org",
            "ann@example.org\0",
            "ann@example.org>",
            "ann@example.org,eve@example.org",
            "ann@ex ample.org",
            "ann@example.org SIZE=1",
            "zoë@example.org",
            "ann@bücher.example",
        ] {
            assert!(address(wrong).is_none(), "{wrong}");
        }
    }
}
