//! Conditions on a person `a` of the list, in words that both databases read alike.

use domain::roster::{Holding, Selection};
use domain::service::ports::{Leg, Listed};

macro_rules! registered {
    () => {
        "(EXISTS (SELECT 1 FROM apps p WHERE p.user_id = a.id AND NOT p.retired)
            OR EXISTS (SELECT 1 FROM phones p
                WHERE p.user_id = a.id AND p.verified AND NOT p.retired AND p.kind <> 'backup'))"
    };
}

/// What of a person the list reads, in the order of the columns.
pub(super) const COLUMNS: &str = concat!(
    "SELECT a.id, a.login, a.name, a.mail, a.role, a.state, a.active, a.version, a.title, a.office_phone,
        a.office_extension, a.language, ",
    registered!(),
    " FROM accounts a"
);

macro_rules! phone {
    ($kind:literal) => {
        concat!(
            " AND EXISTS (SELECT 1 FROM phones p
                WHERE p.user_id = a.id AND p.verified AND NOT p.retired AND p.kind = '",
            $kind,
            "')"
        )
    };
}

const ONLY_ONE: &str = concat!(
    " AND (SELECT count(*) FROM apps p WHERE p.user_id = a.id AND NOT p.retired)
        + (SELECT count(*) FROM phones p WHERE p.user_id = a.id AND p.verified AND NOT p.retired) = 1 AND ",
    registered!()
);

/// Something of this kind is set up.
const fn holds(holding: Holding) -> &'static str {
    match holding {
        Holding::Registered => concat!(" AND ", registered!()),
        Holding::NotRegistered => concat!(" AND NOT ", registered!()),
        Holding::App => {
            " AND EXISTS (SELECT 1 FROM apps p WHERE p.user_id = a.id AND NOT p.retired)"
        }
        Holding::Phone => phone!("phone"),
        Holding::Office => phone!("office"),
        Holding::Alternate => phone!("backup"),
        Holding::OnlyOne => ONLY_ONE,
        Holding::AppPasswords => {
            " AND EXISTS (SELECT 1 FROM app_passwords p WHERE p.user_id = a.id)"
        }
    }
}

/// Everything that is asked of a person but the beginning of a name. Values are those of the program's own
/// lists and never what somebody typed; the words are those of the indexes (V12).
pub(super) fn conditions(selection: &Selection) -> String {
    let mut all = String::new();
    if let Some(state) = selection.state {
        all.push_str(&format!(" AND a.state = '{}'", state.key()));
    }
    match selection.active {
        Some(true) => all.push_str(" AND a.active"),
        Some(false) => all.push_str(" AND NOT a.active"),
        None => {}
    }
    if let Some(role) = selection.role {
        if role.is_staff() {
            all.push_str(" AND a.role <> 'user'");
        }
        all.push_str(&format!(" AND a.role = '{}'", role.key()));
    }
    all.push_str(selection.holds.map_or("", holds));
    all
}

/// A stretch that was looked at up to `end`, or to the end of the list where there is none.
pub(super) fn leg(people: Vec<Listed>, most: u32, end: Option<String>) -> Leg {
    let full = people.len() >= most as usize;
    let last = people.last().map(|one| one.person.login.clone());
    Leg {
        people,
        reached: if full { last } else { end },
    }
}
