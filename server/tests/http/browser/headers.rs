//! What every answer tells the browser about itself, and what other sites may learn from it.

use std::collections::BTreeSet;

use super::{FORM, headers, send};
use crate::cast::Person;
use crate::client::request;
use crate::page::Page;
use crate::portal::{ORIGIN, Plan, TestPortal};

/// The pages that a person meets, each once.
async fn tour(portal: &TestPortal, person: &Person) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut browser = portal.browser();
    for path in ["/sign-in", "/help", "/nowhere", "/sign-in?lang=nl"] {
        pages.push(browser.get(path).await);
    }
    pages.push(
        browser
            .post("/sign-in", &[("user", "x@example.org"), ("password", "x")])
            .await,
    );
    let mut browser = portal.halfway(person).await;
    pages.push(browser.get("/sign-in/verify").await);
    pages.push(browser.get("/sign-in/other").await);
    pages.push(browser.post("/sign-in/verify", &[("code", "1")]).await);
    let mut browser = portal.signed_in(person).await;
    let app = portal.account(person.id).await.apps[0].id;
    for path in [
        "/profile",
        "/profile/password",
        "/security",
        "/app-passwords",
        "/app-passwords/create",
        "/step-up",
        "/sign-out-everywhere",
    ] {
        pages.push(browser.get(path).await);
    }
    for verb in ["rename", "delete"] {
        pages.push(browser.get(&format!("/security/apps/{app}/{verb}")).await);
    }
    pages.push(browser.submit("/security/app/start", &[]).await);
    pages.push(browser.submit("/security/app", &[]).await);
    pages.push(
        browser
            .submit("/app-passwords/create", &[("name", "Laptop")])
            .await,
    );
    pages.push(browser.post("/security", &[("confirmed", "no")]).await);
    pages.push(browser.get("/readyz").await);
    pages
}

/// An answer to a machine shows nothing and runs nothing, should a browser ever get hold of it.
#[tokio::test]
async fn a_122_a_machine_gets_the_headers_that_concern_it() {
    let portal = TestPortal::new().await;
    for page in [
        portal.machine("{}").await,
        portal.browser().get("/api/v1/app-passwords/check").await,
        portal.browser().get("/api/v1/nothing").await,
    ] {
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
            assert_eq!(page.header(name), value, "{name} ({})", page.status);
        }
    }
}

#[tokio::test]
async fn a_121_the_policy_is_strict_fresh_and_kept_by_every_page() {
    let portal = Plan::default().bundle(crate::dist::bundle()).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut nonces = BTreeSet::new();
    for page in tour(&portal, &person).await {
        let policy = page.header("content-security-policy");
        let directives: Vec<(&str, Vec<&str>)> = policy
            .split("; ")
            .map(|d| {
                d.split_once(' ')
                    .map(|(name, values)| (name, values.split(' ').collect()))
                    .unwrap()
            })
            .collect();
        let of = |name: &str| {
            directives
                .iter()
                .find(|(n, _)| *n == name)
                .unwrap_or_else(|| panic!("{name}"))
                .1
                .clone()
        };
        for name in ["default-src", "frame-ancestors", "base-uri", "object-src"] {
            assert_eq!(of(name), ["'none'"], "{name}");
        }
        for name in [
            "style-src",
            "font-src",
            "connect-src",
            "manifest-src",
            "form-action",
        ] {
            assert_eq!(of(name), ["'self'"], "{name}");
        }
        let scripts = of("script-src");
        let nonce = scripts[0]
            .strip_prefix("'nonce-")
            .unwrap()
            .strip_suffix('\'')
            .unwrap()
            .to_owned();
        assert_eq!(scripts[1..], ["'strict-dynamic'", "'wasm-unsafe-eval'"]);
        assert!(
            !policy.contains("unsafe-inline")
                && !policy.contains("'unsafe-eval'")
                && !policy.contains('*')
                && !policy.contains("http")
        );
        assert_eq!(policy.matches("wasm-unsafe-eval").count(), 1);
        for script in page.body.split("<script").skip(1) {
            let (tag, inside) = script.split_once('>').unwrap();
            assert!(
                tag.contains(&format!("nonce=\"{nonce}\"")) && tag.contains("src=\"/pkg/"),
                "{}: {tag}",
                page.path
            );
            assert!(
                inside.trim_start().starts_with("</script>"),
                "{}: nothing inline",
                page.path
            );
        }
        let tags: Vec<&str> = page
            .body
            .split('<')
            .skip(1)
            .map(|t| t.split('>').next().unwrap())
            .collect();
        assert!(
            !tags.iter().any(|t| t.contains(" style=")
                || t.starts_with("style")
                || t.contains(" on")
                    && t.contains("=\"")
                    && t.split(' ').any(|a| a.starts_with("on") && a.contains('='))),
            "{}",
            page.path
        );
        for address in page
            .attributes("src")
            .into_iter()
            .chain(page.attributes("action"))
        {
            assert!(
                address.starts_with('/') && !address.starts_with("//"),
                "{}: {address}",
                page.path
            );
        }
        assert!(
            !nonce.is_empty() && nonces.insert(nonce),
            "a nonce of its own on {}",
            page.path
        );
    }
}

#[tokio::test]
async fn a_122_a_129_every_answer_has_the_whole_table_of_headers() {
    let portal = Plan::default().bundle(crate::dist::bundle()).open().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut pages = tour(&portal, &person).await;
    pages.push(send(&mut portal.browser(), "/sign-out", &[], &[]).await);
    pages.push(portal.browser().get("/robots.txt").await);
    pages.push(
        portal
            .browser()
            .post("/sign-in", &[("user", &"x".repeat(100_000))])
            .await,
    );
    for page in &pages {
        for (name, value) in [
            (
                "strict-transport-security",
                "max-age=63072000; includeSubDomains",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(
                page.header(name),
                value,
                "{name} of {} ({})",
                page.path,
                page.status
            );
        }
        assert!(
            page.header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{}",
            page.path
        );
        assert!(page.header("permissions-policy").contains("camera=()"));
        let kept = page.path == "/robots.txt";
        assert_eq!(
            page.header("cache-control") == "no-store",
            !kept,
            "{}",
            page.path
        );
        if !page.body.is_empty() && page.status == 200 {
            assert!(!page.header("content-type").is_empty(), "{}", page.path);
        }
    }
    let local = Plan::default()
        .config(|c| c.server.public_origin = server::config::PublicOrigin::localhost(8080))
        .open()
        .await;
    assert_eq!(
        local
            .browser()
            .get("/sign-in")
            .await
            .header("strict-transport-security"),
        "",
        "plain http promises no TLS"
    );
}

#[tokio::test]
async fn a_126_no_other_origin_may_read_answers() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let origins = [
        "https://evil.example",
        "null",
        "https://sub.account.example.org",
        "https://account.example.org.evil.example",
        ORIGIN,
    ];
    for origin in origins {
        for (method, path) in [
            ("GET", "/profile"),
            ("GET", "/sign-in"),
            ("GET", "/api/openapi.json"),
            ("OPTIONS", "/api/v1/app-passwords/check"),
            ("OPTIONS", "/sign-in"),
            ("POST", "/language"),
        ] {
            let mut request = request(method, path, "");
            *request.headers_mut() = headers(&[
                ("origin", origin),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "authorization"),
                FORM,
            ]);
            let page = browser.send(request).await;
            let permissive: Vec<_> = page
                .headers
                .keys()
                .filter(|n| n.as_str().starts_with("access-control"))
                .collect();
            assert!(
                permissive.is_empty(),
                "{method} {path} from {origin}: {permissive:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_127_another_site_can_link_to_us_and_nothing_else() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    for site in ["cross-site", "same-site"] {
        for (mode, dest) in [
            ("no-cors", "image"),
            ("no-cors", "script"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "object"),
            ("navigate", "embed"),
            ("no-cors", "style"),
            ("websocket", "websocket"),
        ] {
            for path in [
                "/profile",
                "/app-passwords",
                "/sign-in",
                "/nowhere",
                "/app-passwords/created",
            ] {
                let mut request = request("GET", path, "");
                *request.headers_mut() = headers(&[
                    ("sec-fetch-site", site),
                    ("sec-fetch-mode", mode),
                    ("sec-fetch-dest", dest),
                ]);
                let page = browser.send(request).await;
                assert_eq!(page.status, 403, "{site} {mode} {dest} {path}");
                assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
                assert!(!page.says("Sanne"));
            }
        }
        let mut link = request("GET", "/profile", "");
        *link.headers_mut() = headers(&[
            ("sec-fetch-site", site),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-user", "?1"),
        ]);
        assert_eq!(browser.send(link).await.status, 200, "a link is followed");
    }
}

#[tokio::test]
async fn a_166_nothing_says_what_is_running_here() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut pages = tour(&portal, &person).await;
    for path in [
        "/.git/config",
        "/version",
        "/status",
        "/server-info",
        "/cargo.toml",
    ] {
        let page = portal.browser().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        pages.push(page);
    }
    let version = env!("CARGO_PKG_VERSION");
    for page in &pages {
        for name in [
            "server",
            "x-powered-by",
            "via",
            "x-runtime",
            "x-version",
            "x-aspnet-version",
        ] {
            assert!(page.headers.get(name).is_none(), "{name}");
        }
        let all = format!("{:?} {}", page.headers, page.body).to_lowercase();
        for word in [
            "axum",
            "hyper",
            "tokio",
            "rustc",
            "sqlite",
            "postgres",
            "panicked",
            &format!("v{version}"),
            &format!("proofup {version}"),
            "generator",
        ] {
            assert!(!all.contains(word), "{word} on {}", page.path);
        }
    }
}
