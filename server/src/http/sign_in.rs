//! Sign-in, second step, sign-out.

use app::pages;
use app::view::{Notice, OtherWays, PreferredChoice, Problem, SecondStep, SignIn, Way};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::{Account, PhoneKind};
use domain::challenge::{Dial, Purpose};
use domain::service::{
    Answer, Proof, SecondStep as Typed, ServiceError, Services, SignIn as Wish, SignedIn,
};
use domain::session::{Stage, TokenHash};
use domain::{Refusal, decide};
use http::header::SET_COOKIE;

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::headers::{CLEAR_SITE_DATA, CLEAR_SITE_DATA_BUT_COOKIES};
use super::phones;
use super::visit::{
    Flash, Signed, Visit, again, go_with, new_token, page as show, query_value, safe_path,
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
        Ok(SignedIn::SecondStep) => {
            ask_default(&visit, &token.hash()).await?;
            Ok(go_with(
                "/sign-in/verify",
                [Cookie::Pending.set(&value), Cookie::Session.clear()],
            ))
        }
        Ok(SignedIn::Bypassed(id)) => {
            let cookies = [
                Cookie::Session.set(&value),
                Cookie::Pending.clear(),
                visit.device_cookie(id)?,
            ];
            say(&visit, &token.hash(), Notice::Bypassed).await?;
            Ok(go_with(
                if next.is_empty() { "/profile" } else { next },
                cookies,
            ))
        }
        Ok(SignedIn::NewPassword) => Ok(go_with(
            "/sign-in/password",
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

/// Leaves a message for the first page of a session that has just begun.
pub(super) async fn say(visit: &Visit, session: &TokenHash, notice: Notice) -> Result<(), Stop> {
    let services = &visit.portal.services;
    if let Some(caller) = services.caller(session).await? {
        let flash = Flash::notice(notice).write();
        services.set_flash(&caller, Some(flash)).await?;
    }
    Ok(())
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
        Some((pending, _)) if pending.stage.renews() => Err(Stop::To("/sign-in/password".into())),
        Some(_) => Err(Stop::To("/enrol".into())),
        None => Err(ended()),
    }
}

/// The page of the second step. `wished` is what the person chose; else the open question of a telephone,
/// else the default.
async fn step_page(
    visit: &Visit,
    hash: &TokenHash,
    account: &Account,
    (wished, remember): (Option<Way>, bool),
    problems: Vec<Problem>,
) -> Result<Option<String>, Stop> {
    let (_, policy) = visit.portal.services.policy().await?;
    let asked = phones::asked(&visit.portal, hash, Purpose::SignIn, &policy).await?;
    let way = wished
        .or_else(|| asked.as_ref().map(|asked| Way::Phone(asked.dial)))
        .or_else(|| {
            let first = decide::first_option(account, &policy)?;
            Some(Dial::of_option(first).map_or(Way::App, Way::Phone))
        });
    let Some(method) = way else {
        return Ok(None);
    };
    let view = SecondStep {
        method,
        others: Services::has_other_ways(account, &policy),
        remember_days: policy.remember_days,
        remember,
        apps: u32::try_from(account.apps.len()).unwrap_or(u32::MAX),
        asked: asked.filter(|asked| method == Way::Phone(asked.dial)),
        problems,
    };
    Ok(Some(pages::second_step(&visit.frame_for(account), &view)))
}

/// `GET /sign-in/verify`.
pub async fn second_step(visit: Visit) -> Result<Response, Stop> {
    let (hash, account) = at_second_step(&visit).await?;
    let app = query_value(&visit.query, "way") == Some("app") && !account.apps.is_empty();
    let wished = app.then_some(Way::App);
    match step_page(&visit, &hash, &account, (wished, false), Vec::new()).await? {
        Some(page) => Ok(show(page)),
        None => Ok(Redirect::to("/sign-in/other").into_response()),
    }
}

/// `GET /sign-in/progress`.
pub async fn progress(visit: Visit) -> Result<Response, Stop> {
    let (hash, _) = at_second_step(&visit).await?;
    phones::progress(&visit.portal, &hash, Purpose::SignIn).await
}

/// The sign-in that a form of the second step belongs to; a form without one is recorded.
async fn waiting(visit: &Visit) -> Result<TokenHash, Stop> {
    let Some(hash) = visit.pending else {
        let services = &visit.portal.services;
        services
            .record_sequence(None, visit.trace(), "second_step")
            .await?;
        return Err(Refusal::SignInAgain.into());
    };
    Ok(hash)
}

/// Has a telephone asked for the second step.
async fn send(visit: &Visit, hash: &TokenHash, account: &Account, dial: Dial) -> Answer<()> {
    let caller = phones::asking(visit, account);
    let services = &visit.portal.services;
    services
        .ask_second_step(hash, dial, caller, visit.trace())
        .await?;
    visit.portal.phones.ring();
    Ok(())
}

/// `POST /sign-in/ask`: a text or a call, the first or another.
pub async fn ask(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let hash = waiting(&visit).await?;
    let services = &visit.portal.services;
    let account = match services.pending(&hash).await? {
        Some((pending, account)) if pending.stage == Stage::SecondStep => account,
        found => {
            let account = found.as_ref().map(|(_, account)| account);
            services
                .record_sequence(account, visit.trace(), "second_step")
                .await?;
            return Err(Refusal::SignInAgain.into());
        }
    };
    let dial = phones::dial(fields.one("way"));
    let sent = match dial {
        Ok(dial) => send(&visit, &hash, &account, dial).await,
        Err(refusal) => Err(refusal.into()),
    };
    match sent {
        Ok(()) => Ok(Redirect::to("/sign-in/verify").into_response()),
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            let problems = vec![Problem { field: "", refusal }];
            let wished = dial.ok().map(Way::Phone);
            let page = step_page(&visit, &hash, &account, (wished, false), problems).await?;
            Ok(page.map_or_else(|| Redirect::to("/sign-in/other").into_response(), again))
        }
        Err(error) => Err(error.into()),
    }
}

/// Right after the password: where a telephone is the default it is asked at once.
async fn ask_default(visit: &Visit, hash: &TokenHash) -> Result<(), Stop> {
    let services = &visit.portal.services;
    let Some((_, account)) = services.pending(hash).await? else {
        return Ok(());
    };
    let (_, policy) = services.policy().await?;
    let dial = decide::first_option(&account, &policy).and_then(Dial::of_option);
    let Some(dial) = dial else { return Ok(()) };
    match send(visit, hash, &account, dial).await {
        // What stands in the way is said when the person asks for it on the page.
        Ok(()) | Err(ServiceError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-in/verify`.
pub async fn verify(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let services = &visit.portal.services;
    let hash = waiting(&visit).await?;
    let (token, trust) = (new_token()?, new_token()?);
    let remember = fields.one("remember") == "yes";
    let (proof, wished) = match fields.one("way") {
        "phone" => (Proof::Phone(fields.one("code")), None),
        _ => (Proof::App(fields.one("code")), Some(Way::App)),
    };
    let typed = Typed {
        proof,
        token: token.hash(),
        trust: remember.then(|| trust.hash()),
        before: visit.trust,
    };
    match services.second_step(&hash, typed, visit.trace()).await {
        Ok(passed) => {
            let next = safe_path(&passed.next);
            let mut cookies = Vec::new();
            if !passed.renews {
                cookies.extend([
                    Cookie::Session.set(&token.text()),
                    Cookie::Pending.clear(),
                    visit.device_cookie(passed.user)?,
                ]);
            }
            let days = passed.trusted_days;
            cookies.extend(days.map(|days| Cookie::Trust.set_for(&trust.text(), days)));
            let path = match next {
                _ if passed.renews => "/sign-in/password",
                "" => "/profile",
                next => next,
            };
            Ok(go_with(path, cookies))
        }
        Err(ServiceError::Refused(Refusal::SignInAgain)) => Err(Refusal::SignInAgain.into()),
        Err(ServiceError::Refused(refusal)) => {
            let (_, account) = at_second_step(&visit).await?;
            let problems = match wished {
                Some(_) => vec![Problem {
                    field: "code",
                    refusal,
                }],
                None => phones::answer_problem(refusal),
            };
            let page = step_page(&visit, &hash, &account, (wished, remember), problems).await?;
            Ok(page.map_or_else(|| Redirect::to("/sign-in/other").into_response(), again))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /sign-in/pass`: a Temporary Access Pass in place of the second step (F-153).
pub async fn pass(visit: Visit) -> Result<Response, Stop> {
    let (_, account) = at_second_step(&visit).await?;
    Ok(show(pages::pass(&visit.frame_for(&account), &[])))
}

/// `POST /sign-in/pass`.
pub async fn use_pass(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let hash = waiting(&visit).await?;
    let token = new_token()?;
    let typed = Typed {
        proof: Proof::Pass(fields.one("pass")),
        token: token.hash(),
        trust: None,
        before: None,
    };
    let services = &visit.portal.services;
    match services.second_step(&hash, typed, visit.trace()).await {
        // The pass is for setting something up, so that is where it leads.
        Ok(passed) if passed.renews => {
            Ok(Redirect::to("/sign-in/password?next=/security").into_response())
        }
        Ok(passed) => Ok(go_with(
            "/security",
            [
                Cookie::Session.set(&token.text()),
                Cookie::Pending.clear(),
                visit.device_cookie(passed.user)?,
            ],
        )),
        Err(ServiceError::Refused(Refusal::SignInAgain)) => Err(Refusal::SignInAgain.into()),
        Err(ServiceError::Refused(refusal)) => {
            let (_, account) = at_second_step(&visit).await?;
            let problems = [Problem {
                field: "pass",
                refusal,
            }];
            Ok(again(pages::pass(&visit.frame_for(&account), &problems)))
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
    let ways = Services::ways(&account, &policy);
    let alternate = account
        .phone(PhoneKind::Backup)
        .map(|_| decide::dial_refusal(&account, &policy, Dial::CallBackup));
    let view = OtherWays {
        ways: ways.into_iter().map(choice).collect(),
        alternate,
    };
    Ok(show(pages::other_ways(&visit.frame_for(&account), &view)))
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
