//! The person's own account: language and password.

use super::step_up::StepUpError;
use super::{Answer, Caller, Fresh, Services};
use crate::account::{Account, PhoneKind};
use crate::audit::{Event, Trace};
use crate::decide::Consequences;
use crate::notice::NoticeKind;
use crate::password;
use crate::service::ports::Change;
use crate::session::TokenHash;
use crate::{Id, Language, Refusal};

/// Which box of the form a refusal belongs to.
#[derive(Debug)]
pub enum PasswordError {
    /// The present password.
    Current(Refusal),
    /// The new one.
    New(Refusal),
    /// Its repetition.
    Again(Refusal),
    /// None of them.
    Service(super::ServiceError),
}

impl<T: Into<super::ServiceError>> From<T> for PasswordError {
    fn from(error: T) -> Self {
        Self::Service(error.into())
    }
}

impl Services {
    /// Keeps the language of the person's choice; messages use it too.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn set_language(
        &self,
        caller: &Caller,
        language: Language,
        trace: &Trace,
    ) -> Answer<()> {
        let actor = self.actor(Some(&caller.account), trace);
        self.change(caller.account.id, &actor, |account, _| {
            let out = Consequences {
                changes: vec![Change::SetLanguage(language)],
                records: vec![(Event::LanguageChange, None)],
                ..Consequences::default()
            };
            Ok((
                if account.language == Some(language) {
                    Consequences::default()
                } else {
                    out
                },
                (),
            ))
        })
        .await
    }

    /// Changes the account password (ASVS 6.2.2); other browsers are signed out and
    /// none is trusted any more; app passwords stay
    /// (F-099), and the page offers to delete them.
    ///
    /// # Errors
    /// [`PasswordError`] says which box was not right.
    pub async fn change_password(
        &self,
        caller: Fresh<'_>,
        (current, new, again): (&str, &str, &str),
        device: Option<(Id, TokenHash)>,
        trace: &Trace,
    ) -> Result<(), PasswordError> {
        let actor = self.actor(Some(&caller.account), trace);
        let text = password::judge(new, &caller.account, &self.settings.passwords)
            .map_err(PasswordError::New)?;
        if new != again {
            return Err(PasswordError::Again(Refusal::PasswordsDiffer));
        }
        let failed = Event::AuthnPasswordChangeFail;
        self.check_password(&caller, current, device, failed, trace)
            .await
            .map_err(|error| match error {
                StepUpError::Password(refusal) | StepUpError::Code(refusal) => {
                    PasswordError::Current(refusal)
                }
                StepUpError::Service(error) => PasswordError::Service(error),
            })?;
        if password::prepare(current).is_some_and(|old| old == text) {
            return Err(PasswordError::New(Refusal::PasswordSame));
        }
        let phc = self.hasher.hash(text).await?;
        let stays = Some(caller.session.hash);
        let judged = &caller.account.password;
        Ok(self
            .change(caller.account.id, &actor, |account, _| {
                if account.password != *judged {
                    return Err(Refusal::ChangedMeanwhile);
                }
                let out = Consequences {
                    changes: vec![
                        Change::SetPassword {
                            phc: phc.clone(),
                            at: Some(actor.now),
                        },
                        Change::EndSessions { except: stays },
                        Change::EndPendings,
                        Change::EndTrusts,
                    ],
                    records: vec![(Event::AuthnPasswordChange, None)],
                    notices: vec![(NoticeKind::PasswordChanged, String::new(), None)],
                };
                Ok((out, ()))
            })
            .await?)
    }

    /// The number of a stored telephone in the form that people read.
    pub fn shown_phone(&self, account: &Account, kind: PhoneKind) -> Option<String> {
        let number = self.open_number(account.id, account.phone(kind)?)?;
        Some(number.shown())
    }
}
