//! What the pages of the rules and of the gateways show.

use domain::Refusal;
use domain::gateway::{Tested, Way};
use domain::policy::effect::Touch;
use domain::policy::{Setting, Value};

use super::{Named, Problem, When};

/// A setting as it is in force.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Which.
    pub setting: Setting,
    /// Its value.
    pub value: Value,
    /// Its value where nobody has decided.
    pub default: Value,
    /// Why it cannot be switched on.
    pub refusal: Option<Refusal>,
}

/// A setting that changed, in words or, where this version does not know it, as it was recorded.
#[derive(Clone, Debug)]
pub enum RuleChanged {
    /// From the first value to the second.
    Known(Setting, Value, Value),
    /// Name and both values as recorded.
    Other(String, String, String),
}

/// A change of the rules that was made.
#[derive(Clone, Debug)]
pub struct RuleHistory {
    /// The number of its row in the record.
    pub row: i64,
    /// When.
    pub when: When,
    /// By whom.
    pub by: Named,
    /// What changed.
    pub changed: Vec<RuleChanged>,
}

/// `GET /administration/rules`.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Every setting.
    pub rows: Vec<RuleRow>,
    /// The newest changes, newest first.
    pub history: Vec<RuleHistory>,
}

/// A setting in the form.
#[derive(Clone, Debug)]
pub struct RuleField {
    /// Which.
    pub setting: Setting,
    /// What is typed or ticked, as [`Value`] is written.
    pub typed: String,
    /// Why it cannot be switched on.
    pub refusal: Option<Refusal>,
}

/// `GET /administration/rules/change`.
#[derive(Clone, Debug)]
pub struct RulesForm {
    /// The version of the rules that the form shows.
    pub version: i64,
    /// Every setting.
    pub fields: Vec<RuleField>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// A setting that would change.
#[derive(Clone, Debug)]
pub struct RulePlanned {
    /// Which.
    pub setting: Setting,
    /// Its value now.
    pub old: Value,
    /// Its value then.
    pub new: Value,
    /// What becomes of how many.
    pub touched: Vec<(Touch, u32)>,
}

/// A change before it is in force.
#[derive(Clone, Debug)]
pub struct RulesPreview {
    /// The version of the rules that it would change.
    pub version: i64,
    /// The settings that change.
    pub changes: Vec<RulePlanned>,
    /// So many people would be left without a method.
    pub without: u32,
    /// What was wrong with the one before.
    pub problems: Vec<Problem>,
}

/// What carries messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Twilio.
    Twilio,
    /// A webhook of the organisation's own.
    Webhook,
    /// A mail server.
    Smtp,
    /// The demo's pretend phone.
    Pretend,
}

/// A test that was made.
#[derive(Clone, Debug)]
pub struct TestSeen {
    /// When.
    pub when: When,
    /// By whom.
    pub by: Named,
    /// How it fared.
    pub tested: Tested,
    /// What the gateway said, in words of our own; may be empty.
    pub why: String,
}

/// A way out of the portal.
#[derive(Clone, Debug)]
pub struct GatewayRow {
    /// Which.
    pub way: Way,
    /// What carries it.
    pub carrier: Option<Carrier>,
    /// So many notices wait, where that is known.
    pub waiting: Option<u64>,
    /// Where a test goes: one's own number, masked, or address.
    pub to: String,
    /// Why no test can be sent.
    pub refusal: Option<Refusal>,
    /// The last test.
    pub last: Option<TestSeen>,
}

/// `GET /administration/gateways`.
#[derive(Clone, Debug)]
pub struct Gateways {
    /// Every way.
    pub rows: Vec<GatewayRow>,
    /// Why a test was not sent.
    pub problems: Vec<Problem>,
}
