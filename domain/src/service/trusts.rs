//! Trusted browsers (F-074 to F-076): one is added with a right code, found after a right password, and ended
//! by its owner, who needs no fresh proof for it: forgetting only ever asks for more.

use super::{Actor, Answer, Caller, Services};
use crate::account::Account;
use crate::audit::{Entry, Event, Trace};
use crate::browser::Browser;
use crate::decide::Consequences;
use crate::service::ports::Change;
use crate::session::{Session, TokenHash};
use crate::trust::{self, Trust};
use crate::{Id, Refusal, Time};

/// A session for which a trusted browser stood in for the code, and its record. It may look around; what
/// changes credentials asks for password and code first.
pub(super) fn instead_of_code(session: Session, entry: Entry, trust: &Trust) -> (Session, Entry) {
    let session = Session {
        proof: Session::UNPROVEN,
        strong: false,
        ..session
    };
    let entry = Entry {
        object: Some(trust.id),
        details: vec![("satisfied_by", "remembered_browser".to_owned())],
        ..entry
    };
    (session, entry)
}

impl Services {
    /// The trust that lets this person skip the second step, if the browser's cookie is theirs and counts.
    /// Only their own rows are looked at: another person's cookie is nobody's here.
    pub(super) async fn trusted(
        &self,
        account: &Account,
        cookie: Option<TokenHash>,
        now: Time,
    ) -> Answer<Option<Trust>> {
        let Some(token) = cookie else {
            return Ok(None);
        };
        let (_, policy) = self.policy().await?;
        let trusts = self.store.trusts(account.id).await?;
        Ok(trust::satisfies(account, &policy, &trusts, &token, now).cloned())
    }

    /// What trusting this browser writes. The one that it was trusted under before goes, so that a browser
    /// stands in the list once.
    pub(super) async fn trust(
        &self,
        account: &Account,
        hash: TokenHash,
        before: Option<TokenHash>,
        actor: &Actor,
    ) -> Answer<(Vec<Change>, Entry)> {
        let mut changes = Vec::new();
        if let Some(old) = before {
            let trusts = self.store.trusts(account.id).await?;
            let same = trusts.iter().filter(|one| one.hash == old);
            changes.extend(same.map(|one| Change::EndTrust(one.id)));
        }
        let new = Trust {
            id: self.id(),
            hash,
            created: actor.now,
            browser: Browser::of(&actor.trace.user_agent),
        };
        let entry = Entry {
            object: Some(new.id),
            ..actor.entry(Event::TrustAdd, Some(account.id))
        };
        changes.push(Change::AddTrust(new, trust::MOST));
        Ok((changes, entry))
    }

    /// The person's trusted browsers that count now, the newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn trusts(&self, caller: &Caller) -> Answer<Vec<Trust>> {
        let (_, policy) = self.policy().await?;
        let now = self.clock.now();
        let mut trusts = self.store.trusts(caller.account.id).await?;
        trusts.retain(|one| one.alive(&policy, now));
        Ok(trusts)
    }

    /// "Forget" for one browser; answers what was forgotten.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it is not one of the person's own.
    pub async fn forget_browser(&self, caller: &Caller, id: Id, trace: &Trace) -> Answer<Trust> {
        let user = caller.account.id;
        let own = self.store.trusts(user).await?;
        let found = own.into_iter().find(|one| one.id == id);
        let found = found.ok_or(Refusal::NotFound)?;
        let actor = self.actor(Some(&caller.account), trace);
        self.change(user, &actor, |_, _| {
            let out = Consequences {
                changes: vec![Change::EndTrust(id)],
                records: vec![(Event::TrustEnd, Some(id))],
                ..Consequences::default()
            };
            Ok((out, ()))
        })
        .await?;
        Ok(found)
    }

    /// "Restore multi-factor authentication on previously trusted devices": all browsers at once (F-074,
    /// F-075).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn forget_browsers(&self, caller: &Caller, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |_, _| {
            let out = Consequences {
                changes: vec![Change::EndTrusts],
                records: vec![(Event::TrustEndAll, None)],
                ..Consequences::default()
            };
            Ok((out, ()))
        })
        .await
    }
}
