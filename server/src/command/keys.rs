//! `proofup keys`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use domain::account::Account;
use domain::service::ports::Sealer as _;

use super::{Target, config_of};
use crate::keyring::Keyring;
use crate::wiring;

/// Commands for the key ring.
#[derive(Subcommand)]
pub enum Keys {
    /// Make a key ring in a new file.
    Generate {
        /// The file, which must not exist yet.
        file: PathBuf,
    },
    /// Add a new key that seals from the next start on; old ones still open.
    Rotate {
        /// The file.
        file: PathBuf,
    },
    /// Open every secret in the database and report what does not open.
    Verify(Target),
}

/// Runs one.
pub async fn run(command: Keys) -> anyhow::Result<()> {
    match command {
        Keys::Generate { file } => {
            Keyring::generate()?.write(&file, false)?;
            println!(
                "made {}; keep a copy apart from the backups of the database",
                file.display()
            );
        }
        Keys::Rotate { file } => {
            let ring = Keyring::read(&file)?.rotate()?;
            ring.write(&file, true)?;
            println!("key {} seals from the next start on", ring.newest().0);
        }
        Keys::Verify(target) => {
            let parts = wiring::parts(&config_of(&target)?).await?;
            let (mut after, mut secrets, mut broken) = (String::new(), 0_u64, 0_u64);
            loop {
                let people = parts.store.people(&after, 500).await?;
                let Some(last) = people.last() else { break };
                after.clone_from(&last.login);
                for person in &people {
                    let account = parts
                        .store
                        .account(person.id)
                        .await?
                        .context("a person vanished meanwhile")?;
                    let (total, bad) = count(&parts, &account);
                    secrets += total;
                    broken += bad;
                    if bad > 0 {
                        println!("{}: {bad} of {total} secrets do not open", account.login);
                    }
                }
            }
            if broken > 0 {
                bail!("{broken} of {secrets} secrets do not open");
            }
            println!("all {secrets} secrets open");
        }
    }
    Ok(())
}

fn count(parts: &wiring::Parts, account: &Account) -> (u64, u64) {
    let id = &account.id.0;
    let apps = account.apps.iter().map(|a| {
        parts
            .seal
            .open(&[b"apps.secret", id, &a.id.0], &a.secret)
            .is_some()
    });
    let phones = account.phones.iter().map(|p| {
        parts
            .seal
            .open(&[b"phones.number", id, p.kind.key().as_bytes()], &p.number)
            .is_some()
    });
    apps.chain(phones).fold((0, 0), |(total, bad), opens| {
        (total + 1, bad + u64::from(!opens))
    })
}
