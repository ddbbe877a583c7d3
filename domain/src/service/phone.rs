//! Asking a telephone and judging its answer: for a sign-in, a step-up, and a number that is new. What is
//! sent is written with the question and leaves afterwards ([`sending`]); what the gateway tells of it comes
//! in through [`inbound`].

mod answer;
mod inbound;
mod limits;
mod sending;
mod trial;
mod warning;

use zeroize::Zeroizing;

use super::{Actor, Answer, Services};
use crate::account::{Account, Phone, PhoneKind};
use crate::audit::{Entry, Event};
use crate::challenge::{CALLS, Challenge, Dial, Line, Progress, Purpose};
use crate::contact::{self, PhoneNumber};
use crate::decide;
use crate::policy::{Policy, VoiceConfirm};
use crate::service::ports::{Batch, Change, Place};
use crate::session::TokenHash;
use crate::{Id, Language, Refusal, Time};

pub use sending::Handover;
pub use trial::{Carriers, LastTest, Target, test_refusal};

/// A wish to have a telephone asked.
pub struct Ask<'a> {
    /// The session or the sign-in on the way that asks.
    pub owner: TokenHash,
    /// What for.
    pub purpose: Purpose,
    /// Which telephone, how.
    pub dial: Dial,
    /// Number and extension, where they are new and not the directory's.
    pub number: Option<(PhoneNumber, String)>,
    /// The language of the page, and so of the words.
    pub language: Language,
    /// The address as throttles see it (IPv4 whole, IPv6 /64).
    pub prefix: &'a str,
}

/// A number as it was typed into a form.
#[derive(Clone, Copy)]
pub struct TypedNumber<'a> {
    /// The country or region (ISO 3166).
    pub region: &'a str,
    /// The number.
    pub number: &'a str,
    /// The extension, which only the office phone has; empty elsewhere.
    pub extension: &'a str,
}

impl TypedNumber<'_> {
    /// Reads it for a telephone of this kind.
    ///
    /// # Errors
    /// The refusals of [`PhoneNumber::parse`]; [`Refusal::PhoneExtension`].
    pub(super) fn read(&self, kind: PhoneKind) -> Result<(PhoneNumber, String), Refusal> {
        let number = PhoneNumber::parse(self.region, self.number)?;
        let extension = contact::extension(self.extension)?;
        if kind != PhoneKind::Office && !extension.is_empty() {
            return Err(Refusal::PhoneExtension);
        }
        Ok((number, extension.to_owned()))
    }
}

/// An open question, as its page shows it.
pub struct Asked {
    /// Which telephone, how.
    pub dial: Dial,
    /// The number.
    pub number: PhoneNumber,
    /// Its extension, or empty.
    pub extension: String,
    /// How far it has come.
    pub progress: Progress,
    /// The number to press, where there is one.
    pub screen: Option<String>,
    /// An answer still counts.
    pub alive: bool,
    /// Seconds until another can be asked for; 0 when it can be now.
    pub again_in: u32,
}

/// A telephone that answered: what to write to make it count, once.
pub(super) struct Answered {
    pub(super) changes: Vec<Change>,
    pub(super) challenge: Challenge,
    pub(super) after_failures: bool,
}

/// The throttle of a person's texted codes, across all sessions (A.6).
pub(super) fn counter(user: Id) -> Vec<u8> {
    [b"f:tel:", user.0.as_slice()].concat()
}

fn context<'a>(user: &'a Id, sending: &'a Id, part: &'a [u8]) -> [&'a [u8]; 3] {
    [part, &user.0, &sending.0]
}

const NUMBER: &[u8] = b"challenges.number";
const SECRET: &[u8] = b"challenges.secret";

impl Services {
    /// The number of a person's telephone and its extension.
    fn number_of(
        &self,
        account: &Account,
        kind: PhoneKind,
    ) -> Result<(PhoneNumber, String), Refusal> {
        if kind == PhoneKind::Office {
            let number = PhoneNumber::parse_international(&account.office_phone)
                .map_err(|_| Refusal::NoOfficePhone)?;
            return Ok((number, account.office_extension.clone()));
        }
        let phone = account.phone(kind).ok_or(Refusal::MethodNotSetUp)?;
        self.open_number(account.id, phone)
            .map(|number| (number, String::new()))
            .ok_or(Refusal::MethodNotSetUp)
    }

    /// The number of a stored telephone.
    pub fn open_number(&self, user: Id, phone: &Phone) -> Option<PhoneNumber> {
        let context = Place::Phone(user, phone.kind);
        let bytes = self.sealer.open(&context.context(), &phone.number)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        Some(PhoneNumber::from_stored(text.to_owned()))
    }

    /// Asks a telephone, if nothing speaks against it; `extra` is written with the question. The message
    /// leaves when [`Services::claim_sendings`] is called next.
    pub(super) async fn ask(
        &self,
        account: &Account,
        policy: &Policy,
        ask: Ask<'_>,
        extra: Vec<Change>,
        actor: &Actor,
    ) -> Answer<()> {
        let kind = ask.dial.phone();
        if ask.purpose.is_new_number() {
            if let Some(refusal) = decide::set_up_refusal(account, policy, kind) {
                return Err(refusal.into());
            }
        } else if let Some(refusal) = decide::dial_refusal(account, policy, ask.dial) {
            return Err(refusal.into());
        }
        let (number, extension) = match &ask.number {
            Some(given)
                if ask.purpose.is_new_number()
                    && (kind != PhoneKind::Office || !policy.directory_owns_office_phone) =>
            {
                given.clone()
            }
            _ => self.number_of(account, kind)?,
        };
        decide::number_refusal(policy, &self.settings.country, ask.dial, &number)?;
        let before = self.store.challenge(&ask.owner).await?;
        let asked = before
            .filter(|b| b.purpose == ask.purpose)
            .map_or(0, |b| b.asked);
        let asked = asked + u8::from(ask.dial.line() == Line::Call);
        let details = [("method", ask.dial.key().to_owned())];
        if asked > CALLS {
            let entry = actor.failure(Event::PhoneSendRefuse, Some(account.id), "calls");
            return self.refuse(with(entry, &details), Refusal::CallsUsed).await;
        }
        let tag = self.tag(&number);
        let again = match self
            .reserve_sending(account, &ask, &number, &tag, actor)
            .await?
        {
            Ok(again) => again,
            Err((reason, refusal)) => {
                let entry = actor.failure(Event::PhoneSendRefuse, Some(account.id), reason);
                return self.refuse(with(entry, &details), refusal).await;
            }
        };
        let id = self.id();
        let secret = self.secret(ask.dial.line(), policy);
        let shown = format!("{};{extension}", number.e164());
        let sealed = match secret.as_str() {
            "" => Vec::new(),
            secret => self
                .sealer
                .seal(&context(&account.id, &id, SECRET), secret.as_bytes()),
        };
        let challenge = Challenge {
            owner: ask.owner,
            id,
            user: account.id,
            purpose: ask.purpose,
            dial: ask.dial,
            number: self
                .sealer
                .seal(&context(&account.id, &id, NUMBER), shown.as_bytes()),
            region: number.region().unwrap_or_default(),
            tag,
            language: ask.language,
            secret: sealed,
            mac: self.answer_mac(id, ask.purpose, &secret),
            created: actor.now,
            due: actor.now,
            handings: 0,
            tries: 0,
            asked,
            again,
            progress: Progress::Queued,
        };
        let mut changes = extra;
        changes.push(Change::PutChallenge(Box::new(challenge)));
        let entry = actor.entry(Event::PhoneSend, Some(account.id));
        let batch = Batch {
            changes,
            audit: vec![Entry {
                object: Some(id),
                ..with(entry, &details)
            }],
            ..Batch::default()
        };
        Ok(self.store.commit(batch).await?)
    }

    /// Asks the same telephone once more (F-049).
    pub(super) async fn ask_again(
        &self,
        account: &Account,
        (owner, purpose): (TokenHash, Purpose),
        (language, prefix): (Language, &str),
        actor: &Actor,
    ) -> Answer<()> {
        let found = self.store.challenge(&owner).await?;
        let before = found.filter(|c| c.purpose == purpose && c.user == account.id);
        let before = before.ok_or(Refusal::PhoneOver)?;
        let number = self.dialled(&before).ok_or(Refusal::PhoneOver)?;
        let (_, policy) = self.policy().await?;
        let ask = Ask {
            owner,
            purpose,
            dial: before.dial,
            number: Some(number),
            language,
            prefix,
        };
        self.ask(account, &policy, ask, Vec::new(), actor).await
    }

    /// Six digits for a text; two for a call where the organisation asks for them, else none.
    fn secret(&self, line: Line, policy: &Policy) -> Zeroizing<String> {
        Zeroizing::new(match (line, policy.voice_confirm) {
            (Line::Text, _) => format!("{:06}", self.below(1_000_000)),
            (Line::Call, VoiceConfirm::Number) => format!("{:02}", 10 + self.below(90)),
            (Line::Call, VoiceConfirm::Pound) => String::new(),
        })
    }

    /// An even random number below `end`.
    fn below(&self, end: u32) -> u32 {
        let unfair = u32::MAX - u32::MAX % end;
        loop {
            let mut bytes = [0; 4];
            self.random.fill(&mut bytes);
            let n = u32::from_be_bytes(bytes);
            if n < unfair {
                return n % end;
            }
        }
    }

    fn answer_mac(&self, sending: Id, purpose: Purpose, answer: &str) -> [u8; 32] {
        let parts: [&[u8]; 3] = [&sending.0, purpose.key().as_bytes(), answer.as_bytes()];
        self.sealer.digest("phone-answer", &parts)
    }

    fn tag(&self, number: &PhoneNumber) -> [u8; 32] {
        self.sealer.digest("phone-tag", &[number.e164().as_bytes()])
    }

    /// Number and extension of a question.
    fn dialled(&self, challenge: &Challenge) -> Option<(PhoneNumber, String)> {
        let context = context(&challenge.user, &challenge.id, NUMBER);
        let bytes = self.sealer.open(&context, &challenge.number)?;
        let (number, extension) = std::str::from_utf8(&bytes).ok()?.split_once(';')?;
        Some((
            PhoneNumber::from_stored(number.to_owned()),
            extension.to_owned(),
        ))
    }

    fn open_secret(&self, challenge: &Challenge) -> Option<Zeroizing<String>> {
        let context = context(&challenge.user, &challenge.id, SECRET);
        let bytes = self.sealer.open(&context, &challenge.secret)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        Some(Zeroizing::new(text.to_owned()))
    }

    /// The open question of this owner; `None` when nothing was asked for this.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn asked(&self, owner: &TokenHash, purpose: Purpose) -> Answer<Option<Asked>> {
        let now = self.clock.now();
        let Some(challenge) = self.store.challenge(owner).await? else {
            return Ok(None);
        };
        let Some((number, extension)) = self.dialled(&challenge) else {
            return Ok(None);
        };
        if challenge.purpose != purpose {
            return Ok(None);
        }
        let screen = (challenge.dial.line() == Line::Call)
            .then(|| self.open_secret(&challenge))
            .flatten()
            .map(|text| text.to_string());
        Ok(Some(Asked {
            dial: challenge.dial,
            number,
            extension,
            progress: challenge.progress,
            screen,
            alive: challenge.alive(now),
            again_in: wait(challenge.again, now),
        }))
    }
}

fn with(mut entry: Entry, details: &[(&'static str, String)]) -> Entry {
    entry.details.extend_from_slice(details);
    entry
}

fn wait(until: Time, now: Time) -> u32 {
    if until > now {
        until.since(now).wait_seconds()
    } else {
        0
    }
}
