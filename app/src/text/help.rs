//! The help page: the questions that people call a helpdesk with.

/// A question with what to do.
pub struct Question {
    /// As a person would ask it.
    pub ask: &'static str,
    /// Paragraphs of the answer.
    pub answer: &'static [&'static str],
}

/// Words of the help page.
pub struct Help {
    /// Title.
    pub title: &'static str,
    /// What two-step verification is.
    pub lead: &'static str,
    /// Questions about setting up and signing in.
    pub sign_in: Questions,
    /// Questions about app passwords.
    pub app_passwords: Questions,
    /// Link to the security page.
    pub to_security: &'static str,
    /// What one cannot solve alone.
    pub helpdesk: &'static str,
}

/// A group of questions.
pub struct Questions {
    /// Its headline.
    pub title: &'static str,
    /// The questions in order.
    pub list: &'static [Question],
}

/// English.
pub const EN: Help = Help {
    title: "Help",
    lead: "With two-step verification you sign in with your password and a second step: a code from an app or a text message, or a call that you confirm. A stolen password alone then opens nothing.",
    sign_in: Questions {
        title: "Setting up and signing in",
        list: &[
            Question {
                ask: "I was asked to set this up, but I did not see the screen for it",
                answer: &[
                    "Open “Additional security verification” with the link below. Everything that the screen sets up can be set up and changed there.",
                ],
            },
            Question {
                ask: "Is this also for my personal account?",
                answer: &[
                    "No. This portal is for your work or school account. A personal account has its own settings with the company that you have it from.",
                ],
            },
            Question {
                ask: "My phone is lost, broken or new",
                answer: &[
                    "If you have another authenticator app, your office phone or an alternate authentication phone set up, choose “Sign in another way”. Then delete the lost one under “Additional security verification” and set up the new phone.",
                    "If you have no other, call your helpdesk. They check that it is you and let you set up a new one.",
                ],
            },
            Question {
                ask: "My codes are not accepted",
                answer: &[
                    "A code is made from the time on your phone. Set the phone's date and time to automatic, then wait for a new code.",
                    "Each code works once and for about 30 seconds. If you have several accounts in the app, look for the one with your organisation's name.",
                ],
            },
            Question {
                ask: "The text message or the call does not come",
                answer: &[
                    "Wait a minute, and check that the phone is on and has a signal. The page tells how far the text or call has come. Then ask for another one there; the newest counts.",
                    "If it does not come after that, choose “Sign in another way”. If your number has changed, set up the new one under “Additional security verification”.",
                ],
            },
            Question {
                ask: "I got a text message or a call that I did not ask for",
                answer: &[
                    "Somebody may know your password. Tell the code to nobody. In a call, press 0 and then\u{a0}#, which reports it as fraud. Then change your password and tell your helpdesk.",
                ],
            },
            Question {
                ask: "The QR code cannot be scanned",
                answer: &[
                    "Allow the app to use the camera in the phone's settings. Or enter the account manually in the app: the code and the URL stand under the QR code.",
                    "A QR code is good for 10 minutes. If it is older, start the set-up again.",
                ],
            },
        ],
    },
    app_passwords: Questions {
        title: "App passwords",
        list: &[
            Question {
                ask: "My mail program asks for a password again and again",
                answer: &[
                    "Once two-step verification is on, a program that cannot ask for a code needs an app password. Make one under “App passwords” and enter it in place of your own password.",
                ],
            },
            Question {
                ask: "My app password is not working",
                answer: &[
                    "Type it again: small letters only, without spaces, in place of your own password. The user name stays the same.",
                    "If that does not help, delete it and make a new one. It cannot be shown a second time, so a new one is the normal way.",
                    "If nothing helps, ask your helpdesk to delete all your app passwords, and make new ones.",
                ],
            },
            Question {
                ask: "I deleted an app password, but the app still works",
                answer: &[
                    "New connections are refused within seconds. An app that is already connected can stay so until it connects again, for some apps up to a day. Close the app or restart the device to end it at once.",
                ],
            },
            Question {
                ask: "I changed my password. Do I need new app passwords?",
                answer: &[
                    "No. They keep working until you delete them. If somebody else may know your old password, delete them all and make new ones.",
                ],
            },
        ],
    },
    to_security: "Open “Additional security verification”",
    helpdesk: "If your question is not answered here, call your helpdesk. They never ask for your password or a code.",
};

/// Dutch.
pub const NL: Help = Help {
    title: "Hulp",
    lead: "Met verificatie in twee stappen meldt u zich aan met uw wachtwoord en een tweede stap: een code uit een app of een sms, of een oproep die u bevestigt. Een gestolen wachtwoord alleen opent dan niets.",
    sign_in: Questions {
        title: "Instellen en aanmelden",
        list: &[
            Question {
                ask: "Ik moest dit instellen, maar zag het scherm ervoor niet",
                answer: &[
                    "Open ‘Aanvullende beveiligingsverificatie’ met de koppeling hieronder. Alles wat dat scherm instelt, kunt u daar instellen en wijzigen.",
                ],
            },
            Question {
                ask: "Geldt dit ook voor mijn persoonlijke account?",
                answer: &[
                    "Nee. Deze portal is voor uw werk- of schoolaccount. Een persoonlijk account heeft eigen instellingen bij het bedrijf waar u het hebt.",
                ],
            },
            Question {
                ask: "Mijn telefoon is kwijt, stuk of nieuw",
                answer: &[
                    "Hebt u nog een verificator-app, uw telefoon op het werk of een andere telefoon voor authenticatie ingesteld, kies dan ‘Op een andere manier aanmelden’. Verwijder daarna de verloren telefoon onder ‘Aanvullende beveiligingsverificatie’ en stel de nieuwe in.",
                    "Hebt u geen andere, bel dan uw helpdesk. Die gaat na dat u het bent en laat u een nieuwe instellen.",
                ],
            },
            Question {
                ask: "Mijn codes worden niet geaccepteerd",
                answer: &[
                    "Een code wordt gemaakt van de tijd op uw telefoon. Zet datum en tijd van de telefoon op automatisch en wacht op een nieuwe code.",
                    "Elke code werkt één keer en ongeveer 30 seconden. Staan er meer accounts in de app, zoek dan dat met de naam van uw organisatie.",
                ],
            },
            Question {
                ask: "De sms of de oproep komt niet",
                answer: &[
                    "Wacht een minuut en controleer of de telefoon aanstaat en bereik heeft. De pagina laat zien hoe ver de sms of oproep is. Vraag daar dan om een nieuwe; de nieuwste telt.",
                    "Komt er dan nog niets, kies dan ‘Op een andere manier aanmelden’. Hebt u een nieuw nummer, stel dat dan in onder ‘Aanvullende beveiligingsverificatie’.",
                ],
            },
            Question {
                ask: "Ik kreeg een sms of oproep waar ik niet om had gevraagd",
                answer: &[
                    "Misschien kent iemand uw wachtwoord. Geef de code aan niemand. Druk tijdens een oproep op 0 en daarna op\u{a0}#; zo meldt u fraude. Wijzig daarna uw wachtwoord en meld het uw helpdesk.",
                ],
            },
            Question {
                ask: "De QR-code laat zich niet scannen",
                answer: &[
                    "Sta de app in de instellingen van de telefoon toe de camera te gebruiken. Of voer het account in de app handmatig in: de code en de URL staan onder de QR-code.",
                    "Een QR-code geldt 10 minuten. Is hij ouder, begin dan opnieuw met instellen.",
                ],
            },
        ],
    },
    app_passwords: Questions {
        title: "App-wachtwoorden",
        list: &[
            Question {
                ask: "Mijn e-mailprogramma vraagt steeds om een wachtwoord",
                answer: &[
                    "Staat verificatie in twee stappen aan, dan heeft een programma dat niet om een code kan vragen een app-wachtwoord nodig. Maak er een onder ‘App-wachtwoorden’ en voer het in plaats van uw eigen wachtwoord in.",
                ],
            },
            Question {
                ask: "Mijn app-wachtwoord werkt niet",
                answer: &[
                    "Typ het opnieuw: alleen kleine letters, zonder spaties, in plaats van uw eigen wachtwoord. De gebruikersnaam blijft gelijk.",
                    "Helpt dat niet, verwijder het dan en maak een nieuw. Het kan niet nog een keer worden getoond, dus een nieuw maken is de gewone weg.",
                    "Helpt niets, vraag uw helpdesk dan om al uw app-wachtwoorden te verwijderen en maak nieuwe.",
                ],
            },
            Question {
                ask: "Ik heb een app-wachtwoord verwijderd, maar de app werkt nog",
                answer: &[
                    "Nieuwe verbindingen worden binnen enkele seconden geweigerd. Een app die al verbonden is, kan dat blijven tot hij opnieuw verbinding maakt, bij sommige apps tot een dag. Sluit de app of herstart het apparaat om het meteen te beëindigen.",
                ],
            },
            Question {
                ask: "Ik heb mijn wachtwoord gewijzigd. Heb ik nieuwe app-wachtwoorden nodig?",
                answer: &[
                    "Nee. Ze blijven werken tot u ze verwijdert. Kent iemand anders misschien uw oude wachtwoord, verwijder ze dan alle en maak nieuwe.",
                ],
            },
        ],
    },
    to_security: "‘Aanvullende beveiligingsverificatie’ openen",
    helpdesk: "Staat uw vraag hier niet bij, bel dan uw helpdesk. Die vraagt nooit om uw wachtwoord of een code.",
};
