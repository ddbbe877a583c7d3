//! Setting up an authenticator app: the key is made here, shown under a QR picture for ten minutes to
//! the browser that asked, and becomes a method only when a code of it was right. The wizard and the
//! settings page use the same steps; the newest key of a browser counts.

use zeroize::Zeroizing;

use super::{Actor, Answer, Fresh, Services, and};
use crate::account::{Account, App};
use crate::audit::{Event, Trace};
use crate::decide::{self, Consequences};
use crate::lockout::{Rule, Verdict};
use crate::policy::Policy;
use crate::service::ports::{Batch, Change, Place};
use crate::session::{Reveal, RevealKind, TokenHash, within};
use crate::totp::{Code, KEY_BYTES, Key};
use crate::{Id, Refusal};

/// What the QR screen shows.
pub struct Setup {
    /// The `otpauth://` address, for the picture and for apps on the same device.
    pub url: Zeroizing<String>,
    /// The key in Base32.
    pub key: Zeroizing<String>,
    /// "Done" was pressed under it.
    pub confirmed: bool,
}

/// An app that was proven by a code, ready to be decided upon.
pub(super) struct Proven {
    pub(super) id: Id,
    pub(super) step: i64,
    sealed: Vec<u8>,
    counter: Vec<u8>,
}

impl Services {
    /// Makes a new key for this browser, replacing an unfinished one.
    pub(super) async fn make_key(
        &self,
        account: &Account,
        owner: TokenHash,
        mut extra: Vec<Change>,
    ) -> Answer<()> {
        let (_, policy) = self.policy().await?;
        if let Some(refusal) = decide::add_app_refusal(account, &policy) {
            return Err(refusal.into());
        }
        let mut bytes = Zeroizing::new(vec![0; KEY_BYTES]);
        self.random.fill(&mut bytes);
        let (object, kind) = (self.id(), RevealKind::AppKey);
        let sealed = self
            .sealer
            .seal(&[b"reveals.sealed", &account.id.0, &object.0], &bytes);
        let created = self.clock.now();
        extra.push(Change::PutReveal(Reveal {
            owner,
            kind,
            object,
            sealed,
            created,
            confirmed: false,
        }));
        Ok(self
            .store
            .commit(Batch {
                changes: extra,
                ..Batch::default()
            })
            .await?)
    }

    async fn open_key(
        &self,
        account: &Account,
        owner: &TokenHash,
    ) -> Answer<(Reveal, Zeroizing<Vec<u8>>)> {
        let reveal = self.store.reveal(owner, RevealKind::AppKey).await?;
        let lifetime = self.settings.lifetimes.reveal;
        let reveal = reveal
            .filter(|r| within(r.created, self.clock.now(), lifetime))
            .ok_or(Refusal::SetupExpired)?;
        let context: [&[u8]; 3] = [b"reveals.sealed", &account.id.0, &reveal.object.0];
        let key = self
            .sealer
            .open(&context, &reveal.sealed)
            .ok_or(Refusal::SetupExpired)?;
        Ok((reveal, key))
    }

    /// The key that this browser is setting up.
    ///
    /// # Errors
    /// [`Refusal::SetupExpired`] when there is none or it is ten minutes old.
    pub async fn setup(&self, account: &Account, owner: &TokenHash) -> Answer<Setup> {
        let (reveal, bytes) = self.open_key(account, owner).await?;
        let key = Key::new(bytes);
        Ok(Setup {
            url: key.url(&account.login, &self.settings.organisation),
            key: key.base32(),
            confirmed: reveal.confirmed,
        })
    }

    /// Judges the first code of a key that is being set up. Its step is the first that was used, so
    /// that the same code cannot sign in.
    pub(super) async fn prove_app(
        &self,
        account: &Account,
        owner: &TokenHash,
        typed: &str,
        policy: &Policy,
        actor: &Actor,
    ) -> Answer<Proven> {
        let code = Code::parse(typed)?;
        let (reveal, key) = self.open_key(account, owner).await?;
        let counter = [b"f:set:", account.id.0.as_slice()].concat();
        if let (_, Verdict::Wait(span)) = self
            .reserve(
                &counter,
                Rule {
                    hard: None,
                    ..policy.code_rule()
                },
                actor.now,
            )
            .await?
        {
            let entry = actor.failure(Event::MethodAdd, Some(account.id), "throttled");
            return self
                .refuse(
                    entry,
                    Refusal::SlowDown {
                        seconds: span.wait_seconds(),
                    },
                )
                .await;
        }
        let sealed = self
            .sealer
            .seal(&Place::App(account.id, reveal.object).context(), &key);
        let Some(step) = Key::new(key).step_of(&code, actor.now, policy.code_window) else {
            let entry = actor.failure(Event::MethodAdd, Some(account.id), "wrong_code");
            return self.refuse(entry, Refusal::WrongCode).await;
        };
        Ok(Proven {
            id: reveal.object,
            step,
            sealed,
            counter,
        })
    }

    /// The consequences of a proven app, for both ways in.
    pub(super) fn add_proven(
        account: &Account,
        policy: &Policy,
        proven: &Proven,
        name: String,
        owner: TokenHash,
        actor: &Actor,
    ) -> Result<Consequences, Refusal> {
        let app = App {
            id: proven.id,
            name,
            secret: proven.sealed.clone(),
            last_step: proven.step,
            created: actor.now,
            last_used: None,
            locked: false,
        };
        let out = decide::add_app(account, policy, app)?;
        let done = [
            Change::EndReveal(owner, RevealKind::AppKey),
            Change::ClearCounter(proven.counter.clone()),
        ];
        Ok(and(out, done))
    }

    /// "Set up Authenticator app" on the settings page.
    ///
    /// # Errors
    /// The refusals of [`decide::add_app_refusal`].
    pub async fn start_app(&self, caller: Fresh<'_>) -> Answer<()> {
        self.make_key(&caller.account, caller.session.hash, Vec::new())
            .await
    }

    /// "Done" under the QR picture on the settings page.
    ///
    /// # Errors
    /// [`Refusal::SetupExpired`].
    pub async fn confirm_app(&self, caller: Fresh<'_>) -> Answer<()> {
        self.open_key(&caller.account, &caller.session.hash).await?;
        let changes = vec![Change::ConfirmReveal(
            caller.session.hash,
            RevealKind::AppKey,
        )];
        Ok(self
            .store
            .commit(Batch {
                changes,
                ..Batch::default()
            })
            .await?)
    }

    /// "Verify" on the settings page: the app counts from here on; other browsers are signed out.
    ///
    /// # Errors
    /// Refusals of the code, the name or the number of apps.
    pub async fn verify_app(
        &self,
        caller: Fresh<'_>,
        typed: &str,
        name: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        let (_, policy) = self.policy().await?;
        // The name is judged first: a right code is spent only on something that can be saved.
        crate::name::Label::parse(name)?;
        let owner = caller.session.hash;
        let proven = self
            .prove_app(&caller.account, &owner, typed, &policy, &actor)
            .await?;
        self.change(caller.account.id, &actor, |account, policy| {
            let out = Self::add_proven(account, policy, &proven, name.to_owned(), owner, &actor)?;
            Ok((
                and(
                    out,
                    [
                        Change::EndSessions {
                            except: Some(owner),
                        },
                        Change::EndPendings,
                    ],
                ),
                (),
            ))
        })
        .await
    }
}
