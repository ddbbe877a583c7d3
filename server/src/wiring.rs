//! From configuration to a running portal: keys, store, hasher, use cases, assets.

mod proof;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use domain::lockout::{Rule, Sending, Then, Throttles};
use domain::password::Rules;
use domain::policy::Gateways;
use domain::service::ports::{Chain, Store};
use domain::service::{Services, Settings};
use domain::session::Lifetimes;
use domain::time::Span;
use secrecy::ExposeSecret as _;

use crate::clock::System;
use crate::config::{Config, GatewayKind, StoreKind};
use crate::hash::Passwords;
use crate::keyring::Keyring;
use crate::seal::Seal;
use crate::store;

pub use proof::prove;

/// What every command needs.
pub struct Parts {
    /// The use cases.
    pub services: Arc<Services>,
    /// The database.
    pub store: Arc<dyn Store>,
    /// The keys at work.
    pub seal: Arc<Seal>,
}

/// Puts the parts together. Refuses a database that was sealed with other keys (A.3).
///
/// # Errors
/// Says which part is missing or wrong.
pub async fn parts(config: &Config) -> anyhow::Result<Parts> {
    let ring = Keyring::read(&config.keys.file).context(
        "the portal does not start without its keys; `proofup keys generate` makes them",
    )?;
    let seal = Arc::new(Seal::new(&ring));
    let store = open_store(config, seal.clone()).await?;
    let p = &config.passwords;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let hasher = Passwords::new(&ring, p.memory_kib, p.iterations, cores, p.queue as usize)?;
    let clock = Arc::new(System);
    let services = Services::new(
        store.clone(),
        seal.clone(),
        Arc::new(hasher),
        clock.clone(),
        clock,
        settings(config),
    );
    prove(&services, &seal, &config.keys.file).await?;
    Ok(Parts {
        services: Arc::new(services),
        store,
        seal,
    })
}

/// Opens the configured store and brings its schema up to date.
///
/// # Errors
/// When it cannot be opened or was made by a newer version.
pub async fn open_store(config: &Config, chain: Arc<dyn Chain>) -> anyhow::Result<Arc<dyn Store>> {
    match config.store.kind {
        StoreKind::Sqlite => {
            let path = &config.store.path;
            if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
                std::fs::create_dir_all(parent)
                    .with_context(|| format!("cannot make {}", parent.display()))?;
            }
            let store = store::sqlite::open(path, config.store.readers as usize, chain).await;
            store.with_context(|| format!("cannot open the database {}", path.display()))
        }
        StoreKind::Postgres => {
            let url = config.store.url.as_ref().context("store.url is missing")?;
            let (authorities, pool) = (
                config.store.authorities.as_deref(),
                config.store.pool as usize,
            );
            let store = store::postgres::open(url.expose_secret(), authorities, pool, chain).await;
            store.context("cannot open the PostgreSQL database")
        }
    }
}

/// What the configuration can deliver.
fn gateways(config: &Config) -> Gateways {
    let gateway = &config.gateway;
    let (text, call) = match gateway.kind {
        GatewayKind::None => (config.pretend_phone, config.pretend_phone),
        // A messaging service texts and cannot call.
        GatewayKind::Twilio => (true, !gateway.twilio_from.is_empty()),
        GatewayKind::Webhook => (true, true),
    };
    Gateways { text, call }
}

/// The configuration as the use cases see it.
pub fn settings(config: &Config) -> Settings {
    let (s, t, p) = (&config.sessions, &config.throttle, &config.passwords);
    let minutes = |n: u32| Span::minutes(i64::from(n));
    let seconds = |n: u32| Span::seconds(i64::from(n));
    let window = |free, window, then| Rule {
        window: minutes(window),
        free,
        then,
        pause: None,
        hard: None,
    };
    Settings {
        organisation: config.organisation.name.trim().to_owned(),
        country: config.organisation.default_country.clone(),
        gateways: gateways(config),
        lifetimes: Lifetimes {
            idle: minutes(s.idle_minutes),
            absolute: minutes(s.absolute_minutes),
            staff_idle: minutes(s.staff_idle_minutes),
            staff_absolute: minutes(s.staff_absolute_minutes),
            second_step: minutes(s.pending_minutes),
            proof: minutes(s.step_up_minutes),
            most: s.most_per_person,
            ..Lifetimes::default()
        },
        passwords: Rules {
            min_alone: p.min_length_alone,
            min_with_second_step: p.min_length,
            context: config
                .organisation
                .context_words
                .iter()
                .chain(std::iter::once(&config.organisation.name))
                .cloned()
                .collect(),
        },
        throttles: Throttles {
            password: Rule {
                free: t.password_free,
                then: Then::Backoff(seconds(t.password_wait_seconds)),
                hard: Some(t.password_most),
                ..Rule::PASSWORD
            },
            address: window(
                t.address_most,
                t.address_window_minutes,
                Then::Every(seconds(t.address_then_seconds)),
            ),
            mail_client: window(
                t.check_address_most,
                t.check_window_minutes,
                Then::WindowEnd,
            ),
            mail_person: window(t.check_person_most, t.check_window_minutes, Then::WindowEnd),
            sending: Sending {
                day: Sending::at_most(t.phone_day_most, Span::hours(24)),
                calls: Sending::at_most(t.phone_calls_most, Span::hours(24)),
                address: Sending::at_most(t.phone_address_most, Span::hours(1)),
                country: Sending::at_most(t.phone_country_most, Span::hours(1)),
                all_hour: Sending::at_most(t.phone_hour_most, Span::hours(1)),
                all_day: Sending::at_most(t.phone_all_most, Span::hours(24)),
                ..Sending::default()
            },
        },
        keep_record: config.audit.keep(),
    }
}

/// Whether a directory can hold the data of a demo: it is ours, or nothing is in it yet.
pub fn is_demo_directory(path: &Path) -> bool {
    match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none() || path.join("people.json").is_file(),
        Err(_) => true,
    }
}
