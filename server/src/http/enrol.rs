//! The wizard of the first sign-in. Every page belongs to a stage; somebody who asks for another one is
//! led to the page where they are.

use app::text::{COUNTRIES, Texts};
use app::view::{
    Backup, ChooseContact, ConfigureApp, LastStep, Notice, Problem, TestApp, Verified,
};
use app::{components, pages};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::Account;
use domain::method::Contact;
use domain::service::{ServiceError, Setup};
use domain::session::Stage;
use domain::{Refusal, decide};

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::visit::{Flash, Wizard, again, go_with, new_token, page, safe_path};

/// The page of a stage.
const fn path_of(stage: Stage) -> &'static str {
    match stage {
        Stage::SecondStep => "/sign-in/verify",
        Stage::Gate => "/enrol",
        Stage::Choosing | Stage::Configured => "/enrol/contact",
        Stage::PhoneTest => "/enrol/phone/verify",
        Stage::Verified => "/enrol/verified",
        Stage::Backup => "/enrol/backup",
        Stage::AppPassword => "/enrol/app-password",
        Stage::NewPassword | Stage::NewPasswordBypassed => "/sign-in/password",
    }
}

/// Only at one of these stages; else to where the person is.
pub(super) fn at(wizard: &Wizard, stages: &[Stage]) -> Result<(), Stop> {
    let stage = wizard.who.pending.stage;
    if stages.contains(&stage) {
        Ok(())
    } else {
        Err(Stop::To(path_of(stage).into()))
    }
}

/// For a form: like [`at`], and a step that is not the next one is recorded.
pub(super) async fn step(wizard: &Wizard, stages: &[Stage]) -> Result<(), Stop> {
    let result = at(wizard, stages);
    if result.is_err() {
        let (visit, account) = (&wizard.visit, &wizard.who.account);
        let services = &visit.portal.services;
        services
            .record_sequence(Some(account), visit.trace(), "enrolment")
            .await?;
    }
    result
}

fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

impl Wizard {
    async fn steps(&self) -> Result<u8, Stop> {
        Ok(self.visit.portal.services.wizard_steps(&self.who).await?)
    }

    pub(super) fn texts(&self) -> &'static Texts {
        Texts::of(self.visit.visitor.language(Some(&self.who.account)))
    }
}

/// `POST /enrol`: "Set it up now".
pub async fn start(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Gate]).await?;
    wizard
        .visit
        .portal
        .services
        .start_enrolment(&wizard.who, wizard.visit.trace())
        .await?;
    Ok(to("/enrol/contact"))
}

async fn contact_view(
    wizard: &Wizard,
    contact: Contact,
    problems: Vec<Problem>,
) -> Result<ChooseContact, Stop> {
    let (_, policy) = wizard.visit.portal.services.policy().await?;
    let off = |on: bool| (!on).then_some(Refusal::MethodNotAllowed);
    Ok(ChooseContact {
        contacts: Contact::ALL
            .into_iter()
            .map(|c| (c, decide::contact_refusal(&policy, c)))
            .collect(),
        contact,
        notification: off(policy.allow_notification),
        code: off(policy.allow_app_code),
        configured: wizard.who.pending.stage == Stage::Configured,
        steps: wizard.steps().await?,
        problems,
    })
}

/// `GET /enrol/contact`.
pub async fn contact(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Choosing, Stage::Configured])?;
    let view = contact_view(&wizard, Contact::MobileApp, Vec::new()).await?;
    Ok(page(pages::choose_contact(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    )))
}

/// `POST /enrol/contact`: "Set up".
pub async fn choose(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Choosing, Stage::Configured]).await?;
    let (contact, mode) = (fields.one("contact"), fields.one("mode"));
    let (_, policy) = wizard.visit.portal.services.policy().await?;
    let phone = match Contact::from_key(contact) {
        Some(Contact::AuthenticationPhone) => Some("/enrol/phone"),
        Some(Contact::OfficePhone) => Some("/enrol/office"),
        _ => None,
    };
    if let (Some(path), Some(contact)) = (phone, Contact::from_key(contact))
        && decide::contact_refusal(&policy, contact).is_none()
    {
        return Ok(to(path));
    }
    let chosen = wizard
        .visit
        .portal
        .services
        .choose_contact(&wizard.who, contact, mode, wizard.visit.trace())
        .await;
    match chosen {
        Ok(()) => Ok(to("/enrol/app")),
        Err(ServiceError::Refused(refusal @ (Refusal::MethodNotAllowed | Refusal::NotAChoice))) => {
            let chosen = Contact::from_key(contact);
            let field = if chosen == Some(Contact::MobileApp) {
                "mode"
            } else {
                "contact"
            };
            let problems = vec![Problem { field, refusal }];
            let view =
                contact_view(&wizard, chosen.unwrap_or(Contact::MobileApp), problems).await?;
            Ok(again(pages::choose_contact(
                &wizard.visit.frame_for(&wizard.who.account),
                &view,
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the QR screen shows, for both ways in.
pub fn configure(
    account: &Account,
    setup: &Setup,
    action: &'static str,
    cancel: &'static str,
) -> Result<ConfigureApp, Stop> {
    let qr = components::qr::draw(&setup.url)
        .ok_or(Stop::Broken("the QR picture cannot be drawn".into()))?;
    let groups: Vec<String> = setup
        .key
        .as_bytes()
        .chunks(4)
        .map(|g| String::from_utf8_lossy(g).into_owned())
        .collect();
    let (code, url) = (groups.join(" "), setup.url.to_string());
    Ok(ConfigureApp {
        qr,
        account: account.login.clone(),
        code,
        url,
        action,
        cancel,
    })
}

/// `GET /enrol/app`: the QR screen.
pub async fn app(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Choosing, Stage::Configured])?;
    let setup = match wizard
        .visit
        .portal
        .services
        .enrolment_setup(&wizard.who)
        .await
    {
        Err(ServiceError::Refused(Refusal::SetupExpired)) => return Ok(to("/enrol/contact")),
        other => other?,
    };
    let view = configure(&wizard.who.account, &setup, "/enrol/app", "/enrol/contact")?;
    Ok(page(pages::configure_app(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    )))
}

/// `POST /enrol/app`: "Done".
pub async fn app_done(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Choosing, Stage::Configured]).await?;
    match wizard
        .visit
        .portal
        .services
        .confirm_enrolment_app(&wizard.who, wizard.visit.trace())
        .await
    {
        Ok(()) => Ok(to("/enrol/contact")),
        Err(ServiceError::Refused(refusal @ Refusal::SetupExpired)) => {
            let view = contact_view(
                &wizard,
                Contact::MobileApp,
                vec![Problem { field: "", refusal }],
            )
            .await?;
            let view = ChooseContact {
                configured: false,
                ..view
            };
            Ok(again(pages::choose_contact(
                &wizard.visit.frame_for(&wizard.who.account),
                &view,
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /enrol/contact-me`: the code prompt.
pub async fn contact_me(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Configured]).await?;
    Ok(to("/enrol/verify"))
}

async fn test_view(wizard: &Wizard, problems: Vec<Problem>) -> Result<String, Stop> {
    let steps = Some(wizard.steps().await?);
    let view = TestApp {
        steps,
        name: None,
        action: "/enrol/verify",
        back: "/enrol/contact",
        problems,
    };
    Ok(pages::test_app(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    ))
}

/// `GET /enrol/verify`.
pub async fn test(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Configured])?;
    Ok(page(test_view(&wizard, Vec::new()).await?))
}

/// `POST /enrol/verify`: "Verify".
pub async fn verify(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Configured]).await?;
    let name = wizard.texts().common.first_app_name;
    let verified = wizard.visit.portal.services.verify_enrolment_app(
        &wizard.who,
        fields.one("code"),
        name,
        wizard.visit.trace(),
    );
    match verified.await {
        Ok(()) => Ok(to("/enrol/verified")),
        Err(ServiceError::Refused(Refusal::SetupExpired)) => {
            let problems = vec![Problem {
                field: "",
                refusal: Refusal::SetupExpired,
            }];
            let view = contact_view(&wizard, Contact::MobileApp, problems).await?;
            let view = ChooseContact {
                configured: false,
                ..view
            };
            Ok(again(pages::choose_contact(
                &wizard.visit.frame_for(&wizard.who.account),
                &view,
            )))
        }
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => Ok(again(
            test_view(
                &wizard,
                vec![Problem {
                    field: "code",
                    refusal,
                }],
            )
            .await?,
        )),
        Err(error) => Err(error.into()),
    }
}

/// `GET /enrol/verified`: the success message.
pub async fn verified(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Verified])?;
    let view = Verified {
        steps: wizard.steps().await?,
    };
    Ok(page(pages::verified(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    )))
}

/// `POST /enrol/verified`: "Close".
pub async fn close_verified(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Verified]).await?;
    wizard
        .visit
        .portal
        .services
        .close_verified(&wizard.who, wizard.visit.trace())
        .await?;
    Ok(to("/enrol/backup"))
}

async fn backup_view(
    wizard: &Wizard,
    typed: Option<(&str, &str)>,
    problems: Vec<Problem>,
) -> Result<String, Stop> {
    let (country, number) = typed.unwrap_or((&wizard.visit.portal.country, ""));
    let view = Backup {
        steps: wizard.steps().await?,
        countries: COUNTRIES.to_vec(),
        country: country.chars().take(2).collect(),
        number: number.chars().take(40).collect(),
        problems,
    };
    Ok(pages::backup(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    ))
}

/// `GET /enrol/backup`.
pub async fn backup(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::Backup])?;
    Ok(page(backup_view(&wizard, None, Vec::new()).await?))
}

/// `POST /enrol/backup`: "Next".
pub async fn set_backup(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Backup]).await?;
    let typed = (fields.one("country"), fields.one("number"));
    leave_backup(wizard, Some(typed)).await
}

/// `POST /enrol/backup/skip`.
pub async fn skip_backup(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::Backup]).await?;
    leave_backup(wizard, None).await
}

async fn leave_backup(wizard: Wizard, typed: Option<(&str, &str)>) -> Result<Response, Stop> {
    let name = wizard.texts().common.first_app_password_name;
    let services = wizard.visit.portal.services.clone();
    match services
        .set_backup(&wizard.who, typed, name, wizard.visit.trace())
        .await
    {
        Ok(()) => {}
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            let field = if refusal == Refusal::Country {
                "country"
            } else {
                "number"
            };
            return Ok(again(
                backup_view(&wizard, typed, vec![Problem { field, refusal }]).await?,
            ));
        }
        Err(error) => return Err(error.into()),
    }
    to_last_step(wizard).await
}

/// To the last step; where no app password is offered there is none to show.
pub(super) async fn to_last_step(mut wizard: Wizard) -> Result<Response, Stop> {
    let services = wizard.visit.portal.services.clone();
    if let Some(who) = services.enrolling(&wizard.who.pending.hash).await? {
        wizard.who = who;
        if services
            .enrolment_app_password(&wizard.who)
            .await?
            .is_none()
        {
            return finish(wizard).await;
        }
    }
    Ok(to("/enrol/app-password"))
}

/// `GET /enrol/app-password`: the last step.
pub async fn app_password(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::AppPassword])?;
    let created = wizard
        .visit
        .portal
        .services
        .enrolment_app_password(&wizard.who)
        .await?;
    let view = LastStep {
        steps: wizard.steps().await?,
        value: created.map(|c| c.value.to_string()).unwrap_or_default(),
        login: wizard.who.account.login.clone(),
    };
    Ok(page(pages::last_step(
        &wizard.visit.frame_for(&wizard.who.account),
        &view,
    )))
}

/// `POST /enrol/finish`: "Done".
pub async fn finish(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::AppPassword]).await?;
    let token = new_token()?;
    let services = &wizard.visit.portal.services;
    let (id, next) = services
        .finish_enrolment(&wizard.who, token.hash(), wizard.visit.trace())
        .await?;
    if let Some(caller) = services.caller(&token.hash()).await? {
        let flash = Flash::notice(Notice::EnrolmentComplete);
        services.set_flash(&caller, Some(flash.write())).await?;
    }
    let cookies = [
        Cookie::Session.set(&token.text()),
        Cookie::Pending.clear(),
        wizard.visit.device_cookie(id)?,
    ];
    let next = safe_path(&next);
    Ok(go_with(
        if next.is_empty() { "/profile" } else { next },
        cookies,
    ))
}
