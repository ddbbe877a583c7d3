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
            "max_apps must be from 1 to 5",
            "app_password_limit must be from 1 to 40",
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

#[test]
fn a_change_is_judged_as_a_whole() {
    let set = |setting: Setting, text: &str| (setting, setting.read(text).unwrap());
    let wishes = [
        set(Setting::AllowText, "true"),
        set(Setting::AllowAppCode, "false"),
    ];
    let changed = Policy::default().with(&wishes, BOTH).unwrap();
    assert!(changed.allow_text && !changed.allow_app_code);
    let refused = Policy::default().with(&wishes, Gateways::default());
    let problems = [
        PolicyProblem::NoGateway { key: "allow_text" },
        PolicyProblem::NoMethodLeft,
    ];
    assert_eq!(refused, Err(problems.into()));
    let pushes = [set(Setting::AllowNotification, "true")];
    let refused = Policy::default().with(&pushes, BOTH).unwrap_err();
    assert_eq!(refused[0].refusal(), Refusal::NoGateway);
}

#[test]
fn a_gateway_that_is_gone_stands_in_the_way_of_nothing_else() {
    let old = Policy {
        allow_text: true,
        ..Policy::default()
    };
    let days = [(Setting::RememberDays, Value::Number(7))];
    let new = old.with(&days, Gateways::default()).unwrap();
    assert!(
        new.remember_days == 7 && new.allow_text,
        "texts come back with the gateway"
    );
    let only = Policy {
        allow_app_code: false,
        ..old
    };
    let refused = only.with(&days, Gateways::default());
    assert_eq!(refused, Err(vec![PolicyProblem::NoMethodLeft]));
}

#[test]
fn the_stages_after_wrong_codes_come_one_after_the_other() {
    let numbers = |most, pause, off| Policy {
        code_most: most,
        code_pause_after: pause,
        code_off_after: off,
        ..Policy::default()
    };
    for fine in [(5, 10, 100), (5, 5, 10), (10, 10, 11), (3, 20, 21)] {
        let policy = numbers(fine.0, fine.1, fine.2);
        assert_eq!(said(&policy, BOTH), [""; 0], "{fine:?}");
    }
    assert_eq!(
        said(&numbers(10, 9, 100), BOTH),
        ["code_pause_after must be at least 10, because code_most is 10"]
    );
    let at_once = numbers(5, 10, 10).problems(BOTH);
    assert_eq!(at_once[0].key(), "code_off_after");
    assert_eq!(at_once[0].refusal(), Refusal::AtLeast { min: 11 });
}

#[test]
fn wrong_codes_are_slowed_as_a_6_has_it_unless_the_rules_say_otherwise() {
    assert_eq!(Policy::default().code_rule(), crate::lockout::Rule::CODE);
}

#[test]
fn every_problem_stands_beside_a_setting() {
    let problems = [
        PolicyProblem::NoMethodLeft,
        PolicyProblem::Countries { max: 50 },
        PolicyProblem::Mailboxes { max: 10 },
        PolicyProblem::Caller,
        PolicyProblem::Switch { key: "sms_reply" },
        PolicyProblem::Keys {
            key: "voice_confirm",
        },
    ];
    for problem in problems {
        assert!(Setting::from_key(problem.key()).is_some(), "{problem}");
    }
}

#[test]
fn eleven_addresses_or_what_is_none_cannot_be_told_of_fraud() {
    let told = |typed: &str| {
        let value = Setting::FraudAddresses.read(typed).unwrap();
        let refused = Policy::default().with(&[(Setting::FraudAddresses, value)], BOTH);
        refused.map_err(|problems| problems[0].refusal())
    };
    let many = |n| -> String { (0..n).map(|i| format!("team{i}@example.org, ")).collect() };
    assert_eq!(told(&many(10)).unwrap().fraud_addresses.0.len(), 10);
    let no = Err(Refusal::Mailboxes { max: 10 });
    assert_eq!(told(&many(11)), no);
    assert_eq!(told("soc@example.org and others"), no);
    assert_eq!(
        told(" soc@example.org;\n cert@example.org ")
            .unwrap()
            .fraud_addresses
            .0,
        ["soc@example.org", "cert@example.org"]
    );
}

#[test]
fn calls_come_from_a_number_only_where_there_are_calls() {
    let set = |typed: &str, gateways| {
        let value = Setting::CallerId.read(typed).unwrap();
        Policy::default().with(&[(Setting::CallerId, value)], gateways)
    };
    let policy = set("+31 20 123 4567", BOTH).unwrap();
    assert_eq!(policy.caller_id.0, "+31201234567");
    let texts = Gateways {
        text: true,
        call: false,
    };
    let key = "caller_id";
    assert_eq!(
        set("+31201234567", texts),
        Err(vec![PolicyProblem::NoGateway { key }])
    );
    assert_eq!(set("", texts), Ok(Policy::default()));
    assert_eq!(set("020 1234567", BOTH), Err(vec![PolicyProblem::Caller]));
    assert_eq!(
        PolicyProblem::Caller.refusal(),
        Refusal::InternationalNumber
    );
    // As for methods: what was decided stays decided, until there is a gateway again.
    let days = [(Setting::RememberDays, Value::Number(7))];
    let kept = policy.with(&days, texts).unwrap();
    assert_eq!(kept.caller_id, policy.caller_id);
    assert_eq!(kept.within(texts).caller_id, Caller::default());
}
