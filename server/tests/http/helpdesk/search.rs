//! Finding people, and not harvesting them (A-111).

use domain::Refusal;
use domain::account::{Role, State};
use domain::service::NewPerson;
use domain::time::Span;

use super::{Desk, at, at_work, named, staff};
use crate::cast::record;
use crate::client::{Browser, form};
use crate::page::Page;
use crate::portal::{Database, Plan};

on_both_stores!(a_111_what_is_typed_means_only_itself,);

const NOBODY: &str = "Nobody is called that.";

async fn find(browser: &mut Browser, typed: &str) -> Page {
    browser
        .get(&format!("/helpdesk?{}", form(&[("q", typed)])))
        .await
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_what_they_are_called() {
    let mut desk = Desk::open().await;
    let id = named(
        &desk.portal,
        "zdv",
        "Zoë de Vries",
        Role::User,
        State::Enabled,
    )
    .await;
    let page = desk.browser.get("/helpdesk").await;
    assert!(
        !page.says(NOBODY) && !page.body.contains("id=\"found\""),
        "nobody asked"
    );
    for typed in ["zd", " ZOË", "zoe\u{308}", "vrie", "zdv@exam", "Zoë de V"] {
        let page = find(&mut desk.browser, typed).await;
        assert_eq!(
            page.links("/helpdesk/people/"),
            [format!("/helpdesk/people/{id}")],
            "{typed}"
        );
        assert!(page.says("1 person") && page.says("Zoë de Vries zdv Enabled User"));
        assert_eq!(page.attributes("value")[0], typed, "it can be typed on");
    }
    for typed in ["ries", "xample", "de Zoë"] {
        assert!(find(&mut desk.browser, typed).await.says(NOBODY), "{typed}");
    }
}

async fn a_111_what_is_typed_means_only_itself(database: Database) {
    let mut desk = Desk::on(Plan::default().on(database).open().await).await;
    named(&desk.portal, "anna", "Anna", Role::User, State::Enabled).await;
    named(
        &desk.portal,
        "odd",
        r"100%_a\b 'c' “d”",
        Role::User,
        State::Enabled,
    )
    .await;
    let long = "a".repeat(1_000);
    for typed in [
        "%%",
        "%nna",
        "a%",
        "_nna",
        "an__",
        "**",
        "an*",
        ".*",
        "an.a",
        r"\\",
        r"a\",
        "' OR ''='",
        "\" OR 1=1 --",
        "an'",
        "a\0",
        "\0\0",
        "an\0na",
        "\u{202e}anna",
        "\u{10ffff}\u{10ffff}",
        "<b>",
        &long,
    ] {
        let page = find(&mut desk.browser, typed).await;
        assert!(
            page.status == 200 && page.says(NOBODY),
            "{typed:?}: {} {}",
            page.status,
            page.text()
        );
        assert!(page.links("/helpdesk/people/").is_empty(), "{typed:?}");
    }
    for typed in ["100%", "100%_A", r"100%_a\b", "'c", "“d”"] {
        let page = find(&mut desk.browser, typed).await;
        assert_eq!(page.links("/helpdesk/people/").len(), 1, "{typed}");
    }
}

#[tokio::test]
async fn a_111_too_little_is_refused_and_kept() {
    let mut desk = Desk::open().await;
    for typed in ["", "h", " h ", "%", "ﾊ", "\u{308}"] {
        let page = find(&mut desk.browser, typed).await;
        assert!(page.refuses(Refusal::SearchShort { min: 2 }), "{typed:?}");
        assert_eq!(page.attributes("value")[0], typed);
        assert!(page.links("/helpdesk/people/").is_empty());
    }
    assert_eq!(desk.portal.count("helpdesk_search").await, 0);
}

#[tokio::test]
async fn a_111_a_page_shows_fifty_and_says_that_there_may_be_more() {
    let mut desk = Desk::open().await;
    let logins: Vec<String> = (100..160)
        .map(|n| format!("pupil{n}@example.org"))
        .collect();
    let people: Vec<NewPerson<'_>> = logins
        .iter()
        .map(|login| NewPerson {
            record: record(login),
            password: None,
            role: Role::User,
            state: State::Disabled,
        })
        .collect();
    let trace = desk.portal.trace();
    let added = desk.portal.services.add_people(&people, &trace).await;
    added.unwrap().unwrap();
    let more = "There may be more than these.";
    for typed in ["pupil", "sanne"] {
        let page = find(&mut desk.browser, typed).await;
        assert_eq!(page.links("/helpdesk/people/").len(), 50, "{typed}");
        assert!(page.says(more) && page.says("50 people"), "{typed}");
        // There is no second page to go through to the end.
        for query in ["&page=2", "&offset=50", "&q=%25", "&most=1000"] {
            let again = desk
                .browser
                .get(&format!("/helpdesk?q={typed}{query}"))
                .await;
            let found = again.links("/helpdesk/people/");
            assert!(
                found == page.links("/helpdesk/people/") || again.status != 200 || found.is_empty()
            );
        }
    }
    let page = find(&mut desk.browser, "pupil10").await;
    assert_eq!(page.links("/helpdesk/people/").len(), 10);
    assert!(!page.says(more));
}

#[tokio::test]
async fn a_111_every_search_and_every_view_is_recorded_without_what_was_typed() {
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    find(&mut desk.browser, "annekatrien").await;
    find(&mut desk.browser, "anna").await;
    assert_eq!(desk.see(&anna).await.status, 200);
    // The form that lists somebody's methods shows as much of them.
    let form = format!("{}/delete-method", at(&anna));
    assert_eq!(desk.browser.get(&form).await.status, 200);
    let rows = desk.portal.audit().await;
    let of = |event: &str| -> Vec<_> {
        let rows = rows.iter().filter(|row| row.event == event);
        rows.map(|row| {
            let hans = row.actor == desk.hans.id.to_string() && row.role == "operator";
            assert!(hans && row.outcome == "success", "{row:?}");
            (row.subject.clone(), row.details.clone())
        })
        .collect()
    };
    let searches = of("helpdesk_search");
    let found = |n: u8| (String::new(), format!(r#"{{"found":"{n}"}}"#));
    assert_eq!(searches, [found(0), found(1)]);
    let view = (anna.id.to_string(), "{}".to_owned());
    assert_eq!(of("helpdesk_view"), [view.clone(), view]);
    assert!(rows.iter().all(|row| !row.details.contains("annekat")));
}

#[tokio::test]
async fn a_111_more_views_than_anybody_needs_are_refused_for_an_hour() {
    let log = crate::log::listen();
    let mut desk = Desk::open().await;
    let anna = desk.portal.enrolled("anna@example.org").await;
    for _ in 0..200 {
        assert_eq!(desk.see(&anna).await.status, 200);
    }
    assert!(!log.says("looked at more people"));
    let page = desk.see(&anna).await;
    assert_eq!(
        (page.status.as_u16(), page.header("retry-after")),
        (429, "3600")
    );
    assert!(!page.says("Sanne Pieters") && page.says("Proofup"));
    assert!(log.says("looked at more people"), "an alarm in the log");
    let last = desk.portal.audit().await.pop().unwrap();
    assert_eq!(
        (&*last.event, &*last.outcome, &*last.reason, last.subject),
        ("helpdesk_view", "failure", "too_many", anna.id.to_string())
    );
    // Counted for the member of the staff: neither another browser helps, nor is anybody else held up.
    desk.return_to_work().await;
    assert_eq!(desk.see(&anna).await.status, 429);
    let rita = staff(&desk.portal, "rita", "Rita Reader", Role::Reader).await;
    let mut other = at_work(&desk.portal, &rita).await;
    assert_eq!(other.get(&at(&anna)).await.status, 200);
    desk.portal.clock.forward(Span::hours(1));
    desk.return_to_work().await;
    assert_eq!(desk.see(&anna).await.status, 200);
}
