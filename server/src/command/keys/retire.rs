//! `proofup keys retire`. It refuses while anything needs the key, and says what would mend that. What
//! nobody has used since the rotation cannot move to another key; it ends only when somebody asks for it
//! twice, after having read how much that is.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use domain::decide::Ending;
use domain::service::ports::KeyNeeds;

use super::super::{Target, config_of, trace};
use crate::keyring::Keyring;
use crate::wiring;

/// Which key, from where, and what may end with it.
#[derive(Args)]
pub struct Retire {
    #[command(flatten)]
    target: Target,
    /// The key ring.
    file: PathBuf,
    /// The number of the key.
    #[arg(long, value_name = "NUMBER")]
    key: i32,
    /// Delete the app passwords that need the key; their owners are told.
    #[arg(long)]
    end_app_passwords: bool,
    /// Take the passwords away that need the key: nobody signs in with these accounts until
    /// `user set-password`.
    #[arg(long)]
    end_passwords: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Takes the key out of the ring.
pub async fn retire(wish: Retire) -> anyhow::Result<()> {
    let kid = wish.key;
    let rest = Keyring::read(&wish.file)?.retire(kid)?;
    let mut config = config_of(&wish.target)?;
    // The ring in this file is the one that is proven to belong to the database.
    config.keys.file.clone_from(&wish.file);
    let parts = wiring::parts(&config).await?;
    let services = &parts.services;
    // What has run out needs no key, whether or not a portal has run since.
    services.tidy().await?;

    let needs = async || {
        let all = services.key_needs().await?;
        anyhow::Ok(all.get(&kid).copied().unwrap_or_default())
    };
    let found = needs().await?;
    let ending = Ending {
        app_passwords: wish.end_app_passwords && found.app_passwords > 0,
        passwords: wish.end_passwords && found.passwords > 0,
    };
    let left = KeyNeeds {
        app_passwords: if ending.app_passwords {
            0
        } else {
            found.app_passwords
        },
        passwords: if ending.passwords { 0 } else { found.passwords },
        ..found
    };
    if !left.nothing() {
        bail!("key {kid} is still needed by {left}{}", remedies(&left));
    }
    if ending != Ending::default() {
        if !wish.yes {
            bail!("{}; say --yes", consequences(&found, ending).join("; "));
        }
        let ended = services.end_under_key(kid, ending, &trace(&parts)).await?;
        if ending.app_passwords {
            let deleted = KeyNeeds {
                app_passwords: ended.app_passwords,
                ..KeyNeeds::default()
            };
            println!("deleted: {deleted}");
        }
        for login in ended.passwords {
            println!("{login}: has no password any more");
        }
        let left = needs().await?;
        if !left.nothing() {
            bail!(
                "key {kid} is needed again by {left}: a portal still seals with it; start every portal anew, then try again"
            );
        }
    }
    rest.write(&wish.file, true)?;
    services.forget_key(kid, &trace(&parts)).await?;
    println!(
        "key {kid} is retired; start every portal anew. A backup from before opens only with the ring of before: keep a copy as long as the backups"
    );
    Ok(())
}

/// What would mend it, a line for each kind.
fn remedies(left: &KeyNeeds) -> String {
    let remedies = [
        (
            left.sealed,
            "sealed values: a running portal seals them anew; if it started with the newest key long ago, `proofup keys verify` names those that do not open",
        ),
        (
            left.shown,
            "shown secrets: they end within a quarter of an hour",
        ),
        (
            left.app_passwords,
            "app passwords: each moves when it is next used; --end-app-passwords deletes the rest",
        ),
        (
            left.passwords,
            "account passwords: each moves when its owner next signs in; --end-passwords takes the rest away",
        ),
    ];
    let there = remedies.iter().filter(|(count, _)| *count > 0);
    there.map(|(_, remedy)| format!("\n  {remedy}")).collect()
}

/// What the wish would end.
fn consequences(found: &KeyNeeds, ending: Ending) -> Vec<String> {
    let app_passwords = KeyNeeds {
        app_passwords: found.app_passwords,
        ..KeyNeeds::default()
    };
    let passwords = KeyNeeds {
        passwords: found.passwords,
        ..KeyNeeds::default()
    };
    let mut all = Vec::new();
    if ending.app_passwords {
        all.push(format!(
            "this deletes {app_passwords} for good, and the programs that have them ask for a password"
        ));
    }
    if ending.passwords {
        all.push(format!(
            "this takes {passwords} away, and nobody signs in with these accounts until `proofup user set-password`"
        ));
    }
    all
}
