//! The rules of two-step verification: what is allowed, and what follows.
//!
//! Nothing in here knows the web, SQL, the clock or a random generator; time and random
//! values are arguments. The browser links the vocabulary and the parsers; the feature
//! `service` adds the use cases, which speak to the world through [`service::ports`].

pub mod account;
pub mod app_password;
pub mod browser;
pub mod contact;
pub mod desk;
pub mod dial;
pub mod gateway;
pub mod greeting;
pub mod id;
pub mod import;
pub mod language;
pub mod method;
pub mod name;
pub mod notice;
pub mod policy;
pub mod prompt;
pub mod refusal;
pub mod roster;
pub mod time;

#[cfg(feature = "service")]
pub mod approval;
#[cfg(feature = "service")]
pub mod audit;
#[cfg(feature = "service")]
pub mod challenge;
#[cfg(feature = "service")]
pub mod decide;
#[cfg(feature = "service")]
pub mod lockout;
#[cfg(feature = "service")]
pub mod password;
#[cfg(feature = "service")]
pub mod search;
#[cfg(feature = "service")]
pub mod service;
#[cfg(feature = "service")]
pub mod session;
#[cfg(feature = "service")]
pub mod totp;
#[cfg(feature = "service")]
pub mod trust;

pub use id::Id;
pub use language::Language;
pub use refusal::Refusal;
pub use time::Time;
