//! The address of somebody else's service, to which secrets and codes are sent: TLS, unless nothing leaves
//! this machine. A user, a query or a fragment is refused, because an address is shown in messages and in
//! the documentation and must not be a place for secrets.

use std::fmt;

use super::Setting;
use super::origin::PublicOrigin;

/// Scheme, host, port and, where there is one, a path without a final slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    origin: PublicOrigin,
    path: String,
}

impl Endpoint {
    /// Reads an address; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let begin = text.find("://").map_or(0, |at| at + 3);
        let end = text
            .get(begin..)
            .and_then(|rest| rest.find('/'))
            .map_or(text.len(), |at| begin + at);
        let (origin, path) = text.split_at_checked(end).unwrap_or((text, ""));
        let origin = PublicOrigin::parse(origin)?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let plain =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~');
        if !path.bytes().all(plain) || path.split('/').any(|part| part == "..") {
            return Err(
                "the path must consist of letters, digits and / - . _ ~, without a query"
                    .to_owned(),
            );
        }
        Ok(Self {
            origin,
            path: path.to_owned(),
        })
    }

    /// Whether it is reached over TLS.
    pub fn is_https(&self) -> bool {
        self.origin.is_https()
    }

    /// Host, and the port unless it is the usual one: what `Host` says.
    pub fn authority(&self) -> &str {
        let text = self.origin.as_str();
        text.split_once("://").map_or(text, |(_, rest)| rest)
    }

    /// The name or address to connect to, an IPv6 address without brackets, and the port.
    pub fn host_and_port(&self) -> (&str, u16) {
        let usual = if self.is_https() { 443 } else { 80 };
        let authority = self.authority();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap_or(usual)),
            _ => (authority, usual),
        };
        (host.trim_start_matches('[').trim_end_matches(']'), port)
    }

    /// The path in front of every request's own, without a final slash; empty at the root.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

impl Setting for Option<Endpoint> {
    const KIND: &'static str = "https address";

    fn from_text(text: &str) -> Result<Self, String> {
        Endpoint::parse(text).map(Some)
    }

    fn show(&self) -> String {
        self.as_ref().map(Endpoint::to_string).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        for (text, authority, host, port, path) in [
            (
                "https://api.twilio.com",
                "api.twilio.com",
                "api.twilio.com",
                443,
                "",
            ),
            (
                "https://sms.example.org/",
                "sms.example.org",
                "sms.example.org",
                443,
                "",
            ),
            (
                "https://a.example.org:8443/in/box/",
                "a.example.org:8443",
                "a.example.org",
                8443,
                "/in/box",
            ),
            (
                "http://localhost:8081/sms",
                "localhost:8081",
                "localhost",
                8081,
                "/sms",
            ),
            ("http://127.0.0.1", "127.0.0.1", "127.0.0.1", 80, ""),
            ("http://[::1]:8081/x", "[::1]:8081", "::1", 8081, "/x"),
            (
                "https://[2001:db8::1]",
                "[2001:db8::1]",
                "2001:db8::1",
                443,
                "",
            ),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(endpoint.authority(), authority);
            assert_eq!(endpoint.host_and_port(), (host, port));
            assert_eq!(endpoint.path(), path);
            assert_eq!(endpoint.to_string(), text.trim_end_matches('/'));
        }
    }

    #[test]
    fn secrets_and_other_machines_in_plain_are_refused() {
        for text in [
            "",
            "/",
            "https://",
            "sms.example.org",
            "http://sms.example.org",
            "http://localhost.example.org",
            "ftp://sms.example.org",
            "https://user:secret@sms.example.org",
            "https://sms.example.org?key=1",
            "https://sms.example.org/?key=1",
            "https://sms.example.org/#x",
            "https://sms.example.org/a b",
            "https://sms.example.org/../x",
            "https://sms.example.org/%2e",
            "https://sms.example.org/\r\nX: y",
            "https://SMS.example.org",
            "https://sms.example.org:443",
        ] {
            assert!(Endpoint::parse(text).is_err(), "{text}");
        }
    }
}
