//! The audit record: appended in the transaction of the change, numbered without a gap across all
//! instances, each row chained to the one before. Triggers refuse everything else, except that old rows go
//! behind a checkpoint.

use deadpool_postgres::{GenericClient, Transaction};
use domain::audit::{Entry, Head, Row};
use domain::service::ports::Chain;

use super::{Outcome, execute, rows};

/// Whoever holds it writes the next rows. Always taken last, so that it cannot lead into a deadlock.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5796141917735545346)";

// A statement of its own, so that it sees what the last holder of the lock has committed.
const LAST: &str = "SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1";

const APPEND: &str = "INSERT INTO audit
    (seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent, request, details, mac)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[])";

const ROWS: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2";

// The caller rolls it back; the number is one that no row will ever have.
const COULD_APPEND: &str = "INSERT INTO audit
    (seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent, request, details, mac)
    VALUES (9223372036854775807, 0, '', '', '', '', '', '', '', '', '', '', '', decode(repeat('00', 32), 'hex'))";

/// The newest row.
pub(super) async fn head(db: &impl GenericClient) -> Outcome<Head> {
    let last = db.prepare_cached(LAST).await?;
    Ok(match db.query_opt(&last, &[]).await? {
        Some(row) => Head {
            seq: row.try_get(0)?,
            mac: rows::array(&row, 1)?,
        },
        None => Head::START,
    })
}

/// Makes this transaction the one that may write the next rows, and tells where they go.
pub(super) async fn last_in_line(tx: &Transaction<'_>) -> Outcome<Head> {
    execute(tx, LOCK, &[]).await?;
    head(tx).await
}

/// Appends the entries in order.
pub(super) async fn append(
    tx: &Transaction<'_>,
    chain: &dyn Chain,
    entries: &[Entry],
) -> Outcome<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let Head { mut seq, mut mac } = last_in_line(tx).await?;
    let mut linked = Vec::with_capacity(entries.len());
    for entry in entries {
        seq += 1;
        let row = Row::new(seq, entry);
        mac = chain.link(&mac, &row);
        linked.push((row, mac));
    }
    insert(tx, &linked).await
}

/// Writes linked rows.
pub(super) async fn insert(tx: &Transaction<'_>, linked: &[(Row, [u8; 32])]) -> Outcome<()> {
    let numbers = |of: fn(&Row) -> i64| linked.iter().map(|(row, _)| of(row)).collect::<Vec<_>>();
    let texts = |of: fn(&Row) -> &str| linked.iter().map(|(row, _)| of(row)).collect::<Vec<_>>();
    let macs: Vec<_> = linked.iter().map(|(_, mac)| mac.as_slice()).collect();
    let columns: [super::Param<'_>; 14] = [
        &numbers(|r| r.seq),
        &numbers(|r| r.at),
        &texts(|r| &r.event),
        &texts(|r| &r.outcome),
        &texts(|r| &r.reason),
        &texts(|r| &r.actor),
        &texts(|r| &r.role),
        &texts(|r| &r.subject),
        &texts(|r| &r.object),
        &texts(|r| &r.address),
        &texts(|r| &r.user_agent),
        &texts(|r| &r.request),
        &texts(|r| &r.details),
        &macs,
    ];
    execute(tx, APPEND, &columns).await?;
    Ok(())
}

/// Rows from this number on, each with its MAC.
pub(super) async fn rows(
    db: &impl GenericClient,
    from: i64,
    most: u32,
) -> Outcome<Vec<(Row, [u8; 32])>> {
    let statement = db.prepare_cached(ROWS).await?;
    let rows = db.query(&statement, &[&from, &i64::from(most)]).await?;
    rows.iter().map(linked).collect()
}

/// A row with its MAC.
pub(super) fn linked(row: &tokio_postgres::Row) -> Outcome<(Row, [u8; 32])> {
    let read = Row {
        seq: row.try_get(0)?,
        at: row.try_get(1)?,
        event: row.try_get(2)?,
        outcome: row.try_get(3)?,
        reason: row.try_get(4)?,
        actor: row.try_get(5)?,
        role: row.try_get(6)?,
        subject: row.try_get(7)?,
        object: row.try_get(8)?,
        address: row.try_get(9)?,
        user_agent: row.try_get(10)?,
        request: row.try_get(11)?,
        details: row.try_get(12)?,
    };
    Ok((read, rows::array(row, 13)?))
}

/// Whether the record could be extended now; the caller rolls back.
pub(super) async fn could_append(tx: &Transaction<'_>) -> Outcome<()> {
    execute(tx, COULD_APPEND, &[]).await?;
    Ok(())
}
