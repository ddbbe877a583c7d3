//! The registration report: what it counts, where its rows lead, and that the picture says the same.

use domain::account::State;
use domain::time::Span;

use super::administrator;
use crate::page::text;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(the_report_counts_whom_its_links_show,);

async fn the_report_counts_whom_its_links_show(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (_, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    portal.give_app(sanne.id, "Second").await;
    portal.give_app_password(sanne.id, "Laptop").await;
    portal.enrolled("olga@example.org").await;
    portal.add("noor@example.org", State::Enabled).await;
    let gone = portal.add("gone@example.org", State::Enabled).await;
    let account = portal.account(gone.id).await;
    let trace = portal.trace();
    let off = portal.services.set_active(&account, false, &trace);
    off.await.unwrap();
    let page = browser.get("/administration/report").await;
    assert!(page.says("Of the 4 people whose accounts are switched on."));
    let chart = page
        .body
        .split("<svg ")
        .find(|svg| svg.contains("role=\"img\""));
    let chart = chart.unwrap();
    let chart = text(chart.split("</svg>").next().unwrap());
    let rows: Vec<&str> = page.body.split("<tr>").skip(1).collect();
    for (name, people, share) in [
        ("Registered", 3, "75.0%"),
        ("Not registered", 1, "25.0%"),
        ("Authenticator app", 3, "75.0%"),
        ("Authentication phone", 0, "0.0%"),
        ("Only one method", 2, "50.0%"),
        ("App passwords", 1, "25.0%"),
    ] {
        let row = rows
            .iter()
            .find(|row| row.contains(&format!(">{name}</a>")))
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            text(row.split("</tr>").next().unwrap()),
            row_text(name, people, share)
        );
        assert!(chart.contains(&format!("{name} {share}")), "{chart}");
        let href = row.split("href=\"").nth(1).unwrap();
        let href = href.split('"').next().unwrap().replace("&amp;", "&");
        let list = browser.get(&href).await;
        assert_eq!(list.body.matches("name=\"id\"").count(), people, "{name}");
    }
    assert!(
        page.says("Enabled 1 0") && page.says("Enforced 3 3"),
        "{}",
        page.text()
    );
    let file = browser.get("/administration/report.csv").await;
    assert!(
        file.header("content-disposition")
            .contains("report-2027-01-15.csv")
    );
    let lines = super::export::read(&file);
    assert_eq!(lines.len(), 1 + 9 * 4);
    let of = |what: &str, state: &str| {
        let line = lines
            .iter()
            .find(|line| (&line[1], &line[2]) == (what, state));
        line.map(|line| line[3].to_owned())
    };
    assert_eq!(of("any", "any").as_deref(), Some("4"));
    assert_eq!(of("registered", "enforced").as_deref(), Some("3"));
    assert_eq!(of("not-registered", "enabled").as_deref(), Some("1"));
}

fn row_text(name: &str, people: usize, share: &str) -> String {
    format!("{name} {people} {share}")
}

#[tokio::test]
async fn figures_stand_for_a_minute() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let says = "whose account is switched on";
    assert!(browser.get("/administration/report").await.says(says));
    portal.add("noor@example.org", State::Enabled).await;
    portal.clock.forward(Span::seconds(59));
    assert!(browser.get("/administration/report").await.says(says));
    portal.clock.forward(Span::seconds(1));
    let page = browser.get("/administration/report").await;
    assert!(page.says("Of the 2 people"));
}
