//! Every page with sample views, for the preview and for the tests. Whatever a person could have
//! typed is the `typed` text, so that a test can put something hostile there.

use std::sync::Arc;

use app::components::qr;
use app::pages;
use app::text::COUNTRIES;
use app::view::{
    Assets, Backup, Badge, ChooseContact, ConfigureApp, Fault, Frame, Gate, LastStep, NewPassword,
    NotMe, Notice, OtherWays, PreferredChoice, Problem, Qr, SecondStep, SignIn, TestApp, Verified,
    Way, When,
};
use domain::method::{Contact, Preferred};
use domain::{Id, Language, Refusal};

#[path = "samples/account.rs"]
mod account;
#[path = "samples/administration.rs"]
mod administration;
#[path = "samples/desk.rs"]
mod desk;
#[path = "samples/people.rs"]
mod people;
#[path = "samples/phones.rs"]
mod phones;
#[path = "samples/rules.rs"]
mod rules;

/// A page under a name that is good for a file.
pub struct Sample {
    /// The file's name without its ending.
    pub name: String,
    /// The whole document.
    pub html: String,
}

const WHEN: When = When {
    year: 2026,
    month: 11,
    day: 21,
    hour: 14,
    minute: 2,
};
const ID: Id = Id([0x0a; 16]);

fn problem(field: &'static str, refusal: Refusal) -> Vec<Problem> {
    vec![Problem { field, refusal }]
}

fn picture(url: &str) -> Qr {
    qr::draw(url).unwrap_or(Qr {
        size: 1,
        path: String::new(),
    })
}

fn options(code: bool) -> Vec<PreferredChoice> {
    Preferred::ALL
        .into_iter()
        .map(|option| PreferredChoice {
            option,
            refusal: match option {
                Preferred::AppCode if code => None,
                Preferred::AppCode => Some(Refusal::MethodNotSetUp),
                _ => Some(Refusal::MethodNotAllowed),
            },
            selected: code && option == Preferred::AppCode,
        })
        .collect()
}

fn frame(language: Language, typed: &str, assets: &Arc<Assets>) -> Frame {
    Frame {
        language,
        organisation: typed.to_owned(),
        nonce: "bm9uY2U".into(),
        here: format!("/here?next={typed}"),
        person: None,
        notice: None,
        assets: Arc::clone(assets),
        demo: false,
    }
}

/// All pages in a language.
pub fn all(language: Language, typed: &str, assets: &Arc<Assets>) -> Vec<Sample> {
    let open = frame(language, typed, assets);
    let badge = Badge {
        role: domain::account::Role::User,
        name: typed.to_owned(),
        login: typed.to_owned(),
    };
    let known = Frame {
        person: Some(badge),
        ..open.clone()
    };
    let mut samples = Vec::new();
    let mut add = |name: &str, html: String| {
        let name = name.to_owned();
        samples.push(Sample { name, html });
    };
    sign_in(&open, typed, &mut add);
    enrol(&open, typed, &mut add);
    account::security(&known, typed, &mut add);
    account::app_passwords(&known, typed, &mut add);
    account::account(&known, typed, &mut add);
    desk::desk(&known, typed, &mut add);
    rest(&open, &known, &mut add);
    phones::forms(&open, &known, typed, &mut add);
    phones::tests(&open, &known, typed, &mut add);
    phones::sign_in(&open, typed, &mut add);
    phones::step_up(&known, typed, &mut add);
    phones::demo(&open, typed, &mut add);
    administration::pages(&known, typed, &mut add);
    people::pages(&known, typed, &mut add);
    rules::pages(&known, typed, &mut add);
    people::import(&known, typed, &mut add);
    samples
}

fn sign_in(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let view = SignIn {
        user: typed.into(),
        next: format!("/security?{typed}"),
        problems: vec![],
    };
    add(
        "sign-in",
        pages::sign_in(
            &Frame {
                notice: Some(Notice::SignedOut),
                ..frame.clone()
            },
            &view,
        ),
    );
    let wrong = problem("pass", Refusal::WrongPass);
    add("sign-in-pass", pages::pass(frame, &wrong));
    let renewed = NewPassword {
        min: 12,
        next: "/security".into(),
        problems: problem("new", Refusal::PasswordWeak),
    };
    for (name, stopped) in [("", None), ("-done", Some(true)), ("-nothing", Some(false))] {
        let token = typed.to_owned();
        let view = NotMe { token, stopped };
        add(&format!("not-me{name}"), pages::not_me(frame, &view));
    }
    add("sign-in-password", pages::new_password(frame, &renewed));
    let problems = problem("", Refusal::WrongCredentials);
    add(
        "sign-in-wrong",
        pages::sign_in(
            frame,
            &SignIn {
                problems,
                ..view.clone()
            },
        ),
    );
    let problems = [
        problem("user", Refusal::Required),
        problem("password", Refusal::Required),
    ]
    .concat();
    add(
        "sign-in-empty",
        pages::sign_in(
            frame,
            &SignIn {
                user: String::new(),
                problems,
                ..view
            },
        ),
    );
    let view = SecondStep {
        method: Way::App,
        apps: 1,
        asked: None,
        others: true,
        remember_days: 14,
        remember: false,
        problems: vec![],
    };
    add("sign-in-verify", pages::second_step(frame, &view));
    let problems = problem("code", Refusal::CodeUsed);
    add(
        "sign-in-verify-wrong",
        pages::second_step(
            frame,
            &SecondStep {
                problems,
                apps: 2,
                others: true,
                remember: true,
                ..view.clone()
            },
        ),
    );
    add(
        "sign-in-verify-only",
        pages::second_step(
            frame,
            &SecondStep {
                others: false,
                ..view
            },
        ),
    );
    add(
        "sign-in-other",
        pages::other_ways(
            frame,
            &OtherWays {
                ways: options(true),
                alternate: None,
            },
        ),
    );
}

fn enrol(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let gate = Gate {
        name: typed.into(),
        grace: None,
        problems: vec![],
    };
    add("enrol", pages::gate(frame, &gate));
    let late = Gate {
        problems: problem("", Refusal::SetUpNow),
        ..gate.clone()
    };
    add("enrol-late", pages::gate(frame, &late));
    let grace = Gate {
        grace: Some(WHEN),
        ..gate
    };
    add("enrol-grace", pages::gate(frame, &grace));
    let view = ChooseContact {
        contacts: Contact::ALL
            .map(|c| {
                (
                    c,
                    (c != Contact::MobileApp).then_some(Refusal::MethodNotAllowed),
                )
            })
            .into(),
        contact: Contact::MobileApp,
        notification: Some(Refusal::MethodNotAllowed),
        code: None,
        configured: false,
        steps: 4,
        problems: vec![],
    };
    add("enrol-contact", pages::choose_contact(frame, &view));
    let all = ChooseContact {
        contacts: Contact::ALL.map(|c| (c, None)).into(),
        ..view.clone()
    };
    add("enrol-contact-phones", pages::choose_contact(frame, &all));
    let phones = ChooseContact {
        contacts: Contact::ALL
            .map(|c| {
                let off = c == Contact::MobileApp;
                (c, off.then_some(Refusal::MethodNotAllowed))
            })
            .into(),
        contact: Contact::AuthenticationPhone,
        code: Some(Refusal::MethodNotAllowed),
        ..view.clone()
    };
    add(
        "enrol-contact-no-app",
        pages::choose_contact(frame, &phones),
    );
    let problems = problem("mode", Refusal::NotAChoice);
    add(
        "enrol-contact-wrong",
        pages::choose_contact(
            frame,
            &ChooseContact {
                problems,
                ..view.clone()
            },
        ),
    );
    add(
        "enrol-contact-configured",
        pages::choose_contact(
            frame,
            &ChooseContact {
                configured: true,
                ..view
            },
        ),
    );
    let url = "otpauth://totp/Example:ready%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example";
    let view = ConfigureApp {
        qr: picture(url),
        account: typed.into(),
        code: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
        url: url.into(),
        action: "/enrol/app",
        cancel: "/enrol/contact",
    };
    add("enrol-app", pages::configure_app(frame, &view));
    let view = TestApp {
        steps: Some(4),
        name: None,
        action: "/enrol/verify",
        back: "/enrol/contact",
        problems: vec![],
    };
    add("enrol-verify", pages::test_app(frame, &view));
    let problems = problem("code", Refusal::WrongCode);
    add(
        "enrol-verify-wrong",
        pages::test_app(frame, &TestApp { problems, ..view }),
    );
    add(
        "enrol-verified",
        pages::verified(frame, &Verified { steps: 4 }),
    );
    let view = Backup {
        steps: 4,
        countries: COUNTRIES.to_vec(),
        country: "NL".into(),
        number: typed.into(),
        problems: vec![],
    };
    add("enrol-backup", pages::backup(frame, &view));
    let problems = [
        problem("country", Refusal::Country),
        problem("number", Refusal::PhoneNumber),
    ]
    .concat();
    add(
        "enrol-backup-wrong",
        pages::backup(
            frame,
            &Backup {
                country: String::new(),
                problems,
                ..view
            },
        ),
    );
    let view = LastStep {
        steps: 4,
        value: "abcdefghijklmnop".into(),
        login: typed.into(),
    };
    add("enrol-app-password", pages::last_step(frame, &view));
}

fn rest(open: &Frame, known: &Frame, add: &mut impl FnMut(&str, String)) {
    add("help", pages::help(open));
    let faults = [
        ("fault-400", Fault::BadRequest),
        ("fault-403", Fault::Forbidden),
        ("fault-404", Fault::NotFound),
        ("fault-405", Fault::MethodNotAllowed),
        ("fault-413", Fault::TooLarge),
        ("fault-429", Fault::SlowDown(90)),
        ("fault-500", Fault::Unavailable(ID)),
    ];
    for (name, fault) in faults {
        add(
            name,
            pages::fault(if name == "fault-404" { known } else { open }, fault),
        );
    }
}
