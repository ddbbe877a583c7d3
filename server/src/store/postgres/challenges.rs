//! Open questions to telephones, which are also the messages that wait for the gateway.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::challenge::{Challenge, Progress, Purpose};
use domain::session::TokenHash;
use domain::{Id, Time};
use tokio_postgres::Row;

use super::rows::{array, id, time};
use super::{Outcome, Param, execute, must_hit};
use crate::store::{self, ASKED, SENDINGS};

macro_rules! columns {
    () => {
        "owner, id, user_id, purpose, dial, number, region, tag, language, secret, mac, created, due,
         handings, tries, asked, again, progress"
    };
}

const PUT: &str = concat!(
    "INSERT INTO challenges (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT (owner) DO UPDATE
     SET id = excluded.id, user_id = excluded.user_id, purpose = excluded.purpose,
         dial = excluded.dial, number = excluded.number, region = excluded.region,
         tag = excluded.tag, language = excluded.language, secret = excluded.secret,
         mac = excluded.mac, created = excluded.created, due = excluded.due,
         handings = excluded.handings, tries = excluded.tries, asked = excluded.asked,
         again = excluded.again, progress = excluded.progress"
);

const NOTE: &str = "INSERT INTO sendings (id, region, at, answered) VALUES ($1, $2, $3, false)";

const OF_OWNER: &str = concat!("SELECT ", columns!(), " FROM challenges WHERE owner = $1");

const OF_SENDING: &str = concat!("SELECT ", columns!(), " FROM challenges WHERE id = $1");

const TEXTS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM challenges WHERE tag = $1 AND created > $2 AND dial = 'text_phone'
      ORDER BY created DESC LIMIT 10"
);

const TRY: &str = "UPDATE challenges SET tries = tries + 1 WHERE id = $1 AND tries = $2";

const MOVE: &str = "UPDATE challenges
    SET progress = $3, tries = tries + $4, secret = CASE WHEN $5 THEN ''::bytea ELSE secret END,
        due = coalesce($6, due)
    WHERE id = $1 AND progress = $2";

const END: &str = "DELETE FROM challenges WHERE id = $1";

const ANSWERED: &str = "UPDATE sendings SET answered = true WHERE id = $1";

// It may have been sent: then it is not sent again.
const GIVE_UP: &str = "UPDATE challenges SET progress = 'failed', secret = ''
    WHERE progress = 'sending' AND due <= $1";

// Rows that another instance claims in this moment are skipped, not waited for.
const CLAIM: &str = concat!(
    "UPDATE challenges SET progress = 'sending', due = $2, handings = handings + 1
     WHERE id IN (SELECT id FROM challenges WHERE progress = 'queued' AND due <= $1
                  ORDER BY due, id LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING ",
    columns!()
);

const ANSWERS: &str =
    "SELECT count(*), count(*) FILTER (WHERE answered) FROM (SELECT answered FROM sendings
    WHERE region = $1 AND at > $2 AND at <= $3 ORDER BY at DESC LIMIT $4) AS last";

const TIDY: &str = "DELETE FROM challenges WHERE abs($1 - created) >= $2";

const TIDY_SENDINGS: &str = "DELETE FROM sendings WHERE abs($1 - at) >= $2";

fn small(row: &Row, column: usize) -> Outcome<u8> {
    let number: i16 = row.try_get(column)?;
    Ok(u8::try_from(number).map_err(|_| store::damaged("challenges", &number.to_string()))?)
}

fn read(row: &Row) -> Outcome<Challenge> {
    Ok(Challenge {
        owner: array(row, 0)?,
        id: id(row, 1)?,
        user: id(row, 2)?,
        purpose: store::purpose(row.try_get(3)?)?,
        dial: store::dial(row.try_get(4)?)?,
        number: row.try_get(5)?,
        region: row.try_get(6)?,
        tag: array(row, 7)?,
        language: store::spoken(row.try_get(8)?)?,
        secret: row.try_get(9)?,
        mac: array(row, 10)?,
        created: time(row, 11)?,
        due: time(row, 12)?,
        handings: small(row, 13)?,
        tries: small(row, 14)?,
        asked: small(row, 15)?,
        again: time(row, 16)?,
        progress: store::progress(row.try_get(17)?)?,
    })
}

async fn all(db: &ClientWrapper, sql: &str, params: &[Param<'_>]) -> Outcome<Vec<Challenge>> {
    let statement = db.prepare_cached(sql).await?;
    let rows = db.query(&statement, params).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn of_owner(db: &ClientWrapper, owner: &TokenHash) -> Outcome<Option<Challenge>> {
    Ok(all(db, OF_OWNER, &[&owner.as_slice()]).await?.pop())
}

pub(super) async fn of_sending(db: &ClientWrapper, sending: Id) -> Outcome<Option<Challenge>> {
    Ok(all(db, OF_SENDING, &[&sending.0.as_slice()]).await?.pop())
}

pub(super) async fn texts_to(
    db: &ClientWrapper,
    tag: &[u8; 32],
    after: Time,
) -> Outcome<Vec<Challenge>> {
    all(db, TEXTS, &[&tag.as_slice(), &after.0]).await
}

pub(super) async fn put(tx: &Transaction<'_>, challenge: &Challenge) -> Outcome<()> {
    let [handings, tries, asked] =
        [challenge.handings, challenge.tries, challenge.asked].map(i16::from);
    let row: [Param<'_>; 18] = [
        &challenge.owner.as_slice(),
        &challenge.id.0.as_slice(),
        &challenge.user.0.as_slice(),
        &challenge.purpose.key(),
        &challenge.dial.key(),
        &challenge.number,
        &challenge.region,
        &challenge.tag.as_slice(),
        &challenge.language.tag(),
        &challenge.secret,
        &challenge.mac.as_slice(),
        &challenge.created.0,
        &challenge.due.0,
        &handings,
        &tries,
        &asked,
        &challenge.again.0,
        &challenge.progress.key(),
    ];
    execute(tx, PUT, &row).await?;
    let sending: [Param<'_>; 3] = [
        &challenge.id.0.as_slice(),
        &challenge.region,
        &challenge.created.0,
    ];
    // What asks nothing is never answered, which is no sign that something is wrong with the country.
    if challenge.purpose != Purpose::Warning {
        execute(tx, NOTE, &sending).await?;
    }
    Ok(())
}

pub(super) async fn take_try(tx: &Transaction<'_>, id: Id, tries: u8) -> Outcome<()> {
    must_hit(execute(tx, TRY, &[&id.0.as_slice(), &i16::from(tries)]).await?)
}

pub(super) async fn move_on(
    tx: &Transaction<'_>,
    id: Id,
    (from, to): (Progress, Progress),
    (wrong, wipe): (bool, bool),
    due: Option<Time>,
) -> Outcome<()> {
    let due = due.map(|due| due.0);
    let wrong = i16::from(wrong);
    let row: [Param<'_>; 6] = [
        &id.0.as_slice(),
        &from.key(),
        &to.key(),
        &wrong,
        &wipe,
        &due,
    ];
    must_hit(execute(tx, MOVE, &row).await?)
}

pub(super) async fn end(tx: &Transaction<'_>, id: Id) -> Outcome<()> {
    must_hit(execute(tx, END, &[&id.0.as_slice()]).await?)?;
    execute(tx, ANSWERED, &[&id.0.as_slice()]).await?;
    Ok(())
}

pub(super) async fn claim(
    db: &ClientWrapper,
    now: Time,
    until: Time,
    most: u32,
) -> Outcome<Vec<Challenge>> {
    let give_up = db.prepare_cached(GIVE_UP).await?;
    db.execute(&give_up, &[&now.0]).await?;
    all(db, CLAIM, &[&now.0, &until.0, &i64::from(most)]).await
}

pub(super) async fn answers(
    db: &ClientWrapper,
    region: &str,
    (from, to): (Time, Time),
    most: u32,
) -> Outcome<(u32, u32)> {
    let statement = db.prepare_cached(ANSWERS).await?;
    let asked: [Param<'_>; 4] = [&region, &from.0, &to.0, &i64::from(most)];
    let row = db.query_one(&statement, &asked).await?;
    let count = |column| -> Outcome<u32> {
        let number: i64 = row.try_get(column)?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    };
    Ok((count(0)?, count(1)?))
}

pub(super) async fn tidy(tx: &Transaction<'_>, now: Time) -> Outcome<()> {
    execute(tx, TIDY, &[&now.0, &ASKED.0]).await?;
    execute(tx, TIDY_SENDINGS, &[&now.0, &SENDINGS.0]).await?;
    Ok(())
}
