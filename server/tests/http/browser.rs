//! What stands between a person's browser and other sites: where a form came from, where it leads, what
//! every answer tells the browser about itself.

use std::collections::BTreeSet;

use domain::account::State;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::cast::Person;
use crate::client::{Browser, form, request};
use crate::page::Page;
use crate::portal::{ORIGIN, Plan, TestPortal};
use crate::routes;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        map.append(
            HeaderName::try_from(*name).unwrap(),
            HeaderValue::try_from(*value).unwrap(),
        );
    }
    map
}

async fn send(
    browser: &mut Browser,
    path: &str,
    fields: &[(&str, &str)],
    with: &[(&str, &str)],
) -> Page {
    let mut request = request("POST", path, form(fields));
    *request.headers_mut() = headers(with);
    browser.send(request).await
}

#[tokio::test]
async fn a_114_no_change_comes_from_another_site() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let value = portal.give_app_password(person.id, "Laptop").await;
    let mut browser = portal.signed_in(&person).await;
    let before = portal.account(person.id).await;
    let own = ("origin", ORIGIN);
    let bad: Vec<Vec<(&str, &str)>> = vec![
        vec![FORM],
        vec![FORM, ("origin", "null")],
        vec![FORM, ("origin", "https://portal.example.evil")],
        vec![FORM, ("origin", "https://account.example.org.evil.example")],
        vec![FORM, ("origin", "https://evil.example/account.example.org")],
        vec![FORM, ("origin", "http://account.example.org")],
        vec![FORM, ("origin", "https://account.example.org:8443")],
        vec![FORM, ("origin", "https://ACCOUNT.example.org")],
        vec![FORM, ("origin", "https://example.org")],
        vec![FORM, ("origin", "")],
        vec![FORM, own, ("origin", "https://evil.example")],
        vec![FORM, own, ("sec-fetch-site", "cross-site")],
        vec![FORM, own, ("sec-fetch-site", "same-site")],
        vec![FORM, own, ("sec-fetch-site", "")],
        vec![
            FORM,
            ("sec-fetch-site", "cross-site"),
            ("referer", "https://account.example.org/security"),
        ],
        vec![
            FORM,
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://evil.example"),
        ],
        vec![
            FORM,
            ("referer", "https://account.example.org/security"),
            ("host", "account.example.org"),
        ],
        vec![own, ("content-type", "text/plain")],
        vec![own, ("content-type", "multipart/form-data; boundary=x")],
        vec![
            own,
            (
                "content-type",
                "application/x-www-form-urlencoded, text/plain",
            ),
        ],
        vec![own, FORM, ("content-type", "text/plain")],
        vec![own],
    ];
    let fields = [
        ("lang", "nl"),
        ("name", "x"),
        ("user", person.login.as_str()),
        ("password", &person.password),
        ("confirmed", "yes"),
    ];
    for path in routes::changes() {
        for with in &bad {
            let page = send(&mut browser, &path, &fields, with).await;
            assert_eq!(page.status, 403, "{path} with {with:?}");
            assert!(
                page.headers.get("set-cookie").is_none() && page.headers.get("location").is_none()
            );
        }
    }
    let sent = routes::changes().count() * bad.len();
    assert_eq!(
        portal.count("malicious_csrf").await,
        sent,
        "each is recorded"
    );
    let after = portal.account(person.id).await;
    assert_eq!(
        (after.version, after.language),
        (before.version, before.language)
    );
    assert!(portal.check(&person.login, &value).await);
    assert_eq!(
        browser.get("/profile").await.status,
        200,
        "nor was anybody signed out"
    );
}

#[tokio::test]
async fn a_116_forms_of_our_own_pages_pass_with_either_sign() {
    let portal = TestPortal::new().await;
    let signs: [&[(&str, &str)]; 5] = [
        &[FORM, ("origin", ORIGIN)],
        &[FORM, ("sec-fetch-site", "same-origin")],
        &[FORM, ("sec-fetch-site", "same-origin"), ("origin", ORIGIN)],
        &[FORM, ("sec-fetch-site", "none")],
        &[
            (
                "content-type",
                "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
            ),
            ("origin", ORIGIN),
        ],
    ];
    let person = portal.add("olga@example.org", State::Disabled).await;
    for with in signs {
        let fields = [
            ("user", person.login.as_str()),
            ("password", &person.password),
        ];
        let page = send(&mut portal.browser(), "/sign-in", &fields, with).await;
        assert_eq!(page.to(), "/profile", "{with:?}");
    }
    assert_eq!(portal.count("malicious_csrf").await, 0);
}

#[tokio::test]
async fn a_117_a_foreign_referer_leads_nowhere() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let with = [
        FORM,
        ("origin", ORIGIN),
        ("accept", "text/html"),
        ("referer", "https://evil.example/?__path=/x&__err=aGFja2Vk"),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
    ];
    for path in routes::changes().filter(|p| !p.starts_with("/sign-out")) {
        let page = send(&mut browser, &path, &[("name", "x"), ("lang", "en")], &with).await;
        let location = page.header("location");
        assert!(
            location.is_empty() || (location.starts_with('/') && !location.starts_with("//")),
            "{path}: {location}"
        );
        assert!(
            !page.body.contains("evil.example") && !location.contains("evil"),
            "{path}"
        );
    }
    let page = portal
        .browser()
        .get("/sign-in?__path=/sign-in&__err=aGFja2Vk&notice=hacked&error=hacked")
        .await;
    assert!(!page.says("hacked") && !page.body.contains("aGFja2Vk"));
}

#[tokio::test]
async fn a_119_going_on_stays_on_our_own_origin() {
    let portal = TestPortal::new().await;
    let person = portal.add("olga@example.org", State::Disabled).await;
    let evil = [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "https:evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "@evil.example",
        "/@evil.example:80",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%2f/evil.example",
        "%2f%2fevil.example",
        "/%252f%252fevil.example",
        "/profile%0d%0aSet-Cookie:x=1",
        "/profile\r\nSet-Cookie: x=1",
        " //evil.example",
        "/profile?x=//evil.example",
        "/.evil.example",
        "/profile#//evil.example",
        "evil.example",
        "/..//evil.example",
        "/%5cevil.example",
        "\u{ff0f}\u{ff0f}evil.example",
        &"/a".repeat(5_000),
    ];
    for next in evil {
        let query = form(&[("next", next)]);
        let page = portal.browser().get(&format!("/sign-in?{query}")).await;
        let kept = page
            .form("Sign in")
            .fields
            .into_iter()
            .find(|(n, _)| n == "next")
            .unwrap()
            .1;
        assert_eq!(kept, "", "{next:?}");
        let mut browser = portal.browser();
        let fields = [
            ("user", person.login.as_str()),
            ("password", &person.password),
            ("next", next),
        ];
        assert_eq!(
            browser.post("/sign-in", &fields).await.to(),
            "/profile",
            "{next:?}"
        );
        assert_eq!(
            browser.get(&format!("/sign-in?{query}")).await.to(),
            "/profile",
            "{next:?} when signed in"
        );
        assert_eq!(
            browser
                .post("/language", &[("lang", "en"), ("next", next)])
                .await
                .to(),
            "/",
            "{next:?}"
        );
        let page = browser
            .post(
                "/step-up",
                &[("password", &person.password), ("next", next)],
            )
            .await;
        assert_eq!(page.to(), "/security", "{next:?}");
        let page = browser.get(&format!("/step-up?{query}")).await;
        assert!(!page.body.contains("evil"), "{next:?}");
    }
    let mut browser = portal.browser();
    assert_eq!(
        browser.get("/app-passwords").await.to(),
        "/sign-in?next=/app-passwords"
    );
    let fields = [
        ("user", person.login.as_str()),
        ("password", &person.password),
        ("next", "/app-passwords"),
    ];
    assert_eq!(
        browser.post("/sign-in", &fields).await.to(),
        "/app-passwords",
        "our own pages are followed"
    );
}

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
    pages.push(portal.machine("{}").await);
    pages
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

#[tokio::test]
async fn the_language_follows_account_then_cookie_then_browser() {
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let lang = |page: &Page| page.attributes("lang").first().cloned().unwrap_or_default();
    let mut browser = portal.browser();
    assert_eq!(lang(&browser.get("/sign-in").await), "en");
    assert_eq!(
        lang(
            &browser
                .clone()
                .with("accept-language", "nl-BE,en;q=0.5")
                .get("/sign-in")
                .await
        ),
        "nl"
    );
    assert_eq!(lang(&browser.get("/sign-in?lang=nl").await), "nl");
    assert_eq!(lang(&browser.get("/sign-in?lang=xx").await), "en");
    assert_eq!(
        browser
            .post("/language", &[("lang", "nl"), ("next", "/help")])
            .await
            .to(),
        "/help"
    );
    assert_eq!(lang(&browser.get("/help").await), "nl", "by cookie");
    assert_eq!(
        lang(
            &browser
                .clone()
                .with("accept-language", "en")
                .get("/help")
                .await
        ),
        "nl"
    );
    let mut signed_in = portal.signed_in(&person).await;
    signed_in
        .post("/language", &[("lang", "nl"), ("next", "/profile")])
        .await;
    assert_eq!(lang(&signed_in.get("/profile").await), "nl");
    let mut other = portal.signed_in(&person).await;
    assert_eq!(
        lang(
            &other
                .clone()
                .with("accept-language", "en")
                .get("/profile")
                .await
        ),
        "nl",
        "by account"
    );
    assert_eq!(lang(&other.get("/profile?lang=en").await), "en");
    assert_eq!(
        browser
            .post("/language", &[("lang", "tlh"), ("next", "/")])
            .await
            .status,
        400
    );
}
