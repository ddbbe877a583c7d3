//! A file of people between the question and the answer: sealed, for ten minutes, for one browser.

use zeroize::Zeroizing;

use crate::desk::Duty;
use crate::service::ports::{Batch, Change};
use crate::service::{Answer, Services, Staff};
use crate::session::{Reveal, RevealKind, within};
use crate::{Id, Refusal};

/// A file that waits for an answer.
pub struct Upload {
    /// Names it: the answer is for this file and no other.
    pub id: Id,
    /// It was typed or pasted.
    pub pasted: bool,
    /// The file.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Services {
    /// Keeps a file until it is answered for, ten minutes at the most; it takes the place of the one before.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn keep_upload(&self, staff: &Staff<'_>, bytes: &[u8], pasted: bool) -> Answer<()> {
        staff.must(Duty::Govern)?;
        let object = self.id();
        let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
        plain.push(u8::from(pasted));
        plain.extend_from_slice(bytes);
        let context: [&[u8]; 3] = [b"reveals.sealed", &staff.account.id.0, &object.0];
        let reveal = Reveal {
            owner: staff.session.hash,
            kind: RevealKind::Import,
            object,
            sealed: self.sealer.seal(&context, &plain),
            created: self.clock.now(),
            confirmed: false,
        };
        let batch = Batch {
            changes: vec![Change::PutReveal(reveal)],
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }

    /// The file that waits for an answer in this browser.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is none any more.
    pub async fn kept_upload(&self, staff: &Staff<'_>) -> Answer<Upload> {
        staff.must(Duty::Govern)?;
        let owner = &staff.session.hash;
        let reveal = self.store.reveal(owner, RevealKind::Import).await?;
        let (now, lifetime) = (self.clock.now(), self.settings.lifetimes.reveal);
        let reveal = reveal
            .filter(|reveal| within(reveal.created, now, lifetime))
            .ok_or(Refusal::NotFound)?;
        let id = reveal.object;
        let context: [&[u8]; 3] = [b"reveals.sealed", &staff.account.id.0, &id.0];
        let plain = self.sealer.open(&context, &reveal.sealed);
        let plain = plain.ok_or(Refusal::NotFound)?;
        let (pasted, bytes) = plain.split_first().ok_or(Refusal::NotFound)?;
        Ok(Upload {
            id,
            pasted: *pasted == 1,
            bytes: Zeroizing::new(bytes.to_vec()),
        })
    }
}
