//! Sample views of telephones: every kind to set up, every way to be asked, and how far each has come.

use app::pages;
use app::text::COUNTRIES;
use app::view::{
    DemoCall, DemoMessage, Frame, Notice, OtherWays, PhoneAsked, PhoneForm, PhoneTest, Problem,
    SecondStep, StepUp, StepUpSecond, Way,
};
use domain::account::PhoneKind;
use domain::dial::{Dial, Line, Progress};
use domain::{Id, Refusal};

use super::{ID, WHEN, options, problem};

type Add<'a> = dyn FnMut(&str, String) + 'a;

pub fn asked(dial: Dial, progress: Progress, typed: &str) -> PhoneAsked {
    PhoneAsked {
        dial,
        number: typed.into(),
        progress,
        screen: (dial == Dial::CallOffice).then(|| "42".into()),
        alive: progress.open() || progress == Progress::Confirmed,
        again_in: if progress.open() { 60 } else { 0 },
        reply: dial == Dial::TextPhone && progress == Progress::Delivered,
    }
}

fn form(kind: PhoneKind, typed: &str) -> PhoneForm {
    PhoneForm {
        steps: None,
        kind,
        countries: COUNTRIES.to_vec(),
        country: "NL".into(),
        number: typed.into(),
        extension: None,
        line: Line::Text,
        text_refusal: None,
        call_refusal: None,
        office: (kind == PhoneKind::Office).then(|| typed.into()),
        changes: false,
        sender: typed.into(),
        action: match kind {
            PhoneKind::Authentication => "/security/phone",
            PhoneKind::Office => "/security/office-phone",
            PhoneKind::Backup => "/security/alternate-phone",
        },
        back: "/security",
        problems: vec![],
    }
}

pub fn forms(open: &Frame, known: &Frame, typed: &str, add: &mut Add<'_>) {
    for kind in PhoneKind::ALL {
        let view = form(kind, typed);
        add(
            &format!("security-form-{}", kind.key()),
            pages::phone_form(known, &view),
        );
        let off = Some(Refusal::MethodNotAllowed);
        let view = PhoneForm {
            text_refusal: off,
            call_refusal: off,
            office: None,
            changes: true,
            ..view
        };
        add(
            &format!("security-form-{}-off", kind.key()),
            pages::phone_form(known, &view),
        );
    }
    let view = PhoneForm {
        steps: Some(3),
        action: "/enrol/phone",
        back: "/enrol/contact",
        ..form(PhoneKind::Authentication, typed)
    };
    add("enrol-phone", pages::phone_form(open, &view));
    let problems = ["country", "number", "line"].map(|field| Problem {
        field,
        refusal: Refusal::Required,
    });
    let wrong = PhoneForm {
        country: String::new(),
        text_refusal: Some(Refusal::PhoneNoTexts),
        problems: problems.into(),
        ..view
    };
    add("enrol-phone-wrong", pages::phone_form(open, &wrong));
    let view = PhoneForm {
        steps: Some(3),
        action: "/enrol/office",
        back: "/enrol/contact",
        problems: problem("number", Refusal::PhoneCountry),
        ..form(PhoneKind::Office, typed)
    };
    add("enrol-office", pages::phone_form(open, &view));
    let own = PhoneForm {
        extension: Some("42".into()),
        problems: problem("extension", Refusal::ExtensionForm),
        ..view
    };
    add("enrol-office-own", pages::phone_form(open, &own));
}

pub fn tests(open: &Frame, known: &Frame, typed: &str, add: &mut Add<'_>) {
    let test = PhoneTest {
        steps: Some(3),
        asked: asked(Dial::TextPhone, Progress::Queued, typed),
        action: "/enrol/phone/verify",
        again: "/enrol/phone/again",
        follow: "/enrol/phone/progress",
        back: "/enrol/phone/back",
        back_posts: true,
        problems: vec![],
    };
    for dial in Dial::ALL {
        for progress in Progress::ALL {
            let view = PhoneTest {
                asked: asked(dial, progress, typed),
                ..test.clone()
            };
            add(
                &format!("enrol-test-{}-{}", dial.key(), progress.key()),
                pages::phone_test(open, &view),
            );
        }
    }
    let mut over = asked(Dial::TextPhone, Progress::Delivered, typed);
    over.alive = false;
    let view = PhoneTest {
        steps: None,
        asked: over,
        action: "/security/phone/verify",
        again: "/security/phone/again",
        follow: "/security/phone/progress",
        back: "/security/phone",
        back_posts: false,
        problems: problem("", Refusal::PhoneOver),
    };
    add("security-test-over", pages::phone_test(known, &view));
    let view = PhoneTest {
        asked: asked(Dial::TextPhone, Progress::Delivered, typed),
        problems: problem("code", Refusal::WrongCode),
        ..view
    };
    add("security-test-wrong", pages::phone_test(known, &view));
}

pub fn sign_in(frame: &Frame, typed: &str, add: &mut Add<'_>) {
    for dial in Dial::ALL {
        let view = SecondStep {
            method: Way::Phone(dial),
            apps: 0,
            asked: None,
            problems: problem("", Refusal::PhoneLater { seconds: 90 }),
            others: dial != Dial::CallBackup,
            remember_days: 14,
            remember: false,
        };
        add(
            &format!("sign-in-verify-{}-offer", dial.key()),
            pages::second_step(frame, &view),
        );
        // The states are the same for every call.
        if dial.line() == Line::Call && dial != Dial::CallPhone {
            continue;
        }
        for progress in Progress::ALL {
            let waiting = progress == Progress::Ringing;
            let problems = problem("code", Refusal::PhoneWaiting);
            let view = SecondStep {
                asked: Some(asked(dial, progress, typed)),
                problems: if waiting { problems } else { vec![] },
                ..view.clone()
            };
            add(
                &format!("sign-in-verify-{}-{}", dial.key(), progress.key()),
                pages::second_step(frame, &view),
            );
        }
    }
    let view = SecondStep {
        method: Way::Phone(Dial::TextPhone),
        apps: 0,
        asked: Some(asked(Dial::TextPhone, Progress::Sent, typed)),
        problems: problem("code", Refusal::WrongCode),
        others: false,
        remember_days: 14,
        remember: true,
    };
    let again = Frame {
        notice: Some(Notice::PhoneAskedAgain),
        ..frame.clone()
    };
    add(
        "sign-in-verify-text-wrong",
        pages::second_step(&again, &view),
    );
    let mut ways = options(true);
    for way in &mut ways {
        way.refusal = None;
    }
    for (name, alternate) in [
        ("sign-in-other-phones", Some(None)),
        (
            "sign-in-other-alternate-off",
            Some(Some(Refusal::PhonePaused)),
        ),
    ] {
        let view = OtherWays {
            ways: ways.clone(),
            alternate,
        };
        add(name, pages::other_ways(frame, &view));
    }
}

pub fn step_up(frame: &Frame, typed: &str, add: &mut Add<'_>) {
    let next = format!("/security?{typed}");
    let view = |second, problems| StepUp {
        next: next.clone(),
        second,
        problems,
    };
    let phones = Dial::ALL.to_vec();
    let second = StepUpSecond::App { phones };
    add(
        "step-up-phones",
        pages::step_up(frame, &view(second, vec![])),
    );
    for dial in Dial::ALL {
        let second = |asked| StepUpSecond::Phone {
            dial,
            number: typed.into(),
            asked,
            others: Dial::ALL.into_iter().filter(|d| *d != dial).collect(),
            app: true,
        };
        add(
            &format!("step-up-{}-offer", dial.key()),
            pages::step_up(frame, &view(second(None), vec![])),
        );
        if dial.line() == Line::Call && dial != Dial::CallBackup {
            continue;
        }
        for progress in Progress::ALL {
            let second = second(Some(asked(dial, progress, typed)));
            let problems = problem("password", Refusal::Required);
            add(
                &format!("step-up-{}-{}", dial.key(), progress.key()),
                pages::step_up(frame, &view(second, problems)),
            );
        }
    }
}

pub fn demo(frame: &Frame, typed: &str, add: &mut Add<'_>) {
    let demo = Frame {
        demo: true,
        ..frame.clone()
    };
    let mail = DemoMessage {
        id: None,
        channel: "mail".into(),
        to: typed.into(),
        subject: typed.into(),
        body: format!("{typed}\n\n{typed}"),
        when: WHEN,
        call: None,
        replies: false,
    };
    let message = |id: u8, call: Option<DemoCall>| DemoMessage {
        id: Some(Id([id; 16])),
        channel: if call.is_some() { "call" } else { "text" }.into(),
        subject: String::new(),
        body: if call.is_some() {
            String::new()
        } else {
            typed.into()
        },
        replies: call.is_none(),
        call,
        ..mail.clone()
    };
    let said = vec![format!("{typed}."), format!("{typed}!")];
    let messages = [
        message(1, Some(DemoCall::Ringing)),
        DemoMessage {
            id: Some(ID),
            ..message(2, Some(DemoCall::Talking { said: said.clone() }))
        },
        message(3, None),
        message(4, Some(DemoCall::Over { said })),
        mail.clone(),
    ];
    add("demo-phone", pages::demo_phone(&demo, &messages));
    add("demo-phone-empty", pages::demo_phone(&demo, &[]));
}
