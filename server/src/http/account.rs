//! The person's own pages: profile, password, language; and help for everybody.

use app::pages;
use app::view::{ChangePassword, Frame, Notice, PasswordChanged, Problem, Profile};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::contact::PhoneNumber;
use domain::service::PasswordError;
use domain::{Language, Refusal};

use super::cookies::Cookie;
use super::fault::Stop;
use super::form::Fields;
use super::grace;
use super::visit::{Flash, Proven, Signed, Visit, again, go_with, page, safe_path};

/// `GET /profile`.
pub async fn profile(signed: Signed) -> Result<Response, Stop> {
    let account = &signed.caller.account;
    let office = match account.office_phone.as_str() {
        "" => String::new(),
        number => {
            let shown = PhoneNumber::from_stored(number.to_owned()).shown();
            match account.office_extension.as_str() {
                "" => shown,
                extension => format!("{shown} x{extension}"),
            }
        }
    };
    let view = Profile {
        name: account.name.clone(),
        title: account.title.clone(),
        mail: account.mail.clone(),
        office_phone: office,
        two_step: account.two_step(),
        required: account.state.required(),
        grace: grace::running(&signed).await?,
        app_passwords: u32::try_from(account.app_passwords.len()).unwrap_or(u32::MAX),
    };
    Ok(page(pages::profile(&signed.frame().await?, &view)))
}

fn password_view(signed: &Signed, problems: Vec<Problem>) -> ChangePassword {
    ChangePassword {
        min: signed
            .visit
            .portal
            .services
            .settings
            .passwords
            .min(&signed.caller.account),
        problems,
    }
}

/// `GET /profile/password`.
pub async fn password(proven: Proven) -> Result<Response, Stop> {
    Ok(page(pages::change_password(
        &proven.frame().await?,
        &password_view(&proven, Vec::new()),
    )))
}

/// `POST /profile/password`.
pub async fn change_password(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    let typed = (
        fields.one("current"),
        fields.one("new"),
        fields.one("again"),
    );
    let services = &proven.visit.portal.services;
    let changed = services
        .change_password(
            proven.fresh()?,
            typed,
            proven.visit.device(),
            proven.trace(),
        )
        .await;
    let (field, refusal) = match changed {
        Ok(()) => {
            return proven
                .go(
                    "/profile/password/changed",
                    Flash::notice(Notice::PasswordChanged),
                )
                .await;
        }
        Err(PasswordError::Current(refusal)) => ("current", refusal),
        Err(PasswordError::New(refusal)) => ("new", refusal),
        Err(PasswordError::Again(refusal)) => ("again", refusal),
        Err(PasswordError::Service(error)) => return Err(error.into()),
    };
    let view = password_view(&proven, vec![Problem { field, refusal }]);
    Ok(again(pages::change_password(
        &proven.frame_with(None),
        &view,
    )))
}

/// `GET /profile/password/changed`: keep the app passwords or delete them all (F-099).
pub async fn password_changed(signed: Signed) -> Result<Response, Stop> {
    let count = u32::try_from(signed.caller.account.app_passwords.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Ok(Redirect::to("/profile").into_response());
    }
    // The page itself says what the message says; reading the message keeps it from the next page.
    let frame = Frame {
        notice: None,
        ..signed.frame().await?
    };
    Ok(page(pages::password_changed(
        &frame,
        &PasswordChanged {
            app_passwords: count,
        },
    )))
}

/// `POST /language`.
pub async fn language(visit: Visit, fields: Fields) -> Result<Response, Stop> {
    let language = Language::from_tag(fields.one("lang")).ok_or(Stop::from(Refusal::NotAChoice))?;
    if let Some(caller) = visit.caller().await? {
        visit
            .portal
            .services
            .set_language(&caller, language, visit.trace())
            .await?;
    }
    let next = match safe_path(fields.one("next")) {
        "" => "/",
        next => next,
    };
    Ok(go_with(next, [Cookie::Language.set(language.tag())]))
}

/// `GET /help`.
pub async fn help(visit: Visit) -> Result<Response, Stop> {
    let caller = visit.caller().await?;
    let html = match caller {
        Some(caller) => pages::help(&Signed { visit, caller }.frame_with(None)),
        None => pages::help(&visit.frame(None)),
    };
    Ok(page(html))
}
