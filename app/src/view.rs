//! What each page shows, as plain data. The server fills a view from the use cases, a page of
//! [`crate::pages`] turns it into HTML. Nothing in a view is secret unless the page exists to show it.

use std::sync::Arc;

use domain::browser::Browser;
use domain::dial::Dial;
use domain::method::{Contact, Preferred};
use domain::{Id, Language, Refusal};

mod administration;
mod approval;
mod desk;
mod given;
mod greetings;
mod import;
mod people;
mod phones;
mod rules;

pub use administration::{
    Administration, BadRow, CheckSeen, FraudRow, KeySeen, Listing, Named, RecordFilter, RecordRow,
};
pub use approval::{ApprovalRow, ApprovalSeen};
pub use desk::{
    AttemptRow, DeskAid, DeskCheck, DeskGrace, DeskIssued, DeskMethod, DeskPerson, DeskSearch,
    DoneFor, IdentityTyped, Manage, Managed, PersonRow,
};
pub use given::{HeldRow, NewPassword, NotMe, SetPhone};
pub use greetings::{GreetingForm, GreetingRow, OwnGreeting};
pub use import::{ImportCheck, ImportForm};
pub use people::{
    ListedRow, PeopleDone, PeopleFigures, PeopleFilter, PeopleList, PeopleStep, Report, ReportRow,
};
pub use phones::{DemoCall, DemoMessage, PhoneAsked, PhoneForm, PhoneRow, PhoneTest, StepUpSecond};
pub use rules::{
    Carrier, GatewayRow, Gateways, RuleChanged, RuleField, RuleHistory, RulePlanned, RuleRow,
    Rules, RulesForm, RulesPreview, TestSeen,
};

/// What every page has around it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of this page.
    pub language: Language,
    /// The organisation's name, shown in the header.
    pub organisation: String,
    /// The nonce of this response's Content-Security-Policy.
    pub nonce: String,
    /// Path and query of this page on our own origin: where the language form returns to.
    pub here: String,
    /// The signed-in person, if any: gives the account menu at the top right.
    pub person: Option<Badge>,
    /// A one-time message that the last action left.
    pub notice: Option<Notice>,
    /// Names and digests of the built assets.
    pub assets: Arc<Assets>,
    /// Whether this is the demo organisation (a banner and a link to the pretend phone).
    pub demo: bool,
}

/// The signed-in person in the header.
#[derive(Clone, Debug)]
pub struct Badge {
    /// The display name.
    pub name: String,
    /// The sign-in name.
    pub login: String,
    /// What they may do: staff get links to their pages.
    pub role: domain::account::Role,
}

/// A built file: its address and its integrity value, if known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asset {
    /// Path on our origin.
    pub href: String,
    /// `sha384-…`, or empty.
    pub integrity: String,
}

/// What Trunk built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// Style sheets in order.
    pub styles: Vec<Asset>,
    /// Our loader; empty when the browser half is not built.
    pub loader: Asset,
    /// wasm-bindgen's glue.
    pub glue: Asset,
    /// The module.
    pub wasm: Asset,
}

/// A point in time, broken down in the organisation's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
}

/// A one-time message on top of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Signed out of this browser.
    SignedOut,
    /// Signed out of every browser.
    SignedOutEverywhere,
    /// The sign-in was abandoned or ran out.
    SignInEnded,
    /// The set-up of two-step verification is complete.
    EnrolmentComplete,
    /// The preferred option was saved.
    Saved,
    /// Nothing had been changed, so nothing was saved.
    NothingChanged,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app got a new name.
    AppRenamed,
    /// One or more methods were deleted; the default stayed.
    MethodDeleted,
    /// One or more methods were deleted and the default moved on to this option.
    MethodDeletedDefaultNow(Preferred),
    /// One or more methods were deleted and no default is left.
    MethodDeletedNoDefault,
    /// The backup number was kept, not yet verified.
    BackupKept,
    /// The account password was changed; other sessions ended.
    PasswordChanged,
    /// All app passwords were deleted.
    AppPasswordsDeleted,
    /// The new app password's window was closed.
    AppPasswordClosed,
    /// One trusted browser was forgotten.
    BrowserForgotten,
    /// All trusted browsers were forgotten.
    BrowsersForgotten,
    /// The language was saved.
    LanguageSaved,
    /// A telephone was set up or has a new number.
    PhoneSaved,
    /// Another text or call is on its way.
    PhoneAskedAgain,
    /// A file of people was imported: so many were added and changed.
    PeopleImported {
        /// Added.
        added: u32,
        /// Changed.
        changed: u32,
    },
    /// What the helpdesk wished was done for somebody.
    Helped(domain::desk::Aid),
    /// A second yes was given to a request of the helpdesk.
    Agreed,
    /// A request of the helpdesk was declined or withdrawn.
    Declined,
    /// Staff need an authenticator app before they can act on others.
    StaffNeedApp,
    /// The rules were changed.
    RulesInForce,
    /// Calls begin with another file.
    GreetingSet,
    /// Calls begin with the built-in words again.
    GreetingRemoved,
    /// A bypass of the helpdesk stood in for the second step, once.
    Bypassed,
    /// A new password has taken the place of a temporary one.
    PasswordRenewed,
    /// A test message was sent, or was not.
    GatewayTested(domain::gateway::Tested),
    /// A number that the helpdesk had set was stopped before it counted.
    ChangeStopped,
    /// The code that a caller has read was right.
    CallerChecked,
}

/// A message beside a field. The summary on top lists them all and links to the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `name` (and `id`) of the field, or `""` for the whole form.
    pub field: &'static str,
    /// What is wrong.
    pub refusal: Refusal,
}

/// `GET /sign-in`.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// What was typed as the user name.
    pub user: String,
    /// Where to go afterwards; a path on our own origin or empty.
    pub next: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// How the second step is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With a code from an authenticator app.
    App,
    /// With a telephone.
    Phone(Dial),
}

/// `GET /sign-in/verify`: the second step.
#[derive(Clone, Debug)]
pub struct SecondStep {
    /// The method asked for now.
    pub method: Way,
    /// How many authenticator apps the person has.
    pub apps: u32,
    /// The telephone that is being asked; `None` while nothing was sent.
    pub asked: Option<PhoneAsked>,
    /// Another method works too: there is something to choose.
    pub others: bool,
    /// Days for which "Don't ask again" holds; 0 hides the box.
    pub remember_days: u16,
    /// The box was ticked.
    pub remember: bool,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /sign-in/other`: "Sign in another way".
#[derive(Clone, Debug)]
pub struct OtherWays {
    /// Every option, in order, with why it cannot be used now.
    pub ways: Vec<PreferredChoice>,
    /// The alternate phone, if the person has one, with why it cannot be used now.
    pub alternate: Option<Option<Refusal>>,
}

/// `GET /enrol`: "Your admin has required …".
#[derive(Clone, Debug)]
pub struct Gate {
    /// The person's display name.
    pub name: String,
    /// Until when the set-up can be put off, if it can.
    pub grace: Option<When>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A choice in a list with the reason why it cannot be chosen.
#[derive(Clone, Debug)]
pub struct PreferredChoice {
    /// Which one.
    pub option: Preferred,
    /// `None` when it can be chosen.
    pub refusal: Option<Refusal>,
    /// Whether it is the one in force.
    pub selected: bool,
}

/// `GET /enrol/contact`: step 1 of the wizard.
#[derive(Clone, Debug)]
pub struct ChooseContact {
    /// The drop-down's entries with the reason why one is off.
    pub contacts: Vec<(Contact, Option<Refusal>)>,
    /// The chosen entry.
    pub contact: Contact,
    /// "Receive notifications for verification" and why it is off.
    pub notification: Option<Refusal>,
    /// "Use verification code" and why it is off.
    pub code: Option<Refusal>,
    /// The app was configured on the QR screen: show the success and "Contact me".
    pub configured: bool,
    /// How many steps the wizard has.
    pub steps: u8,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A QR picture: one SVG path in a square of `size` modules, quiet zone included.
#[derive(Clone, Debug)]
pub struct Qr {
    /// Edge length in modules.
    pub size: u32,
    /// The `d` attribute.
    pub path: String,
}

/// `GET /enrol/app` and `GET /security/app`: "Configure mobile app".
#[derive(Clone, Debug)]
pub struct ConfigureApp {
    /// The picture.
    pub qr: Qr,
    /// The name of the account as the app will show it.
    pub account: String,
    /// The key in Base32, in groups of four.
    pub code: String,
    /// The `otpauth://` address.
    pub url: String,
    /// Where "Done" posts to.
    pub action: &'static str,
    /// Where "Cancel" leads.
    pub cancel: &'static str,
}

/// `GET /enrol/verify` and `GET /security/app/verify`: prove that the app works.
#[derive(Clone, Debug)]
pub struct TestApp {
    /// In the wizard: how many steps there are. On the settings page: `None`.
    pub steps: Option<u8>,
    /// On the settings page the app gets a name; what was typed or is proposed.
    pub name: Option<String>,
    /// Where "Verify" posts to.
    pub action: &'static str,
    /// Where "Back" leads.
    pub back: &'static str,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /enrol/verified`: the success state with "Close".
#[derive(Clone, Debug)]
pub struct Verified {
    /// How many steps there are.
    pub steps: u8,
}

/// `GET /enrol/backup`: step 3, the backup number.
#[derive(Clone, Debug)]
pub struct Backup {
    /// How many steps there are.
    pub steps: u8,
    /// Region code (ISO 3166), country calling code.
    pub countries: Vec<(&'static str, u16)>,
    /// The chosen region code.
    pub country: String,
    /// What was typed.
    pub number: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /enrol/app-password`: the last step.
#[derive(Clone, Debug)]
pub struct LastStep {
    /// How many steps there are.
    pub steps: u8,
    /// The app password without separators.
    pub value: String,
    /// The sign-in name to use beside it.
    pub login: String,
}

/// `GET /profile`.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Display name.
    pub name: String,
    /// Job title, or empty.
    pub title: String,
    /// Work e-mail, or empty.
    pub mail: String,
    /// Office phone with extension in national or international form, or empty.
    pub office_phone: String,
    /// Whether two-step verification is set up.
    pub two_step: bool,
    /// Whether the organisation requires it.
    pub required: bool,
    /// Until when the person has put the set-up off.
    pub grace: Option<When>,
    /// How many app passwords exist.
    pub app_passwords: u32,
}

/// An authenticator app in the list.
#[derive(Clone, Debug)]
pub struct AppRow {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// When it was added.
    pub created: When,
    /// When a code of it was last used.
    pub last_used: Option<When>,
    /// Switched off after one hundred wrong codes.
    pub locked: bool,
}

/// A trusted browser in the list.
#[derive(Clone, Debug)]
pub struct TrustRow {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub browser: Browser,
    /// When the box was ticked.
    pub since: When,
    /// When the second step is asked for again.
    pub until: When,
    /// It is the one that shows this page.
    pub here: bool,
}

/// `GET /security`: the tab "additional security verification".
#[derive(Clone, Debug)]
pub struct Security {
    /// The five options with reasons.
    pub options: Vec<PreferredChoice>,
    /// Until when the person has put the set-up off.
    pub grace: Option<When>,
    /// The telephones, in order.
    pub phones: Vec<PhoneRow>,
    /// Numbers that the helpdesk has set and that wait.
    pub holds: Vec<HeldRow>,
    /// The authenticator apps.
    pub apps: Vec<AppRow>,
    /// The trusted browsers, newest first.
    pub trusts: Vec<TrustRow>,
    /// Why no app can be added; `None` when it can.
    pub add_refusal: Option<Refusal>,
    /// The most apps a person may have.
    pub max_apps: u32,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `POST /security` when methods were unticked, and `GET /security/apps/{id}/delete`: are you sure?
#[derive(Clone, Debug)]
pub struct ConfirmDelete {
    /// The names of what goes.
    pub names: Vec<String>,
    /// Where "Yes" posts to.
    pub action: String,
    /// Hidden fields that repeat the wish.
    pub fields: Vec<(&'static str, String)>,
    /// What the default will be afterwards, when it changes.
    pub default_moves_to: Option<Option<Preferred>>,
    /// Two-step verification will be off afterwards.
    pub turns_off: bool,
    /// Why it cannot be deleted; then there is no "Yes".
    pub refusal: Option<Refusal>,
}

/// `GET /security/apps/{id}/rename`.
#[derive(Clone, Debug)]
pub struct RenameApp {
    /// Its id.
    pub id: Id,
    /// The name now, or what was typed.
    pub name: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// One app password in the list.
#[derive(Clone, Debug)]
pub struct AppPasswordRow {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created: When,
    /// When, from where and through which service it was last used.
    pub last_used: Option<LastUsed>,
    /// Neither made nor used within 90 days: worth a look.
    pub stale: bool,
}

/// The last use of an app password.
#[derive(Clone, Debug)]
pub struct LastUsed {
    /// When.
    pub when: When,
    /// The client's address as the mail server told it, or empty.
    pub address: String,
    /// `imap`, `smtp`, `pop3`, `caldav`, `carddav` or `other`.
    pub service: String,
}

/// `GET /app-passwords`: the tab "app passwords".
#[derive(Clone, Debug)]
pub struct AppPasswords {
    /// What exists, newest first.
    pub rows: Vec<AppPasswordRow>,
    /// Why none can be created; `None` when one can.
    pub refusal: Option<Refusal>,
    /// The most there can be.
    pub limit: u32,
    /// Seconds until a deleted one is refused by the mail server.
    pub mail_delay: u32,
}

/// `GET /app-passwords/create`.
#[derive(Clone, Debug, Default)]
pub struct CreateAppPassword {
    /// What was typed.
    pub name: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /app-passwords/created`: the value, until "Close".
#[derive(Clone, Debug)]
pub struct AppPasswordCreated {
    /// Its name.
    pub name: String,
    /// The app password without separators.
    pub value: String,
    /// The sign-in name to use beside it.
    pub login: String,
}

/// `GET /app-passwords/{id}/delete`.
#[derive(Clone, Debug)]
pub struct DeleteAppPassword {
    /// The row that goes.
    pub row: AppPasswordRow,
    /// Seconds until the mail server refuses it.
    pub mail_delay: u32,
}

/// `GET /app-passwords/deleted`: the done message with "Close".
#[derive(Clone, Debug)]
pub struct AppPasswordDeleted {
    /// The name it had.
    pub name: String,
    /// Seconds until the mail server refuses it.
    pub mail_delay: u32,
}

/// `GET /step-up`: password and second step again.
#[derive(Clone, Debug)]
pub struct StepUp {
    /// Where to go afterwards; a path on our own origin.
    pub next: String,
    /// The second step to pass.
    pub second: StepUpSecond,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /profile/password`.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The fewest characters.
    pub min: u32,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /profile/password/changed`: keep the app passwords or delete them all (F-099).
#[derive(Clone, Debug)]
pub struct PasswordChanged {
    /// How many app passwords still work.
    pub app_passwords: u32,
}

/// A page that says why there is nothing else to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 400: the request could not be understood.
    BadRequest,
    /// 403: the request did not come from our own pages.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 413.
    TooLarge,
    /// 429 or 503 with the seconds to wait.
    SlowDown(u32),
    /// 500 or 503; the reference stands in the log.
    Unavailable(Id),
}

/// A place on our own origin, of plain characters, as the value of a parameter.
pub fn as_value(place: &str) -> String {
    place
        .replace('?', "%3F")
        .replace('&', "%26")
        .replace('=', "%3D")
}
