//! App passwords: one row per slot, at most forty per person because there are forty slots.

use domain::service::ports::MailUse;
use domain::{Id, Time};
use rusqlite::{Connection, params};

use super::Outcome;

const ADD: &str = "INSERT INTO app_passwords (user_id, slot, id, kid, mac, name, created)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

const REMOVE: &str = "DELETE FROM app_passwords WHERE user_id = ?1 AND id = ?2";

const REMOVE_ALL: &str = "DELETE FROM app_passwords WHERE user_id = ?1";

const USED: &str = "UPDATE app_passwords SET last_used = ?3, last_address = ?4, last_service = ?5
    WHERE user_id = ?1 AND id = ?2 AND (last_used IS NULL OR last_used < ?3)";

const RESEAL: &str = "UPDATE app_passwords SET kid = ?3, mac = ?4 WHERE user_id = ?1 AND id = ?2";

/// A new app password as the batch carries it.
pub(super) struct New<'a> {
    pub(super) id: Id,
    pub(super) slot: u8,
    pub(super) name: &'a str,
    pub(super) kid: i32,
    pub(super) mac: &'a [u8; 32],
    pub(super) at: Time,
}

/// The unique slot refuses a second one in the same place, the check one beyond the fortieth.
pub(super) fn add(db: &Connection, user: Id, new: &New<'_>) -> Outcome<()> {
    let row = params![
        user.0, new.slot, new.id.0, new.kid, new.mac, new.name, new.at.0
    ];
    db.prepare_cached(ADD)?.execute(row)?;
    Ok(())
}

pub(super) fn remove(db: &Connection, user: Id, id: Id) -> Outcome<()> {
    db.prepare_cached(REMOVE)?.execute(params![user.0, id.0])?;
    Ok(())
}

pub(super) fn remove_all(db: &Connection, user: Id) -> Outcome<()> {
    db.prepare_cached(REMOVE_ALL)?.execute([user.0])?;
    Ok(())
}

/// Notes a use, unless a later one is noted already, and moves the digest to the newest key.
pub(super) fn used(db: &Connection, used: &MailUse) -> Outcome<()> {
    let (user, id, last) = (used.user.0, used.app_password.0, &used.last_use);
    db.prepare_cached(USED)?
        .execute(params![user, id, last.when.0, last.address, last.service])?;
    if let Some((kid, mac)) = &used.reseal {
        db.prepare_cached(RESEAL)?
            .execute(params![user, id, kid, mac])?;
    }
    Ok(())
}
