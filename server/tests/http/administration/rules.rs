//! The rules in the administration: what a change will do, doing it, what was changed, and back.

use domain::Refusal;
use domain::account::{Phone, PhoneKind, Role, State};
use domain::audit::{Entry, Event};
use domain::browser::Browser as Known;
use domain::method::Preferred;
use domain::service::ports::{Batch, Change};
use domain::time::Span;
use domain::trust::Trust;

use super::{administrator, append, entry};
use crate::cast::Person;
use crate::client::Browser;
use crate::page::Page;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_change_is_seen_before_it_is_in_force_and_can_be_taken_back,
    a_preview_counts_those_on_one_side_of_a_bound_and_not_the_others,
);

const RULES: &str = "/administration/rules";
const CHANGE: &str = "/administration/rules/change";

/// Sends fields as they are.
async fn send(browser: &mut Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// Fills in the form and asks what will change; "off" takes a tick away.
async fn preview(browser: &mut Browser, changes: &[(&str, &str)]) -> Page {
    let form = browser.get(CHANGE).await.form("Show what will change");
    let mut fields = form.fields;
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        if *value != "off" {
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    send(browser, &form.action, &fields).await
}

/// The undoing of the newest change.
async fn undo(browser: &mut Browser) -> Page {
    let page = browser.get(RULES).await;
    let undoing = |form: &crate::page::Form| form.action == "/administration/rules/undo";
    let form = page.forms().into_iter().find(undoing).unwrap();
    send(browser, &form.action, &form.fields).await
}

async fn days(portal: &TestPortal) -> u16 {
    portal.store.policy().await.unwrap().1.remember_days
}

async fn a_change_is_seen_before_it_is_in_force_and_can_be_taken_back(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let page = browser.get(RULES).await;
    assert_eq!(page.by_id("remember_days"), "14");
    assert!(page.says("From 0 to 365. Default: 14."), "{}", page.text());
    let page = preview(&mut browser, &[("remember_days", "30")]).await;
    assert!(page.status == 200 && page.says("Nothing is changed yet."));
    assert!(
        page.says("Days for “Don't ask again” 14 30 For so long"),
        "{}",
        page.text()
    );
    assert_eq!(page.by_id("main").matches("Rules").count(), 0);
    assert_eq!(days(&portal).await, 14, "a look changes nothing");
    assert_eq!(portal.count("policy_change").await, 1);
    let page = browser.press(&page, "Put in force", &[]).await;
    assert!(page.path == RULES && page.says("The new rules are in force"));
    assert_eq!(page.by_id("remember_days"), "30");
    let row = portal.audit().await.pop().unwrap();
    assert_eq!(
        (row.event.as_str(), &row.actor, row.role.as_str()),
        ("policy_change", &ada.id.to_string(), "administrator")
    );
    assert_eq!(row.details, r#"{"settings":"remember_days: 14 -> 30"}"#);
    let history = page
        .text()
        .split_off(page.text().find("Changes, newest").unwrap());
    assert!(
        history.contains("Sanne Pieters ada@example.org Days for “Don't ask again”: 14 → 30"),
        "{history}"
    );
    assert!(
        history.contains("The portal or a shell Allow users to create app passwords"),
        "the shell's change: {history}"
    );
    let page = undo(&mut browser).await;
    assert!(
        page.says("Days for “Don't ask again” 30 14"),
        "{}",
        page.text()
    );
    assert_eq!(days(&portal).await, 30, "undoing is looked at as well");
    browser.press(&page, "Put in force", &[]).await;
    assert_eq!(days(&portal).await, 14);
    let newest = portal.audit().await.pop().unwrap();
    assert_eq!(newest.details, r#"{"settings":"remember_days: 30 -> 14"}"#);
}

async fn trusting(portal: &TestPortal, person: &Person) {
    let account = portal.account(person.id).await;
    let one = Trust {
        id: portal.services.id(),
        hash: [7; 32],
        created: portal.services.clock.now(),
        browser: Known::default(),
    };
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes: vec![Change::AddTrust(one, 20)],
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
}

async fn a_preview_counts_those_on_one_side_of_a_bound_and_not_the_others(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let olga = portal.enrolled("olga@example.org").await;
    portal.give_app_password(sanne.id, "Laptop").await;
    portal.give_app_password(olga.id, "Laptop").await;
    portal.give_app_password(olga.id, "Phone").await;
    portal.give_app(olga.id, "Second").await;
    trusting(&portal, &sanne).await;
    portal.clock.forward(Span(Span::days(7).0 - 1));
    let (_, mut browser) = administrator(&portal).await;
    // The account of the administrator was added a millisecond later.
    let begin = portal.services.clock.now();
    let trusted = portal.store.trusts(sanne.id).await.unwrap()[0].created;
    let left = Span(Span::days(7).0 - begin.since(trusted).0);
    portal.clock.forward(Span(left.0 - 1));
    let fewer = [("remember_days", "7")];
    let page = preview(&mut browser, &fewer).await;
    assert!(!page.says("trusted browser asks"), "{}", page.text());
    portal.clock.forward(Span(1));
    let page = preview(&mut browser, &fewer).await;
    assert!(page.says("1 trusted browser asks"), "{}", page.text());
    let page = preview(&mut browser, &[("remember_days", "8")]).await;
    assert!(!page.says("trusted browser asks"));
    for (setting, value, said) in [
        ("app_password_limit", "2", None),
        (
            "app_password_limit",
            "1",
            Some("1 person has more. They keep working"),
        ),
        ("max_apps", "2", None),
        ("max_apps", "1", Some("1 person has more. They stay")),
        (
            "allow_app_passwords",
            "off",
            Some("2 people have app passwords."),
        ),
    ] {
        let page = preview(&mut browser, &[(setting, value)]).await;
        let counted = page.says("person has more") || page.says("people have");
        assert_eq!(
            counted,
            said.is_some(),
            "{setting} {value}: {}",
            page.text()
        );
        assert!(said.is_none_or(|said| page.says(said)), "{}", page.text());
    }
}

#[tokio::test]
async fn more_or_fewer_days_of_grace_count_whoever_has_not_set_up() {
    let portal = TestPortal::new().await;
    portal.enrolled("sanne@example.org").await;
    portal.add("olga@example.org", State::Disabled).await;
    let (_, mut browser) = administrator(&portal).await;
    let days = [("grace_days", "7")];
    let page = preview(&mut browser, &days).await;
    assert!(page.says("Nothing is changed yet.") && !page.says("not set it up"));
    for login in ["noor@example.org", "thomas@example.org"] {
        portal.add(login, State::Enabled).await;
    }
    let page = preview(&mut browser, &days).await;
    assert!(
        page.says("2 people have not set it up yet and may put it off for so long."),
        "{}",
        page.text()
    );
    let page = browser.press(&page, "Put in force", &[]).await;
    assert_eq!(page.by_id("grace_days"), "7");
    let page = preview(&mut browser, &[("grace_days", "0")]).await;
    assert!(
        page.says("2 people have not set it up yet and must do so sooner."),
        "{}",
        page.text()
    );
    let page = preview(&mut browser, &[("grace_days", "15")]).await;
    assert!(page.refuses(Refusal::Bounds { min: 0, max: 14 }));
}

/// Gives somebody a telephone that answered, and takes their apps away.
async fn only_phone(portal: &TestPortal, person: &Person) {
    let account = portal.account(person.id).await;
    let phone = Phone {
        kind: PhoneKind::Authentication,
        number: vec![1],
        verified: true,
        created: portal.services.clock.now(),
    };
    let apps = account.apps.iter().map(|app| Change::RemoveApp(app.id));
    let mut changes: Vec<Change> = apps.collect();
    changes.push(Change::PutPhone(phone));
    changes.push(Change::SetDefault(Some(Preferred::TextPhone)));
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes,
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_danger_is_said_only_where_people_are_left_without_a_method() {
    let portal = Plan::default().demo().open().await;
    let both = [("allow_text", "true"), ("allow_call", "true")];
    portal.policy(&both).await;
    let (_, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    only_phone(&portal, &sanne).await;
    let danger = "1 person would be left without a method";
    let page = preview(&mut browser, &[("allow_text", "off")]).await;
    assert!(
        page.says("1 person prefers it") && !page.says(danger),
        "{}",
        page.text()
    );
    let page = preview(
        &mut browser,
        &[("allow_text", "off"), ("allow_call", "off")],
    )
    .await;
    assert!(page.says(danger), "{}", page.text());
    portal.give_app(sanne.id, "Phone").await;
    let page = preview(
        &mut browser,
        &[("allow_text", "off"), ("allow_call", "off")],
    )
    .await;
    assert!(page.says("Nothing is changed yet.") && !page.says(danger));
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_beside_its_field_and_nothing_typed_is_lost() {
    let portal = Plan::default().demo().open().await;
    let (_, mut browser) = administrator(&portal).await;
    let before = portal.store.policy().await.unwrap();
    let wrong = [
        ("allow_app_code", "off"),
        ("max_apps", "6"),
        ("code_window", ""),
        ("app_password_length", "fifteen"),
        ("app_password_limit", "0"),
        ("mail_delay_seconds", "-1"),
        ("stale_after_days", "731"),
        ("voice_confirm", "star"),
        ("phone_countries", "NL, NL"),
        ("remember_days", "366"),
    ];
    let page = preview(&mut browser, &wrong).await;
    assert_eq!(page.status, 200);
    for (field, typed) in wrong {
        assert!(
            page.body.contains(&format!("id=\"{field}-problem\"")),
            "{field}"
        );
        let form = page.form("Show what will change");
        let typed_again = form.fields.contains(&(field.to_owned(), typed.to_owned()));
        let kept = match field {
            "allow_app_code" => form.unticked.iter().any(|(name, _)| name == field),
            // There is no such button to be pressed.
            "voice_confirm" => true,
            _ => typed_again,
        };
        assert!(kept, "{field}");
    }
    let bounds = Refusal::Bounds { min: 1, max: 5 };
    assert!(page.refuses(bounds) && page.refuses(Refusal::Countries { max: 50 }));
    assert!(page.refuses(Refusal::NoMethodOn) && page.refuses(Refusal::NotAChoice));
    assert_eq!(portal.store.policy().await.unwrap(), before);
    // What the preview would send is judged again.
    let sent = [("version", "2"), ("max_apps", "9"), ("allow_call", "maybe")];
    let page = browser.post(RULES, &sent).await;
    assert!(
        page.refuses(bounds) && page.refuses(Refusal::NotAChoice),
        "{}",
        page.text()
    );
    assert_eq!(portal.store.policy().await.unwrap(), before);
}

#[tokio::test]
async fn what_no_gateway_carries_is_off_with_the_reason_and_stays_off() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get(CHANGE).await;
    let fields = page.form("Show what will change");
    let named = |name: &str| {
        let mut all = fields.fields.iter().chain(&fields.unticked);
        all.any(|(known, _)| known == name)
    };
    assert!(named("allow_app_code") && named("sms_reply"));
    let off = page.body.split("<input").filter(|tag| {
        let tag = tag.split('>').next().unwrap();
        tag.contains("disabled")
    });
    assert_eq!(off.count(), 3, "notifications, texts, calls");
    assert!(page.refuses(Refusal::NoGateway));
    let page = preview(&mut browser, &[("allow_text", "true")]).await;
    assert_eq!(browser.follow(page).await.path, RULES, "nothing to change");
    let version = portal.store.policy().await.unwrap().0.to_string();
    let sent = [("version", version.as_str()), ("allow_text", "true")];
    let page = browser.post(RULES, &sent).await;
    assert!(page.refuses(Refusal::NoGateway), "{}", page.text());
    assert!(!portal.store.policy().await.unwrap().1.allow_text);
}

#[tokio::test]
async fn rules_that_changed_meanwhile_are_looked_at_again() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = preview(&mut browser, &[("remember_days", "30")]).await;
    portal
        .policy(&[("remember_days", "20"), ("max_apps", "3")])
        .await;
    let page = browser.press(&page, "Put in force", &[]).await;
    assert!(page.refuses(Refusal::ChangedMeanwhile), "{}", page.text());
    assert_eq!(days(&portal).await, 20);
    assert!(
        page.says("Days for “Don't ask again” 20 30"),
        "{}",
        page.text()
    );
    browser.press(&page, "Put in force", &[]).await;
    let policy = portal.store.policy().await.unwrap().1;
    assert_eq!((policy.remember_days, policy.max_apps), (30, 3));
    // A form from before says so as well, and shows everything that it would change.
    let form = browser.get(CHANGE).await.form("Show what will change");
    portal.policy(&[("max_apps", "5")]).await;
    let page = send(&mut browser, &form.action, &form.fields).await;
    assert!(page.refuses(Refusal::ChangedMeanwhile));
    assert!(
        page.says("Authenticator apps per person 5 3"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn the_preview_leads_back_to_the_form_with_what_was_typed() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = preview(
        &mut browser,
        &[("remember_days", "30"), ("sms_reply", "true")],
    )
    .await;
    let page = browser.press(&page, "Back to the form", &[]).await;
    let form = page.form("Show what will change");
    for (name, value) in [
        ("remember_days", "30"),
        ("sms_reply", "true"),
        ("max_apps", "5"),
    ] {
        assert!(form.fields.contains(&(name.into(), value.into())), "{name}");
    }
    assert_eq!(days(&portal).await, 14);
    let page = preview(&mut browser, &[]).await;
    let page = browser.follow(page).await;
    assert!(page.path == RULES && page.says("Nothing was different"));
}

#[tokio::test]
async fn old_rows_are_shown_and_undone_as_far_as_this_version_knows_their_settings() {
    let portal = TestPortal::new().await;
    let (ada, mut browser) = administrator(&portal).await;
    let row = |settings: &str| Entry {
        details: vec![("settings", settings.to_owned())],
        ..entry(&portal, Event::PolicyChange, Some(ada.id), None)
    };
    let rows = vec![
        row("quiet_days: 0 -> 3"),
        row("max_apps: 3 -> 5; quiet_days: 3 -> 0"),
    ];
    append(&portal, rows).await;
    let page = browser.get(RULES).await;
    assert!(page.says("quiet_days : 0 → 3"), "{}", page.text());
    assert!(page.says("Authenticator apps per person: 3 → 5 quiet_days : 3 → 0"));
    let undoing = page
        .forms()
        .into_iter()
        .filter(|form| form.action.ends_with("/undo"));
    assert_eq!(
        undoing.count(),
        2,
        "the shell's first change and the mixed one"
    );
    let page = undo(&mut browser).await;
    assert!(
        page.says("Authenticator apps per person 5 3"),
        "{}",
        page.text()
    );
    for row in ["", "0", "-1", "x", "2", "9223372036854775807"] {
        let page = browser
            .post("/administration/rules/undo", &[("row", row)])
            .await;
        assert_eq!(page.to(), RULES, "{row}");
    }
}

#[tokio::test]
async fn twenty_changes_are_looked_back_at() {
    let portal = TestPortal::new().await;
    for round in 0..21 {
        let days = (10 + round).to_string();
        portal.policy(&[("remember_days", &days)]).await;
    }
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get(RULES).await;
    let undoing = page
        .forms()
        .into_iter()
        .filter(|form| form.action.ends_with("/undo"));
    assert_eq!(undoing.count(), 20);
    assert!(
        page.says("29 → 30") && !page.says("14 → 10"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn what_is_put_in_force_is_so_on_everybodys_next_page() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let sanne = portal.enrolled("sanne@example.org").await;
    let mut hers = portal.signed_in(&sanne).await;
    let page = hers.get("/app-passwords").await;
    assert_eq!(page.links("/app-passwords/create").len(), 1);
    let page = preview(&mut browser, &[("allow_app_passwords", "off")]).await;
    browser.press(&page, "Put in force", &[]).await;
    let page = hers.get("/app-passwords").await;
    assert!(page.links("/app-passwords/create").is_empty());
    assert!(page.refuses(Refusal::AppPasswordsOff), "{}", page.text());
}

#[tokio::test]
async fn looking_needs_no_new_proof_and_changing_does() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = preview(&mut browser, &[("remember_days", "30")]).await;
    portal.clock.forward(Span::minutes(5));
    assert_eq!(browser.get(RULES).await.status, 200);
    let form = page.form("Put in force");
    let page = send(&mut browser, &form.action, &form.fields).await;
    assert_eq!(page.to(), "/step-up?way=app&next=/administration/rules");
    assert_eq!(days(&portal).await, 14);
    let role = Role::Supervisor;
    let sup = portal.enrolled_as("sup@example.org", role).await;
    let mut theirs = portal.signed_in(&sup).await;
    let page = send(&mut theirs, &form.action, &form.fields).await;
    assert_eq!(page.status, 404);
    assert_eq!(days(&portal).await, 14);
}

#[tokio::test]
async fn a_number_for_calls_and_addresses_for_fraud_are_typed_and_taken_back() {
    let portal = Plan::default().demo().open().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = browser.get(RULES).await;
    assert_eq!(page.by_id("caller_id"), "The gateway’s own number");
    assert_eq!(page.by_id("fraud_addresses"), "None");
    let changes = [
        ("caller_id", "+31 (20) 123-4567"),
        ("fraud_addresses", "soc@example.org cert@example.org"),
    ];
    let page = preview(&mut browser, &changes).await;
    assert!(
        page.says("The gateway’s own number +31201234567"),
        "{}",
        page.text()
    );
    let page = browser.press(&page, "Put in force", &[]).await;
    assert_eq!(page.by_id("caller_id"), "+31201234567");
    assert_eq!(
        page.by_id("fraud_addresses"),
        "soc@example.org, cert@example.org"
    );
    let page = undo(&mut browser).await;
    let page = browser.press(&page, "Put in force", &[]).await;
    assert_eq!(page.by_id("caller_id"), "The gateway’s own number");
    assert_eq!(page.by_id("fraud_addresses"), "None");

    let many: String = (0..11).map(|n| format!("team{n}@example.org ")).collect();
    for (name, wrong, refusal) in [
        ("caller_id", "020 123 4567", Refusal::InternationalNumber),
        (
            "fraud_addresses",
            many.as_str(),
            Refusal::Mailboxes { max: 10 },
        ),
        ("fraud_addresses", "soc", Refusal::Mailboxes { max: 10 }),
    ] {
        let page = preview(&mut browser, &[(name, wrong)]).await;
        assert!(page.refuses(refusal), "{}", page.text());
    }
    // Ten of the longest that there can be.
    let host = [63, 63, 59].map(|n| "b".repeat(n)).join(".");
    let long = |n: u8| format!("{}{n}@{host}", "a".repeat(63));
    let all: Vec<String> = (0..10).map(long).collect();
    let page = preview(&mut browser, &[("fraud_addresses", &all.join(", "))]).await;
    browser.press(&page, "Put in force", &[]).await;
    assert_eq!(
        portal.store.policy().await.unwrap().1.fraud_addresses.0,
        all
    );
}

#[tokio::test]
async fn without_a_gateway_for_calls_no_number_can_be_given() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    let page = preview(&mut browser, &[("caller_id", "+31201234567")]).await;
    assert!(page.refuses(Refusal::NoGateway), "{}", page.text());
    let page = preview(&mut browser, &[("remember_days", "7")]).await;
    browser.press(&page, "Put in force", &[]).await;
    assert_eq!(days(&portal).await, 7);
}
