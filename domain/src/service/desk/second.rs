//! The second yes (A.10, A-109): asking for it, giving it, and carrying out what was agreed to.

use super::{Known, Staff};
use crate::account::Account;
use crate::approval::{Approval, KEPT, LISTED, Request, Verdict};
use crate::audit::{Event, Trace};
use crate::decide::{self, Wish};
use crate::desk::{Duty, RequestStage, act_refusal};
use crate::name::Label;
use crate::service::ports::{Batch, Change, StoreError};
use crate::service::{Answer, Services};
use crate::{Id, Refusal};

/// A yes that was given, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leave {
    approval: Id,
    asked_by: Id,
    subject: Id,
    wish: Wish,
    agreed_by: Id,
}

impl Leave {
    /// What stands in the record beside what was done.
    pub(super) fn fact(&self) -> (&'static str, String) {
        ("agreed_by", self.agreed_by.to_string())
    }

    /// It counts once.
    pub(super) fn used(&self) -> Change {
        Change::UseApproval(self.approval)
    }
}

impl Known {
    /// Why this member of the staff may not do this for this person: as [`act_refusal`], unless a second
    /// person has agreed to exactly this.
    pub(super) fn act_refusal(
        &self,
        staff: &Account,
        subject: &Account,
        wish: &Wish,
    ) -> Option<Refusal> {
        let agreed = |leave: &Leave| {
            leave.asked_by == staff.id && leave.subject == subject.id && leave.wish.same(wish)
        };
        act_refusal(staff, subject).filter(|refusal| {
            *refusal != Refusal::SecondPerson || !self.second.as_ref().is_some_and(agreed)
        })
    }
}

/// A request with the people who stand in it.
#[derive(Clone, Debug)]
pub struct Requested {
    /// The request.
    pub approval: Approval,
    /// For whom.
    pub subject: Account,
    /// Who asked.
    pub asked_by: Account,
    /// Who answered.
    pub answered_by: Option<Account>,
    /// How far it has come.
    pub stage: RequestStage,
    /// The reader may say yes.
    pub may_agree: bool,
    /// The reader may say no, or withdraw it.
    pub may_decline: bool,
    /// The reader may carry it out.
    pub may_do: bool,
}

impl Services {
    /// Asks for a second yes; nothing is done yet.
    ///
    /// # Errors
    /// [`Refusal::OnOneself`] and [`Refusal::HigherRank`], recorded; [`Refusal::NotAChoice`] where no second
    /// yes is needed; the refusals of [`decide::help`].
    pub async fn ask_second(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        wish: &Wish,
        known: &Known,
        trace: &Trace,
    ) -> Answer<Id> {
        staff.must(Duty::Help)?;
        let mut actor = self.actor(Some(&staff.account), trace);
        let account = self.store.account(subject).await?;
        let account = account.ok_or(Refusal::NotFound)?;
        match act_refusal(&staff.account, &account) {
            Some(Refusal::SecondPerson) => {}
            Some(refusal) => {
                let entry = actor.failure(Event::HelpdeskRefuse, Some(subject), "rank");
                return self.refuse(entry, refusal).await;
            }
            None => return Err(Refusal::NotAChoice.into()),
        }
        // A number would have to wait where somebody could read it.
        if !wish.aid().by_two() {
            return Err(Refusal::NotAChoice.into());
        }
        self.believe(staff, subject, known).await?;
        // What cannot be done now need not be asked for.
        let (_, policy) = self.policy().await?;
        decide::help(&account, &policy, wish, actor.now)?;
        actor.said = known.facts();
        let id = self.id();
        let approval = Approval {
            id,
            subject,
            asked_by: staff.account.id,
            asked_at: actor.now,
            request: Request {
                wish: wish.clone(),
                identity: known.identity,
                ticket: known.ticket.to_string(),
                note: known.note.clone(),
            },
            verdict: None,
            used: false,
        };
        let mut entry = actor.entry(Event::ApprovalAsk, Some(subject));
        entry.object = Some(id);
        entry.details = about(wish, &actor.said);
        self.store
            .commit(Batch {
                changes: vec![Change::AskApproval(Box::new(approval))],
                audit: vec![entry],
                ..Batch::default()
            })
            .await?;
        Ok(id)
    }

    /// The requests of a day that the reader has asked for or may answer, the newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn approvals(&self, staff: &Staff<'_>) -> Answer<Vec<Requested>> {
        let after = self.clock.now() - KEPT;
        let mut found = Vec::new();
        for approval in self.store.approvals(after, LISTED).await? {
            found.extend(self.requested(staff, approval).await?);
        }
        Ok(found)
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is none that concerns the reader.
    pub async fn approval(&self, staff: &Staff<'_>, id: Id) -> Answer<Requested> {
        let approval = self.store.approval(id).await?.ok_or(Refusal::NotFound)?;
        let asked = self.requested(staff, approval).await?;
        Ok(asked.ok_or(Refusal::NotFound)?)
    }

    async fn requested(&self, staff: &Staff<'_>, approval: Approval) -> Answer<Option<Requested>> {
        let subject = self.store.account(approval.subject).await?;
        let asked_by = self.store.account(approval.asked_by).await?;
        let (Some(subject), Some(asked_by)) = (subject, asked_by) else {
            return Ok(None);
        };
        let own = asked_by.id == staff.account.id;
        let may_agree = approval.may_agree(&staff.account, subject.role);
        if !own && !may_agree {
            return Ok(None);
        }
        let answered_by = match approval.verdict {
            Some(verdict) => self.store.account(verdict.by).await?,
            None => None,
        };
        let stage = approval.stage(self.clock.now());
        let waits = stage == RequestStage::Waiting;
        Ok(Some(Requested {
            may_agree: may_agree && waits,
            may_decline: waits && approval.may_decline(&staff.account, subject.role),
            may_do: own && stage == RequestStage::Agreed,
            approval,
            subject,
            asked_by,
            answered_by,
            stage,
        }))
    }

    /// The second person says yes or no; who asked may withdraw it with a no.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever may not answer; [`Refusal::ChangedMeanwhile`] when it is answered,
    /// withdrawn or over.
    pub async fn judge(
        &self,
        staff: &Staff<'_>,
        id: Id,
        yes: bool,
        trace: &Trace,
    ) -> Answer<Requested> {
        staff.must(Duty::Help)?;
        let asked = self.approval(staff, id).await?;
        if asked.stage != RequestStage::Waiting {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if !(if yes {
            asked.may_agree
        } else {
            asked.may_decline
        }) {
            return Err(Refusal::NotFound.into());
        }
        let actor = self.actor(Some(&staff.account), trace);
        let event = if yes {
            Event::ApprovalYes
        } else {
            Event::ApprovalNo
        };
        let mut entry = actor.entry(event, Some(asked.subject.id));
        entry.object = Some(id);
        entry.details = about(&asked.approval.request.wish, &[]);
        let verdict = Verdict {
            by: staff.account.id,
            at: actor.now,
            yes,
        };
        let batch = Batch {
            changes: vec![Change::JudgeApproval(id, verdict)],
            audit: vec![entry],
            ..Batch::default()
        };
        match self.store.commit(batch).await {
            Ok(()) => self.approval(staff, id).await,
            Err(StoreError::Conflict) => Err(Refusal::ChangedMeanwhile.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// What was agreed to, for whoever asked: for whom, what, and how the caller was known, with the leave to
    /// do it once. Carried out by [`Services::help`] and its like.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for anybody else; [`Refusal::ChangedMeanwhile`] when there is no yes that counts,
    /// also because who gave it may not give it any more.
    pub async fn agreed(&self, staff: &Staff<'_>, id: Id) -> Answer<(Id, Wish, Known)> {
        staff.must(Duty::Help)?;
        let asked = self.approval(staff, id).await?;
        if asked.approval.asked_by != staff.account.id {
            return Err(Refusal::NotFound.into());
        }
        let second = asked.answered_by.as_ref();
        let second = second.filter(|second| asked.approval.may_agree(second, asked.subject.role));
        let (true, Some(second)) = (asked.may_do, second) else {
            return Err(Refusal::ChangedMeanwhile.into());
        };
        let Approval {
            subject, request, ..
        } = asked.approval;
        let leave = Leave {
            approval: id,
            asked_by: staff.account.id,
            subject,
            wish: request.wish.clone(),
            agreed_by: second.id,
        };
        let known = Known {
            identity: request.identity,
            ticket: Label::parse(&request.ticket)?,
            note: request.note,
            second: Some(leave),
        };
        Ok((subject, request.wish, known))
    }

    /// How many requests wait for this member of the staff.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn approvals_waiting(&self, staff: &Staff<'_>) -> Answer<usize> {
        if staff.account.role < crate::account::Role::Supervisor {
            return Ok(0);
        }
        let asked = self.approvals(staff).await?;
        Ok(asked.iter().filter(|one| one.may_agree).count())
    }
}

/// What stands in the record about a request.
fn about(wish: &Wish, said: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let mut facts = vec![("aid", wish.aid().key().to_owned())];
    match wish {
        Wish::Block { days, reason } => {
            facts.push(("days", days.to_string()));
            facts.push(("why", reason.clone()));
        }
        Wish::Pass { minutes, .. } => facts.push(("minutes", minutes.to_string())),
        Wish::DeleteMethod(method) => facts.push(("method", method.key())),
        Wish::Plain(_) | Wish::ResetPassword { .. } | Wish::SetPhone(_) | Wish::HoldPhone(_) => {}
        Wish::Bypass { .. } => facts.extend(wish.facts()),
    }
    facts.extend(said.iter().cloned());
    facts
}
