//! `proofup keys`: the key ring's whole life. A rotation adds a key, a running portal seals anew what lies
//! under older ones, `status` counts what still needs them, and `retire` takes one out once nothing does.

mod retire;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use domain::service::ports::{KeyNeeds, Sealer as _};

use super::{Target, parts, say};
use crate::keyring::Keyring;

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
    /// Count what needs which key.
    Status {
        #[command(flatten)]
        target: Target,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Take a key out of the ring that nothing needs any more.
    Retire(retire::Retire),
    /// Open every secret in the database and report what does not open.
    Verify(Target),
}

/// Values that are read at once.
const PAGE: u32 = 500;

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
        Keys::Status { target, json } => status(&target, json).await?,
        Keys::Retire(wish) => retire::retire(wish).await?,
        Keys::Verify(target) => verify(&target).await?,
    }
    Ok(())
}

/// A key as JSON tells of it.
#[derive(serde::Serialize)]
struct Line {
    key: i32,
    newest: bool,
    in_ring: bool,
    #[serde(flatten)]
    needs: KeyNeeds,
}

/// Every key of the ring, newest first, and what is under it; and what is under a key that is gone.
async fn status(target: &Target, json: bool) -> anyhow::Result<()> {
    let parts = parts(target).await?;
    let all = parts.services.key_needs().await?;
    let newest = parts.seal.newest();
    let ring: BTreeSet<i32> = parts.seal.numbers().collect();
    let numbers: BTreeSet<i32> = ring.iter().chain(all.keys()).copied().collect();
    for kid in numbers.into_iter().rev() {
        let in_ring = ring.contains(&kid);
        let needs = all.get(&kid).copied().unwrap_or_default();
        let line = if json {
            serde_json::to_string(&Line {
                key: kid,
                newest: kid == newest,
                in_ring,
                needs,
            })?
        } else if kid == newest {
            format!("key {kid}: {needs}; it is the newest and seals")
        } else if !in_ring {
            format!("key {kid}: {needs}; it is not in the ring")
        } else if needs.nothing() {
            format!("key {kid}: nothing; it can be retired")
        } else {
            format!("key {kid}: {needs}")
        };
        if !say(&line)? {
            return Ok(());
        }
    }
    Ok(())
}

async fn verify(target: &Target) -> anyhow::Result<()> {
    let parts = parts(target).await?;
    let (mut after, mut secrets, mut broken) = (None, 0_u64, 0_u64);
    loop {
        let page = parts.store.sealed(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.place);
        for value in page {
            secrets += 1;
            let context = value.place.context();
            if parts.seal.open(&context, &value.bytes).is_none() {
                broken += 1;
                let owner = parts.store.account(value.place.user()).await?;
                let owner = owner.context("a person vanished meanwhile")?;
                println!("{}: a secret does not open", owner.login);
            }
        }
    }
    if broken > 0 {
        bail!("{broken} of {secrets} secrets do not open");
    }
    println!("all {secrets} secrets open");
    Ok(())
}
