//! The helpdesk at work: find somebody, see their set-up, do something for them. What takes a [`Staff`]
//! cannot be called without the right; whose account it may be is judged where the change is written.

mod check;
mod pass;
mod reset;
mod second;
mod shown;

pub use check::ReadFrom;
pub(super) use reset::temporary;

use std::collections::BTreeMap;

use super::activity::ROWS;
use super::{Actor, Answer, Caller, Services};
use crate::account::Account;
use crate::audit::{Entry, Event, Row, Trace};
use crate::decide::{self, Wish};
use crate::desk::{self, Aid, Duty, Identity};
use crate::lockout::{Sending, Verdict};
use crate::name::{self, Label};
use crate::policy::Policy;
use crate::service::ports::{Change, Person};
use crate::session::within;
use crate::time::Span;
use crate::trust::Trust;
use crate::{Id, Refusal, Time, search};

pub use second::Requested;

/// The longest note about how a caller was known.
const LONGEST_NOTE: u32 = 500;

/// A member of the staff at a duty that their role has.
#[derive(Clone, Copy, Debug)]
pub struct Staff<'a> {
    caller: &'a Caller,
    duty: Duty,
}

impl Staff<'_> {
    /// Refuses whoever came with another duty than this one.
    pub(super) fn must(&self, duty: Duty) -> Result<(), Refusal> {
        if self.duty == duty {
            Ok(())
        } else {
            Err(Refusal::NotFound)
        }
    }
}

impl std::ops::Deref for Staff<'_> {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        self.caller
    }
}

/// How the helpdesk knew who was calling (A.10). Stands in the record beside what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    identity: Identity,
    ticket: Label,
    note: String,
    /// The second yes, where the person is one of the staff.
    second: Option<second::Leave>,
}

impl Known {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is wrong: `identity`, `ticket`, `note`.
    pub fn parse(
        identity: &str,
        ticket: &str,
        note: &str,
    ) -> Result<Self, Vec<(&'static str, Refusal)>> {
        let mut problems = Vec::new();
        let identity = Identity::from_key(identity);
        if identity.is_none() {
            problems.push(("identity", Refusal::Required));
        }
        let ticket = Label::parse(ticket).map_err(|refusal| problems.push(("ticket", refusal)));
        let note = free_text(note).map_err(|refusal| problems.push(("note", refusal)));
        match (identity, ticket, note) {
            (Some(identity), Ok(ticket), Ok(note)) => Ok(Self {
                identity,
                ticket,
                note,
                second: None,
            }),
            _ => Err(problems),
        }
    }

    /// Whether they stand in front of the helpdesk.
    pub(super) fn in_person(&self) -> bool {
        self.identity == Identity::InPerson
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("identity", self.identity.key().to_owned()),
            ("ticket", self.ticket.to_string()),
        ];
        if !self.note.is_empty() {
            facts.push(("note", self.note.clone()));
        }
        facts.extend(self.second.iter().map(second::Leave::fact));
        facts
    }
}

/// What the staff write in their own words; empty is fine.
///
/// # Errors
/// [`Refusal::TooLong`] or [`Refusal::BadCharacters`].
pub fn free_text(typed: &str) -> Result<String, Refusal> {
    let text = typed.trim().replace(['\r', '\n', '\t'], " ");
    if text.chars().count() > LONGEST_NOTE as usize {
        return Err(Refusal::TooLong { max: LONGEST_NOTE });
    }
    if text.chars().any(name::forbidden) {
        return Err(Refusal::BadCharacters);
    }
    Ok(text)
}

/// A person as the helpdesk sees them. Nothing in it opens anything.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The person; pages show masked numbers and no more.
    pub account: Account,
    /// The rules in force.
    pub policy: Policy,
    /// When this was read.
    pub now: Time,
    /// Trusted browsers that count now.
    pub trusts: Vec<Trust>,
    /// Sessions: since when, and when last seen.
    pub sessions: Vec<(Time, Time)>,
    /// The wait after wrong passwords or codes, where there is one.
    pub wait: Option<Span>,
    /// The newest rows of the record about this person.
    pub rows: Vec<Row>,
    /// The names of others who stand in those rows.
    pub names: BTreeMap<String, String>,
}

impl Services {
    /// The caller as one of the staff at this duty.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever does not have the duty, as for a page that does not exist;
    /// [`Refusal::ProofNeeded`] where something is changed and password and a code of an app were not
    /// given within five minutes.
    pub fn staff<'a>(&self, caller: &'a Caller, duty: Duty) -> Result<Staff<'a>, Refusal> {
        if !duty.of(caller.account.role) {
            return Err(Refusal::NotFound);
        }
        let session = &caller.session;
        let proven = session.strong && within(session.proof, self.clock.now(), desk::PROOF);
        if duty.acts() && !proven {
            return Err(Refusal::ProofNeeded);
        }
        Ok(Staff { caller, duty })
    }

    /// People whose name, user name or mail address begins like this.
    ///
    /// # Errors
    /// [`Refusal::SearchShort`].
    pub async fn find_people(
        &self,
        staff: &Staff<'_>,
        typed: &str,
        trace: &Trace,
    ) -> Answer<Vec<Person>> {
        let term = search::fold(typed);
        if term.chars().count() < search::FEWEST {
            return Err(Refusal::SearchShort {
                min: search::FEWEST as u32,
            }
            .into());
        }
        let found = self.store.find_people(&term, desk::FOUND).await?;
        let actor = self.actor(Some(&staff.account), trace);
        // What was typed may be anybody's name, so only how many were found is kept.
        self.record(Entry {
            details: vec![("found", found.len().to_string())],
            ..actor.entry(Event::HelpdeskSearch, None)
        })
        .await?;
        Ok(found)
    }

    /// Somebody's set-up. Every view is recorded and counted.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; [`Refusal::SlowDown`] for whoever looks at too many people.
    pub async fn see_person(&self, staff: &Staff<'_>, id: Id, trace: &Trace) -> Answer<Seen> {
        let account = self.store.account(id).await?.ok_or(Refusal::NotFound)?;
        // Without this view, which is no news to who looks.
        let rows = self.store.record_of(id, ROWS).await?;
        self.count_view(staff, id, trace).await?;
        let now = self.clock.now();
        let (_, policy) = self.policy().await?;
        let mut trusts = self.store.trusts(id).await?;
        trusts.retain(|one| one.alive(&policy, now));
        let names = self.names_in(&rows).await?;
        Ok(Seen {
            sessions: self.store.sessions_of(id).await?,
            wait: self.wait_of(&account, now).await?,
            now,
            account,
            policy,
            trusts,
            rows,
            names,
        })
    }

    /// Records and counts that somebody's set-up is looked at, wherever it is shown.
    ///
    /// # Errors
    /// [`Refusal::SlowDown`] for whoever looks at too many people; that is recorded too.
    pub async fn count_view(&self, staff: &Staff<'_>, id: Id, trace: &Trace) -> Answer<()> {
        let actor = self.actor(Some(&staff.account), trace);
        let key = [b"hv:".as_slice(), &staff.account.id.0].concat();
        let rule = Sending::at_most(desk::VIEWS, Span::hours(1));
        if let (_, Verdict::Wait(span)) = self.reserve(&key, rule, actor.now).await? {
            let entry = actor.failure(Event::HelpdeskView, Some(id), "too_many");
            let seconds = span.wait_seconds();
            return self.refuse(entry, Refusal::SlowDown { seconds }).await;
        }
        self.record(actor.entry(Event::HelpdeskView, Some(id)))
            .await
    }

    /// How long the person waits after wrong passwords or codes.
    async fn wait_of(&self, account: &Account, now: Time) -> Answer<Option<Span>> {
        let keys = [
            self.password_counter(Some(account), None, None),
            super::code::counter(account.id),
            super::phone::counter(account.id),
        ];
        let mut longest = None;
        for key in keys {
            let counter = self.store.counter(&key).await?;
            let left = counter.map(|counter| counter.until.since(now));
            longest = longest.max(left.filter(|left| *left > Span::seconds(0)));
        }
        Ok(longest)
    }

    /// Does something for a person.
    ///
    /// # Errors
    /// [`Refusal::OnOneself`], [`Refusal::HigherRank`] or [`Refusal::SecondPerson`], all of them recorded;
    /// the refusals of [`decide::help`].
    pub async fn help(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        wish: &Wish,
        known: &Known,
        trace: &Trace,
    ) -> Answer<()> {
        self.help_and(staff, subject, wish, known, Vec::new(), trace)
            .await
    }

    async fn help_and(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        wish: &Wish,
        known: &Known,
        more: Vec<Change>,
        trace: &Trace,
    ) -> Answer<()> {
        self.help_telling(staff, subject, wish, known, (more, None), trace)
            .await
    }

    /// The person, whom this member of the staff may help, alone or with the second yes to this wish; a
    /// refusal is recorded.
    pub(super) async fn may_help(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        second: Option<(&Known, &Wish)>,
        actor: &Actor,
    ) -> Answer<Account> {
        staff.must(Duty::Help)?;
        let account = self
            .store
            .account(subject)
            .await?
            .ok_or(Refusal::NotFound)?;
        let refusal = match second {
            Some((known, wish)) => known.act_refusal(&staff.account, &account, wish),
            None => desk::act_refusal(&staff.account, &account),
        };
        match refusal {
            None => Ok(account),
            Some(refusal) => {
                let entry = actor.failure(Event::HelpdeskRefuse, Some(subject), "rank");
                self.refuse(entry, refusal).await
            }
        }
    }

    /// The same with changes of its own, and with the token of a link in the message.
    pub(super) async fn help_telling(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        wish: &Wish,
        known: &Known,
        (more, token): (Vec<Change>, Option<&[u8]>),
        trace: &Trace,
    ) -> Answer<()> {
        let mut actor = self.actor(Some(&staff.account), trace);
        self.may_help(staff, subject, Some((known, wish)), &actor)
            .await?;
        self.believe(staff, subject, known).await?;
        actor.said = known.facts();
        actor.said.extend(wish.facts());
        actor.token = token.map_or_else(Vec::new, |token| self.seal_token(subject, token));
        self.change(subject, &actor, |account, policy| {
            // The roles may have changed since they were read.
            if let Some(refusal) = known.act_refusal(&staff.account, account, wish) {
                return Err(refusal);
            }
            let mut out = decide::help(account, policy, wish, actor.now)?;
            if matches!(
                wish.aid(),
                Aid::Unlock | Aid::ProvideAgain | Aid::Pass | Aid::ResetPassword
            ) {
                let waits = [
                    super::code::counter(account.id),
                    super::phone::counter(account.id),
                    pass::counter(account.id),
                ];
                out.changes.extend(waits.map(Change::ClearCounter));
            }
            // Who is helped to a new password or out of a wait is not held up by wrong ones from before,
            // in whichever browser they were typed.
            if matches!(wish.aid(), Aid::Unlock | Aid::ResetPassword) {
                let key = self.password_counter(Some(account), None, None);
                out.changes.push(Change::ClearCounter(key));
                let known = super::sign_in::known_devices(account.id);
                out.changes.push(Change::ClearCounters(known));
            }
            out.changes
                .extend(known.second.iter().map(second::Leave::used));
            for change in &more {
                if let Change::PutChallenge(text) = change {
                    out.records.push((Event::PhoneSend, Some(text.id)));
                }
                out.changes.push(change.clone());
            }
            Ok((out, ()))
        })
        .await
    }

    /// Lets people be found who are from before the search; how many there were this time.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn index_people(&self) -> Answer<usize> {
        let people = self.store.unindexed_people(500).await?;
        let count = people.len();
        if count > 0 {
            self.store.index_people(people).await?;
        }
        Ok(count)
    }
}
