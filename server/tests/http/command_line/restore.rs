//! `proofup restore` after a bad week: what has ended since the backup stays ended, on both databases, and a
//! journal that is not the genuine continuation changes nothing.

use std::collections::BTreeMap;
use std::process::Command;

use data_encoding::BASE32_NOPAD;
use domain::account::{Account, App, Phone, PhoneKind, Role, State};
use domain::method::Preferred;
use domain::service::ports::{Batch, Change, Sealer as _};
use domain::{Id, Time};
use serde_json::Value;
use server::config::Config;
use server::http::assets::Bundle;
use server::http::{self, Portal};
use server::wiring::Parts;

use crate::cast::{PASSWORD, oathtool};
use crate::client::{Browser, request};
use crate::portal::{Database, TOKEN};
use crate::postgres;
use crate::program::House;

on_both_stores!(a_149_what_ended_since_the_backup_stays_ended);

/// The house, opened in this process and reached without a wire.
struct Open {
    parts: Parts,
    router: axum::Router,
}

impl Open {
    async fn of(house: &House) -> Self {
        let (config, parts): (Config, Parts) = house.parts().await;
        let services = parts.services.clone();
        let portal = Portal::new(services, Bundle::default(), &config, false);
        let router = http::router(portal.into());
        Self { parts, router }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    async fn account(&self, login: &str) -> Account {
        self.parts.services.person(login).await.unwrap()
    }

    async fn change(&self, account: &Account, changes: Vec<Change>) {
        let batch = Batch {
            account: Some((account.id, account.version)),
            changes,
            ..Batch::default()
        };
        self.parts.store.commit(batch).await.unwrap();
    }

    /// An authenticator app and a backup telephone; answers the app's key.
    async fn enrol(&self, login: &str) -> String {
        let account = self.account(login).await;
        let (id, mut key) = (self.parts.services.id(), [0; 20]);
        self.parts.services.random.fill(&mut key);
        let seal = |place: [&[u8]; 3], plain| self.parts.seal.seal(&place, plain);
        let app = App {
            id,
            name: "Phone".into(),
            secret: seal([b"apps.secret", &account.id.0, &id.0], &key),
            last_step: 0,
            created: Time(0),
            last_used: None,
            locked: false,
        };
        let phone = Phone {
            kind: PhoneKind::Backup,
            number: seal(
                [b"phones.number", &account.id.0, b"backup"],
                b"+31612345678",
            ),
            verified: false,
            created: Time(0),
        };
        let changes = vec![
            Change::AddApp(app),
            Change::PutPhone(phone),
            Change::SetDefault(Some(Preferred::AppCode)),
            Change::SetState(State::Enforced),
        ];
        self.change(&account, changes).await;
        BASE32_NOPAD.encode(&key)
    }

    async fn app_password(&self, login: &str, slot: u8, value: &str) -> Id {
        let account = self.account(login).await;
        let (kid, mac) = self.parts.seal.mail_digest(account.id, value);
        let (id, at, name) = (self.parts.services.id(), Time(0), format!("Mail {slot}"));
        let change = Change::AddAppPassword {
            id,
            slot,
            name,
            kid,
            mac,
            at,
        };
        self.change(&account, vec![change]).await;
        id
    }

    async fn sign_in(&self, login: &str, key: Option<&str>) -> Browser {
        let mut browser = self.browser();
        browser
            .post("/sign-in", &[("user", login), ("password", PASSWORD)])
            .await;
        if let Some(key) = key {
            let now = self.parts.services.clock.now().unix_seconds();
            let code = oathtool(key, now);
            let typed = [("code", code.as_str()), ("remember", "yes")];
            browser.post("/sign-in/verify", &typed).await;
        }
        browser
    }

    async fn may_mail(&self, login: &str, value: &str) -> bool {
        let ask = serde_json::json!({ "user": login, "password": value, "service": "imap", "client_ip": "198.51.100.5" });
        let mut ask = request("POST", "/api/v1/app-passwords/check", ask.to_string());
        let headers = ask.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
        let page = self.browser().from("127.0.0.1").send(ask).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body.contains(r#""ok":true"#)
    }
}

fn add(house: &House, login: &str, more: &[&str]) {
    let words = ["user", "add", login, "--name", "P", "--password-stdin"];
    house.type_in(&[&words, more].concat(), PASSWORD).fine();
}

fn lose_the_database(house: &House) {
    std::fs::remove_dir_all(house.path("data")).unwrap();
    std::fs::create_dir(house.path("data")).unwrap();
}

/// PostgreSQL's own tools, as the operations page tells.
fn tool(name: &str, arguments: &[&str]) {
    let output = Command::new(name).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// What the report says of each person.
fn ended(report: &Value) -> BTreeMap<String, Vec<String>> {
    let texts = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let people = report["ended"].as_array().unwrap().iter();
    people
        .map(|one| {
            (
                one["user"].as_str().unwrap().to_owned(),
                texts(&one["ended"]),
            )
        })
        .collect()
}

async fn a_149_what_ended_since_the_backup_stays_ended(database: Database) {
    let mut house = House::new();
    if let Database::Postgres(address) = &database {
        house.on_postgres(address);
    }
    add(&house, "noor@example.org", &["--two-step"]);
    add(&house, "gijs@example.org", &["--two-step"]);
    add(&house, "cor@example.org", &["--role", "administrator"]);
    for login in ["ben", "dirk", "ewa", "fien"] {
        add(&house, &format!("{login}@example.org"), &[]);
    }
    let open = Open::of(&house).await;
    let key = open.enrol("noor@example.org").await;
    open.enrol("gijs@example.org").await;
    let kept = "abcdefghijklmnop";
    let deleted = "ponmlkjihgfedcba";
    open.app_password("noor@example.org", 1, kept).await;
    let id = open.app_password("noor@example.org", 2, deleted).await;
    open.app_password("gijs@example.org", 1, kept).await;
    let mut noor = open.sign_in("noor@example.org", Some(&key)).await;
    let mut ben = open.sign_in("ben@example.org", None).await;
    assert_eq!(ben.get("/profile").await.status, 200);

    let copy = house.path("copy.db").to_str().unwrap().to_owned();
    match &database {
        Database::File => assert!(house.run(&["backup", &copy]).fine().contains("head")),
        Database::Postgres(address) => tool("pg_dump", &["-Fc", "-f", &copy, "-d", address]),
    }

    let gone = noor.post(&format!("/app-passwords/{id}/delete"), &[]).await;
    assert_eq!(gone.to(), "/app-passwords/deleted");
    let other = "een heel ander wachtwoord 17";
    house
        .type_in(&["user", "set-password", "ben@example.org"], other)
        .fine();
    for words in [
        &["user", "disable", "dirk@example.org"][..],
        &["user", "delete", "ewa@example.org", "--yes"],
        &["user", "require-two-step", "fien@example.org"],
        &["user", "reset-methods", "gijs@example.org"],
        &["role", "revoke", "cor@example.org"],
        &["policy", "set", "max_apps=3"],
    ] {
        house.run(words).fine();
    }
    add(&house, "hilde@example.org", &[]);
    let hilde = open.account("hilde@example.org").await.id.to_string();
    let journal = house.write("journal", house.run(&["audit", "export"]).fine());
    let whole = house.run(&["audit", "verify"]).fine();
    let head = whole.trim().rsplit(' ').next().unwrap().to_owned();
    drop(open);

    let ends = ["--journal", &journal, "--head", &head, "--json"];
    let report = match &database {
        Database::File => {
            lose_the_database(&house);
            house.run(&[&["restore", &copy][..], &ends].concat()).fine()
        }
        Database::Postgres(_) => {
            let fresh = postgres::database().await;
            house.on_postgres(&fresh);
            tool("pg_restore", &["--no-owner", "-d", &fresh, &copy]);
            house
                .run(&["restore", &copy])
                .refused(&["pg_restore", "restore --in-place"]);
            house
                .run(&[&["restore", "--in-place"][..], &ends].concat())
                .fine()
        }
    };
    let report: Value = serde_json::from_str(&report).unwrap();
    let of = |login: &str, what: &[&str]| {
        let what = what.iter().map(|text| (*text).to_owned()).collect();
        (format!("{login}@example.org"), what)
    };
    let expected = BTreeMap::from([
        of("ben", &["password"]),
        of("cor", &["role"]),
        of("dirk", &["switched_off"]),
        of("ewa", &["person"]),
        of("fien", &["two_step_required"]),
        of("gijs", &["app", "phone", "app_password"]),
        of("noor", &["app_password"]),
    ]);
    assert_eq!(ended(&report), expected, "{report}");
    assert_eq!(report["lost_people"], serde_json::json!([hilde]));
    assert_eq!(
        report["changed_rules"],
        serde_json::json!({ "max_apps": "3" })
    );
    assert_eq!(
        (&report["people"], &report["journal"]),
        (&6.into(), &head.as_str().into())
    );

    let open = Open::of(&house).await;
    assert!(open.may_mail("noor@example.org", kept).await);
    assert!(!open.may_mail("noor@example.org", deleted).await);
    assert!(!open.may_mail("gijs@example.org", kept).await);
    assert!(!open.may_mail("ben@example.org", PASSWORD).await);
    let mut old = open.browser();
    old.cookies = noor.cookies;
    assert!(old.get("/profile").await.to().starts_with("/sign-in"));
    assert!(old.cookies.contains_key("__Host-t"));
    let typed = [("user", "noor@example.org"), ("password", PASSWORD)];
    let page = old.post("/sign-in", &typed).await;
    assert_eq!(page.to(), "/sign-in/verify", "no browser is trusted");
    for login in ["ben@example.org", "dirk@example.org", "ewa@example.org"] {
        let mut browser = open.sign_in(login, None).await;
        let page = browser.get("/profile").await;
        assert!(page.to().starts_with("/sign-in"), "{login} is in");
    }
    let noor = open.account("noor@example.org").await;
    let now = open.parts.services.clock.now().unix_seconds() / 30;
    assert!(noor.apps[0].last_step >= now, "codes up to now are spent");
    let gijs = open.account("gijs@example.org").await;
    assert!(gijs.apps.is_empty() && gijs.phones.is_empty() && gijs.default.is_none());
    assert_eq!(gijs.state, State::Enabled, "the gate stands");
    assert_eq!(open.account("cor@example.org").await.role, Role::User);
    assert_eq!(open.account("fien@example.org").await.state, State::Enabled);
    assert!(!open.account("dirk@example.org").await.active);
    drop(open);

    // The record goes on where the newer one ended, so what was written down of it is still true.
    house.run(&["audit", "verify", "--head", &head]).fine();
    let record = house.run(&["audit", "export"]).fine();
    let (before, restored) = record.split_at(std::fs::read_to_string(&journal).unwrap().len());
    assert_eq!(before, std::fs::read_to_string(&journal).unwrap());
    let restored: Value = serde_json::from_str(restored.lines().next().unwrap()).unwrap();
    assert_eq!(restored["event"], "restore");
    assert!(restored["details"].as_str().unwrap().contains(&head));
    house
        .type_in(&["user", "set-password", "ben@example.org"], other)
        .fine();
}

#[test]
fn without_a_journal_the_command_says_what_it_cannot_know() {
    let house = House::new();
    add(&house, "ann@example.org", &[]);
    let copy = house.path("copy.db").to_str().unwrap().to_owned();
    house.run(&["backup", &copy]).fine();
    lose_the_database(&house);
    let told = house.run(&["restore", &copy]).fine();
    for words in [
        "1 people must sign in again",
        "after row 1 of ",
        "is not known",
        "audit export --from 1 > journal",
        &format!("proofup restore {copy} --journal journal"),
    ] {
        assert!(told.contains(words), "{words:?} in {told}");
    }
    let told = house.run(&["restore", "--in-place"]).fine();
    assert!(told.contains("after row 2 of "), "{told}");
    assert!(told.contains("restore --in-place --journal"), "{told}");
    assert_eq!(house.run(&["restore"]).code, 2);
    assert_eq!(house.run(&["restore", &copy, "--in-place"]).code, 2);
}

#[test]
fn with_a_journal_the_command_says_whom_it_concerns() {
    let house = House::new();
    add(&house, "ann@example.org", &[]);
    let copy = house.path("copy.db").to_str().unwrap().to_owned();
    house.run(&["backup", &copy]).fine();
    house.run(&["policy", "set", "max_apps=3"]).fine();
    house
        .type_in(
            &["user", "set-password", "ann@example.org"],
            "een heel ander wachtwoord 17",
        )
        .fine();
    let journal = house.write(
        "journal",
        house.run(&["audit", "export", "--from", "2"]).fine(),
    );
    lose_the_database(&house);
    let told = house.run(&["restore", &copy, "--journal", &journal]).fine();
    for words in [
        "the journal is genuine: rows 2 to 4",
        "ann@example.org: the password was changed since",
        "proofup policy set max_apps=3",
    ] {
        assert!(told.contains(words), "{words:?} in {told}");
    }
}

#[test]
fn a_149_a_journal_that_is_not_the_continuation_changes_nothing() {
    let house = House::new();
    add(&house, "ann@example.org", &[]);
    house.run(&["user", "disable", "ann@example.org"]).fine();
    let copy = house.path("copy.db").to_str().unwrap().to_owned();
    let told = house.run(&["backup", &copy]).fine();
    let backup = told.trim().rsplit(' ').next().unwrap();
    assert!(backup.starts_with("2:"), "{told}");
    for words in ["enable", "disable", "enable"] {
        house.run(&["user", words, "ann@example.org"]).fine();
    }
    let export = house.run(&["audit", "export"]).fine();
    let lines: Vec<&str> = export.lines().collect();
    assert_eq!(lines.len(), 6, "{export}");
    let recorded: Value = serde_json::from_str(lines[2]).unwrap();
    assert!(
        recorded["event"] == "backup" && recorded["details"].as_str().unwrap().contains(backup)
    );
    let stranger = House::new();
    for login in ["ann@example.org", "b@example.org", "c@example.org"] {
        add(&stranger, login, &[]);
    }
    let foreign = stranger.run(&["audit", "export"]).fine();
    let whole = house.run(&["audit", "verify"]).fine();
    let head = whole.trim().rsplit(' ').next().unwrap();
    lose_the_database(&house);

    let edited = export.replacen("user_enable", "user_change", 1);
    let early = export.replacen("user_disable", "user_enable", 1);
    let gap = [&lines[..3], &lines[4..]].concat().join("\n");
    let refusals = [
        (edited, "row 4 of the journal does not follow"),
        (early, "row 2 of the journal does not follow"),
        (gap, "row 5 of the journal does not follow"),
        (lines[3..].join("\n"), "rows 3 to 3 are missing"),
        (lines[..1].join("\n"), "older than the backup"),
        (foreign, "row 1 of the journal is another one"),
        (export.replace("\"mac\"", "\"mad\""), "line 1: not a row"),
        (String::new(), "holds no row"),
        (lines[..5].join("\n"), "does not hold the head"),
    ];
    for (text, words) in refusals {
        let journal = house.write("journal", text);
        let ends = ["--journal", &journal, "--head", head];
        house
            .run(&[&["restore", &copy][..], &ends].concat())
            .refused(&[words]);
        let left = std::fs::read_dir(house.path("data")).unwrap().count();
        assert_eq!(left, 0, "{words}");
    }
    let journal = house.write("journal", lines[2..].join("\n"));
    let ends = ["--journal", &journal, "--head", head];
    house.run(&[&["restore", &copy][..], &ends].concat()).fine();
    house.run(&["audit", "verify", "--head", head]).fine();
    house
        .run(&[&["restore", "--in-place"][..], &ends].concat())
        .refused(&["older than the backup"]);

    // Restored without the journal, the record has gone another way already.
    lose_the_database(&house);
    house.run(&["restore", &copy]).fine();
    house
        .run(&[&["restore", "--in-place"][..], &ends].concat())
        .refused(&["row 3 of the journal is another one", "has run since"]);
}
