//! Sign-in, second step, sign-out.

use app::pages;
use app::view::{Notice, OtherWays, PreferredChoice, Problem, SecondStep, SignIn};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::method::Preferred;
use domain::policy::Policy;
use domain::service::{SecondStep as Typed, ServiceError, Services, SignIn as Wish, SignedIn};
use domain::session::{Stage, TokenHash};
use domain::{Refusal, account::Account, decide};
use http::header::SET_COOKIE;

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::headers::{CLEAR_SITE_DATA, CLEAR_SITE_DATA_BUT_COOKIES};
use super::visit::{
    Signed, Visit, again, go_with, new_token, page as show, query_value, safe_path,
};

/// `GET /`.
pub async fn home(visit: Visit) -> Result<Redirect, Stop> {
    Ok(Redirect::to(if visit.caller().await?.is_some() {
        "/profile"
    } else {
        "/sign-in"
    }))
}

/// Messages that the address may ask for: they say nothing that could mislead.
fn notice(query: &str) -> Option<Notice> {
    match query_value(query, "notice")? {
        "signed_out" => Some(Notice::SignedOut),
        "signed_out_everywhere" => Some(Notice::SignedOutEverywhere),
        "sign_in_ended" => Some(Notice::SignInEnded),
        _ => None,
    }
}

/// `GET /sign-in`.
pub async fn page(visit: Visit) -> Result<Response, Stop> {
    let next = safe_path(query_value(&visit.query, "next").unwrap_or_default()).to_owned();
    if visit.caller().await?.is_some() {
        return Ok(Redirect::to(if next.is_empty() { "/profile" } else { &next }).into_response());
    }
    let frame = visit.frame(notice(&visit.query));
    Ok(show(pages::sign_in(
        &frame,
        &SignIn {
            next,
            ..SignIn::default()
        },
    )))
}

/// `POST /sign-in`.
pub async fn submit(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let (user, next) = (fields.one("user"), safe_path(fields.one("next")));
    let token = new_token()?;
    let wish = Wish {
        user,
        password: fields.one("password"),
        next,
        device: visit.device(),
        trust: visit.trust,
        token: token.hash(),
    };
    let signed = visit
        .portal
        .services
        .sign_in(wish, &visit.visitor.prefix, visit.trace())
        .await;
    visit.portal.tell_sprayings();
    let value = token.text();
    match signed {
        Ok(SignedIn::Complete(id)) => {
            let cookies = [
                Cookie::Session.set(&value),
                Cookie::Pending.clear(),
                visit.device_cookie(id)?,
            ];
            Ok(go_with(
                if next.is_empty() { "/profile" } else { next },
                cookies,
            ))
        }
        Ok(SignedIn::SecondStep) => Ok(go_with(
            "/sign-in/verify",
            [Cookie::Pending.set(&value), Cookie::Session.clear()],
        )),
        Ok(SignedIn::Gate) => Ok(go_with(
            "/enrol",
            [Cookie::Pending.set(&value), Cookie::Session.clear()],
        )),
        Err(ServiceError::Refused(refusal)) => {
            let field = if user.is_empty() { "user" } else { "" };
            let refusal = if user.is_empty() && refusal == Refusal::WrongCredentials {
                Refusal::Required
            } else {
                refusal
            };
            let user: String = user.chars().take(254).collect();
            let view = SignIn {
                user,
                next: next.to_owned(),
                problems: vec![Problem { field, refusal }],
            };
            let mut response = again(pages::sign_in(&visit.frame(None), &view));
            if let Refusal::SlowDown { seconds } = refusal {
                *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                response
                    .headers_mut()
                    .insert(http::header::RETRY_AFTER, seconds.into());
            }
            if refusal == Refusal::Busy {
                *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
                response
                    .headers_mut()
                    .insert(http::header::RETRY_AFTER, 5.into());
            }
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// The person at the second step.
async fn at_second_step(visit: &Visit) -> Result<(TokenHash, Account), Stop> {
    let ended = || Stop::To("/sign-in?notice=sign_in_ended".into());
    let Some(hash) = visit.pending else {
        return Err(if visit.caller().await?.is_some() {
            Stop::To("/profile".into())
        } else {
            ended()
        });
    };
    match visit.portal.services.pending(&hash).await? {
        Some((pending, account)) if pending.stage == Stage::SecondStep => Ok((hash, account)),
        Some(_) => Err(Stop::To("/enrol".into())),
        None => Err(ended()),
    }
}

fn step_view(
    account: &Account,
    policy: &Policy,
    method: Preferred,
    remember: bool,
    problems: Vec<Problem>,
) -> SecondStep {
    SecondStep {
        method,
        others: Services::has_other_ways(account, policy),
        remember_days: policy.remember_days,
        remember,
        apps: u32::try_from(account.apps.len()).unwrap_or(u32::MAX),
        problems,
    }
}

/// `GET /sign-in/verify`.
pub async fn second_step(visit: Visit) -> Result<Response, Stop> {
    let (_, account) = at_second_step(&visit).await?;
    let (_, policy) = visit.portal.services.policy().await?;
    match decide::first_option(&account, &policy) {
        Some(method) => Ok(show(pages::second_step(
            &visit.frame_for(&account),
            &step_view(&account, &policy, method, false, Vec::new()),
        ))),
        None => Ok(Redirect::to("/sign-in/other").into_response()),
    }
}

/// `POST /sign-in/verify`.
pub async fn verify(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let Some(hash) = visit.pending else {
        let services = &visit.portal.services;
        services
            .record_sequence(None, visit.trace(), "second_step")
            .await?;
        return Err(Refusal::SignInAgain.into());
    };
    let (token, trust) = (new_token()?, new_token()?);
    let remember = fields.one("remember") == "yes";
    let typed = Typed {
        code: fields.one("code"),
        token: token.hash(),
        trust: remember.then(|| trust.hash()),
        before: visit.trust,
    };
    let services = &visit.portal.services;
    match services.second_step(&hash, typed, visit.trace()).await {
        Ok(passed) => {
            let next = safe_path(&passed.next);
            let mut cookies = vec![
                Cookie::Session.set(&token.text()),
                Cookie::Pending.clear(),
                visit.device_cookie(passed.user)?,
            ];
            let days = passed.trusted_days;
            cookies.extend(days.map(|days| Cookie::Trust.set_for(&trust.text(), days)));
            Ok(go_with(
                if next.is_empty() { "/profile" } else { next },
                cookies,
            ))
        }
        Err(ServiceError::Refused(Refusal::SignInAgain)) => Err(Refusal::SignInAgain.into()),
        Err(ServiceError::Refused(refusal)) => {
            let (_, account) = at_second_step(&visit).await?;
            let (_, policy) = services.policy().await?;
            let view = step_view(
                &account,
                &policy,
                Preferred::AppCode,
                remember,
                vec![Problem {
                    field: "code",
                    refusal,
                }],
            );
            Ok(again(pages::second_step(&visit.frame_for(&account), &view)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /sign-in/other`.
pub async fn other_ways(visit: Visit) -> Result<Response, Stop> {
    let (_, account) = at_second_step(&visit).await?;
    let (_, policy) = visit.portal.services.policy().await?;
    let first = decide::first_option(&account, &policy);
    let choice = |(option, refusal)| PreferredChoice {
        option,
        refusal,
        selected: Some(option) == first,
    };
    let ways = Services::ways(&account, &policy)
        .into_iter()
        .map(choice)
        .collect();
    Ok(show(pages::other_ways(
        &visit.frame_for(&account),
        &OtherWays { ways },
    )))
}

/// `POST /sign-in/cancel`.
pub async fn cancel(visit: Visit) -> Result<Response, Stop> {
    if let Some(hash) = &visit.pending {
        visit
            .portal
            .services
            .cancel_sign_in(hash, visit.trace())
            .await?;
    }
    Ok(go_with("/sign-in", [Cookie::Pending.clear()]))
}

/// The cookies of a session go, and with them what the browser kept of the pages. A browser that its owner
/// chose to trust keeps its other cookies, or signing out would take that back.
fn leave(path: &str, kept: bool) -> Response {
    let mut response = Redirect::to(path).into_response();
    for cookie in [Cookie::Session, Cookie::Pending] {
        response.headers_mut().append(SET_COOKIE, cookie.clear());
    }
    let (name, value) = if kept {
        CLEAR_SITE_DATA_BUT_COOKIES
    } else {
        CLEAR_SITE_DATA
    };
    response.headers_mut().insert(name, value);
    response
}

/// `POST /sign-out`. Works without a session too, so that it can never be got wrong.
pub async fn sign_out(visit: Visit) -> Result<Response, Stop> {
    if let Some(caller) = visit.caller().await? {
        visit
            .portal
            .services
            .sign_out(&caller, visit.trace())
            .await?;
    }
    Ok(leave("/sign-in?notice=signed_out", visit.trust.is_some()))
}

/// `GET /sign-out-everywhere`.
pub async fn confirm_everywhere(signed: Signed) -> Result<Response, Stop> {
    Ok(show(pages::sign_out_everywhere(&signed.frame().await?)))
}

/// `POST /sign-out-everywhere`.
pub async fn sign_out_everywhere(signed: Signed) -> Result<Response, Stop> {
    signed
        .visit
        .portal
        .services
        .sign_out_everywhere(&signed.caller, signed.trace())
        .await?;
    Ok(leave("/sign-in?notice=signed_out_everywhere", false))
}
