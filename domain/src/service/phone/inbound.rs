//! What gateways tell: how far a text or a call has come, which keys were pressed, what was replied. The
//! gateway is known by its signature before anything arrives here; still, nothing but the right keys or
//! the right code confirms, and news that come twice, too late or for something else change nothing.

use async_trait::async_trait;

use super::super::{Answer, Services, TELLINGS};
use super::{counter, sending};
use crate::account::{Account, Role};
use crate::audit::Trace;
use crate::challenge::{CallRules, Challenge, LIFE, Line, Progress};
use crate::contact::PhoneNumber;
use crate::decide;
use crate::lockout::Verdict;
use crate::notice::{Notice, NoticeKind, Outgoing};
use crate::policy::Policy;
use crate::roster::Selection;
use crate::service::Actor;
use crate::service::ports::{Batch, Change, Inbound, Person, PhoneEvent, Prompt, StoreError};
use crate::totp::Code;
use crate::{Id, Language, Refusal};

/// The most administrators who are told of a report of fraud.
const ALERTED: u32 = 50;

#[async_trait]
impl Inbound for Services {
    async fn event(
        &self,
        sending: Id,
        event: PhoneEvent,
        trace: &Trace,
    ) -> Answer<Option<(Prompt, Language)>> {
        let (_, policy) = self.policy().await?;
        let rules = CallRules::of(&policy);
        for _ in 0..TELLINGS {
            let Some(challenge) = self.store.challenge_of(sending).await? else {
                return Ok(None);
            };
            let language = challenge.language;
            let answers = matches!(event, PhoneEvent::Keys(_) | PhoneEvent::Answered { .. });
            let goodbye = (answers && challenge.dial.line() == Line::Call)
                .then_some((Prompt::Goodbye, language));
            if answers && !challenge.alive(self.clock.now()) {
                return Ok(goodbye);
            }
            let extension = self
                .dialled(&challenge)
                .is_some_and(|(_, extension)| !extension.is_empty());
            let right = |pressed: &str| {
                self.answer_mac(challenge.id, challenge.purpose, pressed) == challenge.mac
            };
            let Some(turn) = challenge.turn(&event, extension, rules, right) else {
                return Ok(goodbye);
            };
            let said = turn.prompt.map(|prompt| (prompt, language));
            if turn.progress == challenge.progress && !turn.wrong {
                return Ok(said);
            }
            match self
                .moved(&challenge, turn.progress, turn.wrong, trace)
                .await
            {
                Ok(()) => return Ok(said),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    async fn greeting(&self, language: Language) -> Answer<Option<[u8; 32]>> {
        Ok(self.greeting_of(language).await?.map(|one| one.sha256))
    }

    async fn reply(&self, from: &str, body: &str, trace: &Trace) -> Answer<()> {
        let (_, policy) = self.policy().await?;
        let (Ok(number), Ok(code)) = (PhoneNumber::parse_international(from), Code::parse(body))
        else {
            return Ok(());
        };
        if !policy.sms_reply {
            return Ok(());
        }
        let now = self.clock.now();
        for challenge in self.store.texts_to(&self.tag(&number), now - LIFE).await? {
            let open = challenge.alive(now) && challenge.progress.open();
            let rule = policy.code_rule();
            if !open
                || self.reserve(&counter(challenge.user), rule, now).await?.1 != Verdict::Go
                || self.take_try(&challenge).await.is_err()
            {
                continue;
            }
            let right =
                self.answer_mac(challenge.id, challenge.purpose, code.as_str()) == challenge.mac;
            if right {
                match self
                    .moved(&challenge, Progress::Confirmed, false, trace)
                    .await
                {
                    // Somebody else was first: then it is not this reply that counts.
                    Ok(()) | Err(StoreError::Conflict) => {}
                    Err(error) => return Err(error.into()),
                }
            } else {
                let entry = sending::outcome(&challenge, "wrong_reply", trace, now);
                self.record(entry).await?;
            }
        }
        Ok(())
    }
}

impl Services {
    /// Writes how far it is, with its record where it has come to an end.
    async fn moved(
        &self,
        challenge: &Challenge,
        to: Progress,
        wrong: bool,
        trace: &Trace,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut batch = Batch {
            changes: vec![Change::MoveChallenge {
                id: challenge.id,
                from: challenge.progress,
                to,
                wrong,
                wipe: false,
                due: None,
            }],
            ..Batch::default()
        };
        let reason = match to {
            Progress::Confirmed => Some(""),
            Progress::Undelivered => Some("undelivered"),
            Progress::NoAnswer => Some("no_answer"),
            Progress::Voicemail => Some("voicemail"),
            Progress::HungUp => Some("hung_up"),
            Progress::Failed => Some("failed"),
            _ => None,
        };
        let entry = reason.map(|reason| sending::outcome(challenge, reason, trace, now));
        batch.audit.extend(entry);
        if to == Progress::Reported {
            self.report_fraud(challenge, trace, &mut batch).await?;
        }
        self.store.commit(batch).await
    }

    /// What [`decide::report_fraud`] says, in the batch that ends the call.
    async fn report_fraud(
        &self,
        challenge: &Challenge,
        trace: &Trace,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let actor = Actor {
            id: None,
            role: Role::User,
            trace: trace.clone(),
            now: self.clock.now(),
            said: vec![("method", challenge.dial.key().to_owned())],
            token: Vec::new(),
        };
        let Some(account) = self.store.account(challenge.user).await? else {
            return Ok(());
        };
        let (_, policy) = self.store.policy().await?;
        let out = decide::report_fraud(&account, &policy, challenge.id, actor.now);
        let more = self.batch(&account, &actor, out);
        batch.account = more.account;
        batch.changes.extend(more.changes);
        batch.audit.extend(more.audit);
        batch.outbox.extend(more.outbox);
        if policy.tell_fraud {
            let alerts = self.fraud_alerts(&account, &policy).await?;
            batch.outbox.extend(alerts);
        }
        Ok(())
    }

    /// What administrators and the listed addresses are told of it, so that somebody looks who can do
    /// something. An administrator whose own address is listed is told once.
    async fn fraud_alerts(
        &self,
        about: &Account,
        policy: &Policy,
    ) -> Result<Vec<Outgoing>, StoreError> {
        let wanted = Selection {
            role: Some(Role::Administrator),
            active: Some(true),
            ..Selection::default()
        };
        let found = self.store.roster(&wanted, "", ALERTED, 1).await?;
        let others = found.people.into_iter().map(|one| one.person);
        let others: Vec<Person> = others.filter(|one| one.id != about.id).collect();
        let told = |address: &str| {
            let mut people = others.iter();
            people.any(|one| one.mail.eq_ignore_ascii_case(address))
        };
        let alert = |user, mailbox| Outgoing {
            id: self.id(),
            user,
            mailbox,
            notice: Notice {
                kind: NoticeKind::FraudAlert,
                at: self.clock.now(),
                address: String::new(),
                object: about.name.clone(),
                preferred: None,
                token: Vec::new(),
            },
        };
        let addresses = policy.fraud_addresses.0.iter();
        let addresses = addresses.filter(|address| !told(address));
        let people = others.iter().map(|one| alert(one.id, None));
        Ok(people
            .chain(addresses.map(|address| alert(about.id, Some(address.clone()))))
            .collect())
    }
}
