//! The grace period: putting the set-up off at the gate, and what is said of it afterwards.

use super::time::{when_en, when_nl};
use crate::view::When;

/// Words of the grace period.
pub struct Grace {
    /// At the gate: puts the set-up off.
    pub skip: &'static str,
    /// At the gate: until when that can be done.
    pub can_until: fn(When) -> String,
    /// At the gate: what one needs, where it can be put off.
    pub need: &'static str,
    /// On the person's own pages, while it is put off.
    pub before: fn(When) -> String,
    /// For the helpdesk: it can be put off for so many days.
    pub may: fn(u8) -> String,
    /// For the helpdesk: it is put off until then.
    pub has: fn(When) -> String,
}

/// English.
pub const EN: Grace = Grace {
    skip: "Skip for now",
    can_until: |until| format!("You can put this off until {}.", when_en(until)),
    need: "Have your phone or tablet at hand. It takes about five minutes.",
    before: |until| {
        format!(
            "Set up two-step verification before {}. After that you cannot sign in without it.",
            when_en(until)
        )
    },
    may: |days| match days {
        1 => "They can put this off for 1 day, from the first time that they skip it.".into(),
        _ => {
            format!("They can put this off for {days} days, from the first time that they skip it.")
        }
    },
    has: |until| {
        format!(
            "They have put this off, and can do so until {}.",
            when_en(until)
        )
    },
};

/// Dutch.
pub const NL: Grace = Grace {
    skip: "Nu overslaan",
    can_until: |until| format!("U kunt dit uitstellen tot {}.", when_nl(until)),
    need: "Houd uw telefoon of tablet bij de hand. Het duurt ongeveer vijf minuten.",
    before: |until| {
        format!(
            "Stel verificatie in twee stappen in vóór {}. Daarna kunt u zich niet meer zonder aanmelden.",
            when_nl(until)
        )
    },
    may: |days| match days {
        1 => "Dit kan 1 dag worden uitgesteld, vanaf de eerste keer overslaan.".into(),
        _ => format!("Dit kan {days} dagen worden uitgesteld, vanaf de eerste keer overslaan."),
    },
    has: |until| format!("Dit is uitgesteld, en dat kan nog tot {}.", when_nl(until)),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_until_when_as_dates_are_written_in_each_language() {
        let until = When {
            year: 2026,
            month: 12,
            day: 3,
            hour: 9,
            minute: 5,
        };
        assert_eq!(
            (EN.can_until)(until),
            "You can put this off until 3 December 2026, 09:05."
        );
        assert_eq!(
            (NL.before)(until),
            "Stel verificatie in twee stappen in vóór 3 december 2026 09:05. Daarna kunt u zich niet meer zonder aanmelden."
        );
        assert!((EN.may)(1).contains("1 day,") && (EN.may)(14).contains("14 days,"));
        assert!((NL.may)(1).contains("1 dag ") && (NL.may)(14).contains("14 dagen "));
    }
}
