//! The audit record as a whole: where it ends and begins, rows that go behind a checkpoint, rows that
//! come back from a newer copy. Both happen in one transaction that proves the chain first.

use std::sync::Arc;

use async_trait::async_trait;
use domain::audit::{Checkpoint, Entry, Head, Row};
use domain::service::ports::{Chain, Record, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Outcome, Sqlite, audit, must_hit};
use crate::store::chain::{follow, may_go, span};

const CHECKPOINT: &str = "SELECT seq, mac, seal FROM audit_checkpoint";

const MOVE: &str = "UPDATE audit_checkpoint SET seq = ?1, mac = ?2, seal = ?3 WHERE seq < ?1";

const REMOVE: &str = "DELETE FROM audit WHERE seq <= ?1";

fn checkpoint(db: &Connection) -> Outcome<Checkpoint> {
    let found = db.prepare_cached(CHECKPOINT)?.query_row([], |row| {
        Ok(Checkpoint {
            last: Head {
                seq: row.get(0)?,
                mac: row.get(1)?,
            },
            seal: row.get(2)?,
        })
    });
    // Somebody has removed it; whether rows are missing, the check of the record will tell.
    Ok(found.optional()?.unwrap_or_default())
}

fn cut(db: &Connection, chain: &dyn Chain, last: Head, entry: Entry) -> Outcome<()> {
    let begin = checkpoint(db)?;
    if begin.last.seq >= last.seq {
        return Err(StoreError::Conflict.into());
    }
    let rows = audit::rows(db, 1, span(&begin.last, &last))?;
    may_go(chain, &begin, &rows, &last)?;
    must_hit(db.prepare_cached(MOVE)?.execute(params![
        last.seq,
        last.mac,
        chain.checkpoint(&last)
    ])?)?;
    db.prepare_cached(REMOVE)?.execute([last.seq])?;
    audit::append(db, chain, &[entry])
}

fn adopt(db: &Connection, chain: &dyn Chain, rows: &[(Row, [u8; 32])]) -> Outcome<()> {
    follow(chain, audit::head(db)?, rows)?;
    audit::insert(db, rows)
}

#[async_trait]
impl Record for Sqlite {
    async fn audit_head(&self) -> Result<Head, StoreError> {
        self.threads.read(audit::head).await
    }

    async fn audit_checkpoint(&self) -> Result<Checkpoint, StoreError> {
        self.threads.read(checkpoint).await
    }

    async fn audit_cut(&self, last: Head, entry: Entry) -> Result<(), StoreError> {
        let chain = Arc::clone(&self.chain);
        self.threads
            .write_alone(move |db| cut(db, &*chain, last, entry))
            .await
    }

    async fn audit_adopt(&self, rows: Vec<(Row, [u8; 32])>) -> Result<(), StoreError> {
        let chain = Arc::clone(&self.chain);
        self.threads
            .write_alone(move |db| adopt(db, &*chain, &rows))
            .await
    }
}
