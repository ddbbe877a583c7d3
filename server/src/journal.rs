//! The audit record outside of the database: what `proofup audit export` writes, one row a line with its
//! MAC, and the proof that such a file is the genuine continuation of a restored database. Rows that both
//! have must be the same, every further row must link to the one before under this key ring, and none
//! may be missing between them.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context as _, bail};
use data_encoding::HEXLOWER;
use domain::audit::journal::Journal;
use domain::audit::{Head, Row};
use domain::service::ports::{Chain, Store};
use domain::service::record::next;
use serde::{Deserialize, Serialize};

/// Rows read or written at once.
const PAGE: u32 = 1_000;

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line<R> {
    #[serde(flatten)]
    row: R,
    mac: String,
}

/// A row as a line of the file.
///
/// # Errors
/// Never, as long as a row is made of text and numbers.
pub fn line(row: &Row, mac: &[u8; 32]) -> serde_json::Result<String> {
    let mac = HEXLOWER.encode(mac);
    serde_json::to_string(&Line { row, mac })
}

fn parse(line: &str) -> Option<(Row, [u8; 32])> {
    let Line { row, mac } = serde_json::from_str(line).ok()?;
    let mac = HEXLOWER.decode(mac.as_bytes()).ok()?.try_into().ok()?;
    Some((row, mac))
}

/// The rows of the file, one after the other: a record of many years need not fit into memory.
fn rows(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(Row, [u8; 32])>>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.display().to_string();
    let lines = BufReader::new(file).lines().zip(1..);
    Ok(lines.map(move |(line, number)| {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        parse(&line).with_context(|| {
            format!("{name}, line {number}: not a row as `proofup audit export` prints it")
        })
    }))
}

/// A file that has been proven.
pub struct Proven {
    /// What it tells.
    pub since: Journal,
    /// The last row of the restored database.
    pub backup: Head,
    /// The last row of the file.
    pub head: Head,
}

/// Proves the file against the restored database, and that it reaches `known` where that is given.
///
/// # Errors
/// Says which row is wrong or missing.
pub async fn prove(
    path: &Path,
    store: &dyn Store,
    chain: &dyn Chain,
    known: Option<&Head>,
) -> anyhow::Result<Proven> {
    let backup = store.audit_head().await?;
    let begin = store.audit_checkpoint().await?.last;
    let mut restored = Restored {
        store,
        page: VecDeque::new(),
    };
    let mut since = Journal::default();
    let (mut last, mut reached) = (None, known.is_none());
    for line in rows(path)? {
        let (row, mac) = line?;
        let head = match last {
            None if row.seq > backup.seq + 1 => bail!(
                "rows {} to {} are missing: the journal begins at row {}; export it with --from {}",
                backup.seq + 1,
                row.seq - 1,
                row.seq,
                backup.seq + 1
            ),
            // The MAC of its predecessor is known only at the end of the backup; for older rows the
            // restored ones speak.
            None if row.seq <= backup.seq => Head { seq: row.seq, mac },
            None => follow(chain, &backup, &row, &mac)?,
            Some(before) => follow(chain, &before, &row, &mac)?,
        };
        if row.seq > backup.seq {
            since.note(&row)?;
        } else if row.seq > begin.seq && !restored.has(&row, &mac).await? {
            bail!(
                "row {} of the journal is another one than in the restored database: they do not \
                 belong together, or the portal has run since the restore",
                row.seq
            );
        }
        reached |= known == Some(&head);
        last = Some(head);
    }
    let head = last.context("the journal holds no row")?;
    if head.seq < backup.seq {
        bail!(
            "the journal ends at row {} and the backup at row {}: it is older than the backup",
            head.seq,
            backup.seq
        );
    }
    if !reached {
        bail!("the journal does not hold the head that was given; it ends at {head}");
    }
    Ok(Proven {
        since,
        backup,
        head,
    })
}

fn follow(chain: &dyn Chain, last: &Head, row: &Row, mac: &[u8; 32]) -> anyhow::Result<Head> {
    next(chain, last, row, mac).with_context(|| {
        format!(
            "row {} of the journal does not follow from row {}: rows are missing or were changed, or \
             another key ring wrote them",
            row.seq, last.seq
        )
    })
}

/// The rows of the restored database, in their order.
struct Restored<'a> {
    store: &'a dyn Store,
    page: VecDeque<(Row, [u8; 32])>,
}

impl Restored<'_> {
    async fn has(&mut self, row: &Row, mac: &[u8; 32]) -> anyhow::Result<bool> {
        if self.page.is_empty() {
            self.page = self.store.audit(row.seq, PAGE).await?.into();
        }
        let same = self.page.pop_front();
        Ok(same.is_some_and(|(known, its)| known == *row && its == *mac))
    }
}

/// Appends what the restored database does not have, so that its record goes on where the newer one
/// ended, and heads that were written down before the restore are still true. The store proves each link
/// again, so a file that was changed meanwhile is refused.
///
/// # Errors
/// When the store does not answer, or refuses a row.
pub async fn adopt(path: &Path, store: &dyn Store, proven: &Proven) -> anyhow::Result<()> {
    let mut page = Vec::new();
    for line in rows(path)? {
        let line = line?;
        if line.0.seq > proven.backup.seq {
            page.push(line);
        }
        if page.len() >= PAGE as usize {
            store.audit_adopt(std::mem::take(&mut page)).await?;
        }
    }
    if !page.is_empty() {
        store.audit_adopt(page).await?;
    }
    Ok(())
}
