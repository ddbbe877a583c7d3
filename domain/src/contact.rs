//! Telephone numbers: read, normalise (E.164), show, mask. The numbering plans come from the
//! `phonenumber` crate, which the browser does not carry.

#[cfg(feature = "service")]
use crate::Refusal;

/// A number in E.164, such as `+31612345678`.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// The longest text that is looked at; parsers of telephone numbers have panicked on longer ones.
pub const MAX_TYPED: usize = 32;

impl PhoneNumber {
    /// Reads a number typed for a region (ISO 3166 code). A number with `+` must belong to it too.
    ///
    /// # Errors
    /// [`Refusal::Required`], [`Refusal::Country`], [`Refusal::PhoneExtension`] or [`Refusal::PhoneNumber`].
    #[cfg(feature = "service")]
    pub fn parse(region: &str, typed: &str) -> Result<Self, Refusal> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Refusal::Required);
        }
        let region: phonenumber::country::Id = region.parse().map_err(|_| Refusal::Country)?;
        if typed.len() <= MAX_TYPED && has_extension(typed) {
            return Err(Refusal::PhoneExtension);
        }
        let plausible =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '/');
        if typed.len() > MAX_TYPED || !typed.chars().all(plausible) {
            return Err(Refusal::PhoneNumber);
        }
        let number = phonenumber::parse(Some(region), typed).map_err(|_| Refusal::PhoneNumber)?;
        if !number.is_valid() || number.country().id() != Some(region) {
            return Err(Refusal::PhoneNumber);
        }
        Self::checked(&number)
    }

    /// E.164 has at most fifteen digits; numbering plans with open ends have more.
    #[cfg(feature = "service")]
    fn checked(number: &phonenumber::PhoneNumber) -> Result<Self, Refusal> {
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        if e164.len() > 1 + 15 {
            return Err(Refusal::PhoneNumber);
        }
        Ok(Self(e164))
    }

    /// Reads a number in international form, as a directory writes it.
    ///
    /// # Errors
    /// [`Refusal::PhoneNumber`].
    #[cfg(feature = "service")]
    pub fn parse_international(typed: &str) -> Result<Self, Refusal> {
        if typed.len() > MAX_TYPED || !typed.starts_with('+') {
            return Err(Refusal::PhoneNumber);
        }
        let number = phonenumber::parse(None, typed).map_err(|_| Refusal::PhoneNumber)?;
        if !number.is_valid() {
            return Err(Refusal::PhoneNumber);
        }
        Self::checked(&number)
    }

    /// The country or region that it belongs to (ISO 3166).
    #[cfg(feature = "service")]
    pub fn region(&self) -> Option<String> {
        let number = phonenumber::parse(None, &self.0).ok()?;
        number.country().id().map(|id| id.as_ref().to_owned())
    }

    /// Why it is not texted or called: ranges that cost more than a call (A.5), and lines that cannot
    /// receive what is sent.
    ///
    /// # Errors
    /// [`Refusal::PhoneKind`] or [`Refusal::PhoneNoTexts`].
    #[cfg(feature = "service")]
    pub fn reachable(&self, texts: bool) -> Result<(), Refusal> {
        use phonenumber::Type::{FixedLine, FixedLineOrMobile, Mobile, Voip};
        let number = phonenumber::parse(None, &self.0).map_err(|_| Refusal::PhoneNumber)?;
        // Satellites and other networks without a country call themselves mobile, and cost a fortune.
        if number.country().id().is_none() {
            return Err(Refusal::PhoneKind);
        }
        match number.number_type(&phonenumber::metadata::DATABASE) {
            Mobile | FixedLineOrMobile => Ok(()),
            FixedLine | Voip if texts => Err(Refusal::PhoneNoTexts),
            FixedLine | Voip => Ok(()),
            _ => Err(Refusal::PhoneKind),
        }
    }

    /// A number that was stored in E.164.
    pub fn from_stored(e164: String) -> Self {
        Self(e164)
    }

    /// The stored form.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The form for a page that only proves the password: the last two digits (flows, section 4).
    pub fn masked(&self) -> String {
        let digits = self.0.len().saturating_sub(2);
        let (hidden, shown) = self.0.split_at_checked(digits).unwrap_or(("", ""));
        let dots: String = hidden.chars().skip(1).map(|_| '•').collect();
        format!("{dots}{shown}")
    }

    /// The form that people read: `+31 6 12345678`.
    #[cfg(feature = "service")]
    pub fn shown(&self) -> String {
        phonenumber::parse(None, &self.0)
            .map(|n| {
                n.format()
                    .mode(phonenumber::Mode::International)
                    .to_string()
            })
            .unwrap_or_else(|_| self.0.clone())
    }
}

/// The longest extension.
#[cfg(feature = "service")]
const MAX_EXTENSION: usize = 10;

/// Reads the extension of an office phone: digits, or nothing.
///
/// # Errors
/// [`Refusal::ExtensionForm`].
#[cfg(feature = "service")]
pub fn extension(typed: &str) -> Result<&str, Refusal> {
    let typed = typed.trim();
    if typed.len() <= MAX_EXTENSION && typed.bytes().all(|b| b.is_ascii_digit()) {
        Ok(typed)
    } else {
        Err(Refusal::ExtensionForm)
    }
}

/// Whether an extension stands behind what could be a number: `x12`, `ext. 12`, `#12`.
#[cfg(feature = "service")]
fn has_extension(typed: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let lower = typed.to_ascii_lowercase();
    ["x", "ext", "#", ";"].into_iter().any(|mark| {
        let parts = lower.split_once(mark);
        parts.is_some_and(|(number, extension)| digits(number) >= 6 && digits(extension) >= 1)
    })
}

/// The longest mail address (RFC 5321, 4.5.3.1.3, without the angle brackets).
#[cfg(feature = "service")]
pub const MAX_MAIL: usize = 254;

/// Whether this is an address that mail can be sent to with any server: the unquoted ASCII form of RFC 5321.
/// It can be nothing but an address in a header, in a command or in a list.
#[cfg(feature = "service")]
pub fn is_mail(text: &str) -> bool {
    let atom = |part: &str| {
        let special = |b: u8| b"!#$%&'*+-/=?^_`{|}~".contains(&b);
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || special(b))
    };
    let label = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        let ends = part.starts_with('-') || part.ends_with('-');
        (1..=63).contains(&part.len()) && !ends && part.bytes().all(plain)
    };
    text.len() <= MAX_MAIL
        && text.split_once('@').is_some_and(|(local, host)| {
            local.len() <= 64 && local.split('.').all(atom) && host.split('.').all(label)
        })
}

/// Whether this is the code of a country or region that has telephone numbers.
#[cfg(feature = "service")]
pub fn is_region(code: &str) -> bool {
    code.parse::<phonenumber::country::Id>().is_ok()
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn national_and_international_forms_are_one_number() {
        for (region, typed) in [
            ("NL", "06 12345678"),
            ("NL", "+31 6 12 34 56 78"),
            ("NL", "0031612345678"),
        ] {
            let number = PhoneNumber::parse(region, typed).unwrap();
            assert_eq!(number.e164(), "+31612345678", "{typed}");
            assert_eq!(number.shown(), "+31 6 12345678");
        }
    }

    #[test]
    fn mail_goes_to_addresses_and_to_nothing_else() {
        // The longest parts that RFC 5321, 4.5.3.1 allows.
        let (local, label) = ("a".repeat(64), "b".repeat(63));
        let longest = format!("{local}@{label}.{label}.{}", "c".repeat(61));
        assert_eq!(longest.len(), 254);
        for fine in [
            "soc@example.org",
            "s.o'c+fraud@mail-1.example.org",
            "root@mailhost",
            &longest,
        ] {
            assert!(is_mail(fine), "{fine}");
        }
        let long = format!("{local}a@example.org");
        for wrong in [
            "",
            "soc",
            "@example.org",
            "soc@",
            "soc@@example.org",
            "a@b@example.org",
            " soc@example.org",
            "soc@example.org ",
            "so c@example.org",
            ".soc@example.org",
            "soc.@example.org",
            "s..c@example.org",
            "soc@example..org",
            "soc@-example.org",
            "soc@example-.org",
            "soc@exam_ple.org",
            "\"soc\"@example.org",
            "soc@[192.0.2.1]",
            "zoë@example.org",
            "soc@example.org\r\nRCPT TO:<eve@example.org>",
            "<soc@example.org>",
            "soc@example.org,eve@example.org",
            &long,
            &format!("{longest}c"),
        ] {
            assert!(!is_mail(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_masked_number_keeps_two_digits() {
        let number = PhoneNumber::parse("NL", "0612345678").unwrap();
        assert_eq!(number.masked(), "•••••••••78");
        assert_eq!(number.region().as_deref(), Some("NL"));
    }

    #[test]
    fn what_costs_more_than_a_call_is_never_reached() {
        let kind = |typed| {
            let number = PhoneNumber::parse_international(typed).unwrap();
            (number.reachable(true), number.reachable(false))
        };
        let no = Refusal::PhoneKind;
        assert_eq!(kind("+31612345678"), (Ok(()), Ok(())));
        assert_eq!(kind("+14255550100"), (Ok(()), Ok(())));
        assert_eq!(kind("+31201234567"), (Err(Refusal::PhoneNoTexts), Ok(())));
        // Premium rate in the Netherlands, the United Kingdom and the United States.
        for premium in ["+319061234", "+449090879123", "+19002345678"] {
            assert_eq!(kind(premium), (Err(no), Err(no)), "{premium}");
        }
        // Shared cost in the United Kingdom; satellite; international premium rate.
        for other in [
            "+448431234567",
            "+870773111632",
            "+881612345678",
            "+979123456789",
        ] {
            if let Ok(number) = PhoneNumber::parse_international(other) {
                assert_eq!(number.reachable(false), Err(no), "{other}");
            }
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for typed in [
            "12",
            "abc",
            "+999 123",
            "0612345678901234567890123456789012",
            "٠٦١٢٣٤٥٦٧٨",
        ] {
            assert_eq!(
                PhoneNumber::parse("NL", typed),
                Err(Refusal::PhoneNumber),
                "{typed}"
            );
        }
        assert_eq!(extension(" 0042 "), Ok("0042"));
        for typed in ["12345678901", "x4", "4,2", "٤"] {
            assert_eq!(extension(typed), Err(Refusal::ExtensionForm), "{typed}");
        }
        for typed in [
            "020 555 0123 x42",
            "0205550123 ext. 42",
            "+31 20 5550123#42",
        ] {
            let refused = Err(Refusal::PhoneExtension);
            assert_eq!(PhoneNumber::parse("NL", typed), refused, "{typed}");
        }
        assert_eq!(PhoneNumber::parse("NL", " "), Err(Refusal::Required));
        assert_eq!(
            PhoneNumber::parse("ZZ", "0612345678"),
            Err(Refusal::Country)
        );
        assert_eq!(
            PhoneNumber::parse("BE", "+31612345678"),
            Err(Refusal::PhoneNumber)
        );
    }

    /// What people, scripts and attackers type: digits and signs in every order, other scripts' digits,
    /// extensions, and anything at all.
    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            r"[+0-9 ()./-]{0,40}",
            r"\+[0-9]{1,18}",
            r"(00|\+)?[0-9]{2,15}( ?(x|ext\.?|;ext=|#|,) ?[0-9]{0,8})?",
            r"[\p{Nd}\p{P}\p{Z}]{0,34}",
            any::<String>(),
            "[0-9]{33,10000}",
        ]
    }

    const REGIONS: [&str; 7] = ["NL", "US", "GB", "IT", "DE", "AR", "ZZ"];

    proptest! {
        // The bounded run of a fuzz target: parsers of telephone numbers have panicked before.
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        #[test]
        fn no_text_breaks_the_parser_and_what_it_takes_stays_the_same(
            typed in typed(),
            region in 0..REGIONS.len(),
        ) {
            for parsed in [
                PhoneNumber::parse(REGIONS[region], &typed),
                PhoneNumber::parse_international(&typed),
            ] {
                let Ok(number) = parsed else { continue };
                let e164 = number.e164();
                let digits = e164.strip_prefix('+').expect("a plus in front");
                prop_assert!((3..=15).contains(&digits.len()), "{e164}");
                prop_assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{e164}");
                prop_assert_eq!(&PhoneNumber::parse_international(e164), &Ok(number.clone()));
                prop_assert!(number.masked().ends_with(&e164[e164.len() - 2..]));
                let _ = (number.reachable(true), number.region(), number.shown());
            }
        }
    }
}
