//! Sign-in: the password, then the second step (A.6, A.8). One answer and one amount of work for an
//! unknown user, a wrong password, a wait that is not over and a switched-off account.

mod next;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::spraying::Failed;
use super::{Actor, Answer, Services};
use crate::account::Account;
use crate::audit::{Entry, Event, Trace};
use crate::lockout::Verdict;
use crate::name;
use crate::password;
use crate::service::ports::{Batch, Change, StoreError};
use crate::session::{Session, Stage, TokenHash};
use crate::{Id, Refusal};

/// What was typed on the first page, and what the browser brought along.
pub struct SignIn<'a> {
    /// The user name as typed.
    pub user: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// Where to go afterwards; a path on our own origin or empty.
    pub next: &'a str,
    /// The known-device cookie: person and token.
    pub device: Option<(Id, TokenHash)>,
    /// Hash of the trusted-browser cookie's token.
    pub trust: Option<TokenHash>,
    /// Hash of the token that the cookie will carry, whichever cookie it becomes.
    pub token: TokenHash,
}

/// How far the sign-in came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedIn {
    /// The token is a session.
    Complete(Id),
    /// The token is a sign-in on the way: the second step is next.
    SecondStep,
    /// The token is a sign-in on the way: the person must enrol first (F-001).
    Gate,
    /// The token is a sign-in on the way: the password was a temporary one, a new one is chosen next (F-150).
    NewPassword,
    /// The token is a session, and a bypass stood in for the second step (F-152).
    Bypassed(Id),
}

/// How often a password is hashed in one attempt: again when the stored hash was another one afterwards.
const VERIFICATIONS: usize = 3;

/// The canonical form of a sign-in name: NFKC, lower case, no space around, no dot at the end.
pub fn canonical_login(typed: &str) -> Option<String> {
    if typed.len() > 1_024 {
        return None;
    }
    let typed = typed.trim();
    let login: String = if typed.is_ascii() {
        // Nearly every login, and the same without the tables of Unicode.
        typed.to_ascii_lowercase()
    } else {
        let folded = typed.nfkc().collect::<String>().to_lowercase();
        folded.nfkc().collect()
    };
    let login = login.trim().trim_end_matches('.').to_owned();
    let plain = !login
        .chars()
        .any(|c| name::invisible(c) || c.is_whitespace());
    (!login.is_empty() && login.len() <= 254 && plain).then_some(login)
}

/// The front of the keys of the throttles that a person has in the browsers that are known to be theirs.
pub(super) fn known_devices(user: Id) -> Vec<u8> {
    // The colon behind the id, so that no id is the front of another key.
    [b"pd:".as_slice(), &user.0, b":"].concat()
}

impl Services {
    /// Checks user name and password.
    ///
    /// # Errors
    /// [`Refusal::WrongCredentials`], [`Refusal::SlowDown`] for the address, [`Refusal::Busy`]; and to
    /// whoever gave the right password [`Refusal::Blocked`] or [`Refusal::PasswordOver`].
    pub async fn sign_in(&self, wish: SignIn<'_>, prefix: &str, trace: &Trace) -> Answer<SignedIn> {
        let actor = self.actor(None, trace);
        let address = [b"pa:", prefix.as_bytes()].concat();
        let (window, verdict) = self
            .reserve(&address, self.settings.throttles.address, actor.now)
            .await?;
        if let Verdict::Wait(span) = verdict {
            let entry = actor.failure(Event::AuthnLoginFailMax, None, "address");
            return self
                .refuse(
                    entry,
                    Refusal::SlowDown {
                        seconds: span.wait_seconds(),
                    },
                )
                .await;
        }
        let login = canonical_login(wish.user);
        let account = match &login {
            Some(login) => self.store.account_by_login(login).await?,
            None => None,
        };
        let subject = account.as_ref().map(|a| a.id);
        let failed = Failed {
            prefix,
            since: window.window_start,
            login: login.as_deref().unwrap_or_default(),
        };
        let key = self.password_counter(account.as_ref(), login.as_deref(), wish.device);
        let (counter, verdict) = self
            .reserve(&key, self.settings.throttles.password, actor.now)
            .await?;
        if verdict != Verdict::Go {
            let entry = actor.failure(Event::AuthnLoginFailMax, subject, "throttled");
            return self.refuse_sign_in(entry, &failed, &actor).await;
        }
        let Some(password) = password::prepare(wish.password) else {
            let entry = actor.failure(Event::AuthnLoginFail, subject, "wrong_credentials");
            return self.refuse_sign_in(entry, &failed, &actor).await;
        };
        let mut account = account;
        for _ in 0..VERIFICATIONS {
            let phc = account.as_ref().map(|a| a.password.clone());
            // A temporary one was read to the person, and is typed with or without gaps.
            let temporary = account.as_ref().is_some_and(|a| a.temporary.is_some());
            let read = temporary.then(|| super::desk::temporary(wish.password));
            let text = read.flatten().map(Zeroizing::new);
            let text = text.unwrap_or_else(|| password.clone());
            let (right, outdated) = self.hasher.verify(text.clone(), phc).await?;
            let judged = match account {
                // Said only to who knows the password (F-151).
                Some(account) if right && account.active && account.blocked(actor.now) => {
                    let entry = actor.failure(Event::AuthnLoginFail, subject, "blocked");
                    return self.refuse(entry, Refusal::Blocked).await;
                }
                Some(account) if right && account.active && account.password_over(actor.now) => {
                    let entry = actor.failure(Event::AuthnLoginFail, subject, "password_over");
                    return self.refuse(entry, Refusal::PasswordOver).await;
                }
                Some(account) if right && account.active => account,
                _ => {
                    let entry = actor.failure(Event::AuthnLoginFail, subject, "wrong_credentials");
                    return self.refuse_sign_in(entry, &failed, &actor).await;
                }
            };
            let mut given_back = vec![
                Change::ClearCounter(key.clone()),
                Change::RefundCounter(address.clone()),
            ];
            // In a rush there may be no turn for a second hash; the next sign-in has one.
            if outdated && let Ok(phc) = self.hasher.hash(text).await {
                given_back.push(Change::SetPassword { phc, at: None });
            }
            let (user, after_failures) = (judged.id, counter.consecutive > 1);
            match self
                .after_password(judged, &wish, given_back, after_failures, &actor)
                .await?
            {
                Some(signed_in) => return Ok(signed_in),
                None => account = self.store.account(user).await?,
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// One answer, whatever was wrong.
    async fn refuse_sign_in(
        &self,
        entry: Entry,
        failed: &Failed<'_>,
        actor: &Actor,
    ) -> Answer<SignedIn> {
        self.notice_spraying(failed, actor).await?;
        self.refuse(entry, Refusal::WrongCredentials).await
    }

    /// "Cancel" on the second step or at the gate; a cancelled enrolment is recorded (F-008).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn cancel_sign_in(&self, pending: &TokenHash, trace: &Trace) -> Answer<()> {
        let Some((pending, account)) = self.pending(pending).await? else {
            return Ok(());
        };
        let actor = self.actor(Some(&account), trace);
        let enrolling =
            !matches!(pending.stage, Stage::SecondStep | Stage::Gate) && !pending.stage.renews();
        let entry = actor.failure(Event::EnrolmentCancel, Some(account.id), "cancelled");
        let batch = Batch {
            changes: vec![Change::EndPending(pending.hash)],
            audit: enrolling.then_some(entry).into_iter().collect(),
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The throttle of a password: the known device's own, else the person's, else the name's.
    pub(super) fn password_counter(
        &self,
        account: Option<&Account>,
        login: Option<&str>,
        device: Option<(Id, TokenHash)>,
    ) -> Vec<u8> {
        match (account, device) {
            (Some(account), Some((user, device))) if user == account.id => {
                [known_devices(account.id).as_slice(), &device].concat()
            }
            (Some(account), _) => [b"pu:".as_slice(), &account.id.0].concat(),
            (None, _) => {
                let digest = self
                    .sealer
                    .digest("throttle", &[login.unwrap_or_default().as_bytes()]);
                [b"pn:".as_slice(), &digest].concat()
            }
        }
    }

    pub(super) fn new_session(
        &self,
        account: &Account,
        hash: TokenHash,
        strong: bool,
        actor: &Actor,
    ) -> Change {
        let session = Self::session_of(account, hash, strong, actor);
        Change::AddSession(session, self.settings.lifetimes.most)
    }

    /// A session with everything proven just now.
    pub(super) fn session_of(
        account: &Account,
        hash: TokenHash,
        strong: bool,
        actor: &Actor,
    ) -> Session {
        let now = actor.now;
        Session {
            hash,
            user: account.id,
            created: now,
            seen: now,
            proof: now,
            strong,
            flash: None,
        }
    }

    pub(super) async fn commit_for(
        &self,
        account: &Account,
        changes: Vec<Change>,
        audit: Vec<Entry>,
    ) -> Result<(), StoreError> {
        let account = Some((account.id, account.version));
        self.store
            .commit(Batch {
                account,
                changes,
                audit,
                outbox: Vec::new(),
            })
            .await
    }

    pub(super) fn success(actor: &Actor, account: &Account, after_failures: bool) -> Entry {
        let event = if after_failures {
            Event::AuthnLoginSuccessafterfail
        } else {
            Event::AuthnLoginSuccess
        };
        Entry {
            actor: Some(account.id),
            role: account.role,
            ..actor.entry(event, Some(account.id))
        }
    }
}

#[cfg(test)]
mod tests;
