//! What the use cases need from the world. A story reads an account, lets [`crate::decide`] judge,
//! and hands the store one [`Batch`]: changes, audit records and messages, written together or not at
//! all, and only if the account is still the version that was read. So no count and no check can be
//! overtaken, on either database, without a lock held across a wait.

mod desk;
mod gateway;
mod greetings;
mod keys;

use std::collections::BTreeMap;

use async_trait::async_trait;
use zeroize::Zeroizing;

pub use desk::Desk;
pub use gateway::{Gateway, GatewayError, Inbound, PhoneEvent, Prompt, TextMessage, VoiceCall};
pub use greetings::Greetings;
pub use keys::{KeyNeeds, KnownKey, Place, Resealed, Sealed, key_of};

use crate::account::{Account, Block, HeldPhone, LastUse, Pass, PhoneKind, Role, State};
use crate::approval::{Approval, Verdict as Answered};
use crate::audit::{Entry, Head, Row};
use crate::challenge::{Challenge, Progress};
use crate::greeting::Greeting;
use crate::lockout::{Counter, Rule, Verdict};
use crate::method::Preferred;
use crate::notice::{Claimed, Outgoing};
use crate::policy::Policy;
use crate::session::{Pending, Reveal, RevealKind, Session, TokenHash};
use crate::time::Span;
use crate::trust::Trust;
use crate::{Id, Language, Time};

mod overview;
mod record;
mod roster;

pub use overview::{Overview, Wanted};
pub use record::Record;
pub use roster::{Leg, Listed, Roster};

/// The clock. Never goes through `SystemTime` elsewhere.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Time;
}

/// The operating system's random generator.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Secrets at rest, keyed digests and the links of the audit record (A.2, A.3, A.11). `context` binds a secret to its place (table, column,
/// row, person), so that rows cannot be swapped.
pub trait Sealer: Chain {
    /// Encrypts.
    fn seal(&self, context: &[&[u8]], plain: &[u8]) -> Vec<u8>;
    /// Decrypts; `None` when the bytes, the place or the key are not the same.
    fn open(&self, context: &[&[u8]], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>>;
    /// The number of the newest key, which seals; [`key_of`] finds it again.
    fn newest(&self) -> i32;
    /// The keyed digest of an app password under the newest key, with the key's number.
    fn mail_digest(&self, user: Id, normalised: &str) -> (i32, [u8; 32]);
    /// The digests under every key of the ring, newest first.
    fn mail_digests(&self, user: Id, normalised: &str) -> Vec<(i32, [u8; 32])>;
    /// The keyed digest of a one-off value for a purpose (known-device cookie, throttle key, …).
    fn digest(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32];
}

/// No free place to compute a slow hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many password checks at once")]
pub struct Busy;

/// Slow hashes of account passwords (A.1), off the async threads and bounded in number.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// Makes a PHC string with the current parameters.
    async fn hash(&self, password: Zeroizing<String>) -> Result<String, Busy>;
    /// Verifies; with `None` it does the same work against a dummy and says no. The second value says
    /// that the parameters are old and the password should be hashed anew.
    async fn verify(
        &self,
        password: Zeroizing<String>,
        phc: Option<String>,
    ) -> Result<(bool, bool), Busy>;
}

/// One change. A batch applies them in order.
#[derive(Clone, Debug)]
pub enum Change {
    /// What follows is about this account, if it is still the version that was read, else `Conflict`.
    Turn(Id, i64),
    /// A new person. `Conflict` when the login exists.
    AddAccount(Box<Account>),
    /// The directory's part of the account: name, title, mail, office phone and extension.
    SetDirectory {
        /// Display name.
        name: String,
        /// Job title.
        title: String,
        /// Work address.
        mail: String,
        /// Office phone in E.164.
        office_phone: String,
        /// Extension.
        office_extension: String,
    },
    /// Removes the person and everything that hangs on them; the audit record stays.
    DeleteAccount,
    /// Whether the account works.
    SetActive(bool),
    /// The role.
    SetRole(Role),
    /// Two-step verification. A grace period ends when it is another state than before.
    SetState(State),
    /// A grace period began then.
    SetGraceFrom(Time),
    /// The language.
    SetLanguage(Language),
    /// A new PHC string; `at` is `None` when only the parameters are new. What is new is not temporary.
    SetPassword {
        /// PHC string.
        phc: String,
        /// When the person changed it.
        at: Option<Time>,
    },
    /// The password is a temporary one, which counts until then.
    LimitPassword(Time),
    /// The preferred option.
    SetDefault(Option<Preferred>),
    /// An authenticator app.
    AddApp(crate::account::App),
    /// Its name.
    RenameApp(Id, String),
    /// Its end.
    RemoveApp(Id),
    /// A code of it was accepted: written only if the step is later than the stored one, else `Conflict`.
    UseApp {
        /// The app.
        app: Id,
        /// The step.
        step: i64,
        /// When.
        at: Time,
    },
    /// Switched off after too many wrong codes, or on again.
    LockApp(Id, bool),
    /// The methods that are there now no longer count, or count again.
    RetireMethods(bool),
    /// What no longer counts goes, because something new is there.
    DropRetired,
    /// Signing in is blocked, or no longer.
    SetBlock(Option<Block>),
    /// The Temporary Access Pass of the person; one at a time.
    SetPass(Option<Pass>),
    /// Until when one sign-in goes without the second step.
    SetBypass(Option<Time>),
    /// Stores or replaces the telephone of this kind.
    PutPhone(crate::account::Phone),
    /// Removes it.
    RemovePhone(PhoneKind),
    /// A number waits until it counts, in place of another of this kind that waited.
    HoldPhone(HeldPhone),
    /// The number of this kind that waits goes; nothing happens where none does.
    DropHeld(PhoneKind),
    /// An app password in its slot; `Conflict` when the slot is taken.
    AddAppPassword {
        /// Id.
        id: Id,
        /// Slot.
        slot: u8,
        /// Name.
        name: String,
        /// Key number of the digest.
        kid: i32,
        /// Keyed digest.
        mac: [u8; 32],
        /// When.
        at: Time,
    },
    /// Removes one app password.
    RemoveAppPassword(Id),
    /// Removes all.
    RemoveAppPasswords,
    /// A signed-in browser; ends the oldest beyond `most`.
    AddSession(Session, u32),
    /// Password and second step were proven again: the session gets a new token.
    RenewSession {
        /// The old hash; `Conflict` when it is gone.
        old: TokenHash,
        /// The new hash.
        new: TokenHash,
        /// When.
        at: Time,
        /// With a code of an authenticator app.
        strong: bool,
    },
    /// The one-time message of a session.
    SetFlash(TokenHash, Option<String>),
    /// Ends one session and its shown secrets.
    EndSession(TokenHash),
    /// Ends every session of the person but this one.
    EndSessions {
        /// The one that stays.
        except: Option<TokenHash>,
    },
    /// A trusted browser of the account; the oldest beyond `most` go.
    AddTrust(Trust, u32),
    /// Ends one of the account's; nothing happens when it is gone already.
    EndTrust(Id),
    /// Ends all of the account's.
    EndTrusts,
    /// A sign-in on the way.
    AddPending(Pending),
    /// Moves it on, only from the stage that was read, else `Conflict`.
    MovePending {
        /// Which.
        hash: TokenHash,
        /// From.
        from: crate::session::Stage,
        /// To.
        to: crate::session::Stage,
    },
    /// Ends it and its shown secrets; `Conflict` when it is gone already.
    EndPending(TokenHash),
    /// Ends every sign-in on the way of the person.
    EndPendings,
    /// Stores a shown secret, replacing one of the same kind and owner.
    PutReveal(Reveal),
    /// "Done" was pressed under it.
    ConfirmReveal(TokenHash, RevealKind),
    /// It was closed.
    EndReveal(TokenHash, RevealKind),
    /// Asks a telephone: the question of this owner takes the place of the one before.
    PutChallenge(Box<Challenge>),
    /// One try is used up, before it is judged. `Conflict` when another came first or the question is gone.
    TryChallenge {
        /// The sending.
        id: Id,
        /// Tries that were read.
        tries: u8,
    },
    /// How far a text or a call has come. `Conflict` when it is no longer as far as was read.
    MoveChallenge {
        /// The sending.
        id: Id,
        /// From.
        from: Progress,
        /// To.
        to: Progress,
        /// The answer was wrong.
        wrong: bool,
        /// Wipes the sealed code.
        wipe: bool,
        /// When the gateway is tried next.
        due: Option<Time>,
    },
    /// The answer was used. `Conflict` when it was used already.
    EndChallenge(Id),
    /// A second yes is asked for.
    AskApproval(Box<Approval>),
    /// The second person said yes or no. `Conflict` when somebody was first.
    JudgeApproval(Id, Answered),
    /// What was agreed to is carried out. `Conflict` when it was already, or is not agreed to.
    UseApproval(Id),
    /// A throttle starts anew.
    ClearCounter(Vec<u8>),
    /// Every throttle whose key begins like this starts anew; the last byte of the front is never 255.
    ClearCounters(Vec<u8>),
    /// A shared throttle gets one attempt back.
    RefundCounter(Vec<u8>),
    /// The rules. `Conflict` when the version is not the one read.
    SetPolicy {
        /// The version that was read.
        version: i64,
        /// The new rules.
        policy: Policy,
    },
    /// What calls in its language begin with from now on, in the place of what they began with.
    PutGreeting(Box<Greeting>, Vec<u8>),
    /// Calls in this language begin without one. `Conflict` when they do already.
    DropGreeting(Language),
    /// Everything sealed with this key was moved to a newer one. `Conflict` when that is known already.
    SettleKey(i32),
    /// The database needs this key no longer.
    ForgetKey(i32),
}

/// Everything that one wish leads to.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Whose account is changed, and the version that was read. Required by every account change.
    pub account: Option<(Id, i64)>,
    /// What changes.
    pub changes: Vec<Change>,
    /// What is recorded.
    pub audit: Vec<Entry>,
    /// What is sent.
    pub outbox: Vec<Outgoing>,
}

/// Why nothing was written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was first: read again and decide again.
    #[error("changed meanwhile")]
    Conflict,
    /// The database did not do it; details for the log, never for a person.
    #[error("store unavailable: {0}")]
    Unavailable(String),
}

/// What a mail check finds: the person as the directory spells them, and the app password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailMatch {
    /// The person.
    pub user: Id,
    /// The canonical mailbox: the sign-in name.
    pub login: String,
    /// The app password, when one matched.
    pub app_password: Option<Id>,
    /// It matched under an old key; re-seal it with the newest.
    pub old_key: bool,
    /// The person must use app passwords: the state is `enforced` or there is at least one
    /// authenticator app ([`Account::two_step`]).
    pub enforced: bool,
    /// The account works.
    pub active: bool,
    /// The PHC string, for people without two-step verification; empty where the state is `enforced`.
    pub password: String,
}

/// One use of an app password, gathered and written every few seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailUse {
    /// Whose.
    pub user: Id,
    /// Which.
    pub app_password: Id,
    /// When, where, through what.
    pub last_use: LastUse,
    /// New key number and digest when it was found under an old key.
    pub reseal: Option<(i32, [u8; 32])>,
}

/// What the mail interface writes every few seconds, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct MailFlush {
    /// Last uses, at most one per app password.
    pub uses: Vec<MailUse>,
    /// Throttles as they stand now in memory.
    pub counters: Vec<(Vec<u8>, Counter)>,
    /// Records.
    pub audit: Vec<Entry>,
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Person {
    /// Id.
    pub id: Id,
    /// Sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Work address.
    pub mail: String,
    /// Role.
    pub role: Role,
    /// Two-step verification.
    pub state: State,
    /// Whether the account works.
    pub active: bool,
}

/// The database.
#[async_trait]
pub trait Store: Record + Desk + Greetings + Overview + Roster + Send + Sync {
    /// The person with this canonical sign-in name.
    async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError>;
    /// The person with this id.
    async fn account(&self, id: Id) -> Result<Option<Account>, StoreError>;
    /// The session behind a cookie and its person, in one step.
    async fn session(&self, hash: &TokenHash) -> Result<Option<(Session, Account)>, StoreError>;
    /// The sign-in on the way behind a cookie and its person.
    async fn pending(&self, hash: &TokenHash) -> Result<Option<(Pending, Account)>, StoreError>;
    /// A shown secret.
    async fn reveal(
        &self,
        owner: &TokenHash,
        kind: RevealKind,
    ) -> Result<Option<Reveal>, StoreError>;
    /// The open question of this owner to a telephone.
    async fn challenge(&self, owner: &TokenHash) -> Result<Option<Challenge>, StoreError>;
    /// The question behind a sending.
    async fn challenge_of(&self, sending: Id) -> Result<Option<Challenge>, StoreError>;
    /// Questions by text to the number with this tag, asked after this time, newest first, at most ten.
    async fn texts_to(&self, tag: &[u8; 32], after: Time) -> Result<Vec<Challenge>, StoreError>;
    /// Takes messages that wait for the gateway, oldest first, at most so many: each goes to one caller
    /// only, who has until `until`. What an earlier caller did not bring to an end by then has failed,
    /// because it may have been sent.
    async fn claim_challenges(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Challenge>, StoreError>;
    /// The person's trusted browsers, the newest first, also those that have run out.
    async fn trusts(&self, user: Id) -> Result<Vec<Trust>, StoreError>;
    /// A request of this session was seen (written at most once a minute).
    async fn touch(&self, hash: &TokenHash, at: Time) -> Result<(), StoreError>;
    /// The rules in force and their version.
    async fn policy(&self) -> Result<(i64, Policy), StoreError>;
    /// Counts an attempt under a rule and judges it, in one transaction. A missing row is a new counter.
    async fn reserve(
        &self,
        key: &[u8],
        rule: Rule,
        now: Time,
    ) -> Result<(Counter, Verdict), StoreError>;
    /// A throttle as it stands.
    async fn counter(&self, key: &[u8]) -> Result<Option<Counter>, StoreError>;
    /// How many of the last sendings to this country, after `from` and up to `to` and at most so many,
    /// there are, and how many of them were answered.
    async fn answers(
        &self,
        region: &str,
        from: Time,
        to: Time,
        most: u32,
    ) -> Result<(u32, u32), StoreError>;
    /// Writes a batch: all or nothing.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError>;
    /// Finds the person by login and the app password by its digests, computed by `digests` once the
    /// person's id is known. `None` when nobody has this login.
    async fn mail_match(
        &self,
        login: &str,
        digests: Box<dyn FnOnce(Id) -> Vec<(i32, [u8; 32])> + Send>,
    ) -> Result<Option<MailMatch>, StoreError>;
    /// In how many portions, spread over the time between two writes, it takes best what the mail interface
    /// gathered.
    fn mail_portions(&self) -> usize {
        1
    }
    /// Writes what the mail interface gathered.
    async fn mail_flush(&self, flush: MailFlush) -> Result<(), StoreError>;
    /// The throttles of the mail interface that are still in force, for a fresh process.
    async fn mail_counters(&self, now: Time) -> Result<Vec<(Vec<u8>, Counter)>, StoreError>;
    /// People in the order of their login, after this one, at most so many.
    async fn people(&self, after: &str, most: u32) -> Result<Vec<Person>, StoreError>;
    /// Audit rows from this number on, at most so many, each with its MAC.
    async fn audit(&self, from: i64, most: u32) -> Result<Vec<(Row, [u8; 32])>, StoreError>;
    /// Messages that wait, oldest first, at most so many.
    async fn outbox(&self, most: u32) -> Result<Vec<Outgoing>, StoreError>;
    /// How many messages wait.
    async fn outbox_count(&self) -> Result<u64, StoreError>;
    /// Takes messages that are due, oldest first, at most so many: each goes to one caller only, who has
    /// until `until`. What an earlier caller did not bring to an end by then is due again.
    async fn claim_outbox(
        &self,
        now: Time,
        until: Time,
        most: u32,
    ) -> Result<Vec<Claimed>, StoreError>;
    /// A message waits until it is due again. Nothing happens when somebody claimed it since the claim
    /// with this number of tries.
    async fn put_off(&self, id: Id, tries: u32, due: Time) -> Result<(), StoreError>;
    /// A message was handed over, or never will be.
    async fn sent(&self, id: Id) -> Result<(), StoreError>;
    /// Removes what has run out: sessions, sign-ins on the way, shown secrets, old throttles, and trusted
    /// browsers after `trust`.
    async fn tidy(
        &self,
        now: Time,
        lifetimes: &crate::session::Lifetimes,
        trust: Span,
    ) -> Result<(), StoreError>;
    /// Answers, can write, and the audit record can be extended.
    async fn ready(&self) -> Result<(), StoreError>;
    /// The keys that this database has been used with, by number. A few rows, whatever else there is.
    async fn keys(&self) -> Result<Vec<KnownKey>, StoreError>;
    /// Notes a key before anything is sealed with it. `Conflict` when the number is known.
    async fn add_key(&self, kid: i32, canary: &[u8]) -> Result<(), StoreError>;
    /// Counts what needs which key. Reads every row there is: for a shell, not for a request.
    async fn key_needs(&self) -> Result<BTreeMap<i32, KeyNeeds>, StoreError>;
    /// Sealed values after this place, in an order of their own, at most so many; none at the end.
    async fn sealed(&self, after: Option<Place>, most: u32) -> Result<Vec<Sealed>, StoreError>;
    /// Replaces sealed values, each only if it is still the one that was read. No version rises: for
    /// the person nothing changes.
    async fn reseal(&self, values: Vec<Resealed>) -> Result<(), StoreError>;
    /// People after this id, in the order of ids, whose password or one of whose app passwords needs
    /// this key; at most so many.
    async fn people_under_key(
        &self,
        kid: i32,
        after: Option<Id>,
        most: u32,
    ) -> Result<Vec<Id>, StoreError>;
}

/// The keyed MAC of an audit row over the MAC of the row before it.
pub trait Chain: Send + Sync {
    /// The MAC of `row` after `previous` (32 zero bytes before the first).
    fn link(&self, previous: &[u8; 32], row: &Row) -> [u8; 32];
    /// The seal of a checkpoint after this row; never the MAC of a row.
    fn checkpoint(&self, last: &Head) -> [u8; 32];
}
