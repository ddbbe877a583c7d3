//! How Proofup runs: the web, the stores, the keys and the command line around `domain`.

pub mod audit_head;
pub mod authorities;
pub mod clock;
pub mod command;
pub mod config;
pub mod demo;
pub mod gateway;
pub mod hash;
pub mod http;
pub mod journal;
pub mod keyring;
pub mod mail_out;
pub mod metrics;
pub mod phones;
pub mod pretend_phone;
pub mod seal;
pub mod store;
pub mod system;
pub mod telemetry;
pub mod wiring;
pub mod worker;
