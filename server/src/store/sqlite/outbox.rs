//! Messages that wait. They are written with the change that they tell of, and removed once handed
//! over: a process that stops in between hands one over twice rather than never.

use domain::notice::{Claimed, Outgoing};
use domain::{Id, Time};
use rusqlite::{Connection, Row, params};

use super::Outcome;
use crate::store;

const ADD: &str = "INSERT INTO outbox (id, user_id, mailbox, body) VALUES (?1, ?2, ?3, ?4)";

const WAITING: &str = "SELECT id, user_id, mailbox, body FROM outbox ORDER BY place LIMIT ?1";

const COUNT: &str = "SELECT count(*) FROM outbox";

const IS_DUE: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE due <= ?1)";

const CLAIM: &str = "UPDATE outbox SET due = ?2, tries = tries + 1
    WHERE place IN (SELECT place FROM outbox WHERE due <= ?1 ORDER BY due, place LIMIT ?3)
    RETURNING id, user_id, mailbox, body, tries, place";

const PUT_OFF: &str = "UPDATE outbox SET due = ?3 WHERE id = ?1 AND tries = ?2";

const OLD: &str = "DELETE FROM outbox WHERE id < ?1";

const SENT: &str = "DELETE FROM outbox WHERE id = ?1";

pub(super) fn add(db: &Connection, messages: &[Outgoing]) -> Outcome<()> {
    for message in messages {
        let body = store::json(&message.notice)?;
        let row = params![message.id.0, message.user.0, message.mailbox, body];
        db.prepare_cached(ADD)?.execute(row)?;
    }
    Ok(())
}

/// The oldest messages.
pub(super) fn waiting(db: &Connection, most: u32) -> Outcome<Vec<Outgoing>> {
    let mut statement = db.prepare_cached(WAITING)?;
    let mut rows = statement.query([most])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        messages.push(read(row)?);
    }
    Ok(messages)
}

fn read(row: &Row<'_>) -> Outcome<Outgoing> {
    Ok(Outgoing {
        id: Id(row.get(0)?),
        user: Id(row.get(1)?),
        mailbox: row.get(2)?,
        notice: store::notice(&row.get::<_, String>(3)?)?,
    })
}

pub(super) fn count(db: &Connection) -> Outcome<u64> {
    let count: i64 = db.prepare_cached(COUNT)?.query_row([], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Whether there is anything to claim: asked far more often than there is.
pub(super) fn is_due(db: &Connection, now: Time) -> Outcome<bool> {
    Ok(db
        .prepare_cached(IS_DUE)?
        .query_row([now.0], |row| row.get(0))?)
}

pub(super) fn claim(db: &Connection, now: Time, until: Time, most: u32) -> Outcome<Vec<Claimed>> {
    let mut statement = db.prepare_cached(CLAIM)?;
    let mut rows = statement.query(params![now.0, until.0, most])?;
    let mut claimed: Vec<(i64, Claimed)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (message, tries) = (read(row)?, row.get(4)?);
        claimed.push((row.get(5)?, Claimed { message, tries }));
    }
    // An update returns its rows in any order.
    claimed.sort_unstable_by_key(|(place, _)| *place);
    Ok(claimed.into_iter().map(|(_, one)| one).collect())
}

pub(super) fn put_off(db: &Connection, id: Id, tries: u32, due: Time) -> Outcome<()> {
    db.prepare_cached(PUT_OFF)?
        .execute(params![id.0, tries, due.0])?;
    Ok(())
}

pub(super) fn sent(db: &Connection, id: Id) -> Outcome<()> {
    db.prepare_cached(SENT)?.execute([id.0])?;
    Ok(())
}

/// Messages that nobody took are no news any more. An id begins with the time at which it was made.
pub(super) fn tidy(db: &Connection, now: Time) -> Outcome<()> {
    let oldest = Id::new(now - store::NEWS, [0; 10]);
    db.prepare_cached(OLD)?.execute([oldest.0])?;
    Ok(())
}
