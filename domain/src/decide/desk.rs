//! What the helpdesk does for a person, and in one word whether that person can sign in.

use serde::{Deserialize, Serialize};

use super::{Consequences, Method, SetNumber, first_option, hold_phone, remove, set_phone};
use crate::account::{Account, Block, HeldPhone, Pass, State};
use crate::audit::Event;
use crate::desk::{Aid, BYPASS_SECONDS, MOST_BLOCK_DAYS, PASS_MINUTES, Standing, TEMPORARY};
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::time::Span;
use crate::{Refusal, Time};

/// Something to be done for a person, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// What needs nothing more.
    Plain(Aid),
    /// One method goes.
    DeleteMethod(Method),
    /// A block for so many days.
    Block {
        /// 1 to [`MOST_BLOCK_DAYS`].
        days: u16,
        /// For the staff.
        reason: String,
    },
    /// A pass with this digest.
    Pass {
        /// Its keyed digest; made when it is issued and kept nowhere else.
        #[serde(skip)]
        mac: [u8; 32],
        /// Within [`PASS_MINUTES`].
        minutes: u16,
    },
    /// A temporary password.
    ResetPassword {
        /// Its PHC string; made when it is given and kept nowhere else.
        #[serde(skip)]
        phc: String,
    },
    /// A number for somebody who stands there.
    #[serde(skip)]
    SetPhone(SetNumber),
    /// A number for somebody else, which waits.
    #[serde(skip)]
    HoldPhone(HeldPhone),
    /// One sign-in without the second step.
    Bypass {
        /// Within [`BYPASS_SECONDS`].
        seconds: u16,
        /// Why, for the staff.
        reason: String,
    },
}

impl Wish {
    /// Which aid it is.
    pub const fn aid(&self) -> Aid {
        match self {
            Self::Plain(aid) => *aid,
            Self::DeleteMethod(_) => Aid::DeleteMethod,
            Self::Block { .. } => Aid::Block,
            Self::Pass { .. } => Aid::Pass,
            Self::ResetPassword { .. } => Aid::ResetPassword,
            Self::Bypass { .. } => Aid::Bypass,
            Self::SetPhone(_) | Self::HoldPhone(_) => Aid::SetPhone,
        }
    }

    /// What stands in the record beside how the caller was known.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Bypass { seconds, reason } => {
                vec![("seconds", seconds.to_string()), ("why", reason.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it asks for the same, whatever secret is made for it.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Pass { minutes, .. },
                Self::Pass {
                    minutes: theirs, ..
                },
            ) => minutes == theirs,
            (Self::ResetPassword { .. }, Self::ResetPassword { .. }) => true,
            _ => self == other,
        }
    }
}

/// Whether this person can sign in now.
pub fn standing(account: &Account, policy: &Policy, now: Time) -> Standing {
    if !account.active {
        Standing::Off
    } else if account.blocked(now) {
        Standing::Blocked
    } else if account.password.is_empty() {
        Standing::NoPassword
    } else if account.password_over(now) {
        Standing::PasswordOver
    } else if account.has_second_step() {
        first_option(account, policy).map_or(Standing::NoMethod, Standing::TwoStep)
    } else if account.retired > 0 {
        Standing::Again
    } else if account.state.required() {
        Standing::Gate
    } else {
        Standing::PasswordOnly
    }
}

/// Why this cannot be done for this person now; `None` when it can. What is offered and what is carried
/// out follow from the same answer.
pub fn aid_refusal(account: &Account, aid: Aid, now: Time) -> Option<Refusal> {
    let there = |is: bool| (!is).then_some(Refusal::NothingThere);
    let blocked = account.block.is_some() && account.blocked(now);
    match aid {
        Aid::ProvideAgain if !account.state.required() => Some(Refusal::TwoStepNotRequired),
        Aid::ProvideAgain => there(account.has_second_step()),
        Aid::KeepMethods => there(account.retired > 0 && !account.has_second_step()),
        Aid::DeleteAppPasswords => there(!account.app_passwords.is_empty()),
        Aid::DeleteMethod => there(!account.apps.is_empty() || !account.phones.is_empty()),
        Aid::Pass | Aid::Bypass if !account.active || blocked => Some(Refusal::Blocked),
        Aid::Pass | Aid::Bypass => (!account.has_second_step()).then_some(Refusal::PassNotNeeded),
        Aid::EndBypass => there(account.bypassed(now)),
        // Also during a block: so somebody who knows the old one is out before it ends.
        // Which telephone, and whether it can be one, is judged with the number.
        Aid::ResetPassword | Aid::SetPhone => (!account.active).then_some(Refusal::Blocked),
        Aid::Block => there(!blocked),
        Aid::Unblock => there(blocked),
        Aid::RestoreBrowsers | Aid::EndSessions | Aid::Unlock => None,
    }
}

/// Whether it is offered, or listed with the reason why it cannot be done. What is done and undone is
/// only there when there is something to do or to undo; `second` is for staff, whom two help.
pub fn aid_offered(aid: Aid, refusal: Option<Refusal>, second: bool) -> bool {
    let comes_and_goes = matches!(
        aid,
        Aid::KeepMethods | Aid::Unblock | Aid::Block | Aid::EndBypass
    );
    (aid.by_two() || !second)
        && refusal.is_none_or(|refusal| !comes_and_goes && refusal != Refusal::Blocked)
}

/// What follows from doing it.
///
/// # Errors
/// The refusals of [`aid_refusal`], those of [`remove`], and values out of bounds.
pub fn help(
    account: &Account,
    policy: &Policy,
    wish: &Wish,
    now: Time,
) -> Result<Consequences, Refusal> {
    if let Some(refusal) = aid_refusal(account, wish.aid(), now) {
        return Err(refusal);
    }
    let done = |changes, event, notice| Consequences {
        changes,
        records: vec![(event, None)],
        notices: vec![(notice, String::new(), None)],
    };
    let out = || [Change::EndSessions { except: None }, Change::EndPendings];
    Ok(match wish {
        Wish::Plain(Aid::ProvideAgain) => {
            let mut changes = vec![
                Change::RetireMethods(true),
                Change::SetDefault(None),
                Change::SetState(State::Enabled),
                Change::SetPass(None),
                Change::SetBypass(None),
                Change::EndTrusts,
            ];
            changes.extend(out());
            // What waits was set before, so it is asked for again too.
            changes.extend(account.holds.iter().map(|held| Change::DropHeld(held.kind)));
            done(changes, Event::MethodsRetire, NoticeKind::MethodsAskedAgain)
        }
        Wish::Plain(Aid::KeepMethods) => done(
            vec![
                Change::RetireMethods(false),
                Change::SetState(State::Enforced),
                Change::SetDefault(account.retired_default.filter(|one| policy.allows(*one))),
            ],
            Event::MethodsKeep,
            NoticeKind::MethodsKept,
        ),
        Wish::Plain(Aid::DeleteAppPasswords) => done(
            vec![Change::RemoveAppPasswords],
            Event::AppPasswordDeleteAll,
            NoticeKind::AppPasswordsDeleted,
        ),
        Wish::Plain(Aid::RestoreBrowsers) => done(
            vec![Change::EndTrusts],
            Event::TrustEndAll,
            NoticeKind::BrowsersForgotten,
        ),
        Wish::Plain(Aid::EndSessions) => done(
            out().into(),
            Event::SessionEndEverywhere,
            NoticeKind::SessionsEnded,
        ),
        Wish::Plain(Aid::Unlock) => {
            let locked = account.apps.iter().filter(|app| app.locked);
            done(
                locked.map(|app| Change::LockApp(app.id, false)).collect(),
                Event::UserChange,
                NoticeKind::Unlocked,
            )
        }
        Wish::Plain(Aid::Unblock) => done(
            vec![Change::SetBlock(None)],
            Event::UserUnblock,
            NoticeKind::Unblocked,
        ),
        Wish::Block { days, reason } => {
            within(*days, 1, MOST_BLOCK_DAYS)?;
            let mut changes = vec![
                Change::SetBlock(Some(Block {
                    until: now + Span::days(i64::from(*days)),
                    reason: reason.clone(),
                })),
                Change::SetPass(None),
                Change::SetBypass(None),
            ];
            changes.extend(out());
            done(changes, Event::UserBlock, NoticeKind::Blocked)
        }
        Wish::Pass { mac, minutes } => {
            let (_, least, most) = PASS_MINUTES;
            within(*minutes, least, most)?;
            let pass = Pass {
                mac: *mac,
                until: now + Span::minutes(i64::from(*minutes)),
            };
            done(
                vec![Change::SetPass(Some(pass))],
                Event::PassIssue,
                NoticeKind::PassIssued,
            )
        }
        Wish::SetPhone(set) => set_phone(account, policy, set)?,
        Wish::HoldPhone(held) => hold_phone(account, policy, held)?,
        Wish::ResetPassword { phc } => {
            let mut changes = vec![
                Change::SetPassword {
                    phc: phc.clone(),
                    at: Some(now),
                },
                Change::LimitPassword(now + TEMPORARY),
                Change::EndTrusts,
                Change::RemoveAppPasswords,
            ];
            changes.extend(out());
            let mut out = done(changes, Event::PasswordReset, NoticeKind::PasswordReset);
            if !account.app_passwords.is_empty() {
                out.records.push((Event::AppPasswordDeleteAll, None));
            }
            out
        }
        Wish::Bypass { seconds, .. } => {
            let (_, least, most) = BYPASS_SECONDS;
            within(*seconds, least, most)?;
            done(
                vec![Change::SetBypass(Some(
                    now + Span::seconds(i64::from(*seconds)),
                ))],
                Event::BypassIssue,
                NoticeKind::BypassIssued,
            )
        }
        Wish::Plain(Aid::EndBypass) => done(
            vec![Change::SetBypass(None)],
            Event::BypassEnd,
            NoticeKind::BypassEnded,
        ),
        Wish::DeleteMethod(method) => {
            let mut out = remove(account, policy, &[*method])?.consequences;
            out.changes.push(Change::EndSessions { except: None });
            out
        }
        // Needs more than its name.
        Wish::Plain(
            Aid::DeleteMethod
            | Aid::Block
            | Aid::Pass
            | Aid::ResetPassword
            | Aid::Bypass
            | Aid::SetPhone,
        ) => return Err(Refusal::NotAChoice),
    })
}

fn within(value: u16, least: u16, most: u16) -> Result<(), Refusal> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::Bounds {
            min: least.into(),
            max: most.into(),
        })
    }
}

#[cfg(test)]
mod tests;
