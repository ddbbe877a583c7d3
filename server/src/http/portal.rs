//! What every handler can reach.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::view::When;
use domain::service::Services;
use domain::service::ports::Gateway;
use domain::{Language, Time};
use jiff::tz::TimeZone;

use super::address::Ranges;
use super::assets::Bundle;
use super::csp_reports::Reports;
use crate::config::{Bearers, Config, GatewayKind, PublicOrigin};
use crate::mail_out::Mailer;
use crate::metrics::Metrics;
use crate::phones::Phones;
use crate::pretend_phone::Inbox;

/// A running portal.
pub struct Portal {
    /// The use cases.
    pub services: Arc<Services>,
    /// The built browser half.
    pub bundle: Arc<Bundle>,
    /// The portal as browsers see it.
    pub origin: Arc<PublicOrigin>,
    /// Proxies that are believed.
    pub proxies: Arc<Ranges>,
    /// The organisation's name.
    pub organisation: String,
    /// Where nothing else decides.
    pub language: Language,
    /// The region chosen in advance for telephone numbers.
    pub country: String,
    /// The organisation's time zone.
    pub zone: TimeZone,
    /// Bearer tokens of the machine interface.
    pub tokens: Bearers,
    /// Machines that may ask.
    pub machines: Ranges,
    /// Counters.
    pub metrics: Metrics,
    /// What browsers blocked of late.
    pub reports: Reports,
    /// What the configuration says carries texts and calls.
    pub gateway: GatewayKind,
    /// The way to telephones.
    pub phones: Phones,
    /// Who carries notices.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// The pretend phone of the demo.
    pub demo: Option<Arc<Inbox>>,
}

impl Portal {
    /// A portal as configured.
    pub fn new(services: Arc<Services>, bundle: Bundle, config: &Config, demo: bool) -> Self {
        let demo = demo.then(Arc::<Inbox>::default);
        let gateway = demo.clone().map(|inbox| inbox as Arc<dyn Gateway>);
        let zone = TimeZone::get(&config.organisation.time_zone).unwrap_or(TimeZone::UTC);
        Self {
            services,
            bundle: Arc::new(bundle),
            origin: Arc::new(config.server.public_origin.clone()),
            proxies: Arc::new(Ranges::new(config.server.trusted_proxies.clone())),
            organisation: config.organisation.name.trim().to_owned(),
            language: config.organisation.default_language,
            country: config.organisation.default_country.clone(),
            zone,
            tokens: config.api.tokens.clone(),
            machines: Ranges::new(config.api.clients.clone()),
            metrics: Metrics::default(),
            reports: Reports::default(),
            gateway: config.gateway.kind,
            phones: Phones::new(gateway),
            mailer: demo.clone().map(|inbox| inbox as Arc<dyn Mailer>),
            demo,
        }
    }

    /// With a gateway for texts and calls; the demo keeps its pretend phone.
    #[must_use]
    pub fn with_gateway(self, gateway: Option<Arc<dyn Gateway>>) -> Self {
        match gateway {
            Some(gateway) if self.demo.is_none() => Self {
                phones: Phones::new(Some(gateway)),
                ..self
            },
            _ => self,
        }
    }

    /// With somebody who carries notices; the demo keeps its pretend phone.
    #[must_use]
    pub fn with_mailer(self, mailer: Option<Arc<dyn Mailer>>) -> Self {
        match mailer {
            Some(mailer) if self.demo.is_none() => Self {
                mailer: Some(mailer),
                ..self
            },
            _ => self,
        }
    }

    /// A point in time as pages show it.
    pub fn when(&self, at: Time) -> When {
        let stamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        let local = stamp.to_zoned(self.zone.clone());
        let small = |n: i8| u8::try_from(n).unwrap_or_default();
        When {
            year: local.year(),
            month: small(local.month()),
            day: small(local.day()),
            hour: small(local.hour()),
            minute: small(local.minute()),
        }
    }

    /// Counts and logs that somebody tries one password on many people; from where stands in the audit
    /// record and not in the log.
    pub fn tell_sprayings(&self) {
        let count = self.services.take_sprayings();
        if count > 0 {
            self.metrics.sprayings.fetch_add(count, Ordering::Relaxed);
            tracing::warn!("one address failed to sign in as more than twenty people");
        }
    }
}
