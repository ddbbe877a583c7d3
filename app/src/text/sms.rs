//! The text message with a code. It says whose it is, that nobody asks for it, and ends with the line by
//! which a browser offers the code on our own pages only (origin-bound one-time codes).

use domain::Language;

/// A text with this code; `host` is the portal's name as browsers see it. Where `reply`, it may be answered.
pub fn sms(language: Language, organisation: &str, code: &str, host: &str, reply: bool) -> String {
    let organisation = short(organisation);
    let words = match (language, reply) {
        (Language::En, false) => format!(
            "{organisation}: your verification code is {code}. Nobody will ever ask you for it."
        ),
        (Language::En, true) => format!(
            "{organisation}: your verification code is {code}. Type it, or answer with it. Nobody will ever ask you for it."
        ),
        (Language::Nl, false) => format!(
            "{organisation}: uw verificatiecode is {code}. Niemand zal er ooit naar vragen."
        ),
        (Language::Nl, true) => format!(
            "{organisation}: uw verificatiecode is {code}. Typ die, of antwoord ermee. Niemand zal er ooit naar vragen."
        ),
    };
    format!("{words}\n\n@{host} #{code}")
}

/// A text that asks nothing, by which an administrator sees whether texts arrive.
pub fn test_sms(language: Language, organisation: &str) -> String {
    let organisation = short(organisation);
    match language {
        Language::En => format!("{organisation}: this is the test message that you asked for."),
        Language::Nl => format!("{organisation}: dit is het testbericht waarom u vroeg."),
    }
}

/// The text with a code that its owner reads to the helpdesk, which wants to know who is calling. Nothing in it
/// lets a browser offer the code.
pub fn caller_check(language: Language, organisation: &str, code: &str) -> String {
    let organisation = short(organisation);
    match language {
        Language::En => format!(
            "{organisation}: {code} is the code for your helpdesk. Read it only to the helpdesk that you are calling now."
        ),
        Language::Nl => format!(
            "{organisation}: {code} is de code voor uw helpdesk. Lees die alleen voor aan de helpdesk die u nu belt."
        ),
    }
}

/// The text to the number that somebody has when the helpdesk sets another. It has no link: whoever did not
/// ask for it calls, at a number that they know.
pub fn number_set(language: Language, organisation: &str) -> String {
    let organisation = short(organisation);
    match language {
        Language::En => format!(
            "{organisation}: the helpdesk has set a new phone number for your account. Was this not you? Call your helpdesk at once."
        ),
        Language::Nl => format!(
            "{organisation}: de helpdesk heeft een nieuw telefoonnummer voor uw account ingesteld. Was u dit niet? Bel dan meteen uw helpdesk."
        ),
    }
}

/// A name on one line, and no longer than a text can bear.
fn short(organisation: &str) -> String {
    organisation
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(40)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_binds_the_code_to_the_portal() {
        for language in Language::ALL {
            for reply in [false, true] {
                let text = sms(
                    language,
                    "Example\nOrganisation",
                    "012345",
                    "portal.example.org",
                    reply,
                );
                let lines: Vec<&str> = text.lines().collect();
                assert_eq!(lines.len(), 3, "{text}");
                assert!(lines[0].starts_with("Example Organisation: "));
                assert_eq!(lines[2], "@portal.example.org #012345");
                assert!(text.chars().count() <= 160 + 60, "{text}");
            }
        }
    }

    #[test]
    fn a_warning_fits_and_leads_nowhere() {
        for language in Language::ALL {
            let check = caller_check(language, "Example\nOrganisation", "012345");
            assert!(
                check.starts_with("Example Organisation: 012345 "),
                "{check}"
            );
            assert!(
                !check.contains('@') && check.chars().count() <= 160,
                "{check}"
            );
            let text = number_set(language, &"Long\nOrganisation ".repeat(9));
            assert!(text.starts_with("Long Organisation Long"), "{text}");
            assert!(!text.contains("http") && !text.contains('\n'), "{text}");
            assert!(text.chars().count() <= 160 + 20, "{text}");
        }
    }
}
