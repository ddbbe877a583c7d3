//! `docs/rights.md`, written from the table that the router is made of.

use std::fmt::Write as _;

use domain::account::Role;
use domain::desk::Duty;

use super::{Address, DEMO_TABLE, Level, TABLE};

const INTRODUCTION: &str = "\
# Rights

Every address of the portal and who may call it. The router is made of the same table
(`server/src/http/table.rs`), so no address is missing here, and a test asks every address as everybody.
Whoever may not come in is sent to where they stand (to sign in, to the second step, to the set-up, to
the confirmation), and finds no such page where it is about a duty that they do not have.

This page is made from that table: `cargo run -p server --example rights`.

## Duties and roles

A role has every duty of the ones below it.
";

const RULES: &str = "
Where a duty changes something, the password and a code of an authenticator app must have been given in
this browser within five minutes: no text, no call, no trusted browser and no pass stands in for that.
Nobody acts on themselves, on somebody of their own role or on a higher one; and other staff are helped
by two people: one asks, a supervisor or above agrees. Roles are given from a shell only, and count from the next request.

## Addresses

`{id}` stands for an id, `{aid}` for what is done for somebody, `{sha256}` for the name of a file. `HEAD` is answered as `GET`.
";

/// What a duty is, in plain words.
const fn duty(duty: Duty) -> (&'static str, &'static str) {
    match duty {
        Duty::See => ("see", "find people and see their set-up, numbers masked"),
        Duty::Help => ("help", "get people going again"),
        Duty::Oversee => ("oversee", "look at the rules, the record and the reports"),
        Duty::Govern => ("govern", "change the rules, and people in bulk"),
    }
}

/// Who may call what stands at this level, in plain words.
fn who(level: Level) -> String {
    match level {
        Level::Anybody => "Anybody".into(),
        Level::Pending => "Whoever gave the right password, and not yet the second step".into(),
        Level::Enrolling => "Whoever gave the right password and must set up a second step".into(),
        Level::Renewing => {
            "Whoever gave a temporary password and the second step, and must choose a new one".into()
        }
        Level::SignedIn => "Whoever is signed in, about their own account".into(),
        Level::Proven => {
            "Whoever is signed in and has given password and second step within ten minutes (`step_up_minutes`), about their own account".into()
        }
        Level::Staff(what) => {
            let proof = if what.acts() {
                ", with a code of an app given within five minutes"
            } else {
                ""
            };
            let lowest = what.role().key();
            let above = if what.role() == Role::Administrator { "" } else { " and above" };
            format!("Staff with the duty “{}” ({lowest}{above}){proof}", duty(what).0)
        }
        Level::Gateway => "Whoever knows the name of a file that calls begin with: a gateway".into(),
        Level::Machine => "The mail server, with its token and from its address".into(),
        Level::Demo => "Nobody: only the demo has these".into(),
    }
}

/// The whole page.
pub fn document() -> String {
    let mut page = INTRODUCTION.to_owned();
    duties(&mut page);
    page.push_str(RULES);
    let mut rows = TABLE.iter().chain(DEMO_TABLE).peekable();
    while let Some(first) = rows.next() {
        let _ = write!(page, "\n### {}\n\n", who(first.level));
        row(&mut page, first);
        while let Some(next) = rows.next_if(|next| next.level == first.level) {
            row(&mut page, next);
        }
    }
    page
}

fn duties(page: &mut String) {
    let staff = || Role::ALL.into_iter().filter(|role| role.is_staff());
    let names: Vec<&str> = staff().map(Role::key).collect();
    let rule = vec!["---"; names.len() + 2].join(" | ");
    let _ = write!(
        page,
        "\n| duty | what | {} |\n| {rule} |\n",
        names.join(" | ")
    );
    for one in Duty::ALL {
        let (name, what) = duty(one);
        let has = |role| if one.of(role) { "yes" } else { "" };
        let cells: Vec<&str> = staff().map(has).collect();
        let _ = writeln!(page, "| {name} | {what} | {} |", cells.join(" | "));
    }
}

fn row(page: &mut String, address: &Address) {
    let _ = writeln!(page, "* `{} {}`", address.method, address.path);
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_documentation_is_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rights.md");
        let written = fs::read_to_string(path).unwrap();
        assert!(
            written == document(),
            "run: cargo run -p server --example rights > docs/rights.md"
        );
    }

    #[test]
    fn every_address_stands_there_once_and_every_duty_has_a_line() {
        let page = document();
        for one in TABLE.iter().chain(DEMO_TABLE) {
            let line = format!("* `{} {}`\n", one.method, one.path);
            assert_eq!(page.matches(&line).count(), 1, "{line}");
        }
        let levels: std::collections::BTreeSet<String> = TABLE
            .iter()
            .chain(DEMO_TABLE)
            .map(|one| who(one.level))
            .collect();
        assert_eq!(
            page.matches("\n### ").count(),
            levels.len(),
            "a heading for each level"
        );
        assert!(page.contains("| help | get people going again |  | yes | yes | yes |"));
        assert!(page.contains("### Staff with the duty “see” (reader and above)\n"));
    }
}
