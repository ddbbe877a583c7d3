//! The grace period: "Skip for now" at the gate, and what reminds of it on the person's own pages.

use app::pages;
use app::view::{DeskGrace, Gate, Problem, When};
use axum::response::Response;
use domain::service::{Seen, ServiceError};
use domain::session::Stage;
use domain::{Refusal, decide};

use super::Portal;
use super::cookies::Cookie;
use super::enrol::{at, step};
use super::fault::Stop;
use super::visit::{Signed, Wizard, again, go_with, new_token, page, safe_path};

/// The gate, with the way around it where there is one.
async fn gate_view(wizard: &Wizard, problems: Vec<Problem>) -> Result<String, Stop> {
    let (portal, account) = (&wizard.visit.portal, &wizard.who.account);
    let until = portal.services.grace(account).await?;
    let view = Gate {
        name: account.name.clone(),
        grace: until.map(|until| portal.when(until)),
        problems,
    };
    Ok(pages::gate(&wizard.visit.frame_for(account), &view))
}

/// `GET /enrol`.
pub async fn gate(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Gate])?;
    Ok(page(gate_view(&wizard, Vec::new()).await?))
}

/// `POST /enrol/skip`: "Skip for now".
pub async fn skip(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Gate]).await?;
    let token = new_token()?;
    let visit = &wizard.visit;
    let skipped = visit
        .portal
        .services
        .skip_enrolment(&wizard.who, token.hash(), visit.trace())
        .await;
    let (id, next) = match skipped {
        Ok(skipped) => skipped,
        Err(ServiceError::Refused(refusal @ Refusal::SetUpNow)) => {
            let problems = vec![Problem { field: "", refusal }];
            return Ok(again(gate_view(&wizard, problems).await?));
        }
        Err(error) => return Err(error.into()),
    };
    let cookies = [
        Cookie::Session.set(&token.text()),
        Cookie::Pending.clear(),
        visit.device_cookie(id)?,
    ];
    let next = safe_path(&next);
    Ok(go_with(
        if next.is_empty() { "/profile" } else { next },
        cookies,
    ))
}

/// Until when the signed-in person has put the set-up off.
pub async fn running(signed: &Signed) -> Result<Option<When>, Stop> {
    let portal = &signed.visit.portal;
    let until = portal
        .services
        .grace_running(&signed.caller.account)
        .await?;
    Ok(until.map(|until| portal.when(until)))
}

/// The same for the helpdesk, which also sees whoever could and has not yet.
pub fn seen(portal: &Portal, seen: &Seen) -> Option<DeskGrace> {
    let (account, policy) = (&seen.account, &seen.policy);
    let until = decide::grace_until(account, policy, seen.now)?;
    Some(match account.grace_from {
        None => DeskGrace::Days(policy.grace_days),
        Some(_) => DeskGrace::Until(portal.when(until)),
    })
}
