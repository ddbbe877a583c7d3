//! Greetings of the organisation's own: uploaded and removed by the administration, told to the gateway by
//! name. A file is no secret, because everybody who is called hears it.

use super::{Answer, Services, Staff};
use crate::audit::{Entry, Event, Trace};
use crate::desk::Duty;
use crate::greeting::{self, Greeting, Sound};
use crate::service::ports::{Batch, Change, Person};
use crate::{Language, Refusal};

/// A greeting as the administration sees it.
#[derive(Clone, Debug)]
pub struct GreetingSeen {
    /// What it is.
    pub greeting: Greeting,
    /// Who uploaded it, where they are still there.
    pub person: Option<Person>,
}

impl Services {
    /// What calls begin with in each language that has a greeting of its own.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn greetings(&self, staff: &Staff<'_>) -> Answer<Vec<GreetingSeen>> {
        staff.must(Duty::Oversee)?;
        let greetings = self.store.greetings().await?;
        let by: Vec<_> = greetings.iter().map(|one| one.by).collect();
        let people = self.store.persons(&by).await?;
        let seen = greetings.into_iter().map(|greeting| GreetingSeen {
            person: people.iter().find(|one| one.id == greeting.by).cloned(),
            greeting,
        });
        Ok(seen.collect())
    }

    /// Calls in this language begin with this file from now on.
    ///
    /// # Errors
    /// Those of [`greeting::judge`].
    pub async fn set_greeting(
        &self,
        staff: &Staff<'_>,
        language: Language,
        bytes: Vec<u8>,
        trace: &Trace,
    ) -> Answer<()> {
        staff.must(Duty::Govern)?;
        let (sound, millis) = greeting::judge(&bytes)?;
        let actor = self.actor(Some(&staff.account), trace);
        let greeting = Greeting {
            language,
            sound,
            size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            sha256: greeting::name(&bytes),
            millis,
            at: actor.now,
            by: staff.account.id,
        };
        let details = vec![
            ("language", language.tag().to_owned()),
            ("kind", sound.key().to_owned()),
            ("milliseconds", millis.to_string()),
            ("sha256", data_encoding::HEXLOWER.encode(&greeting.sha256)),
        ];
        let batch = Batch {
            changes: vec![Change::PutGreeting(Box::new(greeting), bytes)],
            audit: vec![Entry {
                details,
                ..actor.entry(Event::GreetingSet, None)
            }],
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }

    /// Calls in this language begin with the built-in words again.
    ///
    /// # Errors
    /// [`Refusal::NothingThere`].
    pub async fn remove_greeting(
        &self,
        staff: &Staff<'_>,
        language: Language,
        trace: &Trace,
    ) -> Answer<()> {
        staff.must(Duty::Govern)?;
        let greeting = self.greeting_of(language).await?;
        let greeting = greeting.ok_or(Refusal::NothingThere)?;
        let actor = self.actor(Some(&staff.account), trace);
        let details = vec![
            ("language", language.tag().to_owned()),
            ("sha256", data_encoding::HEXLOWER.encode(&greeting.sha256)),
        ];
        let batch = Batch {
            changes: vec![Change::DropGreeting(language)],
            audit: vec![Entry {
                details,
                ..actor.entry(Event::GreetingRemove, None)
            }],
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }

    /// What calls in this language begin with, where that is a file.
    pub(super) async fn greeting_of(&self, language: Language) -> Answer<Option<Greeting>> {
        let greetings = self.store.greetings().await?;
        Ok(greetings.into_iter().find(|one| one.language == language))
    }

    /// A file that calls begin with, by the SHA-256 that is its name.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn greeting_file(&self, sha256: &[u8; 32]) -> Answer<Option<(Sound, Vec<u8>)>> {
        Ok(self.store.greeting_file(sha256).await?)
    }
}
