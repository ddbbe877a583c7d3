//! A check of who is calling (A.10): the caller reads a code of an authenticator app that is theirs, or of a
//! text to their telephone, and one of the staff types it. It is judged like every code, under the person's own throttle, and spent by
//! being right, so nobody can sign in with it afterwards. For ten minutes the same browser may say that it
//! knows this person so; a number that counts at once still wants to see them.

use super::{Known, Staff};
use crate::audit::{Entry, Event, Trace};
use crate::challenge::{Dial, Purpose};
use crate::decide;
use crate::desk::Identity;
use crate::method::Preferred;
use crate::notice::NoticeKind;
use crate::service::ports::{Batch, StoreError};
use crate::service::{Answer, Ask, Asked, Services, TELLINGS};
use crate::session::{RevealKind, TokenHash, within};
use crate::{Id, Language, Refusal};

/// Where the caller reads the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFrom {
    /// An authenticator app.
    App,
    /// The text that was sent for this check.
    Text,
}

impl Services {
    /// Whose question the text of a check is: this browser's about this person, and nothing else's.
    fn check_owner(&self, staff: &Staff<'_>, subject: Id) -> TokenHash {
        let parts: [&[u8]; 2] = [&staff.session.hash, &subject.0];
        self.sealer.digest("caller-check", &parts)
    }

    /// Sends the caller a text with a code, to the telephone that is set up.
    ///
    /// # Errors
    /// Those of rank, recorded; the refusals of [`decide::dial_refusal`] and of the limits.
    pub async fn text_caller(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        (language, prefix): (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&staff.account), trace);
        let account = self.may_help(staff, subject, None, &actor).await?;
        let (_, policy) = self.policy().await?;
        let ask = Ask {
            owner: self.check_owner(staff, subject),
            purpose: Purpose::CallerCheck,
            dial: Dial::TextPhone,
            number: None,
            language: account.language.unwrap_or(language),
            prefix,
        };
        self.ask(&account, &policy, ask, Vec::new(), &actor).await
    }

    /// The text that was sent for this check.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn texted_caller(&self, staff: &Staff<'_>, subject: Id) -> Answer<Option<Asked>> {
        let owner = self.check_owner(staff, subject);
        self.asked(&owner, Purpose::CallerCheck).await
    }

    /// Judges the code that the caller has read.
    ///
    /// # Errors
    /// Those of rank, recorded; [`Refusal::MethodNotSetUp`] and the like where there is no app to ask; the
    /// refusals of a code, recorded and counted.
    pub async fn check_caller(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        (from, code): (ReadFrom, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&staff.account), trace);
        let (_, policy) = self.policy().await?;
        let _turn = self.turns.take(subject).await;
        for _ in 0..TELLINGS {
            let account = self.may_help(staff, subject, None, &actor).await?;
            let option = match from {
                ReadFrom::App => Preferred::AppCode,
                ReadFrom::Text => Preferred::TextPhone,
            };
            if let Some(refusal) = decide::option_refusal(&account, &policy, option) {
                return Err(refusal.into());
            }
            let failed = Event::HelpdeskCheck;
            let (mut changes, object, method) = match from {
                ReadFrom::App => {
                    let matched = self
                        .match_code(&account, &policy, code, &actor, failed)
                        .await?;
                    (matched.changes, Some(matched.app), "app")
                }
                ReadFrom::Text => {
                    let owner = self.check_owner(staff, subject);
                    let asked = (&owner, Purpose::CallerCheck);
                    let answered = self
                        .match_phone(&account, asked, code, &actor, failed)
                        .await?;
                    (answered.changes, None, "text_phone")
                }
            };
            changes.push(self.show_to(staff, RevealKind::Check, subject, "right"));
            let entry = Entry {
                object,
                details: vec![("method", method.to_owned())],
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
