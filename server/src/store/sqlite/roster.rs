//! The list of people with its filters, and everybody counted by what they have set up.

use async_trait::async_trait;
use domain::roster::{Group, Selection};
use domain::service::ports::{Leg, Listed, Person, Roster, StoreError};
use domain::{Id, Language};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::{Outcome, Sqlite};
use crate::store;
use crate::store::roster::{COLUMNS, conditions};

/// Where a stretch ends.
const END: &str = "SELECT login FROM accounts WHERE login > ?1 ORDER BY login LIMIT 1 OFFSET ?2";

// One term after the other, not one person after the other: so a rare beginning costs little.
const BEGINS: &str = " AND +a.login > ?1 AND a.id IN
    (SELECT user_id FROM search_terms WHERE term >= ?3 AND term < ?4) ORDER BY +a.login LIMIT ?2";

/// The last character that there is: everything with a prefix stands before the prefix and this.
const LAST: char = char::MAX;

const GROUPS: &str = "SELECT state, active, apps, phone, office, alternate, app_passwords, count(*) FROM (
    SELECT a.state, a.active,
        (SELECT min(count(*), 2) FROM apps p WHERE p.user_id = a.id AND NOT p.retired) AS apps,
        EXISTS (SELECT 1 FROM phones p
            WHERE p.user_id = a.id AND p.kind = 'phone' AND p.verified AND NOT p.retired) AS phone,
        EXISTS (SELECT 1 FROM phones p
            WHERE p.user_id = a.id AND p.kind = 'office' AND p.verified AND NOT p.retired) AS office,
        EXISTS (SELECT 1 FROM phones p
            WHERE p.user_id = a.id AND p.kind = 'backup' AND p.verified AND NOT p.retired) AS alternate,
        EXISTS (SELECT 1 FROM app_passwords p WHERE p.user_id = a.id) AS app_passwords
    FROM accounts a)
    GROUP BY 1, 2, 3, 4, 5, 6, 7";

fn listed(row: &Row<'_>) -> Outcome<Listed> {
    let language: Option<String> = row.get(11)?;
    Ok(Listed {
        person: Person {
            id: Id(row.get(0)?),
            login: row.get(1)?,
            name: row.get(2)?,
            mail: row.get(3)?,
            role: store::role(&row.get::<_, String>(4)?)?,
            state: store::state(&row.get::<_, String>(5)?)?,
            active: row.get(6)?,
        },
        version: row.get(7)?,
        title: row.get(8)?,
        office_phone: row.get(9)?,
        office_extension: row.get(10)?,
        language: language.as_deref().and_then(Language::from_tag),
        registered: row.get(12)?,
    })
}

fn leg(db: &Connection, wanted: &Selection, after: &str, most: u32, stretch: u32) -> Outcome<Leg> {
    let mut sql = format!("{COLUMNS} WHERE 1{}", conditions(wanted));
    let mut values: Vec<Value> = vec![after.to_owned().into(), i64::from(most).into()];
    let mut end = None;
    if let Some(begins) = &wanted.begins {
        sql.push_str(BEGINS);
        values.push(begins.clone().into());
        values.push(format!("{begins}{LAST}").into());
    } else {
        if !wanted.indexed() {
            let mut statement = db.prepare_cached(END)?;
            let last = params![after, stretch.saturating_sub(1)];
            end = statement.query_row(last, |row| row.get(0)).optional()?;
        }
        if let Some(end) = &end {
            sql.push_str(" AND a.login <= ?3");
            values.push(Value::Text(String::clone(end)));
        }
        sql.push_str(" AND a.login > ?1 ORDER BY a.login LIMIT ?2");
    }
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut people = Vec::new();
    while let Some(row) = rows.next()? {
        people.push(listed(row)?);
    }
    Ok(store::roster::leg(people, most, end))
}

fn groups(db: &Connection) -> Outcome<Vec<Group>> {
    let mut statement = db.prepare_cached(GROUPS)?;
    let mut rows = statement.query([])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        let people: i64 = row.get(7)?;
        groups.push(Group {
            state: store::state(&row.get::<_, String>(0)?)?,
            active: row.get(1)?,
            apps: row.get(2)?,
            phone: row.get(3)?,
            office: row.get(4)?,
            alternate: row.get(5)?,
            app_passwords: row.get(6)?,
            people: people.unsigned_abs(),
        });
    }
    Ok(groups)
}

fn named(db: &Connection, logins: &[String]) -> Outcome<Vec<Listed>> {
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE a.login = ?1"))?;
    let mut people = Vec::new();
    for login in logins {
        let mut rows = statement.query([login])?;
        while let Some(row) = rows.next()? {
            people.push(listed(row)?);
        }
    }
    Ok(people)
}

#[async_trait]
impl Roster for Sqlite {
    async fn roster(
        &self,
        selection: &Selection,
        after: &str,
        most: u32,
        stretch: u32,
    ) -> Result<Leg, StoreError> {
        let (selection, after) = (selection.clone(), after.to_owned());
        self.threads
            .read(move |db| leg(db, &selection, &after, most, stretch))
            .await
    }

    async fn groups(&self) -> Result<Vec<Group>, StoreError> {
        self.threads.read(groups).await
    }

    async fn listed(&self, logins: &[String]) -> Result<Vec<Listed>, StoreError> {
        let logins = logins.to_vec();
        self.threads.read(move |db| named(db, &logins)).await
    }
}
