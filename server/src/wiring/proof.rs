//! Does the key ring belong to this database? The database has a canary for every key that it was ever
//! used with, so the answer costs a look at a few rows: each key is in the ring and is the same one. Only
//! where one is missing everything is counted, to say what would be lost; a key that nothing needs may be
//! missing. Whatever is refused here, nothing was written yet.

use std::path::Path;

use anyhow::bail;
use domain::audit::Trace;
use domain::service::Services;
use domain::service::ports::{KeyNeeds, Sealer as _, StoreError};

use crate::seal::Seal;

/// Compares ring and database, and notes the keys that are new to the database.
///
/// # Errors
/// A ring of another database, an older one, or one without a key that is needed.
pub async fn prove(services: &Services, seal: &Seal, file: &Path) -> anyhow::Result<()> {
    let (store, file) = (&services.store, file.display());
    loop {
        let known = store.keys().await?;
        let mut missing = Vec::new();
        for key in &known {
            match seal.proves(key.kid, &key.canary) {
                Some(true) => {}
                Some(false) => bail!(
                    "the key ring {file} does not belong to this database: its key {} is another one",
                    key.kid
                ),
                None => missing.push(key.kid),
            }
        }
        let newest = seal.newest();
        if let Some(kid) = missing.iter().find(|kid| **kid > newest) {
            bail!(
                "the key ring {file} is older than this database, which was used with key {kid}; put the newer ring in its place"
            );
        }
        give_up(services, missing, &file).await?;
        let new = seal
            .numbers()
            .filter(|kid| known.iter().all(|k| k.kid != *kid));
        let mut another_was_first = false;
        for kid in new {
            match store.add_key(kid, &seal.canary(kid)).await {
                // Another instance starts at this moment; let us see with which key.
                Err(StoreError::Conflict) => another_was_first = true,
                result => result?,
            }
        }
        if !another_was_first {
            return Ok(());
        }
    }
}

/// Forgets missing keys that nothing needs; refuses to go on without one that something needs.
async fn give_up(
    services: &Services,
    missing: Vec<i32>,
    file: &impl std::fmt::Display,
) -> anyhow::Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let needs = services.key_needs().await?;
    let lost: Vec<String> = missing
        .iter()
        .filter_map(|kid| {
            // A shown secret ends by itself, and whoever looks at it can make another one.
            let shown = 0;
            let needs = KeyNeeds {
                shown,
                ..*needs.get(kid)?
            };
            (!needs.nothing()).then(|| format!("key {kid} for {needs}"))
        })
        .collect();
    if !lost.is_empty() {
        bail!(
            "the key ring {file} lacks what this database needs: {}; put the ring that has it in its place",
            lost.join("; ")
        );
    }
    for kid in missing {
        let trace = Trace {
            address: String::new(),
            user_agent: "start".into(),
            request: services.id(),
        };
        services.forget_key(kid, &trace).await?;
    }
    Ok(())
}
