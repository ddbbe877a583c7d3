//! `proofup audit`.

use std::process::ExitCode;

use clap::Subcommand;
use domain::service::ports::Chain as _;

use super::{Target, parts};

/// Commands for the audit record.
#[derive(Subcommand)]
pub enum Audit {
    /// Check the chain from the first row to the last; names the first bad one.
    Verify(Target),
    /// Print the record, one JSON object a line, oldest first.
    Export {
        #[command(flatten)]
        target: Target,
        /// From this row on.
        #[arg(long, default_value_t = 1)]
        from: i64,
    },
}

const PAGE: u32 = 1_000;

/// Runs one. A broken chain is exit code 1.
pub async fn run(command: Audit) -> anyhow::Result<ExitCode> {
    match command {
        Audit::Verify(target) => {
            let parts = parts(&target).await?;
            let (mut previous, mut expected) = ([0; 32], 1);
            loop {
                let rows = parts.store.audit(expected, PAGE).await?;
                if rows.is_empty() {
                    println!("{} rows, the chain is whole", expected - 1);
                    return Ok(ExitCode::SUCCESS);
                }
                for (row, mac) in rows {
                    if row.seq != expected {
                        println!("row {expected} is missing");
                        return Ok(ExitCode::FAILURE);
                    }
                    if parts.seal.link(&previous, &row) != mac {
                        println!("row {expected} was changed, or the row before it");
                        return Ok(ExitCode::FAILURE);
                    }
                    (previous, expected) = (mac, expected + 1);
                }
            }
        }
        Audit::Export { target, mut from } => {
            let parts = parts(&target).await?;
            loop {
                let rows = parts.store.audit(from, PAGE).await?;
                let Some((last, _)) = rows.last() else {
                    return Ok(ExitCode::SUCCESS);
                };
                from = last.seq + 1;
                for (row, _) in &rows {
                    println!("{}", serde_json::to_string(row)?);
                }
            }
        }
    }
}
