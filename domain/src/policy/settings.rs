//! The settings of the rules as one table: what each is called, where the page lists it, what it can hold.
//! The page, the command line, the checks and the record of changes are made of it, so a new setting is a
//! field of [`Policy`], a row here and its words.

use std::fmt;

use super::{Caller, Mailboxes, Networks, Policy, PolicyProblem, VoiceConfirm};

/// Where the page lists a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Ways to pass the second step.
    Methods,
    /// The first set-up.
    SetUp,
    /// Authenticator apps and their codes.
    Apps,
    /// App passwords.
    AppPasswords,
    /// Texts, calls and numbers.
    Phones,
    /// Waits after wrong codes.
    Lockout,
    /// Trusted browsers.
    Browsers,
    /// Where the second step is skipped.
    Networks,
    /// What the helpdesk does.
    Helpdesk,
}

impl Group {
    /// In the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Methods,
        Self::SetUp,
        Self::Apps,
        Self::AppPasswords,
        Self::Phones,
        Self::Lockout,
        Self::Browsers,
        Self::Networks,
        Self::Helpdesk,
    ];
}

/// What a setting can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// A whole number from the first to the second, both included.
    Number(u32, u32),
    /// What the person presses in a call.
    Keys,
    /// Countries and regions (ISO 3166), at most so many.
    Countries(usize),
    /// Ranges of addresses, at most so many.
    Networks(usize),
    /// Mail addresses, at most so many.
    Mailboxes(usize),
    /// A number that calls come from, or none.
    Caller,
}

/// What a setting holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// On or off.
    Switch(bool),
    /// A whole number.
    Number(u32),
    /// What the person presses in a call.
    Keys(VoiceConfirm),
    /// Countries and regions, in capitals.
    Countries(Vec<String>),
    /// Ranges of addresses.
    Networks(Networks),
    /// Mail addresses.
    Mailboxes(Mailboxes),
    /// A number that calls come from, or none.
    Caller(Caller),
}

/// As it is typed into a form or a shell: `true`, `14`, `pound`, `NL, GB`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(on) => on.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Keys(keys) => f.write_str(keys.key()),
            Self::Caller(caller) => f.write_str(&caller.0),
            Self::Countries(list)
            | Self::Networks(Networks(list))
            | Self::Mailboxes(Mailboxes(list)) => f.write_str(&list.join(", ")),
        }
    }
}

impl Value {
    /// As it stands in the record of a change: in JSON.
    pub fn recorded(&self) -> String {
        match self {
            Self::Switch(_) | Self::Number(_) => self.to_string(),
            Self::Keys(_) | Self::Caller(_) => format!("\"{self}\""),
            Self::Countries(list)
            | Self::Networks(Networks(list))
            | Self::Mailboxes(Mailboxes(list)) => {
                let quoted: Vec<String> = list.iter().map(|code| format!("\"{code}\"")).collect();
                format!("[{}]", quoted.join(","))
            }
        }
    }
}

/// A type that a setting has in [`Policy`].
trait Stored {
    fn value(&self) -> Value;
    /// Takes a value of its kind; another one changes nothing.
    fn take(&mut self, value: &Value);
}

impl Stored for bool {
    fn value(&self) -> Value {
        Value::Switch(*self)
    }
    fn take(&mut self, value: &Value) {
        if let Value::Switch(on) = value {
            *self = *on;
        }
    }
}

macro_rules! stored_numbers {
    ($($type:ty)*) => {$(
        impl Stored for $type {
            fn value(&self) -> Value {
                Value::Number(u32::from(*self))
            }
            fn take(&mut self, value: &Value) {
                if let Value::Number(number) = value
                    && let Ok(number) = (*number).try_into()
                {
                    *self = number;
                }
            }
        }
    )*};
}

stored_numbers!(u8 u16 u32);

impl Stored for VoiceConfirm {
    fn value(&self) -> Value {
        Value::Keys(*self)
    }
    fn take(&mut self, value: &Value) {
        if let Value::Keys(keys) = value {
            *self = *keys;
        }
    }
}

impl Stored for Vec<String> {
    fn value(&self) -> Value {
        Value::Countries(self.clone())
    }
    fn take(&mut self, value: &Value) {
        if let Value::Countries(list) = value {
            self.clone_from(list);
        }
    }
}

impl Stored for Networks {
    fn value(&self) -> Value {
        Value::Networks(self.clone())
    }
    fn take(&mut self, value: &Value) {
        if let Value::Networks(list) = value {
            self.clone_from(list);
        }
    }
}

impl Stored for Caller {
    fn value(&self) -> Value {
        Value::Caller(self.clone())
    }
    fn take(&mut self, value: &Value) {
        if let Value::Caller(caller) = value {
            self.clone_from(caller);
        }
    }
}

impl Stored for Mailboxes {
    fn value(&self) -> Value {
        Value::Mailboxes(self.clone())
    }
    fn take(&mut self, value: &Value) {
        if let Value::Mailboxes(list) = value {
            self.clone_from(list);
        }
    }
}

macro_rules! settings {
    ($($name:ident $field:ident $group:ident $kind:expr;)*) => {
        /// A setting of the rules; what each means stands at its field of [`Policy`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the fields of the policy say it")]
        pub enum Setting { $($name,)* }

        impl Setting {
            /// All settings, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable name in forms, in the shell, in the record and in the database.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => stringify!($field),)* }
            }

            /// Where the page lists it.
            pub const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)* }
            }

            /// What it can hold.
            pub const fn kind(self) -> Kind {
                use Kind::*;
                match self { $(Self::$name => $kind,)* }
            }
        }

        impl Policy {
            /// What a setting holds.
            pub fn get(&self, setting: Setting) -> Value {
                match setting { $(Setting::$name => self.$field.value(),)* }
            }

            /// Gives a setting a value of its kind; another one changes nothing.
            pub fn put(&mut self, setting: Setting, value: &Value) {
                match setting { $(Setting::$name => self.$field.take(value),)* }
            }
        }
    };
}

settings! {
    AllowAppCode allow_app_code Methods Switch;
    AllowNotification allow_notification Methods Switch;
    AllowText allow_text Methods Switch;
    AllowCall allow_call Methods Switch;
    GraceDays grace_days SetUp Number(0, 14);
    MaxApps max_apps Apps Number(1, 5);
    CodeWindow code_window Apps Number(0, 1);
    AllowAppPasswords allow_app_passwords AppPasswords Switch;
    AppPasswordLength app_password_length AppPasswords Number(16, 32);
    AppPasswordLimit app_password_limit AppPasswords Number(1, 40);
    MailDelaySeconds mail_delay_seconds AppPasswords Number(0, 3_600);
    StaleAfterDays stale_after_days AppPasswords Number(7, 730);
    VoiceConfirm voice_confirm Phones Keys;
    CallerId caller_id Phones Caller;
    CallAttempts call_attempts Phones Number(1, crate::dial::TRIES as u32);
    AllowFraudReports allow_fraud_reports Phones Switch;
    BlockOnFraud block_on_fraud Phones Switch;
    TellFraud tell_fraud Phones Switch;
    FraudAddresses fraud_addresses Phones Mailboxes(10);
    SmsReply sms_reply Phones Switch;
    DirectoryOwnsOfficePhone directory_owns_office_phone Phones Switch;
    PhoneCountries phone_countries Phones Countries(50);
    CodeMost code_most Lockout Number(3, 10);
    CodeWindowMinutes code_window_minutes Lockout Number(1, 60);
    CodePauseAfter code_pause_after Lockout Number(5, 20);
    CodePauseMinutes code_pause_minutes Lockout Number(5, 60);
    CodeOffAfter code_off_after Lockout Number(10, 100);
    RememberDays remember_days Browsers Number(0, 365);
    TrustedNetworks trusted_networks Networks Networks(50);
    BypassSeconds bypass_seconds Helpdesk Number(10, 1_800);
}

/// The entries of a list, as people, shells and the record write them.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let apart = |letter: char| " ,;[]\"".contains(letter) || letter.is_whitespace();
    text.split(apart).filter(|entry| !entry.is_empty())
}

impl Setting {
    /// The setting with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.key() == key)
    }

    /// Reads a value as [`Value`] writes it, for a form, for a shell or from the record.
    ///
    /// # Errors
    /// What the setting can hold. Which countries, ranges, addresses and numbers there are is judged by
    /// [`Policy::problems`].
    pub fn read(self, text: &str) -> Result<Value, PolicyProblem> {
        let (key, text) = (self.key(), text.trim());
        match self.kind() {
            Kind::Switch => match text {
                "true" => Ok(Value::Switch(true)),
                "false" => Ok(Value::Switch(false)),
                _ => Err(PolicyProblem::Switch { key }),
            },
            Kind::Number(min, max) => {
                // Only digits: "+5" is nothing that anybody means.
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse().ok().filter(|_| digits);
                let within = number.filter(|number| (min..=max).contains(number));
                within
                    .map(Value::Number)
                    .ok_or(PolicyProblem::Bounds { key, min, max })
            }
            Kind::Keys => VoiceConfirm::from_key(text.trim_matches('"'))
                .map(Value::Keys)
                .ok_or(PolicyProblem::Keys { key }),
            Kind::Countries(_) => Ok(Value::Countries(
                entries(text).map(str::to_uppercase).collect(),
            )),
            Kind::Networks(_) => {
                let list = entries(text).map(str::to_lowercase).collect();
                Ok(Value::Networks(Networks(list)))
            }
            Kind::Caller => Ok(Value::Caller(Caller::typed(text.trim_matches('"')))),
            Kind::Mailboxes(_) => {
                let list = entries(text).map(str::to_owned).collect();
                Ok(Value::Mailboxes(Mailboxes(list)))
            }
        }
    }
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use super::*;

    /// Every value at the ends of what a setting can hold.
    fn ends(setting: Setting) -> Vec<Value> {
        match setting.kind() {
            Kind::Switch => [true, false].map(Value::Switch).into(),
            Kind::Number(min, max) => [min, max].map(Value::Number).into(),
            Kind::Keys => [VoiceConfirm::Pound, VoiceConfirm::Number]
                .map(Value::Keys)
                .into(),
            Kind::Countries(_) => {
                let list = ["NL", "GB"].map(str::to_owned).to_vec();
                vec![Value::Countries(Vec::new()), Value::Countries(list)]
            }
            Kind::Networks(_) => {
                let list = ["192.0.2.0/24", "2001:db8::/32"].map(str::to_owned);
                let list = Networks(list.to_vec());
                vec![Value::Networks(Networks::default()), Value::Networks(list)]
            }
            Kind::Caller => ["", "+31201234567"]
                .map(|number| Value::Caller(Caller(number.to_owned())))
                .into(),
            Kind::Mailboxes(_) => {
                let list = ["soc@example.org", "O'Neil+fraud@Mail.example.org"].map(str::to_owned);
                let list = Mailboxes(list.to_vec());
                vec![
                    Value::Mailboxes(Mailboxes::default()),
                    Value::Mailboxes(list),
                ]
            }
        }
    }

    #[test]
    fn the_table_has_every_setting_of_the_policy_and_no_other() {
        let stored = serde_json::to_value(Policy::default()).unwrap();
        let mut keys: Vec<&str> = Setting::ALL.iter().map(|one| one.key()).collect();
        keys.sort_unstable();
        let stored: Vec<&String> = stored.as_object().unwrap().keys().collect();
        assert_eq!(keys, stored);
        for setting in Setting::ALL {
            assert_eq!(Setting::from_key(setting.key()), Some(*setting));
        }
    }

    #[test]
    fn what_is_put_is_got_and_what_is_written_is_read() {
        for setting in Setting::ALL {
            for value in ends(*setting) {
                let mut policy = Policy::default();
                policy.put(*setting, &value);
                assert_eq!(policy.get(*setting), value, "{setting:?}");
                assert_eq!(setting.read(&value.to_string()), Ok(value.clone()));
                assert_eq!(setting.read(&value.recorded()), Ok(value.clone()));
                let stored = serde_json::to_value(&policy).unwrap();
                let stored = stored[setting.key()].to_string();
                assert_eq!(value.recorded(), stored, "{setting:?}");
            }
        }
    }

    #[test]
    fn a_value_of_another_kind_changes_nothing() {
        for setting in Setting::ALL {
            for other in Setting::ALL {
                let mut policy = Policy::default();
                for value in ends(*other) {
                    policy.put(*setting, &value);
                    let (is, was) = (policy.get(*setting), Policy::default().get(*setting));
                    assert!(
                        is == was || std::mem::discriminant(&is) == std::mem::discriminant(&value)
                    );
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_by_what_could() {
        let said = |setting: Setting, text| setting.read(text).unwrap_err().to_string();
        for text in ["", "many", "-1", "+5", "6", "0", "4294967296", "2.5", "1e1"] {
            assert_eq!(
                said(Setting::MaxApps, text),
                "max_apps must be from 1 to 5",
                "{text}"
            );
        }
        for text in ["", "yes", "1", "True", "on"] {
            let expected = "allow_text must be true or false";
            assert_eq!(said(Setting::AllowText, text), expected, "{text}");
        }
        let expected = "voice_confirm must be pound or number";
        assert_eq!(said(Setting::VoiceConfirm, "star"), expected);
    }

    #[test]
    fn countries_are_read_as_people_write_lists() {
        let expected = Ok(Value::Countries(vec!["NL".into(), "GB".into()]));
        for text in ["NL, GB", "nl gb", "NL;GB", " NL,\n GB ,", r#"["NL","GB"]"#] {
            assert_eq!(Setting::PhoneCountries.read(text), expected, "{text:?}");
        }
    }
}
