//! What the rows after a backup say about it: which of the credentials in it have ended since, what was
//! decided about its people, and what was made since and is lost. Credentials are only ended here, never
//! brought back; decisions (on or off, role, whether two-step verification is required) stand as they
//! stood at last. An event that this program does not know could be an ending, so it is refused.

use std::collections::{BTreeMap, BTreeSet};

use crate::Id;
use crate::Time;
use crate::account::{Block, PhoneKind, Role, State};
use crate::audit::{Event, Row};
use crate::policy::change;

mod ending;

/// A row that this program cannot judge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "row {row} says {event:?}, which this program does not know; use the program that wrote it"
)]
pub struct Unknown {
    row: i64,
    event: String,
}

/// What has happened since, by person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    people: BTreeMap<Id, Since>,
    /// Settings of the policy that were changed, with their last value.
    pub rules: BTreeMap<String, String>,
}

/// What has happened to one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    added: bool,
    deleted: bool,
    password: bool,
    locked: bool,
    active: Option<bool>,
    role: Option<Role>,
    required: Option<bool>,
    again: bool,
    dropped: bool,
    block: Option<Option<Block>>,
    grace: Option<Time>,
    apps: BTreeSet<Id>,
    phones: Vec<PhoneKind>,
    app_passwords: BTreeSet<Id>,
    all_app_passwords: bool,
    new_apps: BTreeSet<Id>,
    new_app_passwords: BTreeSet<Id>,
}

/// What of a restored account came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The person was deleted.
    Person,
    /// The account was switched off.
    SwitchedOff,
    /// The account was switched on again.
    SwitchedOn,
    /// The password was changed: the old one opens nothing, a new one must be set.
    Password,
    /// An authenticator app was deleted.
    App,
    /// An authenticator app was switched off after too many wrong codes.
    AppLocked,
    /// A telephone was deleted or replaced.
    Phone,
    /// Contact methods were asked for again: the ones from before no longer count.
    AskedAgain,
    /// An app password was deleted.
    AppPassword,
    /// Two-step verification was required.
    TwoStepRequired,
    /// Two-step verification was released.
    TwoStepReleased,
    /// The role was changed.
    Role,
    /// Signing in was blocked.
    Blocked,
    /// The block was ended.
    Unblocked,
}

/// What was made since the backup and is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// A person.
    Person,
    /// An authenticator app.
    App,
    /// An app password.
    AppPassword,
}

impl Journal {
    /// Takes in the next row.
    ///
    /// # Errors
    /// [`Unknown`] event.
    pub fn note(&mut self, row: &Row) -> Result<(), Unknown> {
        let event = Event::from_key(&row.event).ok_or_else(|| Unknown {
            row: row.seq,
            event: row.event.clone(),
        })?;
        if row.outcome != "success" {
            return Ok(());
        }
        let facts: BTreeMap<String, String> =
            serde_json::from_str(&row.details).unwrap_or_default();
        if event == Event::PolicyChange {
            self.note_rules(facts.get("settings").map_or("", String::as_str));
        }
        if let Ok(subject) = row.subject.parse() {
            let since = self.people.entry(subject).or_default();
            since.note(event, row.object.parse().ok(), &facts);
        }
        Ok(())
    }

    fn note_rules(&mut self, settings: &str) {
        for changed in change::read(settings) {
            self.rules.insert(changed.setting, changed.new);
        }
    }

    /// What has happened to this person.
    pub fn of(&self, id: Id) -> Option<&Since> {
        self.people.get(&id)
    }

    /// People who were added and are not in the backup.
    pub fn added(&self) -> impl Iterator<Item = Id> {
        let added = self.people.iter().filter(|(_, s)| s.added && !s.deleted);
        added.map(|(id, _)| *id)
    }
}

impl Since {
    fn note(&mut self, event: Event, object: Option<Id>, facts: &BTreeMap<String, String>) {
        let fact = |key| facts.get(key).map_or("", String::as_str);
        match event {
            Event::UserAdd => self.added = true,
            Event::UserDelete => self.deleted = true,
            Event::UserDisable => {
                self.active = Some(false);
                self.end_app_passwords();
            }
            Event::UserEnable => self.active = Some(true),
            Event::UserChange => {
                if let Some(state) = State::from_key(fact("two_step")) {
                    self.required = Some(state.required());
                    // Whoever is enabled anew begins anew; said again it changes nothing.
                    self.grace = self.grace.filter(|_| state.required());
                }
                self.locked &= fact("changed") != "unlocked";
            }
            // What was there then counts no more, unless it was taken back.
            Event::MethodsRetire => self.again = true,
            Event::MethodsKeep => self.again = false,
            // What was asked for again is gone, and no later taking back reaches it.
            Event::MethodsDrop => self.dropped = true,
            Event::UserBlock => {
                self.block = fact("until").parse().ok().map(|until| {
                    Some(Block {
                        until: Time(until),
                        reason: fact("why").to_owned(),
                    })
                });
            }
            Event::EnrolmentSkip => self.grace = fact("since").parse().ok().map(Time),
            Event::UserUnblock => self.block = Some(None),
            Event::RoleChange => self.role = Role::from_key(fact("role")).or(self.role),
            // Changed or ended: what the backup knows opens nothing any more.
            Event::AuthnPasswordChange | Event::AuthnPasswordEnd | Event::PasswordReset => {
                self.password = true;
            }
            Event::MethodLock => self.locked = true,
            Event::MethodAdd => {
                self.grace = None;
                self.new_apps.extend(object);
                // A telephone takes the place of the one before.
                self.phones.extend(PhoneKind::from_key(fact("method")));
            }
            Event::MethodDelete => {
                if let Some(app) = object {
                    self.new_apps.remove(&app);
                    self.apps.insert(app);
                }
                self.phones.extend(PhoneKind::from_key(fact("method")));
            }
            Event::AppPasswordCreate => self.new_app_passwords.extend(object),
            Event::AppPasswordDelete => {
                if let Some(app_password) = object {
                    self.new_app_passwords.remove(&app_password);
                    self.app_passwords.insert(app_password);
                }
            }
            Event::AppPasswordDeleteAll => self.end_app_passwords(),
            // Nothing that a backup could bring back; listed, so that a new event is thought of here.
            Event::AuthnLoginSuccess
            | Event::AuthnLoginSuccessafterfail
            | Event::AuthnLoginFail
            | Event::AuthnLoginFailMax
            | Event::AuthnSecondStepFail
            | Event::AuthnOtpReplay
            | Event::AuthnPasswordChangeFail
            | Event::AuthnStepUp
            | Event::AuthnStepUpFail
            | Event::SessionEnd
            | Event::SessionEndEverywhere
            | Event::SequenceFail
            | Event::MaliciousCsrf
            | Event::MaliciousSpraying
            | Event::GatewayForgery
            | Event::GatewayTest
            | Event::EnrolmentStart
            | Event::EnrolmentComplete
            | Event::EnrolmentCancel
            | Event::PhoneSend
            | Event::PhoneSendRefuse
            | Event::PhoneOutcome
            | Event::FraudReport
            | Event::MethodRename
            // What a call begins with is a file, which no row has.
            | Event::GreetingSet
            | Event::GreetingRemove
            // A restore ends every pass and every bypass.
            | Event::PassIssue
            | Event::BypassIssue
            | Event::BypassEnd
            // And every number that waits.
            | Event::PhoneHold
            | Event::PhoneHoldStop
            | Event::HelpdeskCheck
            | Event::HelpdeskSearch
            | Event::HelpdeskView
            | Event::HelpdeskRefuse
            // What was agreed to has a row of its own when it is done.
            | Event::ApprovalAsk
            | Event::ApprovalYes
            | Event::ApprovalNo
            | Event::DefaultChange
            // A restore ends every trust.
            | Event::TrustAdd
            | Event::TrustEnd
            | Event::TrustEndAll
            | Event::MailCheckSuccess
            | Event::MailCheckFail
            | Event::LanguageChange
            | Event::PolicyChange
            | Event::KeyRotate
            | Event::KeyRetire
            | Event::Backup
            | Event::Restore
            | Event::AuditCut
            | Event::AuditExport
            | Event::AuditVerify
            | Event::PeopleExport
            // Each person has a row of their own.
            | Event::PeopleImport => {}
        }
    }

    fn end_app_passwords(&mut self) {
        self.all_app_passwords = true;
        self.new_app_passwords.clear();
    }

    /// What was made since and is not in this account.
    pub fn lost(&self) -> Vec<Lost> {
        let apps = self.new_apps.iter().map(|_| Lost::App);
        let app_passwords = self.new_app_passwords.iter().map(|_| Lost::AppPassword);
        apps.chain(app_passwords).collect()
    }
}

#[cfg(test)]
mod tests;
