//! The way to telephones: takes the texts and calls that wait and hands them to the gateway, several at
//! once, so that a slow one holds up no other.

use std::sync::Arc;
use std::time::Duration;

use app::text::sms::{caller_check, number_set, sms};
use domain::challenge::{Challenge, Line, Purpose};
use domain::service::Handover;
use domain::service::ports::{Gateway, Inbound as _, PhoneEvent};
use domain::time::Span;
use tokio::sync::{Notify, Semaphore, watch};
use zeroize::Zeroizing;

use crate::http::Portal;
use crate::pretend_phone;

/// How often a look is taken without the bell: for another instance's messages and second tries.
const LOOK: Duration = Duration::from_secs(1);

/// So many are handed over at once.
const AT_ONCE: u32 = 32;

/// A call that has rung so long is not answered (F-051).
const RINGS: Span = Span::seconds(60);

/// Which gateway, and the bell that rings when something waits.
pub struct Phones {
    gateway: Option<Arc<dyn Gateway>>,
    bell: Notify,
    places: Arc<Semaphore>,
}

impl Phones {
    /// With this gateway, or none.
    pub fn new(gateway: Option<Arc<dyn Gateway>>) -> Self {
        Self {
            gateway,
            bell: Notify::new(),
            places: Arc::new(Semaphore::new(AT_ONCE as usize)),
        }
    }

    /// Who carries texts and calls.
    pub fn gateway(&self) -> Option<Arc<dyn Gateway>> {
        self.gateway.clone()
    }

    /// Waits until nothing is on its way to the gateway.
    async fn quiet(&self) {
        drop(self.places.acquire_many(AT_ONCE).await);
    }

    /// Something waits: it need not wait for the next look.
    pub fn ring(&self) {
        self.bell.notify_one();
    }
}

/// Hands over until `stop` turns true, then waits for what is on its way to the gateway.
pub async fn run(portal: Arc<Portal>, mut stop: watch::Receiver<bool>) {
    let Some(gateway) = portal.phones.gateway.clone() else {
        return;
    };
    let mut failing = false;
    loop {
        tokio::select! {
            () = portal.phones.bell.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { break },
        }
        match hand_over_all(&portal, &gateway).await {
            Ok(()) => failing = false,
            Err(error) => {
                if !failing {
                    tracing::error!(%error, "texts and calls cannot be read");
                }
                failing = true;
            }
        }
    }
    portal.phones.quiet().await;
}

/// Hands over what waits now, and comes back when the gateway has answered.
///
/// # Errors
/// When the store does not answer.
pub async fn deliver(portal: &Arc<Portal>) -> domain::service::Answer<()> {
    if let Some(gateway) = portal.phones.gateway.clone() {
        hand_over_all(portal, &gateway).await?;
        portal.phones.quiet().await;
    }
    Ok(())
}

async fn hand_over_all(
    portal: &Arc<Portal>,
    gateway: &Arc<dyn Gateway>,
) -> domain::service::Answer<()> {
    let free = portal.phones.places.available_permits();
    let most = u32::try_from(free).unwrap_or(AT_ONCE);
    if most > 0 {
        for challenge in portal.services.claim_sendings(most).await? {
            let place = Arc::clone(&portal.phones.places).acquire_owned().await;
            let (portal, gateway) = (Arc::clone(portal), Arc::clone(gateway));
            tokio::spawn(async move {
                hand_over(&portal, challenge, &*gateway).await;
                drop(place);
            });
        }
    }
    give_up_ringing(portal).await
}

async fn hand_over(portal: &Portal, challenge: Challenge, gateway: &dyn Gateway) {
    let reply = match portal.services.policy().await {
        Ok((_, policy)) => policy.sms_reply,
        Err(_) => false,
    };
    let purpose = challenge.purpose;
    let words = |language, code: &str| {
        let (organisation, host) = (&portal.organisation, portal.origin.host());
        Zeroizing::new(match purpose {
            Purpose::Warning => number_set(language, organisation),
            Purpose::CallerCheck => caller_check(language, organisation, code),
            _ => sms(language, organisation, code, host, reply),
        })
    };
    let (id, line) = (challenge.id, challenge.dial.line());
    match portal.services.hand_over(challenge, gateway, words).await {
        Ok(Handover::Sent) => {}
        Ok(Handover::Later(why)) => {
            tracing::warn!(%why, sending = %id, "a gateway did not take a message; it is tried again");
        }
        Ok(Handover::GivenUp(why)) => {
            tracing::error!(%why, sending = %id, "a gateway did not take a message");
        }
        Err(error) => {
            tracing::error!(%error, sending = %id, "a handed-over message could not be noted");
        }
    }
    if portal.demo.is_some() {
        // A pretend phone needs no operator to tell that it rings.
        let event = match line {
            Line::Text => PhoneEvent::Delivered,
            Line::Call => PhoneEvent::Ringing,
        };
        let trace = pretend_phone::trace(portal.services.id());
        if let Err(error) = portal.services.event(id, event, &trace).await {
            tracing::error!(%error, "the pretend phone cannot be heard");
        }
    }
}

/// Calls to the pretend phone that nobody answers.
async fn give_up_ringing(portal: &Portal) -> domain::service::Answer<()> {
    let Some(inbox) = &portal.demo else {
        return Ok(());
    };
    for id in inbox.unanswered(portal.services.clock.now() - RINGS) {
        if inbox.end(id) {
            let trace = pretend_phone::trace(portal.services.id());
            let event = PhoneEvent::NoAnswer;
            portal.services.event(id, event, &trace).await?;
        }
    }
    Ok(())
}
