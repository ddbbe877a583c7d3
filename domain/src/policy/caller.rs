//! The number that calls come from ("caller id"), where it is not the gateway's own.

use serde::{Deserialize, Serialize};

use crate::contact::PhoneNumber;

/// A number in E.164; empty for the gateway's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Caller(pub String);

impl Caller {
    /// As people type it: what only separates digits is left out.
    pub(super) fn typed(text: &str) -> Self {
        let apart = |letter: char| " -.()/".contains(letter);
        Self(text.chars().filter(|letter| !apart(*letter)).collect())
    }

    /// The number, where there is one.
    pub fn number(&self) -> Option<PhoneNumber> {
        (!self.0.is_empty()).then(|| PhoneNumber::from_stored(self.0.clone()))
    }

    /// Whether calls can come from it: the gateway's own, or a number of some country's plan.
    #[cfg(feature = "service")]
    pub fn can_call(&self) -> bool {
        let read = PhoneNumber::parse_international(&self.0);
        self.0.is_empty() || read.is_ok_and(|number| number.e164() == self.0)
    }
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for typed in [
            "+31201234567",
            "+31 20 123 45 67",
            "+31-20-123.4567",
            "+31 (20) 1234567",
        ] {
            let caller = Caller::typed(typed);
            assert_eq!(caller.0, "+31201234567", "{typed}");
            assert!(caller.can_call(), "{typed}");
            assert_eq!(caller.number().unwrap().e164(), "+31201234567");
        }
        assert!(Caller::default().can_call() && Caller::default().number().is_none());
    }

    #[test]
    fn what_is_no_number_of_any_country_cannot_call() {
        for wrong in [
            "0201234567",
            "020 123 4567",
            "+31",
            "+999123456789",
            "+31 (0)20 1234567",
            "+31201234567x12",
            "+31201234567, +31201234568",
            "Example",
            "+",
        ] {
            assert!(!Caller::typed(wrong).can_call(), "{wrong}");
        }
    }
}
