//! The configuration as a whole: reading, overriding, refusing, describing.

use std::collections::BTreeSet;

use secrecy::ExposeSecret as _;

use super::*;

const SMALL: &str = "[organisation]\nname = \"Example\"\n";

fn parse(text: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<Problem>> {
    let environment = environment
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    Config::parse(text, environment)
}

fn small(more: &str) -> Result<Config, Vec<Problem>> {
    parse(&format!("{SMALL}{more}"), &[])
}

/// The keys that a configuration is refused for.
fn refused(result: Result<Config, Vec<Problem>>) -> Vec<String> {
    result
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|problem| problem.key)
        .collect()
}

fn all_keys() -> Vec<(&'static str, Key)> {
    fn of<S: Section>() -> Vec<(&'static str, Key)> {
        S::keys().into_iter().map(|key| (S::NAME, key)).collect()
    }
    let sections = [
        of::<Server>(),
        of::<Store>(),
        of::<Keys>(),
        of::<Organisation>(),
        of::<Passwords>(),
        of::<Sessions>(),
        of::<Throttle>(),
        of::<Api>(),
        of::<Gateway>(),
        of::<Audit>(),
        of::<Log>(),
    ];
    sections.into_iter().flatten().collect()
}

#[test]
fn a_name_is_all_that_is_required() {
    let config = small("").unwrap();
    assert_eq!(config.organisation.name, "Example");
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.passwords.memory_kib, 47_104);
    assert_eq!(config.sessions.idle_minutes, 30);
    assert_eq!(config.assurance, Assurance::Standard);
    assert_eq!(refused(parse("", &[])), ["organisation.name"]);
}

#[test]
fn values_come_from_the_file() {
    let config = parse(
        r#"
        assurance = "strict"
        [server]
        listen = "0.0.0.0:80"
        public_origin = "https://account.example.org"
        admin_listen = "off"
        trusted_proxies = ["10.0.0.0/8", "192.0.2.1", "::ffff:198.51.100.0/120"]
        [organisation]
        name = "Example"
        default_language = "nl"
        context_words = ["Example", "Springfield"]
        [passwords]
        min_length = 15
        [log]
        format = "text"
        level = "debug"
        "#,
        &[],
    )
    .unwrap();
    assert_eq!(config.assurance, Assurance::Strict);
    assert_eq!(config.server.admin_listen, None);
    assert!(config.server.public_origin.is_https());
    assert_eq!(
        config.server.trusted_proxies.show(),
        "10.0.0.0/8, 192.0.2.1/32, 198.51.100.0/24"
    );
    assert_eq!(config.organisation.default_language, domain::Language::Nl);
    assert_eq!(
        config.organisation.context_words,
        ["Example", "Springfield"]
    );
    assert_eq!(
        (config.log.format, config.log.level),
        (Format::Text, Level::Debug)
    );
}

#[test]
fn variables_win_over_the_file() {
    let text = format!("assurance = \"standard\"\n{SMALL}[sessions]\nidle_minutes = 10\n");
    let variables = [
        ("PROOFUP__ASSURANCE", "strict"),
        ("PROOFUP__PASSWORDS__MIN_LENGTH", "20"),
        ("PROOFUP__PASSWORDS__MIN_LENGTH_ALONE", "20"),
        ("PROOFUP__SESSIONS__IDLE_MINUTES", "20"),
        ("PROOFUP__ORGANISATION__CONTEXT_WORDS", "one, two,three"),
        ("PROOFUP__SERVER__TRUSTED_PROXIES", "10.0.0.0/8,fd00::/8"),
        ("PROOFUP__STORE__PATH", "/var/lib/proofup/db"),
        ("PATH", "/bin"),
        ("PROOFUP_OTHER", "not ours"),
    ];
    let config = parse(&text, &variables).unwrap();
    assert_eq!(config.assurance, Assurance::Strict);
    assert_eq!(config.sessions.idle_minutes, 20);
    assert_eq!(config.organisation.context_words, ["one", "two", "three"]);
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.store.path, Path::new("/var/lib/proofup/db"));
}

#[test]
fn every_key_can_be_overridden_and_is_known_by_its_name() {
    for (section, key) in all_keys() {
        let variable = format!(
            "PROOFUP__{}__{}",
            section.to_uppercase(),
            key.name.to_uppercase()
        );
        // No kind of value accepts this text, so the key must be the one that is refused.
        let problems = parse(SMALL, &[(&variable, "\u{0}")]);
        assert_eq!(refused(problems), [format!("{section}.{}", key.name)]);
    }
}

#[test]
fn every_bound_holds_at_both_ends() {
    let mut seen = 0;
    for (section, key) in all_keys() {
        let Some(bounds) = key.bounds else { continue };
        seen += 1;
        let name = format!("{section}.{}", key.name);
        let with = |value: i64| small(&format!("[{section}]\n{} = {value}\n", key.name));
        let named = |value: i64| refused(with(value)).contains(&name);
        let (low, high) = (i64::from(*bounds.start()), i64::from(*bounds.end()));
        // Below nothing there is no number at all.
        let outside = if low == 0 { high + 1 } else { low - 1 };
        let problems = with(outside).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let text = &problems[0].text;
        assert!(
            text.contains(&low.to_string()) && text.contains(&high.to_string()),
            "{name}: {text}"
        );
        assert!(
            named(high + 1) && named(i64::MAX) && named(i64::MIN),
            "{name}"
        );
        let default: i64 = key.default.parse().unwrap();
        assert!((low..=high).contains(&default), "{name}");
    }
    assert!(seen > 25);
}

#[test]
fn every_problem_is_told_at_once() {
    let text = r#"
        asurance = "strict"
        log = "text"
        [server]
        public_origin = "http://account.example.org"
        trusted_proxies = ["0.0.0.0/0"]
        listen = 8080
        lisen = "127.0.0.1:8080"
        [passwords]
        memory_kib = 1024
        iterations = "2"
        [sesions]
        idle_minutes = 10
        [organisation]
        default_language = "de"
    "#;
    let variables = [("PROOFUP__SESSIONS__IDEL_MINUTES", "20"), ("PROOFUP__", "")];
    let problems = parse(text, &variables).unwrap_err();
    let keys: Vec<&str> = problems
        .iter()
        .map(|problem| problem.key.as_str())
        .collect();
    let expected = [
        "PROOFUP__",
        "PROOFUP__SESSIONS__IDEL_MINUTES",
        "asurance",
        "log",
        "organisation.default_language",
        "passwords.iterations",
        "passwords.memory_kib",
        "server.lisen",
        "server.listen",
        "server.public_origin",
        "server.trusted_proxies",
        "sesions",
    ];
    assert_eq!(keys, expected);
    let floor = problems
        .iter()
        .find(|problem| problem.key == "passwords.memory_kib")
        .unwrap();
    assert_eq!(
        floor.to_string(),
        "passwords.memory_kib: 1024 is out of bounds; allowed are 19456 to 1048576, the default is 47104"
    );
}

#[test]
fn rules_between_keys_are_checked() {
    for (text, key) in [
        (
            "[server]\nadmin_listen = \"0.0.0.0:9080\"",
            "server.admin_listen",
        ),
        (
            "[server]\nadmin_listen = \"127.0.0.1:8080\"",
            "server.admin_listen",
        ),
        ("[store]\nkind = \"postgres\"", "store.url"),
        (
            "[store]\nkind = \"postgres\"\nurl = \"mysql://x\"",
            "store.url",
        ),
        ("[passwords]\nmin_length = 20", "passwords.min_length_alone"),
        (
            "[sessions]\nidle_minutes = 60\nabsolute_minutes = 30\nstaff_absolute_minutes = 30",
            "sessions.idle_minutes",
        ),
        (
            "[sessions]\nstaff_absolute_minutes = 720\nabsolute_minutes = 600",
            "sessions.staff_absolute_minutes",
        ),
        (
            "[throttle]\ncheck_address_most = 300\ncheck_person_most = 100",
            "throttle.check_person_most",
        ),
    ] {
        assert_eq!(refused(small(text)), [key], "{text}");
    }
    for (text, key) in [
        (
            "name = \"Example\"\ntime_zone = \"Mars/Olympus\"",
            "organisation.time_zone",
        ),
        (
            "name = \"Example\"\ndefault_country = \"Nederland\"",
            "organisation.default_country",
        ),
        (
            "name = \"Example\"\ncontext_words = [\"ab\"]",
            "organisation.context_words",
        ),
        ("name = \"  \"", "organisation.name"),
    ] {
        assert_eq!(
            refused(parse(&format!("[organisation]\n{text}"), &[])),
            [key],
            "{text}"
        );
    }
    let text = "[organisation]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"";
    assert!(parse(text, &[]).is_ok());
}

#[test]
fn strict_assurance_asks_for_long_passwords_always() {
    let with = |assurance: &str| {
        parse(&format!("assurance = \"{assurance}\"\n{SMALL}"), &[])
            .unwrap()
            .passwords
            .min_length
    };
    assert_eq!((with("standard"), with("strict")), (12, 15));
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_printed() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(
        file.path(),
        "postgres://proofup:hunter2@localhost/proofup\n",
    )
    .unwrap();
    let path = file.path().display().to_string();
    let by_file = small(&format!(
        "[store]\nkind = \"postgres\"\nurl_file = \"{path}\""
    ));
    let by_variable = parse(
        &format!("{SMALL}[store]\nkind = \"postgres\"\nurl = \"postgres://old\""),
        &[("PROOFUP__STORE__URL_FILE", &path)],
    );
    for config in [by_file.unwrap(), by_variable.unwrap()] {
        let url = config.store.url.as_ref().unwrap();
        assert_eq!(
            url.expose_secret(),
            "postgres://proofup:hunter2@localhost/proofup"
        );
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

#[test]
fn a_secret_given_twice_or_in_a_bad_file_is_refused() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let large = tempfile::NamedTempFile::new().unwrap();
    fs::write(large.path(), "x".repeat(100_000)).unwrap();
    for path in [
        "/nonexistent",
        "/",
        &empty.path().display().to_string(),
        &large.path().display().to_string(),
    ] {
        assert_eq!(
            refused(small(&format!("[store]\nurl_file = \"{path}\""))),
            ["store.url"],
            "{path}"
        );
    }
    assert_eq!(
        refused(small("[store]\nurl = \"postgres://x\"\nurl_file = \"/x\"")),
        ["store.url"]
    );
    assert_eq!(refused(small("[store]\nurl_file = 7")), ["store.url"]);
    let both = [
        ("PROOFUP__STORE__URL", "postgres://x"),
        ("PROOFUP__STORE__URL_FILE", "/x"),
    ];
    assert_eq!(refused(parse(SMALL, &both)), ["store.url"]);
    // Only secrets have a file.
    assert_eq!(
        refused(small("[log]\nlevel_file = \"/x\"")),
        ["log.level_file"]
    );
}

#[test]
fn the_tokens_of_the_machine_interface() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let token = "a-bearer-token-of-forty-three-characters-xx";
    fs::write(file.path(), format!("{token}\n")).unwrap();
    let config = small(&format!(
        "[api]\ntokens_file = \"{}\"",
        file.path().display()
    ))
    .unwrap();
    assert!(config.api.tokens.accept(token) && !config.api.tokens.accept("x"));
    assert_eq!(
        refused(small(&format!("[api]\ntokens = [\"{token}\"]"))),
        ["api.tokens"]
    );
    assert!(small("").unwrap().api.tokens.is_empty());
}

#[test]
fn a_file_that_is_no_toml_is_one_problem() {
    assert_eq!(refused(parse("[server", &[])), ["the file"]);
    assert_eq!(
        refused(Config::load(Path::new("/nonexistent/config"), [])),
        ["/nonexistent/config"]
    );
}

#[test]
fn the_demo_would_be_accepted_too() {
    let listen: SocketAddr = "127.0.0.1:8080".parse().unwrap();
    let config = Config::demo(Path::new("data/demo"), listen);
    let mut problems = Problems::default();
    config.validate(&mut problems);
    assert_eq!(problems.0, []);
    assert_eq!(
        config.server.public_origin.as_str(),
        "http://localhost:8080"
    );
    assert_eq!(config.store.path, Path::new("data/demo/proofup.db"));
    assert_eq!(
        config.server.admin_listen.unwrap().to_string(),
        "127.0.0.1:9080"
    );
    let any = Config::demo(Path::new("data/demo"), "127.0.0.1:0".parse().unwrap());
    assert_eq!(any.server.admin_listen, None);
}

#[test]
fn names_are_unique_and_every_key_is_explained() {
    let mut names = BTreeSet::new();
    for (section, key) in all_keys() {
        assert!(names.insert((section, key.name)), "{section}.{}", key.name);
        assert!(key.meaning.concat().len() > 10 && !key.name.ends_with("_file"));
    }
}

#[test]
fn the_sample_of_the_documentation_is_accepted() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "a-bearer-token-of-forty-three-characters-xx\n").unwrap();
    let path = file.path().display().to_string();
    let sample = document::sample().replace("/etc/proofup/tokens", &path);
    let config = parse(&sample, &[]).unwrap();
    assert_eq!(
        config.server.public_origin.as_str(),
        "https://account.example.org"
    );
}

#[test]
fn the_documentation_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let written = fs::read_to_string(path).unwrap();
    assert!(
        written == document(),
        "run: cargo run -p server --example configuration > docs/configuration.md"
    );
}
