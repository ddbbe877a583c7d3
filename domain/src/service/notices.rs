//! Notices on their way out. A message belongs to the process that claimed it, for a while; what was not
//! brought to an end by then is claimed again, by whomever. A process that dies between handing over and
//! noting it tells somebody twice, which is better than not at all.

use super::{Answer, Services};
use crate::Id;
use crate::notice::Claimed;
use crate::time::Span;

/// How long a process may take to hand one over; well beyond the mailer's own time-outs.
const CLAIM: Span = Span::minutes(5);

impl Services {
    /// Messages that are due, each for this caller alone, oldest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn claim_notices(&self, most: u32) -> Answer<Vec<Claimed>> {
        let now = self.clock.now();
        Ok(self.store.claim_outbox(now, now + CLAIM, most).await?)
    }

    /// This message was handed over, or never will be.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn end_notice(&self, id: Id) -> Answer<()> {
        Ok(self.store.sent(id).await?)
    }

    /// This message could not be handed over. Whether it is tried again; where not, it is gone.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn put_off_notice(&self, claimed: &Claimed) -> Answer<bool> {
        let id = claimed.message.id;
        let Some(due) = claimed.again(self.clock.now()) else {
            self.store.sent(id).await?;
            return Ok(false);
        };
        self.store.put_off(id, claimed.tries, due).await?;
        Ok(true)
    }

    /// How many messages wait, due or not.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn notices_waiting(&self) -> Answer<u64> {
        Ok(self.store.outbox_count().await?)
    }
}
