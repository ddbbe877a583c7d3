//! Numbers that wait until they count.

use domain::account::{HeldPhone, PhoneKind};
use domain::{Id, Time};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::Outcome;
use crate::store;

const HOLD: &str = "INSERT INTO held_phones (user_id, kind, number, extension, until, stop)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (user_id, kind) DO UPDATE
    SET number = excluded.number, extension = excluded.extension, until = excluded.until,
        stop = excluded.stop";

const DROP: &str = "DELETE FROM held_phones WHERE user_id = ?1 AND kind = ?2";

const OF: &str = "SELECT kind, number, extension, until, stop FROM held_phones
    WHERE user_id = ?1 ORDER BY kind";

const DUE: &str = "SELECT DISTINCT user_id FROM held_phones WHERE until <= ?1 LIMIT ?2";

const BY: &str = "SELECT user_id, kind FROM held_phones WHERE stop = ?1";

pub(super) fn hold(db: &Connection, user: Id, held: &HeldPhone) -> Outcome<()> {
    db.prepare_cached(HOLD)?.execute(params![
        user.0,
        held.kind.key(),
        held.number,
        held.extension,
        held.until.0,
        held.stop,
    ])?;
    Ok(())
}

pub(super) fn drop(db: &Connection, user: Id, kind: PhoneKind) -> Outcome<()> {
    db.prepare_cached(DROP)?
        .execute(params![user.0, kind.key()])?;
    Ok(())
}

/// Those of this person.
pub(super) fn of(db: &Connection, user: Id) -> Outcome<Vec<HeldPhone>> {
    let mut statement = db.prepare_cached(OF)?;
    let mut rows = statement.query([user.0])?;
    let mut holds = Vec::new();
    while let Some(row) = rows.next()? {
        holds.push(HeldPhone {
            kind: store::phone_kind(&row.get::<_, String>(0)?)?,
            number: row.get(1)?,
            extension: row.get(2)?,
            until: Time(row.get(3)?),
            stop: row.get(4)?,
        });
    }
    Ok(holds)
}

/// People with one that has waited long enough.
pub(super) fn due(db: &Connection, now: Time, most: u32) -> Outcome<Vec<Id>> {
    let mut statement = db.prepare_cached(DUE)?;
    let people = statement.query_map(params![now.0, most], |row| row.get(0).map(Id))?;
    Ok(people.collect::<Result<_, _>>()?)
}

/// Whose this digest stops, and which.
pub(super) fn by(db: &Connection, stop: &[u8; 32]) -> Outcome<Option<(Id, PhoneKind)>> {
    let found = db
        .prepare_cached(BY)?
        .query_row([stop], |row| {
            Ok((Id(row.get(0)?), row.get::<_, String>(1)?))
        })
        .optional()?;
    let kind = |(user, kind): (Id, String)| Ok((user, store::phone_kind(&kind)?));
    found.map(kind).transpose()
}
