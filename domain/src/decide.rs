//! Account, policy, wish and time in; consequences or a refusal out. Pure: the pages draw their
//! buttons and reasons from the same functions that the use cases enforce.

mod desk;
mod fraud;
mod grace;
mod holds;
mod keys;
mod phones;
mod roster;

use serde::{Deserialize, Serialize};

use crate::account::{Account, App, PhoneKind, State};
use crate::audit::Event;
use crate::method::{Contact, Preferred};
use crate::name::Label;
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::service::ports::Change;
use crate::time::Span;
use crate::{Id, Refusal, Time, app_password};

pub use desk::{Wish, aid_offered, aid_refusal, help, standing};
pub use fraud::report_fraud;
pub use grace::{grace_runs_until, grace_until};
pub use holds::{SetNumber, hold_phone, line_of, set_phone, set_phone_refusal, stop_hold};
pub use keys::{Ending, end_under_key};
pub use phones::{add_phone, dial_refusal, number_refusal, set_up_refusal};
pub use roster::{quick_step, set_active, set_state, with_app_passwords};

/// Everything that follows from a wish, so that nothing is forgotten where it is carried out.
#[derive(Debug, Default)]
pub struct Consequences {
    /// What is written.
    pub changes: Vec<Change>,
    /// What is recorded: event and object.
    pub records: Vec<(Event, Option<Id>)>,
    /// What the person is told by message: kind, name of the object, the option now preferred.
    pub notices: Vec<(NoticeKind, String, Option<Preferred>)>,
}

/// A method that can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Method {
    /// An authenticator app.
    App(Id),
    /// A telephone.
    Phone(PhoneKind),
}

impl TryFrom<String> for Method {
    type Error = &'static str;

    fn try_from(key: String) -> Result<Self, Self::Error> {
        Self::from_key(&key).ok_or("not a method")
    }
}

impl From<Method> for String {
    fn from(method: Method) -> Self {
        method.key()
    }
}

impl Method {
    /// The value of its tick box: `app:<id>`, `phone` or `backup`.
    pub fn key(self) -> String {
        match self {
            Self::App(id) => format!("app:{id}"),
            Self::Phone(kind) => kind.key().to_owned(),
        }
    }

    /// The method of a tick box.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.strip_prefix("app:") {
            Some(id) => id.parse().ok().map(Self::App),
            None => PhoneKind::from_key(key).map(Self::Phone),
        }
    }

    /// Everything that this person could delete.
    pub fn of(account: &Account) -> Vec<Self> {
        let phones = account.phones.iter().map(|p| Self::Phone(p.kind));
        account
            .apps
            .iter()
            .map(|a| Self::App(a.id))
            .chain(phones)
            .collect()
    }
}

/// Why this option cannot be used by this person now; `None` when it can (F-068).
pub fn option_refusal(account: &Account, policy: &Policy, option: Preferred) -> Option<Refusal> {
    if !policy.allows(option) {
        Some(Refusal::MethodNotAllowed)
    } else if !account.has(option) {
        Some(Refusal::MethodNotSetUp)
    } else if option == Preferred::AppCode && account.apps.iter().all(|a| a.locked) {
        Some(Refusal::MethodLocked)
    } else {
        None
    }
}

/// Why a contact of the wizard's first question is off (F-012).
pub fn contact_refusal(policy: &Policy, contact: Contact) -> Option<Refusal> {
    let on = match contact {
        Contact::MobileApp => policy.allow_app_code || policy.allow_notification,
        Contact::AuthenticationPhone => policy.allow_text || policy.allow_call,
        Contact::OfficePhone => policy.allow_call,
    };
    (!on).then_some(Refusal::MethodNotAllowed)
}

/// The option that would be preferred if the person had no wish: the first usable in the order of
/// succession (flows, section 4).
pub fn successor(account: &Account, policy: &Policy) -> Option<Preferred> {
    Preferred::SUCCESSION
        .into_iter()
        .find(|o| option_refusal(account, policy, *o).is_none())
}

/// The option asked for at sign-in: the default where it works, else the successor.
pub fn first_option(account: &Account, policy: &Policy) -> Option<Preferred> {
    account
        .default
        .filter(|o| option_refusal(account, policy, *o).is_none())
        .or_else(|| successor(account, policy))
}

/// Why no authenticator app can be added; `None` when one can (F-037).
pub fn add_app_refusal(account: &Account, policy: &Policy) -> Option<Refusal> {
    if !policy.allow_app_code {
        Some(Refusal::MethodNotAllowed)
    } else if account.apps.len() >= usize::from(policy.max_apps) {
        Some(Refusal::TooManyApps {
            max: u32::from(policy.max_apps),
        })
    } else {
        None
    }
}

/// A name that no other app of the person has: the proposal itself, or with the next number.
pub fn free_name(proposal: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..=100).map(|n| format!("{proposal} {n}"));
    std::iter::once(proposal.to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

/// Adds an authenticator app whose code was right. The first one becomes the default and completes
/// the enrolment of a person who must have one.
pub fn add_app(account: &Account, policy: &Policy, app: App) -> Result<Consequences, Refusal> {
    if let Some(refusal) = add_app_refusal(account, policy) {
        return Err(refusal);
    }
    let label = Label::parse(&app.name)?;
    if account.apps.iter().any(|a| label.same_as(&a.name)) {
        return Err(Refusal::NameTaken);
    }
    let (id, name) = (app.id, label.to_string());
    let mut after = account.clone();
    after.apps.push(App {
        name: name.clone(),
        ..app.clone()
    });
    let mut out = Consequences {
        changes: vec![Change::AddApp(App {
            name: name.clone(),
            ..app
        })],
        records: vec![(Event::MethodAdd, Some(id))],
        notices: vec![(NoticeKind::AppAdded, name, None)],
    };
    if first_option(account, policy).is_none() {
        let default = successor(&after, policy);
        out.changes.push(Change::SetDefault(default));
    }
    complete(account, &mut out);
    Ok(out)
}

/// The first method completes the enrolment of a person who must have one. What they had before, and were
/// asked to provide again, goes.
fn complete(account: &Account, out: &mut Consequences) {
    if account.state == State::Enabled {
        out.changes.push(Change::SetState(State::Enforced));
    }
    if account.retired > 0 {
        out.changes.push(Change::DropRetired);
        out.records.push((Event::MethodsDrop, None));
    }
}

/// Gives an app another name.
pub fn rename_app(account: &Account, id: Id, typed: &str) -> Result<Consequences, Refusal> {
    if !account.apps.iter().any(|a| a.id == id) {
        return Err(Refusal::NotFound);
    }
    let label = Label::parse(typed)?;
    if account
        .apps
        .iter()
        .any(|a| a.id != id && label.same_as(&a.name))
    {
        return Err(Refusal::NameTaken);
    }
    Ok(Consequences {
        changes: vec![Change::RenameApp(id, label.to_string())],
        records: vec![(Event::MethodRename, Some(id))],
        ..Consequences::default()
    })
}

/// What deleting these methods leads to.
#[derive(Debug)]
pub struct Removal {
    /// The consequences.
    pub consequences: Consequences,
    /// The default afterwards, when it changes.
    pub default_moves_to: Option<Option<Preferred>>,
    /// No second step is left; allowed only where none is required.
    pub turns_off: bool,
}

/// Deletes methods (F-072, F-073). The default moves on; the last method stays while two-step
/// verification is required; where it goes, the app passwords (A.2) and the trusted browsers go
/// too.
pub fn remove(account: &Account, policy: &Policy, methods: &[Method]) -> Result<Removal, Refusal> {
    let mut after = account.clone();
    let mut out = Consequences::default();
    for method in methods {
        match *method {
            Method::App(id) => {
                let app = account
                    .apps
                    .iter()
                    .find(|a| a.id == id)
                    .ok_or(Refusal::NotFound)?;
                after.apps.retain(|a| a.id != id);
                out.changes.push(Change::RemoveApp(id));
                out.records.push((Event::MethodDelete, Some(id)));
                out.notices
                    .push((NoticeKind::AppDeleted, app.name.clone(), None));
            }
            Method::Phone(kind) => {
                account.phone(kind).ok_or(Refusal::NotFound)?;
                after.phones.retain(|p| p.kind != kind);
                out.changes.push(Change::RemovePhone(kind));
                out.records.push((Event::MethodDelete, None));
                out.notices
                    .push((NoticeKind::PhoneDeleted, String::new(), None));
            }
        }
    }
    let usable_before = successor(account, policy).is_some();
    let left = successor(&after, policy);
    // A locked app opens nothing, nor does a phone that the organisation has switched off, but they are
    // what keeps the password alone from opening the wizard.
    let unlocks_wizard = account.has_second_step() && !after.has_second_step();
    let loses_last = left.is_none() && (usable_before || unlocks_wizard);
    if account.state.required() && loses_last {
        return Err(Refusal::LastMethod);
    }
    let default = account
        .default
        .filter(|o| option_refusal(&after, policy, *o).is_none())
        .or(left);
    let default_moves_to = (default != account.default).then_some(default);
    if default_moves_to.is_some() {
        out.changes.push(Change::SetDefault(default));
        out.records.push((Event::DefaultChange, None));
        if let Some(option) = default {
            out.notices
                .push((NoticeKind::DefaultChanged, String::new(), Some(option)));
        }
    }
    if loses_last {
        out.changes.push(Change::EndTrusts);
    }
    let turns_off = account.two_step() && !after.two_step();
    if turns_off && !account.app_passwords.is_empty() {
        out.changes.push(Change::RemoveAppPasswords);
        out.records.push((Event::AppPasswordDeleteAll, None));
        out.notices
            .push((NoticeKind::AppPasswordsDeleted, String::new(), None));
    }
    Ok(Removal {
        consequences: out,
        default_moves_to,
        turns_off,
    })
}

/// Makes an option the default.
pub fn make_default(
    account: &Account,
    policy: &Policy,
    option: Preferred,
) -> Result<Consequences, Refusal> {
    match option_refusal(account, policy, option) {
        Some(refusal) => Err(refusal),
        None if account.default == Some(option) => Ok(Consequences::default()),
        None => Ok(Consequences {
            changes: vec![Change::SetDefault(Some(option))],
            records: vec![(Event::DefaultChange, None)],
            notices: vec![(NoticeKind::DefaultChanged, String::new(), Some(option))],
        }),
    }
}

/// Why no app password can be created now; `None` when one can (F-090, F-097, F-098).
pub fn create_app_password_refusal(account: &Account, policy: &Policy) -> Option<Refusal> {
    if !policy.allow_app_passwords {
        Some(Refusal::AppPasswordsOff)
    } else if !account.two_step() {
        Some(Refusal::AppPasswordsNeedTwoStep)
    } else if app_password::free_slot(&account.app_passwords, policy.app_password_limit).is_none() {
        Some(Refusal::AppPasswordLimit {
            max: u32::from(policy.app_password_limit),
        })
    } else {
        None
    }
}

/// The slot and name of a new app password.
pub fn create_app_password(
    account: &Account,
    policy: &Policy,
    typed: &str,
) -> Result<(u8, Label), Refusal> {
    if let Some(refusal) = create_app_password_refusal(account, policy) {
        return Err(refusal);
    }
    let label = Label::parse(typed)?;
    if account.app_passwords.iter().any(|a| label.same_as(&a.name)) {
        return Err(Refusal::NameTaken);
    }
    let slot = app_password::free_slot(&account.app_passwords, policy.app_password_limit);
    slot.map(|slot| (slot, label))
        .ok_or(Refusal::AppPasswordLimit {
            max: u32::from(policy.app_password_limit),
        })
}

/// Deletes an app password; also while creation is switched off (F-100).
pub fn delete_app_password(account: &Account, id: Id) -> Result<Consequences, Refusal> {
    let app_password = account
        .app_passwords
        .iter()
        .find(|a| a.id == id)
        .ok_or(Refusal::NotFound)?;
    Ok(Consequences {
        changes: vec![Change::RemoveAppPassword(id)],
        records: vec![(Event::AppPasswordDelete, Some(id))],
        notices: vec![(
            NoticeKind::AppPasswordDeleted,
            app_password.name.clone(),
            None,
        )],
    })
}

/// Whether an app password deserves a look: neither made nor used for so many days.
pub fn stale(created: Time, last_used: Option<Time>, now: Time, policy: &Policy) -> bool {
    let latest = last_used.map_or(created, |used| used.max(created));
    now.since(latest) >= Span::days(i64::from(policy.stale_after_days))
}

#[cfg(test)]
mod tests;
