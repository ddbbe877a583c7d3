//! The one question of mail servers: may this login in with this password? An app password may; the
//! account password only where the person does not use two-step verification. The answer is yes
//! with the canonical mailbox, or no, and never says why.

use zeroize::Zeroizing;

use super::{Actor, Answer, ServiceError, Services, mail_memory};
use crate::account::LastUse;
use crate::app_password;
use crate::audit::{Entry, Event, Trace};
use crate::decide::Consequences;
use crate::lockout::{Rule, Verdict};
use crate::password;
use crate::service::ports::{Batch, Change, MailFlush, MailMatch, MailUse};
use crate::service::sign_in::canonical_login;
use crate::{Id, Refusal};

/// Services that a mail server may name (contract).
pub const SERVICES: [&str; 6] = ["imap", "smtp", "pop3", "caldav", "carddav", "other"];

/// What a mail server asks.
pub struct MailRequest<'a> {
    /// The login as the program sent it.
    pub user: &'a str,
    /// The password as the program sent it.
    pub password: &'a str,
    /// One of [`SERVICES`].
    pub service: &'a str,
    /// The program's address as the mail server tells it.
    pub client: &'a str,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailCheck {
    /// Yes: the canonical mailbox.
    Yes(String),
    /// No.
    No,
}

impl Services {
    /// Answers a mail server. `prefix` is the address as throttles see it (IPv4 whole, IPv6 /64).
    ///
    /// # Errors
    /// [`Refusal::Busy`] or an unavailable store: "try later", never a no.
    pub async fn mail_check(
        &self,
        request: MailRequest<'_>,
        prefix: &str,
        trace: &Trace,
    ) -> Answer<MailCheck> {
        let Some(login) = canonical_login(request.user) else {
            return Ok(MailCheck::No);
        };
        let offered = app_password::normalise(request.password);
        let sealer = self.sealer.clone();
        let digests = Box::new(move |user: Id| match &offered {
            Some(normalised) => sealer.mail_digests(user, normalised),
            None => Vec::new(),
        });
        let found = self.store.mail_match(&login, digests).await?;
        let Some(found) = found.filter(|f| f.active) else {
            return Ok(MailCheck::No);
        };
        let actor = Actor {
            id: None,
            role: crate::account::Role::User,
            trace: trace.clone(),
            now: self.clock.now(),
            said: Vec::new(),
            token: Vec::new(),
        };
        let client = mail_memory::counter_key(found.user, Some(prefix.as_bytes()));
        let person = mail_memory::counter_key(found.user, None);
        let last_use = LastUse {
            when: actor.now,
            address: request.client.chars().take(64).collect(),
            service: request.service.to_owned(),
        };
        let value = {
            let Some(mut shard) = self.mail.shard(found.user) else {
                return Ok(MailCheck::No);
            };
            shard.room()?;
            if shard.waits(&client, self.settings.throttles.mail_client, actor.now)
                || shard.waits(&person, self.settings.throttles.mail_person, actor.now)
            {
                return Ok(MailCheck::No);
            }
            if let Some(app_password) = found.app_password {
                let reseal = found
                    .old_key
                    .then(|| app_password::normalise(request.password))
                    .flatten()
                    .map(|normalised| self.sealer.mail_digest(found.user, &normalised));
                if shard.news(app_password, &last_use, actor.now) {
                    let entry = actor.entry(Event::MailCheckSuccess, Some(found.user));
                    shard.record(Entry {
                        object: Some(app_password),
                        ..with_place(entry, &last_use)
                    });
                }
                shard.used(MailUse {
                    user: found.user,
                    app_password,
                    last_use,
                    reseal,
                });
                return Ok(MailCheck::Yes(found.login));
            }
            // With the password of now in it: after a change nothing that was refused before counts.
            let parts: [&[u8]; 3] = [
                &found.user.0,
                found.password.as_bytes(),
                request.password.as_bytes(),
            ];
            let [a, b, c, d, e, f, g, h, ..] = self.sealer.digest("mail-wrong", &parts);
            let value = [a, b, c, d, e, f, g, h];
            let throttles = &self.settings.throttles;
            if shard.repeats(found.user, value, actor.now) {
                return Ok(MailCheck::No);
            }
            if found.enforced {
                let keys = [
                    (client, throttles.mail_client),
                    (person, throttles.mail_person),
                ];
                shard.fail(found.user, value, keys, actor.now);
                let entry = actor.failure(Event::MailCheckFail, Some(found.user), "wrong_password");
                shard.record(with_place(entry, &last_use));
                return Ok(MailCheck::No);
            }
            value
        };
        self.account_password(found, request.password, value, &actor, &last_use)
            .await
    }

    /// The account password of a person without two-step verification. Its throttle is not the sign-in's:
    /// a mail program with an old password must not keep its owner out of the portal (A.2, A-069).
    async fn account_password(
        &self,
        found: MailMatch,
        typed: &str,
        value: [u8; 8],
        actor: &Actor,
        last_use: &LastUse,
    ) -> Answer<MailCheck> {
        let (user, rule) = (found.user, self.settings.throttles.password);
        let key = [b"pm:".as_slice(), &user.0].concat();
        if self
            .reserve(&key, Rule { hard: None, ..rule }, actor.now)
            .await?
            .1
            != Verdict::Go
        {
            return Ok(MailCheck::No);
        }
        let text = password::prepare(typed);
        let (right, outdated) = match text.clone() {
            Some(text) => {
                let stored = Some(found.password.clone());
                self.hasher.verify(text, stored).await?
            }
            None => (false, false),
        };
        if !right {
            if let Some(mut shard) = self.mail.shard(user) {
                shard.refused(user, value, actor.now);
            }
            let entry = actor.failure(Event::MailCheckFail, Some(user), "wrong_password");
            self.record(with_place(entry, last_use)).await?;
            return Ok(MailCheck::No);
        }
        if outdated && let Some(text) = text {
            self.hash_anew(user, &found.password, text, actor).await?;
        }
        let news = self
            .mail
            .shard(user)
            .is_some_and(|mut s| s.news(user, last_use, actor.now));
        let entry = with_place(actor.entry(Event::MailCheckSuccess, Some(user)), last_use);
        let batch = Batch {
            changes: vec![Change::ClearCounter(key)],
            audit: news.then_some(entry).into_iter().collect(),
            ..Batch::default()
        };
        self.store.commit(batch).await?;
        Ok(MailCheck::Yes(found.login))
    }

    /// The password of somebody who uses it for mail alone and never comes to the sign-in page. Where
    /// there is no turn for the hash now, the next check has one.
    async fn hash_anew(
        &self,
        user: Id,
        judged: &str,
        text: Zeroizing<String>,
        actor: &Actor,
    ) -> Answer<()> {
        let Ok(phc) = self.hasher.hash(text).await else {
            return Ok(());
        };
        let written = self.change(user, actor, |account, _| {
            if account.password != judged {
                return Err(Refusal::ChangedMeanwhile);
            }
            let phc = phc.clone();
            let out = Consequences {
                changes: vec![Change::SetPassword { phc, at: None }],
                ..Consequences::default()
            };
            Ok((out, ()))
        });
        match written.await {
            // Changed or deleted meanwhile: then it is no longer this one's turn.
            Ok(()) | Err(ServiceError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes everything that was gathered, as before the process ends.
    ///
    /// # Errors
    /// When the store does not answer; what was gathered is kept for the next time.
    pub async fn mail_flush(&self) -> Answer<()> {
        self.write(self.mail.drain(self.clock.now())).await
    }

    /// Writes the next portion of what was gathered; after [`Store::mail_portions`] of them everybody's has
    /// been written.
    ///
    /// # Errors
    /// When the store does not answer; what was gathered is kept for the next time.
    ///
    /// [`Store::mail_portions`]: super::ports::Store::mail_portions
    pub async fn mail_flush_portion(&self) -> Answer<()> {
        let portions = self.store.mail_portions();
        self.write(self.mail.drain_portion(portions, self.clock.now()))
            .await
    }

    async fn write(&self, mut parts: impl Iterator<Item = MailFlush>) -> Answer<()> {
        while let Some(part) = parts.next() {
            let kept = part.clone();
            if let Err(error) = self.store.mail_flush(part).await {
                std::iter::once(kept)
                    .chain(parts)
                    .for_each(|part| self.mail.give_back(part));
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Takes over the throttles that other processes, or the one before, have written.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn mail_sync(&self) -> Answer<()> {
        let now = self.clock.now();
        for (key, counter) in self.store.mail_counters(now).await? {
            self.mail.learn(&key, counter, now);
        }
        Ok(())
    }
}

fn with_place(mut entry: Entry, last_use: &LastUse) -> Entry {
    entry.details = vec![
        ("service", last_use.service.clone()),
        ("client", last_use.address.clone()),
    ];
    entry
}

/// Whether a mail server named a service of the contract.
///
/// # Errors
/// [`Refusal::NotAChoice`].
pub fn service(name: &str) -> Result<&'static str, Refusal> {
    SERVICES
        .into_iter()
        .find(|s| *s == name)
        .ok_or(Refusal::NotAChoice)
}
