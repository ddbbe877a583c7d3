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
    /// Days for which "Don't ask again" lets a browser skip the second step: 0 to 365, and 0 hides the
    /// box (F-076). What is in force counts, also for browsers that were trusted under another number.
    pub remember_days: u16,
}

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
    /// Cannot be switched on yet.
    #[error("{key} cannot be switched on: this version has no gateway for it")]
    NoGateway {
        /// The setting.
        key: &'static str,
    },
    /// Nobody could pass a second step.
    #[error("allow_app_code must stay on: it is the only method that this version can deliver")]
    NoMethodLeft,
}

impl Policy {
    /// Every problem at once; an empty list means that the policy can be put in force.
    pub fn problems(&self) -> Vec<PolicyProblem> {
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
        let gateways = [
            ("allow_notification", self.allow_notification),
            ("allow_text", self.allow_text),
            ("allow_call", self.allow_call),
        ];
        let out = bounds
            .into_iter()
            .filter(|(_, value, min, max)| value < min || value > max);
        let mut problems: Vec<_> = out
            .map(|(key, _, min, max)| PolicyProblem::Bounds { key, min, max })
            .collect();
        problems.extend(
            gateways
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(key, _)| PolicyProblem::NoGateway { key }),
        );
        if !self.allow_app_code {
            problems.push(PolicyProblem::NoMethodLeft);
        }
        problems
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_can_be_put_in_force() {
        assert_eq!(Policy::default().problems(), []);
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
            assert_eq!(policy.problems().is_empty(), fine, "{days}");
        }
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let policy = Policy {
            app_password_limit: 41,
            max_apps: 0,
            allow_call: true,
            ..Policy::default()
        };
        assert_eq!(
            policy
                .problems()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            [
                "app_password_limit must be from 1 to 40",
                "max_apps must be from 1 to 5",
                "allow_call cannot be switched on: this version has no gateway for it",
            ]
        );
    }
}
