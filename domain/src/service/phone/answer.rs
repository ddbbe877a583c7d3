//! What a telephone answers: judged once, for the purpose it was asked for, and what it makes of a number.

use super::{Answered, counter, limits, with};
use crate::account::{Account, Phone, PhoneKind};
use crate::audit::Event;
use crate::challenge::{Challenge, Line, Progress, Purpose};
use crate::lockout::Verdict;
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::{Batch, Change, Place, StoreError};
use crate::service::{Actor, Answer, Services};
use crate::session::TokenHash;
use crate::totp::Code;
use crate::{Refusal, Time};

/// After so many wrong codes in a row the person is told that somebody has their password.
const TELL_AFTER: u32 = 3;

impl Services {
    /// Judges the answer to the question of this owner: the code of a text, or the keys that were pressed.
    /// A wrong code is recorded and counted before the refusal is returned.
    pub(in crate::service) async fn match_phone(
        &self,
        account: &Account,
        (owner, purpose): (&TokenHash, Purpose),
        typed: &str,
        actor: &Actor,
        failed: Event,
    ) -> Answer<Answered> {
        let found = self.store.challenge(owner).await?;
        let found = found.filter(|c| c.purpose == purpose && c.user == account.id);
        let challenge = found.ok_or(Refusal::PhoneOver)?;
        if !challenge.alive(actor.now) {
            let entry = actor.failure(failed, Some(account.id), "phone_over");
            return self.refuse(entry, Refusal::PhoneOver).await;
        }
        let mut after_failures = challenge.tries > 0;
        match (challenge.progress, challenge.dial.line()) {
            (Progress::Confirmed, _) => {}
            (progress, Line::Call) if progress.open() => return Err(Refusal::PhoneWaiting.into()),
            (_, Line::Call) | (Progress::Reported, _) => return Err(Refusal::PhoneOver.into()),
            (_, Line::Text) => {
                after_failures |= self
                    .judge_code(account, &challenge, typed, actor, failed)
                    .await?;
            }
        }
        let mut changes = vec![
            Change::EndChallenge(challenge.id),
            Change::ClearCounter(counter(account.id)),
        ];
        changes.extend(limits::answered(account.id, &challenge.tag));
        Ok(Answered {
            changes,
            challenge,
            after_failures,
        })
    }

    /// Uses the answer up on its own, where what follows is told again when somebody else was first.
    pub(in crate::service) async fn spend(&self, answered: Answered) -> Answer<()> {
        let batch = Batch {
            changes: answered.changes,
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Err(StoreError::Conflict) => Err(Refusal::PhoneOver.into()),
            other => Ok(other?),
        }
    }

    /// The office phone that a person gave themselves, where it answered (F-060): it takes its place among
    /// what the directory says.
    pub(in crate::service) fn own_office(
        &self,
        answered: &Answered,
        account: &Account,
        policy: &Policy,
    ) -> Option<Change> {
        let challenge = &answered.challenge;
        if challenge.dial.phone() != PhoneKind::Office || policy.directory_owns_office_phone {
            return None;
        }
        let (number, extension) = self.dialled(challenge)?;
        Some(Change::SetDirectory {
            name: account.name.clone(),
            title: account.title.clone(),
            mail: account.mail.clone(),
            office_phone: number.e164().to_owned(),
            office_extension: extension,
        })
    }

    /// The telephone that answered, as it is stored.
    pub(in crate::service) fn proven_phone(&self, answered: &Answered, now: Time) -> Answer<Phone> {
        let challenge = &answered.challenge;
        let (number, _) = self.dialled(challenge).ok_or(Refusal::PhoneOver)?;
        let kind = challenge.dial.phone();
        let place = Place::Phone(challenge.user, kind);
        Ok(Phone {
            kind,
            number: self.sealer.seal(&place.context(), number.e164().as_bytes()),
            verified: true,
            created: now,
        })
    }

    /// Whether there were wrong ones before the right one.
    async fn judge_code(
        &self,
        account: &Account,
        challenge: &Challenge,
        typed: &str,
        actor: &Actor,
        failed: Event,
    ) -> Answer<bool> {
        let code = Code::parse(typed)?;
        let (_, policy) = self.policy().await?;
        let rule = policy.code_rule();
        let (counted, verdict) = self.reserve(&counter(account.id), rule, actor.now).await?;
        let (reason, refusal) = match verdict {
            Verdict::Go => ("", Refusal::WrongCode),
            Verdict::Wait(span) => {
                let seconds = span.wait_seconds();
                ("throttled", Refusal::SlowDown { seconds })
            }
            Verdict::Locked => ("method_locked", Refusal::MethodLocked),
        };
        if verdict != Verdict::Go {
            let entry = actor.failure(failed, Some(account.id), reason);
            return self.refuse(entry, refusal).await;
        }
        self.take_try(challenge).await?;
        if self.answer_mac(challenge.id, challenge.purpose, code.as_str()) == challenge.mac {
            return Ok(counted.consecutive > 1);
        }
        let entry = actor.failure(failed, Some(account.id), "wrong_code");
        let tell = counted.consecutive == TELL_AFTER
            && !challenge.purpose.is_new_number()
            && challenge.purpose != Purpose::CallerCheck;
        let batch = Batch {
            audit: vec![with(entry, &[("method", challenge.dial.key().to_owned())])],
            outbox: tell
                .then(|| self.tell(account, actor, NoticeKind::SecondStepFailed))
                .into_iter()
                .collect(),
            ..Batch::default()
        };
        self.store.commit(batch).await?;
        Err(refusal.into())
    }

    /// A try is used up before it is judged, so that simultaneous ones cannot slip through.
    pub(super) async fn take_try(&self, challenge: &Challenge) -> Answer<()> {
        let changes = vec![Change::TryChallenge {
            id: challenge.id,
            tries: challenge.tries,
        }];
        let batch = Batch {
            changes,
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Err(StoreError::Conflict) => Err(Refusal::ChangedMeanwhile.into()),
            other => Ok(other?),
        }
    }
}
