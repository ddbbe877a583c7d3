//! `proofup audit`.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use domain::audit::Head;
use domain::service::record::{Fault, Verified, verify};

use super::{Target, parts, say};
use crate::journal;

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
        /// The same for every head in a log of the portal, or in a file with one a line; `-` reads
        /// standard input.
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Print the record with its MACs, one JSON object a line, oldest first.
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
        Audit::Verify {
            target,
            json,
            head,
            heads,
        } => {
            let mut known = heads.map_or_else(|| Ok(BTreeSet::new()), |file| read_heads(&file))?;
            known.extend(head);
            let parts = parts(&target).await?;
            let verified = verify(&*parts.store, &*parts.seal, &known).await?;
            say(&if json {
                as_json(&verified)
            } else {
                as_text(&verified)
            })?;
            Ok(if verified.fault.is_none() {
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
                for (row, mac) in &rows {
                    if !say(&journal::line(row, mac)?)? {
                        return Ok(ExitCode::SUCCESS);
                    }
                }
            }
        }
    }
}

fn as_text(verified: &Verified) -> String {
    let Verified { begin, last, fault } = verified;
    match fault {
        Some(Fault::Row(row)) => {
            format!("row {row} is missing or was changed, or the row before it was")
        }
        Some(Fault::Checkpoint(row)) => format!(
            "the record begins after row {row}, and this key ring has not sealed that: the checkpoint was changed, or rows before it were removed by somebody else"
        ),
        None => {
            let rows = last.seq - begin.seq;
            let from = match begin.seq {
                0 => String::new(),
                removed => format!(" from row {} on", removed + 1),
            };
            format!("{rows} rows{from}, the chain is whole; its head is {last}")
        }
    }
}

fn as_json(verified: &Verified) -> String {
    let Verified { begin, last, fault } = verified;
    let (first_bad, bad) = match fault {
        None => (None, None),
        Some(Fault::Row(row)) => (Some(row), Some("row")),
        Some(Fault::Checkpoint(row)) => (Some(row), Some("checkpoint")),
    };
    serde_json::json!({
        "rows": last.seq - begin.seq,
        "begins_after": begin.seq,
        "first_bad": first_bad,
        "bad": bad,
        "head": last.to_string(),
    })
    .to_string()
}

fn read_heads(file: &Path) -> anyhow::Result<BTreeSet<Head>> {
    if file == Path::new("-") {
        return heads(std::io::stdin().lock()).context("standard input cannot be read");
    }
    let unreadable = || format!("cannot read {}", file.display());
    let open = std::fs::File::open(file).with_context(unreadable)?;
    heads(std::io::BufReader::new(open)).with_context(unreadable)
}

/// The heads in a log or a list. Of a log only our own lines count: what else stands in it may have been
/// chosen by a stranger.
fn heads(lines: impl BufRead) -> anyhow::Result<BTreeSet<Head>> {
    #[derive(serde::Deserialize)]
    struct Line {
        target: String,
        head: String,
    }
    let mut heads = BTreeSet::new();
    for line in lines.lines() {
        let line = line?;
        let logged = serde_json::from_str::<Line>(&line).ok();
        let head = logged
            .filter(|line| line.target == crate::audit_head::TARGET)
            .map_or_else(|| line.trim().parse::<Head>(), |line| line.head.parse());
        heads.extend(head);
    }
    anyhow::ensure!(!heads.is_empty(), "there is no head in it");
    Ok(heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_come_from_our_own_lines_and_from_lists() {
        let mac = "ab".repeat(32);
        let text = format!(
            "{{\"target\":\"audit_head\",\"head\":\"7:{mac}\"}}\n\
             {{\"target\":\"server::http\",\"head\":\"8:{mac}\"}}\n\
             {{\"target\":\"server::http\",\"route\":\"9:{mac}\"}}\n\
             something else 10:{mac}\n  11:{mac}\n\n"
        );
        let rows: Vec<i64> = heads(text.as_bytes())
            .unwrap()
            .iter()
            .map(|head| head.seq)
            .collect();
        assert_eq!(rows, [7, 11]);
        assert!(heads("nothing".as_bytes()).is_err());
    }
}
