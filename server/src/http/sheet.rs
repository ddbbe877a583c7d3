//! A file for a spreadsheet. It is written while it is read, a page at a time, and a page waits for the one
//! before it to be taken; so it costs the same however long the list is. A spreadsheet takes a cell that begins
//! like a formula for one, and what stands in a list may have been chosen by a stranger, so such a cell begins
//! with an apostrophe.

use std::borrow::Cow;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::Time;
use domain::service::{Answer, ServiceError};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use hyper::body::Frame;
use tokio::sync::mpsc::{Receiver, channel};

use super::Portal;
use super::fault::Stop;

/// Tells a spreadsheet that the file is UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What a file is written of.
pub trait Pages: Send + 'static {
    /// The next lines, and whether there are more behind them.
    fn next(&mut self) -> impl Future<Output = Answer<(Vec<u8>, bool)>> + Send;
}

/// The answer with the file; today stands in its name.
pub fn file(portal: &Portal, name: &str, pages: impl Pages) -> Result<Response, Stop> {
    answer(portal, name, Body::new(written(name.to_owned(), pages)))
}

/// The same with a file that is in memory already.
pub fn whole(portal: &Portal, name: &str, sheet: Sheet) -> Result<Response, Stop> {
    let bytes = [BOM.to_vec(), sheet.bytes()?].concat();
    answer(portal, name, Body::from(bytes))
}

fn answer(portal: &Portal, name: &str, body: Body) -> Result<Response, Stop> {
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

fn written(name: String, mut pages: impl Pages) -> Pieces {
    let (pieces, taken) = channel(1);
    tokio::spawn(async move {
        let mut bytes = BOM.to_vec();
        loop {
            let more = match pages.next().await {
                Ok((lines, more)) => {
                    bytes.extend(lines);
                    more
                }
                Err(error) => {
                    tracing::error!(%error, file = name, "an export broke off");
                    return;
                }
            };
            let bytes = Bytes::from(std::mem::take(&mut bytes));
            // Whoever asked may be gone.
            if !bytes.is_empty() && pieces.send(Some(bytes)).await.is_err() {
                return;
            }
            if !more {
                drop(pieces.send(None).await);
                return;
            }
        }
    });
    Pieces(taken)
}

/// RFC 3339, which every program understands in the same way.
pub fn utc(at: Time) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at.0);
    stamp.map(|stamp| stamp.to_string()).unwrap_or_default()
}

/// Lines as RFC 4180 has them.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// Without lines.
    pub fn new() -> Self {
        let mut builder = csv::WriterBuilder::new();
        Self(
            builder
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new()),
        )
    }

    /// Adds a line.
    pub fn line(&mut self, cells: &[&str]) -> Answer<()> {
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

    /// The lines so far.
    pub fn bytes(self) -> Answer<Vec<u8>> {
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
