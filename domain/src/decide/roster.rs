//! What follows from a quick step (F-142), whether it is for one person or one of many.

use super::Consequences;
use crate::account::{Account, State};
use crate::audit::Event;
use crate::notice::NoticeKind;
use crate::roster::QuickStep;
use crate::service::ports::Change;
use crate::{Id, Refusal};

/// The record of something that takes the app passwords along, where there are any.
pub fn with_app_passwords(event: Event, account: &Account) -> Vec<(Event, Option<Id>)> {
    let all = (!account.app_passwords.is_empty()).then_some(Event::AppPasswordDeleteAll);
    std::iter::once(event)
        .chain(all)
        .map(|event| (event, None))
        .collect()
}

/// Switches an account off or on. Off ends every session and every sign-in on the way at once.
pub fn set_active(account: &Account, active: bool) -> Consequences {
    let mut changes = vec![Change::SetActive(active)];
    if active {
        return Consequences {
            changes,
            records: vec![(Event::UserEnable, None)],
            notices: Vec::new(),
        };
    }
    changes.extend([
        Change::EndSessions { except: None },
        Change::EndPendings,
        Change::EndTrusts,
        Change::RemoveAppPasswords,
    ]);
    Consequences {
        changes,
        records: with_app_passwords(Event::UserDisable, account),
        notices: Vec::new(),
    }
}

/// Two-step verification is in this state from now on.
pub fn set_state(state: State) -> Consequences {
    Consequences {
        changes: vec![Change::SetState(state)],
        records: vec![(Event::UserChange, None)],
        notices: Vec::new(),
    }
}

/// The same, and the person is told.
fn told(state: State, kind: NoticeKind) -> Consequences {
    Consequences {
        notices: vec![(kind, String::new(), None)],
        ..set_state(state)
    }
}

/// What follows from the step for this person, who is told when the rule changes: an account that is off cannot be
/// used, which says enough. Who is enabled stays so, methods or not: "Enforced" comes
/// with the end of a set-up (flows, 3.2). Who is disabled keeps what is set up.
///
/// # Errors
/// [`Refusal::AlreadySo`].
pub fn quick_step(account: &Account, step: QuickStep) -> Result<Consequences, Refusal> {
    match step {
        QuickStep::Enable if !account.state.required() => {
            Ok(told(State::Enabled, NoticeKind::TwoStepRequired))
        }
        QuickStep::Disable if account.state.required() => {
            Ok(told(State::Disabled, NoticeKind::TwoStepNotRequired))
        }
        QuickStep::SwitchOff if account.active => Ok(set_active(account, false)),
        QuickStep::SwitchOn if !account.active => Ok(set_active(account, true)),
        _ => Err(Refusal::AlreadySo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::testing;

    #[test]
    fn no_step_leads_to_enforced_and_none_takes_a_method() {
        for state in State::ALL {
            for active in [false, true] {
                for apps in [vec![], vec![testing::app(1, "Phone")]] {
                    let account = Account {
                        state,
                        active,
                        apps,
                        ..testing::account("ann@example.org")
                    };
                    for step in QuickStep::ALL {
                        let so = match step {
                            QuickStep::Enable => state.required(),
                            QuickStep::Disable => !state.required(),
                            QuickStep::SwitchOff => !active,
                            QuickStep::SwitchOn => active,
                        };
                        let out = quick_step(&account, step);
                        assert_eq!(out.is_err(), so, "{step:?}");
                        let said = format!("{out:?}");
                        assert!(!said.contains("Enforced") && !said.contains("RemoveApp("));
                        if let Ok(out) = out {
                            assert_eq!(out.records.len(), 1, "{step:?}");
                            let rule = matches!(step, QuickStep::Enable | QuickStep::Disable);
                            assert_eq!(out.notices.len(), usize::from(rule), "{step:?}");
                        }
                    }
                }
            }
        }
    }
}
