//! The record as a file: whole, safe to open in a spreadsheet, written while it is read, and recorded.

use axum::body::Body;
use domain::account::State;
use domain::audit::{Entry, Event, Row};
use domain::service::NewPerson;
use http::header::COOKIE;
use http_body_util::BodyExt as _;
use server::http::address::PeerAddr;
use tower::ServiceExt as _;

use super::{administrator, append, entry};
use crate::cast;
use crate::client::request;
use crate::doubles::{Failing, Switch};
use crate::page::Page;
use crate::portal::{Plan, TestPortal};

pub fn read(file: &Page) -> Vec<csv::StringRecord> {
    let text = file.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// A cell as it must stand in the file.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[tokio::test]
async fn a_162_what_strangers_chose_is_no_formula_and_comes_back_whole() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let name = r#"=HYPERLINK("http://evil.example","Click, me")"#;
    let mut record = cast::record("mallory@example.org");
    record.name = name.into();
    let new = NewPerson {
        record,
        password: None,
        role: domain::account::Role::User,
        state: State::Disabled,
    };
    let added = portal.services.add_people(&[new], &portal.trace()).await;
    let mallory = added.unwrap().unwrap()[0].id;
    let agents = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1",
        "\r=1",
        "two\r\nlines, \"quoted\"",
        "\"",
        "plain",
    ];
    let rows = agents.map(|agent| {
        let mut row = entry(&portal, Event::UserBlock, Some(ada.id), Some(mallory));
        row.trace.user_agent = agent.into();
        row.details = vec![("ticket", "=T(1)".into())];
        row
    });
    append(&portal, rows.into()).await;
    let before = portal.audit().await;
    let file = browser
        .get("/administration/audit.csv?event=user_block&from=2027-01-15")
        .await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"audit-2027-01-15.csv\""
    );
    assert_eq!(file.header("cache-control"), "no-store");
    let lines = read(&file);
    assert_eq!((&lines[0][0], &lines[0][14]), ("number", "user_agent"));
    assert!(file.body.lines().count() > lines.len() && file.body.ends_with("\r\n"));
    let blocks: Vec<&Row> = before
        .iter()
        .rev()
        .filter(|row| row.event == "user_block")
        .collect();
    assert_eq!(lines.len(), blocks.len() + 1);
    for (line, row) in lines[1..].iter().zip(blocks) {
        assert_eq!(line[0], row.seq.to_string());
        assert_eq!(line[2], row.event);
        assert_eq!(line[5], ada.id.to_string());
        assert_eq!(&line[10], "mallory@example.org");
        assert_eq!(line[11], cell(name));
        assert_eq!(line[14], cell(&row.user_agent));
        assert_eq!(&line[15], "'=T(1)");
        assert_eq!(line[17], row.details);
    }
    let rows = portal.audit().await;
    let export = rows.last().unwrap();
    assert_eq!(
        (export.event.as_str(), &export.actor),
        ("audit_export", &ada.id.to_string())
    );
    assert!(
        export.details.contains("\"event\":\"user_block\"") && export.details.contains("\"from\"")
    );
}

#[tokio::test]
async fn a_long_record_comes_whole_and_one_that_breaks_off_does_not_look_so() {
    let switch = Switch::default();
    let inside = switch.clone();
    let plan = Plan::default().store(move |store| Failing::around(store, inside));
    let portal = plan.open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let row = entry(&portal, Event::HelpdeskView, Some(ada.id), None);
    append(&portal, vec![row; 5_000]).await;
    let count = portal.audit().await.len();
    let lines = read(&browser.get("/administration/audit.csv").await);
    let numbers: Vec<i64> = lines[1..]
        .iter()
        .map(|line| line[0].parse().unwrap())
        .collect();
    let expected: Vec<i64> = (1..=count as i64).rev().collect();
    assert_eq!(numbers, expected);

    let mut request = request("GET", "/administration/audit.csv", Body::empty());
    let jar = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let jar = jar.collect::<Vec<_>>().join("; ");
    request.headers_mut().insert(COOKIE, jar.parse().unwrap());
    request.extensions_mut().insert(PeerAddr(browser.peer));
    let answer = portal.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut body = answer.into_body();
    let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(first.starts_with("\u{feff}number,".as_bytes()) && first.len() < 200_000);
    switch.all.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(
        body.collect().await.is_err(),
        "the last pages were not read yet"
    );
}

#[tokio::test]
async fn the_file_is_what_the_page_shows() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let rows = [Event::UserAdd, Event::FraudReport, Event::UserAdd];
    let rows = rows.map(|event| Entry {
        ..entry(&portal, event, None, Some(ada.id))
    });
    append(&portal, rows.into()).await;
    let page = browser
        .get("/administration/audit?person=ada%40example.org&event=user_add")
        .await;
    let link = page.links("/administration/audit.csv").remove(0);
    let lines = read(&browser.get(&link).await);
    let numbers: Vec<i64> = lines[1..]
        .iter()
        .map(|line| line[0].parse().unwrap())
        .collect();
    assert_eq!(numbers, super::numbers(&page));
    assert!(numbers.len() > 2);
}
