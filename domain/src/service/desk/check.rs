//! A check of who is calling (A.10): the caller reads the code of an authenticator app that is theirs, and
//! one of the staff types it. It is judged like every code, under the person's own throttle, and spent by
//! being right, so nobody can sign in with it afterwards. For ten minutes the same browser may say that it
//! knows this person so; a number that counts at once still wants to see them.

use super::{Known, Staff};
use crate::audit::{Entry, Event, Trace};
use crate::decide;
use crate::desk::Identity;
use crate::method::Preferred;
use crate::notice::NoticeKind;
use crate::service::ports::{Batch, StoreError};
use crate::service::{Answer, Services, TELLINGS};
use crate::session::{RevealKind, within};
use crate::{Id, Refusal};

impl Services {
    /// Judges the code that the caller has read.
    ///
    /// # Errors
    /// Those of rank, recorded; [`Refusal::MethodNotSetUp`] and the like where there is no app to ask; the
    /// refusals of a code, recorded and counted.
    pub async fn check_caller(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        code: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&staff.account), trace);
        let (_, policy) = self.policy().await?;
        let _turn = self.turns.take(subject).await;
        for _ in 0..TELLINGS {
            let account = self.may_help(staff, subject, None, &actor).await?;
            if let Some(refusal) = decide::option_refusal(&account, &policy, Preferred::AppCode) {
                return Err(refusal.into());
            }
            let matched = self
                .match_code(&account, &policy, code, &actor, Event::HelpdeskCheck)
                .await?;
            let mut changes = matched.changes;
            changes.push(self.show_to(staff, RevealKind::Check, subject, "right"));
            let entry = Entry {
                object: Some(matched.app),
                ..actor.entry(Event::HelpdeskCheck, Some(subject))
            };
            let mut told = self.tell(&account, &actor, NoticeKind::CallerChecked);
            // Where the staff sit is not the person's business.
            told.notice.address.clear();
            let batch = Batch {
                account: Some((account.id, account.version)),
                changes,
                audit: vec![entry],
                outbox: vec![told],
            };
            match self.store.commit(batch).await {
                Ok(()) => return Ok(()),
                // The code may have been used at a sign-in meanwhile: it is judged again.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// Whether this browser has checked the caller within ten minutes.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn checked(&self, staff: &Staff<'_>, subject: Id) -> Answer<bool> {
        let found = self
            .store
            .reveal(&staff.session.hash, RevealKind::Check)
            .await?;
        let (now, lifetime) = (self.clock.now(), self.settings.lifetimes.reveal);
        Ok(found.is_some_and(|one| one.object == subject && within(one.created, now, lifetime)))
    }

    /// What is said of the caller must be so.
    pub(super) async fn believe(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        known: &Known,
    ) -> Answer<()> {
        // Where a second person has agreed, it was believed when it was asked for.
        let asked = known.second.is_some();
        if !asked
            && known.identity == Identity::RegisteredMethod
            && !self.checked(staff, subject).await?
        {
            return Err(Refusal::CheckFirst.into());
        }
        Ok(())
    }
}
