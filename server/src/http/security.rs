//! "Additional security verification": the preferred option, the methods, authenticator apps.

use app::pages;
use app::view::{
    AppRow, ConfirmDelete, Notice, PreferredChoice, Problem, RenameApp, Security, TestApp,
};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::decide::{self, Method};
use domain::method::Preferred;
use domain::policy::Policy;
use domain::service::{Saved, ServiceError, Services, Wish};
use domain::{Id, Refusal};

use super::enrol::configure;
use super::fault::Stop;
use super::form::Fields;
use super::grace;
use super::holds;
use super::security_phone;
use super::trusts;
use super::visit::{Flash, Proven, Signed, again, page as show};

async fn security_view(
    signed: &Signed,
    policy: &Policy,
    problems: Vec<Problem>,
) -> Result<Security, Stop> {
    let (account, portal) = (&signed.caller.account, &signed.visit.portal);
    let trusts = trusts::rows(signed, policy).await?;
    let chosen = account.default;
    let options = Services::ways(account, policy).into_iter();
    Ok(Security {
        options: options
            .map(|(option, refusal)| PreferredChoice {
                option,
                refusal,
                selected: chosen == Some(option),
            })
            .collect(),
        grace: grace::running(signed).await?,
        phones: security_phone::rows(portal, account, policy),
        holds: holds::rows(portal, account),
        apps: account
            .apps
            .iter()
            .map(|app| AppRow {
                id: app.id,
                name: app.name.clone(),
                created: portal.when(app.created),
                last_used: app.last_used.map(|at| portal.when(at)),
                locked: app.locked,
            })
            .collect(),
        trusts,
        add_refusal: decide::add_app_refusal(account, policy),
        max_apps: u32::from(policy.max_apps),
        problems,
    })
}

/// `GET /security`.
pub async fn page(proven: Proven) -> Result<Response, Stop> {
    let (_, policy) = proven.visit.portal.services.policy().await?;
    Ok(show(pages::security(
        &proven.frame().await?,
        &security_view(&proven, &policy, Vec::new()).await?,
    )))
}

/// What the form asks for: the chosen option, and every method whose tick is gone.
fn wish_of(signed: &Signed, fields: &Fields) -> Result<Wish, Refusal> {
    let default = match fields.one("default") {
        "" => None,
        key => Some(Preferred::from_key(key).ok_or(Refusal::NotAChoice)?),
    };
    let kept: Vec<&str> = fields.all("keep").collect();
    let remove = Method::of(&signed.caller.account)
        .into_iter()
        .filter(|m| !kept.contains(&m.key().as_str()));
    Ok(Wish {
        default,
        remove: remove.collect(),
    })
}

fn name_of(signed: &Signed, method: Method) -> String {
    let account = &signed.caller.account;
    match method {
        Method::App(id) => account
            .apps
            .iter()
            .find(|a| a.id == id)
            .map(|a| a.name.clone())
            .unwrap_or_default(),
        Method::Phone(kind) => {
            security_phone::number(&signed.visit.portal, account, kind).unwrap_or_default()
        }
    }
}

/// The question before something goes.
fn question(
    signed: &Signed,
    policy: &Policy,
    wish: &Wish,
    action: String,
    fields: Vec<(&'static str, String)>,
) -> String {
    let names = wish.remove.iter().map(|m| name_of(signed, *m)).collect();
    let judged = wish.judge(&signed.caller.account, policy);
    let (default_moves_to, turns_off, refusal) = match judged {
        Ok(removal) => (removal.default_moves_to, removal.turns_off, None),
        Err(refusal) => (None, false, Some(refusal)),
    };
    let view = ConfirmDelete {
        names,
        action,
        fields,
        default_moves_to,
        turns_off,
        refusal,
    };
    pages::confirm_delete(&signed.frame_with(None), &view)
}

fn notice(saved: Saved) -> Notice {
    match saved {
        Saved { changed: false, .. } => Notice::NothingChanged,
        Saved { removed: false, .. } => Notice::Saved,
        Saved {
            default_moves_to: None,
            ..
        } => Notice::MethodDeleted,
        Saved {
            default_moves_to: Some(Some(option)),
            ..
        } => Notice::MethodDeletedDefaultNow(option),
        Saved {
            default_moves_to: Some(None),
            ..
        } => Notice::MethodDeletedNoDefault,
    }
}

/// `POST /security`: "Save". What was unticked is deleted only after a question.
pub async fn save(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    let services = &proven.visit.portal.services;
    let (_, policy) = services.policy().await?;
    let problem = |field, refusal| vec![Problem { field, refusal }];
    let wish = match wish_of(&proven, &fields) {
        Ok(wish) => wish,
        Err(refusal) => {
            let view = security_view(&proven, &policy, problem("default", refusal)).await?;
            return Ok(again(pages::security(&proven.frame_with(None), &view)));
        }
    };
    if !wish.remove.is_empty() && fields.one("confirmed") != "yes" {
        let mut repeated: Vec<(&'static str, String)> =
            fields.all("keep").map(|k| ("keep", k.to_owned())).collect();
        repeated.extend(wish.default.map(|d| ("default", d.key().to_owned())));
        return Ok(show(question(
            &proven,
            &policy,
            &wish,
            "/security".into(),
            repeated,
        )));
    }
    match services
        .save_security(proven.fresh()?, &wish, proven.trace())
        .await
    {
        Ok(saved) => proven.go("/security", Flash::notice(notice(saved))).await,
        Err(ServiceError::Refused(refusal)) => {
            let field = if refusal == Refusal::LastMethod {
                ""
            } else {
                "default"
            };
            let view = security_view(&proven, &policy, problem(field, refusal)).await?;
            Ok(again(pages::security(&proven.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}

fn one_app(proven: &Proven, id: &str) -> Result<(Id, String), Stop> {
    let id: Id = id.parse().map_err(|_| Stop::not_found())?;
    let app = proven
        .caller
        .account
        .apps
        .iter()
        .find(|a| a.id == id)
        .ok_or_else(Stop::not_found)?;
    Ok((id, app.name.clone()))
}

/// `GET /security/apps/{id}/delete`.
pub async fn confirm_delete(proven: Proven, Path(id): Path<String>) -> Result<Response, Stop> {
    let (id, _) = one_app(&proven, &id)?;
    let (_, policy) = proven.visit.portal.services.policy().await?;
    let wish = Wish {
        default: None,
        remove: vec![Method::App(id)],
    };
    Ok(show(question(
        &proven,
        &policy,
        &wish,
        format!("/security/apps/{id}/delete"),
        Vec::new(),
    )))
}

/// `POST /security/apps/{id}/delete`: "Yes".
pub async fn delete(proven: Proven, Path(id): Path<String>) -> Result<Response, Stop> {
    let (id, _) = one_app(&proven, &id)?;
    let services = &proven.visit.portal.services;
    let wish = Wish {
        default: None,
        remove: vec![Method::App(id)],
    };
    match services
        .save_security(proven.fresh()?, &wish, proven.trace())
        .await
    {
        Ok(saved) => proven.go("/security", Flash::notice(notice(saved))).await,
        Err(ServiceError::Refused(Refusal::LastMethod)) => {
            let (_, policy) = services.policy().await?;
            Ok(again(question(
                &proven,
                &policy,
                &wish,
                format!("/security/apps/{id}/delete"),
                Vec::new(),
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /security/apps/{id}/rename`.
pub async fn rename(proven: Proven, Path(id): Path<String>) -> Result<Response, Stop> {
    let (id, name) = one_app(&proven, &id)?;
    Ok(show(pages::rename_app(
        &proven.frame().await?,
        &RenameApp {
            id,
            name,
            problems: Vec::new(),
        },
    )))
}

/// `POST /security/apps/{id}/rename`: "Save".
pub async fn save_name(
    proven: Proven,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Stop> {
    let (id, _) = one_app(&proven, &id)?;
    let typed = fields.one("name");
    match proven
        .visit
        .portal
        .services
        .rename_app(proven.fresh()?, id, typed, proven.trace())
        .await
    {
        Ok(()) => {
            proven
                .go("/security", Flash::notice(Notice::AppRenamed))
                .await
        }
        Err(ServiceError::Refused(refusal)) if refusal != Refusal::NotFound => {
            let name = typed.chars().take(200).collect();
            let view = RenameApp {
                id,
                name,
                problems: vec![Problem {
                    field: "name",
                    refusal,
                }],
            };
            Ok(again(pages::rename_app(&proven.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /security/app/start`: "Set up Authenticator app".
pub async fn start(proven: Proven) -> Result<Response, Stop> {
    match proven
        .visit
        .portal
        .services
        .start_app(proven.fresh()?)
        .await
    {
        Ok(()) => Ok(Redirect::to("/security/app").into_response()),
        Err(ServiceError::Refused(refusal)) => with_problem(&proven, refusal).await,
        Err(error) => Err(error.into()),
    }
}

async fn with_problem(proven: &Proven, refusal: Refusal) -> Result<Response, Stop> {
    let (_, policy) = proven.visit.portal.services.policy().await?;
    let problems = vec![Problem { field: "", refusal }];
    let view = security_view(proven, &policy, problems).await?;
    Ok(again(pages::security(&proven.frame_with(None), &view)))
}

/// `GET /security/app`: the QR screen.
pub async fn app(proven: Proven) -> Result<Response, Stop> {
    let (account, owner) = (&proven.caller.account, &proven.caller.session.hash);
    let setup = match proven.visit.portal.services.setup(account, owner).await {
        Err(ServiceError::Refused(_)) => return Ok(Redirect::to("/security").into_response()),
        other => other?,
    };
    let view = configure(account, &setup, "/security/app", "/security")?;
    Ok(show(pages::configure_app(&proven.frame().await?, &view)))
}

/// `POST /security/app`: "Done".
pub async fn app_done(proven: Proven) -> Result<Response, Stop> {
    match proven
        .visit
        .portal
        .services
        .confirm_app(proven.fresh()?)
        .await
    {
        Ok(()) => Ok(Redirect::to("/security/app/verify").into_response()),
        Err(ServiceError::Refused(refusal)) => with_problem(&proven, refusal).await,
        Err(error) => Err(error.into()),
    }
}

fn test_view(name: String, problems: Vec<Problem>) -> TestApp {
    TestApp {
        steps: None,
        name: Some(name),
        action: "/security/app/verify",
        back: "/security/app",
        problems,
    }
}

/// `GET /security/app/verify`.
pub async fn test(proven: Proven) -> Result<Response, Stop> {
    let account = &proven.caller.account;
    let setup = proven
        .visit
        .portal
        .services
        .setup(account, &proven.caller.session.hash)
        .await;
    if !matches!(&setup, Ok(setup) if setup.confirmed) {
        return Ok(Redirect::to("/security/app").into_response());
    }
    let taken = |name: &str| {
        account
            .apps
            .iter()
            .any(|a| a.name.to_lowercase() == name.to_lowercase())
    };
    let proposal = decide::free_name(proven.texts().common.first_app_name, taken);
    Ok(show(pages::test_app(
        &proven.frame().await?,
        &test_view(proposal, Vec::new()),
    )))
}

/// `POST /security/app/verify`: "Verify".
pub async fn verify(proven: Proven, fields: Fields) -> Result<Response, Stop> {
    let (code, name) = (fields.one("code"), fields.one("name"));
    match proven
        .visit
        .portal
        .services
        .verify_app(proven.fresh()?, code, name, proven.trace())
        .await
    {
        Ok(()) => {
            proven
                .go("/security", Flash::notice(Notice::AppAdded))
                .await
        }
        Err(ServiceError::Refused(
            refusal @ (Refusal::SetupExpired | Refusal::TooManyApps { .. }),
        )) => with_problem(&proven, refusal).await,
        Err(ServiceError::Refused(refusal)) => {
            let about_code = matches!(
                refusal,
                Refusal::WrongCode
                    | Refusal::CodeForm
                    | Refusal::CodeUsed
                    | Refusal::SlowDown { .. }
            );
            let empty_code = refusal == Refusal::Required && !name.trim().is_empty();
            let field = if about_code || empty_code {
                "code"
            } else {
                "name"
            };
            let name = name.chars().take(200).collect();
            let view = test_view(name, vec![Problem { field, refusal }]);
            Ok(again(pages::test_app(&proven.frame_with(None), &view)))
        }
        Err(error) => Err(error.into()),
    }
}
