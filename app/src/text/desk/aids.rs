//! What is said of each thing that can be done for somebody.

use domain::desk::Aid;

/// What is said of something that can be done.
pub struct AidWords {
    /// Link, title and button.
    pub name: &'static str,
    /// What will happen.
    pub effect: &'static str,
    /// What has happened.
    pub done: &'static str,
}

/// English.
pub(super) fn aid_en(aid: Aid) -> AidWords {
    match aid {
        Aid::ProvideAgain => AidWords {
            name: "Require contact methods again",
            effect: "All methods stop counting at once, and every browser is signed out. At the next sign-in the person sets up new ones after the password. The old ones go when that is done; until then you can take it back. App passwords stay.",
            done: "Contact methods must be provided again.",
        },
        Aid::KeepMethods => AidWords {
            name: "Let the old methods count again",
            effect: "The methods that were asked for again count as before, and no new ones have to be set up.",
            done: "The old methods count again.",
        },
        Aid::DeleteAppPasswords => AidWords {
            name: "Delete all app passwords",
            effect: "Mail and calendar apps that use one stop until the person makes a new one. This cannot be taken back.",
            done: "All app passwords are deleted.",
        },
        Aid::RestoreBrowsers => AidWords {
            name: "Forget all trusted browsers",
            effect: "The next sign-in asks for the second step in every browser.",
            done: "Every browser asks for the second step again.",
        },
        Aid::DeleteMethod => AidWords {
            name: "Delete one method",
            effect: "The method goes at once, and every browser is signed out. If it was the preferred one, the next takes its place. The last one stays while two-step verification is required. This cannot be taken back.",
            done: "The method is deleted.",
        },
        Aid::EndSessions => AidWords {
            name: "Sign out everywhere",
            effect: "The person is signed out of every browser at once. Mail apps with an app password stay connected.",
            done: "The person is signed out everywhere.",
        },
        Aid::Unlock => AidWords {
            name: "Unlock",
            effect: "Waits after wrong attempts end, and apps that too many wrong codes have locked work again.",
            done: "Waits are over, and nothing is locked.",
        },
        Aid::Block => AidWords {
            name: "Block",
            effect: "The person is signed out everywhere and cannot sign in until the block ends. App passwords keep working; delete them too if somebody else may have them.",
            done: "Signing in is blocked.",
        },
        Aid::Unblock => AidWords {
            name: "Unblock",
            effect: "The person can sign in again, with the same password and methods as before.",
            done: "Signing in is possible again.",
        },
        Aid::Pass => AidWords {
            name: "Issue a Temporary Access Pass",
            effect: "You get a pass to read to the person. It stands in for the second step once, beside their password, so that they can set up a new method.",
            done: "The pass is issued.",
        },
        Aid::ResetPassword => AidWords {
            name: "Reset the password",
            effect: "You get a temporary password to read to the person. The old one stops at once, every browser is signed out, and all app passwords are deleted, so mail apps stop too. At the next sign-in the person gives the second step as always and chooses a new password. This cannot be taken back.",
            done: "The temporary password is issued.",
        },
        Aid::Bypass => AidWords {
            name: "One-time bypass",
            effect: "For a short time the person can sign in once with the password alone, for example while the phone is at home. It opens no changes of methods or passwords. It takes the place of an earlier one.",
            done: "One sign-in goes without the second step.",
        },
        Aid::SetPhone => AidWords {
            name: "Add or correct a phone",
            effect: "You type a number for the person. It counts as if they had tried it themselves. They are told by mail, and by text at the number they have.",
            done: "The number is set, and the person is told.",
        },
        Aid::EndBypass => AidWords {
            name: "End the bypass",
            effect: "The next sign-in asks for the second step again.",
            done: "The bypass is ended.",
        },
    }
}

/// Dutch.
pub(super) fn aid_nl(aid: Aid) -> AidWords {
    match aid {
        Aid::ProvideAgain => AidWords {
            name: "Opnieuw contactmethoden laten opgeven",
            effect: "Alle methoden tellen meteen niet meer en elke browser wordt afgemeld. Bij de volgende aanmelding stelt de persoon na het wachtwoord nieuwe in. De oude verdwijnen als dat klaar is; tot dan kunt u het terugdraaien. App-wachtwoorden blijven.",
            done: "Contactmethoden moeten opnieuw worden opgegeven.",
        },
        Aid::KeepMethods => AidWords {
            name: "De oude methoden weer laten tellen",
            effect: "De methoden waar opnieuw om was gevraagd tellen weer als voorheen en er hoeven geen nieuwe te worden ingesteld.",
            done: "De oude methoden tellen weer.",
        },
        Aid::DeleteAppPasswords => AidWords {
            name: "Alle app-wachtwoorden verwijderen",
            effect: "Mail- en agenda-apps die er een gebruiken werken niet meer tot de persoon een nieuw maakt. Dit kan niet ongedaan worden gemaakt.",
            done: "Alle app-wachtwoorden zijn verwijderd.",
        },
        Aid::RestoreBrowsers => AidWords {
            name: "Alle vertrouwde browsers vergeten",
            effect: "De volgende aanmelding vraagt in elke browser om de tweede stap.",
            done: "Elke browser vraagt weer om de tweede stap.",
        },
        Aid::DeleteMethod => AidWords {
            name: "Eén methode verwijderen",
            effect: "De methode verdwijnt meteen en elke browser wordt afgemeld. Was het de voorkeur, dan komt de volgende ervoor in de plaats. De laatste blijft zolang verificatie in twee stappen verplicht is. Dit kan niet ongedaan worden gemaakt.",
            done: "De methode is verwijderd.",
        },
        Aid::EndSessions => AidWords {
            name: "Overal afmelden",
            effect: "De persoon wordt meteen in elke browser afgemeld. Mail-apps met een app-wachtwoord blijven verbonden.",
            done: "De persoon is overal afgemeld.",
        },
        Aid::Unlock => AidWords {
            name: "Ontgrendelen",
            effect: "Het wachten na verkeerde pogingen houdt op en apps die door te veel verkeerde codes zijn vergrendeld werken weer.",
            done: "Er hoeft niet te worden gewacht en niets is vergrendeld.",
        },
        Aid::Block => AidWords {
            name: "Blokkeren",
            effect: "De persoon wordt overal afgemeld en kan niet aanmelden tot de blokkering eindigt. App-wachtwoorden blijven werken; verwijder die ook als iemand anders ze kan hebben.",
            done: "Aanmelden is geblokkeerd.",
        },
        Aid::Unblock => AidWords {
            name: "Blokkering opheffen",
            effect: "De persoon kan weer aanmelden, met hetzelfde wachtwoord en dezelfde methoden als voorheen.",
            done: "Aanmelden kan weer.",
        },
        Aid::Pass => AidWords {
            name: "Tijdelijke toegangspas uitgeven",
            effect: "U krijgt een pas om voor te lezen. Die vervangt één keer de tweede stap, naast het wachtwoord, zodat de persoon een nieuwe methode kan instellen.",
            done: "De pas is uitgegeven.",
        },
        Aid::ResetPassword => AidWords {
            name: "Tijdelijk wachtwoord instellen",
            effect: "U krijgt een tijdelijk wachtwoord om voor te lezen. Het oude werkt meteen niet meer, elke browser wordt afgemeld en alle app-wachtwoorden worden verwijderd, zodat ook mail-apps stoppen. Bij de volgende aanmelding geeft de persoon de tweede stap als altijd en kiest die een nieuw wachtwoord. Dit kan niet ongedaan worden gemaakt.",
            done: "Het tijdelijke wachtwoord is uitgegeven.",
        },
        Aid::Bypass => AidWords {
            name: "Eén keer overslaan",
            effect: "Korte tijd kan de persoon zich één keer met alleen het wachtwoord aanmelden, bijvoorbeeld als de telefoon thuis ligt. Methoden en wachtwoorden wijzigen kan daarmee niet. Het vervangt een eerdere keer.",
            done: "Eén aanmelding gaat zonder de tweede stap.",
        },
        Aid::SetPhone => AidWords {
            name: "Telefoon toevoegen of verbeteren",
            effect: "U typt een nummer voor de persoon. Het telt alsof die het zelf had geprobeerd. De persoon hoort het per mail en per sms op het nummer dat er is.",
            done: "Het nummer is ingesteld en de persoon is ingelicht.",
        },
        Aid::EndBypass => AidWords {
            name: "Overslaan intrekken",
            effect: "De volgende aanmelding vraagt weer om de tweede stap.",
            done: "Overslaan is ingetrokken.",
        },
    }
}
