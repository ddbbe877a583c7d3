//! The list of people with its filters, and everybody counted by what they have set up.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::roster::{Group, Selection};
use domain::service::ports::{Leg, Listed, Person, Roster, StoreError};
use domain::{Id, Language};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Rows, Statement, params, params_from_iter};

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

// Each walks along its table in the order of the ids, so that all of them together are one walk and no sort.
const EVERYBODY: &str = "SELECT id, state, active FROM accounts ORDER BY id";

const APPS: &str = "SELECT user_id, min(count(*), 2) FROM apps WHERE NOT retired
    GROUP BY user_id ORDER BY user_id";

const PHONES: &str =
    "SELECT user_id, max(kind = 'phone') + 2 * max(kind = 'office') + 4 * max(kind = 'backup')
    FROM phones WHERE verified AND NOT retired GROUP BY user_id ORDER BY user_id";

const APP_PASSWORDS: &str =
    "SELECT user_id, 1 FROM app_passwords GROUP BY user_id ORDER BY user_id";

/// What people have of one kind, in the order of their ids.
struct Walk<'s> {
    rows: Rows<'s>,
    here: Option<([u8; 16], u8)>,
}

impl<'s> Walk<'s> {
    fn along(statement: &'s mut Statement<'_>) -> Outcome<Self> {
        let rows = statement.query([])?;
        let mut walk = Self { rows, here: None };
        walk.step()?;
        Ok(walk)
    }

    fn step(&mut self) -> Outcome<()> {
        let row = self.rows.next()?;
        self.here = row
            .map(|row| Ok::<_, rusqlite::Error>((row.get(0)?, row.get(1)?)))
            .transpose()?;
        Ok(())
    }

    /// What this person has; nobody with a smaller id is asked for afterwards.
    fn of(&mut self, id: &[u8; 16]) -> Outcome<u8> {
        while self.here.is_some_and(|(here, _)| here < *id) {
            self.step()?;
        }
        Ok(self
            .here
            .filter(|(here, _)| here == id)
            .map_or(0, |(_, has)| has))
    }
}

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
    let mut everybody = db.prepare_cached(EVERYBODY)?;
    let mut apps = db.prepare_cached(APPS)?;
    let mut phones = db.prepare_cached(PHONES)?;
    let mut app_passwords = db.prepare_cached(APP_PASSWORDS)?;
    let mut apps = Walk::along(&mut apps)?;
    let mut phones = Walk::along(&mut phones)?;
    let mut app_passwords = Walk::along(&mut app_passwords)?;
    let mut people = everybody.query([])?;
    let mut counted: BTreeMap<(&str, bool, u8, u8, u8), Group> = BTreeMap::new();
    while let Some(row) = people.next()? {
        let id: [u8; 16] = row.get(0)?;
        let state = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let (state, active) = (store::state(state)?, row.get(2)?);
        let (app, phone, app_password) = (apps.of(&id)?, phones.of(&id)?, app_passwords.of(&id)?);
        let key = (state.key(), active, app, phone, app_password);
        let group = counted.entry(key).or_insert(Group {
            state,
            active,
            apps: app,
            phone: phone & 1 > 0,
            office: phone & 2 > 0,
            alternate: phone & 4 > 0,
            app_passwords: app_password > 0,
            people: 0,
        });
        group.people += 1;
    }
    Ok(counted.into_values().collect())
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
