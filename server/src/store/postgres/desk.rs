//! What the helpdesk reads: people by their terms, one person's part of the record, sessions.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::audit::Row;
use domain::service::ports::Person;
use domain::{Id, Time, search};

use super::rows::time;
use super::{Outcome, Param, audit, execute, load};

/// The last character that there is: everything with a prefix stands before the prefix and this.
const LAST: char = char::MAX;

const FIND: &str = "SELECT a.id, a.login, a.name, a.mail, a.role, a.state, a.active
    FROM (SELECT DISTINCT user_id FROM
            (SELECT user_id FROM search_terms WHERE term >= $1 AND term < $2 ORDER BY term LIMIT $4) u LIMIT $3) t
    JOIN accounts a ON a.id = t.user_id ORDER BY a.name, a.login";

const UNINDEXED: &str = "SELECT id, login, name, mail, role, state, active
    FROM accounts WHERE NOT indexed LIMIT $1";

const FORGET: &str = "DELETE FROM search_terms WHERE user_id = $1";

const ADD: &str = "INSERT INTO search_terms (term, user_id)
    SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING";

const INDEXED: &str = "UPDATE accounts SET indexed = TRUE WHERE id = $1";

const CLAIM: &str = "UPDATE accounts SET indexed = TRUE WHERE id = $1 AND NOT indexed";

const RECORD: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE subject = $1 AND subject <> '' ORDER BY seq DESC LIMIT $2";

const SESSIONS: &str =
    "SELECT created, seen FROM sessions WHERE user_id = $1 ORDER BY created DESC, hash";

/// A person has as many terms as words; more rows than this are not looked at for one page.
const TERMS_EACH: i64 = 8;

pub(super) async fn find(db: &ClientWrapper, term: &str, most: u32) -> Outcome<Vec<Person>> {
    let (end, most) = (format!("{term}{LAST}"), i64::from(most));
    let statement = db.prepare_cached(FIND).await?;
    let row_limit = most.saturating_mul(TERMS_EACH);
    let row: [Param<'_>; 4] = [&term, &end, &most, &row_limit];
    let rows = db.query(&statement, &row).await?;
    rows.iter().map(load::person).collect()
}

pub(super) async fn unindexed(db: &ClientWrapper, most: u32) -> Outcome<Vec<Person>> {
    let statement = db.prepare_cached(UNINDEXED).await?;
    let rows = db.query(&statement, &[&i64::from(most)]).await?;
    rows.iter().map(load::person).collect()
}

/// Writes the terms of a person anew.
pub(super) async fn index(
    tx: &Transaction<'_>,
    user: Id,
    [login, name, mail]: [&str; 3],
) -> Outcome<()> {
    let user = user.0.as_slice();
    let terms: Vec<String> = search::terms(login, name, mail).into_iter().collect();
    execute(tx, FORGET, &[&user]).await?;
    execute(tx, ADD, &[&terms, &user]).await?;
    execute(tx, INDEXED, &[&user]).await?;
    Ok(())
}

/// Writes the terms of people who have none yet. Whoever was changed since they were read got theirs by
/// that, and whoever is gone needs none.
pub(super) async fn index_all(tx: &Transaction<'_>, people: &[Person]) -> Outcome<()> {
    for one in people {
        if execute(tx, CLAIM, &[&one.id.0.as_slice()]).await? == 1 {
            index(tx, one.id, [&one.login, &one.name, &one.mail]).await?;
        }
    }
    Ok(())
}

pub(super) async fn record_of(db: &ClientWrapper, subject: Id, most: u32) -> Outcome<Vec<Row>> {
    let statement = db.prepare_cached(RECORD).await?;
    let rows = db
        .query(&statement, &[&subject.to_string(), &i64::from(most)])
        .await?;
    rows.iter().map(|row| Ok(audit::linked(row)?.0)).collect()
}

pub(super) async fn sessions_of(db: &ClientWrapper, user: Id) -> Outcome<Vec<(Time, Time)>> {
    let statement = db.prepare_cached(SESSIONS).await?;
    let rows = db.query(&statement, &[&user.0.as_slice()]).await?;
    rows.iter()
        .map(|row| Ok((time(row, 0)?, time(row, 1)?)))
        .collect()
}
