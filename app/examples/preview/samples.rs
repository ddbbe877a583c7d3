//! Every page with sample views, for the preview and for the tests. Whatever a person could have
//! typed is the `typed` text, so that a test can put something hostile there.

use std::sync::Arc;

use app::components::qr;
use app::pages;
use app::text::COUNTRIES;
use app::view::{
    AppPasswordCreated, AppPasswordDeleted, AppPasswordRow, AppPasswords, AppRow, Assets, Backup,
    Badge, ChangePassword, ChooseContact, ConfigureApp, ConfirmDelete, CreateAppPassword,
    DeleteAppPassword, DemoMessage, Fault, Frame, Gate, LastStep, LastUsed, Notice, OtherWays,
    PasswordChanged, PreferredChoice, Problem, Profile, RenameApp, SecondStep, Security, SignIn,
    StepUp, TestApp, Verified, When,
};
use domain::method::{Contact, Preferred};
use domain::{Id, Language, Refusal};

/// A page under a name that is good for a file.
pub struct Sample {
    /// The file's name without its ending.
    pub name: &'static str,
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
        name: typed.to_owned(),
        login: typed.to_owned(),
    };
    let known = Frame {
        person: Some(badge),
        ..open.clone()
    };
    let mut samples = Vec::new();
    let mut add = |name, html| samples.push(Sample { name, html });
    sign_in(&open, typed, &mut add);
    enrol(&open, typed, &mut add);
    security(&known, typed, &mut add);
    app_passwords(&known, typed, &mut add);
    account(&known, typed, &mut add);
    rest(&open, &known, typed, &mut add);
    samples
}

fn sign_in(frame: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
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
        method: Preferred::AppCode,
        apps: 1,
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
                ..view.clone()
            },
        ),
    );
    add(
        "sign-in-verify-instead",
        pages::second_step(
            frame,
            &SecondStep {
                method: Preferred::CallOffice,
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
            },
        ),
    );
}

fn enrol(frame: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
    add("enrol", pages::gate(frame, &Gate { name: typed.into() }));
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
        qr: qr::draw(url).expect("the sample fits"),
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

fn security(frame: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
    let app = AppRow {
        id: ID,
        name: typed.into(),
        created: WHEN,
        last_used: Some(WHEN),
        locked: false,
    };
    let view = Security {
        options: options(true),
        phone: Some((typed.into(), Some(Refusal::MethodNotAllowed))),
        phone_refusal: Some(Refusal::MethodNotAllowed),
        office_phone: Some(typed.into()),
        backup: Some(typed.into()),
        apps: vec![
            app.clone(),
            AppRow {
                id: Id([0x0b; 16]),
                last_used: None,
                locked: true,
                ..app
            },
        ],
        add_refusal: None,
        max_apps: 5,
        problems: vec![],
    };
    add(
        "security",
        pages::security(
            &Frame {
                notice: Some(Notice::Saved),
                ..frame.clone()
            },
            &view,
        ),
    );
    let problems = problem("default", Refusal::MethodNotSetUp);
    let add_refusal = Some(Refusal::TooManyApps { max: 5 });
    add(
        "security-wrong",
        pages::security(
            frame,
            &Security {
                problems,
                add_refusal,
                ..view
            },
        ),
    );
    let view = Security {
        options: options(false),
        phone: None,
        phone_refusal: Some(Refusal::MethodNotAllowed),
        office_phone: None,
        backup: None,
        apps: vec![],
        add_refusal: None,
        max_apps: 5,
        problems: vec![],
    };
    add("security-empty", pages::security(frame, &view));
    let view = ConfirmDelete {
        names: vec![typed.into(), typed.into()],
        action: "/security".into(),
        fields: vec![
            ("default", "app_code".into()),
            ("keep", format!("app:{typed}")),
        ],
        default_moves_to: Some(Some(Preferred::AppCode)),
        turns_off: false,
        refusal: None,
    };
    add("security-delete", pages::confirm_delete(frame, &view));
    let one = ConfirmDelete {
        names: vec![typed.into()],
        default_moves_to: Some(None),
        turns_off: true,
        ..view
    };
    add("security-delete-last", pages::confirm_delete(frame, &one));
    let refusal = Some(Refusal::LastMethod);
    add(
        "security-delete-refused",
        pages::confirm_delete(frame, &ConfirmDelete { refusal, ..one }),
    );
    let view = RenameApp {
        id: ID,
        name: typed.into(),
        problems: vec![],
    };
    add("security-rename", pages::rename_app(frame, &view));
    let problems = problem("name", Refusal::NameTaken);
    add(
        "security-rename-wrong",
        pages::rename_app(frame, &RenameApp { problems, ..view }),
    );
    let url = "otpauth://totp/Example:ready%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Example";
    let view = ConfigureApp {
        qr: qr::draw(url).expect("the sample fits"),
        account: typed.into(),
        code: "JBSW Y3DP EHPK 3PXP".into(),
        url: format!("{url}{typed}"),
        action: "/security/app",
        cancel: "/security",
    };
    add("security-app", pages::configure_app(frame, &view));
    let view = TestApp {
        steps: None,
        name: Some(typed.into()),
        action: "/security/app/verify",
        back: "/security/app",
        problems: vec![],
    };
    add("security-app-verify", pages::test_app(frame, &view));
}

fn row(typed: &str, service: &str, stale: bool) -> AppPasswordRow {
    let last_used = (!service.is_empty()).then(|| LastUsed {
        when: WHEN,
        address: if service == "smtp" {
            String::new()
        } else {
            "2001:db8::7".into()
        },
        service: service.into(),
    });
    AppPasswordRow {
        id: ID,
        name: typed.into(),
        created: WHEN,
        last_used,
        stale,
    }
}

fn app_passwords(frame: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
    let rows = vec![
        row(typed, "imap", false),
        row(typed, "smtp", false),
        row(typed, "", true),
    ];
    let view = AppPasswords {
        rows,
        refusal: None,
        limit: 40,
        mail_delay: 5,
    };
    add("app-passwords", pages::app_passwords(frame, &view));
    let full = Some(Refusal::AppPasswordLimit { max: 40 });
    add(
        "app-passwords-full",
        pages::app_passwords(
            frame,
            &AppPasswords {
                refusal: full,
                ..view.clone()
            },
        ),
    );
    let off = Some(Refusal::AppPasswordsOff);
    add(
        "app-passwords-off",
        pages::app_passwords(
            frame,
            &AppPasswords {
                refusal: off,
                ..view.clone()
            },
        ),
    );
    add(
        "app-passwords-empty",
        pages::app_passwords(
            frame,
            &AppPasswords {
                rows: vec![],
                ..view.clone()
            },
        ),
    );
    let need = Some(Refusal::AppPasswordsNeedTwoStep);
    add(
        "app-passwords-none",
        pages::app_passwords(
            frame,
            &AppPasswords {
                rows: vec![],
                refusal: need,
                ..view
            },
        ),
    );
    add(
        "app-password-create",
        pages::create_app_password(frame, &CreateAppPassword::default()),
    );
    let view = CreateAppPassword {
        name: typed.into(),
        problems: problem("name", Refusal::TooLong { max: 64 }),
    };
    add(
        "app-password-create-wrong",
        pages::create_app_password(frame, &view),
    );
    let view = AppPasswordCreated {
        name: typed.into(),
        value: "abcdefghijklmnop".into(),
        login: typed.into(),
    };
    add(
        "app-password-created",
        pages::app_password_created(frame, &view),
    );
    let view = DeleteAppPassword {
        row: row(typed, "imap", false),
        mail_delay: 5,
    };
    add(
        "app-password-delete",
        pages::delete_app_password(frame, &view),
    );
    let view = AppPasswordDeleted {
        name: typed.into(),
        mail_delay: 1,
    };
    add(
        "app-password-deleted",
        pages::app_password_deleted(frame, &view),
    );
    add(
        "app-password-delete-all",
        pages::delete_all_app_passwords(frame, 3),
    );
}

fn account(frame: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
    let view = Profile {
        name: typed.into(),
        title: typed.into(),
        mail: typed.into(),
        office_phone: typed.into(),
        two_step: true,
        required: true,
        app_passwords: 2,
    };
    let complete = Frame {
        notice: Some(Notice::EnrolmentComplete),
        ..frame.clone()
    };
    add("profile", pages::profile(&complete, &view));
    let bare = Profile {
        title: String::new(),
        two_step: false,
        required: false,
        app_passwords: 0,
        ..view
    };
    add("profile-bare", pages::profile(frame, &bare));
    add(
        "profile-password",
        pages::change_password(
            frame,
            &ChangePassword {
                min: 12,
                problems: vec![],
            },
        ),
    );
    let problems = [
        problem("current", Refusal::WrongPassword),
        problem("new", Refusal::PasswordWeak),
        problem("again", Refusal::PasswordsDiffer),
    ];
    let view = ChangePassword {
        min: 12,
        problems: problems.concat(),
    };
    add(
        "profile-password-wrong",
        pages::change_password(frame, &view),
    );
    add(
        "profile-password-changed",
        pages::password_changed(frame, &PasswordChanged { app_passwords: 2 }),
    );
    add(
        "profile-password-changed-none",
        pages::password_changed(frame, &PasswordChanged { app_passwords: 0 }),
    );
    add("sign-out-everywhere", pages::sign_out_everywhere(frame));
    let view = StepUp {
        next: format!("/security?{typed}"),
        code: true,
        problems: vec![],
    };
    add("step-up", pages::step_up(frame, &view));
    let problems = problem("password", Refusal::WrongPassword);
    add(
        "step-up-wrong",
        pages::step_up(
            frame,
            &StepUp {
                code: false,
                problems,
                ..view
            },
        ),
    );
}

fn rest(open: &Frame, known: &Frame, typed: &str, add: &mut impl FnMut(&'static str, String)) {
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
    let demo = Frame {
        demo: true,
        ..open.clone()
    };
    let message = DemoMessage {
        channel: "mail".into(),
        to: typed.into(),
        subject: typed.into(),
        body: format!("{typed}\n\n{typed}"),
        when: WHEN,
    };
    let text = DemoMessage {
        channel: "text".into(),
        subject: String::new(),
        ..message.clone()
    };
    add("demo-phone", pages::demo_phone(&demo, &[message, text]));
    add("demo-phone-empty", pages::demo_phone(&demo, &[]));
}
