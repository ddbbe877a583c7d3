//! One place where a code of an authenticator app is judged, for sign-in, step-up and every other
//! use: reserve the attempt, find the app, refuse a replay, and leave the rest of the batch to the
//! caller. Counting per person and method, across all sessions (A.6), survives a new sign-in.

use super::{Actor, Answer, Services};
use crate::account::{Account, App};
use crate::audit::{Entry, Event};
use crate::challenge::Purpose;
use crate::decide;
use crate::lockout::Verdict;
use crate::notice::{Notice, NoticeKind, Outgoing};
use crate::policy::Policy;
use crate::service::ports::{Batch, Change, Place};
use crate::session::TokenHash;
use crate::totp::{Code, Key};
use crate::{Id, Refusal};

/// After so many wrong codes in a row the person is told that somebody has their password.
const TELL_AFTER: u32 = 3;

/// The throttle of a person's authenticator codes.
pub(super) fn counter(user: Id) -> Vec<u8> {
    [b"f:app:", user.0.as_slice()].concat()
}

/// What is given as the second step.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// A code of an authenticator app.
    App(&'a str),
    /// The answer to the question that a telephone was asked: the code of a text, or nothing where the
    /// answer is given on the telephone.
    Phone(&'a str),
    /// A Temporary Access Pass; counts at sign-in only (F-153).
    Pass(&'a str),
}

/// A second step that was right: what to write to make it count, once.
pub(super) struct Proven {
    pub(super) changes: Vec<Change>,
    pub(super) object: Option<Id>,
    pub(super) details: Vec<(&'static str, String)>,
    pub(super) after_failures: bool,
    /// It was a code of an authenticator app.
    pub(super) strong: bool,
}

/// A code that was right: what to write to make it count, once.
pub(super) struct Matched {
    pub(super) changes: Vec<Change>,
    pub(super) app: Id,
    pub(super) after_failures: bool,
}

impl Services {
    /// The key of an app.
    pub(super) fn key_of(&self, user: Id, app: &App) -> Option<Key> {
        self.sealer
            .open(&Place::App(user, app.id).context(), &app.secret)
            .map(Key::new)
    }

    /// Judges a second step, given to this owner for this purpose.
    pub(super) async fn prove(
        &self,
        account: &Account,
        (owner, purpose): (&TokenHash, Purpose),
        proof: Proof<'_>,
        actor: &Actor,
    ) -> Answer<Proven> {
        let (_, policy) = self.policy().await?;
        let failed = match purpose {
            Purpose::StepUp => Event::AuthnStepUpFail,
            _ => Event::AuthnSecondStepFail,
        };
        match proof {
            Proof::App(_) if !policy.allow_app_code => Err(Refusal::MethodNotAllowed.into()),
            Proof::App(typed) => {
                let matched = self
                    .match_code(account, &policy, typed, actor, failed)
                    .await?;
                Ok(Proven {
                    changes: matched.changes,
                    object: Some(matched.app),
                    details: Vec::new(),
                    after_failures: matched.after_failures,
                    strong: true,
                })
            }
            Proof::Phone(typed) => {
                let answered = self
                    .match_phone(account, (owner, purpose), typed, actor, failed)
                    .await?;
                let dial = answered.challenge.dial;
                if let Some(refusal) = decide::dial_refusal(account, &policy, dial) {
                    return Err(refusal.into());
                }
                Ok(Proven {
                    changes: answered.changes,
                    object: None,
                    details: vec![("method", dial.key().to_owned())],
                    after_failures: answered.after_failures,
                    strong: false,
                })
            }
            Proof::Pass(_) if purpose != Purpose::SignIn => Err(Refusal::NotAChoice.into()),
            Proof::Pass(typed) => self.match_pass(account, typed, actor, failed).await,
        }
    }

    /// Judges a code. A wrong one is recorded and counted before the refusal is returned.
    pub(super) async fn match_code(
        &self,
        account: &Account,
        policy: &Policy,
        typed: &str,
        actor: &Actor,
        failed: Event,
    ) -> Answer<Matched> {
        let code = Code::parse(typed)?;
        let apps: Vec<&App> = account.apps.iter().filter(|a| !a.locked).collect();
        if apps.is_empty() {
            let entry = actor.failure(failed, Some(account.id), "method_locked");
            return self.refuse(entry, Refusal::MethodLocked).await;
        }
        let counter_key = counter(account.id);
        let (counter, verdict) = self
            .reserve(&counter_key, policy.code_rule(), actor.now)
            .await?;
        match verdict {
            Verdict::Go => {}
            Verdict::Wait(span) => {
                let entry = actor.failure(failed, Some(account.id), "throttled");
                return self
                    .refuse(
                        entry,
                        Refusal::SlowDown {
                            seconds: span.wait_seconds(),
                        },
                    )
                    .await;
            }
            Verdict::Locked => return self.lock_apps(account, actor, failed).await,
        }
        let mut used = None;
        for app in apps {
            let Some(key) = self.key_of(account.id, app) else {
                continue;
            };
            match key.step_of(&code, actor.now, policy.code_window) {
                Some(step) if step > app.last_step => {
                    return Ok(Matched {
                        changes: vec![
                            Change::UseApp {
                                app: app.id,
                                step,
                                at: actor.now,
                            },
                            Change::ClearCounter(counter_key),
                        ],
                        app: app.id,
                        after_failures: counter.consecutive > 1,
                    });
                }
                Some(_) => used = Some(app.id),
                None => {}
            }
        }
        if let Some(object) = used {
            let entry = actor.failure(Event::AuthnOtpReplay, Some(account.id), "code_used");
            return self
                .refuse(
                    Entry {
                        object: Some(object),
                        ..entry
                    },
                    Refusal::CodeUsed,
                )
                .await;
        }
        if counter.consecutive >= u32::from(policy.code_off_after) {
            return self.lock_apps(account, actor, failed).await;
        }
        // What was read to the helpdesk says nothing of the password.
        let tell = counter.consecutive == TELL_AFTER && failed != Event::HelpdeskCheck;
        let batch = Batch {
            audit: vec![actor.failure(failed, Some(account.id), "wrong_code")],
            outbox: tell
                .then(|| self.tell(account, actor, NoticeKind::SecondStepFailed))
                .into_iter()
                .collect(),
            ..Batch::default()
        };
        self.store.commit(batch).await?;
        Err(Refusal::WrongCode.into())
    }

    /// Too many wrong codes in a row: the method is off until somebody helps.
    async fn lock_apps<T>(&self, account: &Account, actor: &Actor, failed: Event) -> Answer<T> {
        let open = account.apps.iter().filter(|a| !a.locked);
        let changes: Vec<Change> = open.map(|a| Change::LockApp(a.id, true)).collect();
        let first = !changes.is_empty();
        let batch = Batch {
            account: Some((account.id, account.version)),
            changes,
            audit: vec![
                actor.failure(failed, Some(account.id), "method_locked"),
                actor.entry(Event::MethodLock, Some(account.id)),
            ],
            outbox: first
                .then(|| self.tell(account, actor, NoticeKind::MethodLocked))
                .into_iter()
                .collect(),
        };
        self.store.commit(batch).await?;
        Err(Refusal::MethodLocked.into())
    }

    pub(super) fn tell(&self, account: &Account, actor: &Actor, kind: NoticeKind) -> Outgoing {
        let address = actor.trace.address.clone();
        let notice = Notice {
            kind,
            at: actor.now,
            address,
            object: String::new(),
            preferred: None,
            token: Vec::new(),
        };
        Outgoing {
            id: self.id(),
            user: account.id,
            mailbox: None,
            notice,
        }
    }
}
