//! What calls begin with, where that is a file.

use async_trait::async_trait;
use domain::greeting::{Greeting, Sound};
use domain::service::ports::{Greetings, StoreError};
use domain::{Id, Language, Time};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Outcome, Sqlite, must_hit};
use crate::store;

const PUT: &str =
    "INSERT OR REPLACE INTO voice_greetings (language, sound, size, sha256, millis, at, uploaded_by, bytes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const DROP: &str = "DELETE FROM voice_greetings WHERE language = ?1";

const ALL: &str =
    "SELECT language, sound, size, sha256, millis, at, uploaded_by FROM voice_greetings
    ORDER BY language";

const FILE: &str = "SELECT sound, bytes FROM voice_greetings WHERE sha256 = ?1 LIMIT 1";

pub(super) fn put(db: &Connection, one: &Greeting, bytes: &[u8]) -> Outcome<()> {
    let row = params![
        one.language.tag(),
        one.sound.key(),
        one.size,
        one.sha256,
        one.millis,
        one.at.0,
        one.by.0,
        bytes
    ];
    db.prepare_cached(PUT)?.execute(row)?;
    Ok(())
}

pub(super) fn drop(db: &Connection, language: Language) -> Outcome<()> {
    must_hit(db.prepare_cached(DROP)?.execute([language.tag()])?)
}

fn all(db: &Connection) -> Outcome<Vec<Greeting>> {
    let mut statement = db.prepare_cached(ALL)?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Outcome<Greeting> {
    Ok(Greeting {
        language: store::spoken_in(&row.get::<_, String>(0)?)?,
        sound: store::sound(&row.get::<_, String>(1)?)?,
        size: row.get(2)?,
        sha256: row.get(3)?,
        millis: row.get(4)?,
        at: Time(row.get(5)?),
        by: Id(row.get(6)?),
    })
}

fn file(db: &Connection, sha256: &[u8; 32]) -> Outcome<Option<(Sound, Vec<u8>)>> {
    let mut statement = db.prepare_cached(FILE)?;
    let found: Option<(String, Vec<u8>)> = statement
        .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((sound, bytes)) = found else {
        return Ok(None);
    };
    Ok(Some((store::sound(&sound)?, bytes)))
}

#[async_trait]
impl Greetings for Sqlite {
    async fn greetings(&self) -> Result<Vec<Greeting>, StoreError> {
        self.threads.read(all).await
    }

    async fn greeting_file(
        &self,
        sha256: &[u8; 32],
    ) -> Result<Option<(Sound, Vec<u8>)>, StoreError> {
        let sha256 = *sha256;
        self.threads.read(move |db| file(db, &sha256)).await
    }
}
