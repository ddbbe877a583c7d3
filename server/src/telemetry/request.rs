//! One request in the log. Each gets a reference that a person can read out from an error page and
//! that everything logged on its behalf carries. The log names the route and not the path, because
//! a path may hold what belongs to a person; it names neither address nor user. Answers that went
//! well are logged at `debug` only: the audit record, not the log, tells who did what.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse as _, Response};
use domain::{Id, Time};
use http::StatusCode;
use tracing::Instrument as _;

use crate::system;

/// The reference of a request; in the extensions of the request and of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Id);

/// Outermost of all: gives the request its [`RequestId`] and logs how it ended.
pub async fn trace<F: Future<Output = Response>>(
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let Ok(random) = system::bytes() else {
        tracing::error!("no random bytes: requests are refused");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let id = Id::new(Time(system::now_ms()), random);
    request.extensions_mut().insert(RequestId(id));
    // The reference alone: what a span says is written out for every request, logged or not.
    let span = tracing::error_span!("request", %id);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let mut response = next(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    span.in_scope(|| match status {
        500.. => tracing::warn!(%method, route, status, ms, "failed"),
        _ => tracing::debug!(%method, route, status, ms, "answered"),
    });
    response.extensions_mut().insert(RequestId(id));
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use axum::{Extension, Router, middleware};
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_request_and_its_answer_share_a_reference() {
        let router = Router::new()
            .route(
                "/",
                get(|Extension(RequestId(id)): Extension<RequestId>| async move { id.to_string() }),
            )
            .layer(middleware::from_fn(|request, next: middleware::Next| {
                trace(request, |request| next.run(request))
            }));
        let mut seen = Vec::new();
        for _ in 0..2 {
            let request = Request::get("/").body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            let RequestId(id) = *answer.extensions().get::<RequestId>().unwrap();
            let body = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
            assert_eq!(body, id.to_string());
            seen.push(id);
        }
        assert_ne!(seen[0], seen[1]);
    }
}
