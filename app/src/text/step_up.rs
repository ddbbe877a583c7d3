//! Password and code again, before something important changes.

/// Words of the step-up.
pub struct StepUp {
    /// Title.
    pub title: &'static str,
    /// Why, with or without a second step.
    pub lead: fn(bool) -> &'static str,
    /// Button.
    pub go_on: &'static str,
}

/// English.
pub const EN: StepUp = StepUp {
    title: "Confirm that it is you",
    lead: |code| match code {
        true => {
            "You are about to see or change how your account is protected. Your password and a code keep others out, also when you have left your desk."
        }
        false => {
            "You are about to see or change how your account is protected. Your password keeps others out, also when you have left your desk."
        }
    },
    go_on: "Continue",
};

/// Dutch.
pub const NL: StepUp = StepUp {
    title: "Bevestig dat u het bent",
    lead: |code| match code {
        true => {
            "U gaat bekijken of wijzigen hoe uw account is beveiligd. Uw wachtwoord en een code houden anderen tegen, ook als u even van uw plek bent."
        }
        false => {
            "U gaat bekijken of wijzigen hoe uw account is beveiligd. Uw wachtwoord houdt anderen tegen, ook als u even van uw plek bent."
        }
    },
    go_on: "Doorgaan",
};
