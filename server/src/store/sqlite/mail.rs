//! The mail interface. A check is the most frequent thing that ever happens here, so it is one statement,
//! copies nothing that it does not return, and writes nothing; what it learned comes in bulk every few seconds.

use domain::Id;
use domain::service::ports::{Chain, MailFlush, MailMatch};
use rusqlite::{Connection, OptionalExtension};

use super::{Outcome, app_passwords, audit, counters};
use crate::store::Search;

/// At least one row for a person, with nothing in its last columns where there is no app password.
// The index is named, because the planner takes the other one on the login, which would lead it to the row.
const PERSON: &str = "SELECT a.id, a.state = 'enforced', a.active, p.id, p.kid, p.mac
    FROM accounts a INDEXED BY accounts_mail_check LEFT JOIN app_passwords p ON p.user_id = a.id
    WHERE a.login = ?1";

/// Only where the state alone does not say that app passwords are the only way. A temporary password opens
/// no mailbox.
const REST: &str = "SELECT EXISTS (SELECT 1 FROM apps WHERE user_id = accounts.id)
        OR EXISTS (SELECT 1 FROM phones WHERE user_id = accounts.id AND verified AND kind <> 'backup'),
        CASE WHEN temporary_until IS NULL THEN password ELSE '' END
    FROM accounts WHERE id = ?1";

/// Finds the person, and the app password among theirs.
pub(super) fn find(
    db: &Connection,
    login: String,
    digests: impl FnOnce(Id) -> Vec<(i32, [u8; 32])>,
) -> Outcome<Option<MailMatch>> {
    let mut person = db.prepare_cached(PERSON)?;
    let mut rows = person.query([&login])?;
    let Some(mut row) = rows.next()? else {
        return Ok(None);
    };
    let (user, enforced, active) = (Id(row.get(0)?), row.get(1)?, row.get(2)?);
    let digests = digests(user);
    let mut search = Search::new(&digests);
    while let Some(id) = row.get(3)? {
        search.row(&id, row.get(4)?, &row.get(5)?);
        match rows.next()? {
            Some(next) => row = next,
            None => break,
        }
    }
    let (app_password, old_key) = search.result();
    let rest = if enforced {
        Some((true, String::new()))
    } else {
        let mut rest = db.prepare_cached(REST)?;
        rest.query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
    };
    // Deleted between the two statements.
    let Some((enforced, password)) = rest else {
        return Ok(None);
    };
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::StatementStatus;

    use super::super::file;
    use super::*;

    #[test]
    fn a_check_is_prepared_once_for_every_login() {
        let mut db = file::connect(Path::new(":memory:"), file::Cache::Writer).unwrap();
        file::upgrade(&mut db).unwrap();
        for login in ["a@example.org", "b@example.org", "c@example.org"] {
            let mut person = db.prepare_cached(PERSON).unwrap();
            assert!(person.query([login]).unwrap().next().unwrap().is_none());
            assert_eq!(person.get_status(StatementStatus::RePrepare), 0, "{login}");
        }
    }
}
