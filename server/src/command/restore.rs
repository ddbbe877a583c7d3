//! `proofup restore`: a copy takes the place of a SQLite database, or a database that was restored with
//! other tools is made fit for service. What the copy does not know, because it ended later, comes from
//! the newer audit record.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use domain::audit::Head;
use domain::audit::journal::{Ended, Lost};
use domain::service::Restored;

use super::{Target, config_of, data, trace};
use crate::config::Config;
use crate::journal::{self, Proven};
use crate::store;
use crate::wiring::{self, Parts};

/// What to restore, and what is known of the time since.
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    target: Target,
    /// The copy of a SQLite database.
    #[arg(required_unless_present = "in_place", conflicts_with = "in_place")]
    file: Option<PathBuf>,
    /// The configured database has been restored already, as with `pg_restore`: only end what must not
    /// come back in it.
    #[arg(long)]
    in_place: bool,
    /// What `proofup audit export` printed from the newer database, or a copy of its record kept
    /// elsewhere: what has ended since the backup is ended again.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// A head that the journal must hold, from the log: shows that its end is not missing.
    #[arg(long, value_name = "ROW:MAC", requires = "journal")]
    head: Option<Head>,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

/// What was done.
struct Done {
    restored: Restored,
    proven: Option<Proven>,
    /// The last row of the backup, and when it was written.
    backup: (Head, Option<i64>),
}

/// Restores. A copy takes its place only when the key ring fits, the journal is proven, and everything
/// in it that could come back to life has ended.
pub async fn run(restore: Restore) -> anyhow::Result<()> {
    let config = config_of(&restore.target)?;
    let done = match &restore.file {
        Some(file) => from_copy(&config, file, &restore).await?,
        None => finish(&wiring::parts(&config).await?, &restore).await?,
    };
    if restore.json {
        println!("{}", as_json(&done));
    } else {
        print(&done, &restore);
    }
    Ok(())
}

async fn from_copy(config: &Config, file: &Path, restore: &Restore) -> anyhow::Result<Done> {
    data::sqlite_only(config)?;
    let place = &config.store.path;
    if place.exists() {
        bail!(
            "{} exists; move it away first, so that nothing is lost",
            place.display()
        );
    }
    let aside = place.with_extension("restoring");
    let result = prepare(config, file, &aside, restore).await;
    let result = result.and_then(|done| {
        // What stands beside the file would stay behind, and what has just ended would be back.
        let log = place.with_extension("restoring-wal");
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            bail!("{} was not closed as it should be", aside.display());
        }
        std::fs::rename(&aside, place)
            .with_context(|| format!("cannot make {}", place.display()))?;
        Ok(done)
    });
    if result.is_err() {
        for ending in ["restoring", "restoring-wal", "restoring-shm"] {
            let _ = std::fs::remove_file(place.with_extension(ending));
        }
    }
    result
}

/// Makes the copy fit for service beside its place.
async fn prepare(
    config: &Config,
    file: &Path,
    aside: &Path,
    restore: &Restore,
) -> anyhow::Result<Done> {
    store::sqlite::backup(file, aside)
        .await
        .with_context(|| format!("cannot copy {}", file.display()))?;
    let mut beside = config.clone();
    beside.store.path = aside.to_owned();
    finish(&wiring::parts(&beside).await?, restore).await
}

/// Everything after the rows are there. Its steps do no harm a second time, and the record says only at
/// the end that it was done.
async fn finish(parts: &Parts, restore: &Restore) -> anyhow::Result<Done> {
    let Parts {
        services,
        store,
        seal,
    } = parts;
    let backup = store.audit_head().await?;
    let newest = store.audit(backup.seq, 1).await?;
    let at = newest.first().map(|(row, _)| row.at);
    let proven = match &restore.journal {
        Some(file) => Some(journal::prove(file, &**store, &**seal, restore.head.as_ref()).await?),
        None => None,
    };
    let nothing = domain::audit::journal::Journal::default();
    let since = proven.as_ref().map_or(&nothing, |proven| &proven.since);
    let trace = trace(parts);
    let restored = services.after_restore(since, &trace).await?;
    if let (Some(file), Some(proven)) = (&restore.journal, &proven) {
        journal::adopt(file, &**store, proven).await?;
    }
    let known = proven.as_ref().map(|proven| &proven.head);
    services.record_restore(&restored, known, &trace).await?;
    Ok(Done {
        restored,
        proven,
        backup: (backup, at),
    })
}

fn as_json(done: &Done) -> String {
    let Done {
        restored,
        proven,
        backup,
    } = done;
    let head = |proven: &Proven| proven.head.to_string();
    let added = proven.iter().flat_map(|p| p.since.added());
    serde_json::json!({
        "people": restored.people,
        "backup": backup.0.to_string(),
        "journal": proven.as_ref().map(head),
        "ended": restored.reports,
        "lost_people": added.collect::<Vec<_>>(),
        "changed_rules": proven.as_ref().map(|p| &p.since.rules),
    })
    .to_string()
}

fn print(done: &Done, restore: &Restore) {
    let Done {
        restored,
        proven,
        backup,
    } = done;
    println!("restored; {} people must sign in again", restored.people);
    let Some(proven) = proven else {
        let row = backup.0.seq;
        let at = backup
            .1
            .and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
        let when = at.map(|at| format!(" of {}", at.strftime("%Y-%m-%d %H:%M UTC")));
        println!(
            "What happened after row {row}{} of its audit record is not known: what was deleted, changed or \
             switched off since is back as it was then.",
            when.unwrap_or_default()
        );
        let again = restore.file.as_ref().map_or_else(
            || "--in-place".to_owned(),
            |file| file.display().to_string(),
        );
        println!(
            "If the newer database still opens, or its record is kept elsewhere, restore again with it:\n  \
             proofup audit export --from {} > journal      (there)\n  \
             proofup restore {again} --journal journal",
            row.max(1)
        );
        return;
    };
    println!(
        "the journal is genuine: rows {} to {}; its head is {}",
        proven.backup.seq + 1,
        proven.head.seq,
        proven.head
    );
    for report in &restored.reports {
        for (text, count) in counted(report.ended.iter().map(|end| ended(*end))) {
            println!("{}: {text}{count}", report.user);
        }
        for (text, count) in counted(report.lost.iter().map(|thing| lost(*thing))) {
            println!("{}: {text}{count}", report.user);
        }
    }
    for id in proven.since.added() {
        println!("{id}: {}", lost(Lost::Person));
    }
    for (setting, value) in &proven.since.rules {
        println!("the rule was changed since; repeat it: proofup policy set {setting}={value}");
    }
}

/// Each text once, with how often it came.
fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<(&'a str, String)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for text in texts {
        match counted.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counted.push((text, 1)),
        }
    }
    let times = |count| match count {
        1 => String::new(),
        n => format!(" ({n})"),
    };
    counted
        .into_iter()
        .map(|(text, n)| (text, times(n)))
        .collect()
}

const fn ended(end: Ended) -> &'static str {
    match end {
        Ended::Person => "deleted",
        Ended::SwitchedOff => "switched off",
        Ended::SwitchedOn => "switched on",
        Ended::Password => {
            "the password was changed since; the old one opens nothing, set a new one: proofup user set-password"
        }
        Ended::App => "authenticator app deleted",
        Ended::AppLocked => "authenticator app switched off after too many wrong codes",
        Ended::Phone => "telephone deleted",
        Ended::AskedAgain => "contact methods asked for again",
        Ended::AppPassword => "app password deleted",
        Ended::TwoStepRequired => "two-step verification required",
        Ended::TwoStepReleased => "two-step verification released",
        Ended::Role => "role changed",
        Ended::Blocked => "signing in blocked",
        Ended::Unblocked => "block ended",
    }
}

const fn lost(thing: Lost) -> &'static str {
    match thing {
        Lost::Person => "lost: a person who was added since; add them again",
        Lost::App => "lost: an authenticator app that was added since; it must be set up again",
        Lost::AppPassword => "lost: an app password that was made since",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lines_are_counted() {
        assert_eq!(
            counted(["a", "b", "a"].into_iter()),
            [("a", " (2)".to_owned()), ("b", String::new())]
        );
    }
}
