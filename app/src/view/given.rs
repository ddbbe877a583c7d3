//! What the helpdesk gives, and what its owner sees of it.

use domain::Refusal;
use domain::account::PhoneKind;

use super::{Problem, When};

/// `GET /sign-in/password`: a new password takes the place of the temporary one (F-150).
#[derive(Clone, Debug, Default)]
pub struct NewPassword {
    /// The fewest characters.
    pub min: u32,
    /// Where to go afterwards; a path on our own origin or empty.
    pub next: String,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A number that waits until it counts (F-149).
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// Which telephone.
    pub kind: PhoneKind,
    /// The number: whole for its owner, masked for the helpdesk.
    pub number: String,
    /// From when on it counts.
    pub until: When,
}

/// What the form of the helpdesk asks for when it sets a number.
#[derive(Clone, Debug, Default)]
pub struct SetPhone {
    /// The telephones, each with why it cannot be set.
    pub kinds: Vec<(PhoneKind, Option<Refusal>)>,
    /// The stable name of the chosen one, or empty.
    pub kind: String,
    /// Region code (ISO 3166), country calling code.
    pub countries: Vec<(&'static str, u16)>,
    /// The chosen region code.
    pub country: String,
    /// The number as typed.
    pub number: String,
    /// The extension as typed; `None` where no telephone can have one.
    pub extension: Option<String>,
}

/// `GET /not-me`: the question behind the link of a message, and `POST /not-me`: the answer.
#[derive(Clone, Debug, Default)]
pub struct NotMe {
    /// The token, as it came.
    pub token: String,
    /// Whether the change was stopped; `None` before the button is pressed.
    pub stopped: Option<bool>,
}
