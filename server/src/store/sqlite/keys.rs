//! The key ring's traces: the keys that this database knows, what lies sealed, and what needs which key.
//! The number of a key stands in front of every sealed value and every password, and in a column of its
//! own beside every app password. Counting steps through the rows, because grouping them would sort them.

use std::collections::BTreeMap;

use domain::Id;
use domain::service::ports::{KeyNeeds, KnownKey, Place, Resealed, Sealed, key_of};
use rusqlite::{Connection, ToSql, params};

use super::{Outcome, must_hit};
use crate::store;

const KNOWN: &str = "SELECT kid, canary, settled FROM keys ORDER BY kid";

const ADD: &str = "INSERT INTO keys (kid, canary) VALUES (?1, ?2)";

const SETTLE: &str = "UPDATE keys SET settled = 1 WHERE kid = ?1 AND settled = 0";

const FORGET: &str = "DELETE FROM keys WHERE kid = ?1";

const APPS: &str = "SELECT user_id, id, secret FROM apps
    WHERE (user_id, id) > (?1, ?2) ORDER BY user_id, id LIMIT ?3";

const PHONES: &str = "SELECT user_id, kind, number FROM phones
    WHERE (user_id, kind) > (?1, ?2) ORDER BY user_id, kind LIMIT ?3";

const RESEAL_APP: &str =
    "UPDATE apps SET secret = ?4 WHERE user_id = ?1 AND id = ?2 AND secret = ?3";

const RESEAL_PHONE: &str =
    "UPDATE phones SET number = ?4 WHERE user_id = ?1 AND kind = ?2 AND number = ?3";

/// What every column of sealed values, of digests and of hashes says of its key.
const SEALED: [&str; 2] = ["SELECT secret FROM apps", "SELECT number FROM phones"];
const SHOWN: &str = "SELECT sealed FROM reveals UNION ALL SELECT number FROM challenges
    UNION ALL SELECT number FROM held_phones";
const DIGESTS: &str = "SELECT kid FROM app_passwords";
const PASSWORDS: &str = "SELECT substr(password, 1, instr(password, ':') - 1) FROM accounts";

const PEOPLE: &str = "SELECT id FROM accounts
    WHERE id > ?2 AND (password GLOB ?1 || ':*'
        OR EXISTS (SELECT 1 FROM app_passwords WHERE user_id = accounts.id AND kid = ?1))
    ORDER BY id LIMIT ?3";

pub(super) fn known(db: &Connection) -> Outcome<Vec<KnownKey>> {
    let mut statement = db.prepare_cached(KNOWN)?;
    let keys = statement.query_map([], |row| {
        Ok(KnownKey {
            kid: row.get(0)?,
            canary: row.get(1)?,
            settled: row.get(2)?,
        })
    })?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// A second canary of a number is refused: the first one says which key it is.
pub(super) fn add(db: &Connection, kid: i32, canary: &[u8]) -> Outcome<()> {
    db.prepare_cached(ADD)?.execute(params![kid, canary])?;
    Ok(())
}

pub(super) fn settle(db: &Connection, kid: i32) -> Outcome<()> {
    must_hit(db.prepare_cached(SETTLE)?.execute([kid])?)
}

pub(super) fn forget(db: &Connection, kid: i32) -> Outcome<()> {
    db.prepare_cached(FORGET)?.execute([kid])?;
    Ok(())
}

/// Apps first, then telephones.
pub(super) fn sealed(db: &Connection, after: Option<Place>, most: u32) -> Outcome<Vec<Sealed>> {
    let front = b"".as_slice();
    let (user, kind) = match &after {
        Some(Place::Phone(user, kind)) => (user.0.as_slice(), kind.key()),
        None | Some(Place::App(..)) => {
            let (user, app) = match &after {
                Some(Place::App(user, app)) => (user.0.as_slice(), app.0.as_slice()),
                _ => (front, front),
            };
            let mut statement = db.prepare_cached(APPS)?;
            let apps = statement.query_map(params![user, app, most], |row| {
                Ok(Sealed {
                    place: Place::App(Id(row.get(0)?), Id(row.get(1)?)),
                    bytes: row.get(2)?,
                })
            })?;
            let apps: Vec<_> = apps.collect::<Result<_, _>>()?;
            if !apps.is_empty() {
                return Ok(apps);
            }
            (front, "")
        }
    };
    let mut statement = db.prepare_cached(PHONES)?;
    let mut rows = statement.query(params![user, kind, most])?;
    let mut phones = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = store::phone_kind(&row.get::<_, String>(1)?)?;
        phones.push(Sealed {
            place: Place::Phone(Id(row.get(0)?), kind),
            bytes: row.get(2)?,
        });
    }
    Ok(phones)
}

pub(super) fn reseal(db: &Connection, values: &[Resealed]) -> Outcome<()> {
    for Resealed { old, new } in values {
        match old.place {
            Place::App(user, app) => db
                .prepare_cached(RESEAL_APP)?
                .execute(params![user.0, app.0, old.bytes, new])?,
            Place::Phone(user, kind) => db.prepare_cached(RESEAL_PHONE)?.execute(params![
                user.0,
                kind.key(),
                old.bytes,
                new
            ])?,
        };
    }
    Ok(())
}

/// What lies under which key.
pub(super) fn needs(db: &Connection) -> Outcome<BTreeMap<i32, KeyNeeds>> {
    let mut needs = BTreeMap::<i32, KeyNeeds>::new();
    let sealed = |row: &rusqlite::Row<'_>| {
        let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        Ok(key_of(bytes))
    };
    for sql in SEALED {
        count(db, sql, sealed, |kid| {
            needs.entry(kid).or_default().sealed += 1
        })?;
    }
    count(db, SHOWN, sealed, |kid| {
        needs.entry(kid).or_default().shown += 1
    })?;
    count(
        db,
        DIGESTS,
        |row| row.get(0).map(Some),
        |kid| needs.entry(kid).or_default().app_passwords += 1,
    )?;
    count(
        db,
        PASSWORDS,
        |row| {
            Ok(row
                .get_ref(0)?
                .as_str()
                .map_err(rusqlite::Error::from)?
                .parse()
                .ok())
        },
        |kid| needs.entry(kid).or_default().passwords += 1,
    )?;
    Ok(needs)
}

/// Goes through all rows of a statement.
fn count(
    db: &Connection,
    sql: &str,
    kid: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Option<i32>>,
    mut found: impl FnMut(i32),
) -> Outcome<()> {
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        kid(row)?.into_iter().for_each(&mut found);
    }
    Ok(())
}

/// People whose password or one of whose app passwords needs this key.
pub(super) fn people(db: &Connection, kid: i32, after: Option<Id>, most: u32) -> Outcome<Vec<Id>> {
    let after: &dyn ToSql = match &after {
        Some(Id(id)) => id,
        None => &b"".as_slice(),
    };
    let mut statement = db.prepare_cached(PEOPLE)?;
    let people = statement.query_map(params![kid, after, most], |row| row.get(0).map(Id))?;
    Ok(people.collect::<Result<_, _>>()?)
}
