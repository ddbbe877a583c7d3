//! The organisation's rules: read with a short memory, changed with validation and a record.

use std::sync::RwLock;

use super::{Answer, Services};
use crate::audit::{Entry, Event, Trace};
use crate::policy::{Policy, PolicyProblem};
use crate::service::ports::{Batch, Change};
use crate::session::within;
use crate::time::{Span, Time};

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

    /// Changes settings by name, all or none, and records old and new values.
    ///
    /// # Errors
    /// [`PolicyError`] names every problem at once.
    pub async fn set_policy(
        &self,
        settings: &[(String, String)],
        trace: &Trace,
    ) -> Result<Policy, PolicyError> {
        let (version, old) = self
            .store
            .policy()
            .await
            .map_err(super::ServiceError::from)?;
        let unreadable = |e: serde_json::Error| PolicyError::Unreadable(e.to_string());
        let mut value = serde_json::to_value(&old).map_err(unreadable)?;
        let mut details = Vec::new();
        for (key, text) in settings {
            let slot = value.get_mut(key.as_str()).ok_or_else(|| {
                PolicyError::Unreadable(format!("{key} is not a setting of the policy"))
            })?;
            let new = serde_json::from_str(text).unwrap_or_else(|_| text.clone().into());
            details.push(format!("{key}: {slot} -> {new}"));
            *slot = new;
        }
        let policy: Policy = serde_json::from_value(value).map_err(unreadable)?;
        let problems = policy.problems(self.settings.gateways);
        if !problems.is_empty() {
            return Err(PolicyError::Problems(problems));
        }
        let entry = self.actor(None, trace).entry(Event::PolicyChange, None);
        let batch = Batch {
            changes: vec![Change::SetPolicy {
                version,
                policy: policy.clone(),
            }],
            audit: vec![Entry {
                details: vec![("settings", details.join("; "))],
                ..entry
            }],
            ..Batch::default()
        };
        self.store
            .commit(batch)
            .await
            .map_err(super::ServiceError::from)?;
        if let Ok(mut cache) = self.rules.0.write() {
            *cache = None;
        }
        Ok(policy)
    }
}
