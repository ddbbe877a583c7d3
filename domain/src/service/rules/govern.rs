//! The rules in the hands of the administration: what a change will do to how many people before it is in
//! force, the change itself under the version that was looked at, what was changed before, and back.

use std::collections::BTreeMap;

use super::PolicyError;
use crate::audit::{Event, Row, Trace};
use crate::desk::Duty;
use crate::policy::change::{self, Changed};
use crate::policy::effect::{self, Touch};
use crate::policy::{Policy, Setting, Value};
use crate::service::ports::{Person, Wanted};
use crate::service::{Answer, ServiceError, Services, Staff};
use crate::{Refusal, Time};

/// So many changes are looked back at.
const CHANGES: u32 = 20;

/// What becomes of how many; one more than [`effect::MOST_COUNTED`] are more than were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The setting that does it.
    pub setting: Setting,
    /// What it does.
    pub touch: Touch,
    /// To how many.
    pub count: u32,
}

/// A change of the rules before it is in force.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The version of the rules that it would change.
    pub version: i64,
    /// The rules now.
    pub old: Policy,
    /// The rules then.
    pub new: Policy,
    /// The settings in which they differ.
    pub changed: Vec<Setting>,
    /// What becomes of how many; nothing where there is nobody.
    pub counted: Vec<Counted>,
}

/// A change of the rules that was made.
#[derive(Clone, Debug)]
pub struct RuleChange {
    /// The number of its row in the record.
    pub row: i64,
    /// When.
    pub at: Time,
    /// By whom: an id, or nothing for a shell.
    pub by: String,
    /// Who that is, where they are still there.
    pub person: Option<Person>,
    /// What changed.
    pub changed: Vec<Changed>,
}

impl RuleChange {
    fn of(row: &Row, people: &BTreeMap<String, Person>) -> Self {
        let facts: BTreeMap<String, String> =
            serde_json::from_str(&row.details).unwrap_or_default();
        Self {
            row: row.seq,
            at: Time(row.at),
            by: row.actor.clone(),
            person: people.get(&row.actor).cloned(),
            changed: change::read(facts.get("settings").map_or("", String::as_str)),
        }
    }

    /// The values before, as far as this version has such settings and can still read them.
    fn before(&self) -> Vec<(Setting, Value)> {
        let before = self.changed.iter().filter_map(|changed| {
            let setting = Setting::from_key(&changed.setting)?;
            Some((setting, setting.read(&changed.old).ok()?))
        });
        before.collect()
    }
}

fn changes() -> Wanted {
    Wanted {
        event: Some(Event::PolicyChange),
        ..Wanted::default()
    }
}

impl Services {
    /// What these values would do.
    ///
    /// # Errors
    /// [`PolicyError`] names every problem at once.
    pub async fn preview_rules(
        &self,
        staff: &Staff<'_>,
        wishes: &[(Setting, Value)],
    ) -> Result<Preview, PolicyError> {
        staff.must(Duty::Govern).map_err(ServiceError::from)?;
        let (version, stored) = self.stored_rules().await?;
        let gateways = self.settings.gateways;
        let new = stored
            .with(wishes, gateways)
            .map_err(PolicyError::Problems)?;
        // What counts is what is in force, before and after.
        let (old, new) = (stored.within(gateways), new.within(gateways));
        let mut counted = Vec::new();
        for one in effect::effects(&old, &new, self.clock.now()) {
            let count = self.store.count(&one.reach).await;
            let count = count.map_err(ServiceError::from)?;
            if count > 0 {
                counted.push(Counted {
                    setting: one.setting,
                    touch: one.touch,
                    count,
                });
            }
        }
        Ok(Preview {
            version,
            changed: change::between(&old, &new),
            old,
            new,
            counted,
        })
    }

    /// Puts these values in force, if the rules are still the ones that were looked at.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`]; [`PolicyError`] names every problem at once.
    pub async fn put_in_force(
        &self,
        staff: &Staff<'_>,
        version: i64,
        wishes: &[(Setting, Value)],
        trace: &Trace,
    ) -> Result<(), PolicyError> {
        staff.must(Duty::Govern).map_err(ServiceError::from)?;
        let (now, old) = self.stored_rules().await?;
        if now != version {
            return Err(ServiceError::from(Refusal::ChangedMeanwhile).into());
        }
        let new = old
            .with(wishes, self.settings.gateways)
            .map_err(PolicyError::Problems)?;
        let actor = self.actor(Some(&staff.account), trace);
        Ok(self.replace_rules((version, &old, &new), &actor).await?)
    }

    /// The newest changes of the rules, newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn rule_changes(&self, staff: &Staff<'_>) -> Answer<Vec<RuleChange>> {
        let reading = self.read_record(staff, changes()).await?;
        let found = self.rows(&reading, None, CHANGES).await?;
        let rows = found.rows.iter();
        Ok(rows.map(|row| RuleChange::of(row, &found.people)).collect())
    }

    /// The values that were in force before this change, to be looked at before they are again.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where this row is no change of the rules.
    pub async fn rules_before(&self, staff: &Staff<'_>, row: i64) -> Answer<Vec<(Setting, Value)>> {
        staff.must(Duty::Govern)?;
        let (after, before) = (row.saturating_sub(1), row.saturating_add(1));
        let found = self.store.record_rows(&changes(), after, before, 1).await?;
        let row = found.first().ok_or(Refusal::NotFound)?;
        Ok(RuleChange::of(row, &BTreeMap::new()).before())
    }
}
