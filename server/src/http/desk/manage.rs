//! "Manage user settings": the three tick boxes of the original for one or several people (F-148).

use app::pages;
use app::view::{IdentityTyped, Manage, Managed, PersonRow, Problem};
use axum::response::Response;
use domain::decide::Wish;
use domain::desk::{Aid, FOUND};
use domain::service::ServiceError;
use domain::{Id, Refusal};

use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::visit::{Signed, again, page as show};
use super::act::{known, typed_identity};
use super::{At, Help, query, row_of};

/// The people whom the form names, each once and no more than a search shows.
async fn people(signed: &Signed, ids: &[String]) -> Result<Vec<PersonRow>, Stop> {
    let mut people: Vec<PersonRow> = Vec::new();
    for id in ids.iter().take(FOUND as usize) {
        let Ok(id) = id.parse::<Id>() else {
            return Err(Stop::bad_request());
        };
        let account = signed.visit.portal.services.store.account(id).await;
        if let Some(account) = account.map_err(ServiceError::from)?
            && people.iter().all(|one| one.id != id)
        {
            people.push(row_of(&account));
        }
    }
    Ok(people)
}

/// `GET /helpdesk/manage`.
pub async fn form(desk: At<Help>) -> Result<Response, Stop> {
    let people = people(&desk, &query(&desk.visit.query, "id")).await?;
    if people.is_empty() {
        return Err(Stop::To("/helpdesk".into()));
    }
    let view = Manage {
        people,
        ticked: Vec::new(),
        known: IdentityTyped::default(),
        problems: Vec::new(),
    };
    Ok(show(pages::manage(&desk.frame().await?, &view)))
}

/// `POST /helpdesk/manage`: "save". What cannot be done for one is said, and the others get it.
pub async fn submit(desk: At<Help>, fields: Fields) -> Result<Response, Stop> {
    let ids: Vec<String> = fields.all("id").map(str::to_owned).collect();
    let people = people(&desk, &ids).await?;
    if people.is_empty() {
        return Err(Stop::To("/helpdesk".into()));
    }
    let ticked: Vec<Aid> = fields.all("setting").filter_map(Aid::from_key).collect();
    // In the order of the form, each once, and nothing else.
    let ticked: Vec<Aid> = Aid::SETTINGS
        .into_iter()
        .filter(|aid| ticked.contains(aid))
        .collect();
    let typed = typed_identity(&fields);
    let known = match known(&typed) {
        Ok(known) if !ticked.is_empty() => known,
        judged => {
            let mut problems = judged.err().unwrap_or_default();
            if ticked.is_empty() {
                problems.insert(
                    0,
                    Problem {
                        field: "setting",
                        refusal: Refusal::Required,
                    },
                );
            }
            let view = Manage {
                people,
                ticked,
                known: typed,
                problems,
            };
            return Ok(again(pages::manage(&desk.frame_with(None), &view)));
        }
    };
    let services = &desk.visit.portal.services;
    let mut done = Vec::new();
    for one in people {
        let mut results = Vec::new();
        for aid in &ticked {
            let wish = Wish::Plain(*aid);
            let helped = services
                .help(&desk.staff()?, one.id, &wish, &known, desk.trace())
                .await;
            match helped {
                Ok(()) => results.push((*aid, None)),
                Err(ServiceError::Refused(refusal)) => results.push((*aid, Some(refusal))),
                Err(error) => return Err(error.into()),
            }
        }
        done.push((one, results));
    }
    Ok(show(pages::managed(
        &desk.frame_with(None),
        &Managed { done },
    )))
}
