//! What a telephone call says. The voice belongs to a gateway, so these are plain sentences for the ear:
//! short, without abbreviations and without signs that a voice would have to guess.
//!
//! Nobody sees who calls, so every prompt that asks for something names the organisation and says what
//! to do if the call is not expected, and says the keys twice: who looks for them on a screen has not
//! heard them the first time. A call never says a code, a name or a number. Each prompt is said within
//! 45 seconds (A.5), and a key that is pressed meanwhile ends it. A greeting of the organisation's own stands in
//! for who calls and may take up to 20 seconds more.

use std::borrow::Cow;

use domain::Language;
use domain::prompt::Prompt;

use super::mail::one_line;

/// The words of a prompt. The organisation's name stands in them as it is: whoever builds a document
/// out of them escapes it.
pub fn voice(language: Language, prompt: Prompt, organisation: &str) -> Cow<'static, str> {
    let organisation = one_line(organisation);
    match language {
        Language::En => {
            let hello = format!("Hello. This is {organisation}. ");
            english(prompt, &organisation, &hello)
        }
        Language::Nl => {
            let hello =
                format!("Goedendag, u spreekt met de telefooncomputer van {organisation}. ");
            dutch(prompt, &organisation, &hello)
        }
    }
}

/// What is said of a prompt after a greeting of the organisation's own, which stands in for who calls. Why and
/// what to press is always said: no recording can be trusted to say it.
pub fn after_greeting(language: Language, prompt: Prompt, organisation: &str) -> Cow<'static, str> {
    let organisation = one_line(organisation);
    match language {
        Language::En => english(prompt, &organisation, ""),
        Language::Nl => dutch(prompt, &organisation, ""),
    }
}

/// `hello` begins a greeting. The key is called hash in Britain and pound in America, where the voice may be
/// heard too.
fn english(prompt: Prompt, organisation: &str, hello: &str) -> Cow<'static, str> {
    match prompt {
        Prompt::Greeting { report } => {
            let (not_you, again) = not_you_english(report);
            format!(
                "{hello}Somebody is signing in to your account, or setting up this phone for it. \
                 If it is you, press the hash key, also called the pound key. \
                 {not_you} Once more: hash if it is you{again}."
            )
            .into()
        }
        Prompt::GreetingNumber { report } => {
            let (not_you, again) = not_you_english(report);
            format!(
                "{hello}Somebody is signing in to your account, or setting up this phone for it. \
                 If it is you, press the two digits that your screen shows, and then the hash key, also called \
                 the pound key. \
                 {not_you} Once more: the digits on your screen and hash if it is you{again}."
            )
            .into()
        }
        Prompt::PutThrough => format!(
            "Hello. This is an automatic call from {organisation} for the person at the extension that was \
             dialled. Please put it through. If it is for you, press the hash key, also called the pound \
             key. Once more: please put this call through, or press hash if it is for you."
        )
        .into(),
        Prompt::Again { report: true } => "Sorry, those were not the right keys. Please try once more, and end with \
             the hash key, also called the pound key. If you are not signing in, press zero and then hash."
            .into(),
        Prompt::Again { report: false } => "Sorry, those were not the right keys. Please try once more, and end with \
             the hash key, also called the pound key. If you are not signing in, hang up."
            .into(),
        Prompt::Confirmed => {
            "Thank you. That was right: you can go on in your browser. Goodbye.".into()
        }
        Prompt::Reported => format!(
            "Thank you. Nobody was signed in, and {organisation} was told. Goodbye."
        )
        .into(),
        Prompt::Goodbye => format!("This call from {organisation} is over. Goodbye.").into(),
    }
}

/// What to do if it is not you, and the same once more.
const fn not_you_english(report: bool) -> (&'static str, &'static str) {
    if report {
        (
            "If it is not you, press zero and then hash, and we will treat it as fraud.",
            ", zero and hash if it is not",
        )
    } else {
        (
            "If it is not you, hang up, and nobody is signed in.",
            "; hang up if it is not",
        )
    }
}

const fn not_you_dutch(report: bool) -> (&'static str, &'static str) {
    if report {
        (
            "Bent u dat niet, druk dan op nul en daarna op hekje; wij behandelen het dan als fraude.",
            ", nul en hekje als u het niet bent",
        )
    } else {
        (
            "Bent u dat niet, hang dan op; er wordt dan niemand aangemeld.",
            "; hang op als u het niet bent",
        )
    }
}

fn dutch(prompt: Prompt, organisation: &str, hello: &str) -> Cow<'static, str> {
    match prompt {
        Prompt::Greeting { report } => {
            let (not_you, again) = not_you_dutch(report);
            format!(
                "{hello}Iemand meldt zich aan met uw account of stelt er deze telefoon voor in. \
                 Bent u dat, druk dan op het hekje. \
                 {not_you} Nog een keer: hekje als u het bent{again}."
            )
            .into()
        }
        Prompt::GreetingNumber { report } => {
            let (not_you, again) = not_you_dutch(report);
            format!(
                "{hello}Iemand meldt zich aan met uw account of stelt er deze telefoon voor in. \
                 Bent u dat, toets dan de twee cijfers in die u op uw scherm ziet, en daarna een hekje. \
                 {not_you} Nog een keer: de cijfers op uw scherm en hekje als u het bent{again}."
            )
            .into()
        }
        Prompt::PutThrough => format!(
            "Goedendag, dit is een automatisch gesprek van {organisation} voor wie het gekozen doorkiesnummer \
             heeft. Wilt u het doorverbinden? Is het voor u, druk dan op het hekje. \
             Nog een keer: verbind dit gesprek door, of druk op hekje als het voor u is."
        )
        .into(),
        Prompt::Again { report: true } => "Dat waren niet de juiste toetsen. Probeer het nog een keer en eindig met een \
             hekje. Bent u zich niet aan het aanmelden, druk dan op nul en daarna op hekje."
            .into(),
        Prompt::Again { report: false } => "Dat waren niet de juiste toetsen. Probeer het nog een keer en eindig met \
             een hekje. Bent u zich niet aan het aanmelden, hang dan op."
            .into(),
        Prompt::Confirmed => {
            "Dank u wel, dat klopt. U kunt verder in uw browser. Tot ziens.".into()
        }
        Prompt::Reported => format!(
            "Dank u wel. Er is niemand aangemeld en {organisation} is op de hoogte. Tot ziens."
        )
        .into(),
        Prompt::Goodbye => {
            format!("Dit gesprek van {organisation} is afgelopen. Tot ziens.").into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORGANISATION: &str = "Example Organisation";

    fn all() -> impl Iterator<Item = (Language, Prompt, Cow<'static, str>)> {
        Language::ALL.into_iter().flat_map(|language| {
            Prompt::ALL
                .into_iter()
                .map(move |prompt| (language, prompt, voice(language, prompt, ORGANISATION)))
        })
    }

    fn times(text: &str, word: &str) -> usize {
        text.to_lowercase().matches(word).count()
    }

    #[test]
    fn every_prompt_is_said_in_both_languages_and_no_two_are_the_same() {
        let mut texts: Vec<_> = all().map(|(_, _, text)| text).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), Language::ALL.len() * Prompt::ALL.len());
    }

    #[test]
    fn who_picks_up_hears_who_calls() {
        for (_, prompt, text) in all() {
            let first = matches!(
                prompt,
                Prompt::Greeting { .. }
                    | Prompt::GreetingNumber { .. }
                    | Prompt::PutThrough
                    | Prompt::Goodbye
            );
            if first {
                assert!(text.contains(ORGANISATION), "{text}");
            }
        }
    }

    #[test]
    fn what_listens_names_the_key_and_a_greeting_names_it_twice() {
        for (language, prompt, text) in all() {
            let (key, zero) = match language {
                Language::En => ("hash", "zero"),
                Language::Nl => ("hekje", "nul"),
            };
            let asks = times(&text, key) > 0;
            assert_eq!(asks, prompt.listens(), "{text}");
            match prompt {
                Prompt::Greeting { report } | Prompt::GreetingNumber { report } => {
                    let (keys, zeros) = if report { (4, 2) } else { (2, 0) };
                    assert!(times(&text, key) >= keys, "{text}");
                    assert_eq!(times(&text, zero), zeros, "{text}");
                }
                Prompt::PutThrough => assert!(times(&text, key) == 2, "{text}"),
                Prompt::Again { report } => {
                    assert_eq!(times(&text, zero), usize::from(report), "{text}");
                }
                Prompt::Confirmed | Prompt::Reported | Prompt::Goodbye => {}
            }
        }
    }

    #[test]
    fn the_number_is_asked_for_where_the_screen_shows_one() {
        for (language, words) in [(Language::En, "two digits"), (Language::Nl, "twee cijfers")] {
            for report in [true, false] {
                let (with, without) = (
                    Prompt::GreetingNumber { report },
                    Prompt::Greeting { report },
                );
                assert!(voice(language, with, ORGANISATION).contains(words));
                assert!(!voice(language, without, ORGANISATION).contains(words));
            }
        }
    }

    /// A slow voice says three syllables in a second; each has one vowel or a group of them.
    #[test]
    fn a_slow_voice_is_done_within_45_seconds() {
        let long = "Stichting Voorbeeldziekenhuizen Noordoost-Nederland en omstreken";
        assert_eq!(long.chars().count(), 64);
        for language in Language::ALL {
            for prompt in Prompt::ALL {
                let text = voice(language, prompt, long).to_lowercase();
                let vowel = |c: char| "aeiouy".contains(c);
                let syllables = text
                    .chars()
                    .zip(text.chars().skip(1).chain([' ']))
                    .filter(|(now, next)| vowel(*now) && !vowel(*next))
                    .count();
                let seconds = syllables as f64 / 3.0;
                assert!(seconds < 45.0, "{prompt:?}: {seconds} s");
            }
        }
    }

    #[test]
    fn after_a_greeting_of_ones_own_only_who_calls_is_left_out() {
        for (language, prompt, text) in all() {
            let after = after_greeting(language, prompt, ORGANISATION);
            assert!(text.ends_with(&*after), "{after}");
            if prompt.greets() {
                assert!(!after.contains(ORGANISATION), "{after}");
                let first = match language {
                    Language::En => "Somebody is signing in to your account",
                    Language::Nl => "Iemand meldt zich aan met uw account",
                };
                assert!(after.starts_with(first), "{after}");
            } else {
                assert_eq!(after, text);
            }
        }
    }

    #[test]
    fn a_name_stays_on_its_line() {
        let greeting = Prompt::Greeting { report: true };
        assert!(!voice(Language::En, greeting, "a\nb\u{0}").contains(char::is_control));
    }
}
