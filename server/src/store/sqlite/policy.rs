//! The rules in force, and the canary by which a start shows that the key ring fits this database.

use domain::policy::Policy;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Outcome, must_hit};
use crate::store;

const READ: &str = "SELECT version, body FROM policy";

const WRITE: &str = "UPDATE policy SET version = version + 1, body = ?2 WHERE version = ?1";

const CANARY: &str = "SELECT sealed FROM canary";

const SET_CANARY: &str = "INSERT INTO canary (one, sealed) VALUES (1, ?1)";

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

pub(super) fn canary(db: &Connection) -> Outcome<Option<Vec<u8>>> {
    Ok(db
        .prepare_cached(CANARY)?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// A second canary is refused: the first one says which keys belong here.
pub(super) fn set_canary(db: &Connection, sealed: &[u8]) -> Outcome<()> {
    db.prepare_cached(SET_CANARY)?.execute([sealed])?;
    Ok(())
}
