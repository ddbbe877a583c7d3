//! SQLite: one transaction without a journal. A crash here costs nothing but the time to fill again.

use std::path::Path;

use rusqlite::{Connection, params};

use super::Crowd;

const PERSON: &str = "INSERT INTO accounts
    (id, version, login, name, title, mail, office_phone, office_extension, role, state, active, password, password_changed,
     indexed)
    VALUES (?1, 1, ?2, ?3, '', ?2, '', '', 'user', 'enforced', 1, ?4, ?5, 1)";

const TERM: &str = "INSERT INTO search_terms (term, user_id) VALUES (?1, ?2)";

const APP_PASSWORD: &str = "INSERT INTO app_passwords (user_id, slot, id, kid, mac, name, created)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

pub fn fill(path: &Path, crowd: &Crowd) -> anyhow::Result<()> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;
        BEGIN EXCLUSIVE;",
    )?;
    let mut person = db.prepare(PERSON)?;
    let mut term = db.prepare(TERM)?;
    let mut app_password = db.prepare(APP_PASSWORD)?;
    for number in 1..=crowd.people {
        let (user, login) = crowd.person(number);
        let name = format!("Person {number}");
        person.execute(params![user.0, login, name, crowd.phc, crowd.begun.0])?;
        for one in domain::search::terms(&login, &name, &login) {
            term.execute(params![one, user.0])?;
        }
        for slot in 1..=crowd.each {
            let (id, kid, mac) = crowd.app_password(user, number, slot);
            let name = format!("Device {slot}");
            app_password.execute(params![user.0, slot, id.0, kid, mac, name, crowd.begun.0])?;
        }
    }
    drop((person, term, app_password));
    db.execute_batch("COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;")?;
    db.close().map_err(|(_, error)| error)?;
    // A measurement must not pay for writing what was loaded.
    std::fs::File::open(path)?.sync_all()?;
    Ok(())
}
