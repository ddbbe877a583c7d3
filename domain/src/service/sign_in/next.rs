//! What follows the right password: nothing more, the second step, the gate, or a new password (F-003, F-009,
//! F-150). A trusted browser, a trusted network (F-158) or a bypass of the helpdesk (F-152) stands in for the
//! second step; none is a proof, so the session that it opens changes no credentials before a step-up.

use super::{SignIn, SignedIn};
use crate::Refusal;
use crate::account::Account;
use crate::audit::Entry;
use crate::notice::{NoticeKind, Outgoing};
use crate::service::ports::{Batch, Change, StoreError};
use crate::service::{Actor, Answer, Services, TELLINGS, trusts};
use crate::session::{Pending, Session, Stage};
use crate::trust;

/// What is written, and what it means.
struct Next {
    changes: Vec<Change>,
    audit: Vec<Entry>,
    outbox: Vec<Outgoing>,
    signed_in: SignedIn,
}

impl Services {
    /// The password was right: a session, or a sign-in on the way. `None` when the account is no longer
    /// the one that was judged.
    pub(super) async fn after_password(
        &self,
        judged: Account,
        wish: &SignIn<'_>,
        given_back: Vec<Change>,
        after_failures: bool,
        actor: &Actor,
    ) -> Answer<Option<SignedIn>> {
        let _turn = self.turns.take(judged.id).await;
        for _ in 0..TELLINGS {
            let account = self.store.account(judged.id).await?;
            // The password may have been changed while the old one was being hashed, or hashed anew by
            // another browser of the same person.
            let Some(account) = account
                .filter(|a| a.active && !a.blocked(actor.now) && a.password == judged.password)
            else {
                return Ok(None);
            };
            let next = self.next(&account, wish, after_failures, actor).await?;
            let batch = Batch {
                account: Some((account.id, account.version)),
                changes: given_back.iter().cloned().chain(next.changes).collect(),
                audit: next.audit,
                outbox: next.outbox,
            };
            match self.store.commit(batch).await {
                Ok(()) => return Ok(Some(next.signed_in)),
                // Whoever used the bypass up meanwhile has changed the account: told again, without it.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    async fn next(
        &self,
        account: &Account,
        wish: &SignIn<'_>,
        after_failures: bool,
        actor: &Actor,
    ) -> Answer<Next> {
        let stage = stage_after_password(account);
        // Only where a code would be asked for: trust opens no wizard and passes no gate. And not with a
        // temporary password, whose reset forgot every browser.
        let asked = stage == Some(Stage::SecondStep);
        let trust = if asked && account.temporary.is_none() {
            self.trusted(account, wish.trust, actor.now).await?
        } else {
            None
        };
        let success = || Self::success(actor, account, after_failures);
        let session = || Self::session_of(account, wish.token, false, actor);
        let most = self.settings.lifetimes.most;
        if let Some(trust) = trust {
            let (session, entry) = trusts::instead_of_code(session(), success(), &trust);
            return Ok(Next {
                changes: vec![Change::AddSession(session, most)],
                audit: vec![entry],
                outbox: Vec::new(),
                signed_in: SignedIn::Complete(account.id),
            });
        }
        let (_, policy) = self.policy().await?;
        if asked && trust::skips(account, &policy, &actor.trace.address) {
            let session = Session {
                proof: Session::UNPROVEN,
                ..session()
            };
            let entry = Entry {
                reason: "network",
                ..success()
            };
            return Ok(Next {
                changes: vec![Change::AddSession(session, most)],
                audit: vec![entry],
                outbox: Vec::new(),
                signed_in: SignedIn::Complete(account.id),
            });
        }
        let pending = |stage| {
            Change::AddPending(Pending {
                hash: wish.token,
                user: account.id,
                created: actor.now,
                stage,
                next: wish.next.to_owned(),
            })
        };
        if asked && account.bypassed(actor.now) {
            let (change, signed_in) = if account.temporary.is_some() {
                let stage = Stage::NewPasswordBypassed;
                (pending(stage), SignedIn::NewPassword)
            } else {
                let session = Session {
                    proof: Session::UNPROVEN,
                    ..session()
                };
                let signed_in = SignedIn::Bypassed(account.id);
                (Change::AddSession(session, most), signed_in)
            };
            let entry = Entry {
                reason: "bypass",
                ..success()
            };
            return Ok(Next {
                changes: vec![Change::SetBypass(None), change],
                audit: vec![entry],
                outbox: vec![self.tell(account, actor, NoticeKind::BypassUsed)],
                signed_in,
            });
        }
        let (change, signed_in) = match stage {
            None => (
                Change::AddSession(session(), most),
                SignedIn::Complete(account.id),
            ),
            Some(stage) => {
                let signed_in = match stage {
                    Stage::SecondStep => SignedIn::SecondStep,
                    Stage::NewPassword => SignedIn::NewPassword,
                    _ => SignedIn::Gate,
                };
                (pending(stage), signed_in)
            }
        };
        let through = matches!(signed_in, SignedIn::Complete(_));
        Ok(Next {
            changes: vec![change],
            audit: through.then(success).into_iter().collect(),
            outbox: Vec::new(),
            signed_in,
        })
    }
}

/// What comes after the right password: nothing, the second step, a new password or the gate.
fn stage_after_password(account: &Account) -> Option<Stage> {
    if account.has_second_step() {
        Some(Stage::SecondStep)
    } else if account.temporary.is_some() {
        Some(Stage::NewPassword)
    } else if account.state.required() {
        Some(Stage::Gate)
    } else {
        None
    }
}
