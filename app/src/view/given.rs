//! What somebody sees who was given a temporary password.

use super::Problem;

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
