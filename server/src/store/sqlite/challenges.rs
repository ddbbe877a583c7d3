//! Open questions to telephones, which are also the messages that wait for the gateway.

use domain::challenge::{Challenge, Progress, Purpose};
use domain::session::TokenHash;
use domain::{Id, Time};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Outcome, must_hit};
use crate::store::{self, ASKED, SENDINGS};

macro_rules! columns {
    () => {
        "owner, id, user_id, purpose, dial, number, region, tag, language, secret, mac, created, due,
         handings, tries, asked, again, progress"
    };
}

const PUT: &str = concat!(
    "INSERT OR REPLACE INTO challenges (",
    columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
);

const NOTE: &str = "INSERT INTO sendings (id, region, at, answered) VALUES (?1, ?2, ?3, 0)";

const OF_OWNER: &str = concat!("SELECT ", columns!(), " FROM challenges WHERE owner = ?1");

const OF_SENDING: &str = concat!("SELECT ", columns!(), " FROM challenges WHERE id = ?1");

const TEXTS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM challenges WHERE tag = ?1 AND created > ?2 AND dial = 'text_phone'
      ORDER BY created DESC LIMIT 10"
);

const TRY: &str = "UPDATE challenges SET tries = tries + 1 WHERE id = ?1 AND tries = ?2";

const MOVE: &str = "UPDATE challenges
    SET progress = ?3, tries = tries + ?4, secret = CASE WHEN ?5 THEN x'' ELSE secret END,
        due = coalesce(?6, due)
    WHERE id = ?1 AND progress = ?2";

const END: &str = "DELETE FROM challenges WHERE id = ?1";

const ANSWERED: &str = "UPDATE sendings SET answered = 1 WHERE id = ?1";

const WAITING: &str = "SELECT EXISTS (SELECT 1 FROM challenges
    WHERE progress IN ('queued', 'sending') AND due <= ?1)";

// It may have been sent: then it is not sent again.
const GIVE_UP: &str = "UPDATE challenges SET progress = 'failed', secret = x''
    WHERE progress = 'sending' AND due <= ?1";

const CLAIM: &str = concat!(
    "UPDATE challenges SET progress = 'sending', due = ?2, handings = handings + 1
     WHERE id IN (SELECT id FROM challenges WHERE progress = 'queued' AND due <= ?1
                  ORDER BY due, id LIMIT ?3)
     RETURNING ",
    columns!()
);

const ANSWERS: &str =
    "SELECT count(*), coalesce(sum(answered), 0) FROM (SELECT answered FROM sendings
    WHERE region = ?1 AND at > ?2 AND at <= ?3 ORDER BY at DESC LIMIT ?4)";

const TIDY: &str = "DELETE FROM challenges WHERE abs(?1 - created) >= ?2";

const TIDY_SENDINGS: &str = "DELETE FROM sendings WHERE abs(?1 - at) >= ?2";

fn read(row: &Row<'_>) -> Outcome<Challenge> {
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    Ok(Challenge {
        owner: row.get(0)?,
        id: Id(row.get(1)?),
        user: Id(row.get(2)?),
        purpose: store::purpose(text(3)?)?,
        dial: store::dial(text(4)?)?,
        number: row.get(5)?,
        region: row.get(6)?,
        tag: row.get(7)?,
        language: store::spoken(text(8)?)?,
        secret: row.get(9)?,
        mac: row.get(10)?,
        created: Time(row.get(11)?),
        due: Time(row.get(12)?),
        handings: row.get(13)?,
        tries: row.get(14)?,
        asked: row.get(15)?,
        again: Time(row.get(16)?),
        progress: store::progress(text(17)?)?,
    })
}

fn one(db: &Connection, sql: &str, key: &[u8]) -> Outcome<Option<Challenge>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([key])?;
    rows.next()?.map(read).transpose()
}

pub(super) fn of_owner(db: &Connection, owner: &TokenHash) -> Outcome<Option<Challenge>> {
    one(db, OF_OWNER, owner)
}

pub(super) fn of_sending(db: &Connection, sending: Id) -> Outcome<Option<Challenge>> {
    one(db, OF_SENDING, &sending.0)
}

pub(super) fn texts_to(db: &Connection, tag: &[u8; 32], after: Time) -> Outcome<Vec<Challenge>> {
    let mut statement = db.prepare_cached(TEXTS)?;
    let mut rows = statement.query(params![tag, after.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub(super) fn put(db: &Connection, challenge: &Challenge) -> Outcome<()> {
    db.prepare_cached(PUT)?.execute(params![
        challenge.owner,
        challenge.id.0,
        challenge.user.0,
        challenge.purpose.key(),
        challenge.dial.key(),
        challenge.number,
        challenge.region,
        challenge.tag,
        challenge.language.tag(),
        challenge.secret,
        challenge.mac,
        challenge.created.0,
        challenge.due.0,
        challenge.handings,
        challenge.tries,
        challenge.asked,
        challenge.again.0,
        challenge.progress.key(),
    ])?;
    // What asks nothing is never answered, which is no sign that something is wrong with the country.
    if challenge.purpose != Purpose::Warning {
        let sending = params![challenge.id.0, challenge.region, challenge.created.0];
        db.prepare_cached(NOTE)?.execute(sending)?;
    }
    Ok(())
}

pub(super) fn take_try(db: &Connection, id: Id, tries: u8) -> Outcome<()> {
    must_hit(db.prepare_cached(TRY)?.execute(params![id.0, tries])?)
}

pub(super) fn move_on(
    db: &Connection,
    id: Id,
    (from, to): (Progress, Progress),
    (wrong, wipe): (bool, bool),
    due: Option<Time>,
) -> Outcome<()> {
    let due = due.map(|due| due.0);
    let row = params![id.0, from.key(), to.key(), wrong, wipe, due];
    must_hit(db.prepare_cached(MOVE)?.execute(row)?)
}

pub(super) fn end(db: &Connection, id: Id) -> Outcome<()> {
    must_hit(db.prepare_cached(END)?.execute([id.0])?)?;
    db.prepare_cached(ANSWERED)?.execute([id.0])?;
    Ok(())
}

/// Whether there is anything to claim: asked far more often than there is.
pub(super) fn waiting(db: &Connection, now: Time) -> Outcome<bool> {
    Ok(db
        .prepare_cached(WAITING)?
        .query_row([now.0], |row| row.get(0))?)
}

pub(super) fn claim(db: &Connection, now: Time, until: Time, most: u32) -> Outcome<Vec<Challenge>> {
    db.prepare_cached(GIVE_UP)?.execute([now.0])?;
    let mut statement = db.prepare_cached(CLAIM)?;
    let mut rows = statement.query(params![now.0, until.0, most])?;
    let mut claimed = Vec::new();
    while let Some(row) = rows.next()? {
        claimed.push(read(row)?);
    }
    Ok(claimed)
}

pub(super) fn answers(
    db: &Connection,
    region: &str,
    (from, to): (Time, Time),
    most: u32,
) -> Outcome<(u32, u32)> {
    let asked = params![region, from.0, to.0, most];
    let counts = db
        .prepare_cached(ANSWERS)?
        .query_row(asked, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(counts.unwrap_or_default())
}

pub(super) fn tidy(db: &Connection, now: Time) -> Outcome<()> {
    db.prepare_cached(TIDY)?.execute([now.0, ASKED.0])?;
    db.prepare_cached(TIDY_SENDINGS)?
        .execute([now.0, SENDINGS.0])?;
    Ok(())
}
