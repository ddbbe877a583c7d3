//! People for the tests of the rules.

use crate::account::{Account, App, Role, State};
use crate::{Id, Time};

/// A person with nothing set up.
pub fn account(login: &str) -> Account {
    Account {
        id: Id([7; 16]),
        version: 1,
        login: login.into(),
        name: "Ann".into(),
        title: String::new(),
        mail: login.into(),
        office_phone: String::new(),
        office_extension: String::new(),
        language: None,
        role: Role::User,
        state: State::Disabled,
        active: true,
        password: String::new(),
        password_changed: Time(0),
        default: None,
        apps: Vec::new(),
        phones: Vec::new(),
        app_passwords: Vec::new(),
        retired: 0,
        block: None,
        pass: None,
        temporary: None,
        bypass: None,
        retired_default: None,
        holds: Vec::new(),
    }
}

/// An authenticator app.
pub fn app(n: u8, name: &str) -> App {
    App {
        id: Id([n; 16]),
        name: name.into(),
        secret: Vec::new(),
        last_step: 0,
        created: Time(0),
        last_used: None,
        locked: false,
    }
}
