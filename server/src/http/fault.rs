//! How a request ends that cannot end well: one place turns refusals, missing pages and broken parts
//! into a page in the reader's language, or into bare status codes for machines. What is broken
//! stands in the log under the reference that the page shows, and nowhere else.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::view::{Fault, Frame};
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::service::ServiceError;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use super::{Portal, origin, visit};
use crate::telemetry::RequestId;

/// Why a handler does not answer with its page.
#[derive(Debug)]
pub enum Stop {
    /// Somewhere else on our own origin.
    To(String),
    /// A fault page.
    Fault(StatusCode),
    /// Too much at once: seconds to wait.
    Later(u32),
    /// Something is broken.
    Broken(String),
}

impl Stop {
    /// 400.
    pub fn bad_request() -> Self {
        Self::Fault(StatusCode::BAD_REQUEST)
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::Fault(StatusCode::NOT_FOUND)
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => refusal.into(),
            ServiceError::Unavailable(text) => Self::Broken(text),
        }
    }
}

/// Refusals that no form of the page can show.
impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Busy => Self::Later(5),
            Refusal::SlowDown { seconds } => Self::Later(seconds),
            Refusal::SignInAgain => Self::To("/sign-in?notice=sign_in_ended".into()),
            Refusal::NotFound => Self::not_found(),
            Refusal::ChangedMeanwhile => Self::Fault(StatusCode::CONFLICT),
            _ => Self::bad_request(),
        }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::To(path) => Redirect::to(&path).into_response(),
            Self::Fault(status) => status.into_response(),
            Self::Later(seconds) => {
                let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
                response
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
                response
            }
            Self::Broken(text) => {
                tracing::error!(cause = text, "a request could not be answered");
                let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
                response
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(10));
                response
            }
        }
    }
}

/// Reads who asks ([`visit::Visitor`], for all who come after), gives an answer without a body its page,
/// and records refused origins.
pub async fn faces<F: Future<Output = Response>>(
    portal: &Portal,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let machine = is_machine(parts.uri.path());
    let visitor = Arc::new(visit::Visitor::of(portal, &parts));
    parts.extensions.insert(Arc::clone(&visitor));
    let response = next(Request::from_parts(parts, body)).await;
    portal.metrics.answered(response.status().as_u16());
    if let Some(refused) = response.extensions().get::<origin::Refused>() {
        portal.metrics.foreign.fetch_add(1, Ordering::Relaxed);
        let reason = refused.code();
        if let Err(error) = portal.services.record_csrf(&visitor.trace, reason).await {
            tracing::error!(%error, "a refused request could not be recorded");
        }
    }
    // A bare word in plain text is the framework's, not ours.
    let kind = response.headers().get(CONTENT_TYPE);
    let bare = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let plain = bare || response.extensions().get::<origin::Refused>().is_some();
    if machine
        || !plain
        || !(response.status().is_client_error() || response.status().is_server_error())
    {
        return response;
    }
    dress(portal, &visitor, response)
}

fn is_machine(path: &str) -> bool {
    path.starts_with("/api/")
        || path.starts_with(origin::GATEWAYS)
        || matches!(path, "/healthz" | "/readyz" | "/metrics" | "/demo/messages")
        || path.starts_with("/pkg/")
}

/// The page for a status.
fn dress(portal: &Portal, visitor: &visit::Visitor, response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    let seconds = parts
        .headers
        .get(RETRY_AFTER)
        .and_then(|v| v.to_str().ok()?.parse().ok());
    let reference = parts
        .extensions
        .get::<RequestId>()
        .map_or(visitor.trace.request, |id| id.0);
    let fault = match (parts.status, seconds) {
        (StatusCode::FORBIDDEN, _) => Fault::Forbidden,
        (StatusCode::NOT_FOUND, _) => Fault::NotFound,
        (StatusCode::METHOD_NOT_ALLOWED, _) => Fault::MethodNotAllowed,
        (StatusCode::PAYLOAD_TOO_LARGE, _) => Fault::TooLarge,
        (StatusCode::TOO_MANY_REQUESTS, seconds) => Fault::SlowDown(seconds.unwrap_or(60)),
        (status, _) if status.is_client_error() => Fault::BadRequest,
        _ => Fault::Unavailable(reference),
    };
    let frame: Frame = visitor.frame(portal, None, None);
    let page = app::pages::fault(&frame, fault);
    parts.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    parts.headers.remove(http::header::CONTENT_LENGTH);
    Response::from_parts(parts, axum::body::Body::from(page))
}
