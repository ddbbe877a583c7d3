//! The audit record as a whole: where it ends and begins, rows that go behind a checkpoint, rows that
//! come back from a newer copy. Both happen in one transaction that proves the chain first.

use async_trait::async_trait;
use deadpool_postgres::GenericClient;
use domain::audit::{Checkpoint, Entry, Head, Row};
use domain::service::ports::{Record, StoreError};

use super::{Outcome, Postgres, audit, execute, must_hit, rows};
use crate::store::chain::{follow, may_go, span};

const CHECKPOINT: &str = "SELECT seq, mac, seal FROM audit_checkpoint";

// Of two instances the second waits here, and then sees what the first has done.
const OWN_CHECKPOINT: &str = "SELECT seq, mac, seal FROM audit_checkpoint FOR UPDATE";

const MOVE: &str = "UPDATE audit_checkpoint SET seq = $1, mac = $2, seal = $3 WHERE seq < $1";

const REMOVE: &str = "DELETE FROM audit WHERE seq <= $1";

async fn checkpoint(db: &impl GenericClient, sql: &str) -> Outcome<Checkpoint> {
    let statement = db.prepare_cached(sql).await?;
    Ok(match db.query_opt(&statement, &[]).await? {
        Some(row) => Checkpoint {
            last: Head {
                seq: row.try_get(0)?,
                mac: rows::array(&row, 1)?,
            },
            seal: rows::array(&row, 2)?,
        },
        // Somebody has removed it; whether rows are missing, the check of the record will tell.
        None => Checkpoint::default(),
    })
}

impl Postgres {
    async fn try_cut(&self, last: Head, entry: Entry) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let begin = checkpoint(&tx, OWN_CHECKPOINT).await?;
        if begin.last.seq >= last.seq {
            return Err(StoreError::Conflict.into());
        }
        let rows = audit::rows(&tx, 1, span(&begin.last, &last)).await?;
        may_go(&*self.chain, &begin, &rows, &last)?;
        let seal = self.chain.checkpoint(&last);
        let moved: [super::Param<'_>; 3] = [&last.seq, &last.mac.as_slice(), &seal.as_slice()];
        must_hit(execute(&tx, MOVE, &moved).await?)?;
        execute(&tx, REMOVE, &[&last.seq]).await?;
        audit::append(&tx, &*self.chain, &[entry]).await?;
        Ok(tx.commit().await?)
    }

    async fn try_adopt(&self, rows: &[(Row, [u8; 32])]) -> Outcome<()> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        follow(&*self.chain, audit::last_in_line(&tx).await?, rows)?;
        audit::insert(&tx, rows).await?;
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl Record for Postgres {
    async fn audit_head(&self) -> Result<Head, StoreError> {
        Ok(audit::head(&self.client().await?).await?)
    }

    async fn audit_checkpoint(&self) -> Result<Checkpoint, StoreError> {
        Ok(checkpoint(&self.client().await?, CHECKPOINT).await?)
    }

    async fn audit_cut(&self, last: Head, entry: Entry) -> Result<(), StoreError> {
        Ok(self.try_cut(last, entry).await?)
    }

    async fn audit_adopt(&self, rows: Vec<(Row, [u8; 32])>) -> Result<(), StoreError> {
        Ok(self.try_adopt(&rows).await?)
    }
}
