//! The demo organisation (contract): people with random passwords, an authenticator for some of them,
//! two app passwords, everything below one directory. It listens on this machine only and never mixes
//! with `serve`.

use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use domain::account::{Account, App, Phone, PhoneKind, Role, State};
use domain::audit::Trace;
use domain::method::Preferred;
use domain::service::ports::{Batch, Change, Sealer as _};
use domain::service::{DirectoryRecord, NewPerson};
use tokio::net::TcpListener;
use zeroize::Zeroizing;

use crate::command::demo_parts::{first_password, run as serve};
use crate::config::{Bearers, Config};
use crate::keyring::Keyring;
use crate::{system, telemetry, wiring};

/// A person of the demo.
struct Cast {
    login: &'static str,
    name: &'static str,
    title: &'static str,
    office: &'static str,
    role: Role,
    state: State,
    enrolled: bool,
}

const CAST: [Cast; 6] = [
    Cast {
        login: "new@example.org",
        name: "Noor New",
        title: "Teacher",
        office: "+31 20 5550123 x42",
        role: Role::User,
        state: State::Enabled,
        enrolled: false,
    },
    Cast {
        login: "ready@example.org",
        name: "Remy Ready",
        title: "Librarian",
        office: "+31 20 5550124",
        role: Role::User,
        state: State::Enabled,
        enrolled: true,
    },
    Cast {
        login: "optional@example.org",
        name: "Olga Optional",
        title: "Gardener",
        office: "",
        role: Role::User,
        state: State::Disabled,
        enrolled: false,
    },
    Cast {
        login: "helpdesk@example.org",
        name: "Hugo Helpdesk",
        title: "Helpdesk",
        office: "+31 20 5550100",
        role: Role::Operator,
        state: State::Enabled,
        enrolled: true,
    },
    Cast {
        login: "supervisor@example.org",
        name: "Sami Supervisor",
        title: "Helpdesk supervisor",
        office: "+31 20 5550101",
        role: Role::Supervisor,
        state: State::Enabled,
        enrolled: true,
    },
    Cast {
        login: "admin@example.org",
        name: "Ada Administrator",
        title: "Administrator",
        office: "+31 20 5550102",
        role: Role::Administrator,
        state: State::Enabled,
        enrolled: true,
    },
];

/// A row of `people.json`.
#[derive(serde::Serialize, serde::Deserialize)]
struct Row {
    user: String,
    password: String,
    role: String,
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_secret: Option<String>,
}

/// Serves the demo, making it first where the directory is empty.
pub async fn run(data: &Path, listen: SocketAddr, assets: PathBuf) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        bail!("the demo listens on this machine only: its passwords lie in a file");
    }
    if !wiring::is_demo_directory(data) {
        bail!("{} is not empty and not a demo", data.display());
    }
    std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    let mut config = Config::demo(data, listener.local_addr()?);
    config.server.assets = assets;
    config.organisation.time_zone = "Europe/Amsterdam".into();
    telemetry::start(&config.log)?;
    if !config.keys.file.exists() {
        Keyring::generate()?.write(&config.keys.file, false)?;
    }
    let token = token(&data.join("token"))?;
    config.api.tokens = Bearers::of(&[&token]).map_err(|e| anyhow::anyhow!(e))?;
    let people = data.join("people.json");
    if !people.exists() {
        make(&config, &people).await?;
    }
    let rows: Vec<Row> = serde_json::from_slice(&std::fs::read(&people)?)?;
    serve(&config, listener, true, |portal| {
        greet(portal.origin.as_str(), &people, &rows);
        Ok(())
    })
    .await
}

/// The token of the machine interface, made at the first start.
fn token(file: &Path) -> anyhow::Result<String> {
    if !file.exists() {
        let bytes =
            Zeroizing::new(system::token().map_err(|_| anyhow::anyhow!("no random bytes"))?);
        write_private(file, BASE64URL_NOPAD.encode(bytes.as_slice()).as_bytes())?;
    }
    Ok(std::fs::read_to_string(file)?.trim().to_owned())
}

fn write_private(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    out.write_all(bytes)?;
    Ok(out.sync_all()?)
}

async fn make(config: &Config, file: &Path) -> anyhow::Result<()> {
    let parts = wiring::parts(config).await?;
    let trace = Trace {
        address: String::new(),
        user_agent: "demo".into(),
        request: parts.services.id(),
    };
    let on = [
        "allow_app_passwords",
        "allow_text",
        "allow_call",
        "sms_reply",
    ];
    let settings = on.map(|key| (key.to_owned(), "true".to_owned()));
    parts.services.set_policy(&settings, &trace).await?;
    let mut rows = Vec::new();
    for cast in &CAST {
        let password = first_password()?;
        let person = NewPerson {
            record: DirectoryRecord {
                login: cast.login.into(),
                name: cast.name.into(),
                title: cast.title.into(),
                mail: cast.login.into(),
                office_phone: cast.office.into(),
                language: None,
            },
            password: Some(&password),
            role: cast.role,
            state: cast.state,
        };
        let added = parts.services.add_people(&[person], &trace).await?;
        let added = added.map_err(|_| anyhow::anyhow!("{} cannot be added", cast.login))?;
        let account = added.into_iter().next().context("nobody was added")?;
        let secret = if cast.enrolled {
            Some(enrol(&parts, &account, cast.role == Role::User).await?)
        } else {
            None
        };
        let state = if cast.enrolled {
            State::Enforced
        } else {
            cast.state
        };
        rows.push(Row {
            user: cast.login.into(),
            password: password.to_string(),
            role: cast.role.key().into(),
            state: state.key().into(),
            totp_secret: secret,
        });
    }
    write_private(file, &serde_json::to_vec_pretty(&rows)?)
}

/// An authenticator for somebody who has "always" had one; for `ready` also a phone and two app passwords.
async fn enrol(
    parts: &wiring::Parts,
    account: &Account,
    everything: bool,
) -> anyhow::Result<String> {
    let (services, seal) = (&parts.services, &parts.seal);
    let mut key = Zeroizing::new([0; domain::totp::KEY_BYTES]);
    services.random.fill(key.as_mut_slice());
    let (id, now) = (services.id(), services.clock.now());
    let user = &account.id.0;
    let app = App {
        id,
        name: "Authenticator app".into(),
        secret: seal.seal(&[b"apps.secret", user, &id.0], key.as_slice()),
        last_step: 0,
        created: now,
        last_used: None,
        locked: false,
    };
    let mut changes = vec![
        Change::AddApp(app),
        Change::SetDefault(Some(Preferred::AppCode)),
        Change::SetState(State::Enforced),
    ];
    if everything {
        let kind = PhoneKind::Authentication;
        let number = seal.seal(
            &[b"phones.number", user, kind.key().as_bytes()],
            b"+31612345678",
        );
        changes.push(Change::PutPhone(Phone {
            kind,
            number,
            verified: true,
            created: now,
        }));
        for (slot, name) in [(1, "Laptop"), (2, "Phone")] {
            let bytes = system::bytes::<64>().map_err(|_| anyhow::anyhow!("no random bytes"))?;
            let value = Zeroizing::new(
                domain::app_password::letters(bytes, 16).context("no random letters")?,
            );
            let (kid, mac) = seal.mail_digest(account.id, &value);
            let name = name.to_owned();
            changes.push(Change::AddAppPassword {
                id: services.id(),
                slot,
                name,
                kid,
                mac,
                at: now,
            });
        }
    }
    let batch = Batch {
        account: Some((account.id, account.version)),
        changes,
        ..Batch::default()
    };
    parts.store.commit(batch).await?;
    Ok(BASE32_NOPAD.encode(key.as_slice()))
}

fn greet(origin: &str, file: &Path, rows: &[Row]) {
    println!("\nProofup's demo organisation is at {origin}\n");
    for row in rows {
        let secret = row
            .totp_secret
            .as_deref()
            .map(|s| format!("  authenticator key {s}"))
            .unwrap_or_default();
        println!(
            "  {:<24} {}  {} ({}){secret}",
            row.user, row.password, row.role, row.state
        );
    }
    println!(
        "\nA code: oathtool --totp -b KEY. The same list is in {}.",
        file.display()
    );
    println!("Messages arrive at {origin}/demo/phone. Stop with Ctrl+C.\n");
}
