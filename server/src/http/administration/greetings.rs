//! What calls begin with: seen, heard, replaced by a file of the organisation's own, and removed.

use app::pages;
use app::view::{GreetingForm, GreetingRow, Notice, OwnGreeting, Problem};
use axum::response::Response;
use domain::service::{GreetingSeen, ServiceError};
use domain::{Language, Refusal};

use super::super::Portal;
use super::super::desk::{At, Govern, Oversee, query};
use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::gateway::greeting_address;
use super::super::parts::Parts;
use super::super::visit::{Flash, again, page as show};
use super::rules::named_of;

/// Where it all begins and ends.
const HERE: &str = "/administration/rules/greetings";

/// The language that is meant, exactly as the pages write it; without one, back to the list.
fn language(tag: &str) -> Result<Language, Stop> {
    let mut all = Language::ALL.into_iter();
    all.find(|one| one.tag() == tag)
        .ok_or_else(|| Stop::To(HERE.into()))
}

/// The same in an address.
fn asked(at: &At<Govern>) -> Result<Language, Stop> {
    let tag = query(&at.visit.query, "language").pop();
    language(&tag.unwrap_or_default())
}

fn own(portal: &Portal, seen: &GreetingSeen) -> OwnGreeting {
    let one = &seen.greeting;
    OwnGreeting {
        sound: one.sound,
        millis: one.millis,
        size: one.size,
        since: portal.when(one.at),
        by: named_of(seen.person.clone(), one.by.to_string()),
        address: greeting_address(&one.sha256),
    }
}

/// `GET /administration/rules/greetings`.
pub async fn list(at: At<Oversee>) -> Result<Response, Stop> {
    let portal = &at.visit.portal;
    let seen = portal.services.greetings(&at.staff()?).await?;
    let row = |language| GreetingRow {
        language,
        own: seen
            .iter()
            .find(|one| one.greeting.language == language)
            .map(|one| own(portal, one)),
    };
    let rows = Language::ALL.map(row);
    Ok(show(pages::greetings(&at.frame().await?, &rows)))
}

/// `GET /administration/rules/greetings/change`.
pub async fn form(at: At<Govern>) -> Result<Response, Stop> {
    let view = GreetingForm {
        language: asked(&at)?,
        problems: Vec::new(),
    };
    Ok(show(pages::greeting_form(&at.frame().await?, &view)))
}

/// `POST /administration/rules/greetings/change`: "use this file".
pub async fn set(at: At<Govern>, mut sent: Parts) -> Result<Response, Stop> {
    let tag = String::from_utf8_lossy(&sent.take("language")).into_owned();
    let language = language(&tag)?;
    let bytes = sent.take("greeting").to_vec();
    let (services, staff) = (&at.visit.portal.services, at.staff()?);
    match services
        .set_greeting(&staff, language, bytes, at.trace())
        .await
    {
        Ok(()) => at.go(HERE, Flash::notice(Notice::GreetingSet)).await,
        Err(ServiceError::Refused(refusal)) => {
            let field = "greeting";
            let view = GreetingForm {
                language,
                problems: vec![Problem { field, refusal }],
            };
            Ok(again(pages::greeting_form(&at.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /administration/rules/greetings/remove`.
pub async fn confirm(at: At<Govern>) -> Result<Response, Stop> {
    let language = asked(&at)?;
    Ok(show(pages::greeting_remove(&at.frame().await?, language)))
}

/// `POST /administration/rules/greetings/remove`.
pub async fn remove(at: At<Govern>, fields: Fields) -> Result<Response, Stop> {
    let language = language(fields.one("language"))?;
    let (services, staff) = (&at.visit.portal.services, at.staff()?);
    let gone = services.remove_greeting(&staff, language, at.trace());
    let notice = match gone.await {
        Ok(()) => Notice::GreetingRemoved,
        // Somebody else was first; what was wished is so.
        Err(ServiceError::Refused(Refusal::NothingThere | Refusal::ChangedMeanwhile)) => {
            Notice::NothingChanged
        }
        Err(error) => return Err(error.into()),
    };
    at.go(HERE, Flash::notice(notice)).await
}
