//! The organisation's rules, as data: one record, read by [`crate::decide`], changed by
//! administrators, every change validated and audited (flows, 3.1 and section 4).

mod caller;
pub mod change;
pub mod effect;
mod mailboxes;
mod networks;
mod settings;

use serde::{Deserialize, Serialize};

#[cfg(feature = "service")]
use crate::Refusal;
#[cfg(feature = "service")]
use crate::lockout::{Rule, Then};
use crate::method::Preferred;
#[cfg(feature = "service")]
use crate::time::Span;

pub use caller::Caller;
pub use mailboxes::Mailboxes;
pub use networks::Networks;
pub use settings::{Group, Kind, Setting, Value};

/// The rules in force. Unknown keys are refused, missing ones take the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// "Verification code from mobile app".
    pub allow_app_code: bool,
    /// "Notification through mobile app".
    pub allow_notification: bool,
    /// "Text message to phone".
    pub allow_text: bool,
    /// "Call to phone".
    pub allow_call: bool,
    /// Days for which people who must set up two-step verification may put it off, from the first time that
    /// they do: 0 to 14, and 0 means not at all (flows, section 4). What is in force counts.
    pub grace_days: u8,
    /// "Allow users to create app passwords to sign in to non-browser apps"; off as in F-097's source.
    pub allow_app_passwords: bool,
    /// Letters in an app password: 16 to 32.
    pub app_password_length: u8,
    /// App passwords per person: 1 to 40 (F-090).
    pub app_password_limit: u8,
    /// Authenticator apps per person: 1 to 5 (F-037).
    pub max_apps: u8,
    /// Time steps of 30 seconds accepted on either side of now: 0 or 1 (RFC 6238, section 5.2).
    pub code_window: u8,
    /// Seconds until a mail server refuses a deleted app password: what the pages promise, 0 to 3600.
    pub mail_delay_seconds: u32,
    /// Days without use after which an app password is marked: 7 to 730.
    pub stale_after_days: u16,
    /// What the person presses in a call (flows, section 4).
    pub voice_confirm: VoiceConfirm,
    /// The number that calls come from ("caller id"); none means the gateway's own. Texts keep their sender.
    pub caller_id: Caller,
    /// Wrong keys that end a call: 1 to [`crate::dial::TRIES`] ("attempts per call"; the source's own bound of
    /// 99 is far beyond the 45 seconds and five tries of A.5).
    pub call_attempts: u8,
    /// "Allow users to submit fraud alerts" (F-054, F-161): a call says that `0#` reports it as fraud. Off, `0#`
    /// are wrong keys like any others.
    pub allow_fraud_reports: bool,
    /// "Automatically block users who report fraud" (F-161): whoever answers a call with `0#` cannot sign
    /// in for [`crate::desk::BLOCK_DAYS`] days, or until the helpdesk ends the block.
    pub block_on_fraud: bool,
    /// Administrators are told by mail when somebody reports a call as fraud (F-161).
    pub tell_fraud: bool,
    /// Mail addresses that are told the same as administrators are, at most 10 (F-161); `tell_fraud` off
    /// means that they are not told either.
    pub fraud_addresses: Mailboxes,
    /// A text may be answered with its code instead of typing the code (F-045).
    pub sms_reply: bool,
    /// The directory owns the office phone: people see its number and cannot change it (F-061). Off, they
    /// may give their own, with an extension (F-060).
    pub directory_owns_office_phone: bool,
    /// Countries and regions (ISO 3166) whose numbers are texted and called, at most 50; none means the
    /// organisation's own (A.5). The office phone is the directory's and may be anywhere.
    pub phone_countries: Vec<String>,
    /// Days for which "Don't ask again" lets a browser skip the second step: 0 to 365, and 0 hides the
    /// box (F-076). What is in force counts, also for browsers that were trusted under another number.
    pub remember_days: u16,
    /// Networks ("trusted IPs", F-158) from which people who are not staff sign in with their password only; at
    /// most 50, and none means that the second step is asked for from everywhere. What is in force counts.
    pub trusted_networks: Networks,
    /// Wrong codes of one method within the window: 3 to 10 (A.6). Further ones wait until it ends.
    pub code_most: u8,
    /// That window ("minutes to reset the count"): 1 to 60 minutes.
    pub code_window_minutes: u8,
    /// Wrong codes in a row after which a method pauses ("denials that trigger the lockout"): 5 to 20, and not less
    /// than `code_most`.
    pub code_pause_after: u8,
    /// How long it pauses ("minutes to unlock"): 5 to 60.
    pub code_pause_minutes: u8,
    /// Wrong codes in a row after which a method is switched off and its owner told: 10 to 100 (NIST SP 800-63B-4,
    /// section 3.2.2), and more than `code_pause_after`.
    pub code_off_after: u8,
    /// Seconds that a one-time bypass of the helpdesk holds unless it says otherwise: 10 to 1800 (F-152).
    pub bypass_seconds: u16,
}

/// What the person presses in a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoiceConfirm {
    /// The pound key, as in the seeds.
    #[default]
    Pound,
    /// The two digits that the page shows, and the pound key: whoever answers must see the page.
    Number,
}

impl VoiceConfirm {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Pound, Self::Number];

    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pound => "pound",
            Self::Number => "number",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What the configuration can deliver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gateways {
    /// Texts.
    pub text: bool,
    /// Calls.
    pub call: bool,
}

impl Gateways {
    /// Whether this setting can be on, or hold anything: notifications have no way out yet, texts and calls
    /// need a gateway.
    pub const fn carry(self, setting: Setting) -> bool {
        match setting {
            Setting::AllowNotification => false,
            Setting::AllowText => self.text,
            Setting::AllowCall | Setting::CallerId => self.call,
            _ => true,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_app_code: true,
            allow_notification: false,
            allow_text: false,
            allow_call: false,
            grace_days: 0,
            allow_app_passwords: false,
            app_password_length: 16,
            app_password_limit: 40,
            max_apps: 5,
            code_window: 1,
            mail_delay_seconds: 60,
            stale_after_days: 90,
            voice_confirm: VoiceConfirm::Pound,
            caller_id: Caller::default(),
            call_attempts: crate::dial::TRIES,
            allow_fraud_reports: true,
            block_on_fraud: false,
            sms_reply: false,
            directory_owns_office_phone: true,
            phone_countries: Vec::new(),
            remember_days: 14,
            trusted_networks: Networks::default(),
            tell_fraud: true,
            fraud_addresses: Mailboxes::default(),
            code_most: 5,
            code_window_minutes: 5,
            code_pause_after: 10,
            code_pause_minutes: 15,
            code_off_after: 100,
            bypass_seconds: crate::desk::BYPASS_SECONDS.0,
        }
    }
}

/// A setting out of its bounds, or a method that this version cannot deliver.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    /// Out of bounds.
    #[error("{key} must be from {min} to {max}")]
    Bounds {
        /// The setting.
        key: &'static str,
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// Not a switch.
    #[error("{key} must be true or false")]
    Switch {
        /// The setting.
        key: &'static str,
    },
    /// Not keys that a call can ask for.
    #[error("{key} must be pound or number")]
    Keys {
        /// The setting.
        key: &'static str,
    },
    /// Cannot be switched on.
    #[error("{key} cannot be switched on: the configuration has no gateway for it")]
    NoGateway {
        /// The setting.
        key: &'static str,
    },
    /// Nobody could pass a second step.
    #[error("one of allow_app_code, allow_text and allow_call must stay on")]
    NoMethodLeft,
    /// Not the codes of countries and regions.
    #[error(
        "phone_countries must list at most {max} codes of ISO 3166, such as NL or GB, each once"
    )]
    Countries {
        /// The most.
        max: usize,
    },
    /// Not a number that calls can come from.
    #[error("caller_id must be empty, or a number in international form such as +31201234567")]
    Caller,
    /// Not mail addresses.
    #[error(
        "fraud_addresses must list at most {max} mail addresses such as security@example.org, each once"
    )]
    Mailboxes {
        /// The most.
        max: usize,
    },
    /// Two numbers that contradict each other.
    #[error("{key} must be at least {min}, because {other} is {value}")]
    TooSmall {
        /// The setting.
        key: &'static str,
        /// The least it may be.
        min: u32,
        /// The setting that asks for it.
        other: &'static str,
        /// What that one is.
        value: u32,
    },
    /// Not ranges of addresses.
    #[error(
        "trusted_networks must list at most {max} ranges such as 192.0.2.0/24 or 2001:db8::/32, each once, and none wider than /8 or /16"
    )]
    Networks {
        /// The most.
        max: usize,
    },
}

#[cfg(feature = "service")]
impl PolicyProblem {
    /// The setting that it stands beside.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Bounds { key, .. }
            | Self::Switch { key }
            | Self::Keys { key }
            | Self::NoGateway { key }
            | Self::TooSmall { key, .. } => key,
            Self::NoMethodLeft => Setting::AllowAppCode.key(),
            Self::Countries { .. } => Setting::PhoneCountries.key(),
            Self::Networks { .. } => Setting::TrustedNetworks.key(),
            Self::Mailboxes { .. } => Setting::FraudAddresses.key(),
            Self::Caller => Setting::CallerId.key(),
        }
    }

    /// The same for a person.
    pub fn refusal(&self) -> Refusal {
        match *self {
            Self::Bounds { min, max, .. } => Refusal::Bounds { min, max },
            Self::Switch { .. } | Self::Keys { .. } => Refusal::NotAChoice,
            Self::NoGateway { .. } => Refusal::NoGateway,
            Self::NoMethodLeft => Refusal::NoMethodOn,
            Self::TooSmall { min, .. } => Refusal::AtLeast { min },
            Self::Countries { max } => Refusal::Countries {
                max: u32::try_from(max).unwrap_or(u32::MAX),
            },
            Self::Networks { max } => Refusal::Networks {
                max: u32::try_from(max).unwrap_or(u32::MAX),
            },
            Self::Caller => Refusal::InternationalNumber,
            Self::Mailboxes { max } => Refusal::Mailboxes {
                max: u32::try_from(max).unwrap_or(u32::MAX),
            },
        }
    }
}

impl Policy {
    /// Every problem at once; an empty list means that the policy can be put in force.
    #[cfg(feature = "service")]
    pub fn problems(&self, gateways: Gateways) -> Vec<PolicyProblem> {
        let each = Setting::ALL.iter().filter_map(|setting| {
            let value = self.get(*setting);
            match setting.read(&value.to_string()) {
                Ok(_) => self.cannot_be_on(*setting, gateways),
                Err(problem) => Some(problem),
            }
        });
        let mut problems: Vec<_> = each.collect();
        let kept = self.clone().within(gateways);
        if !(kept.allow_app_code || kept.allow_text || kept.allow_call) {
            problems.push(PolicyProblem::NoMethodLeft);
        }
        let mut seen = std::collections::BTreeSet::new();
        let each_once = self.phone_countries.iter().all(|c| seen.insert(c));
        let known = |c: &String| crate::contact::is_region(c);
        if let Kind::Countries(max) = Setting::PhoneCountries.kind()
            && (self.phone_countries.len() > max
                || !each_once
                || !self.phone_countries.iter().all(known))
        {
            problems.push(PolicyProblem::Countries { max });
        }
        if let Kind::Networks(max) = Setting::TrustedNetworks.kind()
            && !self.trusted_networks.can_be_trusted(max)
        {
            problems.push(PolicyProblem::Networks { max });
        }
        if let Kind::Mailboxes(max) = Setting::FraudAddresses.kind()
            && !self.fraud_addresses.can_be_told(max)
        {
            problems.push(PolicyProblem::Mailboxes { max });
        }
        if !self.caller_id.can_call() {
            problems.push(PolicyProblem::Caller);
        }
        problems.extend(self.contradictions());
        problems
    }

    /// Fewer wrong codes in a row than within the window never come to a pause before the wait, and a method that
    /// is off at once has none.
    #[cfg(feature = "service")]
    fn contradictions(&self) -> impl Iterator<Item = PolicyProblem> {
        let (most, pause, off) = (self.code_most, self.code_pause_after, self.code_off_after);
        let too_small =
            |setting: Setting, least: u8, other: Setting, value: u8| PolicyProblem::TooSmall {
                key: setting.key(),
                min: u32::from(least),
                other: other.key(),
                value: u32::from(value),
            };
        let early = (pause < most)
            .then(|| too_small(Setting::CodePauseAfter, most, Setting::CodeMost, most));
        let at_once = (off <= pause).then(|| {
            let least = pause.saturating_add(1);
            too_small(Setting::CodeOffAfter, least, Setting::CodePauseAfter, pause)
        });
        early.into_iter().chain(at_once)
    }

    /// How wrong codes of one method are slowed (A.6).
    #[cfg(feature = "service")]
    pub fn code_rule(&self) -> Rule {
        let minutes = |many: u8| Span::minutes(i64::from(many));
        Rule {
            window: minutes(self.code_window_minutes),
            free: u32::from(self.code_most),
            then: Then::WindowEnd,
            pause: Some((
                u32::from(self.code_pause_after),
                minutes(self.code_pause_minutes),
            )),
            hard: Some(u32::from(self.code_off_after)),
        }
    }

    #[cfg(feature = "service")]
    fn cannot_be_on(&self, setting: Setting, gateways: Gateways) -> Option<PolicyProblem> {
        let on = match self.get(setting) {
            Value::Switch(on) => on,
            Value::Caller(caller) => caller != Caller::default(),
            _ => false,
        };
        let key = setting.key();
        (on && !gateways.carry(setting)).then_some(PolicyProblem::NoGateway { key })
    }

    /// These rules with other values. What was on before and cannot be delivered now is no reason against
    /// another change: it is off anyway ([`Policy::within`]), until there is a gateway again.
    ///
    /// # Errors
    /// Every problem at once.
    #[cfg(feature = "service")]
    pub fn with(
        &self,
        wishes: &[(Setting, Value)],
        gateways: Gateways,
    ) -> Result<Self, Vec<PolicyProblem>> {
        let mut policy = self.clone();
        for (setting, value) in wishes {
            policy.put(*setting, value);
        }
        let wished = |key: &str| wishes.iter().any(|(setting, _)| setting.key() == key);
        let mut problems = policy.problems(gateways);
        problems.retain(|problem| match problem {
            PolicyProblem::NoGateway { key } => wished(key),
            _ => true,
        });
        if problems.is_empty() {
            Ok(policy)
        } else {
            Err(problems)
        }
    }

    /// The rules as they can be kept: what the configuration cannot deliver is off, whatever was decided
    /// when there was a gateway.
    #[must_use]
    pub fn within(self, gateways: Gateways) -> Self {
        Self {
            allow_text: self.allow_text && gateways.text,
            allow_call: self.allow_call && gateways.call,
            caller_id: if gateways.call {
                self.caller_id
            } else {
                Caller::default()
            },
            ..self
        }
    }

    /// Whether numbers of this country or region are texted and called; `own` is the organisation's.
    pub fn reaches(&self, region: &str, own: &str) -> bool {
        if self.phone_countries.is_empty() {
            region == own
        } else {
            self.phone_countries.iter().any(|c| c == region)
        }
    }

    /// Whether the organisation has switched this option on (F-068).
    pub const fn allows(&self, option: Preferred) -> bool {
        match option {
            Preferred::Notification => self.allow_notification,
            Preferred::CallPhone | Preferred::CallOffice => self.allow_call,
            Preferred::TextPhone => self.allow_text,
            Preferred::AppCode => self.allow_app_code,
        }
    }
}

#[cfg(all(test, feature = "service"))]
mod tests;
