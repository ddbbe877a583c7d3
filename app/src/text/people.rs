//! Everybody at once: the list with its filters, quick steps, and the registration report.

use domain::roster::{Holding, QuickStep};

/// What is said of a quick step.
pub struct StepWords {
    /// Button and title.
    pub name: &'static str,
    /// What will happen.
    pub effect: &'static str,
    /// It was done for so many.
    pub done: fn(usize) -> String,
}

/// Words of the list and of the report.
pub struct People {
    /// Title and link.
    pub title: &'static str,
    /// What the list is for.
    pub line: &'static str,
    /// Headline of the figures.
    pub figures: &'static str,
    /// So many people.
    pub everybody: fn(u64) -> String,
    /// So many accounts are switched off.
    pub off: fn(u64) -> String,
    /// Before the time of the figures.
    pub counted: &'static str,
    /// Label: the beginning of a name.
    pub begins: &'static str,
    /// How it is looked for.
    pub begins_hint: &'static str,
    /// Label: two-step verification.
    pub state: &'static str,
    /// Every state.
    pub any_state: &'static str,
    /// Label and column: the account.
    pub account: &'static str,
    /// Switched on or off.
    pub any_account: &'static str,
    /// Switched on.
    pub on: &'static str,
    /// Switched off.
    pub switched_off: &'static str,
    /// Every role.
    pub any_role: &'static str,
    /// Label: what is set up.
    pub holds: &'static str,
    /// Whatever is set up.
    pub any_holding: &'static str,
    /// What is set up.
    pub holding: fn(Holding) -> &'static str,
    /// Headline of the list.
    pub found: &'static str,
    /// Nobody fits.
    pub nobody: &'static str,
    /// The search stands here.
    pub stopped: fn(&str) -> String,
    /// Link: the next page.
    pub next: &'static str,
    /// Link: the first page.
    pub first: &'static str,
    /// Headline of the buttons.
    pub steps: &'static str,
    /// What the buttons are for.
    pub steps_hint: &'static str,
    /// A quick step.
    pub step: fn(QuickStep) -> StepWords,
    /// So many of those who are ticked are touched.
    pub touched: fn(usize, usize) -> String,
    /// Headline: who is touched.
    pub touched_title: &'static str,
    /// Headline: who is not.
    pub untouched_title: &'static str,
    /// Column: why.
    pub why: &'static str,
    /// Link and title.
    pub import: &'static str,
    /// Title and link.
    pub report: &'static str,
    /// What the report is.
    pub report_line: &'static str,
    /// What is counted.
    pub report_lead: fn(u64) -> String,
    /// Title of the picture.
    pub chart: &'static str,
    /// Column: what is counted.
    pub what: &'static str,
    /// Column: how many.
    pub number: &'static str,
    /// Column: how many of a hundred.
    pub share: &'static str,
    /// So many of a hundred, with one decimal.
    pub percent: fn(u64) -> String,
    /// Headline: states.
    pub by_state: &'static str,
}

/// English.
pub const EN: People = People {
    title: "People",
    line: "Who uses two-step verification, and who does not yet.",
    figures: "Figures",
    everybody: |n| match n {
        1 => "1 person".into(),
        _ => format!("{n} people"),
    },
    off: |n| match n {
        1 => "1 account is switched off".into(),
        _ => format!("{n} accounts are switched off"),
    },
    counted: "Counted:",
    begins: "Name begins with",
    begins_hint: "User name, e-mail address, or any word of the name. At least two characters.",
    state: "Two-step verification",
    any_state: "Every state",
    account: "Account",
    any_account: "On or off",
    on: "Switched on",
    switched_off: "Switched off",
    any_role: "Every role",
    holds: "Set up",
    any_holding: "Whatever is set up",
    holding: holding_en,
    found: "People by user name",
    nobody: "Nobody fits these filters.",
    stopped: |name| {
        format!("Searched up to {name}. There may be more behind it: go on with “Next page”.")
    },
    next: "Next page",
    first: "First page",
    steps: "Quick steps",
    steps_hint: "For the people who are ticked on this page. You are asked before anything happens.",
    step: step_en,
    touched: |some, all| {
        if all == 1 {
            format!("This concerns {some} of 1 person.")
        } else {
            format!("This concerns {some} of {all} people.")
        }
    },
    touched_title: "For these people",
    untouched_title: "Not for these people",
    why: "Why not",
    import: "Import people",
    report: "Registration report",
    report_line: "How many people have set up what.",
    report_lead: |n| match n {
        1 => "Of the 1 person whose account is switched on.".into(),
        _ => format!("Of the {n} people whose accounts are switched on."),
    },
    chart: "Share of people by what they have set up",
    what: "Set up",
    number: "People",
    share: "Share",
    percent: |tenths| format!("{}.{}%", tenths / 10, tenths % 10),
    by_state: "By state",
};

fn holding_en(holding: Holding) -> &'static str {
    match holding {
        Holding::Registered => "Registered",
        Holding::NotRegistered => "Not registered",
        Holding::App => "Authenticator app",
        Holding::Phone => "Authentication phone",
        Holding::Office => "Office phone",
        Holding::Alternate => "Alternate authentication phone",
        Holding::OnlyOne => "Only one method",
        Holding::AppPasswords => "App passwords",
    }
}

fn step_en(step: QuickStep) -> StepWords {
    match step {
        QuickStep::Enable => StepWords {
            name: "Enable",
            effect: "Two-step verification is required. Who has no method sets one up at the next sign-in; who has one goes on as before. Mail apps keep working with the account password until the set-up is complete.",
            done: |n| match n {
                1 => "Two-step verification is required of 1 person.".into(),
                _ => format!("Two-step verification is required of {n} people."),
            },
        },
        QuickStep::Disable => StepWords {
            name: "Disable",
            effect: "Two-step verification is no longer required. Methods that are set up stay and are asked for as before; the person may delete them all.",
            done: |n| match n {
                1 => "Two-step verification is no longer required of 1 person.".into(),
                _ => format!("Two-step verification is no longer required of {n} people."),
            },
        },
        QuickStep::SwitchOff => StepWords {
            name: "Switch off the account",
            effect: "The account stops working at once: every browser is signed out, trusted browsers are forgotten, and all app passwords are deleted. Methods stay.",
            done: |n| match n {
                1 => "1 account is switched off.".into(),
                _ => format!("{n} accounts are switched off."),
            },
        },
        QuickStep::SwitchOn => StepWords {
            name: "Switch on the account",
            effect: "The account works again, with the same password and methods as before. App passwords have to be made anew.",
            done: |n| match n {
                1 => "1 account is switched on.".into(),
                _ => format!("{n} accounts are switched on."),
            },
        },
    }
}

/// Dutch.
pub const NL: People = People {
    title: "Personen",
    line: "Wie verificatie in twee stappen gebruikt, en wie nog niet.",
    figures: "Aantallen",
    everybody: |n| match n {
        1 => "1 persoon".into(),
        _ => format!("{n} personen"),
    },
    off: |n| match n {
        1 => "1 account staat uit".into(),
        _ => format!("{n} accounts staan uit"),
    },
    counted: "Geteld:",
    begins: "Naam begint met",
    begins_hint: "Gebruikersnaam, e-mailadres of een woord van de naam. Minstens twee tekens.",
    state: "Verificatie in twee stappen",
    any_state: "Elke toestand",
    account: "Account",
    any_account: "Aan of uit",
    on: "Aan",
    switched_off: "Uit",
    any_role: "Elke rol",
    holds: "Ingesteld",
    any_holding: "Wat er ook is ingesteld",
    holding: holding_nl,
    found: "Personen op gebruikersnaam",
    nobody: "Niemand past bij deze filters.",
    stopped: |name| {
        format!(
            "Gezocht tot en met {name}. Daarna kan er meer zijn: ga verder met “Volgende pagina”."
        )
    },
    next: "Volgende pagina",
    first: "Eerste pagina",
    steps: "Snelle stappen",
    steps_hint: "Voor de personen die op deze pagina zijn aangevinkt. Er wordt eerst om bevestiging gevraagd.",
    step: step_nl,
    touched: |some, all| {
        if all == 1 {
            format!("Dit geldt voor {some} van 1 persoon.")
        } else {
            format!("Dit geldt voor {some} van {all} personen.")
        }
    },
    touched_title: "Voor deze personen",
    untouched_title: "Niet voor deze personen",
    why: "Waarom niet",
    import: "Personen importeren",
    report: "Registratieoverzicht",
    report_line: "Hoeveel personen wat hebben ingesteld.",
    report_lead: |n| match n {
        1 => "Van de 1 persoon wiens account aan staat.".into(),
        _ => format!("Van de {n} personen wier account aan staat."),
    },
    chart: "Aandeel van de personen naar wat ze hebben ingesteld",
    what: "Ingesteld",
    number: "Personen",
    share: "Aandeel",
    percent: |tenths| format!("{},{}%", tenths / 10, tenths % 10),
    by_state: "Naar toestand",
};

fn holding_nl(holding: Holding) -> &'static str {
    match holding {
        Holding::Registered => "Geregistreerd",
        Holding::NotRegistered => "Niet geregistreerd",
        Holding::App => "Verificator-app",
        Holding::Phone => "Telefoon voor authenticatie",
        Holding::Office => "Telefoon (werk)",
        Holding::Alternate => "Andere telefoon voor authenticatie",
        Holding::OnlyOne => "Maar één methode",
        Holding::AppPasswords => "App-wachtwoorden",
    }
}

fn step_nl(step: QuickStep) -> StepWords {
    match step {
        QuickStep::Enable => StepWords {
            name: "Inschakelen",
            effect: "Verificatie in twee stappen is verplicht. Wie geen methode heeft, stelt er bij de volgende aanmelding een in; wie er een heeft, gaat verder zoals voorheen. Mailapps blijven werken met het accountwachtwoord tot het instellen klaar is.",
            done: |n| match n {
                1 => "Verificatie in twee stappen is verplicht voor 1 persoon.".into(),
                _ => format!("Verificatie in twee stappen is verplicht voor {n} personen."),
            },
        },
        QuickStep::Disable => StepWords {
            name: "Uitschakelen",
            effect: "Verificatie in twee stappen is niet meer verplicht. Ingestelde methoden blijven en worden gevraagd zoals voorheen; de persoon mag ze allemaal verwijderen.",
            done: |n| match n {
                1 => "Verificatie in twee stappen is niet meer verplicht voor 1 persoon.".into(),
                _ => {
                    format!("Verificatie in twee stappen is niet meer verplicht voor {n} personen.")
                }
            },
        },
        QuickStep::SwitchOff => StepWords {
            name: "Account uitzetten",
            effect: "Het account werkt meteen niet meer: elke browser wordt afgemeld, vertrouwde browsers worden vergeten en alle app-wachtwoorden worden verwijderd. Methoden blijven.",
            done: |n| match n {
                1 => "1 account is uitgezet.".into(),
                _ => format!("{n} accounts zijn uitgezet."),
            },
        },
        QuickStep::SwitchOn => StepWords {
            name: "Account aanzetten",
            effect: "Het account werkt weer, met hetzelfde wachtwoord en dezelfde methoden als voorheen. App-wachtwoorden moeten opnieuw worden gemaakt.",
            done: |n| match n {
                1 => "1 account is aangezet.".into(),
                _ => format!("{n} accounts zijn aangezet."),
            },
        },
    }
}
