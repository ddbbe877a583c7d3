//! The caller reads a code, and the portal says whether it is right (A.10).

use app::pages;
use app::view::{DeskCheck, Notice, Problem};
use axum::extract::Path;
use axum::response::Response;
use domain::account::Account;
use domain::decide;
use domain::desk::Aid;
use domain::method::Preferred;
use domain::service::ServiceError;

use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::visit::{Flash, again, page as show};
use super::act::named;
use super::{At, Help, row_of};

async fn view(
    desk: &At<Help>,
    account: &Account,
    problems: Vec<Problem>,
) -> Result<DeskCheck, Stop> {
    let (_, policy) = desk.visit.portal.services.policy().await?;
    Ok(DeskCheck {
        person: row_of(account),
        refusal: decide::option_refusal(account, &policy, Preferred::AppCode),
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
    let code = fields.one("code");
    let checked = services
        .check_caller(&desk.staff()?, account.id, code, desk.trace())
        .await;
    match checked {
        Ok(()) => {
            let path = format!("/helpdesk/people/{}", account.id);
            desk.go(&path, Flash::notice(Notice::CallerChecked)).await
        }
        Err(ServiceError::Refused(refusal)) => {
            let field = "code";
            let problems = vec![Problem { field, refusal }];
            let view = view(&desk, &account, problems).await?;
            Ok(again(pages::desk_check(&desk.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}
