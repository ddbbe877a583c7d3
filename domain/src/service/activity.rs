//! What happened to somebody's account of late, for themselves: sign-ins and failed second steps (F-139),
//! changes, and who of the staff looked at or changed their set-up.

use std::collections::BTreeMap;

use super::{Answer, Caller, Services};
use crate::audit::Row;

/// Rows of the record on one page.
pub(super) const ROWS: u32 = 50;

/// Rows of the record, and the names of others who stand in them, by id.
pub type Activity = (Vec<Row>, BTreeMap<String, String>);

impl Services {
    /// The newest rows about the person.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn activity(&self, caller: &Caller) -> Answer<Activity> {
        let rows = self.store.record_of(caller.account.id, ROWS).await?;
        let names = self.names_in(&rows).await?;
        Ok((rows, names))
    }

    /// Who did what others did; whoever is gone has no name.
    pub(super) async fn names_in(&self, rows: &[Row]) -> Answer<BTreeMap<String, String>> {
        let mut names = BTreeMap::new();
        for row in rows {
            if row.actor != row.subject
                && !names.contains_key(&row.actor)
                && let Ok(other) = row.actor.parse()
                && let Some(other) = self.store.account(other).await?
            {
                names.insert(row.actor.clone(), other.name);
            }
        }
        Ok(names)
    }
}
