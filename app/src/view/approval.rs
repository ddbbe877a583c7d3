//! What the pages of the second yes show.

use domain::Id;
use domain::desk::{Aid, Identity, RequestStage};

use super::When;

/// A request in the list.
#[derive(Clone, Debug)]
pub struct ApprovalRow {
    /// Its id.
    pub id: Id,
    /// For whom: name.
    pub subject: String,
    /// What.
    pub aid: Aid,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: When,
    /// How far it has come.
    pub stage: RequestStage,
    /// It waits for the reader.
    pub for_me: bool,
}

/// `GET /helpdesk/approvals/{id}`.
#[derive(Clone, Debug)]
pub struct ApprovalSeen {
    /// What the list shows of it.
    pub row: ApprovalRow,
    /// For whom: id and sign-in name.
    pub subject: (Id, String),
    /// Days or minutes.
    pub length: Option<u16>,
    /// The reason of a block, or the method that goes; or empty.
    pub detail: String,
    /// How the caller was known.
    pub identity: Identity,
    /// The ticket.
    pub ticket: String,
    /// The note, or empty.
    pub note: String,
    /// Who answered, and when.
    pub answered: Option<(String, When)>,
    /// The reader may say yes.
    pub may_agree: bool,
    /// The reader may say no, or withdraw it.
    pub may_decline: bool,
    /// The reader may do it.
    pub may_do: bool,
    /// The reader asked for it.
    pub own: bool,
}
