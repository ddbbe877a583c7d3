//! The helpdesk: finding somebody, their set-up, and what can be done for them.

mod aids;
mod events;

use std::borrow::Cow;

use domain::account::{Role, State};
use domain::desk::{Aid, Identity, Standing};

pub use aids::AidWords;
use aids::{aid_en, aid_nl};
use events::{event_en, event_nl};

use super::method::{preferred_en, preferred_nl};

/// Words of the helpdesk.
pub struct Desk {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Label of the search box.
    pub search: &'static str,
    /// How it searches.
    pub search_hint: &'static str,
    /// Button.
    pub find: &'static str,
    /// Nobody was found.
    pub nobody: &'static str,
    /// So many were found.
    pub found: fn(usize) -> String,
    /// There are more than the page shows.
    pub more: &'static str,
    /// Column: the person.
    pub person: &'static str,
    /// Column: two-step verification.
    pub two_step: &'static str,
    /// Column: role.
    pub role: &'static str,
    /// Tick box of a row.
    pub select: fn(&str) -> String,
    /// "Manage user settings": button and title.
    pub manage: &'static str,
    /// The people it is for.
    pub for_whom: &'static str,
    /// What was done for one of several.
    pub result: &'static str,
    /// The three tick boxes in the words of the original.
    pub setting: fn(Aid) -> &'static str,
    /// A state.
    pub state: fn(State) -> &'static str,
    /// A role.
    pub role_name: fn(Role) -> &'static str,
    /// Badge of an account that is switched off.
    pub off: &'static str,
    /// Whether the person can sign in.
    pub standing: fn(Standing) -> Cow<'static, str>,
    /// What would mend it; empty where nothing has to be.
    pub mend: fn(Standing) -> &'static str,
    /// Until when a block holds.
    pub blocked_until: &'static str,
    /// Why it was put.
    pub blocked_why: &'static str,
    /// A wait after wrong attempts, in words.
    pub waits: fn(&str) -> String,
    /// Methods that no longer count.
    pub retired: fn(u8) -> String,
    /// Headline: methods.
    pub methods: &'static str,
    /// There is none.
    pub no_methods: &'static str,
    /// Badge of the default.
    pub default: &'static str,
    /// Badge: switched off after wrong codes.
    pub locked: &'static str,
    /// Badge: never answered.
    pub unverified: &'static str,
    /// Since when.
    pub added: &'static str,
    /// Last used.
    pub used: &'static str,
    /// Never used.
    pub never_used: &'static str,
    /// Headline: app passwords.
    pub app_passwords: &'static str,
    /// There is none.
    pub no_app_passwords: &'static str,
    /// Headline: trusted browsers.
    pub browsers: &'static str,
    /// There is none.
    pub no_browsers: &'static str,
    /// Headline: sessions.
    pub sessions: &'static str,
    /// There is none.
    pub no_sessions: &'static str,
    /// A session.
    pub session: &'static str,
    /// Last seen.
    pub seen: &'static str,
    /// Headline: the record.
    pub record: &'static str,
    /// There is none.
    pub no_record: &'static str,
    /// Column: when.
    pub when: &'static str,
    /// Column: what.
    pub what: &'static str,
    /// Column: by whom.
    pub by: &'static str,
    /// Column: from which address.
    pub from: &'static str,
    /// The person themselves.
    pub themselves: &'static str,
    /// The portal or a shell.
    pub system: &'static str,
    /// A row of the record: event, reason, whether it was done.
    pub event: fn(&str, &str, bool) -> Cow<'static, str>,
    /// Headline: what can be done.
    pub help: &'static str,
    /// Nothing can be done here.
    pub not_here: &'static str,
    /// What is done, in words.
    pub aid: fn(Aid) -> AidWords,
    /// Headline of the identity check.
    pub known: &'static str,
    /// Why.
    pub known_hint: &'static str,
    /// Legend of the choice.
    pub identity_label: &'static str,
    /// A way to know who is calling, and what it means.
    pub identity: fn(Identity) -> (&'static str, &'static str),
    /// Label.
    pub ticket: &'static str,
    /// What to type.
    pub ticket_hint: &'static str,
    /// Label.
    pub note: &'static str,
    /// What to type.
    pub note_hint: &'static str,
    /// The reason of a block that followed from a report of fraud.
    pub blocked_fraud: &'static str,
    /// Label of the reason of a block.
    pub reason: &'static str,
    /// Who reads it.
    pub reason_hint: &'static str,
    /// Label.
    pub days: &'static str,
    /// Bounds.
    pub days_hint: &'static str,
    /// Label.
    pub minutes: &'static str,
    /// Bounds.
    pub minutes_hint: &'static str,
    /// Legend of the methods that can be deleted.
    pub which: &'static str,
    /// Title of the page that shows a pass.
    pub pass_title: &'static str,
    /// What to do with it.
    pub pass_lead: fn(&str) -> String,
    /// It is shown once.
    pub pass_once: &'static str,
    /// What to tell the caller.
    pub pass_how: &'static str,
    /// Label of the pass.
    pub pass_value: &'static str,
    /// Button that copies it.
    pub pass_copy: &'static str,
    /// Link back to the person.
    pub back: &'static str,
    /// On the sign-in page: link to the form for a pass.
    pub pass_link: &'static str,
    /// Its title and label.
    pub pass_label: &'static str,
    /// What it is.
    pub pass_hint: &'static str,
}

/// English.
pub const EN: Desk = Desk {
    title: "Helpdesk",
    lead: "Find the person who is calling, see what they have set up, and get them going again.",
    search: "Name, user name or e-mail address",
    search_hint: "The beginning is enough: at least two characters.",
    find: "Find",
    nobody: "Nobody is called that. Check the spelling, or try the user name.",
    found: |count| match count {
        1 => "1 person".into(),
        _ => format!("{count} people"),
    },
    more: "There may be more than these. Type more characters.",
    person: "Person",
    two_step: "Two-step verification",
    role: "Role",
    select: |name| format!("Select {name}"),
    manage: "Manage user settings",
    for_whom: "For",
    result: "Result",
    setting: |aid| match aid {
        Aid::ProvideAgain => "Require selected users to provide contact methods again",
        Aid::DeleteAppPasswords => {
            "Delete all existing app passwords generated by the selected users"
        }
        Aid::RestoreBrowsers => "Restore multi-factor authentication on all remembered devices",
        other => aid_en(other).name,
    },
    state: |state| match state {
        State::Disabled => "Disabled",
        State::Enabled => "Enabled",
        State::Enforced => "Enforced",
    },
    role_name: |role| match role {
        Role::User => "User",
        Role::Reader => "Reader",
        Role::Operator => "Operator",
        Role::Supervisor => "Supervisor",
        Role::Administrator => "Administrator",
    },
    off: "Switched off",
    standing: |standing| match standing {
        Standing::Off => "Cannot sign in: the account is switched off.".into(),
        Standing::Blocked => "Cannot sign in: signing in is blocked.".into(),
        Standing::NoPassword => "Cannot sign in: there is no password.".into(),
        Standing::PasswordOver => "Cannot sign in: the temporary password is too old.".into(),
        Standing::Again => {
            "Can sign in with the password, and must then provide contact methods again.".into()
        }
        Standing::Gate => {
            "Can sign in with the password, and must then set up two-step verification.".into()
        }
        Standing::NoMethod => "Cannot sign in: no method for the second step works.".into(),
        Standing::TwoStep(option) => format!(
            "Can sign in with the password and a second step. It starts with: {}.",
            preferred_en(option)
        )
        .into(),
        Standing::PasswordOnly => {
            "Can sign in with the password alone: two-step verification is not required.".into()
        }
    },
    mend: |standing| match standing {
        Standing::Off => "An administrator can switch the account on.",
        Standing::Blocked => "Unblock, once the reason is gone.",
        Standing::NoPassword | Standing::PasswordOver => "Reset the password.",
        Standing::NoMethod => {
            "Unlock, if too many wrong codes were the reason. Otherwise issue a Temporary Access Pass, or require contact methods again."
        }
        Standing::TwoStep(_) => {
            "If the phone is lost: issue a Temporary Access Pass, or require contact methods again."
        }
        Standing::Again | Standing::Gate | Standing::PasswordOnly => "",
    },
    blocked_until: "Blocked until",
    blocked_fraud: "a call was reported as fraud",
    blocked_why: "Reason",
    waits: |wait| {
        format!("After wrong attempts the next one counts in {wait}. “Unlock” ends the wait.")
    },
    retired: |count| {
        match count {
        1 => "1 method no longer counts, because contact methods were asked for again. It goes when something new is set up.".into(),
        _ => format!("{count} methods no longer count, because contact methods were asked for again. They go when something new is set up."),
    }
    },
    methods: "Methods",
    no_methods: "Nothing is set up.",
    default: "Preferred",
    locked: "Locked",
    unverified: "Not verified",
    added: "Added",
    used: "Last used",
    never_used: "Never used",
    app_passwords: "App passwords",
    no_app_passwords: "There are no app passwords.",
    browsers: "Trusted browsers",
    no_browsers: "No browser is trusted.",
    sessions: "Sessions",
    no_sessions: "Signed in nowhere.",
    session: "Signed in",
    seen: "last seen",
    record: "What happened",
    no_record: "Nothing is recorded.",
    when: "When",
    what: "What",
    by: "By",
    from: "From",
    themselves: "The person",
    system: "The portal",
    event: event_en,
    help: "Help",
    not_here: "Nothing can be done for this person here.",
    aid: aid_en,
    known: "Who is calling?",
    known_hint: "What a stranger can find out is no proof: not a birthday, not a staff number.",
    identity_label: "How do you know",
    identity: |identity| match identity {
        Identity::InPerson => (
            "In person",
            "They stand in front of you with an identity document.",
        ),
        Identity::CallBack => (
            "Called back",
            "You called them back at their number in the directory.",
        ),
        Identity::Manager => ("Manager", "Their manager has confirmed it to you."),
        Identity::Video => ("Video", "You see them on video with an identity document."),
        Identity::RegisteredMethod => (
            "Checked with a code",
            "They read you a code of their app or a text, which you typed on the page “Check who is calling”.",
        ),
    },
    ticket: "Ticket",
    ticket_hint: "The number of the request in your own system.",
    note: "Note (optional)",
    note_hint: "For the record. No passwords and no codes.",
    reason: "Reason for blocking",
    reason_hint: "Only staff can read it.",
    days: "Days",
    days_hint: "From 1 to 365. After that the block ends by itself.",
    minutes: "Minutes",
    minutes_hint: "From 10 to 480. It works once.",
    which: "Which method",
    pass_title: "Temporary Access Pass",
    pass_lead: |name| format!("The pass for {name}. Read it to them, or let them copy it."),
    pass_once: "It is shown only now, works once, and takes the place of every earlier one.",
    pass_how: "They sign in with their password and choose “I have a Temporary Access Pass from the helpdesk”. Then they set up their new phone.",
    pass_value: "Pass",
    pass_copy: "Copy the pass",
    back: "Back to the person",
    pass_link: "I have a Temporary Access Pass from the helpdesk",
    pass_label: "Temporary Access Pass",
    pass_hint: "Twelve characters. Spaces, hyphens and capitals do not matter.",
};
/// Dutch.
pub const NL: Desk = Desk {
    title: "Helpdesk",
    lead: "Zoek de persoon die belt, zie wat die heeft ingesteld en help die weer op weg.",
    search: "Naam, gebruikersnaam of e-mailadres",
    search_hint: "Het begin is genoeg: ten minste twee tekens.",
    find: "Zoeken",
    nobody: "Niemand heet zo. Controleer de spelling of probeer de gebruikersnaam.",
    found: |count| match count {
        1 => "1 persoon".into(),
        _ => format!("{count} personen"),
    },
    more: "Er kunnen er meer zijn dan deze. Typ meer tekens.",
    person: "Persoon",
    two_step: "Verificatie in twee stappen",
    role: "Rol",
    select: |name| format!("{name} selecteren"),
    manage: "Gebruikersinstellingen beheren",
    for_whom: "Voor",
    result: "Resultaat",
    setting: |aid| match aid {
        Aid::ProvideAgain => "Geselecteerde gebruikers opnieuw contactmethoden laten opgeven",
        Aid::DeleteAppPasswords => {
            "Alle bestaande app-wachtwoorden van de geselecteerde gebruikers verwijderen"
        }
        Aid::RestoreBrowsers => "Meervoudige verificatie herstellen op alle onthouden apparaten",
        other => aid_nl(other).name,
    },
    state: |state| match state {
        State::Disabled => "Uitgeschakeld",
        State::Enabled => "Ingeschakeld",
        State::Enforced => "Afgedwongen",
    },
    role_name: |role| match role {
        Role::User => "Gebruiker",
        Role::Reader => "Lezer",
        Role::Operator => "Medewerker",
        Role::Supervisor => "Supervisor",
        Role::Administrator => "Beheerder",
    },
    off: "Uitgezet",
    standing: |standing| {
        match standing {
        Standing::Off => "Kan niet aanmelden: het account is uitgezet.".into(),
        Standing::Blocked => "Kan niet aanmelden: aanmelden is geblokkeerd.".into(),
        Standing::NoPassword => "Kan niet aanmelden: er is geen wachtwoord.".into(),
        Standing::PasswordOver => {
            "Kan niet aanmelden: het tijdelijke wachtwoord is te oud.".into()
        }
        Standing::Again => {
            "Kan aanmelden met het wachtwoord en moet dan opnieuw contactmethoden opgeven.".into()
        }
        Standing::Gate => {
            "Kan aanmelden met het wachtwoord en moet dan verificatie in twee stappen instellen."
                .into()
        }
        Standing::NoMethod => {
            "Kan niet aanmelden: geen methode voor de tweede stap werkt.".into()
        }
        Standing::TwoStep(option) => format!(
            "Kan aanmelden met het wachtwoord en een tweede stap. Die begint met: {}.",
            preferred_nl(option)
        )
        .into(),
        Standing::PasswordOnly => {
            "Kan aanmelden met alleen het wachtwoord: verificatie in twee stappen is niet verplicht."
                .into()
        }
    }
    },
    mend: |standing| match standing {
        Standing::Off => "Een beheerder kan het account aanzetten.",
        Standing::Blocked => "Hef de blokkering op als de reden weg is.",
        Standing::NoPassword | Standing::PasswordOver => "Stel een tijdelijk wachtwoord in.",
        Standing::NoMethod => {
            "Ontgrendel, als te veel verkeerde codes de reden waren. Geef anders een tijdelijke toegangspas uit of laat opnieuw contactmethoden opgeven."
        }
        Standing::TwoStep(_) => {
            "Is de telefoon kwijt: geef een tijdelijke toegangspas uit of laat opnieuw contactmethoden opgeven."
        }
        Standing::Again | Standing::Gate | Standing::PasswordOnly => "",
    },
    blocked_until: "Geblokkeerd tot",
    blocked_fraud: "een oproep is als fraude gemeld",
    blocked_why: "Reden",
    waits: |wait| {
        format!(
            "Na verkeerde pogingen telt de volgende over {wait}. “Ontgrendelen” beëindigt het wachten."
        )
    },
    retired: |count| {
        match count {
        1 => "1 methode telt niet meer, omdat opnieuw om contactmethoden is gevraagd. Ze verdwijnt als er iets nieuws is ingesteld.".into(),
        _ => format!("{count} methoden tellen niet meer, omdat opnieuw om contactmethoden is gevraagd. Ze verdwijnen als er iets nieuws is ingesteld."),
    }
    },
    methods: "Methoden",
    no_methods: "Er is niets ingesteld.",
    default: "Voorkeur",
    locked: "Vergrendeld",
    unverified: "Niet geverifieerd",
    added: "Toegevoegd",
    used: "Laatst gebruikt",
    never_used: "Nooit gebruikt",
    app_passwords: "App-wachtwoorden",
    no_app_passwords: "Er zijn geen app-wachtwoorden.",
    browsers: "Vertrouwde browsers",
    no_browsers: "Geen browser wordt vertrouwd.",
    sessions: "Sessies",
    no_sessions: "Nergens aangemeld.",
    session: "Aangemeld",
    seen: "laatst gezien",
    record: "Wat er is gebeurd",
    no_record: "Er is niets vastgelegd.",
    when: "Wanneer",
    what: "Wat",
    by: "Door",
    from: "Vanaf",
    themselves: "De persoon",
    system: "Het portaal",
    event: event_nl,
    help: "Helpen",
    not_here: "Voor deze persoon kan hier niets worden gedaan.",
    aid: aid_nl,
    known: "Wie belt er?",
    known_hint: "Wat een vreemde te weten kan komen is geen bewijs: geen geboortedatum, geen personeelsnummer.",
    identity_label: "Hoe weet u dat",
    identity: |identity| match identity {
        Identity::InPerson => ("In persoon", "Die staat voor u met een identiteitsbewijs."),
        Identity::CallBack => (
            "Teruggebeld",
            "U belde terug op het nummer in de adreslijst.",
        ),
        Identity::Manager => ("Leidinggevende", "De leidinggevende heeft het u bevestigd."),
        Identity::Video => ("Video", "U ziet die op video met een identiteitsbewijs."),
        Identity::RegisteredMethod => (
            "Nagegaan met een code",
            "Die las u een code uit de app of een sms voor, die u typte op de pagina “Nagaan wie er belt”.",
        ),
    },
    ticket: "Ticket",
    ticket_hint: "Het nummer van het verzoek in uw eigen systeem.",
    note: "Notitie (optioneel)",
    note_hint: "Voor het logboek. Geen wachtwoorden en geen codes.",
    reason: "Reden van de blokkering",
    reason_hint: "Alleen medewerkers kunnen dit lezen.",
    days: "Dagen",
    days_hint: "Van 1 tot 365. Daarna eindigt de blokkering vanzelf.",
    minutes: "Minuten",
    minutes_hint: "Van 10 tot 480. De pas werkt één keer.",
    which: "Welke methode",
    pass_title: "Tijdelijke toegangspas",
    pass_lead: |name| format!("De pas voor {name}. Lees die voor of laat die overnemen."),
    pass_once: "De pas is alleen nu te zien, werkt één keer en vervangt elke eerdere.",
    pass_how: "De persoon meldt zich aan met het wachtwoord en kiest “Ik heb een tijdelijke toegangspas van de helpdesk”. Daarna stelt die de nieuwe telefoon in.",
    pass_value: "Pas",
    pass_copy: "De pas kopiëren",
    back: "Terug naar de persoon",
    pass_link: "Ik heb een tijdelijke toegangspas van de helpdesk",
    pass_label: "Tijdelijke toegangspas",
    pass_hint: "Twaalf tekens. Spaties, streepjes en hoofdletters maken niet uit.",
};
