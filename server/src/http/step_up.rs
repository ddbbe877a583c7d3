//! "Please confirm that it is you": password and second step again before credentials change.

use app::pages;
use app::view::{Problem, StepUp, StepUpSecond, Way, as_value};
use axum::response::Response;
use domain::account::Account;
use domain::challenge::{Dial, Purpose};
use domain::decide;
use domain::policy::Policy;
use domain::service::{Proof, ServiceError, StepUpError};

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::phones::{self, answer_problem, asking};
use super::security_phone;
use super::visit::{Signed, again, go_with, new_token, page as show, query_value, safe_place};

/// Where to go afterwards.
fn target(next: &str) -> &str {
    match safe_place(next) {
        "" => "/security",
        next => next,
    }
}

/// Telephones that can be asked.
fn dials(account: &Account, policy: &Policy) -> Vec<Dial> {
    let usable = |dial: &Dial| decide::dial_refusal(account, policy, *dial).is_none();
    Dial::ALL.into_iter().filter(usable).collect()
}

/// What is asked besides the password. `wished` is what the person chose; else the open question of a
/// telephone, else the default.
async fn second(signed: &Signed, wished: Option<Way>) -> Result<StepUpSecond, Stop> {
    let (portal, account) = (&signed.visit.portal, &signed.caller.account);
    if !account.has_second_step() {
        return Ok(StepUpSecond::None);
    }
    let (_, policy) = portal.services.policy().await?;
    let owner = &signed.caller.session.hash;
    let asked = phones::asked(portal, owner, Purpose::StepUp, &policy).await?;
    let phones = dials(account, &policy);
    let default = || decide::first_option(account, &policy).and_then(Dial::of_option);
    let dial = match wished {
        Some(Way::App) => None,
        Some(Way::Phone(dial)) => Some(dial),
        None => asked.as_ref().map(|asked| asked.dial).or_else(default),
    };
    let Some(dial) = dial else {
        return Ok(StepUpSecond::App { phones });
    };
    let number = security_phone::number(portal, account, dial.phone()).unwrap_or_default();
    Ok(StepUpSecond::Phone {
        dial,
        number,
        asked: asked.filter(|asked| asked.dial == dial),
        others: phones.into_iter().filter(|other| *other != dial).collect(),
        app: policy.allow_app_code && account.apps.iter().any(|app| !app.locked),
    })
}

async fn page_of(
    signed: &Signed,
    next: &str,
    wished: Option<Way>,
    problems: Vec<Problem>,
) -> Result<String, Stop> {
    let view = StepUp {
        next: target(next).to_owned(),
        second: second(signed, wished).await?,
        problems,
    };
    Ok(pages::step_up(&signed.frame_with(None), &view))
}

/// `GET /step-up`.
pub async fn page(signed: Signed) -> Result<Response, Stop> {
    let query = &signed.visit.query;
    let fields = Fields::of_query(query);
    let next = fields.as_ref().map_or("", |fields| fields.one("next"));
    let wished = (query_value(query, "way") == Some("app")).then_some(Way::App);
    Ok(show(page_of(&signed, next, wished, Vec::new()).await?))
}

/// `GET /step-up/progress`.
pub async fn progress(signed: Signed) -> Result<Response, Stop> {
    let owner = &signed.caller.session.hash;
    phones::progress(&signed.visit.portal, owner, Purpose::StepUp).await
}

/// `POST /step-up/ask`: a text or a call.
pub async fn ask(signed: Signed, fields: Fields) -> Result<Response, Stop> {
    let next = fields.one("next");
    let dial = phones::dial(fields.one("way"));
    let services = &signed.visit.portal.services;
    let sent = match dial {
        Ok(dial) => {
            let caller = asking(&signed.visit, &signed.caller.account);
            services
                .ask_step_up(&signed.caller, dial, caller, signed.trace())
                .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match sent {
        Ok(()) => {
            signed.visit.portal.phones.ring();
            let path = format!("/step-up?next={}", as_value(target(next)));
            Ok(go_with(&path, []))
        }
        Err(ServiceError::Refused(refusal)) => {
            let problems = vec![Problem { field: "", refusal }];
            let wished = dial.ok().map(Way::Phone);
            Ok(again(page_of(&signed, next, wished, problems).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /step-up`.
pub async fn submit(signed: Signed, fields: Fields) -> Result<Response, Stop> {
    let token = new_token()?;
    let (next, code) = (fields.one("next"), fields.one("code"));
    let (proof, wished) = match fields.one("way") {
        "phone" => (Proof::Phone(code), None),
        _ => (Proof::App(code), Some(Way::App)),
    };
    let typed = (fields.one("password"), proof);
    let (device, trace) = (signed.visit.device(), signed.trace());
    let proven = signed
        .visit
        .portal
        .services
        .step_up(&signed.caller, typed, device, token.hash(), trace)
        .await;
    let problems = match proven {
        Ok(()) => {
            return Ok(go_with(target(next), [Cookie::Session.set(&token.text())]));
        }
        Err(StepUpError::Password(refusal)) => vec![Problem {
            field: "password",
            refusal,
        }],
        Err(StepUpError::Code(refusal)) if wished.is_none() => answer_problem(refusal),
        Err(StepUpError::Code(refusal)) => vec![Problem {
            field: "code",
            refusal,
        }],
        Err(StepUpError::Service(error)) => return Err(error.into()),
    };
    Ok(again(page_of(&signed, next, wished, problems).await?))
}
