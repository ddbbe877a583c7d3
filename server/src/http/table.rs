//! Every address, who may call it, and what answers it. The router is made of this table, so there is no
//! address without a row; the tests and `docs/rights.md` are made of it too. Who may call is enforced by
//! what the handlers take (`visit`, `desk`), and the tests hold the two together.

mod document;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use domain::desk::Duty;

pub use document::document;

use super::{
    Portal, account, activity, administration, app_passwords, csp_reports, demo, desk, enrol,
    enrol_phone, gateway, grace, health, holds, machine, renewal, security, security_phone,
    sign_in, step_up, trusts,
};

/// How far somebody must have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nobody in particular.
    Anybody,
    /// The password was right; the code is missing.
    Pending,
    /// The password was right; the person must enrol.
    Enrolling,
    /// The password was right and temporary, and so was the second step: a new one must be chosen.
    Renewing,
    /// Signed in.
    SignedIn,
    /// Signed in, and proven within ten minutes.
    Proven,
    /// One of the staff with this duty; where it acts, proven within five minutes with a code of an app.
    Staff(Duty),
    /// A gateway, which was told the name of what it plays; nothing else is there.
    Gateway,
    /// The mail server with its token.
    Machine,
    /// Nobody: only the demo has it.
    Demo,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path; `{id}` stands for an id.
    pub path: &'static str,
    /// Who may call it.
    pub level: Level,
}

macro_rules! addresses {
    ($(#[$doc:meta])* $table:ident $routes:ident $($level:expr => { $($method:ident $path:literal $handler:path;)* })*) => {
        $(#[$doc])*
        pub const $table: &[Address] = &[$($(Address {
            method: verb(stringify!($method)),
            path: $path,
            level: $level,
        },)*)*];

        pub(super) fn $routes() -> Router<Arc<Portal>> {
            Router::new()$($(.route($path, $method($handler)))*)*
        }
    };
}

const fn verb(function: &'static str) -> &'static str {
    match function.as_bytes() {
        b"get" => "GET",
        _ => "POST",
    }
}

use Level::{
    Anybody, Demo, Enrolling, Gateway, Machine, Pending, Proven, Renewing, SignedIn, Staff,
};

addresses! {
    /// The portal.
    TABLE routes
    Anybody => {
        get "/" sign_in::home;
        get "/sign-in" sign_in::page;
        post "/sign-in" sign_in::submit;
        post "/sign-in/cancel" sign_in::cancel;
        post "/sign-out" sign_in::sign_out;
        post "/language" account::language;
        get "/help" account::help;
        post "/csp-reports" csp_reports::receive;
        get "/not-me" holds::question;
        post "/not-me" holds::not_me;
        get "/healthz" health::healthz;
        get "/readyz" health::readyz;
        get "/api/openapi.json" machine::openapi;
    }
    Pending => {
        get "/sign-in/verify" sign_in::second_step;
        post "/sign-in/verify" sign_in::verify;
        get "/sign-in/other" sign_in::other_ways;
        post "/sign-in/ask" sign_in::ask;
        get "/sign-in/progress" sign_in::progress;
        get "/sign-in/pass" sign_in::pass;
        post "/sign-in/pass" sign_in::use_pass;
    }
    Enrolling => {
        get "/enrol" grace::gate;
        post "/enrol" enrol::start;
        post "/enrol/skip" grace::skip;
        get "/enrol/contact" enrol::contact;
        post "/enrol/contact" enrol::choose;
        post "/enrol/contact-me" enrol::contact_me;
        get "/enrol/app" enrol::app;
        post "/enrol/app" enrol::app_done;
        get "/enrol/verify" enrol::test;
        post "/enrol/verify" enrol::verify;
        get "/enrol/phone" enrol_phone::phone;
        post "/enrol/phone" enrol_phone::ask;
        get "/enrol/office" enrol_phone::office;
        post "/enrol/office" enrol_phone::ask_office;
        get "/enrol/phone/verify" enrol_phone::test;
        post "/enrol/phone/verify" enrol_phone::verify;
        get "/enrol/phone/progress" enrol_phone::progress;
        post "/enrol/phone/again" enrol_phone::ask_again;
        post "/enrol/phone/back" enrol_phone::back;
        get "/enrol/verified" enrol::verified;
        post "/enrol/verified" enrol::close_verified;
        get "/enrol/backup" enrol::backup;
        post "/enrol/backup" enrol::set_backup;
        post "/enrol/backup/skip" enrol::skip_backup;
        get "/enrol/app-password" enrol::app_password;
        post "/enrol/finish" enrol::finish;
    }
    Renewing => {
        get "/sign-in/password" renewal::page;
        post "/sign-in/password" renewal::submit;
    }
    SignedIn => {
        get "/sign-out-everywhere" sign_in::confirm_everywhere;
        post "/sign-out-everywhere" sign_in::sign_out_everywhere;
        get "/profile" account::profile;
        get "/profile/activity" activity::activity;
        get "/profile/password/changed" account::password_changed;
        get "/step-up" step_up::page;
        post "/step-up" step_up::submit;
        post "/step-up/ask" step_up::ask;
        get "/step-up/progress" step_up::progress;
        post "/security/phone/stop" holds::stop;
        post "/security/browsers/{id}/forget" trusts::forget;
        get "/security/browsers/restore" trusts::confirm_restore;
        post "/security/browsers/restore" trusts::restore;
        get "/app-passwords/created" app_passwords::created;
        post "/app-passwords/created" app_passwords::close;
        get "/app-passwords/deleted" app_passwords::deleted;
    }
    Proven => {
        get "/profile/password" account::password;
        post "/profile/password" account::change_password;
        get "/security" security::page;
        post "/security" security::save;
        get "/security/phone" security_phone::phone;
        post "/security/phone" security_phone::ask_phone;
        get "/security/office-phone" security_phone::office;
        post "/security/office-phone" security_phone::ask_office;
        get "/security/alternate-phone" security_phone::alternate;
        post "/security/alternate-phone" security_phone::ask_alternate;
        get "/security/phone/verify" security_phone::test;
        post "/security/phone/verify" security_phone::verify;
        get "/security/phone/progress" security_phone::progress;
        post "/security/phone/again" security_phone::ask_again;
        post "/security/app/start" security::start;
        get "/security/app" security::app;
        post "/security/app" security::app_done;
        get "/security/app/verify" security::test;
        post "/security/app/verify" security::verify;
        get "/security/apps/{id}/rename" security::rename;
        post "/security/apps/{id}/rename" security::save_name;
        get "/security/apps/{id}/delete" security::confirm_delete;
        post "/security/apps/{id}/delete" security::delete;
        get "/app-passwords" app_passwords::page;
        get "/app-passwords/create" app_passwords::form;
        post "/app-passwords/create" app_passwords::create;
        get "/app-passwords/delete-all" app_passwords::confirm_all;
        post "/app-passwords/delete-all" app_passwords::delete_all;
        get "/app-passwords/{id}/delete" app_passwords::confirm;
        post "/app-passwords/{id}/delete" app_passwords::delete;
    }
    Staff(Duty::See) => {
        get "/helpdesk" desk::search;
        get "/helpdesk/people/{id}" desk::person;
        get "/helpdesk/approvals" desk::approval::list;
        get "/helpdesk/approvals/{id}" desk::approval::one;
    }
    Staff(Duty::Help) => {
        get "/helpdesk/people/{id}/{aid}" desk::act::form;
        post "/helpdesk/people/{id}/{aid}" desk::act::submit;
        post "/helpdesk/approvals/{id}" desk::approval::answer;
        post "/helpdesk/approvals/{id}/carry-out" desk::approval::carry_out;
        get "/helpdesk/people/{id}/check" desk::check::form;
        post "/helpdesk/people/{id}/check" desk::check::submit;
        get "/helpdesk/people/{id}/pass/issued" desk::issued::pass;
        post "/helpdesk/people/{id}/pass/issued" desk::issued::close_pass;
        get "/helpdesk/people/{id}/reset-password/issued" desk::issued::password;
        post "/helpdesk/people/{id}/reset-password/issued" desk::issued::close_password;
        get "/helpdesk/manage" desk::manage::form;
        post "/helpdesk/manage" desk::manage::submit;
    }
    Staff(Duty::Oversee) => {
        get "/administration" administration::home;
        get "/administration/audit" administration::audit;
        get "/administration/audit.csv" administration::audit_csv;
        post "/administration/audit/verify" administration::verify;
        get "/administration/fraud" administration::fraud;
        get "/administration/fraud.csv" administration::fraud_csv;
        get "/administration/people" administration::people::list;
        get "/administration/people.csv" administration::people::csv;
        get "/administration/rules" administration::rules::page;
        get "/administration/rules/greetings" administration::greetings::list;
        get "/administration/report" administration::report::page;
        get "/administration/report.csv" administration::report::csv;
        get "/administration/gateways" administration::gateways::page;
    }
    Staff(Duty::Govern) => {
        get "/administration/people/change" administration::people::ask;
        post "/administration/people/change" administration::people::change;
        get "/administration/rules/change" administration::rules::form;
        post "/administration/rules/change" administration::rules::preview;
        post "/administration/rules" administration::rules::put;
        post "/administration/rules/undo" administration::rules::undo;
        get "/administration/rules/greetings/change" administration::greetings::form;
        post "/administration/rules/greetings/change" administration::greetings::set;
        get "/administration/rules/greetings/remove" administration::greetings::confirm;
        post "/administration/rules/greetings/remove" administration::greetings::remove;
        post "/administration/gateways" administration::gateways::test;
        get "/administration/people/import" administration::import::form;
        post "/administration/people/import" administration::import::submit;
        get "/administration/people/import/check" administration::import::check;
        post "/administration/people/import/check" administration::import::apply;
        get "/administration/people/import/problems.csv" administration::import::problems;
    }
    Gateway => {
        get "/gateway/greeting/{sha256}" gateway::greeting;
    }
    Machine => {
        post "/api/v1/app-passwords/check" machine::check;
    }
}

addresses! {
    /// What the demo has besides.
    DEMO_TABLE demo_routes
    Demo => {
        get "/demo/phone" demo::phone;
        get "/demo/messages" demo::messages;
        get "/demo/phone/version" demo::version;
        post "/demo/phone/{id}/answer" demo::answer;
        post "/demo/phone/{id}/decline" demo::decline;
        post "/demo/phone/{id}/voicemail" demo::voicemail;
        post "/demo/phone/{id}/hang-up" demo::hang_up;
        post "/demo/phone/{id}/keys" demo::keys;
        post "/demo/phone/{id}/reply" demo::reply;
    }
}
