//! Fills an empty database with a large organisation for measurements: people with app passwords whose
//! MACs are real, one person with an authenticator app who can sign in and look at five of them, and one of
//! the staff who can look at people. Rows
//! go straight into the tables, because a million people through the use cases would take a day; the
//! tables themselves come from the program's own migrations. The app passwords are computed from the
//! person's number, so that `end2end/bench/check.lua` knows them without a list.

mod postgres;
mod sqlite;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use domain::account::{Account, App, Role, State};
use domain::method::Preferred;
use domain::service::ports::{Batch, Change, Hasher as _, Sealer as _};
use domain::{Id, Time};
use server::config::{Config, StoreKind};
use server::hash::Passwords;
use server::keyring::Keyring;
use server::seal::Seal;
use server::wiring;
use zeroize::Zeroizing;

/// Everybody's account password.
const PASSWORD: &str = "sixteen-owls-and-a-lamp";

/// The person who signs in, and one of the staff.
const READER: (&str, &str, Role) = ("reader@example.org", "Robin Reader", Role::User);
const STAFF: (&str, &str, Role) = ("helpdesk@example.org", "Helpdesk", Role::Operator);

#[derive(Parser)]
struct Wish {
    /// The configuration of the portal whose database is filled.
    #[arg(long)]
    config: PathBuf,
    /// How many people.
    #[arg(long)]
    people: u32,
    /// How many app passwords each of them has, at most eight.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=8))]
    each: u8,
}

/// What both databases are filled with.
struct Crowd {
    people: u32,
    each: u8,
    phc: String,
    begun: Time,
    seal: std::sync::Arc<Seal>,
}

impl Crowd {
    /// The person's row begins with these; the numbers start at 1.
    fn person(&self, number: u32) -> (Id, String) {
        let id = self.id(number, 0);
        (id, format!("p{number:07}@example.org"))
    }

    /// Time-ordered like real ids, so that the rows lie as they would. The last byte spreads over all
    /// values, as the random part of a real one does.
    fn id(&self, number: u32, slot: u8) -> Id {
        let mixed = shift(number ^ 0x9e37_79b9).to_be_bytes();
        let [a, b, c, d] = number.to_be_bytes();
        let [e, f, g, h] = mixed;
        let at = Time(self.begun.0 + i64::from(slot) * 1_000_000_000 + i64::from(number));
        Id::new(at, [slot, a, b, c, d, e, f, g, h, f])
    }

    /// One app password: its id, the number of its key and its MAC.
    fn app_password(&self, user: Id, number: u32, slot: u8) -> (Id, i32, [u8; 32]) {
        let (kid, mac) = self.seal.mail_digest(user, &value(number, slot));
        (self.id(number, slot), kid, mac)
    }
}

/// One step of Marsaglia's xorshift.
const fn shift(mut x: u32) -> u32 {
    x ^= x << 13;
    x ^= x >> 17;
    x ^ (x << 5)
}

/// The app password of a person in a slot: four times four letters. `check.lua` computes the same.
fn value(number: u32, slot: u8) -> String {
    let mut x = number * 16 + u32::from(slot);
    let mut text = String::with_capacity(16);
    for _ in 0..4 {
        x = shift(x);
        for place in [12, 8, 4, 0] {
            text.push(char::from(b'a' + ((x >> place) & 15) as u8));
        }
    }
    text
}

/// Adds somebody who signs in, through the store like everything that people do; what they sign in with.
async fn add(
    parts: &wiring::Parts,
    phc: &str,
    (login, name, role): (&str, &str, Role),
) -> anyhow::Result<serde_json::Value> {
    let (services, now) = (&parts.services, parts.services.clock.now());
    let (user, app) = (services.id(), services.id());
    let mut key = Zeroizing::new(vec![0; domain::totp::KEY_BYTES]);
    services.random.fill(&mut key);
    let account = Account {
        name: name.into(),
        mail: login.into(),
        role,
        state: State::Enforced,
        password: phc.to_owned(),
        default: Some(Preferred::AppCode),
        apps: vec![App {
            id: app,
            name: "Authenticator app".into(),
            secret: parts.seal.seal(&[b"apps.secret", &user.0, &app.0], &key),
            last_step: 0,
            created: now,
            last_used: None,
            locked: false,
        }],
        ..Account::new(user, login.into(), now)
    };
    let mut changes = vec![Change::AddAccount(Box::new(account))];
    for (slot, name) in (1..).zip(["Laptop", "Phone", "Tablet", "Calendar", "Old computer"]) {
        let (kid, mac) = parts.seal.mail_digest(user, &value(0, slot));
        let (id, name) = (services.id(), name.to_owned());
        changes.push(Change::AddAppPassword {
            id,
            slot,
            name,
            kid,
            mac,
            at: now,
        });
    }
    parts
        .store
        .commit(Batch {
            changes,
            ..Batch::default()
        })
        .await?;
    let secret = domain::totp::Key::new(key).base32();
    Ok(serde_json::json!({ "user": login, "password": PASSWORD, "totp_secret": *secret }))
}

async fn load(wish: Wish) -> anyhow::Result<()> {
    let config = Config::load(&wish.config, std::env::vars());
    let config = config.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let ring = Keyring::read(&config.keys.file)?;
    let p = &config.passwords;
    let hasher = Passwords::new(&ring, p.memory_kib, p.iterations, 1, 8)?;
    let phc = hasher.hash(Zeroizing::new(PASSWORD.to_owned())).await?;
    let parts = wiring::parts(&config).await?;
    let allow = [("allow_app_passwords".to_owned(), "true".to_owned())];
    let trace = domain::audit::Trace {
        address: String::new(),
        user_agent: "measurement".into(),
        request: parts.services.id(),
    };
    parts.services.set_policy(&allow, &trace).await?;
    let reader = add(&parts, &phc, READER).await?;
    let staff = add(&parts, &phc, STAFF).await?;
    let begun = parts.services.clock.now();
    let crowd = Crowd {
        people: wish.people,
        each: wish.each,
        phc,
        begun,
        seal: parts.seal.clone(),
    };
    drop(parts);
    match config.store.kind {
        StoreKind::Sqlite => {
            tokio::task::spawn_blocking(move || sqlite::fill(&config.store.path, &crowd)).await??
        }
        StoreKind::Postgres => {
            use secrecy::ExposeSecret as _;
            let url = config.store.url.as_ref().context("store.url is missing")?;
            postgres::fill(url.expose_secret(), &crowd).await?;
        }
    }
    println!(
        "{}",
        serde_json::json!({ "reader": reader, "staff": staff })
    );
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(load(Wish::parse()))
}
