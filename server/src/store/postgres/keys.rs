//! The key ring's traces: the keys that this database knows, what lies sealed, and what needs which key.
//! The number of a key stands in front of every sealed value and every password, and in a column of its
//! own beside every app password.

use std::collections::BTreeMap;

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::Id;
use domain::service::ports::{KeyNeeds, KnownKey, Place, Resealed, Sealed, key_of};

use super::{Outcome, Param, execute, must_hit, rows};
use crate::store;

const KNOWN: &str = "SELECT kid, canary, settled FROM keys ORDER BY kid";

const ADD: &str = "INSERT INTO keys (kid, canary) VALUES ($1, $2)";

const SETTLE: &str = "UPDATE keys SET settled = true WHERE kid = $1 AND NOT settled";

const FORGET: &str = "DELETE FROM keys WHERE kid = $1";

const APPS: &str = "SELECT user_id, id, secret FROM apps
    WHERE (user_id, id) > ($1, $2) ORDER BY user_id, id LIMIT $3";

// The two kinds sort alike in every collation, and no other is there.
const PHONES: &str = "SELECT user_id, kind, number FROM phones
    WHERE (user_id, kind) > ($1, $2) ORDER BY user_id, kind LIMIT $3";

// A row that a person is just changing is passed over instead of waited for: so this transaction, which
// holds rows of many people, can stand in nobody's way twice. The next search finds what was left.
const RESEAL_APPS: &str = "UPDATE apps SET secret = free.new FROM (
        SELECT a.user_id, a.id, v.new FROM apps a
        JOIN unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[]) AS v (user_id, id, old, new)
            ON a.user_id = v.user_id AND a.id = v.id AND a.secret = v.old
        FOR UPDATE OF a SKIP LOCKED) AS free
    WHERE apps.user_id = free.user_id AND apps.id = free.id";

const RESEAL_PHONES: &str = "UPDATE phones SET number = free.new FROM (
        SELECT p.user_id, p.kind, v.new FROM phones p
        JOIN unnest($1::bytea[], $2::text[], $3::bytea[], $4::bytea[]) AS v (user_id, kind, old, new)
            ON p.user_id = v.user_id AND p.kind = v.kind AND p.number = v.old
        FOR UPDATE OF p SKIP LOCKED) AS free
    WHERE phones.user_id = free.user_id AND phones.kind = free.kind";

/// Each with the front of its values, and how many begin so.
const SEALED: [&str; 2] = [
    "SELECT substring(secret FOR 5), count(*) FROM apps GROUP BY 1",
    "SELECT substring(number FOR 5), count(*) FROM phones GROUP BY 1",
];
const SHOWN: &str = "SELECT substring(sealed FOR 5), count(*)
    FROM (SELECT sealed FROM reveals UNION ALL SELECT number FROM challenges
        UNION ALL SELECT number FROM held_phones) shown GROUP BY 1";
const DIGESTS: &str = "SELECT kid, count(*) FROM app_passwords GROUP BY 1";
const PASSWORDS: &str = "SELECT split_part(password, ':', 1), count(*) FROM accounts
    WHERE position(':' IN password) > 0 GROUP BY 1";

const PEOPLE: &str = "SELECT id FROM accounts
    WHERE id > $2 AND (starts_with(password, $1::int || ':')
        OR EXISTS (SELECT 1 FROM app_passwords p WHERE p.user_id = accounts.id AND p.kid = $1))
    ORDER BY id LIMIT $3";

pub(super) async fn known(db: &ClientWrapper) -> Outcome<Vec<KnownKey>> {
    let statement = db.prepare_cached(KNOWN).await?;
    let rows = db.query(&statement, &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(KnownKey {
                kid: row.try_get(0)?,
                canary: row.try_get(1)?,
                settled: row.try_get(2)?,
            })
        })
        .collect()
}

/// A second canary of a number is refused: the first one says which key it is.
pub(super) async fn add(db: &ClientWrapper, kid: i32, canary: &[u8]) -> Outcome<()> {
    let statement = db.prepare_cached(ADD).await?;
    db.execute(&statement, &[&kid, &canary]).await?;
    Ok(())
}

pub(super) async fn settle(tx: &Transaction<'_>, kid: i32) -> Outcome<()> {
    must_hit(execute(tx, SETTLE, &[&kid]).await?)
}

pub(super) async fn forget(tx: &Transaction<'_>, kid: i32) -> Outcome<()> {
    execute(tx, FORGET, &[&kid]).await?;
    Ok(())
}

/// Apps first, then telephones.
pub(super) async fn sealed(
    db: &ClientWrapper,
    after: Option<Place>,
    most: u32,
) -> Outcome<Vec<Sealed>> {
    let most = i64::from(most);
    let front = b"".as_slice();
    let (user, kind) = match &after {
        Some(Place::Phone(user, kind)) => (user.0.as_slice(), kind.key()),
        None | Some(Place::App(..)) => {
            let (user, app) = match &after {
                Some(Place::App(user, app)) => (user.0.as_slice(), app.0.as_slice()),
                _ => (front, front),
            };
            let statement = db.prepare_cached(APPS).await?;
            let apps = db.query(&statement, &[&user, &app, &most]).await?;
            if !apps.is_empty() {
                let app = |row| {
                    Ok(Sealed {
                        place: Place::App(rows::id(row, 0)?, rows::id(row, 1)?),
                        bytes: row.try_get(2)?,
                    })
                };
                return apps.iter().map(app).collect();
            }
            (front, "")
        }
    };
    let statement = db.prepare_cached(PHONES).await?;
    let phones = db.query(&statement, &[&user, &kind, &most]).await?;
    let phone = |row: &tokio_postgres::Row| {
        Ok(Sealed {
            place: Place::Phone(rows::id(row, 0)?, store::phone_kind(row.try_get(1)?)?),
            bytes: row.try_get(2)?,
        })
    };
    phones.iter().map(phone).collect()
}

pub(super) async fn reseal(tx: &Transaction<'_>, values: &[Resealed]) -> Outcome<()> {
    let (mut apps, mut phones) = (Columns::default(), Columns::default());
    for Resealed { old, new } in values {
        match &old.place {
            Place::App(user, app) => apps.push(user, app.0.as_slice(), &old.bytes, new),
            Place::Phone(user, kind) => phones.push(user, kind.key(), &old.bytes, new),
        }
    }
    for (sql, row) in [
        (RESEAL_APPS, apps.params()),
        (RESEAL_PHONES, phones.params()),
    ] {
        if let Some(row) = row {
            execute(tx, sql, &row).await?;
        }
    }
    Ok(())
}

/// Rows as arrays: whose, which, the old value, the new one.
#[derive(Default)]
struct Columns<'a, K> {
    users: Vec<&'a [u8]>,
    which: Vec<K>,
    old: Vec<&'a [u8]>,
    new: Vec<&'a [u8]>,
}

impl<'a, K> Columns<'a, K>
where
    Vec<K>: tokio_postgres::types::ToSql + Sync,
{
    fn push(&mut self, user: &'a Id, which: K, old: &'a [u8], new: &'a [u8]) {
        self.users.push(&user.0);
        self.which.push(which);
        self.old.push(old);
        self.new.push(new);
    }

    fn params(&self) -> Option<[Param<'_>; 4]> {
        (!self.users.is_empty()).then_some([&self.users, &self.which, &self.old, &self.new])
    }
}

/// What lies under which key.
pub(super) async fn needs(db: &ClientWrapper) -> Outcome<BTreeMap<i32, KeyNeeds>> {
    let mut needs = BTreeMap::<i32, KeyNeeds>::new();
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    for sql in SEALED {
        for row in db.query(sql, &[]).await? {
            if let Some(kid) = key_of(row.try_get(0)?) {
                needs.entry(kid).or_default().sealed += number(row.try_get(1)?);
            }
        }
    }
    for row in db.query(SHOWN, &[]).await? {
        if let Some(kid) = key_of(row.try_get(0)?) {
            needs.entry(kid).or_default().shown += number(row.try_get(1)?);
        }
    }
    for row in db.query(DIGESTS, &[]).await? {
        needs.entry(row.try_get(0)?).or_default().app_passwords += number(row.try_get(1)?);
    }
    for row in db.query(PASSWORDS, &[]).await? {
        if let Ok(kid) = row.try_get::<_, &str>(0)?.parse() {
            needs.entry(kid).or_default().passwords += number(row.try_get(1)?);
        }
    }
    Ok(needs)
}

/// People whose password or one of whose app passwords needs this key.
pub(super) async fn people(
    db: &ClientWrapper,
    kid: i32,
    after: Option<Id>,
    most: u32,
) -> Outcome<Vec<Id>> {
    let statement = db.prepare_cached(PEOPLE).await?;
    let after = after.map_or(Vec::new(), |id| id.0.to_vec());
    let people = db
        .query(&statement, &[&kid, &after, &i64::from(most)])
        .await?;
    people.iter().map(|row| rows::id(row, 0)).collect()
}
