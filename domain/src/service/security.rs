//! The settings page: default, deleting, renaming. "Save" is one wish with all that was ticked, so
//! that nothing of it happens if any part is refused (F-070).

use super::{Answer, Ask, Fresh, Services, TypedNumber, and};
use crate::account::{Account, PhoneKind};
use crate::audit::{Event, Trace};
use crate::challenge::{Dial, Purpose};
use crate::decide::{self, Method, Removal};
use crate::method::Preferred;
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::{Id, Language, Refusal};

/// What "Save" asks for.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The chosen option.
    pub default: Option<Preferred>,
    /// What was unticked.
    pub remove: Vec<Method>,
}

impl Wish {
    /// What it would lead to: the changed default, and the removal with its moved default.
    ///
    /// # Errors
    /// Any refusal of a part refuses the whole.
    pub fn judge(&self, account: &Account, policy: &Policy) -> Result<Removal, Refusal> {
        let mut wished = account.clone();
        let mut first = decide::Consequences::default();
        if let Some(option) = self.default
            && account.default != Some(option)
        {
            first = decide::make_default(account, policy, option)?;
            wished.default = Some(option);
        }
        let mut removal = decide::remove(&wished, policy, &self.remove)?;
        first.changes.append(&mut removal.consequences.changes);
        first.records.append(&mut removal.consequences.records);
        first.notices.append(&mut removal.consequences.notices);
        removal.consequences = first;
        Ok(removal)
    }
}

impl Services {
    /// Carries out "Save"; other browsers are signed out when something changed.
    ///
    /// # Errors
    /// Refusals of [`Wish::judge`]; nothing is changed then.
    pub async fn save_security(
        &self,
        caller: Fresh<'_>,
        wish: &Wish,
        trace: &Trace,
    ) -> Answer<Saved> {
        let actor = self.actor(Some(&caller.account), trace);
        let stays = caller.session.hash;
        self.change(caller.account.id, &actor, |account, policy| {
            let removal = wish.judge(account, policy)?;
            let saved = Saved {
                changed: !removal.consequences.changes.is_empty(),
                removed: !wish.remove.is_empty(),
                default_moves_to: removal.default_moves_to,
            };
            let end = saved.changed.then_some(Change::EndSessions {
                except: Some(stays),
            });
            Ok((and(removal.consequences, end), saved))
        })
        .await
    }

    /// "Contact me" with a new number, or with the office phone (F-060, F-063, F-071). The number counts
    /// only when it answered.
    ///
    /// # Errors
    /// Refusals of the number, of the organisation's rules and of the limits.
    pub async fn ask_phone(
        &self,
        caller: Fresh<'_>,
        dial: Dial,
        number: Option<TypedNumber<'_>>,
        (language, prefix): (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let number = match number {
            Some(typed) => Some(typed.read(dial.phone())?),
            None if dial.phone() == PhoneKind::Office => None,
            None => return Err(Refusal::Required.into()),
        };
        let actor = self.actor(Some(&caller.account), trace);
        let (_, policy) = self.policy().await?;
        let ask = Ask {
            owner: caller.session.hash,
            purpose: Purpose::SetUp,
            dial,
            number,
            language,
            prefix,
        };
        self.ask(&caller.account, &policy, ask, Vec::new(), &actor)
            .await
    }

    /// Another text or call to the number that is being set up.
    ///
    /// # Errors
    /// As [`Services::ask_phone`]; [`Refusal::PhoneOver`] when nothing is being set up.
    pub async fn ask_phone_again(
        &self,
        caller: Fresh<'_>,
        asking: (Language, &str),
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        let owner = (caller.session.hash, Purpose::SetUp);
        self.ask_again(&caller.account, owner, asking, &actor).await
    }

    /// "Verify" on the settings page: the telephone counts from here on; other browsers are signed out.
    ///
    /// # Errors
    /// Refusals of the answer.
    pub async fn verify_phone(
        &self,
        caller: Fresh<'_>,
        typed: &str,
        trace: &Trace,
    ) -> Answer<PhoneKind> {
        let actor = self.actor(Some(&caller.account), trace);
        let owner = caller.session.hash;
        let answered = self
            .match_phone(
                &caller.account,
                (&owner, Purpose::SetUp),
                typed,
                &actor,
                Event::MethodAdd,
            )
            .await?;
        let phone = self.proven_phone(&answered, actor.now)?;
        let dial = answered.challenge.dial;
        let (_, policy) = self.policy().await?;
        decide::add_phone(&caller.account, &policy, dial, phone.clone())?;
        let office = self.own_office(&answered, &caller.account, &policy);
        self.spend(answered).await?;
        self.change(caller.account.id, &actor, |account, policy| {
            let out = decide::add_phone(account, policy, dial, phone.clone())?;
            let out = and(out, office.clone());
            let others = [
                Change::EndSessions {
                    except: Some(owner),
                },
                Change::EndPendings,
            ];
            Ok((and(out, others), phone.kind))
        })
        .await
    }

    /// Gives an app another name.
    ///
    /// # Errors
    /// Refusals of the name, or [`Refusal::NotFound`].
    pub async fn rename_app(
        &self,
        caller: Fresh<'_>,
        id: Id,
        typed: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |account, _| {
            Ok((decide::rename_app(account, id, typed)?, ()))
        })
        .await
    }
}

/// What "Save" did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Something was written.
    pub changed: bool,
    /// Methods went.
    pub removed: bool,
    /// The default afterwards, when deleting moved it.
    pub default_moves_to: Option<Option<Preferred>>,
}
