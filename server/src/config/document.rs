//! `docs/configuration.md`, written from the same lists that the file is read with.

use std::fmt::Write as _;

use super::source::PREFIX;
use super::{
    Api, Assurance, Audit, Gateway, Key, Keys, Log, Mail, Organisation, Passwords, Section, Server,
    Sessions, Store, Throttle,
};

const INTRODUCTION: &str = "\
# Configuration

One TOML file, named with `--config`. `proofup check-config --config FILE` prints everything that is
wrong with it at once; `proofup serve` refuses to start until nothing is. A key that does not exist
is an error, and so is a value out of its bounds. Relative paths start at the working directory.

Every key may be overridden by an environment variable: `idle_minutes` in `[sessions]` by
`PROOFUP__SESSIONS__IDLE_MINUTES`, a key above all sections by its name alone, as in
`PROOFUP__ASSURANCE`. In a variable, the items of a list are separated by commas.

A secret may come from a file of its own: instead of `url` write `url_file = \"/path\"`, or set
`PROOFUP__STORE__URL_FILE`. The keys for which this works are marked \"or file\". Plain secrets in
variables are for development only, because other programs of the same user can read them.

A small but complete file:

```toml
[server]
public_origin = \"https://account.example.org\"
trusted_proxies = [\"127.0.0.1\"]

[keys]
file = \"/etc/proofup/keys\"

[organisation]
name = \"Example Organisation\"
time_zone = \"Europe/Amsterdam\"

[api]
tokens_file = \"/etc/proofup/tokens\"
```

This page is made from the program's own list of keys: `cargo run -p server --example configuration`.
";

/// The whole page.
pub fn document() -> String {
    let mut page = INTRODUCTION.to_owned();
    let assurance = Key::new(
        "assurance",
        &Assurance::default(),
        None,
        &[
            " `strict` chooses the standard where it is stricter than the habit: a password has",
            " `min_length_alone` characters also when a second step follows.",
        ],
    );
    heading(&mut page, "Above all sections");
    table(&mut page, &[assurance]);
    section::<Server>(&mut page);
    section::<Store>(&mut page);
    section::<Keys>(&mut page);
    section::<Organisation>(&mut page);
    section::<Passwords>(&mut page);
    section::<Sessions>(&mut page);
    section::<Throttle>(&mut page);
    section::<Api>(&mut page);
    section::<Gateway>(&mut page);
    section::<Mail>(&mut page);
    section::<Audit>(&mut page);
    section::<Log>(&mut page);
    page
}

/// The sample in the introduction, for the test that it is accepted.
#[cfg(test)]
pub fn sample() -> String {
    INTRODUCTION
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap()
        .to_owned()
}

fn heading(page: &mut String, text: &str) {
    write!(page, "\n## {text}\n\n").ok();
}

fn section<S: Section>(page: &mut String) {
    heading(page, &format!("`[{}]`", S::NAME));
    write!(
        page,
        "{}\n\nVariables begin with `{PREFIX}{}__`.\n\n",
        joined(S::ABOUT),
        S::NAME.to_uppercase()
    )
    .ok();
    table(page, &S::keys());
}

fn table(page: &mut String, keys: &[Key]) {
    page.push_str(
        "| key | value | default | bounds | meaning |\n| --- | --- | --- | --- | --- |\n",
    );
    for key in keys {
        let kind = if key.secret {
            format!("{}, or file", key.kind)
        } else {
            key.kind.to_owned()
        };
        let default = if key.default.is_empty() {
            "none".to_owned()
        } else {
            format!("`{}`", key.default)
        };
        let bounds = key.bounds.as_ref().map_or_else(String::new, |range| {
            format!("{} to {}", range.start(), range.end())
        });
        let (name, meaning) = (key.name, joined(key.meaning));
        writeln!(
            page,
            "| `{name}` | {kind} | {default} | {bounds} | {meaning} |"
        )
        .ok();
    }
}

/// The lines of a comment as one paragraph.
fn joined(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
