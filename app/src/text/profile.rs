//! The profile, the account password, and signing out everywhere.

/// Words of the profile and its pages.
pub struct Profile {
    /// Title.
    pub title: &'static str,
    /// Read-only facts come from the directory.
    pub facts_from: &'static str,
    /// Label.
    pub name: &'static str,
    /// Label.
    pub job: &'static str,
    /// Label.
    pub mail: &'static str,
    /// Label.
    pub office: &'static str,
    /// Value of an empty fact.
    pub unknown: &'static str,
    /// Headline of the links.
    pub manage: &'static str,
    /// State of two-step verification: on, required by the organisation.
    pub two_step: fn(bool, bool) -> &'static str,
    /// How many app passwords there are.
    pub app_passwords: fn(u32) -> String,
    /// Link and title.
    pub activity: &'static str,
    /// What the link does.
    pub activity_line: &'static str,
    /// What the page shows, and what to do about what is strange.
    pub activity_lead: &'static str,
    /// Link and title.
    pub change_password: &'static str,
    /// What the link does.
    pub change_password_line: &'static str,
    /// Link and title.
    pub everywhere: &'static str,
    /// What the link does.
    pub everywhere_line: &'static str,
    /// Title of the question.
    pub everywhere_title: &'static str,
    /// What it does.
    pub everywhere_means: &'static str,
    /// What it does not do.
    pub everywhere_not: &'static str,
    /// What the change does.
    pub change_lead: &'static str,
    /// Label.
    pub current: &'static str,
    /// Label.
    pub new: &'static str,
    /// Hint under the new password, with the fewest characters.
    pub new_hint: fn(u32) -> String,
    /// Label.
    pub again: &'static str,
    /// Title after the change.
    pub changed_title: &'static str,
    /// What happened.
    pub changed_lead: &'static str,
    /// This many app passwords still work (F-099).
    pub changed_remaining: fn(u32) -> String,
    /// Deletes them.
    pub changed_delete: &'static str,
    /// Keeps them.
    pub changed_keep: &'static str,
}

/// English.
pub const EN: Profile = Profile {
    title: "Profile",
    facts_from: "These come from your organisation's directory. If one is wrong, ask your admin to change it.",
    name: "Name",
    job: "Job title",
    mail: "E-mail",
    office: "Office phone",
    unknown: "not given",
    manage: "Manage account",
    two_step: |on, required| match (on, required) {
        (true, true) => "Two-step verification is on. Your organisation requires it.",
        (true, false) => "Two-step verification is on.",
        (false, true) => "Two-step verification is not set up, and your organisation requires it.",
        (false, false) => "Two-step verification is off. You can set it up here.",
    },
    app_passwords: |count| match count {
        0 => "You have none. They are for apps that cannot ask for a code.".into(),
        1 => "You have 1, for apps that cannot ask for a code.".into(),
        _ => format!("You have {count}, for apps that cannot ask for a code."),
    },
    activity: "Recent activity",
    activity_line: "Sign-ins, changes, and who of the staff looked at your set-up",
    activity_lead: "The last fifty things that happened to your account. If you do not recognise one, change your password and call your helpdesk.",
    change_password: "Change password",
    change_password_line: "The password of this account.",
    everywhere: "Sign out everywhere",
    everywhere_line: "Ends your sessions in all browsers, this one too.",
    everywhere_title: "Sign out everywhere?",
    everywhere_means: "Every browser in which you are signed in, this one too, will ask for your password and your second step again.",
    everywhere_not: "Mail and calendar apps with an app password are not affected. To stop one, delete its app password.",
    change_lead: "After the change, every other browser is signed out.",
    current: "Current password",
    new: "New password",
    new_hint: |min| {
        format!(
            "At least {min} characters. Several words that do not belong together are easy to remember and hard to guess."
        )
    },
    again: "New password again",
    changed_title: "Your password is changed",
    changed_lead: "Every other browser is signed out and will ask for the new password.",
    changed_remaining: |count| {
        match count {
        1 => "Your app password still works: a new password does not cancel it. If somebody else may know your old password, delete it and make a new one.".into(),
        _ => format!("Your {count} app passwords still work: a new password does not cancel them. If somebody else may know your old password, delete them all and make new ones."),
    }
    },
    changed_delete: "Delete all app passwords",
    changed_keep: "Keep them",
};

/// Dutch.
pub const NL: Profile = Profile {
    title: "Profiel",
    facts_from: "Deze gegevens komen uit de adreslijst van uw organisatie. Klopt er iets niet, vraag uw beheerder dan om het te wijzigen.",
    name: "Naam",
    job: "Functie",
    mail: "E-mailadres",
    office: "Telefoon (werk)",
    unknown: "niet opgegeven",
    manage: "Account beheren",
    two_step: |on, required| match (on, required) {
        (true, true) => "Verificatie in twee stappen staat aan. Uw organisatie vereist dat.",
        (true, false) => "Verificatie in twee stappen staat aan.",
        (false, true) => {
            "Verificatie in twee stappen is niet ingesteld, en uw organisatie vereist dat wel."
        }
        (false, false) => "Verificatie in twee stappen staat uit. U kunt die hier instellen.",
    },
    app_passwords: |count| match count {
        0 => "U hebt er geen. Ze zijn voor apps die niet om een code kunnen vragen.".into(),
        _ => format!("U hebt er {count}, voor apps die niet om een code kunnen vragen."),
    },
    activity: "Recente activiteit",
    activity_line: "Aanmeldingen, wijzigingen en wie van de medewerkers uw instellingen bekeek",
    activity_lead: "De laatste vijftig dingen die met uw account gebeurden. Herkent u er een niet, wijzig dan uw wachtwoord en bel uw helpdesk.",
    change_password: "Wachtwoord wijzigen",
    change_password_line: "Het wachtwoord van dit account.",
    everywhere: "Overal afmelden",
    everywhere_line: "Beëindigt uw sessies in alle browsers, ook in deze.",
    everywhere_title: "Overal afmelden?",
    everywhere_means: "Elke browser waarin u bent aangemeld, ook deze, vraagt opnieuw om uw wachtwoord en de tweede stap.",
    everywhere_not: "E-mail- en agenda-apps met een app-wachtwoord merken er niets van. Verwijder het app-wachtwoord om zo'n app te stoppen.",
    change_lead: "Na de wijziging wordt elke andere browser afgemeld.",
    current: "Huidig wachtwoord",
    new: "Nieuw wachtwoord",
    new_hint: |min| {
        format!(
            "Minstens {min} tekens. Een paar woorden die niet bij elkaar horen, zijn makkelijk te onthouden en moeilijk te raden."
        )
    },
    again: "Nieuw wachtwoord nog een keer",
    changed_title: "Uw wachtwoord is gewijzigd",
    changed_lead: "Elke andere browser is afgemeld en vraagt om het nieuwe wachtwoord.",
    changed_remaining: |count| {
        match count {
        1 => "Uw app-wachtwoord werkt nog: een nieuw wachtwoord maakt er geen eind aan. Kent iemand anders misschien uw oude wachtwoord, verwijder het dan en maak een nieuw.".into(),
        _ => format!("Uw {count} app-wachtwoorden werken nog: een nieuw wachtwoord maakt er geen eind aan. Kent iemand anders misschien uw oude wachtwoord, verwijder ze dan alle en maak nieuwe."),
    }
    },
    changed_delete: "Alle app-wachtwoorden verwijderen",
    changed_keep: "Behouden",
};
