//! For the machines that watch over the portal.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::Portal;

const TEXT: [(http::HeaderName, &str); 1] = [(CONTENT_TYPE, "text/plain; charset=utf-8")];

/// `GET /healthz`: the process answers.
pub async fn healthz() -> impl IntoResponse {
    (TEXT, "ok\n")
}

/// `GET /readyz`: the database can be read and written, the record extended. The keys were proven at
/// the start.
pub async fn readyz(State(portal): State<Arc<Portal>>) -> impl IntoResponse {
    match portal.services.store.ready().await {
        Ok(()) => (StatusCode::OK, TEXT, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, TEXT, "not ready\n")
        }
    }
}

/// `GET /metrics`, on the administration listener only.
pub async fn metrics(State(portal): State<Arc<Portal>>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        portal.metrics.text(),
    )
}
