//! Draws a QR picture as one SVG path: a few kilobytes, sharp at every size, no script, no image file.

use qrcode::{Color, EcLevel, QrCode};

use crate::view::Qr;

/// Modules of white around the symbol (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The picture of a text, or nothing when the text is too long for one.
pub fn draw(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::with_capacity(colors.len() * 4);
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        // One rectangle for each run of dark modules in a row.
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                path.push_str(&format!("M{left} {top}h{long}v1h-{long}z"));
            }
            x += run.len();
        }
    }
    Some(Qr {
        size: u32::try_from(width + 2 * QUIET).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corner_pattern_stands_behind_the_quiet_zone() {
        let qr = draw(
            "otpauth://totp/Example:ready%40example.org?secret=ABCDEFGHIJKLMNOP&issuer=Example",
        )
        .unwrap();
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        assert!(qr.size > 30 && (qr.size - 8 - 17).is_multiple_of(4));
    }

    #[test]
    fn a_text_that_does_not_fit_gives_no_picture() {
        assert!(draw(&"x".repeat(10_000)).is_none());
    }
}
