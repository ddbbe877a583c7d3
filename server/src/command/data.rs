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

/// Puts a copy in place and ends every session in it.
pub async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    sqlite_only(config)?;
    let place = &config.store.path;
    if place.exists() {
        bail!(
            "{} exists; move it away first, so that nothing is lost",
            place.display()
        );
    }
    std::fs::copy(file, place)
        .with_context(|| format!("cannot copy {} to {}", file.display(), place.display()))?;
    // The key ring must fit, and everybody signs in again.
    let parts = wiring::parts(config).await?;
    let ended = parts.services.after_restore(&super::trace(&parts)).await?;
    println!("restored; {ended} people must sign in again");
    Ok(())
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
