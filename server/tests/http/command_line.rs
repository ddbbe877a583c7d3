//! The built program as an operator meets it: what it does, what it refuses and in which words, and with
//! which exit code.

use std::os::unix::fs::PermissionsExt as _;

use crate::cast::{PASSWORD, oathtool};
use crate::program::House;

#[test]
fn keys_are_made_once_and_for_their_owner_only() {
    let house = House::new();
    let keys = house.keys();
    assert_eq!(
        std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777,
        0o400
    );
    let before = std::fs::read(&keys).unwrap();
    house
        .run(&["keys", "generate", keys.to_str().unwrap()])
        .refused(&["keys", "exists"]);
    assert_eq!(std::fs::read(&keys).unwrap(), before);
    house
        .run(&["user", "add", "a@example.org", "--name", "Ann"])
        .fine();
    assert!(
        house
            .run(&["keys", "verify"])
            .fine()
            .contains("secrets open")
    );
    assert!(
        house
            .run(&["keys", "rotate", keys.to_str().unwrap()])
            .fine()
            .contains("key 2")
    );
    house.run(&["keys", "verify"]).fine();
    std::fs::remove_file(&keys).unwrap();
    house
        .run(&["keys", "generate", keys.to_str().unwrap()])
        .fine();
    house
        .run(&["user", "list"])
        .refused(&["does not belong to this database"]);
}

#[test]
fn serve_does_not_start_without_keys() {
    let house = House::without_keys();
    house
        .run(&["serve"])
        .refused(&["keys", "does not start without its keys", "keys generate"]);
    assert!(!house.database().exists(), "nothing was written");
}

#[test]
fn serve_does_not_start_on_the_data_of_a_demo() {
    let house = House::new();
    std::fs::create_dir_all(house.path("data")).unwrap();
    house.write("data/people.json", "[]");
    house.run(&["serve"]).refused(&["demo organisation"]);
    assert!(!house.database().exists());
}

#[test]
fn every_value_out_of_bounds_is_named() {
    let house = House::new();
    let wrong = "[passwords]\nmemory_kib = 1\niterations = 1\n[sessions]\nidle_minutes = 9999\n[throttle]\npassword_free = 99\naddress_moost = 3\n[log]\nlevel = \"chatty\"\n";
    house.configure(wrong);
    let named = [
        "passwords.memory_kib: 1 is out of bounds; allowed are 19456 to 1048576",
        "passwords.iterations",
        "sessions.idle_minutes",
        "throttle.password_free",
        "throttle.address_moost",
        "log.level",
    ];
    for command in [
        ["serve"].as_slice(),
        &["check-config"],
        &["user", "list"],
        &["policy", "show"],
    ] {
        house.run(command).refused(&named);
    }
    house.configure("[organisation]\nname = \"twice\"\n");
    house.run(&["check-config"]).refused(&["not TOML"]);
    std::fs::remove_file(house.path("proofup.toml")).unwrap();
    house.run(&["check-config"]).refused(&["proofup.toml"]);
}

#[test]
fn a_right_configuration_is_told_so_and_every_key_is_documented() {
    let house = House::new();
    assert!(
        house
            .run(&["check-config"])
            .fine()
            .contains("nothing is wrong")
    );
    let document = house.run(&["check-config", "--document"]).fine();
    for key in ["public_origin", "memory_kib", "tokens", "trusted_proxies"] {
        assert!(document.contains(key), "{key}");
    }
}

#[test]
fn every_command_has_help_and_knows_its_words() {
    let house = House::new();
    for command in [
        "serve",
        "demo",
        "check-config",
        "migrate",
        "keys",
        "policy",
        "user",
        "role",
        "audit",
        "backup",
        "restore",
        "healthcheck",
    ] {
        let help = house.run(&[command, "--help"]).fine();
        assert!(help.contains("Usage: proofup"), "{command}");
    }
    for words in [
        &["fly"][..],
        &["user", "fly"],
        &["user", "add"],
        &["serve", "--demo"],
        &[],
    ] {
        assert_eq!(house.run(words).code, 2, "{words:?}");
    }
    assert!(house.run(&["migrate"]).fine().contains("up to date"));
}

#[test]
fn people_are_added_listed_changed_and_deleted() {
    let house = House::new();
    let added = house
        .run(&[
            "user",
            "add",
            "Ann@Example.org",
            "--name",
            "Ann",
            "--two-step",
            "--office-phone",
            "+31 20 5550123 x42",
        ])
        .fine();
    assert!(
        added.starts_with("ann@example.org: added\npassword: "),
        "{added}"
    );
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
            &format!("{PASSWORD}\n"),
        )
        .fine();
    house
        .type_in(
            &[
                "user",
                "add",
                "cas@example.org",
                "--name",
                "Cas",
                "--password-stdin",
            ],
            "short\n",
        )
        .refused(&["password"]);
    house
        .run(&["user", "add", "ANN@example.org", "--name", "Twin"])
        .refused(&["user"]);
    house
        .run(&[
            "user",
            "add",
            "dee@example.org",
            "--name",
            "Dee",
            "--role",
            "king",
        ])
        .refused(&["role"]);
    house
        .run(&["role", "grant", "ben@example.org", "operator"])
        .fine();
    house.run(&["user", "disable", "ben@example.org"]).fine();
    let lines = house.run(&["user", "list", "--json"]).fine();
    let people: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(people.len(), 2);
    assert_eq!(
        (people[0]["login"].as_str(), people[0]["state"].as_str()),
        (Some("ann@example.org"), Some("enabled"))
    );
    assert_eq!(
        (people[1]["role"].as_str(), people[1]["active"].as_bool()),
        (Some("operator"), Some(false))
    );
    assert!(!lines.contains("argon2"), "a list has no password in it");
    house
        .run(&["user", "delete", "ben@example.org"])
        .refused(&["--yes", "Ben"]);
    house
        .run(&["user", "delete", "ben@example.org", "--yes"])
        .fine();
    house
        .run(&["user", "enable", "ben@example.org"])
        .refused(&[]);
    let record = house.run(&["audit", "export"]).fine();
    for event in ["user_add", "role_change", "user_disable", "user_delete"] {
        assert!(record.contains(event), "{event}");
    }
    assert!(
        !record.contains("Ann") && !record.contains("ben@example.org"),
        "ids only"
    );
}

#[test]
fn an_import_is_all_or_nothing_and_names_every_line() {
    let house = House::new();
    let header = "user,name,title,mail,office_phone,language,role,state,password\n";
    let mut latin = header.as_bytes().to_vec();
    latin.extend(b"zo\xeb@example.org,Zo\xeb,,,,,,,\n");
    let hostile: [(&str, Vec<u8>, &[&str]); 9] = [
        ("latin1", latin, &["not UTF-8"]),
        ("utf16", b"\xff\xfeu\0s\0e\0r\0".to_vec(), &["not UTF-8"]),
        ("twice", format!("{header}a@example.org,Ann,,,,,,,\nb@example.org,Ben,,,,,,,\nA@EXAMPLE.ORG,Twin,,,,,,,\n").into(), &["line 4: user"]),
        ("no_name", "user,title\na@example.org,Boss\n".into(), &["line 2", "name"]),
        ("more", "user,name,is_admin\na@example.org,Ann,true\n".into(), &["is_admin"]),
        ("ragged", format!("{header}a@example.org,Ann\n").into(), &["line 2"]),
        ("wrong", format!("{header}a@example.org,Ann,,,,xx,,,\nb@example.org,Ben,,,,,king,,\nc@example.org,Cas,,,,,,enforced,\nd@example.org,Dee,,no mail,,,,,\n").into(), &["line 2: language", "line 3: role"]),
        ("nul", format!("{header}a@example.org,\"An\0n\",,,,,,,\n").into(), &["line 2: name"]),
        ("bidi", format!("{header}a@example.org,An\u{202e}n,,,,,,,\n").into(), &["line 2: name"]),
    ];
    for (name, bytes, words) in hostile {
        let file = house.write(name, bytes);
        for dry in [&[][..], &["--dry-run"]] {
            let arguments = [&["user", "import", &file], dry].concat();
            house.run(&arguments).refused(words);
        }
        assert_eq!(house.run(&["user", "list"]).fine(), "", "{name}");
    }
    house
        .run(&["user", "import", "no-such-file"])
        .refused(&["no-such-file"]);
    // What a spreadsheet would take for a formula is a name like any other.
    let formulas = format!(
        "\u{feff}{header}a@example.org,=1+1,+SUM(A1),,,nl,,enabled,\nb@example.org,\"@cmd|' /C calc'!A0\",-2,,+31 20 5550123 x42,,operator,,{PASSWORD}\nc@example.org,\"Quoted, \"\"name\"\"\",,,,,,,\n"
    );
    let file = house.write("good.csv", formulas);
    assert!(
        house
            .run(&["user", "import", &file, "--dry-run"])
            .fine()
            .contains("3 people can be added")
    );
    assert_eq!(house.run(&["user", "list"]).fine(), "");
    assert!(
        house
            .run(&["user", "import", &file])
            .fine()
            .contains("3 people added")
    );
    let list = house.run(&["user", "list", "--json"]).fine();
    for literal in [
        r#""name":"=1+1""#,
        r#""name":"@cmd|' /C calc'!A0""#,
        r#""name":"Quoted, \"name\"""#,
    ] {
        assert!(list.contains(literal), "{literal}: {list}");
    }
    house.run(&["user", "import", &file]).refused(&[
        "line 2: user",
        "line 3: user",
        "line 4: user",
        "nobody was added",
    ]);
}

#[test]
fn the_rules_are_shown_and_set() {
    let house = House::new();
    assert!(
        house
            .run(&["policy", "show"])
            .fine()
            .contains("app_password_limit = 40")
    );
    house
        .run(&["policy", "set", "max_apps=9", "app_password_length=3"])
        .refused(&[
            "max_apps must be from 1 to 5",
            "app_password_length must be from 16 to 32",
        ]);
    house
        .run(&["policy", "set", "max_apps"])
        .refused(&["setting=value"]);
    house
        .run(&["policy", "set", "maxapps=1"])
        .refused(&["maxapps is not a setting"]);
    house
        .run(&["policy", "set", "max_apps=3", "allow_app_passwords=true"])
        .fine();
    let shown: serde_json::Value =
        serde_json::from_str(&house.run(&["policy", "show", "--json"]).fine()).unwrap();
    assert_eq!(
        (
            shown["max_apps"].as_i64(),
            shown["allow_app_passwords"].as_bool()
        ),
        (Some(3), Some(true))
    );
    let record = house.run(&["audit", "export"]).fine();
    assert_eq!(record.matches("policy_change").count(), 1);
    assert!(record.contains("max_apps: 5 -> 3"));
}

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
        for secret in &secrets {
            assert!(
                !bytes.windows(secret.len()).any(|w| w == secret.as_bytes()),
                "{secret} in {}",
                place.display()
            );
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
        "INSERT INTO apps SELECT id, id, 'Phone', zeroblob(80), 0, 0, NULL, 0 FROM accounts",
    )
    .unwrap();
    let ended = house
        .run(&["keys", "verify"])
        .refused(&["1 of 1 secrets do not open"]);
    assert!(ended.out.contains("ann@example.org"), "{ended:?}");
}
