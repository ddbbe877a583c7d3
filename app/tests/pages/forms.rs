//! The forms and links that the server's handlers count on, page by page.

use domain::Language;

use super::{Element, assets, samples};

/// A page's forms as `action: field field`, without the forms of the frame.
fn forms(document: &Element) -> Vec<String> {
    let main = document.find("main")[0];
    main.find("form")
        .iter()
        .map(|form| {
            assert_eq!(form.attribute("method"), Some("post"));
            assert_eq!(
                form.find("button")
                    .iter()
                    .filter(|b| b.attribute("type") == Some("submit"))
                    .count(),
                1
            );
            let controls = form
                .all()
                .into_iter()
                .filter(|e| ["input", "select"].contains(&e.tag.as_str()));
            let mut names: Vec<_> = controls.filter_map(|e| e.attribute("name")).collect();
            names.dedup();
            format!(
                "{}: {}",
                form.attribute("action").unwrap_or_default(),
                names.join(" ")
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

#[test]
fn every_page_offers_the_forms_of_the_route_table() {
    let id = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";
    let rename = format!("/security/apps/{id}/rename: name");
    let delete = format!("/app-passwords/{id}/delete:");
    let forget = |n: &str| format!("/security/browsers/{}/forget:", n.repeat(16));
    let expected: &[(&str, &[&str])] = &[
        ("sign-in", &["/sign-in: next user password"]),
        (
            "sign-in-verify",
            &["/sign-in/verify: way code remember", "/sign-in/cancel:"],
        ),
        ("sign-in-other", &[]),
        (
            "sign-in-other-phones",
            &[
                "/sign-in/ask: way",
                "/sign-in/ask: way",
                "/sign-in/ask: way",
                "/sign-in/ask: way",
            ],
        ),
        (
            "sign-in-verify-text_phone-offer",
            &["/sign-in/ask: way", "/sign-in/cancel:"],
        ),
        (
            "sign-in-verify-text_phone-sent",
            &[
                "/sign-in/verify: way code remember",
                "/sign-in/ask: way",
                "/sign-in/cancel:",
            ],
        ),
        (
            "sign-in-verify-call_phone-ringing",
            &[
                "/sign-in/verify: way remember",
                "/sign-in/ask: way",
                "/sign-in/cancel:",
            ],
        ),
        ("enrol-phone", &["/enrol/phone: country number line"]),
        ("enrol-office", &["/enrol/office:"]),
        (
            "enrol-office-own",
            &["/enrol/office: country number extension"],
        ),
        (
            "security-form-phone",
            &["/security/phone: country number line"],
        ),
        ("security-form-office", &["/security/office-phone:"]),
        (
            "security-form-backup",
            &["/security/alternate-phone: country number"],
        ),
        (
            "enrol-test-text_phone-delivered",
            &[
                "/enrol/phone/verify: code",
                "/enrol/phone/again:",
                "/enrol/phone/back:",
            ],
        ),
        (
            "enrol-test-call_office-answered",
            &[
                "/enrol/phone/verify:",
                "/enrol/phone/again:",
                "/enrol/phone/back:",
            ],
        ),
        (
            "security-test-wrong",
            &["/security/phone/verify: code", "/security/phone/again:"],
        ),
        // A code that does not count any more has no box.
        ("security-test-over", &["/security/phone/again:"]),
        (
            "step-up-call_phone-offer",
            &[
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
            ],
        ),
        (
            "step-up-text_phone-delivered",
            &[
                "/step-up: next way password code",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
            ],
        ),
        (
            "step-up-call_backup-ringing",
            &[
                "/step-up: next way password",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
                "/step-up/ask: way next",
            ],
        ),
        ("enrol", &["/enrol:", "/sign-in/cancel:"]),
        ("enrol-late", &["/enrol:", "/sign-in/cancel:"]),
        (
            "enrol-grace",
            &["/enrol:", "/enrol/skip:", "/sign-in/cancel:"],
        ),
        (
            "enrol-contact",
            &["/enrol/contact: contact mode", "/sign-in/cancel:"],
        ),
        (
            "enrol-contact-configured",
            &[
                "/enrol/contact-me:",
                "/enrol/contact: contact mode",
                "/sign-in/cancel:",
            ],
        ),
        ("enrol-app", &["/enrol/app:"]),
        ("enrol-verify", &["/enrol/verify: code"]),
        ("enrol-verified", &["/enrol/verified:"]),
        (
            "enrol-backup",
            &["/enrol/backup: country number", "/enrol/backup/skip:"],
        ),
        ("enrol-app-password", &["/enrol/finish:"]),
        (
            "security",
            &[
                "/security/phone/stop: which",
                "/security: default keep",
                "/security/app/start:",
                &forget("0c"),
                &forget("0d"),
            ],
        ),
        (
            "security-wrong",
            &[
                "/security/phone/stop: which",
                "/security: default keep",
                &forget("0c"),
                &forget("0d"),
            ],
        ),
        (
            "sign-in-password",
            &["/sign-in/password: next new again", "/sign-in/cancel:"],
        ),
        ("not-me", &["/not-me: token"]),
        ("not-me-done", &[]),
        ("not-me-nothing", &[]),
        ("security-restore", &["/security/browsers/restore:"]),
        ("security-empty", &["/security/app/start:"]),
        ("security-delete", &["/security: default keep confirmed"]),
        ("security-delete-refused", &[]),
        ("security-rename", &[rename.as_str()]),
        ("security-app", &["/security/app:"]),
        ("security-app-verify", &["/security/app/verify: name code"]),
        ("app-passwords", &[]),
        ("app-password-create", &["/app-passwords/create: name"]),
        ("app-password-created", &["/app-passwords/created:"]),
        ("app-password-delete", &[delete.as_str()]),
        ("app-password-deleted", &[]),
        ("app-password-delete-all", &["/app-passwords/delete-all:"]),
        ("profile", &[]),
        (
            "profile-password",
            &["/profile/password: current new again"],
        ),
        ("profile-password-changed", &["/app-passwords/delete-all:"]),
        ("profile-password-changed-none", &[]),
        ("sign-out-everywhere", &["/sign-out-everywhere:"]),
        ("administration-rules", &["/administration/rules/undo: row"]),
        (
            "administration-rules-preview",
            &[
                "/administration/rules: version allow_text allow_app_passwords remember_days phone_countries",
                "/administration/rules: version allow_text allow_app_passwords remember_days phone_countries edit",
            ],
        ),
        (
            "administration-gateways",
            &[
                "/administration/gateways: way",
                "/administration/gateways: way",
                "/administration/gateways: way",
            ],
        ),
        ("administration-gateways-none", &[]),
        ("administration-greetings", &[]),
        (
            "administration-greetings-change",
            &["/administration/rules/greetings/change: language greeting"],
        ),
        (
            "administration-greetings-remove",
            &["/administration/rules/greetings/remove: language"],
        ),
        ("step-up", &["/step-up: next password way code"]),
        ("step-up-wrong", &["/step-up: next password"]),
    ];
    for language in Language::ALL {
        let pages = samples::all(language, "Ready", &assets());
        for (name, forms_of_page) in expected {
            let page = pages
                .iter()
                .find(|p| p.name == *name)
                .unwrap_or_else(|| panic!("no sample {name}"));
            let document = Element::parse(&page.html).unwrap();
            assert_eq!(&forms(&document)[..], *forms_of_page, "{name} {language:?}");
        }
    }
}

#[test]
fn the_frame_changes_the_language_and_signs_out() {
    for language in Language::ALL {
        let other = if language == Language::En {
            ("nl", "Nederlands")
        } else {
            ("en", "English")
        };
        for page in samples::all(language, "Ready", &assets()) {
            let document = Element::parse(&page.html).unwrap();
            let form = document.find("footer")[0].find("form")[0];
            assert_eq!(form.attribute("action"), Some("/language"));
            let fields: Vec<_> = form
                .find("input")
                .iter()
                .map(|i| (i.attribute("name").unwrap(), i.attribute("value").unwrap()))
                .collect();
            assert_eq!(fields, [("lang", other.0), ("next", "/here?next=Ready")]);
            assert_eq!(form.text().trim(), other.1);
            let menu = document.find("header")[0].find("form");
            let signed_in = [
                "administration",
                "people",
                "import",
                "report",
                "security",
                "app-",
                "profile",
                "step-up",
                "sign-out",
                "fault-404",
                "desk",
            ];
            assert_eq!(
                menu.len(),
                usize::from(signed_in.iter().any(|p| page.name.starts_with(p))),
                "{}",
                page.name
            );
            assert!(
                menu.iter()
                    .all(|form| form.attribute("action") == Some("/sign-out"))
            );
        }
    }
}

/// The words by which a person, a script or a reviewer finds a control: label, role, page.
#[test]
fn controls_carry_the_labels_of_the_flows() {
    let expected: &[(&str, &str, &str, &str)] = &[
        (
            "enrol",
            "h1",
            "Your admin has required that you set up this account for additional security verification",
            "Uw beheerder vereist dat u dit account instelt voor aanvullende beveiligingsverificatie",
        ),
        ("enrol", "button", "Set it up now", "Het nu instellen"),
        (
            "enrol-contact",
            "h1",
            "Step 1: How should we contact you?",
            "Stap 1: Hoe kunnen we contact met u opnemen?",
        ),
        ("enrol-contact", "option", "Mobile app", "Mobiele app"),
        (
            "enrol-contact",
            "option",
            "Authentication phone",
            "Telefoon voor authenticatie",
        ),
        ("enrol-contact", "option", "Office phone", "Telefoon (werk)"),
        (
            "enrol-contact",
            "legend",
            "How do you want to use the mobile app?",
            "Hoe wilt u de mobiele app gebruiken?",
        ),
        (
            "enrol-contact",
            "span",
            "Receive notifications for verification",
            "Meldingen voor verificatie ontvangen",
        ),
        (
            "enrol-contact",
            "span",
            "Use verification code",
            "Verificatiecode gebruiken",
        ),
        ("enrol-contact", "button", "Set up", "Instellen"),
        (
            "enrol-contact-configured",
            "button",
            "Contact me",
            "Contact met mij opnemen",
        ),
        (
            "enrol-app",
            "h1",
            "Configure mobile app",
            "Mobiele app configureren",
        ),
        ("enrol-app", "dt", "Code", "Code"),
        ("enrol-app", "dt", "URL", "URL"),
        ("enrol-app", "button", "Done", "Gereed"),
        (
            "enrol-verify",
            "h1",
            "Step 2: Enter the verification code from the mobile app",
            "Stap 2: Voer de verificatiecode van de mobiele app in",
        ),
        ("enrol-verify", "button", "Verify", "Controleren"),
        ("enrol-verified", "button", "Close", "Sluiten"),
        (
            "enrol-backup",
            "h1",
            "Step 3: In case you lose access to the mobile app",
            "Stap 3: Voor als u geen toegang meer hebt tot de mobiele app",
        ),
        ("enrol-backup", "button", "Next", "Volgende"),
        (
            "enrol-app-password",
            "h1",
            "Step 4: Keep using your existing applications",
            "Stap 4: Uw bestaande toepassingen blijven gebruiken",
        ),
        ("enrol-app-password", "button", "Done", "Gereed"),
        (
            "security",
            "h1",
            "Additional security verification",
            "Aanvullende beveiligingsverificatie",
        ),
        (
            "security",
            "a",
            "additional security verification",
            "aanvullende beveiligingsverificatie",
        ),
        ("security", "a", "app passwords", "app-wachtwoorden"),
        (
            "security",
            "label",
            "What's your preferred option?",
            "Welke optie heeft uw voorkeur?",
        ),
        (
            "security",
            "option",
            "Notify me through app",
            "Mij waarschuwen via de app",
        ),
        (
            "security",
            "option",
            "Call my authentication phone",
            "Mijn telefoon voor authenticatie bellen",
        ),
        (
            "security",
            "option",
            "Text code to my authentication phone",
            "Een code sms'en naar mijn telefoon voor authenticatie",
        ),
        (
            "security",
            "option",
            "Call my office phone",
            "Mijn telefoon (werk) bellen",
        ),
        (
            "security",
            "option",
            "Use verification code from app",
            "Verificatiecode van de app gebruiken",
        ),
        (
            "security",
            "h2",
            "How would you like to respond?",
            "Hoe wilt u reageren?",
        ),
        (
            "security",
            "button",
            "Set up Authenticator app",
            "Verificator-app instellen",
        ),
        ("security", "button", "Save", "Opslaan"),
        ("security", "a", "Delete Ready", "Verwijderen Ready"),
        ("security-delete", "button", "Yes", "Ja"),
        ("app-passwords", "a", "Create", "Maken"),
        ("app-passwords", "a", "Delete Ready", "Verwijderen Ready"),
        (
            "app-passwords",
            "time",
            "21 November 2026, 14:02",
            "21 november 2026 14:02",
        ),
        ("app-password-create", "label", "Name", "Naam"),
        ("app-password-create", "button", "Next", "Volgende"),
        (
            "app-password-created",
            "button",
            "copy password to clipboard",
            "wachtwoord naar klembord kopiëren",
        ),
        ("app-password-created", "button", "Close", "Sluiten"),
        ("app-password-delete", "button", "Yes", "Ja"),
        ("app-password-deleted", "a", "Close", "Sluiten"),
        ("profile", "a", "Change password", "Wachtwoord wijzigen"),
        (
            "profile",
            "a",
            "Additional security verification",
            "Aanvullende beveiligingsverificatie",
        ),
        ("profile", "a", "App passwords", "App-wachtwoorden"),
        ("profile", "a", "Sign out everywhere", "Overal afmelden"),
        (
            "sign-in-verify",
            "label",
            "Verification code",
            "Verificatiecode",
        ),
        (
            "security",
            "a",
            "Restore multi-factor authentication on previously trusted devices",
            "Meervoudige verificatie herstellen op eerder vertrouwde apparaten",
        ),
        (
            "security",
            "button",
            "Forget Firefox on Windows",
            "Vergeten Firefox op Windows",
        ),
        ("security-restore", "button", "Yes", "Ja"),
        ("security-restore", "a", "Close", "Sluiten"),
        (
            "sign-in-verify",
            "label",
            "Don't ask again for 14 days",
            "14 dagen niet opnieuw vragen",
        ),
        (
            "sign-in-verify-wrong",
            "a",
            "Sign in another way",
            "Op een andere manier aanmelden",
        ),
    ];
    let (phones, grace) = (crate::phones::LABELS, crate::grace::LABELS);
    for (language, label) in [(Language::En, 0), (Language::Nl, 1)] {
        let pages = samples::all(language, "Ready", &assets());
        for (name, tag, en, nl) in expected.iter().chain(phones).chain(grace) {
            let page = pages
                .iter()
                .find(|p| p.name == *name)
                .unwrap_or_else(|| panic!("no sample {name}"));
            let document = Element::parse(&page.html).unwrap();
            let wanted = [en, nl][label];
            let found: Vec<_> = document.find("main")[0]
                .find(tag)
                .iter()
                .map(|e| e.text().trim().to_owned())
                .collect();
            assert!(
                found.iter().any(|text| text == wanted),
                "{name}: no {tag} “{wanted}” in {found:?}"
            );
        }
    }
}
