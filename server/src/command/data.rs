//! `proofup backup`, `restore`, `healthcheck`.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::config::{Config, StoreKind};
use crate::{store, wiring};

fn sqlite_only(config: &Config) -> anyhow::Result<()> {
    if config.store.kind == StoreKind::Sqlite {
        return Ok(());
    }
    bail!("for PostgreSQL use its own tools: pg_dump and pg_restore")
}

/// A consistent copy while the portal runs. Sessions, sign-ins on the way and shown secrets are in it
/// and end when it is restored.
pub async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    sqlite_only(config)?;
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    store::sqlite::backup(&config.store.path, file).await?;
    println!("copied to {}; the key ring is not in it", file.display());
    Ok(())
}

/// Puts a copy in place and ends every session in it. The copy takes its place only when the key ring
/// fits and everything in it that could come back to life has ended.
pub async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    sqlite_only(config)?;
    let place = &config.store.path;
    if place.exists() {
        bail!(
            "{} exists; move it away first, so that nothing is lost",
            place.display()
        );
    }
    let aside = place.with_extension("restoring");
    let result = prepare(config, file, &aside).await;
    let ended = match result {
        Ok(ended) => ended,
        Err(error) => {
            for ending in ["restoring", "restoring-wal", "restoring-shm"] {
                let _ = std::fs::remove_file(place.with_extension(ending));
            }
            return Err(error);
        }
    };
    std::fs::rename(&aside, place).with_context(|| format!("cannot make {}", place.display()))?;
    println!("restored; {ended} people must sign in again");
    Ok(())
}

/// Makes the copy fit for service beside its place.
async fn prepare(config: &Config, file: &Path, aside: &Path) -> anyhow::Result<u64> {
    store::sqlite::backup(file, aside)
        .await
        .with_context(|| format!("cannot copy {}", file.display()))?;
    let mut beside = config.clone();
    beside.store.path = aside.to_owned();
    let parts = wiring::parts(&beside).await?;
    Ok(parts.services.after_restore(&super::trace(&parts)).await?)
}

/// Asks for `/readyz`.
pub async fn healthcheck(address: SocketAddr) -> anyhow::Result<()> {
    let ask = async {
        let mut stream = TcpStream::connect(address).await?;
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .await?;
        let mut answer = Vec::new();
        stream.take(4_096).read_to_end(&mut answer).await?;
        anyhow::Ok(answer)
    };
    let answer = tokio::time::timeout(Duration::from_secs(5), ask)
        .await
        .context("no answer within 5 seconds")??;
    if !answer.starts_with(b"HTTP/1.1 200 ") {
        bail!("the portal at {address} is not ready");
    }
    println!("ready");
    Ok(())
}
