//! English.

use domain::Language;
use domain::policy::effect::Touch;
use domain::policy::{Caller, Group, Kind, Mailboxes, Networks, Setting, Value, VoiceConfirm};

use super::{Rules, SettingWords, count, countries};

const POUND: &str = "The pound key (#)";
const NUMBER: &str = "The number on the page, then the pound key (#)";

/// English.
pub const EN: Rules = Rules {
    title: "Rules",
    line: "Which methods people can use, and within which limits.",
    elsewhere: "Waits after wrong passwords, limits for text messages and calls, and the length of sessions stand in the configuration file.",
    change: "Change the rules",
    change_lead: "Before anything changes you see what it does and how many people it reaches.",
    group: |group| match group {
        Group::Methods => "Methods",
        Group::SetUp => "First set-up",
        Group::Apps => "Authenticator apps and codes",
        Group::AppPasswords => "App passwords",
        Group::Phones => "Phones",
        Group::Lockout => "Wrong codes",
        Group::Browsers => "Trusted browsers",
        Group::Networks => "Trusted networks",
        Group::Helpdesk => "Helpdesk",
    },
    setting,
    value: |value| match value {
        Value::Switch(true) => "On".into(),
        Value::Switch(false) => "Off".into(),
        Value::Number(number) => number.to_string(),
        Value::Keys(VoiceConfirm::Pound) => POUND.into(),
        Value::Keys(VoiceConfirm::Number) => NUMBER.into(),
        Value::Caller(Caller(number)) if number.is_empty() => "The gateway’s own number".into(),
        Value::Caller(Caller(number)) => number.clone(),
        Value::Countries(list) if list.is_empty() => "The organisation’s own country".into(),
        Value::Networks(Networks(list)) | Value::Mailboxes(Mailboxes(list)) if list.is_empty() => {
            "None".into()
        }
        Value::Networks(Networks(list)) | Value::Mailboxes(Mailboxes(list)) => list.join(", "),
        Value::Countries(list) => countries(Language::En, list),
    },
    bounds: |kind| match kind {
        Kind::Number(min, max) => Some(format!("From {min} to {max}.")),
        Kind::Countries(most) => Some(format!(
            "Two letters each, such as NL or GB, with commas between them, at most {most}."
        )),
        Kind::Networks(most) => Some(format!(
            "Ranges such as 192.0.2.0/24 or 2001:db8::/32, with commas between them, at most {most}."
        )),
        Kind::Mailboxes(most) => Some(format!(
            "Such as security@example.org, with commas between them, at most {most}."
        )),
        Kind::Caller => Some(
            "In international form, such as +31201234567; empty for the gateway’s own number."
                .into(),
        ),
        Kind::Switch | Kind::Keys => None,
    },
    pound: POUND,
    pound_line: "Whoever answers confirms with one key.",
    number: NUMBER,
    number_line: "Whoever answers must see the page on which the sign-in waits.",
    default: "Default:",
    preview: "Show what will change",
    preview_title: "What will change",
    preview_lead: "Nothing is changed yet.",
    what: "Setting",
    before: "Now",
    after: "Then",
    follows: "What follows",
    touch: |touch, n| {
        let one = n == 1;
        let number = count(n, |most| format!("More than {most}"));
        let people = if one {
            "1 person".to_owned()
        } else {
            format!("{number} people")
        };
        let browsers = if one {
            "1 trusted browser".to_owned()
        } else {
            format!("{number} trusted browsers")
        };
        match touch {
            Touch::OtherWay if one => format!("{people} prefers it and is asked in another way."),
            Touch::OtherWay => format!("{people} prefer it and are asked in another way."),
            Touch::AskedDifferently if one => format!("{people} who prefers it will notice."),
            Touch::AskedDifferently => format!("{people} who prefer it will notice."),
            Touch::MoreApps if one => {
                format!("{people} has more. They stay, and no other can be added.")
            }
            Touch::MoreApps => {
                format!("{people} have more. They stay, and no others can be added.")
            }
            Touch::MoreAppPasswords if one => {
                format!("{people} has more. They keep working, and no other can be created.")
            }
            Touch::MoreAppPasswords => {
                format!("{people} have more. They keep working, and no others can be created.")
            }
            Touch::AppPasswordsStay if one => {
                format!("{people} has app passwords. They keep working, and can only be deleted.")
            }
            Touch::AppPasswordsStay => {
                format!("{people} have app passwords. They keep working, and can only be deleted.")
            }
            Touch::TrustsEnd if one => {
                format!("{browsers} asks for the second step again at the next sign-in.")
            }
            Touch::TrustsEnd => {
                format!("{browsers} ask for the second step again at the next sign-in.")
            }
            Touch::TrustsLonger if one => {
                format!("{browsers} skips the second step for longer than was said.")
            }
            Touch::TrustsLonger => {
                format!("{browsers} skip the second step for longer than was said.")
            }
            Touch::SetUpLater if one => {
                format!("{people} has not set it up yet and may put it off for so long.")
            }
            Touch::SetUpLater => {
                format!("{people} have not set it up yet and may put it off for so long.")
            }
            Touch::SetUpSooner if one => {
                format!("{people} has not set it up yet and must do so sooner.")
            }
            Touch::SetUpSooner => {
                format!("{people} have not set it up yet and must do so sooner.")
            }
            Touch::NoMethod if one => format!(
                "{people} would be left without a method, and could sign in only with the help of the helpdesk."
            ),
            Touch::NoMethod => format!(
                "{people} would be left without a method, and could sign in only with the help of the helpdesk."
            ),
        }
    },
    sealed: "Phone numbers are stored encrypted, so those in other countries are not counted.",
    put: "Put in force",
    edit: "Back to the form",
    history: "Changes, newest first",
    no_history: "The rules have not been changed.",
    undo: "Undo",
    of_change: |row| format!("the change in row {row}"),
};

fn setting(setting: Setting) -> SettingWords {
    let (name, effect) = match setting {
        Setting::AllowAppCode => (
            "Verification code from mobile app",
            "Where this is on, people can type the code that an authenticator app shows.",
        ),
        Setting::AllowNotification => (
            "Notification through mobile app",
            "Where this is on, people can approve a sign-in in an app.",
        ),
        Setting::AllowText => (
            "Text message to phone",
            "Where this is on, people can have a code sent to their phone.",
        ),
        Setting::AllowCall => (
            "Call to phone",
            "Where this is on, people can have a phone called and confirm with its keys.",
        ),
        Setting::GraceDays => (
            "Days for which the set-up can be put off",
            "So long people who must set up two-step verification can skip it, from the first time that they do; 0 means not at all, and the helpdesk and the administration never can.",
        ),
        Setting::MaxApps => (
            "Authenticator apps per person",
            "Nobody can add more apps than this.",
        ),
        Setting::CodeWindow => (
            "Codes accepted before and after the current one",
            "With 1, an app still works whose clock is half a minute off.",
        ),
        Setting::AllowAppPasswords => (
            "Allow users to create app passwords to sign in to non-browser apps",
            "Where this is off, nobody can create one; those that exist keep working.",
        ),
        Setting::AppPasswordLength => (
            "Letters in an app password",
            "Counts for app passwords that are created from then on.",
        ),
        Setting::AppPasswordLimit => (
            "App passwords per person",
            "Nobody can create more app passwords than this.",
        ),
        Setting::MailDelaySeconds => (
            "Seconds until a deleted app password is refused",
            "The pages promise this; set it to how long the mail server remembers an answer.",
        ),
        Setting::StaleAfterDays => (
            "Days until an unused app password is marked",
            "People see the mark in their list; nothing is deleted.",
        ),
        Setting::VoiceConfirm => (
            "What to press in a call",
            "With the number, only somebody who sees the page can confirm.",
        ),
        Setting::CallerId => (
            "Number that calls come from",
            "The provider must know the number. Try it with a test call on the page “Gateways”.",
        ),
        Setting::CallAttempts => (
            "Attempts per call",
            "After so many wrong keys a call ends, and the person has to ask for another.",
        ),
        Setting::AllowFraudReports => (
            "Allow users to submit fraud alerts",
            "Where this is on, a call says that 0# reports it; where it is off, nothing of it is said and 0# are wrong keys.",
        ),
        Setting::BlockOnFraud => (
            "Automatically block users who report fraud",
            "Where this is on, whoever presses 0# in a call cannot sign in for 90 days, or until the helpdesk ends the block.",
        ),
        Setting::TellFraud => (
            "Tell administrators about fraud reports",
            "Where this is on, every administrator gets a mail when a call is reported as fraud.",
        ),
        Setting::FraudAddresses => (
            "More mail addresses for fraud reports",
            "They get the same mail as administrators, unless nobody is told about fraud reports.",
        ),
        Setting::SmsReply => (
            "Allow a text message to be answered with its code",
            "Where this is on, people can send the code back instead of typing it.",
        ),
        Setting::DirectoryOwnsOfficePhone => (
            "The directory owns the office phone",
            "Where this is on, people see their number and cannot change it.",
        ),
        Setting::PhoneCountries => (
            "Countries and regions that are texted and called",
            "People cannot use numbers of other countries; the directory’s office phones are exempt.",
        ),
        Setting::CodeMost => (
            "Wrong codes within the window",
            "Whoever types more of them waits until the window ends.",
        ),
        Setting::CodeWindowMinutes => (
            "Minutes of that window",
            "After so long the wrong codes are counted anew.",
        ),
        Setting::CodePauseAfter => (
            "Wrong codes in a row until a method pauses",
            "They are counted until a right code, however long that takes.",
        ),
        Setting::CodePauseMinutes => (
            "Minutes of the pause",
            "Nobody can use the method meanwhile; the helpdesk can end the pause.",
        ),
        Setting::CodeOffAfter => (
            "Wrong codes in a row until a method is switched off",
            "Its owner is told, and only the helpdesk can switch it on again.",
        ),
        Setting::RememberDays => (
            "Days for “Don't ask again”",
            "For so long a trusted browser skips the second step; 0 hides the box.",
        ),
        Setting::TrustedNetworks => (
            "Networks from which the second step is skipped",
            "Whoever signs in from these addresses gives the password only; the helpdesk and the administration never do, and changes still ask for the second step.",
        ),
        Setting::BypassSeconds => (
            "Seconds of a one-time bypass",
            "So long a bypass waits to be used, unless the helpdesk chooses otherwise.",
        ),
    };
    SettingWords { name, effect }
}
