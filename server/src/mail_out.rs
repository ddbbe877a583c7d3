//! Notices on their way out: takes what is due out of the outbox and hands it to whoever carries mail, a
//! mail server or the demo's pretend phone. What is not certainly handed over is tried again, because a
//! notice told twice says the same and one not told leaves somebody unwarned.

mod message;
mod smtp;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::text::{MailFacts, mail};
use async_trait::async_trait;
use domain::notice::{Claimed, Outgoing};
use domain::service::Answer;
use domain::{Id, Language, Time};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::http::Portal;
pub use smtp::{Smtp, build, with_patience};

/// How often a look is taken.
const LOOK: Duration = Duration::from_secs(1);

/// A notice in words, and to whom.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The same for every try.
    pub id: Id,
    /// The address as the directory or the rules have it.
    pub to: String,
    /// When it happened.
    pub at: Time,
    /// What is said.
    pub words: app::text::Mail,
}

/// Why a letter was not handed over, in words for the log: never an address, never what it says.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Not now, or nobody knows.
    #[error("{0}")]
    Later(String),
    /// It was refused for good.
    #[error("{0}")]
    Refused(String),
}

/// Whoever carries mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// So many letters at once.
    fn at_once(&self) -> u32;
    /// Hands one over.
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}

/// What became of one.
enum Outcome {
    Sent,
    /// The directory knows no address.
    NoAddress,
    Later(String),
    Failed(String),
}

/// What became of those of one look, for one line in the log.
#[derive(Default)]
struct Tally {
    later: u64,
    failed: u64,
    why: String,
}

/// Hands over until `stop` turns true; what is on its way then is brought to its end.
pub async fn run(portal: Arc<Portal>, mut stop: watch::Receiver<bool>) {
    let Some(mailer) = portal.mailer.clone() else {
        return;
    };
    let mut failing = false;
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
        }
        match hand_over_all(&portal, &mailer, || *stop.borrow()).await {
            Ok(()) => failing = false,
            Err(error) => {
                if !failing {
                    tracing::error!(%error, "notices cannot be read");
                }
                failing = true;
            }
        }
    }
}

/// Hands over everything that is due now.
///
/// # Errors
/// When the store does not answer.
pub async fn deliver(portal: &Arc<Portal>) -> Answer<()> {
    match portal.mailer.clone() {
        Some(mailer) => hand_over_all(portal, &mailer, || false).await,
        None => Ok(()),
    }
}

async fn hand_over_all(
    portal: &Arc<Portal>,
    mailer: &Arc<dyn Mailer>,
    stopped: impl Fn() -> bool,
) -> Answer<()> {
    let mut tally = Tally::default();
    let result = loop {
        let claimed = match portal.services.claim_notices(mailer.at_once()).await {
            Ok(claimed) if !claimed.is_empty() => claimed,
            Ok(_) => break Ok(()),
            Err(error) => break Err(error),
        };
        let mut under_way = JoinSet::new();
        for one in claimed {
            let (portal, mailer) = (Arc::clone(portal), Arc::clone(mailer));
            under_way.spawn(async move { hand_over(&portal, &*mailer, &one).await });
        }
        let mut trouble = None;
        while let Some(done) = under_way.join_next().await {
            match done {
                Ok(Ok(outcome)) => tally.count(portal, outcome),
                Ok(Err(error)) => trouble = Some(error),
                Err(error) => tracing::error!(%error, "a notice ended a task"),
            }
        }
        match trouble {
            Some(error) => break Err(error),
            None if stopped() => break Ok(()),
            None => {}
        }
    };
    tally.log();
    result
}

async fn hand_over(portal: &Portal, mailer: &dyn Mailer, claimed: &Claimed) -> Answer<Outcome> {
    let (services, out) = (&portal.services, &claimed.message);
    let Some(addressee) = addressee(portal, out).await? else {
        services.end_notice(out.id).await?;
        return Ok(Outcome::NoAddress);
    };
    Ok(match mailer.send(&letter(portal, addressee, out)).await {
        Ok(()) => {
            services.end_notice(out.id).await?;
            Outcome::Sent
        }
        Err(MailError::Refused(why)) => {
            services.end_notice(out.id).await?;
            Outcome::Failed(why)
        }
        Err(MailError::Later(why)) if services.put_off_notice(claimed).await? => {
            Outcome::Later(why)
        }
        Err(MailError::Later(why)) => Outcome::Failed(why),
    })
}

/// The address that stops what a notice tells; empty where it has none, or no key opens it.
fn stopping(portal: &Portal, (user, language): (Id, Language), sealed: &[u8]) -> String {
    if sealed.is_empty() {
        return String::new();
    }
    let token = portal.services.open_token(user, sealed);
    token.map_or_else(String::new, |token| {
        let token = data_encoding::BASE64URL_NOPAD.encode(&token);
        let (origin, language) = (portal.origin.as_str(), language.tag());
        format!("{origin}/not-me?token={token}&lang={language}")
    })
}

/// Who is told, where, and in which language.
struct Addressee {
    /// The person, or whom it is about.
    user: Id,
    to: String,
    /// What they are called; empty where nobody's account has the address.
    name: String,
    language: Language,
}

/// To a mailbox of its own, in the organisation's language; else to the person, as the directory has them.
async fn addressee(portal: &Portal, out: &Outgoing) -> Answer<Option<Addressee>> {
    if let Some(mailbox) = &out.mailbox {
        return Ok(Some(Addressee {
            user: out.user,
            to: mailbox.clone(),
            name: String::new(),
            language: portal.language,
        }));
    }
    let account = portal.services.store.account(out.user).await?;
    let account = account.filter(|account| !account.mail.is_empty());
    Ok(account.map(|account| Addressee {
        user: account.id,
        to: account.mail,
        name: account.name,
        language: account.language.unwrap_or(portal.language),
    }))
}

fn letter(portal: &Portal, addressee: Addressee, out: &Outgoing) -> Letter {
    let notice = &out.notice;
    let Addressee { user, language, .. } = addressee;
    // A mailbox is no person, who could stop something about their own account.
    let token = match out.mailbox {
        Some(_) => &[],
        None => notice.token.as_slice(),
    };
    let link = stopping(portal, (user, language), token);
    let facts = MailFacts {
        person: &addressee.name,
        organisation: &portal.organisation,
        when: portal.when(notice.at),
        address: &notice.address,
        name: &notice.object,
        preferred: notice.preferred,
        link: &link,
    };
    Letter {
        id: out.id,
        words: mail(language, notice.kind, &facts),
        to: addressee.to,
        at: notice.at,
    }
}

impl Tally {
    fn count(&mut self, portal: &Portal, outcome: Outcome) {
        let metrics = &portal.metrics;
        match outcome {
            Outcome::Sent => {
                metrics.notices_sent.fetch_add(1, Ordering::Relaxed);
            }
            Outcome::NoAddress => {
                metrics.notices_no_address.fetch_add(1, Ordering::Relaxed);
            }
            Outcome::Later(why) => {
                self.later += 1;
                self.why = why;
            }
            Outcome::Failed(why) => {
                metrics.notices_failed.fetch_add(1, Ordering::Relaxed);
                self.failed += 1;
                self.why = why;
            }
        }
    }

    fn log(&self) {
        let Self { later, failed, why } = self;
        if *failed > 0 {
            tracing::error!(failed, later, %why, "notices were given up");
        } else if *later > 0 {
            tracing::warn!(later, %why, "notices were not taken; they are tried again");
        }
    }
}
