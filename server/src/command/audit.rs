//! `proofup audit`.

use std::process::ExitCode;

use clap::Subcommand;
use domain::service::ports::Chain as _;

use super::{Target, parts, say};
use crate::wiring::Parts;

/// Commands for the audit record.
#[derive(Subcommand)]
pub enum Audit {
    /// Check the chain from the first row to the last; names the first bad one.
    Verify {
        #[command(flatten)]
        target: Target,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the record, one JSON object a line, oldest first.
    Export {
        #[command(flatten)]
        target: Target,
        /// From this row on.
        #[arg(long, default_value_t = 1)]
        from: i64,
        /// JSON is the only form; the option is there for scripts that name it.
        #[arg(long)]
        json: bool,
    },
}

const PAGE: u32 = 1_000;

/// Runs one. A broken chain is exit code 1.
pub async fn run(command: Audit) -> anyhow::Result<ExitCode> {
    match command {
        Audit::Verify { target, json } => {
            let parts = parts(&target).await?;
            let (rows, bad) = verify(&parts).await?;
            let text = match (json, bad) {
                (true, _) => serde_json::json!({ "rows": rows, "first_bad": bad }).to_string(),
                (false, None) => format!("{rows} rows, the chain is whole"),
                (false, Some(row)) => {
                    format!("row {row} is missing or was changed, or the row before it was")
                }
            };
            say(&text)?;
            Ok(if bad.is_none() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Audit::Export {
            target,
            mut from,
            json: _,
        } => {
            let parts = parts(&target).await?;
            loop {
                let rows = parts.store.audit(from, PAGE).await?;
                let Some((last, _)) = rows.last() else {
                    return Ok(ExitCode::SUCCESS);
                };
                from = last.seq + 1;
                for (row, _) in &rows {
                    if !say(&serde_json::to_string(row)?)? {
                        return Ok(ExitCode::SUCCESS);
                    }
                }
            }
        }
    }
}

/// How many rows are whole, and the number of the first one that is not.
async fn verify(parts: &Parts) -> anyhow::Result<(i64, Option<i64>)> {
    let (mut previous, mut expected) = ([0; 32], 1);
    loop {
        let rows = parts.store.audit(expected, PAGE).await?;
        if rows.is_empty() {
            return Ok((expected - 1, None));
        }
        for (row, mac) in rows {
            if row.seq != expected || parts.seal.link(&previous, &row) != mac {
                return Ok((expected - 1, Some(expected)));
            }
            (previous, expected) = (mac, expected + 1);
        }
    }
}
