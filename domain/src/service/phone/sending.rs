//! From the question to the gateway. A message belongs to the process that claimed it, for a while; what
//! may have been sent is never sent again, so a text or a call arrives once or, when a process died in
//! between, not at all, and the person asks for another.

use super::super::{Answer, Services};
use crate::account::Role;
use crate::audit::{Entry, Event, Outcome, Trace};
use crate::challenge::{Challenge, HANDINGS, LIFE, Line, Progress, Purpose};
use crate::service::ports::{
    Batch, Change, Gateway, GatewayError, StoreError, TextMessage, VoiceCall,
};
use crate::session::within;
use crate::time::Span;
use crate::{Id, Language, Time};
use zeroize::Zeroizing;

/// How long a process may take to hand one over; longer than the gateway's own time-outs.
const CLAIM: Span = Span::seconds(60);

/// The wait before the second try; twice as long before the third.
const RETRY: Span = Span::seconds(5);

/// How a handing-over went, for the log and the counters.
#[derive(Debug, PartialEq, Eq)]
pub enum Handover {
    /// The gateway has it.
    Sent,
    /// It is tried again.
    Later(String),
    /// It is given up.
    GivenUp(String),
}

impl Services {
    /// Texts and calls that wait, each for this caller alone. [`Services::hand_over`] brings each to an end.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn claim_sendings(&self, most: u32) -> Answer<Vec<Challenge>> {
        let now = self.clock.now();
        Ok(self.store.claim_challenges(now, now + CLAIM, most).await?)
    }

    /// Hands one over. `words` makes the text from language and code.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn hand_over(
        &self,
        challenge: Challenge,
        gateway: &dyn Gateway,
        words: impl FnOnce(Language, &str) -> Zeroizing<String> + Send,
    ) -> Answer<Handover> {
        let sent = if within(challenge.created, self.clock.now(), LIFE) {
            self.send(&challenge, gateway, words).await
        } else {
            Err(GatewayError::Refused("too late".to_owned()))
        };
        let text = challenge.dial.line() == Line::Text;
        let (to, due, result) = match sent {
            Ok(()) => (Progress::Sent, None, Handover::Sent),
            // It may be on its way. If it is not, the person asks for another.
            Err(GatewayError::Unclear(why)) => (Progress::Sent, None, Handover::GivenUp(why)),
            Err(GatewayError::Later(why)) if challenge.handings < HANDINGS => {
                let wait = Span(RETRY.0 << challenge.handings.saturating_sub(1));
                (
                    Progress::Queued,
                    Some(self.clock.now() + wait),
                    Handover::Later(why),
                )
            }
            Err(GatewayError::Later(why) | GatewayError::Refused(why)) => {
                (Progress::Failed, None, Handover::GivenUp(why))
            }
        };
        let change = Change::MoveChallenge {
            id: challenge.id,
            from: Progress::Sending,
            to,
            wrong: false,
            wipe: text && due.is_none(),
            due,
        };
        let failed = to == Progress::Failed;
        let batch = Batch {
            changes: vec![change],
            audit: failed
                .then(|| {
                    outcome(
                        &challenge,
                        "gateway",
                        &Trace::nowhere(self.id()),
                        self.clock.now(),
                    )
                })
                .into_iter()
                .collect(),
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            // The gateway's own news were faster, or the person asked for another meanwhile.
            Ok(()) | Err(StoreError::Conflict) => Ok(result),
            Err(error) => Err(error.into()),
        }
    }

    async fn send(
        &self,
        challenge: &Challenge,
        gateway: &dyn Gateway,
        words: impl FnOnce(Language, &str) -> Zeroizing<String> + Send,
    ) -> Result<(), GatewayError> {
        let sealed = || GatewayError::Refused("cannot be opened with the keys at hand".to_owned());
        let (to, extension) = self.dialled(challenge).ok_or_else(sealed)?;
        let (id, language) = (challenge.id, challenge.language);
        match challenge.dial.line() {
            Line::Text => {
                let code = match challenge.purpose {
                    Purpose::Warning => Zeroizing::default(),
                    _ => self.open_secret(challenge).ok_or_else(sealed)?,
                };
                let body = words(language, &code);
                gateway.text(&TextMessage { id, to, body }).await?;
            }
            Line::Call => {
                // As the rules are now, not when it was asked for.
                let unread = |_| GatewayError::Later("the rules cannot be read".to_owned());
                let (_, policy) = self.policy().await.map_err(unread)?;
                let greeting = self.greeting_of(language).await.map_err(unread)?;
                let longer = greeting.map_or(Span(0), |one| Span(i64::from(one.millis)));
                let call = VoiceCall {
                    id,
                    to,
                    from: policy.caller_id.number(),
                    extension,
                    language,
                    longer,
                };
                gateway.call(&call).await?;
            }
        }
        Ok(())
    }
}

/// What became of a text or a call, for the record: a reason where it did not end well.
pub(super) fn outcome(
    challenge: &Challenge,
    reason: &'static str,
    trace: &Trace,
    now: Time,
) -> Entry {
    Entry {
        at: now,
        event: Event::PhoneOutcome,
        outcome: if reason.is_empty() {
            Outcome::Success
        } else {
            Outcome::Failure
        },
        reason,
        actor: None,
        role: Role::User,
        subject: Some(challenge.user),
        object: Some(challenge.id),
        trace: trace.clone(),
        details: vec![("method", challenge.dial.key().to_owned())],
    }
}

impl Trace {
    /// Of what happens beside the requests.
    fn nowhere(request: Id) -> Self {
        Self {
            address: String::new(),
            user_agent: String::new(),
            request,
        }
    }
}
