//! Dutch.

use domain::Language;
use domain::policy::effect::Touch;
use domain::policy::{Caller, Group, Kind, Mailboxes, Networks, Setting, Value, VoiceConfirm};

use super::{Rules, SettingWords, count, countries};

const POUND: &str = "Het hekje (#)";
const NUMBER: &str = "Het getal op de pagina en dan het hekje (#)";

/// Dutch.
pub const NL: Rules = Rules {
    title: "Regels",
    line: "Welke methoden mensen kunnen gebruiken, en binnen welke grenzen.",
    elsewhere: "Wachttijden na verkeerde wachtwoorden, grenzen voor sms'jes en oproepen, en de duur van sessies staan in het configuratiebestand.",
    change: "De regels wijzigen",
    change_lead: "Voordat er iets wijzigt, ziet u wat het doet en hoeveel mensen het raakt.",
    group: |group| match group {
        Group::Methods => "Methoden",
        Group::SetUp => "Eerste keer instellen",
        Group::Apps => "Verificator-apps en codes",
        Group::AppPasswords => "App-wachtwoorden",
        Group::Phones => "Telefoons",
        Group::Lockout => "Verkeerde codes",
        Group::Browsers => "Vertrouwde browsers",
        Group::Networks => "Vertrouwde netwerken",
        Group::Helpdesk => "Helpdesk",
    },
    setting,
    value: |value| match value {
        Value::Switch(true) => "Aan".into(),
        Value::Switch(false) => "Uit".into(),
        Value::Number(number) => number.to_string(),
        Value::Keys(VoiceConfirm::Pound) => POUND.into(),
        Value::Keys(VoiceConfirm::Number) => NUMBER.into(),
        Value::Caller(Caller(number)) if number.is_empty() => {
            "Het eigen nummer van de gateway".into()
        }
        Value::Caller(Caller(number)) => number.clone(),
        Value::Countries(list) if list.is_empty() => "Het eigen land van de organisatie".into(),
        Value::Networks(Networks(list)) | Value::Mailboxes(Mailboxes(list)) if list.is_empty() => {
            "Geen".into()
        }
        Value::Networks(Networks(list)) | Value::Mailboxes(Mailboxes(list)) => list.join(", "),
        Value::Countries(list) => countries(Language::Nl, list),
    },
    bounds: |kind| {
        match kind {
        Kind::Number(min, max) => Some(format!("Van {min} tot en met {max}.")),
        Kind::Countries(most) => Some(format!(
            "Elk twee letters, zoals NL of GB, met komma's ertussen, hooguit {most}."
        )),
        Kind::Networks(most) => Some(format!(
            "Reeksen zoals 192.0.2.0/24 of 2001:db8::/32, met komma's ertussen, hooguit {most}."
        )),
        Kind::Mailboxes(most) => Some(format!(
            "Zoals beveiliging@example.org, met komma's ertussen, hooguit {most}."
        )),
        Kind::Caller => Some(
            "In internationale vorm, zoals +31201234567; leeg voor het eigen nummer van de gateway.".into(),
        ),
        Kind::Switch | Kind::Keys => None,
    }
    },
    pound: POUND,
    pound_line: "Wie opneemt, bevestigt met één toets.",
    number: NUMBER,
    number_line: "Wie opneemt, moet de pagina zien waarop de aanmelding wacht.",
    default: "Standaard:",
    preview: "Tonen wat er wijzigt",
    preview_title: "Wat er wijzigt",
    preview_lead: "Er is nog niets gewijzigd.",
    what: "Instelling",
    before: "Nu",
    after: "Straks",
    follows: "Wat er volgt",
    touch: |touch, n| {
        let one = n == 1;
        let number = count(n, |most| format!("Meer dan {most}"));
        let people = if one {
            "1 persoon".to_owned()
        } else {
            format!("{number} mensen")
        };
        let browsers = if one {
            "1 vertrouwde browser".to_owned()
        } else {
            format!("{number} vertrouwde browsers")
        };
        match touch {
            Touch::OtherWay if one => {
                format!(
                    "{people} heeft er de voorkeur voor en wordt op een andere manier gevraagd."
                )
            }
            Touch::OtherWay => {
                format!(
                    "{people} hebben er de voorkeur voor en worden op een andere manier gevraagd."
                )
            }
            Touch::AskedDifferently if one => {
                format!("{people} heeft er de voorkeur voor en zal het merken.")
            }
            Touch::AskedDifferently => {
                format!("{people} hebben er de voorkeur voor en zullen het merken.")
            }
            Touch::MoreApps if one => {
                format!("{people} heeft er meer. Die blijven, en er kan geen bij.")
            }
            Touch::MoreApps => format!("{people} hebben er meer. Die blijven, en er kan geen bij."),
            Touch::MoreAppPasswords if one => {
                format!("{people} heeft er meer. Die blijven werken, en er kan geen bij.")
            }
            Touch::MoreAppPasswords => {
                format!("{people} hebben er meer. Die blijven werken, en er kan geen bij.")
            }
            Touch::AppPasswordsStay if one => format!(
                "{people} heeft app-wachtwoorden. Die blijven werken en kunnen alleen nog worden verwijderd."
            ),
            Touch::AppPasswordsStay => format!(
                "{people} hebben app-wachtwoorden. Die blijven werken en kunnen alleen nog worden verwijderd."
            ),
            Touch::TrustsEnd if one => {
                format!("{browsers} vraagt bij de volgende aanmelding weer om de tweede stap.")
            }
            Touch::TrustsEnd => {
                format!("{browsers} vragen bij de volgende aanmelding weer om de tweede stap.")
            }
            Touch::TrustsLonger if one => {
                format!("{browsers} slaat de tweede stap langer over dan was gezegd.")
            }
            Touch::TrustsLonger => {
                format!("{browsers} slaan de tweede stap langer over dan was gezegd.")
            }
            Touch::SetUpLater if one => {
                format!("{people} heeft het nog niet ingesteld en mag het zo lang uitstellen.")
            }
            Touch::SetUpLater => {
                format!("{people} hebben het nog niet ingesteld en mogen het zo lang uitstellen.")
            }
            Touch::SetUpSooner if one => {
                format!("{people} heeft het nog niet ingesteld en moet dat eerder doen.")
            }
            Touch::SetUpSooner => {
                format!("{people} hebben het nog niet ingesteld en moeten dat eerder doen.")
            }
            Touch::NoMethod if one => format!(
                "{people} houdt geen methode over en kan zich alleen nog met hulp van de helpdesk aanmelden."
            ),
            Touch::NoMethod => format!(
                "{people} houden geen methode over en kunnen zich alleen nog met hulp van de helpdesk aanmelden."
            ),
        }
    },
    sealed: "Telefoonnummers zijn versleuteld opgeslagen, dus die in andere landen worden niet geteld.",
    put: "In werking stellen",
    edit: "Terug naar het formulier",
    history: "Wijzigingen, nieuwste eerst",
    no_history: "De regels zijn nog niet gewijzigd.",
    undo: "Ongedaan maken",
    of_change: |row| format!("de wijziging in regel {row}"),
};

fn setting(setting: Setting) -> SettingWords {
    let (name, effect) = match setting {
        Setting::AllowAppCode => (
            "Verificatiecode van mobiele app",
            "Staat dit aan, dan kunnen mensen de code typen die een verificator-app toont.",
        ),
        Setting::AllowNotification => (
            "Melding via mobiele app",
            "Staat dit aan, dan kunnen mensen een aanmelding in een app goedkeuren.",
        ),
        Setting::AllowText => (
            "Sms naar telefoon",
            "Staat dit aan, dan kunnen mensen een code naar hun telefoon laten sturen.",
        ),
        Setting::AllowCall => (
            "Telefonische oproep",
            "Staat dit aan, dan kunnen mensen een telefoon laten bellen en met de toetsen bevestigen.",
        ),
        Setting::GraceDays => (
            "Dagen dat het instellen kan worden uitgesteld",
            "Zo lang kan wie verificatie in twee stappen moet instellen dat overslaan, vanaf de eerste keer; 0 betekent helemaal niet, en de helpdesk en het beheer kunnen het nooit.",
        ),
        Setting::MaxApps => (
            "Verificator-apps per persoon",
            "Niemand kan meer apps toevoegen dan dit.",
        ),
        Setting::CodeWindow => (
            "Codes die gelden voor en na de huidige",
            "Met 1 werkt ook een app waarvan de klok een halve minuut afwijkt.",
        ),
        Setting::AllowAppPasswords => (
            "Toestaan dat gebruikers app-wachtwoorden maken voor apps zonder browser",
            "Staat dit uit, dan kan niemand er een maken; bestaande blijven werken.",
        ),
        Setting::AppPasswordLength => (
            "Letters in een app-wachtwoord",
            "Geldt voor app-wachtwoorden die vanaf dan worden gemaakt.",
        ),
        Setting::AppPasswordLimit => (
            "App-wachtwoorden per persoon",
            "Niemand kan meer app-wachtwoorden maken dan dit.",
        ),
        Setting::MailDelaySeconds => (
            "Seconden tot een verwijderd app-wachtwoord wordt geweigerd",
            "Dit beloven de pagina's; kies hoelang de mailserver een antwoord onthoudt.",
        ),
        Setting::StaleAfterDays => (
            "Dagen tot een ongebruikt app-wachtwoord wordt gemarkeerd",
            "Mensen zien de markering in hun lijst; er wordt niets verwijderd.",
        ),
        Setting::VoiceConfirm => (
            "Wat er in een oproep wordt ingetoetst",
            "Met het getal kan alleen iemand bevestigen die de pagina ziet.",
        ),
        Setting::CallerId => (
            "Nummer waarvandaan wordt gebeld",
            "De aanbieder moet het nummer kennen. Probeer het met een testoproep op de pagina “Gateways”.",
        ),
        Setting::CallAttempts => (
            "Pogingen per oproep",
            "Na zoveel keer verkeerde toetsen eindigt een oproep, en moet de persoon om een nieuwe vragen.",
        ),
        Setting::AllowFraudReports => (
            "Toestaan dat gebruikers fraude melden",
            "Staat dit aan, dan zegt een oproep dat 0# hem als fraude meldt; staat het uit, dan wordt dat niet gezegd en zijn 0# verkeerde toetsen.",
        ),
        Setting::BlockOnFraud => (
            "Gebruikers die fraude melden automatisch blokkeren",
            "Staat dit aan, dan kan wie in een oproep 0# intoetst zich 90 dagen niet aanmelden, of tot de helpdesk de blokkade opheft.",
        ),
        Setting::TellFraud => (
            "Beheerders inlichten over fraudemeldingen",
            "Staat dit aan, dan krijgt elke beheerder een e-mail wanneer een oproep als fraude wordt gemeld.",
        ),
        Setting::FraudAddresses => (
            "Meer e-mailadressen voor fraudemeldingen",
            "Ze krijgen dezelfde e-mail als de beheerders, tenzij niemand over fraudemeldingen wordt ingelicht.",
        ),
        Setting::SmsReply => (
            "Toestaan dat een sms met de code wordt beantwoord",
            "Staat dit aan, dan kunnen mensen de code terugsturen in plaats van die te typen.",
        ),
        Setting::DirectoryOwnsOfficePhone => (
            "De adreslijst bepaalt de zakelijke telefoon",
            "Staat dit aan, dan zien mensen hun nummer en kunnen ze het niet wijzigen.",
        ),
        Setting::PhoneCountries => (
            "Landen en gebieden waarheen wordt gesms't en gebeld",
            "Mensen kunnen geen nummers van andere landen gebruiken; zakelijke telefoons uit de adreslijst zijn uitgezonderd.",
        ),
        Setting::CodeMost => (
            "Verkeerde codes binnen het venster",
            "Wie er meer typt, wacht tot het venster voorbij is.",
        ),
        Setting::CodeWindowMinutes => (
            "Minuten van dat venster",
            "Na die tijd beginnen de verkeerde codes opnieuw te tellen.",
        ),
        Setting::CodePauseAfter => (
            "Verkeerde codes op rij tot een methode pauzeert",
            "Ze tellen door tot een juiste code, hoelang dat ook duurt.",
        ),
        Setting::CodePauseMinutes => (
            "Minuten van de pauze",
            "Niemand kan de methode dan gebruiken; de helpdesk kan de pauze beëindigen.",
        ),
        Setting::CodeOffAfter => (
            "Verkeerde codes op rij tot een methode wordt uitgeschakeld",
            "De eigenaar krijgt bericht, en alleen de helpdesk kan de methode weer inschakelen.",
        ),
        Setting::RememberDays => (
            "Dagen voor “Niet opnieuw vragen”",
            "Zo lang slaat een vertrouwde browser de tweede stap over; 0 verbergt het vakje.",
        ),
        Setting::TrustedNetworks => (
            "Netwerken waarvandaan de tweede stap wordt overgeslagen",
            "Wie zich vanaf deze adressen aanmeldt, geeft alleen het wachtwoord; de helpdesk en het beheer nooit, en wijzigingen vragen nog steeds om de tweede stap.",
        ),
        Setting::BypassSeconds => (
            "Seconden van eenmalig overslaan",
            "Zo lang wacht het overslaan op gebruik, tenzij de helpdesk anders kiest.",
        ),
    };
    SettingWords { name, effect }
}
