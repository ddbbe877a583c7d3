//! The page with the QR picture: what to do on each kind of phone (F-017 to F-023, F-031, F-032).

/// Words of "Configure mobile app".
pub struct ConfigureApp {
    /// Title.
    pub title: &'static str,
    /// What this page is for.
    pub lead: &'static str,
    /// Headline of the first step: getting an app.
    pub get: &'static str,
    /// In front of the store links.
    pub get_text: &'static str,
    /// Link to the Android store.
    pub play: &'static str,
    /// Link to the Apple store.
    pub app_store: &'static str,
    /// Another app may be used (F-023).
    pub another: &'static str,
    /// Headline of the second step: adding the account.
    pub add: &'static str,
    /// On an iPhone or iPad (F-020).
    pub ios: &'static str,
    /// On Android (F-020).
    pub android: &'static str,
    /// Which kind of account, and camera permission (F-031).
    pub kind: &'static str,
    /// Headline of the third step: scanning.
    pub scan: &'static str,
    /// What to point the camera at, with the account's name in the app.
    pub scan_text: fn(&str) -> String,
    /// Text of the picture for people who cannot see it.
    pub qr: fn(&str) -> String,
    /// Headline of manual entry.
    pub manual: &'static str,
    /// When the camera does not work (F-022), and how to type (F-032).
    pub manual_text: &'static str,
    /// Label of the key.
    pub code: &'static str,
    /// Label of the address.
    pub url: &'static str,
    /// Copies the key.
    pub copy_code: &'static str,
    /// Copies the address.
    pub copy_url: &'static str,
    /// For people who read this on the phone itself.
    pub same_phone: &'static str,
    /// Link that opens the app.
    pub open: &'static str,
    /// How long the picture is good for.
    pub expires: &'static str,
}

/// English.
pub const EN: ConfigureApp = ConfigureApp {
    title: "Configure mobile app",
    lead: "Do these three steps on your phone or tablet, then choose “Done” on this page.",
    get: "Get an authenticator app",
    get_text: "If you do not have one yet, install Microsoft Authenticator, which is free:",
    play: "Google Play for Android",
    app_store: "App Store for iPhone and iPad",
    another: "Another authenticator app works as well, for example Aegis, FreeOTP, 2FAS, Ente Auth or Google Authenticator.",
    add: "Add an account in the app",
    ios: "iPhone and iPad: open the app and tap\u{a0}+.",
    android: "Android: open the app, tap the three dots at the upper right, then “Add account”.",
    kind: "Choose a work or school account if you are asked. The first time, allow the app to use the camera; on Android this is called “take pictures and record video”.",
    scan: "Scan this picture",
    scan_text: |account| {
        format!(
            "Point the phone's camera at it. The app then shows “{account}” with a six-digit code."
        )
    },
    qr: |account| {
        format!(
            "QR code that adds {account} to an authenticator app. The same key stands under “Code”."
        )
    },
    manual: "Is the camera not working?",
    manual_text: "In the app, choose to enter the account manually and type the code below; if the app asks for a URL, type that too. Capital letters and spaces do not matter. If the app asks for a kind of code, it is time-based.",
    code: "Code",
    url: "URL",
    copy_code: "Copy code",
    copy_url: "Copy URL",
    same_phone: "Reading this on the phone itself?",
    open: "Open the authenticator app on this device",
    expires: "The picture and the code are good for 10 minutes and for this account only. Show them to nobody.",
};

/// Dutch.
pub const NL: ConfigureApp = ConfigureApp {
    title: "Mobiele app configureren",
    lead: "Doe deze drie stappen op uw telefoon of tablet en kies daarna op deze pagina ‘Gereed’.",
    get: "Haal een verificator-app",
    get_text: "Hebt u er nog geen, installeer dan Microsoft Authenticator. Die is gratis:",
    play: "Google Play voor Android",
    app_store: "App Store voor iPhone en iPad",
    another: "Een andere verificator-app mag ook, bijvoorbeeld Aegis, FreeOTP, 2FAS, Ente Auth of Google Authenticator.",
    add: "Voeg in de app een account toe",
    ios: "iPhone en iPad: open de app en tik op\u{a0}+.",
    android: "Android: open de app, tik rechtsboven op de drie puntjes en daarna op ‘Account toevoegen’.",
    kind: "Kies een werk- of schoolaccount als daarom wordt gevraagd. Sta de app de eerste keer toe de camera te gebruiken; op Android heet dat ‘foto's maken en video's opnemen’.",
    scan: "Scan deze afbeelding",
    scan_text: |account| {
        format!(
            "Richt de camera van de telefoon erop. De app toont daarna ‘{account}’ met een code van zes cijfers."
        )
    },
    qr: |account| {
        format!(
            "QR-code die {account} aan een verificator-app toevoegt. Dezelfde sleutel staat bij ‘Code’."
        )
    },
    manual: "Werkt de camera niet?",
    manual_text: "Kies in de app om het account handmatig in te voeren en typ de code hieronder; vraagt de app om een URL, typ die dan ook. Hoofdletters en spaties maken niet uit. Vraagt de app om het soort code, dan is dat op basis van tijd.",
    code: "Code",
    url: "URL",
    copy_code: "Code kopiëren",
    copy_url: "URL kopiëren",
    same_phone: "Leest u dit op de telefoon zelf?",
    open: "De verificator-app op dit apparaat openen",
    expires: "De afbeelding en de code gelden 10 minuten en alleen voor dit account. Laat ze aan niemand zien.",
};
