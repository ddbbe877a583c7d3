//! The portal's own address as browsers see it. Links in messages are built from it and never from
//! a `Host` header, and a changing request must come from exactly here. Plain `http` is accepted
//! for the machine's own names only, because browsers treat those as secure.

use std::fmt;
use std::net::Ipv6Addr;

use crate::config::Setting;

/// Scheme, host and port as a browser writes them into `Origin`: lower case, no default port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin {
    text: String,
    https: bool,
    loopback: bool,
}

impl PublicOrigin {
    /// Reads an origin; the error says what a browser would have written instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (https, rest) = if let Some(rest) = text.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = text.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err("must begin with https://".to_owned());
        };
        if rest.contains(['/', '?', '#', '@']) {
            return Err("must be scheme, host and port only: no path, no final slash".to_owned());
        }
        let (host, port) = split(rest).ok_or("the port must be a number from 1 to 65535")?;
        if !is_host(host) {
            return Err("the host must be a name in lower case or an address".to_owned());
        }
        let default_port = if https { 443 } else { 80 };
        if port == Some(default_port) {
            return Err(format!("leave the port {default_port} out, as browsers do"));
        }
        let loopback = is_loopback(host);
        if !https && !loopback {
            return Err("must begin with https://; http:// is for localhost only".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
            https,
            loopback,
        })
    }

    /// The origin of a portal on this machine.
    pub fn localhost(port: u16) -> Self {
        let port = if port == 80 {
            String::new()
        } else {
            format!(":{port}")
        };
        Self {
            text: format!("http://localhost{port}"),
            https: false,
            loopback: true,
        }
    }

    /// As browsers write it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone, as the line of a text message names it.
    pub fn host(&self) -> &str {
        let rest = self.text.split_once("://").map_or("", |(_, rest)| rest);
        split(rest).map_or(rest, |(host, _)| host)
    }

    /// Whether browsers reach the portal over TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether the host is a name of this very machine.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether another origin is also a name of this very machine, in plain `http`.
    pub fn is_local_alias(&self, other: &str) -> bool {
        self.loopback && !self.https && Self::parse(other).is_ok_and(|o| o.loopback && !o.https)
    }
}

fn split(rest: &str) -> Option<(&str, Option<u16>)> {
    match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let digits = !port.starts_with(['+', '0']);
            Some((host, Some(port.parse().ok().filter(|_| digits)?)))
        }
        _ => Some((rest, None)),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return v6
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.to_string() == v6);
    }
    !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.ends_with(".localhost") || host == "127.0.0.1"
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Setting for PublicOrigin {
    const KIND: &'static str = "origin";

    fn from_text(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }

    fn show(&self) -> String {
        self.text.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_writes_is_accepted() {
        for (text, https, loopback) in [
            ("https://account.example.org", true, false),
            ("https://account.example.org:8443", true, false),
            ("https://[2001:db8::1]:8443", true, false),
            ("http://localhost:8080", false, true),
            ("http://127.0.0.1:8080", false, true),
            ("http://[::1]:8080", false, true),
            ("http://localhost", false, true),
            ("https://localhost:8443", true, true),
        ] {
            let origin = PublicOrigin::parse(text).unwrap();
            assert_eq!(
                (origin.as_str(), origin.is_https(), origin.is_loopback()),
                (text, https, loopback)
            );
        }
        assert_eq!(
            PublicOrigin::localhost(8080),
            PublicOrigin::parse("http://localhost:8080").unwrap()
        );
        assert_eq!(
            PublicOrigin::localhost(80),
            PublicOrigin::parse("http://localhost").unwrap()
        );
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "account.example.org",
            "ftp://account.example.org",
            "http://account.example.org",
            "http://localhost.example.org",
            "https://account.example.org/",
            "https://account.example.org/portal",
            "https://account.example.org:443",
            "https://account.example.org:0",
            "https://account.example.org:",
            "https://account.example.org:+1",
            "https://account.example.org:65536",
            "https://Account.example.org",
            "https://a@example.org",
            "https://-a.example.org",
            "https://a..example.org",
            "https://a_b.example.org",
            "https://*.example.org",
            "https://[::1",
            "https://[0:0:0:0:0:0:0:1]",
            "https://",
            "https://a b",
            "null",
        ] {
            assert!(PublicOrigin::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn aliases_exist_on_this_machine_only() {
        let local = PublicOrigin::localhost(8080);
        assert!(local.is_local_alias("http://127.0.0.1:8080"));
        assert!(local.is_local_alias("http://[::1]:9000"));
        assert!(!local.is_local_alias("https://account.example.org"));
        assert!(!local.is_local_alias("http://localhost.example.org"));
        assert!(!local.is_local_alias("null"));
        let public = PublicOrigin::parse("https://account.example.org").unwrap();
        assert!(!public.is_local_alias("http://localhost:8080"));
    }
}
