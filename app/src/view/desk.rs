//! What the pages of the helpdesk show. Numbers are masked before they come here, and nothing opens anything.

use domain::account::{Role, State};
use domain::desk::{Aid, Standing};
use domain::method::Preferred;
use domain::{Id, Refusal};

use super::{AppPasswordRow, HeldRow, Problem, SetPhone, TrustRow, When};

/// A person in a list.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Id.
    pub id: Id,
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub login: String,
    /// Work address.
    pub mail: String,
    /// Role.
    pub role: Role,
    /// Two-step verification.
    pub state: State,
    /// Whether the account works.
    pub active: bool,
}

/// `GET /helpdesk`.
#[derive(Clone, Debug, Default)]
pub struct DeskSearch {
    /// What was typed.
    pub typed: String,
    /// Who was found; `None` before the first search.
    pub people: Option<Vec<PersonRow>>,
    /// There may be more.
    pub more: bool,
    /// The reader may act on people.
    pub acts: bool,
    /// So many requests wait for the reader's yes.
    pub waiting: usize,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A method of a person.
#[derive(Clone, Debug)]
pub struct DeskMethod {
    /// The value of its radio button.
    pub key: String,
    /// Its name in words.
    pub name: String,
    /// The masked number, or empty.
    pub number: String,
    /// Since when.
    pub created: When,
    /// Last used.
    pub used: Option<When>,
    /// Locked after wrong codes.
    pub locked: bool,
    /// It has answered.
    pub verified: bool,
}

/// A row of the record about a person.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// When.
    pub when: When,
    /// The event's stable name.
    pub event: String,
    /// The reason's stable code.
    pub reason: String,
    /// Whether it was done.
    pub done: bool,
    /// Who did it: the name of somebody else, or nothing for the person.
    pub by: Option<String>,
    /// Nobody signed in did it: the portal or a shell.
    pub system: bool,
    /// From which address.
    pub address: String,
    /// The ticket of the helpdesk, or empty.
    pub ticket: String,
}

/// How long somebody can put the set-up off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskGrace {
    /// They have not yet, and can for so many days.
    Days(u8),
    /// They have, and can until then.
    Until(When),
}

/// `GET /helpdesk/people/{id}`.
#[derive(Clone, Debug)]
pub struct DeskPerson {
    /// The person.
    pub person: PersonRow,
    /// Job title.
    pub title: String,
    /// Office phone of the directory.
    pub office_phone: String,
    /// Whether they can sign in.
    pub standing: Standing,
    /// The block in force: until when, and why.
    pub block: Option<(When, String)>,
    /// The password is a temporary one: until when it counts.
    pub temporary: Option<When>,
    /// Until when one sign-in goes without the second step.
    pub bypass: Option<When>,
    /// How long they can put the set-up off, if they can.
    pub grace: Option<DeskGrace>,
    /// Seconds until the next attempt counts.
    pub wait: Option<u32>,
    /// Methods that no longer count.
    pub retired: u8,
    /// The preferred option.
    pub default: Option<Preferred>,
    /// Methods that count.
    pub methods: Vec<DeskMethod>,
    /// Numbers that wait until they count.
    pub holds: Vec<HeldRow>,
    /// App passwords: names and dates.
    pub app_passwords: Vec<AppPasswordRow>,
    /// Trusted browsers.
    pub trusts: Vec<TrustRow>,
    /// Sessions: since when, and when last seen.
    pub sessions: Vec<(When, When)>,
    /// The record, newest first.
    pub record: Vec<AttemptRow>,
    /// This browser has checked the caller with a code within ten minutes.
    pub checked: bool,
    /// What can be done; empty for who may only look.
    pub aids: Vec<(Aid, Option<Refusal>)>,
    /// Why nothing can be done for this person.
    pub refusal: Option<Refusal>,
    /// They are staff: what is done waits for a second yes.
    pub second: bool,
}

/// What was typed about who is calling.
#[derive(Clone, Debug, Default)]
pub struct IdentityTyped {
    /// The chosen way, or empty.
    pub identity: String,
    /// The ticket.
    pub ticket: String,
    /// The note.
    pub note: String,
}

/// `GET /helpdesk/people/{id}/{aid}`: what will happen, who is calling, and the button.
#[derive(Clone, Debug)]
pub struct DeskAid {
    /// For whom.
    pub person: PersonRow,
    /// What.
    pub aid: Aid,
    /// Whether the person can sign in: what is said depends on it.
    pub standing: Standing,
    /// The methods to choose from: key, name and number.
    pub methods: Vec<(String, String)>,
    /// The chosen method.
    pub which: String,
    /// Days, minutes or seconds, as typed.
    pub length: String,
    /// What the form for a number asks for.
    pub set_phone: Option<SetPhone>,
    /// Reason of a block or a bypass.
    pub reason: String,
    /// Who is calling.
    pub known: IdentityTyped,
    /// They are staff: it waits for a second yes.
    pub second: bool,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /helpdesk/people/{id}/pass/issued` and `…/reset-password/issued`: what was issued, until "Close".
#[derive(Clone, Debug)]
pub struct DeskIssued {
    /// For whom.
    pub person: PersonRow,
    /// A pass, or a temporary password.
    pub aid: Aid,
    /// The value, without gaps.
    pub value: String,
}

/// `GET /helpdesk/people/{id}/check`: the caller reads a code.
#[derive(Clone, Debug)]
pub struct DeskCheck {
    /// Who is said to call.
    pub person: PersonRow,
    /// Why there is no app to ask.
    pub refusal: Option<Refusal>,
    /// Why no text can be sent.
    pub text_refusal: Option<Refusal>,
    /// A text with a code was sent, and an answer counts: its number, masked.
    pub texted: Option<String>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// `GET /helpdesk/manage`: "Manage user settings" for one or several people.
#[derive(Clone, Debug)]
pub struct Manage {
    /// For whom.
    pub people: Vec<PersonRow>,
    /// What is ticked.
    pub ticked: Vec<Aid>,
    /// Who is calling.
    pub known: IdentityTyped,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// What was done for one of several: each wish with why it was not done.
pub type DoneFor = (PersonRow, Vec<(Aid, Option<Refusal>)>);

/// The answer to "save" of [`Manage`].
#[derive(Clone, Debug)]
pub struct Managed {
    /// What was done for whom.
    pub done: Vec<DoneFor>,
}
