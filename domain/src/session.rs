//! Who is at the other end: signed in, or on the way (A.8). The three states live in two tables with
//! two cookies, so that a half-finished sign-in can never pass for a session.

use serde::{Deserialize, Serialize};

use crate::time::Span;
use crate::{Id, Time};

/// SHA-256 of the random token in the cookie; the token itself is nowhere on the server.
pub type TokenHash = [u8; 32];

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie's token.
    pub hash: TokenHash,
    /// Who.
    pub user: Id,
    /// When the person signed in.
    pub created: Time,
    /// When a request was last seen, to the minute.
    pub seen: Time,
    /// When password and second step were last proven.
    pub proof: Time,
    /// The second step of that proof was a code of an authenticator app: what staff need to act on others
    /// (A.10).
    pub strong: bool,
    /// A one-time message for the next page, as the web layer wrote it.
    pub flash: Option<String>,
}

/// How far a sign-in without a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The password was right; the second step is open.
    SecondStep,
    /// The password was right; the person must enrol and stands at the gate (F-001).
    Gate,
    /// "Set it up now" was pressed.
    Choosing,
    /// The QR screen was closed with "Done"; the app can be tested.
    Configured,
    /// A text or a call is on its way to the telephone that is being set up.
    PhoneTest,
    /// The app's code was right: the method counts from here on.
    Verified,
    /// The success message was closed; the backup number is asked for.
    Backup,
    /// The backup number was given or skipped; the app password is shown.
    AppPassword,
    /// Everything is proven, and the password is a temporary one: a new one must be chosen (F-150).
    NewPassword,
    /// The same, where a bypass stood in for the second step: the session will prove nothing.
    NewPasswordBypassed,
}

impl Stage {
    /// Whether a new password must be chosen.
    pub const fn renews(self) -> bool {
        matches!(self, Self::NewPassword | Self::NewPasswordBypassed)
    }
}

/// A sign-in on the way; ten minutes for the second step, thirty for an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Hash of the cookie's token.
    pub hash: TokenHash,
    /// Who.
    pub user: Id,
    /// When the password was right.
    pub created: Time,
    /// How far.
    pub stage: Stage,
    /// Where to go afterwards; a path on our own origin or empty.
    pub next: String,
}

/// A secret that exists to be shown to its owner until they close it (TOTP key, app password).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// The session or pending sign-in that may see it.
    pub owner: TokenHash,
    /// What it is; one of each kind per owner, the newest counts.
    pub kind: RevealKind,
    /// The id of the authenticator app or app password.
    pub object: Id,
    /// Sealed.
    pub sealed: Vec<u8>,
    /// When it was made; gone ten minutes later.
    pub created: Time,
    /// The person confirmed that they have it ("Done" under the QR picture).
    pub confirmed: bool,
}

/// Kinds of shown secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevealKind {
    /// The key of an authenticator app that is being set up.
    AppKey,
    /// A new app password.
    AppPassword,
    /// A Temporary Access Pass that a member of the staff has issued.
    Pass,
    /// A temporary password that a member of the staff has issued.
    Password,
    /// A file of people that waits for an answer.
    Import,
    /// Nothing to be seen: the code that somebody read to a member of the staff was right.
    Check,
}

impl RevealKind {
    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AppKey => "app_key",
            Self::AppPassword => "app_password",
            Self::Pass => "pass",
            Self::Password => "password",
            Self::Import => "import",
            Self::Check => "check",
        }
    }
}

/// How long things live. Bounds are checked where the configuration is read.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Without a request: people.
    pub idle: Span,
    /// In all: people.
    pub absolute: Span,
    /// Without a request: staff.
    pub staff_idle: Span,
    /// In all: staff.
    pub staff_absolute: Span,
    /// From the password to the second step.
    pub second_step: Span,
    /// From the password to the end of an enrolment.
    pub enrolment: Span,
    /// How long a proof counts for changes of credentials.
    pub proof: Span,
    /// How long a QR picture or a new app password can be seen.
    pub reveal: Span,
    /// Sessions per person; the oldest ends.
    pub most: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            idle: Span::minutes(30),
            absolute: Span::hours(12),
            staff_idle: Span::minutes(15),
            staff_absolute: Span::hours(8),
            second_step: Span::minutes(10),
            enrolment: Span::minutes(30),
            proof: Span::minutes(10),
            reveal: Span::minutes(10),
            most: 10,
        }
    }
}

/// Within `span` after `start`; a start in the future (the clock went back) does not count for ever.
pub fn within(start: Time, now: Time, span: Span) -> bool {
    let age = now.since(start);
    age < span && age > Span(-span.0)
}

impl Session {
    /// The `proof` of a session whose second step a trusted browser stood in for: so long ago that it
    /// counts for no change of credentials, whatever the clock says.
    pub const UNPROVEN: Time = Time(i64::MIN / 2);

    /// Whether the session still counts.
    pub fn alive(&self, staff: bool, now: Time, lifetimes: &Lifetimes) -> bool {
        let (idle, absolute) = if staff {
            (lifetimes.staff_idle, lifetimes.staff_absolute)
        } else {
            (lifetimes.idle, lifetimes.absolute)
        };
        within(self.seen, now, idle) && within(self.created, now, absolute)
    }
}

impl Pending {
    /// Whether the sign-in can still be finished.
    pub fn alive(&self, now: Time, lifetimes: &Lifetimes) -> bool {
        let span = if self.stage == Stage::SecondStep {
            lifetimes.second_step
        } else {
            lifetimes.enrolment
        };
        within(self.created, now, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let t = Time(1_000_000_000_000);
        Session {
            hash: [0; 32],
            user: Id([0; 16]),
            created: t,
            seen: t,
            proof: t,
            strong: false,
            flash: None,
        }
    }

    #[test]
    fn idle_and_absolute_ends_are_exact() {
        let (s, l) = (session(), Lifetimes::default());
        assert!(s.alive(false, s.seen + Span::minutes(30) - Span(1), &l));
        assert!(!s.alive(false, s.seen + Span::minutes(30), &l));
        assert!(!s.alive(true, s.seen + Span::minutes(15), &l));
        let busy = Session {
            seen: s.created + Span::hours(12) - Span(1),
            ..s
        };
        assert!(busy.alive(false, busy.seen, &l));
        assert!(!busy.alive(false, busy.seen + Span(1), &l));
    }

    #[test]
    fn what_was_not_proven_never_counts_as_proof() {
        let longest = Span::minutes(60 * 24 * 365);
        for now in [Time(0), session().created, Time(i64::MAX / 4)] {
            assert!(!within(Session::UNPROVEN, now, longest), "{now:?}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_makes_nothing_immortal() {
        let (s, l) = (session(), Lifetimes::default());
        assert!(!s.alive(false, s.seen - Span::days(1), &l));
    }
}
