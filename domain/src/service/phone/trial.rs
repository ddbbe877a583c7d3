//! A test message to an administrator's own telephone or address: judged, counted, and recorded with how it
//! fared. It asks nothing, so it is no question to a telephone; it leaves while its sender waits.

use std::collections::BTreeMap;

use super::{Ask, with};
use crate::account::{Account, PhoneKind};
use crate::audit::{Entry, Event, Trace};
use crate::challenge::{Dial, Purpose};
use crate::contact::PhoneNumber;
use crate::decide;
use crate::desk::Duty;
use crate::gateway::{Tested, Way};
use crate::lockout::{Sending, Verdict};
use crate::policy::{Gateways, Policy};
use crate::service::ports::{Person, Wanted};
use crate::service::{Actor, Answer, Services, Staff};
use crate::time::Span;
use crate::{Language, Refusal, Time};

/// Test messages that one of the staff may send within an hour, beside every limit of texts and calls.
const MOST: u32 = 5;

/// The longest reason that is kept.
const LONGEST: usize = 200;

/// So many tests are looked back at to find the last of each way.
const LOOK: u32 = 50;

/// Where a test message goes.
pub enum Target {
    /// To a telephone.
    Phone {
        /// Its number.
        to: PhoneNumber,
        /// Its extension, or empty.
        extension: String,
        /// The number that a call comes from; the gateway's own where there is none.
        from: Option<PhoneNumber>,
    },
    /// To this address.
    Mail(String),
}

/// A test that was made.
#[derive(Clone, Debug)]
pub struct LastTest {
    /// Of what.
    pub way: Way,
    /// When.
    pub at: Time,
    /// By whom: an id.
    pub by: String,
    /// Who that is, where they are still there.
    pub person: Option<Person>,
    /// How it fared.
    pub tested: Tested,
    /// What the gateway said, in words of our own; may be empty.
    pub why: String,
}

/// What of the configuration a test needs.
#[derive(Clone, Copy, Debug)]
pub struct Carriers {
    /// Texts and calls.
    pub phones: Gateways,
    /// Somebody carries mail.
    pub mail: bool,
}

/// How the own telephone is asked in this way; a call goes to the office phone where there is no other.
fn dial(account: &Account, way: Way) -> Option<Dial> {
    let own = account.answers(PhoneKind::Authentication);
    match way {
        Way::Text => own.then_some(Dial::TextPhone),
        Way::Call if own => Some(Dial::CallPhone),
        Way::Call => account
            .answers(PhoneKind::Office)
            .then_some(Dial::CallOffice),
        Way::Mail => None,
    }
}

/// Why this person can send no test this way; `None` when they can.
pub fn test_refusal(account: &Account, carriers: Carriers, way: Way) -> Option<Refusal> {
    let carried = match way {
        Way::Text => carriers.phones.text,
        Way::Call => carriers.phones.call,
        Way::Mail => carriers.mail,
    };
    if !carried {
        Some(Refusal::NoGateway)
    } else if way == Way::Mail {
        account.mail.is_empty().then_some(Refusal::NoMail)
    } else {
        dial(account, way)
            .is_none()
            .then_some(Refusal::MethodNotSetUp)
    }
}

impl Services {
    /// Where a test message of this member of the staff goes: their own telephone that answered before, or
    /// their own address. Counted under a budget of its own and every limit of texts and calls.
    ///
    /// # Errors
    /// Those of [`test_refusal`] and [`decide::number_refusal`]; [`Refusal::TestLater`]; the limits of
    /// texts and calls. Refusals by a limit are recorded.
    pub async fn begin_test(
        &self,
        staff: &Staff<'_>,
        (way, mail): (Way, bool),
        (language, prefix): (Language, &str),
        trace: &Trace,
    ) -> Answer<Target> {
        staff.must(Duty::Govern)?;
        let actor = self.actor(Some(&staff.account), trace);
        let account = self.store.account(staff.account.id).await?;
        let account = account.ok_or(Refusal::NotFound)?;
        let carriers = self.carriers(mail);
        if let Some(refusal) = test_refusal(&account, carriers, way) {
            return Err(refusal.into());
        }
        let ask = dial(&account, way).map(|dial| Ask {
            owner: staff.session.hash,
            purpose: Purpose::StepUp,
            dial,
            number: None,
            language,
            prefix,
        });
        let target = match &ask {
            None => Target::Mail(account.mail.clone()),
            Some(ask) => {
                let (number, extension) = self.number_of(&account, ask.dial.phone())?;
                let (_, policy) = self.policy().await?;
                // A gateway is tried before people may use it.
                let open = Policy {
                    allow_text: true,
                    allow_call: true,
                    ..policy
                };
                decide::number_refusal(&open, &self.settings.country, ask.dial, &number)?;
                Target::Phone {
                    to: number,
                    extension,
                    from: open.caller_id.number(),
                }
            }
        };
        let key = [b"gt:".as_slice(), &account.id.0].concat();
        let rule = Sending::at_most(MOST, Span::hours(1));
        if let (_, Verdict::Wait(span)) = self.reserve(&key, rule, actor.now).await? {
            let seconds = span.wait_seconds();
            let refusal = Refusal::TestLater { seconds };
            return self.refuse(entry(&actor, way, "budget"), refusal).await;
        }
        if let (Some(ask), Target::Phone { to: number, .. }) = (&ask, &target) {
            let tag = self.tag(number);
            let counted = self.reserve_sending(&account, ask, number, &tag, &actor);
            if let Err((reason, refusal)) = counted.await? {
                return self.refuse(entry(&actor, way, reason), refusal).await;
            }
        }
        Ok(target)
    }

    /// What can carry a test; `mail` says whether somebody carries mail.
    pub fn carriers(&self, mail: bool) -> Carriers {
        Carriers {
            phones: self.settings.gateways,
            mail,
        }
    }

    /// Records how a test fared, and why, in words of our own.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn end_test(
        &self,
        staff: &Staff<'_>,
        (way, tested): (Way, Tested),
        why: &str,
        trace: &Trace,
    ) -> Answer<()> {
        staff.must(Duty::Govern)?;
        let actor = self.actor(Some(&staff.account), trace);
        let reason = if tested == Tested::Accepted {
            ""
        } else {
            tested.key()
        };
        let why: String = why.chars().take(LONGEST).collect();
        let why = (!why.is_empty()).then_some(("why", why));
        let details: Vec<_> = why.into_iter().collect();
        self.record(with(entry(&actor, way, reason), &details))
            .await
    }

    /// The last test of each way that was tested of late, the newest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn last_tests(&self, staff: &Staff<'_>) -> Answer<Vec<LastTest>> {
        let wanted = Wanted {
            event: Some(Event::GatewayTest),
            ..Wanted::default()
        };
        let reading = self.read_record(staff, wanted).await?;
        let found = self.rows(&reading, None, LOOK).await?;
        let mut tests: Vec<LastTest> = Vec::new();
        for row in &found.rows {
            let facts: BTreeMap<String, String> =
                serde_json::from_str(&row.details).unwrap_or_default();
            let fact = |key| facts.get(key).map_or("", String::as_str);
            let tested = match row.reason.as_str() {
                "" => Some(Tested::Accepted),
                // A test that was not made tells nothing of a gateway.
                reason => Tested::from_key(reason),
            };
            if let (Some(way), Some(tested)) = (Way::from_key(fact("way")), tested)
                && tests.iter().all(|one| one.way != way)
            {
                tests.push(LastTest {
                    way,
                    at: Time(row.at),
                    by: row.actor.clone(),
                    person: found.people.get(&row.actor).cloned(),
                    tested,
                    why: fact("why").to_owned(),
                });
            }
        }
        Ok(tests)
    }
}

fn entry(actor: &Actor, way: Way, reason: &'static str) -> Entry {
    let entry = if reason.is_empty() {
        actor.entry(Event::GatewayTest, None)
    } else {
        actor.failure(Event::GatewayTest, None, reason)
    };
    with(entry, &[("way", way.key().to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Phone;
    use crate::service::testing::account;

    const ALL: Carriers = Carriers {
        phones: Gateways {
            text: true,
            call: true,
        },
        mail: true,
    };

    fn with_phone(kind: PhoneKind, verified: bool) -> Account {
        let mut person = account("ann");
        person.office_phone = "+31201234567".into();
        person.phones.push(Phone {
            kind,
            number: vec![1],
            verified,
            created: Time(0),
        });
        person
    }

    #[test]
    fn a_test_goes_to_ones_own_verified_telephone_and_nowhere_else() {
        let refused = |person: &Account, way| test_refusal(person, ALL, way);
        let missing = Some(Refusal::MethodNotSetUp);
        for way in [Way::Text, Way::Call] {
            assert_eq!(refused(&account("ann"), way), missing);
            let unproven = with_phone(PhoneKind::Authentication, false);
            assert_eq!(refused(&unproven, way), missing);
            let alternate = with_phone(PhoneKind::Backup, true);
            assert_eq!(refused(&alternate, way), missing);
            assert_eq!(
                refused(&with_phone(PhoneKind::Authentication, true), way),
                None
            );
        }
        let office = with_phone(PhoneKind::Office, true);
        assert_eq!(refused(&office, Way::Call), None);
        assert_eq!(refused(&office, Way::Text), missing);
    }

    #[test]
    fn mail_needs_an_address_and_everything_a_carrier() {
        let mut person = with_phone(PhoneKind::Authentication, true);
        person.mail = "ann@example.org".into();
        let none = Carriers {
            phones: Gateways::default(),
            mail: false,
        };
        for way in Way::ALL {
            assert_eq!(test_refusal(&person, ALL, way), None);
            assert_eq!(test_refusal(&person, none, way), Some(Refusal::NoGateway));
        }
        person.mail.clear();
        assert_eq!(test_refusal(&person, ALL, Way::Mail), Some(Refusal::NoMail));
    }
}
