//! From a column to a value, and what a column cannot hold.

use domain::service::ports::StoreError;
use domain::{Id, Time};
use tokio_postgres::Row;

use super::Outcome;

/// Bytes of a fixed length.
pub(super) fn array<const N: usize>(row: &Row, column: usize) -> Outcome<[u8; N]> {
    let bytes: &[u8] = row.try_get(column)?;
    let wrong = |_| StoreError::Unavailable(format!("a column of {N} bytes holds {}", bytes.len()));
    Ok(bytes.try_into().map_err(wrong)?)
}

pub(super) fn id(row: &Row, column: usize) -> Outcome<Id> {
    Ok(Id(array(row, column)?))
}

pub(super) fn time(row: &Row, column: usize) -> Outcome<Time> {
    Ok(Time(row.try_get(column)?))
}

/// PostgreSQL's text has no NUL character, so nothing that contains one can be found there.
pub(super) fn can_be_text(text: &str) -> bool {
    !text.contains('\0')
}
