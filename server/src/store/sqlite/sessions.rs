//! Who is at the other end: sessions, sign-ins on the way, and the secrets that are shown to them. A
//! shown secret never outlives its owner.

use domain::account::Account;
use domain::session::{Lifetimes, Pending, Reveal, RevealKind, Session, Stage, TokenHash};
use domain::{Id, Time};
use rusqlite::{Connection, OptionalExtension, params};

use super::load::{self, Load};
use super::{Outcome, must_hit};
use crate::store::{self, TOUCH_EVERY};

const SESSION: &str =
    "SELECT user_id, created, seen, proof, flash, strong FROM sessions WHERE hash = ?1";

const PENDING: &str = "SELECT user_id, created, stage, next FROM pendings WHERE hash = ?1";

const REVEAL: &str =
    "SELECT object, sealed, created, confirmed FROM reveals WHERE owner = ?1 AND kind = ?2";

// A clock that went back moves it too, or the session would seem to come from the future.
const TOUCH: &str = "UPDATE sessions SET seen = ?2 WHERE hash = ?1 AND abs(seen - ?2) >= ?3";

const ADD: &str = "INSERT INTO sessions (hash, user_id, created, seen, proof, flash, strong)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// The sessions of a person beyond the newest ones; the new one is not among the candidates.
macro_rules! surplus {
    () => {
        "(SELECT hash FROM sessions WHERE user_id = ?1 AND hash <> ?2 ORDER BY created DESC, hash LIMIT -1 OFFSET ?3)"
    };
}
const END_SURPLUS_REVEALS: &str = concat!("DELETE FROM reveals WHERE owner IN ", surplus!());
const END_SURPLUS: &str = concat!("DELETE FROM sessions WHERE hash IN ", surplus!());

const RENEW: &str =
    "UPDATE sessions SET hash = ?2, seen = ?3, proof = ?3, strong = ?4 WHERE hash = ?1";

const MOVE_REVEALS: &str = "UPDATE reveals SET owner = ?2 WHERE owner = ?1";

const SET_FLASH: &str = "UPDATE sessions SET flash = ?2 WHERE hash = ?1";

const END: &str = "DELETE FROM sessions WHERE hash = ?1";

const END_REVEALS: &str = "DELETE FROM reveals WHERE owner = ?1";

const END_OTHERS_REVEALS: &str = "DELETE FROM reveals
    WHERE owner IN (SELECT hash FROM sessions WHERE user_id = ?1 AND hash IS NOT ?2)";

const END_OTHERS: &str = "DELETE FROM sessions WHERE user_id = ?1 AND hash IS NOT ?2";

const ADD_PENDING: &str =
    "INSERT INTO pendings (hash, user_id, created, stage, next) VALUES (?1, ?2, ?3, ?4, ?5)";

const MOVE_PENDING: &str = "UPDATE pendings SET stage = ?3 WHERE hash = ?1 AND stage = ?2";

const END_PENDING: &str = "DELETE FROM pendings WHERE hash = ?1";

const END_PENDINGS_REVEALS: &str = "DELETE FROM reveals
    WHERE owner IN (SELECT hash FROM pendings WHERE user_id = ?1)";

const END_PENDINGS: &str = "DELETE FROM pendings WHERE user_id = ?1";

const PUT_REVEAL: &str = "INSERT INTO reveals (owner, kind, object, sealed, created, confirmed)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (owner, kind) DO UPDATE
    SET object = excluded.object, sealed = excluded.sealed, created = excluded.created,
        confirmed = excluded.confirmed";

const CONFIRM_REVEAL: &str = "UPDATE reveals SET confirmed = 1 WHERE owner = ?1 AND kind = ?2";

const END_REVEAL: &str = "DELETE FROM reveals WHERE owner = ?1 AND kind = ?2";

// The same condition as `within` in the domain: neither too old nor from the future.
const TIDY_SESSIONS: &str = "DELETE FROM sessions
    WHERE abs(?1 - seen) >= ?2 OR abs(?1 - created) >= ?3";

const TIDY_PENDINGS: &str = "DELETE FROM pendings WHERE abs(?1 - created) >= ?2";

const TIDY_REVEALS: &str = "DELETE FROM reveals
    WHERE abs(?1 - created) >= ?2
       OR owner NOT IN (SELECT hash FROM sessions UNION ALL SELECT hash FROM pendings)";

/// The session with this hash and its person.
pub(super) fn session(db: &Connection, hash: &TokenHash) -> Outcome<Option<(Session, Account)>> {
    let session = db.prepare_cached(SESSION)?.query_row([hash], |row| {
        Ok(Session {
            hash: *hash,
            user: Id(row.get(0)?),
            created: Time(row.get(1)?),
            seen: Time(row.get(2)?),
            proof: Time(row.get(3)?),
            flash: row.get(4)?,
            strong: row.get(5)?,
        })
    });
    let Some(session) = session.optional()? else {
        return Ok(None);
    };
    Ok(load::account(db, &Load::BY_ID, &session.user.0)?.map(|account| (session, account)))
}

/// The sign-in on the way with this hash and its person.
pub(super) fn pending(db: &Connection, hash: &TokenHash) -> Outcome<Option<(Pending, Account)>> {
    let mut statement = db.prepare_cached(PENDING)?;
    let mut rows = statement.query([hash])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let pending = Pending {
        hash: *hash,
        user: Id(row.get(0)?),
        created: Time(row.get(1)?),
        stage: store::stage(&row.get::<_, String>(2)?)?,
        next: row.get(3)?,
    };
    Ok(load::account(db, &Load::BY_ID, &pending.user.0)?.map(|account| (pending, account)))
}

/// What is shown to this owner.
pub(super) fn reveal(
    db: &Connection,
    owner: &TokenHash,
    kind: RevealKind,
) -> Outcome<Option<Reveal>> {
    let reveal = db
        .prepare_cached(REVEAL)?
        .query_row(params![owner, kind.key()], |row| {
            Ok(Reveal {
                owner: *owner,
                kind,
                object: Id(row.get(0)?),
                sealed: row.get(1)?,
                created: Time(row.get(2)?),
                confirmed: row.get(3)?,
            })
        });
    Ok(reveal.optional()?)
}

/// Notes that the session was seen, to the minute.
pub(super) fn touch(db: &Connection, hash: &TokenHash, at: Time) -> Outcome<()> {
    db.prepare_cached(TOUCH)?
        .execute(params![hash, at.0, TOUCH_EVERY.0])?;
    Ok(())
}

pub(super) fn add(db: &Connection, session: &Session, most: u32) -> Outcome<()> {
    let Session {
        hash,
        user,
        created,
        seen,
        proof,
        flash,
        strong,
    } = session;
    db.prepare_cached(ADD)?.execute(params![
        hash, user.0, created.0, seen.0, proof.0, flash, strong
    ])?;
    let others = most.saturating_sub(1);
    db.prepare_cached(END_SURPLUS_REVEALS)?
        .execute(params![user.0, hash, others])?;
    db.prepare_cached(END_SURPLUS)?
        .execute(params![user.0, hash, others])?;
    Ok(())
}

pub(super) fn renew(
    db: &Connection,
    (old, new): (&TokenHash, &TokenHash),
    at: Time,
    strong: bool,
) -> Outcome<()> {
    must_hit(
        db.prepare_cached(RENEW)?
            .execute(params![old, new, at.0, strong])?,
    )?;
    db.prepare_cached(MOVE_REVEALS)?
        .execute(params![old, new])?;
    Ok(())
}

pub(super) fn set_flash(db: &Connection, hash: &TokenHash, flash: Option<&str>) -> Outcome<()> {
    db.prepare_cached(SET_FLASH)?
        .execute(params![hash, flash])?;
    Ok(())
}

pub(super) fn end(db: &Connection, hash: &TokenHash) -> Outcome<()> {
    db.prepare_cached(END_REVEALS)?.execute([hash])?;
    db.prepare_cached(END)?.execute([hash])?;
    Ok(())
}

pub(super) fn end_others(db: &Connection, user: Id, except: Option<&TokenHash>) -> Outcome<()> {
    db.prepare_cached(END_OTHERS_REVEALS)?
        .execute(params![user.0, except])?;
    db.prepare_cached(END_OTHERS)?
        .execute(params![user.0, except])?;
    Ok(())
}

pub(super) fn add_pending(db: &Connection, pending: &Pending) -> Outcome<()> {
    let Pending {
        hash,
        user,
        created,
        stage,
        next,
    } = pending;
    let row = params![hash, user.0, created.0, store::stage_key(*stage), next];
    db.prepare_cached(ADD_PENDING)?.execute(row)?;
    Ok(())
}

pub(super) fn move_pending(
    db: &Connection,
    hash: &TokenHash,
    from: Stage,
    to: Stage,
) -> Outcome<()> {
    let row = params![hash, store::stage_key(from), store::stage_key(to)];
    must_hit(db.prepare_cached(MOVE_PENDING)?.execute(row)?)
}

pub(super) fn end_pending(db: &Connection, hash: &TokenHash) -> Outcome<()> {
    db.prepare_cached(END_REVEALS)?.execute([hash])?;
    must_hit(db.prepare_cached(END_PENDING)?.execute([hash])?)
}

pub(super) fn end_pendings(db: &Connection, user: Id) -> Outcome<()> {
    db.prepare_cached(END_PENDINGS_REVEALS)?.execute([user.0])?;
    db.prepare_cached(END_PENDINGS)?.execute([user.0])?;
    Ok(())
}

pub(super) fn put_reveal(db: &Connection, reveal: &Reveal) -> Outcome<()> {
    let Reveal {
        owner,
        kind,
        object,
        sealed,
        created,
        confirmed,
    } = reveal;
    let row = params![owner, kind.key(), object.0, sealed, created.0, confirmed];
    db.prepare_cached(PUT_REVEAL)?.execute(row)?;
    Ok(())
}

pub(super) fn confirm_reveal(db: &Connection, owner: &TokenHash, kind: RevealKind) -> Outcome<()> {
    db.prepare_cached(CONFIRM_REVEAL)?
        .execute(params![owner, kind.key()])?;
    Ok(())
}

pub(super) fn end_reveal(db: &Connection, owner: &TokenHash, kind: RevealKind) -> Outcome<()> {
    db.prepare_cached(END_REVEAL)?
        .execute(params![owner, kind.key()])?;
    Ok(())
}

/// Removes what has run out for everybody, and shown secrets without an owner.
pub(super) fn tidy(db: &Connection, now: Time, lifetimes: &Lifetimes) -> Outcome<()> {
    let (idle, absolute, pending) = store::longest(lifetimes);
    db.prepare_cached(TIDY_SESSIONS)?
        .execute(params![now.0, idle.0, absolute.0])?;
    db.prepare_cached(TIDY_PENDINGS)?
        .execute(params![now.0, pending.0])?;
    db.prepare_cached(TIDY_REVEALS)?
        .execute(params![now.0, lifetimes.reveal.0])?;
    Ok(())
}
