//! The end of a rotation. The portal seals anew what lies under an older key, a small batch at a time;
//! where it is, only this process remembers, and whoever comes after it begins at the front and finds
//! less to do. What cannot be moved is counted, and ended only when somebody asks for that.

use std::collections::BTreeMap;

use async_lock::Mutex;

use super::{Answer, ServiceError, Services};
use crate::audit::{Entry, Event, Trace};
use crate::decide::{self, Ending};
use crate::service::ports::{
    Batch, Change, KeyNeeds, KnownKey, Place, Resealed, Sealed, StoreError, key_of,
};
use crate::session::within;
use crate::time::{Span, Time};
use crate::{Id, Refusal};

/// Values in one transaction: a few milliseconds, in which others who write must wait.
const BATCH: u32 = 100;

/// From the end of a search to the next one. It finds something only where a process with an old ring
/// went on sealing.
const REST: Span = Span::hours(1);

/// People that are looked for at once.
const PAGE: u32 = 500;

/// How far this process has come.
#[derive(Default)]
pub(super) struct Resealing(Mutex<Pass>);

#[derive(Clone, Copy)]
enum Pass {
    /// Nothing to do since then; `None` before the first look.
    Resting(Option<Time>),
    /// On the way through everything that is sealed.
    At {
        after: Option<Place>,
        /// Something was sealed anew, so the way must be gone once more: only a whole one on which
        /// nothing was found proves that nothing is left.
        found: bool,
        /// Something does not open.
        left: bool,
    },
}

impl Default for Pass {
    fn default() -> Self {
        Self::Resting(None)
    }
}

/// What was ended with a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndedUnderKey {
    /// How many app passwords.
    pub app_passwords: u64,
    /// Whose account passwords, by sign-in name.
    pub passwords: Vec<String>,
}

impl Services {
    /// Seals one batch anew that lies under an older key; whether there is more to do. Called by the
    /// worker all the time, and mostly nothing is to be done.
    ///
    /// # Errors
    /// When the store does not answer, or this process's ring is not the one the database is used with.
    pub async fn reseal(&self) -> Answer<bool> {
        let mut pass = self.resealing.0.lock().await;
        let now = self.clock.now();
        let (after, found, left) = match *pass {
            Pass::Resting(Some(since)) if within(since, now, REST) => return Ok(false),
            Pass::Resting(_) => {
                let keys = self.store.keys().await?;
                let newest = self.sealer.newest();
                if keys.iter().all(|key| key.kid != newest) || keys.iter().any(|k| k.kid > newest) {
                    *pass = Pass::Resting(Some(now));
                    return Err(ServiceError::Unavailable(format!(
                        "this process seals with key {newest}, others use another key ring; start it anew with theirs"
                    )));
                }
                if older(&keys, newest).next().is_none() {
                    *pass = Pass::Resting(Some(now));
                    return Ok(false);
                }
                (None, false, false)
            }
            Pass::At { after, found, left } => (after, found, left),
        };
        let page = self.store.sealed(after, BATCH).await?;
        let Some(last) = page.last().map(|value| value.place) else {
            if found {
                *pass = Pass::At {
                    after: None,
                    found: false,
                    left: false,
                };
                return Ok(true);
            }
            if !left {
                self.settle(now).await?;
            }
            *pass = Pass::Resting(Some(now));
            return Ok(false);
        };
        let newest = self.sealer.newest();
        let (mut moved, mut left) = (Vec::new(), left);
        for value in page {
            if key_of(&value.bytes).is_none_or(|kid| kid < newest) {
                match self.anew(value) {
                    Some(value) => moved.push(value),
                    None => left = true,
                }
            }
        }
        let found = found || !moved.is_empty();
        if !moved.is_empty() {
            self.store.reseal(moved).await?;
        }
        let after = Some(last);
        *pass = Pass::At { after, found, left };
        Ok(true)
    }

    /// The same value under the newest key.
    fn anew(&self, old: Sealed) -> Option<Resealed> {
        let context = old.place.context();
        let plain = self.sealer.open(&context, &old.bytes)?;
        let new = self.sealer.seal(&context, &plain);
        Some(Resealed { old, new })
    }

    /// Records once that nothing lies under the older keys any more, whichever process says it first.
    async fn settle(&self, now: Time) -> Answer<()> {
        let (keys, newest) = (self.store.keys().await?, self.sealer.newest());
        let settled: Vec<i32> = older(&keys, newest)
            .filter(|key| !key.settled)
            .map(|key| key.kid)
            .collect();
        if settled.is_empty() {
            return Ok(());
        }
        let numbers: Vec<String> = settled.iter().map(i32::to_string).collect();
        let trace = Trace {
            address: String::new(),
            user_agent: "portal".into(),
            request: self.id(),
        };
        let entry = Entry {
            at: now,
            details: vec![("from", numbers.join(",")), ("to", newest.to_string())],
            ..self.actor(None, &trace).entry(Event::KeyRotate, None)
        };
        let batch = Batch {
            changes: settled.into_iter().map(Change::SettleKey).collect(),
            audit: vec![entry],
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What still needs which key. Reads every row there is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn key_needs(&self) -> Answer<BTreeMap<i32, KeyNeeds>> {
        Ok(self.store.key_needs().await?)
    }

    /// Ends what people have under this key and have not used since another one came.
    ///
    /// # Errors
    /// When the store does not answer; what was ended until then stays so.
    pub async fn end_under_key(
        &self,
        kid: i32,
        ending: Ending,
        trace: &Trace,
    ) -> Answer<EndedUnderKey> {
        let actor = self.actor(None, trace);
        let (mut after, mut ended): (Option<Id>, _) = (None, EndedUnderKey::default());
        loop {
            let people = self.store.people_under_key(kid, after, PAGE).await?;
            let Some(last) = people.last() else {
                return Ok(ended);
            };
            after = Some(*last);
            for user in people {
                let told = self.change(user, &actor, |account, _| {
                    let out = decide::end_under_key(account, kid, ending, actor.now);
                    let count = |wanted| out.records.iter().filter(|(e, _)| *e == wanted).count();
                    let app_passwords = count(Event::AppPasswordDelete) as u64;
                    let password = count(Event::AuthnPasswordEnd) > 0;
                    let login = password.then(|| account.login.clone());
                    Ok((out, (app_passwords, login)))
                });
                match told.await {
                    Ok((app_passwords, login)) => {
                        ended.app_passwords += app_passwords;
                        ended.passwords.extend(login);
                    }
                    // Deleted meanwhile.
                    Err(ServiceError::Refused(Refusal::NotFound)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Notes that nothing needs a key any more and that it is no longer in the ring.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn forget_key(&self, kid: i32, trace: &Trace) -> Answer<()> {
        let entry = Entry {
            details: vec![("key", kid.to_string())],
            ..self.actor(None, trace).entry(Event::KeyRetire, None)
        };
        Ok(self
            .store
            .commit(Batch {
                changes: vec![Change::ForgetKey(kid)],
                audit: vec![entry],
                ..Batch::default()
            })
            .await?)
    }
}

fn older(keys: &[KnownKey], newest: i32) -> impl Iterator<Item = &KnownKey> {
    keys.iter().filter(move |key| key.kid < newest)
}
