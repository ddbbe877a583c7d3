//! The built program as an operator meets it: what it does, what it refuses and in which words, and with
//! which exit code.

mod data;
mod keys;
mod people;
mod restore;

use std::os::unix::fs::PermissionsExt as _;

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

/// What is right here depends on the machine, so the machine is asked.
#[tokio::test]
async fn serve_starts_only_on_a_synchronised_clock_when_it_has_to() {
    let house = House::new();
    let written = std::fs::read_to_string(house.path("proofup.toml")).unwrap();
    let wish = "[server]\nrequire_synchronised_clock = true\n";
    house.write("proofup.toml", written.replace("[server]\n", wish));
    let asked = std::process::Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .output();
    let answer = asked.map(|output| output.stdout).unwrap_or_default();
    if answer == b"yes\n" {
        assert_eq!(house.serve().await.stop().code, 0);
    } else {
        house
            .run(&["serve"])
            .refused(&["clock", "server.require_synchronised_clock"]);
        assert!(!house.database().exists(), "nothing was written");
    }
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
