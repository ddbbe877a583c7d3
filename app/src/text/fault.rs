//! Pages that say why there is nothing else to show.

use super::time::{wait_en, wait_nl};
use crate::view::Fault;

/// Title and text of a fault.
pub struct Words {
    /// What happened.
    pub title: &'static str,
    /// What it means and what to do.
    pub text: String,
}

/// Words of the fault pages.
pub struct Faults {
    /// What to say.
    pub words: fn(Fault) -> Words,
    /// Link out of here.
    pub home: &'static str,
    /// Label of the reference.
    pub reference: &'static str,
}

fn words_en(fault: Fault) -> Words {
    let (title, text) = match fault {
        Fault::BadRequest => (
            "We did not understand that",
            "The page sent something that we cannot read, so nothing was changed. Go back, reload the page and try again.",
        ),
        Fault::Forbidden => (
            "This did not come from our own page",
            "To keep others from acting in your name, we only take changes from our own pages. Nothing was changed. Open the portal yourself and try again.",
        ),
        Fault::NotFound => (
            "There is nothing here",
            "The address may be mistyped, or what stood here was deleted. Nothing was changed.",
        ),
        Fault::MethodNotAllowed => (
            "This page cannot do that",
            "Nothing was changed. Start again from one of our pages.",
        ),
        Fault::TooLarge => (
            "That was too much",
            "What was sent is longer than we take, so nothing was changed. Shorten it and try again.",
        ),
        Fault::SlowDown(seconds) => {
            return Words {
                title: "One moment, please",
                text: format!(
                    "There were too many requests in a short time. Try again in {}.",
                    wait_en(seconds)
                ),
            };
        }
        Fault::Unavailable(_) => (
            "This does not work right now",
            "The mistake is on our side. Try again in a few minutes. If it stays, call your helpdesk and tell them the reference.",
        ),
    };
    Words {
        title,
        text: text.to_owned(),
    }
}

fn words_nl(fault: Fault) -> Words {
    let (title, text) = match fault {
        Fault::BadRequest => (
            "Dat begrepen we niet",
            "De pagina stuurde iets wat we niet kunnen lezen, dus er is niets gewijzigd. Ga terug, laad de pagina opnieuw en probeer het nog eens.",
        ),
        Fault::Forbidden => (
            "Dit kwam niet van onze eigen pagina",
            "Zodat niemand uit uw naam kan handelen, nemen we wijzigingen alleen van onze eigen pagina's aan. Er is niets gewijzigd. Open de portal zelf en probeer het nog eens.",
        ),
        Fault::NotFound => (
            "Hier is niets",
            "Misschien is het adres verkeerd getypt of is wat hier stond verwijderd. Er is niets gewijzigd.",
        ),
        Fault::MethodNotAllowed => (
            "Dat kan deze pagina niet",
            "Er is niets gewijzigd. Begin opnieuw vanaf een van onze pagina's.",
        ),
        Fault::TooLarge => (
            "Dat was te veel",
            "Wat is verstuurd, is langer dan we aannemen, dus er is niets gewijzigd. Maak het korter en probeer het nog eens.",
        ),
        Fault::SlowDown(seconds) => {
            return Words {
                title: "Een ogenblik",
                text: format!(
                    "Er waren te veel verzoeken in korte tijd. Probeer het over {} opnieuw.",
                    wait_nl(seconds)
                ),
            };
        }
        Fault::Unavailable(_) => (
            "Dit werkt nu niet",
            "De fout ligt bij ons. Probeer het over een paar minuten opnieuw. Blijft het zo, bel dan uw helpdesk en noem de referentie.",
        ),
    };
    Words {
        title,
        text: text.to_owned(),
    }
}

/// English.
pub const EN: Faults = Faults {
    words: words_en,
    home: "To the start page",
    reference: "Reference",
};

/// Dutch.
pub const NL: Faults = Faults {
    words: words_nl,
    home: "Naar de startpagina",
    reference: "Referentie",
};
