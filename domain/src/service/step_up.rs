//! Step-up: password and second step again before credentials change (A.8). Both are asked on one
//! page, each under the throttle of the sign-in, and the session gets a new token.

use super::{Answer, Ask, Caller, Proof, Services};
use crate::audit::{Entry, Event, Trace};
use crate::challenge::{Dial, Purpose};
#[cfg(doc)]
use crate::decide;
use crate::lockout::Verdict;
use crate::password;
use crate::service::ports::{Change, StoreError};
use crate::session::TokenHash;
use crate::{Id, Language, Refusal};

/// Which of the two answers was refused.
#[derive(Debug)]
pub enum StepUpError {
    /// The password.
    Password(Refusal),
    /// The code.
    Code(Refusal),
    /// Neither could be judged.
    Service(super::ServiceError),
}

impl<T: Into<super::ServiceError>> From<T> for StepUpError {
    fn from(error: T) -> Self {
        Self::Service(error.into())
    }
}

impl Services {
    /// Proves password and, where there is one, the second step, and renews the session's token.
    ///
    /// # Errors
    /// [`StepUpError`] says which answer was not right.
    pub async fn step_up(
        &self,
        caller: &Caller,
        (password, proof): (&str, Proof<'_>),
        device: Option<(Id, TokenHash)>,
        token: TokenHash,
        trace: &Trace,
    ) -> Result<(), StepUpError> {
        let actor = self.actor(Some(&caller.account), trace);
        self.check_password(caller, password, device, Event::AuthnStepUpFail, trace)
            .await?;
        let _turn = self.turns.take(caller.account.id).await;
        for _ in 0..super::TELLINGS {
            let account = self
                .store
                .account(caller.account.id)
                .await?
                .ok_or(Refusal::SignInAgain)?;
            let (mut object, mut details) = (None, Vec::new());
            let (mut changes, mut strong) = (Vec::new(), false);
            if account.has_second_step() {
                let asked = (&caller.session.hash, Purpose::StepUp);
                let proven = self.prove(&account, asked, proof, &actor).await;
                let proven = proven.map_err(|error| match error {
                    super::ServiceError::Refused(refusal) => StepUpError::Code(refusal),
                    other => StepUpError::Service(other),
                })?;
                (object, details, strong) = (proven.object, proven.details, proven.strong);
                changes.extend(proven.changes);
            }
            changes.push(Change::RenewSession {
                old: caller.session.hash,
                new: token,
                at: actor.now,
                strong,
            });
            let entry = Entry {
                object,
                details,
                ..actor.entry(Event::AuthnStepUp, Some(account.id))
            };
            match self.commit_for(&account, changes, vec![entry]).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Conflict)
                    if self.store.session(&caller.session.hash).await?.is_none() =>
                {
                    return Err(Refusal::SignInAgain.into());
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// Asks a telephone for the second step of a step-up.
    ///
    /// # Errors
    /// The refusals of [`decide::dial_refusal`] and of the limits.
    pub async fn ask_step_up(
        &self,
        caller: &Caller,
        dial: Dial,
        (language, prefix): (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        let (_, policy) = self.policy().await?;
        let ask = Ask {
            owner: caller.session.hash,
            purpose: Purpose::StepUp,
            dial,
            number: None,
            language,
            prefix,
        };
        self.ask(&caller.account, &policy, ask, Vec::new(), &actor)
            .await
    }

    /// The account password of a signed-in person, under the throttle of the sign-in.
    pub(super) async fn check_password(
        &self,
        caller: &Caller,
        typed: &str,
        device: Option<(Id, TokenHash)>,
        failed: Event,
        trace: &Trace,
    ) -> Result<(), StepUpError> {
        let actor = self.actor(Some(&caller.account), trace);
        let subject = Some(caller.account.id);
        if typed.is_empty() {
            return Err(StepUpError::Password(Refusal::Required));
        }
        let key = self.password_counter(Some(&caller.account), None, device);
        match self
            .reserve(&key, self.settings.throttles.password, actor.now)
            .await?
            .1
        {
            Verdict::Go => {}
            Verdict::Wait(span) => {
                self.record(actor.failure(failed, subject, "throttled"))
                    .await?;
                return Err(StepUpError::Password(Refusal::SlowDown {
                    seconds: span.wait_seconds(),
                }));
            }
            Verdict::Locked => {
                self.record(actor.failure(failed, subject, "throttled"))
                    .await?;
                return Err(StepUpError::Password(Refusal::SlowDown { seconds: 900 }));
            }
        }
        let right = match password::prepare(typed) {
            Some(text) => {
                self.hasher
                    .verify(text, Some(caller.account.password.clone()))
                    .await?
                    .0
            }
            None => false,
        };
        if !right {
            self.record(actor.failure(failed, subject, "wrong_password"))
                .await?;
            return Err(StepUpError::Password(Refusal::WrongPassword));
        }
        let changes = vec![Change::ClearCounter(key)];
        Ok(self
            .store
            .commit(super::ports::Batch {
                changes,
                ..Default::default()
            })
            .await?)
    }
}
