//! What was issued for somebody, shown to the browser that asked for it until "Close" or for ten minutes.

use app::pages;
use app::view::{DeskIssued, Notice};
use axum::extract::Path;
use axum::response::Response;
use domain::Refusal;
use domain::desk::Aid;
use domain::service::ServiceError;
use domain::session::RevealKind;

use super::super::fault::Stop;
use super::super::visit::{Flash, page as show};
use super::act::named;
use super::{At, Help, id_of, row_of};

async fn shown(desk: At<Help>, id: &str, aid: Aid, kind: RevealKind) -> Result<Response, Stop> {
    let (account, _) = named(&desk, id, aid.key()).await?;
    let services = &desk.visit.portal.services;
    let value = match services.issued(&desk.staff()?, kind, account.id).await {
        Ok(value) => value,
        // Closed, or older than ten minutes.
        Err(ServiceError::Refused(Refusal::NotFound)) => {
            return Err(Stop::To(format!("/helpdesk/people/{}", account.id)));
        }
        Err(error) => return Err(error.into()),
    };
    let view = DeskIssued {
        person: row_of(&account),
        aid,
        value: value.to_string(),
    };
    Ok(show(pages::desk_issued(&desk.frame().await?, &view)))
}

async fn close(desk: At<Help>, id: &str, aid: Aid, kind: RevealKind) -> Result<Response, Stop> {
    let id = id_of(id)?;
    let services = &desk.visit.portal.services;
    services.close_issued(&desk.staff()?, kind).await?;
    let flash = Flash::notice(Notice::Helped(aid));
    desk.go(&format!("/helpdesk/people/{id}"), flash).await
}

/// `GET /helpdesk/people/{id}/pass/issued`.
pub async fn pass(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    shown(desk, &id, Aid::Pass, RevealKind::Pass).await
}

/// `POST /helpdesk/people/{id}/pass/issued`: "Close".
pub async fn close_pass(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    close(desk, &id, Aid::Pass, RevealKind::Pass).await
}

/// `GET /helpdesk/people/{id}/reset-password/issued`.
pub async fn password(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    shown(desk, &id, Aid::ResetPassword, RevealKind::Password).await
}

/// `POST /helpdesk/people/{id}/reset-password/issued`: "Close".
pub async fn close_password(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    close(desk, &id, Aid::ResetPassword, RevealKind::Password).await
}
