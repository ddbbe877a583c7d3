//! What both databases prove before the audit record is shortened or lengthened from outside. A part
//! that does not link stays where it is, because it is the evidence.

use domain::audit::{Checkpoint, Head, Row};
use domain::service::ports::{Chain, StoreError};
use domain::service::record::next;

/// How many rows there are from the one to the other.
pub(super) fn span(begin: &Head, last: &Head) -> u32 {
    u32::try_from(last.seq - begin.seq).unwrap_or(u32::MAX)
}

/// The rows up to `last`, all of them, follow from the checkpoint.
pub(super) fn may_go(
    chain: &dyn Chain,
    begin: &Checkpoint,
    rows: &[(Row, [u8; 32])],
    last: &Head,
) -> Result<(), StoreError> {
    let forged = begin.last != Head::START && chain.checkpoint(&begin.last) != begin.seal;
    if forged || follow(chain, begin.last, rows)? != *last {
        return Err(StoreError::Unavailable(
            "the audit record is not whole before its old rows; nothing is removed until \
             somebody has looked (proofup audit verify)"
                .to_owned(),
        ));
    }
    Ok(())
}

/// The rows follow from the last one; where they lead.
pub(super) fn follow(
    chain: &dyn Chain,
    last: Head,
    rows: &[(Row, [u8; 32])],
) -> Result<Head, StoreError> {
    rows.iter().try_fold(last, |last, (row, mac)| {
        next(chain, &last, row, mac).ok_or_else(|| {
            StoreError::Unavailable(format!(
                "row {} of the audit record does not follow from row {}",
                row.seq, last.seq
            ))
        })
    })
}
