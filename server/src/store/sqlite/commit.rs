//! One batch in one transaction: the account's version, the changes in their order, the messages,
//! the audit record. The thread around it undoes everything when any of it fails.

use domain::Id;
use domain::service::ports::{Batch, Chain, Change};
use rusqlite::Connection;

use super::accounts::{self, Word};
use super::app_passwords::{self, New};
use super::{
    Outcome, approvals, audit, challenges, counters, greetings, holds, keys, outbox, policy,
    sessions, trusts,
};
use crate::store;

/// Writes the batch.
pub(super) fn commit(db: &Connection, chain: &dyn Chain, batch: &Batch) -> Outcome<()> {
    let mut user = None;
    if let Some((id, version)) = batch.account {
        accounts::claim(db, id, version)?;
        user = Some(id);
    }
    for change in &batch.changes {
        if let Change::AddAccount(account) = change {
            store::without_app_passwords(account)?;
            accounts::add(db, account)?;
            // What follows may belong to the new person.
            user = user.or(Some(account.id));
        } else if let Change::Turn(id, version) = change {
            accounts::claim(db, *id, *version)?;
            user = Some(*id);
        } else if !free(db, change)? {
            bound(db, user.ok_or_else(|| store::unbound(change))?, change)?;
        }
    }
    outbox::add(db, &batch.outbox)?;
    audit::append(db, chain, &batch.audit)
}

/// Applies a change that carries its own key; `false` when it is about the batch's account.
fn free(db: &Connection, change: &Change) -> Outcome<bool> {
    match change {
        Change::AddSession(session, most) => sessions::add(db, session, *most)?,
        Change::RenewSession {
            old,
            new,
            at,
            strong,
        } => sessions::renew(db, (old, new), *at, *strong)?,
        Change::SetFlash(hash, flash) => sessions::set_flash(db, hash, flash.as_deref())?,
        Change::EndSession(hash) => sessions::end(db, hash)?,
        Change::AddPending(pending) => sessions::add_pending(db, pending)?,
        Change::MovePending { hash, from, to } => sessions::move_pending(db, hash, *from, *to)?,
        Change::EndPending(hash) => sessions::end_pending(db, hash)?,
        Change::PutReveal(reveal) => sessions::put_reveal(db, reveal)?,
        Change::ConfirmReveal(owner, kind) => sessions::confirm_reveal(db, owner, *kind)?,
        Change::EndReveal(owner, kind) => sessions::end_reveal(db, owner, *kind)?,
        Change::PutChallenge(challenge) => challenges::put(db, challenge)?,
        Change::TryChallenge { id, tries } => challenges::take_try(db, *id, *tries)?,
        Change::MoveChallenge {
            id,
            from,
            to,
            wrong,
            wipe,
            due,
        } => challenges::move_on(db, *id, (*from, *to), (*wrong, *wipe), *due)?,
        Change::EndChallenge(id) => challenges::end(db, *id)?,
        Change::AskApproval(one) => approvals::add(db, one)?,
        Change::JudgeApproval(id, verdict) => approvals::judge(db, *id, verdict)?,
        Change::UseApproval(id) => approvals::spend(db, *id)?,
        Change::ClearCounter(key) => counters::clear(db, key)?,
        Change::ClearCounters(front) => counters::clear_all(db, front)?,
        Change::RefundCounter(key) => counters::refund(db, key)?,
        Change::SetPolicy { version, policy } => policy::set_policy(db, *version, policy)?,
        Change::PutGreeting(one, bytes) => greetings::put(db, one, bytes)?,
        Change::DropGreeting(language) => greetings::drop(db, *language)?,
        Change::SettleKey(kid) => keys::settle(db, *kid)?,
        Change::ForgetKey(kid) => keys::forget(db, *kid)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Applies a change of this account.
fn bound(db: &Connection, user: Id, change: &Change) -> Outcome<()> {
    match change {
        Change::SetDirectory {
            name,
            title,
            mail,
            office_phone,
            office_extension,
        } => accounts::set_directory(
            db,
            user,
            [name, title, mail, office_phone, office_extension],
        ),
        Change::DeleteAccount => accounts::delete(db, user),
        Change::SetActive(active) => accounts::set_active(db, user, *active),
        Change::SetRole(role) => accounts::set_word(db, user, Word::Role, Some(role.key())),
        Change::SetState(state) => accounts::set_word(db, user, Word::State, Some(state.key())),
        Change::SetLanguage(language) => {
            accounts::set_word(db, user, Word::Language, Some(language.tag()))
        }
        Change::SetPassword { phc, at } => accounts::set_password(db, user, phc, *at),
        Change::LimitPassword(until) => accounts::limit_password(db, user, *until),
        Change::SetDefault(preferred) => accounts::set_word(
            db,
            user,
            Word::Preferred,
            preferred.map(domain::method::Preferred::key),
        ),
        Change::AddApp(app) => accounts::add_app(db, user, app),
        Change::RenameApp(app, name) => accounts::rename_app(db, user, *app, name),
        Change::RemoveApp(app) => accounts::remove_app(db, user, *app),
        Change::UseApp { app, step, at } => accounts::use_app(db, user, *app, *step, *at),
        Change::LockApp(app, locked) => accounts::lock_app(db, user, *app, *locked),
        Change::RetireMethods(retired) => accounts::retire(db, user, *retired),
        Change::DropRetired => accounts::drop_retired(db, user),
        Change::SetBlock(block) => accounts::set_block(db, user, block.as_ref()),
        Change::SetPass(pass) => accounts::set_pass(db, user, pass.as_ref()),
        Change::SetBypass(until) => accounts::set_bypass(db, user, *until),
        Change::SetGraceFrom(from) => accounts::set_grace_from(db, user, *from),
        Change::PutPhone(phone) => accounts::put_phone(db, user, phone),
        Change::RemovePhone(kind) => accounts::remove_phone(db, user, *kind),
        Change::HoldPhone(held) => holds::hold(db, user, held),
        Change::DropHeld(kind) => holds::drop(db, user, *kind),
        Change::AddAppPassword {
            id,
            slot,
            name,
            kid,
            mac,
            at,
        } => app_passwords::add(
            db,
            user,
            &New {
                id: *id,
                slot: *slot,
                name,
                kid: *kid,
                mac,
                at: *at,
            },
        ),
        Change::RemoveAppPassword(id) => app_passwords::remove(db, user, *id),
        Change::RemoveAppPasswords => app_passwords::remove_all(db, user),
        Change::EndSessions { except } => sessions::end_others(db, user, except.as_ref()),
        Change::EndPendings => sessions::end_pendings(db, user),
        Change::AddTrust(trust, most) => trusts::add(db, user, trust, *most),
        Change::EndTrust(id) => trusts::end(db, user, *id),
        Change::EndTrusts => trusts::end_all(db, user),
        // Applied by the caller or by `free`; listed, so that a new change cannot be forgotten here.
        Change::AddAccount(..)
        | Change::Turn(..)
        | Change::AddSession(..)
        | Change::RenewSession { .. }
        | Change::SetFlash(..)
        | Change::EndSession(..)
        | Change::AddPending(..)
        | Change::MovePending { .. }
        | Change::EndPending(..)
        | Change::PutReveal(..)
        | Change::ConfirmReveal(..)
        | Change::EndReveal(..)
        | Change::PutChallenge(..)
        | Change::TryChallenge { .. }
        | Change::MoveChallenge { .. }
        | Change::EndChallenge(..)
        | Change::AskApproval(..)
        | Change::JudgeApproval(..)
        | Change::UseApproval(..)
        | Change::ClearCounter(..)
        | Change::ClearCounters(..)
        | Change::RefundCounter(..)
        | Change::SetPolicy { .. }
        | Change::PutGreeting(..)
        | Change::DropGreeting(..)
        | Change::SettleKey(..)
        | Change::ForgetKey(..) => Err(store::unbound(change).into()),
    }
}
