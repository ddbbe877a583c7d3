//! What happens beside the requests: the mail interface's writes, the end of what has run out, the move of
//! sealed values to a new key, the head of the audit record in the log, a look at the clock, and the
//! ways out of texts, calls and notices.

use std::convert::Infallible;
use std::future::{Future, ready};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use domain::service::ServiceError;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::audit_head::{self, AuditHead};
use crate::clock::health::{self, Watch};
use crate::http::Portal;
use crate::{mail_out, phones};

/// How often everybody's last uses, records and throttles of the mail interface are written: at once, or in
/// portions spread over this time. At every commit SQLite's readers throw away what they hold, so not more often
/// than people notice.
const MAIL_WRITE: Duration = Duration::from_secs(2);
/// How often another instance's throttles are taken over.
const MAIL_READ: Duration = Duration::from_secs(10);
/// How often what has run out is removed.
const TIDY: Duration = Duration::from_secs(300);
/// From one batch of values that are sealed anew to the next: a million in twenty minutes, and nobody waits.
const RESEAL: Duration = Duration::from_millis(100);
/// How often people from before the search are looked for; there are some after an upgrade only.
const INDEX: Duration = Duration::from_millis(500);
/// How often numbers begin to count that have waited for a day.
const SETTLE: Duration = Duration::from_secs(30);
/// How often rows of the audit record that have become old are removed.
const CUT: Duration = Duration::from_secs(24 * 3_600);
/// How often the clock is compared with one that only goes forward.
const CLOCK: Duration = Duration::from_secs(5);
/// How often the system is asked whether it keeps the clock right.
const SYNCHRONISED: Duration = Duration::from_secs(300);
/// How often the notices that wait are counted.
const COUNT: Duration = Duration::from_secs(15);

/// Works until `stop` turns true, then writes once more what the mail interface still holds.
pub async fn run(portal: Arc<Portal>, stop: watch::Receiver<bool>) {
    let services = &portal.services;
    let portions = u32::try_from(services.store.mail_portions().max(1)).unwrap_or(1);
    let mail = every(MAIL_WRITE / portions, stop.clone(), "mail write", || {
        services.mail_flush_portion()
    });
    let read = every(MAIL_READ, stop.clone(), "mail read", || {
        services.mail_sync()
    });
    let tidy = every(TIDY, stop.clone(), "tidy", || services.tidy());
    let reseal = every(RESEAL, stop.clone(), "key rotation", || async {
        services.reseal().await.map(drop)
    });
    let index = every(INDEX, stop.clone(), "search index", || async {
        services.index_people().await.map(drop)
    });
    let settle = every(SETTLE, stop.clone(), "numbers that wait", || async {
        services.settle_phones().await.map(drop)
    });
    let cut = every(CUT, stop.clone(), "audit cut", || services.cut_record());
    let head = AuditHead::default();
    let heads = every(audit_head::EVERY, stop.clone(), "audit head", || {
        head.log(&*services.store)
    });
    let (clock, begun) = (Watch::default(), Instant::now());
    let jumps = every(CLOCK, stop.clone(), "clock", || {
        clock.look(begun, &portal.metrics);
        ready(Ok::<(), Infallible>(()))
    });
    let synchronised = every(SYNCHRONISED, stop.clone(), "clock", async || {
        clock.hear(health::ask().await, &portal.metrics);
        Ok::<(), Infallible>(())
    });
    let phones = phones::run(Arc::clone(&portal), stop.clone());
    let mail_out = mail_out::run(Arc::clone(&portal), stop.clone());
    let waiting = every(COUNT, stop, "waiting notices", async || {
        let waiting = services.notices_waiting().await?;
        portal
            .metrics
            .notices_waiting
            .store(waiting, Ordering::Relaxed);
        Ok::<(), ServiceError>(())
    });
    tokio::join!(
        mail,
        read,
        tidy,
        reseal,
        index,
        settle,
        cut,
        heads,
        jumps,
        synchronised,
        phones,
        mail_out,
        waiting
    );
    if let Err(error) = services.mail_flush().await {
        tracing::error!(%error, "the last uses of app passwords could not be written");
    }
    if let Err(error) = head.log(&*services.store).await {
        tracing::error!(%error, "the last head of the audit record could not be read");
    }
}

/// Repeats a task; an error is logged once until the task works again.
async fn every<F, T, E>(
    period: Duration,
    mut stop: watch::Receiver<bool>,
    name: &str,
    task: impl Fn() -> F,
) where
    F: Future<Output = Result<T, E>>,
    E: std::fmt::Display,
{
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
        }
        match task().await {
            Ok(_) => failing = false,
            Err(error) => {
                if !failing {
                    tracing::error!(%error, name, "a background task failed");
                }
                failing = true;
            }
        }
    }
}
