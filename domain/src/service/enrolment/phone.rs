//! The wizard by telephone (F-041 to F-062): the number, its test, and on to the last step.

use super::Enrolling;
use crate::account::PhoneKind;
use crate::audit::{Event, Trace};
use crate::challenge::{Dial, Purpose};
use crate::decide::{self, Consequences};
use crate::service::ports::Change;
use crate::service::{Answer, Ask, Services, TypedNumber, and};
use crate::session::Stage;
use crate::{Language, Refusal};

impl Services {
    /// "Contact me" with a telephone (F-041 to F-043, F-057 to F-059); again for another text or call. The
    /// office phone's number is the directory's, so none is given with it.
    ///
    /// # Errors
    /// Refusals of the number, of the organisation's rules and of the limits; [`Refusal::SignInAgain`] out
    /// of order.
    pub async fn ask_enrolment_phone(
        &self,
        who: &Enrolling,
        dial: Dial,
        number: Option<TypedNumber<'_>>,
        (language, prefix): (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        self.choosing(who, trace).await?;
        let (_, policy) = self.policy().await?;
        let number = match number {
            _ if dial.phone() == PhoneKind::Backup => return Err(Refusal::NotAChoice.into()),
            Some(typed) => Some(typed.read(dial.phone())?),
            None => None,
        };
        let (hash, from) = (who.pending.hash, who.pending.stage);
        let to = Stage::PhoneTest;
        let ask = Ask {
            owner: hash,
            purpose: Purpose::Enrol,
            dial,
            number,
            language,
            prefix,
        };
        let moved = Change::MovePending { hash, from, to };
        let actor = self.actor(Some(&who.account), trace);
        self.ask(&who.account, &policy, ask, vec![moved], &actor)
            .await
    }

    /// Another text or call to the number that is being set up.
    ///
    /// # Errors
    /// As [`Services::ask_enrolment_phone`]; [`Refusal::PhoneOver`] when nothing is being set up.
    pub async fn ask_enrolment_phone_again(
        &self,
        who: &Enrolling,
        caller: (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        self.choosing(who, trace).await?;
        let actor = self.actor(Some(&who.account), trace);
        let owner = (who.pending.hash, Purpose::Enrol);
        self.ask_again(&who.account, owner, caller, &actor).await
    }

    /// Back from a telephone's test to the choice.
    ///
    /// # Errors
    /// [`Refusal::SignInAgain`] out of order.
    pub async fn leave_enrolment_phone(&self, who: &Enrolling, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        let from = [Stage::PhoneTest];
        self.step(who, &actor, &from, Stage::Choosing, Consequences::default())
            .await
    }

    /// "Verify": the telephone counts, the default is set, the state becomes Enforced (F-044, F-047). No
    /// backup number is asked for, so the app password of the last step is made here.
    ///
    /// # Errors
    /// Refusals of the answer, or [`Refusal::SignInAgain`] out of order.
    pub async fn verify_enrolment_phone(
        &self,
        who: &Enrolling,
        typed: &str,
        password_name: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&who.account), trace);
        if who.pending.stage != Stage::PhoneTest {
            let entry = actor.failure(Event::SequenceFail, Some(who.account.id), "enrolment");
            return self.refuse(entry, Refusal::SignInAgain).await;
        }
        let asked = (&who.pending.hash, Purpose::Enrol);
        let answered = self
            .match_phone(&who.account, asked, typed, &actor, Event::MethodAdd)
            .await?;
        let (_, policy) = self.policy().await?;
        let phone = self.proven_phone(&answered, actor.now)?;
        let mut account = who.account.clone();
        account.phones.push(phone.clone());
        let mut out = decide::add_phone(&who.account, &policy, answered.challenge.dial, phone)?;
        let office = self.own_office(&answered, &account, &policy);
        out.changes.extend(office);
        self.last_step_password(&account, who, &policy, password_name, &actor, &mut out)?;
        let more = [Change::EndSessions { except: None }];
        let out = and(and(out, answered.changes), more);
        self.step(who, &actor, &[Stage::PhoneTest], Stage::AppPassword, out)
            .await
    }
}
