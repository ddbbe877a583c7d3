//! The database behind [`domain::service::ports::Store`]: SQLite for one machine, PostgreSQL for
//! several. Each adapter has its own SQL and its own way to a transaction; here is what they share, the
//! words in the columns and the comparison of MACs. A word that nobody knows is a damaged database and
//! never a default.

mod chain;
mod overview;
pub mod postgres;
mod reach;
mod roster;
pub mod sqlite;

use domain::account::{Account, Block, Pass, PhoneKind, Role, State};
use domain::approval::{Request, Verdict};
use domain::browser::{Browser, Program, System};
use domain::challenge::{Dial, Progress, Purpose};
use domain::greeting::Sound;
use domain::lockout::Counter;
use domain::method::Preferred;
use domain::notice::Notice;
use domain::policy::Policy;
use domain::service::ports::{Change, StoreError};
use domain::session::{Lifetimes, Stage};
use domain::time::Span;
use domain::{Id, Language, Time};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// Keys of the throttles that the mail interface keeps in memory begin like this.
const MAIL_KEYS: std::ops::Range<&[u8]> = b"m:".as_slice()..b"m;".as_slice();

/// How long a throttle of the mail interface counts.
const MAIL_WINDOW: Span = Span::minutes(10);

/// A throttle without a lock at its end is forgotten after this long without an attempt.
const COUNTER_IDLE: Span = Span::hours(24);

/// One with a lock at its end counts failures in a row, however slowly they come.
const LOCKING_COUNTER_IDLE: Span = Span::days(30);

/// A message that has waited this long is not sent any more.
pub(crate) const NEWS: domain::time::Span = domain::time::Span::days(3);

/// An open question to a telephone is forgotten after this long; it counted for five minutes.
const ASKED: Span = Span::hours(1);

/// What was sent where is kept this long.
const SENDINGS: Span = Span::hours(24);

/// A session's `seen` is written at most this often.
const TOUCH_EVERY: Span = Span::minutes(1);

fn block(until: Option<i64>, reason: Option<String>) -> Option<Block> {
    until.map(|until| Block {
        until: Time(until),
        reason: reason.unwrap_or_default(),
    })
}

fn pass(mac: Option<[u8; 32]>, until: Option<i64>) -> Option<Pass> {
    mac.zip(until).map(|(mac, until)| Pass {
        mac,
        until: Time(until),
    })
}

/// The first key behind all that begin with this front, whose last byte is not 255.
fn after(front: &[u8]) -> Vec<u8> {
    let mut after = front.to_vec();
    if let Some(last) = after.last_mut() {
        *last = last.saturating_add(1);
    }
    after
}

fn damaged(column: &str, value: &str) -> StoreError {
    StoreError::Unavailable(format!(
        "{column} holds {value:?}, which this program does not know"
    ))
}

/// A database that a newer program has upgraded; this one would misread it.
fn newer(found: i64, known: i64) -> StoreError {
    StoreError::Unavailable(format!(
        "the database has schema {found}, this program knows {known}; run the newer program"
    ))
}

fn unbound(change: &Change) -> StoreError {
    let name = format!("{change:?}");
    let name = name
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    StoreError::Unavailable(format!("{name} without the account that it changes"))
}

fn role(key: &str) -> Result<Role, StoreError> {
    Role::from_key(key).ok_or_else(|| damaged("accounts.role", key))
}

fn state(key: &str) -> Result<State, StoreError> {
    State::from_key(key).ok_or_else(|| damaged("accounts.state", key))
}

fn language(tag: Option<&str>) -> Result<Option<Language>, StoreError> {
    tag.map(|tag| Language::from_tag(tag).ok_or_else(|| damaged("accounts.language", tag)))
        .transpose()
}

fn preferred(key: Option<&str>) -> Result<Option<Preferred>, StoreError> {
    key.map(|key| Preferred::from_key(key).ok_or_else(|| damaged("accounts.preferred", key)))
        .transpose()
}

fn phone_kind(key: &str) -> Result<PhoneKind, StoreError> {
    PhoneKind::from_key(key).ok_or_else(|| damaged("phones.kind", key))
}

fn purpose(key: &str) -> Result<Purpose, StoreError> {
    Purpose::from_key(key).ok_or_else(|| damaged("challenges.purpose", key))
}

fn dial(key: &str) -> Result<Dial, StoreError> {
    Dial::from_key(key).ok_or_else(|| damaged("challenges.dial", key))
}

fn spoken(tag: &str) -> Result<Language, StoreError> {
    Language::from_tag(tag).ok_or_else(|| damaged("challenges.language", tag))
}

fn spoken_in(tag: &str) -> Result<Language, StoreError> {
    Language::from_tag(tag).ok_or_else(|| damaged("voice_greetings.language", tag))
}

fn sound(key: &str) -> Result<Sound, StoreError> {
    Sound::from_key(key).ok_or_else(|| damaged("voice_greetings.sound", key))
}

fn progress(key: &str) -> Result<Progress, StoreError> {
    Progress::from_key(key).ok_or_else(|| damaged("challenges.progress", key))
}

fn browser(program: Option<&str>, system: Option<&str>) -> Result<Browser, StoreError> {
    let program = program
        .map(|key| Program::from_key(key).ok_or_else(|| damaged("trusts.program", key)))
        .transpose()?;
    let system = system
        .map(|key| System::from_key(key).ok_or_else(|| damaged("trusts.system", key)))
        .transpose()?;
    Ok(Browser { program, system })
}

fn browser_keys(browser: &Browser) -> (Option<&'static str>, Option<&'static str>) {
    (
        browser.program.map(Program::key),
        browser.system.map(System::key),
    )
}

const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::SecondStep => "second_step",
        Stage::Gate => "gate",
        Stage::Choosing => "choosing",
        Stage::Configured => "configured",
        Stage::PhoneTest => "phone_test",
        Stage::Verified => "verified",
        Stage::Backup => "backup",
        Stage::AppPassword => "app_password",
        Stage::NewPassword => "new_password",
        Stage::NewPasswordBypassed => "new_password_bypassed",
    }
}

fn stage(key: &str) -> Result<Stage, StoreError> {
    match key {
        "second_step" => Ok(Stage::SecondStep),
        "gate" => Ok(Stage::Gate),
        "choosing" => Ok(Stage::Choosing),
        "configured" => Ok(Stage::Configured),
        "phone_test" => Ok(Stage::PhoneTest),
        "verified" => Ok(Stage::Verified),
        "backup" => Ok(Stage::Backup),
        "app_password" => Ok(Stage::AppPassword),
        "new_password" => Ok(Stage::NewPassword),
        "new_password_bypassed" => Ok(Stage::NewPasswordBypassed),
        _ => Err(damaged("pendings.stage", key)),
    }
}

fn slot(number: i64) -> Result<u8, StoreError> {
    u8::try_from(number).map_err(|_| damaged("app_passwords.slot", &number.to_string()))
}

fn policy(body: &str) -> Result<Policy, StoreError> {
    serde_json::from_str(body).map_err(|e| StoreError::Unavailable(format!("policy.body: {e}")))
}

fn notice(body: &str) -> Result<Notice, StoreError> {
    serde_json::from_str(body).map_err(|e| StoreError::Unavailable(format!("outbox.body: {e}")))
}

fn request(body: &str) -> Result<Request, StoreError> {
    let wrong = |e| StoreError::Unavailable(format!("approvals.request: {e}"));
    serde_json::from_str(body).map_err(wrong)
}

fn verdict((by, at, yes): (Option<[u8; 16]>, Option<i64>, Option<bool>)) -> Option<Verdict> {
    Some(Verdict {
        by: Id(by?),
        at: Time(at?),
        yes: yes?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Unavailable(e.to_string()))
}

fn counter(window_start: i64, in_window: i64, consecutive: i64, until: i64) -> Counter {
    // More than four thousand million attempts in one window: as good as that many.
    let number = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    Counter {
        window_start: Time(window_start),
        in_window: number(in_window),
        consecutive: number(consecutive),
        until: Time(until),
    }
}

/// App passwords have MACs, which an account does not carry; they come by their own change.
fn without_app_passwords(account: &Account) -> Result<(), StoreError> {
    if account.app_passwords.is_empty() {
        Ok(())
    } else {
        Err(StoreError::Unavailable(
            "AddAccount with app passwords".to_owned(),
        ))
    }
}

/// The longest lives of session and sign-in on the way: the tables do not know who is staff.
fn longest(lifetimes: &Lifetimes) -> (Span, Span, Span) {
    let longer = |a: Span, b: Span| if a > b { a } else { b };
    (
        longer(lifetimes.idle, lifetimes.staff_idle),
        longer(lifetimes.absolute, lifetimes.staff_absolute),
        longer(lifetimes.second_step, lifetimes.enrolment),
    )
}

/// Looks for a digest among the rows of one person, always through all of them, so that the time says
/// neither whether nor where it was found.
pub struct Search<'a> {
    digests: &'a [(i32, [u8; 32])],
    found: Choice,
    id: [u8; 16],
    old_key: Choice,
}

impl<'a> Search<'a> {
    /// For one of these: key number and digest, the newest key first.
    pub fn new(digests: &'a [(i32, [u8; 32])]) -> Self {
        Self {
            digests,
            found: Choice::from(0),
            id: [0; 16],
            old_key: Choice::from(0),
        }
    }

    /// Looks at one row.
    pub fn row(&mut self, id: &[u8; 16], kid: i32, mac: &[u8; 32]) {
        for (place, (digest_kid, digest)) in self.digests.iter().enumerate() {
            let same = kid.ct_eq(digest_kid) & mac.as_slice().ct_eq(digest.as_slice());
            for (to, from) in self.id.iter_mut().zip(id) {
                to.conditional_assign(from, same);
            }
            self.found |= same;
            self.old_key |= same & Choice::from(u8::from(place != 0));
        }
    }

    /// The app password, and whether it was found under another key than the newest.
    pub fn result(self) -> (Option<Id>, bool) {
        (
            bool::from(self.found).then_some(Id(self.id)),
            self.old_key.into(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_needs_key_number_and_digest() {
        let digests = [(2, [7; 32]), (1, [8; 32])];
        let search = |rows: &[([u8; 16], i32, [u8; 32])]| {
            let mut search = Search::new(&digests);
            rows.iter()
                .for_each(|(id, kid, mac)| search.row(id, *kid, mac));
            search.result()
        };
        assert_eq!(
            search(&[([1; 16], 2, [9; 32]), ([2; 16], 2, [7; 32])]),
            (Some(Id([2; 16])), false)
        );
        assert_eq!(
            search(&[([3; 16], 1, [8; 32]), ([4; 16], 1, [7; 32])]),
            (Some(Id([3; 16])), true)
        );
        assert_eq!(
            search(&[([5; 16], 1, [7; 32]), ([6; 16], 2, [8; 32])]),
            (None, false)
        );
        assert_eq!(search(&[]), (None, false));
    }

    #[test]
    fn a_stage_is_read_as_it_was_written() {
        for one in [
            Stage::SecondStep,
            Stage::Gate,
            Stage::Choosing,
            Stage::Configured,
            Stage::PhoneTest,
            Stage::Verified,
            Stage::Backup,
            Stage::AppPassword,
            Stage::NewPassword,
            Stage::NewPasswordBypassed,
        ] {
            assert_eq!(stage(stage_key(one)).unwrap(), one);
        }
        assert!(stage("elsewhere").is_err());
    }

    #[test]
    fn a_programming_error_names_the_change_and_no_value() {
        let change = Change::SetPassword {
            phc: "secret".to_owned(),
            at: None,
        };
        assert_eq!(
            unbound(&change).to_string(),
            "store unavailable: SetPassword without the account that it changes"
        );
    }
}
