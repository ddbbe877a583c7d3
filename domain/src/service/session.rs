//! Who is calling: the session behind the cookie, checked at every request; and the fresh proof that
//! changes of credentials need (A.8). The types carry the right: what takes a [`Fresh`] cannot be
//! called without one.

use super::{Answer, Services};
use crate::Refusal;
use crate::account::Account;
use crate::audit::{Event, Trace};
use crate::decide::Consequences;
use crate::service::ports::{Batch, Change};
use crate::session::{Pending, Session, TokenHash, within};
use crate::time::Span;

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session.
    pub session: Session,
    /// The person, as read with the session.
    pub account: Account,
}

/// A signed-in person whose proof is young enough to change credentials.
#[derive(Clone, Copy, Debug)]
pub struct Fresh<'a>(&'a Caller);

impl std::ops::Deref for Fresh<'_> {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        self.0
    }
}

impl Services {
    /// The person behind a session cookie, if the session is alive and the account works.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn caller(&self, hash: &TokenHash) -> Answer<Option<Caller>> {
        let now = self.clock.now();
        let Some((session, account)) = self.store.session(hash).await? else {
            return Ok(None);
        };
        if !account.active
            || account.blocked(now)
            || !session.alive(account.role.is_staff(), now, &self.settings.lifetimes)
        {
            return Ok(None);
        }
        if !within(session.seen, now, Span::minutes(1)) {
            self.store.touch(hash, now).await?;
        }
        Ok(Some(Caller { session, account }))
    }

    /// The sign-in on the way behind its cookie, if it can still be finished.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn pending(&self, hash: &TokenHash) -> Answer<Option<(Pending, Account)>> {
        let now = self.clock.now();
        let found = self.store.pending(hash).await?;
        let lifetimes = &self.settings.lifetimes;
        Ok(found.filter(|(p, a)| {
            let works = a.active && !a.blocked(now) && !a.password_over(now);
            works && p.alive(now, lifetimes)
        }))
    }

    /// The caller as one who may change credentials.
    ///
    /// # Errors
    /// [`Refusal::ProofNeeded`] when the last proof is ten minutes old or older.
    pub fn fresh<'a>(&self, caller: &'a Caller) -> Result<Fresh<'a>, Refusal> {
        if within(
            caller.session.proof,
            self.clock.now(),
            self.settings.lifetimes.proof,
        ) {
            Ok(Fresh(caller))
        } else {
            Err(Refusal::ProofNeeded)
        }
    }

    /// Leaves a one-time message for the next page.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn set_flash(&self, caller: &Caller, flash: Option<String>) -> Answer<()> {
        let changes = vec![Change::SetFlash(caller.session.hash, flash)];
        Ok(self
            .store
            .commit(Batch {
                changes,
                ..Batch::default()
            })
            .await?)
    }

    /// Signs out of this browser.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn sign_out(&self, caller: &Caller, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        let batch = Batch {
            changes: vec![Change::EndSession(caller.session.hash)],
            audit: vec![actor.entry(Event::SessionEnd, Some(caller.account.id))],
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }

    /// Signs out of every browser, and trusts none of them any more (F-079).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn sign_out_everywhere(&self, caller: &Caller, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |_, _| {
            let out = Consequences {
                changes: vec![
                    Change::EndSessions { except: None },
                    Change::EndPendings,
                    Change::EndTrusts,
                ],
                records: vec![(Event::SessionEndEverywhere, None)],
                ..Consequences::default()
            };
            Ok((out, ()))
        })
        .await
    }
}
