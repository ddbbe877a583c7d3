//! The tab "app passwords".

use app::pages;
use app::view::{
    AppPasswordCreated, AppPasswordDeleted, AppPasswordRow, AppPasswords, CreateAppPassword,
    DeleteAppPassword, LastUsed, Notice, Problem,
};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::account::AppPassword;
use domain::policy::Policy;
use domain::service::ServiceError;
use domain::{Id, Refusal, decide};

use super::Portal;
use super::fault::Stop;
use super::form::Fields;
use super::visit::{Flash, Proven, Signed, again, page as show};

fn row(portal: &Portal, policy: &Policy, entry: &AppPassword) -> AppPasswordRow {
    let used = entry.last_used.as_ref();
    AppPasswordRow {
        id: entry.id,
        name: entry.name.clone(),
        created: portal.when(entry.created),
        last_used: used.map(|u| LastUsed {
            when: portal.when(u.when),
            address: u.address.clone(),
            service: u.service.clone(),
        }),
        stale: decide::stale(
            entry.created,
            used.map(|u| u.when),
            portal.services.clock.now(),
            policy,
        ),
    }
}

/// `GET /app-passwords`.
pub async fn page(proven: Proven) -> Result<Response, Stop> {
    let (portal, account) = (&proven.visit.portal, &proven.caller.account);
    let (_, policy) = portal.services.policy().await?;
    let mut entries: Vec<&AppPassword> = account.app_passwords.iter().collect();
    entries.sort_by_key(|e| std::cmp::Reverse((e.created, e.id)));
    let view = AppPasswords {
        rows: entries
            .into_iter()
            .map(|e| row(portal, &policy, e))
            .collect(),
        refusal: decide::create_app_password_refusal(account, &policy),
        limit: u32::from(policy.app_password_limit),
        mail_delay: policy.mail_delay_seconds,
    };
    Ok(show(pages::app_passwords(&proven.frame().await?, &view)))
}

/// `GET /app-passwords/create`. Where none can be created the list says why.
pub async fn form(proven: Proven) -> Result<Response, Stop> {
    let (_, policy) = proven.visit.portal.services.policy().await?;
    if decide::create_app_password_refusal(&proven.caller.account, &policy).is_some() {
        return Ok(Redirect::to("/app-passwords").into_response());
    }
    Ok(show(pages::create_app_password(
        &proven.frame().await?,
        &CreateAppPassword::default(),
    )))
}

/// `POST /app-passwords/create`: "Next".
pub async fn create(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    let typed = fields.one("name");
    match proven
        .visit
        .portal
        .services
        .create_app_password(proven.fresh()?, typed, proven.trace())
        .await
    {
        Ok(_) => Ok(Redirect::to("/app-passwords/created").into_response()),
        Err(ServiceError::Refused(refusal)) => {
            let about_name = matches!(
                refusal,
                Refusal::Required
                    | Refusal::TooLong { .. }
                    | Refusal::BadCharacters
                    | Refusal::NameTaken
            );
            let field = if about_name { "name" } else { "" };
            let name = typed.chars().take(200).collect();
            let view = CreateAppPassword {
                name,
                problems: vec![Problem { field, refusal }],
            };
            Ok(again(pages::create_app_password(
                &proven.frame_with(None),
                &view,
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /app-passwords/created`: the value, until "Close".
pub async fn created(signed: Signed) -> Result<Response, Stop> {
    let account = &signed.caller.account;
    let created = match signed
        .visit
        .portal
        .services
        .created(account, &signed.caller.session.hash)
        .await
    {
        Err(ServiceError::Refused(_)) => return Ok(Redirect::to("/app-passwords").into_response()),
        other => other?,
    };
    let view = AppPasswordCreated {
        name: created.name,
        value: created.value.to_string(),
        login: account.login.clone(),
    };
    Ok(show(pages::app_password_created(
        &signed.frame_with(None),
        &view,
    )))
}

/// `POST /app-passwords/created`: "Close".
pub async fn close(signed: Signed) -> Result<Response, Stop> {
    signed
        .visit
        .portal
        .services
        .close_created(&signed.caller)
        .await?;
    signed
        .go("/app-passwords", Flash::notice(Notice::AppPasswordClosed))
        .await
}

/// `GET /app-passwords/{id}/delete`.
pub async fn confirm(proven: Proven, Path(id): Path<String>) -> Result<Response, Stop> {
    let id: Id = id.parse().map_err(|_| Stop::not_found())?;
    let (portal, account) = (&proven.visit.portal, &proven.caller.account);
    let (_, policy) = portal.services.policy().await?;
    let entry = account
        .app_passwords
        .iter()
        .find(|e| e.id == id)
        .ok_or_else(Stop::not_found)?;
    let view = DeleteAppPassword {
        row: row(portal, &policy, entry),
        mail_delay: policy.mail_delay_seconds,
    };
    Ok(show(pages::delete_app_password(
        &proven.frame().await?,
        &view,
    )))
}

/// `POST /app-passwords/{id}/delete`: "Yes".
pub async fn delete(proven: Proven, Path(id): Path<String>) -> Result<Response, Stop> {
    let id: Id = id.parse().map_err(|_| Stop::not_found())?;
    let name = proven
        .visit
        .portal
        .services
        .delete_app_password(proven.fresh()?, id, proven.trace())
        .await?;
    proven
        .go("/app-passwords/deleted", Flash { notice: None, name })
        .await
}

/// `GET /app-passwords/deleted`: the done message with "Close".
pub async fn deleted(signed: Signed) -> Result<Response, Stop> {
    let Some(Flash { name, .. }) = Flash::read(&signed.caller).filter(|f| !f.name.is_empty())
    else {
        return Ok(Redirect::to("/app-passwords").into_response());
    };
    let (_, policy) = signed.visit.portal.services.policy().await?;
    let view = AppPasswordDeleted {
        name,
        mail_delay: policy.mail_delay_seconds,
    };
    Ok(show(pages::app_password_deleted(
        &signed.frame().await?,
        &view,
    )))
}

/// `GET /app-passwords/delete-all`.
pub async fn confirm_all(proven: Proven) -> Result<Response, Stop> {
    let count = u32::try_from(proven.caller.account.app_passwords.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Ok(Redirect::to("/app-passwords").into_response());
    }
    Ok(show(pages::delete_all_app_passwords(
        &proven.frame().await?,
        count,
    )))
}

/// `POST /app-passwords/delete-all`: "Yes".
pub async fn delete_all(proven: Proven) -> Result<Response, Stop> {
    proven
        .visit
        .portal
        .services
        .delete_app_passwords(proven.fresh()?, proven.trace())
        .await?;
    proven
        .go("/app-passwords", Flash::notice(Notice::AppPasswordsDeleted))
        .await
}
