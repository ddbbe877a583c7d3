//! Trusted browsers: rows that let one person skip the second step, until the policy or somebody ends them.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::time::Span;
use domain::trust::Trust;
use domain::{Id, Time};

use super::rows::{array, id, time};
use super::{Outcome, Param, execute};
use crate::store;

const OF: &str = "SELECT id, hash, created, program, system FROM trusts
    WHERE user_id = $1 ORDER BY created DESC, id DESC";

const ADD: &str = "INSERT INTO trusts (user_id, id, hash, created, program, system)
    VALUES ($1, $2, $3, $4, $5, $6)";

// The new one is not among the candidates, whatever the clock says.
const END_SURPLUS: &str = "DELETE FROM trusts WHERE user_id = $1 AND id IN
    (SELECT id FROM trusts WHERE user_id = $1 AND id <> $2 ORDER BY created DESC, id DESC OFFSET $3)";

const END: &str = "DELETE FROM trusts WHERE user_id = $1 AND id = $2";

const END_ALL: &str = "DELETE FROM trusts WHERE user_id = $1";

// The same condition as `within` in the domain, so written that the index finds the rows.
const TIDY: &str = "DELETE FROM trusts WHERE created <= $1 OR created >= $2";

/// The person's, the newest first.
pub(super) async fn of(db: &ClientWrapper, user: Id) -> Outcome<Vec<Trust>> {
    let statement = db.prepare_cached(OF).await?;
    let rows = db.query(&statement, &[&user.0.as_slice()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Trust {
                id: id(row, 0)?,
                hash: array(row, 1)?,
                created: time(row, 2)?,
                browser: store::browser(row.try_get(3)?, row.try_get(4)?)?,
            })
        })
        .collect()
}

/// The account's row is locked by its claim, so no two can be added at once and both count the others only.
pub(super) async fn add(tx: &Transaction<'_>, user: Id, trust: &Trust, most: u32) -> Outcome<()> {
    let Trust {
        id,
        hash,
        created,
        browser,
    } = trust;
    let (program, system) = store::browser_keys(browser);
    let (user, id) = (user.0.as_slice(), id.0.as_slice());
    let row: [Param<'_>; 6] = [&user, &id, &hash.as_slice(), &created.0, &program, &system];
    execute(tx, ADD, &row).await?;
    let others = i64::from(most.saturating_sub(1));
    execute(tx, END_SURPLUS, &[&user, &id, &others]).await?;
    Ok(())
}

pub(super) async fn end(tx: &Transaction<'_>, user: Id, id: Id) -> Outcome<()> {
    execute(tx, END, &[&user.0.as_slice(), &id.0.as_slice()]).await?;
    Ok(())
}

pub(super) async fn end_all(tx: &Transaction<'_>, user: Id) -> Outcome<()> {
    execute(tx, END_ALL, &[&user.0.as_slice()]).await?;
    Ok(())
}

/// Removes what has run out for everybody.
pub(super) async fn tidy(tx: &Transaction<'_>, now: Time, span: Span) -> Outcome<()> {
    execute(tx, TIDY, &[&(now - span).0, &(now + span).0]).await?;
    Ok(())
}
