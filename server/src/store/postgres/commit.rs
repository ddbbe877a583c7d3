//! One batch in one transaction: the account's version, the changes in their order, the messages,
//! the audit record. The caller commits, or drops the transaction when any of it fails.

use deadpool_postgres::Transaction;
use domain::Id;
use domain::service::ports::{Batch, Chain, Change};

use super::accounts::{self, Word};
use super::app_passwords::{self, New};
use super::{
    Outcome, approvals, audit, challenges, counters, greetings, holds, keys, outbox, policy,
    sessions, trusts,
};
use crate::store;

/// Writes the batch.
pub(super) async fn commit(tx: &Transaction<'_>, chain: &dyn Chain, batch: &Batch) -> Outcome<()> {
    let mut user = None;
    if let Some((id, version)) = batch.account {
        accounts::claim(tx, id, version).await?;
        user = Some(id);
    }
    // New people one after the other go together.
    let mut new = Vec::new();
    for change in &batch.changes {
        if let Change::AddAccount(account) = change {
            store::without_app_passwords(account)?;
            new.push(account.as_ref());
            // What follows may belong to the new person.
            user = user.or(Some(account.id));
            continue;
        }
        accounts::add(tx, &std::mem::take(&mut new)).await?;
        if let Change::Turn(id, version) = change {
            accounts::claim(tx, *id, *version).await?;
            user = Some(*id);
        } else if !free(tx, change).await? {
            bound(tx, user.ok_or_else(|| store::unbound(change))?, change).await?;
        }
    }
    accounts::add(tx, &new).await?;
    outbox::add(tx, &batch.outbox).await?;
    audit::append(tx, chain, &batch.audit).await
}

/// Applies a change that carries its own key; `false` when it is about the batch's account.
async fn free(tx: &Transaction<'_>, change: &Change) -> Outcome<bool> {
    match change {
        Change::AddSession(session, most) => sessions::add(tx, session, *most).await?,
        Change::RenewSession {
            old,
            new,
            at,
            strong,
        } => sessions::renew(tx, (old, new), *at, *strong).await?,
        Change::SetFlash(hash, flash) => sessions::set_flash(tx, hash, flash.as_deref()).await?,
        Change::EndSession(hash) => sessions::end(tx, hash).await?,
        Change::AddPending(pending) => sessions::add_pending(tx, pending).await?,
        Change::MovePending { hash, from, to } => {
            sessions::move_pending(tx, hash, *from, *to).await?
        }
        Change::EndPending(hash) => sessions::end_pending(tx, hash).await?,
        Change::PutReveal(reveal) => sessions::put_reveal(tx, reveal).await?,
        Change::ConfirmReveal(owner, kind) => sessions::confirm_reveal(tx, owner, *kind).await?,
        Change::EndReveal(owner, kind) => sessions::end_reveal(tx, owner, *kind).await?,
        Change::PutChallenge(challenge) => challenges::put(tx, challenge).await?,
        Change::TryChallenge { id, tries } => challenges::take_try(tx, *id, *tries).await?,
        Change::MoveChallenge {
            id,
            from,
            to,
            wrong,
            wipe,
            due,
        } => challenges::move_on(tx, *id, (*from, *to), (*wrong, *wipe), *due).await?,
        Change::EndChallenge(id) => challenges::end(tx, *id).await?,
        Change::AskApproval(one) => approvals::add(tx, one).await?,
        Change::JudgeApproval(id, verdict) => approvals::judge(tx, *id, verdict).await?,
        Change::UseApproval(id) => approvals::spend(tx, *id).await?,
        Change::ClearCounter(key) => counters::clear(tx, key).await?,
        Change::ClearCounters(front) => counters::clear_all(tx, front).await?,
        Change::RefundCounter(key) => counters::refund(tx, key).await?,
        Change::SetPolicy { version, policy } => policy::set_policy(tx, *version, policy).await?,
        Change::PutGreeting(one, bytes) => greetings::put(tx, one, bytes).await?,
        Change::DropGreeting(language) => greetings::drop(tx, *language).await?,
        Change::SettleKey(kid) => keys::settle(tx, *kid).await?,
        Change::ForgetKey(kid) => keys::forget(tx, *kid).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Applies a change of this account.
async fn bound(tx: &Transaction<'_>, user: Id, change: &Change) -> Outcome<()> {
    match change {
        Change::SetDirectory {
            name,
            title,
            mail,
            office_phone,
            office_extension,
        } => {
            accounts::set_directory(
                tx,
                user,
                [name, title, mail, office_phone, office_extension],
            )
            .await
        }
        Change::DeleteAccount => accounts::delete(tx, user).await,
        Change::SetActive(active) => accounts::set_active(tx, user, *active).await,
        Change::SetRole(role) => accounts::set_word(tx, user, Word::Role, Some(role.key())).await,
        Change::SetState(state) => {
            accounts::set_word(tx, user, Word::State, Some(state.key())).await
        }
        Change::SetLanguage(language) => {
            accounts::set_word(tx, user, Word::Language, Some(language.tag())).await
        }
        Change::SetPassword { phc, at } => accounts::set_password(tx, user, phc, *at).await,
        Change::LimitPassword(until) => accounts::limit_password(tx, user, *until).await,
        Change::SetDefault(preferred) => {
            accounts::set_word(
                tx,
                user,
                Word::Preferred,
                preferred.map(domain::method::Preferred::key),
            )
            .await
        }
        Change::AddApp(app) => accounts::add_app(tx, user, app).await,
        Change::RenameApp(app, name) => accounts::rename_app(tx, user, *app, name).await,
        Change::RemoveApp(app) => accounts::remove_app(tx, user, *app).await,
        Change::UseApp { app, step, at } => accounts::use_app(tx, user, *app, *step, *at).await,
        Change::LockApp(app, locked) => accounts::lock_app(tx, user, *app, *locked).await,
        Change::RetireMethods(retired) => accounts::retire(tx, user, *retired).await,
        Change::DropRetired => accounts::drop_retired(tx, user).await,
        Change::SetBlock(block) => accounts::set_block(tx, user, block.as_ref()).await,
        Change::SetPass(pass) => accounts::set_pass(tx, user, pass.as_ref()).await,
        Change::SetBypass(until) => accounts::set_bypass(tx, user, *until).await,
        Change::SetGraceFrom(from) => accounts::set_grace_from(tx, user, *from).await,
        Change::PutPhone(phone) => accounts::put_phone(tx, user, phone).await,
        Change::RemovePhone(kind) => accounts::remove_phone(tx, user, *kind).await,
        Change::HoldPhone(held) => holds::hold(tx, user, held).await,
        Change::DropHeld(kind) => holds::drop(tx, user, *kind).await,
        Change::AddAppPassword {
            id,
            slot,
            name,
            kid,
            mac,
            at,
        } => {
            app_passwords::add(
                tx,
                user,
                &New {
                    id: *id,
                    slot: *slot,
                    name,
                    kid: *kid,
                    mac,
                    at: *at,
                },
            )
            .await
        }
        Change::RemoveAppPassword(id) => app_passwords::remove(tx, user, *id).await,
        Change::RemoveAppPasswords => app_passwords::remove_all(tx, user).await,
        Change::EndSessions { except } => sessions::end_others(tx, user, except.as_ref()).await,
        Change::EndPendings => sessions::end_pendings(tx, user).await,
        Change::AddTrust(trust, most) => trusts::add(tx, user, trust, *most).await,
        Change::EndTrust(id) => trusts::end(tx, user, *id).await,
        Change::EndTrusts => trusts::end_all(tx, user).await,
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
