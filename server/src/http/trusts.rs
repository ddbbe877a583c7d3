//! Trusted browsers: the list on the security page, and forgetting one or all (F-074, F-075). Forgetting needs
//! a session and no fresh proof, because it only ever asks for more.

use app::pages;
use app::view::{Notice, TrustRow};
use axum::extract::Path;
use axum::response::Response;
use domain::Id;
use domain::policy::Policy;
use http::header::SET_COOKIE;

use super::cookies::Cookie;
use super::fault::Stop;
use super::visit::{Flash, Signed, page as show};

/// The person's trusted browsers as the page shows them.
pub(super) async fn rows(signed: &Signed, policy: &Policy) -> Result<Vec<TrustRow>, Stop> {
    let portal = &signed.visit.portal;
    let this = signed.visit.trust;
    let trusts = portal.services.trusts(&signed.caller).await?;
    let row = |one: &domain::trust::Trust| TrustRow {
        id: one.id,
        browser: one.browser,
        since: portal.when(one.created),
        until: portal.when(one.until(policy)),
        here: this == Some(one.hash),
    };
    Ok(trusts.iter().map(row).collect())
}

/// `POST /security/browsers/{id}/forget`: "Forget".
pub async fn forget(signed: Signed, Path(id): Path<String>) -> Result<Response, Stop> {
    let id: Id = id.parse().map_err(|_| Stop::not_found())?;
    let services = &signed.visit.portal.services;
    let gone = services
        .forget_browser(&signed.caller, id, signed.trace())
        .await?;
    let flash = Flash::notice(Notice::BrowserForgotten);
    let mut response = signed.go("/security", flash).await?;
    if signed.visit.trust == Some(gone.hash) {
        let cookie = Cookie::Trust.clear();
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /security/browsers/restore`: the question.
pub async fn confirm_restore(signed: Signed) -> Result<Response, Stop> {
    Ok(show(pages::restore_trusts(&signed.frame().await?)))
}

/// `POST /security/browsers/restore`: "Yes".
pub async fn restore(signed: Signed) -> Result<Response, Stop> {
    let services = &signed.visit.portal.services;
    services
        .forget_browsers(&signed.caller, signed.trace())
        .await?;
    let flash = Flash::notice(Notice::BrowsersForgotten);
    let mut response = signed.go("/security", flash).await?;
    let cookie = Cookie::Trust.clear();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
