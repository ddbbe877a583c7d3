//! The administration: the audit record with filters, its check, the key ring, fraud reports.

mod export;
mod gateways;
mod greetings;
mod import;
mod people;
mod report;
mod rules;

use domain::Id;
use domain::account::{Role, State};
use domain::audit::{Entry, Event, Outcome, Row, Trace};
use domain::service::ports::Batch;
use domain::time::Span;

use crate::cast::Person;
use crate::client::Browser;
use crate::page::{Page, text};
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    each_filter_alone_and_all_together_show_what_fits,
    hostile_parameters_are_named_beside_their_fields,
    pages_lead_to_the_end_while_rows_are_written,
);

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// An administrator at work.
async fn administrator(portal: &TestPortal) -> (Person, Browser) {
    let login = "ada@example.org";
    let person = portal.enrolled_as(login, Role::Administrator).await;
    let browser = portal.signed_in(&person).await;
    (person, browser)
}

fn entry(portal: &TestPortal, event: Event, actor: Option<Id>, subject: Option<Id>) -> Entry {
    Entry {
        at: portal.services.clock.now(),
        event,
        outcome: Outcome::Success,
        reason: "",
        actor,
        role: Role::User,
        subject,
        object: None,
        trace: Trace {
            address: "203.0.113.9".into(),
            user_agent: "test".into(),
            request: portal.services.id(),
        },
        details: Vec::new(),
    }
}

async fn append(portal: &TestPortal, audit: Vec<Entry>) {
    let batch = Batch {
        audit,
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
}

/// The numbers of the rows on a page.
fn numbers(page: &Page) -> Vec<i64> {
    let cells = page.body.split("<th scope=\"row\"").skip(1);
    let cells = cells.map(|rest| rest.split("</th>").next().unwrap());
    cells
        .map(|cell| text(&format!("<th{cell}")).parse().unwrap())
        .collect()
}

fn fitting(rows: &[Row], fits: impl Fn(&Row) -> bool) -> Vec<i64> {
    let rows = rows.iter().rev().filter(|row| fits(row));
    rows.map(|row| row.seq).take(50).collect()
}

async fn each_filter_alone_and_all_together_show_what_fits(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let failed = Entry {
        outcome: Outcome::Failure,
        ..entry(&portal, Event::UserBlock, Some(ada.id), Some(sanne.id))
    };
    let mut rows = Vec::new();
    for day in 0..5 {
        let at = |entry: Entry| Entry {
            at: domain::Time(entry.at.0 + day * DAY),
            ..entry
        };
        rows.push(at(failed.clone()));
        rows.push(at(entry(
            &portal,
            Event::UserBlock,
            Some(ada.id),
            Some(sanne.id),
        )));
        rows.push(at(entry(
            &portal,
            Event::MailCheckFail,
            None,
            Some(sanne.id),
        )));
        rows.push(at(entry(
            &portal,
            Event::HelpdeskView,
            Some(sanne.id),
            Some(ada.id),
        )));
    }
    append(&portal, rows).await;
    let all = portal.audit().await;
    let begin = portal.portal.when(portal.services.clock.now());
    let date = |days: u8| {
        format!(
            "{:04}-{:02}-{:02}",
            begin.year,
            begin.month,
            begin.day + days
        )
    };
    let (from, to) = (date(1), date(2));
    let on = |row: &Row| portal.portal.when(domain::Time(row.at)).day - begin.day;
    let of = |row: &Row, id: Id| [&row.actor, &row.subject].contains(&&id.to_string());
    let block = |row: &Row| row.event == "user_block";
    let within = |row: &Row| (1..=2).contains(&on(row));
    let cases: [(String, Vec<i64>); 9] = [
        (String::new(), fitting(&all, |_| true)),
        (
            "person=sanne%40example.org".into(),
            fitting(&all, |row| of(row, sanne.id)),
        ),
        (
            format!("person={}", ada.id),
            fitting(&all, |row| of(row, ada.id)),
        ),
        ("event=user_block".into(), fitting(&all, block)),
        (
            "event=mail_check_fail".into(),
            fitting(&all, |row| row.event == "mail_check_fail"),
        ),
        (
            "outcome=failure".into(),
            fitting(&all, |row| row.outcome == "failure"),
        ),
        (format!("from={from}"), fitting(&all, |row| on(row) >= 1)),
        (format!("to={to}"), fitting(&all, |row| on(row) <= 2)),
        (
            format!(
                "person=SANNE%40example.org&event=user_block&outcome=failure&from={from}&to={to}"
            ),
            fitting(&all, |row| {
                of(row, sanne.id) && block(row) && row.outcome == "failure" && within(row)
            }),
        ),
    ];
    for (query, expected) in cases {
        let page = browser.get(&format!("/administration/audit?{query}")).await;
        assert!(page.status == 200 && !expected.is_empty(), "{query}");
        assert_eq!(numbers(&page), expected, "{query}");
        let links = page.links("/administration/audit.csv");
        assert!(links.len() == 1 && (query.is_empty() || links[0].contains('?')));
    }
    let page = browser.get("/administration/audit?event=user_block").await;
    assert!(page.says("Blocked") && page.says("Refused") && page.says("Sanne Pieters"));
    assert!(
        page.says("203.0.113.9") && page.says("user_agent test"),
        "the rest of the row"
    );
    let none = browser.get("/administration/audit?event=user_delete").await;
    assert!(none.says("Nothing fits") && numbers(&none).is_empty());
    // Of a deleted person the rows are found by the id, which is what is left.
    let account = portal.account(sanne.id).await;
    let deleted = portal
        .services
        .delete_person(&account, &portal.trace())
        .await;
    deleted.unwrap();
    let page = browser
        .get(&format!("/administration/audit?person={}", sanne.id))
        .await;
    assert!(page.says("Deleted person") && !page.says("Sanne Pieters sanne@example.org"));
    assert!(page.says(&sanne.id.to_string()));
}

async fn hostile_parameters_are_named_beside_their_fields(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (_, mut browser) = administrator(&portal).await;
    let exports = portal.count("audit_export").await;
    for (query, field) in [
        ("person=nobody%40example.org", "person"),
        ("person=%00", "person"),
        ("person=%ff%fe", "person"),
        ("person='%20OR%201=1%20--", "person"),
        ("event=nope", "event"),
        ("event=UserBlock", "event"),
        ("event=user_block%00", "event"),
        ("outcome=maybe", "outcome"),
        ("from=2026-02-30", "from"),
        ("from=yesterday", "from"),
        ("to=9999-12-31", "to"),
        ("to=-000001-01-01", "to"),
        ("from=2026-11-21&to=2026-11-20", "to"),
        ("from=%3Cscript%3E", "from"),
    ] {
        for list in ["audit", "fraud"] {
            if list == "fraud" && !["from", "to"].contains(&field) {
                continue;
            }
            let page = browser
                .get(&format!("/administration/{list}?{query}"))
                .await;
            assert_eq!(page.status, 200, "{query}");
            assert!(
                page.body.contains(&format!("id=\"{field}-problem\"")),
                "{query}"
            );
            assert!(
                numbers(&page).is_empty() && page.links("/administration/audit.csv").is_empty()
            );
            let typed: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
            let kept = page.form("Show").fields;
            for (name, value) in typed.into_iter().filter(|(_, v)| !v.contains('\0')) {
                // A list shows its first entry in place of what it does not have.
                let known = ["event", "outcome"].contains(&name.as_str());
                assert!(
                    known || kept.contains(&(name.clone(), value)),
                    "{query}: {name}"
                );
            }
            let file = browser
                .get(&format!("/administration/{list}.csv?{query}"))
                .await;
            assert_eq!(file.status, 400, "{query}");
        }
    }
    for harmless in [
        "before=-1",
        "before=x",
        "before=99999999999999999999",
        "before=9223372036854775807",
        "before=1",
        "before=0&before=2",
        "event=user_add&event=user_block",
        "nothing=1",
        "person=%20",
        "%",
        "from=0001-01-01&to=9998-12-31",
    ] {
        let page = browser
            .get(&format!("/administration/audit?{harmless}"))
            .await;
        assert!(
            page.status == 200 && !page.body.contains("-problem\""),
            "{harmless}"
        );
    }
    assert_eq!(
        portal.count("audit_export").await,
        exports,
        "nothing was taken along"
    );
}

async fn pages_lead_to_the_end_while_rows_are_written(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let row = || entry(&portal, Event::HelpdeskView, Some(ada.id), None);
    append(&portal, (0..170).map(|_| row()).collect()).await;
    for (query, filtered) in [
        ("", false),
        ("?person=ada%40example.org&event=helpdesk_view", true),
    ] {
        let fits = |row: &Row| !filtered || row.event == "helpdesk_view";
        let all = portal.audit().await;
        let expected = all.iter().rev().filter(|row| fits(row)).map(|row| row.seq);
        let expected: Vec<i64> = expected.collect();
        let mut page = browser.get(&format!("/administration/audit{query}")).await;
        let mut seen = numbers(&page);
        let mut pages = 1;
        loop {
            append(&portal, (0..7).map(|_| row()).collect()).await;
            let older = page.links("/administration/audit?");
            let Some(older) = older.into_iter().find(|href| href.contains("before=")) else {
                break;
            };
            page = browser.get(&older).await;
            assert!(numbers(&page).len() <= 50 && page.says("Newest"));
            seen.extend(numbers(&page));
            pages += 1;
        }
        assert_eq!(seen, expected);
        assert!(pages > 3);
    }
}

#[tokio::test]
async fn a_161_the_page_names_the_row_that_was_changed() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get("/administration").await;
    assert!(page.says("It has not been checked here yet."));
    let rows = portal.audit().await.len();
    assert!(
        page.says(&format!("{rows} rows, since 15 January 2027")),
        "{}",
        page.text()
    );
    let page = browser.press(&page, "Verify now", &[]).await;
    let said = page.by_id("check");
    assert!(
        said.contains(&format!("Rows 1 to {rows} are whole.")),
        "{said}"
    );
    let file = portal.file();
    let unlock = "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete";
    file.execute_batch(unlock).unwrap();
    file.execute_batch("UPDATE audit SET reason = 'nothing' WHERE seq = 3")
        .unwrap();
    portal.clock.forward(Span::minutes(2));
    let page = browser.press(&page, "Verify now", &[]).await;
    let said = page.by_id("check");
    assert!(said.contains("Row 3 is missing or was changed"), "{said}");
    let checks: Vec<_> = portal
        .audit()
        .await
        .into_iter()
        .filter(|row| row.event == "audit_verify")
        .collect();
    let told: Vec<_> = checks
        .iter()
        .map(|row| (row.outcome.as_str(), row.reason.as_str()))
        .collect();
    assert_eq!(told, [("success", ""), ("failure", "row")]);
    let list = browser
        .get("/administration/audit?event=audit_verify&outcome=failure")
        .await;
    assert!(list.says("Audit record checked: not whole"));
}

#[tokio::test]
async fn the_key_ring_is_shown_by_number_and_nothing_else() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get("/administration").await;
    assert!(
        page.says("Key 1 Seals everything new.") && page.says("No change of keys is under way.")
    );
    let known = portal.store.keys().await.unwrap();
    let canary = data_encoding::HEXLOWER.encode(&known[0].canary);
    assert!(!page.body.contains(&canary));
    let portal = portal
        .next()
        .ring(|ring| ring.rotate().unwrap())
        .open()
        .await;
    let role = Role::Administrator;
    let bo = portal.add_as("bo@example.org", State::Disabled, role).await;
    let mut browser = portal.signed_in(&bo).await;
    let page = browser.get("/administration").await;
    assert!(page.says("Key 2 Seals everything new.") && page.says("still being sealed anew"));
    while portal.services.reseal().await.unwrap() {}
    let page = browser.get("/administration").await;
    assert!(
        page.says("has been sealed anew") && page.says("No change of keys is under way."),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn fraud_reports_say_who_when_how_and_what_followed() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let olga = portal.enrolled("olga@example.org").await;
    let report = |who: &Person, method: &str| Entry {
        details: vec![("method", method.to_owned())],
        ..entry(&portal, Event::FraudReport, None, Some(who.id))
    };
    let block = |who: &Person| entry(&portal, Event::UserBlock, Some(ada.id), Some(who.id));
    append(
        &portal,
        vec![
            block(&olga),
            report(&sanne, "call_phone"),
            report(&olga, "call_office"),
            block(&sanne),
        ],
    )
    .await;
    let page = browser.open("/administration").await;
    assert_eq!(
        page.links("/administration/fraud"),
        ["/administration/fraud"]
    );
    let page = browser.get("/administration/fraud").await;
    let rows: Vec<String> = page.body.split("<tr>").skip(2).map(text).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("olga@example.org") && rows[0].contains("Call my office phone"));
    assert!(
        rows[0].contains("Not blocked."),
        "blocked before, and not because of it"
    );
    assert!(
        rows[1].contains("sanne@example.org") && rows[1].contains("Blocked: 15 January 2027"),
        "{}",
        rows[1]
    );
    let later = browser.get("/administration/fraud?from=2027-01-16").await;
    assert!(later.says("Nothing fits"));
    let file = browser.get("/administration/fraud.csv?to=2027-01-15").await;
    assert!(
        file.header("content-disposition")
            .contains("fraud-2027-01-15.csv")
    );
    let mut reader = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (&line[3], &line[5], line[6].is_empty()))
        .collect();
    assert_eq!(
        told,
        [
            ("olga@example.org", "call_office", true),
            ("sanne@example.org", "call_phone", false)
        ]
    );
}

#[tokio::test]
async fn the_menu_leads_there_whoever_may_go() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get("/profile").await;
    assert_eq!(page.links("/administration"), ["/administration"]);
    let operator = portal.enrolled_as("otto@example.org", Role::Operator).await;
    let page = portal.signed_in(&operator).await.get("/profile").await;
    assert!(page.links("/administration").is_empty() && !page.links("/helpdesk").is_empty());
}
