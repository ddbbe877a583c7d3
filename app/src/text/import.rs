//! A file of people: what it is, what is wrong with it by line and column, what it would do.

use std::borrow::Cow;

use domain::import::Why;

use super::refusal::{refusal_en, refusal_nl};

/// Words of the import.
pub struct Import {
    /// Title and link.
    pub title: &'static str,
    /// What happens.
    pub lead: &'static str,
    /// Headline of what a file looks like.
    pub form: &'static str,
    /// Its columns.
    pub columns: &'static str,
    /// What it may not do.
    pub not: &'static str,
    /// Label of the file.
    pub file: &'static str,
    /// What is taken.
    pub file_hint: &'static str,
    /// Label of the box.
    pub typed: &'static str,
    /// What goes into it.
    pub typed_hint: &'static str,
    /// Button.
    pub check: &'static str,
    /// Link to the file that waits.
    pub kept: &'static str,
    /// Title of what it would do.
    pub checked: &'static str,
    /// So many lines.
    pub lines: fn(usize) -> String,
    /// Of whom it would add.
    pub added: &'static str,
    /// Of whom it would change.
    pub changed: &'static str,
    /// Of whom it tells nothing new.
    pub same: &'static str,
    /// Nothing was changed yet.
    pub not_yet: &'static str,
    /// Button.
    pub import: &'static str,
    /// There is nothing to do.
    pub nothing: &'static str,
    /// So many problems, and nothing happens.
    pub wrong: fn(usize) -> String,
    /// So many of them are shown.
    pub first: fn(usize) -> String,
    /// Link to all of them.
    pub all: &'static str,
    /// Column: the line.
    pub line: &'static str,
    /// Column: the column.
    pub column: &'static str,
    /// Column: what is wrong.
    pub what: &'static str,
    /// Headline of the form below the problems.
    pub again: &'static str,
    /// The answer was for another file.
    pub other: &'static str,
    /// What is wrong.
    pub why: fn(&Why) -> Cow<'static, str>,
    /// People who were added and changed.
    pub done: fn(u32, u32) -> String,
}

/// English.
pub const EN: Import = Import {
    title: "Import people",
    lead: "Add and change many people with a CSV file. First you see what it would do; then the whole file is imported, or nothing of it.",
    form: "What the file looks like",
    columns: "The first line names the columns. user and name must be there; title, mail, office_phone, language (en or nl) and state (disabled or enabled) may be. A user name that is there already is changed, any other is added.",
    not: "A file gives no roles and no passwords, and changes nobody of the staff.",
    file: "CSV file",
    file_hint: "UTF-8, at most 16 MB and 100,000 people. If there is text in the box as well, the file counts.",
    typed: "Or type or paste the lines",
    typed_hint: "With the line that names the columns.",
    check: "Check",
    kept: "Go on with the file that was checked",
    checked: "What the file would do",
    lines: |n| match n {
        1 => "1 line with a person.".into(),
        _ => format!("{n} lines with people."),
    },
    added: "Added",
    changed: "Changed",
    same: "Unchanged",
    not_yet: "Nothing has been changed yet. The file is kept for 10 minutes.",
    import: "Import",
    nothing: "The file says nothing new, so there is nothing to import.",
    wrong: |n| match n {
        1 => "There is 1 problem, so nothing can be imported. Correct the file and check it again."
            .into(),
        _ => format!(
            "There are {n} problems, so nothing can be imported. Correct the file and check it again."
        ),
    },
    first: |n| format!("The first {n} are shown."),
    all: "Download all problems as CSV",
    line: "Line",
    column: "Column",
    what: "Problem",
    again: "Check again",
    other: "Another file was checked in the meantime. This is what that one would do; look again before you import it.",
    why: why_en,
    done: |added, changed| format!("The file is imported: {added} added, {changed} changed."),
};

fn why_en(why: &Why) -> Cow<'static, str> {
    Cow::Borrowed(match why {
        Why::NotText => "The text is not UTF-8 from here on. Save the file as “CSV UTF-8”.",
        Why::NoHeading => "The line that names the columns is missing.",
        Why::Unknown(name) if name.is_empty() => "A column has no name.",
        Why::Unknown(name) => return format!("There is no column “{name}” here.").into(),
        Why::ColumnTwice => "This column is there twice.",
        Why::Missing => "This column is missing.",
        Why::Unclosed => "A quotation mark is opened here and never closed.",
        Why::Quote => {
            "A quotation mark is in the wrong place. Put the whole cell in quotation marks and write each one inside it twice."
        }
        Why::Cells(expected, found) => {
            return format!("This line has {found} cells instead of {expected}.").into();
        }
        Why::TooManyRows => "From here on there are more than 100,000 people. Divide the file.",
        Why::Empty => "This cell is empty.",
        Why::Long(max) => return format!("More than {max} characters.").into(),
        Why::Characters => {
            "There are invisible characters, or characters that turn the direction of writing."
        }
        Why::User => {
            "This is no user name: it has no spaces and no invisible characters, and at most 254 characters."
        }
        Why::Mail => "This is no e-mail address.",
        Why::Phone => {
            "This is no telephone number in international form, such as +31 20 5550123 x42."
        }
        Why::Language => "The languages are en and nl.",
        Why::State => "The states are disabled and enabled.",
        Why::Enforced => "Enforced comes by itself when the set-up is complete. Write enabled.",
        Why::NoRole => "There is no such role.",
        Why::RoleGiven => "Roles are not given by a file. Leave the cell empty.",
        Why::Staff => {
            "This person works for the helpdesk or the administration, whom a file does not change."
        }
        Why::Taken => "Somebody has this user name already.",
        Why::Twice(line) => {
            return format!("The same user name is in line {line}; capitals do not count.").into();
        }
        Why::Password(refusal) => return refusal_en(*refusal),
    })
}

/// Dutch.
pub const NL: Import = Import {
    title: "Personen importeren",
    lead: "Voeg veel personen toe of wijzig ze met een CSV-bestand. Eerst ziet u wat het zou doen; daarna wordt het hele bestand geïmporteerd, of niets ervan.",
    form: "Hoe het bestand eruitziet",
    columns: "De eerste regel noemt de kolommen. user en name moeten er zijn; title, mail, office_phone, language (en of nl) en state (disabled of enabled) mogen. Een gebruikersnaam die er al is, wordt gewijzigd; elke andere wordt toegevoegd.",
    not: "Een bestand geeft geen rollen en geen wachtwoorden, en wijzigt niemand van de helpdesk of het beheer.",
    file: "CSV-bestand",
    file_hint: "UTF-8, hoogstens 16 MB en 100.000 personen. Staat er ook tekst in het vak, dan telt het bestand.",
    typed: "Of typ of plak de regels",
    typed_hint: "Met de regel die de kolommen noemt.",
    check: "Controleren",
    kept: "Verdergaan met het bestand dat is gecontroleerd",
    checked: "Wat het bestand zou doen",
    lines: |n| match n {
        1 => "1 regel met een persoon.".into(),
        _ => format!("{n} regels met personen."),
    },
    added: "Toegevoegd",
    changed: "Gewijzigd",
    same: "Ongewijzigd",
    not_yet: "Er is nog niets gewijzigd. Het bestand wordt 10 minuten bewaard.",
    import: "Importeren",
    nothing: "Het bestand zegt niets nieuws, dus er valt niets te importeren.",
    wrong: |n| {
        match n {
        1 => "Er is 1 probleem, dus er kan niets worden geïmporteerd. Verbeter het bestand en controleer het opnieuw.".into(),
        _ => format!(
            "Er zijn {n} problemen, dus er kan niets worden geïmporteerd. Verbeter het bestand en controleer het opnieuw."
        ),
    }
    },
    first: |n| format!("De eerste {n} staan hier."),
    all: "Alle problemen downloaden als CSV",
    line: "Regel",
    column: "Kolom",
    what: "Probleem",
    again: "Opnieuw controleren",
    other: "Er is intussen een ander bestand gecontroleerd. Dit zou dat bestand doen; kijk opnieuw voordat u het importeert.",
    why: why_nl,
    done: |added, changed| {
        format!("Het bestand is geïmporteerd: {added} toegevoegd, {changed} gewijzigd.")
    },
};

fn why_nl(why: &Why) -> Cow<'static, str> {
    Cow::Borrowed(match why {
        Why::NotText => "De tekst is vanaf hier geen UTF-8. Bewaar het bestand als “CSV UTF-8”.",
        Why::NoHeading => "De regel die de kolommen noemt, ontbreekt.",
        Why::Unknown(name) if name.is_empty() => "Een kolom heeft geen naam.",
        Why::Unknown(name) => return format!("De kolom “{name}” bestaat hier niet.").into(),
        Why::ColumnTwice => "Deze kolom is er twee keer.",
        Why::Missing => "Deze kolom ontbreekt.",
        Why::Unclosed => "Hier begint een aanhalingsteken dat nergens sluit.",
        Why::Quote => {
            "Een aanhalingsteken staat op de verkeerde plaats. Zet de hele cel tussen aanhalingstekens en schrijf elk teken daarbinnen dubbel."
        }
        Why::Cells(expected, found) => {
            return format!("Deze regel heeft {found} cellen in plaats van {expected}.").into();
        }
        Why::TooManyRows => "Vanaf hier zijn er meer dan 100.000 personen. Verdeel het bestand.",
        Why::Empty => "Deze cel is leeg.",
        Why::Long(max) => return format!("Meer dan {max} tekens.").into(),
        Why::Characters => {
            "Er staan onzichtbare tekens in, of tekens die de schrijfrichting omkeren."
        }
        Why::User => {
            "Dit is geen gebruikersnaam: die heeft geen spaties of onzichtbare tekens en hoogstens 254 tekens."
        }
        Why::Mail => "Dit is geen e-mailadres.",
        Why::Phone => {
            "Dit is geen telefoonnummer in internationale vorm, zoals +31 20 5550123 x42."
        }
        Why::Language => "De talen zijn en en nl.",
        Why::State => "De toestanden zijn disabled en enabled.",
        Why::Enforced => "Enforced komt vanzelf als het instellen klaar is. Schrijf enabled.",
        Why::NoRole => "Zo'n rol is er niet.",
        Why::RoleGiven => "Een bestand geeft geen rollen. Laat de cel leeg.",
        Why::Staff => {
            "Deze persoon werkt voor de helpdesk of het beheer, en die wijzigt een bestand niet."
        }
        Why::Taken => "Iemand heeft deze gebruikersnaam al.",
        Why::Twice(line) => {
            return format!(
                "Dezelfde gebruikersnaam staat in regel {line}; hoofdletters tellen niet."
            )
            .into();
        }
        Why::Password(refusal) => return refusal_nl(*refusal),
    })
}
