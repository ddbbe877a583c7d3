//! Temporary passwords (F-150, A.10): made by the portal, shown to the helpdesk once, told to the person, and
//! good for one thing: to come as far as the page where a new password is chosen. The second step is asked
//! for as always. There is no session before the new password is there, so a temporary one proves nothing
//! at a step-up; and the mail interface never takes it.

use super::shown::letters;
use super::{Known, Staff};
use crate::Id;
use crate::audit::Trace;
use crate::decide::Wish;
use crate::service::{Answer, Services};
use crate::session::RevealKind;

/// Characters of a temporary password: worth 79 bits.
const LENGTH: usize = 16;

/// The text that is hashed, of a temporary password as somebody typed it; `None` for what cannot be one.
pub(in crate::service) fn temporary(text: &str) -> Option<String> {
    letters(text, LENGTH)
}

impl Services {
    /// Gives a temporary password, which counts for [`crate::desk::TEMPORARY`]; [`Services::issued`] shows
    /// it. Every session ends, and the app passwords go (flows, section 4).
    ///
    /// # Errors
    /// As for [`Services::help`]; [`crate::Refusal::Busy`].
    pub async fn reset_password_of(
        &self,
        staff: &Staff<'_>,
        subject: Id,
        known: &Known,
        trace: &Trace,
    ) -> Answer<()> {
        // Before a slow hash is made for nothing.
        let actor = self.actor(Some(&staff.account), trace);
        let wish = Wish::ResetPassword { phc: String::new() };
        self.may_help(staff, subject, Some((known, &wish)), &actor)
            .await?;
        let value = self.draw_letters(LENGTH);
        let phc = self.hasher.hash(value.clone()).await?;
        let more = vec![self.show_to(staff, RevealKind::Password, subject, &value)];
        let wish = Wish::ResetPassword { phc };
        self.help_and(staff, subject, &wish, known, more, trace)
            .await
    }
}
