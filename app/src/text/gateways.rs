//! The ways out of the portal: what carries texts, calls and mail, and a test message to oneself.

use domain::gateway::{Tested, Way};

use crate::view::Carrier;

/// Words of the gateways.
pub struct Gateways {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for; also beside the link.
    pub line: &'static str,
    /// A way.
    pub way: fn(Way) -> &'static str,
    /// What carries it.
    pub carrier: fn(Carrier) -> &'static str,
    /// Nothing does.
    pub none: &'static str,
    /// So many notices wait.
    pub waiting: fn(u64) -> String,
    /// Button: sends a test message.
    pub test: fn(Way) -> &'static str,
    /// What it does, and to which number or address.
    pub effect: fn(Way, &str) -> String,
    /// Why there is no test without a telephone of one's own.
    pub no_phone: &'static str,
    /// How a test fared.
    pub tested: fn(Tested) -> &'static str,
    /// Before the time of the last test.
    pub last: &'static str,
    /// Before what the gateway said.
    pub why: &'static str,
    /// It was not tested of late.
    pub never: &'static str,
}

/// English.
pub const EN: Gateways = Gateways {
    title: "Gateways",
    line: "What carries text messages, calls and mail, and whether it works.",
    way: |way| match way {
        Way::Text => "Text messages",
        Way::Call => "Calls",
        Way::Mail => "Mail",
    },
    carrier: |carrier| match carrier {
        Carrier::Twilio => "Carried by Twilio.",
        Carrier::Webhook => "Carried by the organisation’s own webhook.",
        Carrier::Smtp => "Carried by a mail server.",
        Carrier::Pretend => "Carried by the pretend phone: nothing leaves this computer.",
    },
    none: "Not configured, so nothing is sent.",
    waiting: |n| match n {
        0 => "No notice is waiting.".into(),
        1 => "1 notice is waiting.".into(),
        _ => format!("{n} notices are waiting."),
    },
    test: |way| match way {
        Way::Text => "Send a test message",
        Way::Call => "Make a test call",
        Way::Mail => "Send a test mail",
    },
    effect: |way, to| match way {
        Way::Text => format!(
            "Sends a text message to your own phone, {to}. It counts for the limits of text messages."
        ),
        Way::Call => format!(
            "Calls your own phone, {to}. The voice says whose call it is and hangs up. It counts for the limits of calls."
        ),
        Way::Mail => format!("Sends a mail to your own address, {to}."),
    },
    no_phone: "A test goes to a phone of your own. Set one up and verify it first.",
    tested: |tested| match tested {
        Tested::Accepted => "Accepted by the gateway. See whether it arrives.",
        Tested::Refused => "Refused by the gateway. Nothing was sent.",
        Tested::NotReached => {
            "The gateway was not reached, or takes nothing now. Nothing was sent."
        }
        Tested::Unclear => "The gateway did not answer. The message may have been sent.",
    },
    last: "Last test:",
    why: "Reason:",
    never: "It has not been tested of late.",
};

/// Dutch.
pub const NL: Gateways = Gateways {
    title: "Gateways voor berichten",
    line: "Wat sms'jes, oproepen en e-mail verstuurt, en of dat werkt.",
    way: |way| match way {
        Way::Text => "Sms'jes",
        Way::Call => "Oproepen",
        Way::Mail => "E-mail",
    },
    carrier: |carrier| match carrier {
        Carrier::Twilio => "Wordt verstuurd door Twilio.",
        Carrier::Webhook => "Wordt verstuurd door de eigen webhook van de organisatie.",
        Carrier::Smtp => "Wordt verstuurd door een mailserver.",
        Carrier::Pretend => "Gaat naar de neptelefoon: niets verlaat deze computer.",
    },
    none: "Niet ingesteld, dus er wordt niets verstuurd.",
    waiting: |n| match n {
        0 => "Er wacht geen bericht.".into(),
        1 => "Er wacht 1 bericht.".into(),
        _ => format!("Er wachten {n} berichten."),
    },
    test: |way| match way {
        Way::Text => "Een test-sms sturen",
        Way::Call => "Een testoproep doen",
        Way::Mail => "Een testmail sturen",
    },
    effect: |way, to| match way {
        Way::Text => format!(
            "Stuurt een sms naar uw eigen telefoon, {to}. Die telt mee voor de grenzen van sms'jes."
        ),
        Way::Call => format!(
            "Belt uw eigen telefoon, {to}. De stem zegt van wie de oproep is en hangt op. Die telt mee voor de grenzen van oproepen."
        ),
        Way::Mail => format!("Stuurt een e-mail naar uw eigen adres, {to}."),
    },
    no_phone: "Een test gaat naar een telefoon van uzelf. Stel er eerst een in en controleer die.",
    tested: |tested| match tested {
        Tested::Accepted => "Aangenomen door de gateway. Kijk of het aankomt.",
        Tested::Refused => "Geweigerd door de gateway. Er is niets verstuurd.",
        Tested::NotReached => {
            "De gateway was niet te bereiken of neemt nu niets aan. Er is niets verstuurd."
        }
        Tested::Unclear => "De gateway antwoordde niet. Misschien is het bericht verstuurd.",
    },
    last: "Laatste test:",
    why: "Reden:",
    never: "Onlangs niet getest.",
};
