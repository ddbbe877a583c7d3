//! People of a test, and the short ways to where a test begins. Codes come from `oathtool` and never
//! from our own crate: what it accepts must be what every authenticator app in the world shows.

use std::process::Command;

use data_encoding::BASE32_NOPAD;
use domain::Id;
use domain::account::{Account, App, Role, State};
use domain::method::Preferred;
use domain::service::ports::{Batch, Change, Sealer as _};
use domain::service::{DirectoryRecord, NewPerson};
use domain::time::Span;
use serde_json::Value;

use crate::client::{Browser, request};
use crate::portal::{TOKEN, TestPortal};

/// The account password of everybody who gets none of their own.
pub const PASSWORD: &str = "vlinder kachel onweer zestig";

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id.
    pub id: Id,
    /// The sign-in name.
    pub login: String,
    /// The account password.
    pub password: String,
    /// The authenticator's key in Base32, or empty.
    pub key: String,
}

/// The code that an authenticator shows for this key at this second.
pub fn oathtool(key: &str, seconds: i64) -> String {
    oathtool_from(key, seconds, 0).remove(0)
}

/// The same with so many of the codes that follow.
pub fn oathtool_from(key: &str, seconds: i64, more: u32) -> Vec<String> {
    let (now, window) = (format!("@{seconds}"), more.to_string());
    let arguments = ["--totp", "-b", "--now", &now, "--window", &window, key];
    let output = Command::new("oathtool").args(arguments).output();
    let output = output.expect("oathtool is installed (package oathtool)");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// A person as the directory would tell of them.
pub fn record(login: &str) -> DirectoryRecord {
    DirectoryRecord {
        login: login.into(),
        name: "Sanne Pieters".into(),
        title: "Teacher".into(),
        mail: login.into(),
        office_phone: "+31 20 5550123 x42".into(),
        language: None,
    }
}

impl TestPortal {
    /// Adds a person with [`PASSWORD`].
    pub async fn add(&self, login: &str, state: State) -> Person {
        self.add_as(login, state, Role::User).await
    }

    /// Adds a person with a role.
    pub async fn add_as(&self, login: &str, state: State, role: Role) -> Person {
        let new = NewPerson {
            record: record(login),
            password: Some(PASSWORD),
            role,
            state,
        };
        let added = self
            .services
            .add_people(&[new], &self.trace())
            .await
            .unwrap()
            .unwrap();
        Person {
            id: added[0].id,
            login: added[0].login.clone(),
            password: PASSWORD.into(),
            key: String::new(),
        }
    }

    /// Adds a person who has had an authenticator app for ever.
    pub async fn enrolled(&self, login: &str) -> Person {
        self.enrolled_as(login, Role::User).await
    }

    /// The same with a role.
    pub async fn enrolled_as(&self, login: &str, role: Role) -> Person {
        let mut person = self.add_as(login, State::Enabled, role).await;
        person.key = self.give_app(person.id, "Authenticator app").await;
        person
    }

    /// Puts an authenticator app into an account; answers its key.
    pub async fn give_app(&self, user: Id, name: &str) -> String {
        self.clock.forward(Span(1)); // so that the order of adding shows in the times
        let account = self.account(user).await;
        let (id, mut key) = (self.services.id(), [0; 20]);
        self.services.random.fill(&mut key);
        let secret = self.seal.seal(&[b"apps.secret", &user.0, &id.0], &key);
        let created = self.services.clock.now();
        let app = App {
            id,
            name: name.into(),
            secret,
            last_step: 0,
            created,
            last_used: None,
            locked: false,
        };
        let mut changes = vec![
            Change::AddApp(app),
            Change::SetDefault(Some(Preferred::AppCode)),
        ];
        if account.state.required() {
            changes.push(Change::SetState(State::Enforced));
        }
        let batch = Batch {
            account: Some((user, account.version)),
            changes,
            ..Batch::default()
        };
        self.store.commit(batch).await.unwrap();
        BASE32_NOPAD.encode(&key)
    }

    /// Puts an app password into an account; answers its value.
    pub async fn give_app_password(&self, user: Id, name: &str) -> String {
        self.clock.forward(Span(1));
        let account = self.account(user).await;
        let mut bytes = [0; 128];
        self.services.random.fill(&mut bytes);
        let value = domain::app_password::letters(bytes, 16).unwrap();
        let slot = domain::app_password::free_slot(&account.app_passwords, 40).unwrap();
        let (kid, mac) = self.seal.mail_digest(user, &value);
        let (id, at) = (self.services.id(), self.services.clock.now());
        let change = Change::AddAppPassword {
            id,
            slot,
            name: name.into(),
            kid,
            mac,
            at,
        };
        let batch = Batch {
            account: Some((user, account.version)),
            changes: vec![change],
            ..Batch::default()
        };
        self.store.commit(batch).await.unwrap();
        value
    }

    /// The account as it is stored.
    pub async fn account(&self, user: Id) -> Account {
        self.store.account(user).await.unwrap().unwrap()
    }

    /// The code that the person's authenticator shows now.
    pub fn code(&self, person: &Person) -> String {
        oathtool(&person.key, self.clock.seconds())
    }

    /// Waits for the next code and reads it.
    pub fn next_code(&self, person: &Person) -> String {
        self.clock.forward(Span::seconds(30));
        self.code(person)
    }

    /// A browser in which the person typed the right password, and nothing more.
    pub async fn halfway(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        let page = browser
            .post(
                "/sign-in",
                &[("user", &person.login), ("password", &person.password)],
            )
            .await;
        assert!(
            matches!(
                page.to(),
                "/sign-in/verify" | "/enrol" | "/sign-in/password"
            ),
            "{}",
            page.to()
        );
        browser
    }

    /// A browser in which the person is signed in.
    pub async fn signed_in(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        let page = browser
            .post(
                "/sign-in",
                &[("user", &person.login), ("password", &person.password)],
            )
            .await;
        if page.to() == "/sign-in/verify" {
            let code = self.next_code(person);
            assert_eq!(
                browser
                    .post("/sign-in/verify", &[("code", &code)])
                    .await
                    .to(),
                "/profile"
            );
        } else {
            assert_eq!(page.to(), "/profile");
        }
        browser
    }

    /// What the mail server is told about a password.
    pub async fn check(&self, user: &str, password: &str) -> bool {
        self.check_from(user, password, "198.51.100.5").await
    }

    /// The same from a client's address.
    pub async fn check_from(&self, user: &str, password: &str, client: &str) -> bool {
        let body = serde_json::json!({ "user": user, "password": password, "service": "imap", "client_ip": client });
        let page = self.machine(&body.to_string()).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let answer: Value = serde_json::from_str(&page.body).unwrap();
        answer["ok"].as_bool().unwrap()
    }

    /// A mail server's question, as it comes.
    pub async fn machine(&self, body: &str) -> crate::page::Page {
        let mut server = self.browser().from("127.0.0.1");
        let mut request = request("POST", "/api/v1/app-passwords/check", body.to_owned());
        request
            .headers_mut()
            .insert("content-type", "application/json".parse().unwrap());
        request
            .headers_mut()
            .insert("authorization", format!("Bearer {TOKEN}").parse().unwrap());
        server.send(request).await
    }
}
