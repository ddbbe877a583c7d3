//! What browsers say of our pages that wanted something their policy forbids: a mistake of ours, an
//! extension, or somebody's attempt. Anybody can send such a report, so it is believed little: a bounded
//! number is looked at, each kind of violation is logged once an hour, and only as directive, origin and
//! page. Addresses, samples and queries may hold what belongs to a person and stay out of the log.
//!
//! Chromium sends `Origin` with the reports of `report-to` and `Sec-Fetch-Site` as well with those of
//! `report-uri`, so the rule about the source of a request holds here as everywhere.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use domain::lockout::{Counter, Rule, Then, Verdict};
use domain::time::Span;
use domain::{Id, Time};
use http::StatusCode;
use serde::Deserialize;

use super::Portal;
use crate::config::PublicOrigin;

/// Where reports go.
pub const PATH: &str = "/csp-reports";
/// What a report is, as browsers send it for `report-to` and for `report-uri`.
pub const KINDS: [&str; 2] = ["application/reports+json", "application/csp-report"];

/// A report repeats the whole policy and needs about a kilobyte.
const MOST_BYTES: usize = 16 * 1024;
/// So many requests are looked at in a minute, whoever sends them.
const REQUESTS: Rule = Rule {
    window: Span::minutes(1),
    free: 60,
    then: Then::WindowEnd,
    pause: None,
    hard: None,
};
/// So many different violations are logged in an hour.
const MOST_DIFFERENT: usize = 100;
const REMEMBERED: Span = Span::hours(1);

/// What is worth knowing of a violation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    directive: String,
    blocked: String,
    page: String,
}

/// What was reported of late.
#[derive(Debug, Default)]
pub struct Reports(Mutex<Recent>);

#[derive(Debug, Default)]
struct Recent {
    requests: Counter,
    since: Time,
    seen: BTreeSet<Violation>,
}

impl Reports {
    /// Whether one more request is looked at.
    fn admit(&self, now: Time) -> bool {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, verdict) = REQUESTS.reserve(recent.requests, now);
        recent.requests = next;
        verdict == Verdict::Go
    }

    /// Whether this is news.
    fn is_new(&self, violation: &Violation, now: Time) -> bool {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.since > now || now.since(recent.since) >= REMEMBERED {
            recent.since = now;
            recent.seen.clear();
        }
        recent.seen.len() < MOST_DIFFERENT && recent.seen.insert(violation.clone())
    }
}

/// `POST /csp-reports`. The answer is the same for every body: nobody reads it.
pub async fn receive(State(portal): State<Arc<Portal>>, body: Bytes) -> StatusCode {
    let now = portal.services.clock.now();
    let counters = &portal.metrics;
    if body.len() > MOST_BYTES || !portal.reports.admit(now) {
        counters.reports_dropped.fetch_add(1, Ordering::Relaxed);
        return StatusCode::NO_CONTENT;
    }
    for violation in violations(&body, &portal.origin) {
        counters.reports.fetch_add(1, Ordering::Relaxed);
        if portal.reports.is_new(&violation, now) {
            let Violation {
                directive,
                blocked,
                page,
            } = violation;
            tracing::warn!(
                directive,
                blocked,
                page,
                "a browser blocked something on a page"
            );
        }
    }
    StatusCode::NO_CONTENT
}

/// Either form; what is not about a policy is left out.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sent {
    Many(Vec<Report>),
    One {
        #[serde(rename = "csp-report")]
        report: Body,
    },
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    body: Option<Body>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(rename = "effectiveDirective", alias = "effective-directive")]
    directive: String,
    #[serde(rename = "blockedURL", alias = "blocked-uri")]
    blocked: String,
    #[serde(rename = "documentURL", alias = "document-uri")]
    document: String,
}

fn violations(body: &[u8], own: &PublicOrigin) -> Vec<Violation> {
    let bodies: Vec<Body> = match serde_json::from_slice(body) {
        Ok(Sent::Many(reports)) => reports
            .into_iter()
            .filter(|report| report.kind == "csp-violation")
            .filter_map(|report| report.body)
            .collect(),
        Ok(Sent::One { report }) => vec![report],
        Err(_) => Vec::new(),
    };
    bodies
        .into_iter()
        .filter_map(|body| violation(&body, own))
        .collect()
}

fn violation(body: &Body, own: &PublicOrigin) -> Option<Violation> {
    Some(Violation {
        directive: word(&body.directive)?.to_owned(),
        blocked: source(&body.blocked)?,
        page: page(&body.document, own)?,
    })
}

/// A name as policies have them: `script-src-elem`, `inline`.
fn word(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    (plain && (1..=40).contains(&text.len())).then_some(text)
}

/// The origin of an address, the scheme of one that has none, or the word that stands for either.
fn source(text: &str) -> Option<String> {
    let Some((scheme, rest)) = text.split_once(':') else {
        return word(text).map(str::to_owned);
    };
    let scheme = word(scheme)?;
    let Some(rest) = rest.strip_prefix("//") else {
        return Some(format!("{scheme}:"));
    };
    let host = rest
        .split(['/', '?', '#', '\\'])
        .next()?
        .rsplit('@')
        .next()?;
    let plain = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    (plain && host.len() <= 255).then(|| format!("{scheme}://{host}"))
}

/// The path of a page of ours, without query; ids are not told apart.
fn page(document: &str, own: &PublicOrigin) -> Option<String> {
    let address = document.split(['?', '#']).next()?;
    let start = address.match_indices('/').nth(2).map(|(at, _)| at)?;
    let (origin, path) = address.split_at_checked(start)?;
    let plain = path
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/-._".contains(&b));
    if !plain || path.len() > 100 || (origin != own.as_str() && !own.is_local_alias(origin)) {
        return None;
    }
    let parts = path.split('/').map(|part| match part.parse::<Id>() {
        Ok(_) => "{id}",
        Err(_) => part,
    });
    Some(parts.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://account.example.org";

    fn own() -> PublicOrigin {
        PublicOrigin::parse(OWN).unwrap()
    }

    #[test]
    fn of_an_address_only_the_origin_is_kept() {
        for (reported, kept) in [
            ("https://evil.example/x.png?secret", "https://evil.example"),
            ("https://evil.example:8443", "https://evil.example:8443"),
            ("https://ann:hunter2@evil.example/", "https://evil.example"),
            ("wss://[2001:db8::1]/socket", "wss://[2001:db8::1]"),
            ("inline", "inline"),
            ("wasm-eval", "wasm-eval"),
            ("data", "data"),
            ("data:text/plain,secret", "data:"),
            ("blob:https://account.example.org/0", "blob:"),
            ("chrome-extension://abc/x.js", "chrome-extension://abc"),
        ] {
            assert_eq!(source(reported).as_deref(), Some(kept), "{reported}");
        }
        for odd in [
            "",
            "a secret",
            "https://evil.example\nforged",
            "JAVA:x",
            "https://é/",
        ] {
            assert_eq!(source(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_page_is_one_of_ours_and_loses_query_and_ids() {
        for (document, kept) in [
            ("https://account.example.org/", "/"),
            (
                "https://account.example.org/sign-in?next=/profile#x",
                "/sign-in",
            ),
            (
                "https://account.example.org/app-passwords/0000000003e8ffffffffffffffffffff/delete",
                "/app-passwords/{id}/delete",
            ),
        ] {
            assert_eq!(page(document, &own()).as_deref(), Some(kept), "{document}");
        }
        let long = format!("{OWN}/{}", "x".repeat(200));
        for odd in [
            "",
            "/sign-in",
            "about:blank",
            "https://account.example.org",
            "https://account.example.org.evil.example/",
            "https://evil.example/",
            "https://account.example.org/%0a",
            &long,
        ] {
            assert_eq!(page(odd, &own()), None, "{odd}");
        }
    }

    #[test]
    fn what_is_no_violation_is_none() {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            "[[]]",
            r#"[{"type":"deprecation","body":{"id":"x"}}]"#,
            r#"[{"type":"csp-violation"}]"#,
            r#"{"csp-report":{"blocked-uri":5}}"#,
            r#"{"csp-report":{"effective-directive":"<script>","blocked-uri":"inline","document-uri":"https://account.example.org/"}}"#,
        ] {
            assert_eq!(violations(body.as_bytes(), &own()), [], "{body}");
        }
    }

    #[test]
    fn a_minute_looks_at_sixty_and_an_hour_tells_a_hundred() {
        let reports = Reports::default();
        let now = Time(1_800_000_000_000);
        let one = |n: usize| Violation {
            directive: "img-src".to_owned(),
            blocked: format!("https://{n}.example"),
            page: "/".to_owned(),
        };
        assert_eq!((0..1000).filter(|_| reports.admit(now)).count(), 60);
        assert!(reports.admit(now + Span::minutes(1)));
        assert_eq!(
            (0..1000).filter(|n| reports.is_new(&one(*n), now)).count(),
            100
        );
        assert!(!reports.is_new(&one(0), now) && !reports.is_new(&one(1000), now));
        assert!(reports.is_new(&one(0), now + Span::hours(1)));
        // A clock that went back keeps nobody quiet.
        assert!(reports.is_new(&one(0), now));
    }
}
