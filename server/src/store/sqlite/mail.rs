//! The mail interface. A check is the most frequent thing that ever happens here, so it reads two
//! statements' worth of columns, copies nothing that it does not return, and writes nothing; what it
//! learned comes in bulk every few seconds.

use domain::Id;
use domain::service::ports::{Chain, MailFlush, MailMatch};
use rusqlite::Connection;

use super::{Outcome, app_passwords, audit, counters};
use crate::store::Search;

// Named, because the planner takes the other index on the login, which would lead it to the row.
const PERSON: &str = "SELECT id, state = 'enforced', active
    FROM accounts INDEXED BY accounts_mail_check WHERE login = ?1";

/// Only where the state alone does not say that app passwords are the only way. A temporary password opens
/// no mailbox.
const REST: &str = "SELECT EXISTS (SELECT 1 FROM apps WHERE user_id = accounts.id)
        OR EXISTS (SELECT 1 FROM phones WHERE user_id = accounts.id AND verified AND kind <> 'backup'),
        CASE WHEN temporary_until IS NULL THEN password ELSE '' END
    FROM accounts WHERE id = ?1";

const MACS: &str = "SELECT id, kid, mac FROM app_passwords WHERE user_id = ?1";

/// Finds the person, then the app password among theirs.
pub(super) fn find(
    db: &Connection,
    login: String,
    digests: impl FnOnce(Id) -> Vec<(i32, [u8; 32])>,
) -> Outcome<Option<MailMatch>> {
    let mut person = db.prepare_cached(PERSON)?;
    let mut rows = person.query([&login])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (user, enforced, active) = (Id(row.get(0)?), row.get(1)?, row.get(2)?);
    let (enforced, password) = if enforced {
        (true, String::new())
    } else {
        let mut rest = db.prepare_cached(REST)?;
        rest.query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?)))?
    };

    let digests = digests(user);
    let mut search = Search::new(&digests);
    let mut macs = db.prepare_cached(MACS)?;
    let mut rows_of_macs = macs.query([user.0])?;
    while let Some(row) = rows_of_macs.next()? {
        search.row(&row.get(0)?, row.get(1)?, &row.get(2)?);
    }
    let (app_password, old_key) = search.result();
    Ok(Some(MailMatch {
        user,
        login,
        app_password,
        old_key,
        enforced,
        active,
        password,
    }))
}

/// Writes what was gathered.
pub(super) fn flush(db: &Connection, chain: &dyn Chain, flush: &MailFlush) -> Outcome<()> {
    flush
        .uses
        .iter()
        .try_for_each(|used| app_passwords::used(db, used))?;
    flush
        .counters
        .iter()
        .try_for_each(|(key, counter)| counters::merge(db, key, *counter))?;
    audit::append(db, chain, &flush.audit)
}
