//! The wizard by telephone (F-041 to F-062): the number, the test, and on to the last step.

use app::pages;
use app::text::COUNTRIES;
use app::view::{PhoneForm, PhoneTest, Problem};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::PhoneKind;
use domain::challenge::{Dial, Line, Purpose};
use domain::decide;
use domain::service::{ServiceError, TypedNumber};
use domain::session::Stage;
use domain::{Refusal, contact::PhoneNumber};

use super::enrol::{at, step, to_last_step};
use super::fault::Stop;
use super::form::Fields;
use super::phones::{self, answer_problem, asking, office_parts, problem, with_extension};
use super::visit::{Wizard, again, page};

const CHOOSING: [Stage; 3] = [Stage::Choosing, Stage::Configured, Stage::PhoneTest];

/// What was typed into the form.
#[derive(Default)]
struct Typed<'a> {
    country: &'a str,
    number: &'a str,
    extension: &'a str,
    line: &'a str,
}

impl<'a> Typed<'a> {
    fn of(fields: &'a Fields) -> Self {
        Self {
            country: fields.one("country"),
            number: fields.one("number"),
            extension: fields.one("extension"),
            line: fields.one("line"),
        }
    }

    fn number(&self) -> TypedNumber<'a> {
        TypedNumber {
            region: self.country,
            number: self.number,
            extension: self.extension,
        }
    }
}

fn line(key: &str) -> Option<Line> {
    match key {
        "text" => Some(Line::Text),
        "call" => Some(Line::Call),
        _ => None,
    }
}

async fn form(
    wizard: &Wizard,
    kind: PhoneKind,
    typed: Option<Typed<'_>>,
    problems: Vec<Problem>,
) -> Result<String, Stop> {
    let (portal, account) = (&wizard.visit.portal, &wizard.who.account);
    let (_, policy) = portal.services.policy().await?;
    let off = |on: bool| (!on).then_some(Refusal::MethodNotAllowed);
    let own_office = kind == PhoneKind::Office && !policy.directory_owns_office_phone;
    let (region, number, extension) = if own_office {
        office_parts(account)
    } else {
        Default::default()
    };
    let typed = typed.unwrap_or(Typed {
        country: region.as_deref().unwrap_or(&portal.country),
        number: &number,
        extension: &extension,
        line: "",
    });
    let office = (!account.office_phone.is_empty()).then(|| {
        let number = PhoneNumber::from_stored(account.office_phone.clone()).shown();
        with_extension(number, &account.office_extension)
    });
    let first = if policy.allow_text {
        Line::Text
    } else {
        Line::Call
    };
    let view = PhoneForm {
        steps: Some(portal.services.phone_steps().await?),
        kind,
        countries: COUNTRIES.to_vec(),
        country: typed.country.chars().take(2).collect(),
        number: typed.number.chars().take(40).collect(),
        extension: own_office.then(|| typed.extension.chars().take(20).collect()),
        line: line(typed.line).unwrap_or(first),
        text_refusal: off(policy.allow_text),
        call_refusal: off(policy.allow_call),
        office,
        changes: false,
        sender: portal.organisation.clone(),
        action: match kind {
            PhoneKind::Office => "/enrol/office",
            _ => "/enrol/phone",
        },
        back: "/enrol/contact",
        problems,
    };
    Ok(pages::phone_form(&wizard.visit.frame_for(account), &view))
}

/// Only for what the organisation allows; else back to the choice.
async fn allowed(wizard: &Wizard, kind: PhoneKind) -> Result<(), Stop> {
    let (_, policy) = wizard.visit.portal.services.policy().await?;
    match decide::set_up_refusal(&wizard.who.account, &policy, kind) {
        Some(Refusal::MethodNotAllowed) => Err(Stop::To("/enrol/contact".into())),
        _ => Ok(()),
    }
}

/// `GET /enrol/phone`.
pub async fn phone(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &CHOOSING)?;
    allowed(&wizard, PhoneKind::Authentication).await?;
    let form = form(&wizard, PhoneKind::Authentication, None, Vec::new());
    Ok(page(form.await?))
}

/// `GET /enrol/office`.
pub async fn office(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &CHOOSING)?;
    allowed(&wizard, PhoneKind::Office).await?;
    Ok(page(
        form(&wizard, PhoneKind::Office, None, Vec::new()).await?,
    ))
}

/// `POST /enrol/phone`: "Contact me" (F-043).
pub async fn ask(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &CHOOSING).await?;
    let typed = Typed::of(&fields);
    let dial = line(typed.line).and_then(|l| Dial::of(PhoneKind::Authentication, l));
    let sent = match dial {
        Some(dial) => send(&wizard, dial, Some(typed.number())).await,
        None => Err(Refusal::NotAChoice.into()),
    };
    match sent {
        Ok(()) => Ok(to_test(&wizard)),
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            let kind = PhoneKind::Authentication;
            let form = form(&wizard, kind, Some(typed), problem(refusal));
            Ok(again(form.await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /enrol/office`: "Contact me" (F-059, F-060).
pub async fn ask_office(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &CHOOSING).await?;
    let (_, policy) = wizard.visit.portal.services.policy().await?;
    let typed = Typed::of(&fields);
    let number = (!policy.directory_owns_office_phone).then(|| typed.number());
    match send(&wizard, Dial::CallOffice, number).await {
        Ok(()) => Ok(to_test(&wizard)),
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            let problems = if number.is_some() {
                problem(refusal)
            } else {
                vec![Problem { field: "", refusal }]
            };
            let form = form(&wizard, PhoneKind::Office, Some(typed), problems);
            Ok(again(form.await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn send(
    wizard: &Wizard,
    dial: Dial,
    number: Option<TypedNumber<'_>>,
) -> Result<(), ServiceError> {
    let (visit, who) = (&wizard.visit, &wizard.who);
    let caller = asking(visit, &who.account);
    let services = &visit.portal.services;
    services
        .ask_enrolment_phone(who, dial, number, caller, visit.trace())
        .await
}

fn to_test(wizard: &Wizard) -> Response {
    wizard.visit.portal.phones.ring();
    Redirect::to("/enrol/phone/verify").into_response()
}

async fn test_page(wizard: &Wizard, problems: Vec<Problem>) -> Result<String, Stop> {
    let (portal, who) = (&wizard.visit.portal, &wizard.who);
    let (_, policy) = portal.services.policy().await?;
    let asked = phones::asked(portal, &who.pending.hash, Purpose::Enrol, &policy).await?;
    let asked = asked.ok_or_else(|| Stop::To("/enrol/phone".into()))?;
    let view = PhoneTest {
        steps: Some(portal.services.phone_steps().await?),
        asked,
        action: "/enrol/phone/verify",
        again: "/enrol/phone/again",
        follow: "/enrol/phone/progress",
        back: "/enrol/phone/back",
        back_posts: true,
        problems,
    };
    let frame = wizard.visit.frame_for(&who.account);
    Ok(pages::phone_test(&frame, &view))
}

/// `GET /enrol/phone/verify`.
pub async fn test(wizard: Wizard) -> Result<Response, Stop> {
    at(&wizard, &[Stage::PhoneTest])?;
    Ok(page(test_page(&wizard, Vec::new()).await?))
}

/// `GET /enrol/phone/progress`.
pub async fn progress(wizard: Wizard) -> Result<Response, Stop> {
    let owner = &wizard.who.pending.hash;
    phones::progress(&wizard.visit.portal, owner, Purpose::Enrol).await
}

/// `POST /enrol/phone/again`: another text or call.
pub async fn ask_again(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::PhoneTest]).await?;
    let (visit, who) = (&wizard.visit, &wizard.who);
    let caller = asking(visit, &who.account);
    let services = &visit.portal.services;
    match services
        .ask_enrolment_phone_again(who, caller, visit.trace())
        .await
    {
        Ok(()) => Ok(to_test(&wizard)),
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            let problems = vec![Problem { field: "", refusal }];
            Ok(again(test_page(&wizard, problems).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /enrol/phone/back`.
pub async fn back(wizard: Wizard) -> Result<Response, Stop> {
    step(&wizard, &[Stage::PhoneTest]).await?;
    let (visit, who) = (&wizard.visit, &wizard.who);
    let services = &visit.portal.services;
    services.leave_enrolment_phone(who, visit.trace()).await?;
    Ok(Redirect::to("/enrol/contact").into_response())
}

/// `POST /enrol/phone/verify`: "Verify" (F-044, F-047).
pub async fn verify(wizard: Wizard, fields: Fields) -> Result<Response, Stop> {
    step(&wizard, &[Stage::PhoneTest]).await?;
    let name = wizard.texts().common.first_app_password_name;
    let services = wizard.visit.portal.services.clone();
    let verified = services
        .verify_enrolment_phone(&wizard.who, fields.one("code"), name, wizard.visit.trace())
        .await;
    match verified {
        Ok(()) => to_last_step(wizard).await,
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::SignInAgain => {
            Ok(again(test_page(&wizard, answer_problem(refusal)).await?))
        }
        Err(error) => Err(error.into()),
    }
}
