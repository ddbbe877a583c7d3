//! The list of people, quick steps for several of them (F-142), and how many have set up what. A page of the
//! list costs the same however many people there are: where no index leads to those who are wanted, a
//! stretch is searched and the reader asks for more. Everybody is counted at most once a minute.

use async_lock::Mutex;

use super::{Answer, Services, Staff, canonical_login};
use crate::account::Account;
use crate::audit::{Entry, Event, Trace};
use crate::desk::{Duty, act_refusal};
use crate::roster::{Group, QuickStep, Selection};
use crate::service::ports::Listed;
use crate::session::within;
use crate::time::Span;
use crate::{Id, Refusal, Time, decide, search};

/// People that are looked at in one question to the store, and how often for one page.
const STRETCH: u32 = 20_000;
const STRETCHES: u32 = 10;

/// How long figures stand before everybody is counted again.
const MEMORY: Span = Span::seconds(60);

/// Everybody as last counted; whoever comes while they are being counted waits for the result.
#[derive(Default)]
pub(super) struct Counted(Mutex<Option<Figures>>);

/// Everybody by what they have set up.
#[derive(Clone, Debug)]
pub struct Figures {
    /// When they were counted.
    pub at: Time,
    /// The groups.
    pub groups: Vec<Group>,
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Who fits, by sign-in name.
    pub people: Vec<Listed>,
    /// Behind which sign-in name the next page begins; `None` at the end. Fewer people than were asked for
    /// are no end.
    pub next: Option<String>,
}

/// A selection by somebody who may see the list.
#[derive(Clone, Debug)]
pub struct Viewing(Selection);

impl Services {
    /// The list as this person of the staff may see it.
    ///
    /// # Errors
    /// [`Refusal::SearchShort`] for the beginning of a name; an empty one does not matter.
    pub fn view_people(&self, staff: &Staff<'_>, mut wanted: Selection) -> Answer<Viewing> {
        staff.must(Duty::Oversee)?;
        let folded = wanted.begins.as_deref().map(search::fold);
        wanted.begins = folded.filter(|begins| !begins.is_empty());
        let few = |begins: &String| begins.chars().count() < search::FEWEST;
        if wanted.begins.as_ref().is_some_and(few) {
            let min = search::FEWEST as u32;
            return Err(Refusal::SearchShort { min }.into());
        }
        Ok(Viewing(wanted))
    }

    /// The same for taking along, which is recorded: what is known of whom has left the house, and with whom.
    /// What was typed may be anybody's name, so only that there was something is kept.
    ///
    /// # Errors
    /// As for [`Services::view_people`].
    pub async fn export_people(
        &self,
        staff: &Staff<'_>,
        wanted: Selection,
        trace: &Trace,
    ) -> Answer<Viewing> {
        let viewing = self.view_people(staff, wanted)?;
        let wanted = &viewing.0;
        let facts = [
            ("state", wanted.state.map(|state| state.key().to_owned())),
            ("active", wanted.active.map(|active| active.to_string())),
            ("role", wanted.role.map(|role| role.key().to_owned())),
            ("holds", wanted.holds.map(|holds| holds.key().to_owned())),
            ("begins", wanted.begins.as_ref().map(|_| "set".to_owned())),
        ];
        let facts = facts.into_iter();
        let actor = self.actor(Some(&staff.account), trace);
        self.record(Entry {
            details: facts.filter_map(|(key, fact)| Some((key, fact?))).collect(),
            ..actor.entry(Event::PeopleExport, None)
        })
        .await?;
        Ok(viewing)
    }

    /// People behind this sign-in name, at most so many.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn people(&self, viewing: &Viewing, after: &str, most: u32) -> Answer<Found> {
        let wanted = &viewing.0;
        let mut after = canonical_login(after).unwrap_or_default();
        let mut people: Vec<Listed> = Vec::new();
        for _ in 0..STRETCHES {
            // One more than wanted tells whether there are more.
            let missing = most.saturating_add(1).saturating_sub(people.len() as u32);
            let leg = self.store.roster(wanted, &after, missing, STRETCH).await?;
            people.extend(leg.people);
            if people.len() > most as usize {
                people.truncate(most as usize);
                let next = people.last().map(|one| one.person.login.clone());
                return Ok(Found { people, next });
            }
            match leg.reached {
                Some(reached) => after = reached,
                None => return Ok(Found { people, next: None }),
            }
        }
        Ok(Found {
            people,
            next: Some(after),
        })
    }

    /// How many have set up what, at most a minute old.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn figures(&self, staff: &Staff<'_>) -> Answer<Figures> {
        staff.must(Duty::Oversee)?;
        let mut kept = self.counted.0.lock().await;
        let now = self.clock.now();
        if let Some(figures) = kept.as_ref().filter(|kept| within(kept.at, now, MEMORY)) {
            return Ok(figures.clone());
        }
        let groups = self.store.groups().await?;
        let figures = Figures { at: now, groups };
        *kept = Some(figures.clone());
        Ok(figures)
    }

    /// Whom a quick step is for, each once, and why it does not touch some of them. Whoever is gone is left
    /// out.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn preview(
        &self,
        staff: &Staff<'_>,
        ids: &[Id],
        step: QuickStep,
    ) -> Answer<Vec<(Account, Option<Refusal>)>> {
        staff.must(Duty::Govern)?;
        let mut people: Vec<(Account, Option<Refusal>)> = Vec::new();
        for id in ids {
            if people.iter().any(|(one, _)| one.id == *id) {
                continue;
            }
            if let Some(account) = self.store.account(*id).await? {
                let refusal = act_refusal(&staff.account, &account);
                let refusal = refusal.or_else(|| decide::quick_step(&account, step).err());
                people.push((account, refusal));
            }
        }
        Ok(people)
    }

    /// Does a quick step for one person.
    ///
    /// # Errors
    /// [`Refusal::OnOneself`], [`Refusal::HigherRank`] or [`Refusal::SecondPerson`], all of them recorded;
    /// [`Refusal::AlreadySo`].
    pub async fn quick_step(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        step: QuickStep,
        trace: &Trace,
    ) -> Answer<()> {
        staff.must(Duty::Govern)?;
        let actor = self.actor(Some(&staff.account), trace);
        let account = self.store.account(subject).await?;
        let account = account.ok_or(Refusal::NotFound)?;
        if let Some(refusal) = act_refusal(&staff.account, &account) {
            let entry = actor.failure(Event::HelpdeskRefuse, Some(subject), "rank");
            return self.refuse(entry, refusal).await;
        }
        self.change(subject, &actor, |account, _| {
            // The roles may have changed since they were read.
            if let Some(refusal) = act_refusal(&staff.account, account) {
                return Err(refusal);
            }
            Ok((decide::quick_step(account, step)?, ()))
        })
        .await
    }
}
