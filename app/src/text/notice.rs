//! What the last action did, said once on top of the next page.

use std::borrow::Cow;

use domain::gateway::Tested;

use super::method::{preferred_en, preferred_nl};
use crate::view::Notice;

/// English.
pub fn notice_en(notice: Notice) -> Cow<'static, str> {
    Cow::Borrowed(match notice {
        Notice::SignedOut => "You are signed out of this browser.",
        Notice::SignedOutEverywhere => {
            "You are signed out everywhere. Mail programs with an app password stay connected."
        }
        Notice::SignInEnded => "The sign-in was ended. Nothing was changed.",
        Notice::EnrolmentComplete => {
            "Two-step verification is on. From now on you sign in with your password and a second step."
        }
        Notice::Saved => "Your choice is saved.",
        Notice::NothingChanged => "Nothing was different, so there was nothing to save.",
        Notice::AppAdded => "The authenticator app is set up. You can sign in with its codes now.",
        Notice::AppRenamed => "The authenticator app has its new name.",
        Notice::MethodDeleted => {
            "It is deleted. If it was an authenticator app, remove the account in that app too."
        }
        Notice::MethodDeletedDefaultNow(option) => {
            return format!(
                "It is deleted. Your preferred option is now: {}.",
                preferred_en(option)
            )
            .into();
        }
        Notice::MethodDeletedNoDefault => {
            "It is deleted. You have no method left, so two-step verification is off and your password alone signs you in."
        }
        Notice::BackupKept => {
            "Your number is kept. It is not verified yet, so nobody is called on it."
        }
        Notice::PasswordChanged => {
            "Your password is changed, and every other browser is signed out."
        }
        Notice::AppPasswordsDeleted => {
            "All app passwords are deleted. Apps that used one will ask for a password."
        }
        Notice::AppPasswordClosed => "The app password is ready to use. It cannot be shown again.",
        Notice::PhoneSaved => "Your phone has answered and is set up.",
        Notice::PhoneAskedAgain => "Another one is on its way. Only the newest counts.",
        Notice::BrowserForgotten => {
            "That browser is forgotten. At the next sign-in there we ask for the second step."
        }
        Notice::BrowsersForgotten => {
            "Multi-factor authentication is restored in all browsers. At your next sign-in we ask for the second step again."
        }
        Notice::Helped(aid) => (super::desk::EN.aid)(aid).done,
        Notice::Agreed => super::approval::EN.agreed,
        Notice::Declined => super::approval::EN.declined,
        Notice::GatewayTested(tested) => (super::gateways::EN.tested)(tested),
        Notice::GreetingSet => super::greetings::EN.set,
        Notice::GreetingRemoved => super::greetings::EN.removed,
        Notice::RulesInForce => "The new rules are in force, for everybody and at once.",
        Notice::PeopleImported { added, changed } => {
            return (super::import::EN.done)(added, changed).into();
        }
        Notice::StaffNeedApp => {
            "To help others you confirm with a code of an authenticator app. Set one up first."
        }
        Notice::CallerChecked => {
            "The code was right: the caller has what this person signs in with."
        }
        Notice::ChangeStopped => "The change is stopped. The number will not count.",
        Notice::Bypassed => {
            "The helpdesk has let you in once without the second step. At the next sign-in we ask for it again."
        }
        Notice::PasswordRenewed => "Your new password counts. The temporary one no longer works.",
        Notice::LanguageSaved => "From now on the portal speaks English to you.",
    })
}

/// Dutch.
pub fn notice_nl(notice: Notice) -> Cow<'static, str> {
    Cow::Borrowed(match notice {
        Notice::SignedOut => "U bent in deze browser afgemeld.",
        Notice::SignedOutEverywhere => {
            "U bent overal afgemeld. E-mailprogramma's met een app-wachtwoord blijven verbonden."
        }
        Notice::SignInEnded => "De aanmelding is gestopt. Er is niets gewijzigd.",
        Notice::EnrolmentComplete => {
            "Verificatie in twee stappen staat aan. Voortaan meldt u zich aan met uw wachtwoord en een tweede stap."
        }
        Notice::Saved => "Uw keuze is opgeslagen.",
        Notice::NothingChanged => "Er was niets anders, dus er viel niets op te slaan.",
        Notice::AppAdded => {
            "De verificator-app is ingesteld. U kunt zich nu met de codes ervan aanmelden."
        }
        Notice::AppRenamed => "De verificator-app heeft de nieuwe naam.",
        Notice::MethodDeleted => {
            "Verwijderd. Was het een verificator-app, haal het account dan ook in die app weg."
        }
        Notice::MethodDeletedDefaultNow(option) => {
            return format!(
                "Verwijderd. Uw voorkeursoptie is nu: {}.",
                preferred_nl(option)
            )
            .into();
        }
        Notice::MethodDeletedNoDefault => {
            "Verwijderd. U hebt geen methode meer: verificatie in twee stappen staat uit en uw wachtwoord alleen is genoeg."
        }
        Notice::BackupKept => {
            "Uw nummer is bewaard. Het is nog niet geverifieerd, dus er wordt niet naar gebeld."
        }
        Notice::PasswordChanged => "Uw wachtwoord is gewijzigd en elke andere browser is afgemeld.",
        Notice::AppPasswordsDeleted => {
            "Alle app-wachtwoorden zijn verwijderd. Apps die er een gebruikten, vragen om een wachtwoord."
        }
        Notice::AppPasswordClosed => {
            "Het app-wachtwoord is klaar voor gebruik. Het kan niet nog een keer worden getoond."
        }
        Notice::PhoneSaved => "Uw telefoon heeft geantwoord en is ingesteld.",
        Notice::PhoneAskedAgain => "Er is een nieuwe onderweg. Alleen de nieuwste telt.",
        Notice::BrowserForgotten => {
            "Die browser is vergeten. Bij de volgende aanmelding daar vragen we om de tweede stap."
        }
        Notice::BrowsersForgotten => {
            "Meervoudige verificatie is hersteld in alle browsers. Bij uw volgende aanmelding vragen we weer om de tweede stap."
        }
        Notice::Helped(aid) => (super::desk::NL.aid)(aid).done,
        Notice::Agreed => super::approval::NL.agreed,
        Notice::Declined => super::approval::NL.declined,
        Notice::GatewayTested(tested) => (super::gateways::NL.tested)(tested),
        Notice::GreetingSet => super::greetings::NL.set,
        Notice::GreetingRemoved => super::greetings::NL.removed,
        Notice::RulesInForce => "De nieuwe regels gelden, voor iedereen en meteen.",
        Notice::PeopleImported { added, changed } => {
            return (super::import::NL.done)(added, changed).into();
        }
        Notice::StaffNeedApp => {
            "Om anderen te helpen bevestigt u met een code van een verificatie-app. Stel er eerst een in."
        }
        Notice::CallerChecked => {
            "De code was goed: de beller heeft waarmee deze persoon zich aanmeldt."
        }
        Notice::ChangeStopped => "De wijziging is tegengehouden. Het nummer zal niet tellen.",
        Notice::Bypassed => {
            "De helpdesk heeft u één keer zonder de tweede stap binnengelaten. Bij de volgende aanmelding vragen we er weer om."
        }
        Notice::PasswordRenewed => "Uw nieuwe wachtwoord geldt. Het tijdelijke werkt niet meer.",
        Notice::LanguageSaved => "Voortaan spreekt de portal Nederlands met u.",
    })
}

/// Whether the notice tells of something done, as opposed to something that merely ended.
pub fn is_success(notice: Notice) -> bool {
    !matches!(
        notice,
        Notice::SignedOut
            | Notice::SignInEnded
            | Notice::NothingChanged
            | Notice::PhoneAskedAgain
            | Notice::GatewayTested(Tested::Refused | Tested::NotReached | Tested::Unclear)
    )
}
