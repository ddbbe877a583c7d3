//! Signing in, the second step, and other ways to pass it.

/// Words of the sign-in pages.
pub struct SignIn {
    /// Title and button.
    pub title: &'static str,
    /// Where one signs in to.
    pub lead: fn(&str) -> String,
    /// Label of the user name.
    pub user: &'static str,
    /// Hint under the user name.
    pub user_hint: &'static str,
    /// What to do when it does not work.
    pub trouble: &'static str,
    /// Title of the second step.
    pub verify_title: &'static str,
    /// What to do now, for this many authenticator apps.
    pub verify_lead: fn(u32) -> &'static str,
    /// Link to the other ways, and their title.
    pub other: &'static str,
    /// There is no other way (F-078).
    pub no_other: &'static str,
    /// Above the list of other ways.
    pub other_lead: &'static str,
    /// Beside a way that works now.
    pub usable: &'static str,
    /// Under the list.
    pub other_help: &'static str,
}

/// English.
pub const EN: SignIn = SignIn {
    title: "Sign in",
    lead: |organisation| format!("With your work or school account at {organisation}."),
    user: "User name",
    user_hint: "Usually your e-mail address at work or school.",
    trouble: "Forgotten your password, or no access any more? Call your helpdesk.",
    verify_title: "Enter the verification code",
    verify_lead: |apps| match apps {
        0 | 1 => {
            "Open the authenticator app on your phone and type the code that it shows for this account."
        }
        _ => {
            "Open one of your authenticator apps and type the code that it shows for this account."
        }
    },
    other: "Sign in another way",
    no_other: "This is your only method. If you cannot use it now, call your helpdesk.",
    other_lead: "These are the ways to pass the second step. The ones that cannot be used say why.",
    usable: "Works now.",
    other_help: "If none of these works, call your helpdesk.",
};

/// Dutch.
pub const NL: SignIn = SignIn {
    title: "Aanmelden",
    lead: |organisation| format!("Met uw werk- of schoolaccount bij {organisation}."),
    user: "Gebruikersnaam",
    user_hint: "Meestal uw e-mailadres van werk of school.",
    trouble: "Wachtwoord vergeten of geen toegang meer? Bel uw helpdesk.",
    verify_title: "Voer de verificatiecode in",
    verify_lead: |apps| match apps {
        0 | 1 => {
            "Open de verificator-app op uw telefoon en typ de code die daar bij dit account staat."
        }
        _ => "Open een van uw verificator-apps en typ de code die daar bij dit account staat.",
    },
    other: "Op een andere manier aanmelden",
    no_other: "Dit is uw enige methode. Kunt u die nu niet gebruiken, bel dan uw helpdesk.",
    other_lead: "Dit zijn de manieren voor de tweede stap. Bij wat niet kan, staat waarom.",
    usable: "Werkt nu.",
    other_help: "Werkt geen van deze manieren? Bel dan uw helpdesk.",
};
