//! What the helpdesk may do, and what follows from it.

use super::*;
use crate::Id;
use crate::method::Preferred;
use crate::service::testing::{account, app};

const NOW: Time = Time(1_800_000_000_000);

fn enrolled() -> Account {
    let mut person = account("ann@example.org");
    person.state = State::Enforced;
    person.password = "1:x".into();
    person.apps.push(app(1, "Telephone"));
    person
}

#[test]
fn one_word_says_whether_somebody_can_sign_in() {
    let policy = Policy::default();
    let says = |change: fn(&mut Account)| {
        let mut person = enrolled();
        change(&mut person);
        standing(&person, &policy, NOW)
    };
    assert_eq!(says(|_| {}), Standing::TwoStep(Preferred::AppCode));
    assert_eq!(says(|p| p.active = false), Standing::Off);
    assert_eq!(says(|p| p.password.clear()), Standing::NoPassword);
    assert_eq!(says(|p| p.apps[0].locked = true), Standing::NoMethod);
    assert_eq!(says(|p| p.apps.clear()), Standing::Gate);
    let again = |p: &mut Account| {
        p.apps.clear();
        p.retired = 1;
    };
    assert_eq!(says(again), Standing::Again);
    let free = |p: &mut Account| {
        p.apps.clear();
        p.state = State::Disabled;
    };
    assert_eq!(says(free), Standing::PasswordOnly);
    let block = |p: &mut Account, until| {
        let reason = "stolen".into();
        p.block = Some(Block { until, reason });
    };
    let mut person = enrolled();
    block(&mut person, NOW + Span(1));
    assert_eq!(standing(&person, &policy, NOW), Standing::Blocked);
    block(&mut person, NOW);
    assert_ne!(standing(&person, &policy, NOW), Standing::Blocked, "over");
}

#[test]
fn methods_are_asked_for_again_only_where_there_are_some_and_must_be() {
    let wish = Wish::Plain(Aid::ProvideAgain);
    let refused = |person: &Account| help(person, &Policy::default(), &wish, NOW).err();
    assert_eq!(refused(&enrolled()), None);
    let mut bare = enrolled();
    bare.apps.clear();
    assert_eq!(refused(&bare), Some(Refusal::NothingThere));
    let mut free = enrolled();
    free.state = State::Disabled;
    assert_eq!(refused(&free), Some(Refusal::TwoStepNotRequired));
}

#[test]
fn it_can_be_taken_back_until_something_new_is_there() {
    let wish = Wish::Plain(Aid::KeepMethods);
    let mut person = enrolled();
    person.retired = 1;
    let refused = |person: &Account| help(person, &Policy::default(), &wish, NOW).err();
    assert_eq!(refused(&person), Some(Refusal::NothingThere));
    person.apps.clear();
    assert_eq!(refused(&person), None);
}

#[test]
fn bounds_of_blocks_and_passes() {
    let policy = Policy::default();
    for (days, fine) in [(0, false), (1, true), (365, true), (366, false)] {
        let wish = Wish::Block {
            days,
            reason: String::new(),
        };
        assert_eq!(
            help(&enrolled(), &policy, &wish, NOW).is_ok(),
            fine,
            "{days}"
        );
    }
    for (minutes, fine) in [(9, false), (10, true), (480, true), (481, false)] {
        let wish = Wish::Pass {
            mac: [0; 32],
            minutes,
        };
        assert_eq!(help(&enrolled(), &policy, &wish, NOW).is_ok(), fine);
    }
    let pass = Wish::Pass {
        mac: [0; 32],
        minutes: 60,
    };
    let mut person = enrolled();
    person.apps.clear();
    let refused = help(&person, &policy, &pass, NOW).err();
    assert_eq!(refused, Some(Refusal::PassNotNeeded));
}

#[test]
fn the_last_method_stays_while_one_is_required() {
    let wish = Wish::DeleteMethod(Method::App(Id([1; 16])));
    let refused = help(&enrolled(), &Policy::default(), &wish, NOW).err();
    assert_eq!(refused, Some(Refusal::LastMethod));
}

#[test]
fn bounds_of_a_bypass_and_whom_it_is_for() {
    let policy = Policy::default();
    let wish = |seconds| Wish::Bypass {
        seconds,
        reason: "Phone is at home".into(),
    };
    for (seconds, fine) in [(9, false), (10, true), (1_800, true), (1_801, false)] {
        let out = help(&enrolled(), &policy, &wish(seconds), NOW);
        assert_eq!(out.is_ok(), fine, "{seconds}");
    }
    let out = help(&enrolled(), &policy, &wish(10), NOW).unwrap();
    let changes = format!("{:?}", out.changes);
    assert_eq!(
        changes,
        format!("[SetBypass(Some({:?}))]", NOW + Span::seconds(10))
    );
    let mut person = enrolled();
    person.apps.clear();
    let refused = help(&person, &policy, &wish(300), NOW).err();
    assert_eq!(refused, Some(Refusal::PassNotNeeded));
    let mut blocked = enrolled();
    blocked.block = Some(Block {
        until: NOW + Span(1),
        reason: String::new(),
    });
    let refused = help(&blocked, &policy, &wish(300), NOW).err();
    assert_eq!(refused, Some(Refusal::Blocked));
    // Where both are in force the block is judged first, at every sign-in.
    blocked.bypass = Some(NOW + Span(1));
    assert!(blocked.bypassed(NOW) && blocked.blocked(NOW));
}

#[test]
fn a_reset_ends_everything_that_the_old_password_opened() {
    let wish = Wish::ResetPassword { phc: "1:y".into() };
    let out = help(&enrolled(), &Policy::default(), &wish, NOW).unwrap();
    let changes = format!("{:?}", out.changes);
    for part in [
        r#"SetPassword { phc: "1:y", at: Some("#,
        &format!("LimitPassword({:?})", NOW + Span::hours(24)),
        "EndTrusts",
        "RemoveAppPasswords",
        "EndSessions { except: None }",
        "EndPendings",
    ] {
        assert!(changes.contains(part), "{part} in {changes}");
    }
    let at = |part: &str| changes.find(part).unwrap();
    assert!(
        at("SetPassword") < at("LimitPassword"),
        "what is new is not temporary"
    );
    let mut off = enrolled();
    off.active = false;
    let refused = help(&off, &Policy::default(), &wish, NOW).err();
    assert_eq!(refused, Some(Refusal::Blocked));
    let mut old = enrolled();
    old.temporary = Some(NOW);
    assert_eq!(
        standing(&old, &Policy::default(), NOW),
        Standing::PasswordOver
    );
    old.temporary = Some(NOW + Span(1));
    assert_ne!(
        standing(&old, &Policy::default(), NOW),
        Standing::PasswordOver
    );
}

#[test]
fn what_comes_and_goes_is_offered_only_while_there_is_something_to_it() {
    let offered = |person: &Account| -> Vec<Aid> {
        Aid::ALL
            .into_iter()
            .filter(|aid| aid_offered(*aid, aid_refusal(person, *aid, NOW), false))
            .collect()
    };
    let person = enrolled();
    for aid in [Aid::KeepMethods, Aid::Unblock, Aid::EndBypass] {
        assert!(!offered(&person).contains(&aid), "{aid:?}");
    }
    // A number for one of the staff would wait where it can be read.
    assert!(aid_offered(Aid::SetPhone, None, false) && !aid_offered(Aid::SetPhone, None, true));
    assert!(aid_offered(Aid::Pass, None, true));
    // Listed with the reason why not.
    assert!(offered(&person).contains(&Aid::DeleteAppPasswords));
    let blocked = Account {
        block: Some(Block {
            until: NOW + Span(1),
            reason: String::new(),
        }),
        bypass: Some(NOW + Span(1)),
        ..enrolled()
    };
    let listed = offered(&blocked);
    for (aid, is) in [
        (Aid::Unblock, true),
        (Aid::EndBypass, true),
        (Aid::ResetPassword, true),
        (Aid::Block, false),
        (Aid::Pass, false),
        (Aid::Bypass, false),
    ] {
        assert_eq!(listed.contains(&aid), is, "{aid:?}");
    }
}

#[test]
fn the_preferred_option_comes_back_where_it_is_still_allowed() {
    let mut person = enrolled();
    person.apps.clear();
    person.retired = 1;
    person.retired_default = Some(Preferred::AppCode);
    let wish = Wish::Plain(Aid::KeepMethods);
    for (allow_app_code, default) in [(true, Some(Preferred::AppCode)), (false, None)] {
        let policy = Policy {
            allow_app_code,
            ..Policy::default()
        };
        let out = help(&person, &policy, &wish, NOW).unwrap();
        let set = out.changes.iter().find_map(|change| match change {
            Change::SetDefault(default) => Some(*default),
            _ => None,
        });
        assert_eq!(set, Some(default), "{allow_app_code}");
    }
}
