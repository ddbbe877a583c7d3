//! `proofup serve`: production.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::health::{self, Synchronised};
use crate::config::Config;
use crate::gateway;
use crate::http::gateway::Callbacks;
use crate::http::{self, Portal, assets::Bundle, serve};
use crate::mail_out::{self, Mailer};
use crate::{telemetry, wiring, worker};

/// Serves until the process is told to stop.
pub async fn serve(config: &Config) -> anyhow::Result<()> {
    telemetry::start(&config.log)?;
    if let Some(data) = config.store.path.parent()
        && data.join("people.json").is_file()
    {
        bail!(
            "{} holds a demo organisation; `proofup serve` does not use it",
            data.display()
        );
    }
    if config.server.require_synchronised_clock {
        match health::ask().await {
            Synchronised::Yes => {}
            Synchronised::No => bail!(
                "the system's clock is not synchronised, so right codes would be refused; \
                 `timedatectl set-ntp true`, or end server.require_synchronised_clock"
            ),
            Synchronised::Unknown => bail!(
                "the system does not say whether its clock is synchronised; install \
                 systemd-timesyncd or another service that `timedatectl` knows, or end \
                 server.require_synchronised_clock"
            ),
        }
    }
    let listener = TcpListener::bind(config.server.listen).await;
    let listener =
        listener.with_context(|| format!("cannot listen on {}", config.server.listen))?;
    run(config, listener, false, |_| Ok(())).await
}

/// Builds the portal and answers on the listener; `before` runs once everything is ready.
pub async fn run(
    config: &Config,
    listener: TcpListener,
    demo: bool,
    before: impl FnOnce(&Portal) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stop = serve::stop_signal()?;
    let parts = wiring::parts(config).await?;
    let bundle =
        Bundle::load(&config.server.assets).context("the built browser half cannot be used")?;
    let services = parts.services;
    let carrier = gateway::build(config, services.clock.clone())
        .context("the gateway for texts and calls cannot be used")?;
    let mailer = mail_out::build(config).context("the mail server for notices cannot be used")?;
    let portal = Portal::new(services, bundle, config, demo)
        .with_gateway(carrier)
        .with_mailer(mailer.map(|smtp| Arc::new(smtp) as Arc<dyn Mailer>));
    let portal = Arc::new(portal);
    let services = portal.services.clone();
    let clock = services.clock.clone();
    let callbacks = Callbacks::of(config, services, portal.clone(), clock);
    portal.services.mail_sync().await?;
    let (stopping, stopped) = watch::channel(false);
    let work = tokio::spawn(worker::run(portal.clone(), stopped.clone()));
    let limits = serve::Limits {
        connections: config.server.max_connections as usize,
        ..serve::Limits::default()
    };
    let admin = match admin_listener(config, demo).await? {
        Some(listener) => {
            let mut stopped = stopped.clone();
            let end = async move { while stopped.changed().await.is_ok() && !*stopped.borrow() {} };
            Some(tokio::spawn(serve::serve(
                listener,
                http::admin_router(portal.clone()),
                limits,
                end,
            )))
        }
        None => None,
    };
    before(&portal)?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    let router = http::mounted(portal, http::gateway::routes(callbacks));
    serve::serve(listener, router, limits, stop).await?;
    let _ = stopping.send(true);
    if let Some(admin) = admin {
        admin.await??;
    }
    Ok(work.await?)
}

/// The administration listener. A demo does without when something else has the port.
async fn admin_listener(config: &Config, demo: bool) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = config.server.admin_listen else {
        return Ok(None);
    };
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if demo => {
            tracing::warn!(%address, %error, "no metrics: the port is taken");
            Ok(None)
        }
        Err(error) => {
            Err(error).with_context(|| format!("cannot listen on {address} (server.admin_listen)"))
        }
    }
}
