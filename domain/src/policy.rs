//! The organisation's rules, as data: one record, read by [`crate::decide`], changed by
//! administrators, every change validated and audited (flows, 3.1 and section 4).

use serde::{Deserialize, Serialize};

use crate::method::Preferred;

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

/// What the configuration can deliver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gateways {
    /// Texts.
    pub text: bool,
    /// Calls.
    pub call: bool,
}

/// The most countries and regions that can be listed.
#[cfg(feature = "service")]
const MOST_COUNTRIES: usize = 50;

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_app_code: true,
            allow_notification: false,
            allow_text: false,
            allow_call: false,
            allow_app_passwords: false,
            app_password_length: 16,
            app_password_limit: 40,
            max_apps: 5,
            code_window: 1,
            mail_delay_seconds: 60,
            stale_after_days: 90,
            voice_confirm: VoiceConfirm::Pound,
            sms_reply: false,
            directory_owns_office_phone: true,
            phone_countries: Vec::new(),
            remember_days: 14,
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
}

impl Policy {
    /// Every problem at once; an empty list means that the policy can be put in force.
    #[cfg(feature = "service")]
    pub fn problems(&self, gateways: Gateways) -> Vec<PolicyProblem> {
        let bounds = [
            (
                "app_password_length",
                u32::from(self.app_password_length),
                16,
                32,
            ),
            (
                "app_password_limit",
                u32::from(self.app_password_limit),
                1,
                40,
            ),
            ("max_apps", u32::from(self.max_apps), 1, 5),
            ("code_window", u32::from(self.code_window), 0, 1),
            ("mail_delay_seconds", self.mail_delay_seconds, 0, 3_600),
            ("stale_after_days", u32::from(self.stale_after_days), 7, 730),
            ("remember_days", u32::from(self.remember_days), 0, 365),
        ];
        let missing = [
            ("allow_notification", self.allow_notification),
            ("allow_text", self.allow_text && !gateways.text),
            ("allow_call", self.allow_call && !gateways.call),
        ];
        let out = bounds
            .into_iter()
            .filter(|(_, value, min, max)| value < min || value > max);
        let mut problems: Vec<_> = out
            .map(|(key, _, min, max)| PolicyProblem::Bounds { key, min, max })
            .collect();
        let off = missing.into_iter().filter(|(_, missing)| *missing);
        problems.extend(off.map(|(key, _)| PolicyProblem::NoGateway { key }));
        if !(self.allow_app_code || self.allow_text || self.allow_call) {
            problems.push(PolicyProblem::NoMethodLeft);
        }
        let mut seen = std::collections::BTreeSet::new();
        let each_once = self.phone_countries.iter().all(|c| seen.insert(c));
        let known = |c: &String| crate::contact::is_region(c);
        if self.phone_countries.len() > MOST_COUNTRIES
            || !each_once
            || !self.phone_countries.iter().all(known)
        {
            problems.push(PolicyProblem::Countries {
                max: MOST_COUNTRIES,
            });
        }
        problems
    }

    /// The rules as they can be kept: what the configuration cannot deliver is off, whatever was decided
    /// when there was a gateway.
    #[must_use]
    pub fn within(self, gateways: Gateways) -> Self {
        Self {
            allow_text: self.allow_text && gateways.text,
            allow_call: self.allow_call && gateways.call,
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
mod tests {
    use super::*;

    const BOTH: Gateways = Gateways {
        text: true,
        call: true,
    };

    fn said(policy: &Policy, gateways: Gateways) -> Vec<String> {
        let problems = policy.problems(gateways);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_default_can_be_put_in_force() {
        assert_eq!(Policy::default().problems(Gateways::default()), []);
    }

    #[test]
    fn a_browser_is_trusted_for_two_weeks_unless_somebody_decides_otherwise() {
        assert_eq!(Policy::default().remember_days, 14);
        let old: Policy = serde_json::from_str(r#"{"max_apps":3}"#).unwrap();
        assert_eq!(old.remember_days, 14, "a policy from before the setting");
        for (days, fine) in [(0, true), (1, true), (365, true), (366, false)] {
            let policy = Policy {
                remember_days: days,
                ..Policy::default()
            };
            assert_eq!(policy.problems(BOTH).is_empty(), fine, "{days}");
        }
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let policy = Policy {
            app_password_limit: 41,
            max_apps: 0,
            allow_app_code: false,
            phone_countries: vec!["NL".into(), "Netherlands".into()],
            ..Policy::default()
        };
        assert_eq!(
            said(&policy, BOTH),
            [
                "app_password_limit must be from 1 to 40",
                "max_apps must be from 1 to 5",
                "one of allow_app_code, allow_text and allow_call must stay on",
                "phone_countries must list at most 50 codes of ISO 3166, such as NL or GB, each once",
            ]
        );
    }

    #[test]
    fn what_no_gateway_carries_cannot_be_switched_on_and_does_not_stay_on() {
        let policy = Policy {
            allow_text: true,
            allow_call: true,
            allow_app_code: false,
            ..Policy::default()
        };
        assert_eq!(said(&policy, BOTH), [""; 0]);
        let texts = Gateways {
            text: true,
            call: false,
        };
        assert_eq!(
            said(&policy, texts),
            ["allow_call cannot be switched on: the configuration has no gateway for it"]
        );
        let kept = policy.within(texts);
        assert!(kept.allow_text && !kept.allow_call);
    }

    #[test]
    fn only_the_listed_countries_are_reached_or_else_the_own() {
        let mut policy = Policy::default();
        assert!(policy.reaches("NL", "NL") && !policy.reaches("BE", "NL"));
        policy.phone_countries = vec!["BE".into(), "GB".into()];
        assert!(policy.reaches("BE", "NL") && !policy.reaches("NL", "NL"));
        policy.phone_countries = vec!["BE".into(), "BE".into()];
        assert_eq!(
            policy.problems(BOTH),
            [PolicyProblem::Countries { max: 50 }]
        );
    }
}
