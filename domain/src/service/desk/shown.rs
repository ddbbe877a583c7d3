//! What the helpdesk is shown once so that it can read it to somebody: drawn from letters that nobody
//! mistakes for another, sealed for the browser that asked until it is closed or ten minutes old.

use zeroize::Zeroizing;

use super::Staff;
use crate::service::ports::{Batch, Change};
use crate::service::{Answer, Services};
use crate::session::{Reveal, RevealKind, within};
use crate::{Id, Refusal};

/// Digits and small letters without those that look alike: 31 of them, each worth 4.95 bits.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// So many characters from random bytes, without bias: a byte of 248 or more is thrown away. `None` when
/// they ran out.
fn characters(random: impl IntoIterator<Item = u8>, length: usize) -> Option<String> {
    let usable = random.into_iter().filter(|byte| *byte < 248);
    let text: String = usable
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 31)))
        .map(|byte| char::from(*byte))
        .take(length)
        .collect();
    (text.len() == length).then_some(text)
}

/// The comparable form of what was typed: spaces, hyphens and case do not count. `None` for what was never
/// drawn.
pub(in crate::service) fn letters(typed: &str, length: usize) -> Option<String> {
    if typed.len() > 256 {
        return None;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (plain.len() == length && plain.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(plain)
}

fn context<'a>(staff: &'a Staff<'_>, subject: &'a Id) -> [&'a [u8]; 3] {
    [b"reveals.sealed", &staff.account.id.0, &subject.0]
}

impl Services {
    /// So many characters, at most 32.
    pub(super) fn draw_letters(&self, length: usize) -> Zeroizing<String> {
        loop {
            let mut bytes = Zeroizing::new([0; 128]);
            self.random.fill(bytes.as_mut_slice());
            if let Some(value) = characters(bytes.iter().copied(), length) {
                return Zeroizing::new(value);
            }
        }
    }

    /// Lets this browser see a value for this person.
    pub(super) fn show_to(
        &self,
        staff: &Staff<'_>,
        kind: RevealKind,
        subject: Id,
        value: &str,
    ) -> Change {
        Change::PutReveal(Reveal {
            owner: staff.session.hash,
            kind,
            object: subject,
            sealed: self
                .sealer
                .seal(&context(staff, &subject), value.as_bytes()),
            created: self.clock.now(),
            confirmed: false,
        })
    }

    /// The pass or the temporary password that this browser has just issued for this person, until it is
    /// closed or ten minutes old.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is nothing to show (any more).
    pub async fn issued(
        &self,
        staff: &Staff<'_>,
        kind: RevealKind,
        subject: Id,
    ) -> Answer<Zeroizing<String>> {
        let reveal = self.store.reveal(&staff.session.hash, kind).await?;
        let (now, lifetime) = (self.clock.now(), self.settings.lifetimes.reveal);
        let reveal = reveal
            .filter(|r| r.object == subject && within(r.created, now, lifetime))
            .ok_or(Refusal::NotFound)?;
        let plain = self.sealer.open(&context(staff, &subject), &reveal.sealed);
        let plain = plain.ok_or(Refusal::NotFound)?;
        let value = String::from_utf8(plain.to_vec()).map_err(|_| Refusal::NotFound)?;
        Ok(Zeroizing::new(value))
    }

    /// "Close": it can never be seen again.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn close_issued(&self, staff: &Staff<'_>, kind: RevealKind) -> Answer<()> {
        let changes = vec![Change::EndReveal(staff.session.hash, kind)];
        let batch = Batch {
            changes,
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_uniform_over_all_bytes() {
        let mut counts = std::collections::BTreeMap::new();
        for byte in 0..=255_u8 {
            let twelve = std::iter::repeat_n(byte, 12);
            if let Some(text) = characters(twelve, 12) {
                *counts.entry(text).or_insert(0) += 1;
            }
        }
        assert_eq!(counts.len(), 31);
        assert!(counts.values().all(|count| *count == 8));
        assert_eq!(characters([0; 11], 12), None, "never a shorter one");
    }

    #[test]
    fn what_is_read_over_the_telephone_is_the_same() {
        let value = "2b4d-6f8h jkmn";
        assert_eq!(letters(value, 12).as_deref(), Some("2b4d6f8hjkmn"));
        assert_eq!(letters("2B4D 6F8H JKMN", 12), letters(value, 12));
        for wrong in [
            "",
            "2b4d6f8hjkm",
            "2b4d6f8hjkmn2",
            "1b4d6f8hjkmn",
            "ob4d6f8hjkmn",
        ] {
            assert_eq!(letters(wrong, 12), None, "{wrong}");
        }
        assert_eq!(letters(&"2".repeat(10_000), 12), None);
    }
}
