//! Temporary Access Passes (F-153, A.10): issued by the helpdesk, shown to it once, told to the person, used
//! once in place of the second step at sign-in. What is stored is a keyed digest.

use zeroize::Zeroizing;

use super::{Known, Staff};
use crate::account::Account;
use crate::audit::{Event, Trace};
use crate::decide::Wish;
use crate::lockout::{Rule, Verdict};
use crate::service::code::Proven;
use crate::service::ports::Change;
use crate::service::{Actor, Answer, Services};
use crate::session::{Reveal, RevealKind, within};
use crate::{Id, Refusal};

/// Digits and small letters without those that look alike: 31 of them, so twelve are worth 59 bits.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Characters of a pass.
const LENGTH: usize = 12;

/// The throttle of a person's passes.
pub(super) fn counter(user: Id) -> Vec<u8> {
    [b"f:pass:", user.0.as_slice()].concat()
}

/// Characters from random bytes, without bias: a byte of 248 or more is thrown away. `None` when they ran
/// out.
fn characters(random: impl IntoIterator<Item = u8>) -> Option<String> {
    let usable = random.into_iter().filter(|byte| *byte < 248);
    let text: String = usable
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 31)))
        .map(|byte| char::from(*byte))
        .take(LENGTH)
        .collect();
    (text.len() == LENGTH).then_some(text)
}

/// The comparable form of what was typed: spaces, hyphens and case do not count.
fn normalise(typed: &str) -> Option<String> {
    if typed.len() > 256 {
        return None;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (plain.len() == LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(plain)
}

impl Services {
    fn pass_mac(&self, user: Id, value: &str) -> [u8; 32] {
        self.sealer.digest("pass", &[&user.0, value.as_bytes()])
    }

    /// Issues a pass for so many minutes; [`Services::issued_pass`] shows it. It takes the place of the one
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
        let value = loop {
            let mut bytes = Zeroizing::new([0; LENGTH * 4]);
            self.random.fill(bytes.as_mut_slice());
            if let Some(value) = characters(bytes.iter().copied()) {
                break Zeroizing::new(value);
            }
        };
        let owner = staff.session.hash;
        let context: [&[u8]; 3] = [b"reveals.sealed", &staff.account.id.0, &subject.0];
        let reveal = Reveal {
            owner,
            kind: RevealKind::Pass,
            object: subject,
            sealed: self.sealer.seal(&context, value.as_bytes()),
            created: self.clock.now(),
            confirmed: false,
        };
        let wish = Wish::Pass {
            mac: self.pass_mac(subject, &value),
            minutes,
        };
        let more = vec![Change::PutReveal(reveal)];
        self.help_and(staff, subject, &wish, known, more, trace)
            .await
    }

    /// The pass that this browser has just issued for this person, until it is closed or ten minutes old.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is nothing to show (any more).
    pub async fn issued_pass(&self, staff: &Staff<'_>, subject: Id) -> Answer<Zeroizing<String>> {
        let owner = &staff.session.hash;
        let reveal = self.store.reveal(owner, RevealKind::Pass).await?;
        let (now, lifetime) = (self.clock.now(), self.settings.lifetimes.reveal);
        let reveal = reveal
            .filter(|r| r.object == subject && within(r.created, now, lifetime))
            .ok_or(Refusal::NotFound)?;
        let context: [&[u8]; 3] = [b"reveals.sealed", &staff.account.id.0, &subject.0];
        let plain = self.sealer.open(&context, &reveal.sealed);
        let plain = plain.ok_or(Refusal::NotFound)?;
        let value = String::from_utf8(plain.to_vec()).map_err(|_| Refusal::NotFound)?;
        Ok(Zeroizing::new(value))
    }

    /// "Close": it can never be seen again.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn close_pass(&self, staff: &Staff<'_>) -> Answer<()> {
        let changes = vec![Change::EndReveal(staff.session.hash, RevealKind::Pass)];
        Ok(self
            .store
            .commit(crate::service::ports::Batch {
                changes,
                ..Default::default()
            })
            .await?)
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
        let rule = Rule {
            hard: None,
            ..self.settings.throttles.code
        };
        let (counter, verdict) = self.reserve(&key, rule, actor.now).await?;
        if let Verdict::Wait(span) = verdict {
            let entry = actor.failure(failed, Some(account.id), "throttled");
            let seconds = span.wait_seconds();
            return self.refuse(entry, Refusal::SlowDown { seconds }).await;
        }
        let given = normalise(typed).map(|value| self.pass_mac(account.id, &value));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_uniform_over_all_bytes() {
        let mut counts = std::collections::BTreeMap::new();
        for byte in 0..=255_u8 {
            let twelve = std::iter::repeat_n(byte, LENGTH);
            if let Some(text) = characters(twelve) {
                *counts.entry(text).or_insert(0) += 1;
            }
        }
        assert_eq!(counts.len(), 31);
        assert!(counts.values().all(|count| *count == 8));
        assert_eq!(characters([0; LENGTH - 1]), None, "never a shorter one");
    }

    #[test]
    fn what_is_read_over_the_telephone_is_the_same() {
        let value = "2b4d-6f8h jkmn";
        assert_eq!(normalise(value).as_deref(), Some("2b4d6f8hjkmn"));
        assert_eq!(normalise("2B4D 6F8H JKMN"), normalise(value));
        for wrong in [
            "",
            "2b4d6f8hjkm",
            "2b4d6f8hjkmn2",
            "1b4d6f8hjkmn",
            "ob4d6f8hjkmn",
        ] {
            assert_eq!(normalise(wrong), None, "{wrong}");
        }
        assert_eq!(normalise(&"2".repeat(10_000)), None);
    }
}
