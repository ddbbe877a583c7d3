//! `proofup keys` from the first rotation to the end of the old key.

use domain::service::ports::key_of;
use serde_json::{Value, json};

use crate::cast::PASSWORD;
use crate::program::House;

/// A house in which this person has a password and, by hand, an app and an app password under key 1.
fn furnished() -> House {
    let house = House::new();
    for user in ["ann@example.org", "ben@example.org"] {
        let add = ["user", "add", user, "--name", "A", "--password-stdin"];
        house.type_in(&add, PASSWORD).fine();
    }
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch(
        "INSERT INTO app_passwords (user_id, slot, id, kid, mac, name, created)
            SELECT id, 1, id, 1, zeroblob(32), 'Laptop', 0 FROM accounts WHERE login LIKE 'ann%'",
    )
    .unwrap();
    house
}

fn rotate(house: &House) {
    let said = house
        .run(&["keys", "rotate", house.keys().to_str().unwrap()])
        .fine();
    assert!(said.contains("key 2"), "{said}");
}

/// `keys retire` of key 1, with more words.
fn retire<'a>(keys: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["keys", "retire", keys, "--key", "1"], more].concat()
}

#[test]
fn status_counts_what_needs_which_key() {
    let house = furnished();
    rotate(&house);
    let status = house.run(&["keys", "status"]).fine();
    let lines: Vec<_> = status.lines().collect();
    assert_eq!(
        lines,
        [
            "key 2: nothing; it is the newest and seals",
            "key 1: 1 app password and 2 account passwords",
        ]
    );
    let out = house.run(&["keys", "status", "--json"]).fine();
    let keys: Vec<Value> = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let line = |key, newest, app_passwords, passwords| {
        json!({ "key": key, "newest": newest, "in_ring": true, "sealed": 0, "shown": 0,
            "app_passwords": app_passwords, "passwords": passwords })
    };
    assert_eq!(keys, [line(2, true, 0, 0), line(1, false, 1, 2)]);
    // What a portal with an old ring made after its key was retired.
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch("UPDATE app_passwords SET kid = 9")
        .unwrap();
    let status = house.run(&["keys", "status"]).fine();
    assert!(
        status.starts_with("key 9: 1 app password; it is not in the ring\n"),
        "{status}"
    );
}

#[test]
fn a_key_is_retired_once_nothing_needs_it_and_the_consequence_was_read() {
    let house = furnished();
    let keys = house.keys();
    let keys = keys.to_str().unwrap();
    house
        .run(&retire(keys, &[]))
        .refused(&["key 1 is the newest one", "keys rotate"]);
    rotate(&house);
    let before = std::fs::read(keys).unwrap();
    house
        .run(&["keys", "retire", keys, "--key", "7"])
        .refused(&["no key 7"]);
    house.run(&retire(keys, &["--yes"])).refused(&[
        "still needed by 1 app password and 2 account passwords",
        "--end-app-passwords deletes the rest",
        "--end-passwords takes the rest away",
    ]);
    // One wish does not stand for the other.
    house
        .run(&retire(keys, &["--end-app-passwords", "--yes"]))
        .refused(&["still needed by 2 account passwords"]);
    house
        .type_in(&["user", "set-password", "ben@example.org"], PASSWORD)
        .fine();
    let both = ["--end-app-passwords", "--end-passwords"];
    house.run(&retire(keys, &both)).refused(&[
        "deletes 1 app password for good",
        "takes 1 account password away",
        "say --yes",
    ]);
    assert_eq!(std::fs::read(keys).unwrap(), before, "nothing was done yet");
    let said = house
        .run(&retire(keys, &[both.as_slice(), &["--yes"]].concat()))
        .fine();
    for word in [
        "deleted: 1 app password",
        "ann@example.org: has no password any more",
        "key 1 is retired",
        "backup",
    ] {
        assert!(said.contains(word), "{word:?} in {said}");
    }
    assert!(!said.contains("ben@"), "{said}");

    let ring = std::fs::read_to_string(keys).unwrap();
    assert!(ring.contains("2 = ") && !ring.contains("1 = "));
    let status = house.run(&["keys", "status"]).fine();
    assert_eq!(
        status.trim(),
        "key 2: 1 account password; it is the newest and seals"
    );
    let record = house.run(&["audit", "export"]).fine();
    for event in ["app_password_delete", "authn_password_end", "key_retire"] {
        assert_eq!(
            record.matches(&format!("\"{event}\"")).count(),
            1,
            "{event}"
        );
    }
    house.run(&["audit", "verify"]).fine();
    let db = rusqlite::Connection::open(house.database()).unwrap();
    let told: Vec<String> = db
        .prepare("SELECT body FROM outbox ORDER BY place")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(
        told.iter()
            .any(|body| body.contains("app_password_deleted") && body.contains("Laptop"))
    );
}

#[tokio::test]
async fn a_served_portal_seals_anew_and_starts_without_the_old_key() {
    let house = furnished();
    let keys = house.keys();
    let keys = keys.to_str().unwrap();
    for user in ["ann@example.org", "ben@example.org"] {
        house
            .type_in(&["user", "set-password", user], PASSWORD)
            .fine();
    }
    let db = rusqlite::Connection::open(house.database()).unwrap();
    // A telephone, stored as the portal stores it, by way of the enrolment's last page but one.
    house
        .run(&["user", "require-two-step", "ann@example.org"])
        .fine();
    let serving = house.serve().await;
    let mut browser = house.browser();
    let fields = [("user", "ann@example.org"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).await.to(), "/enrol");
    browser.post("/enrol", &[]).await;
    let key = browser
        .submit(
            "/enrol/contact",
            &[("contact", "mobile_app"), ("mode", "code")],
        )
        .await
        .authenticator_key();
    browser.post("/enrol/app", &[]).await;
    browser.post("/enrol/contact-me", &[]).await;
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_secs();
    let code = crate::cast::oathtool(&key, i64::try_from(now).unwrap());
    browser.post("/enrol/verify", &[("code", &code)]).await;
    assert_eq!(serving.stop().code, 0);
    let sealed = || -> Vec<u8> {
        db.query_row("SELECT secret FROM apps", [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(key_of(&sealed()), Some(1));

    rotate(&house);
    house
        .run(&retire(keys, &[]))
        .refused(&["1 sealed value", "a running portal"]);
    let serving = house.serve().await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while key_of(&sealed()) != Some(2) {
        assert!(std::time::Instant::now() < deadline);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(serving.stop().code, 0);
    house.run(&["keys", "verify"]).fine();
    let ends = ["--end-app-passwords", "--end-passwords", "--yes"];
    house.run(&retire(keys, &ends)).fine();
    let serving = house.serve().await;
    assert_eq!(serving.stop().code, 0);
}

#[test]
fn a_key_that_is_needed_may_not_be_missing() {
    let house = furnished();
    rotate(&house);
    house.run(&["keys", "verify"]).fine();
    let ring = std::fs::read_to_string(house.keys()).unwrap();
    let without: Vec<&str> = ring
        .lines()
        .filter(|line| !line.starts_with("1 = "))
        .collect();
    std::fs::remove_file(house.keys()).unwrap();
    house.write("keys", without.join("\n"));
    for command in [&["serve"][..], &["user", "list"], &["keys", "verify"]] {
        house.run(command).refused(&[
            "lacks what this database needs",
            "key 1 for 1 app password and 2 account passwords",
        ]);
    }
    // The one from before the rotation is older than the database.
    let before: Vec<&str> = ring
        .lines()
        .filter(|line| !line.starts_with("2 = "))
        .collect();
    house.write("keys", before.join("\n"));
    house
        .run(&["serve"])
        .refused(&["older than this database", "key 2"]);
    house.write("keys", &ring);
    house.run(&["keys", "verify"]).fine();
}
