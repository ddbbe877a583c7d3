//! The web: which address is answered by what, and what every request passes on its way there.

mod account;
pub mod address;
mod app_passwords;
pub mod assets;
pub mod cookies;
mod csp_reports;
mod demo;
mod enrol;
mod enrol_phone;
pub mod fault;
pub mod form;
pub mod gateway;
pub mod headers;
mod health;
mod layers;
pub mod limits;
mod machine;
pub mod origin;
mod phones;
mod portal;
mod security;
mod security_phone;
pub mod serve;
mod sign_in;
mod step_up;
mod trusts;
pub mod visit;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

pub use portal::Portal;

/// The router of the main listener; every request passes the layer first.
pub fn router(portal: Arc<Portal>) -> Router {
    mounted(portal, Router::new())
}

/// The same with routes that have a state of their own, behind the same layer: those of
/// [`gateway::routes`].
pub fn mounted(portal: Arc<Portal>, others: Router) -> Router {
    let pages = Router::new()
        .route("/", get(sign_in::home))
        .route("/sign-in", get(sign_in::page).post(sign_in::submit))
        .route(
            "/sign-in/verify",
            get(sign_in::second_step).post(sign_in::verify),
        )
        .route("/sign-in/other", get(sign_in::other_ways))
        .route("/sign-in/ask", post(sign_in::ask))
        .route("/sign-in/progress", get(sign_in::progress))
        .route("/sign-in/cancel", post(sign_in::cancel))
        .route("/sign-out", post(sign_in::sign_out))
        .route(
            "/sign-out-everywhere",
            get(sign_in::confirm_everywhere).post(sign_in::sign_out_everywhere),
        )
        .route("/enrol", get(enrol::gate).post(enrol::start))
        .route("/enrol/contact", get(enrol::contact).post(enrol::choose))
        .route("/enrol/contact-me", post(enrol::contact_me))
        .route("/enrol/app", get(enrol::app).post(enrol::app_done))
        .route("/enrol/verify", get(enrol::test).post(enrol::verify))
        .route(
            "/enrol/phone",
            get(enrol_phone::phone).post(enrol_phone::ask),
        )
        .route(
            "/enrol/office",
            get(enrol_phone::office).post(enrol_phone::ask_office),
        )
        .route(
            "/enrol/phone/verify",
            get(enrol_phone::test).post(enrol_phone::verify),
        )
        .route("/enrol/phone/progress", get(enrol_phone::progress))
        .route("/enrol/phone/again", post(enrol_phone::ask_again))
        .route("/enrol/phone/back", post(enrol_phone::back))
        .route(
            "/enrol/verified",
            get(enrol::verified).post(enrol::close_verified),
        )
        .route("/enrol/backup", get(enrol::backup).post(enrol::set_backup))
        .route("/enrol/backup/skip", post(enrol::skip_backup))
        .route("/enrol/app-password", get(enrol::app_password))
        .route("/enrol/finish", post(enrol::finish))
        .route("/profile", get(account::profile))
        .route(
            "/profile/password",
            get(account::password).post(account::change_password),
        )
        .route("/profile/password/changed", get(account::password_changed))
        .route("/language", post(account::language))
        .route("/help", get(account::help))
        .route("/step-up", get(step_up::page).post(step_up::submit))
        .route("/step-up/ask", post(step_up::ask))
        .route("/step-up/progress", get(step_up::progress))
        .route("/security", get(security::page).post(security::save))
        .route(
            "/security/phone",
            get(security_phone::phone).post(security_phone::ask_phone),
        )
        .route(
            "/security/office-phone",
            get(security_phone::office).post(security_phone::ask_office),
        )
        .route(
            "/security/alternate-phone",
            get(security_phone::alternate).post(security_phone::ask_alternate),
        )
        .route(
            "/security/phone/verify",
            get(security_phone::test).post(security_phone::verify),
        )
        .route("/security/phone/progress", get(security_phone::progress))
        .route("/security/phone/again", post(security_phone::ask_again))
        .route("/security/app/start", post(security::start))
        .route("/security/app", get(security::app).post(security::app_done))
        .route(
            "/security/app/verify",
            get(security::test).post(security::verify),
        )
        .route(
            "/security/apps/{id}/rename",
            get(security::rename).post(security::save_name),
        )
        .route(
            "/security/apps/{id}/delete",
            get(security::confirm_delete).post(security::delete),
        )
        .route("/security/browsers/{id}/forget", post(trusts::forget))
        .route(
            "/security/browsers/restore",
            get(trusts::confirm_restore).post(trusts::restore),
        )
        .route("/app-passwords", get(app_passwords::page))
        .route(
            "/app-passwords/create",
            get(app_passwords::form).post(app_passwords::create),
        )
        .route(
            "/app-passwords/created",
            get(app_passwords::created).post(app_passwords::close),
        )
        .route("/app-passwords/deleted", get(app_passwords::deleted))
        .route(
            "/app-passwords/delete-all",
            get(app_passwords::confirm_all).post(app_passwords::delete_all),
        )
        .route(
            "/app-passwords/{id}/delete",
            get(app_passwords::confirm).post(app_passwords::delete),
        )
        .route("/csp-reports", post(csp_reports::receive))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/api/openapi.json", get(machine::openapi))
        .route("/api/v1/app-passwords/check", post(machine::check));
    let pages = if portal.demo.is_some() {
        pages
            .route("/demo/phone", get(demo::phone))
            .route("/demo/messages", get(demo::messages))
            .route("/demo/phone/version", get(demo::version))
            .route("/demo/phone/{id}/answer", post(demo::answer))
            .route("/demo/phone/{id}/decline", post(demo::decline))
            .route("/demo/phone/{id}/voicemail", post(demo::voicemail))
            .route("/demo/phone/{id}/hang-up", post(demo::hang_up))
            .route("/demo/phone/{id}/keys", post(demo::keys))
            .route("/demo/phone/{id}/reply", post(demo::reply))
    } else {
        pages
    };
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
