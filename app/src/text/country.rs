//! Countries and regions of the telephone numbers, with their calling codes and their names.
//!
//! A person picks from a list in the order of their own language. The list is short on purpose: the
//! European Economic Area, its neighbours, and where many people have family or work.

use domain::Language;

/// Region code (ISO 3166), country calling code, in the order of the codes.
pub const COUNTRIES: &[(&str, u16)] = &[
    ("AE", 971),
    ("AR", 54),
    ("AT", 43),
    ("AU", 61),
    ("BE", 32),
    ("BG", 359),
    ("BR", 55),
    ("CA", 1),
    ("CH", 41),
    ("CN", 86),
    ("CW", 599),
    ("CY", 357),
    ("CZ", 420),
    ("DE", 49),
    ("DK", 45),
    ("EE", 372),
    ("ES", 34),
    ("FI", 358),
    ("FR", 33),
    ("GB", 44),
    ("GR", 30),
    ("HR", 385),
    ("HU", 36),
    ("ID", 62),
    ("IE", 353),
    ("IL", 972),
    ("IN", 91),
    ("IS", 354),
    ("IT", 39),
    ("JP", 81),
    ("KR", 82),
    ("LI", 423),
    ("LT", 370),
    ("LU", 352),
    ("LV", 371),
    ("MA", 212),
    ("MT", 356),
    ("MX", 52),
    ("NL", 31),
    ("NO", 47),
    ("NZ", 64),
    ("PL", 48),
    ("PT", 351),
    ("RO", 40),
    ("SE", 46),
    ("SG", 65),
    ("SI", 386),
    ("SK", 421),
    ("SR", 597),
    ("TR", 90),
    ("UA", 380),
    ("US", 1),
    ("ZA", 27),
];

/// The name of a region of [`COUNTRIES`] in a language; of another one, nothing.
pub fn name(language: Language, region: &str) -> Option<&'static str> {
    let (en, nl) = match region {
        "AE" => ("United Arab Emirates", "Verenigde Arabische Emiraten"),
        "AR" => ("Argentina", "Argentinië"),
        "AT" => ("Austria", "Oostenrijk"),
        "AU" => ("Australia", "Australië"),
        "BE" => ("Belgium", "België"),
        "BG" => ("Bulgaria", "Bulgarije"),
        "BR" => ("Brazil", "Brazilië"),
        "CA" => ("Canada", "Canada"),
        "CH" => ("Switzerland", "Zwitserland"),
        "CN" => ("China", "China"),
        "CW" => ("Curaçao", "Curaçao"),
        "CY" => ("Cyprus", "Cyprus"),
        "CZ" => ("Czechia", "Tsjechië"),
        "DE" => ("Germany", "Duitsland"),
        "DK" => ("Denmark", "Denemarken"),
        "EE" => ("Estonia", "Estland"),
        "ES" => ("Spain", "Spanje"),
        "FI" => ("Finland", "Finland"),
        "FR" => ("France", "Frankrijk"),
        "GB" => ("United Kingdom", "Verenigd Koninkrijk"),
        "GR" => ("Greece", "Griekenland"),
        "HR" => ("Croatia", "Kroatië"),
        "HU" => ("Hungary", "Hongarije"),
        "ID" => ("Indonesia", "Indonesië"),
        "IE" => ("Ireland", "Ierland"),
        "IL" => ("Israel", "Israël"),
        "IN" => ("India", "India"),
        "IS" => ("Iceland", "IJsland"),
        "IT" => ("Italy", "Italië"),
        "JP" => ("Japan", "Japan"),
        "KR" => ("South Korea", "Zuid-Korea"),
        "LI" => ("Liechtenstein", "Liechtenstein"),
        "LT" => ("Lithuania", "Litouwen"),
        "LU" => ("Luxembourg", "Luxemburg"),
        "LV" => ("Latvia", "Letland"),
        "MA" => ("Morocco", "Marokko"),
        "MT" => ("Malta", "Malta"),
        "MX" => ("Mexico", "Mexico"),
        "NL" => ("Netherlands", "Nederland"),
        "NO" => ("Norway", "Noorwegen"),
        "NZ" => ("New Zealand", "Nieuw-Zeeland"),
        "PL" => ("Poland", "Polen"),
        "PT" => ("Portugal", "Portugal"),
        "RO" => ("Romania", "Roemenië"),
        "SE" => ("Sweden", "Zweden"),
        "SG" => ("Singapore", "Singapore"),
        "SI" => ("Slovenia", "Slovenië"),
        "SK" => ("Slovakia", "Slowakije"),
        "SR" => ("Suriname", "Suriname"),
        "TR" => ("Türkiye", "Turkije"),
        "UA" => ("Ukraine", "Oekraïne"),
        "US" => ("United States", "Verenigde Staten"),
        "ZA" => ("South Africa", "Zuid-Afrika"),
        _ => return None,
    };
    Some(match language {
        Language::En => en,
        Language::Nl => nl,
    })
}

/// Regions with their calling codes and names, in the order of the names. A region without a name
/// is left out: nobody could choose it.
pub fn in_order(
    language: Language,
    regions: &[(&'static str, u16)],
) -> Vec<(&'static str, u16, &'static str)> {
    let mut named: Vec<_> = regions
        .iter()
        .filter_map(|(region, calling)| Some((*region, *calling, name(language, region)?)))
        .collect();
    named.sort_by_cached_key(|(_, _, name)| {
        name.chars()
            .flat_map(char::to_lowercase)
            .map(plain)
            .collect::<String>()
    });
    named
}

/// The letter under which a dictionary of either language files an accented one.
fn plain(letter: char) -> char {
    match letter {
        'ë' | 'é' => 'e',
        'ï' => 'i',
        'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_stands_once_and_has_a_name_in_every_language() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        for (region, calling) in COUNTRIES {
            assert!((1..1000).contains(calling), "{region}");
            for language in Language::ALL {
                assert!(
                    name(language, region).is_some_and(|n| !n.is_empty()),
                    "{region} {language:?}"
                );
            }
        }
        assert_eq!(name(Language::En, "XX"), None);
    }

    #[test]
    fn the_order_is_that_of_the_language() {
        let of = |language| {
            in_order(
                language,
                &[
                    ("DE", 49),
                    ("AT", 43),
                    ("XX", 1),
                    ("TR", 90),
                    ("TZ", 255),
                    ("UA", 380),
                ],
            )
        };
        assert_eq!(
            of(Language::En).iter().map(|c| c.0).collect::<Vec<_>>(),
            ["AT", "DE", "TR", "UA"]
        );
        assert_eq!(
            of(Language::Nl).iter().map(|c| c.0).collect::<Vec<_>>(),
            ["DE", "UA", "AT", "TR"]
        );
    }
}
