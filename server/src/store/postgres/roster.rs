//! The list of people with its filters, and everybody counted by what they have set up.

use async_trait::async_trait;
use domain::Language;
use domain::roster::{Group, Selection};
use domain::service::ports::{Leg, Listed, Roster, StoreError};
use tokio_postgres::Row;

use super::{Outcome, Param, Postgres, load, rows};
use crate::store;
use crate::store::roster::{COLUMNS, conditions};

/// Where a stretch ends.
const END: &str = "SELECT login FROM accounts WHERE login > $1 ORDER BY login LIMIT 1 OFFSET $2";

const BEGINS: &str =
    " AND a.id IN (SELECT user_id FROM search_terms WHERE term >= $3 AND term < $4)";

/// The last character that there is: everything with a prefix stands before the prefix and this.
const LAST: char = char::MAX;

const GROUPS: &str = "SELECT a.state, a.active, coalesce(p.apps, 0)::int AS apps, coalesce(t.phone, FALSE),
        coalesce(t.office, FALSE), coalesce(t.alternate, FALSE), w.user_id IS NOT NULL, count(*)
    FROM accounts a
    LEFT JOIN (SELECT user_id, least(count(*), 2) AS apps FROM apps WHERE NOT retired GROUP BY user_id) p
        ON p.user_id = a.id
    LEFT JOIN (SELECT user_id, bool_or(kind = 'phone') AS phone, bool_or(kind = 'office') AS office,
            bool_or(kind = 'backup') AS alternate
        FROM phones WHERE verified AND NOT retired GROUP BY user_id) t ON t.user_id = a.id
    LEFT JOIN (SELECT DISTINCT user_id FROM app_passwords) w ON w.user_id = a.id
    GROUP BY 1, 2, 3, 4, 5, 6, 7";

fn listed(row: &Row) -> Outcome<Listed> {
    let language: Option<&str> = row.try_get(11)?;
    Ok(Listed {
        person: load::person(row)?,
        version: row.try_get(7)?,
        title: row.try_get(8)?,
        office_phone: row.try_get(9)?,
        office_extension: row.try_get(10)?,
        language: language.and_then(Language::from_tag),
        registered: row.try_get(12)?,
    })
}

fn group(row: &Row) -> Outcome<Group> {
    let (apps, people): (i32, i64) = (row.try_get(2)?, row.try_get(7)?);
    Ok(Group {
        state: store::state(row.try_get(0)?)?,
        active: row.try_get(1)?,
        apps: u8::try_from(apps).unwrap_or_default(),
        phone: row.try_get(3)?,
        office: row.try_get(4)?,
        alternate: row.try_get(5)?,
        app_passwords: row.try_get(6)?,
        people: people.unsigned_abs(),
    })
}

impl Postgres {
    async fn try_roster(
        &self,
        wanted: &Selection,
        after: &str,
        most: u32,
        stretch: u32,
    ) -> Outcome<Leg> {
        let client = self.client().await?;
        let mut sql = format!("{COLUMNS} WHERE TRUE{}", conditions(wanted));
        let limit = i64::from(most);
        let begins = wanted.begins.as_deref().unwrap_or_default();
        let before = format!("{begins}{LAST}");
        let mut end: Option<String> = None;
        let mut values: Vec<Param<'_>> = vec![&after, &limit];
        if wanted.begins.is_some() {
            sql.push_str(BEGINS);
            values.extend([&begins as Param<'_>, &before]);
        } else if !wanted.indexed() {
            let statement = client.prepare_cached(END).await?;
            let last = i64::from(stretch.saturating_sub(1));
            let found = client.query_opt(&statement, &[&after, &last]).await?;
            end = found.map(|row| row.try_get(0)).transpose()?;
        }
        if let Some(end) = &end {
            sql.push_str(" AND a.login <= $3");
            values.push(end);
        }
        sql.push_str(" AND a.login > $1 ORDER BY a.login LIMIT $2");
        let statement = client.prepare_cached(&sql).await?;
        let found = client.query(&statement, &values).await?;
        let people = found.iter().map(listed).collect::<Outcome<Vec<Listed>>>()?;
        Ok(store::roster::leg(people, most, end))
    }

    async fn try_groups(&self) -> Outcome<Vec<Group>> {
        let client = self.client().await?;
        let statement = client.prepare_cached(GROUPS).await?;
        let found = client.query(&statement, &[]).await?;
        found.iter().map(group).collect()
    }

    async fn try_listed(&self, logins: &[String]) -> Outcome<Vec<Listed>> {
        let client = self.client().await?;
        let sql = format!("{COLUMNS} WHERE a.login = ANY($1)");
        let statement = client.prepare_cached(&sql).await?;
        let found = client.query(&statement, &[&logins]).await?;
        found.iter().map(listed).collect()
    }
}

#[async_trait]
impl Roster for Postgres {
    async fn roster(
        &self,
        selection: &Selection,
        after: &str,
        most: u32,
        stretch: u32,
    ) -> Result<Leg, StoreError> {
        let begins = selection.begins.as_deref().unwrap_or_default();
        if !rows::can_be_text(begins) || !rows::can_be_text(after) {
            return Ok(Leg::default());
        }
        Ok(self.try_roster(selection, after, most, stretch).await?)
    }

    async fn groups(&self) -> Result<Vec<Group>, StoreError> {
        Ok(self.try_groups().await?)
    }

    async fn listed(&self, logins: &[String]) -> Result<Vec<Listed>, StoreError> {
        Ok(self.try_listed(logins).await?)
    }
}
