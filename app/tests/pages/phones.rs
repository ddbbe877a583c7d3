//! Telephones: how far each has come is told in words of its own, the right fields are there, and the
//! words are those of a text message and not of an app.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::Language;
use domain::account::PhoneKind;
use domain::dial::{Dial, Line, Progress};

use super::{Element, assets, each, samples};

/// Page, tag, English, Dutch.
pub const LABELS: &[(&str, &str, &str, &str)] = &[
    (
        "enrol-phone",
        "h1",
        "Step 1: Authentication phone",
        "Stap 1: Telefoon voor authenticatie",
    ),
    ("enrol-phone", "label", "Country or region", "Land of regio"),
    (
        "enrol-phone",
        "label",
        "Mobile phone number",
        "Mobiel telefoonnummer",
    ),
    ("enrol-phone", "legend", "Method", "Methode"),
    (
        "enrol-phone",
        "span",
        "Send me a code by text message",
        "Mij een code per sms sturen",
    ),
    ("enrol-phone", "span", "Call me", "Mij bellen"),
    (
        "enrol-phone",
        "button",
        "Contact me",
        "Contact met mij opnemen",
    ),
    (
        "enrol-office",
        "h1",
        "Step 1: Office phone",
        "Stap 1: Telefoon (werk)",
    ),
    (
        "enrol-office",
        "button",
        "Contact me",
        "Contact met mij opnemen",
    ),
    (
        "enrol-test-text_phone-sent",
        "h1",
        "Step 2: We've sent a text message to your phone",
        "Stap 2: We hebben een sms naar uw telefoon gestuurd",
    ),
    (
        "enrol-test-text_phone-sent",
        "label",
        "Verification code",
        "Verificatiecode",
    ),
    (
        "enrol-test-text_phone-sent",
        "button",
        "Verify",
        "Controleren",
    ),
    (
        "enrol-test-call_phone-ringing",
        "button",
        "Verify",
        "Controleren",
    ),
    (
        "enrol-test-call_phone-ringing",
        "a",
        "Check again",
        "Opnieuw kijken",
    ),
    (
        "sign-in-verify-text_phone-offer",
        "button",
        "Send me a code by text message",
        "Mij een code per sms sturen",
    ),
    (
        "sign-in-verify-call_office-offer",
        "button",
        "Call me",
        "Mij bellen",
    ),
    (
        "sign-in-other-phones",
        "button",
        "Text code to my authentication phone",
        "Een code sms'en naar mijn telefoon voor authenticatie",
    ),
    (
        "sign-in-other-phones",
        "button",
        "Call my alternate authentication phone",
        "Mijn andere telefoon voor authenticatie bellen",
    ),
    (
        "sign-in-other-phones",
        "a",
        "Use verification code from app",
        "Verificatiecode van de app gebruiken",
    ),
    (
        "security",
        "span",
        "Authentication phone",
        "Telefoon voor authenticatie",
    ),
    ("security", "span", "Office phone", "Telefoon (werk)"),
    (
        "security",
        "span",
        "Alternate authentication phone",
        "Andere telefoon voor authenticatie",
    ),
    (
        "security",
        "a",
        "Change Authentication phone",
        "Wijzigen Telefoon voor authenticatie",
    ),
    (
        "security",
        "a",
        "Set up Office phone",
        "Instellen Telefoon (werk)",
    ),
    ("demo-phone", "button", "Answer", "Opnemen"),
    ("demo-phone", "button", "Decline", "Weigeren"),
    (
        "demo-phone",
        "button",
        "Send to voicemail",
        "Naar voicemail",
    ),
    ("demo-phone", "button", "Hang up", "Ophangen"),
    ("demo-phone", "button", "# (pound key)", "# (hekje)"),
];

/// Every page, drawn once.
static PAGES: LazyLock<Vec<(Language, Vec<samples::Sample>)>> = LazyLock::new(|| {
    let draw = |language| (language, samples::all(language, "Ready", &assets()));
    Language::ALL.into_iter().map(draw).collect()
});

fn page(language: Language, name: &str) -> Element {
    let pages = PAGES.iter().find(|(of, _)| *of == language);
    let page = pages
        .and_then(|(_, pages)| pages.iter().find(|sample| sample.name == name))
        .unwrap_or_else(|| panic!("no sample {name}"));
    Element::parse(&page.html).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn with_id<'a>(document: &'a Element, id: &str) -> Option<&'a Element> {
    document
        .all()
        .into_iter()
        .find(|element| element.attribute("id") == Some(id))
}

fn fields(document: &Element, id: &str) -> Vec<(String, String)> {
    let form = with_id(document, id).unwrap_or_else(|| panic!("no form {id}"));
    let text = |e: &Element, name: &str| e.attribute(name).unwrap_or_default().to_owned();
    form.find("input")
        .into_iter()
        .filter(|input| input.attribute("type") == Some("hidden"))
        .map(|input| (text(input, "name"), text(input, "value")))
        .collect()
}

/// Each page of a telephone being asked: its name, which one, how far.
fn asked(check: impl Fn(&str, Dial, Progress, &Element)) {
    for language in Language::ALL {
        for (place, dials) in [
            ("enrol-test", &Dial::ALL[..]),
            ("sign-in-verify", &[Dial::TextPhone, Dial::CallPhone]),
            ("step-up", &[Dial::TextPhone, Dial::CallBackup]),
        ] {
            for &dial in dials {
                for progress in Progress::ALL {
                    let name = format!("{place}-{}-{}", dial.key(), progress.key());
                    check(&name, dial, progress, &page(language, &name));
                }
            }
        }
    }
}

#[test]
fn how_far_it_has_come_is_told_once_in_a_live_region() {
    asked(|name, _, progress, document| {
        let status = with_id(document, "progress").unwrap();
        assert_eq!(status.attribute("role"), Some("status"), "{name}");
        assert!(status.text().ends_with('.'), "{name}: {}", status.text());
        let class = status.attribute("class").unwrap();
        let bad = !progress.open() && progress != Progress::Confirmed;
        assert_eq!(class.contains("warning"), bad, "{name}");
        assert_eq!(
            class.contains("success"),
            progress == Progress::Confirmed,
            "{name}"
        );
        let card = document
            .all()
            .into_iter()
            .find(|e| e.attribute("data-live").is_some())
            .unwrap();
        assert!(with_id(card, "progress").is_some(), "{name}");
        // A step-up keeps where it leads to.
        let here = if name.starts_with("step-up") {
            "/step-up?next=/security"
        } else {
            "/here?next=Ready"
        };
        let live = card.attribute("data-live").unwrap();
        assert!(live.starts_with(here), "{name}: {live}");
    });
}

#[test]
fn every_outcome_has_words_of_its_own() {
    for language in Language::ALL {
        for (dial, different) in [(Dial::TextPhone, 7), (Dial::CallPhone, 10)] {
            let words: HashSet<_> = Progress::ALL
                .into_iter()
                .map(|progress| {
                    let name = format!("enrol-test-{}-{}", dial.key(), progress.key());
                    with_id(&page(language, &name), "progress").unwrap().text()
                })
                .collect();
            assert_eq!(words.len(), different, "{dial:?} {words:#?}");
        }
    }
}

#[test]
fn a_text_has_a_code_box_while_its_code_counts_and_a_call_has_none() {
    asked(|name, dial, progress, document| {
        let code = with_id(document, "code");
        let wanted = dial.line() == Line::Text && progress.open();
        assert_eq!(code.is_some(), wanted, "{name}");
        if let Some(code) = code {
            assert_eq!(
                code.attribute("autocomplete"),
                Some("one-time-code"),
                "{name}"
            );
        }
        let verify = with_id(document, "verify");
        let wanted =
            dial.line() == Line::Call || progress.open() || progress == Progress::Confirmed;
        assert_eq!(verify.is_some(), wanted, "{name}");
        assert!(with_id(document, "again").is_some(), "{name}");
    });
}

#[test]
fn what_can_still_change_is_followed() {
    asked(|name, _, progress, document| {
        let follow = document
            .all()
            .into_iter()
            .find(|e| e.attribute("data-follow").is_some());
        // A page that turns out to be confirmed while it is followed still has the form to be sent.
        let wanted = progress.open() || progress == Progress::Confirmed;
        assert_eq!(follow.is_some(), wanted, "{name}");
        let Some(follow) = follow else { return };
        let (place, form) = match name.split('-').next() {
            Some("enrol") => ("/enrol/phone/progress", "verify"),
            Some("sign") => ("/sign-in/progress", "verify"),
            // The password is still to be typed.
            _ => ("/step-up/progress", ""),
        };
        assert_eq!(follow.attribute("data-follow"), Some(place), "{name}");
        assert_eq!(
            follow.attribute("data-known"),
            Some(progress.key()),
            "{name}"
        );
        assert_eq!(follow.attribute("data-form"), Some(form), "{name}");
    });
}

#[test]
fn the_way_goes_along_unseen() {
    asked(|name, dial, _, document| {
        let way = |way: &str| ("way".to_owned(), way.to_owned());
        let next = || ("next".to_owned(), "/security?Ready".to_owned());
        let (verify, again) = match name.split('-').next() {
            Some("enrol") => (vec![], vec![]),
            Some("sign") => (vec![way("phone")], vec![way(dial.key())]),
            _ => (vec![next(), way("phone")], vec![way(dial.key()), next()]),
        };
        assert_eq!(fields(document, "again"), again, "{name}");
        if with_id(document, "verify").is_some() {
            assert_eq!(fields(document, "verify"), verify, "{name}");
        }
    });
}

#[test]
fn digits_to_press_stand_on_the_page_while_it_rings() {
    let text = |name| page(Language::En, name).find("main")[0].text();
    assert!(text("enrol-test-call_office-ringing").contains("42 #"));
    assert!(!text("enrol-test-call_office-no_answer").contains("42 #"));
    assert!(text("enrol-test-call_phone-ringing").contains("press\u{a0}#"));
    for name in [
        "enrol-test-call_phone-ringing",
        "sign-in-verify-call_phone-answered",
    ] {
        assert!(text(name).contains("Press 0 and then\u{a0}#"), "{name}");
    }
}

#[test]
fn the_words_are_those_of_a_text_message() {
    for (language, wrong, app) in [
        (
            Language::En,
            "That is not the code of the newest text message.",
            "authenticator app",
        ),
        (
            Language::Nl,
            "Dit is niet de code uit de nieuwste sms.",
            "verificator-app",
        ),
    ] {
        for name in ["security-test-wrong", "sign-in-verify-text-wrong"] {
            let main = page(language, name).find("main")[0].text();
            assert_eq!(main.matches(wrong).count(), 2, "{name}: {main}");
            assert!(!main.contains(app), "{name}: {main}");
        }
        let app_page = page(language, "sign-in-verify").find("main")[0].text();
        assert!(app_page.contains(app), "{app_page}");
    }
}

#[test]
fn with_no_other_method_there_is_no_other_way_but_the_helpdesk() {
    for (language, advice) in [
        (Language::En, "This is your only method."),
        (Language::Nl, "Dit is uw enige methode."),
    ] {
        for (name, others) in [
            ("sign-in-verify-only", false),
            ("sign-in-verify-text-wrong", false),
            ("sign-in-verify-call_backup-offer", false),
            ("sign-in-verify", true),
        ] {
            let document = page(language, name);
            let main = document.find("main")[0];
            assert_eq!(main.text().contains(advice), !others, "{name}");
            let leads = |e: &Element| e.attribute("href") == Some("/sign-in/other");
            assert_eq!(main.find("a").into_iter().any(leads), others, "{name}");
        }
    }
}

#[test]
fn a_telephone_that_may_not_be_used_has_no_button_but_a_reason() {
    for kind in PhoneKind::ALL {
        for language in Language::ALL {
            let document = page(language, &format!("security-form-{}-off", kind.key()));
            assert!(
                document.find("main")[0].find("button").is_empty(),
                "{kind:?}"
            );
        }
        let text = page(Language::En, &format!("security-form-{}-off", kind.key())).text();
        assert!(text.contains("only your admin can change that"), "{kind:?}");
    }
    let document = page(Language::En, "security-form-office");
    let number = with_id(&document, "number").unwrap();
    assert!(number.attribute("readonly").is_some() && number.attribute("name").is_none());
    assert!(document.text().contains("ask your admin to change it"));
}

#[test]
fn the_line_that_can_be_used_is_the_chosen_one() {
    let document = page(Language::En, "enrol-phone-wrong");
    let radios: Vec<_> = document
        .find("input")
        .into_iter()
        .filter(|input| input.attribute("type") == Some("radio"))
        .map(|input| {
            (
                input.attribute("value").unwrap().to_owned(),
                input.attribute("checked").is_some(),
                input.attribute("disabled").is_some(),
            )
        })
        .collect();
    assert_eq!(
        radios,
        [("text".into(), false, true), ("call".into(), true, false)]
    );
    assert!(document.text().contains("Type the telephone number."));
}

#[test]
fn the_rows_of_the_settings_lead_to_their_pages() {
    let document = page(Language::En, "security");
    let main = document.find("main")[0];
    let links: Vec<_> = main
        .find("a")
        .into_iter()
        .filter_map(|a| a.attribute("href"))
        .filter(|href| href.contains("phone"))
        .collect();
    assert_eq!(
        links,
        [
            "/security/phone",
            "/security/office-phone",
            "/security/alternate-phone"
        ]
    );
    let kept: Vec<_> = main
        .find("input")
        .into_iter()
        .filter(|input| input.attribute("name") == Some("keep"))
        .filter_map(|input| input.attribute("value"))
        .take(2)
        .collect();
    assert_eq!(kept, ["phone", "backup"]);
    assert!(main.text().contains("used for account security only"));
    assert!(
        main.text()
            .contains("the way back in when your phone is lost")
    );
    let empty = page(Language::En, "security-empty");
    assert!(!empty.text().contains("used for account security only"));
}

#[test]
fn the_modes_of_the_app_say_that_they_are_for_the_app_only() {
    let has = |name: &str, text: &str| page(Language::En, name).text().contains(text);
    let only = "This is for “Mobile app” only";
    assert!(has("enrol-contact-phones", only));
    assert!(!has("enrol-contact", only));
    let question = "How do you want to use the mobile app?";
    assert!(has("enrol-contact", question) && !has("enrol-contact-no-app", question));
    assert!(has("enrol-contact-no-app", "Set up"));
}

#[test]
fn the_pretend_phone_can_be_answered() {
    each("Ready", |name, _, _, document| {
        if !name.starts_with("demo-phone (") {
            return;
        }
        let actions: Vec<_> = document.find("main")[0]
            .find("form")
            .iter()
            .map(|form| {
                assert_eq!(form.attribute("method"), Some("post"));
                form.attribute("action")
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(
            actions,
            ["answer", "decline", "voicemail", "keys", "hang-up", "reply"]
        );
        let keys: String = document
            .find("button")
            .into_iter()
            .filter(|button| button.attribute("name") == Some("keys"))
            .filter_map(|button| button.attribute("value"))
            .collect();
        assert_eq!(keys, "123456789*0#");
        let reply: Vec<_> = document
            .find("input")
            .into_iter()
            .filter(|input| input.attribute("name") == Some("body"))
            .collect();
        assert_eq!(reply.len(), 1, "{name}");
        let coming = with_id(document, "coming").unwrap();
        assert!(!coming.text().is_empty() && coming.attribute("role") == Some("status"));
    });
}
