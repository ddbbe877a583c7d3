//! Messages that wait. They are written with the change that they tell of, and removed once handed
//! over: a process that stops in between hands one over twice rather than never.

use domain::notice::Outgoing;
use domain::{Id, Time};
use rusqlite::{Connection, params};

use super::Outcome;
use crate::store;

const ADD: &str = "INSERT INTO outbox (id, user_id, body) VALUES (?1, ?2, ?3)";

const WAITING: &str = "SELECT id, user_id, body FROM outbox ORDER BY place LIMIT ?1";

const OLD: &str = "DELETE FROM outbox WHERE id < ?1";

const SENT: &str = "DELETE FROM outbox WHERE id = ?1";

pub(super) fn add(db: &Connection, messages: &[Outgoing]) -> Outcome<()> {
    for message in messages {
        let row = params![message.id.0, message.user.0, store::json(&message.notice)?];
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
        messages.push(Outgoing {
            id: Id(row.get(0)?),
            user: Id(row.get(1)?),
            notice: store::notice(&row.get::<_, String>(2)?)?,
        });
    }
    Ok(messages)
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
