//! The rules in force.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::policy::Policy;

use super::{Outcome, execute, must_hit};
use crate::store;

const READ: &str = "SELECT version, body FROM policy";

const WRITE: &str = "UPDATE policy SET version = version + 1, body = $2 WHERE version = $1";

pub(super) async fn policy(db: &ClientWrapper) -> Outcome<(i64, Policy)> {
    let statement = db.prepare_cached(READ).await?;
    let row = db.query_one(&statement, &[]).await?;
    Ok((row.try_get(0)?, store::policy(row.try_get(1)?)?))
}

pub(super) async fn set_policy(tx: &Transaction<'_>, version: i64, policy: &Policy) -> Outcome<()> {
    must_hit(execute(tx, WRITE, &[&version, &store::json(policy)?]).await?)
}
