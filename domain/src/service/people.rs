//! People from the outside: the command line and the CSV import. The directory owns name, title, mail
//! and office phone; the portal owns what is set up.

use super::sign_in::canonical_login;
use super::{Answer, Services};
use crate::account::{Account, Role, State};
use crate::audit::{Entry, Event, Trace};
use crate::contact::PhoneNumber;
use crate::decide::Consequences;
use crate::password;
use crate::service::ports::{Batch, Change, StoreError};
use crate::{Language, Refusal};

/// What the directory says of a person.
#[derive(Clone, Debug, Default)]
pub struct DirectoryRecord {
    /// Sign-in name as given.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Job title.
    pub title: String,
    /// Work address.
    pub mail: String,
    /// Office phone in international form, with an extension behind an `x`, or empty.
    pub office_phone: String,
    /// Language.
    pub language: Option<Language>,
}

/// A person to add.
pub struct NewPerson<'a> {
    /// The directory's part.
    pub record: DirectoryRecord,
    /// The first password.
    pub password: &'a str,
    /// Role.
    pub role: Role,
    /// Two-step verification; `enforced` is entered by itself and cannot be given.
    pub state: State,
}

/// A field of the record that cannot be stored, by its column's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {refusal}")]
pub struct FieldRefused {
    /// The column.
    pub field: &'static str,
    /// Why.
    pub refusal: Refusal,
}

fn text(
    field: &'static str,
    typed: &str,
    max: usize,
    required: bool,
) -> Result<String, FieldRefused> {
    let value = typed.trim();
    let refuse = |refusal| Err(FieldRefused { field, refusal });
    if required && value.is_empty() {
        return refuse(Refusal::Required);
    }
    if value.chars().count() > max {
        return refuse(Refusal::TooLong { max: max as u32 });
    }
    if value.chars().any(char::is_control) {
        return refuse(Refusal::BadCharacters);
    }
    Ok(value.to_owned())
}

impl DirectoryRecord {
    /// The record with every field in its stored form.
    ///
    /// # Errors
    /// [`FieldRefused`] names the column.
    pub fn checked(&self) -> Result<(Self, String, String), FieldRefused> {
        let refuse = |field, refusal| FieldRefused { field, refusal };
        let login = canonical_login(&self.login).ok_or(refuse("user", Refusal::BadCharacters))?;
        let (phone, extension) = match self.office_phone.trim().split_once(['x', 'X']) {
            Some((phone, extension)) => (phone.trim(), extension.trim()),
            None => (self.office_phone.trim(), ""),
        };
        let digits = extension.bytes().all(|b| b.is_ascii_digit()) && extension.len() <= 10;
        if !digits || (phone.is_empty() && !extension.is_empty()) {
            return Err(refuse("office_phone", Refusal::PhoneNumber));
        }
        let phone = match phone {
            "" => String::new(),
            typed => PhoneNumber::parse_international(typed)
                .map_err(|r| refuse("office_phone", r))?
                .e164()
                .to_owned(),
        };
        let mail = text("mail", &self.mail, 254, false)?;
        if !mail.is_empty()
            && !(mail.contains('@') && !mail.contains(char::is_whitespace) && !mail.contains(','))
        {
            return Err(refuse("mail", Refusal::BadCharacters));
        }
        let record = Self {
            login,
            name: text("name", &self.name, 128, true)?,
            title: text("title", &self.title, 128, false)?,
            mail,
            office_phone: String::new(),
            language: self.language,
        };
        Ok((record, phone, extension.to_owned()))
    }
}

impl Services {
    /// Adds a person.
    ///
    /// # Errors
    /// Refusals of the fields or the password; [`Refusal::NameTaken`] when the login exists.
    pub async fn add_person(&self, new: NewPerson<'_>, trace: &Trace) -> Answer<Account> {
        if new.state == State::Enforced {
            return Err(Refusal::NotAChoice.into());
        }
        let (record, office_phone, office_extension) =
            new.record.checked().map_err(|f| f.refusal)?;
        let now = self.clock.now();
        let mut account = Account {
            id: self.id(),
            version: 1,
            login: record.login,
            name: record.name,
            title: record.title,
            mail: record.mail,
            office_phone,
            office_extension,
            language: record.language,
            role: new.role,
            state: new.state,
            active: true,
            password: String::new(),
            password_changed: now,
            default: None,
            apps: Vec::new(),
            phones: Vec::new(),
            app_passwords: Vec::new(),
        };
        let text = password::judge(new.password, &account, &self.settings.passwords)?;
        account.password = self.hasher.hash(text).await?;
        let entry = self
            .actor(None, trace)
            .entry(Event::UserAdd, Some(account.id));
        let batch = Batch {
            changes: vec![Change::AddAccount(Box::new(account.clone()))],
            audit: vec![Entry {
                details: vec![
                    ("role", account.role.key().into()),
                    ("state", account.state.key().into()),
                ],
                ..entry
            }],
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Ok(()) => Ok(account),
            Err(StoreError::Conflict) => Err(Refusal::NameTaken.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// The person with this login, however it is spelled.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn person(&self, login: &str) -> Answer<Account> {
        let login = canonical_login(login).ok_or(Refusal::NotFound)?;
        Ok(self
            .store
            .account_by_login(&login)
            .await?
            .ok_or(Refusal::NotFound)?)
    }

    /// Takes over what the directory says now.
    ///
    /// # Errors
    /// Refusals of the fields.
    pub async fn set_directory(
        &self,
        account: &Account,
        record: &DirectoryRecord,
        trace: &Trace,
    ) -> Answer<()> {
        let (record, office_phone, office_extension) = record.checked().map_err(|f| f.refusal)?;
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |_, _| {
            let mut changes = vec![Change::SetDirectory {
                name: record.name.clone(),
                title: record.title.clone(),
                mail: record.mail.clone(),
                office_phone: office_phone.clone(),
                office_extension: office_extension.clone(),
            }];
            changes.extend(record.language.map(Change::SetLanguage));
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

    /// Switches an account off or on. Off ends every session and every sign-in on the way at once.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn set_active(&self, account: &Account, active: bool, trace: &Trace) -> Answer<()> {
        let actor = self.actor(None, trace);
        self.change(account.id, &actor, |_, _| {
            let mut changes = vec![Change::SetActive(active)];
            if !active {
                changes.extend([
                    Change::EndSessions { except: None },
                    Change::EndPendings,
                    Change::RemoveAppPasswords,
                ]);
            }
            let event = if active {
                Event::UserEnable
            } else {
                Event::UserDisable
            };
            Ok((
                Consequences {
                    changes,
                    records: vec![(event, None)],
                    notices: Vec::new(),
                },
                (),
            ))
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
            let state = match (required, account.apps.is_empty()) {
                (false, _) => State::Disabled,
                (true, true) => State::Enabled,
                (true, false) => State::Enforced,
            };
            let records = vec![(Event::UserChange, None)];
            Ok((
                Consequences {
                    changes: vec![Change::SetState(state)],
                    records,
                    notices: Vec::new(),
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
