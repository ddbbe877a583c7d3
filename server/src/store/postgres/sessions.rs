//! Who is at the other end: sessions, sign-ins on the way, and the secrets that are shown to them. A
//! shown secret never outlives its owner.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::account::Account;
use domain::service::ports::StoreError;
use domain::session::{Lifetimes, Pending, Reveal, RevealKind, Session, Stage, TokenHash};
use domain::{Id, Time};

use super::load::Loaded;
use super::rows::{id, time};
use super::{Outcome, Param, execute, must_hit};
use crate::store::{self, TOUCH_EVERY};

const REVEAL: &str =
    "SELECT object, sealed, created, confirmed FROM reveals WHERE owner = $1 AND kind = $2";

// A clock that went back moves it too, or the session would seem to come from the future.
const TOUCH: &str = "UPDATE sessions SET seen = $2 WHERE hash = $1 AND abs(seen - $2) >= $3";

const ADD: &str = "INSERT INTO sessions (hash, user_id, created, seen, proof, flash, strong)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

// Sign-ins of one person stand in line, or two at once would both count the others only.
const STAND_IN_LINE: &str = "SELECT 1 FROM accounts WHERE id = $1 FOR NO KEY UPDATE";

/// The sessions of a person beyond the newest ones; the new one is not among the candidates.
macro_rules! surplus {
    () => {
        "(SELECT hash FROM sessions WHERE user_id = $1 AND hash <> $2 ORDER BY created DESC, hash OFFSET $3)"
    };
}
const END_SURPLUS_REVEALS: &str = concat!("DELETE FROM reveals WHERE owner IN ", surplus!());
const END_SURPLUS: &str = concat!("DELETE FROM sessions WHERE hash IN ", surplus!());

const RENEW: &str =
    "UPDATE sessions SET hash = $2, seen = $3, proof = $3, strong = $4 WHERE hash = $1";

const MOVE_REVEALS: &str = "UPDATE reveals SET owner = $2 WHERE owner = $1";

const SET_FLASH: &str = "UPDATE sessions SET flash = $2 WHERE hash = $1";

const END: &str = "DELETE FROM sessions WHERE hash = $1";

const END_REVEALS: &str = "DELETE FROM reveals WHERE owner = $1";

const END_OTHERS_REVEALS: &str = "DELETE FROM reveals
    WHERE owner IN (SELECT hash FROM sessions WHERE user_id = $1 AND hash IS DISTINCT FROM $2)";

const END_OTHERS: &str = "DELETE FROM sessions WHERE user_id = $1 AND hash IS DISTINCT FROM $2";

const ADD_PENDING: &str =
    "INSERT INTO pendings (hash, user_id, created, stage, next) VALUES ($1, $2, $3, $4, $5)";

const MOVE_PENDING: &str = "UPDATE pendings SET stage = $3 WHERE hash = $1 AND stage = $2";

const END_PENDING: &str = "DELETE FROM pendings WHERE hash = $1";

const END_PENDINGS_REVEALS: &str = "DELETE FROM reveals
    WHERE owner IN (SELECT hash FROM pendings WHERE user_id = $1)";

const END_PENDINGS: &str = "DELETE FROM pendings WHERE user_id = $1";

const PUT_REVEAL: &str = "INSERT INTO reveals (owner, kind, object, sealed, created, confirmed)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (owner, kind) DO UPDATE
    SET object = excluded.object, sealed = excluded.sealed, created = excluded.created,
        confirmed = excluded.confirmed";

const CONFIRM_REVEAL: &str = "UPDATE reveals SET confirmed = TRUE WHERE owner = $1 AND kind = $2";

const END_REVEAL: &str = "DELETE FROM reveals WHERE owner = $1 AND kind = $2";

// The same condition as `within` in the domain: neither too old nor from the future.
const TIDY_SESSIONS: &str = "DELETE FROM sessions
    WHERE abs($1 - seen) >= $2 OR abs($1 - created) >= $3";

const TIDY_PENDINGS: &str = "DELETE FROM pendings WHERE abs($1 - created) >= $2";

const TIDY_REVEALS: &str = "DELETE FROM reveals
    WHERE abs($1 - created) >= $2
       OR owner NOT IN (SELECT hash FROM sessions UNION ALL SELECT hash FROM pendings)";

/// A load always brings the row that it went through.
fn head(loaded: &Loaded) -> Outcome<&tokio_postgres::Row> {
    let missing = || StoreError::Unavailable("a load without its head".to_owned());
    Ok(loaded.head.as_ref().ok_or_else(missing)?)
}

/// The session with this hash and its person.
pub(super) fn session(hash: &TokenHash, loaded: Loaded) -> Outcome<(Session, Account)> {
    let row = head(&loaded)?;
    let session = Session {
        hash: *hash,
        user: loaded.account.id,
        created: time(row, 0)?,
        seen: time(row, 1)?,
        proof: time(row, 2)?,
        flash: row.try_get(3)?,
        strong: row.try_get(4)?,
    };
    Ok((session, loaded.account))
}

/// The sign-in on the way with this hash and its person.
pub(super) fn pending(hash: &TokenHash, loaded: Loaded) -> Outcome<(Pending, Account)> {
    let row = head(&loaded)?;
    let pending = Pending {
        hash: *hash,
        user: loaded.account.id,
        created: time(row, 0)?,
        stage: store::stage(row.try_get(1)?)?,
        next: row.try_get(2)?,
    };
    Ok((pending, loaded.account))
}

/// What is shown to this owner.
pub(super) async fn reveal(
    db: &ClientWrapper,
    owner: &TokenHash,
    kind: RevealKind,
) -> Outcome<Option<Reveal>> {
    let statement = db.prepare_cached(REVEAL).await?;
    let Some(row) = db
        .query_opt(&statement, &[&owner.as_slice(), &kind.key()])
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(Reveal {
        owner: *owner,
        kind,
        object: id(&row, 0)?,
        sealed: row.try_get(1)?,
        created: time(&row, 2)?,
        confirmed: row.try_get(3)?,
    }))
}

/// Notes that the session was seen, to the minute.
pub(super) async fn touch(db: &ClientWrapper, hash: &TokenHash, at: Time) -> Outcome<()> {
    let statement = db.prepare_cached(TOUCH).await?;
    db.execute(&statement, &[&hash.as_slice(), &at.0, &TOUCH_EVERY.0])
        .await?;
    Ok(())
}

pub(super) async fn add(tx: &Transaction<'_>, session: &Session, most: u32) -> Outcome<()> {
    let Session {
        hash,
        user,
        created,
        seen,
        proof,
        flash,
        strong,
    } = session;
    let (hash, user) = (hash.as_slice(), user.0.as_slice());
    execute(tx, STAND_IN_LINE, &[&user]).await?;
    execute(
        tx,
        ADD,
        &[&hash, &user, &created.0, &seen.0, &proof.0, flash, strong],
    )
    .await?;
    let others = i64::from(most.saturating_sub(1));
    execute(tx, END_SURPLUS_REVEALS, &[&user, &hash, &others]).await?;
    execute(tx, END_SURPLUS, &[&user, &hash, &others]).await?;
    Ok(())
}

pub(super) async fn renew(
    tx: &Transaction<'_>,
    (old, new): (&TokenHash, &TokenHash),
    at: Time,
    strong: bool,
) -> Outcome<()> {
    let row: [Param<'_>; 4] = [&old.as_slice(), &new.as_slice(), &at.0, &strong];
    must_hit(execute(tx, RENEW, &row).await?)?;
    execute(tx, MOVE_REVEALS, &[&old.as_slice(), &new.as_slice()]).await?;
    Ok(())
}

pub(super) async fn set_flash(
    tx: &Transaction<'_>,
    hash: &TokenHash,
    flash: Option<&str>,
) -> Outcome<()> {
    execute(tx, SET_FLASH, &[&hash.as_slice(), &flash]).await?;
    Ok(())
}

pub(super) async fn end(tx: &Transaction<'_>, hash: &TokenHash) -> Outcome<()> {
    execute(tx, END_REVEALS, &[&hash.as_slice()]).await?;
    execute(tx, END, &[&hash.as_slice()]).await?;
    Ok(())
}

pub(super) async fn end_others(
    tx: &Transaction<'_>,
    user: Id,
    except: Option<&TokenHash>,
) -> Outcome<()> {
    let row: [Param<'_>; 2] = [&user.0.as_slice(), &except.map(<[u8; 32]>::as_slice)];
    execute(tx, END_OTHERS_REVEALS, &row).await?;
    execute(tx, END_OTHERS, &row).await?;
    Ok(())
}

pub(super) async fn add_pending(tx: &Transaction<'_>, pending: &Pending) -> Outcome<()> {
    let Pending {
        hash,
        user,
        created,
        stage,
        next,
    } = pending;
    let row: [Param<'_>; 5] = [
        &hash.as_slice(),
        &user.0.as_slice(),
        &created.0,
        &store::stage_key(*stage),
        next,
    ];
    execute(tx, ADD_PENDING, &row).await?;
    Ok(())
}

pub(super) async fn move_pending(
    tx: &Transaction<'_>,
    hash: &TokenHash,
    from: Stage,
    to: Stage,
) -> Outcome<()> {
    let (from, to) = (store::stage_key(from), store::stage_key(to));
    must_hit(execute(tx, MOVE_PENDING, &[&hash.as_slice(), &from, &to]).await?)
}

pub(super) async fn end_pending(tx: &Transaction<'_>, hash: &TokenHash) -> Outcome<()> {
    execute(tx, END_REVEALS, &[&hash.as_slice()]).await?;
    must_hit(execute(tx, END_PENDING, &[&hash.as_slice()]).await?)
}

pub(super) async fn end_pendings(tx: &Transaction<'_>, user: Id) -> Outcome<()> {
    execute(tx, END_PENDINGS_REVEALS, &[&user.0.as_slice()]).await?;
    execute(tx, END_PENDINGS, &[&user.0.as_slice()]).await?;
    Ok(())
}

pub(super) async fn put_reveal(tx: &Transaction<'_>, reveal: &Reveal) -> Outcome<()> {
    let Reveal {
        owner,
        kind,
        object,
        sealed,
        created,
        confirmed,
    } = reveal;
    let row: [Param<'_>; 6] = [
        &owner.as_slice(),
        &kind.key(),
        &object.0.as_slice(),
        sealed,
        &created.0,
        confirmed,
    ];
    execute(tx, PUT_REVEAL, &row).await?;
    Ok(())
}

pub(super) async fn confirm_reveal(
    tx: &Transaction<'_>,
    owner: &TokenHash,
    kind: RevealKind,
) -> Outcome<()> {
    execute(tx, CONFIRM_REVEAL, &[&owner.as_slice(), &kind.key()]).await?;
    Ok(())
}

pub(super) async fn end_reveal(
    tx: &Transaction<'_>,
    owner: &TokenHash,
    kind: RevealKind,
) -> Outcome<()> {
    execute(tx, END_REVEAL, &[&owner.as_slice(), &kind.key()]).await?;
    Ok(())
}

/// Removes what has run out for everybody, and shown secrets without an owner.
pub(super) async fn tidy(tx: &Transaction<'_>, now: Time, lifetimes: &Lifetimes) -> Outcome<()> {
    let (idle, absolute, pending) = store::longest(lifetimes);
    execute(tx, TIDY_SESSIONS, &[&now.0, &idle.0, &absolute.0]).await?;
    execute(tx, TIDY_PENDINGS, &[&now.0, &pending.0]).await?;
    execute(tx, TIDY_REVEALS, &[&now.0, &lifetimes.reveal.0]).await?;
    Ok(())
}
