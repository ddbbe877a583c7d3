//! People as a whole: what can be asked of the list of them, what is done to several at once (F-142), and
//! how many of them have set up what.

use serde::{Deserialize, Serialize};

use crate::account::{Role, State};

/// People on a page of the list, and the most that one quick step is for.
pub const PAGE: u32 = 50;

/// What somebody has set up. Methods that were asked for again and telephones that never answered do not
/// count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holding {
    /// A method that can be the second step on its own.
    Registered,
    /// None.
    NotRegistered,
    /// An authenticator app.
    App,
    /// The authentication phone.
    Phone,
    /// The office phone.
    Office,
    /// The alternate phone.
    Alternate,
    /// One method in all: who loses it calls the helpdesk.
    OnlyOne,
    /// An app password.
    AppPasswords,
}

impl Holding {
    /// In the order of the report.
    pub const ALL: [Self; 8] = [
        Self::Registered,
        Self::NotRegistered,
        Self::App,
        Self::Phone,
        Self::Office,
        Self::Alternate,
        Self::OnlyOne,
        Self::AppPasswords,
    ];

    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::NotRegistered => "not-registered",
            Self::App => "app",
            Self::Phone => "phone",
            Self::Office => "office",
            Self::Alternate => "alternate",
            Self::OnlyOne => "only-one",
            Self::AppPasswords => "app-passwords",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What is done to several people at once. "Enforced" is in no step: it comes by itself (flows, 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuickStep {
    /// Requires two-step verification.
    Enable,
    /// No longer requires it; methods stay.
    Disable,
    /// Switches the account off.
    SwitchOff,
    /// Switches the account on.
    SwitchOn,
}

impl QuickStep {
    /// In the order of the page.
    pub const ALL: [Self; 4] = [Self::Enable, Self::Disable, Self::SwitchOff, Self::SwitchOn];

    /// The stable name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::SwitchOff => "switch-off",
            Self::SwitchOn => "switch-on",
        }
    }

    /// The one with this stable name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Whom the list shows. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Two-step verification.
    pub state: Option<State>,
    /// Whether the account works.
    pub active: Option<bool>,
    /// The role.
    pub role: Option<Role>,
    /// What is set up.
    pub holds: Option<Holding>,
    /// One of the terms under which the person is found begins like this; folded, and not empty.
    pub begins: Option<String>,
}

/// People who have the same set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Two-step verification.
    pub state: State,
    /// Whether their accounts work.
    pub active: bool,
    /// Authenticator apps: none, one, or 2 for more.
    pub apps: u8,
    /// The authentication phone has answered.
    pub phone: bool,
    /// The office phone has.
    pub office: bool,
    /// The alternate phone has.
    pub alternate: bool,
    /// There is an app password.
    pub app_passwords: bool,
    /// How many they are.
    pub people: u64,
}

impl Group {
    /// Whether these people have it.
    pub fn has(&self, holding: Holding) -> bool {
        let registered = self.apps > 0 || self.phone || self.office;
        match holding {
            Holding::Registered => registered,
            Holding::NotRegistered => !registered,
            Holding::App => self.apps > 0,
            Holding::Phone => self.phone,
            Holding::Office => self.office,
            Holding::Alternate => self.alternate,
            Holding::OnlyOne => {
                let phones = [self.phone, self.office, self.alternate];
                registered && self.apps + phones.map(u8::from).iter().sum::<u8>() == 1
            }
            Holding::AppPasswords => self.app_passwords,
        }
    }
}

/// How many people in these groups are selected; roles and names are not counted by.
pub fn count(groups: &[Group], selection: &Selection) -> u64 {
    let fits = |group: &&Group| {
        selection.state.is_none_or(|state| group.state == state)
            && selection.active.is_none_or(|active| group.active == active)
            && selection.holds.is_none_or(|holding| group.has(holding))
    };
    groups.iter().filter(fits).map(|group| group.people).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(apps: u8, [phone, office, alternate]: [bool; 3]) -> Group {
        Group {
            state: State::Enforced,
            active: true,
            apps,
            phone,
            office,
            alternate,
            app_passwords: false,
            people: 1,
        }
    }

    #[test]
    fn names_lead_back() {
        for holding in Holding::ALL {
            assert_eq!(Holding::from_key(holding.key()), Some(holding));
        }
        for step in QuickStep::ALL {
            assert_eq!(QuickStep::from_key(step.key()), Some(step));
        }
    }

    #[test]
    fn an_alternate_phone_alone_is_no_registration_and_beside_one_method_a_second() {
        let only = [false, false, true];
        assert!(
            group(0, only).has(Holding::NotRegistered) && !group(0, only).has(Holding::OnlyOne)
        );
        assert!(group(1, [false; 3]).has(Holding::OnlyOne));
        assert!(group(0, [false, true, false]).has(Holding::OnlyOne));
        for more in [
            group(1, only),
            group(2, [false; 3]),
            group(0, [true, true, false]),
        ] {
            assert!(
                more.has(Holding::Registered) && !more.has(Holding::OnlyOne),
                "{more:?}"
            );
        }
    }

    #[test]
    fn everybody_is_registered_or_not() {
        let mut groups = Vec::new();
        for apps in 0..3 {
            for bits in 0..8 {
                let phones = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
                groups.push(group(apps, phones));
            }
        }
        let of = |holds| {
            let holds = Some(holds);
            count(
                &groups,
                &Selection {
                    holds,
                    ..Selection::default()
                },
            )
        };
        assert_eq!(of(Holding::Registered) + of(Holding::NotRegistered), 24);
        assert_eq!(count(&groups, &Selection::default()), 24);
        assert_eq!(of(Holding::App), 16);
        let off = Selection {
            active: Some(false),
            ..Selection::default()
        };
        assert_eq!(count(&groups, &off), 0);
    }
}
