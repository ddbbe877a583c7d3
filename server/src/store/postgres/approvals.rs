//! Requests for a second yes.

use deadpool_postgres::{ClientWrapper, Transaction};
use domain::approval::{Approval, KEPT, Verdict};
use domain::{Id, Time};
use tokio_postgres::Row;

use super::rows::{id as id_in, time};
use super::{Outcome, Param, execute, must_hit};
use crate::store;

const ADD: &str =
    "INSERT INTO approvals (id, subject, asked_by, asked_at, request) VALUES ($1, $2, $3, $4, $5)";

const JUDGE: &str = "UPDATE approvals SET judged_by = $2, judged_at = $3, yes = $4
    WHERE id = $1 AND yes IS NULL";

const USE: &str = "UPDATE approvals SET used = TRUE WHERE id = $1 AND yes AND NOT used";

const ONE: &str = "SELECT id, subject, asked_by, asked_at, request, judged_by, judged_at, yes, used
    FROM approvals WHERE id = $1";

const NEWEST: &str =
    "SELECT id, subject, asked_by, asked_at, request, judged_by, judged_at, yes, used
    FROM approvals WHERE asked_at > $1 ORDER BY asked_at DESC, id LIMIT $2";

const OLD: &str = "DELETE FROM approvals WHERE asked_at <= $1";

pub(super) async fn add(tx: &Transaction<'_>, one: &Approval) -> Outcome<()> {
    let request = store::json(&one.request)?;
    let (id, subject) = (one.id.0.as_slice(), one.subject.0.as_slice());
    let row: [Param<'_>; 5] = [
        &id,
        &subject,
        &one.asked_by.0.as_slice(),
        &one.asked_at.0,
        &request,
    ];
    execute(tx, ADD, &row).await?;
    Ok(())
}

pub(super) async fn judge(tx: &Transaction<'_>, id: Id, verdict: &Verdict) -> Outcome<()> {
    let (id, by) = (id.0.as_slice(), verdict.by.0.as_slice());
    let row: [Param<'_>; 4] = [&id, &by, &verdict.at.0, &verdict.yes];
    must_hit(execute(tx, JUDGE, &row).await?)
}

pub(super) async fn spend(tx: &Transaction<'_>, id: Id) -> Outcome<()> {
    must_hit(execute(tx, USE, &[&id.0.as_slice()]).await?)
}

pub(super) async fn one(db: &ClientWrapper, id: Id) -> Outcome<Option<Approval>> {
    let statement = db.prepare_cached(ONE).await?;
    let row = db.query_opt(&statement, &[&id.0.as_slice()]).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn newest(db: &ClientWrapper, after: Time, most: u32) -> Outcome<Vec<Approval>> {
    let statement = db.prepare_cached(NEWEST).await?;
    let asked: [Param<'_>; 2] = [&after.0, &i64::from(most)];
    db.query(&statement, &asked)
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Outcome<Approval> {
    let by: Option<&[u8]> = row.try_get(5)?;
    let by = by.map(|_| id_in(row, 5)).transpose()?.map(|id| id.0);
    Ok(Approval {
        id: id_in(row, 0)?,
        subject: id_in(row, 1)?,
        asked_by: id_in(row, 2)?,
        asked_at: time(row, 3)?,
        request: store::request(row.try_get(4)?)?,
        verdict: store::verdict((by, row.try_get(6)?, row.try_get(7)?)),
        used: row.try_get(8)?,
    })
}

pub(super) async fn tidy(tx: &Transaction<'_>, now: Time) -> Outcome<()> {
    execute(tx, OLD, &[&(now - KEPT).0]).await?;
    Ok(())
}
