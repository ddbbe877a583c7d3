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
    /// The first password, if there is one yet.
    pub password: Option<&'a str>,
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
    if value.chars().any(crate::name::forbidden) {
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
        let plain = mail.contains('@') && !mail.contains(|c: char| c.is_whitespace() || c == ',');
        if !mail.is_empty() && !plain {
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
    /// The account that a new person gets; without a password nobody can sign in with it yet.
    async fn prepare_person(&self, new: &NewPerson<'_>) -> Answer<Result<Account, FieldRefused>> {
        let refuse = |field, refusal| Ok(Err(FieldRefused { field, refusal }));
        if new.state == State::Enforced {
            return refuse("state", Refusal::NotAChoice);
        }
        let (record, office_phone, office_extension) = match new.record.checked() {
            Ok(checked) => checked,
            Err(refused) => return Ok(Err(refused)),
        };
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
            password_changed: self.clock.now(),
            default: None,
            apps: Vec::new(),
            phones: Vec::new(),
            app_passwords: Vec::new(),
        };
        if self.store.account_by_login(&account.login).await?.is_some() {
            return refuse("user", Refusal::NameTaken);
        }
        if let Some(typed) = new.password {
            match password::judge(typed, &account, &self.settings.passwords) {
                Ok(text) => account.password = self.hasher.hash(text).await?,
                Err(refusal) => return refuse("password", refusal),
            }
        }
        Ok(Ok(account))
    }

    /// What [`Services::add_people`] would refuse.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn check_people(
        &self,
        people: &[NewPerson<'_>],
    ) -> Answer<Vec<(usize, FieldRefused)>> {
        Ok(self.prepare_people(people).await?.err().unwrap_or_default())
    }

    async fn prepare_people(
        &self,
        people: &[NewPerson<'_>],
    ) -> Answer<Result<Vec<Account>, Vec<(usize, FieldRefused)>>> {
        let (mut accounts, mut refused) = (Vec::new(), Vec::new());
        let mut logins = std::collections::HashSet::new();
        for (place, person) in people.iter().enumerate() {
            match self.prepare_person(person).await? {
                Ok(account) if !logins.insert(account.login.clone()) => {
                    refused.push((
                        place,
                        FieldRefused {
                            field: "user",
                            refusal: Refusal::NameTaken,
                        },
                    ));
                }
                Ok(account) => accounts.push(account),
                Err(problem) => refused.push((place, problem)),
            }
        }
        Ok(if refused.is_empty() {
            Ok(accounts)
        } else {
            Err(refused)
        })
    }

    /// Adds people, all or none.
    ///
    /// # Errors
    /// The inner one lists every refused field with the person's place in the list, from 0; the outer
    /// one is a store that does not answer, or a login that was taken meanwhile.
    pub async fn add_people(
        &self,
        people: &[NewPerson<'_>],
        trace: &Trace,
    ) -> Answer<Result<Vec<Account>, Vec<(usize, FieldRefused)>>> {
        let accounts = match self.prepare_people(people).await? {
            Ok(accounts) => accounts,
            Err(refused) => return Ok(Err(refused)),
        };
        let actor = self.actor(None, trace);
        let entry = |a: &Account| Entry {
            details: vec![
                ("role", a.role.key().into()),
                ("state", a.state.key().into()),
            ],
            ..actor.entry(Event::UserAdd, Some(a.id))
        };
        let batch = Batch {
            changes: accounts
                .iter()
                .map(|a| Change::AddAccount(Box::new(a.clone())))
                .collect(),
            audit: accounts.iter().map(entry).collect(),
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Ok(()) => Ok(Ok(accounts)),
            Err(StoreError::Conflict) => Err(Refusal::NameTaken.into()),
            Err(error) => Err(error.into()),
        }
    }

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
                Change::EndSessions { except: None },
                Change::EndPendings,
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
                    records: vec![(Event::AuthnPasswordChange, None)],
                    notices,
                },
                (),
            ))
        })
        .await
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
            changes.push(Change::ClearCounter(self.password_counter(
                Some(account),
                None,
                None,
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
            changes.extend([
                Change::SetDefault(None),
                Change::SetState(state),
                Change::RemoveAppPasswords,
                Change::EndSessions { except: None },
                Change::EndPendings,
                Change::ClearCounter(super::code::counter(account.id)),
            ]);
            let records = account
                .apps
                .iter()
                .map(|a| (Event::MethodDelete, Some(a.id)))
                .collect();
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

    /// After a restore: every session and sign-in on the way ends, and codes up to now are spent, so
    /// that nothing comes back to life. Tells how many people there are.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn after_restore(&self, trace: &Trace) -> Answer<u64> {
        let actor = self.actor(None, trace);
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let people = self.store.people(&after, 500).await?;
            let Some(last) = people.last() else { break };
            after.clone_from(&last.login);
            for person in &people {
                let step = actor.now.unix_seconds() / 30 + 1;
                self.change(person.id, &actor, |account, _| {
                    let floor = account.apps.iter().filter(|a| a.last_step < step);
                    let mut changes: Vec<Change> = floor
                        .map(|a| Change::UseApp {
                            app: a.id,
                            step,
                            at: actor.now,
                        })
                        .collect();
                    changes.extend([Change::EndSessions { except: None }, Change::EndPendings]);
                    Ok((
                        Consequences {
                            changes,
                            ..Consequences::default()
                        },
                        (),
                    ))
                })
                .await?;
                count += 1;
            }
        }
        self.record(actor.entry(Event::Restore, None)).await?;
        Ok(count)
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
