//! The wizard of the first sign-in (F-001 to F-039, F-082 to F-084). Its progress is the stage of the
//! sign-in on the way; each step moves the stage it expects, so that steps cannot be skipped, repeated or
//! done in two windows at once. The session begins with "Done" on the last step.

mod grace;
mod phone;

use super::{Actor, Answer, Created, ServiceError, Services, Setup, and};
use crate::account::{Account, Phone, PhoneKind};
use crate::audit::{Event, Trace};
use crate::contact::PhoneNumber;
use crate::decide::{self, Consequences};
use crate::method::Contact;
use crate::policy::Policy;
use crate::service::ports::{Change, Place, StoreError};
use crate::session::{Pending, RevealKind, Stage, TokenHash};
use crate::{Id, Refusal};

/// A person in the wizard.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// The sign-in on the way.
    pub pending: Pending,
    /// The person.
    pub account: Account,
}

impl Services {
    /// The wizard behind the cookie. `None` when the sign-in is not one that must enrol.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn enrolling(&self, hash: &TokenHash) -> Answer<Option<Enrolling>> {
        let found = self
            .pending(hash)
            .await?
            .filter(|(p, _)| p.stage != Stage::SecondStep && !p.stage.renews());
        let Some((pending, account)) = found else {
            return Ok(None);
        };
        // Set up meanwhile elsewhere: the password alone no longer opens the wizard.
        let before = matches!(
            pending.stage,
            Stage::Gate | Stage::Choosing | Stage::Configured | Stage::PhoneTest
        );
        Ok((!(before && account.two_step())).then_some(Enrolling { pending, account }))
    }

    /// How many steps this wizard has (F-013). At the last step the way that was chosen is told by what
    /// was set up.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn wizard_steps(&self, who: &Enrolling) -> Answer<u8> {
        let by_phone = match who.pending.stage {
            Stage::PhoneTest => true,
            Stage::AppPassword => who.account.apps.is_empty(),
            _ => false,
        };
        if by_phone {
            return self.phone_steps().await;
        }
        Ok(Contact::MobileApp.steps(self.policy().await?.1.allow_app_passwords))
    }

    /// How many steps the wizard has by telephone (F-013).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn phone_steps(&self) -> Answer<u8> {
        Ok(Contact::AuthenticationPhone.steps(self.policy().await?.1.allow_app_passwords))
    }

    async fn step(
        &self,
        who: &Enrolling,
        actor: &Actor,
        from: &[Stage],
        to: Stage,
        out: Consequences,
    ) -> Answer<()> {
        let stage = who.pending.stage;
        if !from.contains(&stage) {
            let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
            return self.refuse(entry, Refusal::SignInAgain).await;
        }
        let hash = who.pending.hash;
        let moved = and(
            out,
            [Change::MovePending {
                hash,
                from: stage,
                to,
            }],
        );
        let batch = self.batch(&who.account, actor, moved);
        match self.store.commit(batch).await {
            Err(StoreError::Conflict) => Err(ServiceError::Refused(Refusal::ChangedMeanwhile)),
            other => Ok(other?),
        }
    }

    /// "Set it up now" (F-002).
    ///
    /// # Errors
    /// [`Refusal::SignInAgain`] out of order.
    pub async fn start_enrolment(&self, who: &Enrolling, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        let out = Consequences {
            records: vec![(Event::EnrolmentStart, None)],
            ..Consequences::default()
        };
        self.step(who, &actor, &[Stage::Gate], Stage::Choosing, out)
            .await
    }

    /// "Set up" after the choice of contact and mode (F-010 to F-016).
    ///
    /// # Errors
    /// [`Refusal::MethodNotAllowed`] for what the organisation has not switched on, [`Refusal::NotAChoice`].
    pub async fn choose_contact(
        &self,
        who: &Enrolling,
        contact: &str,
        mode: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let contact = Contact::from_key(contact).ok_or(Refusal::NotAChoice)?;
        let (_, policy) = self.policy().await?;
        if let Some(refusal) = decide::contact_refusal(&policy, contact) {
            return Err(refusal.into());
        }
        match (contact, mode) {
            (Contact::MobileApp, "code") if policy.allow_app_code => {}
            (Contact::MobileApp, "code" | "notification") => {
                return Err(Refusal::MethodNotAllowed.into());
            }
            _ => return Err(Refusal::NotAChoice.into()),
        }
        self.choosing(who, trace).await?;
        let stage = who.pending.stage;
        let hash = who.pending.hash;
        let back = Change::MovePending {
            hash,
            from: stage,
            to: Stage::Choosing,
        };
        self.make_key(&who.account, hash, vec![back]).await
    }

    /// Only where the contact can still be chosen.
    async fn choosing(&self, who: &Enrolling, trace: &Trace) -> Answer<()> {
        let stage = who.pending.stage;
        if matches!(
            stage,
            Stage::Choosing | Stage::Configured | Stage::PhoneTest
        ) {
            return Ok(());
        }
        let actor = self.actor(Some(&who.account), trace);
        let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
        self.refuse(entry, Refusal::SignInAgain).await
    }

    /// The app password of the last step, where the organisation offers one (F-082).
    fn last_step_password(
        &self,
        account: &Account,
        who: &Enrolling,
        policy: &Policy,
        name: &str,
        actor: &Actor,
        out: &mut Consequences,
    ) -> Result<(), Refusal> {
        if decide::create_app_password_refusal(account, policy).is_some() {
            return Ok(());
        }
        let name = decide::free_name(name, |n| {
            account
                .app_passwords
                .iter()
                .any(|a| a.name.to_lowercase() == n.to_lowercase())
        });
        let (made, _) = self.create_for(account, policy, &name, who.pending.hash, actor)?;
        out.changes.extend(made.changes);
        out.records.extend(made.records);
        out.notices.extend(made.notices);
        Ok(())
    }

    /// What the QR screen of the wizard shows.
    ///
    /// # Errors
    /// [`Refusal::SetupExpired`].
    pub async fn enrolment_setup(&self, who: &Enrolling) -> Answer<Setup> {
        self.setup(&who.account, &who.pending.hash).await
    }

    /// "Done" under the QR picture (F-019).
    ///
    /// # Errors
    /// [`Refusal::SetupExpired`], or [`Refusal::SignInAgain`] out of order.
    pub async fn confirm_enrolment_app(&self, who: &Enrolling, trace: &Trace) -> Answer<()> {
        self.setup(&who.account, &who.pending.hash).await?;
        let actor = self.actor(Some(&who.account), trace);
        let confirm = Change::ConfirmReveal(who.pending.hash, RevealKind::AppKey);
        let out = and(Consequences::default(), [confirm]);
        self.step(
            who,
            &actor,
            &[Stage::Choosing, Stage::Configured],
            Stage::Configured,
            out,
        )
        .await
    }

    /// "Verify": the app counts, the default is set, the state becomes Enforced (F-024, F-142).
    ///
    /// # Errors
    /// Refusals of the code, [`Refusal::SetupExpired`], or [`Refusal::SignInAgain`] out of order.
    pub async fn verify_enrolment_app(
        &self,
        who: &Enrolling,
        typed: &str,
        name: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        if who.pending.stage != Stage::Configured {
            let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
            return self.refuse(entry, Refusal::SignInAgain).await;
        }
        let (_, policy) = self.policy().await?;
        let owner = who.pending.hash;
        let proven = self
            .prove_app(&who.account, &owner, typed, &policy, &actor)
            .await?;
        let out = Self::add_proven(
            &who.account,
            &policy,
            &proven,
            name.to_owned(),
            owner,
            &actor,
        )?;
        let out = and(out, [Change::EndSessions { except: None }]);
        self.step(who, &actor, &[Stage::Configured], Stage::Verified, out)
            .await
    }

    /// "Close" on the success message (F-028).
    ///
    /// # Errors
    /// [`Refusal::SignInAgain`] out of order.
    pub async fn close_verified(&self, who: &Enrolling, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        self.step(
            who,
            &actor,
            &[Stage::Verified],
            Stage::Backup,
            Consequences::default(),
        )
        .await
    }

    /// "Next" with a backup number, or `None` for "Skip this step" (F-029). The number is stored as not
    /// yet verified. The last step's app password is made here, because showing a page changes nothing.
    ///
    /// # Errors
    /// Refusals of the number, or [`Refusal::SignInAgain`] out of order.
    pub async fn set_backup(
        &self,
        who: &Enrolling,
        number: Option<(&str, &str)>,
        password_name: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        let account = &who.account;
        let mut out = Consequences::default();
        if let Some((region, typed)) = number {
            let number = PhoneNumber::parse(region, typed)?;
            let kind = PhoneKind::Backup;
            let sealed = self.sealer.seal(
                &Place::Phone(account.id, kind).context(),
                number.e164().as_bytes(),
            );
            out.changes.push(Change::PutPhone(Phone {
                kind,
                number: sealed,
                verified: false,
                created: actor.now,
            }));
            out.records.push((Event::MethodAdd, None));
        }
        let (_, policy) = self.policy().await?;
        self.last_step_password(account, who, &policy, password_name, &actor, &mut out)?;
        self.step(who, &actor, &[Stage::Backup], Stage::AppPassword, out)
            .await
    }

    /// The app password of the last step; `None` where the organisation does not offer one.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn enrolment_app_password(&self, who: &Enrolling) -> Answer<Option<Created>> {
        match self.created(&who.account, &who.pending.hash).await {
            Ok(created) => Ok(Some(created)),
            Err(ServiceError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// "Done": the enrolment is complete and the person is signed in.
    ///
    /// # Errors
    /// [`Refusal::SignInAgain`] out of order.
    pub async fn finish_enrolment(
        &self,
        who: &Enrolling,
        token: TokenHash,
        trace: &Trace,
    ) -> Answer<(Id, String)> {
        let actor = self.actor(Some(&who.account), trace);
        if who.pending.stage != Stage::AppPassword {
            let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
            return self.refuse(entry, Refusal::SignInAgain).await;
        }
        let changes = vec![
            Change::EndPending(who.pending.hash),
            self.new_session(&who.account, token, false, &actor),
        ];
        let complete = actor.entry(Event::EnrolmentComplete, Some(who.account.id));
        let audit = vec![complete, Self::success(&actor, &who.account, false)];
        self.commit_for(&who.account, changes, audit).await?;
        Ok((who.account.id, who.pending.next.clone()))
    }
}
