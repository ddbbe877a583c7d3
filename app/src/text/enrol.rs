//! The gate ("Your admin has required …") and the wizard behind it.

/// Words of the gate and the wizard.
pub struct Enrol {
    /// Title of the gate (F-001).
    pub gate: &'static str,
    /// To the person, by name.
    pub gate_hello: fn(&str) -> String,
    /// Why.
    pub gate_why: &'static str,
    /// What one needs for it.
    pub gate_need: &'static str,
    /// Starts the wizard (F-002).
    pub gate_button: &'static str,
    /// Personal accounts go elsewhere (F-005), with the organisation's name.
    pub gate_personal: fn(&str) -> String,
    /// Link to help.
    pub gate_help: &'static str,
    /// Title of step 1.
    pub contact_title: &'static str,
    /// Above the list of descriptions.
    pub contact_lead: &'static str,
    /// Area of the two radio buttons.
    pub mode: &'static str,
    /// A telephone needs neither.
    pub mode_only: &'static str,
    /// First radio button (F-014).
    pub notification: &'static str,
    /// What it does.
    pub notification_line: &'static str,
    /// Second radio button (F-015).
    pub code: &'static str,
    /// What it does.
    pub code_line: &'static str,
    /// Opens the QR screen (F-016).
    pub set_up: &'static str,
    /// After the QR screen (F-030).
    pub configured: &'static str,
    /// What comes next.
    pub configured_next: &'static str,
    /// Starts the test.
    pub contact_me: &'static str,
    /// Title of step 2.
    pub test_title: &'static str,
    /// The same page outside the wizard.
    pub test_title_alone: &'static str,
    /// What to do.
    pub test_lead: &'static str,
    /// Label of the app's name on the settings page.
    pub app_name: &'static str,
    /// Hint under it.
    pub app_name_hint: &'static str,
    /// Title of the success page.
    pub verified_title: &'static str,
    /// What it means.
    pub verified_lead: &'static str,
    /// Title of step 3.
    pub backup_title: &'static str,
    /// Why.
    pub backup_lead: &'static str,
    /// What happens with the number.
    pub backup_fact: &'static str,
    /// Label of the country list.
    pub country: &'static str,
    /// First entry of the country list.
    pub country_choose: &'static str,
    /// Label of the number.
    pub number: &'static str,
    /// Hint under it.
    pub number_hint: &'static str,
    /// Leaves the number out.
    pub skip: &'static str,
    /// Title of the last step, with its number.
    pub last_title: fn(u8) -> String,
    /// Why there is an app password.
    pub last_lead: &'static str,
    /// People who do not need it.
    pub last_skip: &'static str,
}

/// English.
pub const EN: Enrol = Enrol {
    gate: "Your admin has required that you set up this account for additional security verification",
    gate_hello: |name| format!("Hello {name}."),
    gate_why: "After this, your password alone no longer opens your account: you also enter a code or answer a call. Somebody who steals your password cannot get in with it.",
    gate_need: "Have your phone or tablet at hand. It takes about five minutes, and you cannot go on before it is done.",
    gate_button: "Set it up now",
    gate_personal: |organisation| {
        format!(
            "This is about your work or school account at {organisation}. A personal account is set up with the company that you have it from."
        )
    },
    gate_help: "Help with setting up",
    contact_title: "Step 1: How should we contact you?",
    contact_lead: "What each choice does",
    mode: "How do you want to use the mobile app?",
    mode_only: "This is for “Mobile app” only; for a telephone it makes no difference.",
    notification: "Receive notifications for verification",
    notification_line: "The app on your phone shows a request and you approve it.",
    code: "Use verification code",
    code_line: "The app shows a code that changes every 30 seconds, and you type the current one. No network needed.",
    set_up: "Set up",
    configured: "The mobile app was configured.",
    configured_next: "Now we test it: choose “Contact me”, and the next page asks for a code from the app.",
    contact_me: "Contact me",
    test_title: "Step 2: Enter the verification code from the mobile app",
    test_title_alone: "Enter the verification code from the mobile app",
    test_lead: "Open the app and type the code that it shows for the account you just added. It changes every 30 seconds; only the current one counts.",
    app_name: "Name",
    app_name_hint: "So that you recognise the device in the list, for example “My phone”.",
    verified_title: "Verification successful",
    verified_lead: "This works. From now on you use it when you sign in.",
    backup_title: "Step 3: In case you lose access to the mobile app",
    backup_lead: "We recommend a mobile phone number for the day when your phone with the app is lost or broken.",
    backup_fact: "We keep the number for account security only. It is not verified now, and nobody is called on it until it is.",
    country: "Country or region",
    country_choose: "Choose a country or region",
    number: "Mobile phone number",
    number_hint: "With or without the country code. Spaces and hyphens do no harm.",
    skip: "Skip this step",
    last_title: |step| format!("Step {step}: Keep using your existing applications"),
    last_lead: "Some apps cannot ask for a code, such as Outlook 2010 and older, and older mail apps on phones and tablets. Give them this app password in place of your own password. You may use the same one in several apps on one device.",
    last_skip: "If you do not use such apps, choose “Done” at once. You can make app passwords later.",
};

/// Dutch.
pub const NL: Enrol = Enrol {
    gate: "Uw beheerder vereist dat u dit account instelt voor aanvullende beveiligingsverificatie",
    gate_hello: |name| format!("Dag {name}."),
    gate_why: "Hierna opent uw wachtwoord alleen uw account niet meer: u voert ook een code in of neemt een oproep aan. Wie uw wachtwoord steelt, komt er niet mee binnen.",
    gate_need: "Houd uw telefoon of tablet bij de hand. Het duurt ongeveer vijf minuten, en u kunt pas verder als het klaar is.",
    gate_button: "Het nu instellen",
    gate_personal: |organisation| {
        format!(
            "Dit gaat over uw werk- of schoolaccount bij {organisation}. Een persoonlijk account stelt u in bij het bedrijf waar u het hebt."
        )
    },
    gate_help: "Hulp bij het instellen",
    contact_title: "Stap 1: Hoe kunnen we contact met u opnemen?",
    contact_lead: "Wat elke keuze doet",
    mode: "Hoe wilt u de mobiele app gebruiken?",
    mode_only: "Dit geldt alleen voor ‘Mobiele app’; bij een telefoon maakt het niets uit.",
    notification: "Meldingen voor verificatie ontvangen",
    notification_line: "De app op uw telefoon toont een verzoek en u keurt het goed.",
    code: "Verificatiecode gebruiken",
    code_line: "De app toont een code die elke 30 seconden verandert en u typt de nieuwste. Een netwerk is niet nodig.",
    set_up: "Instellen",
    configured: "De mobiele app is geconfigureerd.",
    configured_next: "Nu testen we die: kies ‘Contact met mij opnemen’. De volgende pagina vraagt om een code uit de app.",
    contact_me: "Contact met mij opnemen",
    test_title: "Stap 2: Voer de verificatiecode van de mobiele app in",
    test_title_alone: "Voer de verificatiecode van de mobiele app in",
    test_lead: "Open de app en typ de code die daar bij het zojuist toegevoegde account staat. Die verandert elke 30 seconden; alleen de nieuwste telt.",
    app_name: "Naam",
    app_name_hint: "Zo herkent u het apparaat in de lijst, bijvoorbeeld ‘Mijn telefoon’.",
    verified_title: "Verificatie geslaagd",
    verified_lead: "Dit werkt. Voortaan gebruikt u het bij het aanmelden.",
    backup_title: "Stap 3: Voor als u geen toegang meer hebt tot de mobiele app",
    backup_lead: "We raden een mobiel nummer aan voor de dag waarop de telefoon met de app kwijt of stuk is.",
    backup_fact: "We bewaren het nummer alleen voor de beveiliging van uw account. Het wordt nu niet geverifieerd en tot dan wordt er niet naar gebeld.",
    country: "Land of regio",
    country_choose: "Kies een land of regio",
    number: "Mobiel telefoonnummer",
    number_hint: "Met of zonder landnummer. Spaties en streepjes kunnen geen kwaad.",
    skip: "Deze stap overslaan",
    last_title: |step| format!("Stap {step}: Uw bestaande toepassingen blijven gebruiken"),
    last_lead: "Sommige apps kunnen niet om een code vragen, zoals Outlook 2010 en ouder en oudere e-mailapps op telefoons en tablets. Geef die dit app-wachtwoord in plaats van uw eigen wachtwoord. U mag hetzelfde in meerdere apps op één apparaat gebruiken.",
    last_skip: "Gebruikt u zulke apps niet, kies dan meteen ‘Gereed’. App-wachtwoorden kunt u later ook nog maken.",
};
