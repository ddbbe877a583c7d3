//! The audit record: appended in the transaction of the change, numbered without a gap, each row
//! chained to the one before. Triggers refuse everything else, except that old rows go behind a checkpoint.

use std::sync::LazyLock;

use domain::audit::{Entry, Head, Row};
use domain::service::ports::Chain;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use super::Outcome;

const LAST: &str = "SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1";

const APPEND: &str = "INSERT INTO audit
    (seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent, request, details, mac)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Rows in one statement of [`APPEND_MANY`].
const MANY: usize = 16;

/// As SQLite must be able to undo a statement that a trigger refuses, it copies every page that the statement
/// touches; so the rows of many checks share statements.
static APPEND_MANY: LazyLock<String> = LazyLock::new(|| {
    let more = ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)".repeat(MANY - 1);
    format!("{APPEND}{more}")
});

const ROWS: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2";

// Undone at once: it only shows that a row would get in.
const COULD_APPEND: &str = "
    SAVEPOINT could_append;
    INSERT INTO audit
        (seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent, request, details, mac)
        SELECT coalesce(max(seq), 0) + 1, 0, '', '', '', '', '', '', '', '', '', '', '', zeroblob(32) FROM audit;
    ROLLBACK TO could_append;
    RELEASE could_append;";

/// The newest row.
pub(super) fn head(db: &Connection) -> Outcome<Head> {
    let last = db.prepare_cached(LAST)?.query_row([], |row| {
        Ok(Head {
            seq: row.get(0)?,
            mac: row.get(1)?,
        })
    });
    Ok(last.optional()?.unwrap_or(Head::START))
}

/// Appends the entries in order.
pub(super) fn append(db: &Connection, chain: &dyn Chain, entries: &[Entry]) -> Outcome<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let Head { mut seq, mut mac } = head(db)?;
    let mut linked = Vec::with_capacity(entries.len().min(MANY));
    for entries in entries.chunks(MANY) {
        for entry in entries {
            seq += 1;
            let row = Row::new(seq, entry);
            mac = chain.link(&mac, &row);
            linked.push((row, mac));
        }
        insert(db, &linked)?;
        linked.clear();
    }
    Ok(())
}

/// Writes linked rows.
pub(super) fn insert(db: &Connection, linked: &[(Row, [u8; 32])]) -> Outcome<()> {
    let (many, single) = linked.as_chunks::<MANY>();
    for rows in many {
        let values = rows.iter().flat_map(columns);
        db.prepare_cached(&APPEND_MANY)?
            .execute(params_from_iter(values))?;
    }
    for row in single {
        db.prepare_cached(APPEND)?.execute(columns(row))?;
    }
    Ok(())
}

/// In the order of the statement.
fn columns((row, mac): &(Row, [u8; 32])) -> [&dyn ToSql; 14] {
    [
        &row.seq,
        &row.at,
        &row.event,
        &row.outcome,
        &row.reason,
        &row.actor,
        &row.role,
        &row.subject,
        &row.object,
        &row.address,
        &row.user_agent,
        &row.request,
        &row.details,
        mac,
    ]
}

/// Rows from this number on, each with its MAC.
pub(super) fn rows(db: &Connection, from: i64, most: u32) -> Outcome<Vec<(Row, [u8; 32])>> {
    let mut statement = db.prepare_cached(ROWS)?;
    let rows = statement.query_map(params![from, most], linked)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A row with its MAC.
pub(super) fn linked(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Row, [u8; 32])> {
    let read = Row {
        seq: row.get(0)?,
        at: row.get(1)?,
        event: row.get(2)?,
        outcome: row.get(3)?,
        reason: row.get(4)?,
        actor: row.get(5)?,
        role: row.get(6)?,
        subject: row.get(7)?,
        object: row.get(8)?,
        address: row.get(9)?,
        user_agent: row.get(10)?,
        request: row.get(11)?,
        details: row.get(12)?,
    };
    Ok((read, row.get(13)?))
}

/// Whether the record could be extended now.
pub(super) fn could_append(db: &Connection) -> Outcome<()> {
    Ok(db.execute_batch(COULD_APPEND)?)
}
