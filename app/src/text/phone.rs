//! Setting up a telephone, and having one asked: how far a text or a call has come, and what to do when
//! it has come to nothing (F-041 to F-065).
//!
//! A code on these pages stands in a text message. So the refusals that speak of "the app" elsewhere
//! have words of their own here.

use std::borrow::Cow;

use domain::Refusal;
use domain::account::PhoneKind;
use domain::dial::{Line, Progress};

use super::refusal;

/// Words of the pages about telephones.
pub struct Phone {
    /// Title in the wizard, with the name of the telephone.
    pub form_step: fn(&str) -> String,
    /// Title on the settings page; whether there is a number already.
    pub form_title: fn(PhoneKind, bool) -> &'static str,
    /// What happens now and later.
    pub form_lead: fn(PhoneKind) -> &'static str,
    /// The number that is there stays until the new one has answered.
    pub replaces: &'static str,
    /// Who writes and calls, with the organisation's name (F-055).
    pub sender: fn(&str) -> String,
    /// A number is private; carriers may charge (F-055).
    pub private: &'static str,
    /// Label of the number, by telephone.
    pub number: fn(PhoneKind) -> &'static str,
    /// Area of text or call.
    pub method: &'static str,
    /// First choice (F-048).
    pub text: &'static str,
    /// What it does.
    pub text_line: &'static str,
    /// Second choice (F-048).
    pub call: &'static str,
    /// What it does.
    pub call_line: &'static str,
    /// Title of the test in the wizard, from the title without a number.
    pub test_step: fn(&str) -> String,
    /// A text or call is under way.
    pub title_asked: fn(Line) -> &'static str,
    /// It came to nothing.
    pub title_failed: fn(Line) -> &'static str,
    /// It was answered.
    pub title_confirmed: &'static str,
    /// Nothing was sent yet.
    pub title_offer: fn(Line) -> &'static str,
    /// What the button below does; the number is not named.
    pub offer_lead: fn(Line) -> &'static str,
    /// How far it has come, with the number; what to do next when it has failed.
    pub progress: fn(Line, Progress, &str) -> String,
    /// An answer does not count any more.
    pub over: fn(Line) -> &'static str,
    /// Above the digits that a call asks for.
    pub screen: &'static str,
    /// Hint under the code box.
    pub code_hint: &'static str,
    /// Label of the extension of an office phone.
    pub extension: &'static str,
    /// Hint under it.
    pub extension_hint: &'static str,
    /// What to do with a call that asks for the pound key alone.
    pub press: &'static str,
    /// A text can be answered instead (F-045).
    pub reply: &'static str,
    /// Loads the page again.
    pub check: &'static str,
    /// Asks for another one.
    pub again: fn(Line) -> &'static str,
    /// The newest counts (F-049).
    pub newest: fn(Line) -> &'static str,
    /// From when another can be asked for.
    pub again_in: fn(&str) -> String,
    /// Headline of what to do about a text or call that one did not ask for.
    pub fraud: fn(Line) -> &'static str,
    /// What to do (F-054).
    pub fraud_what: fn(Line) -> &'static str,
}

/// English.
pub const EN: Phone = Phone {
    form_step: |name| format!("Step 1: {name}"),
    form_title: |kind, changes| match (kind, changes) {
        (PhoneKind::Authentication, false) => "Set up your authentication phone",
        (PhoneKind::Authentication, true) => "Change your authentication phone",
        (PhoneKind::Office, _) => "Set up your office phone",
        (PhoneKind::Backup, false) => "Set up your alternate authentication phone",
        (PhoneKind::Backup, true) => "Change your alternate authentication phone",
    },
    form_lead: |kind| match kind {
        PhoneKind::Authentication => {
            "Give the number of a phone that you carry with you. We text or call it now to test it, and later when you sign in."
        }
        PhoneKind::Office => {
            "We call the phone on your desk now to test it, and later when you sign in. You answer and press\u{a0}#."
        }
        PhoneKind::Backup => {
            "This is the way back in on the day when your phone is lost or broken, so give the number of another phone. It is called only, never texted. We call it now to test it."
        }
    },
    replaces: "The number that you have now stays until the new one has answered.",
    sender: |name| format!("Texts and calls come under the name {name}."),
    private: "Your number is private and used for account security only. Your carrier may charge you for texts and calls.",
    number: |kind| match kind {
        PhoneKind::Authentication => "Mobile phone number",
        PhoneKind::Office => "Office phone number",
        PhoneKind::Backup => "Telephone number",
    },
    method: "Method",
    text: "Send me a code by text message",
    text_line: "You type its six digits on the next page.",
    call: "Call me",
    call_line: "You answer and press\u{a0}#.",
    test_step: |title| format!("Step 2: {title}"),
    title_asked: |line| match line {
        Line::Text => "We've sent a text message to your phone",
        Line::Call => "We're calling your phone",
    },
    title_failed: |line| match line {
        Line::Text => "The text message did not arrive",
        Line::Call => "The call was not confirmed",
    },
    title_confirmed: "Your phone has answered",
    title_offer: |line| match line {
        Line::Text => "Get a code by text message",
        Line::Call => "Get a call",
    },
    offer_lead: |line| match line {
        Line::Text => {
            "Nothing was sent yet. Have the phone at hand, then ask for the text message."
        }
        Line::Call => "Nobody was called yet. Have the phone at hand, then ask for the call.",
    },
    progress: progress_en,
    over: |line| match line {
        Line::Text => {
            "The code of this text message does not count any more. Have another one sent."
        }
        Line::Call => "This call does not count any more. Ask for another one.",
    },
    screen: "When you have answered, press these two digits and then\u{a0}#:",
    code_hint: "The six digits in the text message. A space between them does no harm.",
    extension: "Extension",
    extension_hint: "The digits behind the switchboard. Leave it empty if there are none.",
    press: "Answer, listen, and press\u{a0}#. Then choose “Verify”.",
    reply: "You can also reply to the text message with the code instead of typing it here.",
    check: "Check again",
    again: |line| match line {
        Line::Text => "Send another text message",
        Line::Call => "Call me again",
    },
    newest: |line| match line {
        Line::Text => "If several text messages came, the newest one counts.",
        Line::Call => "If you ask for another call, only that one counts.",
    },
    again_in: |wait| format!("You can ask for the next one in {wait}."),
    fraud: |line| match line {
        Line::Text => "You did not ask for this text message?",
        Line::Call => "A call that you did not ask for?",
    },
    fraud_what: |line| match line {
        Line::Text => {
            "Then somebody may know your password. Give the code to nobody, change your password, and tell your helpdesk."
        }
        Line::Call => {
            "Press 0 and then\u{a0}# during the call. That reports it as fraud and keeps the caller out of your account. Then change your password."
        }
    },
};

fn progress_en(line: Line, progress: Progress, number: &str) -> String {
    match (line, progress) {
        (Line::Text, Progress::Queued | Progress::Sending) => {
            format!("The text message to {number} is on its way.")
        }
        (Line::Text, Progress::Delivered) => {
            format!("The text message has arrived on {number}. Type its code here.")
        }
        (Line::Text, Progress::Undelivered) => format!(
            "The text message could not be delivered to {number}. Check that the phone is on and has a signal. Then have another one sent, or choose another way."
        ),
        (Line::Text, Progress::Failed) => format!(
            "The text message to {number} could not be sent. Have another one sent, or choose another way."
        ),
        (Line::Text, Progress::Confirmed) => {
            "Your reply is right. Choose “Verify” to go on.".into()
        }
        (Line::Text, Progress::Reported) => {
            "The text message was reported as fraud, so its code does not count. If you asked for it yourself, have another one sent; if not, change your password.".into()
        }
        (Line::Text, _) => {
            format!("The text message to {number} was sent. It may take a minute to arrive.")
        }
        (Line::Call, Progress::Ringing) => {
            format!("The phone with the number {number} is ringing. Answer it.")
        }
        (Line::Call, Progress::Switchboard) => format!(
            "A switchboard has answered on {number} and is asked to put the call through."
        ),
        (Line::Call, Progress::Answered) => {
            "The call is answered. Listen, and press the keys that it asks for.".into()
        }
        (Line::Call, Progress::Confirmed) => {
            "The call is confirmed. Choose “Verify” to go on.".into()
        }
        (Line::Call, Progress::NoAnswer) => format!(
            "Nobody answered on {number} within a minute, or the line was busy. Have the phone at hand and ask for another call, or choose another way."
        ),
        (Line::Call, Progress::Voicemail) => format!(
            "The call to {number} went to voicemail. Ask for another call and answer it yourself, or choose another way."
        ),
        (Line::Call, Progress::HungUp) => {
            "The call ended before the right keys were pressed. Ask for another call, listen to the end, and press\u{a0}#.".into()
        }
        (Line::Call, Progress::Failed | Progress::Undelivered) => format!(
            "The call to {number} could not be made. Check that the phone is on and has a signal. Then ask for another call, or choose another way."
        ),
        (Line::Call, Progress::Reported) => {
            "The call was reported as fraud, so it does not count. If you pressed 0 by mistake, ask for another call; if you did not ask for it, change your password.".into()
        }
        (Line::Call, _) => format!("We are about to call {number}."),
    }
}

/// Dutch.
pub const NL: Phone = Phone {
    form_step: |name| format!("Stap 1: {name}"),
    form_title: |kind, changes| match (kind, changes) {
        (PhoneKind::Authentication, false) => "Uw telefoon voor authenticatie instellen",
        (PhoneKind::Authentication, true) => "Uw telefoon voor authenticatie wijzigen",
        (PhoneKind::Office, _) => "Uw telefoon (werk) instellen",
        (PhoneKind::Backup, false) => "Uw andere telefoon voor authenticatie instellen",
        (PhoneKind::Backup, true) => "Uw andere telefoon voor authenticatie wijzigen",
    },
    form_lead: |kind| match kind {
        PhoneKind::Authentication => {
            "Geef het nummer van een telefoon die u bij u hebt. We sms'en of bellen nu om het te testen, en later als u zich aanmeldt."
        }
        PhoneKind::Office => {
            "We bellen nu de telefoon op uw bureau om die te testen, en later als u zich aanmeldt. U neemt op en drukt op\u{a0}#."
        }
        PhoneKind::Backup => {
            "Hiermee komt u er weer in op de dag dat uw telefoon kwijt of stuk is. Geef dus het nummer van een andere telefoon. Daarnaar wordt alleen gebeld, nooit ge-sms't. We bellen nu om het te testen."
        }
    },
    replaces: "Het nummer dat u nu hebt, blijft tot het nieuwe heeft geantwoord.",
    sender: |name| format!("Sms'jes en oproepen komen onder de naam {name}."),
    private: "Uw nummer is privé en wordt alleen voor de beveiliging van uw account gebruikt. Uw provider kan kosten rekenen voor sms'jes en oproepen.",
    number: |kind| match kind {
        PhoneKind::Authentication => "Mobiel telefoonnummer",
        PhoneKind::Office => "Telefoonnummer (werk)",
        PhoneKind::Backup => "Telefoonnummer",
    },
    method: "Methode",
    text: "Mij een code per sms sturen",
    text_line: "U typt de zes cijfers op de volgende pagina.",
    call: "Mij bellen",
    call_line: "U neemt op en drukt op\u{a0}#.",
    test_step: |title| format!("Stap 2: {title}"),
    title_asked: |line| match line {
        Line::Text => "We hebben een sms naar uw telefoon gestuurd",
        Line::Call => "We bellen uw telefoon",
    },
    title_failed: |line| match line {
        Line::Text => "De sms is niet aangekomen",
        Line::Call => "De oproep is niet bevestigd",
    },
    title_confirmed: "Uw telefoon heeft geantwoord",
    title_offer: |line| match line {
        Line::Text => "Een code per sms krijgen",
        Line::Call => "Een oproep krijgen",
    },
    offer_lead: |line| match line {
        Line::Text => {
            "Er is nog niets verstuurd. Houd de telefoon bij de hand en vraag dan om de sms."
        }
        Line::Call => {
            "Er is nog niet gebeld. Houd de telefoon bij de hand en vraag dan om de oproep."
        }
    },
    progress: progress_nl,
    over: |line| match line {
        Line::Text => "De code uit deze sms telt niet meer. Laat een nieuwe sturen.",
        Line::Call => "Deze oproep telt niet meer. Vraag om een nieuwe.",
    },
    screen: "Hebt u opgenomen, druk dan op deze twee cijfers en daarna op\u{a0}#:",
    code_hint: "De zes cijfers uit de sms. Een spatie ertussen kan geen kwaad.",
    extension: "Toestelnummer",
    extension_hint: "De cijfers achter de centrale. Laat het leeg als die er niet zijn.",
    press: "Neem op, luister en druk op\u{a0}#. Kies daarna ‘Controleren’.",
    reply: "U kunt de sms ook beantwoorden met de code, in plaats van die hier te typen.",
    check: "Opnieuw kijken",
    again: |line| match line {
        Line::Text => "Nog een sms sturen",
        Line::Call => "Mij opnieuw bellen",
    },
    newest: |line| match line {
        Line::Text => "Hebt u meerdere sms'jes gekregen, dan telt de nieuwste.",
        Line::Call => "Vraagt u om een nieuwe oproep, dan telt alleen die.",
    },
    again_in: |wait| format!("U kunt over {wait} om een nieuwe vragen."),
    fraud: |line| match line {
        Line::Text => "Hebt u niet om deze sms gevraagd?",
        Line::Call => "Een oproep waar u niet om vroeg?",
    },
    fraud_what: |line| match line {
        Line::Text => {
            "Dan kent iemand misschien uw wachtwoord. Geef de code aan niemand, wijzig uw wachtwoord en meld het uw helpdesk."
        }
        Line::Call => {
            "Druk tijdens de oproep op 0 en daarna op\u{a0}#. Zo meldt u fraude en blijft de ander uit uw account. Wijzig daarna uw wachtwoord."
        }
    },
};

fn progress_nl(line: Line, progress: Progress, number: &str) -> String {
    match (line, progress) {
        (Line::Text, Progress::Queued | Progress::Sending) => {
            format!("De sms naar {number} is onderweg.")
        }
        (Line::Text, Progress::Delivered) => {
            format!("De sms is aangekomen op {number}. Typ hier de code die erin staat.")
        }
        (Line::Text, Progress::Undelivered) => format!(
            "De sms kon niet worden bezorgd op {number}. Controleer of de telefoon aanstaat en bereik heeft. Laat dan een nieuwe sturen of kies een andere manier."
        ),
        (Line::Text, Progress::Failed) => format!(
            "De sms naar {number} kon niet worden verstuurd. Laat een nieuwe sturen of kies een andere manier."
        ),
        (Line::Text, Progress::Confirmed) => {
            "Uw antwoord klopt. Kies ‘Controleren’ om verder te gaan.".into()
        }
        (Line::Text, Progress::Reported) => {
            "De sms is als fraude gemeld, dus de code telt niet. Hebt u er zelf om gevraagd, laat dan een nieuwe sturen; zo niet, wijzig dan uw wachtwoord.".into()
        }
        (Line::Text, _) => {
            format!("De sms naar {number} is verstuurd. Het kan een minuut duren voor die er is.")
        }
        (Line::Call, Progress::Ringing) => {
            format!("De telefoon met nummer {number} gaat over. Neem op.")
        }
        (Line::Call, Progress::Switchboard) => {
            format!("Een centrale heeft opgenomen op {number} en moet de oproep doorverbinden.")
        }
        (Line::Call, Progress::Answered) => {
            "Er is opgenomen. Luister en druk op de toetsen waar de stem om vraagt.".into()
        }
        (Line::Call, Progress::Confirmed) => {
            "De oproep is bevestigd. Kies ‘Controleren’ om verder te gaan.".into()
        }
        (Line::Call, Progress::NoAnswer) => format!(
            "Op {number} nam binnen een minuut niemand op, of de lijn was bezet. Houd de telefoon bij de hand en vraag om een nieuwe oproep, of kies een andere manier."
        ),
        (Line::Call, Progress::Voicemail) => format!(
            "De oproep naar {number} kwam bij de voicemail uit. Vraag om een nieuwe oproep en neem zelf op, of kies een andere manier."
        ),
        (Line::Call, Progress::HungUp) => {
            "De oproep eindigde voordat de juiste toetsen waren ingedrukt. Vraag om een nieuwe oproep, luister tot het einde en druk op\u{a0}#.".into()
        }
        (Line::Call, Progress::Failed | Progress::Undelivered) => format!(
            "Er kon niet naar {number} worden gebeld. Controleer of de telefoon aanstaat en bereik heeft. Vraag dan om een nieuwe oproep of kies een andere manier."
        ),
        (Line::Call, Progress::Reported) => {
            "De oproep is als fraude gemeld en telt niet. Drukte u per ongeluk op 0, vraag dan om een nieuwe oproep; hebt u er niet om gevraagd, wijzig dan uw wachtwoord.".into()
        }
        (Line::Call, _) => format!("We gaan {number} nu bellen."),
    }
}

/// English: a code stands in a text message here.
pub fn refusal_en(refusal: Refusal) -> Cow<'static, str> {
    Cow::Borrowed(match refusal {
        Refusal::CodeForm => "A code has six digits. Type the six digits of the text message.",
        Refusal::WrongCode => {
            "That is not the code of the newest text message. Look again and type its six digits, or have another one sent."
        }
        Refusal::CodeUsed => "This code was used already. Have another text message sent.",
        other => return refusal::refusal_en(other),
    })
}

/// Dutch: a code stands in a text message here.
pub fn refusal_nl(refusal: Refusal) -> Cow<'static, str> {
    Cow::Borrowed(match refusal {
        Refusal::CodeForm => "Een code heeft zes cijfers. Typ de zes cijfers uit de sms.",
        Refusal::WrongCode => {
            "Dit is niet de code uit de nieuwste sms. Kijk nog eens en typ de zes cijfers, of laat een nieuwe sms sturen."
        }
        Refusal::CodeUsed => "Deze code is al gebruikt. Laat een nieuwe sms sturen.",
        other => return refusal::refusal_nl(other),
    })
}

/// What belongs into an empty field here, by its `name`.
pub fn empty_en(field: &str) -> Option<&'static str> {
    match field {
        "code" => Some("Type the six digits of the text message."),
        "number" => Some("Type the telephone number."),
        "line" => Some("Choose a text message or a call."),
        other => refusal::empty_en(other),
    }
}

/// What belongs into an empty field here, by its `name`.
pub fn empty_nl(field: &str) -> Option<&'static str> {
    match field {
        "code" => Some("Typ de zes cijfers uit de sms."),
        "number" => Some("Typ het telefoonnummer."),
        "line" => Some("Kies een sms of een oproep."),
        other => refusal::empty_nl(other),
    }
}
