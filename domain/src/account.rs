//! A person's account: who they are in the directory, what they have set up, what is the default.

use serde::{Deserialize, Serialize};

use crate::method::Preferred;
use crate::{Id, Language, Time};

/// What the person may do besides their own affairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Nothing more.
    #[default]
    User,
    /// Sees people, masked.
    Reader,
    /// Helps people.
    Operator,
    /// Helps, and gives the second yes.
    Supervisor,
    /// Sets the rules.
    Administrator,
}

impl Role {
    /// All roles, lowest rank first.
    pub const ALL: [Self; 5] = [
        Self::User,
        Self::Reader,
        Self::Operator,
        Self::Supervisor,
        Self::Administrator,
    ];

    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Reader => "reader",
            Self::Operator => "operator",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }

    /// Staff have shorter sessions (A.8).
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::User)
    }
}

/// Two-step verification of this person (flows, 3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not required.
    #[default]
    Disabled,
    /// Required, not yet set up.
    Enabled,
    /// Required and set up; entered by itself when enrolment completes.
    Enforced,
}

impl State {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Disabled, Self::Enabled, Self::Enforced];

    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Enforced => "enforced",
        }
    }

    /// The state with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether the organisation requires two-step verification of this person.
    pub const fn required(self) -> bool {
        !matches!(self, Self::Disabled)
    }
}

/// An authenticator app that was proven to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub id: Id,
    /// The name the person gave it.
    pub name: String,
    /// The key, sealed.
    pub secret: Vec<u8>,
    /// The last time step whose code was accepted; never goes down.
    pub last_step: i64,
    /// When it was added.
    pub created: Time,
    /// When a code of it was last accepted after the set-up.
    pub last_used: Option<Time>,
    /// Switched off after one hundred wrong codes in a row.
    pub locked: bool,
}

/// Which telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// The authentication phone.
    Authentication,
    /// The office phone. The directory owns its number; the row says that it answered a test call.
    Office,
    /// The backup number of the wizard, later the alternate authentication phone.
    Backup,
}

impl PhoneKind {
    /// In the order in which the settings page lists them.
    pub const ALL: [Self; 3] = [Self::Authentication, Self::Office, Self::Backup];

    /// The stable name, also used in the form's tick boxes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Authentication => "phone",
            Self::Office => "office",
            Self::Backup => "backup",
        }
    }

    /// The kind with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
}

/// A telephone of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Which one.
    pub kind: PhoneKind,
    /// The number in E.164, sealed. The office phone's is the one that answered; the directory's counts.
    pub number: Vec<u8>,
    /// Proven by a call or a text; an unverified number never counts.
    pub verified: bool,
    /// When it was stored.
    pub created: Time,
}

/// Where, when and through which service something was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub when: Time,
    /// The client's address as the mail server told it.
    pub address: String,
    /// `imap`, `smtp`, …
    pub service: String,
}

/// An app password as its owner sees it; the value itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppPassword {
    /// Its id.
    pub id: Id,
    /// Its place, 1 to 40, unique per person.
    pub slot: u8,
    /// Its name.
    pub name: String,
    /// The number of the key that its digest needs.
    pub kid: i32,
    /// When it was made.
    pub created: Time,
    /// Its last use.
    pub last_used: Option<LastUse>,
}

/// Who may not sign in for a while, because somebody of the staff said so (F-151).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Until when.
    pub until: Time,
    /// Why, for the staff; the person is told to ask.
    pub reason: String,
}

/// A Temporary Access Pass: stands in for the second step once (F-153). The value itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Its keyed digest.
    pub mac: [u8; 32],
    /// Until when.
    pub until: Time,
}

/// A number that the helpdesk has set and that does not count yet (F-149).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPhone {
    /// Which telephone; one number of a kind waits at a time.
    pub kind: PhoneKind,
    /// The number in E.164, sealed.
    pub number: Vec<u8>,
    /// Extension of an office phone, digits, or empty.
    pub extension: String,
    /// From when on it counts.
    pub until: Time,
    /// Digest of the token with which the person can stop it without signing in.
    pub stop: [u8; 32],
}

/// A person with everything that the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The id.
    pub id: Id,
    /// Rises with every change; a change is written only if it is still the one that was read.
    pub version: i64,
    /// The canonical sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Job title, or empty.
    pub title: String,
    /// Work e-mail address, or empty.
    pub mail: String,
    /// Office phone in E.164 from the directory, or empty.
    pub office_phone: String,
    /// Extension of the office phone, digits, or empty.
    pub office_extension: String,
    /// The language of their choice.
    pub language: Option<Language>,
    /// What they may do.
    pub role: Role,
    /// Two-step verification.
    pub state: State,
    /// Whether the account works at all.
    pub active: bool,
    /// The password: the number of the key that it needs, a colon, a PHC string. Empty when nobody can
    /// sign in.
    pub password: String,
    /// When the password was set.
    pub password_changed: Time,
    /// The preferred option.
    pub default: Option<Preferred>,
    /// Authenticator apps, oldest first.
    pub apps: Vec<App>,
    /// Telephones.
    pub phones: Vec<Phone>,
    /// App passwords, by slot.
    pub app_passwords: Vec<AppPassword>,
    /// How many methods no longer count, because the person was asked to provide them again (F-145). They
    /// are in no list above, so that no rule can take one for a method.
    pub retired: u8,
    /// Signing in is blocked.
    pub block: Option<Block>,
    /// The pass that the helpdesk issued last, used up or run out or not.
    pub pass: Option<Pass>,
    /// The password is one that the helpdesk has given (F-150): it counts until then, at sign-in only, and
    /// a new one must be chosen there.
    pub temporary: Option<Time>,
    /// Until then one sign-in goes without the second step (F-152).
    pub bypass: Option<Time>,
    /// When the person first put the set-up off, since two-step verification is required of them. Another
    /// state ends it, so whoever is enabled anew begins anew.
    pub grace_from: Option<Time>,
    /// The option that was preferred when contact methods were asked for again.
    pub retired_default: Option<Preferred>,
    /// Numbers that wait until they count.
    pub holds: Vec<HeldPhone>,
}

impl Account {
    /// Somebody of whom nothing is known but the sign-in name: an ordinary person with nothing set up, of whom
    /// nothing is required and who has no password yet.
    pub const fn new(id: Id, login: String, now: Time) -> Self {
        Self {
            id,
            version: 1,
            login,
            name: String::new(),
            title: String::new(),
            mail: String::new(),
            office_phone: String::new(),
            office_extension: String::new(),
            language: None,
            role: Role::User,
            state: State::Disabled,
            active: true,
            password: String::new(),
            password_changed: now,
            default: None,
            apps: Vec::new(),
            phones: Vec::new(),
            app_passwords: Vec::new(),
            retired: 0,
            block: None,
            pass: None,
            temporary: None,
            bypass: None,
            grace_from: None,
            retired_default: None,
            holds: Vec::new(),
        }
    }

    /// The telephone of this kind.
    pub fn phone(&self, kind: PhoneKind) -> Option<&Phone> {
        self.phones.iter().find(|p| p.kind == kind)
    }

    /// The number of this kind that waits until it counts.
    pub fn held(&self, kind: PhoneKind) -> Option<&HeldPhone> {
        self.holds.iter().find(|held| held.kind == kind)
    }

    /// Whether signing in is blocked now.
    pub fn blocked(&self, now: Time) -> bool {
        self.block.as_ref().is_some_and(|block| now < block.until)
    }

    /// Whether the password is a temporary one whose time is over.
    pub fn password_over(&self, now: Time) -> bool {
        self.temporary.is_some_and(|until| now >= until)
    }

    /// Whether one sign-in goes without the second step now.
    pub fn bypassed(&self, now: Time) -> bool {
        self.bypass.is_some_and(|until| now < until)
    }

    /// The number of the key that the password needs.
    pub fn password_key(&self) -> Option<i32> {
        self.password.split_once(':')?.0.parse().ok()
    }

    /// Whether the telephone of this kind answered when it was tried, and still has a number.
    pub fn answers(&self, kind: PhoneKind) -> bool {
        self.phone(kind).is_some_and(|p| p.verified)
            && (kind != PhoneKind::Office || !self.office_phone.is_empty())
    }

    /// Whether anything is set up that can be the second step on its own, whatever the policy says. The
    /// alternate phone only stands in for another (F-064).
    pub fn has_second_step(&self) -> bool {
        !self.apps.is_empty()
            || self
                .phones
                .iter()
                .any(|p| p.verified && p.kind != PhoneKind::Backup)
    }

    /// Whether a second step is asked for at sign-in, and the account password refused elsewhere.
    pub fn two_step(&self) -> bool {
        self.state == State::Enforced || self.has_second_step()
    }

    /// Whether the person has set this option up, whatever the policy says.
    pub fn has(&self, option: Preferred) -> bool {
        match option {
            Preferred::AppCode => !self.apps.is_empty(),
            Preferred::CallPhone | Preferred::TextPhone => self.answers(PhoneKind::Authentication),
            Preferred::CallOffice => self.answers(PhoneKind::Office),
            // Notifications have no set-up in this version.
            Preferred::Notification => false,
        }
    }
}
