//! `proofup audit`.

use std::fmt;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Subcommand;
use data_encoding::HEXLOWER;
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
        /// What an earlier check printed as the head, kept elsewhere: a record that was cut off at its
        /// end is whole by itself, but ends before that row.
        #[arg(long, value_name = "ROW:MAC")]
        head: Option<Head>,
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
        Audit::Verify { target, json, head } => {
            let parts = parts(&target).await?;
            let (last, bad) = verify(&parts, head.as_ref()).await?;
            let text = match (json, bad) {
                (true, _) => {
                    let (rows, head) = (last.row, last.to_string());
                    serde_json::json!({ "rows": rows, "first_bad": bad, "head": head }).to_string()
                }
                (false, None) => {
                    format!("{} rows, the chain is whole; its head is {last}", last.row)
                }
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

/// The last row of a record with its MAC, as text `ROW:MAC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    row: i64,
    mac: [u8; 32],
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.row, HEXLOWER.encode(&self.mac))
    }
}

impl FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (row, mac) = text.split_once(':')?;
            let mac = HEXLOWER.decode(mac.as_bytes()).ok()?.try_into().ok()?;
            Some(Self {
                row: row.parse().ok()?,
                mac,
            })
        };
        read().ok_or("a head is what `proofup audit verify` prints: a number, a colon, 64 digits")
    }
}

/// The head of what is whole, and the number of the first row that is not.
async fn verify(parts: &Parts, known: Option<&Head>) -> anyhow::Result<(Head, Option<i64>)> {
    let mut last = Head {
        row: 0,
        mac: [0; 32],
    };
    loop {
        let rows = parts.store.audit(last.row + 1, PAGE).await?;
        if rows.is_empty() {
            let cut_off = known.is_some_and(|head| head.row > last.row);
            return Ok((last, cut_off.then_some(last.row + 1)));
        }
        for (row, mac) in rows {
            let next = Head {
                row: last.row + 1,
                mac,
            };
            let linked = row.seq == next.row && parts.seal.link(&last.mac, &row) == mac;
            let other = known.is_some_and(|head| head.row == next.row && *head != next);
            if !linked || other {
                return Ok((last, Some(next.row)));
            }
            last = next;
        }
    }
}
