//! Reports of browsers that blocked something. Both bodies are what Chromium sends, one for `report-to`
//! and one for `report-uri`.

use http::HeaderValue;
use http::header::{CONTENT_TYPE, ORIGIN};

use crate::client::{Browser, request};
use crate::log;
use crate::page::Page;
use crate::portal::{ORIGIN as OURS, TestPortal};

/// Sends a report as Chromium does: with `Origin` and nothing more.
pub async fn send(browser: &mut Browser, kind: &'static str, body: &str) -> Page {
    let mut request = request("POST", "/csp-reports", body.to_owned());
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(ORIGIN, HeaderValue::from_static(OURS));
    browser.send(request).await
}

fn report_to(blocked: &str) -> String {
    format!(
        r#"[{{"age":0,"body":{{"blockedURL":"{blocked}","columnNumber":64,"disposition":"enforce",
        "documentURL":"{OURS}/sign-in?next=/a-private-place","effectiveDirective":"img-src","lineNumber":1,
        "originalPolicy":"default-src 'none'","referrer":"","sample":"a private sample",
        "sourceFile":"{OURS}/sign-in","statusCode":200}},"type":"csp-violation",
        "url":"{OURS}/sign-in","user_agent":"Mozilla/5.0"}}]"#
    )
}

fn report_uri(blocked: &str) -> String {
    format!(
        r#"{{"csp-report":{{"document-uri":"{OURS}/help?private","referrer":"",
        "violated-directive":"script-src-elem","effective-directive":"script-src-elem",
        "original-policy":"default-src 'none'","disposition":"enforce","blocked-uri":"{blocked}",
        "line-number":1,"source-file":"{OURS}/help","status-code":200,"script-sample":"a private sample"}}}}"#
    )
}

async fn counted(portal: &TestPortal, name: &str) -> u64 {
    let mut admin = Browser::new(server::http::admin_router(portal.portal.clone()));
    let page = admin.get("/metrics").await;
    let line = page.body.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("{name} in {}", page.body))
        .trim()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn a_violation_is_told_once_with_nothing_private_in_it() {
    let portal = TestPortal::new().await;
    let log = log::listen();
    let mut browser = portal.browser();
    let image = report_to("https://blocked-4711.example/x.png?a-private-query");
    let script = report_uri("https://blocked-4712.example/a-private-path.js");
    for _ in 0..3 {
        let page = send(&mut browser, "application/reports+json", &image).await;
        assert_eq!((page.status.as_u16(), page.body.as_str()), (204, ""));
        let page = send(&mut browser, "application/csp-report", &script).await;
        assert_eq!(page.status, 204);
    }
    assert_eq!(counted(&portal, "proofup_csp_reports_total ").await, 6);
    let text = log.text();
    let told = |what: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains(what));
        lines.map(str::to_owned).collect()
    };
    for (origin, directive, page) in [
        ("https://blocked-4711.example", "img-src", "/sign-in"),
        ("https://blocked-4712.example", "script-src-elem", "/help"),
    ] {
        let lines = told(origin);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].contains(&format!("directive=\"{directive}\""))
                && lines[0].contains(&format!("blocked=\"{origin}\""))
                && lines[0].contains(&format!("page=\"{page}\""))
                && !lines[0].contains("private"),
            "{lines:?}"
        );
    }
    assert_eq!(portal.audit().await.len(), 1, "only the rules of the start");
}

#[tokio::test]
async fn a_flood_costs_a_bounded_look() {
    let portal = TestPortal::new().await;
    let mut browser = portal.browser();
    let long = format!("[{}]", " ".repeat(20_000));
    let page = send(&mut browser, "application/reports+json", &long).await;
    assert_eq!(page.status, 204);
    assert_eq!(
        counted(&portal, "proofup_csp_reports_dropped_total ").await,
        1
    );
    for _ in 0..70 {
        let page = send(
            &mut browser,
            "application/csp-report",
            &report_uri("inline"),
        )
        .await;
        assert_eq!(page.status, 204, "told nothing");
    }
    assert_eq!(counted(&portal, "proofup_csp_reports_total ").await, 60);
    assert_eq!(
        counted(&portal, "proofup_csp_reports_dropped_total ").await,
        11
    );
}

#[tokio::test]
async fn a_report_from_elsewhere_or_of_another_kind_is_refused() {
    let portal = TestPortal::new().await;
    for (kind, origin) in [
        ("application/reports+json", "https://evil.example"),
        ("application/csp-report", "null"),
        ("application/json", OURS),
        ("text/plain", OURS),
        ("application/x-www-form-urlencoded", OURS),
    ] {
        let mut request = request("POST", "/csp-reports", report_to("inline"));
        request
            .headers_mut()
            .insert(CONTENT_TYPE, kind.parse().unwrap());
        request
            .headers_mut()
            .insert(ORIGIN, origin.parse().unwrap());
        let page = portal.browser().send(request).await;
        assert_eq!(page.status, 403, "{kind} from {origin}");
    }
    // And a report is taken nowhere else.
    let mut browser = portal.browser();
    for kind in ["application/reports+json", "application/csp-report"] {
        let mut request = request("POST", "/sign-in", "[]");
        request
            .headers_mut()
            .insert(CONTENT_TYPE, kind.parse().unwrap());
        request.headers_mut().insert(ORIGIN, OURS.parse().unwrap());
        assert_eq!(browser.send(request).await.status, 403, "{kind}");
    }
    assert_eq!(counted(&portal, "proofup_csp_reports_total ").await, 0);
}

/// The name in the policy leads to the address that takes the reports.
#[tokio::test]
async fn every_page_says_where_reports_go() {
    let portal = TestPortal::new().await;
    for path in ["/sign-in", "/nowhere"] {
        let page = portal.browser().get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.ends_with("; report-uri /csp-reports; report-to csp"),
            "{policy}"
        );
        assert_eq!(page.header("reporting-endpoints"), "csp=\"/csp-reports\"");
    }
}
