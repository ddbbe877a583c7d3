//! The web: which address is answered by what, and what every request passes on its way there.

mod account;
mod activity;
pub mod address;
mod administration;
mod app_passwords;
pub mod assets;
pub mod cookies;
mod csp_reports;
mod demo;
mod desk;
mod enrol;
mod enrol_phone;
pub mod fault;
pub mod form;
pub mod gateway;
mod grace;
pub mod headers;
mod health;
mod holds;
mod layers;
pub mod limits;
mod machine;
pub mod origin;
mod parts;
mod phones;
mod portal;
mod renewal;
mod security;
mod security_phone;
pub mod serve;
mod sheet;
mod sign_in;
mod step_up;
pub mod table;
mod trusts;
pub mod visit;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

pub use portal::Portal;

/// The router of the main listener; every request passes the layer first.
pub fn router(portal: Arc<Portal>) -> Router {
    mounted(portal, Router::new())
}

/// The same with routes that have a state of their own, behind the same layer: those of
/// [`gateway::routes`].
pub fn mounted(portal: Arc<Portal>, others: Router) -> Router {
    let mut pages = table::routes();
    if portal.demo.is_some() {
        pages = pages.merge(table::demo_routes());
    }
    let pages = pages.fallback(assets::file).with_state(portal.clone());
    pages
        .merge(others)
        .layer(limits::catch_panics())
        .layer(from_fn_with_state(portal, layers::pass))
}

/// The router of the administration listener: loopback only, no sign-in.
pub fn admin_router(portal: Arc<Portal>) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(portal)
}
