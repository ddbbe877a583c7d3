//! The interface for mail servers: may this login in with this password? (contract; mail.md, 1.5)
//!
//! 200 with `{"ok":true,"user":…}` or `{"ok":false}`; 401 without a right bearer token, 403 from a machine
//! that may not ask, 400 for what is not the request, 503 when the answer is "try later": a mail program
//! that is told "wrong" asks its owner, one that is told "later" waits.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use domain::service::{MailCheck, MailRequest, mail};
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use zeroize::Zeroizing;

use super::Portal;
use super::address::{ClientAddr, Prefix};
use super::visit::Visitor;

/// The request's body.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    user: String,
    password: Zeroizing<String>,
    service: String,
    #[serde(default)]
    client_ip: String,
}

/// The answer's body: the canonical mailbox where it is a yes.
#[derive(serde::Serialize)]
struct Verdict {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

/// The description of the machine interface.
pub async fn openapi() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "application/json")],
        include_str!("../../openapi.json"),
    )
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// `POST /api/v1/app-passwords/check`.
pub async fn check(State(portal): State<Arc<Portal>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let address = parts.extensions.get::<ClientAddr>().map(|a| a.0);
    if !address.is_some_and(|a| portal.machines.contain(a)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if !bearer(&parts.headers).is_some_and(|token| portal.tokens.accept(token)) {
        return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    let Ok(bytes) = axum::body::to_bytes(body, 64 * 1024).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match answer(&portal, &parts, &bytes).await {
        Some(response) => response,
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn answer(portal: &Portal, parts: &http::request::Parts, body: &Bytes) -> Option<Response> {
    let question: Question = serde_json::from_slice(body).ok()?;
    let service = mail::service(&question.service).ok()?;
    let client = match question.client_ip.as_str() {
        "" => None,
        text => Some(text.parse::<IpAddr>().ok()?.to_canonical()),
    };
    let prefix = client
        .map(|c| HEXLOWER.encode(&Prefix::of(c).bytes()))
        .unwrap_or_default();
    let shown = client.map(|c| c.to_string()).unwrap_or_default();
    let wish = MailRequest {
        user: &question.user,
        password: &question.password,
        service,
        client: &shown,
    };
    let visitor = Visitor::known(portal, parts);
    let metrics = &portal.metrics;
    Some(
        match portal
            .services
            .mail_check(wish, &prefix, &visitor.trace)
            .await
        {
            Ok(MailCheck::Yes(user)) => {
                metrics.mail_yes.fetch_add(1, Ordering::Relaxed);
                let user = Some(user);
                axum::Json(Verdict { ok: true, user }).into_response()
            }
            Ok(MailCheck::No) => {
                metrics.mail_no.fetch_add(1, Ordering::Relaxed);
                let user = None;
                axum::Json(Verdict { ok: false, user }).into_response()
            }
            Err(error) => {
                metrics.mail_later.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(%error, "a mail check was put off");
                (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")]).into_response()
            }
        },
    )
}
