//! A change of the rules, as the record has it: every setting that changed, with its old and its new value.
//! One row of the record is one change, so its text has one grammar, written and read here:
//! `setting: old -> new; setting: old -> new`, each value in JSON.

use super::{Policy, Setting};

/// A setting that changed, as the record says it. The setting may be one that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The stable name of the setting.
    pub setting: String,
    /// Its value before, in JSON.
    pub old: String,
    /// Its value since, in JSON.
    pub new: String,
}

/// Every setting in which the two differ, in the order of the page.
pub fn between(old: &Policy, new: &Policy) -> Vec<Setting> {
    let differs = |setting: &Setting| old.get(*setting) != new.get(*setting);
    Setting::ALL.iter().copied().filter(differs).collect()
}

/// How the change from the one to the other is recorded.
pub fn write(old: &Policy, new: &Policy) -> String {
    let changed = between(old, new).into_iter().map(|setting| {
        let (old, new) = (old.get(setting), new.get(setting));
        format!(
            "{}: {} -> {}",
            setting.key(),
            old.recorded(),
            new.recorded()
        )
    });
    changed.collect::<Vec<_>>().join("; ")
}

/// Reads what was recorded. What is written otherwise is left out.
pub fn read(recorded: &str) -> Vec<Changed> {
    let changes = recorded.split("; ").filter_map(|change| {
        let (setting, values) = change.split_once(": ")?;
        let (old, new) = values.rsplit_once(" -> ")?;
        Some(Changed {
            setting: setting.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        })
    });
    changes.collect()
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use super::*;
    use crate::policy::VoiceConfirm;

    #[test]
    fn what_is_written_is_read() {
        let old = Policy::default();
        assert_eq!(write(&old, &old), "");
        assert_eq!(read(""), []);
        let new = Policy {
            allow_text: true,
            remember_days: 30,
            voice_confirm: VoiceConfirm::Number,
            phone_countries: vec!["NL".into(), "GB".into()],
            ..old.clone()
        };
        let text = write(&old, &new);
        assert_eq!(
            text,
            r#"allow_text: false -> true; voice_confirm: "pound" -> "number"; phone_countries: [] -> ["NL","GB"]; remember_days: 14 -> 30"#
        );
        let mut undone = new;
        for changed in read(&text) {
            let setting = Setting::from_key(&changed.setting).unwrap();
            undone.put(setting, &setting.read(&changed.old).unwrap());
        }
        assert_eq!(undone, old);
    }

    #[test]
    fn rows_of_other_versions_are_read_as_far_as_they_go() {
        let text = "quiet_days: 0 -> 3; remember_days: 14 -> 30; nonsense";
        let names: Vec<String> = read(text).into_iter().map(|one| one.setting).collect();
        assert_eq!(names, ["quiet_days", "remember_days"]);
    }
}
