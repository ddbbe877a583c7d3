//! What every answer says to the browser about itself, and the nonce that scripts must carry.
//!
//! One place sets the headers, so that an answer made anywhere, also a 404 or a 500, has them. A
//! handler may choose its own `Cache-Control` and `Referrer-Policy`; the rest is not negotiable.
//! Machines get the few that concern them: what a browser would have to make of the answer should one
//! ever show it, and no nonce, for there is no script. No answer names the program or its version.

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use data_encoding::BASE64URL_NOPAD;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, SERVER,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, StatusCode};

use super::origin::{GATEWAYS, MACHINES};
use crate::config::PublicOrigin;
use crate::system;

/// 128 random bits in Base64, new for every request; in the request's extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(pub String);

/// What signing out tells the browser to forget.
pub const CLEAR_SITE_DATA: (HeaderName, HeaderValue) = (
    HeaderName::from_static("clear-site-data"),
    HeaderValue::from_static(r#""cache", "cookies", "storage""#),
);

/// The same for a browser that keeps the cookies which are not of the session.
pub const CLEAR_SITE_DATA_BUT_COOKIES: (HeaderName, HeaderValue) = (
    HeaderName::from_static("clear-site-data"),
    HeaderValue::from_static(r#""cache", "storage""#),
);

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const REPORTING_ENDPOINTS: HeaderName = HeaderName::from_static("reporting-endpoints");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Gives the name that the policy uses its address.
const REPORTS: HeaderValue = HeaderValue::from_static(r#"csp="/csp-reports""#);
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const DECIDED_BY: HeaderValue = HeaderValue::from_static("Cookie, Sec-Fetch-Site, Origin");
const TWO_YEARS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Everything that browsers know is off, except passkeys and writing to the clipboard. Names that
/// browsers do not know would only fill their consoles.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
     clipboard-write=(self), compute-pressure=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), \
     idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
     otp-credentials=(), payment=(), picture-in-picture=(), publickey-credentials-create=(self), \
     publickey-credentials-get=(self), screen-wake-lock=(), serial=(), storage-access=(), \
     sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()",
);

/// The policy of one answer. Nothing inline, nothing from elsewhere; only the script that carries
/// the nonce, and what that one loads. `report-uri` is for browsers that do not know `report-to`.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; \
         script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
         object-src 'none'; report-uri /csp-reports; report-to csp"
    )
}

/// Gives the request its [`Nonce`] and the answer its headers.
pub async fn secure<F: Future<Output = Response>>(
    own: &PublicOrigin,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let path = request.uri().path();
    if path.starts_with(MACHINES) || path.starts_with(GATEWAYS) {
        let mut response = next(request).await;
        let headers = response.headers_mut();
        dress(headers, own);
        headers.insert(CONTENT_SECURITY_POLICY, NOTHING);
        headers.entry(CACHE_CONTROL).or_insert(NO_STORE);
        return response;
    }
    let random = system::bytes::<16>().map(|bytes| BASE64URL_NOPAD.encode(&bytes));
    let (nonce, mut response) = match random {
        Ok(nonce) => {
            request.extensions_mut().insert(Nonce(nonce.clone()));
            (Some(nonce), next(request).await)
        }
        // Without random numbers nothing here may work; the answer still gets its headers.
        Err(_) => (None, StatusCode::SERVICE_UNAVAILABLE.into_response()),
    };
    let headers = response.headers_mut();
    dress(headers, own);
    dress_for_browsers(headers, nonce.as_deref().unwrap_or("none"));
    response
}

/// What concerns everybody.
fn dress(headers: &mut HeaderMap, own: &PublicOrigin) {
    if own.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, TWO_YEARS);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.insert(CORP, SAME_ORIGIN);
    headers.remove(SERVER);
}

fn dress_for_browsers(headers: &mut HeaderMap, nonce: &str) {
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(REPORTING_ENDPOINTS, REPORTS);
    headers.insert(COOP, SAME_ORIGIN);
    headers.insert(PERMISSIONS_POLICY, PERMISSIONS);
    headers.entry(REFERRER_POLICY).or_insert(SAME_ORIGIN);
    // What may be kept is the same for everybody, and must not be fetched again because a cookie
    // changed; everything else depends on who asks and how.
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, NO_STORE);
        headers.append(VARY, DECIDED_BY);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use axum::body::Body;
    use axum::routing::get;
    use axum::{Extension, Router, middleware};
    use tower::ServiceExt as _;

    use super::*;

    fn router(origin: &str) -> Router {
        let own = std::sync::Arc::new(PublicOrigin::parse(origin).unwrap());
        let kept = [
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (REFERRER_POLICY, "no-referrer"),
            (SERVER, "axum/0.8"),
            (VARY, "Accept-Encoding"),
            (CONTENT_SECURITY_POLICY, "default-src *"),
        ];
        Router::new()
            .route(
                "/",
                get(|Extension(Nonce(nonce)): Extension<Nonce>| async move { nonce }),
            )
            .route("/asset", get(move || async move { (kept, "body") }))
            .route("/api/v1/thing", get(|| async { "data" }))
            .layer(middleware::from_fn(
                move |request, next: middleware::Next| {
                    let own = own.clone();
                    async move { secure(&own, request, |request| next.run(request)).await }
                },
            ))
    }

    async fn ask(origin: &str, path: &str) -> (HeaderMap, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (head, body) = router(origin).oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, 1000).await.unwrap();
        (head.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    const HTTPS: &str = "https://account.example.org";

    #[tokio::test]
    async fn a_page_has_the_whole_table() {
        let (headers, nonce) = ask(HTTPS, "/").await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
                 style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                 manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
                 object-src 'none'; report-uri /csp-reports; report-to csp"
            )
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        for (name, value) in [
            (
                "strict-transport-security",
                "max-age=63072000; includeSubDomains",
            ),
            ("referrer-policy", "same-origin"),
            ("reporting-endpoints", "csp=\"/csp-reports\""),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("vary", "Cookie, Sec-Fetch-Site, Origin"),
        ] {
            assert_eq!(headers[name], value, "{name}");
            assert_eq!(headers.get_all(name).iter().count(), 1, "{name}");
        }
        assert!(!headers.contains_key("server") && !headers.contains_key("x-powered-by"));
    }

    #[tokio::test]
    async fn a_machine_gets_what_concerns_it() {
        let (headers, _) = ask(HTTPS, "/api/v1/thing").await;
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            (
                "strict-transport-security",
                "max-age=63072000; includeSubDomains",
            ),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
        assert!(!headers.contains_key("server"));
    }

    #[tokio::test]
    async fn a_missing_page_has_them_too() {
        let (headers, _) = ask(HTTPS, "/nowhere").await;
        assert_eq!(headers["cache-control"], "no-store");
        assert!(headers.contains_key("content-security-policy"));
    }

    #[tokio::test]
    async fn only_what_may_be_chosen_is_kept() {
        let (headers, _) = ask(HTTPS, "/asset").await;
        assert_eq!(
            headers["cache-control"],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["vary"], "Accept-Encoding");
        assert!(!headers.contains_key("server"));
        assert!(
            !headers["content-security-policy"]
                .to_str()
                .unwrap()
                .contains('*')
        );
    }

    #[tokio::test]
    async fn plain_http_on_ones_own_machine_promises_no_tls() {
        let (headers, _) = ask("http://localhost:8080", "/").await;
        assert!(!headers.contains_key("strict-transport-security"));
    }

    #[tokio::test]
    async fn every_answer_has_a_nonce_of_its_own() {
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let (_, nonce) = ask(HTTPS, "/").await;
            assert_eq!(BASE64URL_NOPAD.decode(nonce.as_bytes()).unwrap().len(), 16);
            assert!(seen.insert(nonce));
        }
    }

    #[test]
    fn the_permissions_are_well_formed_and_closed() {
        let text = PERMISSIONS.to_str().unwrap().to_owned();
        let mut open: Vec<&str> = Vec::new();
        for entry in text.split(", ") {
            let (name, list) = entry.split_once('=').unwrap();
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{name}"
            );
            match list {
                "()" => {}
                "(self)" => open.push(name),
                other => panic!("{other}"),
            }
        }
        assert_eq!(
            open,
            [
                "clipboard-write",
                "publickey-credentials-create",
                "publickey-credentials-get"
            ]
        );
    }
}
