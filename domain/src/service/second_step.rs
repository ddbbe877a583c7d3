//! The second step of a sign-in (F-036, F-067, F-076 to F-078): a code, or the answer of a telephone.

use super::{Answer, Ask, Proof, Services};
use crate::account::{Account, State};
use crate::audit::{Entry, Event, Trace};
use crate::challenge::{Dial, Purpose};
use crate::decide;
use crate::service::ports::{Change, StoreError};
use crate::session::{Pending, Stage, TokenHash};
use crate::{Id, Language, Refusal};

/// What was typed on the second page, and what the browser brought along.
pub struct SecondStep<'a> {
    /// What was given.
    pub proof: Proof<'a>,
    /// Hash of the session's token.
    pub token: TokenHash,
    /// "Don't ask again" was ticked: hash of the token that the trusted-browser cookie will carry (F-076).
    pub trust: Option<TokenHash>,
    /// Hash of the token of the trusted-browser cookie that is there already, and gives way.
    pub before: Option<TokenHash>,
}

/// The second step was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Who.
    pub user: Id,
    /// Where to go; a path on our own origin or empty.
    pub next: String,
    /// For how many days this browser is trusted; `None` when it is not.
    pub trusted_days: Option<u16>,
    /// There is no session yet: the password was a temporary one, and a new one is chosen next (F-150).
    pub renews: bool,
}

impl Services {
    /// The sign-in on the way that stands at its second step.
    async fn at_second_step(&self, hash: &TokenHash, trace: &Trace) -> Answer<(Pending, Account)> {
        let found = self.pending(hash).await?;
        match found.filter(|(p, _)| p.stage == Stage::SecondStep) {
            Some(found) => Ok(found),
            None => {
                let actor = self.actor(None, trace);
                let entry = actor.failure(Event::SequenceFail, None, "second_step");
                self.refuse(entry, Refusal::SignInAgain).await
            }
        }
    }

    /// Asks a telephone for the second step (F-067, F-077).
    ///
    /// # Errors
    /// [`Refusal::SignInAgain`], the refusals of [`decide::dial_refusal`], and of the limits.
    pub async fn ask_second_step(
        &self,
        pending: &TokenHash,
        dial: Dial,
        caller: (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let (pending, account) = self.at_second_step(pending, trace).await?;
        let actor = self.actor(Some(&account), trace);
        let (_, policy) = self.policy().await?;
        let (language, prefix) = caller;
        let ask = Ask {
            owner: pending.hash,
            purpose: Purpose::SignIn,
            dial,
            number: None,
            language,
            prefix,
        };
        self.ask(&account, &policy, ask, Vec::new(), &actor).await
    }

    /// The second step (F-036, A-019 to A-024).
    ///
    /// # Errors
    /// Refusals of the answer, or [`Refusal::SignInAgain`] when the sign-in ran out or was finished.
    pub async fn second_step(
        &self,
        pending: &TokenHash,
        typed: SecondStep<'_>,
        trace: &Trace,
    ) -> Answer<Passed> {
        let (pending, account) = self.at_second_step(pending, trace).await?;
        let actor = self.actor(Some(&account), trace);
        let _turn = self.turns.take(account.id).await;
        for _ in 0..super::TELLINGS {
            let account = self
                .store
                .account(account.id)
                .await?
                .filter(|a| a.active && !a.blocked(actor.now) && !a.password_over(actor.now))
                .ok_or(Refusal::SignInAgain)?;
            let (_, policy) = self.policy().await?;
            let asked = (&pending.hash, Purpose::SignIn);
            let proven = self.prove(&account, asked, typed.proof, &actor).await?;
            let mut changes = proven.changes;
            let renews = account.temporary.is_some();
            if renews {
                changes.push(Change::MovePending {
                    hash: pending.hash,
                    from: Stage::SecondStep,
                    to: Stage::NewPassword,
                });
            } else {
                changes.push(Change::EndPending(pending.hash));
                changes.push(self.new_session(&account, typed.token, proven.strong, &actor));
            }
            if account.state == State::Enabled {
                changes.push(Change::SetState(State::Enforced));
            }
            let entry = Entry {
                object: proven.object,
                details: proven.details,
                ..Self::success(&actor, &account, proven.after_failures)
            };
            let mut audit = vec![entry];
            let trusted_days = match typed.trust.filter(|_| policy.remember_days > 0) {
                Some(hash) => {
                    let (more, entry) = self.trust(&account, hash, typed.before, &actor).await?;
                    changes.extend(more);
                    audit.push(entry);
                    Some(policy.remember_days)
                }
                None => None,
            };
            match self.commit_for(&account, changes, audit).await {
                Ok(()) => {
                    return Ok(Passed {
                        user: account.id,
                        next: pending.next,
                        trusted_days,
                        renews,
                    });
                }
                Err(StoreError::Conflict) => {
                    let found = self.store.pending(&pending.hash).await?;
                    if found.is_none_or(|(found, _)| found.stage != Stage::SecondStep) {
                        return Err(Refusal::SignInAgain.into());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// Whether there is more than one way to pass the second step now; if not, nobody is sent to look for
    /// another (F-078).
    pub fn has_other_ways(account: &Account, policy: &crate::policy::Policy) -> bool {
        let ways = Self::ways(account, policy);
        let options = ways.iter().filter(|(_, refusal)| refusal.is_none()).count();
        let alternate = decide::dial_refusal(account, policy, Dial::CallBackup).is_none();
        options + usize::from(alternate) > 1
    }

    /// The ways to pass the second step, in order, with the reason why one is off (F-077).
    pub fn ways(
        account: &Account,
        policy: &crate::policy::Policy,
    ) -> Vec<(crate::method::Preferred, Option<Refusal>)> {
        crate::method::Preferred::ALL
            .into_iter()
            .map(|o| (o, decide::option_refusal(account, policy, o)))
            .collect()
    }
}
