//! `proofup audit`, `backup`, `restore`, `keys verify`, and a served story with a talkative log.

use crate::cast::{PASSWORD, oathtool};
use crate::log;
use crate::program::House;

#[test]
fn a_161_a_changed_record_is_named_by_its_row() {
    let house = House::new();
    for n in 0..5 {
        house
            .run(&["user", "add", &format!("p{n}@example.org"), "--name", "P"])
            .fine();
    }
    let whole = house.run(&["audit", "verify"]).fine();
    assert!(whole.contains("5 rows, the chain is whole"), "{whole}");
    let head = whole.trim().rsplit(' ').next().unwrap().to_owned();
    house.run(&["audit", "verify", "--head", &head]).fine();
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq = 5").unwrap();
    assert!(
        house.run(&["audit", "verify"]).fine().contains("4 rows"),
        "a cut end is whole by itself"
    );
    let ended = house.run(&["audit", "verify", "--head", &head]);
    assert!(ended.code == 1 && ended.out.contains("row 5"), "{ended:?}");
    db.execute_batch("UPDATE audit SET outcome = 'failure' WHERE seq = 3")
        .unwrap();
    let ended = house.run(&["audit", "verify"]);
    assert!(ended.code == 1 && ended.out.contains("row 3"), "{ended:?}");
    let json: serde_json::Value =
        serde_json::from_str(&house.run(&["audit", "verify", "--json"]).out).unwrap();
    assert_eq!(json["first_bad"], 3);
    assert_eq!(house.run(&["audit", "verify", "--head", "5:xyz"]).code, 2);
}

/// The log of a portal that ran is all that it takes to see that the end of its record was cut off.
#[tokio::test]
async fn a_161_a_cut_end_is_named_with_the_heads_in_the_log() {
    let house = House::new();
    house.configure("[log]\nlevel = \"error\"\n");
    house
        .run(&["user", "add", "ann@example.org", "--name", "Ann"])
        .fine();
    let serving = house.serve().await;
    let mut browser = house.browser();
    for _ in 0..2 {
        browser
            .post(
                "/sign-in",
                &[("user", "ann@example.org"), ("password", "x")],
            )
            .await;
    }
    let ended = serving.stop();
    let heads: Vec<String> = ended
        .err
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|line| line["target"] == "audit_head")
        .map(|line| line["head"].as_str().unwrap().to_owned())
        .collect();
    let whole = house.run(&["audit", "verify"]).fine();
    assert!(whole.trim().ends_with(heads.last().unwrap()), "{ended:?}");
    assert!(
        heads.len() <= 2 && heads.last().unwrap().starts_with("3:"),
        "one when it starts, one when it has stopped: {heads:?}"
    );
    let log = house.write("log", &ended.err);
    house.run(&["audit", "verify", "--heads", &log]).fine();
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch("DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq = 3")
        .unwrap();
    house.run(&["audit", "verify"]).fine();
    let ended = house.run(&["audit", "verify", "--heads", &log]);
    assert!(ended.code == 1 && ended.out.contains("row 3"), "{ended:?}");
    // A row in its place is not the row that was there.
    house.run(&["user", "disable", "ann@example.org"]).fine();
    house.run(&["audit", "verify"]).fine();
    let ended = house.type_in(
        &["audit", "verify", "--heads", "-"],
        &std::fs::read_to_string(&log).unwrap(),
    );
    assert!(ended.code == 1 && ended.out.contains("row 3"), "{ended:?}");
    house
        .run(&["audit", "verify", "--heads", &house.write("empty", "")])
        .refused(&["no head"]);
}

#[test]
fn a_161_a_forged_checkpoint_is_named() {
    let house = House::new();
    for login in ["ann@example.org", "ben@example.org", "cor@example.org"] {
        house.run(&["user", "add", login, "--name", "P"]).fine();
    }
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch(
        "UPDATE audit_checkpoint SET seq = 1, mac = (SELECT mac FROM audit WHERE seq = 1);
         DELETE FROM audit WHERE seq = 1",
    )
    .unwrap();
    let ended = house.run(&["audit", "verify"]);
    let words = "begins after row 1, and this key ring has not sealed that";
    assert!(ended.code == 1 && ended.out.contains(words), "{ended:?}");
    let json: serde_json::Value =
        serde_json::from_str(&house.run(&["audit", "verify", "--json"]).out).unwrap();
    assert_eq!(
        (&json["bad"], &json["first_bad"]),
        (&"checkpoint".into(), &1.into())
    );
}

#[tokio::test]
async fn a_backup_comes_back_without_its_sessions() {
    let house = House::new();
    house
        .type_in(
            &[
                "user",
                "add",
                "ben@example.org",
                "--name",
                "Ben",
                "--password-stdin",
            ],
            PASSWORD,
        )
        .fine();
    let serving = house.serve().await;
    assert!(
        house
            .run(&["healthcheck", "--address", &house.address.to_string()])
            .fine()
            .contains("ready")
    );
    let mut browser = house.browser();
    assert_eq!(
        browser
            .post(
                "/sign-in",
                &[("user", "ben@example.org"), ("password", PASSWORD)]
            )
            .await
            .to(),
        "/profile"
    );
    let copy = house.path("copy.db");
    house.run(&["backup", copy.to_str().unwrap()]).fine();
    house
        .run(&["backup", copy.to_str().unwrap()])
        .refused(&["exists"]);
    house
        .run(&["restore", copy.to_str().unwrap()])
        .refused(&["exists"]);
    assert_eq!(browser.get("/profile").await.status, 200);
    let ended = serving.stop();
    assert_eq!(ended.code, 0, "{ended:?}");
    house
        .run(&["healthcheck", "--address", &house.address.to_string()])
        .refused(&[]);
    std::fs::remove_dir_all(house.path("data")).unwrap();
    std::fs::create_dir(house.path("data")).unwrap();
    house
        .run(&["restore", house.write("garbage", "not a database").as_str()])
        .refused(&[]);
    assert!(
        !house.database().exists(),
        "what cannot be used does not take the place"
    );
    assert!(
        house
            .run(&["restore", copy.to_str().unwrap()])
            .fine()
            .contains("1 people")
    );
    house.run(&["audit", "verify"]).fine();
    let _serving = house.serve().await;
    assert!(
        browser.get("/profile").await.to().starts_with("/sign-in"),
        "the session of before is over"
    );
    assert_eq!(
        browser
            .post(
                "/sign-in",
                &[("user", "ben@example.org"), ("password", PASSWORD)]
            )
            .await
            .to(),
        "/profile"
    );
}

#[tokio::test]
async fn a_157_the_served_program_keeps_secrets_out_of_everything_it_writes() {
    let house = House::new();
    house.configure("[passwords]\nmemory_kib = 19456\n[log]\nlevel = \"trace\"\n");
    house
        .run(&["policy", "set", "allow_app_passwords=true"])
        .fine();
    house
        .type_in(
            &[
                "user",
                "add",
                "noor@example.org",
                "--name",
                "Noor",
                "--two-step",
                "--password-stdin",
            ],
            PASSWORD,
        )
        .fine();
    let serving = house.serve().await;
    let mut browser = house.browser();
    let mut secrets = vec![
        PASSWORD.to_owned(),
        PASSWORD.replace(' ', "+"),
        crate::portal::TOKEN.to_owned(),
    ];
    browser
        .post(
            "/sign-in",
            &[
                ("user", "noor@example.org"),
                ("password", "wrong-but-typed-by-somebody"),
            ],
        )
        .await;
    secrets.push("wrong-but-typed-by-somebody".into());
    assert_eq!(
        browser
            .post(
                "/sign-in",
                &[("user", "noor@example.org"), ("password", PASSWORD)]
            )
            .await
            .to(),
        "/enrol"
    );
    secrets.push(browser.cookies["__Host-p"].clone());
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
    let code = oathtool(&key, i64::try_from(now).unwrap());
    assert_eq!(
        browser.post("/enrol/verify", &[("code", &code)]).await.to(),
        "/enrol/verified"
    );
    browser.post("/enrol/verified", &[]).await;
    let value = browser
        .submit(
            "/enrol/backup",
            &[("country", "NL"), ("number", "0612345678")],
        )
        .await
        .app_password();
    assert_eq!(browser.post("/enrol/finish", &[]).await.to(), "/profile");
    secrets.extend([
        key,
        value.clone(),
        "+31612345678".into(),
        browser.cookies["__Host-s"].clone(),
    ]);
    let check = serde_json::json!({ "user": "noor@example.org", "password": value, "service": "imap", "client_ip": "198.51.100.5" });
    let mut request =
        crate::client::request("POST", "/api/v1/app-passwords/check", check.to_string());
    request
        .headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    request.headers_mut().insert(
        "authorization",
        format!("Bearer {}", crate::portal::TOKEN).parse().unwrap(),
    );
    assert_eq!(
        house.browser().send(request).await.body,
        r#"{"ok":true,"user":"noor@example.org"}"#
    );
    let metrics = house.metrics().await;
    house
        .run(&["backup", house.path("data/copy.db").to_str().unwrap()])
        .fine();
    let ended = serving.stop();
    assert_eq!(ended.code, 0, "{ended:?}");
    let ring = std::fs::read_to_string(house.keys()).unwrap();
    secrets.extend(
        ring.split('"')
            .filter(|part| part.len() == 44)
            .map(str::to_owned),
    );
    assert!(
        secrets.len() > 9 && ended.err.lines().count() + ended.out.lines().count() > 10,
        "{ended:?}"
    );
    let record = house.run(&["audit", "export"]).fine();
    let mut written = house.everything_written();
    written.extend([
        ("log".into(), ended.err.into_bytes()),
        ("output".into(), ended.out.into_bytes()),
        ("metrics".into(), metrics.into_bytes()),
        ("record".into(), record.into_bytes()),
    ]);
    for (place, bytes) in written {
        let text = log::one_character_per_byte(&bytes);
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} in {}", place.display());
        }
    }
}

#[test]
fn a_159_a_damaged_secret_is_found_and_its_owner_named() {
    let house = House::new();
    house
        .run(&["user", "add", "ann@example.org", "--name", "Ann"])
        .fine();
    let db = rusqlite::Connection::open(house.database()).unwrap();
    db.execute_batch(
        "INSERT INTO apps (user_id, id, name, secret, last_step, created, locked)
            SELECT id, id, 'Phone', zeroblob(80), 0, 0, 0 FROM accounts",
    )
    .unwrap();
    let ended = house
        .run(&["keys", "verify"])
        .refused(&["1 of 1 secrets do not open"]);
    assert!(ended.out.contains("ann@example.org"), "{ended:?}");
}

/// The tables are made once, and all keys are proven against what the first one sealed.
#[test]
fn a_152_programs_that_start_at_once_on_nothing_all_start() {
    let house = House::new();
    let ended: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| house.run(&["migrate"])))
            .collect();
        started.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for one in ended {
        assert_eq!(one.fine(), "the database is up to date\n");
    }
    house.run(&["keys", "verify"]).fine();
}
