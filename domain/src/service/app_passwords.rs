//! App passwords: create, show until closed, delete (F-085 to F-101). The value exists in the clear
//! only while it is made and while its owner looks at it; stored are a keyed digest for mail checks and,
//! for ten minutes, a sealed copy that only this browser can open.

use zeroize::Zeroizing;

use super::{Actor, Answer, Caller, Fresh, Services, and};
use crate::account::Account;
use crate::app_password;
use crate::audit::{Event, Trace};
use crate::decide::{self, Consequences};
use crate::name::Label;
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::{Batch, Change};
use crate::session::{Reveal, RevealKind, TokenHash, within};
use crate::{Id, Refusal};

/// A new app password as its owner sees it until "Close".
pub struct Created {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The letters, without separators.
    pub value: Zeroizing<String>,
}

impl Services {
    /// Draws a value.
    fn draw(&self, length: u8) -> Zeroizing<String> {
        loop {
            // Nine bytes of ten are usable; four times the length is enough but for one draw in many.
            let mut bytes = Zeroizing::new(vec![0; usize::from(length) * 4]);
            self.random.fill(&mut bytes);
            if let Some(value) = app_password::letters(bytes.iter().copied(), length) {
                return Zeroizing::new(value);
            }
        }
    }

    /// The consequences of creating one for this browser.
    pub(super) fn create_for(
        &self,
        account: &Account,
        policy: &Policy,
        typed: &str,
        owner: TokenHash,
        actor: &Actor,
    ) -> Result<(Consequences, Id), Refusal> {
        let (slot, label) = decide::create_app_password(account, policy, typed)?;
        let (id, value) = (self.id(), self.draw(policy.app_password_length));
        let (kid, mac) = self.sealer.mail_digest(account.id, &value);
        let sealed = self
            .sealer
            .seal(&[b"reveals.sealed", &account.id.0, &id.0], value.as_bytes());
        let reveal = Reveal {
            owner,
            kind: RevealKind::AppPassword,
            object: id,
            sealed,
            created: actor.now,
            confirmed: false,
        };
        let out = Consequences {
            changes: vec![
                Change::AddAppPassword {
                    id,
                    slot,
                    name: label.to_string(),
                    kid,
                    mac,
                    at: actor.now,
                },
                Change::PutReveal(reveal),
            ],
            records: vec![(Event::AppPasswordCreate, Some(id))],
            notices: vec![(NoticeKind::AppPasswordCreated, label.to_string(), None)],
        };
        Ok((out, id))
    }

    /// Creates one; [`Services::created`] shows it.
    ///
    /// # Errors
    /// Refusals of the name, the limit or the organisation.
    pub async fn create_app_password(
        &self,
        caller: Fresh<'_>,
        typed: &str,
        trace: &Trace,
    ) -> Answer<Id> {
        let actor = self.actor(Some(&caller.account), trace);
        Label::parse(typed)?;
        let owner = caller.session.hash;
        self.change(caller.account.id, &actor, |account, policy| {
            self.create_for(account, policy, typed, owner, &actor)
        })
        .await
    }

    /// The app password that this browser has just made, until it is closed or ten minutes old.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is nothing to show (any more).
    pub async fn created(&self, account: &Account, owner: &TokenHash) -> Answer<Created> {
        let reveal = self.store.reveal(owner, RevealKind::AppPassword).await?;
        let lifetime = self.settings.lifetimes.reveal;
        let reveal = reveal
            .filter(|r| within(r.created, self.clock.now(), lifetime))
            .ok_or(Refusal::NotFound)?;
        let row = account
            .app_passwords
            .iter()
            .find(|a| a.id == reveal.object)
            .ok_or(Refusal::NotFound)?;
        let context: [&[u8]; 3] = [b"reveals.sealed", &account.id.0, &reveal.object.0];
        let plain = self
            .sealer
            .open(&context, &reveal.sealed)
            .ok_or(Refusal::NotFound)?;
        let value = String::from_utf8(plain.to_vec()).map_err(|_| Refusal::NotFound)?;
        Ok(Created {
            id: row.id,
            name: row.name.clone(),
            value: Zeroizing::new(value),
        })
    }

    /// "Close": the value can never be seen again (F-094).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn close_created(&self, caller: &Caller) -> Answer<()> {
        let changes = vec![Change::EndReveal(
            caller.session.hash,
            RevealKind::AppPassword,
        )];
        Ok(self
            .store
            .commit(Batch {
                changes,
                ..Batch::default()
            })
            .await?)
    }

    /// Deletes one and tells its name.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an unknown one, another person's, or one that is gone already.
    pub async fn delete_app_password(
        &self,
        caller: Fresh<'_>,
        id: Id,
        trace: &Trace,
    ) -> Answer<String> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |account, _| {
            let name = account
                .app_passwords
                .iter()
                .find(|a| a.id == id)
                .map(|a| a.name.clone());
            Ok((
                decide::delete_app_password(account, id)?,
                name.unwrap_or_default(),
            ))
        })
        .await
    }

    /// Deletes all and tells how many there were.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete_app_passwords(&self, caller: Fresh<'_>, trace: &Trace) -> Answer<usize> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |account, _| {
            let count = account.app_passwords.len();
            let out = Consequences {
                changes: vec![Change::RemoveAppPasswords],
                records: vec![(Event::AppPasswordDeleteAll, None)],
                notices: vec![(NoticeKind::AppPasswordsDeleted, String::new(), None)],
            };
            Ok((
                if count == 0 {
                    Consequences::default()
                } else {
                    and(out, [])
                },
                count,
            ))
        })
        .await
    }
}
