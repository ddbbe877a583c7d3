//! What the administration reads of the audit record. A statement names only what is asked for, so that each
//! finds its index; the words beside a condition are those of the index (V10).

use async_trait::async_trait;
use domain::audit::Row;
use domain::policy::effect::Reach;
use domain::service::ports::{Overview, Person, StoreError, Wanted};
use domain::{Id, Time};
use tokio_postgres::types::ToSql;

use super::{Outcome, Param, Postgres, audit, load, rows};
use crate::store::overview::{BY_ACTOR, BY_EVENT, BY_SUBJECT};
use crate::store::reach;

const COLUMNS: &str =
    "SELECT seq, at, event, outcome, reason, actor, role, subject, object, address, user_agent,
        request, details, mac
    FROM audit WHERE seq > $1 AND seq < $2";

const TIME: &str = "SELECT at FROM audit WHERE seq >= $1 ORDER BY seq LIMIT 1";

const PERSONS: &str =
    "SELECT id, login, name, mail, role, state, active FROM accounts WHERE id = ANY($1)";

type Value = Box<dyn ToSql + Sync + Send>;

/// The statement and its values; `$3` is how many.
fn select(wanted: &Wanted, after: i64, before: i64, most: u32) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![Box::new(after), Box::new(before), Box::new(i64::from(most))];
    let mut rows = COLUMNS.to_owned();
    let mut and = |condition: &str, value: Value| {
        values.push(value);
        rows.push_str(&format!(" AND {condition} ${}", values.len()));
    };
    if let Some(event) = wanted.event {
        and("event =", Box::new(event.key()));
    }
    if let Some(outcome) = wanted.outcome {
        and("outcome =", Box::new(outcome.key()));
    }
    if let Some(from) = wanted.from {
        and("at >=", Box::new(from.0));
    }
    if let Some(until) = wanted.until {
        and("at <", Box::new(until.0));
    }
    let Some(person) = wanted.person else {
        if wanted.event.is_some_and(|event| !event.is_mail()) {
            rows.push_str(BY_EVENT);
        }
        return (format!("{rows} ORDER BY seq DESC LIMIT $3"), values);
    };
    values.push(Box::new(person.to_string()));
    let (last, newest) = (values.len(), "ORDER BY seq DESC LIMIT $3");
    let sql = format!(
        "SELECT * FROM ({rows}{BY_SUBJECT} AND subject = ${last} {newest}) s
        UNION ALL
        SELECT * FROM ({rows}{BY_ACTOR} AND actor = ${last} {newest}) a
        {newest}"
    );
    (sql, values)
}

impl Postgres {
    async fn try_rows(
        &self,
        wanted: &Wanted,
        after: i64,
        before: i64,
        most: u32,
    ) -> Outcome<Vec<Row>> {
        let client = self.client().await?;
        let (sql, values) = select(wanted, after, before, most);
        let statement = client.prepare_cached(&sql).await?;
        let values: Vec<Param<'_>> = values.iter().map(|value| &**value as Param<'_>).collect();
        let rows = client.query(&statement, &values).await?;
        rows.iter().map(|row| Ok(audit::linked(row)?.0)).collect()
    }

    async fn try_time_of(&self, row: i64) -> Outcome<Option<Time>> {
        let client = self.client().await?;
        let statement = client.prepare_cached(TIME).await?;
        let found = client.query_opt(&statement, &[&row]).await?;
        found.map(|row| rows::time(&row, 0)).transpose()
    }

    async fn try_persons(&self, ids: &[Id]) -> Outcome<Vec<Person>> {
        let client = self.client().await?;
        let statement = client.prepare_cached(PERSONS).await?;
        let ids: Vec<&[u8]> = ids.iter().map(|id| id.0.as_slice()).collect();
        let rows = client.query(&statement, &[&ids]).await?;
        rows.iter().map(load::person).collect()
    }

    async fn try_count(&self, reach: &Reach) -> Outcome<u32> {
        let client = self.client().await?;
        // Not kept: the next change of the rules is another one, and far away.
        let row = client.query_one(&*reach::statement(reach), &[]).await?;
        let count: i64 = row.try_get(0)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

#[async_trait]
impl Overview for Postgres {
    async fn record_rows(
        &self,
        wanted: &Wanted,
        after: i64,
        before: i64,
        most: u32,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(self.try_rows(wanted, after, before, most).await?)
    }

    async fn time_of(&self, row: i64) -> Result<Option<Time>, StoreError> {
        Ok(self.try_time_of(row).await?)
    }

    async fn persons(&self, ids: &[Id]) -> Result<Vec<Person>, StoreError> {
        Ok(self.try_persons(ids).await?)
    }

    async fn count(&self, reach: &Reach) -> Result<u32, StoreError> {
        Ok(self.try_count(reach).await?)
    }
}
