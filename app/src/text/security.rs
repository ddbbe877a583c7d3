//! The tab "additional security verification": preferred option, methods, deleting (F-066 to F-073).

/// Words of the security page and its questions.
pub struct Security {
    /// Title.
    pub title: &'static str,
    /// First tab.
    pub tab: &'static str,
    /// Second tab.
    pub tab_app_passwords: &'static str,
    /// Name of the tabs for people who cannot see them.
    pub tabs: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Label of the drop-down (F-067).
    pub preferred: &'static str,
    /// Hint under it.
    pub preferred_hint: &'static str,
    /// Entry of the drop-down while none is chosen.
    pub preferred_none: &'static str,
    /// Headline of the reasons.
    pub preferred_off: &'static str,
    /// Headline of the list (F-069).
    pub respond: &'static str,
    /// Hint under it.
    pub respond_hint: &'static str,
    /// What stands in the office phone's row.
    pub office_phone_from: &'static str,
    /// No number in the directory.
    pub office_phone_none: &'static str,
    /// What the alternate phone is for (F-065).
    pub alternate_phone_what: &'static str,
    /// State of a telephone that answered its test.
    pub verified: &'static str,
    /// State of one that did not yet.
    pub not_verified: &'static str,
    /// Row action: there is none yet.
    pub set_up: &'static str,
    /// Row action: there is one.
    pub change: &'static str,
    /// Row.
    pub app: &'static str,
    /// No app yet.
    pub app_none: &'static str,
    /// When an app was added.
    pub app_added: &'static str,
    /// When a code of it was last used.
    pub app_used: &'static str,
    /// No code of it was used.
    pub app_never: &'static str,
    /// Badge of an app after too many wrong codes.
    pub locked: &'static str,
    /// Why, and what to do.
    pub locked_why: &'static str,
    /// Button (row 4).
    pub set_up_app: &'static str,
    /// Hint beside it: how many there are, how many there can be.
    pub app_count: fn(u32, u32) -> String,
    /// The portal and the phone each have their own list (F-039).
    pub two_places: &'static str,
    /// Row action.
    pub rename: &'static str,
    /// Title of renaming.
    pub rename_title: &'static str,
    /// Title of deleting, for this many things.
    pub delete_title: fn(u32) -> &'static str,
    /// Headline above what goes.
    pub delete_what: &'static str,
    /// What deleting means.
    pub delete_means: &'static str,
    /// The default moves on to this option.
    pub delete_moves: fn(&str) -> String,
    /// No default is left.
    pub delete_moves_none: &'static str,
    /// Two-step verification ends.
    pub delete_turns_off: &'static str,
}

/// English.
pub const EN: Security = Security {
    title: "Additional security verification",
    tab: "additional security verification",
    tab_app_passwords: "app passwords",
    tabs: "Security",
    lead: "After your password, you also answer from a device that you have set up here. So a stolen password is not enough to get into your account.",
    preferred: "What's your preferred option?",
    preferred_hint: "We ask for this one when you sign in.",
    preferred_none: "None chosen yet",
    preferred_off: "Why some options cannot be chosen",
    respond: "How would you like to respond?",
    respond_hint: "Ticked methods stay. Untick one and choose “Save” to delete it; we ask once more before it goes.",
    office_phone_from: "From your organisation's directory. If it is wrong, ask your admin to change it.",
    office_phone_none: "There is no number in your organisation's directory. Your admin can add one.",
    alternate_phone_what: "Called only, never texted. It is the way back in when your phone is lost.",
    verified: "Verified",
    not_verified: "Not verified yet",
    set_up: "Set up",
    change: "Change",
    app: "Authenticator app",
    app_none: "You have not set up an authenticator app.",
    app_added: "Added",
    app_used: "last used",
    app_never: "never used",
    locked: "Switched off",
    locked_why: "Too many wrong codes were entered. Call your helpdesk; they help you set it up again.",
    set_up_app: "Set up Authenticator app",
    app_count: |have, max| match have {
        0 => format!("You have no authenticator app yet; {max} is the most."),
        1 => format!("You have 1 authenticator app; {max} is the most."),
        _ => format!("You have {have} authenticator apps; {max} is the most."),
    },
    two_places: "Deleting an app here does not remove the account from the app on your phone, and the other way round. Do both.",
    rename: "Rename",
    rename_title: "Rename authenticator app",
    delete_title: |count| match count {
        1 => "Delete this method?",
        _ => "Delete these methods?",
    },
    delete_what: "This goes:",
    delete_means: "You can no longer pass the second step with it, from this moment. There is no undo, but you can set it up again.",
    delete_moves: |option| format!("Your preferred option will then be: {option}."),
    delete_moves_none: "You will then have no preferred option.",
    delete_turns_off: "It is your last method. Two-step verification will be off, and your password alone will open your account.",
};

/// Dutch.
pub const NL: Security = Security {
    title: "Aanvullende beveiligingsverificatie",
    tab: "aanvullende beveiligingsverificatie",
    tab_app_passwords: "app-wachtwoorden",
    tabs: "Beveiliging",
    lead: "Na uw wachtwoord antwoordt u ook vanaf een apparaat dat u hier hebt ingesteld. Zo is een gestolen wachtwoord niet genoeg om in uw account te komen.",
    preferred: "Welke optie heeft uw voorkeur?",
    preferred_hint: "Hierom vragen we als u zich aanmeldt.",
    preferred_none: "Nog geen gekozen",
    preferred_off: "Waarom sommige opties niet te kiezen zijn",
    respond: "Hoe wilt u reageren?",
    respond_hint: "Aangevinkte methoden blijven. Haal een vinkje weg en kies ‘Opslaan’ om er een te verwijderen; we vragen het eerst nog een keer.",
    office_phone_from: "Uit de adreslijst van uw organisatie. Klopt het niet, vraag uw beheerder dan om het te wijzigen.",
    office_phone_none: "Er staat geen nummer in de adreslijst van uw organisatie. Uw beheerder kan er een toevoegen.",
    alternate_phone_what: "Daarnaar wordt alleen gebeld, nooit ge-sms't. Hiermee komt u er weer in als uw telefoon kwijt is.",
    verified: "Geverifieerd",
    not_verified: "Nog niet geverifieerd",
    set_up: "Instellen",
    change: "Wijzigen",
    app: "Verificator-app",
    app_none: "U hebt geen verificator-app ingesteld.",
    app_added: "Toegevoegd",
    app_used: "laatst gebruikt",
    app_never: "nooit gebruikt",
    locked: "Uitgezet",
    locked_why: "Er zijn te veel verkeerde codes ingevoerd. Bel uw helpdesk; die helpt u om de app opnieuw in te stellen.",
    set_up_app: "Verificator-app instellen",
    app_count: |have, max| match have {
        0 => format!("U hebt nog geen verificator-app; meer dan {max} kan niet."),
        1 => format!("U hebt 1 verificator-app; meer dan {max} kan niet."),
        _ => format!("U hebt {have} verificator-apps; meer dan {max} kan niet."),
    },
    two_places: "Een app hier verwijderen haalt het account niet weg uit de app op uw telefoon, en andersom. Doe beide.",
    rename: "Naam wijzigen",
    rename_title: "Naam van de verificator-app wijzigen",
    delete_title: |count| match count {
        1 => "Deze methode verwijderen?",
        _ => "Deze methoden verwijderen?",
    },
    delete_what: "Dit gaat weg:",
    delete_means: "Vanaf dat moment kunt u er de tweede stap niet meer mee doen. Het is niet terug te draaien, maar u kunt het opnieuw instellen.",
    delete_moves: |option| format!("Uw voorkeursoptie wordt dan: {option}."),
    delete_moves_none: "U hebt dan geen voorkeursoptie meer.",
    delete_turns_off: "Het is uw laatste methode. Verificatie in twee stappen gaat uit en uw wachtwoord alleen opent dan uw account.",
};
