//! The rules: every setting with its effect, a change before it is in force, and the changes that were made.

use domain::policy::effect::{MOST_COUNTED, Touch};
use domain::policy::{Group, Kind, Setting, Value};

mod en;
mod nl;

pub use en::EN;
pub use nl::NL;

/// What is said of a setting.
pub struct SettingWords {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub effect: &'static str,
}

/// Words of the rules.
pub struct Rules {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for; also beside the link.
    pub line: &'static str,
    /// What is decided elsewhere.
    pub elsewhere: &'static str,
    /// Link and title: the form.
    pub change: &'static str,
    /// What the form leads to.
    pub change_lead: &'static str,
    /// Headline of a group.
    pub group: fn(Group) -> &'static str,
    /// A setting.
    pub setting: fn(Setting) -> SettingWords,
    /// A value of a setting.
    pub value: fn(&Value) -> String,
    /// What a setting can hold, where that has bounds.
    pub bounds: fn(Kind) -> Option<String>,
    /// Choice: the pound key.
    pub pound: &'static str,
    /// What it means.
    pub pound_line: &'static str,
    /// Choice: the number on the page.
    pub number: &'static str,
    /// What it means.
    pub number_line: &'static str,
    /// Before the value that a setting has where nobody has decided.
    pub default: &'static str,
    /// Button: to the preview.
    pub preview: &'static str,
    /// Title of the preview.
    pub preview_title: &'static str,
    /// What the preview is.
    pub preview_lead: &'static str,
    /// Column: the setting.
    pub what: &'static str,
    /// Column: its value before.
    pub before: &'static str,
    /// Column: its value afterwards.
    pub after: &'static str,
    /// Column: what follows.
    pub follows: &'static str,
    /// What becomes of so many.
    pub touch: fn(Touch, u32) -> String,
    /// Nothing can be counted, because numbers are sealed.
    pub sealed: &'static str,
    /// Button: the change is made.
    pub put: &'static str,
    /// Button: back to the form.
    pub edit: &'static str,
    /// Headline of the changes that were made.
    pub history: &'static str,
    /// There was none.
    pub no_history: &'static str,
    /// Button: the values before.
    pub undo: &'static str,
    /// Read behind it.
    pub of_change: fn(i64) -> String,
}

/// A count; so many and more where counting ended.
fn count(count: u32, more: fn(u32) -> String) -> String {
    if count > MOST_COUNTED {
        more(MOST_COUNTED)
    } else {
        count.to_string()
    }
}

/// Countries in words, or else their codes.
fn countries(language: domain::Language, codes: &[String]) -> String {
    let named = codes.iter().map(|code| {
        let name = super::country::name(language, code);
        name.map_or_else(|| code.clone(), str::to_owned)
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::policy::Networks;

    use super::*;

    #[test]
    fn every_setting_and_every_effect_has_words_of_its_own() {
        for words in [EN, NL] {
            let mut said = BTreeSet::new();
            for setting in Setting::ALL {
                let one = (words.setting)(*setting);
                assert!(
                    said.insert(one.name) && said.insert(one.effect),
                    "{}",
                    one.name
                );
                assert!(one.effect.ends_with('.'), "{}", one.effect);
            }
            for group in Group::ALL {
                assert!(said.insert((words.group)(group)), "{group:?}");
            }
            let mut touched = BTreeSet::new();
            for touch in Touch::ALL {
                let (one, two) = ((words.touch)(touch, 1), (words.touch)(touch, 2));
                assert_ne!(one, two.replacen('2', "1", 1), "{touch:?}: {one}");
                assert!(touched.insert(one) && touched.insert(two), "{touch:?}");
            }
        }
    }

    #[test]
    fn where_counting_ended_it_says_more_than() {
        let said = |words: Rules, n| (words.touch)(Touch::TrustsEnd, n);
        assert!(said(EN, 10_000).starts_with("10000 trusted browsers"));
        assert!(said(EN, 10_001).starts_with("More than 10000 trusted browsers"));
        assert!(said(NL, 10_001).starts_with("Meer dan 10000 vertrouwde browsers"));
    }

    #[test]
    fn values_are_said_and_not_spelled() {
        let list = |codes: &[&str]| Value::Countries(codes.iter().map(|c| (*c).into()).collect());
        assert_eq!((EN.value)(&list(&["NL", "XX"])), "Netherlands, XX");
        assert_eq!((NL.value)(&list(&["DE"])), "Duitsland");
        assert_eq!((EN.value)(&Value::Switch(false)), "Off");
        let nets =
            |all: &[&str]| Value::Networks(Networks(all.iter().map(|n| (*n).into()).collect()));
        assert_eq!((NL.value)(&nets(&[])), "Geen");
        assert_eq!(
            (EN.value)(&nets(&["192.0.2.0/24", "::1"])),
            "192.0.2.0/24, ::1"
        );
        assert_eq!((EN.bounds)(Kind::Number(1, 5)).unwrap(), "From 1 to 5.");
        assert_eq!((EN.bounds)(Kind::Switch), None);
    }
}
