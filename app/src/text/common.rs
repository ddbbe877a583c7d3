//! The frame around every page, and the words that many pages share.

/// Words of the frame and shared labels.
pub struct Common {
    /// The name of an app that the person did not name.
    pub first_app_name: &'static str,
    /// The name of the app password that the wizard makes.
    pub first_app_password_name: &'static str,
    /// First link on every page.
    pub skip: &'static str,
    /// In front of the title of a page that shows a problem.
    pub error_prefix: &'static str,
    /// Headline of the error summary.
    pub problems: &'static str,
    /// Read in front of the person's name on the account menu.
    pub account_menu: &'static str,
    /// Link to the profile.
    pub profile: &'static str,
    /// Link to the security page.
    pub security: &'static str,
    /// Link to the app passwords.
    pub app_passwords: &'static str,
    /// Ends this session.
    pub sign_out: &'static str,
    /// Link to the help page.
    pub help: &'static str,
    /// Name of the footer's navigation.
    pub footer: &'static str,
    /// Banner of the demo organisation.
    pub demo: &'static str,
    /// Link to the pretend phone.
    pub demo_phone: &'static str,
    /// One page back in a wizard.
    pub back: &'static str,
    /// Leave without a change.
    pub cancel: &'static str,
    /// Leave a page that said what happened.
    pub close: &'static str,
    /// Confirms.
    pub yes: &'static str,
    /// Declines.
    pub no: &'static str,
    /// Keeps a change.
    pub save: &'static str,
    /// Goes on in a wizard.
    pub next: &'static str,
    /// Removes a thing.
    pub delete: &'static str,
    /// Checks a code.
    pub verify: &'static str,
    /// Ends a step.
    pub done: &'static str,
    /// Label of the code box.
    pub code: &'static str,
    /// Hint under the code box.
    pub code_hint: &'static str,
    /// Label of a password box.
    pub password: &'static str,
    /// Said by a copy button once the text is on the clipboard.
    pub copied: &'static str,
    /// Said by a copy button when the browser does not allow it.
    pub copy_failed: &'static str,
    /// Said when the connection was lost while a form was sent.
    pub offline: &'static str,
    /// Makes a typed password visible.
    pub show_password: &'static str,
    /// Hides it again.
    pub hide_password: &'static str,
    /// Read after a link that leaves the portal.
    pub external: &'static str,
    /// Where a wizard stands: this step, all steps.
    pub step_of: fn(u8, u8) -> String,
}

/// English.
pub const EN: Common = Common {
    first_app_name: "Authenticator app",
    first_app_password_name: "App password from set-up",
    skip: "Skip to content",
    error_prefix: "Error: ",
    problems: "There is a problem",
    account_menu: "Account menu:",
    profile: "Profile",
    security: "Additional security verification",
    app_passwords: "App passwords",
    sign_out: "Sign out",
    help: "Help",
    footer: "About this portal",
    demo: "This is the demo organisation. Nothing here is real, and no message leaves this computer.",
    demo_phone: "Open the pretend phone",
    back: "Back",
    cancel: "Cancel",
    close: "Close",
    yes: "Yes",
    no: "No",
    save: "Save",
    next: "Next",
    delete: "Delete",
    verify: "Verify",
    done: "Done",
    code: "Verification code",
    code_hint: "The six digits that your authenticator app shows now. A space between them does no harm.",
    password: "Password",
    copied: "Copied",
    copy_failed: "Your browser did not allow that. Select the text and copy it by hand.",
    offline: "The portal could not be reached, so your change may not have been made. Check your connection, then try again.",
    show_password: "Show password",
    hide_password: "Hide password",
    external: "(opens another site)",
    step_of: |step, steps| format!("Step {step} of {steps}"),
};

/// Dutch.
pub const NL: Common = Common {
    first_app_name: "Authenticator-app",
    first_app_password_name: "App-wachtwoord van het instellen",
    skip: "Naar de inhoud",
    error_prefix: "Fout: ",
    problems: "Er klopt iets niet",
    account_menu: "Accountmenu:",
    profile: "Profiel",
    security: "Aanvullende beveiligingsverificatie",
    app_passwords: "App-wachtwoorden",
    sign_out: "Afmelden",
    help: "Help",
    footer: "Over deze portal",
    demo: "Dit is de demo-organisatie. Niets hier is echt en er gaat geen bericht deze computer uit.",
    demo_phone: "De speeltelefoon openen",
    back: "Terug",
    cancel: "Annuleren",
    close: "Sluiten",
    yes: "Ja",
    no: "Nee",
    save: "Opslaan",
    next: "Volgende",
    delete: "Verwijderen",
    verify: "Controleren",
    done: "Gereed",
    code: "Verificatiecode",
    code_hint: "De zes cijfers die uw verificator-app nu toont. Een spatie ertussen kan geen kwaad.",
    password: "Wachtwoord",
    copied: "Gekopieerd",
    copy_failed: "Uw browser stond dat niet toe. Selecteer de tekst en kopieer die zelf.",
    offline: "De portal was niet bereikbaar, dus misschien is uw wijziging niet doorgevoerd. Controleer uw verbinding en probeer het opnieuw.",
    show_password: "Wachtwoord tonen",
    hide_password: "Wachtwoord verbergen",
    external: "(opent een andere site)",
    step_of: |step, steps| format!("Stap {step} van {steps}"),
};
