//! Changes of a person: the directory's part, the state of two-step verification, authenticator apps
//! and telephones. Every one names the person, so a change of one account cannot reach another's rows.

use domain::account::{Account, App, Block, Pass, Phone, PhoneKind};
use domain::{Id, Time};
use rusqlite::{Connection, params};

use super::{Outcome, desk, must_hit};

const CLAIM: &str = "UPDATE accounts SET version = version + 1 WHERE id = ?1 AND version = ?2";

const ADD: &str = "INSERT INTO accounts
    (id, version, login, name, title, mail, office_phone, office_extension, language, role, state, active,
     password, password_changed, preferred)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";

const SET_DIRECTORY: &str = "UPDATE accounts
    SET name = ?2, title = ?3, mail = ?4, office_phone = ?5, office_extension = ?6 WHERE id = ?1";

const DELETE_REVEALS: &str = "DELETE FROM reveals WHERE owner IN
    (SELECT hash FROM sessions WHERE user_id = ?1 UNION ALL SELECT hash FROM pendings WHERE user_id = ?1)";

const DELETE: &str = "DELETE FROM accounts WHERE id = ?1";

const SET_ACTIVE: &str = "UPDATE accounts SET active = ?2 WHERE id = ?1";

const SET_PASSWORD: &str = "UPDATE accounts
    SET password = ?2, password_changed = coalesce(?3, password_changed),
        temporary_until = CASE WHEN ?3 IS NULL THEN temporary_until END WHERE id = ?1";

const LIMIT_PASSWORD: &str = "UPDATE accounts SET temporary_until = ?2 WHERE id = ?1";

const ADD_APP: &str =
    "INSERT INTO apps (user_id, id, name, secret, last_step, created, last_used, locked)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const RENAME_APP: &str = "UPDATE apps SET name = ?3 WHERE user_id = ?1 AND id = ?2";

const REMOVE_APP: &str = "DELETE FROM apps WHERE user_id = ?1 AND id = ?2";

const USE_APP: &str = "UPDATE apps SET last_step = ?3, last_used = ?4
    WHERE user_id = ?1 AND id = ?2 AND last_step < ?3";

const LOCK_APP: &str = "UPDATE apps SET locked = ?3 WHERE user_id = ?1 AND id = ?2";

const PUT_PHONE: &str = "INSERT INTO phones (user_id, kind, number, verified, created)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (user_id, kind) DO UPDATE
    SET number = excluded.number, verified = excluded.verified, created = excluded.created,
        retired = 0";

const REMOVE_PHONE: &str = "DELETE FROM phones WHERE user_id = ?1 AND kind = ?2";

/// Telephones and apps that no longer count, or count again.
const RETIRE: [&str; 3] = [
    "UPDATE apps SET retired = ?2 WHERE user_id = ?1",
    "UPDATE phones SET retired = ?2 WHERE user_id = ?1",
    // Before the preferred option is taken away, so that it can come back with them.
    "UPDATE accounts SET retired_preferred = CASE WHEN ?2 THEN preferred END WHERE id = ?1",
];

const DROP_RETIRED: [&str; 2] = [
    "DELETE FROM apps WHERE user_id = ?1 AND retired",
    "DELETE FROM phones WHERE user_id = ?1 AND retired",
];

const SET_BLOCK: &str = "UPDATE accounts SET blocked_until = ?2, blocked_reason = ?3 WHERE id = ?1";

const SET_PASS: &str = "UPDATE accounts SET pass_mac = ?2, pass_until = ?3 WHERE id = ?1";

const SET_BYPASS: &str = "UPDATE accounts SET bypass_until = ?2 WHERE id = ?1";

const SET_GRACE_FROM: &str = "UPDATE accounts SET grace_from = ?2 WHERE id = ?1";

const LOGIN: &str = "SELECT login FROM accounts WHERE id = ?1";

/// Takes the account for this batch, if it is still the version that was read.
pub(super) fn claim(db: &Connection, user: Id, version: i64) -> Outcome<()> {
    must_hit(
        db.prepare_cached(CLAIM)?
            .execute(params![user.0, version])?,
    )
}

pub(super) fn add(db: &Connection, account: &Account) -> Outcome<()> {
    db.prepare_cached(ADD)?.execute(params![
        account.id.0,
        account.version,
        account.login,
        account.name,
        account.title,
        account.mail,
        account.office_phone,
        account.office_extension,
        account.language.map(domain::Language::tag),
        account.role.key(),
        account.state.key(),
        account.active,
        account.password,
        account.password_changed.0,
        account.default.map(domain::method::Preferred::key),
    ])?;
    desk::index(
        db,
        account.id,
        [&account.login, &account.name, &account.mail],
    )?;
    account
        .apps
        .iter()
        .try_for_each(|app| add_app(db, account.id, app))?;
    account
        .phones
        .iter()
        .try_for_each(|phone| put_phone(db, account.id, phone))
}

pub(super) fn set_directory(
    db: &Connection,
    user: Id,
    [name, title, mail, office_phone, office_extension]: [&str; 5],
) -> Outcome<()> {
    let row = params![user.0, name, title, mail, office_phone, office_extension];
    if db.prepare_cached(SET_DIRECTORY)?.execute(row)? == 0 {
        return Ok(());
    }
    let login: String = db
        .prepare_cached(LOGIN)?
        .query_row([user.0], |row| row.get(0))?;
    desk::index(db, user, [&login, name, mail])
}

/// Ends the person; the foreign keys take along what hangs on them, except what has no such key.
pub(super) fn delete(db: &Connection, user: Id) -> Outcome<()> {
    db.prepare_cached(DELETE_REVEALS)?.execute([user.0])?;
    db.prepare_cached(DELETE)?.execute([user.0])?;
    Ok(())
}

pub(super) fn set_active(db: &Connection, user: Id, active: bool) -> Outcome<()> {
    db.prepare_cached(SET_ACTIVE)?
        .execute(params![user.0, active])?;
    Ok(())
}

/// Sets one of the columns that hold a word.
pub(super) fn set_word(db: &Connection, user: Id, column: Word, word: Option<&str>) -> Outcome<()> {
    let sql = match column {
        Word::Role => "UPDATE accounts SET role = ?2 WHERE id = ?1",
        // Another state ends a grace period; the same one, said again, does not prolong it.
        Word::State => {
            "UPDATE accounts SET state = ?2, grace_from = CASE WHEN state = ?2 THEN grace_from END
             WHERE id = ?1"
        }
        Word::Language => "UPDATE accounts SET language = ?2 WHERE id = ?1",
        Word::Preferred => "UPDATE accounts SET preferred = ?2 WHERE id = ?1",
    };
    db.prepare_cached(sql)?.execute(params![user.0, word])?;
    Ok(())
}

/// The columns of [`set_word`].
#[derive(Clone, Copy)]
pub(super) enum Word {
    Role,
    State,
    Language,
    Preferred,
}

pub(super) fn set_password(db: &Connection, user: Id, phc: &str, at: Option<Time>) -> Outcome<()> {
    db.prepare_cached(SET_PASSWORD)?
        .execute(params![user.0, phc, at.map(|at| at.0)])?;
    Ok(())
}

pub(super) fn add_app(db: &Connection, user: Id, app: &App) -> Outcome<()> {
    db.prepare_cached(ADD_APP)?.execute(params![
        user.0,
        app.id.0,
        app.name,
        app.secret,
        app.last_step,
        app.created.0,
        app.last_used.map(|at| at.0),
        app.locked,
    ])?;
    Ok(())
}

pub(super) fn rename_app(db: &Connection, user: Id, app: Id, name: &str) -> Outcome<()> {
    db.prepare_cached(RENAME_APP)?
        .execute(params![user.0, app.0, name])?;
    Ok(())
}

pub(super) fn remove_app(db: &Connection, user: Id, app: Id) -> Outcome<()> {
    db.prepare_cached(REMOVE_APP)?
        .execute(params![user.0, app.0])?;
    Ok(())
}

/// A code counts once: the step only ever rises.
pub(super) fn use_app(db: &Connection, user: Id, app: Id, step: i64, at: Time) -> Outcome<()> {
    must_hit(
        db.prepare_cached(USE_APP)?
            .execute(params![user.0, app.0, step, at.0])?,
    )
}

pub(super) fn lock_app(db: &Connection, user: Id, app: Id, locked: bool) -> Outcome<()> {
    db.prepare_cached(LOCK_APP)?
        .execute(params![user.0, app.0, locked])?;
    Ok(())
}

pub(super) fn put_phone(db: &Connection, user: Id, phone: &Phone) -> Outcome<()> {
    let row = params![
        user.0,
        phone.kind.key(),
        phone.number,
        phone.verified,
        phone.created.0
    ];
    db.prepare_cached(PUT_PHONE)?.execute(row)?;
    Ok(())
}

pub(super) fn remove_phone(db: &Connection, user: Id, kind: PhoneKind) -> Outcome<()> {
    db.prepare_cached(REMOVE_PHONE)?
        .execute(params![user.0, kind.key()])?;
    Ok(())
}

pub(super) fn retire(db: &Connection, user: Id, retired: bool) -> Outcome<()> {
    for sql in RETIRE {
        db.prepare_cached(sql)?.execute(params![user.0, retired])?;
    }
    Ok(())
}

pub(super) fn drop_retired(db: &Connection, user: Id) -> Outcome<()> {
    for sql in DROP_RETIRED {
        db.prepare_cached(sql)?.execute([user.0])?;
    }
    Ok(())
}

pub(super) fn set_block(db: &Connection, user: Id, block: Option<&Block>) -> Outcome<()> {
    let (until, reason) = (
        block.map(|block| block.until.0),
        block.map(|block| block.reason.as_str()),
    );
    db.prepare_cached(SET_BLOCK)?
        .execute(params![user.0, until, reason])?;
    Ok(())
}

pub(super) fn set_pass(db: &Connection, user: Id, pass: Option<&Pass>) -> Outcome<()> {
    let (mac, until) = (pass.map(|pass| pass.mac), pass.map(|pass| pass.until.0));
    db.prepare_cached(SET_PASS)?
        .execute(params![user.0, mac, until])?;
    Ok(())
}

pub(super) fn limit_password(db: &Connection, user: Id, until: Time) -> Outcome<()> {
    db.prepare_cached(LIMIT_PASSWORD)?
        .execute(params![user.0, until.0])?;
    Ok(())
}

pub(super) fn set_bypass(db: &Connection, user: Id, until: Option<Time>) -> Outcome<()> {
    db.prepare_cached(SET_BYPASS)?
        .execute(params![user.0, until.map(|until| until.0)])?;
    Ok(())
}

pub(super) fn set_grace_from(db: &Connection, user: Id, from: Time) -> Outcome<()> {
    db.prepare_cached(SET_GRACE_FROM)?
        .execute(params![user.0, from.0])?;
    Ok(())
}
