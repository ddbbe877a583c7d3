//! A file of people (flows, 3.2): what it would do, and doing it, the whole file or nothing. The shell and the
//! administration's page read it by the same rules. Between the question and the answer the page's file is
//! kept sealed, for ten minutes and for this browser alone, and it is judged anew when the answer comes.

mod file;
mod sheet;
mod upload;

use std::collections::HashMap;

use zeroize::Zeroizing;

pub use file::{File, Row, Terms};
pub use upload::Upload;

use super::{Actor, Answer, Services, Staff};
use crate::account::{Account, State};
use crate::audit::{Entry, Event, Trace};
use crate::desk::Duty;
use crate::import::{Column, Problem, Why};
use crate::password;
use crate::service::ports::{Batch, Change, Listed, StoreError};
use crate::session::RevealKind;
use crate::{Id, Refusal, Time};

/// Sign-in names that are looked up at once.
const CHUNK: usize = 1_000;

/// How often a file is judged anew because somebody else was first.
const TELLINGS: usize = 4;

/// What a file would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// People it would add.
    pub added: usize,
    /// People it would change.
    pub changed: usize,
    /// People whom it tells nothing new of.
    pub same: usize,
    /// What is wrong; then it does nothing. In the order of the lines.
    pub problems: Vec<Problem>,
    steps: Vec<Step>,
}

/// What one line does.
#[derive(Debug)]
enum Step {
    Add(Box<Account>, Option<Zeroizing<String>>),
    Change {
        id: Id,
        version: i64,
        changes: Vec<Change>,
        facts: Vec<(&'static str, String)>,
    },
}

/// The account that a line adds; without a password nobody can sign in with it yet.
fn new_account(id: Id, row: &Row, now: Time) -> Account {
    let (office_phone, office_extension) = row.office_phone.clone().unwrap_or_default();
    Account {
        name: row.name.clone(),
        title: row.title.clone().unwrap_or_default(),
        mail: row.mail.clone().unwrap_or_default(),
        office_phone,
        office_extension,
        language: row.language,
        role: row.role.unwrap_or_default(),
        state: row.state.unwrap_or_default(),
        ..Account::new(id, row.login.clone(), now)
    }
}

/// What a line says anew of somebody who is there, with the facts of its record. `keep` is whether an office
/// phone stays that the file does not know.
fn news(row: &Row, known: &Listed, keep: bool) -> (Vec<Change>, Vec<(&'static str, String)>) {
    let (mut changes, mut facts) = (Vec::new(), Vec::new());
    let person = &known.person;
    let title = row.title.as_ref().unwrap_or(&known.title);
    let mail = row.mail.as_ref().unwrap_or(&person.mail);
    let phone = row.office_phone.as_ref();
    let phone = phone.filter(|(phone, _)| !(keep && phone.is_empty()));
    let old = (known.office_phone.clone(), known.office_extension.clone());
    let phone = phone.unwrap_or(&old);
    let same = row.name == person.name && *title == known.title;
    if !(same && *mail == person.mail && *phone == old) {
        changes.push(Change::SetDirectory {
            name: row.name.clone(),
            title: title.clone(),
            mail: mail.clone(),
            office_phone: phone.0.clone(),
            office_extension: phone.1.clone(),
        });
        facts.push(("changed", "directory".to_owned()));
    }
    if let Some(language) = row.language.filter(|one| known.language != Some(*one)) {
        changes.push(Change::SetLanguage(language));
        facts.push(("language", language.tag().to_owned()));
    }
    // Who is enforced is enabled and more; only a set-up leads there.
    if let Some(state) = row
        .state
        .filter(|one| one.required() != person.state.required())
    {
        changes.push(Change::SetState(state));
        facts.push(("two_step", state.key().to_owned()));
    }
    (changes, facts)
}

impl Services {
    /// What this file would do now.
    async fn plan(&self, file: &File, terms: Terms) -> Answer<Plan> {
        let (_, policy) = self.policy().await?;
        let mut plan = Plan {
            problems: file.problems.clone(),
            ..Plan::default()
        };
        for rows in file.rows.chunks(CHUNK) {
            let logins: Vec<String> = rows.iter().map(|row| row.login.clone()).collect();
            let known = self.store.listed(&logins).await?.into_iter();
            let known: HashMap<String, Listed> =
                known.map(|one| (one.person.login.clone(), one)).collect();
            for row in rows {
                let done = match known.get(&row.login) {
                    None => self.add_row(row, terms),
                    Some(_) if terms == Terms::Shell => Err((Column::User, Why::Taken)),
                    Some(known) => change_row(row, known, !policy.directory_owns_office_phone),
                };
                match done {
                    Ok(Some(step)) => {
                        match &step {
                            Step::Add(..) => plan.added += 1,
                            Step::Change { .. } => plan.changed += 1,
                        }
                        plan.steps.push(step);
                    }
                    Ok(None) => plan.same += 1,
                    Err((column, why)) => plan.problems.push(Problem {
                        line: row.line,
                        column: Some(column),
                        why,
                    }),
                }
            }
        }
        plan.problems.sort_by_key(|problem| problem.line);
        Ok(plan)
    }

    fn add_row(&self, row: &Row, terms: Terms) -> Result<Option<Step>, (Column, Why)> {
        if row.state == Some(State::Enforced) {
            return Err((Column::State, Why::Enforced));
        }
        if terms == Terms::Page && row.role.is_some_and(|role| role.is_staff()) {
            return Err((Column::Role, Why::RoleGiven));
        }
        let account = new_account(self.id(), row, self.clock.now());
        let judge = |typed: &Zeroizing<String>| {
            password::judge(typed, &account, &self.settings.passwords)
                .map_err(|refusal| (Column::Password, Why::Password(refusal)))
        };
        let password = row.password.as_ref().map(judge).transpose()?;
        Ok(Some(Step::Add(Box::new(account), password)))
    }

    /// What this file would add, from a shell.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn check_file(&self, file: &File) -> Answer<Plan> {
        self.plan(file, Terms::Shell).await
    }

    /// Adds the people of a file from a shell, all or none: where there are problems, none.
    ///
    /// # Errors
    /// As for [`Services::check_file`]; [`Refusal::ChangedMeanwhile`].
    pub async fn import_file(&self, file: &File, trace: &Trace) -> Answer<Plan> {
        let actor = self.actor(None, trace);
        self.import(file, Terms::Shell, &actor, Vec::new()).await
    }

    /// What this file would add and change, for the page.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn check_upload(&self, staff: &Staff<'_>, file: &File) -> Answer<Plan> {
        staff.must(Duty::Govern)?;
        let _turn = self.importing.lock().await;
        self.plan(file, Terms::Page).await
    }

    /// Adds and changes the people of a file, all or none: where there are problems, none. The file that was
    /// kept is gone afterwards, so that an answer counts once.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`]; when the store does not answer.
    pub async fn import_upload(
        &self,
        staff: &Staff<'_>,
        file: &File,
        trace: &Trace,
    ) -> Answer<Plan> {
        staff.must(Duty::Govern)?;
        let _turn = self.importing.lock().await;
        let actor = self.actor(Some(&staff.account), trace);
        let end = vec![Change::EndReveal(staff.session.hash, RevealKind::Import)];
        self.import(file, Terms::Page, &actor, end).await
    }

    async fn import(
        &self,
        file: &File,
        terms: Terms,
        actor: &Actor,
        more: Vec<Change>,
    ) -> Answer<Plan> {
        for _ in 0..TELLINGS {
            let mut plan = self.plan(file, terms).await?;
            if !plan.problems.is_empty() {
                return Ok(plan);
            }
            let mut batch = self.batch_of(&mut plan, actor).await?;
            batch.changes.extend(more.iter().cloned());
            match self.store.commit(batch).await {
                Ok(()) => return Ok(plan),
                // Somebody was added or changed since: the file may say something else now.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::ChangedMeanwhile.into())
    }

    /// Everything that the file does in one batch: a row of the record for each person, and one for the file.
    async fn batch_of(&self, plan: &mut Plan, actor: &Actor) -> Answer<Batch> {
        let mut batch = Batch::default();
        for step in std::mem::take(&mut plan.steps) {
            match step {
                Step::Add(mut account, password) => {
                    if let Some(password) = password {
                        account.password = self.hasher.hash(password).await?;
                    }
                    let details = vec![
                        ("role", account.role.key().into()),
                        ("state", account.state.key().into()),
                    ];
                    batch.audit.push(Entry {
                        details,
                        ..actor.entry(Event::UserAdd, Some(account.id))
                    });
                    batch.changes.push(Change::AddAccount(account));
                }
                Step::Change {
                    id,
                    version,
                    changes,
                    facts,
                } => {
                    batch.audit.push(Entry {
                        details: facts,
                        ..actor.entry(Event::UserChange, Some(id))
                    });
                    batch.changes.push(Change::Turn(id, version));
                    batch.changes.extend(changes);
                }
            }
        }
        batch.audit.push(Entry {
            details: vec![
                ("added", plan.added.to_string()),
                ("changed", plan.changed.to_string()),
                ("same", plan.same.to_string()),
            ],
            ..actor.entry(Event::PeopleImport, None)
        });
        Ok(batch)
    }
}

/// What a line does to somebody who is there: nothing to the staff, and no role.
fn change_row(row: &Row, known: &Listed, keep: bool) -> Result<Option<Step>, (Column, Why)> {
    let person = &known.person;
    if row.role.is_some_and(|role| role != person.role) {
        return Err((Column::Role, Why::RoleGiven));
    }
    if row.state == Some(State::Enforced) && person.state != State::Enforced {
        return Err((Column::State, Why::Enforced));
    }
    let (changes, facts) = news(row, known, keep);
    if changes.is_empty() {
        return Ok(None);
    }
    if person.role.is_staff() {
        return Err((Column::User, Why::Staff));
    }
    Ok(Some(Step::Change {
        id: person.id,
        version: known.version,
        changes,
        facts,
    }))
}
