//! The tab "app passwords": what they are for, making one, deleting one (F-084 to F-102).

/// Words of the app passwords.
pub struct AppPasswords {
    /// Title.
    pub title: &'static str,
    /// What they are, in a few sentences (F-084).
    pub lead: &'static str,
    /// One per device (F-091), the same one in several apps (F-092).
    pub advice: &'static str,
    /// What they do not do: no second step, and they survive a password change (F-099).
    pub warning: &'static str,
    /// Button.
    pub create: &'static str,
    /// Existing ones keep working when creation is off (F-100).
    pub off_but_working: &'static str,
    /// Table caption.
    pub caption: &'static str,
    /// Column.
    pub name: &'static str,
    /// Column.
    pub created: &'static str,
    /// Column.
    pub last_used: &'static str,
    /// Column with the row's action.
    pub actions: &'static str,
    /// Cell of one that was never used.
    pub never: &'static str,
    /// The second line of a last use: service and address.
    pub used_from: fn(&str, &str) -> String,
    /// The second line without an address: service.
    pub used_through: fn(&str) -> String,
    /// Badge.
    pub stale: &'static str,
    /// What the badge means.
    pub stale_hint: &'static str,
    /// How many there are, and how many there can be.
    pub count: fn(usize, u32) -> String,
    /// Headline when there are none.
    pub empty: &'static str,
    /// Text when there are none.
    pub empty_text: &'static str,
    /// Link.
    pub delete_all: &'static str,
    /// Title of making one.
    pub create_title: &'static str,
    /// What making one does.
    pub create_lead: &'static str,
    /// Hint under the name (F-096).
    pub name_hint: &'static str,
    /// Title of the page that shows it.
    pub created_title: &'static str,
    /// Which one it is.
    pub created_lead: fn(&str) -> String,
    /// Only this once (F-094).
    pub once: &'static str,
    /// Label of the value.
    pub value: &'static str,
    /// Label of the sign-in name.
    pub login: &'static str,
    /// Copies it (F-088).
    pub copy: &'static str,
    /// How to enter it.
    pub how: [&'static str; 3],
    /// Title of deleting one.
    pub delete_title: fn(&str) -> String,
    /// What stops, and when at the latest (F-102).
    pub delete_means: fn(&str) -> String,
    /// Open connections may linger.
    pub lingers: &'static str,
    /// Title of the done message.
    pub deleted_title: &'static str,
    /// What was deleted, and when it stops at the latest.
    pub deleted_means: fn(&str, &str) -> String,
    /// Title of deleting all, for this many.
    pub delete_all_title: fn(u32) -> String,
    /// What stops.
    pub delete_all_means: &'static str,
}

/// English.
pub const EN: AppPasswords = AppPasswords {
    title: "App passwords",
    lead: "Some apps cannot ask for a second step, such as older mail programs on a computer or a phone. An app password lets such an app sign in without it, in place of your own password.",
    advice: "Make one for each device, not for each app: the same one works in all such apps on that device.",
    warning: "An app password skips the second step, so give it to nobody. Changing your own password does not cancel it; deleting it here does.",
    create: "Create",
    off_but_working: "The ones that you have keep working until you delete them.",
    caption: "Your app passwords",
    name: "Name",
    created: "Date created",
    last_used: "Last used",
    actions: "Action",
    never: "never used",
    used_from: |service, address| format!("{service}, from {address}"),
    used_through: |service| service.to_owned(),
    stale: "not used for 90 days",
    stale_hint: "If you do not need one any more, delete it.",
    count: |have, max| match have {
        1 => format!("You have 1 app password; {max} is the most."),
        _ => format!("You have {have} app passwords; {max} is the most."),
    },
    empty: "You have no app passwords",
    empty_text: "That is fine: you only need one for an app that cannot ask for a code.",
    delete_all: "Delete all",
    create_title: "Create app password",
    create_lead: "The app password is made for you and shown on the next page.",
    name_hint: "The device you need it for, for example “Laptop” or “Desktop”. At most 64 characters.",
    created_title: "Your app password",
    created_lead: |name| format!("This is the app password for “{name}”."),
    once: "It cannot be shown again after you close this page. Enter it in your app now.",
    value: "App password",
    login: "User name",
    copy: "copy password to clipboard",
    how: [
        "In the app on that device, open the settings of your mail or calendar account.",
        "Leave the user name as it is and put this app password where your own password stood. Type it without the spaces.",
        "Save. The app does not ask again.",
    ],
    delete_title: |name| format!("Delete the app password “{name}”?"),
    delete_means: |wait| {
        format!(
            "Every app that uses it stops getting mail and appointments: new connections are refused after {wait} at the latest. There is no undo, but you can make a new one."
        )
    },
    lingers: "An app that is connected at this moment may stay connected for a while, up to a day for some apps.",
    deleted_title: "App password deleted",
    deleted_means: |name, wait| {
        format!(
            "“{name}” is deleted. New connections with it are refused after {wait} at the latest."
        )
    },
    delete_all_title: |count| match count {
        1 => "Delete your app password?".into(),
        _ => format!("Delete all {count} app passwords?"),
    },
    delete_all_means: "Every mail and calendar app that uses one will stop and ask for a password. There is no undo, but you can make new ones.",
};

/// Dutch.
pub const NL: AppPasswords = AppPasswords {
    title: "App-wachtwoorden",
    lead: "Sommige apps kunnen niet om een tweede stap vragen, zoals oudere e-mailprogramma's op een computer of telefoon. Met een app-wachtwoord meldt zo'n app zich zonder die stap aan, in plaats van met uw eigen wachtwoord.",
    advice: "Maak er een per apparaat, niet per app: hetzelfde werkt in al zulke apps op dat apparaat.",
    warning: "Een app-wachtwoord slaat de tweede stap over, dus geef het aan niemand. Als u uw eigen wachtwoord wijzigt, blijft het gelden; als u het hier verwijdert, niet meer.",
    create: "Maken",
    off_but_working: "De app-wachtwoorden die u hebt, blijven werken tot u ze verwijdert.",
    caption: "Uw app-wachtwoorden",
    name: "Naam",
    created: "Gemaakt op",
    last_used: "Laatst gebruikt",
    actions: "Actie",
    never: "nooit gebruikt",
    used_from: |service, address| format!("{service}, vanaf {address}"),
    used_through: |service| service.to_owned(),
    stale: "90 dagen niet gebruikt",
    stale_hint: "Hebt u er een niet meer nodig, verwijder het dan.",
    count: |have, max| match have {
        1 => format!("U hebt 1 app-wachtwoord; meer dan {max} kan niet."),
        _ => format!("U hebt {have} app-wachtwoorden; meer dan {max} kan niet."),
    },
    empty: "U hebt geen app-wachtwoorden",
    empty_text: "Dat is prima: u hebt er alleen een nodig voor een app die niet om een code kan vragen.",
    delete_all: "Alle verwijderen",
    create_title: "App-wachtwoord maken",
    create_lead: "Het app-wachtwoord wordt voor u gemaakt en staat op de volgende pagina.",
    name_hint: "Het apparaat waarvoor u het nodig hebt, bijvoorbeeld ‘Laptop’ of ‘Bureaucomputer’. Hooguit 64 tekens.",
    created_title: "Uw app-wachtwoord",
    created_lead: |name| format!("Dit is het app-wachtwoord voor ‘{name}’."),
    once: "Na het sluiten van deze pagina kan het niet nog een keer worden getoond. Voer het nu in uw app in.",
    value: "App-wachtwoord",
    login: "Gebruikersnaam",
    copy: "wachtwoord naar klembord kopiëren",
    how: [
        "Open in de app op dat apparaat de instellingen van uw e-mail- of agenda-account.",
        "Laat de gebruikersnaam staan en zet dit app-wachtwoord op de plaats van uw eigen wachtwoord. Typ het zonder de spaties.",
        "Sla op. De app vraagt het niet nog een keer.",
    ],
    delete_title: |name| format!("Het app-wachtwoord ‘{name}’ verwijderen?"),
    delete_means: |wait| {
        format!(
            "Elke app die het gebruikt, krijgt geen e-mail en afspraken meer: nieuwe verbindingen worden uiterlijk na {wait} geweigerd. Het is niet terug te draaien, maar u kunt een nieuw maken."
        )
    },
    lingers: "Een app die nu verbonden is, kan nog een tijdje verbonden blijven, bij sommige apps tot een dag.",
    deleted_title: "App-wachtwoord verwijderd",
    deleted_means: |name, wait| {
        format!(
            "‘{name}’ is verwijderd. Nieuwe verbindingen ermee worden uiterlijk na {wait} geweigerd."
        )
    },
    delete_all_title: |count| match count {
        1 => "Uw app-wachtwoord verwijderen?".into(),
        _ => format!("Alle {count} app-wachtwoorden verwijderen?"),
    },
    delete_all_means: "Elke e-mail- en agenda-app die er een gebruikt, stopt en vraagt om een wachtwoord. Het is niet terug te draaien, maar u kunt nieuwe maken.",
};
