//! Requests that nobody sends by accident: too much, too deep, too odd; and bad days of the machine.

use std::convert::Infallible;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use domain::Refusal;
use domain::account::{Role, State};
use domain::service::{DirectoryRecord, FieldRefused, NewPerson};
use hyper::body::{Frame, SizeHint};
use proptest::prelude::*;

use crate::cast::record;
use crate::client::{form, request};
use crate::dist;
use crate::doubles::{Failing, Switch};
use crate::log;
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
            if expected == 0 {
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
async fn a_136_two_names_that_look_the_same_are_one_name() {
    let portal = TestPortal::new().await;
    let add = async |login: &str, name: &str| {
        let record = DirectoryRecord {
            login: login.into(),
            name: name.into(),
            ..record("x@example.org")
        };
        let new = NewPerson {
            record,
            password: None,
            role: Role::User,
            state: State::Disabled,
        };
        portal
            .services
            .add_people(&[new], &portal.trace())
            .await
            .unwrap()
            .map_err(|refused| refused[0].1)
    };
    assert!(add("admin@example.org", "Admin").await.is_ok());
    for twin in [
        "ADMIN@example.org",
        "ａｄｍｉｎ@example.org",
        " admin@example.org",
        "admin@example.org.",
        "𝐚𝐝𝐦𝐢𝐧@example.org",
    ] {
        assert_eq!(
            add(twin, "Twin").await.unwrap_err(),
            FieldRefused {
                field: "user",
                refusal: Refusal::NameTaken
            },
            "{twin}"
        );
    }
    // What cannot be seen cannot tell two names apart.
    for hidden in [
        '\u{200b}',
        '\u{200d}',
        '\u{ad}',
        '\u{2060}',
        '\u{feff}',
        '\u{202e}',
        '\u{2066}',
        '\u{34f}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{e0041}',
        '\0',
        '\n',
        ' ',
    ] {
        let twin = format!("ad{hidden}min@example.org");
        let refused = add(&twin, "Twin").await.unwrap_err();
        assert_eq!(
            refused,
            FieldRefused {
                field: "user",
                refusal: Refusal::BadCharacters
            },
            "{hidden:?}"
        );
        let page = portal
            .browser()
            .post("/sign-in", &[("user", &twin), ("password", "x")])
            .await;
        assert!(page.refuses(Refusal::WrongCredentials));
    }
    for name in [
        "a\u{202e}b",
        "a\u{2067}b",
        "a\u{200f}b",
        "a\nb",
        "a\u{1b}[2Jb",
    ] {
        assert_eq!(
            add("bidi@example.org", name).await.unwrap_err(),
            FieldRefused {
                field: "name",
                refusal: Refusal::BadCharacters
            },
            "{name:?}"
        );
    }
    assert!(
        add(
            &format!("a{}@example.org", "\u{301}".repeat(1_000)),
            "Marks"
        )
        .await
        .is_err()
    );
    assert!(
        add(
            "marks@example.org",
            &format!("a{}", "\u{335}".repeat(1_000))
        )
        .await
        .is_err()
    );
    assert!(
        add("emoji@example.org", "Zoë 漢字 👩🏽‍🚀 O'Brien <b>")
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_136_a_name_of_markup_is_text_on_every_page() {
    let portal = TestPortal::new().await;
    let hostile = "\"><img src=x onerror=alert(1)>'&{{7*7}}</title>";
    let person = portal.enrolled("sanne@example.org").await;
    let account = portal.account(person.id).await;
    let record = DirectoryRecord {
        name: hostile.into(),
        title: hostile.into(),
        ..record("sanne@example.org")
    };
    portal
        .services
        .set_directory(&account, &record, &portal.trace())
        .await
        .unwrap();
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/app-passwords/create", &[("name", hostile)])
        .await;
    let app = portal.account(person.id).await.apps[0].id;
    browser
        .post(
            &format!("/security/apps/{app}/rename"),
            &[("name", hostile)],
        )
        .await;
    let row = portal.account(person.id).await.app_passwords[0].id;
    for path in [
        "/profile",
        "/security",
        "/app-passwords",
        "/app-passwords/created",
        &format!("/app-passwords/{row}/delete"),
        &format!("/security/apps/{app}/rename"),
        &format!("/security/apps/{app}/delete"),
        "/help",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<img"), "{path}");
        assert!(page.says("<img src=x onerror=alert(1)>"), "{path}");
    }
    let page = portal
        .browser()
        .post("/sign-in", &[("user", hostile), ("password", "x")])
        .await;
    assert!(!page.body.contains("<img"));
    let page = portal
        .browser()
        .get("/%3Cimg%20src=x%3E%22%3E%3Cscript%3E")
        .await;
    assert!(page.status == 404 && !page.body.contains("<img") && !page.body.contains("<script>"));
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

#[tokio::test]
async fn a_141_no_stranger_writes_a_line_of_his_own() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let hostile =
        "x\r\n2027-01-15T08:00:00Z ERROR forged \u{1b}[2J\u{2028}\u{2029}\"}{\"event\":\"forged";
    for agent in [
        "a\tb",
        "\"}{\"event\":\"user_delete",
        "${jndi:ldap://evil}",
        &"x".repeat(5_000),
    ] {
        let mut browser = portal.browser().with("user-agent", agent);
        browser
            .post("/sign-in", &[("user", hostile), ("password", hostile)])
            .await;
        browser.post("/sign-in/verify", &[("code", hostile)]).await;
    }
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/app-passwords/create", &[("name", "Laptop\u{2028}forged")])
        .await;
    portal.machine(&serde_json::json!({ "user": hostile, "password": hostile, "service": "imap", "client_ip": "" }).to_string()).await;
    assert!(
        !log.says("forged"),
        "what was typed does not get into the log at all"
    );
    let rows = portal.audit().await;
    for row in &rows {
        assert!(row.user_agent.chars().count() <= 200);
        let line = serde_json::to_string(row).unwrap();
        assert_eq!(line.lines().count(), 1);
        assert!(serde_json::from_str::<domain::audit::Row>(&line).is_ok_and(|read| read == *row));
        assert!(
            !line.contains('\u{1b}') && !line.contains("forged"),
            "{line}"
        );
    }
    assert_eq!(
        rows.iter().filter(|row| row.event == "user_delete").count(),
        0
    );
}

#[tokio::test]
async fn a_144_what_cannot_be_stored_is_not_shown() {
    let switch = Switch::default();
    let inside = switch.clone();
    let portal = Plan::default()
        .store(move |inner| Failing::around(inner, inside))
        .open()
        .await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let before = portal.account(person.id).await;
    let app = before.apps[0].id;
    switch.writes.store(true, Ordering::SeqCst);
    let new = "ander wachtwoord met lengte";
    let changes: [(&str, Vec<(&str, &str)>); 6] = [
        ("/app-passwords/create", vec![("name", "Phone")]),
        ("/app-passwords/delete-all", vec![]),
        ("/security/app/start", vec![]),
        (
            &format!("/security/apps/{app}/rename"),
            vec![("name", "Other")],
        ),
        (
            "/profile/password",
            vec![("current", &person.password), ("new", new), ("again", new)],
        ),
        ("/sign-out-everywhere", vec![]),
    ];
    for (path, fields) in &changes {
        let page = browser.post(path, fields).await;
        assert_eq!(
            (page.status.as_u16(), page.header("retry-after")),
            (503, "10"),
            "{path}"
        );
        assert!(
            !page.says("switched off by the test"),
            "the reason stands in the log only"
        );
        assert!(page.headers.get("set-cookie").is_none());
    }
    assert_eq!(
        browser.get("/app-passwords/created").await.to(),
        "/app-passwords",
        "nothing to show"
    );
    assert!(portal.check(&person.login, &value).await, "reading goes on");
    assert!(portal.services.mail_flush().await.is_err());
    switch.writes.store(false, Ordering::SeqCst);
    assert_eq!(portal.account(person.id).await, before);
    portal.services.mail_flush().await.unwrap();
    assert!(
        portal.account(person.id).await.app_passwords[0]
            .last_used
            .is_some(),
        "the last use was kept for later"
    );
    let page = browser
        .submit("/app-passwords/create", &[("name", "Phone")])
        .await;
    assert!(
        portal.check(&person.login, &page.app_password()).await,
        "and it recovers without a restart"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_146_a_database_that_somebody_holds_is_try_again_later() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let held = portal.file();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut halfway = portal.browser();
    let (sign_in, create) = (
        [
            ("user", person.login.as_str()),
            ("password", &person.password),
        ],
        [("name", "Laptop")],
    );
    let mut other = browser.clone();
    let (a, b, c) = tokio::join!(
        halfway.post("/sign-in", &sign_in),
        browser.post("/app-passwords/create", &create),
        other.get("/app-passwords")
    );
    for page in [&a, &b] {
        assert_eq!(
            (page.status.as_u16(), page.header("retry-after")),
            (503, "10")
        );
        assert!(!page.says("locked") && !page.says("database is"));
    }
    assert_eq!(c.status, 200, "reading goes on");
    held.execute_batch("ROLLBACK").unwrap();
    let page = browser.submit("/app-passwords/create", &create).await;
    assert!(portal.check(&person.login, &page.app_password()).await);
    assert_eq!(
        portal.account(person.id).await.app_passwords.len(),
        1,
        "the refused one was not made after all"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

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
