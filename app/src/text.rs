//! Every word that the portal says to a person, in every language.
//!
//! A [`Texts`] is a plain struct of `&'static str` and functions, one sub-struct per area with its
//! English and its Dutch next to each other, so that a missing text does not compile and a
//! translator sees both. Plurals, dates and everything with a value inside are functions. Typed
//! input never enters a text except a name that the person gave to a thing of their own; the pages
//! escape it. Mails that leave the portal are in [`mail()`], what a telephone call says is in [`voice()`].

use std::borrow::Cow;

use domain::account::PhoneKind;
use domain::dial::Dial;
use domain::method::{Contact, Preferred};
use domain::{Language, Refusal};

use crate::view::{Notice, Problem, When};

pub mod administration;
pub mod app_passwords;
pub mod approval;
pub mod call;
pub mod common;
pub mod configure_app;
pub mod country;
pub mod demo;
pub mod desk;
pub mod enrol;
pub mod fault;
pub mod gateways;
pub mod given;
pub mod grace;
pub mod greetings;
pub mod help;
pub mod import;
pub mod mail;
pub mod method;
pub mod notice;
pub mod people;
pub mod phone;
pub mod profile;
pub mod refusal;
pub mod rules;
pub mod security;
pub mod sign_in;
pub mod sms;
pub mod step_up;
pub mod time;
pub mod trusts;
pub mod voice;

pub use country::COUNTRIES;
pub use mail::{Mail, MailFacts, mail, test_mail};
pub use voice::{after_greeting, voice};

/// All texts of one language.
pub struct Texts {
    /// Whose words these are.
    pub language: Language,
    /// The frame around every page, and the buttons that many pages share.
    pub common: common::Common,
    /// Signing in and the second step.
    pub sign_in: sign_in::SignIn,
    /// The gate and the wizard behind it.
    pub enrol: enrol::Enrol,
    /// The page with the QR picture.
    pub configure_app: configure_app::ConfigureApp,
    /// The tab "additional security verification".
    pub security: security::Security,
    /// Trusted browsers.
    pub trusts: trusts::Trusts,
    /// The tab "app passwords".
    pub app_passwords: app_passwords::AppPasswords,
    /// The profile and the account password.
    pub profile: profile::Profile,
    /// Password and code again.
    pub step_up: step_up::StepUp,
    /// Setting up a telephone, and having it asked.
    pub phone: phone::Phone,
    /// The help page.
    pub help: help::Help,
    /// Pages that say why there is nothing else to show.
    pub fault: fault::Faults,
    /// The helpdesk.
    pub desk: desk::Desk,
    /// The second yes among the staff.
    pub approval: approval::Approval,
    /// What to say on the telephone.
    pub call: call::Call,
    /// What the helpdesk gives somebody for a while.
    pub given: given::Given,
    /// Putting the set-up off.
    pub grace: grace::Grace,
    /// The administration.
    pub administration: administration::Administration,
    /// The list of people and the registration report.
    pub people: people::People,
    /// The rules.
    pub rules: rules::Rules,
    /// The gateways.
    pub gateways: gateways::Gateways,
    /// What calls begin with.
    pub greetings: greetings::Greetings,
    /// A file of people.
    pub import: import::Import,
    /// The pretend phone of the demo organisation.
    pub demo: demo::Demo,
    /// The name of an option for the second step, as F-067 lists it.
    pub preferred: fn(Preferred) -> &'static str,
    /// The name of a way to have a telephone asked.
    pub dial: fn(Dial) -> &'static str,
    /// The name of a telephone.
    pub phone_kind: fn(PhoneKind) -> &'static str,
    /// The name of a way to be contacted, as F-010 lists it.
    pub contact: fn(Contact) -> &'static str,
    /// One line that says what a way to be contacted does (F-011).
    pub contact_line: fn(Contact) -> &'static str,
    /// The name of a mail or calendar service.
    pub service: fn(&str) -> &'static str,
    /// Why the portal said no, and what to do.
    pub refusal: fn(Refusal) -> Cow<'static, str>,
    /// What to type into a field that was left empty.
    pub empty: fn(&str) -> Option<&'static str>,
    /// What the last action did.
    pub notice: fn(Notice) -> Cow<'static, str>,
    /// A date with the time of day.
    pub when: fn(When) -> String,
    /// A date.
    pub date: fn(When) -> String,
    /// A length of time that a person is told to wait.
    pub wait: fn(u32) -> String,
}

impl Texts {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Nl => &DUTCH,
        }
    }

    /// The same for a page about a telephone: a code stands in a text message there, not in an app.
    pub fn of_phones(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH_PHONES,
            Language::Nl => &DUTCH_PHONES,
        }
    }

    /// The message beside a field: an empty field is told what belongs into it.
    pub fn problem(&self, problem: &Problem) -> Cow<'static, str> {
        if problem.refusal == Refusal::Required
            && let Some(text) = (self.empty)(problem.field)
        {
            return Cow::Borrowed(text);
        }
        (self.refusal)(problem.refusal)
    }
}

const EN: Texts = Texts {
    language: Language::En,
    common: common::EN,
    sign_in: sign_in::EN,
    enrol: enrol::EN,
    configure_app: configure_app::EN,
    security: security::EN,
    trusts: trusts::EN,
    app_passwords: app_passwords::EN,
    profile: profile::EN,
    step_up: step_up::EN,
    phone: phone::EN,
    help: help::EN,
    fault: fault::EN,
    desk: desk::EN,
    approval: approval::EN,
    call: call::EN,
    given: given::EN,
    grace: grace::EN,
    administration: administration::EN,
    people: people::EN,
    rules: rules::EN,
    gateways: gateways::EN,
    greetings: greetings::EN,
    import: import::EN,
    demo: demo::EN,
    preferred: method::preferred_en,
    dial: method::dial_en,
    phone_kind: method::phone_kind_en,
    contact: method::contact_en,
    contact_line: method::contact_line_en,
    service: method::service_en,
    refusal: refusal::refusal_en,
    empty: refusal::empty_en,
    notice: notice::notice_en,
    when: time::when_en,
    date: time::date_en,
    wait: time::wait_en,
};

const NL: Texts = Texts {
    language: Language::Nl,
    common: common::NL,
    sign_in: sign_in::NL,
    enrol: enrol::NL,
    configure_app: configure_app::NL,
    security: security::NL,
    trusts: trusts::NL,
    app_passwords: app_passwords::NL,
    profile: profile::NL,
    step_up: step_up::NL,
    phone: phone::NL,
    help: help::NL,
    fault: fault::NL,
    desk: desk::NL,
    approval: approval::NL,
    call: call::NL,
    given: given::NL,
    grace: grace::NL,
    administration: administration::NL,
    people: people::NL,
    rules: rules::NL,
    gateways: gateways::NL,
    greetings: greetings::NL,
    import: import::NL,
    demo: demo::NL,
    preferred: method::preferred_nl,
    dial: method::dial_nl,
    phone_kind: method::phone_kind_nl,
    contact: method::contact_nl,
    contact_line: method::contact_line_nl,
    service: method::service_nl,
    refusal: refusal::refusal_nl,
    empty: refusal::empty_nl,
    notice: notice::notice_nl,
    when: time::when_nl,
    date: time::date_nl,
    wait: time::wait_nl,
};

static ENGLISH: Texts = EN;
static DUTCH: Texts = NL;

static ENGLISH_PHONES: Texts = Texts {
    common: common::Common {
        code_hint: phone::EN.code_hint,
        ..common::EN
    },
    refusal: phone::refusal_en,
    empty: phone::empty_en,
    ..EN
};

static DUTCH_PHONES: Texts = Texts {
    common: common::Common {
        code_hint: phone::NL.code_hint,
        ..common::NL
    },
    refusal: phone::refusal_nl,
    empty: phone::empty_nl,
    ..NL
};
