//! Changes of a person: the directory's part, the state of two-step verification, authenticator apps
//! and telephones. Every one names the person, so a change of one account cannot reach another's rows.

use deadpool_postgres::Transaction;
use domain::account::{Account, App, Block, Pass, Phone, PhoneKind};
use domain::{Id, Time, search};

use super::{Outcome, Param, desk, execute, must_hit};

const CLAIM: &str = "UPDATE accounts SET version = version + 1 WHERE id = $1 AND version = $2";

const ADD: &str = "INSERT INTO accounts
    (id, version, login, name, title, mail, office_phone, office_extension, language, role, state, active,
     password, password_changed, preferred, indexed)
    SELECT *, TRUE FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[], $13::text[],
        $14::bigint[], $15::text[])";

const ADD_TERMS: &str = "INSERT INTO search_terms (term, user_id)
    SELECT * FROM unnest($1::text[], $2::bytea[])";

/// People who are added with one statement.
const TOGETHER: usize = 1_000;

const SET_DIRECTORY: &str = "UPDATE accounts
    SET name = $2, title = $3, mail = $4, office_phone = $5, office_extension = $6 WHERE id = $1";

const DELETE_REVEALS: &str = "DELETE FROM reveals WHERE owner IN
    (SELECT hash FROM sessions WHERE user_id = $1 UNION ALL SELECT hash FROM pendings WHERE user_id = $1)";

const DELETE: &str = "DELETE FROM accounts WHERE id = $1";

const SET_ACTIVE: &str = "UPDATE accounts SET active = $2 WHERE id = $1";

const SET_PASSWORD: &str = "UPDATE accounts
    SET password = $2, password_changed = coalesce($3, password_changed),
        temporary_until = CASE WHEN $3 IS NULL THEN temporary_until END WHERE id = $1";

const LIMIT_PASSWORD: &str = "UPDATE accounts SET temporary_until = $2 WHERE id = $1";

const ADD_APP: &str =
    "INSERT INTO apps (user_id, id, name, secret, last_step, created, last_used, locked)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const RENAME_APP: &str = "UPDATE apps SET name = $3 WHERE user_id = $1 AND id = $2";

const REMOVE_APP: &str = "DELETE FROM apps WHERE user_id = $1 AND id = $2";

const USE_APP: &str = "UPDATE apps SET last_step = $3, last_used = $4
    WHERE user_id = $1 AND id = $2 AND last_step < $3";

const LOCK_APP: &str = "UPDATE apps SET locked = $3 WHERE user_id = $1 AND id = $2";

const PUT_PHONE: &str = "INSERT INTO phones (user_id, kind, number, verified, created)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (user_id, kind) DO UPDATE
    SET number = excluded.number, verified = excluded.verified, created = excluded.created,
        retired = FALSE";

const REMOVE_PHONE: &str = "DELETE FROM phones WHERE user_id = $1 AND kind = $2";

/// Telephones and apps that no longer count, or count again.
const RETIRE: [&str; 3] = [
    "UPDATE apps SET retired = $2 WHERE user_id = $1",
    "UPDATE phones SET retired = $2 WHERE user_id = $1",
    // Before the preferred option is taken away, so that it can come back with them.
    "UPDATE accounts SET retired_preferred = CASE WHEN $2 THEN preferred END WHERE id = $1",
];

const DROP_RETIRED: [&str; 2] = [
    "DELETE FROM apps WHERE user_id = $1 AND retired",
    "DELETE FROM phones WHERE user_id = $1 AND retired",
];

const SET_BLOCK: &str = "UPDATE accounts SET blocked_until = $2, blocked_reason = $3 WHERE id = $1";

const SET_PASS: &str = "UPDATE accounts SET pass_mac = $2, pass_until = $3 WHERE id = $1";

const SET_BYPASS: &str = "UPDATE accounts SET bypass_until = $2 WHERE id = $1";

const SET_GRACE_FROM: &str = "UPDATE accounts SET grace_from = $2 WHERE id = $1";

const LOGIN: &str = "SELECT login FROM accounts WHERE id = $1";

/// Takes the account for this batch, if it is still the version that was read; others wait here.
pub(super) async fn claim(tx: &Transaction<'_>, user: Id, version: i64) -> Outcome<()> {
    must_hit(execute(tx, CLAIM, &[&user.0.as_slice(), &version]).await?)
}

/// Adds people, many at a time.
pub(super) async fn add(tx: &Transaction<'_>, accounts: &[&Account]) -> Outcome<()> {
    for some in accounts.chunks(TOGETHER) {
        add_rows(tx, some).await?;
        let terms = |one: &Account| search::terms(&one.login, &one.name, &one.mail);
        let (terms, users): (Vec<String>, Vec<&[u8]>) = some
            .iter()
            .flat_map(|one| {
                terms(one)
                    .into_iter()
                    .map(|term| (term, one.id.0.as_slice()))
            })
            .unzip();
        execute(tx, ADD_TERMS, &[&terms, &users]).await?;
        for account in some {
            for app in &account.apps {
                add_app(tx, account.id, app).await?;
            }
            for phone in &account.phones {
                put_phone(tx, account.id, phone).await?;
            }
        }
    }
    Ok(())
}

async fn add_rows(tx: &Transaction<'_>, some: &[&Account]) -> Outcome<()> {
    let texts = |of: fn(&Account) -> &str| some.iter().map(|one| of(one)).collect::<Vec<_>>();
    let numbers = |of: fn(&Account) -> i64| some.iter().map(|one| of(one)).collect::<Vec<_>>();
    let maybe = |of: fn(&Account) -> Option<&'static str>| {
        some.iter().map(|one| of(one)).collect::<Vec<_>>()
    };
    let ids: Vec<&[u8]> = some.iter().map(|one| one.id.0.as_slice()).collect();
    let active: Vec<bool> = some.iter().map(|one| one.active).collect();
    let columns: [Param<'_>; 15] = [
        &ids,
        &numbers(|one| one.version),
        &texts(|one| &one.login),
        &texts(|one| &one.name),
        &texts(|one| &one.title),
        &texts(|one| &one.mail),
        &texts(|one| &one.office_phone),
        &texts(|one| &one.office_extension),
        &maybe(|one| one.language.map(domain::Language::tag)),
        &texts(|one| one.role.key()),
        &texts(|one| one.state.key()),
        &active,
        &texts(|one| &one.password),
        &numbers(|one| one.password_changed.0),
        &maybe(|one| one.default.map(domain::method::Preferred::key)),
    ];
    execute(tx, ADD, &columns).await?;
    Ok(())
}

pub(super) async fn set_directory(tx: &Transaction<'_>, user: Id, words: [&str; 5]) -> Outcome<()> {
    let [name, title, mail, office_phone, office_extension] = words;
    let row: [Param<'_>; 6] = [
        &user.0.as_slice(),
        &name,
        &title,
        &mail,
        &office_phone,
        &office_extension,
    ];
    if execute(tx, SET_DIRECTORY, &row).await? == 0 {
        return Ok(());
    }
    let statement = tx.prepare_cached(LOGIN).await?;
    let found = tx.query_one(&statement, &[&user.0.as_slice()]).await?;
    desk::index(tx, user, [found.try_get(0)?, name, mail]).await
}

/// Ends the person; the foreign keys take along what hangs on them, except what has no such key.
pub(super) async fn delete(tx: &Transaction<'_>, user: Id) -> Outcome<()> {
    execute(tx, DELETE_REVEALS, &[&user.0.as_slice()]).await?;
    execute(tx, DELETE, &[&user.0.as_slice()]).await?;
    Ok(())
}

pub(super) async fn set_active(tx: &Transaction<'_>, user: Id, active: bool) -> Outcome<()> {
    execute(tx, SET_ACTIVE, &[&user.0.as_slice(), &active]).await?;
    Ok(())
}

/// Sets one of the columns that hold a word.
pub(super) async fn set_word(
    tx: &Transaction<'_>,
    user: Id,
    column: Word,
    word: Option<&str>,
) -> Outcome<()> {
    let sql = match column {
        Word::Role => "UPDATE accounts SET role = $2 WHERE id = $1",
        // Another state ends a grace period; the same one, said again, does not prolong it.
        Word::State => {
            "UPDATE accounts SET state = $2, grace_from = CASE WHEN state = $2 THEN grace_from END
             WHERE id = $1"
        }
        Word::Language => "UPDATE accounts SET language = $2 WHERE id = $1",
        Word::Preferred => "UPDATE accounts SET preferred = $2 WHERE id = $1",
    };
    execute(tx, sql, &[&user.0.as_slice(), &word]).await?;
    Ok(())
}

/// The columns of [`set_word`].
#[derive(Clone, Copy)]
pub(super) enum Word {
    Role,
    State,
    Language,
    Preferred,
}

pub(super) async fn set_password(
    tx: &Transaction<'_>,
    user: Id,
    phc: &str,
    at: Option<Time>,
) -> Outcome<()> {
    execute(
        tx,
        SET_PASSWORD,
        &[&user.0.as_slice(), &phc, &at.map(|at| at.0)],
    )
    .await?;
    Ok(())
}

pub(super) async fn add_app(tx: &Transaction<'_>, user: Id, app: &App) -> Outcome<()> {
    let row: [Param<'_>; 8] = [
        &user.0.as_slice(),
        &app.id.0.as_slice(),
        &app.name,
        &app.secret,
        &app.last_step,
        &app.created.0,
        &app.last_used.map(|at| at.0),
        &app.locked,
    ];
    execute(tx, ADD_APP, &row).await?;
    Ok(())
}

pub(super) async fn rename_app(tx: &Transaction<'_>, user: Id, app: Id, name: &str) -> Outcome<()> {
    execute(
        tx,
        RENAME_APP,
        &[&user.0.as_slice(), &app.0.as_slice(), &name],
    )
    .await?;
    Ok(())
}

pub(super) async fn remove_app(tx: &Transaction<'_>, user: Id, app: Id) -> Outcome<()> {
    execute(tx, REMOVE_APP, &[&user.0.as_slice(), &app.0.as_slice()]).await?;
    Ok(())
}

/// A code counts once: the step only ever rises.
pub(super) async fn use_app(
    tx: &Transaction<'_>,
    user: Id,
    app: Id,
    step: i64,
    at: Time,
) -> Outcome<()> {
    must_hit(
        execute(
            tx,
            USE_APP,
            &[&user.0.as_slice(), &app.0.as_slice(), &step, &at.0],
        )
        .await?,
    )
}

pub(super) async fn lock_app(tx: &Transaction<'_>, user: Id, app: Id, locked: bool) -> Outcome<()> {
    execute(
        tx,
        LOCK_APP,
        &[&user.0.as_slice(), &app.0.as_slice(), &locked],
    )
    .await?;
    Ok(())
}

pub(super) async fn put_phone(tx: &Transaction<'_>, user: Id, phone: &Phone) -> Outcome<()> {
    let (kind, created) = (phone.kind.key(), phone.created.0);
    execute(
        tx,
        PUT_PHONE,
        &[
            &user.0.as_slice(),
            &kind,
            &phone.number,
            &phone.verified,
            &created,
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn remove_phone(tx: &Transaction<'_>, user: Id, kind: PhoneKind) -> Outcome<()> {
    execute(tx, REMOVE_PHONE, &[&user.0.as_slice(), &kind.key()]).await?;
    Ok(())
}

pub(super) async fn retire(tx: &Transaction<'_>, user: Id, retired: bool) -> Outcome<()> {
    for sql in RETIRE {
        execute(tx, sql, &[&user.0.as_slice(), &retired]).await?;
    }
    Ok(())
}

pub(super) async fn drop_retired(tx: &Transaction<'_>, user: Id) -> Outcome<()> {
    for sql in DROP_RETIRED {
        execute(tx, sql, &[&user.0.as_slice()]).await?;
    }
    Ok(())
}

pub(super) async fn set_block(
    tx: &Transaction<'_>,
    user: Id,
    block: Option<&Block>,
) -> Outcome<()> {
    let until = block.map(|block| block.until.0);
    let reason = block.map(|block| block.reason.as_str());
    execute(tx, SET_BLOCK, &[&user.0.as_slice(), &until, &reason]).await?;
    Ok(())
}

pub(super) async fn set_pass(tx: &Transaction<'_>, user: Id, pass: Option<&Pass>) -> Outcome<()> {
    let mac = pass.map(|pass| pass.mac.as_slice());
    let until = pass.map(|pass| pass.until.0);
    execute(tx, SET_PASS, &[&user.0.as_slice(), &mac, &until]).await?;
    Ok(())
}

pub(super) async fn limit_password(tx: &Transaction<'_>, user: Id, until: Time) -> Outcome<()> {
    execute(tx, LIMIT_PASSWORD, &[&user.0.as_slice(), &until.0]).await?;
    Ok(())
}

pub(super) async fn set_bypass(tx: &Transaction<'_>, user: Id, until: Option<Time>) -> Outcome<()> {
    let until = until.map(|until| until.0);
    execute(tx, SET_BYPASS, &[&user.0.as_slice(), &until]).await?;
    Ok(())
}

pub(super) async fn set_grace_from(tx: &Transaction<'_>, user: Id, from: Time) -> Outcome<()> {
    execute(tx, SET_GRACE_FROM, &[&user.0.as_slice(), &from.0]).await?;
    Ok(())
}
