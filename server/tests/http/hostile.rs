//! Requests that nobody sends by accident: too much, too deep, too odd; and bad days of the machine.

mod bad_days;
mod names;

use std::convert::Infallible;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use proptest::prelude::*;

use crate::client::{form, request};
use crate::dist;
use crate::portal::{ORIGIN, Plan, TOKEN, TestPortal};
use crate::routes;

/// A body of 16 kB pieces, with or without a stated length.
struct Pieces {
    left: u64,
    stated: bool,
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(left) = self.left.checked_sub(16 * 1024) else {
            return Poll::Ready(None);
        };
        self.left = left;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(
            &[b'a'; 16 * 1024],
        )))))
    }

    fn size_hint(&self) -> SizeHint {
        if self.stated {
            SizeHint::with_exact(self.left)
        } else {
            SizeHint::default()
        }
    }
}

#[tokio::test]
async fn a_132_bodies_that_are_too_much_are_cut_off() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let browser = portal.signed_in(&person).await;
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'a'; 20_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 60_000);
    let before = portal.account(person.id).await;
    for path in
        routes::changes().chain(["/api/v1/app-passwords/check".to_owned(), "/nowhere".into()])
    {
        let form_type = "application/x-www-form-urlencoded";
        let bodies = [
            (
                413,
                form_type,
                Body::new(Pieces {
                    left: 100_000_000,
                    stated: true,
                }),
            ),
            (
                413,
                form_type,
                Body::new(Pieces {
                    left: u64::MAX,
                    stated: false,
                }),
            ),
            (413, form_type, Body::from("a=b&".repeat(1_000_000))),
            (413, "application/json", Body::from("[".repeat(100_000))),
            (
                403,
                "multipart/form-data; boundary=x",
                Body::new(Pieces {
                    left: 1_000_000_000,
                    stated: false,
                }),
            ),
            (0, form_type, Body::from(bomb.clone())),
            (0, form_type, Body::from("a=b&".repeat(16_000))),
            (0, "application/json", Body::from("[".repeat(60_000))),
        ];
        for (expected, kind, body) in bodies {
            // What an address does not take is refused before a byte of it is read.
            let kind = match (path.as_str(), expected) {
                ("/csp-reports", 413) => "application/reports+json",
                _ => kind,
            };
            let mut request = request("POST", &path, body);
            let machine = path.starts_with("/api/");
            let headers = request.headers_mut();
            headers.insert("content-type", kind.parse().unwrap());
            if kind == form_type && expected == 0 {
                headers.insert("content-encoding", "gzip".parse().unwrap());
            }
            headers.insert("origin", ORIGIN.parse().unwrap());
            headers.insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
            let mut client = if machine {
                portal.browser().from("127.0.0.1")
            } else {
                browser.clone()
            };
            let page = client.send(request).await;
            let status = page.status.as_u16();
            if routes::takes_files(&path) {
                // Files are taken there, and from staff alone: of others nothing is read.
                assert!([303, 403, 404].contains(&status), "{path} {kind}: {status}");
            } else if expected == 0 {
                assert!(status < 500, "{path} {kind}: {status}");
            } else {
                assert_eq!(status, expected, "{path} {kind}");
            }
        }
    }
    let after = portal.account(person.id).await;
    assert_eq!((after.apps, after.password), (before.apps, before.password));
}

#[tokio::test]
async fn a_137_no_spelling_of_a_path_leads_to_a_file() {
    let portal = Plan::default().bundle(dist::bundle()).open().await;
    for good in [
        "/robots.txt",
        "/favicon.svg",
        "/pkg/loader-77b96a7403b55645.js",
    ] {
        assert_eq!(portal.browser().get(good).await.status, 200, "{good}");
    }
    for bad in [
        "/pkg/../index.html",
        "/pkg/../../Cargo.toml",
        "/pkg/..%2f..%2fetc/passwd",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/pkg/..%252f..%252fetc%252fpasswd",
        "/pkg/....//....//etc/passwd",
        "/pkg//etc/passwd",
        "//etc/passwd",
        "/..\\..\\etc\\passwd",
        "/pkg/..%5c..%5cetc",
        "/.env",
        "/.git/HEAD",
        "/pkg/.hidden",
        "/pkg",
        "/pkg/",
        "/public",
        "/public/robots.txt",
        "/index.html",
        "/pkg/hydrate-319f2581a8781bc3.js.map",
        "/pkg/loader-77b96a7403b55645.js%00.txt",
        "/pkg/loader-77b96a7403b55645.js/",
        "/PKG/loader-77b96a7403b55645.js",
        "/data/proofup.db",
        "/proofup.db",
        "/keys",
        "/pkg/hydrate-319f2581a8781bc3_bg.wasm.br",
    ] {
        let page = portal.browser().get(bad).await;
        assert_eq!(page.status, 404, "{bad}");
        assert!(
            !page.body.contains("root:") && !page.body.contains("[workspace]"),
            "{bad}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A-139, cheaply: whatever comes, the answer is one of ours and the portal goes on.
    #[test]
    fn a_139_no_request_breaks_the_portal(
        cookie in prop::collection::vec(prop_oneof![0x20_u8..0x7f, 0x80_u8..=0xff, Just(b'\t')], 0..300),
        body in prop::collection::vec(any::<u8>(), 0..400),
        text in any::<String>(),
        path in "(/[-a-z0-9%.;~]{0,12}){0,4}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let portal = TestPortal::new().await;
            let raw = http::HeaderValue::from_bytes(&cookie).unwrap();
            for (method, path, kind) in [
                ("GET", "/profile", ""), ("POST", "/sign-in", "application/x-www-form-urlencoded"), ("POST", "/security", "application/x-www-form-urlencoded"),
                ("POST", "/api/v1/app-passwords/check", "application/json"), ("GET", if path.is_empty() { "/" } else { path.as_str() }, ""),
            ] {
                let mut request = request(method, path, body.clone());
                let machine = path.starts_with("/api");
                if !machine {
                    request.headers_mut().insert("cookie", raw.clone());
                }
                request.headers_mut().insert("origin", ORIGIN.parse().unwrap());
                request.headers_mut().insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
                if !kind.is_empty() {
                    request.headers_mut().insert("content-type", kind.parse().unwrap());
                }
                let client = portal.browser();
                let page = if machine { client.from("127.0.0.1") } else { client }.send(request).await;
                assert!(page.status.as_u16() < 500, "{method} {path}: {}", page.status);
            }
            let body = serde_json::json!({ "user": text, "password": text, "service": "imap", "client_ip": "" });
            assert_eq!(portal.machine(&body.to_string()).await.status, 200);
            let typed = form(&[("user", &text), ("password", &text), ("code", &text), ("next", &text)]);
            let mut sent = request("POST", "/sign-in", typed);
            sent.headers_mut().insert("origin", ORIGIN.parse().unwrap());
            sent.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
            assert_eq!(portal.browser().send(sent).await.status, 200);
        });
    }
}
