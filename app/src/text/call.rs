//! What to say and do on the telephone, a few plain sentences for each thing that is done for somebody, and
//! the check of who is calling.

use domain::desk::{Aid, Standing};

/// Words for the call.
pub struct Call {
    /// Headline.
    pub say: &'static str,
    /// The sentences, in their order.
    pub steps: fn(Aid, Standing) -> Vec<&'static str>,
    /// Title and link of the check.
    pub check: &'static str,
    /// What it is good for.
    pub check_lead: &'static str,
    /// The sentences of the check.
    pub check_steps: &'static [&'static str],
    /// Label of the code.
    pub code: &'static str,
    /// What to type.
    pub code_hint: &'static str,
    /// Headline: a text instead.
    pub text: &'static str,
    /// What it does.
    pub text_lead: &'static str,
    /// Button that sends one.
    pub send: &'static str,
    /// One was sent to this number.
    pub sent: fn(&str) -> String,
    /// Button.
    pub judge: &'static str,
    /// On the person's page, after a right code.
    pub checked: &'static str,
}

/// English.
pub const EN: Call = Call {
    say: "What to say",
    steps: steps_en,
    check: "Check who is calling",
    check_lead: "The caller reads you a code of their authenticator app. A right one shows that they have the phone with it.",
    check_steps: &[
        "Say: “I want to be sure that it is you. Please open your authenticator app.”",
        "Say: “Read me the six digits that it shows for our organisation now.”",
        "Type them at once: they change every half minute.",
        "The code is used up by this. Nobody can sign in with it, neither you nor anybody who listens.",
    ],
    code: "Code that the caller reads",
    code_hint: "Six digits. A wrong one counts as a wrong code of the person.",
    text: "Or with a text",
    text_lead: "A code is texted to the phone that the person has set up. They read it to you.",
    send: "Send a text",
    sent: |number| format!("A code was texted to {number}. It counts for five minutes."),
    judge: "Check the code",
    checked: "You checked this caller with a code. For ten minutes you can choose “Checked with a code” as how you know them.",
};

fn steps_en(aid: Aid, standing: Standing) -> Vec<&'static str> {
    let mut steps = match aid {
        Aid::Pass => vec![
            "Say: “Please open the portal and sign in with your user name and your password.”",
            "Issue the pass, and read it in groups of four.",
            "Say: “Choose ‘I have a Temporary Access Pass from the helpdesk’ and type it.”",
            "Say: “You are on the security page now. Set up your new phone there, before you close it.”",
        ],
        Aid::ResetPassword => vec![
            "Say: “Your old password stops now, and so do mail apps on your phone and computer.”",
            "Read the temporary password in groups of four.",
            "Say: “Sign in with it. You are then asked for a new password that only you know.”",
            "Do not ask for the new password, and do not listen to it.",
        ],
        Aid::Bypass => vec![
            "Ask why the second step cannot be given now, and type that as the reason.",
            "Say: “You have a few minutes. Sign in with your user name and your password.”",
            "Stay on the line until they are in: it works once.",
            "Say: “Tomorrow you need your phone again.” If it is lost, issue a pass instead.",
        ],
        Aid::EndBypass => vec![
            "Say: “I take back that you can sign in without your phone.”",
            "Ask whether they have their phone at hand again.",
            "If they are signed in already, they stay signed in.",
        ],
        Aid::SetPhone => vec![
            "Say: “Please tell me the number with its area code”, and read it back to them.",
            "Say: “It counts in 24 hours. Until then your old number is asked.”",
            "Say: “You get a mail with which you can stop this.”",
            "If they cannot wait, issue a pass, so that they set up the phone themselves.",
        ],
        Aid::ProvideAgain => vec![
            "Ask whether they have their new phone at hand: they need it at the next sign-in.",
            "Say: “All your methods stop now, and you are signed out everywhere.”",
            "Say: “Sign in with your password. The portal leads you through the set-up.”",
            "Stay on the line until it says that two-step verification is on.",
        ],
        Aid::KeepMethods => vec![
            "Ask whether they have the old phone or app again.",
            "Say: “Sign in with your password and your old method, as before.”",
            "If it does not work, require contact methods again.",
        ],
        Aid::DeleteAppPasswords => vec![
            "Ask which mail apps they use: all of them stop.",
            "Say: “Your mail apps will ask for a password.”",
            "Say: “Make a new app password for each on the page ‘App passwords’.”",
        ],
        Aid::RestoreBrowsers => vec![
            "Ask which computer somebody else may have used.",
            "Say: “At your next sign-in every browser asks for the second step.”",
            "If somebody may know the password too, reset it.",
        ],
        Aid::DeleteMethod => vec![
            "Ask which phone or app is gone, and choose only that one.",
            "Say: “You are signed out everywhere now.”",
            "Say: “Sign in with one of the methods that are left.”",
        ],
        Aid::EndSessions => vec![
            "Ask on which computer they are still signed in.",
            "Say: “You are signed out of every browser now, this one too.”",
            "If somebody may know the password, reset it as well.",
        ],
        Aid::Unlock => vec![
            "Ask what they typed: the password, or the code of which app.",
            "Say: “Wait for the next code of your app, and then type it.”",
            "If codes are still wrong, ask whether the phone sets its clock by itself.",
            "If they did not try to sign in, somebody else did: reset the password.",
        ],
        Aid::Block => vec![
            "Say: “Nobody can sign in to your account from now on, you neither.”",
            "Ask what was lost or seen, and type it as the reason.",
            "Delete the app passwords too, if somebody else may have one.",
            "Say: “Call us when the account can be opened again.”",
        ],
        Aid::Unblock => vec![
            "Read the reason of the block, and ask whether it is gone.",
            "If somebody may know the password, reset it before you unblock.",
            "Say: “You can sign in as before.”",
        ],
    };
    steps.extend(match (aid, standing) {
        (Aid::ResetPassword, Standing::TwoStep(_)) => {
            Some("Say: “The second step is asked for as always.” Without the phone they also need a pass.")
        }
        (Aid::ResetPassword, Standing::NoMethod) => {
            Some("No method of theirs works: unlock, or issue a pass as well.")
        }
        (Aid::ResetPassword, Standing::Gate | Standing::Again) => {
            Some("Say: “After the new password you set up your phone.”")
        }
        (Aid::ResetPassword, Standing::Blocked) => {
            Some("They are blocked: they can sign in once you unblock.")
        }
        (Aid::Pass | Aid::Bypass, Standing::NoPassword | Standing::PasswordOver) => {
            Some("They have no password that works: reset it first.")
        }
        _ => None,
    });
    steps
}

/// Dutch.
pub const NL: Call = Call {
    say: "Wat u zegt",
    steps: steps_nl,
    check: "Nagaan wie er belt",
    check_lead: "De beller leest u een code uit de verificatie-app voor. Een goede laat zien dat die de telefoon met de app heeft.",
    check_steps: &[
        "Zeg: “Ik wil zeker weten dat u het bent. Open alstublieft uw verificatie-app.”",
        "Zeg: “Lees de zes cijfers voor die er nu voor onze organisatie staan.”",
        "Typ ze meteen: ze veranderen elke halve minuut.",
        "De code is hiermee verbruikt. Niemand kan zich er nog mee aanmelden, u niet en wie meeluistert ook niet.",
    ],
    code: "Code die de beller voorleest",
    code_hint: "Zes cijfers. Een verkeerde telt als een verkeerde code van de persoon.",
    text: "Of met een sms",
    text_lead: "Er gaat een code per sms naar de telefoon die de persoon heeft ingesteld. Die leest de code aan u voor.",
    send: "Een sms sturen",
    sent: |number| format!("Er is een code naar {number} gestuurd. Die telt vijf minuten."),
    judge: "De code controleren",
    checked: "U hebt deze beller met een code nagegaan. Tien minuten lang kunt u “Nagegaan met een code” kiezen als hoe u weet wie het is.",
};

fn steps_nl(aid: Aid, standing: Standing) -> Vec<&'static str> {
    let mut steps = match aid {
        Aid::Pass => vec![
            "Zeg: “Open de portal en meld u aan met uw gebruikersnaam en uw wachtwoord.”",
            "Geef de pas uit en lees die voor in groepjes van vier.",
            "Zeg: “Kies ‘Ik heb een tijdelijke toegangspas van de helpdesk’ en typ de pas.”",
            "Zeg: “U bent nu op de beveiligingspagina. Stel daar uw nieuwe telefoon in voordat u die sluit.”",
        ],
        Aid::ResetPassword => vec![
            "Zeg: “Uw oude wachtwoord werkt nu niet meer, en mail-apps op uw telefoon en computer ook niet.”",
            "Lees het tijdelijke wachtwoord voor in groepjes van vier.",
            "Zeg: “Meld u daarmee aan. Daarna kiest u een nieuw wachtwoord dat alleen u kent.”",
            "Vraag niet naar het nieuwe wachtwoord en luister er niet naar.",
        ],
        Aid::Bypass => vec![
            "Vraag waarom de tweede stap nu niet kan en typ dat als reden.",
            "Zeg: “U hebt een paar minuten. Meld u aan met uw gebruikersnaam en uw wachtwoord.”",
            "Blijf aan de lijn tot het is gelukt: het werkt één keer.",
            "Zeg: “Morgen hebt u uw telefoon weer nodig.” Is die kwijt, geef dan een pas uit.",
        ],
        Aid::EndBypass => vec![
            "Zeg: “Ik trek in dat u zich zonder telefoon kunt aanmelden.”",
            "Vraag of de telefoon er weer is.",
            "Wie al is aangemeld, blijft aangemeld.",
        ],
        Aid::SetPhone => vec![
            "Zeg: “Noem het nummer met het netnummer”, en lees het terug.",
            "Zeg: “Het telt over 24 uur. Tot dan wordt uw oude nummer gevraagd.”",
            "Zeg: “U krijgt een mail waarmee u dit kunt tegenhouden.”",
            "Kan dat niet wachten, geef dan een pas uit, zodat de persoon de telefoon zelf instelt.",
        ],
        Aid::ProvideAgain => vec![
            "Vraag of de nieuwe telefoon bij de hand is: die is nodig bij de volgende aanmelding.",
            "Zeg: “Al uw methoden tellen nu niet meer en u wordt overal afgemeld.”",
            "Zeg: “Meld u aan met uw wachtwoord. De portal leidt u door het instellen.”",
            "Blijf aan de lijn tot er staat dat verificatie in twee stappen aan is.",
        ],
        Aid::KeepMethods => vec![
            "Vraag of de oude telefoon of app er weer is.",
            "Zeg: “Meld u aan met uw wachtwoord en uw oude methode, zoals voorheen.”",
            "Lukt het niet, laat dan opnieuw contactmethoden opgeven.",
        ],
        Aid::DeleteAppPasswords => vec![
            "Vraag welke mail-apps er in gebruik zijn: ze stoppen allemaal.",
            "Zeg: “Uw mail-apps vragen straks om een wachtwoord.”",
            "Zeg: “Maak voor elk een nieuw app-wachtwoord op de pagina ‘App-wachtwoorden’.”",
        ],
        Aid::RestoreBrowsers => vec![
            "Vraag welke computer iemand anders kan hebben gebruikt.",
            "Zeg: “Bij uw volgende aanmelding vraagt elke browser om de tweede stap.”",
            "Kan iemand ook het wachtwoord weten, stel dan een tijdelijk in.",
        ],
        Aid::DeleteMethod => vec![
            "Vraag welke telefoon of app weg is en kies alleen die.",
            "Zeg: “U bent nu overal afgemeld.”",
            "Zeg: “Meld u aan met een van de methoden die er nog zijn.”",
        ],
        Aid::EndSessions => vec![
            "Vraag op welke computer nog is aangemeld.",
            "Zeg: “U bent nu in elke browser afgemeld, ook in deze.”",
            "Kan iemand het wachtwoord weten, stel dan ook een tijdelijk in.",
        ],
        Aid::Unlock => vec![
            "Vraag wat er is getypt: het wachtwoord, of de code van welke app.",
            "Zeg: “Wacht op de volgende code van uw app en typ die.”",
            "Zijn de codes nog steeds fout, vraag dan of de telefoon zelf de klok gelijkzet.",
            "Heeft de persoon niet geprobeerd aan te melden, dan deed iemand anders dat: stel een tijdelijk wachtwoord in.",
        ],
        Aid::Block => vec![
            "Zeg: “Vanaf nu kan niemand zich bij uw account aanmelden, u ook niet.”",
            "Vraag wat er kwijt of gezien is en typ dat als reden.",
            "Verwijder ook de app-wachtwoorden als iemand anders er een kan hebben.",
            "Zeg: “Bel ons als het account weer open kan.”",
        ],
        Aid::Unblock => vec![
            "Lees de reden van de blokkering en vraag of die weg is.",
            "Kan iemand het wachtwoord weten, stel dan eerst een tijdelijk in.",
            "Zeg: “U kunt zich weer aanmelden zoals voorheen.”",
        ],
    };
    steps.extend(match (aid, standing) {
        (Aid::ResetPassword, Standing::TwoStep(_)) => {
            Some("Zeg: “De tweede stap wordt gevraagd als altijd.” Zonder telefoon is er ook een pas nodig.")
        }
        (Aid::ResetPassword, Standing::NoMethod) => {
            Some("Geen methode werkt: ontgrendel, of geef ook een pas uit.")
        }
        (Aid::ResetPassword, Standing::Gate | Standing::Again) => {
            Some("Zeg: “Na het nieuwe wachtwoord stelt u uw telefoon in.”")
        }
        (Aid::ResetPassword, Standing::Blocked) => {
            Some("De persoon is geblokkeerd: aanmelden kan als u de blokkering opheft.")
        }
        (Aid::Pass | Aid::Bypass, Standing::NoPassword | Standing::PasswordOver) => {
            Some("Er is geen wachtwoord dat werkt: stel eerst een tijdelijk in.")
        }
        _ => None,
    });
    steps
}

#[cfg(test)]
mod tests {
    use domain::method::Preferred;

    use super::*;

    #[test]
    fn three_to_six_sentences_for_everything_in_both_languages() {
        let standings = [
            Standing::Off,
            Standing::Blocked,
            Standing::NoPassword,
            Standing::PasswordOver,
            Standing::Again,
            Standing::Gate,
            Standing::NoMethod,
            Standing::TwoStep(Preferred::AppCode),
            Standing::PasswordOnly,
        ];
        for aid in Aid::ALL {
            for standing in standings {
                let (en, nl) = (steps_en(aid, standing), steps_nl(aid, standing));
                assert_eq!(en.len(), nl.len(), "{aid:?} {standing:?}");
                assert!((3..=6).contains(&en.len()), "{aid:?} {standing:?}");
                for (en, nl) in en.iter().zip(&nl) {
                    assert_ne!(en, nl, "{aid:?}");
                    assert!(en.len() < 160 && nl.len() < 160, "{en} {nl}");
                }
            }
        }
    }
}
