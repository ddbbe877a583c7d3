//! "Skip for now" at the gate: the grace period of the organisation's rules (flows, section 4). Whether somebody
//! may is judged where the session begins, in the person's turn and under the account's version, so that of
//! several at once one comes through.

use super::Enrolling;
use crate::account::Account;
use crate::audit::{Entry, Event, Trace};
use crate::decide;
use crate::service::ports::{Change, StoreError};
use crate::service::{Actor, Answer, Services, TELLINGS};
use crate::session::{Session, Stage, TokenHash};
use crate::{Id, Refusal, Time};

impl Services {
    /// Until when this person can put the set-up off, if they can; what the gate offers.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn grace(&self, account: &Account) -> Answer<Option<Time>> {
        let (_, policy) = self.policy().await?;
        Ok(decide::grace_until(account, &policy, self.clock.now()))
    }

    /// Until when this person has put the set-up off; what their own pages remind them of.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn grace_running(&self, account: &Account) -> Answer<Option<Time>> {
        let (_, policy) = self.policy().await?;
        Ok(decide::grace_runs_until(account, &policy, self.clock.now()))
    }

    /// "Skip for now": the person is signed in, and is asked again at the next sign-in. Answers who and where to.
    ///
    /// # Errors
    /// [`Refusal::SetUpNow`] for whoever may not, or no longer; [`Refusal::SignInAgain`] out of order.
    pub async fn skip_enrolment(
        &self,
        who: &Enrolling,
        token: TokenHash,
        trace: &Trace,
    ) -> Answer<(Id, String)> {
        let actor = self.actor(Some(&who.account), trace);
        if who.pending.stage != Stage::Gate {
            let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
            return self.refuse(entry, Refusal::SignInAgain).await;
        }
        let _turn = self.turns.take(who.account.id).await;
        for _ in 0..TELLINGS {
            // Told anew from the rows: another window may have gone on or away.
            let found = self.enrolling(&who.pending.hash).await?;
            let who = found
                .filter(|found| found.pending.stage == Stage::Gate)
                .ok_or(Refusal::SignInAgain)?;
            let (_, policy) = self.policy().await?;
            let until = decide::grace_until(&who.account, &policy, actor.now);
            let until = until.ok_or(Refusal::SetUpNow)?;
            let (changes, audit) = self.skipped(&who, token, until, &actor);
            match self.commit_for(&who.account, changes, audit).await {
                Ok(()) => return Ok((who.account.id, who.pending.next)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// What is written when the set-up is put off.
    fn skipped(
        &self,
        who: &Enrolling,
        token: TokenHash,
        until: Time,
        actor: &Actor,
    ) -> (Vec<Change>, Vec<Entry>) {
        let account = &who.account;
        let session = Session {
            // The password was given when the gate was reached, and nothing since.
            proof: who.pending.created,
            ..Self::session_of(account, token, false, actor)
        };
        let mut changes = vec![
            Change::EndPending(who.pending.hash),
            Change::AddSession(session, self.settings.lifetimes.most),
        ];
        if account.grace_from.is_none() {
            changes.push(Change::SetGraceFrom(actor.now));
        }
        let since = account.grace_from.unwrap_or(actor.now);
        let skip = Entry {
            details: vec![
                ("since", since.0.to_string()),
                ("until", until.0.to_string()),
            ],
            ..actor.entry(Event::EnrolmentSkip, Some(account.id))
        };
        let success = Entry {
            reason: "grace",
            ..Self::success(actor, account, false)
        };
        (changes, vec![skip, success])
    }
}
