//! `/sign-in/password`: whoever signed in with a temporary password chooses one of their own (F-150).
//! Nothing else of the portal opens before; leaving is possible at any time.

use app::pages;
use app::view::{NewPassword, Notice, Problem};
use axum::response::Response;
use domain::account::Account;
use domain::service::{PasswordError, ServiceError};
use domain::session::{Stage, TokenHash};
use domain::{Refusal, audit};

use super::Portal;
use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::sign_in::say;
use super::visit::{Visit, again, go_with, new_token, page as show, query_value, safe_path};

/// Where somebody belongs who is on the way in and past the wizard.
pub const fn door(stage: Stage) -> &'static str {
    if stage.renews() {
        "/sign-in/password"
    } else {
        "/sign-in/verify"
    }
}

/// Where somebody belongs who is not in the wizard.
///
/// # Errors
/// When the store does not answer.
pub async fn or_ended(portal: &Portal, hash: &TokenHash) -> Result<Stop, Stop> {
    let renews = portal.services.renewing(hash).await?.is_some();
    Ok(Stop::To(if renews {
        "/sign-in/password".into()
    } else {
        "/sign-in?notice=sign_in_ended".into()
    }))
}

/// The person who must choose, or where everybody else belongs.
async fn renewing(visit: &Visit) -> Result<(TokenHash, Account), Stop> {
    let services = &visit.portal.services;
    let Some(hash) = visit.pending else {
        let signed_in = visit.caller().await?.is_some();
        return Err(Stop::To(
            if signed_in { "/profile" } else { "/sign-in" }.into(),
        ));
    };
    if let Some((_, account)) = services.renewing(&hash).await? {
        return Ok((hash, account));
    }
    Err(Stop::To(if services.enrolling(&hash).await?.is_some() {
        "/enrol".into()
    } else if services.pending(&hash).await?.is_some() {
        "/sign-in/verify".into()
    } else {
        "/sign-in?notice=sign_in_ended".into()
    }))
}

fn view(visit: &Visit, account: &Account, next: &str, problems: Vec<Problem>) -> NewPassword {
    NewPassword {
        min: visit.portal.services.settings.passwords.min(account),
        next: safe_path(next).to_owned(),
        problems,
    }
}

/// `GET /sign-in/password`.
pub async fn page(visit: Visit) -> Result<Response, Stop> {
    let (_, account) = renewing(&visit).await?;
    let next = query_value(&visit.query, "next").unwrap_or_default();
    let view = view(&visit, &account, next, Vec::new());
    Ok(show(pages::new_password(&visit.frame_for(&account), &view)))
}

/// `POST /sign-in/password`.
pub async fn submit(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let (hash, account) = renewing(&visit).await?;
    let (services, trace): (_, &audit::Trace) = (&visit.portal.services, visit.trace());
    let typed = (fields.one("new"), fields.one("again"));
    let token = new_token()?;
    let renewed = services
        .renew_password(&hash, typed, token.hash(), trace)
        .await;
    let (field, refusal) = match renewed {
        Ok(renewed) if renewed.gate => {
            let cookies = [Cookie::Pending.set(&token.text()), Cookie::Session.clear()];
            return Ok(go_with("/enrol", cookies));
        }
        Ok(renewed) => {
            say(&visit, &token.hash(), Notice::PasswordRenewed).await?;
            let cookies = [
                Cookie::Session.set(&token.text()),
                Cookie::Pending.clear(),
                visit.device_cookie(renewed.user)?,
            ];
            let wished = [safe_path(fields.one("next")), safe_path(&renewed.next)];
            let next = wished.into_iter().find(|path| !path.is_empty());
            return Ok(go_with(next.unwrap_or("/profile"), cookies));
        }
        Err(PasswordError::New(refusal) | PasswordError::Current(refusal)) => ("new", refusal),
        Err(PasswordError::Again(refusal)) => ("again", refusal),
        Err(PasswordError::Service(ServiceError::Refused(Refusal::Busy))) => ("", Refusal::Busy),
        Err(PasswordError::Service(error)) => return Err(error.into()),
    };
    let problems = vec![Problem { field, refusal }];
    let view = view(&visit, &account, fields.one("next"), problems);
    Ok(again(pages::new_password(
        &visit.frame_for(&account),
        &view,
    )))
}
