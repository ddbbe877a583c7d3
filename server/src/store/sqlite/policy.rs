//! The rules in force.

use domain::policy::Policy;
use rusqlite::{Connection, params};

use super::{Outcome, must_hit};
use crate::store;

const READ: &str = "SELECT version, body FROM policy";

const WRITE: &str = "UPDATE policy SET version = version + 1, body = ?2 WHERE version = ?1";

pub(super) fn policy(db: &Connection) -> Outcome<(i64, Policy)> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?));
    let (version, body) = db.prepare_cached(READ)?.query_row([], row)?;
    Ok((version, store::policy(&body)?))
}

pub(super) fn set_policy(db: &Connection, version: i64, policy: &Policy) -> Outcome<()> {
    must_hit(
        db.prepare_cached(WRITE)?
            .execute(params![version, store::json(policy)?])?,
    )
}
