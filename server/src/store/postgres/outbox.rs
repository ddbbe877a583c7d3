//! Messages that wait. They are written with the change that they tell of, and removed once handed
//! over: a process that stops in between hands one over twice rather than never.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::notice::{Claimed, Outgoing};
use domain::{Id, Time};
use tokio_postgres::Row;

use super::{Outcome, Param, execute, rows};
use crate::store;

const ADD: &str = "INSERT INTO outbox (id, user_id, mailbox, body) VALUES ($1, $2, $3, $4)";

const WAITING: &str = "SELECT id, user_id, mailbox, body FROM outbox ORDER BY place LIMIT $1";

const COUNT: &str = "SELECT count(*) FROM outbox";

// Rows that another instance claims in this moment are skipped, not waited for.
const CLAIM: &str = "UPDATE outbox SET due = $2, tries = tries + 1
    WHERE place IN (SELECT place FROM outbox WHERE due <= $1
                    ORDER BY due, place LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id, mailbox, body, tries, place";

const PUT_OFF: &str = "UPDATE outbox SET due = $3 WHERE id = $1 AND tries = $2";

const OLD: &str = "DELETE FROM outbox WHERE id < $1";

const SENT: &str = "DELETE FROM outbox WHERE id = $1";

pub(super) async fn add(tx: &Transaction<'_>, messages: &[Outgoing]) -> Outcome<()> {
    for message in messages {
        let body = store::json(&message.notice)?;
        let row: [Param<'_>; 4] = [
            &message.id.0.as_slice(),
            &message.user.0.as_slice(),
            &message.mailbox,
            &body,
        ];
        execute(tx, ADD, &row).await?;
    }
    Ok(())
}

/// The oldest messages.
pub(super) async fn waiting(db: &ClientWrapper, most: u32) -> Outcome<Vec<Outgoing>> {
    let statement = db.prepare_cached(WAITING).await?;
    let messages = db.query(&statement, &[&i64::from(most)]).await?;
    messages.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<Outgoing> {
    Ok(Outgoing {
        id: rows::id(row, 0)?,
        user: rows::id(row, 1)?,
        mailbox: row.try_get(2)?,
        notice: store::notice(row.try_get(3)?)?,
    })
}

pub(super) async fn count(db: &ClientWrapper) -> Outcome<u64> {
    let statement = db.prepare_cached(COUNT).await?;
    let count: i64 = db.query_one(&statement, &[]).await?.try_get(0)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

pub(super) async fn claim(
    db: &ClientWrapper,
    now: Time,
    until: Time,
    most: u32,
) -> Outcome<Vec<Claimed>> {
    let statement = db.prepare_cached(CLAIM).await?;
    let asked: [Param<'_>; 3] = [&now.0, &until.0, &i64::from(most)];
    let mut claimed = Vec::new();
    for row in db.query(&statement, &asked).await? {
        let (tries, place): (i32, i64) = (row.try_get(4)?, row.try_get(5)?);
        let one = Claimed {
            message: read(&row)?,
            tries: u32::try_from(tries).unwrap_or_default(),
        };
        claimed.push((place, one));
    }
    // An update returns its rows in any order.
    claimed.sort_unstable_by_key(|(place, _)| *place);
    Ok(claimed.into_iter().map(|(_, one)| one).collect())
}

pub(super) async fn put_off(db: &ClientWrapper, id: Id, tries: u32, due: Time) -> Outcome<()> {
    let statement = db.prepare_cached(PUT_OFF).await?;
    let tries = i32::try_from(tries).unwrap_or(i32::MAX);
    let row: [Param<'_>; 3] = [&id.0.as_slice(), &tries, &due.0];
    db.execute(&statement, &row).await?;
    Ok(())
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
