//! The administration: the audit record, fraud reports, the state of the record and of the key ring.

/// Words of the administration.
pub struct Administration {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Title and link: the audit record.
    pub record: &'static str,
    /// What it is.
    pub record_line: &'static str,
    /// Title and link: fraud reports.
    pub fraud: &'static str,
    /// What they are.
    pub fraud_line: &'static str,
    /// Headline.
    pub state: &'static str,
    /// So many rows.
    pub rows: fn(i64) -> String,
    /// Before the time of the oldest row.
    pub since: &'static str,
    /// It was never checked here.
    pub never_checked: &'static str,
    /// Before the time of the last check.
    pub checked: &'static str,
    /// These rows are whole.
    pub whole: fn(i64, i64) -> String,
    /// This row is bad.
    pub bad: fn(i64) -> String,
    /// The beginning is bad.
    pub begin: fn(i64) -> String,
    /// What to do then.
    pub bad_todo: &'static str,
    /// Button.
    pub check: &'static str,
    /// What it does.
    pub check_hint: fn(i64) -> String,
    /// Headline.
    pub keys: &'static str,
    /// A key.
    pub key: fn(i32) -> String,
    /// It seals.
    pub key_newest: &'static str,
    /// It was moved away from.
    pub key_settled: &'static str,
    /// It is being moved away from.
    pub key_moving: &'static str,
    /// No rotation is under way.
    pub settled: &'static str,
    /// A rotation is under way.
    pub moving: &'static str,
    /// Headline of the filters.
    pub filter: &'static str,
    /// Label.
    pub person: &'static str,
    /// Who is meant.
    pub person_hint: &'static str,
    /// Label.
    pub event: &'static str,
    /// Every event.
    pub any_event: &'static str,
    /// Label.
    pub outcome: &'static str,
    /// Every result.
    pub any_outcome: &'static str,
    /// It was done.
    pub done: &'static str,
    /// It was refused.
    pub refused: &'static str,
    /// Label.
    pub from: &'static str,
    /// Label.
    pub to: &'static str,
    /// How a day is typed where there is no calendar.
    pub date_hint: &'static str,
    /// Button.
    pub show: &'static str,
    /// Link.
    pub clear: &'static str,
    /// Link.
    pub csv: &'static str,
    /// Headline of the rows.
    pub found: &'static str,
    /// Nothing was found.
    pub none: &'static str,
    /// The search was given up.
    pub stopped: fn(i64) -> String,
    /// Link.
    pub older: &'static str,
    /// Link.
    pub newest: &'static str,
    /// Column.
    pub number: &'static str,
    /// Column: who did it.
    pub by: &'static str,
    /// Column: to whose account.
    pub about: &'static str,
    /// Column: from where.
    pub address: &'static str,
    /// Summary of the rest of a row.
    pub details: &'static str,
    /// Read behind it.
    pub of_row: fn(i64) -> String,
    /// Nobody is meant.
    pub nobody: &'static str,
    /// Who was not signed in.
    pub stranger: &'static str,
    /// The portal or a shell.
    pub portal: &'static str,
    /// Before the id of somebody who was deleted.
    pub gone: &'static str,
    /// Column: who was called.
    pub who: &'static str,
    /// Column: how.
    pub method: &'static str,
    /// Column: what followed.
    pub followed: &'static str,
    /// What always follows.
    pub ended: &'static str,
    /// Before a time.
    pub blocked: &'static str,
    /// Nobody did.
    pub not_blocked: &'static str,
}

/// English.
pub const EN: Administration = Administration {
    title: "Administration",
    lead: "See what has happened, and whether the record of it is whole.",
    record: "Audit record",
    record_line: "Who did what, to whose account, when and from where.",
    fraud: "Fraud reports",
    fraud_line: "Calls that somebody answered with “this was not me”.",
    state: "State of the audit record",
    rows: |n| match n {
        1 => "1 row".into(),
        _ => format!("{n} rows"),
    },
    since: "since",
    never_checked: "It has not been checked here yet.",
    checked: "Last checked:",
    whole: |first, last| format!("Rows {first} to {last} are whole."),
    bad: |row| format!("Row {row} is missing or was changed, or the row before it was."),
    begin: |row| {
        format!(
            "The record says that it begins after row {row}, and the portal has not sealed that: rows before it were removed by somebody else."
        )
    },
    bad_todo: "Keep a copy of the database as it is, and find out who had access to it.",
    check: "Verify now",
    check_hint: |rows| {
        format!(
            "Checks the newest {rows} rows. “proofup audit verify” in a shell checks all of them, and whether any are missing at the end."
        )
    },
    keys: "Key ring",
    key: |number| format!("Key {number}"),
    key_newest: "Seals everything new.",
    key_settled: "Everything sealed with it has been sealed anew.",
    key_moving: "What was sealed with it is still being sealed anew.",
    settled: "No change of keys is under way.",
    moving: "A change of keys is under way. Keep the older keys until it is done.",
    filter: "Filter",
    person: "User name",
    person_hint: "Of the person who did it, or whose account it is about. The whole name.",
    event: "Event",
    any_event: "All events",
    outcome: "Result",
    any_outcome: "All results",
    done: "Done",
    refused: "Refused",
    from: "From",
    to: "To",
    date_hint: "Year-month-day.",
    show: "Show",
    clear: "Without filters",
    csv: "Download as CSV",
    found: "Rows, newest first",
    none: "Nothing fits these filters.",
    stopped: |row| {
        format!("Searched back to row {row}. There may be more before it: go on with “Older”.")
    },
    older: "Older",
    newest: "Newest",
    number: "Number",
    by: "By",
    about: "About",
    address: "From address",
    details: "Details",
    of_row: |row| format!("of row {row}"),
    nobody: "Nobody",
    stranger: "Not signed in",
    portal: "The portal or a shell",
    gone: "Deleted person",
    who: "Person",
    method: "Method",
    followed: "What followed",
    ended: "Sign-ins under way were ended.",
    blocked: "Blocked:",
    not_blocked: "Not blocked.",
};

/// Dutch.
pub const NL: Administration = Administration {
    title: "Beheer",
    lead: "Zie wat er is gebeurd en of het logboek daarvan heel is.",
    record: "Auditlogboek",
    record_line: "Wie wat deed, bij wiens account, wanneer en vanwaar.",
    fraud: "Fraudemeldingen",
    fraud_line: "Oproepen die iemand beantwoordde met “dit was ik niet”.",
    state: "Toestand van het auditlogboek",
    rows: |n| match n {
        1 => "1 regel".into(),
        _ => format!("{n} regels"),
    },
    since: "sinds",
    never_checked: "Het is hier nog niet gecontroleerd.",
    checked: "Laatst gecontroleerd:",
    whole: |first, last| format!("De regels {first} tot en met {last} zijn heel."),
    bad: |row| format!("Regel {row} ontbreekt of is gewijzigd, of de regel ervoor."),
    begin: |row| {
        format!(
            "Volgens het logboek begint het na regel {row}, en dat heeft het portaal niet verzegeld: regels ervoor zijn door iemand anders verwijderd."
        )
    },
    bad_todo: "Bewaar een kopie van de database zoals die is en zoek uit wie erbij kon.",
    check: "Nu controleren",
    check_hint: |rows| {
        format!(
            "Controleert de nieuwste {rows} regels. “proofup audit verify” in een shell controleert ze allemaal, en of er aan het einde geen ontbreken."
        )
    },
    keys: "Sleutelring",
    key: |number| format!("Sleutel {number}"),
    key_newest: "Verzegelt al het nieuwe.",
    key_settled: "Alles wat ermee was verzegeld, is opnieuw verzegeld.",
    key_moving: "Wat ermee is verzegeld, wordt nog opnieuw verzegeld.",
    settled: "Er is geen wisseling van sleutels gaande.",
    moving: "Er is een wisseling van sleutels gaande. Bewaar de oudere sleutels tot die klaar is.",
    filter: "Filteren",
    person: "Gebruikersnaam",
    person_hint: "Van de persoon die het deed, of om wiens account het gaat. De hele naam.",
    event: "Gebeurtenis",
    any_event: "Alle gebeurtenissen",
    outcome: "Resultaat",
    any_outcome: "Alle resultaten",
    done: "Gedaan",
    refused: "Geweigerd",
    from: "Van",
    to: "Tot en met",
    date_hint: "Jaar-maand-dag.",
    show: "Tonen",
    clear: "Zonder filters",
    csv: "Downloaden als CSV",
    found: "Regels, nieuwste eerst",
    none: "Niets past bij deze filters.",
    stopped: |row| {
        format!("Teruggezocht tot regel {row}. Daarvoor kan er meer zijn: ga verder met “Ouder”.")
    },
    older: "Ouder",
    newest: "Nieuwste",
    number: "Nummer",
    by: "Door",
    about: "Over",
    address: "Vanaf adres",
    details: "Bijzonderheden",
    of_row: |row| format!("van regel {row}"),
    nobody: "Niemand",
    stranger: "Niet aangemeld",
    portal: "Het portaal of een shell",
    gone: "Verwijderde persoon",
    who: "Persoon",
    method: "Methode",
    followed: "Wat er volgde",
    ended: "Aanmeldingen die gaande waren, zijn beëindigd.",
    blocked: "Geblokkeerd:",
    not_blocked: "Niet geblokkeerd.",
};
