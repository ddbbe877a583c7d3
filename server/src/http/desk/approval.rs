//! The second yes (A.10, A-109): the requests, answering one, and doing what was agreed to.

use app::pages;
use app::view::{ApprovalRow, ApprovalSeen, Notice};
use axum::extract::Path;
use axum::response::Response;
use domain::Refusal;
use domain::account::Account;
use domain::decide::{Method, Wish};
use domain::service::{Requested, ServiceError};

use super::super::Portal;
use super::super::fault::Stop;
use super::super::form::Fields;
use super::super::visit::{Flash, Signed, page as show};
use super::{At, Help, See, act, id_of, methods};

const LIST: &str = "/helpdesk/approvals";

fn row(portal: &Portal, one: &Requested) -> ApprovalRow {
    ApprovalRow {
        id: one.approval.id,
        subject: one.subject.name.clone(),
        aid: one.approval.request.wish.aid(),
        asked_by: one.asked_by.name.clone(),
        asked_at: portal.when(one.approval.asked_at),
        stage: one.stage,
        for_me: one.may_agree,
    }
}

/// The method that goes, as its person's page names it; the key when it is gone already.
fn named(portal: &Portal, signed: &Signed, account: &Account, method: Method) -> String {
    let found = methods(portal, account, signed.texts()).into_iter();
    let mut named = found.filter(|one| one.key == method.key());
    named.next().map_or_else(
        || method.key(),
        |one| format!("{} {}", one.name, one.number),
    )
}

fn seen(signed: &Signed, one: &Requested) -> ApprovalSeen {
    let portal = &signed.visit.portal;
    let request = &one.approval.request;
    let (length, detail) = match &request.wish {
        Wish::Block { days, reason } => (Some(*days), reason.clone()),
        Wish::Pass { minutes, .. } => (Some(*minutes), String::new()),
        Wish::DeleteMethod(method) => (None, named(portal, signed, &one.subject, *method)),
        Wish::Bypass { seconds, reason } => (Some(*seconds), reason.clone()),
        Wish::Plain(_) | Wish::ResetPassword { .. } | Wish::SetPhone(_) | Wish::HoldPhone(_) => {
            (None, String::new())
        }
    };
    let verdict = one.approval.verdict.as_ref();
    ApprovalSeen {
        row: row(portal, one),
        subject: (one.subject.id, one.subject.login.clone()),
        length,
        detail,
        identity: request.identity,
        ticket: request.ticket.clone(),
        note: request.note.clone(),
        answered: verdict
            .zip(one.answered_by.as_ref())
            .map(|(verdict, who)| (who.name.clone(), portal.when(verdict.at))),
        may_agree: one.may_agree,
        may_decline: one.may_decline,
        may_do: one.may_do,
        own: one.asked_by.id == signed.caller.account.id,
    }
}

/// A request that is gone, or was never the reader's business, leads to the list; where somebody was first or
/// time is up, its page says what is now.
fn elsewhere(error: ServiceError, here: &str) -> Stop {
    match error {
        ServiceError::Refused(Refusal::NotFound) => Stop::To(LIST.into()),
        ServiceError::Refused(Refusal::ChangedMeanwhile) => Stop::To(here.into()),
        error => error.into(),
    }
}

/// `GET /helpdesk/approvals`.
pub async fn list(desk: At<See>) -> Result<Response, Stop> {
    let portal = &desk.visit.portal;
    let found = portal.services.approvals(&desk.staff()?).await?;
    let rows: Vec<_> = found.iter().map(|one| row(portal, one)).collect();
    Ok(show(pages::approvals(&desk.frame().await?, &rows)))
}

/// `GET /helpdesk/approvals/{id}`.
pub async fn one(desk: At<See>, Path(id): Path<String>) -> Result<Response, Stop> {
    let services = &desk.visit.portal.services;
    let found = services.approval(&desk.staff()?, id_of(&id)?).await;
    let found = found.map_err(|error| elsewhere(error, LIST))?;
    Ok(show(pages::approval(
        &desk.frame().await?,
        &seen(&desk, &found),
    )))
}

/// `POST /helpdesk/approvals/{id}`: yes or no.
pub async fn answer(
    desk: At<Help>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Stop> {
    let id = id_of(&id)?;
    let here = format!("{LIST}/{id}");
    let yes = match fields.one("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Stop::To(here)),
    };
    let services = &desk.visit.portal.services;
    let judged = services.judge(&desk.staff()?, id, yes, desk.trace()).await;
    judged.map_err(|error| elsewhere(error, &here))?;
    let notice = if yes {
        Notice::Agreed
    } else {
        Notice::Declined
    };
    desk.go(&here, Flash::notice(notice)).await
}

/// `POST /helpdesk/approvals/{id}/carry-out`: whoever asked does what was agreed to.
pub async fn carry_out(desk: At<Help>, Path(id): Path<String>) -> Result<Response, Stop> {
    let (id, staff) = (id_of(&id)?, desk.staff()?);
    let here = format!("{LIST}/{id}");
    let services = &desk.visit.portal.services;
    let agreed = services.agreed(&staff, id).await;
    let (subject, wish, known) = agreed.map_err(|error| elsewhere(error, &here))?;
    let aid = wish.aid();
    let wished = (&act::Wished::from(wish), &Fields::default());
    let done = act::carry_out(&desk, &staff, subject, wished, &known).await;
    done.map_err(|error| elsewhere(error, &here))?;
    act::done(&desk, subject, aid).await
}
