//! The audit record and fraud reports as files.

use std::sync::Arc;

use axum::response::Response;
use domain::Time;
use domain::audit::Row;
use domain::service::{Answer, Reading, Rows};

use super::fact;
use crate::http::Portal;
use crate::http::fault::Stop;
use crate::http::sheet::{self, Pages, Sheet, utc};

/// Rows read at once.
const PAGE: u32 = 500;

const RECORD: [&str; 18] = [
    "number",
    "time_utc",
    "event",
    "outcome",
    "reason",
    "actor_id",
    "actor_login",
    "actor_name",
    "actor_role",
    "subject_id",
    "subject_login",
    "subject_name",
    "object_id",
    "address",
    "user_agent",
    "ticket",
    "request_id",
    "details",
];

const FRAUD: [&str; 7] = [
    "number",
    "time_utc",
    "person_id",
    "person_login",
    "person_name",
    "method",
    "blocked_utc",
];

/// What the file is about.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Everything.
    Record,
    /// Fraud reports.
    Fraud,
}

/// The answer with the file.
pub fn file(portal: &Arc<Portal>, kind: Kind, reading: Reading) -> Result<Response, Stop> {
    let name = match kind {
        Kind::Record => "audit",
        Kind::Fraud => "fraud",
    };
    let rows = Written {
        portal: Arc::clone(portal),
        kind,
        reading,
        before: None,
    };
    sheet::file(portal, name, rows)
}

/// How far a file has come.
struct Written {
    portal: Arc<Portal>,
    kind: Kind,
    reading: Reading,
    before: Option<i64>,
}

impl Pages for Written {
    async fn next(&mut self) -> Answer<(Vec<u8>, bool)> {
        let (lines, older) = page(&self.portal, self.kind, &self.reading, self.before).await?;
        self.before = older;
        Ok((lines, older.is_some()))
    }
}

/// A page of lines, with the names of the columns above the first, and where the next one begins.
async fn page(
    portal: &Portal,
    kind: Kind,
    reading: &Reading,
    before: Option<i64>,
) -> Answer<(Vec<u8>, Option<i64>)> {
    let found = portal.services.rows(reading, before, PAGE).await?;
    let mut sheet = Sheet::new();
    match kind {
        Kind::Record => {
            if before.is_none() {
                sheet.line(&RECORD)?;
            }
            for row in &found.rows {
                record(&mut sheet, row, &found)?;
            }
        }
        Kind::Fraud => {
            if before.is_none() {
                sheet.line(&FRAUD)?;
            }
            let blocks = portal.services.blocks(reading, &found).await?;
            for row in &found.rows {
                fraud(&mut sheet, row, &found, blocks.get(&row.seq))?;
            }
        }
    }
    Ok((sheet.bytes()?, found.older))
}

/// Sign-in name and name of a person who is still there.
fn names<'a>(id: &str, found: &'a Rows) -> (&'a str, &'a str) {
    found
        .people
        .get(id)
        .map_or(("", ""), |one| (&one.login, &one.name))
}

fn record(sheet: &mut Sheet, row: &Row, found: &Rows) -> Answer<()> {
    let (actor_login, actor_name) = names(&row.actor, found);
    let (subject_login, subject_name) = names(&row.subject, found);
    sheet.line(&[
        &row.seq.to_string(),
        &utc(Time(row.at)),
        &row.event,
        &row.outcome,
        &row.reason,
        &row.actor,
        actor_login,
        actor_name,
        &row.role,
        &row.subject,
        subject_login,
        subject_name,
        &row.object,
        &row.address,
        &row.user_agent,
        &fact(row, "ticket"),
        &row.request,
        &row.details,
    ])
}

fn fraud(sheet: &mut Sheet, row: &Row, found: &Rows, blocked: Option<&Time>) -> Answer<()> {
    let (login, name) = names(&row.subject, found);
    sheet.line(&[
        &row.seq.to_string(),
        &utc(Time(row.at)),
        &row.subject,
        login,
        name,
        &fact(row, "method"),
        &blocked.map(|at| utc(*at)).unwrap_or_default(),
    ])
}
