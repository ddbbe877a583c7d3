//! Messages that wait. They are written with the change that they tell of, and removed once handed
//! over: a process that stops in between hands one over twice rather than never.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::notice::Outgoing;
use domain::{Id, Time};

use super::{Outcome, execute, rows};
use crate::store;

const ADD: &str = "INSERT INTO outbox (id, user_id, body) VALUES ($1, $2, $3)";

const WAITING: &str = "SELECT id, user_id, body FROM outbox ORDER BY place LIMIT $1";

const OLD: &str = "DELETE FROM outbox WHERE id < $1";

const SENT: &str = "DELETE FROM outbox WHERE id = $1";

pub(super) async fn add(tx: &Transaction<'_>, messages: &[Outgoing]) -> Outcome<()> {
    for message in messages {
        let body = store::json(&message.notice)?;
        execute(
            tx,
            ADD,
            &[&message.id.0.as_slice(), &message.user.0.as_slice(), &body],
        )
        .await?;
    }
    Ok(())
}

/// The oldest messages.
pub(super) async fn waiting(db: &ClientWrapper, most: u32) -> Outcome<Vec<Outgoing>> {
    let statement = db.prepare_cached(WAITING).await?;
    let messages = db.query(&statement, &[&i64::from(most)]).await?;
    messages
        .iter()
        .map(|row| {
            let notice = store::notice(row.try_get(2)?)?;
            Ok(Outgoing {
                id: rows::id(row, 0)?,
                user: rows::id(row, 1)?,
                notice,
            })
        })
        .collect()
}

pub(super) async fn sent(db: &ClientWrapper, id: Id) -> Outcome<()> {
    let statement = db.prepare_cached(SENT).await?;
    db.execute(&statement, &[&id.0.as_slice()]).await?;
    Ok(())
}

/// Messages that nobody took are no news any more. An id begins with the time at which it was made.
pub(super) async fn tidy(tx: &Transaction<'_>, now: Time) -> Outcome<()> {
    let oldest = Id::new(now - store::NEWS, [0; 10]);
    execute(tx, OLD, &[&oldest.0.as_slice()]).await?;
    Ok(())
}
