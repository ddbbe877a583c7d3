//! The administration's pages: the audit record and fraud reports with filters, as pages and as files, and
//! the state of the record and of the key ring. Looking changes nothing, so it asks for no new proof; what is
//! taken along is recorded.

mod csv;
mod filter;
pub mod gateways;
pub mod greetings;
pub mod import;
pub mod people;
pub mod report;
pub mod rules;

use app::pages;
use app::view::{Administration, BadRow, CheckSeen, FraudRow, KeySeen, Listing, Named, RecordRow};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Time;
use domain::audit::{Event, Row};
use domain::dial::Dial;
use domain::service::record::Fault;
use domain::service::{CHECKED, Reading, Rows};
use serde_json::Value;

use super::Portal;
use super::desk::{At, Oversee};
use super::fault::Stop;
use super::form::Fields;
use super::visit::{again, page as show};
use filter::Filter;

/// Rows on a page.
const PAGE: u32 = 50;

/// `GET /administration`.
pub async fn home(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let seen = portal.services.oversee(&at.staff()?).await?;
    let view = Administration {
        rows: seen.rows,
        since: seen.since.map(|since| portal.when(since)),
        check: seen.check.map(|check| CheckSeen {
            at: portal.when(check.at),
            first: check.first,
            last: check.last,
            bad: check.fault.map(|fault| match fault {
                Fault::Row(row) => BadRow::Row(row),
                Fault::Checkpoint(row) => BadRow::Begin(row),
            }),
        }),
        checks: CHECKED,
        keys: seen
            .keys
            .into_iter()
            .map(|key| KeySeen {
                number: key.kid,
                newest: key.newest,
                settled: key.settled,
            })
            .collect(),
    };
    Ok(show(pages::administration(&at.frame().await?, &view)))
}

/// `POST /administration/audit/verify`.
pub async fn verify(at: At<Oversee>) -> Result<Response, Stop> {
    let services = &at.visit.portal.services;
    services.check_record(&at.staff()?, at.trace()).await?;
    Ok(Redirect::to("/administration").into_response())
}

/// `GET /administration/audit`.
pub async fn audit(at: At<Oversee>) -> Result<Response, Stop> {
    let (portal, filter) = (&at.visit.portal, filter_of(&at, None).await?);
    let mut view = listing(&filter, "/administration/audit");
    let found = look(&at, &filter, &mut view).await?;
    view.rows = found.map(|(_, found)| {
        let rows = found.rows.iter();
        rows.map(|row| record_row(portal, row, &found)).collect()
    });
    let answer = if view.problems.is_empty() {
        show
    } else {
        again
    };
    Ok(answer(pages::record_list(&at.frame().await?, &view)))
}

/// `GET /administration/fraud` (F-154).
pub async fn fraud(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let filter = filter_of(&at, Some(Event::FraudReport)).await?;
    let mut view = listing(&filter, "/administration/fraud");
    if let Some((reading, found)) = look(&at, &filter, &mut view).await? {
        let blocks = portal.services.blocks(&reading, &found).await?;
        let rows = found.rows.iter().map(|row| FraudRow {
            number: row.seq,
            when: portal.when(Time(row.at)),
            who: named(&row.subject, &found).unwrap_or(Named::Nobody),
            method: Dial::from_key(&fact(row, "method")),
            blocked: blocks.get(&row.seq).map(|at| portal.when(*at)),
        });
        view.rows = Some(rows.collect());
    }
    let answer = if view.problems.is_empty() {
        show
    } else {
        again
    };
    Ok(answer(pages::fraud_reports(&at.frame().await?, &view)))
}

/// `GET /administration/audit.csv`.
pub async fn audit_csv(at: At<Oversee>) -> Result<Response, Stop> {
    export(&at, csv::Kind::Record, filter_of(&at, None).await?).await
}

/// `GET /administration/fraud.csv` (F-154).
pub async fn fraud_csv(at: At<Oversee>) -> Result<Response, Stop> {
    let filter = filter_of(&at, Some(Event::FraudReport)).await?;
    export(&at, csv::Kind::Fraud, filter).await
}

async fn export(at: &At<Oversee>, kind: csv::Kind, filter: Filter) -> Result<Response, Stop> {
    // The page says what is wrong; a file with other rows than were asked for would be worse than none.
    if !filter.problems.is_empty() {
        return Err(Stop::bad_request());
    }
    let portal = &at.visit.portal;
    let reading = portal
        .services
        .export_record(&at.staff()?, filter.wanted, at.trace())
        .await?;
    csv::file(portal, kind, reading)
}

async fn filter_of(at: &At<Oversee>, event: Option<Event>) -> Result<Filter, Stop> {
    let fields = Fields::of_query(&at.visit.query).ok_or_else(Stop::bad_request)?;
    Filter::read(at, &fields, event).await
}

/// A page without rows yet.
fn listing<R>(filter: &Filter, path: &str) -> Listing<R> {
    Listing {
        filter: filter.typed.clone(),
        events: Event::ALL.iter().map(|event| event.key()).collect(),
        rows: None,
        stopped: None,
        older: None,
        newest: filter.before.map(|_| filter.link(path, None)),
        csv: filter.link(&format!("{path}.csv"), None),
        problems: filter.problems.clone(),
    }
}

/// The rows of this page; none where the filter was not understood.
async fn look<R>(
    at: &At<Oversee>,
    filter: &Filter,
    view: &mut Listing<R>,
) -> Result<Option<(Reading, Rows)>, Stop> {
    if !filter.problems.is_empty() {
        return Ok(None);
    }
    let services = &at.visit.portal.services;
    let wanted = filter.wanted.clone();
    let reading = services.read_record(&at.staff()?, wanted).await?;
    let found = services.rows(&reading, filter.before, PAGE).await?;
    let full = found.rows.len() >= PAGE as usize;
    view.stopped = found.older.filter(|_| !full);
    let path = view.csv.split_once(".csv").map_or("", |(path, _)| path);
    view.older = found.older.map(|row| filter.link(path, Some(row)));
    Ok(Some((reading, found)))
}

fn record_row(portal: &Portal, row: &Row, found: &Rows) -> RecordRow {
    let nobody = if row.address.is_empty() {
        Named::Portal
    } else {
        Named::Stranger
    };
    RecordRow {
        number: row.seq,
        when: portal.when(Time(row.at)),
        event: row.event.clone(),
        reason: row.reason.clone(),
        done: row.outcome == "success",
        by: named(&row.actor, found).unwrap_or(nobody),
        about: named(&row.subject, found).unwrap_or(Named::Nobody),
        address: row.address.clone(),
        ticket: fact(row, "ticket"),
        details: details(row),
    }
}

fn named(id: &str, found: &Rows) -> Option<Named> {
    let named = |one: &domain::service::ports::Person| Named::Person {
        id: one.id,
        name: one.name.clone(),
        login: one.login.clone(),
    };
    let gone = || Named::Gone(id.to_owned());
    (!id.is_empty()).then(|| found.people.get(id).map_or_else(gone, named))
}

/// What has no column of its own.
fn details(row: &Row) -> Vec<(String, String)> {
    let own = [
        ("event", &row.event),
        ("reason", &row.reason),
        ("role", &row.role),
        ("object", &row.object),
        ("user_agent", &row.user_agent),
        ("request", &row.request),
    ];
    let own = own.into_iter().filter(|(_, value)| !value.is_empty());
    let own = own.map(|(key, value)| (key.to_owned(), value.clone()));
    let facts = match serde_json::from_str(&row.details) {
        Ok(Value::Object(facts)) => facts
            .into_iter()
            .map(|(key, fact)| (key, text(fact)))
            .collect(),
        // Nothing that the portal wrote, so all the more worth seeing.
        _ => vec![("details".to_owned(), row.details.clone())],
    };
    own.chain(facts).collect()
}

/// A fact of a row, or nothing.
fn fact(row: &Row, key: &str) -> String {
    match serde_json::from_str(&row.details) {
        Ok(Value::Object(mut facts)) => facts.remove(key).map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

fn text(fact: Value) -> String {
    match fact {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use app::text::Texts;
    use domain::Language;

    use super::*;

    #[test]
    fn every_event_has_words_of_its_own() {
        for language in Language::ALL {
            let words = Texts::of(language).desk.event;
            let mut said = BTreeSet::new();
            for event in Event::ALL {
                let key = event.key();
                let text = words(&key, "", true);
                assert_ne!(text, key.replace('_', " "), "{key} has no words");
                assert!(said.insert(text.clone()), "{key}: {text} is said twice");
            }
        }
    }
}
