//! From what has happened since to what must happen to the account as it came back. The same follows as
//! when it happened first: without the last method the gate stands and the app passwords go.

use super::{Ended, Since};
use crate::Id;
use crate::account::{Account, App, State};
use crate::decide::{option_refusal, successor};
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::time::Time;

impl Since {
    /// What must happen to the restored account, and what to say of it.
    pub fn consequences(
        &self,
        account: &Account,
        policy: &Policy,
        now: Time,
    ) -> (Vec<Change>, Vec<Ended>) {
        if self.deleted {
            return (vec![Change::DeleteAccount], vec![Ended::Person]);
        }
        let (mut changes, mut ended) = (Vec::new(), Vec::new());
        let mut tell = |change, end| {
            changes.push(change);
            ended.push(end);
        };
        if self.password {
            let (phc, at) = (String::new(), Some(now));
            tell(Change::SetPassword { phc, at }, Ended::Password);
        }
        if let Some(active) = self.active.filter(|active| *active != account.active) {
            let end = if active {
                Ended::SwitchedOn
            } else {
                Ended::SwitchedOff
            };
            tell(Change::SetActive(active), end);
        }
        if let Some(block) = self.block.as_ref().filter(|block| **block != account.block) {
            let end = match block {
                Some(_) => Ended::Blocked,
                None => Ended::Unblocked,
            };
            tell(Change::SetBlock(block.clone()), end);
        }
        if let Some(role) = self.role.filter(|role| *role != account.role) {
            tell(Change::SetRole(role), Ended::Role);
        }
        let mut after = account.clone();
        for app in &account.apps {
            if self.dropped || self.apps.contains(&app.id) {
                after.apps.retain(|a| a.id != app.id);
                tell(Change::RemoveApp(app.id), Ended::App);
            } else if self.locked && !app.locked {
                lock(&mut after.apps, app.id);
                tell(Change::LockApp(app.id, true), Ended::AppLocked);
            }
        }
        for phone in &account.phones {
            if self.dropped || self.phones.contains(&phone.kind) {
                after.phones.retain(|p| p.kind != phone.kind);
                tell(Change::RemovePhone(phone.kind), Ended::Phone);
            }
        }
        let left = after.apps.len() + after.phones.len();
        if self.dropped && account.retired > 0 {
            after.retired = 0;
            tell(Change::DropRetired, Ended::AskedAgain);
        } else if self.again && left > 0 {
            // As when it was asked first: it can still be taken back, and app passwords stay.
            after.retired = after
                .retired
                .saturating_add(u8::try_from(left).unwrap_or(u8::MAX));
            after.apps.clear();
            after.phones.clear();
            tell(Change::RetireMethods(true), Ended::AskedAgain);
        }
        let fewer =
            after.apps.len() < account.apps.len() || after.phones.len() < account.phones.len();
        if fewer || self.required.is_some() {
            after.state = match (
                self.required.unwrap_or(account.state.required()),
                after.has_second_step(),
            ) {
                (false, _) => State::Disabled,
                (true, false) => State::Enabled,
                (true, true) => State::Enforced,
            };
        }
        match (account.state.required(), after.state.required()) {
            (false, true) => tell(Change::SetState(after.state), Ended::TwoStepRequired),
            (true, false) => tell(Change::SetState(after.state), Ended::TwoStepReleased),
            _ => {}
        }
        let all = self.all_app_passwords
            || (account.two_step() && !after.two_step() && after.retired == 0);
        for one in &account.app_passwords {
            if all || self.app_passwords.contains(&one.id) {
                tell(Change::RemoveAppPassword(one.id), Ended::AppPassword);
            }
        }
        // What follows from the above, and needs no line of its own.
        if after.state != account.state && after.state.required() == account.state.required() {
            changes.push(Change::SetState(after.state));
        }
        if fewer || after.phones.len() < account.phones.len() {
            let works = |option: &_| option_refusal(&after, policy, *option).is_none();
            let default = account.default.filter(works);
            let default = default.or_else(|| successor(&after, policy));
            if default != account.default {
                changes.push(Change::SetDefault(default));
            }
        }
        // What was put off runs on: a restore gives nobody more days. After the state, which ends it.
        if let Some(from) = self.grace
            && account.grace_from != Some(from)
            && after.state == State::Enabled
        {
            changes.push(Change::SetGraceFrom(from));
        }
        (changes, ended)
    }
}

fn lock(apps: &mut [App], id: Id) {
    for app in apps.iter_mut().filter(|app| app.id == id) {
        app.locked = true;
    }
}
