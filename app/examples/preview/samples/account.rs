//! Sample views of what a signed-in person sees.

use app::pages;
use app::view::{
    AppPasswordCreated, AppPasswordDeleted, AppPasswordRow, AppPasswords, AppRow, ChangePassword,
    ConfigureApp, ConfirmDelete, CreateAppPassword, DeleteAppPassword, Frame, LastUsed, Notice,
    PasswordChanged, PhoneRow, Profile, RenameApp, Security, StepUp, StepUpSecond, TestApp,
    TrustRow,
};
use domain::account::PhoneKind;
use domain::browser::{Browser, Program, System};
use domain::method::Preferred;
use domain::{Id, Refusal};

use super::{ID, WHEN, options, picture, problem};

fn trusts() -> Vec<TrustRow> {
    let known = Browser {
        program: Some(Program::Firefox),
        system: Some(System::Windows),
    };
    let row = |n, browser, here| TrustRow {
        id: Id([n; 16]),
        browser,
        since: WHEN,
        until: WHEN,
        here,
    };
    vec![row(0x0c, known, true), row(0x0d, Browser::default(), false)]
}

pub fn security(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let app = AppRow {
        id: ID,
        name: typed.into(),
        created: WHEN,
        last_used: Some(WHEN),
        locked: false,
    };
    let view = Security {
        options: options(true),
        grace: None,
        holds: vec![super::desk::held(typed)],
        phones: PhoneKind::ALL
            .map(|kind| PhoneRow {
                kind,
                number: Some(typed.into()),
                verified: kind == PhoneKind::Authentication,
                stored: kind != PhoneKind::Office,
                own: kind != PhoneKind::Office,
                refusal: None,
            })
            .into(),
        apps: vec![
            app.clone(),
            AppRow {
                id: Id([0x0b; 16]),
                last_used: None,
                locked: true,
                ..app
            },
        ],
        trusts: trusts(),
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
        grace: None,
        holds: vec![],
        phones: PhoneKind::ALL
            .map(|kind| PhoneRow {
                kind,
                number: None,
                verified: false,
                stored: false,
                own: kind != PhoneKind::Office,
                refusal: Some(match kind {
                    PhoneKind::Office => Refusal::NoOfficePhone,
                    PhoneKind::Authentication => Refusal::MethodNotAllowed,
                    PhoneKind::Backup => Refusal::NoFirstPhone,
                }),
            })
            .into(),
        apps: vec![],
        trusts: vec![],
        add_refusal: None,
        max_apps: 5,
        problems: vec![],
    };
    add("security-empty", pages::security(frame, &view));
    let grace = Some(WHEN);
    let view = Security { grace, ..view };
    add("security-grace", pages::security(frame, &view));
    add("security-restore", pages::restore_trusts(frame));
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
        qr: picture(url),
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

pub fn app_passwords(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
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

pub fn account(frame: &Frame, typed: &str, add: &mut impl FnMut(&str, String)) {
    let view = Profile {
        name: typed.into(),
        title: typed.into(),
        mail: typed.into(),
        office_phone: typed.into(),
        two_step: true,
        required: true,
        grace: None,
        app_passwords: 2,
    };
    let complete = Frame {
        notice: Some(Notice::EnrolmentComplete),
        ..frame.clone()
    };
    add("profile", pages::profile(&complete, &view));
    let grace = Profile {
        two_step: false,
        grace: Some(WHEN),
        ..view.clone()
    };
    add("profile-grace", pages::profile(frame, &grace));
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
        second: StepUpSecond::App { phones: vec![] },
        problems: vec![],
    };
    add("step-up", pages::step_up(frame, &view));
    let problems = problem("password", Refusal::WrongPassword);
    add(
        "step-up-wrong",
        pages::step_up(
            frame,
            &StepUp {
                second: StepUpSecond::None,
                problems,
                ..view
            },
        ),
    );
}
