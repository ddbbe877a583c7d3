//! Requests for a second yes.

use domain::approval::{Approval, KEPT, Verdict};
use domain::{Id, Time};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Outcome, must_hit};
use crate::store;

const ADD: &str =
    "INSERT INTO approvals (id, subject, asked_by, asked_at, request) VALUES (?1, ?2, ?3, ?4, ?5)";

const JUDGE: &str = "UPDATE approvals SET judged_by = ?2, judged_at = ?3, yes = ?4
    WHERE id = ?1 AND yes IS NULL";

const USE: &str = "UPDATE approvals SET used = 1 WHERE id = ?1 AND yes = 1 AND used = 0";

const ONE: &str = "SELECT id, subject, asked_by, asked_at, request, judged_by, judged_at, yes, used
    FROM approvals WHERE id = ?1";

const NEWEST: &str =
    "SELECT id, subject, asked_by, asked_at, request, judged_by, judged_at, yes, used
    FROM approvals WHERE asked_at > ?1 ORDER BY asked_at DESC, id LIMIT ?2";

const OLD: &str = "DELETE FROM approvals WHERE asked_at <= ?1";

pub(super) fn add(db: &Connection, one: &Approval) -> Outcome<()> {
    let request = store::json(&one.request)?;
    let row = params![
        one.id.0,
        one.subject.0,
        one.asked_by.0,
        one.asked_at.0,
        request
    ];
    db.prepare_cached(ADD)?.execute(row)?;
    Ok(())
}

pub(super) fn judge(db: &Connection, id: Id, verdict: &Verdict) -> Outcome<()> {
    let row = params![id.0, verdict.by.0, verdict.at.0, verdict.yes];
    must_hit(db.prepare_cached(JUDGE)?.execute(row)?)
}

pub(super) fn spend(db: &Connection, id: Id) -> Outcome<()> {
    must_hit(db.prepare_cached(USE)?.execute([id.0])?)
}

pub(super) fn one(db: &Connection, id: Id) -> Outcome<Option<Approval>> {
    let mut statement = db.prepare_cached(ONE)?;
    statement
        .query_row([id.0], |row| Ok(read(row)))
        .optional()?
        .transpose()
}

pub(super) fn newest(db: &Connection, after: Time, most: u32) -> Outcome<Vec<Approval>> {
    let mut statement = db.prepare_cached(NEWEST)?;
    let rows = statement.query_map(params![after.0, most], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Outcome<Approval> {
    let judged: (Option<[u8; 16]>, Option<i64>, Option<bool>) =
        (row.get(5)?, row.get(6)?, row.get(7)?);
    Ok(Approval {
        id: Id(row.get(0)?),
        subject: Id(row.get(1)?),
        asked_by: Id(row.get(2)?),
        asked_at: Time(row.get(3)?),
        request: store::request(&row.get::<_, String>(4)?)?,
        verdict: store::verdict(judged),
        used: row.get(8)?,
    })
}

pub(super) fn tidy(db: &Connection, now: Time) -> Outcome<()> {
    db.prepare_cached(OLD)?.execute([(now - KEPT).0])?;
    Ok(())
}
