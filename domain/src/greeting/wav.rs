//! WAV: chunks in a RIFF file (Multimedia Programming Interface and Data Specifications 1.0, 1991), with the
//! three kinds of sound that every gateway for telephones plays.

use super::{Length, Wrong};

const PCM: u16 = 1;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let (_, rest) = bytes.split_at_checked(at)?;
    rest.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let (_, rest) = bytes.split_at_checked(at)?;
    rest.first_chunk().map(|four| u32::from_le_bytes(*four))
}

/// What the chunk `fmt` says: samples in a second, and bytes of a sample on all channels.
fn format(chunk: &[u8]) -> Result<(u32, u16), Wrong> {
    let two = |at| u16_at(chunk, at).ok_or(Wrong::Broken);
    let four = |at| u32_at(chunk, at).ok_or(Wrong::Broken);
    let (tag, channels, rate) = (two(0)?, two(2)?, four(4)?);
    let (bytes, block, bits) = (four(8)?, two(12)?, two(14)?);
    let known = match tag {
        PCM => matches!(bits, 8 | 16 | 24 | 32),
        A_LAW | MU_LAW => bits == 8,
        _ => false,
    };
    if !known || !(1..=2).contains(&channels) || !(8_000..=48_000).contains(&rate) {
        return Err(Wrong::Kind);
    }
    if block != channels * (bits / 8) || bytes != rate * u32::from(block) {
        return Err(Wrong::Broken);
    }
    Ok((rate, block))
}

/// Counts the sound in a file that begins like one.
pub(super) fn read(bytes: &[u8]) -> Result<Length, Wrong> {
    let size = u32_at(bytes, 4).ok_or(Wrong::Broken)?;
    let (head, mut rest) = bytes.split_at_checked(12).ok_or(Wrong::Broken)?;
    if !head.ends_with(b"WAVE") {
        return Err(Wrong::Kind);
    }
    if u64::from(size) + 8 != bytes.len() as u64 {
        return Err(Wrong::Broken);
    }
    let (mut form, mut sound) = (None, None);
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(8).ok_or(Wrong::Broken)?;
        let size = u32_at(head, 4).and_then(|size| usize::try_from(size).ok());
        let chunk = size.and_then(|size| after.split_at_checked(size));
        let (chunk, after) = chunk.ok_or(Wrong::Broken)?;
        let place = match head.first_chunk() {
            Some(b"fmt ") => Some(&mut form),
            Some(b"data") => Some(&mut sound),
            _ => None,
        };
        if let Some(place) = place
            && place.replace(chunk).is_some()
        {
            return Err(Wrong::Broken);
        }
        // Behind an odd chunk stands a byte that belongs to none.
        rest = after
            .split_at_checked(chunk.len() % 2)
            .map_or(after, |(_, rest)| rest);
    }
    let (rate, block) = format(form.ok_or(Wrong::Broken)?)?;
    let sound = sound.ok_or(Wrong::Broken)?.len();
    let block = usize::from(block);
    if !sound.is_multiple_of(block) {
        return Err(Wrong::Broken);
    }
    Ok(Length {
        samples: (sound / block) as u64,
        rate,
    })
}
