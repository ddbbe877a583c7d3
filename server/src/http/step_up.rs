//! "Please confirm that it is you": password and code again before credentials change.

use app::pages;
use app::view::{Problem, StepUp};
use axum::response::Response;
use domain::service::StepUpError;

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::visit::{Signed, again, go_with, new_token, page as show, query_value, safe_path};

fn view(signed: &Signed, next: &str, problems: Vec<Problem>) -> StepUp {
    let next = match safe_path(next) {
        "" => "/security",
        next => next,
    };
    StepUp {
        next: next.to_owned(),
        code: !signed.caller.account.apps.is_empty(),
        problems,
    }
}

/// `GET /step-up`.
pub async fn page(signed: Signed) -> Result<Response, Stop> {
    let view = view(
        &signed,
        query_value(&signed.visit.query, "next").unwrap_or_default(),
        Vec::new(),
    );
    Ok(show(pages::step_up(&signed.frame_with(None), &view)))
}

/// `POST /step-up`.
pub async fn submit(signed: Signed, fields: Fields) -> Result<Response, Stop> {
    let token = new_token()?;
    let typed = (fields.one("password"), fields.one("code"));
    let (device, trace) = (signed.visit.device(), signed.trace());
    let proven = signed
        .visit
        .portal
        .services
        .step_up(&signed.caller, typed, device, token.hash(), trace)
        .await;
    let view = |problems| view(&signed, fields.one("next"), problems);
    let problem = match proven {
        Ok(()) => {
            return Ok(go_with(
                &view(Vec::new()).next,
                [Cookie::Session.set(&token.text())],
            ));
        }
        Err(StepUpError::Password(refusal)) => Problem {
            field: "password",
            refusal,
        },
        Err(StepUpError::Code(refusal)) => Problem {
            field: "code",
            refusal,
        },
        Err(StepUpError::Service(error)) => return Err(error.into()),
    };
    Ok(again(pages::step_up(
        &signed.frame_with(None),
        &view(vec![problem]),
    )))
}
