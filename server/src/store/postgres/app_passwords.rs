//! App passwords: one row per slot, at most forty per person because there are forty slots. Beside it lies what
//! every use changes, so that the row itself stays as it is: see the migration.

use deadpool_postgres::Transaction;
use domain::service::ports::MailUse;
use domain::{Id, Time};

use super::{Outcome, execute};

const ADD: &str =
    "WITH made AS (INSERT INTO app_passwords (user_id, slot, id, kid, mac, name, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING user_id, slot)
    INSERT INTO app_password_uses (user_id, slot) SELECT user_id, slot FROM made";

const REMOVE: &str = "DELETE FROM app_passwords WHERE user_id = $1 AND id = $2";

const REMOVE_ALL: &str = "DELETE FROM app_passwords WHERE user_id = $1";

const USED: &str = "UPDATE app_password_uses AS w
    SET last_used = u.at, last_address = u.address, last_service = u.service
    FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::text[], $5::text[])
        AS u (user_id, id, at, address, service)
    JOIN app_passwords p ON p.user_id = u.user_id AND p.id = u.id
    WHERE w.user_id = p.user_id AND w.slot = p.slot AND (w.last_used IS NULL OR w.last_used < u.at)";

const RESEAL: &str = "UPDATE app_passwords AS p SET kid = u.kid, mac = u.mac
    FROM unnest($1::bytea[], $2::bytea[], $3::int[], $4::bytea[]) AS u (user_id, id, kid, mac)
    WHERE p.user_id = u.user_id AND p.id = u.id";

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
pub(super) async fn add(tx: &Transaction<'_>, user: Id, new: &New<'_>) -> Outcome<()> {
    let (user, id, mac) = (user.0.as_slice(), new.id.0.as_slice(), new.mac.as_slice());
    execute(
        tx,
        ADD,
        &[
            &user,
            &i16::from(new.slot),
            &id,
            &new.kid,
            &mac,
            &new.name,
            &new.at.0,
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn remove(tx: &Transaction<'_>, user: Id, id: Id) -> Outcome<()> {
    execute(tx, REMOVE, &[&user.0.as_slice(), &id.0.as_slice()]).await?;
    Ok(())
}

pub(super) async fn remove_all(tx: &Transaction<'_>, user: Id) -> Outcome<()> {
    execute(tx, REMOVE_ALL, &[&user.0.as_slice()]).await?;
    Ok(())
}

/// Notes uses, unless a later one is noted already, and moves digests to the newest key.
pub(super) async fn used(tx: &Transaction<'_>, uses: &[MailUse]) -> Outcome<()> {
    if uses.is_empty() {
        return Ok(());
    }
    let users: Vec<_> = uses.iter().map(|u| u.user.0.as_slice()).collect();
    let ids: Vec<_> = uses.iter().map(|u| u.app_password.0.as_slice()).collect();
    let times: Vec<_> = uses.iter().map(|u| u.last_use.when.0).collect();
    let addresses: Vec<_> = uses.iter().map(|u| u.last_use.address.as_str()).collect();
    let services: Vec<_> = uses.iter().map(|u| u.last_use.service.as_str()).collect();
    execute(tx, USED, &[&users, &ids, &times, &addresses, &services]).await?;

    let resealed: Vec<_> = uses
        .iter()
        .filter_map(|u| u.reseal.as_ref().map(|(kid, mac)| (u, *kid, mac)))
        .collect();
    if resealed.is_empty() {
        return Ok(());
    }
    let users: Vec<_> = resealed.iter().map(|(u, ..)| u.user.0.as_slice()).collect();
    let ids: Vec<_> = resealed
        .iter()
        .map(|(u, ..)| u.app_password.0.as_slice())
        .collect();
    let kids: Vec<_> = resealed.iter().map(|(_, kid, _)| *kid).collect();
    let macs: Vec<_> = resealed.iter().map(|(.., mac)| mac.as_slice()).collect();
    execute(tx, RESEAL, &[&users, &ids, &kids, &macs]).await?;
    Ok(())
}
