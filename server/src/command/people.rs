//! `proofup user` and `proofup role`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use app::text::Texts;
use clap::{Args, Subcommand};
use domain::Language;
use domain::account::{Role as Rank, State};
use domain::service::{DirectoryRecord, File, NewPerson, Terms};
use zeroize::Zeroizing;

use super::{Target, parts, say, secret_from_stdin, trace};

/// Commands for people.
#[derive(Subcommand)]
pub enum User {
    /// Add a person.
    Add(Box<Add>),
    /// Add the people of a CSV file, all or none.
    ///
    /// Columns: user, name, title, mail, office_phone, language, role, state, password; the first line
    /// names them, user and name are required. Without a password nobody can sign in with the account
    /// until `user set-password`.
    Import {
        #[command(flatten)]
        target: Target,
        /// The file, UTF-8.
        file: PathBuf,
        /// Check every line and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// List people.
    List {
        #[command(flatten)]
        target: Target,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Set a password, read from standard input; sessions end and app passwords are deleted.
    SetPassword(One),
    /// Require two-step verification of a person.
    RequireTwoStep(One),
    /// No longer require it; what is set up stays.
    ReleaseTwoStep(One),
    /// Switch methods on again that too many wrong codes have switched off, and end every wait.
    Unlock(One),
    /// Delete every method, session and app password of a person who lost them; they enrol again.
    ResetMethods(One),
    /// Switch an account off: sessions and app passwords end at once.
    Disable(One),
    /// Switch an account on again.
    Enable(One),
    /// Delete a person and everything that is theirs; the audit record keeps the bare id.
    Delete {
        #[command(flatten)]
        one: One,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

/// A person to add.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    target: Target,
    /// The sign-in name, usually a mail address.
    user: String,
    /// Display name.
    #[arg(long)]
    name: String,
    /// Job title.
    #[arg(long, default_value = "")]
    title: String,
    /// Work mail address.
    #[arg(long, default_value = "")]
    mail: String,
    /// Office phone, such as `+31 20 1234567 x89`.
    #[arg(long, default_value = "")]
    office_phone: String,
    /// `en` or `nl`.
    #[arg(long)]
    language: Option<String>,
    /// `user`, `reader`, `operator`, `supervisor` or `administrator`.
    #[arg(long, default_value = "user")]
    role: String,
    /// Require two-step verification.
    #[arg(long)]
    two_step: bool,
    /// Read the first password from standard input; without this one is made and printed once.
    #[arg(long)]
    password_stdin: bool,
}

/// One person.
#[derive(Args)]
pub struct One {
    #[command(flatten)]
    target: Target,
    /// The sign-in name.
    user: String,
}

/// Commands for roles.
#[derive(Subcommand)]
pub enum Role {
    /// Give a role.
    Grant {
        #[command(flatten)]
        one: One,
        /// `reader`, `operator`, `supervisor` or `administrator`.
        role: String,
    },
    /// Take every role away.
    Revoke(One),
}

/// A first password: sixteen random letters in groups.
pub fn first_password() -> anyhow::Result<Zeroizing<String>> {
    let bytes = crate::system::bytes::<64>().map_err(|_| anyhow::anyhow!("no random bytes"))?;
    let letters = domain::app_password::letters(bytes, 16).context("no random letters")?;
    let groups: Vec<&str> = letters
        .as_bytes()
        .chunks(4)
        .filter_map(|g| std::str::from_utf8(g).ok())
        .collect();
    Ok(Zeroizing::new(groups.join("-")))
}

/// Runs a command for people.
pub async fn run(command: User) -> anyhow::Result<ExitCode> {
    match command {
        User::Add(add) => self::add(*add).await?,
        User::Import {
            target,
            file,
            dry_run,
        } => return import(&target, &file, dry_run).await,
        User::List { target, json } => list(&target, json).await?,
        User::SetPassword(one) => {
            let parts = parts(&one.target).await?;
            let account = parts.services.person(&one.user).await?;
            parts
                .services
                .reset_password(&account, &secret_from_stdin()?, &trace(&parts))
                .await?;
            println!(
                "{}: the password is set, sessions are ended, app passwords are deleted",
                account.login
            );
        }
        User::RequireTwoStep(one) => two_step(&one, true).await?,
        User::ReleaseTwoStep(one) => two_step(&one, false).await?,
        User::Unlock(one) => {
            let parts = parts(&one.target).await?;
            let account = parts.services.person(&one.user).await?;
            parts.services.unlock(&account, &trace(&parts)).await?;
            println!("{}: methods are on, waits are over", account.login);
        }
        User::ResetMethods(one) => {
            let parts = parts(&one.target).await?;
            let account = parts.services.person(&one.user).await?;
            let state = parts
                .services
                .reset_methods(&account, &trace(&parts))
                .await?;
            println!(
                "{}: every method is deleted, two-step verification is {}",
                account.login,
                state.key()
            );
        }
        User::Disable(one) => active(&one, false).await?,
        User::Enable(one) => active(&one, true).await?,
        User::Delete { one, yes } => {
            let parts = parts(&one.target).await?;
            let account = parts.services.person(&one.user).await?;
            if !yes {
                bail!(
                    "this deletes {} ({}) for good; say --yes",
                    account.login,
                    account.name
                );
            }
            parts
                .services
                .delete_person(&account, &trace(&parts))
                .await?;
            println!("{}: deleted", account.login);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(add: Add) -> anyhow::Result<()> {
    let language = add
        .language
        .as_deref()
        .map(|l| Language::from_tag(l).context("language must be en or nl"))
        .transpose()?;
    let role = Rank::from_key(&add.role).context("there is no such role")?;
    let password = if add.password_stdin {
        secret_from_stdin()?
    } else {
        first_password()?
    };
    let parts = parts(&add.target).await?;
    let person = NewPerson {
        record: DirectoryRecord {
            login: add.user,
            name: add.name,
            title: add.title,
            mail: add.mail,
            office_phone: add.office_phone,
            language,
        },
        password: Some(&password),
        role,
        state: if add.two_step {
            State::Enabled
        } else {
            State::Disabled
        },
    };
    match parts.services.add_people(&[person], &trace(&parts)).await? {
        Ok(added) => {
            for account in added {
                println!("{}: added", account.login);
            }
            if !add.password_stdin {
                println!("password: {}", password.as_str());
            }
            Ok(())
        }
        Err(refused) => bail!(
            "{}",
            refused
                .iter()
                .map(|(_, f)| f.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Reads the whole file before anything is changed; lists every problem by line.
async fn import(target: &Target, file: &PathBuf, dry_run: bool) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file)
        .map(Zeroizing::new)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let people = File::read(&bytes, Terms::Shell);
    let parts = parts(target).await?;
    let plan = if dry_run {
        parts.services.check_file(&people).await?
    } else {
        parts.services.import_file(&people, &trace(&parts)).await?
    };
    if plan.problems.is_empty() {
        let done = if dry_run { "can be added" } else { "added" };
        println!("{} people {done}", plan.added);
        return Ok(ExitCode::SUCCESS);
    }
    let words = &Texts::of(Language::En).import;
    for problem in &plan.problems {
        let column = problem.column.map(|column| format!(" {}:", column.key()));
        let why = (words.why)(&problem.why);
        eprintln!("line {}:{} {why}", problem.line, column.unwrap_or_default());
    }
    bail!("{} problems; nobody was added", plan.problems.len())
}

async fn list(target: &Target, json: bool) -> anyhow::Result<()> {
    let parts = parts(target).await?;
    let mut after = String::new();
    loop {
        let people = parts.store.people(&after, 500).await?;
        let Some(last) = people.last() else {
            return Ok(());
        };
        after.clone_from(&last.login);
        for person in &people {
            let line = if json {
                serde_json::to_string(person)?
            } else {
                let state = if person.active {
                    person.state.key()
                } else {
                    "switched off"
                };
                format!(
                    "{}\t{}\t{}\t{state}",
                    person.login,
                    person.name,
                    person.role.key()
                )
            };
            if !say(&line)? {
                return Ok(());
            }
        }
    }
}

async fn two_step(one: &One, required: bool) -> anyhow::Result<()> {
    let parts = parts(&one.target).await?;
    let account = parts.services.person(&one.user).await?;
    let state = parts
        .services
        .require_two_step(&account, required, &trace(&parts))
        .await?;
    println!(
        "{}: two-step verification is {}",
        account.login,
        state.key()
    );
    Ok(())
}

async fn active(one: &One, active: bool) -> anyhow::Result<()> {
    let parts = parts(&one.target).await?;
    let account = parts.services.person(&one.user).await?;
    parts
        .services
        .set_active(&account, active, &trace(&parts))
        .await?;
    println!(
        "{}: the account is switched {}",
        account.login,
        if active { "on" } else { "off" }
    );
    Ok(())
}

/// Runs a command for roles.
pub async fn run_role(command: Role) -> anyhow::Result<()> {
    let (one, role) = match command {
        Role::Grant { one, role } => (one, Rank::from_key(&role).context("there is no such role")?),
        Role::Revoke(one) => (one, Rank::User),
    };
    let parts = parts(&one.target).await?;
    let account = parts.services.person(&one.user).await?;
    parts
        .services
        .set_role(&account, role, &trace(&parts))
        .await?;
    println!("{}: the role is now {}", account.login, role.key());
    Ok(())
}
