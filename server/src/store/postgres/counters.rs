//! Throttles: one row per key. An attempt locks its row before it is judged, so that simultaneous ones
//! stand in line, whichever instance they came to.

use std::collections::BTreeMap;

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::Time;
use domain::lockout::{Counter, Rule, Verdict};
use tokio_postgres::Row;

use super::{Outcome, execute};
use crate::store::{self, COUNTER_IDLE, LOCKING_COUNTER_IDLE, MAIL_KEYS, MAIL_WINDOW};

// Makes the row where there is none and locks it either way; setting the key to itself is what locks.
const TAKE: &str =
    "INSERT INTO counters (key, window_start, in_window, consecutive, until, most, touched)
    VALUES ($1, 0, 0, 0, 0, $2, $3)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING window_start, in_window, consecutive, until";

const WRITE: &str = "UPDATE counters
    SET window_start = $2, in_window = $3, consecutive = $4, until = $5, most = $6, touched = $7
    WHERE key = $1";

const LOCK: &str =
    "SELECT window_start, in_window, consecutive, until FROM counters WHERE key = $1 FOR UPDATE";

const FIND: &str =
    "SELECT window_start, in_window, consecutive, until FROM counters WHERE key = $1";

const GIVE_BACK: &str =
    "UPDATE counters SET in_window = $2, consecutive = $3, until = $4 WHERE key = $1";

const CLEAR: &str = "DELETE FROM counters WHERE key = $1";

const CLEAR_ALL: &str = "DELETE FROM counters WHERE key >= $1 AND key < $2";

// The later window counts; in the same window whoever saw more.
const MERGE: &str = "INSERT INTO counters (key, window_start, in_window, consecutive, until, touched)
    SELECT key, window_start, in_window, consecutive, until, window_start
    FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
        AS u (key, window_start, in_window, consecutive, until)
    ON CONFLICT (key) DO UPDATE
    SET in_window = CASE WHEN excluded.window_start > counters.window_start THEN excluded.in_window
            ELSE greatest(counters.in_window, excluded.in_window) END,
        consecutive = CASE WHEN excluded.window_start > counters.window_start THEN excluded.consecutive
            ELSE greatest(counters.consecutive, excluded.consecutive) END,
        until = CASE WHEN excluded.window_start > counters.window_start THEN excluded.until
            ELSE greatest(counters.until, excluded.until) END,
        window_start = excluded.window_start, touched = excluded.touched
    WHERE excluded.window_start >= counters.window_start";

const OF_MAIL: &str = "SELECT window_start, in_window, consecutive, until, key FROM counters
    WHERE key >= $1 AND key < $2 AND window_start <= $4
      AND (window_start > $3 OR until > $4)";

const TIDY: &str = "DELETE FROM counters
    WHERE most IS NULL AND touched < $1 AND until < $1
       OR most IS NOT NULL AND touched < $2 AND consecutive < most";

fn read(row: &Row) -> Outcome<Counter> {
    Ok(store::counter(
        row.try_get(0)?,
        row.try_get(1)?,
        row.try_get(2)?,
        row.try_get(3)?,
    ))
}

/// A throttle as it stands.
pub(super) async fn find(db: &ClientWrapper, key: &[u8]) -> Outcome<Option<Counter>> {
    let statement = db.prepare_cached(FIND).await?;
    let row = db.query_opt(&statement, &[&key]).await?;
    row.as_ref().map(read).transpose()
}

/// Counts an attempt; the counter as it stands afterwards.
pub(super) async fn reserve(
    tx: &Transaction<'_>,
    key: &[u8],
    rule: Rule,
    now: Time,
) -> Outcome<(Counter, Verdict)> {
    let most = rule.hard.map(i64::from);
    let take = tx.prepare_cached(TAKE).await?;
    let before = read(&tx.query_one(&take, &[&key, &most, &now.0]).await?)?;
    let (after, verdict) = rule.reserve(before, now);
    if before != after {
        let (in_window, consecutive) = (i64::from(after.in_window), i64::from(after.consecutive));
        let row: [super::Param<'_>; 7] = [
            &key,
            &after.window_start.0,
            &in_window,
            &consecutive,
            &after.until.0,
            &most,
            &now.0,
        ];
        execute(tx, WRITE, &row).await?;
    }
    Ok((after, verdict))
}

/// Gives one attempt back to a throttle that several people share.
pub(super) async fn refund(tx: &Transaction<'_>, key: &[u8]) -> Outcome<()> {
    let lock = tx.prepare_cached(LOCK).await?;
    if let Some(row) = tx.query_opt(&lock, &[&key]).await? {
        let after = Rule::refund(read(&row)?);
        let (in_window, consecutive) = (i64::from(after.in_window), i64::from(after.consecutive));
        execute(
            tx,
            GIVE_BACK,
            &[&key, &in_window, &consecutive, &after.until.0],
        )
        .await?;
    }
    Ok(())
}

/// A throttle starts anew: no row is a new counter.
pub(super) async fn clear(tx: &Transaction<'_>, key: &[u8]) -> Outcome<()> {
    execute(tx, CLEAR, &[&key]).await?;
    Ok(())
}

/// The same for every key that begins like this.
pub(super) async fn clear_all(tx: &Transaction<'_>, front: &[u8]) -> Outcome<()> {
    execute(tx, CLEAR_ALL, &[&front, &store::after(front)]).await?;
    Ok(())
}

/// Brings in throttles as they stand in memory, here or in another instance; in the order of their
/// keys, so that two instances do not lock each other out.
pub(super) async fn merge(tx: &Transaction<'_>, counters: &[(Vec<u8>, Counter)]) -> Outcome<()> {
    if counters.is_empty() {
        return Ok(());
    }
    let sorted: BTreeMap<&[u8], &Counter> =
        counters.iter().map(|(k, c)| (k.as_slice(), c)).collect();
    let keys: Vec<_> = sorted.keys().copied().collect();
    let windows: Vec<_> = sorted.values().map(|c| c.window_start.0).collect();
    let in_window: Vec<_> = sorted.values().map(|c| i64::from(c.in_window)).collect();
    let consecutive: Vec<_> = sorted.values().map(|c| i64::from(c.consecutive)).collect();
    let until: Vec<_> = sorted.values().map(|c| c.until.0).collect();
    execute(
        tx,
        MERGE,
        &[&keys, &windows, &in_window, &consecutive, &until],
    )
    .await?;
    Ok(())
}

/// The throttles of the mail interface whose window or wait has not ended.
pub(super) async fn of_mail(db: &ClientWrapper, now: Time) -> Outcome<Vec<(Vec<u8>, Counter)>> {
    let statement = db.prepare_cached(OF_MAIL).await?;
    let span: [super::Param<'_>; 4] = [
        &MAIL_KEYS.start,
        &MAIL_KEYS.end,
        &(now - MAIL_WINDOW).0,
        &now.0,
    ];
    let rows = db.query(&statement, &span).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(4)?, read(row)?)))
        .collect()
}

/// Forgets throttles that nobody has run into for long, but none that is locked.
pub(super) async fn tidy(tx: &Transaction<'_>, now: Time) -> Outcome<()> {
    execute(
        tx,
        TIDY,
        &[&(now - COUNTER_IDLE).0, &(now - LOCKING_COUNTER_IDLE).0],
    )
    .await?;
    Ok(())
}
