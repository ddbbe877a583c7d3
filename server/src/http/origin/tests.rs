//! Attack A-114 and its relatives, against the pure function and once through the layer.

use axum::body::Body;
use axum::routing::{get, post};
use axum::{Router, middleware};
use proptest::prelude::*;
use tower::ServiceExt as _;

use super::*;

const OWN: &str = "https://account.example.org";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn own() -> PublicOrigin {
    PublicOrigin::parse(OWN).unwrap()
}

fn headers(list: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in list {
        let name: HeaderName = name.parse().unwrap();
        headers.append(name, value.parse().unwrap());
    }
    headers
}

fn ask(method: &str, path: &str, list: &[(&str, &str)]) -> Result<(), Refused> {
    check(&method.parse().unwrap(), &headers(list), path, &own())
}

fn post_form(list: &[(&str, &str)]) -> Result<(), Refused> {
    let mut all = vec![FORM];
    all.extend_from_slice(list);
    ask("POST", "/sign-in", &all)
}

#[test]
fn our_own_forms_pass() {
    assert_eq!(
        post_form(&[("sec-fetch-site", "same-origin"), ("origin", OWN)]),
        Ok(())
    );
    assert_eq!(post_form(&[("sec-fetch-site", "same-origin")]), Ok(()));
    assert_eq!(post_form(&[("sec-fetch-site", "none")]), Ok(()));
    assert_eq!(post_form(&[("origin", OWN)]), Ok(()));
}

#[test]
fn a_change_from_elsewhere_is_refused_whatever_the_method() {
    for method in [
        "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY",
    ] {
        for site in [
            "cross-site",
            "same-site",
            "",
            "SAME-ORIGIN",
            "same-origin, none",
        ] {
            let sent = [FORM, ("sec-fetch-site", site), ("origin", OWN)];
            assert_eq!(
                ask(method, "/sign-out", &sent),
                Err(Refused::OtherSite),
                "{method} {site}"
            );
        }
    }
}

#[test]
fn an_origin_must_be_ours_to_the_letter() {
    for origin in [
        "null",
        "",
        "http://account.example.org",
        "https://account.example.org:443",
        "https://account.example.org:8443",
        "https://account.example.org/",
        "https://ACCOUNT.example.org",
        "https://account.example.org.evil.example",
        "https://evil.example",
        "https://evil.account.example.org",
        "https://account.example.organ",
        "https://example.org",
        "http://localhost:8080",
        "https://account.example.org https://evil.example",
    ] {
        assert_eq!(
            post_form(&[("origin", origin)]),
            Err(Refused::OtherOrigin),
            "{origin}"
        );
        // A name of an attacker that resolves to us calls itself same-origin.
        let rebound = post_form(&[("sec-fetch-site", "same-origin"), ("origin", origin)]);
        assert_eq!(rebound, Err(Refused::OtherOrigin), "{origin}");
    }
}

#[test]
fn without_any_proof_it_is_refused() {
    assert_eq!(post_form(&[]), Err(Refused::NoProof));
    assert_eq!(
        post_form(&[("referer", "https://account.example.org/sign-in")]),
        Err(Refused::NoProof)
    );
}

#[test]
fn doubled_and_unreadable_headers_are_refused() {
    let twice = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "same-origin"),
    ];
    assert_eq!(post_form(&twice), Err(Refused::Ambiguous));
    assert_eq!(
        post_form(&[("origin", OWN), ("origin", OWN)]),
        Err(Refused::Ambiguous)
    );
    let kinds = [FORM, FORM, ("origin", OWN)];
    assert_eq!(ask("POST", "/sign-in", &kinds), Err(Refused::Ambiguous));
    let mut unreadable = headers(&[FORM]);
    unreadable.insert(
        ORIGIN,
        http::HeaderValue::from_bytes(b"https://\xff").unwrap(),
    );
    assert_eq!(
        check(&Method::POST, &unreadable, "/", &own()),
        Err(Refused::Ambiguous)
    );
}

#[test]
fn only_forms_and_json_are_bodies() {
    let ours = ("origin", OWN);
    for kind in [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "Application/JSON",
        "application/json;charset=utf-8",
    ] {
        assert_eq!(
            ask("POST", "/security", &[ours, ("content-type", kind)]),
            Ok(()),
            "{kind}"
        );
    }
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/plain; application/json",
        "application/xml",
        "",
    ] {
        let refused = ask("POST", "/security", &[ours, ("content-type", kind)]);
        assert_eq!(refused, Err(Refused::ContentType), "{kind}");
    }
    assert_eq!(ask("POST", "/security", &[ours]), Err(Refused::ContentType));
}

#[test]
fn machines_need_no_origin_and_bring_no_cookie() {
    let json = ("content-type", "application/json");
    let path = "/api/v1/app-passwords/check";
    assert_eq!(ask("POST", path, &[json]), Ok(()));
    for method in ["GET", "POST", "DELETE"] {
        assert_eq!(
            ask(method, path, &[json, ("cookie", "a=b")]),
            Err(Refused::Cookie)
        );
        assert_eq!(
            ask(method, path, &[json, ("cookie", "")]),
            Err(Refused::Cookie)
        );
    }
    assert_eq!(
        ask("POST", path, &[("content-type", "text/plain")]),
        Err(Refused::ContentType)
    );
    for near in [
        "/api/v1",
        "/api/v10/x",
        "/API/v1/x",
        "//api/v1/x",
        "/x/api/v1/",
    ] {
        assert_eq!(ask("POST", near, &[json]), Err(Refused::NoProof), "{near}");
    }
}

#[test]
fn gateways_need_no_origin_because_they_sign() {
    for list in [
        &[FORM] as &[(&str, &str)],
        &[("content-type", "application/json")],
        // A proxy in front may have given Twilio a cookie, which it brings back.
        &[FORM, ("cookie", "lb=1")],
    ] {
        assert_eq!(ask("POST", "/gateway/twilio/text", list), Ok(()));
    }
    for path in ["/gateway", "/gateways/x", "/x/gateway/", "/GATEWAY/x"] {
        assert_eq!(ask("POST", path, &[FORM]), Err(Refused::NoProof), "{path}");
    }
    let plain = [("content-type", "text/plain")];
    assert_eq!(
        ask("POST", "/gateway/webhook/events", &plain),
        Err(Refused::ContentType)
    );
}

#[test]
fn on_ones_own_machine_every_name_of_it_is_the_portal() {
    let local = PublicOrigin::localhost(8080);
    let sent = |origin: &str, site: Option<&str>| {
        let mut list = vec![FORM, ("origin", origin)];
        list.extend(site.map(|s| ("sec-fetch-site", s)));
        check(&Method::POST, &headers(&list), "/sign-in", &local)
    };
    assert_eq!(sent("http://127.0.0.1:8080", Some("same-origin")), Ok(()));
    assert_eq!(sent("http://localhost:8080", None), Ok(()));
    assert_eq!(
        sent("http://127.0.0.1:8080", None),
        Err(Refused::OtherOrigin)
    );
    assert_eq!(
        sent("http://127.0.0.1:9000", Some("same-site")),
        Err(Refused::OtherSite)
    );
    assert_eq!(
        sent("http://evil.example:8080", Some("same-origin")),
        Err(Refused::OtherOrigin)
    );
}

#[test]
fn reading_passes_when_it_is_ours_or_a_link() {
    for method in ["GET", "HEAD", "OPTIONS"] {
        assert_eq!(ask(method, "/profile", &[]), Ok(()));
        assert_eq!(
            ask(
                method,
                "/profile",
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("sec-fetch-mode", "cors")
                ]
            ),
            Ok(())
        );
        assert_eq!(
            ask(
                method,
                "/profile",
                &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")]
            ),
            Ok(())
        );
    }
    for site in ["cross-site", "same-site"] {
        let link = [
            ("sec-fetch-site", site),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        assert_eq!(ask("GET", "/profile", &link), Ok(()));
    }
}

#[test]
fn another_site_cannot_load_us_as_anything_but_a_page() {
    for site in ["cross-site", "same-site", "unheard-of"] {
        for (mode, dest) in [
            ("no-cors", "image"),
            ("no-cors", "script"),
            ("no-cors", "style"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "object"),
            ("navigate", "embed"),
            ("websocket", "websocket"),
        ] {
            let load = [
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ];
            assert_eq!(
                ask("GET", "/profile", &load),
                Err(Refused::Embedded),
                "{site} {mode} {dest}"
            );
        }
        assert_eq!(
            ask("GET", "/profile", &[("sec-fetch-site", site)]),
            Err(Refused::Embedded)
        );
    }
}

#[tokio::test]
async fn the_layer_answers_403_and_says_why() {
    let router = Router::new()
        .route("/sign-out", post(|| async { "changed" }))
        .route("/", get(|| async { "read" }))
        .layer(middleware::from_fn(
            async |request, next: middleware::Next| guard(&own(), request, |r| next.run(r)).await,
        ));
    let forged = Request::post("/sign-out")
        .header(FORM.0, FORM.1)
        .body(Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(forged).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(answer.extensions().get(), Some(&Refused::NoProof));
    let genuine = Request::post("/sign-out")
        .header(FORM.0, FORM.1)
        .header("origin", OWN)
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        router.clone().oneshot(genuine).await.unwrap().status(),
        StatusCode::OK
    );
    let read = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(read).await.unwrap().status(), StatusCode::OK);
}

proptest! {
    #[test]
    fn only_our_origin_proves_anything(origin in "[ -~]{0,60}", site in "[a-z-]{0,12}") {
        prop_assume!(origin != OWN && site != "same-origin" && site != "none");
        prop_assert!(post_form(&[("origin", &origin)]).is_err());
        prop_assert!(post_form(&[("sec-fetch-site", &site), ("origin", OWN)]).is_err());
    }
}
