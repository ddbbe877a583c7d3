//! The mail interface. One statement brings the people whom checks are about and the digests of their app
//! passwords, a row each; the comparison happens here. What the checks learned comes in bulk every few
//! seconds, in a few statements over arrays.

use deadpool_postgres::Transaction;
use domain::Id;
use domain::service::ports::{Chain, MailFlush, MailMatch};
use tokio_postgres::Row;

use super::{Outcome, app_passwords, audit, counters, rows};
use crate::store::Search;

/// At least one row for a person, with nothing in its last columns where there is no app password. Rows cost
/// the server less than an array of joined columns, and all it asks of either table is in one index.
/// The last column is the place of the login among those asked for, from one on.
pub(super) const PEOPLE: &str =
    "SELECT a.id, a.state = 'enforced', a.active, p.id, p.kid, p.mac, u.place
    FROM unnest($1::text[]) WITH ORDINALITY AS u (login, place)
    JOIN accounts a ON a.login = u.login LEFT JOIN app_passwords p ON p.user_id = a.id";

/// Where the place stands.
pub(super) const PLACE: usize = 6;

/// Only where the state alone does not say that app passwords are the only way. A temporary password opens
/// no mailbox.
pub(super) const REST: &str =
    "SELECT EXISTS (SELECT 1 FROM apps WHERE user_id = accounts.id)
        OR EXISTS (SELECT 1 FROM phones WHERE user_id = accounts.id AND verified AND kind <> 'backup'),
        CASE WHEN temporary_until IS NULL THEN password ELSE '' END
    FROM accounts WHERE id = $1";

/// What the state says: whether the rest has to be asked.
pub(super) fn is_enforced(person: &Row) -> Outcome<bool> {
    Ok(person.try_get(1)?)
}

/// Looks for the app password in the rows of its person. `rest` is the row of [`REST`], where it was asked.
pub(super) fn search(
    person: &[Row],
    rest: Option<&Row>,
    login: &str,
    digests: impl FnOnce(Id) -> Vec<(i32, [u8; 32])>,
) -> Outcome<Option<MailMatch>> {
    let Some(first) = person.first() else {
        return Ok(None);
    };
    let user = rows::id(first, 0)?;
    let digests = digests(user);
    let mut search = Search::new(&digests);
    for row in person {
        if row.try_get::<_, Option<&[u8]>>(3)?.is_some() {
            search.row(
                &rows::array(row, 3)?,
                row.try_get(4)?,
                &rows::array(row, 5)?,
            );
        }
    }
    let (app_password, old_key) = search.result();
    let (enforced, password) = match rest {
        Some(rest) => (rest.try_get(0)?, rest.try_get(1)?),
        None => (true, String::new()),
    };
    Ok(Some(MailMatch {
        user,
        login: login.to_owned(),
        app_password,
        old_key,
        enforced,
        active: first.try_get(2)?,
        password,
    }))
}

/// Writes what was gathered.
pub(super) async fn flush(
    tx: &Transaction<'_>,
    chain: &dyn Chain,
    flush: &MailFlush,
) -> Outcome<()> {
    app_passwords::used(tx, &flush.uses).await?;
    counters::merge(tx, &flush.counters).await?;
    audit::append(tx, chain, &flush.audit).await
}
