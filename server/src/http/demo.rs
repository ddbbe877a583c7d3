//! The pretend phone of the demo organisation. Neither address exists elsewhere.

use std::sync::Arc;

use app::pages;
use app::view::DemoMessage;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::Time;

use super::Portal;
use super::fault::Stop;
use super::portal::Message;
use super::visit::{Visit, page};

fn arrived(portal: &Portal) -> Vec<Message> {
    portal
        .demo
        .as_ref()
        .map(super::portal::Inbox::messages)
        .unwrap_or_default()
}

/// `GET /demo/phone`.
pub async fn phone(visit: Visit) -> Result<Response, Stop> {
    let messages: Vec<DemoMessage> = arrived(&visit.portal)
        .into_iter()
        .map(|m| DemoMessage {
            channel: m.channel.to_owned(),
            to: m.to,
            subject: m.subject,
            body: m.body,
            when: visit.portal.when(Time(m.at)),
        })
        .collect();
    Ok(page(pages::demo_phone(&visit.frame(None), &messages)))
}

/// `GET /demo/messages`.
pub async fn messages(State(portal): State<Arc<Portal>>) -> Json<Vec<Message>> {
    Json(arrived(&portal))
}
