//! A new password in place of a temporary one (F-150): the last step of a sign-in, and the only one that a
//! temporary password leads to. Whoever has come here has given it and, where one is set up, the second
//! step; there is no session yet, so nothing else of the portal opens.

use super::profile::PasswordError;
use super::{Actor, Answer, Services};
use crate::account::Account;
use crate::audit::{Event, Trace};
use crate::decide::Consequences;
use crate::notice::NoticeKind;
use crate::password;
use crate::service::ports::{Change, StoreError};
use crate::session::{Pending, Session, Stage, TokenHash};
use crate::{Id, Refusal};

/// The new password counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Who.
    pub user: Id,
    /// Where to go; a path on our own origin or empty.
    pub next: String,
    /// The token is still a sign-in on the way: the person must enrol (F-001).
    pub gate: bool,
}

impl Services {
    /// The person who must choose a new password, behind the cookie of the sign-in on the way.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn renewing(&self, hash: &TokenHash) -> Answer<Option<(Pending, Account)>> {
        let found = self.pending(hash).await?;
        Ok(found.filter(|(pending, _)| pending.stage.renews()))
    }

    /// Chooses the new password. The session begins, or the gate opens, under the new token; every other
    /// sign-in on the way ends.
    ///
    /// # Errors
    /// [`PasswordError`] says which box was not right; [`Refusal::SignInAgain`] when the sign-in ran out.
    pub async fn renew_password(
        &self,
        hash: &TokenHash,
        (new, again): (&str, &str),
        token: TokenHash,
        trace: &Trace,
    ) -> Result<Renewed, PasswordError> {
        let Some((pending, account)) = self.renewing(hash).await? else {
            let actor = self.actor(None, trace);
            let entry = actor.failure(Event::SequenceFail, None, "new_password");
            return Ok(self.refuse(entry, Refusal::SignInAgain).await?);
        };
        let actor = self.actor(Some(&account), trace);
        let text =
            password::judge(new, &account, &self.settings.passwords).map_err(PasswordError::New)?;
        if new != again {
            return Err(PasswordError::Again(Refusal::PasswordsDiffer));
        }
        // The helpdesk has read the temporary one; it never becomes the password (ASVS 6.4.1).
        if let Some(read) = super::desk::temporary(new) {
            let old = Some(account.password.clone());
            let (same, _) = self.hasher.verify(read.into(), old).await.map_err(busy)?;
            if same {
                return Err(PasswordError::New(Refusal::PasswordSame));
            }
        }
        let phc = self.hasher.hash(text).await.map_err(busy)?;
        Ok(self
            .replace_temporary(&pending, &account, phc, token, &actor)
            .await?)
    }

    async fn replace_temporary(
        &self,
        pending: &Pending,
        judged: &Account,
        phc: String,
        token: TokenHash,
        actor: &Actor,
    ) -> Answer<Renewed> {
        let _turn = self.turns.take(judged.id).await;
        for _ in 0..super::TELLINGS {
            let found = self.renewing(&pending.hash).await?;
            let (_, account) = found
                .filter(|(_, account)| account.password == judged.password)
                .ok_or(Refusal::SignInAgain)?;
            let gate = account.state.required() && !account.has_second_step();
            let mut changes = vec![
                Change::EndPending(pending.hash),
                Change::SetPassword {
                    phc: phc.clone(),
                    at: Some(actor.now),
                },
                Change::EndSessions { except: None },
                Change::EndPendings,
            ];
            changes.push(if gate {
                Change::AddPending(Pending {
                    hash: token,
                    created: actor.now,
                    stage: Stage::Gate,
                    ..pending.clone()
                })
            } else {
                self.session_after(pending, &account, token, actor)
            });
            let mut records = vec![(Event::AuthnPasswordChange, None)];
            // Where there was a second step, that is where the sign-in was recorded.
            if !gate && !account.has_second_step() {
                records.push((Event::AuthnLoginSuccess, None));
            }
            let out = Consequences {
                changes,
                records,
                notices: vec![(NoticeKind::PasswordChanged, String::new(), None)],
            };
            match self.store.commit(self.batch(&account, actor, out)).await {
                Ok(()) => {
                    return Ok(Renewed {
                        user: account.id,
                        next: pending.next.clone(),
                        gate,
                    });
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// The session proves as much as the sign-in did: nothing where a bypass stood in for the second step.
    fn session_after(
        &self,
        pending: &Pending,
        account: &Account,
        token: TokenHash,
        actor: &Actor,
    ) -> Change {
        let begun = Self::session_of(account, token, false, actor);
        let proof = match pending.stage {
            Stage::NewPasswordBypassed => Session::UNPROVEN,
            _ => begun.proof,
        };
        Change::AddSession(Session { proof, ..begun }, self.settings.lifetimes.most)
    }
}

fn busy(error: super::ports::Busy) -> PasswordError {
    PasswordError::Service(error.into())
}
