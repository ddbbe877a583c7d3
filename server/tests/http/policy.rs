//! The organisation's rules: settings with bounds, changed all or none, recorded with old and new value,
//! and in force for everybody at once.

use domain::time::Span;

use crate::portal::TestPortal;

async fn set(portal: &TestPortal, settings: &[(&str, &str)]) -> Result<(), String> {
    let pairs: Vec<_> = settings
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    portal
        .services
        .set_policy(&pairs, &portal.trace())
        .await
        .map(drop)
        .map_err(|e| e.to_string())
}

#[tokio::test]
async fn what_is_out_of_bounds_is_named_and_nothing_changes() {
    let portal = TestPortal::new().await;
    let before = portal.store.policy().await.unwrap();
    for (settings, named) in [
        (
            vec![("app_password_length", "15")],
            vec!["app_password_length must be from 16 to 32"],
        ),
        (
            vec![("app_password_limit", "41"), ("max_apps", "0")],
            vec!["app_password_limit", "max_apps must be from 1 to 5"],
        ),
        (
            vec![("max_apps", "3"), ("code_window", "2")],
            vec!["code_window must be from 0 to 1"],
        ),
        (
            vec![("remember_days", "366")],
            vec!["remember_days must be from 0 to 365"],
        ),
        (
            vec![("remember_days", "-1")],
            vec!["remember_days must be from 0 to 365"],
        ),
        (
            vec![("grace_days", "15")],
            vec!["grace_days must be from 0 to 14"],
        ),
        (
            vec![("trusted_networks", "0.0.0.0/0")],
            vec!["trusted_networks must list at most 50 ranges"],
        ),
        (
            vec![("fraud_addresses", "soc@example.org, SOC@example.org")],
            vec!["fraud_addresses must list at most 10 mail addresses"],
        ),
        (
            vec![("code_most", "10"), ("code_pause_after", "9")],
            vec!["code_pause_after must be at least 10, because code_most is 10"],
        ),
        (
            vec![("allow_text", "true")],
            vec!["allow_text cannot be switched on"],
        ),
        (
            vec![("allow_app_code", "false")],
            vec!["one of allow_app_code, allow_text and allow_call must stay on"],
        ),
        (vec![("max_apps", "many")], vec!["from 1 to 5"]),
        (vec![("max_apps", "300")], vec!["from 1 to 5"]),
        (
            vec![("allow_app_passwords", "yes"), ("voice_confirm", "star")],
            vec![
                "allow_app_passwords must be true or false",
                "voice_confirm must be pound or number",
            ],
        ),
        (
            vec![("phone_countries", "NL,Belgium")],
            vec!["phone_countries must list at most 50 codes"],
        ),
        (vec![("max_aps", "3")], vec!["max_aps is not a setting"]),
        (vec![("", "3")], vec!["is not a setting"]),
    ] {
        let error = set(&portal, &settings).await.unwrap_err();
        assert!(
            named.iter().all(|n| error.contains(n)),
            "{settings:?}: {error}"
        );
    }
    assert_eq!(portal.store.policy().await.unwrap(), before);
    assert_eq!(
        portal.count("policy_change").await,
        1,
        "only the one that opened the test"
    );
}

#[tokio::test]
async fn a_change_is_recorded_with_old_and_new_value() {
    let portal = TestPortal::new().await;
    set(&portal, &[("max_apps", "3"), ("mail_delay_seconds", "30")])
        .await
        .unwrap();
    let row = portal.audit().await.pop().unwrap();
    assert_eq!(
        (row.event.as_str(), row.outcome.as_str()),
        ("policy_change", "success")
    );
    assert!(
        row.details.contains("max_apps: 5 -> 3")
            && row.details.contains("mail_delay_seconds: 60 -> 30"),
        "{}",
        row.details
    );
    assert!(row.actor.is_empty() && row.subject.is_empty(), "a shell");
    let rows = portal.count("policy_change").await;
    set(&portal, &[("max_apps", "3")]).await.unwrap();
    let unchanged = portal.count("policy_change").await;
    assert_eq!(unchanged, rows, "nothing changed, so nothing is recorded");
}

#[tokio::test]
async fn a_list_is_set_as_people_write_it_and_as_a_restore_prints_it() {
    let portal = TestPortal::new().await;
    for list in ["nl, gb", "[\"NL\",\"GB\"]", "[NL,GB]"] {
        set(&portal, &[("phone_countries", "")]).await.unwrap();
        set(&portal, &[("phone_countries", list)]).await.unwrap();
        let policy = portal.store.policy().await.unwrap().1;
        assert_eq!(policy.phone_countries, ["NL", "GB"], "{list}");
    }
}

#[tokio::test]
async fn another_instance_follows_within_a_second() {
    let portal = TestPortal::new().await;
    let twin = portal.twin().await;
    assert_eq!(twin.services.policy().await.unwrap().1.max_apps, 5);
    set(&portal, &[("max_apps", "2")]).await.unwrap();
    assert_eq!(
        portal.services.policy().await.unwrap().1.max_apps,
        2,
        "here at once"
    );
    twin.clock.forward(Span::seconds(1));
    assert_eq!(twin.services.policy().await.unwrap().1.max_apps, 2);
}

#[tokio::test]
async fn two_changes_at_once_do_not_undo_each_other() {
    let portal = TestPortal::new().await;
    let twin = portal.twin().await;
    for round in 0..10 {
        let (a, b) = (["2", "3"][round % 2], ["30", "40"][round % 2]);
        let (first, second) = ([("max_apps", a)], [("mail_delay_seconds", b)]);
        let (x, y) = tokio::join!(set(&portal, &first), set(&twin, &second));
        let policy = portal.store.policy().await.unwrap().1;
        assert!(x.is_ok() || y.is_ok());
        assert!(x.is_err() || policy.max_apps.to_string() == a, "{policy:?}");
        assert!(
            y.is_err() || policy.mail_delay_seconds.to_string() == b,
            "{policy:?}"
        );
    }
}

#[tokio::test]
async fn the_length_of_new_app_passwords_is_a_setting() {
    let portal = TestPortal::new().await;
    set(
        &portal,
        &[("app_password_length", "24"), ("app_password_limit", "2")],
    )
    .await
    .unwrap();
    let person = portal.enrolled("sanne@example.org").await;
    let mut browser = portal.signed_in(&person).await;
    let value = browser
        .submit("/app-passwords/create", &[("name", "Laptop")])
        .await
        .app_password();
    assert_eq!(value.len(), 24);
    assert!(portal.check(&person.login, &value).await);
    browser
        .submit("/app-passwords/create", &[("name", "Phone")])
        .await;
    let page = browser
        .post("/app-passwords/create", &[("name", "Tablet")])
        .await;
    assert!(
        page.refuses(domain::Refusal::AppPasswordLimit { max: 2 }),
        "{}",
        page.text()
    );
}
