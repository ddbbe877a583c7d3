//! Why the portal said no: what happened, what it means, what to do next, without blame.
//!
//! One exhaustive match per language, so that a new [`Refusal`] does not compile without its words.

use std::borrow::Cow;

use domain::Refusal;

use super::time::{wait_en, wait_nl};

/// English.
pub fn refusal_en(refusal: Refusal) -> Cow<'static, str> {
    Cow::Borrowed(match refusal {
        Refusal::WrongCredentials => {
            "The user name or the password is not right. Check both and try again. After several tries, wait a few minutes first."
        }
        Refusal::SlowDown { seconds } => {
            return format!(
                "There were too many attempts. Try again in {}.",
                wait_en(seconds)
            )
            .into();
        }
        Refusal::Busy => "Many people are signing in right now. Try again in a few seconds.",
        Refusal::SignInAgain => {
            "Your sign-in ran out or was used already. Sign in again; nothing was changed."
        }
        Refusal::SetUpNow => "This cannot be put off now. Set up two-step verification to go on.",
        Refusal::WrongPassword => "That is not your current password. Try again.",
        Refusal::Required => "This box is empty. Fill it in.",
        Refusal::CodeForm => "A code has six digits. Type the six digits that the app shows.",
        Refusal::WrongCode => {
            "That is not the code that the app shows now. Wait for a new code and type it. If this happens again, set your phone's clock to automatic."
        }
        Refusal::CodeUsed => {
            "This code was used already. Wait up to 30 seconds for the next one and type that."
        }
        Refusal::SetupExpired => {
            "This set-up has ended: the QR code is good for 10 minutes and for one set-up. Start it again."
        }
        Refusal::MethodLocked => {
            "This method was switched off after too many wrong codes. Call your helpdesk; they can help you set it up again."
        }
        Refusal::TooLong { max } => {
            return format!("That is too long. Use at most {max} characters.").into();
        }
        Refusal::BadCharacters => {
            "There is an invisible character in this name. Type the name again instead of pasting it."
        }
        Refusal::NameTaken => "You have one with this name already. Choose another name.",
        Refusal::NotAChoice => "That is not one of the choices any more. Choose again.",
        Refusal::MethodNotAllowed => {
            "Your organisation has not switched this on; only your admin can change that."
        }
        Refusal::MethodNotSetUp => "You have not set this up.",
        Refusal::TooManyApps { max } => {
            return format!(
                "You have {max} authenticator apps, which is the most. Delete one first."
            )
            .into();
        }
        Refusal::LastMethod => {
            "This is your last method, and your organisation requires two-step verification. Set up another one first, then delete this one."
        }
        Refusal::AppPasswordsOff => {
            "Your organisation does not let people create app passwords; only your admin can change that."
        }
        Refusal::AppPasswordsNeedTwoStep => {
            "App passwords are for accounts with two-step verification. Your apps work with your own password until you set it up."
        }
        Refusal::AppPasswordLimit { max } => {
            return format!("You have {max} app passwords, which is the most. Delete one first.")
                .into();
        }
        Refusal::PhoneNumber => {
            "This is not a telephone number of the chosen country or region. Check both, and leave out letters."
        }
        Refusal::InternationalNumber => {
            "Type a telephone number in international form, such as +31201234567."
        }
        Refusal::Country => "Choose a country or region from the list.",
        Refusal::PhoneCountry => {
            "Your organisation does not text or call numbers of this country or region. Choose another way, or ask your admin."
        }
        Refusal::PhoneKind => {
            "This number belongs to a special range, such as paid services, so nothing is sent to it. Use an ordinary number."
        }
        Refusal::PhoneNoTexts => {
            "This number cannot receive text messages. Choose a call, or use a mobile number."
        }
        Refusal::PhoneExtension => "Leave the extension out: only the office phone has one.",
        Refusal::ExtensionForm => "An extension has at most ten digits and nothing else.",
        Refusal::NoOfficePhone => {
            "Your organisation has no office phone number of yours. Ask your admin to add it."
        }
        Refusal::NoFirstPhone => {
            "Set up another method first. The alternate phone is for the day when you do not have that one."
        }
        Refusal::PhoneLater { seconds } => {
            return format!("That is sent already, or was asked for too often. You can ask for the next one in {}.", wait_en(seconds)).into();
        }
        Refusal::CallsUsed => "Two calls are the most here. Choose another way, or start again.",
        Refusal::PhonePaused => {
            "Texts and calls to this country or region are paused at the moment. Choose another way, or try again in an hour."
        }
        Refusal::PhoneOver => {
            "This code or call does not count any more: it is older than 5 minutes or was replaced. Ask for a new one."
        }
        Refusal::PhoneWaiting => {
            "The call has not been confirmed yet. Answer it and press\u{a0}#, then choose “Verify”."
        }
        Refusal::PasswordShort { min } => {
            return format!("That is too short. Use at least {min} characters.").into();
        }
        Refusal::PasswordWeak => {
            "This password is easy to guess. Use several words that do not belong together, without your name or your organisation's."
        }
        Refusal::PasswordsDiffer => {
            "The two new passwords are not the same. Type the new one twice."
        }
        Refusal::PasswordSame => "This is your current password. Choose a new one.",
        Refusal::Blocked => {
            "Signing in is blocked for this account. Call your helpdesk; they can say why."
        }
        Refusal::WrongPass => {
            "This is not the pass that was issued last, or it was used already or has run out. Ask the helpdesk for a new one."
        }
        Refusal::PassNotNeeded => "That is not needed: nobody asks this person for a second step.",
        Refusal::CheckFirst => {
            "You have not checked this caller with a code in the last ten minutes. Do that first, or choose how else you know them."
        }
        Refusal::OfficeOfDirectory => {
            "The office phone comes from the directory. Ask an administrator to correct it there."
        }
        Refusal::PasswordOver => {
            "The temporary password counted for 24 hours, and they are over. Ask the helpdesk for a new one."
        }
        Refusal::NothingThere => "There is nothing that this could be done to.",
        Refusal::TwoStepNotRequired => "Two-step verification is not required of this person.",
        Refusal::OnOneself => "You cannot do this to your own account here.",
        Refusal::HigherRank => "You cannot do this to somebody of your own or a higher role.",
        Refusal::SecondPerson => {
            "This person works for the helpdesk or the administration, so nobody does this alone. Their own page of the helpdesk says what can be asked for; the command line does the rest."
        }
        Refusal::SearchShort { min } => {
            return format!("Type at least {min} characters.").into();
        }
        Refusal::AlreadySo => "That is so already.",
        Refusal::GreetingBytes => {
            "This file is larger than 1 MB. Choose a shorter one, or one with fewer samples."
        }
        Refusal::GreetingKind => {
            "This is no WAV file with PCM, A-law or mu-law at 8 to 48 kHz and no MP3 file. Save the sound as one of them."
        }
        Refusal::GreetingBroken => {
            "This file is not whole: its lengths do not add up. Save the sound anew and choose that file."
        }
        Refusal::GreetingLength => "A greeting has some sound and is shorter than 20 seconds.",
        Refusal::FileTooLong => "The file has more than 16 MB. Divide it.",
        Refusal::Nobody => {
            "Nobody has this user name. Check the spelling; of a person who was deleted only the id is left, which works here too."
        }
        Refusal::DateForm => "That is not a date. Type year, month and day, like 2026-11-21.",
        Refusal::DateOrder => "The last day is before the first one. Change one of them.",
        Refusal::NoGateway => {
            "There is no gateway for these messages, so they cannot be sent and this cannot be switched on."
        }
        Refusal::NoMethodOn => {
            "With this nobody could sign in. Leave codes from an app, text messages or calls on."
        }
        Refusal::Countries { max } => {
            return format!(
                "Type the two letters of each country or region, such as NL or GB, each once and at most {max} of them."
            )
            .into();
        }
        Refusal::Networks { max } => {
            return format!(
                "Type ranges such as 192.0.2.0/24 or 2001:db8::/32, or single addresses, each once and at most {max} of them. None may be wider than /8, or /16 for IPv6."
            )
            .into();
        }
        Refusal::Mailboxes { max } => {
            return format!(
                "Type mail addresses such as security@example.org, with commas between them, each once and at most {max} of them."
            )
            .into();
        }
        Refusal::TestLater { seconds } => {
            return format!(
                "You have sent several test messages. You can send the next one in {}.",
                wait_en(seconds)
            )
            .into();
        }
        Refusal::NoMail => {
            "The directory has no mail address of yours, so there is nobody to send the test to."
        }
        Refusal::Bounds { min, max } => {
            return format!("Type a whole number from {min} to {max}.").into();
        }
        Refusal::AtLeast { min } => {
            return format!("Type {min} or more: it must agree with the numbers above it.").into();
        }
        Refusal::NotFound => "This is not there any more. It may have been deleted already.",
        Refusal::ProofNeeded => "We need your password and a code again before you change this.",
        Refusal::ChangedMeanwhile => {
            "This was changed in another window in the meantime, so nothing was saved. Look again and repeat what you wanted."
        }
    })
}

/// Dutch.
pub fn refusal_nl(refusal: Refusal) -> Cow<'static, str> {
    Cow::Borrowed(match refusal {
        Refusal::WrongCredentials => {
            "De gebruikersnaam of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw. Wacht na een paar pogingen eerst enkele minuten."
        }
        Refusal::SlowDown { seconds } => {
            return format!(
                "Er waren te veel pogingen. Probeer het over {} opnieuw.",
                wait_nl(seconds)
            )
            .into();
        }
        Refusal::Busy => {
            "Er melden zich nu veel mensen aan. Probeer het over een paar seconden opnieuw."
        }
        Refusal::SignInAgain => {
            "Uw aanmelding is verlopen of al gebruikt. Meld u opnieuw aan; er is niets gewijzigd."
        }
        Refusal::SetUpNow => {
            "Uitstellen kan nu niet. Stel verificatie in twee stappen in om verder te gaan."
        }
        Refusal::WrongPassword => "Dit is niet uw huidige wachtwoord. Probeer het opnieuw.",
        Refusal::Required => "Dit vak is leeg. Vul het in.",
        Refusal::CodeForm => "Een code heeft zes cijfers. Typ de zes cijfers die de app toont.",
        Refusal::WrongCode => {
            "Dit is niet de code die de app nu toont. Wacht op een nieuwe code en typ die. Gebeurt het weer, zet de klok van uw telefoon dan op automatisch."
        }
        Refusal::CodeUsed => {
            "Deze code is al gebruikt. Wacht hooguit 30 seconden op de volgende en typ die."
        }
        Refusal::SetupExpired => {
            "Deze instelling is afgelopen: de QR-code geldt 10 minuten en voor één keer. Begin opnieuw."
        }
        Refusal::MethodLocked => {
            "Deze methode is na te veel verkeerde codes uitgezet. Bel uw helpdesk; die helpt u om alles opnieuw in te stellen."
        }
        Refusal::TooLong { max } => {
            return format!("Dit is te lang. Gebruik hooguit {max} tekens.").into();
        }
        Refusal::BadCharacters => {
            "Er staat een onzichtbaar teken in deze naam. Typ de naam over in plaats van te plakken."
        }
        Refusal::NameTaken => "U hebt er al een met deze naam. Kies een andere naam.",
        Refusal::NotAChoice => "Dit is geen mogelijkheid meer. Kies opnieuw.",
        Refusal::MethodNotAllowed => {
            "Uw organisatie heeft dit niet ingeschakeld; alleen uw beheerder kan dat veranderen."
        }
        Refusal::MethodNotSetUp => "U hebt dit niet ingesteld.",
        Refusal::TooManyApps { max } => {
            return format!(
                "U hebt {max} verificator-apps en meer kan niet. Verwijder er eerst een."
            )
            .into();
        }
        Refusal::LastMethod => {
            "Dit is uw laatste methode, en uw organisatie vereist verificatie in twee stappen. Stel eerst een andere in en verwijder deze daarna."
        }
        Refusal::AppPasswordsOff => {
            "Bij uw organisatie kunt u geen app-wachtwoorden maken; alleen uw beheerder kan dat veranderen."
        }
        Refusal::AppPasswordsNeedTwoStep => {
            "App-wachtwoorden zijn er voor accounts met verificatie in twee stappen. Tot u die instelt, werken uw apps met uw eigen wachtwoord."
        }
        Refusal::AppPasswordLimit { max } => {
            return format!(
                "U hebt {max} app-wachtwoorden en meer kan niet. Verwijder er eerst een."
            )
            .into();
        }
        Refusal::PhoneNumber => {
            "Dit is geen telefoonnummer van het gekozen land of de gekozen regio. Controleer beide en laat letters weg."
        }
        Refusal::InternationalNumber => {
            "Typ een telefoonnummer in internationale vorm, zoals +31201234567."
        }
        Refusal::Country => "Kies een land of regio uit de lijst.",
        Refusal::PhoneCountry => {
            "Uw organisatie belt en sms't niet naar nummers van dit land of deze regio. Kies een andere manier of vraag uw beheerder."
        }
        Refusal::PhoneKind => {
            "Dit nummer hoort bij een bijzondere reeks, zoals betaalde diensten. Daar wordt niets naartoe gestuurd. Gebruik een gewoon nummer."
        }
        Refusal::PhoneNoTexts => {
            "Dit nummer kan geen sms ontvangen. Kies een oproep of gebruik een mobiel nummer."
        }
        Refusal::PhoneExtension => {
            "Laat het toestelnummer weg: alleen de telefoon op het werk heeft er een."
        }
        Refusal::ExtensionForm => "Een toestelnummer heeft hooguit tien cijfers en verder niets.",
        Refusal::NoOfficePhone => {
            "Uw organisatie kent geen telefoonnummer op uw werk. Vraag uw beheerder om het toe te voegen."
        }
        Refusal::NoFirstPhone => {
            "Stel eerst een andere methode in. De alternatieve telefoon is voor de dag waarop u die niet bij u hebt."
        }
        Refusal::PhoneLater { seconds } => {
            return format!(
                "Dit is al verstuurd of te vaak gevraagd. U kunt over {} om een nieuwe vragen.",
                wait_nl(seconds)
            )
            .into();
        }
        Refusal::CallsUsed => {
            "Meer dan twee oproepen kan hier niet. Kies een andere manier of begin opnieuw."
        }
        Refusal::PhonePaused => {
            "Er gaan nu geen sms'jes en oproepen naar dit land of deze regio. Kies een andere manier of probeer het over een uur opnieuw."
        }
        Refusal::PhoneOver => {
            "Deze code of oproep telt niet meer: ouder dan 5 minuten of vervangen. Vraag een nieuwe aan."
        }
        Refusal::PhoneWaiting => {
            "De oproep is nog niet bevestigd. Neem op, druk op\u{a0}# en kies daarna ‘Controleren’."
        }
        Refusal::PasswordShort { min } => {
            return format!("Dit is te kort. Gebruik minstens {min} tekens.").into();
        }
        Refusal::PasswordWeak => {
            "Dit wachtwoord is makkelijk te raden. Gebruik een paar woorden die niet bij elkaar horen, zonder uw naam of die van uw organisatie."
        }
        Refusal::PasswordsDiffer => {
            "De twee nieuwe wachtwoorden zijn niet gelijk. Typ het nieuwe twee keer."
        }
        Refusal::PasswordSame => "Dit is uw huidige wachtwoord. Kies een nieuw.",
        Refusal::Blocked => {
            "Aanmelden is geblokkeerd voor dit account. Bel uw helpdesk; die kan zeggen waarom."
        }
        Refusal::WrongPass => {
            "Dit is niet de pas die het laatst is uitgegeven, of hij is al gebruikt of verlopen. Vraag de helpdesk om een nieuwe."
        }
        Refusal::PassNotNeeded => {
            "Dat is niet nodig: niemand vraagt deze persoon om een tweede stap."
        }
        Refusal::CheckFirst => {
            "U hebt deze beller de laatste tien minuten niet met een code nagegaan. Doe dat eerst, of kies hoe u het anders weet."
        }
        Refusal::OfficeOfDirectory => {
            "De werktelefoon komt uit de adreslijst. Vraag een beheerder om die daar te verbeteren."
        }
        Refusal::PasswordOver => {
            "Het tijdelijke wachtwoord gold 24 uur en die zijn voorbij. Vraag de helpdesk om een nieuw."
        }
        Refusal::NothingThere => "Er is niets waarop dit van toepassing is.",
        Refusal::TwoStepNotRequired => {
            "Verificatie in twee stappen is voor deze persoon niet verplicht."
        }
        Refusal::OnOneself => "Bij uw eigen account kunt u dit hier niet doen.",
        Refusal::HigherRank => "Bij iemand met uw eigen of een hogere rol kunt u dit niet doen.",
        Refusal::SecondPerson => {
            "Deze persoon werkt bij de helpdesk of het beheer, dus doet niemand dit alleen. Op de helpdeskpagina van deze persoon staat wat u kunt vragen; de opdrachtregel doet de rest."
        }
        Refusal::SearchShort { min } => {
            return format!("Typ ten minste {min} tekens.").into();
        }
        Refusal::AlreadySo => "Dat is al zo.",
        Refusal::GreetingBytes => {
            "Dit bestand is groter dan 1 MB. Kies een korter bestand, of een met minder samples."
        }
        Refusal::GreetingKind => {
            "Dit is geen WAV-bestand met PCM, A-law of mu-law op 8 tot 48 kHz en geen MP3-bestand. Sla het geluid als een daarvan op."
        }
        Refusal::GreetingBroken => {
            "Dit bestand is niet heel: de lengtes erin kloppen niet. Sla het geluid opnieuw op en kies dat bestand."
        }
        Refusal::GreetingLength => "Een begroeting bevat geluid en is korter dan 20 seconden.",
        Refusal::FileTooLong => "Het bestand is groter dan 16 MB. Verdeel het.",
        Refusal::Nobody => {
            "Niemand heeft deze gebruikersnaam. Controleer de spelling; van een verwijderde persoon is alleen de id over, en die werkt hier ook."
        }
        Refusal::DateForm => "Dat is geen datum. Typ jaar, maand en dag, zoals 2026-11-21.",
        Refusal::DateOrder => "De laatste dag ligt voor de eerste. Wijzig een van beide.",
        Refusal::NoGateway => {
            "Er is geen gateway voor deze berichten, dus ze kunnen niet worden verstuurd en dit kan niet aan."
        }
        Refusal::NoMethodOn => {
            "Zo kan niemand zich nog aanmelden. Laat codes uit een app, sms'jes of oproepen aan."
        }
        Refusal::Countries { max } => {
            return format!(
                "Typ de twee letters van elk land of gebied, zoals NL of GB, elk één keer en hooguit {max}."
            )
            .into();
        }
        Refusal::Networks { max } => {
            return format!(
                "Typ reeksen zoals 192.0.2.0/24 of 2001:db8::/32, of losse adressen, elk één keer en hooguit {max}. Geen mag ruimer zijn dan /8, of /16 voor IPv6."
            )
            .into();
        }
        Refusal::Mailboxes { max } => {
            return format!(
                "Typ e-mailadressen zoals beveiliging@example.org, met komma's ertussen, elk één keer en hooguit {max}."
            )
            .into();
        }
        Refusal::TestLater { seconds } => {
            return format!(
                "U hebt al enkele testberichten verstuurd. Het volgende kan over {}.",
                wait_nl(seconds)
            )
            .into();
        }
        Refusal::NoMail => {
            "De adreslijst heeft geen e-mailadres van u, dus er is niemand om de test naar te sturen."
        }
        Refusal::Bounds { min, max } => {
            return format!("Typ een geheel getal van {min} tot {max}.").into();
        }
        Refusal::AtLeast { min } => {
            return format!("Typ {min} of meer: het moet kloppen met de getallen erboven.").into();
        }
        Refusal::NotFound => "Dit is er niet meer. Misschien is het al verwijderd.",
        Refusal::ProofNeeded => {
            "Voor deze wijziging hebben we uw wachtwoord en een code opnieuw nodig."
        }
        Refusal::ChangedMeanwhile => {
            "Dit is intussen in een ander venster gewijzigd, dus er is niets opgeslagen. Kijk opnieuw en herhaal wat u wilde."
        }
    })
}

/// What belongs into an empty field, by its `name`.
pub fn empty_en(field: &str) -> Option<&'static str> {
    Some(match field {
        "user" => "Type your user name.",
        "password" => "Type your password.",
        "current" => "Type your current password.",
        "new" => "Type a new password.",
        "again" => "Type the new password a second time.",
        "code" => "Type the six digits that the app shows.",
        "name" => "Type a name.",
        "number" => "Type your telephone number, or skip this step.",
        "country" => "Choose your country or region.",
        "default" | "contact" | "mode" | "which" => "Choose one of the options.",
        "setting" => "Tick what should be done.",
        "identity" => "Choose how you know who is calling.",
        "ticket" => "Type the number of the request.",
        "reason" => "Type why.",
        "pass" => "Type the pass that the helpdesk gave you.",
        "greeting" => "Choose a sound file.",
        "file" => "Choose a file, or type or paste the lines.",
        _ => return None,
    })
}

/// What belongs into an empty field, by its `name`.
pub fn empty_nl(field: &str) -> Option<&'static str> {
    Some(match field {
        "user" => "Typ uw gebruikersnaam.",
        "password" => "Typ uw wachtwoord.",
        "current" => "Typ uw huidige wachtwoord.",
        "new" => "Typ een nieuw wachtwoord.",
        "again" => "Typ het nieuwe wachtwoord nog een keer.",
        "code" => "Typ de zes cijfers die de app toont.",
        "name" => "Typ een naam.",
        "number" => "Typ uw telefoonnummer of sla deze stap over.",
        "country" => "Kies uw land of regio.",
        "default" | "contact" | "mode" | "which" => "Kies een van de mogelijkheden.",
        "setting" => "Vink aan wat er moet gebeuren.",
        "identity" => "Kies hoe u weet wie er belt.",
        "ticket" => "Typ het nummer van het verzoek.",
        "reason" => "Typ waarom.",
        "pass" => "Typ de pas die de helpdesk u gaf.",
        "greeting" => "Kies een geluidsbestand.",
        "file" => "Kies een bestand, of typ of plak de regels.",
        _ => return None,
    })
}
