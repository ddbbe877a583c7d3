//! The command line: everything that can be done without a browser. Exit codes: 0 done, 1 refused or
//! broken (one line on standard error says what), 2 the words of the command are off.

mod audit;
mod data;
mod keys;
mod people;
mod policy;
mod restore;
mod serve;
/// What the demo shares with the commands.
pub mod demo_parts {
    pub use super::people::first_password;
    pub use super::serve::run;
}

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use domain::audit::Trace;

use crate::config::Config;
use crate::wiring::{self, Parts};

/// Two-step verification for the people of an organisation.
#[derive(Parser)]
#[command(name = "proofup", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Which portal a command is about.
#[derive(Args, Clone)]
pub struct Target {
    /// The configuration file.
    #[arg(long, value_name = "FILE", default_value = "proofup.toml")]
    config: PathBuf,
    /// The demo organisation in this directory instead.
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    demo: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal.
    Serve {
        /// The configuration file.
        #[arg(long, value_name = "FILE", default_value = "proofup.toml")]
        config: PathBuf,
    },
    /// Serve the demo organisation, on this machine only.
    Demo {
        /// Where it keeps its data; deleting the directory starts afresh.
        #[arg(long, value_name = "DIR", default_value = "data/demo")]
        data: PathBuf,
        /// Where it listens.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The built browser half.
        #[arg(long, value_name = "DIR", default_value = "dist")]
        assets: PathBuf,
    },
    /// Check the configuration and list everything that is wrong.
    CheckConfig {
        /// The configuration file.
        #[arg(long, value_name = "FILE", default_value = "proofup.toml")]
        config: PathBuf,
        /// Print every key with its meaning, default and bounds instead.
        #[arg(long)]
        document: bool,
    },
    /// Bring the database up to date.
    Migrate(Target),
    /// Make, renew and check the key ring.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Show and change the organisation's rules.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Add, list, change and delete people.
    #[command(subcommand)]
    User(people::User),
    /// Give and take roles.
    #[command(subcommand)]
    Role(people::Role),
    /// Check and export the audit record.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Copy a SQLite database while the portal runs.
    Backup {
        #[command(flatten)]
        target: Target,
        /// The copy, which must not exist yet.
        file: PathBuf,
    },
    /// Put a copy in the place of a SQLite database, or end in a restored one what must not come back;
    /// the portal must not be running.
    Restore(restore::Restore),
    /// Ask a running portal whether it is ready.
    Healthcheck {
        /// Its address.
        #[arg(long, default_value = "127.0.0.1:8080")]
        address: SocketAddr,
    },
}

/// Runs a command to its end.
pub fn run(cli: Cli) -> ExitCode {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli.command)),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("proofup: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match command {
        Command::Serve { config } => serve::serve(&load(&config)?).await.map(done),
        Command::Demo {
            data,
            listen,
            assets,
        } => crate::demo::run(&data, listen, assets).await.map(done),
        Command::CheckConfig { config, document } => {
            if document {
                print!("{}", crate::config::document());
            } else {
                load(&config)?;
                println!("{}: nothing is wrong", config.display());
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate(target) => {
            parts(&target).await?;
            println!("the database is up to date");
            Ok(ExitCode::SUCCESS)
        }
        Command::Keys(command) => keys::run(command).await.map(done),
        Command::Policy(command) => policy::run(command).await.map(done),
        Command::User(command) => people::run(command).await,
        Command::Role(command) => people::run_role(command).await.map(done),
        Command::Audit(command) => audit::run(command).await,
        Command::Backup { target, file } => {
            data::backup(&config_of(&target)?, &file).await.map(done)
        }
        Command::Restore(command) => restore::run(command).await.map(done),
        Command::Healthcheck { address } => data::healthcheck(address).await.map(done),
    }
}

/// Reads the configuration, or says everything that is wrong with it.
fn load(path: &Path) -> anyhow::Result<Config> {
    Config::load(path, std::env::vars()).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|p| format!("\n  {p}")).collect();
        anyhow::anyhow!("the configuration cannot be used:{}", lines.concat())
    })
}

fn config_of(target: &Target) -> anyhow::Result<Config> {
    match &target.demo {
        Some(data) if data.join("people.json").is_file() => {
            Ok(Config::demo(data, SocketAddr::from(([127, 0, 0, 1], 8080))))
        }
        Some(data) => bail!("there is no demo in {}", data.display()),
        None => load(&target.config),
    }
}

async fn parts(target: &Target) -> anyhow::Result<Parts> {
    wiring::parts(&config_of(target)?).await
}

/// What the audit record says of a command: that it was one.
fn trace(parts: &Parts) -> Trace {
    Trace {
        address: String::new(),
        user_agent: "command line".into(),
        request: parts.services.id(),
    }
}

/// Prints a line. A reader that has seen enough (`| head`) ends the command quietly.
fn say(line: &str) -> anyhow::Result<bool> {
    use std::io::Write as _;
    match writeln!(std::io::stdout().lock(), "{line}") {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A secret from standard input, without the line's end.
fn secret_from_stdin() -> anyhow::Result<zeroize::Zeroizing<String>> {
    let mut line = zeroize::Zeroizing::new(String::new());
    std::io::stdin()
        .read_line(&mut line)
        .context("standard input cannot be read")?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(line)
}
