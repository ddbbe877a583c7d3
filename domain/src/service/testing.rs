//! People for the tests of the rules.

use crate::account::{Account, App};
use crate::{Id, Time};

/// A person with nothing set up.
pub fn account(login: &str) -> Account {
    Account {
        name: "Ann".into(),
        mail: login.into(),
        ..Account::new(Id([7; 16]), login.into(), Time(0))
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
