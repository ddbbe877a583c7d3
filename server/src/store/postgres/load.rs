//! Reading people: an account with everything that hangs on it, found by id, by sign-in name or
//! through a cookie, and the list of people. The statements of one load leave together, between the
//! begin and the end of a read-only transaction: one round trip, one snapshot.

use deadpool_postgres::ClientWrapper;
use domain::account::{Account, App, AppPassword, LastUse, Phone};
use domain::service::ports::Person;
use tokio_postgres::Row;

use super::rows::{id, time};
use super::{Outcome, Param, holds};
use crate::store;

/// The statements of a load; each finds the person by the same key.
pub(super) struct Load {
    head: Option<&'static str>,
    base: &'static str,
    apps: &'static str,
    phones: &'static str,
    app_passwords: &'static str,
    holds: &'static str,
}

macro_rules! load_where_id {
    ($head:expr, $id:literal) => {
        Load {
            head: $head,
            base: concat!(
                "SELECT id, version, login, name, title, mail, office_phone, office_extension, language, role,
                        state, active, password, password_changed, preferred, blocked_until, blocked_reason,
                        pass_mac, pass_until, temporary_until, bypass_until, retired_preferred,
                        grace_from
                 FROM accounts WHERE id = ",
                $id
            ),
            apps: concat!(
                "SELECT id, name, secret, last_step, created, last_used, locked, retired
                 FROM apps WHERE user_id = ",
                $id,
                " ORDER BY created, id"
            ),
            phones: concat!(
                "SELECT kind, number, verified, created, retired FROM phones WHERE user_id = ",
                $id,
                " ORDER BY kind"
            ),
            app_passwords: concat!(
                "SELECT p.id, p.slot, p.name, p.created, w.last_used, w.last_address, w.last_service, p.kid
                 FROM app_passwords p LEFT JOIN app_password_uses w USING (user_id, slot)
                 WHERE p.user_id = ",
                $id,
                " ORDER BY p.slot"
            ),
            holds: concat!(
                "SELECT kind, number, extension, until, stop FROM held_phones WHERE user_id = ",
                $id,
                " ORDER BY kind"
            ),
        }
    };
}

impl Load {
    /// By its id.
    pub(super) const BY_ID: Self = load_where_id!(None, "$1");
    /// By the canonical sign-in name.
    pub(super) const BY_LOGIN: Self =
        load_where_id!(None, "(SELECT id FROM accounts WHERE login = $1)");
    /// Through a session, whose row is the head.
    pub(super) const BY_SESSION: Self = load_where_id!(
        Some("SELECT created, seen, proof, flash, strong FROM sessions WHERE hash = $1"),
        "(SELECT user_id FROM sessions WHERE hash = $1)"
    );
    /// Through a sign-in on the way, whose row is the head.
    pub(super) const BY_PENDING: Self = load_where_id!(
        Some("SELECT created, stage, next FROM pendings WHERE hash = $1"),
        "(SELECT user_id FROM pendings WHERE hash = $1)"
    );
}

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

const PEOPLE: &str = "SELECT id, login, name, mail, role, state, active
    FROM accounts WHERE login > $1 ORDER BY login LIMIT $2";

/// What a load brings.
pub(super) struct Loaded {
    /// The row of the session or sign-in on the way.
    pub(super) head: Option<Row>,
    /// The person.
    pub(super) account: Account,
}

/// The account that the key finds.
pub(super) async fn load(
    db: &ClientWrapper,
    load: &Load,
    key: Param<'_>,
) -> Outcome<Option<Loaded>> {
    let head = match load.head {
        Some(sql) => Some(db.prepare_cached(sql).await?),
        None => None,
    };
    let base = db.prepare_cached(load.base).await?;
    let apps = db.prepare_cached(load.apps).await?;
    let phones = db.prepare_cached(load.phones).await?;
    let app_passwords = db.prepare_cached(load.app_passwords).await?;
    let holds = db.prepare_cached(load.holds).await?;
    let key = &[key];
    let read_head = async {
        match &head {
            Some(statement) => db.query_opt(statement, key).await,
            None => Ok(None),
        }
    };
    // In this order, and all on their way before the first answer: whoever gives up waiting leaves no
    // open transaction behind.
    let (_begun, head, base, apps, phones, app_passwords, held, _ended) = tokio::try_join!(
        biased;
        db.batch_execute(BEGIN),
        read_head,
        db.query_opt(&base, key),
        db.query(&apps, key),
        db.query(&phones, key),
        db.query(&app_passwords, key),
        db.query(&holds, key),
        db.batch_execute("COMMIT"),
    )?;
    let Some(base) = base else { return Ok(None) };
    let (apps, no_apps) = counting(&apps, 7)?;
    let (phones, no_phones) = counting(&phones, 4)?;
    let account = Account {
        retired: u8::try_from(no_apps + no_phones).unwrap_or(u8::MAX),
        apps: apps.into_iter().map(app).collect::<Result<_, _>>()?,
        phones: phones.into_iter().map(phone).collect::<Result<_, _>>()?,
        holds: held.iter().map(holds::read).collect::<Result<_, _>>()?,
        app_passwords: app_passwords
            .iter()
            .map(app_password)
            .collect::<Result<_, _>>()?,
        ..account(&base)?
    };
    Ok(Some(Loaded { head, account }))
}

/// The methods that count, and how many do not; the column says which.
fn counting(rows: &[Row], retired: usize) -> Outcome<(Vec<&Row>, usize)> {
    let mut counting = Vec::with_capacity(rows.len());
    for row in rows {
        if !row.try_get::<_, bool>(retired)? {
            counting.push(row);
        }
    }
    let others = rows.len() - counting.len();
    Ok((counting, others))
}

fn account(row: &Row) -> Outcome<Account> {
    Ok(Account {
        id: id(row, 0)?,
        version: row.try_get(1)?,
        login: row.try_get(2)?,
        name: row.try_get(3)?,
        title: row.try_get(4)?,
        mail: row.try_get(5)?,
        office_phone: row.try_get(6)?,
        office_extension: row.try_get(7)?,
        language: store::language(row.try_get(8)?)?,
        role: store::role(row.try_get(9)?)?,
        state: store::state(row.try_get(10)?)?,
        active: row.try_get(11)?,
        password: row.try_get(12)?,
        password_changed: time(row, 13)?,
        default: store::preferred(row.try_get(14)?)?,
        apps: Vec::new(),
        phones: Vec::new(),
        app_passwords: Vec::new(),
        retired: 0,
        holds: Vec::new(),
        block: store::block(row.try_get(15)?, row.try_get(16)?),
        pass: store::pass(
            row.try_get::<_, Option<&[u8]>>(17)?
                .and_then(|mac| mac.try_into().ok()),
            row.try_get(18)?,
        ),
        temporary: row.try_get::<_, Option<i64>>(19)?.map(domain::Time),
        bypass: row.try_get::<_, Option<i64>>(20)?.map(domain::Time),
        grace_from: row.try_get::<_, Option<i64>>(22)?.map(domain::Time),
        retired_default: store::preferred(row.try_get(21)?)?,
    })
}

fn app(row: &Row) -> Outcome<App> {
    Ok(App {
        id: id(row, 0)?,
        name: row.try_get(1)?,
        secret: row.try_get(2)?,
        last_step: row.try_get(3)?,
        created: time(row, 4)?,
        last_used: row.try_get::<_, Option<i64>>(5)?.map(domain::Time),
        locked: row.try_get(6)?,
    })
}

fn phone(row: &Row) -> Outcome<Phone> {
    Ok(Phone {
        kind: store::phone_kind(row.try_get(0)?)?,
        number: row.try_get(1)?,
        verified: row.try_get(2)?,
        created: time(row, 3)?,
    })
}

fn app_password(row: &Row) -> Outcome<AppPassword> {
    let last_used = match row.try_get::<_, Option<i64>>(4)? {
        Some(when) => Some(LastUse {
            when: domain::Time(when),
            address: row.try_get(5)?,
            service: row.try_get(6)?,
        }),
        None => None,
    };
    Ok(AppPassword {
        id: id(row, 0)?,
        slot: store::slot(i64::from(row.try_get::<_, i16>(1)?))?,
        name: row.try_get(2)?,
        kid: row.try_get(7)?,
        created: time(row, 3)?,
        last_used,
    })
}

/// People after this login, in the order of the bytes of their logins.
pub(super) async fn people(db: &ClientWrapper, after: &str, most: u32) -> Outcome<Vec<Person>> {
    let statement = db.prepare_cached(PEOPLE).await?;
    let rows = db.query(&statement, &[&after, &i64::from(most)]).await?;
    rows.iter().map(person).collect()
}

/// A person as a list shows them.
pub(super) fn person(row: &Row) -> Outcome<Person> {
    Ok(Person {
        id: id(row, 0)?,
        login: row.try_get(1)?,
        name: row.try_get(2)?,
        mail: row.try_get(3)?,
        role: store::role(row.try_get(4)?)?,
        state: store::state(row.try_get(5)?)?,
        active: row.try_get(6)?,
    })
}
