//! What a change of the rules does to people, before it is in force: whom to count for each setting that
//! changes, and what then becomes of them. The store counts; nobody's account is read for it.

use super::change::between;
use super::{Policy, Setting};
use crate::Time;
use crate::method::Preferred;
use crate::time::Span;

/// No more than this is counted; one more means that there are more.
pub const MOST_COUNTED: u32 = 10_000;

/// What becomes of those who were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Touch {
    /// People prefer what is switched off: they are asked in another way.
    OtherWay,
    /// People prefer texts or calls, which go another way from now on.
    AskedDifferently,
    /// People have more apps than may be added now; they keep them.
    MoreApps,
    /// People have more app passwords than may be created now; they keep them.
    MoreAppPasswords,
    /// People have app passwords, which keep working.
    AppPasswordsStay,
    /// Trusted browsers ask for the second step again.
    TrustsEnd,
    /// Trusted browsers skip the second step for longer.
    TrustsLonger,
    /// People who have not set up two-step verification may put it off for longer.
    SetUpLater,
    /// People who have not set it up must do so sooner.
    SetUpSooner,
    /// People can pass no second step any more, until the helpdesk lets them set something up.
    NoMethod,
}

impl Touch {
    /// All of them, for texts and their tests.
    pub const ALL: [Self; 10] = [
        Self::OtherWay,
        Self::AskedDifferently,
        Self::MoreApps,
        Self::MoreAppPasswords,
        Self::AppPasswordsStay,
        Self::TrustsEnd,
        Self::TrustsLonger,
        Self::SetUpLater,
        Self::SetUpSooner,
        Self::NoMethod,
    ];
}

/// What can be the second step on its own (the alternate phone stands in for another and never alone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// An app that is not switched off.
    pub app: bool,
    /// The authentication phone, by text or by call.
    pub phone: bool,
    /// The office phone.
    pub office: bool,
}

impl Ways {
    /// What these rules allow, as [`Policy::allows`] has it for each option.
    pub fn of(policy: &Policy) -> Self {
        let any = |options: &[Preferred]| options.iter().any(|option| policy.allows(*option));
        Self {
            app: any(&[Preferred::AppCode]),
            phone: any(&[Preferred::TextPhone, Preferred::CallPhone]),
            office: any(&[Preferred::CallOffice]),
        }
    }
}

/// Whom or what to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// People with one of these options as their preferred one.
    Preferring(Vec<Preferred>),
    /// People who have one of the first and none of the second ways, accounts that are switched off aside.
    Losing(Ways, Ways),
    /// People with more apps than this.
    AppsBeyond(u8),
    /// People with more app passwords than this.
    AppPasswordsBeyond(u8),
    /// Trusted browsers that became so after the first time, up to the second.
    TrustedBetween(Time, Time),
    /// People who stand at the gate when they sign in and could put it off (`decide::grace_until`),
    /// accounts that are switched off aside.
    NotSetUp,
}

/// Something to count, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The setting that does it.
    pub setting: Setting,
    /// What it does.
    pub touch: Touch,
    /// To whom.
    pub reach: Reach,
}

const TEXTS: [Preferred; 1] = [Preferred::TextPhone];
const CALLS: [Preferred; 2] = [Preferred::CallPhone, Preferred::CallOffice];

/// What follows from putting the second rules in the place of the first, both as they are in force.
pub fn effects(old: &Policy, new: &Policy, now: Time) -> Vec<Effect> {
    let changed = between(old, new);
    let each = changed.iter().filter_map(|setting| {
        let (touch, reach) = of(*setting, old, new, now)?;
        Some(Effect {
            setting: *setting,
            touch,
            reach,
        })
    });
    let mut effects: Vec<Effect> = each.collect();
    let (before, after) = (Ways::of(old), Ways::of(new));
    let fewer = (before.app && !after.app)
        || (before.phone && !after.phone)
        || (before.office && !after.office);
    let method = [
        Setting::AllowAppCode,
        Setting::AllowText,
        Setting::AllowCall,
    ];
    if let Some(setting) = method.into_iter().find(|one| changed.contains(one))
        && fewer
    {
        effects.push(Effect {
            setting,
            touch: Touch::NoMethod,
            reach: Reach::Losing(before, after),
        });
    }
    effects
}

fn of(setting: Setting, old: &Policy, new: &Policy, now: Time) -> Option<(Touch, Reach)> {
    let preferring = |options: &[Preferred]| Reach::Preferring(options.into());
    let days = |policy: &Policy| now - Span::days(i64::from(policy.remember_days));
    Some(match setting {
        Setting::AllowAppCode if !new.allow_app_code => {
            (Touch::OtherWay, preferring(&[Preferred::AppCode]))
        }
        Setting::AllowText if !new.allow_text => (Touch::OtherWay, preferring(&TEXTS)),
        Setting::AllowCall if !new.allow_call => (Touch::OtherWay, preferring(&CALLS)),
        Setting::SmsReply if new.allow_text => (Touch::AskedDifferently, preferring(&TEXTS)),
        Setting::VoiceConfirm if new.allow_call => (Touch::AskedDifferently, preferring(&CALLS)),
        Setting::MaxApps if new.max_apps < old.max_apps => {
            (Touch::MoreApps, Reach::AppsBeyond(new.max_apps))
        }
        Setting::AppPasswordLimit if new.app_password_limit < old.app_password_limit => (
            Touch::MoreAppPasswords,
            Reach::AppPasswordsBeyond(new.app_password_limit),
        ),
        Setting::AllowAppPasswords if !new.allow_app_passwords => {
            (Touch::AppPasswordsStay, Reach::AppPasswordsBeyond(0))
        }
        Setting::RememberDays if new.remember_days < old.remember_days => (
            Touch::TrustsEnd,
            Reach::TrustedBetween(days(old), days(new)),
        ),
        Setting::GraceDays if new.grace_days < old.grace_days => {
            (Touch::SetUpSooner, Reach::NotSetUp)
        }
        Setting::GraceDays => (Touch::SetUpLater, Reach::NotSetUp),
        Setting::RememberDays => (Touch::TrustsLonger, Reach::TrustedBetween(days(old), now)),
        _ => return None,
    })
}

#[cfg(all(test, feature = "service"))]
mod tests {
    use super::*;

    const NOW: Time = Time(1_800_000_000_000);

    fn everything() -> Policy {
        Policy {
            allow_text: true,
            allow_call: true,
            allow_app_passwords: true,
            ..Policy::default()
        }
    }

    fn touches(old: &Policy, new: &Policy) -> Vec<(Setting, Touch)> {
        let effects = effects(old, new, NOW).into_iter();
        effects.map(|one| (one.setting, one.touch)).collect()
    }

    #[test]
    fn nothing_follows_from_nothing_nor_from_what_only_gives_more() {
        let (less, more) = (Policy::default(), everything());
        assert_eq!(touches(&more, &more), []);
        assert_eq!(touches(&less, &more), []);
        let longer = Policy {
            max_apps: 2,
            app_password_limit: 3,
            ..more
        };
        assert_eq!(touches(&longer, &everything()), []);
    }

    #[test]
    fn switching_texts_off_moves_defaults_and_ends_a_way_only_without_calls() {
        let old = everything();
        let texts_off = Policy {
            allow_text: false,
            ..old.clone()
        };
        let moved = (Setting::AllowText, Touch::OtherWay);
        assert_eq!(
            touches(&old, &texts_off),
            [moved],
            "the same phone can be called"
        );
        let both_off = Policy {
            allow_call: false,
            ..texts_off
        };
        assert_eq!(
            touches(&old, &both_off),
            [
                moved,
                (Setting::AllowCall, Touch::OtherWay),
                (Setting::AllowText, Touch::NoMethod)
            ]
        );
        let losing = effects(&old, &both_off, NOW).pop().unwrap().reach;
        let ways = |phone, office| Ways {
            app: true,
            phone,
            office,
        };
        assert_eq!(losing, Reach::Losing(ways(true, true), ways(false, false)));
    }

    #[test]
    fn fewer_days_end_those_in_between_and_more_days_prolong_those_that_count() {
        let days = |remember_days| Policy {
            remember_days,
            ..Policy::default()
        };
        let reach = |old, new| effects(&days(old), &days(new), NOW).remove(0).reach;
        let ago = |n| NOW - Span::days(n);
        assert_eq!(reach(14, 7), Reach::TrustedBetween(ago(14), ago(7)));
        assert_eq!(reach(14, 0), Reach::TrustedBetween(ago(14), NOW));
        assert_eq!(reach(14, 30), Reach::TrustedBetween(ago(14), NOW));
        assert_eq!(reach(0, 30), Reach::TrustedBetween(NOW, NOW));
    }

    #[test]
    fn more_days_of_grace_give_time_and_fewer_take_it() {
        let days = |grace_days| Policy {
            grace_days,
            ..Policy::default()
        };
        for (old, new, touch) in [
            (0, 14, Touch::SetUpLater),
            (7, 8, Touch::SetUpLater),
            (8, 7, Touch::SetUpSooner),
            (14, 0, Touch::SetUpSooner),
        ] {
            let effects = effects(&days(old), &days(new), NOW);
            assert_eq!(effects.len(), 1, "{old} {new}");
            assert_eq!(
                (effects[0].touch, &effects[0].reach),
                (touch, &Reach::NotSetUp)
            );
        }
    }

    #[test]
    fn lower_limits_count_those_beyond() {
        let old = everything();
        let new = Policy {
            max_apps: 1,
            app_password_limit: 7,
            allow_app_passwords: false,
            ..old.clone()
        };
        let reaches = effects(&old, &new, NOW).into_iter();
        assert_eq!(
            reaches.map(|one| one.reach).collect::<Vec<_>>(),
            [
                Reach::AppsBeyond(1),
                Reach::AppPasswordsBeyond(0),
                Reach::AppPasswordsBeyond(7)
            ]
        );
    }
}
