//! Numbers that the helpdesk sets (F-149, A.10). One that was set without seeing the person waits for a day;
//! meanwhile its owner is told by mail, and by text at the number that they have, and can stop it, signed in
//! or with the link of the mail. Afterwards the worker lets it count.

use zeroize::Zeroizing;

use super::phone::TypedNumber;
use super::{Answer, Caller, Known, Services, Staff};
use crate::account::{Account, HeldPhone, Phone, PhoneKind};
use crate::audit::{Event, Trace};
use crate::contact::PhoneNumber;
use crate::decide::{self, Consequences, SetNumber, Wish};
use crate::desk::HOLD;
use crate::policy::Policy;
use crate::service::ports::{Change, Place};
use crate::{Id, Refusal, Time};

/// People whose numbers begin to count in one go.
const AT_ONCE: u32 = 100;

/// Bytes of the token in the link that stops a change.
const TOKEN: usize = 32;

fn context(user: &Id, kind: PhoneKind) -> [&[u8]; 3] {
    [b"held_phones.number", &user.0, kind.key().as_bytes()]
}

impl Services {
    /// Sets a number for somebody: at once where they stand in front of the helpdesk, else after a day.
    ///
    /// # Errors
    /// Those of the number: [`Refusal::Country`], [`Refusal::PhoneNumber`] and the refusals of
    /// [`decide::line_of`]; those of [`decide::set_phone_refusal`]; and as for [`Services::help`].
    pub async fn set_phone_of(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        (kind, typed): (PhoneKind, TypedNumber<'_>),
        known: &Known,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&staff.account), trace);
        let account = self.may_help(staff, subject, None, &actor).await?;
        let (number, extension) = typed.read(kind)?;
        let (_, policy) = self.policy().await?;
        let dial = decide::line_of(&policy, &self.settings.country, kind, &number)?;
        let now = self.clock.now();
        let mut token = Zeroizing::new([0; TOKEN]);
        let (wish, token): (_, Option<&[u8]>) = if known.in_person() {
            (
                Wish::SetPhone(self.set_number(subject, (dial, &number, &extension), now)),
                None,
            )
        } else {
            self.random.fill(token.as_mut_slice());
            let held = HeldPhone {
                kind,
                number: self
                    .sealer
                    .seal(&context(&subject, kind), number.e164().as_bytes()),
                extension,
                until: now + HOLD,
                stop: self.stop_digest(token.as_slice()),
            };
            (Wish::HoldPhone(held), Some(token.as_slice()))
        };
        let warning = self.warning(&account, kind, &policy, now);
        let more = warning.into_iter().collect();
        self.help_telling(staff, subject, &wish, known, (more, token), trace)
            .await
    }

    /// A number as it is stored once it counts.
    fn set_number(
        &self,
        user: Id,
        (dial, number, extension): (crate::challenge::Dial, &PhoneNumber, &str),
        now: Time,
    ) -> SetNumber {
        let kind = dial.phone();
        let place = Place::Phone(user, kind);
        let e164 = number.e164();
        SetNumber {
            dial,
            phone: Phone {
                kind,
                number: self.sealer.seal(&place.context(), e164.as_bytes()),
                verified: true,
                created: now,
            },
            office: (kind == PhoneKind::Office).then(|| (e164.to_owned(), extension.to_owned())),
        }
    }

    fn stop_digest(&self, token: &[u8]) -> [u8; 32] {
        self.sealer.digest("stop-phone", &[token])
    }

    /// The token of a link, sealed for the time in which the message waits.
    pub(super) fn seal_token(&self, user: Id, token: &[u8]) -> Vec<u8> {
        self.sealer.seal(&[b"outbox.token", &user.0], token)
    }

    /// The token of the link in a message to this person.
    pub fn open_token(&self, user: Id, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.sealer.open(&[b"outbox.token", &user.0], sealed)
    }

    /// The number that waits.
    pub fn open_held(&self, user: Id, held: &HeldPhone) -> Option<PhoneNumber> {
        let bytes = self.sealer.open(&context(&user, held.kind), &held.number)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        Some(PhoneNumber::from_stored(text.to_owned()))
    }

    /// Lets numbers count that have waited long enough; how many people there were. Called by the worker.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn settle_phones(&self) -> Answer<usize> {
        let now = self.clock.now();
        let people = self.store.people_held_until(now, AT_ONCE).await?;
        for user in &people {
            let trace = Trace {
                address: String::new(),
                user_agent: String::new(),
                request: self.id(),
            };
            let actor = self.actor(None, &trace);
            let settled = self
                .change(*user, &actor, |account, policy| {
                    Ok((self.settled(account, policy, now), ()))
                })
                .await;
            match settled {
                // Somebody was deleted meanwhile.
                Ok(()) | Err(super::ServiceError::Refused(Refusal::NotFound)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(people.len())
    }

    /// One number that is due. What the rules no longer allow, or what no key opens, goes.
    fn settled(&self, account: &Account, policy: &Policy, now: Time) -> Consequences {
        let Some(held) = account.holds.iter().find(|held| held.until <= now) else {
            return Consequences::default();
        };
        let set = self.open_held(account.id, held).and_then(|number| {
            let dial = decide::line_of(policy, &self.settings.country, held.kind, &number).ok()?;
            let set = self.set_number(account.id, (dial, &number, &held.extension), now);
            decide::set_phone(account, policy, &set).ok()
        });
        set.unwrap_or_else(|| Consequences {
            changes: vec![Change::DropHeld(held.kind)],
            records: vec![(Event::PhoneHoldStop, None)],
            ..Consequences::default()
        })
    }

    /// "Stop the change", by the person, signed in.
    ///
    /// # Errors
    /// [`Refusal::NothingThere`].
    pub async fn stop_phone(&self, caller: &Caller, kind: PhoneKind, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |account, _| {
            Ok((decide::stop_hold(account, kind)?, ()))
        })
        .await
    }

    /// "This was not me", by whoever has the message. The token stops one change, once.
    ///
    /// # Errors
    /// [`Refusal::NothingThere`] for a token that stops nothing (any more).
    pub async fn stop_phone_by_link(&self, token: &[u8], trace: &Trace) -> Answer<()> {
        let stop = self.stop_digest(token);
        let (user, kind) = self
            .store
            .held_by(&stop)
            .await?
            .ok_or(Refusal::NothingThere)?;
        let mut actor = self.actor(None, trace);
        actor.said = vec![("by", "link".to_owned())];
        self.change(user, &actor, |account, _| {
            // Another number may wait by now, whose link this is not.
            let same = account.held(kind).is_some_and(|held| held.stop == stop);
            if same {
                Ok((decide::stop_hold(account, kind)?, ()))
            } else {
                Err(Refusal::NothingThere)
            }
        })
        .await
    }
}
