//! Rows as a file for a spreadsheet. It is written while it is read, a page at a time, and a page waits for
//! the one before it to be taken; so it costs the same however long the record is. A spreadsheet takes a cell
//! that begins like a formula for one, and what stands in the record may have been chosen by a stranger, so
//! such a cell begins with an apostrophe.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::Time;
use domain::audit::Row;
use domain::service::{Answer, Reading, Rows, ServiceError};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use hyper::body::Frame;
use tokio::sync::mpsc::{Receiver, channel};

use super::fact;
use crate::http::Portal;
use crate::http::fault::Stop;

/// Rows read at once.
const PAGE: u32 = 500;

/// Tells a spreadsheet that the file is UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

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
    let today = portal.when(portal.services.clock.now());
    let (year, month, day) = (today.year, today.month, today.day);
    let disposition = format!("attachment; filename=\"{name}-{year:04}-{month:02}-{day:02}.csv\"");
    let disposition =
        HeaderValue::try_from(disposition).map_err(|error| Stop::Broken(error.to_string()))?;
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (CONTENT_DISPOSITION, disposition),
    ];
    let body = Body::new(written(Arc::clone(portal), kind, reading));
    Ok((headers, body).into_response())
}

/// A body that is written by a task of its own. Only the last piece ends it: a file that broke off must not
/// look like a whole one.
struct Pieces(Receiver<Option<Bytes>>);

#[derive(Debug, thiserror::Error)]
#[error("the export broke off")]
struct BrokeOff;

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = BrokeOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokeOff>>> {
        self.0.poll_recv(context).map(|piece| match piece {
            Some(Some(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(None) => None,
            None => Some(Err(BrokeOff)),
        })
    }
}

fn written(portal: Arc<Portal>, kind: Kind, reading: Reading) -> Pieces {
    let (pieces, taken) = channel(1);
    tokio::spawn(async move {
        let mut before = None;
        let mut bytes = BOM.to_vec();
        loop {
            match page(&portal, kind, &reading, before).await {
                Ok((lines, older)) => {
                    bytes.extend(lines);
                    before = older;
                }
                Err(error) => {
                    tracing::error!(%error, "an export of the audit record broke off");
                    return;
                }
            }
            let bytes = Bytes::from(std::mem::take(&mut bytes));
            // Whoever asked may be gone.
            if !bytes.is_empty() && pieces.send(Some(bytes)).await.is_err() {
                return;
            }
            if before.is_none() {
                drop(pieces.send(None).await);
                return;
            }
        }
    });
    Pieces(taken)
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

/// RFC 3339, which every program understands in the same way.
fn utc(at: Time) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at.0);
    stamp.map(|stamp| stamp.to_string()).unwrap_or_default()
}

/// Lines as RFC 4180 has them.
struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new() -> Self {
        let mut builder = csv::WriterBuilder::new();
        Self(
            builder
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new()),
        )
    }

    fn line(&mut self, cells: &[&str]) -> Answer<()> {
        let cells = cells.iter().map(|text| {
            if is_formula(text) {
                Cow::Owned(format!("'{text}"))
            } else {
                Cow::Borrowed(*text)
            }
        });
        let cells: Vec<Cow<'_, str>> = cells.collect();
        let written = self
            .0
            .write_record(cells.iter().map(|cell| cell.as_bytes()));
        written.map_err(|error| ServiceError::Unavailable(error.to_string()))
    }

    fn bytes(self) -> Answer<Vec<u8>> {
        let written = self.0.into_inner();
        written.map_err(|error| ServiceError::Unavailable(error.to_string()))
    }
}

/// Whether a spreadsheet might compute it. Some take the wide forms of the signs for the signs.
fn is_formula(text: &str) -> bool {
    text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_162_a_line_comes_back_as_it_was_but_for_formulas() {
        let cells = [
            "plain",
            "",
            "a,b",
            "say \"no\"",
            "two\r\nlines",
            "=1+1",
            "+31",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\u{ff1d}1",
            "=\"a\",b",
            "'quoted",
            "a=b",
        ];
        let mut sheet = Sheet::new();
        sheet.line(&cells).unwrap();
        sheet.line(&cells).unwrap();
        let text = String::from_utf8(sheet.bytes().unwrap()).unwrap();
        assert!(text.starts_with("plain,,\"a,b\",") && text.ends_with("\r\n"));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let lines: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), 2);
        for read in lines {
            assert_eq!(read.len(), cells.len());
            for (read, cell) in read.iter().zip(cells) {
                let apostrophe = if is_formula(cell) { "'" } else { "" };
                assert_eq!(read, format!("{apostrophe}{cell}"));
            }
        }
    }
}
