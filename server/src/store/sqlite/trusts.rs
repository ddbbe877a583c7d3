//! Trusted browsers: rows that let one person skip the second step, until the policy or somebody ends them.

use domain::time::Span;
use domain::trust::Trust;
use domain::{Id, Time};
use rusqlite::{Connection, params};

use super::Outcome;
use crate::store;

const OF: &str = "SELECT id, hash, created, program, system FROM trusts
    WHERE user_id = ?1 ORDER BY created DESC, id DESC";

const ADD: &str = "INSERT INTO trusts (user_id, id, hash, created, program, system)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

// The new one is not among the candidates, whatever the clock says.
const END_SURPLUS: &str = "DELETE FROM trusts WHERE user_id = ?1 AND id IN
    (SELECT id FROM trusts WHERE user_id = ?1 AND id <> ?2 ORDER BY created DESC, id DESC LIMIT -1 OFFSET ?3)";

const END: &str = "DELETE FROM trusts WHERE user_id = ?1 AND id = ?2";

const END_ALL: &str = "DELETE FROM trusts WHERE user_id = ?1";

// The same condition as `within` in the domain, so written that the index finds the rows.
const TIDY: &str = "DELETE FROM trusts WHERE created <= ?1 OR created >= ?2";

/// The person's, the newest first.
pub(super) fn of(db: &Connection, user: Id) -> Outcome<Vec<Trust>> {
    let mut statement = db.prepare_cached(OF)?;
    let mut rows = statement.query([user.0])?;
    let mut trusts = Vec::new();
    while let Some(row) = rows.next()? {
        let word = |column| -> Outcome<Option<&str>> {
            let value = row.get_ref(column)?.as_str_or_null();
            Ok(value.map_err(rusqlite::Error::from)?)
        };
        trusts.push(Trust {
            id: Id(row.get(0)?),
            hash: row.get(1)?,
            created: Time(row.get(2)?),
            browser: store::browser(word(3)?, word(4)?)?,
        });
    }
    Ok(trusts)
}

pub(super) fn add(db: &Connection, user: Id, trust: &Trust, most: u32) -> Outcome<()> {
    let Trust {
        id,
        hash,
        created,
        browser,
    } = trust;
    let (program, system) = store::browser_keys(browser);
    db.prepare_cached(ADD)?
        .execute(params![user.0, id.0, hash, created.0, program, system])?;
    db.prepare_cached(END_SURPLUS)?
        .execute(params![user.0, id.0, most.saturating_sub(1)])?;
    Ok(())
}

pub(super) fn end(db: &Connection, user: Id, id: Id) -> Outcome<()> {
    db.prepare_cached(END)?.execute([user.0, id.0])?;
    Ok(())
}

pub(super) fn end_all(db: &Connection, user: Id) -> Outcome<()> {
    db.prepare_cached(END_ALL)?.execute([user.0])?;
    Ok(())
}

/// Removes what has run out for everybody.
pub(super) fn tidy(db: &Connection, now: Time, span: Span) -> Outcome<()> {
    db.prepare_cached(TIDY)?
        .execute([(now - span).0, (now + span).0])?;
    Ok(())
}
