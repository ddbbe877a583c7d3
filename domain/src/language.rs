//! The languages of the portal, and how the one to use is chosen (RFC 9110, section 12.5.4).

use serde::{Deserialize, Serialize};

/// A language in which every page and every message exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

impl Language {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// The language of a tag such as `nl` or `nl-BE`, if the portal speaks it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|l| primary.eq_ignore_ascii_case(l.tag()))
    }

    /// The best match for an `Accept-Language` header: highest quality first, then order.
    pub fn from_accept(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(32) {
            let mut fields = part.split(';');
            let Some(language) = fields.next().and_then(Self::from_tag) else {
                continue;
            };
            let quality = fields
                .find_map(|f| f.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            if quality > 0.0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_wins() {
        assert_eq!(
            Language::from_accept("fr, en;q=0.5, nl-BE;q=0.8"),
            Some(Language::Nl)
        );
        assert_eq!(
            Language::from_accept("en-GB,en;q=0.9,nl;q=0.9"),
            Some(Language::En)
        );
        assert_eq!(Language::from_accept("nl;q=0, de"), None);
        assert_eq!(Language::from_accept(""), None);
    }
}
