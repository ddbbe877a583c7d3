//! People from the outside: the command line and the CSV import. The directory owns name, title, mail
//! and office phone; the portal owns what is set up.

use super::sign_in::canonical_login;
use super::{Answer, Services};
use crate::account::{Account, Role, State};
use crate::audit::{Entry, Event, Trace};
use crate::contact::{self, PhoneNumber};
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
        let extension = contact::extension(extension)
            .map_err(|_| refuse("office_phone", Refusal::PhoneNumber))?;
        if phone.is_empty() && !extension.is_empty() {
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
            name: record.name,
            title: record.title,
            mail: record.mail,
            office_phone,
            office_extension,
            language: record.language,
            role: new.role,
            state: new.state,
            ..Account::new(self.id(), record.login, self.clock.now())
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
        self.change(account.id, &actor, |account, policy| {
            // Where people give their own number, a directory that knows none takes none away.
            let own = !policy.directory_owns_office_phone && office_phone.is_empty();
            let (phone, extension) = if own {
                (&account.office_phone, &account.office_extension)
            } else {
                (&office_phone, &office_extension)
            };
            let mut changes = vec![Change::SetDirectory {
                name: record.name.clone(),
                title: record.title.clone(),
                mail: record.mail.clone(),
                office_phone: phone.clone(),
                office_extension: extension.clone(),
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
}
