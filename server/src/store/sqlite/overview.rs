//! What the administration reads of the audit record. A statement names only what is asked for, so that each
//! finds its index; the words beside a condition are those of the index (V10).

use async_trait::async_trait;
use domain::audit::Row;
use domain::policy::effect::Reach;
use domain::service::ports::{Overview, Person, StoreError, Wanted};
use domain::{Id, Time};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::{Outcome, Sqlite, audit, load};
use crate::store::overview::{BY_ACTOR, BY_EVENT, BY_SUBJECT};
use crate::store::reach;

const COLUMNS: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE seq > ?1 AND seq < ?2";

const TIME: &str = "SELECT at FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT 1";

const PERSON: &str =
    "SELECT id, login, name, mail, role, state, active FROM accounts WHERE id = ?1";

/// The statement and its values; `?3` is how many.
fn select(wanted: &Wanted, after: i64, before: i64, most: u32) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![after.into(), before.into(), i64::from(most).into()];
    let mut rows = COLUMNS.to_owned();
    let mut and = |condition: &str, value: Value| {
        values.push(value);
        rows.push_str(&format!(" AND {condition} ?{}", values.len()));
    };
    if let Some(event) = wanted.event {
        // The plus keeps the index of the events away from where a person is looked for.
        let column = if wanted.person.is_some() {
            "+event ="
        } else {
            "event ="
        };
        and(column, event.key().into());
    }
    if let Some(outcome) = wanted.outcome {
        and("outcome =", outcome.key().to_owned().into());
    }
    if let Some(from) = wanted.from {
        and("at >=", from.0.into());
    }
    if let Some(until) = wanted.until {
        and("at <", until.0.into());
    }
    let Some(person) = wanted.person else {
        if wanted.event.is_some_and(|event| !event.is_mail()) {
            rows.push_str(BY_EVENT);
        }
        return (format!("{rows} ORDER BY seq DESC LIMIT ?3"), values);
    };
    values.push(person.to_string().into());
    let (last, newest) = (values.len(), "ORDER BY seq DESC LIMIT ?3");
    let sql = format!(
        "SELECT * FROM ({rows}{BY_SUBJECT} AND subject = ?{last} {newest})
        UNION ALL
        SELECT * FROM ({rows}{BY_ACTOR} AND actor = ?{last} {newest})
        {newest}"
    );
    (sql, values)
}

fn rows(db: &Connection, wanted: &Wanted, after: i64, before: i64, most: u32) -> Outcome<Vec<Row>> {
    let (sql, values) = select(wanted, after, before, most);
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), audit::linked)?;
    rows.map(|row| Ok(row?.0)).collect()
}

fn time_of(db: &Connection, row: i64) -> Outcome<Option<Time>> {
    let mut statement = db.prepare_cached(TIME)?;
    let time = statement.query_row([row], |row| Ok(Time(row.get(0)?)));
    Ok(time.optional()?)
}

fn persons(db: &Connection, ids: &[Id]) -> Outcome<Vec<Person>> {
    let mut statement = db.prepare_cached(PERSON)?;
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        people.extend(load::persons(statement.query([id.0])?)?);
    }
    Ok(people)
}

fn count(db: &Connection, statement: &str) -> Outcome<u32> {
    // Not kept: the next change of the rules is another one, and far away.
    Ok(db.query_row(statement, [], |row| row.get(0))?)
}

#[async_trait]
impl Overview for Sqlite {
    async fn record_rows(
        &self,
        wanted: &Wanted,
        after: i64,
        before: i64,
        most: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let wanted = wanted.clone();
        self.threads
            .read(move |db| rows(db, &wanted, after, before, most))
            .await
    }

    async fn time_of(&self, row: i64) -> Result<Option<Time>, StoreError> {
        self.threads.read_here(move |db| time_of(db, row)).await
    }

    async fn persons(&self, ids: &[Id]) -> Result<Vec<Person>, StoreError> {
        let ids = ids.to_vec();
        self.threads.read(move |db| persons(db, &ids)).await
    }

    async fn count(&self, reach: &Reach) -> Result<u32, StoreError> {
        let statement = reach::statement(reach);
        self.threads.read(move |db| count(db, &statement)).await
    }
}
