//! Which compressed form a client takes (RFC 9110, section 12.5.3).

use http::HeaderValue;

/// A form in which a file can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The `Content-Encoding`; a plain file has none.
    pub(super) fn token(self) -> Option<HeaderValue> {
        match self {
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Plain => None,
        }
    }

    /// Tells the entity tags of the forms apart.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
            Self::Plain => "",
        }
    }
}

/// The forms that the client takes, best first. Brotli wins a tie, for it is the smallest.
/// A plain file is always the last resort: nobody is served by an answer without a body.
pub(super) fn accepted<'a>(headers: impl Iterator<Item = &'a HeaderValue>) -> Vec<Encoding> {
    let (mut brotli, mut gzip, mut any) = (None, None, None);
    for part in headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
    {
        let mut fields = part.split(';').map(str::trim);
        let name = fields.next().unwrap_or_default();
        let quality = fields.find_map(quality).unwrap_or(1.0);
        if name.eq_ignore_ascii_case("br") {
            brotli = Some(quality);
        } else if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
            gzip = Some(quality);
        } else if name == "*" {
            any = Some(quality);
        }
    }
    let brotli = brotli.or(any).unwrap_or(0.0);
    let gzip = gzip.or(any).unwrap_or(0.0);
    let mut order = vec![(Encoding::Brotli, brotli), (Encoding::Gzip, gzip)];
    if gzip > brotli {
        order.reverse();
    }
    let wanted = order
        .into_iter()
        .filter(|(_, quality)| *quality > 0.0)
        .map(|(encoding, _)| encoding);
    wanted.chain([Encoding::Plain]).collect()
}

/// The value of a `q=` parameter. What is no number counts as a refusal.
fn quality(field: &str) -> Option<f32> {
    let (name, value) = field.split_once('=')?;
    name.trim()
        .eq_ignore_ascii_case("q")
        .then(|| value.trim().parse().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Encoding::{Brotli, Gzip, Plain};

    fn of(headers: &[&'static str]) -> Vec<Encoding> {
        let headers: Vec<_> = headers
            .iter()
            .map(|h| HeaderValue::from_static(h))
            .collect();
        accepted(headers.iter())
    }

    #[test]
    fn the_client_chooses_and_brotli_wins_ties() {
        for (header, order) in [
            ("gzip, deflate, br, zstd", &[Brotli, Gzip, Plain][..]),
            ("gzip;q=1.0, br;q=0.5", &[Gzip, Brotli, Plain]),
            ("GZIP", &[Gzip, Plain]),
            ("*", &[Brotli, Gzip, Plain]),
            ("*;q=0.5, br;q=0", &[Gzip, Plain]),
        ] {
            assert_eq!(of(&[header]), order, "{header}");
        }
        assert_eq!(
            of(&["gzip", "br"]),
            [Brotli, Gzip, Plain],
            "two lines are one list"
        );
    }

    #[test]
    fn what_is_refused_or_unknown_is_not_sent() {
        for header in [
            "",
            "identity",
            "br;q=0, gzip; q=0.000",
            "br;q=high",
            "deflate",
            "bro, xgzip",
            "*;q=0",
        ] {
            assert_eq!(of(&[header]), [Plain], "{header}");
        }
        assert_eq!(of(&[]), [Plain]);
    }
}
