//! The grace period: where the way around the gate stands, and what is said of it, until when, and to whom.

use domain::Language;

use super::{Element, assets, samples};

/// The labels of its controls: page, tag, English, Dutch.
pub const LABELS: &[(&str, &str, &str, &str)] = &[
    ("enrol-grace", "button", "Skip for now", "Nu overslaan"),
    ("profile-grace", "a", "Set it up now", "Het nu instellen"),
];

/// A page.
fn page_of(language: Language, name: &str) -> Element {
    let pages = samples::all(language, "Ready", &assets());
    let page = pages.iter().find(|page| page.name == name);
    let page = page.unwrap_or_else(|| panic!("no sample {name}"));
    Element::parse(&page.html).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn each_page_says_until_when_in_its_language() {
    for (name, en, nl) in [
        (
            "enrol-grace",
            "You can put this off until 21 November 2026, 14:02.",
            "U kunt dit uitstellen tot 21 november 2026 14:02.",
        ),
        (
            "profile-grace",
            "Set up two-step verification before 21 November 2026, 14:02. After that you cannot sign in without it.",
            "Stel verificatie in twee stappen in vóór 21 november 2026 14:02. Daarna kunt u zich niet meer zonder aanmelden.",
        ),
        (
            "security-grace",
            "Set up two-step verification before 21 November 2026, 14:02. After that you cannot sign in without it.",
            "Stel verificatie in twee stappen in vóór 21 november 2026 14:02. Daarna kunt u zich niet meer zonder aanmelden.",
        ),
        (
            "desk-person-new",
            "They can put this off for 14 days, from the first time that they skip it.",
            "Dit kan 14 dagen worden uitgesteld, vanaf de eerste keer overslaan.",
        ),
        (
            "desk-person-grace",
            "They have put this off, and can do so until 21 November 2026, 14:02.",
            "Dit is uitgesteld, en dat kan nog tot 21 november 2026 14:02.",
        ),
        (
            "enrol-late",
            "This cannot be put off now. Set up two-step verification to go on.",
            "Uitstellen kan nu niet. Stel verificatie in twee stappen in om verder te gaan.",
        ),
    ] {
        for (language, sentence) in [(Language::En, en), (Language::Nl, nl)] {
            let text = page_of(language, name).find("main")[0].text();
            assert!(text.contains(sentence), "{name} {language:?}: {text}");
        }
    }
}

#[test]
fn where_it_cannot_be_put_off_the_gate_says_nothing_else_goes_on_before() {
    for (language, must) in [
        (Language::En, "you cannot go on before it is done"),
        (Language::Nl, "u kunt pas verder als het klaar is"),
    ] {
        for (name, hard) in [
            ("enrol", true),
            ("enrol-late", true),
            ("enrol-grace", false),
        ] {
            let text = page_of(language, name).find("main")[0].text();
            assert_eq!(text.contains(must), hard, "{name}: {text}");
        }
    }
}

#[test]
fn the_reminder_leads_to_the_set_up_and_stands_nowhere_else() {
    for language in Language::ALL {
        let link = |name: &str| {
            let page = page_of(language, name);
            let all = page.all();
            let found = all.iter().find(|e| e.attribute("id") == Some("grace"));
            found.map(|reminder| {
                let links = reminder.find("a");
                links
                    .first()
                    .and_then(|a| a.attribute("href"))
                    .map(str::to_owned)
            })
        };
        assert_eq!(link("profile-grace"), Some(Some("/security".to_owned())));
        assert_eq!(link("security-grace"), Some(None), "it is here");
        for name in ["profile", "profile-bare", "security", "security-empty"] {
            assert_eq!(link(name), None, "{name}");
        }
    }
}
