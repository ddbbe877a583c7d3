//! The pretend phone of the demo organisation. None of these addresses exists elsewhere. What is pressed
//! and replied here goes the way of a gateway's news.

use std::sync::Arc;

use app::pages;
use app::view::{DemoCall, DemoMessage};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::service::ports::{Inbound as _, PhoneEvent, Prompt};
use domain::{Id, Time};
use http::header::CONTENT_TYPE;

use super::Portal;
use super::fault::Stop;
use super::form::Fields;
use super::visit::{Visit, page};
use crate::pretend_phone::{CallState, Inbox, Message, trace, words};

fn inbox(portal: &Portal) -> Result<&Inbox, Stop> {
    portal.demo.as_deref().ok_or_else(Stop::not_found)
}

/// `GET /demo/phone`.
pub async fn phone(visit: Visit) -> Result<Response, Stop> {
    let portal = &visit.portal;
    let (_, policy) = portal.services.policy().await?;
    let shown = |message: Message| DemoMessage {
        id: message.id,
        channel: message.channel.to_owned(),
        call: message.call.map(|state| match state {
            CallState::Ringing => DemoCall::Ringing,
            CallState::Talking => DemoCall::Talking {
                said: message.said().to_vec(),
            },
            CallState::Over => DemoCall::Over {
                said: message.said().to_vec(),
            },
        }),
        replies: message.channel == "text" && policy.sms_reply,
        // What a voice said stands with its call.
        body: if message.call.is_some() {
            String::new()
        } else {
            message.body
        },
        to: message.to,
        subject: message.subject,
        when: portal.when(Time(message.at)),
    };
    let messages: Vec<DemoMessage> = inbox(portal)?.messages().into_iter().map(shown).collect();
    Ok(page(pages::demo_phone(&visit.frame(None), &messages)))
}

/// `GET /demo/messages`.
pub async fn messages(State(portal): State<Arc<Portal>>) -> Result<Json<Vec<Message>>, Stop> {
    Ok(Json(inbox(&portal)?.messages()))
}

/// `GET /demo/phone/version`: another number each time something changed.
pub async fn version(State(portal): State<Arc<Portal>>) -> Result<Response, Stop> {
    let kind = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, inbox(&portal)?.version().to_string()).into_response())
}

/// Tells the use cases, says what they answer, and shows the phone again. Where nothing follows, the call
/// is over, as with every gateway.
async fn tell(portal: &Portal, id: Id, event: PhoneEvent) -> Result<Response, Stop> {
    let trace = trace(portal.services.id());
    let said = portal.services.event(id, event, &trace).await?;
    let (prompt, language) = said.unwrap_or((Prompt::Goodbye, portal.language));
    let greeted = prompt.greets() && portal.services.greeting(language).await?.is_some();
    let words = words(&portal.organisation, prompt, language, greeted);
    inbox(portal)?.say(id, words, prompt.listens());
    Ok(Redirect::to("/demo/phone").into_response())
}

fn sending(id: &str) -> Result<Id, Stop> {
    id.parse().map_err(|_| Stop::not_found())
}

/// `POST /demo/phone/{id}/answer`.
pub async fn answer(visit: Visit, Path(id): Path<String>) -> Result<Response, Stop> {
    let id = sending(&id)?;
    if !inbox(&visit.portal)?.answer(id) {
        return Ok(Redirect::to("/demo/phone").into_response());
    }
    tell(&visit.portal, id, PhoneEvent::Answered { machine: false }).await
}

async fn end(visit: &Visit, id: &str, event: PhoneEvent) -> Result<Response, Stop> {
    let id = sending(id)?;
    if !inbox(&visit.portal)?.end(id) {
        return Ok(Redirect::to("/demo/phone").into_response());
    }
    tell(&visit.portal, id, event).await
}

/// `POST /demo/phone/{id}/decline`.
pub async fn decline(visit: Visit, Path(id): Path<String>) -> Result<Response, Stop> {
    end(&visit, &id, PhoneEvent::NoAnswer).await
}

/// `POST /demo/phone/{id}/voicemail`.
pub async fn voicemail(visit: Visit, Path(id): Path<String>) -> Result<Response, Stop> {
    end(&visit, &id, PhoneEvent::Answered { machine: true }).await
}

/// `POST /demo/phone/{id}/hang-up`.
pub async fn hang_up(visit: Visit, Path(id): Path<String>) -> Result<Response, Stop> {
    end(&visit, &id, PhoneEvent::Ended).await
}

/// `POST /demo/phone/{id}/keys`: one key.
pub async fn keys(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Stop> {
    let id = sending(&id)?;
    let mut typed = fields.one("keys").chars();
    let key = match (typed.next(), typed.next()) {
        (Some(key), None) if key.is_ascii_digit() || matches!(key, '*' | '#') => key,
        _ => return Err(Stop::bad_request()),
    };
    match inbox(&visit.portal)?.press(id, key) {
        Some(keys) => tell(&visit.portal, id, PhoneEvent::Keys(keys)).await,
        None => Ok(Redirect::to("/demo/phone").into_response()),
    }
}

/// `POST /demo/phone/{id}/reply`: a text is answered (F-045).
pub async fn reply(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Stop> {
    let portal = &visit.portal;
    let number = inbox(portal)?.number_of(sending(&id)?);
    let number = number.ok_or_else(Stop::not_found)?;
    let from: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let trace = trace(portal.services.id());
    portal
        .services
        .reply(&from, fields.one("body"), &trace)
        .await?;
    Ok(Redirect::to("/demo/phone").into_response())
}
