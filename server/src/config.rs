//! What an operator can decide: one TOML file, every key of which an environment variable may
//! override (`PROOFUP__SECTION__KEY`), and secrets that may come from files of their own.
//!
//! Each section is a file here. It lists its keys with meaning, default and bounds once; reading,
//! checking and `docs/configuration.md` all come from that list. Reading goes on after a mistake,
//! so that `check-config` can name every one of them. A value out of bounds is never adjusted
//! silently: the program refuses to start.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

mod api;
mod audit;
mod document;
mod endpoint;
mod gateway;
mod keys;
mod log;
mod mail;
mod organisation;
mod origin;
mod passwords;
mod section;
mod server;
mod sessions;
mod source;
mod store;
mod throttle;
mod values;

pub use api::{Api, Bearers};
pub use audit::Audit;
pub use document::document;
pub use endpoint::Endpoint;
pub use gateway::{Gateway, GatewayKind, is_e164};
pub use keys::Keys;
pub use log::{Format, Level, Log};
pub use mail::{Mail, MailKind, MailTls, address};
pub use organisation::Organisation;
pub use origin::PublicOrigin;
pub use passwords::Passwords;
pub use section::{Key, Section};
pub use server::Server;
pub use sessions::Sessions;
pub use store::{Store, StoreKind};
pub use throttle::Throttle;
pub use values::{Assurance, Secret, Setting};

use source::Source;

/// Everything that is configured.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How strict the portal is where a standard and a habit differ.
    pub assurance: Assurance,
    /// Addresses, origin, proxies, assets.
    pub server: Server,
    /// The database.
    pub store: Store,
    /// The key ring.
    pub keys: Keys,
    /// Name, language, time zone, country.
    pub organisation: Organisation,
    /// How account passwords are judged and hashed.
    pub passwords: Passwords,
    /// How long a sign-in lasts.
    pub sessions: Sessions,
    /// How fast anybody may guess.
    pub throttle: Throttle,
    /// The interface for machines.
    pub api: Api,
    /// Who carries texts and calls.
    pub gateway: Gateway,
    /// Who carries notices by mail.
    pub mail: Mail,
    /// The audit record.
    pub audit: Audit,
    /// The log.
    pub log: Log,
    /// The demo's own telephone in place of a gateway; no key of a file sets it.
    pub pretend_phone: bool,
}

/// Something that keeps the program from starting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// `section.key`, or the file.
    pub key: String,
    /// What is wrong and what would be right.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.text)
    }
}

/// Collects problems.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds one.
    pub fn add(&mut self, key: impl Into<String>, text: impl Into<String>) {
        self.0.push(Problem {
            key: key.into(),
            text: text.into(),
        });
    }
}

impl Config {
    /// Reads the file and the environment; the error lists everything that is wrong.
    pub fn load(
        path: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Problem>> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, environment),
            Err(error) => {
                let key = path.display().to_string();
                Err(vec![Problem {
                    key,
                    text: format!("cannot be read: {error}"),
                }])
            }
        }
    }

    /// Like [`Config::load`], with the text of the file.
    pub fn parse(
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Problem>> {
        let environment: BTreeMap<String, String> = environment.into_iter().collect();
        let mut source = match Source::new(text, environment) {
            Ok(source) => source,
            Err(problem) => return Err(vec![problem]),
        };
        let mut config = Self {
            assurance: source.take("", "assurance", Assurance::default(), None),
            server: Server::read(&mut source),
            store: Store::read(&mut source),
            keys: Keys::read(&mut source),
            organisation: Organisation::read(&mut source),
            passwords: Passwords::read(&mut source),
            sessions: Sessions::read(&mut source),
            throttle: Throttle::read(&mut source),
            api: Api::read(&mut source),
            gateway: Gateway::read(&mut source),
            mail: Mail::read(&mut source),
            audit: Audit::read(&mut source),
            log: Log::read(&mut source),
            pretend_phone: false,
        };
        let mut problems = source.finish();
        // Rules between keys are worth telling only about values that are right by themselves.
        if problems.0.is_empty() {
            config.validate(&mut problems);
        }
        if config.assurance == Assurance::Strict {
            config.passwords.be_strict();
        }
        problems.0.sort();
        if problems.0.is_empty() {
            Ok(config)
        } else {
            Err(problems.0)
        }
    }

    /// The demo organisation: everything below one directory, on this machine only.
    ///
    /// The caller makes the key ring and the bearer token and puts the latter into `api`.
    pub fn demo(data: &Path, listen: SocketAddr) -> Self {
        let mut config = Self::default();
        config.server.listen = listen;
        // A thousand ports further, so that two demos side by side do not collide.
        config.server.admin_listen = listen
            .port()
            .checked_add(1000)
            .filter(|_| listen.port() != 0)
            .map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
        config.server.public_origin = PublicOrigin::localhost(listen.port());
        config.store.path = data.join("proofup.db");
        config.keys.file = data.join("keys");
        config.organisation.name = "Example Organisation".to_owned();
        config.log.format = Format::Text;
        config.pretend_phone = true;
        config
    }

    /// The rules that concern more than one key of a section.
    fn validate(&self, problems: &mut Problems) {
        self.server.validate(problems);
        self.store.validate(problems);
        self.keys.validate(problems);
        self.organisation.validate(problems);
        self.passwords.validate(problems);
        self.sessions.validate(problems);
        self.throttle.validate(problems);
        self.api.validate(problems);
        self.gateway.validate(problems);
        self.mail.validate(problems);
        self.audit.validate(problems);
        self.log.validate(problems);
    }
}

#[cfg(test)]
mod tests;
