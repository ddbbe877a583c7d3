//! The rules in force, and the canary by which a start shows that the key ring fits this database.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::policy::Policy;

use super::{Outcome, execute, must_hit};
use crate::store;

const READ: &str = "SELECT version, body FROM policy";

const WRITE: &str = "UPDATE policy SET version = version + 1, body = $2 WHERE version = $1";

const CANARY: &str = "SELECT sealed FROM canary";

const SET_CANARY: &str = "INSERT INTO canary (one, sealed) VALUES (1, $1)";

pub(super) async fn policy(db: &ClientWrapper) -> Outcome<(i64, Policy)> {
    let statement = db.prepare_cached(READ).await?;
    let row = db.query_one(&statement, &[]).await?;
    Ok((row.try_get(0)?, store::policy(row.try_get(1)?)?))
}

pub(super) async fn set_policy(tx: &Transaction<'_>, version: i64, policy: &Policy) -> Outcome<()> {
    must_hit(execute(tx, WRITE, &[&version, &store::json(policy)?]).await?)
}

pub(super) async fn canary(db: &ClientWrapper) -> Outcome<Option<Vec<u8>>> {
    let statement = db.prepare_cached(CANARY).await?;
    Ok(match db.query_opt(&statement, &[]).await? {
        Some(row) => Some(row.try_get(0)?),
        None => None,
    })
}

/// A second canary is refused: the first one says which keys belong here.
pub(super) async fn set_canary(db: &ClientWrapper, sealed: &[u8]) -> Outcome<()> {
    let statement = db.prepare_cached(SET_CANARY).await?;
    db.execute(&statement, &[&sealed]).await?;
    Ok(())
}
