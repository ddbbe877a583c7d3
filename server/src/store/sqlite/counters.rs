//! Throttles: one row per key. An attempt is counted in the transaction that judges it, so that
//! simultaneous ones stand in line.

use domain::Time;
use domain::lockout::{Counter, Rule, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Outcome;
use crate::store::{self, COUNTER_IDLE, LOCKING_COUNTER_IDLE, MAIL_KEYS, MAIL_WINDOW};

const READ: &str =
    "SELECT window_start, in_window, consecutive, until FROM counters WHERE key = ?1";

const WRITE: &str =
    "INSERT INTO counters (key, window_start, in_window, consecutive, until, most, touched)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (key) DO UPDATE
    SET window_start = excluded.window_start, in_window = excluded.in_window,
        consecutive = excluded.consecutive, until = excluded.until,
        most = excluded.most, touched = excluded.touched";

const GIVE_BACK: &str =
    "UPDATE counters SET in_window = ?2, consecutive = ?3, until = ?4 WHERE key = ?1";

const CLEAR: &str = "DELETE FROM counters WHERE key = ?1";

const CLEAR_ALL: &str = "DELETE FROM counters WHERE key >= ?1 AND key < ?2";

// The later window counts; in the same window whoever saw more.
const MERGE: &str = "INSERT INTO counters (key, window_start, in_window, consecutive, until, touched)
    VALUES (?1, ?2, ?3, ?4, ?5, ?2)
    ON CONFLICT (key) DO UPDATE
    SET in_window = CASE WHEN excluded.window_start > counters.window_start THEN excluded.in_window
            ELSE max(counters.in_window, excluded.in_window) END,
        consecutive = CASE WHEN excluded.window_start > counters.window_start THEN excluded.consecutive
            ELSE max(counters.consecutive, excluded.consecutive) END,
        until = CASE WHEN excluded.window_start > counters.window_start THEN excluded.until
            ELSE max(counters.until, excluded.until) END,
        window_start = excluded.window_start, touched = excluded.touched
    WHERE excluded.window_start >= counters.window_start";

const OF_MAIL: &str = "SELECT window_start, in_window, consecutive, until, key FROM counters
    WHERE key >= ?1 AND key < ?2 AND window_start <= ?4
      AND (window_start > ?3 OR until > ?4)";

const TIDY: &str = "DELETE FROM counters
    WHERE most IS NULL AND touched < ?1 AND until < ?1
       OR most IS NOT NULL AND touched < ?2 AND consecutive < most";

fn read(row: &Row<'_>) -> rusqlite::Result<Counter> {
    Ok(store::counter(
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
    ))
}

/// A throttle as it stands.
pub(super) fn find(db: &Connection, key: &[u8]) -> Outcome<Option<Counter>> {
    Ok(db.prepare_cached(READ)?.query_row([key], read).optional()?)
}

/// Counts an attempt; the counter as it stands afterwards. A refused attempt changes nothing, so a
/// flood of them does not write.
pub(super) fn reserve(
    db: &Connection,
    key: &[u8],
    rule: Rule,
    now: Time,
) -> Outcome<(Counter, Verdict)> {
    let before = find(db, key)?;
    let (after, verdict) = rule.reserve(before.unwrap_or_default(), now);
    if before != Some(after) {
        db.prepare_cached(WRITE)?.execute(params![
            key,
            after.window_start.0,
            after.in_window,
            after.consecutive,
            after.until.0,
            rule.hard,
            now.0
        ])?;
    }
    Ok((after, verdict))
}

/// Gives one attempt back to a throttle that several people share.
pub(super) fn refund(db: &Connection, key: &[u8]) -> Outcome<()> {
    if let Some(counter) = find(db, key)? {
        let after = Rule::refund(counter);
        let row = params![key, after.in_window, after.consecutive, after.until.0];
        db.prepare_cached(GIVE_BACK)?.execute(row)?;
    }
    Ok(())
}

/// A throttle starts anew: no row is a new counter.
pub(super) fn clear(db: &Connection, key: &[u8]) -> Outcome<()> {
    db.prepare_cached(CLEAR)?.execute([key])?;
    Ok(())
}

/// The same for every key that begins like this.
pub(super) fn clear_all(db: &Connection, front: &[u8]) -> Outcome<()> {
    db.prepare_cached(CLEAR_ALL)?
        .execute(params![front, store::after(front)])?;
    Ok(())
}

/// Brings in a throttle as it stands in memory, here or in another process.
pub(super) fn merge(db: &Connection, key: &[u8], counter: Counter) -> Outcome<()> {
    let row = params![
        key,
        counter.window_start.0,
        counter.in_window,
        counter.consecutive,
        counter.until.0
    ];
    db.prepare_cached(MERGE)?.execute(row)?;
    Ok(())
}

/// The throttles of the mail interface whose window or wait has not ended.
pub(super) fn of_mail(db: &Connection, now: Time) -> Outcome<Vec<(Vec<u8>, Counter)>> {
    let mut statement = db.prepare_cached(OF_MAIL)?;
    let span = params![MAIL_KEYS.start, MAIL_KEYS.end, (now - MAIL_WINDOW).0, now.0];
    let rows = statement.query_map(span, |row| Ok((row.get(4)?, read(row)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets throttles that nobody has run into for long, but none that is locked.
pub(super) fn tidy(db: &Connection, now: Time) -> Outcome<()> {
    let row = params![(now - COUNTER_IDLE).0, (now - LOCKING_COUNTER_IDLE).0];
    db.prepare_cached(TIDY)?.execute(row)?;
    Ok(())
}
