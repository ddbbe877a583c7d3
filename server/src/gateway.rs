//! The ways to a telephone: Twilio's REST interface, and plain JSON to an address of one's own. What comes
//! back from them arrives in [`crate::http::gateway`]; both interfaces are described in `docs/gateways.md`.
//!
//! A code that is sent twice confuses its owner, and a call costs money, so the rule of every client here:
//! once a request may have reached the other side it is not repeated, whatever the answer looks like.

mod client;
pub mod signature;
pub mod twilio;
mod webhook;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use domain::service::ports::{Clock, Gateway};

use crate::config::{Config, GatewayKind};

pub use client::{MOST_ANSWER_BYTES, Timeouts};
pub use twilio::Twilio;
pub use webhook::Webhook;

/// The gateway of the configuration; none where nobody carries texts and calls.
///
/// # Errors
/// When the configuration is incomplete or the authorities of TLS cannot be read; the text names the key.
pub fn build(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Option<Arc<dyn Gateway>>> {
    with_timeouts(config, clock, Timeouts::default())
}

/// Like [`build`], for whoever has less patience than is usual.
///
/// # Errors
/// As for [`build`].
pub fn with_timeouts(
    config: &Config,
    clock: Arc<dyn Clock>,
    timeouts: Timeouts,
) -> anyhow::Result<Option<Arc<dyn Gateway>>> {
    let chosen = &config.gateway;
    let authorities: Option<&Path> = chosen.authorities.as_deref();
    let client = |endpoint: &Option<_>, key: &str| {
        let endpoint: &crate::config::Endpoint = endpoint
            .as_ref()
            .with_context(|| format!("{key} is missing"))?;
        client::Client::new(endpoint.clone(), authorities, timeouts).map_err(|text| anyhow!(text))
    };
    Ok(match chosen.kind {
        GatewayKind::None => None,
        GatewayKind::Twilio => {
            let token = chosen.twilio_token.clone();
            Some(Arc::new(Twilio::new(
                client(&chosen.twilio_url, "gateway.twilio_url")?,
                twilio::Account {
                    sid: chosen.twilio_account.clone(),
                    token: token.context("gateway.twilio_token is missing")?,
                    from: chosen.twilio_from.clone(),
                    service: chosen.twilio_service.clone(),
                },
                &config.server.public_origin,
            )))
        }
        GatewayKind::Webhook => {
            let secret = chosen.webhook_secret.clone();
            Some(Arc::new(Webhook::new(
                client(&chosen.webhook_url, "gateway.webhook_url")?,
                secret.context("gateway.webhook_secret is missing")?,
                clock,
            )))
        }
    })
}
