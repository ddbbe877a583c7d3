//! What calls begin with: the built-in words, or a file of the organisation's own.

use domain::Language;
use domain::greeting::Sound;

/// Words of the greetings.
pub struct Greetings {
    /// Title and link.
    pub title: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Calls in this language.
    pub calls: fn(Language) -> &'static str,
    /// Nothing of one's own.
    pub built_in: &'static str,
    /// What it is, how long it lasts and how large it is.
    pub own: fn(Sound, u32, u32) -> String,
    /// Before when it was uploaded, and by whom.
    pub since: &'static str,
    /// Link: the file itself.
    pub listen: &'static str,
    /// Link: another file.
    pub upload: &'static str,
    /// Link and button: none any more.
    pub remove: &'static str,
    /// Title of the form.
    pub form: fn(Language) -> &'static str,
    /// What a greeting should say.
    pub advice: &'static str,
    /// Label.
    pub file: &'static str,
    /// What is taken.
    pub file_hint: &'static str,
    /// Button.
    pub save: &'static str,
    /// Question.
    pub question: fn(Language) -> &'static str,
    /// What follows.
    pub removing: &'static str,
    /// It is in use.
    pub set: &'static str,
    /// It is gone.
    pub removed: &'static str,
}

/// Tenths of a second, never nought.
fn tenths(millis: u32) -> (u32, u32) {
    let tenths = (millis / 100).max(1);
    (tenths / 10, tenths % 10)
}

/// Thousands of bytes, the last one begun.
fn kilobytes(bytes: u32) -> u32 {
    bytes.div_ceil(1_000)
}

/// English.
pub const EN: Greetings = Greetings {
    title: "Greetings of calls",
    lead: "What people hear first when the portal calls them.",
    calls: |language| match language {
        Language::En => "Calls in English",
        Language::Nl => "Calls in Dutch",
    },
    built_in: "The built-in words",
    own: |sound, millis, bytes| {
        let kind = match sound {
            Sound::Wav => "WAV",
            Sound::Mp3 => "MP3",
        };
        let ((whole, tenth), size) = (tenths(millis), kilobytes(bytes));
        format!("A file of your own: {kind}, {whole}.{tenth} seconds, {size} kB")
    },
    since: "Since",
    listen: "Download to listen",
    upload: "Upload a file",
    remove: "Remove",
    form: |language| match language {
        Language::En => "A greeting for calls in English",
        Language::Nl => "A greeting for calls in Dutch",
    },
    advice: "Say who is calling: the name of your organisation. The portal says after it why it calls and what to press.",
    file: "Sound file",
    file_hint: "WAV (PCM, A-law or mu-law) or MP3, shorter than 20 seconds, at most 1 MB.",
    save: "Use this file",
    question: |language| match language {
        Language::En => "Remove the greeting of calls in English?",
        Language::Nl => "Remove the greeting of calls in Dutch?",
    },
    removing: "Calls begin with the built-in words again. The file is deleted.",
    set: "From now on calls begin with your file. Try it with a sign-in of your own.",
    removed: "The file is deleted. Calls begin with the built-in words again.",
};

/// Dutch.
pub const NL: Greetings = Greetings {
    title: "Begroetingen van oproepen",
    lead: "Wat mensen het eerst horen wanneer de portal belt.",
    calls: |language| match language {
        Language::En => "Oproepen in het Engels",
        Language::Nl => "Oproepen in het Nederlands",
    },
    built_in: "De ingebouwde woorden",
    own: |sound, millis, bytes| {
        let kind = match sound {
            Sound::Wav => "WAV",
            Sound::Mp3 => "MP3",
        };
        let ((whole, tenth), size) = (tenths(millis), kilobytes(bytes));
        format!("Een eigen bestand: {kind}, {whole},{tenth} seconden, {size} kB")
    },
    since: "Sinds",
    listen: "Downloaden om te luisteren",
    upload: "Een bestand uploaden",
    remove: "Verwijderen",
    form: |language| match language {
        Language::En => "Een begroeting voor oproepen in het Engels",
        Language::Nl => "Een begroeting voor oproepen in het Nederlands",
    },
    advice: "Zeg wie er belt: de naam van uw organisatie. De portal zegt daarna waarom er wordt gebeld en wat er moet worden ingetoetst.",
    file: "Geluidsbestand",
    file_hint: "WAV (PCM, A-law of mu-law) of MP3, korter dan 20 seconden, hooguit 1 MB.",
    save: "Dit bestand gebruiken",
    question: |language| match language {
        Language::En => "De begroeting van oproepen in het Engels verwijderen?",
        Language::Nl => "De begroeting van oproepen in het Nederlands verwijderen?",
    },
    removing: "Oproepen beginnen weer met de ingebouwde woorden. Het bestand wordt verwijderd.",
    set: "Vanaf nu beginnen oproepen met uw bestand. Probeer het met een eigen aanmelding.",
    removed: "Het bestand is verwijderd. Oproepen beginnen weer met de ingebouwde woorden.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_said_in_units_that_people_know() {
        let (en, nl) = (
            (EN.own)(Sound::Wav, 19_999, 1_048_576),
            (NL.own)(Sound::Mp3, 40, 1),
        );
        assert_eq!(en, "A file of your own: WAV, 19.9 seconds, 1049 kB");
        assert_eq!(nl, "Een eigen bestand: MP3, 0,1 seconden, 1 kB");
    }
}
