//! What the helpdesk reads: people by their terms, one person's part of the record, sessions.

use domain::audit::Row;
use domain::service::ports::Person;
use domain::{Id, Time, search};
use rusqlite::{Connection, params};

use super::{Outcome, audit, load};

/// The last character that there is: everything with a prefix stands before the prefix and this.
const LAST: char = char::MAX;

const FIND: &str = "SELECT a.id, a.login, a.name, a.mail, a.role, a.state, a.active
    FROM (SELECT DISTINCT user_id FROM
            (SELECT user_id FROM search_terms WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT ?4) LIMIT ?3) t
    JOIN accounts a ON a.id = t.user_id ORDER BY a.name, a.login";

const UNINDEXED: &str = "SELECT id, login, name, mail, role, state, active
    FROM accounts WHERE indexed = 0 LIMIT ?1";

const FORGET: &str = "DELETE FROM search_terms WHERE user_id = ?1";

const ADD: &str = "INSERT OR IGNORE INTO search_terms (term, user_id) VALUES (?1, ?2)";

const INDEXED: &str = "UPDATE accounts SET indexed = 1 WHERE id = ?1";

const CLAIM: &str = "UPDATE accounts SET indexed = 1 WHERE id = ?1 AND indexed = 0";

const RECORD: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE subject = ?1 AND subject <> '' ORDER BY seq DESC LIMIT ?2";

const SESSIONS: &str =
    "SELECT created, seen FROM sessions WHERE user_id = ?1 ORDER BY created DESC, hash";

/// A person has as many terms as words; more rows than this are not looked at for one page.
const TERMS_EACH: u32 = 8;

pub(super) fn find(db: &Connection, term: &str, most: u32) -> Outcome<Vec<Person>> {
    let end = format!("{term}{LAST}");
    let mut statement = db.prepare_cached(FIND)?;
    let rows = statement.query(params![term, end, most, most.saturating_mul(TERMS_EACH)])?;
    load::persons(rows)
}

pub(super) fn unindexed(db: &Connection, most: u32) -> Outcome<Vec<Person>> {
    let mut statement = db.prepare_cached(UNINDEXED)?;
    load::persons(statement.query([most])?)
}

/// Writes the terms of a person anew.
pub(super) fn index(db: &Connection, user: Id, [login, name, mail]: [&str; 3]) -> Outcome<()> {
    db.prepare_cached(FORGET)?.execute([user.0])?;
    let mut add = db.prepare_cached(ADD)?;
    for term in search::terms(login, name, mail) {
        add.execute(params![term, user.0])?;
    }
    db.prepare_cached(INDEXED)?.execute([user.0])?;
    Ok(())
}

/// Writes the terms of people who have none yet. Whoever was changed since they were read got theirs by
/// that, and whoever is gone needs none.
pub(super) fn index_all(db: &Connection, people: &[Person]) -> Outcome<()> {
    for one in people {
        if db.prepare_cached(CLAIM)?.execute([one.id.0])? == 1 {
            index(db, one.id, [&one.login, &one.name, &one.mail])?;
        }
    }
    Ok(())
}

pub(super) fn record_of(db: &Connection, subject: Id, most: u32) -> Outcome<Vec<Row>> {
    let mut statement = db.prepare_cached(RECORD)?;
    let rows = statement.query_map(params![subject.to_string(), most], audit::linked)?;
    let rows: Vec<(Row, [u8; 32])> = rows.collect::<Result<_, _>>()?;
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

pub(super) fn sessions_of(db: &Connection, user: Id) -> Outcome<Vec<(Time, Time)>> {
    let mut statement = db.prepare_cached(SESSIONS)?;
    let rows = statement.query_map([user.0], |row| Ok((Time(row.get(0)?), Time(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
