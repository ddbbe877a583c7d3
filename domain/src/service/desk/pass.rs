//! Temporary Access Passes (F-153, A.10): issued by the helpdesk, shown to it once, told to the person, used
//! once in place of the second step at sign-in. What is stored is a keyed digest.

use super::shown::letters;
use super::{Known, Staff};
use crate::account::Account;
use crate::audit::{Event, Trace};
use crate::decide::Wish;
use crate::lockout::{Rule, Verdict};
use crate::service::code::Proven;
use crate::service::ports::Change;
use crate::service::{Actor, Answer, Services};
use crate::session::RevealKind;
use crate::{Id, Refusal};

/// Characters of a pass: worth 59 bits.
const LENGTH: usize = 12;

/// The throttle of a person's passes.
pub(super) fn counter(user: Id) -> Vec<u8> {
    [b"f:pass:", user.0.as_slice()].concat()
}

impl Services {
    fn pass_mac(&self, user: Id, value: &str) -> [u8; 32] {
        self.sealer.digest("pass", &[&user.0, value.as_bytes()])
    }

    /// Issues a pass for so many minutes; [`Services::issued`] shows it. It takes the place of the one
    /// before.
    ///
    /// # Errors
    /// As for [`Services::help`].
    pub async fn issue_pass(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        minutes: u16,
        known: &Known,
        trace: &Trace,
    ) -> Answer<()> {
        let value = self.draw_letters(LENGTH);
        let wish = Wish::Pass {
            mac: self.pass_mac(subject, &value),
            minutes,
        };
        let more = vec![self.show_to(staff, RevealKind::Pass, subject, &value)];
        self.help_and(staff, subject, &wish, known, more, trace)
            .await
    }

    /// Judges a pass given as the second step. It is used up by being right.
    pub(in crate::service) async fn match_pass(
        &self,
        account: &Account,
        typed: &str,
        actor: &Actor,
        failed: Event,
    ) -> Answer<Proven> {
        if typed.trim().is_empty() {
            return Err(Refusal::Required.into());
        }
        let key = counter(account.id);
        // A pass runs out by itself; nothing has to be switched off.
        let (_, policy) = self.policy().await?;
        let rule = Rule {
            hard: None,
            ..policy.code_rule()
        };
        let (counter, verdict) = self.reserve(&key, rule, actor.now).await?;
        if let Verdict::Wait(span) = verdict {
            let entry = actor.failure(failed, Some(account.id), "throttled");
            let seconds = span.wait_seconds();
            return self.refuse(entry, Refusal::SlowDown { seconds }).await;
        }
        let given = letters(typed, LENGTH).map(|value| self.pass_mac(account.id, &value));
        let pass = account.pass.as_ref();
        // Two keyed digests: how long their comparison takes tells nothing about the pass.
        let right = pass
            .filter(|pass| actor.now < pass.until)
            .is_some_and(|pass| given == Some(pass.mac));
        if !right {
            let entry = actor.failure(failed, Some(account.id), "wrong_pass");
            return self.refuse(entry, Refusal::WrongPass).await;
        }
        Ok(Proven {
            changes: vec![Change::SetPass(None), Change::ClearCounter(key)],
            object: None,
            details: vec![("method", "pass".to_owned())],
            after_failures: counter.consecutive > 1,
            strong: false,
        })
    }
}
