//! Numbers that the helpdesk has set and that wait (F-149, A.10): their owner stops one on the security page,
//! or with the link of the message, which needs no signing in. Only a button stops anything, so that no
//! program that follows links does.

use app::pages;
use app::view::{HeldRow, NotMe, Notice};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Refusal;
use domain::account::{Account, PhoneKind};
use domain::service::ServiceError;

use super::Portal;
use super::cookies::Token;
use super::fault::Stop;
use super::form::Fields;
use super::visit::{Flash, Signed, Visit, page, query_value};

/// The rows of the security page.
pub fn rows(portal: &Portal, account: &Account) -> Vec<HeldRow> {
    let row = |held: &domain::account::HeldPhone| HeldRow {
        kind: held.kind,
        number: portal
            .services
            .open_held(account.id, held)
            .map(|number| number.shown())
            .unwrap_or_default(),
        until: portal.when(held.until),
    };
    account.holds.iter().map(row).collect()
}

/// `POST /security/phone/stop`.
pub async fn stop(signed: Signed, fields: Fields) -> Result<Response, Stop> {
    let kind = PhoneKind::from_key(fields.one("which")).ok_or(Refusal::NotAChoice)?;
    let services = &signed.visit.portal.services;
    let stopped = services
        .stop_phone(&signed.caller, kind, signed.trace())
        .await;
    match stopped {
        Ok(()) => {
            signed
                .go("/security", Flash::notice(Notice::ChangeStopped))
                .await
        }
        // Stopped elsewhere, or it counts by now: the page shows which.
        Err(ServiceError::Refused(Refusal::NothingThere)) => {
            Ok(Redirect::to("/security").into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /not-me`: whether it is to be stopped. What the token is good for is not looked up yet.
pub async fn question(visit: Visit) -> Result<Response, Stop> {
    let token = query_value(&visit.query, "token").and_then(Token::parse);
    let view = NotMe {
        stopped: token.is_none().then_some(false),
        token: token
            .map(|token| token.text().to_string())
            .unwrap_or_default(),
    };
    Ok(page(pages::not_me(&visit.frame(None), &view)))
}

/// `POST /not-me`: "This was not me".
pub async fn not_me(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let services = &visit.portal.services;
    let stopped = match Token::parse(fields.one("token")) {
        Some(token) => {
            services
                .stop_phone_by_link(token.bytes(), visit.trace())
                .await
        }
        None => Err(Refusal::NothingThere.into()),
    };
    let stopped = match stopped {
        Ok(()) => true,
        Err(ServiceError::Refused(Refusal::NothingThere)) => false,
        Err(error) => return Err(error.into()),
    };
    let view = NotMe {
        token: String::new(),
        stopped: Some(stopped),
    };
    Ok(page(pages::not_me(&visit.frame(None), &view)))
}
