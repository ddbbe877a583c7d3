//! The list of people with its filters and its file, and quick steps for those who are ticked.

use domain::account::{Role, State};
use domain::notice::NoticeKind;
use domain::service::NewPerson;
use domain::time::Span;
use domain::{Id, Refusal};

use super::administrator;
use crate::cast::{self, Person};
use crate::client::Browser;
use crate::page::{Page, text};
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    filters_show_who_fits_and_pages_lead_to_the_end,
    quick_steps_ask_first_and_touch_whom_they_may,
);

/// The ids of the people on a page.
fn ticks(page: &Page) -> Vec<String> {
    let boxes = page
        .body
        .split("<input type=\"checkbox\" name=\"id\" value=\"");
    let ids = boxes.skip(1).map(|rest| rest.split('"').next().unwrap());
    ids.map(str::to_owned).collect()
}

async fn all_pages(browser: &mut Browser, path: &str) -> Vec<String> {
    let mut page = browser.get(path).await;
    let mut ids = ticks(&page);
    loop {
        assert!(ticks(&page).len() <= 50);
        let links = page.links("/administration/people?");
        let Some(next) = links.into_iter().find(|href| href.contains("after=")) else {
            return ids;
        };
        page = browser.get(&next).await;
        assert!(page.says("First page"));
        ids.extend(ticks(&page));
    }
}

async fn many(portal: &TestPortal, count: usize) -> Vec<Id> {
    let person = |n: usize| NewPerson {
        record: domain::service::DirectoryRecord {
            name: format!("Pupil {n}"),
            ..cast::record(&format!("pupil{n:03}@example.org"))
        },
        password: None,
        role: Role::User,
        state: State::Disabled,
    };
    let people: Vec<_> = (0..count).map(person).collect();
    let added = portal.services.add_people(&people, &portal.trace()).await;
    added.unwrap().unwrap().iter().map(|one| one.id).collect()
}

async fn filters_show_who_fits_and_pages_lead_to_the_end(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let pupils = many(&portal, 120).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let noor = portal.add("noor@example.org", State::Enabled).await;
    let off = portal.account(pupils[7]).await;
    let switched = portal
        .services
        .set_active(&off, false, &portal.trace())
        .await;
    switched.unwrap();
    let ids = |people: &[Id]| -> Vec<String> { people.iter().map(Id::to_string).collect() };
    let everybody = [&[ada.id, noor.id][..], &pupils, &[sanne.id]].concat();
    let cases: [(&str, Vec<Id>); 9] = [
        ("", everybody),
        ("state=enforced", vec![ada.id, sanne.id]),
        ("state=enabled", vec![noor.id]),
        ("account=off", vec![pupils[7]]),
        ("role=administrator", vec![ada.id]),
        ("holds=registered", vec![ada.id, sanne.id]),
        ("holds=only-one&role=user", vec![sanne.id]),
        ("begins=PUPIL007", vec![pupils[7]]),
        ("begins=pu&account=on&state=disabled", {
            let on = pupils.iter().filter(|id| **id != pupils[7]);
            on.copied().collect()
        }),
    ];
    for (query, expected) in cases {
        let found = all_pages(&mut browser, &format!("/administration/people?{query}")).await;
        assert_eq!(found, ids(&expected), "{query}");
    }
    let page = browser.get("/administration/people").await;
    assert!(
        page.says("123 people, 1 account is switched off"),
        "{}",
        page.text()
    );
    assert!(
        page.says("Disabled 120 Enabled 1 Enforced 2"),
        "{}",
        page.text()
    );
    for (query, field) in [
        ("begins=p", "begins"),
        ("state=on", "state"),
        ("holds=x", "holds"),
        ("account=maybe", "account"),
        ("role=king", "role"),
    ] {
        let page = browser
            .get(&format!("/administration/people?{query}"))
            .await;
        let problem = format!("id=\"{field}-problem\"");
        assert!(
            page.status == 200 && page.body.contains(&problem),
            "{query}"
        );
        assert!(ticks(&page).is_empty());
        let file = browser
            .get(&format!("/administration/people.csv?{query}"))
            .await;
        assert_eq!(file.status, 400, "{query}");
    }
    for harmless in [
        "after=%00",
        "after=%ff",
        "begins=%25%5f",
        "begins=a%00",
        "x=1",
        "%",
    ] {
        let page = browser
            .get(&format!("/administration/people?{harmless}"))
            .await;
        assert_eq!(page.status, 200, "{harmless}");
    }
    assert_eq!(portal.count("people_export").await, 0);
}

async fn quick_steps_ask_first_and_touch_whom_they_may(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let free = portal.add("free@example.org", State::Disabled).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let rita = portal
        .add_as("rita@example.org", State::Disabled, Role::Reader)
        .await;
    let bo = portal
        .add_as("bo@example.org", State::Disabled, Role::Administrator)
        .await;
    let all = [&free, &sanne, &rita, &bo, &ada];
    let query: String = all.map(|one: &Person| format!("&id={}", one.id)).concat();
    let path = format!("/administration/people/change?step=enable{query}");
    let page = browser.get(&path).await;
    assert!(page.says("This concerns 1 of 5 people."), "{}", page.text());
    for refusal in [
        Refusal::AlreadySo,
        Refusal::SecondPerson,
        Refusal::HigherRank,
        Refusal::OnOneself,
    ] {
        assert!(page.refuses(refusal), "{refusal:?}");
    }
    assert_eq!(
        portal.account(free.id).await.state,
        State::Disabled,
        "only asked"
    );
    let changes = portal.count("user_change").await;
    let page = browser.press(&page, "Yes", &[]).await;
    assert!(page.says("Two-step verification is required of 1 person."));
    assert!(page.refuses(Refusal::OnOneself) && page.refuses(Refusal::AlreadySo));
    assert_eq!(portal.account(free.id).await.state, State::Enabled);
    for staff in [&rita, &bo] {
        assert_eq!(portal.account(staff.id).await.state, State::Disabled);
    }
    assert_eq!(portal.account(ada.id).await.state, State::Enforced);
    assert_eq!(
        portal.count("user_change").await,
        changes + 1,
        "one row a person"
    );
    assert_eq!(portal.count("helpdesk_refuse").await, 3);
    let row = portal.audit().await;
    let row = row.iter().rfind(|row| row.event == "user_change").unwrap();
    let about = (&row.actor, &row.subject);
    assert_eq!(about, (&ada.id.to_string(), &free.id.to_string()));
    assert!(row.details.contains("\"two_step\":\"enabled\""));
    let told = portal.notices(free.id).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NoticeKind::TwoStepRequired);
    assert!(portal.notices(sanne.id).await.is_empty(), "already so");

    // Methods stay, and who is enabled again stays so.
    portal.give_app_password(sanne.id, "Laptop").await;
    for (step, expected) in [("disable", State::Disabled), ("enable", State::Enabled)] {
        let path = format!("/administration/people/change?step={step}&id={}", sanne.id);
        let page = browser.post(&path, &[]).await;
        assert_eq!(page.status, 200);
        let account = portal.account(sanne.id).await;
        assert_eq!((account.state, account.apps.len()), (expected, 1), "{step}");
        assert_eq!(account.app_passwords.len(), 1);
    }
    let mut hers = portal.signed_in(&sanne).await;
    for (step, active) in [("switch-off", false), ("switch-on", true)] {
        let path = format!("/administration/people/change?step={step}&id={}", sanne.id);
        browser.post(&path, &[]).await;
        let account = portal.account(sanne.id).await;
        assert_eq!((account.active, account.apps.len()), (active, 1), "{step}");
        assert!(account.app_passwords.is_empty());
        assert_eq!(hers.get("/profile").await.to(), "/sign-in", "{step}");
    }
}

#[tokio::test]
async fn ticks_outlive_the_confirmation() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let pupils = many(&portal, 50).await;
    let query: String = pupils.iter().map(|id| format!("&id={id}")).collect();
    let path = format!("/administration/people/change?step=enable{query}");
    let page = browser.get(&path).await;
    assert!(page.says("This concerns 50 of 50 people."));
    portal.clock.forward(Span::minutes(6));
    for late in ["page", "yes"] {
        let to_proof = if late == "page" {
            browser.get(&path).await
        } else {
            let form = page.form("Yes");
            portal.clock.forward(Span::minutes(6));
            browser.post(&form.action, &[]).await
        };
        assert!(
            to_proof.to().starts_with("/step-up?way=app&next="),
            "{late}"
        );
        let proof = browser.follow(to_proof).await;
        let code = portal.next_code(&ada);
        let typed = [("password", ada.password.as_str()), ("code", &code)];
        let back = browser.press(&proof, "Continue", &typed).await;
        assert!(
            back.says("This concerns 50 of 50 people."),
            "{late}: {}",
            back.text()
        );
    }
    for id in pupils {
        assert_eq!(
            portal.account(id).await.state,
            State::Disabled,
            "nobody said yes"
        );
    }
}

#[tokio::test]
async fn nobody_ticked_and_ids_of_nobody() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let nobody = "0000000003e8ffffffffffffffffffff";
    for query in [
        "",
        "step=enable",
        "id=0000000003e8ffffffffffffffffffff",
        "step=enforce&id=",
    ] {
        let path = format!("/administration/people/change?{query}");
        for page in [browser.get(&path).await, browser.post(&path, &[]).await] {
            assert!(
                page.status == 400 || page.to() == "/administration/people",
                "{query}"
            );
        }
    }
    for odd in [
        "x",
        "%00",
        "'%20OR%201=1",
        "0000000003E8FFFFFFFFFFFFFFFFFFFF",
    ] {
        let path = format!("/administration/people/change?step=enable&id={odd}");
        assert_eq!(browser.get(&path).await.status, 400, "{odd}");
    }
    let path = format!("/administration/people/change?step=enable&id={nobody}");
    let page = browser.get(&path).await;
    assert!(page.says("This concerns 0 of 0 people."));
    assert!(
        page.forms()
            .iter()
            .all(|form| !form.action.contains("change"))
    );
    let enforce = format!("/administration/people/change?step=enforced&id={nobody}");
    assert_eq!(browser.get(&enforce).await.to(), "/administration/people");
}

#[tokio::test]
async fn a_162_the_list_as_a_file_is_whole_recorded_and_no_formula() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    many(&portal, 1_203).await;
    let mut record = cast::record("mallory@example.org");
    record.name = "=1+1".into();
    record.title = "@SUM(A1)".into();
    let new = NewPerson {
        record,
        password: None,
        role: Role::User,
        state: State::Disabled,
    };
    let added = portal.services.add_people(&[new], &portal.trace()).await;
    let mallory = added.unwrap().unwrap()[0].id;
    let file = browser
        .get("/administration/people.csv?role=user&begins=")
        .await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        file.header("content-disposition")
            .contains("people-2027-01-15.csv")
    );
    let lines = super::export::read(&file);
    assert_eq!(lines.len(), 1 + 1_204);
    assert_eq!((&lines[0][1], &lines[0][8]), ("user", "state"));
    let line = &lines[1];
    assert_eq!(&line[0], mallory.to_string());
    let cells: Vec<&str> = line.iter().skip(1).collect();
    let expected = [
        "mallory@example.org",
        "'=1+1",
        "'@SUM(A1)",
        "mallory@example.org",
        "'+31205550123 x42",
        "",
        "user",
        "disabled",
        "yes",
        "no",
    ];
    assert_eq!(cells, expected);
    let rows = portal.audit().await;
    let export = rows.last().unwrap();
    let who = (export.event.as_str(), &export.actor);
    assert_eq!(who, ("people_export", &ada.id.to_string()));
    assert!(export.details.contains("\"role\":\"user\""));
    let file = browser
        .get("/administration/people.csv?begins=mallory")
        .await;
    assert_eq!(super::export::read(&file).len(), 2);
    let rows = portal.audit().await;
    assert!(!rows.last().unwrap().details.contains("mallory"));
    assert!(!text(&file.body).contains("argon2"));
}
