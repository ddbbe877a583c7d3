//! The mail interface. A check is one statement that brings the person and the digests of their app
//! passwords in one row; the comparison happens here. What the checks learned comes in bulk every few
//! seconds, in a few statements over arrays.

use deadpool_postgres::Transaction;
use domain::Id;
use domain::service::ports::{Chain, MailFlush, MailMatch};
use tokio_postgres::Row;

use super::{Outcome, app_passwords, audit, counters, rows};
use crate::store::Search;

/// Each element of the array is an id, a key number and a digest, one after the other.
pub(super) const PERSON: &str = "SELECT id,
        state = 'enforced' OR EXISTS (SELECT 1 FROM apps a WHERE a.user_id = accounts.id),
        active, CASE state WHEN 'enforced' THEN '' ELSE password END,
        ARRAY(SELECT p.id || int4send(p.kid) || p.mac FROM app_passwords p WHERE p.user_id = accounts.id)
    FROM accounts WHERE login = $1";

/// Looks for the app password in the row of its person.
pub(super) fn search(
    row: &Row,
    login: &str,
    digests: impl FnOnce(Id) -> Vec<(i32, [u8; 32])>,
) -> Outcome<MailMatch> {
    let user = rows::id(row, 0)?;
    let digests = digests(user);
    let mut search = Search::new(&digests);
    for packed in row.try_get::<_, Vec<&[u8]>>(4)? {
        if let Some((id, rest)) = packed.split_first_chunk::<16>()
            && let Some((kid, mac)) = rest.split_first_chunk::<4>()
            && let Ok(mac) = mac.try_into()
        {
            search.row(id, i32::from_be_bytes(*kid), mac);
        }
    }
    let (app_password, old_key) = search.result();
    Ok(MailMatch {
        user,
        login: login.to_owned(),
        app_password,
        old_key,
        enforced: row.try_get(1)?,
        active: row.try_get(2)?,
        password: row.try_get(3)?,
    })
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
