//! What the filters above a list ask for. Days are those of the organisation's time zone, the last one
//! included. What cannot be understood is said beside its field, and then nothing is shown: rows that do not
//! fit the filters would be taken for ones that do.

use app::view::{Problem, RecordFilter};
use domain::audit::{Event, Outcome};
use domain::service::ServiceError;
use domain::service::ports::Wanted;
use domain::{Refusal, Time};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::http::desk::{At, Oversee};
use crate::http::fault::Stop;
use crate::http::form::Fields;

/// The filters of a request.
pub struct Filter {
    /// As typed.
    pub typed: RecordFilter,
    /// As understood.
    pub wanted: Wanted,
    /// The row before which the page begins.
    pub before: Option<i64>,
    /// What was not understood.
    pub problems: Vec<Problem>,
}

impl Filter {
    /// Reads the parameters; a list of one kind of event has no choice of events, people and outcomes.
    pub async fn read(
        at: &At<Oversee>,
        fields: &Fields,
        only: Option<Event>,
    ) -> Result<Self, Stop> {
        let typed = |name| fields.one(name).to_owned();
        let mut filter = Self {
            typed: RecordFilter {
                from: typed("from"),
                to: typed("to"),
                ..RecordFilter::default()
            },
            wanted: Wanted {
                event: only,
                ..Wanted::default()
            },
            before: fields.one("before").parse().ok().filter(|row| *row > 0),
            problems: Vec::new(),
        };
        if only.is_none() {
            filter.typed.person = typed("person");
            filter.typed.event = typed("event");
            filter.typed.outcome = typed("outcome");
            filter.choices();
            filter.person(at).await?;
        }
        filter.days(&at.visit.portal.zone);
        Ok(filter)
    }

    fn wrong(&mut self, field: &'static str, refusal: Refusal) {
        self.problems.push(Problem { field, refusal });
    }

    async fn person(&mut self, at: &At<Oversee>) -> Result<(), Stop> {
        if self.typed.person.trim().is_empty() {
            return Ok(());
        }
        let services = &at.visit.portal.services;
        match services.named(&at.staff()?, &self.typed.person).await {
            Ok(id) => self.wanted.person = Some(id),
            Err(ServiceError::Refused(refusal)) => self.problems.insert(
                0,
                Problem {
                    field: "person",
                    refusal,
                },
            ),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn choices(&mut self) {
        if !self.typed.event.is_empty() {
            self.wanted.event = Event::from_key(&self.typed.event);
            if self.wanted.event.is_none() {
                self.wrong("event", Refusal::NotAChoice);
            }
        }
        if !self.typed.outcome.is_empty() {
            self.wanted.outcome = Outcome::from_key(&self.typed.outcome);
            if self.wanted.outcome.is_none() {
                self.wrong("outcome", Refusal::NotAChoice);
            }
        }
    }

    fn days(&mut self, zone: &TimeZone) {
        let read = |text: &str| (!text.trim().is_empty()).then(|| day(text.trim(), zone));
        match read(&self.typed.from) {
            Some(Some((begin, _))) => self.wanted.from = Some(begin),
            Some(None) => self.wrong("from", Refusal::DateForm),
            None => {}
        }
        match read(&self.typed.to) {
            Some(Some((_, end))) => self.wanted.until = Some(end),
            Some(None) => self.wrong("to", Refusal::DateForm),
            None => {}
        }
        let turned = self.wanted.from.zip(self.wanted.until);
        if turned.is_some_and(|(from, until)| from >= until) {
            self.wrong("to", Refusal::DateOrder);
        }
    }

    /// The address of a page with these filters.
    pub fn link(&self, path: &str, before: Option<i64>) -> String {
        let typed = &self.typed;
        let before = before.map(|row| row.to_string()).unwrap_or_default();
        let pairs = [
            ("person", &typed.person),
            ("event", &typed.event),
            ("outcome", &typed.outcome),
            ("from", &typed.from),
            ("to", &typed.to),
            ("before", &before),
        ];
        let said: Vec<_> = pairs.iter().filter(|(_, text)| !text.is_empty()).collect();
        match serde_urlencoded::to_string(said) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }
}

/// The first moment of a day and the first one after it.
fn day(text: &str, zone: &TimeZone) -> Option<(Time, Time)> {
    let digits = |at: usize, byte: u8| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    // The parser knows many more forms than the one that browsers send.
    if text.len() != 10 || !text.bytes().enumerate().all(|(at, byte)| digits(at, byte)) {
        return None;
    }
    let date: Date = text.parse().ok()?;
    let begin = |date: Date| {
        let zoned = date.to_zoned(zone.clone()).ok()?;
        Some(Time(zoned.timestamp().as_millisecond()))
    };
    Some((begin(date)?, begin(date.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_and_ends_where_the_organisation_is() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let hours = |text| day(text, &zone).map(|(begin, end)| (end.0 - begin.0) / 3_600_000);
        assert_eq!(hours("2026-11-21"), Some(24));
        assert_eq!(hours("2026-03-29"), Some(23), "the clocks go forward");
        assert_eq!(hours("2026-10-25"), Some(25), "the clocks go back");
        let (begin, _) = day("2026-11-21", &zone).unwrap();
        let midnight: jiff::Timestamp = "2026-11-20T23:00:00Z".parse().unwrap();
        assert_eq!(begin.0, midnight.as_millisecond());
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for wrong in [
            "2026-02-30",
            "2026-13-01",
            "20261121",
            "2026-W47-6",
            "2026-11-21T00:00",
            "21-11-2026",
            "-009999-01-01",
            "9999-12-31",
            "2026-11-2\u{661}",
            "today",
        ] {
            assert_eq!(day(wrong, &TimeZone::UTC), None, "{wrong}");
        }
    }
}
