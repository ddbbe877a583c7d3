//! What stands between a person's browser and other sites: where a form came from, where it leads, what
//! every answer tells the browser about itself.

mod headers;

use domain::account::State;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::{Browser, form, request};
use crate::page::Page;
use crate::portal::{ORIGIN, TestPortal};
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
    // Some addresses take files, which come in a form of this kind.
    let files = |path: &str, with: &[(&str, &str)]| {
        let multipart = |(_, value): &(&str, &str)| value.starts_with("multipart/");
        routes::takes_files(path) && with.iter().any(multipart)
    };
    for path in routes::changes() {
        for with in bad.iter().filter(|with| !files(&path, with)) {
            let page = send(&mut browser, &path, &fields, with).await;
            assert_eq!(page.status, 403, "{path} with {with:?}");
            assert!(
                page.headers.get("set-cookie").is_none() && page.headers.get("location").is_none()
            );
        }
    }
    let takers = routes::changes().filter(|path| routes::takes_files(path));
    let sent = routes::changes().count() * bad.len() - takers.count();
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
        "//evil",
        "///evil",
        "//evil/profile",
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
