//! Did this request start on our own pages? A browser that was lured elsewhere still sends our
//! cookies, so nothing may change unless the browser itself says that the page was ours
//! (`Sec-Fetch-Site`, or `Origin` from browsers too old for it). One layer in front of every route,
//! so that no handler can forget it. Safe methods pass because they change nothing, except when
//! another site loads them as an image, a script or a frame to learn something (fetch metadata
//! resource isolation). The machine interface is the mirror image: it knows bearer tokens and
//! refuses whoever brings a cookie, that is, a browser. Gateways prove themselves by signing what they
//! send; no cookie means anything there.

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use http::{HeaderMap, HeaderName, Method, StatusCode};

use super::{csp_reports, limits};
use crate::config::PublicOrigin;

/// Everything below this path is for machines.
pub const MACHINES: &str = "/api/v1/";
/// Everything below this path is for gateways, whose every message is signed.
pub const GATEWAYS: &str = "/gateway/";

/// What nearly every address takes.
const KINDS: [&str; 2] = ["application/x-www-form-urlencoded", "application/json"];

/// What the addresses take that files are sent to.
const UPLOAD_KINDS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Why a request was refused. The 403 answer carries it as an extension; the outer layer renders
/// the page and records the event `malicious_csrf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The browser says that another site started a change.
    OtherSite,
    /// `Origin` is `null` or not ours.
    OtherOrigin,
    /// Neither `Sec-Fetch-Site` nor `Origin`: nothing proves where it comes from.
    NoProof,
    /// A header that must be there once was there twice or is not text.
    Ambiguous,
    /// The body is not what its address takes: a form, JSON, or a report.
    ContentType,
    /// A cookie on the machine interface.
    Cookie,
    /// Another site loads one of our addresses as something other than a page.
    Embedded,
}

impl Refused {
    /// A stable word for the audit record and the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherSite => "other_site",
            Self::OtherOrigin => "other_origin",
            Self::NoProof => "no_proof",
            Self::Ambiguous => "ambiguous",
            Self::ContentType => "content_type",
            Self::Cookie => "cookie",
            Self::Embedded => "embedded",
        }
    }
}

/// Whether the request may go on.
pub fn check(
    method: &Method,
    headers: &HeaderMap,
    path: &str,
    own: &PublicOrigin,
) -> Result<(), Refused> {
    // TRACE counts as unsafe: nobody needs it.
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let machine = path.starts_with(MACHINES);
    if machine && headers.contains_key(COOKIE) {
        return Err(Refused::Cookie);
    }
    if safe {
        return check_load(headers);
    }
    if !machine && !path.starts_with(GATEWAYS) {
        check_source(headers, own)?;
    }
    if path == csp_reports::PATH {
        check_body(headers, &csp_reports::KINDS)
    } else if limits::file(path).is_some() {
        check_body(headers, &UPLOAD_KINDS)
    } else {
        check_body(headers, &KINDS)
    }
}

/// A change: the browser must say that it started with us.
fn check_source(headers: &HeaderMap, own: &PublicOrigin) -> Result<(), Refused> {
    let site = single(headers, &SEC_FETCH_SITE)?;
    let origin = single(headers, &ORIGIN)?;
    match (site, origin) {
        (Some("same-origin" | "none"), None) => Ok(()),
        // A name that an attacker points at us is "same-origin" with itself, but it is not ours.
        // On one's own machine `localhost` and `127.0.0.1` are the same portal.
        (Some("same-origin" | "none"), Some(origin)) => {
            let ours = origin == own.as_str() || own.is_local_alias(origin);
            if ours {
                Ok(())
            } else {
                Err(Refused::OtherOrigin)
            }
        }
        (Some(_), _) => Err(Refused::OtherSite),
        (None, Some(origin)) if origin == own.as_str() => Ok(()),
        (None, Some(_)) => Err(Refused::OtherOrigin),
        (None, None) => Err(Refused::NoProof),
    }
}

/// One of these kinds. A form that another site can send without asking first may also be `text/plain`
/// or multipart; the first is used nowhere here, and the second where files are sent to.
fn check_body(headers: &HeaderMap, known: &[&str]) -> Result<(), Refused> {
    let kind = single(headers, &CONTENT_TYPE)?.ok_or(Refused::ContentType)?;
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if known.iter().any(|k| essence.eq_ignore_ascii_case(k)) {
        Ok(())
    } else {
        Err(Refused::ContentType)
    }
}

/// Reading: other sites may link to us, and that is all they may do.
fn check_load(headers: &HeaderMap) -> Result<(), Refused> {
    match single(headers, &SEC_FETCH_SITE)? {
        None | Some("same-origin" | "none") => return Ok(()),
        Some(_) => {}
    }
    let mode = single(headers, &SEC_FETCH_MODE)?;
    let dest = single(headers, &SEC_FETCH_DEST)?;
    match (mode, dest) {
        (Some("navigate"), None | Some("document")) => Ok(()),
        _ => Err(Refused::Embedded),
    }
}

/// The value of a header that may occur once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refused> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| Refused::Ambiguous),
        (Some(_), Some(_)) => Err(Refused::Ambiguous),
    }
}

/// Answers 403 with an empty body and [`Refused`] as an extension, or lets go on.
pub async fn guard<F: Future<Output = Response>>(
    own: &PublicOrigin,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    match check(
        request.method(),
        request.headers(),
        request.uri().path(),
        own,
    ) {
        Ok(()) => next(request).await,
        Err(refused) => {
            let mut response = StatusCode::FORBIDDEN.into_response();
            response.extensions_mut().insert(refused);
            response
        }
    }
}

#[cfg(test)]
mod tests;
