//! Sample views of the rules and of the gateways.

use app::pages;
use app::view::{
    Badge, Carrier, Frame, GatewayRow, Gateways, GreetingForm, GreetingRow, Named, OwnGreeting,
    Problem, RuleChanged, RuleField, RuleHistory, RulePlanned, RuleRow, Rules, RulesForm,
    RulesPreview, TestSeen,
};
use domain::account::Role;
use domain::gateway::{Tested, Way};
use domain::greeting::Sound;
use domain::policy::effect::{MOST_COUNTED, Touch};
use domain::policy::{Gateways as Carried, Kind, Policy, Setting, Value};
use domain::{Language, Refusal};

use super::{ID, WHEN};

fn refusal(setting: Setting) -> Option<Refusal> {
    let gateways = Carried {
        text: true,
        call: false,
    };
    (!gateways.carry(setting)).then_some(Refusal::NoGateway)
}

fn history(typed: &str) -> Vec<RuleHistory> {
    let one = RuleHistory {
        row: 1_204,
        when: WHEN,
        by: Named::Person {
            id: ID,
            name: typed.into(),
            login: typed.into(),
        },
        changed: vec![
            RuleChanged::Known(Setting::RememberDays, Value::Number(14), Value::Number(30)),
            RuleChanged::Known(
                Setting::PhoneCountries,
                Value::Countries(vec![]),
                Value::Countries(vec!["NL".into(), "XX".into()]),
            ),
        ],
    };
    let other = RuleHistory {
        row: 7,
        by: Named::Portal,
        changed: vec![RuleChanged::Other(
            typed.into(),
            typed.into(),
            "true".into(),
        )],
        ..one.clone()
    };
    vec![one, other]
}

fn form(typed: &str, problems: Vec<Problem>) -> RulesForm {
    let policy = Policy::default();
    let field = |setting: &Setting| RuleField {
        setting: *setting,
        typed: match setting.kind() {
            Kind::Countries(_) | Kind::Networks(_) | Kind::Mailboxes(_) | Kind::Caller => {
                typed.into()
            }
            _ => policy.get(*setting).to_string(),
        },
        refusal: refusal(*setting),
    };
    RulesForm {
        version: 7,
        fields: Setting::ALL.iter().map(field).collect(),
        problems,
    }
}

pub fn pages(known: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let badge = known.person.clone().map(|badge| Badge {
        role: Role::Administrator,
        ..badge
    });
    let frame = &Frame {
        person: badge,
        ..known.clone()
    };
    let policy = Policy::default();
    let row = |setting: &Setting| RuleRow {
        setting: *setting,
        value: policy.get(*setting),
        default: policy.get(*setting),
        refusal: refusal(*setting),
    };
    let view = Rules {
        rows: Setting::ALL.iter().map(row).collect(),
        history: history(typed),
    };
    add("administration-rules", pages::rules(frame, &view));
    let new = Rules {
        history: vec![],
        ..view
    };
    add("administration-rules-new", pages::rules(frame, &new));
    add(
        "administration-rules-change",
        pages::rules_form(frame, &form(typed, vec![])),
    );
    let problems = [
        ("allow_app_code", Refusal::NoMethodOn),
        ("allow_call", Refusal::NoGateway),
        ("max_apps", Refusal::Bounds { min: 1, max: 5 }),
        ("voice_confirm", Refusal::NotAChoice),
        ("phone_countries", Refusal::Countries { max: 50 }),
    ];
    let problems = problems.map(|(field, refusal)| Problem { field, refusal });
    let mut wrong = form(typed, problems.into());
    for field in &mut wrong.fields {
        if field.setting == Setting::VoiceConfirm {
            field.typed = typed.into();
        }
    }
    add(
        "administration-rules-wrong",
        pages::rules_form(frame, &wrong),
    );
    let planned = |setting, old, new, touched| RulePlanned {
        setting,
        old,
        new,
        touched,
    };
    let off = |setting, touched| {
        let (on, off) = (Value::Switch(true), Value::Switch(false));
        planned(setting, on, off, touched)
    };
    let preview = RulesPreview {
        version: 7,
        changes: vec![
            off(Setting::AllowText, vec![(Touch::OtherWay, 3)]),
            off(
                Setting::AllowAppPasswords,
                vec![(Touch::AppPasswordsStay, 1)],
            ),
            planned(
                Setting::RememberDays,
                Value::Number(14),
                Value::Number(7),
                vec![(Touch::TrustsEnd, MOST_COUNTED + 1)],
            ),
            planned(
                Setting::PhoneCountries,
                Value::Countries(vec!["NL".into()]),
                Value::Countries(vec!["NL".into(), "GB".into()]),
                vec![],
            ),
        ],
        without: 0,
        problems: vec![],
    };
    add(
        "administration-rules-preview",
        pages::rules_preview(frame, &preview),
    );
    let danger = RulesPreview {
        without: 2,
        problems: vec![Problem {
            field: "",
            refusal: Refusal::ChangedMeanwhile,
        }],
        ..preview
    };
    add(
        "administration-rules-danger",
        pages::rules_preview(frame, &danger),
    );
    gateways(frame, typed, add);
    greetings(frame, typed, add);
}

fn gateways(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let row = |way, carrier, tested: Option<Tested>| GatewayRow {
        way,
        carrier,
        waiting: (way == Way::Mail).then_some(3),
        to: typed.into(),
        refusal: None,
        last: tested.map(|tested| TestSeen {
            when: WHEN,
            by: Named::Person {
                id: ID,
                name: typed.into(),
                login: typed.into(),
            },
            tested,
            why: typed.into(),
        }),
    };
    let twilio = Some(Carrier::Twilio);
    let view = Gateways {
        rows: vec![
            row(Way::Text, twilio, Some(Tested::Accepted)),
            row(Way::Call, twilio, Some(Tested::Refused)),
            row(Way::Mail, Some(Carrier::Smtp), Some(Tested::NotReached)),
        ],
        problems: vec![],
    };
    add("administration-gateways", pages::gateways(frame, &view));
    let refused = |refusal, row| GatewayRow {
        refusal: Some(refusal),
        ..row
    };
    let webhook = Some(Carrier::Webhook);
    let new = Gateways {
        rows: vec![
            row(Way::Text, webhook, Some(Tested::Unclear)),
            refused(Refusal::MethodNotSetUp, row(Way::Call, webhook, None)),
            refused(
                Refusal::NoMail,
                row(Way::Mail, Some(Carrier::Pretend), None),
            ),
        ],
        problems: vec![Problem {
            field: "text",
            refusal: Refusal::TestLater { seconds: 600 },
        }],
    };
    add(
        "administration-gateways-wrong",
        pages::gateways(frame, &new),
    );
    let none = Gateways {
        rows: Way::ALL
            .map(|way| refused(Refusal::NoGateway, row(way, None, None)))
            .into(),
        problems: vec![],
    };
    add(
        "administration-gateways-none",
        pages::gateways(frame, &none),
    );
}

fn greetings(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let own = OwnGreeting {
        sound: Sound::Mp3,
        millis: 7_400,
        size: 59_412,
        since: WHEN,
        by: Named::Person {
            id: ID,
            name: typed.into(),
            login: typed.into(),
        },
        address: format!("/gateway/greeting/{}", "0".repeat(64)),
    };
    let row = |language, own| GreetingRow { language, own };
    let rows = [row(Language::En, None), row(Language::Nl, Some(own))];
    let name = "administration-greetings";
    add(name, pages::greetings(frame, &rows));
    let form = GreetingForm {
        language: Language::Nl,
        problems: vec![],
    };
    let name = "administration-greetings-change";
    add(name, pages::greeting_form(frame, &form));
    for (name, refusal) in [
        ("empty", Refusal::Required),
        ("bytes", Refusal::GreetingBytes),
        ("kind", Refusal::GreetingKind),
        ("broken", Refusal::GreetingBroken),
        ("length", Refusal::GreetingLength),
    ] {
        let wrong = GreetingForm {
            problems: super::problem("greeting", refusal),
            ..form.clone()
        };
        let name = format!("administration-greetings-{name}");
        add(&name, pages::greeting_form(frame, &wrong));
    }
    let name = "administration-greetings-remove";
    add(name, pages::greeting_remove(frame, Language::Nl));
}
