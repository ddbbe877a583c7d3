//! Places in the chain. A head, written down elsewhere, shows later that nothing behind it was changed
//! or cut off. A checkpoint stands for rows that were removed because they had become old: the last of
//! them, sealed with the key of the record, so that nobody else can shorten it.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

/// A row's number and MAC, as text `ROW:MAC`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The row.
    pub seq: i64,
    /// Its MAC.
    pub mac: [u8; 32],
}

impl Head {
    /// Before the first row.
    pub const START: Self = Self {
        seq: 0,
        mac: [0; 32],
    };
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, HEXLOWER.encode(&self.mac))
    }
}

/// The text is not that of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is what `proofup audit verify` prints: a number, a colon, 64 digits")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let (row, mac) = text.split_once(':').ok_or(NotAHead)?;
        let mac = HEXLOWER.decode(mac.as_bytes()).map_err(|_| NotAHead)?;
        Ok(Self {
            seq: row.parse().map_err(|_| NotAHead)?,
            mac: mac.try_into().map_err(|_| NotAHead)?,
        })
    }
}

/// Where the record begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last row that was removed; [`Head::START`] when none ever was.
    pub last: Head,
    /// The seal of it, [`crate::service::ports::Chain::checkpoint`].
    pub seal: [u8; 32],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let head = Head {
            seq: 12,
            mac: [0xab; 32],
        };
        assert_eq!(head.to_string(), format!("12:{}", "ab".repeat(32)));
        assert_eq!(head.to_string().parse(), Ok(head));
        for wrong in ["", "12", "12:ab", "x:", ":ab", "12:AB", &"12:ab".repeat(32)] {
            assert_eq!(wrong.parse::<Head>(), Err(NotAHead), "{wrong}");
        }
    }
}
