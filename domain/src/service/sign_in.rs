//! Sign-in: the password, then the second step (A.6, A.8). One answer and one amount of work for an
//! unknown user, a wrong password, a wait that is not over and a switched-off account.

use unicode_normalization::UnicodeNormalization;

use super::spraying::Failed;
use super::{Actor, Answer, Services};
use crate::account::Account;
use crate::audit::{Entry, Event, Trace};
use crate::lockout::Verdict;
use crate::name;
use crate::password;
use crate::service::ports::{Batch, Change, StoreError};
use crate::session::{Pending, Session, Stage, TokenHash};
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
}

/// How often a password is hashed in one attempt: again when the stored hash was another one afterwards.
const VERIFICATIONS: usize = 3;

/// The canonical form of a sign-in name: NFKC, lower case, no space around, no dot at the end.
pub fn canonical_login(typed: &str) -> Option<String> {
    if typed.len() > 1_024 {
        return None;
    }
    let login: String = typed
        .trim()
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect();
    let login = login.trim().trim_end_matches('.').to_owned();
    let plain = !login
        .chars()
        .any(|c| name::invisible(c) || c.is_whitespace());
    (!login.is_empty() && login.len() <= 254 && plain).then_some(login)
}

impl Services {
    /// Checks user name and password.
    ///
    /// # Errors
    /// [`Refusal::WrongCredentials`], [`Refusal::SlowDown`] for the address, [`Refusal::Busy`].
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
            let (right, outdated) = self.hasher.verify(password.clone(), phc).await?;
            let judged = match account {
                // Said only to who knows the password (F-151).
                Some(account) if right && account.active && account.blocked(actor.now) => {
                    let entry = actor.failure(Event::AuthnLoginFail, subject, "blocked");
                    return self.refuse(entry, Refusal::Blocked).await;
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
            if outdated && let Ok(phc) = self.hasher.hash(password.clone()).await {
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

    /// The password was right: a session, or a sign-in on the way. `None` when the account is no longer
    /// the one that was judged.
    async fn after_password(
        &self,
        judged: Account,
        wish: &SignIn<'_>,
        given_back: Vec<Change>,
        after_failures: bool,
        actor: &Actor,
    ) -> Answer<Option<SignedIn>> {
        let _turn = self.turns.take(judged.id).await;
        for _ in 0..super::TELLINGS {
            let account = self.store.account(judged.id).await?;
            // The password may have been changed while the old one was being hashed, or hashed anew by
            // another browser of the same person.
            let Some(account) = account
                .filter(|a| a.active && !a.blocked(actor.now) && a.password == judged.password)
            else {
                return Ok(None);
            };
            let mut changes = given_back.clone();
            let stage = Self::stage_after_password(&account);
            // Only where a code would be asked for: trust opens no wizard and passes no gate.
            let trust = match stage {
                Some(Stage::SecondStep) => self.trusted(&account, wish.trust, actor.now).await?,
                _ => None,
            };
            let stage = stage.filter(|_| trust.is_none());
            let mut audit = Vec::new();
            match stage {
                Some(stage) => changes.push(Change::AddPending(Pending {
                    hash: wish.token,
                    user: account.id,
                    created: actor.now,
                    stage,
                    next: wish.next.to_owned(),
                })),
                None => {
                    let session = Self::session_of(&account, wish.token, false, actor);
                    let entry = Self::success(actor, &account, after_failures);
                    let (session, entry) = match &trust {
                        Some(trust) => super::trusts::instead_of_code(session, entry, trust),
                        None => (session, entry),
                    };
                    changes.push(Change::AddSession(session, self.settings.lifetimes.most));
                    audit.push(entry);
                }
            }
            match self.commit_for(&account, changes, audit).await {
                Ok(()) => {
                    return Ok(Some(match stage {
                        None => SignedIn::Complete(account.id),
                        Some(Stage::SecondStep) => SignedIn::SecondStep,
                        Some(_) => SignedIn::Gate,
                    }));
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
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
        let enrolling = !matches!(pending.stage, Stage::SecondStep | Stage::Gate);
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

    /// What comes after the right password: nothing, the second step or the gate (F-003, F-009).
    fn stage_after_password(account: &Account) -> Option<Stage> {
        if account.has_second_step() {
            Some(Stage::SecondStep)
        } else if account.state.required() {
            Some(Stage::Gate)
        } else {
            None
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
                [b"pd:".as_slice(), &device].concat()
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
    fn session_of(account: &Account, hash: TokenHash, strong: bool, actor: &Actor) -> Session {
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
