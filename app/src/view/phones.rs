//! What the pages about telephones show: a number to set up, a telephone that is being asked, and the
//! pretend phone that answers in the demo organisation.

use domain::account::PhoneKind;
use domain::dial::{Dial, Line, Progress};
use domain::{Id, Refusal};

use super::{Problem, When};

/// `GET /enrol/phone`, `/enrol/office`, `/security/phone` and its neighbours: which number, text or call.
#[derive(Clone, Debug)]
pub struct PhoneForm {
    /// In the wizard: how many steps there are. On the settings page: `None`.
    pub steps: Option<u8>,
    /// Which telephone.
    pub kind: PhoneKind,
    /// Region code (ISO 3166), country calling code.
    pub countries: Vec<(&'static str, u16)>,
    /// The chosen region code.
    pub country: String,
    /// What was typed.
    pub number: String,
    /// The extension that was typed, where people give their own office phone (F-060).
    pub extension: Option<String>,
    /// The chosen line.
    pub line: Line,
    /// Why it cannot be a text.
    pub text_refusal: Option<Refusal>,
    /// Why it cannot be a call.
    pub call_refusal: Option<Refusal>,
    /// The directory's number with its extension, for the office phone alone.
    pub office: Option<String>,
    /// There is a number already.
    pub changes: bool,
    /// The organisation's name: texts and calls come under it.
    pub sender: String,
    /// Where "Contact me" posts to.
    pub action: &'static str,
    /// Where "Back" leads.
    pub back: &'static str,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A telephone that is being asked.
#[derive(Clone, Debug)]
pub struct PhoneAsked {
    /// Which telephone, how.
    pub dial: Dial,
    /// The number, whole or masked.
    pub number: String,
    /// How far it has come.
    pub progress: Progress,
    /// Two digits to press before the pound key, where the organisation wants that.
    pub screen: Option<String>,
    /// Whether an answer still counts.
    pub alive: bool,
    /// Seconds until another can be asked for; 0 when it can be now.
    pub again_in: u32,
    /// A text may be answered instead of typing the code (F-045).
    pub reply: bool,
}

/// The test of a telephone, in the wizard and on the settings page.
#[derive(Clone, Debug)]
pub struct PhoneTest {
    /// In the wizard: how many steps there are. On the settings page: `None`.
    pub steps: Option<u8>,
    /// The telephone.
    pub asked: PhoneAsked,
    /// Where "Verify" posts to; the field `code` goes along for texts.
    pub action: &'static str,
    /// Where another text or call is asked for.
    pub again: &'static str,
    /// The address that answers with the progress alone.
    pub follow: &'static str,
    /// Where "Back" leads.
    pub back: &'static str,
    /// "Back" changes something, so it is a form.
    pub back_posts: bool,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// A row of the settings page.
#[derive(Clone, Debug)]
pub struct PhoneRow {
    /// Which telephone.
    pub kind: PhoneKind,
    /// Its number, if there is one.
    pub number: Option<String>,
    /// It answered a test.
    pub verified: bool,
    /// It can be deleted.
    pub stored: bool,
    /// Its number is the person's to give; the office phone's may be the directory's (F-060, F-061).
    pub own: bool,
    /// Why it cannot be set up or used.
    pub refusal: Option<Refusal>,
}

/// The second half of a step-up.
#[derive(Clone, Debug)]
pub enum StepUpSecond {
    /// The person has no second step.
    None,
    /// A code from an authenticator app.
    App {
        /// Telephones that could be asked instead.
        phones: Vec<Dial>,
    },
    /// A telephone.
    Phone {
        /// Which one, how.
        dial: Dial,
        /// Its number, whole or masked.
        number: String,
        /// The telephone that is being asked; `None` while nothing was sent.
        asked: Option<PhoneAsked>,
        /// Telephones that could be asked instead.
        others: Vec<Dial>,
        /// An authenticator app could be used instead.
        app: bool,
    },
}

/// A message in the pretend inbox of the demo organisation.
#[derive(Clone, Debug)]
pub struct DemoMessage {
    /// By which it can be answered.
    pub id: Option<Id>,
    /// `mail`, `text` or `call`.
    pub channel: String,
    /// To whom.
    pub to: String,
    /// Subject, or empty.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was sent.
    pub when: When,
    /// Where a call stands.
    pub call: Option<DemoCall>,
    /// A text that can be answered.
    pub replies: bool,
}

/// Where a pretend call stands.
#[derive(Clone, Debug)]
pub enum DemoCall {
    /// Nobody has answered yet.
    Ringing,
    /// Somebody listens.
    Talking {
        /// What the voice has said, in order.
        said: Vec<String>,
    },
    /// It has ended.
    Over {
        /// What the voice had said, in order.
        said: Vec<String>,
    },
}
