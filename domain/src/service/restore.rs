//! After a restore: nothing may come back to life. Every session, sign-in on the way and trusted browser ends, and
//! codes up to now are spent. What else has ended since the backup only the newer record knows; with it
//! the same is done again, and the report says to whom. Doing it twice does no harm, so a restore that
//! broke off is simply begun again.

use super::{Actor, Answer, Services};
use crate::Id;
use crate::account::Account;
use crate::audit::journal::{Ended, Journal, Lost};
use crate::audit::{Entry, Event, Head, Trace};
use crate::decide::Consequences;
use crate::policy::Policy;
use crate::service::ports::Change;

/// What a restore did.
#[derive(Debug, Default)]
pub struct Restored {
    /// How many people there are, all of whom must sign in again.
    pub people: u64,
    /// Whom something happened to.
    pub reports: Vec<Report>,
}

/// What happened to one person.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// The sign-in name.
    pub user: String,
    /// The id.
    pub id: Id,
    /// What was ended or decided again, once for each.
    pub ended: Vec<Ended>,
    /// What was made since the backup and must be made again.
    pub lost: Vec<Lost>,
}

impl Services {
    /// Ends what must not come back. `since` is empty where no newer record is known.
    ///
    /// # Errors
    /// When the store does not answer; doing it again goes on where it stopped.
    pub async fn after_restore(&self, since: &Journal, trace: &Trace) -> Answer<Restored> {
        let actor = self.actor(None, trace);
        let (mut after, mut restored) = (String::new(), Restored::default());
        loop {
            let people = self.store.people(&after, 500).await?;
            let Some(last) = people.last() else {
                return Ok(restored);
            };
            after.clone_from(&last.login);
            for person in &people {
                let report = self
                    .change(person.id, &actor, |account, policy| {
                        Ok(end(account, policy, since, &actor))
                    })
                    .await?;
                restored.people += u64::from(!report.ended.contains(&Ended::Person));
                if !report.ended.is_empty() || !report.lost.is_empty() {
                    restored.reports.push(report);
                }
            }
        }
    }

    /// Records the restore: up to which row the newer record was known, and how much it ended. Stands at
    /// the end, because the record goes on where the newer one stopped.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn record_restore(
        &self,
        restored: &Restored,
        journal: Option<&Head>,
        trace: &Trace,
    ) -> Answer<()> {
        let ended: usize = restored.reports.iter().map(|r| r.ended.len()).sum();
        let known = journal.map_or_else(|| "none".to_owned(), Head::to_string);
        let entry = self.actor(None, trace).entry(Event::Restore, None);
        self.record(Entry {
            details: vec![("journal", known), ("ended", ended.to_string())],
            ..entry
        })
        .await
    }

    /// Records that a copy was made, and up to which row.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn record_backup(&self, copied: &Head, trace: &Trace) -> Answer<()> {
        let entry = self.actor(None, trace).entry(Event::Backup, None);
        self.record(Entry {
            details: vec![("head", copied.to_string())],
            ..entry
        })
        .await
    }
}

/// What follows for one person.
fn end(
    account: &Account,
    policy: &Policy,
    since: &Journal,
    actor: &Actor,
) -> (Consequences, Report) {
    let mut report = Report {
        user: account.login.clone(),
        id: account.id,
        ended: Vec::new(),
        lost: Vec::new(),
    };
    let step = actor.now.unix_seconds() / 30 + 1;
    let floor = account.apps.iter().filter(|a| a.last_step < step);
    let mut changes: Vec<Change> = floor
        .map(|a| Change::UseApp {
            app: a.id,
            step,
            at: actor.now,
        })
        .collect();
    changes.extend([
        Change::EndSessions { except: None },
        Change::EndPendings,
        Change::EndTrusts,
        Change::SetPass(None),
        Change::SetBypass(None),
    ]);
    let holds = account.holds.iter();
    changes.extend(holds.map(|held| Change::DropHeld(held.kind)));
    if let Some(since) = since.of(account.id) {
        let (more, ended) = since.consequences(account, policy, actor.now);
        changes.extend(more);
        report.ended = ended;
        report.lost = since.lost();
    }
    let consequences = Consequences {
        changes,
        ..Consequences::default()
    };
    (consequences, report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Time;
    use crate::account::{Pass, Role};
    use crate::service::testing;

    #[test]
    fn a_pass_and_every_session_end_whatever_is_known() {
        let mut person = testing::account("ann@example.org");
        person.pass = Some(Pass {
            mac: [1; 32],
            until: Time(1_000_000),
        });
        let actor = Actor {
            id: None,
            role: Role::User,
            trace: Trace {
                address: String::new(),
                user_agent: String::new(),
                request: Id([9; 16]),
            },
            now: Time(5),
            said: Vec::new(),
            token: Vec::new(),
        };
        let (out, report) = end(&person, &Policy::default(), &Journal::default(), &actor);
        let changes = format!("{:?}", out.changes);
        for change in [
            "SetPass(None)",
            "SetBypass(None)",
            "EndSessions { except: None }",
            "EndPendings",
            "EndTrusts",
        ] {
            assert!(changes.contains(change), "{change} in {changes}");
        }
        assert_eq!(report.ended, []);
    }
}
