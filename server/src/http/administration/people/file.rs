//! The list of people as a file, with the filters of the page.

use std::sync::Arc;

use axum::response::Response;
use domain::service::ports::Listed;
use domain::service::{Answer, Viewing};

use super::Filter;
use crate::http::Portal;
use crate::http::desk::{At, Oversee};
use crate::http::fault::Stop;
use crate::http::sheet::{self, Pages, Sheet};

/// People read at once for a file.
const CHUNK: u32 = 500;

const COLUMNS: [&str; 11] = [
    "id",
    "user",
    "name",
    "title",
    "mail",
    "office_phone",
    "language",
    "role",
    "state",
    "active",
    "registered",
];

/// `GET /administration/people.csv`.
pub async fn csv(at: At<Oversee>) -> Result<Response, Stop> {
    let filter = Filter::read(&at.visit.query)?;
    // The page says what is wrong; a file with others than were asked for would be worse than none.
    if !filter.problems.is_empty() {
        return Err(Stop::bad_request());
    }
    let portal = &at.visit.portal;
    let viewing = portal
        .services
        .export_people(&at.staff()?, filter.wanted, at.trace())
        .await?;
    let written = Written {
        portal: Arc::clone(portal),
        viewing,
        after: None,
    };
    sheet::file(portal, "people", written)
}

/// How far a file has come.
struct Written {
    portal: Arc<Portal>,
    viewing: Viewing,
    after: Option<String>,
}

impl Pages for Written {
    async fn next(&mut self) -> Answer<(Vec<u8>, bool)> {
        let mut sheet = Sheet::new();
        if self.after.is_none() {
            sheet.line(&COLUMNS)?;
        }
        let after = self.after.take().unwrap_or_default();
        let services = &self.portal.services;
        let found = services.people(&self.viewing, &after, CHUNK).await?;
        for one in &found.people {
            line(&mut sheet, one)?;
        }
        self.after = found.next;
        Ok((sheet.bytes()?, self.after.is_some()))
    }
}

fn line(sheet: &mut Sheet, one: &Listed) -> Answer<()> {
    let person = &one.person;
    let phone = match one.office_extension.as_str() {
        "" => one.office_phone.clone(),
        extension => format!("{} x{extension}", one.office_phone),
    };
    let yes = |is: bool| if is { "yes" } else { "no" };
    sheet.line(&[
        &person.id.to_string(),
        &person.login,
        &person.name,
        &one.title,
        &person.mail,
        &phone,
        one.language.map_or("", domain::Language::tag),
        person.role.key(),
        person.state.key(),
        yes(person.active),
        yes(one.registered),
    ])
}
