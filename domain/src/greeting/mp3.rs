//! MP3: frames of layer III, one behind the other (ISO/IEC 11172-3, 2.4.1; ISO/IEC 13818-3 for the lower rates,
//! and the still lower ones that are called MPEG 2.5), with a title in front (ID3v2) and behind (ID3v1) at most.

use super::{Length, Wrong};

/// Thousands of bits in a second, by the index in the header; of MPEG 1, and of the others.
const RATES: [[u32; 14]; 2] = [
    [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// What the header of a frame says.
struct Frame {
    bytes: usize,
    samples: u32,
    rate: u32,
}

/// The header at the beginning; `None` where there is none of a frame of layer III.
fn frame(bytes: &[u8]) -> Option<Frame> {
    let [first, version, rates, _] = *bytes.first_chunk()?;
    let layer = (version >> 1) & 3;
    if first != 0xff || version >> 5 != 7 || layer != 1 {
        return None;
    }
    // MPEG 1 has samples at the rates themselves, MPEG 2 at half and MPEG 2.5 at a quarter of them.
    let (table, part, samples) = match (version >> 3) & 3 {
        3 => (RATES.first()?, 1, 1_152),
        2 => (RATES.last()?, 2, 576),
        0 => (RATES.last()?, 4, 576),
        _ => return None,
    };
    let bits = table.get(usize::from(rates >> 4).checked_sub(1)?)?;
    let rate = [44_100, 48_000, 32_000].get(usize::from((rates >> 2) & 3))? / part;
    let padding = u32::from((rates >> 1) & 1);
    let bytes = samples / 8 * bits * 1_000 / rate + padding;
    Some(Frame {
        bytes: usize::try_from(bytes).ok()?,
        samples,
        rate,
    })
}

/// What stands behind the title in front, where there is one.
fn behind_title(bytes: &[u8]) -> Result<&[u8], Wrong> {
    if !bytes.starts_with(b"ID3") {
        return Ok(bytes);
    }
    let (head, rest) = bytes.split_at_checked(10).ok_or(Wrong::Broken)?;
    let (head, size) = head.split_at_checked(6).ok_or(Wrong::Broken)?;
    if size.iter().any(|byte| *byte > 127) {
        return Err(Wrong::Broken);
    }
    let size = size
        .iter()
        .fold(0, |all, byte| (all << 7) | usize::from(*byte));
    // A flag says that the head stands behind the title once more.
    let again = if head.last().is_some_and(|flags| flags & 0x10 != 0) {
        10
    } else {
        0
    };
    let rest = rest.split_at_checked(size + again);
    rest.map(|(_, sound)| sound).ok_or(Wrong::Broken)
}

/// What stands before the title behind, where there is one.
fn before_title(bytes: &[u8]) -> &[u8] {
    let last = bytes.len().checked_sub(128);
    match last.and_then(|at| bytes.split_at_checked(at)) {
        Some((sound, title)) if title.starts_with(b"TAG") => sound,
        _ => bytes,
    }
}

/// Counts the sound in a file that is nothing but frames and titles.
pub(super) fn read(bytes: &[u8]) -> Result<Length, Wrong> {
    let titled = bytes.starts_with(b"ID3");
    let mut rest = before_title(behind_title(bytes)?);
    let first = frame(rest).ok_or(if titled { Wrong::Broken } else { Wrong::Kind })?;
    let mut samples = 0;
    while !rest.is_empty() {
        let next = frame(rest).filter(|next| next.rate == first.rate);
        let next = next.ok_or(Wrong::Broken)?;
        let after = rest.split_at_checked(next.bytes).ok_or(Wrong::Broken)?;
        samples += u64::from(next.samples);
        rest = after.1;
    }
    Ok(Length {
        samples,
        rate: first.rate,
    })
}
