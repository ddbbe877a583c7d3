//! The names of methods and services: the same words on every page and in every mail.

use domain::account::PhoneKind;
use domain::dial::Dial;
use domain::method::{Contact, Preferred};

/// The five options of F-067.
pub fn preferred_en(option: Preferred) -> &'static str {
    match option {
        Preferred::Notification => "Notify me through app",
        Preferred::CallPhone => "Call my authentication phone",
        Preferred::TextPhone => "Text code to my authentication phone",
        Preferred::CallOffice => "Call my office phone",
        Preferred::AppCode => "Use verification code from app",
    }
}

/// The five options of F-067.
pub fn preferred_nl(option: Preferred) -> &'static str {
    match option {
        Preferred::Notification => "Mij waarschuwen via de app",
        Preferred::CallPhone => "Mijn telefoon voor authenticatie bellen",
        Preferred::TextPhone => "Een code sms'en naar mijn telefoon voor authenticatie",
        Preferred::CallOffice => "Mijn telefoon (werk) bellen",
        Preferred::AppCode => "Verificatiecode van de app gebruiken",
    }
}

/// How a telephone is asked; what can be preferred has the name of the option.
pub fn dial_en(dial: Dial) -> &'static str {
    dial.preferred()
        .map_or("Call my alternate authentication phone", preferred_en)
}

/// How a telephone is asked; what can be preferred has the name of the option.
pub fn dial_nl(dial: Dial) -> &'static str {
    dial.preferred().map_or(
        "Mijn andere telefoon voor authenticatie bellen",
        preferred_nl,
    )
}

/// The three telephones.
pub fn phone_kind_en(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Authentication => "Authentication phone",
        PhoneKind::Office => "Office phone",
        PhoneKind::Backup => "Alternate authentication phone",
    }
}

/// The three telephones.
pub fn phone_kind_nl(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Authentication => "Telefoon voor authenticatie",
        PhoneKind::Office => "Telefoon (werk)",
        PhoneKind::Backup => "Andere telefoon voor authenticatie",
    }
}

/// The three ways of F-010.
pub fn contact_en(contact: Contact) -> &'static str {
    match contact {
        Contact::MobileApp => "Mobile app",
        Contact::AuthenticationPhone => "Authentication phone",
        Contact::OfficePhone => "Office phone",
    }
}

/// The three ways of F-010.
pub fn contact_nl(contact: Contact) -> &'static str {
    match contact {
        Contact::MobileApp => "Mobiele app",
        Contact::AuthenticationPhone => "Telefoon voor authenticatie",
        Contact::OfficePhone => "Telefoon (werk)",
    }
}

/// What each way does, in one line.
pub fn contact_line_en(contact: Contact) -> &'static str {
    match contact {
        Contact::MobileApp => {
            "An authenticator app on your phone or tablet shows a code or asks you to approve."
        }
        Contact::AuthenticationPhone => {
            "Your mobile phone gets a text message with a code, or a call."
        }
        Contact::OfficePhone => "The phone on your desk rings and you press\u{a0}#.",
    }
}

/// What each way does, in one line.
pub fn contact_line_nl(contact: Contact) -> &'static str {
    match contact {
        Contact::MobileApp => {
            "Een verificator-app op uw telefoon of tablet toont een code of vraagt om uw goedkeuring."
        }
        Contact::AuthenticationPhone => {
            "Uw mobiele telefoon krijgt een sms met een code, of een oproep."
        }
        Contact::OfficePhone => "De telefoon op uw bureau gaat over en u drukt op\u{a0}#.",
    }
}

/// The service through which an app password was used.
pub fn service_en(key: &str) -> &'static str {
    match key {
        "imap" => "reading mail (IMAP)",
        "pop3" => "reading mail (POP3)",
        "smtp" => "sending mail (SMTP)",
        "caldav" => "calendar (CalDAV)",
        "carddav" => "contacts (CardDAV)",
        _ => "another service",
    }
}

/// The service through which an app password was used.
pub fn service_nl(key: &str) -> &'static str {
    match key {
        "imap" => "e-mail lezen (IMAP)",
        "pop3" => "e-mail lezen (POP3)",
        "smtp" => "e-mail verzenden (SMTP)",
        "caldav" => "agenda (CalDAV)",
        "carddav" => "contactpersonen (CardDAV)",
        _ => "een andere dienst",
    }
}
