//! Every page, one file per area. A page is a function of a [`Frame`](crate::view::Frame) and a view
//! that returns a whole HTML document.
//!
//! A page decides nothing: which button is off, and why, stands in its view. Every change is a plain
//! `<form method="post">`, so a page works before and without scripts; islands only add to it.

mod administration;
mod app_passwords;
mod asked;
mod configure_app;
mod demo;
mod desk;
mod enrol;
mod fault;
mod given;
mod grace;
mod help;
mod methods;
mod phone;
mod profile;
mod security;
mod sign_in;
mod step_up;
mod trusts;

pub use administration::{
    administration, fraud_reports, gateways, greeting_form, greeting_remove, greetings, import,
    import_check, people, people_done, people_step, record_list, report, rules, rules_form,
    rules_preview,
};
pub use app_passwords::{
    app_password_created, app_password_deleted, app_passwords, create_app_password,
    delete_all_app_passwords, delete_app_password,
};
pub use configure_app::{configure_app, test_app};
pub use demo::demo_phone;
pub use desk::{
    approval, approvals, desk_aid, desk_check, desk_issued, desk_person, desk_search, manage,
    managed,
};
pub use enrol::{backup, choose_contact, gate, last_step, verified};
pub use fault::fault;
pub use given::{new_password, not_me};
pub use help::help;
pub use methods::{confirm_delete, rename_app};
pub use phone::{phone_form, phone_test};
pub use profile::{activity, change_password, password_changed, profile, sign_out_everywhere};
pub use security::security;
pub use sign_in::{other_ways, pass, second_step, sign_in};
pub use step_up::step_up;
pub use trusts::restore_trusts;
