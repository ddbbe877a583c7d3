//! `proofup user`, `role` and `policy`.

use crate::cast::PASSWORD;
use crate::program::House;

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
        ("no_name", "user,title\na@example.org,Boss\n".into(), &["line 1", "name"]),
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
