//! What every request of the main listener passes on its way to its handler, and its answer on the way
//! back. It is one layer that calls the others in turn: the router copies each layer with everything
//! inside it for every request, so that a handful of them cost more than what they do.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{Portal, address, fault, headers, limits, origin};
use crate::telemetry;

/// Outermost first.
pub async fn pass(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let portal = portal.as_ref();
    let handler = |request| next.run(request);
    let bounded = |request: Request| {
        let limits = limits::of(request.uri().path());
        limits::bound(limits, request, handler)
    };
    let guarded = |request| origin::guard(&portal.origin, request, bounded);
    let faced = |request| fault::faces(portal, request, guarded);
    let dressed = |request| headers::secure(&portal.origin, request, faced);
    let located = |request| dressed(address::locate(&portal.proxies, request));
    telemetry::request::trace(request, located).await
}
