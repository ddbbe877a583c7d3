//! Telephones on the settings page: a new number, the office phone, the alternate phone (F-060 to F-065,
//! F-071). A number counts only when it answered.

use app::pages;
use app::text::COUNTRIES;
use app::view::{Notice, PhoneForm, PhoneRow, PhoneTest, Problem};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Refusal;
use domain::account::{Account, PhoneKind};
use domain::challenge::{Dial, Line, Purpose};
use domain::contact::PhoneNumber;
use domain::decide;
use domain::policy::Policy;
use domain::service::{ServiceError, TypedNumber};

use super::Portal;
use super::fault::Stop;
use super::form::Fields;
use super::phones::{self, answer_problem, asking, office_parts, problem, with_extension};
use super::visit::{Flash, Proven, again, page};

/// The rows of the settings page.
pub fn rows(portal: &Portal, account: &Account, policy: &Policy) -> Vec<PhoneRow> {
    PhoneKind::ALL
        .into_iter()
        .map(|kind| PhoneRow {
            kind,
            number: number(portal, account, kind),
            verified: account.answers(kind),
            stored: account.phone(kind).is_some(),
            own: kind != PhoneKind::Office || !policy.directory_owns_office_phone,
            refusal: decide::set_up_refusal(account, policy, kind),
        })
        .collect()
}

/// The number as its owner sees it.
pub fn number(portal: &Portal, account: &Account, kind: PhoneKind) -> Option<String> {
    if kind != PhoneKind::Office {
        return portal.services.shown_phone(account, kind);
    }
    (!account.office_phone.is_empty()).then(|| {
        let number = PhoneNumber::from_stored(account.office_phone.clone()).shown();
        with_extension(number, &account.office_extension)
    })
}

/// The last part of the address.
const fn path_of(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Authentication => "/security/phone",
        PhoneKind::Office => "/security/office-phone",
        PhoneKind::Backup => "/security/alternate-phone",
    }
}

async fn form(
    proven: &Proven,
    kind: PhoneKind,
    typed: Option<&Fields>,
    problems: Vec<Problem>,
) -> Result<String, Stop> {
    let (portal, account) = (&proven.visit.portal, &proven.caller.account);
    let (_, policy) = portal.services.policy().await?;
    let off = |on: bool| (!on).then_some(Refusal::MethodNotAllowed);
    let own_office = kind == PhoneKind::Office && !policy.directory_owns_office_phone;
    let (region, given, extension) = if own_office {
        office_parts(account)
    } else {
        Default::default()
    };
    let one = |name| typed.map_or("", |fields| fields.one(name));
    let country = region.as_deref().unwrap_or(&portal.country);
    let country = typed.map_or(country, |fields| fields.one("country"));
    let given = typed.map_or(given.as_str(), |fields| fields.one("number"));
    let extension = typed.map_or(extension.as_str(), |fields| fields.one("extension"));
    let texts = policy.allow_text && kind == PhoneKind::Authentication;
    let view = PhoneForm {
        steps: None,
        kind,
        countries: COUNTRIES.to_vec(),
        country: country.chars().take(2).collect(),
        number: given.chars().take(40).collect(),
        extension: own_office.then(|| extension.chars().take(20).collect()),
        line: match one("line") {
            "call" => Line::Call,
            _ if texts => Line::Text,
            _ => Line::Call,
        },
        text_refusal: off(texts),
        call_refusal: off(policy.allow_call),
        office: number(portal, account, PhoneKind::Office),
        changes: account.phone(kind).is_some(),
        sender: portal.organisation.clone(),
        action: path_of(kind),
        back: "/security",
        problems,
    };
    Ok(pages::phone_form(&proven.frame().await?, &view))
}

async fn show(proven: &Proven, kind: PhoneKind) -> Result<Response, Stop> {
    let (_, policy) = proven.visit.portal.services.policy().await?;
    match decide::set_up_refusal(&proven.caller.account, &policy, kind) {
        None | Some(Refusal::NoOfficePhone) => {
            Ok(page(form(proven, kind, None, Vec::new()).await?))
        }
        Some(_) => Ok(Redirect::to("/security").into_response()),
    }
}

/// `GET /security/phone`.
pub async fn phone(proven: Proven) -> Result<Response, Stop> {
    show(&proven, PhoneKind::Authentication).await
}

/// `GET /security/office-phone`.
pub async fn office(proven: Proven) -> Result<Response, Stop> {
    show(&proven, PhoneKind::Office).await
}

/// `GET /security/alternate-phone`.
pub async fn alternate(proven: Proven) -> Result<Response, Stop> {
    show(&proven, PhoneKind::Backup).await
}

/// "Contact me".
async fn ask(proven: Proven, kind: PhoneKind, fields: Fields) -> Result<Response, Stop> {
    let line = match (kind, fields.one("line")) {
        (PhoneKind::Authentication, "text") => Some(Line::Text),
        (PhoneKind::Authentication, "call") | (PhoneKind::Office | PhoneKind::Backup, _) => {
            Some(Line::Call)
        }
        _ => None,
    };
    let dial = line.and_then(|line| Dial::of(kind, line));
    let (visit, account) = (&proven.visit, &proven.caller.account);
    let services = &visit.portal.services;
    let (_, policy) = services.policy().await?;
    let owned = kind == PhoneKind::Office && policy.directory_owns_office_phone;
    let number = (!owned).then(|| TypedNumber {
        region: fields.one("country"),
        number: fields.one("number"),
        extension: fields.one("extension"),
    });
    let sent = match dial {
        Some(dial) => {
            let caller = asking(visit, account);
            services
                .ask_phone(proven.fresh()?, dial, number, caller, proven.trace())
                .await
        }
        None => Err(Refusal::NotAChoice.into()),
    };
    match sent {
        Ok(()) => Ok(to_test(&proven)),
        Err(ServiceError::Refused(refusal)) => {
            let problems = if owned {
                vec![Problem { field: "", refusal }]
            } else {
                problem(refusal)
            };
            Ok(again(form(&proven, kind, Some(&fields), problems).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /security/phone`.
pub async fn ask_phone(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    ask(proven, PhoneKind::Authentication, fields).await
}

/// `POST /security/office-phone`.
pub async fn ask_office(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    ask(proven, PhoneKind::Office, fields).await
}

/// `POST /security/alternate-phone`.
pub async fn ask_alternate(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    ask(proven, PhoneKind::Backup, fields).await
}

fn to_test(proven: &Proven) -> Response {
    proven.visit.portal.phones.ring();
    Redirect::to("/security/phone/verify").into_response()
}

async fn test_page(proven: &Proven, problems: Vec<Problem>) -> Result<String, Stop> {
    let portal = &proven.visit.portal;
    let (_, policy) = portal.services.policy().await?;
    let owner = &proven.caller.session.hash;
    let asked = phones::asked(portal, owner, Purpose::SetUp, &policy).await?;
    let asked = asked.ok_or_else(|| Stop::To("/security".into()))?;
    let view = PhoneTest {
        steps: None,
        back: path_of(asked.dial.phone()),
        asked,
        action: "/security/phone/verify",
        again: "/security/phone/again",
        follow: "/security/phone/progress",
        back_posts: false,
        problems,
    };
    Ok(pages::phone_test(&proven.frame().await?, &view))
}

/// `GET /security/phone/verify`.
pub async fn test(proven: Proven) -> Result<Response, Stop> {
    Ok(page(test_page(&proven, Vec::new()).await?))
}

/// `GET /security/phone/progress`.
pub async fn progress(proven: Proven) -> Result<Response, Stop> {
    let owner = &proven.caller.session.hash;
    phones::progress(&proven.visit.portal, owner, Purpose::SetUp).await
}

/// `POST /security/phone/again`.
pub async fn ask_again(proven: Proven) -> Result<Response, Stop> {
    let caller = asking(&proven.visit, &proven.caller.account);
    let services = &proven.visit.portal.services;
    match services
        .ask_phone_again(proven.fresh()?, caller, proven.trace())
        .await
    {
        Ok(()) => Ok(to_test(&proven)),
        Err(ServiceError::Refused(refusal)) => {
            let problems = vec![Problem { field: "", refusal }];
            Ok(again(test_page(&proven, problems).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /security/phone/verify`: "Verify".
pub async fn verify(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    let services = &proven.visit.portal.services;
    match services
        .verify_phone(proven.fresh()?, fields.one("code"), proven.trace())
        .await
    {
        Ok(_) => {
            let flash = Flash::notice(Notice::PhoneSaved);
            proven.go("/security", flash).await
        }
        Err(ServiceError::Refused(refusal)) => {
            Ok(again(test_page(&proven, answer_problem(refusal)).await?))
        }
        Err(error) => Err(error.into()),
    }
}
