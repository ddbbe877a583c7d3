//! The caller reads a code, and the portal says whether it is right (A.10).

use app::pages;
use app::view::{DeskCheck, Notice, Problem};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::Account;
use domain::decide;
use domain::desk::Aid;
use domain::method::Preferred;
use domain::service::{ReadFrom, ServiceError};

use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::phones::asking;
use super::super::visit::{Flash, again, page as show};
use super::act::named;
use super::{At, Help, row_of};

async fn view(
    desk: &At<Help>,
    account: &Account,
    problems: Vec<Problem>,
) -> Result<DeskCheck, Stop> {
    let services = &desk.visit.portal.services;
    let (_, policy) = services.policy().await?;
    let texted = services.texted_caller(&desk.staff()?, account.id).await?;
    Ok(DeskCheck {
        person: row_of(account),
        refusal: decide::option_refusal(account, &policy, Preferred::AppCode),
        text_refusal: decide::option_refusal(account, &policy, Preferred::TextPhone),
        texted: texted
            .filter(|asked| asked.alive)
            .map(|asked| asked.number.masked()),
        problems,
    })
}

/// `GET /helpdesk/people/{id}/check`.
pub async fn form(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    let (account, _) = named(&desk, &id, Aid::Unlock.key()).await?;
    let view = view(&desk, &account, Vec::new()).await?;
    Ok(show(pages::desk_check(&desk.frame().await?, &view)))
}

/// `POST /helpdesk/people/{id}/check`.
pub async fn submit(
    desk: At<Help>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Stop> {
    let (account, _) = named(&desk, &id, Aid::Unlock.key()).await?;
    let services = &desk.visit.portal.services;
    let (staff, trace) = (desk.staff()?, desk.trace());
    let from = match fields.one("way") {
        "send" => None,
        "text" => Some(ReadFrom::Text),
        _ => Some(ReadFrom::App),
    };
    let checked = match from {
        Some(from) => {
            let read = (from, fields.one("code"));
            services.check_caller(&staff, account.id, read, trace).await
        }
        None => {
            let caller = asking(&desk.visit, &account);
            services
                .text_caller(&staff, account.id, caller, trace)
                .await
        }
    };
    match checked {
        Ok(()) if from.is_none() => {
            desk.visit.portal.phones.ring();
            Ok(Redirect::to(&format!("/helpdesk/people/{}/check", account.id)).into_response())
        }
        Ok(()) => {
            let path = format!("/helpdesk/people/{}", account.id);
            desk.go(&path, Flash::notice(Notice::CallerChecked)).await
        }
        Err(ServiceError::Refused(refusal)) => {
            let field = if from.is_some() { "code" } else { "" };
            let problems = vec![Problem { field, refusal }];
            let view = view(&desk, &account, problems).await?;
            Ok(again(pages::desk_check(&desk.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}
