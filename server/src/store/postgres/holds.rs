//! Numbers that wait until they count.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::account::{HeldPhone, PhoneKind};
use domain::{Id, Time};
use tokio_postgres::Row;

use super::rows::{id, time};
use super::{Outcome, Param, execute};
use crate::store;

const HOLD: &str = "INSERT INTO held_phones (user_id, kind, number, extension, until, stop)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (user_id, kind) DO UPDATE
    SET number = excluded.number, extension = excluded.extension, until = excluded.until,
        stop = excluded.stop";

const DROP: &str = "DELETE FROM held_phones WHERE user_id = $1 AND kind = $2";

const DUE: &str = "SELECT DISTINCT user_id FROM held_phones WHERE until <= $1 LIMIT $2";

const BY: &str = "SELECT user_id, kind FROM held_phones WHERE stop = $1";

pub(super) async fn hold(tx: &Transaction<'_>, user: Id, held: &HeldPhone) -> Outcome<()> {
    let row: [Param<'_>; 6] = [
        &user.0.as_slice(),
        &held.kind.key(),
        &held.number,
        &held.extension,
        &held.until.0,
        &held.stop.as_slice(),
    ];
    execute(tx, HOLD, &row).await?;
    Ok(())
}

pub(super) async fn drop(tx: &Transaction<'_>, user: Id, kind: PhoneKind) -> Outcome<()> {
    execute(tx, DROP, &[&user.0.as_slice(), &kind.key()]).await?;
    Ok(())
}

/// A row of a load.
pub(super) fn read(row: &Row) -> Outcome<HeldPhone> {
    let stop: &[u8] = row.try_get(4)?;
    Ok(HeldPhone {
        kind: store::phone_kind(row.try_get(0)?)?,
        number: row.try_get(1)?,
        extension: row.try_get(2)?,
        until: time(row, 3)?,
        stop: stop
            .try_into()
            .map_err(|_| store::damaged("held_phones.stop", "another length"))?,
    })
}

/// People with one that has waited long enough.
pub(super) async fn due(db: &ClientWrapper, now: Time, most: u32) -> Outcome<Vec<Id>> {
    let statement = db.prepare_cached(DUE).await?;
    let rows = db.query(&statement, &[&now.0, &i64::from(most)]).await?;
    rows.iter().map(|row| id(row, 0)).collect()
}

/// Whose this digest stops, and which.
pub(super) async fn by(db: &ClientWrapper, stop: &[u8; 32]) -> Outcome<Option<(Id, PhoneKind)>> {
    let statement = db.prepare_cached(BY).await?;
    let row = db.query_opt(&statement, &[&stop.as_slice()]).await?;
    let read = |row: Row| Ok((id(&row, 0)?, store::phone_kind(row.try_get(1)?)?));
    row.map(read).transpose()
}
