//! Dutch notices.

use super::{MailFacts, NoticeKind, Words};
use crate::text::method::preferred_nl;

/// The words of a Dutch notice.
pub(super) fn words(kind: NoticeKind, facts: &MailFacts<'_>, when: String) -> Words {
    let named = if facts.name.is_empty() {
        String::new()
    } else {
        format!(" ‘{}’", facts.name)
    };
    let (subject, happened, advice) = match kind {
        NoticeKind::AppAdded => (
            "Er is een verificator-app aan uw account toegevoegd",
            format!("De verificator-app{named} is voor uw account ingesteld. Met de codes ervan kan iemand zich voortaan aanmelden."),
            NOT_ME_METHOD,
        ),
        NoticeKind::AppDeleted => (
            "Er is een verificator-app van uw account verwijderd",
            format!("De verificator-app{named} is van uw account verwijderd. De codes ervan worden niet meer geaccepteerd."),
            NOT_ME_METHOD,
        ),
        NoticeKind::PhoneAdded => (
            "Er is een telefoonnummer voor uw account ingesteld",
            "Er is een telefoonnummer voor uw account ingesteld of gewijzigd. Een sms of een oproep naar dat nummer kan voortaan de tweede stap zijn.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::FraudReported => (
            "Een oproep van ons is gemeld als fraude",
            "Iemand gaf uw wachtwoord, een telefoon van uw account werd gebeld en de oproep werd als fraude gemeld. Er is niemand binnengekomen.".to_owned(),
            "Hebt u het gemeld, wijzig dan nu uw wachtwoord: iemand kent het. Drukte u per ongeluk op de toetsen, meld u dan opnieuw aan.",
        ),
        NoticeKind::FraudBlocked => (
            "Een oproep van ons is gemeld als fraude en aanmelden is geblokkeerd",
            "Iemand gaf uw wachtwoord, een telefoon van uw account werd gebeld en de oproep werd als fraude gemeld. Er is niemand binnengekomen. Aanmelden bij uw account is nu geblokkeerd; app-wachtwoorden blijven werken.".to_owned(),
            "Vraag uw helpdesk de blokkade op te heffen, ook als u per ongeluk op de toetsen drukte. Hebt u de oproep gemeld, wijzig dan daarna uw wachtwoord: iemand kent het.",
        ),
        NoticeKind::FraudAlert => (
            "Een oproep is als fraude gemeld",
            format!("Iemand gaf het wachtwoord van{named}, een telefoon van dat account werd gebeld en de oproep werd als fraude gemeld. Er is niemand binnengekomen."),
            "Bekijk “Fraudemeldingen” in het beheer en zorg dat het wachtwoord wordt gewijzigd.",
        ),
        NoticeKind::TwoStepRequired => (
            "Verificatie in twee stappen is nu verplicht voor uw account",
            "Uw organisatie verplicht verificatie in twee stappen voor uw account. Is er nog geen methode ingesteld, dan stelt u er een in wanneer u zich de volgende keer aanmeldt.".to_owned(),
            "U hoeft nu niets te doen. Hebt u vragen, bel dan uw helpdesk.",
        ),
        NoticeKind::TwoStepNotRequired => (
            "Verificatie in twee stappen is niet meer verplicht voor uw account",
            "Uw organisatie verplicht verificatie in twee stappen niet meer voor uw account. Wat u hebt ingesteld, blijft en beschermt u nog steeds.".to_owned(),
            "U hoeft niets te doen. Verbaast dit u, bel dan uw helpdesk.",
        ),
        NoticeKind::MethodsAskedAgain => (
            "Uw helpdesk vraagt opnieuw om uw contactmethoden",
            "De helpdesk heeft opnieuw om de contactmethoden van uw account gevraagd. Bij uw volgende aanmelding stelt u nieuwe in; de oude tellen niet meer.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::MethodsKept => (
            "Uw contactmethoden tellen weer",
            "De helpdesk laat de contactmethoden van uw account weer tellen.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::BrowsersForgotten => (
            "Geen browser van uw account wordt nog vertrouwd",
            "De helpdesk heeft ervoor gezorgd dat elke browser bij uw volgende aanmelding weer om de tweede stap vraagt.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::SessionsEnded => (
            "U bent overal afgemeld",
            "De helpdesk heeft uw account in elke browser afgemeld. App-wachtwoorden blijven werken.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Unlocked => (
            "Uw account is ontgrendeld",
            "De helpdesk heeft het wachten na verkeerde pogingen beëindigd en vergrendelde methoden van uw account werken weer.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Blocked => (
            "Aanmelden bij uw account is geblokkeerd",
            "De helpdesk heeft het aanmelden bij uw account geblokkeerd. App-wachtwoorden blijven werken.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::Unblocked => (
            "Aanmelden bij uw account kan weer",
            "De helpdesk heeft de blokkering van uw account opgeheven.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PassIssued => (
            "Er is een tijdelijke toegangspas voor uw account uitgegeven",
            "De helpdesk heeft een pas uitgegeven die één keer de tweede stap vervangt, naast uw wachtwoord.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::PasswordReset => (
            "De helpdesk heeft u een tijdelijk wachtwoord gegeven",
            "De helpdesk heeft uw account een tijdelijk wachtwoord gegeven. Uw oude wachtwoord werkt niet meer, elke browser is afgemeld en alle app-wachtwoorden zijn verwijderd. Bij uw volgende aanmelding kiest u een nieuw wachtwoord.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::BypassIssued => (
            "Uw account kan één keer zonder de tweede stap worden geopend",
            "De helpdesk heeft voor korte tijd één aanmelding bij uw account zonder de tweede stap toegestaan.".to_owned(),
            NOW_OR_CALL,
        ),
        NoticeKind::BypassUsed => (
            "Iemand heeft zich zonder de tweede stap bij uw account aangemeld",
            "Iemand heeft zich met uw wachtwoord aangemeld. Om de tweede stap is niet gevraagd, omdat de helpdesk dat één keer had toegestaan. Voortaan vragen we er weer om.".to_owned(),
            "Was u dit, dan hoeft u niets te doen. Zo niet, bel dan meteen uw helpdesk: iemand anders kan in uw account zijn.",
        ),
        NoticeKind::BypassEnded => (
            "Uw account vraagt weer om de tweede stap",
            "De helpdesk heeft ingetrokken dat één aanmelding zonder de tweede stap mag.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PhoneSet => (
            "De helpdesk heeft een telefoonnummer voor uw account ingesteld",
            "De helpdesk heeft een telefoonnummer voor uw account ingesteld. Een sms of oproep daarheen kan voortaan de tweede stap zijn.".to_owned(),
            NOT_ASKED,
        ),
        NoticeKind::PhoneHeld => (
            "De helpdesk heeft een telefoonnummer ingesteld dat over 24 uur telt",
            "De helpdesk heeft een nieuw telefoonnummer voor uw account ingesteld. Het telt over 24 uur. Tot dan blijft alles zoals het is en kunt u het tegenhouden.".to_owned(),
            if facts.link.is_empty() { STOP_IN_PORTAL } else { STOP_BY_LINK },
        ),
        NoticeKind::PhoneHoldStopped => (
            "Een nieuw telefoonnummer voor uw account is tegengehouden",
            "Het telefoonnummer dat de helpdesk voor uw account had ingesteld is tegengehouden voordat het telde. Er is niets gewijzigd.".to_owned(),
            "Hield u het tegen omdat u er niet om had gevraagd, bel dan uw helpdesk: iemand kan zich voor u uitgeven.",
        ),
        NoticeKind::CallerChecked => (
            "De helpdesk is nagegaan of u het was",
            "De helpdesk liet iemand die belde een code uit uw verificatie-app of uit een sms aan uw telefoon voorlezen en de code was goed.".to_owned(),
            "Bent u nu in gesprek met de helpdesk, dan hoeft u niets te doen. Zo niet, bel die dan meteen: iemand heeft uw telefoon of de codes ervan.",
        ),
        NoticeKind::PhoneDeleted => (
            "Er is een telefoonnummer van uw account verwijderd",
            "Er is een telefoonnummer van uw account verwijderd. Het wordt niet meer voor de tweede stap gebruikt.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::DefaultChanged => match facts.preferred {
            Some(option) => (
                "Uw voorkeursoptie voor het aanmelden is gewijzigd",
                format!("De voorkeursoptie voor de tweede stap is nu: {}.", preferred_nl(option)),
                NOT_ME_METHOD,
            ),
            None => (
                "Verificatie in twee stappen staat uit voor uw account",
                "De laatste methode voor de tweede stap is verwijderd. Uw wachtwoord alleen opent nu uw account.".to_owned(),
                NOT_ME_METHOD,
            ),
        },
        NoticeKind::AppPasswordCreated => (
            "Er is een app-wachtwoord voor uw account gemaakt",
            format!("Het app-wachtwoord{named} is gemaakt. Een e-mail- of agenda-app kan zich er zonder tweede stap mee aanmelden."),
            "Was u dit zelf, dan hoeft u niets te doen. Zo niet, open dan nu de portal, verwijder het app-wachtwoord, wijzig uw wachtwoord en bel uw helpdesk.",
        ),
        NoticeKind::AppPasswordDeleted => (
            "Er is een app-wachtwoord van uw account verwijderd",
            format!("Het app-wachtwoord{named} is verwijderd. Apps die het gebruikten, vragen om een wachtwoord."),
            NOT_ME_METHOD,
        ),
        NoticeKind::AppPasswordsDeleted => (
            "Alle app-wachtwoorden van uw account zijn verwijderd",
            "Alle app-wachtwoorden van uw account zijn verwijderd. Apps die er een gebruikten, vragen om een wachtwoord.".to_owned(),
            NOT_ME_METHOD,
        ),
        NoticeKind::PasswordChanged => (
            "Uw wachtwoord is gewijzigd",
            "Het wachtwoord van uw account is gewijzigd en alle andere browsers zijn afgemeld. App-wachtwoorden blijven werken tot ze worden verwijderd.".to_owned(),
            "Was u dit zelf, dan hoeft u niets te doen. Zo niet, bel dan meteen uw helpdesk: misschien is er iemand anders in uw account.",
        ),
        NoticeKind::MethodLocked => (
            "Een methode van uw account is uitgezet",
            format!("De verificator-app{named} is uitgezet omdat er te veel verkeerde codes voor zijn ingevoerd. De codes ervan worden niet meer geaccepteerd."),
            "Misschien raadt iemand met uw wachtwoord naar codes. Wijzig uw wachtwoord en bel daarna uw helpdesk; die helpt u om de app opnieuw in te stellen.",
        ),
        NoticeKind::SecondStepFailed => (
            "Iemand gaf uw wachtwoord, maar kwam niet door de tweede stap",
            "Iemand meldde zich aan met het juiste wachtwoord van uw account, maar de tweede stap mislukte. Er is niemand binnengekomen.".to_owned(),
            "Was u dit zelf, dan hoeft u niets te doen. Zo niet, dan kent iemand uw wachtwoord: wijzig het nu, en bel uw helpdesk als dat niet lukt.",
        ),
    };
    let link = match kind {
        NoticeKind::PhoneHeld => facts.link,
        _ => "",
    };
    around((subject, happened, advice), link, facts, when)
}

/// What stands around what happened, in every mail.
fn around(
    (subject, happened, advice): (&'static str, String, &'static str),
    link: &str,
    facts: &MailFacts<'_>,
    when: String,
) -> Words {
    let mut known = vec![
        ("Account bij", facts.organisation.to_owned()),
        ("Wanneer", when),
    ];
    if !facts.address.is_empty() {
        known.push(("Vanaf adres", facts.address.to_owned()));
    }
    Words {
        subject,
        greeting: match facts.person {
            "" => "Dag,".to_owned(),
            person => format!("Dag {person},"),
        },
        happened,
        facts: known,
        advice,
        closing: if link.is_empty() {
            "In dit bericht staan met opzet geen koppelingen. Open de portal zoals u dat altijd doet."
        } else {
            "Geen ander bericht van ons heeft een koppeling. U kunt de wijziging ook tegenhouden op de beveiligingspagina van de portal."
        },
        link: link.to_owned(),
    }
}

/// The words of a Dutch test message.
pub(super) fn test(facts: &MailFacts<'_>, when: String) -> Words {
    let said = (
        "Testbericht",
        "U hebt dit bericht vanuit het beheer verstuurd om te zien of e-mail aankomt. Het is aangekomen.".to_owned(),
        "U hoeft niets te doen.",
    );
    around(said, "", facts, when)
}

const NOT_ME_METHOD: &str = "Was u dit zelf, dan hoeft u niets te doen. Zo niet, open dan nu de portal, wijzig uw wachtwoord en bel uw helpdesk.";

const NOT_ASKED: &str = "Hebt u hierom gevraagd, dan hoeft u niets te doen. Zo niet, bel dan meteen uw helpdesk: iemand kan zich voor u uitgeven.";

const NOW_OR_CALL: &str = "Bent u nu in gesprek met de helpdesk, dan hoeft u niets te doen. Zo niet, bel die dan meteen: iemand kan zich voor u uitgeven.";

const STOP_IN_PORTAL: &str = "Hebt u hierom gevraagd, dan hoeft u niets te doen. Zo niet, open dan de portal, houd de wijziging tegen op de beveiligingspagina en bel meteen uw helpdesk: iemand kan zich voor u uitgeven.";

const STOP_BY_LINK: &str = "Hebt u hierom gevraagd, dan hoeft u niets te doen. Zo niet, houd het dan tegen met het adres hieronder, dat niet om een wachtwoord vraagt, en bel meteen uw helpdesk: iemand kan zich voor u uitgeven.";
