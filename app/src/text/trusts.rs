//! Trusted browsers: the tick box at the second step, the list, and making all of them ask again.

use domain::browser::Browser;

/// Words about trusted browsers.
pub struct Trusts {
    /// The tick box, for this many days (F-076).
    pub remember: fn(u16) -> String,
    /// Where to tick it and where not.
    pub remember_hint: &'static str,
    /// Headline of the list.
    pub title: &'static str,
    /// What the list is.
    pub lead: &'static str,
    /// There is none.
    pub none: &'static str,
    /// What a browser is called.
    pub browser: fn(Browser) -> String,
    /// Badge of the one that the person is using.
    pub here: &'static str,
    /// Since when.
    pub since: &'static str,
    /// Until when.
    pub until: &'static str,
    /// Ends one.
    pub forget: &'static str,
    /// Ends all (F-074): button and title.
    pub restore: &'static str,
    /// All or none, not one of them (F-075).
    pub restore_all: &'static str,
    /// What it does.
    pub restore_means: &'static str,
    /// What it does not do.
    pub restore_not: &'static str,
}

/// English.
pub const EN: Trusts = Trusts {
    remember: |days| match days {
        1 => "Don't ask again for 1 day".into(),
        _ => format!("Don't ask again for {days} days"),
    },
    remember_hint: "Only in a browser that nobody else uses. Your password is still asked for.",
    title: "Trusted browsers",
    lead: "In these browsers you chose not to be asked again. Signing in there takes your password only.",
    none: "You have no trusted browsers.",
    browser: |browser| match (browser.program, browser.system) {
        (Some(program), Some(system)) => format!("{} on {}", program.name(), system.name()),
        (Some(program), None) => program.name().into(),
        (None, Some(system)) => format!("A browser on {}", system.name()),
        (None, None) => "A browser".into(),
    },
    here: "This browser",
    since: "Trusted since",
    until: "until",
    forget: "Forget",
    restore: "Restore multi-factor authentication on previously trusted devices",
    restore_all: "This is for all trusted browsers at once.",
    restore_means: "In every browser, this one too, we will ask for the second step again at your next sign-in.",
    restore_not: "You stay signed in, and your methods stay as they are.",
};

/// Dutch.
pub const NL: Trusts = Trusts {
    remember: |days| match days {
        1 => "1 dag niet opnieuw vragen".into(),
        _ => format!("{days} dagen niet opnieuw vragen"),
    },
    remember_hint: "Alleen in een browser die niemand anders gebruikt. Om uw wachtwoord blijven we vragen.",
    title: "Vertrouwde browsers",
    lead: "In deze browsers koos u ervoor dat we niet opnieuw vragen. Aanmelden gaat daar met alleen uw wachtwoord.",
    none: "U hebt geen vertrouwde browsers.",
    browser: |browser| match (browser.program, browser.system) {
        (Some(program), Some(system)) => format!("{} op {}", program.name(), system.name()),
        (Some(program), None) => program.name().into(),
        (None, Some(system)) => format!("Een browser op {}", system.name()),
        (None, None) => "Een browser".into(),
    },
    here: "Deze browser",
    since: "Vertrouwd sinds",
    until: "tot",
    forget: "Vergeten",
    restore: "Meervoudige verificatie herstellen op eerder vertrouwde apparaten",
    restore_all: "Dit geldt voor alle vertrouwde browsers tegelijk.",
    restore_means: "In elke browser, ook in deze, vragen we bij uw volgende aanmelding weer om de tweede stap.",
    restore_not: "U blijft aangemeld en uw methoden blijven zoals ze zijn.",
};

#[cfg(test)]
mod tests {
    use domain::browser::{Program, System};

    use super::*;

    #[test]
    fn a_browser_has_a_name_whatever_is_known_of_it() {
        let (program, system) = (Some(Program::Firefox), Some(System::Windows));
        for (program, system, en, nl) in [
            (program, system, "Firefox on Windows", "Firefox op Windows"),
            (program, None, "Firefox", "Firefox"),
            (
                None,
                system,
                "A browser on Windows",
                "Een browser op Windows",
            ),
            (None, None, "A browser", "Een browser"),
        ] {
            let browser = Browser { program, system };
            assert_eq!((EN.browser)(browser), en);
            assert_eq!((NL.browser)(browser), nl);
        }
    }

    #[test]
    fn one_day_is_one_day() {
        assert_eq!((EN.remember)(1), "Don't ask again for 1 day");
        assert_eq!((EN.remember)(14), "Don't ask again for 14 days");
        assert_eq!((NL.remember)(1), "1 dag niet opnieuw vragen");
        assert_eq!((NL.remember)(14), "14 dagen niet opnieuw vragen");
    }
}
