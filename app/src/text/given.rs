//! What the helpdesk gives somebody for a while: a temporary password, and a sign-in without the second step.

use crate::view::When;

use super::time::{when_en, when_nl};

/// Words of what is given, for the staff and for the person.
pub struct Given {
    /// Title of the page that shows a temporary password.
    pub password_title: &'static str,
    /// What to do with it.
    pub password_lead: fn(&str) -> String,
    /// Label of it.
    pub password_value: &'static str,
    /// Button that copies it.
    pub password_copy: &'static str,
    /// It is shown once.
    pub password_once: &'static str,
    /// What to tell the caller.
    pub password_how: &'static str,
    /// On the person's page: until when a temporary password counts.
    pub password_until: fn(When) -> String,
    /// The same when its time is over.
    pub password_was: fn(When) -> String,
    /// Label of the seconds of a bypass.
    pub seconds: &'static str,
    /// Bounds.
    pub seconds_hint: &'static str,
    /// Label of the reason of a bypass.
    pub why: &'static str,
    /// Who reads it.
    pub why_hint: &'static str,
    /// On the person's page: until when a bypass is open.
    pub bypass_until: fn(When) -> String,
    /// Legend: which telephone the helpdesk sets.
    pub which: &'static str,
    /// Label of its number.
    pub number: &'static str,
    /// What to type.
    pub number_hint: &'static str,
    /// Why it may have to wait.
    pub waits_hint: &'static str,
    /// A number that waits until it counts.
    pub waits: fn(When) -> String,
    /// On the person's own page: title of the numbers that wait.
    pub waiting: &'static str,
    /// What they are.
    pub waiting_lead: &'static str,
    /// Button that stops one.
    pub stop: &'static str,
    /// Title of the page behind the link of a message.
    pub not_me: &'static str,
    /// What it does.
    pub not_me_lead: &'static str,
    /// Its button.
    pub not_me_stop: &'static str,
    /// It was stopped.
    pub not_me_done: &'static str,
    /// There was nothing to stop.
    pub not_me_nothing: &'static str,
    /// Title of the page where a new password takes the place of a temporary one.
    pub choose: &'static str,
    /// Why.
    pub choose_lead: &'static str,
    /// Its button.
    pub choose_save: &'static str,
}

/// English.
pub const EN: Given = Given {
    password_title: "Temporary password",
    password_lead: |name| {
        format!("The temporary password for {name}. Read it to them, or let them copy it.")
    },
    password_value: "Temporary password",
    password_copy: "Copy the temporary password",
    password_once: "It is shown only now, and counts for 24 hours. The old password no longer works.",
    password_how: "They sign in with it and with their second step as always. Then they choose a new password. Spaces and capitals do not matter.",
    password_until: |when| {
        format!(
            "The password is a temporary one. It counts until {}, and a new one is chosen at the next sign-in.",
            when_en(when)
        )
    },
    password_was: |when| format!("The temporary password counted until {}.", when_en(when)),
    seconds: "Seconds",
    seconds_hint: "From 10 to 1800. It is good for one sign-in.",
    why: "Reason for the bypass",
    why_hint: "For the record, which the person does not see.",
    bypass_until: |when| {
        format!(
            "One sign-in goes without the second step until {}.",
            when_en(when)
        )
    },
    which: "Which telephone",
    number: "Number",
    number_hint: "As it is dialled in that country, or with + in front.",
    waits_hint: "Unless the person stands in front of you, the number counts only after 24 hours. They are told at once and can stop it; their old number keeps counting.",
    waits: |when| format!("Waits until {}, then it counts.", when_en(when)),
    waiting: "Waiting to be changed",
    waiting_lead: "The helpdesk has set these numbers. If you did not ask for one, stop it and call your helpdesk.",
    stop: "Stop the change",
    not_me: "This was not me",
    not_me_lead: "The helpdesk has set a new phone number for your account. If you did not ask for it, stop it here. You need no password for that.",
    not_me_stop: "Stop the change",
    not_me_done: "The change is stopped, and the number will not count. Call your helpdesk at once: somebody may be pretending to be you.",
    not_me_nothing: "There is nothing to stop: the change was stopped already, it counts already, or the address is not whole. If you did not ask for it, call your helpdesk.",
    choose: "Choose a new password",
    choose_lead: "You signed in with a temporary password. Choose one of your own; the temporary one then no longer works.",
    choose_save: "Save and go on",
};

/// Dutch.
pub const NL: Given = Given {
    password_title: "Tijdelijk wachtwoord",
    password_lead: |name| {
        format!("Het tijdelijke wachtwoord voor {name}. Lees het voor of laat het overnemen.")
    },
    password_value: "Tijdelijk wachtwoord",
    password_copy: "Het tijdelijke wachtwoord kopiëren",
    password_once: "Het is alleen nu te zien en geldt 24 uur. Het oude wachtwoord werkt niet meer.",
    password_how: "De persoon meldt zich daarmee aan, met de tweede stap als altijd. Daarna kiest die een nieuw wachtwoord. Spaties en hoofdletters maken niet uit.",
    password_until: |when| {
        format!(
            "Het wachtwoord is tijdelijk. Het geldt tot {}, en bij de volgende aanmelding wordt een nieuw gekozen.",
            when_nl(when)
        )
    },
    password_was: |when| format!("Het tijdelijke wachtwoord gold tot {}.", when_nl(when)),
    seconds: "Seconden",
    seconds_hint: "Van 10 tot 1800. Goed voor één aanmelding.",
    why: "Reden om over te slaan",
    why_hint: "Voor het logboek; de persoon ziet dit niet.",
    bypass_until: |when| {
        format!(
            "Eén aanmelding gaat zonder de tweede stap tot {}.",
            when_nl(when)
        )
    },
    which: "Welke telefoon",
    number: "Nummer",
    number_hint: "Zoals het in dat land wordt gekozen, of met + ervoor.",
    waits_hint: "Staat de persoon niet voor u, dan telt het nummer pas na 24 uur. Die hoort het meteen en kan het tegenhouden; het oude nummer blijft tellen.",
    waits: |when| format!("Wacht tot {}, daarna telt het.", when_nl(when)),
    waiting: "Wacht op wijziging",
    waiting_lead: "De helpdesk heeft deze nummers ingesteld. Hebt u niet om een ervan gevraagd, houd het dan tegen en bel uw helpdesk.",
    stop: "De wijziging tegenhouden",
    not_me: "Dit was ik niet",
    not_me_lead: "De helpdesk heeft een nieuw telefoonnummer voor uw account ingesteld. Hebt u daar niet om gevraagd, houd het dan hier tegen. Daar is geen wachtwoord voor nodig.",
    not_me_stop: "De wijziging tegenhouden",
    not_me_done: "De wijziging is tegengehouden en het nummer zal niet tellen. Bel meteen uw helpdesk: iemand kan zich voor u uitgeven.",
    not_me_nothing: "Er is niets tegen te houden: de wijziging is al tegengehouden, ze telt al of het adres is niet volledig. Hebt u er niet om gevraagd, bel dan uw helpdesk.",
    choose: "Kies een nieuw wachtwoord",
    choose_lead: "U hebt zich aangemeld met een tijdelijk wachtwoord. Kies er zelf een; het tijdelijke werkt daarna niet meer.",
    choose_save: "Opslaan en verder",
};
