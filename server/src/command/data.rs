//! `proofup backup`, `healthcheck`.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use domain::audit::Head;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::config::{Config, StoreKind};
use crate::{store, wiring};

/// Refuses what only SQLite can do.
pub fn sqlite_only(config: &Config) -> anyhow::Result<()> {
    if config.store.kind == StoreKind::Sqlite {
        return Ok(());
    }
    bail!(
        "for PostgreSQL use its own tools, pg_dump and pg_restore, and then: proofup restore --in-place"
    )
}

/// A consistent copy while the portal runs. Sessions, sign-ins on the way and shown secrets are in it
/// and end when it is restored. Its head is printed and recorded: what follows it is what a restore will
/// have to know.
pub async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    sqlite_only(config)?;
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    store::sqlite::backup(&config.store.path, file).await?;
    let head = match record(config, file).await {
        Ok(head) => head,
        Err(error) => {
            let _ = std::fs::remove_file(file);
            return Err(error);
        }
    };
    println!("copied to {}; the key ring is not in it", file.display());
    println!("the head of its audit record is {head}");
    Ok(())
}

async fn record(config: &Config, file: &Path) -> anyhow::Result<Head> {
    let head = store::sqlite::head_of(file).await?;
    let parts = wiring::parts(config).await?;
    let trace = super::trace(&parts);
    parts.services.record_backup(&head, &trace).await?;
    Ok(head)
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
