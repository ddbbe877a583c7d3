//! What calls begin with, where that is a file.

use async_trait::async_trait;
use deadpool_postgres::{ClientWrapper, Transaction};
use domain::Language;
use domain::greeting::{Greeting, Sound};
use domain::service::ports::{Greetings, StoreError};
use tokio_postgres::Row;

use super::rows::{array, id, time};
use super::{Outcome, Param, Postgres, execute, must_hit};
use crate::store;

const PUT: &str =
    "INSERT INTO voice_greetings (language, sound, size, sha256, millis, at, uploaded_by, bytes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (language) DO UPDATE SET sound = EXCLUDED.sound, size = EXCLUDED.size,
        sha256 = EXCLUDED.sha256, millis = EXCLUDED.millis, at = EXCLUDED.at,
        uploaded_by = EXCLUDED.uploaded_by, bytes = EXCLUDED.bytes";

const DROP: &str = "DELETE FROM voice_greetings WHERE language = $1";

const ALL: &str =
    "SELECT language, sound, size, sha256, millis, at, uploaded_by FROM voice_greetings
    ORDER BY language";

const FILE: &str = "SELECT sound, bytes FROM voice_greetings WHERE sha256 = $1 LIMIT 1";

pub(super) async fn put(tx: &Transaction<'_>, one: &Greeting, bytes: &[u8]) -> Outcome<()> {
    let (tag, sound) = (one.language.tag(), one.sound.key());
    let (size, millis) = (i64::from(one.size), i64::from(one.millis));
    let row: [Param<'_>; 8] = [
        &tag,
        &sound,
        &size,
        &one.sha256.as_slice(),
        &millis,
        &one.at.0,
        &one.by.0.as_slice(),
        &bytes,
    ];
    execute(tx, PUT, &row).await?;
    Ok(())
}

pub(super) async fn drop(tx: &Transaction<'_>, language: Language) -> Outcome<()> {
    must_hit(execute(tx, DROP, &[&language.tag()]).await?)
}

async fn all(db: &ClientWrapper) -> Outcome<Vec<Greeting>> {
    let statement = db.prepare_cached(ALL).await?;
    let rows = db.query(&statement, &[]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Outcome<Greeting> {
    let (size, millis): (i64, i64) = (row.try_get(2)?, row.try_get(4)?);
    let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Greeting {
        language: store::spoken_in(row.try_get(0)?)?,
        sound: store::sound(row.try_get(1)?)?,
        size: small(size),
        sha256: array(row, 3)?,
        millis: small(millis),
        at: time(row, 5)?,
        by: id(row, 6)?,
    })
}

async fn file(db: &ClientWrapper, sha256: &[u8; 32]) -> Outcome<Option<(Sound, Vec<u8>)>> {
    let statement = db.prepare_cached(FILE).await?;
    let Some(row) = db.query_opt(&statement, &[&sha256.as_slice()]).await? else {
        return Ok(None);
    };
    Ok(Some((store::sound(row.try_get(0)?)?, row.try_get(1)?)))
}

#[async_trait]
impl Greetings for Postgres {
    async fn greetings(&self) -> Result<Vec<Greeting>, StoreError> {
        Ok(all(&*self.client().await?).await?)
    }

    async fn greeting_file(
        &self,
        sha256: &[u8; 32],
    ) -> Result<Option<(Sound, Vec<u8>)>, StoreError> {
        Ok(file(&*self.client().await?, sha256).await?)
    }
}
