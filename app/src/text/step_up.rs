//! Password and code again, before something important changes.

/// Words of the step-up.
pub struct StepUp {
    /// Title.
    pub title: &'static str,
    /// Why, with or without a second step.
    pub lead: fn(bool) -> &'static str,
    /// Nothing was sent to the telephone yet, with its number; the password follows.
    pub offer: fn(&str) -> String,
    /// Headline of the other ways.
    pub other: &'static str,
    /// Button.
    pub go_on: &'static str,
}

/// English.
pub const EN: StepUp = StepUp {
    title: "Confirm that it is you",
    lead: |code| match code {
        true => {
            "You are about to see or change how your account is protected. Your password and a second step keep others out, also when you have left your desk."
        }
        false => {
            "You are about to see or change how your account is protected. Your password keeps others out, also when you have left your desk."
        }
    },
    offer: |number| {
        format!(
            "First we ask your phone with the number {number}. After that you type your password."
        )
    },
    other: "Use another way",
    go_on: "Continue",
};

/// Dutch.
pub const NL: StepUp = StepUp {
    title: "Bevestig dat u het bent",
    lead: |code| match code {
        true => {
            "U gaat bekijken of wijzigen hoe uw account is beveiligd. Uw wachtwoord en een tweede stap houden anderen tegen, ook als u even van uw plek bent."
        }
        false => {
            "U gaat bekijken of wijzigen hoe uw account is beveiligd. Uw wachtwoord houdt anderen tegen, ook als u even van uw plek bent."
        }
    },
    offer: |number| {
        format!("Eerst vragen we uw telefoon met nummer {number}. Daarna typt u uw wachtwoord.")
    },
    other: "Een andere manier gebruiken",
    go_on: "Doorgaan",
};
