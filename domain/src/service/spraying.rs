//! One password tried on many people (A.6): each of them sees one failure, so only the address gives it
//! away. Per address and window the different names that failed are counted, known or not, and the one
//! after the twentieth raises the alarm, once. Whoever fails is told the same in any case.
//!
//! The counts are throttles that slow nobody: rows that all instances share and that are tidied with the
//! others. Their keys are digests, so that neither a name nor a guess can be read from them.

use std::sync::atomic::Ordering;

use super::{Actor, Answer, Services};
use crate::Time;
use crate::audit::Event;
use crate::lockout::{PEOPLE_PER_ADDRESS, Rule};

/// Who failed, and where from.
pub(super) struct Failed<'a> {
    /// The address as throttles see it.
    pub prefix: &'a str,
    /// When the window of its throttle began.
    pub since: Time,
    /// The name in its canonical form.
    pub login: &'a str,
}

impl Services {
    /// Counts a failed sign-in for its address.
    pub(super) async fn notice_spraying(&self, failed: &Failed<'_>, actor: &Actor) -> Answer<()> {
        let since = failed.since.0.to_be_bytes();
        let key = |kind: &[u8], parts: &[&[u8]]| {
            let digest = self.sealer.digest("spraying", parts);
            [kind, digest.as_slice()].concat()
        };
        let address = failed.prefix.as_bytes();
        let person = key(b"sn:", &[address, &since, failed.login.as_bytes()]);
        let (seen, _) = self.reserve(&person, Rule::COUNT, actor.now).await?;
        if seen.in_window > 1 {
            return Ok(());
        }
        let address = key(b"sa:", &[address, &since]);
        let (people, _) = self.reserve(&address, Rule::COUNT, actor.now).await?;
        if people.in_window != PEOPLE_PER_ADDRESS + 1 {
            return Ok(());
        }
        self.sprayings.fetch_add(1, Ordering::Relaxed);
        self.record(actor.failure(Event::MaliciousSpraying, None, "many_people"))
            .await
    }

    /// How often somebody was seen trying one password on many people since this was asked last; for the
    /// log and the metrics.
    pub fn take_sprayings(&self) -> u64 {
        self.sprayings.swap(0, Ordering::Relaxed)
    }
}
