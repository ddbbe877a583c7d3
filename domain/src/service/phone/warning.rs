//! A text that asks nothing: the helpdesk sets a number, and the one that its owner has is told (A.10). It
//! travels as every text does, and no answer to it counts.

use super::{NUMBER, context};
use crate::account::{Account, PhoneKind};
use crate::challenge::{Challenge, Dial, Progress, Purpose};
use crate::contact::PhoneNumber;
use crate::decide;
use crate::policy::Policy;
use crate::service::Services;
use crate::service::ports::Change;
use crate::{Language, Time};

impl Services {
    /// The text about a new number of this kind; `None` where there is no number that could be told, or
    /// nothing that carries texts.
    pub(in crate::service) fn warning(
        &self,
        account: &Account,
        kind: PhoneKind,
        policy: &Policy,
        now: Time,
    ) -> Option<Change> {
        let number = [kind, PhoneKind::Authentication]
            .into_iter()
            .find_map(|kind| self.told(account, kind, policy))?;
        let (id, dial) = (self.id(), Dial::TextPhone);
        let shown = format!("{};", number.e164());
        let mut owner = [0; 32];
        self.random.fill(&mut owner);
        let mut nothing = [0; 32];
        self.random.fill(&mut nothing);
        Some(Change::PutChallenge(Box::new(Challenge {
            // Nobody's, so that it takes the place of no question.
            owner,
            id,
            user: account.id,
            purpose: Purpose::Warning,
            dial,
            number: self
                .sealer
                .seal(&context(&account.id, &id, NUMBER), shown.as_bytes()),
            region: number.region().unwrap_or_default(),
            tag: self.tag(&number),
            language: account.language.unwrap_or(Language::En),
            secret: Vec::new(),
            mac: nothing,
            created: now,
            due: now,
            handings: 0,
            tries: 0,
            asked: 0,
            again: now,
            progress: Progress::Queued,
        })))
    }

    /// The number of this telephone, where it has answered and takes texts.
    fn told(&self, account: &Account, kind: PhoneKind, policy: &Policy) -> Option<PhoneNumber> {
        if kind == PhoneKind::Office {
            return None;
        }
        let phone = account.phone(kind).filter(|phone| phone.verified)?;
        let number = self.open_number(account.id, phone)?;
        let own = &self.settings.country;
        decide::number_refusal(policy, own, Dial::TextPhone, &number)
            .is_ok()
            .then_some(number)
    }
}
