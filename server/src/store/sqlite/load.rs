//! Reading people: an account with everything that hangs on it, found by id, by sign-in name or
//! through a cookie, and the list of people.

use domain::account::{Account, App, AppPassword, LastUse, Phone};
use domain::service::ports::Person;
use domain::{Id, Time};
use rusqlite::{Connection, Row, ToSql, params};

use super::{Outcome, holds};
use crate::store;

/// How the account is found: its statement. The rest is found by the id.
pub(super) struct Load(&'static str);

macro_rules! account_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, version, login, name, title, mail, office_phone, office_extension, language, role, state,
                    active, password, password_changed, preferred, blocked_until, blocked_reason, pass_mac,
                    pass_until, temporary_until, bypass_until, retired_preferred,
                    grace_from
             FROM accounts WHERE ",
            $condition
        )
    };
}

impl Load {
    /// By its id.
    pub(super) const BY_ID: Self = Self(account_where!("id = ?1"));
    /// By the canonical sign-in name.
    pub(super) const BY_LOGIN: Self = Self(account_where!("login = ?1"));
}

const APPS: &str = "SELECT id, name, secret, last_step, created, last_used, locked, retired
    FROM apps WHERE user_id = ?1 ORDER BY created, id";

const PHONES: &str =
    "SELECT kind, number, verified, created, retired FROM phones WHERE user_id = ?1 ORDER BY kind";

const APP_PASSWORDS: &str =
    "SELECT id, slot, name, created, last_used, last_address, last_service, kid
    FROM app_passwords WHERE user_id = ?1 ORDER BY slot";

const PEOPLE: &str = "SELECT id, login, name, mail, role, state, active
    FROM accounts WHERE login > ?1 ORDER BY login LIMIT ?2";

/// The account that the key finds.
pub(super) fn account(db: &Connection, load: &Load, key: &dyn ToSql) -> Outcome<Option<Account>> {
    let mut statement = db.prepare_cached(load.0)?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut account = base(row)?;
    let retired = &mut 0;
    account.apps = apps(db, account.id, retired)?;
    account.phones = phones(db, account.id, retired)?;
    account.retired = *retired;
    account.app_passwords = app_passwords(db, account.id)?;
    account.holds = holds::of(db, account.id)?;
    Ok(Some(account))
}

fn base(row: &Row<'_>) -> Outcome<Account> {
    Ok(Account {
        id: Id(row.get(0)?),
        version: row.get(1)?,
        login: row.get(2)?,
        name: row.get(3)?,
        title: row.get(4)?,
        mail: row.get(5)?,
        office_phone: row.get(6)?,
        office_extension: row.get(7)?,
        language: store::language(
            row.get_ref(8)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?,
        role: store::role(&row.get::<_, String>(9)?)?,
        state: store::state(&row.get::<_, String>(10)?)?,
        active: row.get(11)?,
        password: row.get(12)?,
        password_changed: Time(row.get(13)?),
        default: store::preferred(
            row.get_ref(14)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?,
        apps: Vec::new(),
        phones: Vec::new(),
        app_passwords: Vec::new(),
        retired: 0,
        holds: Vec::new(),
        block: store::block(row.get(15)?, row.get(16)?),
        pass: store::pass(row.get(17)?, row.get(18)?),
        temporary: row.get::<_, Option<i64>>(19)?.map(Time),
        bypass: row.get::<_, Option<i64>>(20)?.map(Time),
        grace_from: row.get::<_, Option<i64>>(22)?.map(Time),
        retired_default: store::preferred(
            row.get_ref(21)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?,
    })
}

/// The apps that count; the others are only counted.
fn apps(db: &Connection, user: Id, retired: &mut u8) -> Outcome<Vec<App>> {
    let mut statement = db.prepare_cached(APPS)?;
    let mut rows = statement.query([user.0])?;
    let mut apps = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get(7)? {
            *retired += 1;
            continue;
        }
        apps.push(App {
            id: Id(row.get(0)?),
            name: row.get(1)?,
            secret: row.get(2)?,
            last_step: row.get(3)?,
            created: Time(row.get(4)?),
            last_used: row.get::<_, Option<i64>>(5)?.map(Time),
            locked: row.get(6)?,
        });
    }
    Ok(apps)
}

/// The telephones that count; the others are only counted.
fn phones(db: &Connection, user: Id, retired: &mut u8) -> Outcome<Vec<Phone>> {
    let mut statement = db.prepare_cached(PHONES)?;
    let mut rows = statement.query([user.0])?;
    let mut phones = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get(4)? {
            *retired += 1;
            continue;
        }
        phones.push(Phone {
            kind: store::phone_kind(&row.get::<_, String>(0)?)?,
            number: row.get(1)?,
            verified: row.get(2)?,
            created: Time(row.get(3)?),
        });
    }
    Ok(phones)
}

fn app_passwords(db: &Connection, user: Id) -> Outcome<Vec<AppPassword>> {
    let mut statement = db.prepare_cached(APP_PASSWORDS)?;
    let mut rows = statement.query([user.0])?;
    let mut app_passwords = Vec::new();
    while let Some(row) = rows.next()? {
        let last_used = match row.get::<_, Option<i64>>(4)? {
            Some(when) => Some(LastUse {
                when: Time(when),
                address: row.get(5)?,
                service: row.get(6)?,
            }),
            None => None,
        };
        app_passwords.push(AppPassword {
            id: Id(row.get(0)?),
            slot: store::slot(row.get(1)?)?,
            name: row.get(2)?,
            kid: row.get(7)?,
            created: Time(row.get(3)?),
            last_used,
        });
    }
    Ok(app_passwords)
}

/// People after this login, in the order of the bytes of their logins.
pub(super) fn people(db: &Connection, after: &str, most: u32) -> Outcome<Vec<Person>> {
    let mut statement = db.prepare_cached(PEOPLE)?;
    persons(statement.query(params![after, most])?)
}

/// People as a list shows them.
pub(super) fn persons(mut rows: rusqlite::Rows<'_>) -> Outcome<Vec<Person>> {
    let mut people = Vec::new();
    while let Some(row) = rows.next()? {
        people.push(Person {
            id: Id(row.get(0)?),
            login: row.get(1)?,
            name: row.get(2)?,
            mail: row.get(3)?,
            role: store::role(&row.get::<_, String>(4)?)?,
            state: store::state(&row.get::<_, String>(5)?)?,
            active: row.get(6)?,
        });
    }
    Ok(people)
}
