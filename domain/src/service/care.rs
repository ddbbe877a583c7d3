//! Care for a person from outside: what somebody at a shell, and later the helpdesk, does to an account
//! that is not their own. Everything that ends a proof ends the sessions that were built on it.

use super::{Answer, Services};
use crate::account::{Account, Role, State};
use crate::audit::{Event, Trace};
use crate::decide::{self, Consequences, with_app_passwords};
use crate::password;
use crate::service::ports::Change;

impl Services {
    /// Gives a person a new password from the command line: sessions end and app passwords go, as after
    /// every reset by somebody else (flows, section 4).
    ///
    /// # Errors
    /// Refusals of the password.
    pub async fn reset_password(
        &self,
        account: &Account,
        typed: &str,
        trace: &Trace,
    ) -> Answer<()> {
        let text = password::judge(typed, account, &self.settings.passwords)?;
        let phc = self.hasher.hash(text).await?;
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |account, _| {
            let counter = self.password_counter(Some(account), None, None);
            let changes = vec![
                Change::SetPassword {
                    phc: phc.clone(),
                    at: Some(actor.now),
                },
                Change::ClearCounter(counter),
                Change::ClearCounters(super::sign_in::known_devices(account.id)),
                Change::EndSessions { except: None },
                Change::EndPendings,
                Change::EndTrusts,
                Change::RemoveAppPasswords,
            ];
            let notices = vec![(
                crate::notice::NoticeKind::PasswordChanged,
                String::new(),
                None,
            )];
            Ok((
                Consequences {
                    changes,
                    records: with_app_passwords(Event::AuthnPasswordChange, account),
                    notices,
                },
                (),
            ))
        })
        .await
    }

    /// Switches an account off or on. Off ends every session and every sign-in on the way at once.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn set_active(&self, account: &Account, active: bool, trace: &Trace) -> Answer<()> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |account, _| {
            Ok((decide::set_active(account, active), ()))
        })
        .await
    }

    /// Requires two-step verification of a person, or not (flows, 3.2). Somebody who has a method is
    /// Enforced at once; switching off keeps the methods.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn require_two_step(
        &self,
        account: &Account,
        required: bool,
        trace: &Trace,
    ) -> Answer<State> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |account, _| {
            let state = match (required, account.has_second_step()) {
                (false, _) => State::Disabled,
                (true, false) => State::Enabled,
                (true, true) => State::Enforced,
            };
            Ok((decide::set_state(state), state))
        })
        .await
    }

    /// Switches methods on again that too many wrong codes have switched off, and ends every wait.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn unlock(&self, account: &Account, trace: &Trace) -> Answer<()> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |account, _| {
            let mut changes: Vec<Change> = account
                .apps
                .iter()
                .filter(|a| a.locked)
                .map(|a| Change::LockApp(a.id, false))
                .collect();
            changes.push(Change::ClearCounter(super::code::counter(account.id)));
            changes.push(Change::ClearCounter(super::phone::counter(account.id)));
            changes.push(Change::ClearCounter(self.password_counter(
                Some(account),
                None,
                None,
            )));
            changes.push(Change::ClearCounters(super::sign_in::known_devices(
                account.id,
            )));
            Ok((
                Consequences {
                    changes,
                    records: vec![(Event::UserChange, None)],
                    notices: Vec::new(),
                },
                (),
            ))
        })
        .await
    }

    /// Lets a person who lost every method begin again: methods, sessions and app passwords go, and the
    /// gate stands at the next sign-in of somebody who must use two-step verification.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn reset_methods(&self, account: &Account, trace: &Trace) -> Answer<State> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |account, _| {
            let state = if account.state.required() {
                State::Enabled
            } else {
                State::Disabled
            };
            let mut changes: Vec<Change> = account
                .apps
                .iter()
                .map(|a| Change::RemoveApp(a.id))
                .collect();
            changes.extend(account.phones.iter().map(|p| Change::RemovePhone(p.kind)));
            changes.extend(account.holds.iter().map(|h| Change::DropHeld(h.kind)));
            changes.extend([
                Change::SetDefault(None),
                Change::SetState(state),
                Change::RemoveAppPasswords,
                Change::EndSessions { except: None },
                Change::EndPendings,
                Change::EndTrusts,
                Change::ClearCounter(super::code::counter(account.id)),
                Change::ClearCounter(super::phone::counter(account.id)),
            ]);
            let apps = account.apps.iter().map(|a| Some(a.id));
            let phones = account.phones.iter().map(|_| None);
            let mut records: Vec<_> = apps
                .chain(phones)
                .map(|method| (Event::MethodDelete, method))
                .collect();
            if !account.app_passwords.is_empty() {
                records.push((Event::AppPasswordDeleteAll, None));
            }
            let told = account
                .apps
                .iter()
                .map(|a| (crate::notice::NoticeKind::AppDeleted, a.name.clone(), None));
            Ok((
                Consequences {
                    changes,
                    records,
                    notices: told.collect(),
                },
                state,
            ))
        })
        .await
    }

    /// Gives a role; sessions end, so that the right changes at once (ASVS 8.3.2).
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn set_role(&self, account: &Account, role: Role, trace: &Trace) -> Answer<()> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |_, _| {
            let changes = vec![Change::SetRole(role), Change::EndSessions { except: None }];
            Ok((
                Consequences {
                    changes,
                    records: vec![(Event::RoleChange, None)],
                    notices: Vec::new(),
                },
                (),
            ))
        })
        .await
    }

    /// Deletes a person; the audit record keeps the bare id.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete_person(&self, account: &Account, trace: &Trace) -> Answer<()> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |_, _| {
            let records = vec![(Event::UserDelete, None)];
            Ok((
                Consequences {
                    changes: vec![Change::DeleteAccount],
                    records,
                    notices: Vec::new(),
                },
                (),
            ))
        })
        .await
    }
}
