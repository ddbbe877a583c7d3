//! The organisation's rules: read with a short memory, changed with validation and a record. What the
//! administration's page does with them is in `govern`.

mod govern;

use std::sync::RwLock;

use super::{Actor, Answer, Services};
use crate::audit::{Entry, Event, Trace};
use crate::policy::{Policy, PolicyProblem, Setting, change};
use crate::service::ports::{Batch, Change};
use crate::session::within;
use crate::time::{Span, Time};

pub use govern::{Counted, Preview, RuleChange};

/// How long another process's change may go unnoticed.
const MEMORY: Span = Span::seconds(1);

/// The rules as last read.
#[derive(Default)]
pub(super) struct Cache(RwLock<Option<(Time, i64, Policy)>>);

/// Why a policy was not put in force.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Not a setting, or not a value of its kind.
    #[error("{0}")]
    Unreadable(String),
    /// Out of bounds.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<PolicyProblem>),
    /// The store did not do it.
    #[error(transparent)]
    Service(#[from] super::ServiceError),
}

impl Services {
    /// The rules in force and their version, at most a second old.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn policy(&self) -> Answer<(i64, Policy)> {
        let now = self.clock.now();
        let kept = self.rules.0.read().ok().and_then(|c| c.clone());
        if let Some((at, version, policy)) = kept
            && within(at, now, MEMORY)
        {
            return Ok((version, policy));
        }
        let (version, policy) = self.store.policy().await?;
        let policy = policy.within(self.settings.gateways);
        if let Ok(mut cache) = self.rules.0.write() {
            *cache = Some((now, version, policy.clone()));
        }
        Ok((version, policy))
    }

    /// Changes settings by name, all or none, as a shell does it; recorded with old and new values.
    ///
    /// # Errors
    /// [`PolicyError`] names every problem at once.
    pub async fn set_policy(
        &self,
        settings: &[(String, String)],
        trace: &Trace,
    ) -> Result<Policy, PolicyError> {
        let (mut wishes, mut problems) = (Vec::new(), Vec::new());
        for (key, text) in settings {
            let setting = Setting::from_key(key).ok_or_else(|| {
                PolicyError::Unreadable(format!("{key} is not a setting of the policy"))
            })?;
            match setting.read(text) {
                Ok(value) => wishes.push((setting, value)),
                Err(problem) => problems.push(problem),
            }
        }
        let (version, old) = self.stored_rules().await?;
        match old.with(&wishes, self.settings.gateways) {
            Ok(new) if problems.is_empty() => {
                let change = (version, &old, &new);
                self.replace_rules(change, &self.actor(None, trace)).await?;
                Ok(new)
            }
            judged => {
                problems.extend(judged.err().unwrap_or_default());
                Err(PolicyError::Problems(problems))
            }
        }
    }

    /// The rules as they are stored, with what no gateway carries now.
    async fn stored_rules(&self) -> Answer<(i64, Policy)> {
        Ok(self.store.policy().await?)
    }

    /// Puts rules in the place of those that were read, with one record; nothing where nothing differs.
    async fn replace_rules(
        &self,
        (version, old, new): (i64, &Policy, &Policy),
        actor: &Actor,
    ) -> Answer<()> {
        if old == new {
            return Ok(());
        }
        let entry = actor.entry(Event::PolicyChange, None);
        let batch = Batch {
            changes: vec![Change::SetPolicy {
                version,
                policy: new.clone(),
            }],
            audit: vec![Entry {
                details: vec![("settings", change::write(old, new))],
                ..entry
            }],
            ..Batch::default()
        };
        self.store.commit(batch).await?;
        if let Ok(mut cache) = self.rules.0.write() {
            *cache = None;
        }
        Ok(())
    }
}
