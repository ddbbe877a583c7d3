//! Dates, times and lengths of time, as people write them in each language.

use crate::view::When;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

fn date(when: When, months: &[&'static str; 12]) -> String {
    let month = usize::from(when.month)
        .checked_sub(1)
        .and_then(|m| months.get(m))
        .copied()
        .unwrap_or("?");
    format!("{} {month} {}", when.day, when.year)
}

/// "21 November 2026".
pub fn date_en(when: When) -> String {
    date(when, &MONTHS_EN)
}

/// "21 november 2026".
pub fn date_nl(when: When) -> String {
    date(when, &MONTHS_NL)
}

/// "21 November 2026, 14:02".
pub fn when_en(when: When) -> String {
    format!("{}, {:02}:{:02}", date_en(when), when.hour, when.minute)
}

/// "21 november 2026 14:02".
pub fn when_nl(when: When) -> String {
    format!("{} {:02}:{:02}", date_nl(when), when.hour, when.minute)
}

/// What a `<time datetime>` carries: local time of the organisation.
pub fn machine(when: When) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        when.year, when.month, when.day, when.hour, when.minute
    )
}

/// The unit in which a wait is told: seconds up to two minutes, then minutes, then hours, rounded up.
enum Wait {
    Seconds(u32),
    Minutes(u32),
    Hours(u32),
}

fn unit(seconds: u32) -> Wait {
    match seconds {
        0..120 => Wait::Seconds(seconds),
        120..7_200 => Wait::Minutes(seconds.div_ceil(60)),
        _ => Wait::Hours(seconds.div_ceil(3_600)),
    }
}

/// "1 second", "5 seconds", "3 minutes", "2 hours".
pub fn wait_en(seconds: u32) -> String {
    match unit(seconds) {
        Wait::Seconds(1) => "1 second".into(),
        Wait::Seconds(n) => format!("{n} seconds"),
        Wait::Minutes(n) => format!("{n} minutes"),
        Wait::Hours(n) => format!("{n} hours"),
    }
}

/// "1 seconde", "5 seconden", "3 minuten", "2 uur".
pub fn wait_nl(seconds: u32) -> String {
    match unit(seconds) {
        Wait::Seconds(1) => "1 seconde".into(),
        Wait::Seconds(n) => format!("{n} seconden"),
        Wait::Minutes(n) => format!("{n} minuten"),
        Wait::Hours(n) => format!("{n} uur"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHEN: When = When {
        year: 2026,
        month: 11,
        day: 21,
        hour: 14,
        minute: 2,
    };

    #[test]
    fn a_date_reads_as_people_write_it() {
        assert_eq!(when_en(WHEN), "21 November 2026, 14:02");
        assert_eq!(when_nl(WHEN), "21 november 2026 14:02");
        assert_eq!(date_nl(WHEN), "21 november 2026");
        assert_eq!(machine(WHEN), "2026-11-21T14:02");
    }

    #[test]
    fn a_wait_is_told_in_the_unit_that_people_think_in() {
        let en: Vec<_> = [0, 1, 90, 119, 120, 121, 7_199, 7_200, 7_201]
            .map(wait_en)
            .into();
        assert_eq!(
            en,
            [
                "0 seconds",
                "1 second",
                "90 seconds",
                "119 seconds",
                "2 minutes",
                "3 minutes",
                "120 minutes",
                "2 hours",
                "3 hours"
            ]
        );
        assert_eq!(
            [1, 5, 120, 7_200].map(wait_nl),
            ["1 seconde", "5 seconden", "2 minuten", "2 uur"]
        );
    }
}
