//! What keeps the bill bounded (A.5): so many to a person, a number, an address, a country and in all. Each
//! is a row of the store, so the limits hold across processes; the first that says no is the one that is
//! told. And a breaker for each country: it opens when numbers are tried one after the other, or when
//! hardly anything that is sent is ever answered.

use super::super::{Actor, Answer, Services};
use super::Ask;
use crate::account::{Account, PhoneKind};
use crate::audit::{Entry, Event};
use crate::challenge::{self, Line};
use crate::contact::PhoneNumber;
use crate::lockout::{Rule, Sending, Verdict};
use crate::service::ports::Change;
use crate::time::Span;
use crate::{Id, Refusal, Time};

/// A breaker stays open so long.
const OPEN: Span = Span::hours(1);

/// So many of the last sendings to a country are looked at; fewer than three in ten of them answered is
/// an attack or a broken gateway.
const SAMPLE: u32 = 50;

/// Numbers that share all but the last three digits, within this time, look like a list that is worked off.
const SERIES: Rule = Sending::at_most(5, Span::minutes(10));

/// The same number within this time is not another one of a series.
const SAME: Rule = Sending::at_most(u32::MAX, Span::minutes(10));

/// Once it is counted the breaker is open until its window ends.
const BREAKER: Rule = Sending::at_most(1, OPEN);

fn key(kind: &[u8], what: &[u8]) -> Vec<u8> {
    [b"s:", kind, b":", what].concat()
}

/// An answer ends the waits of the schedule, not the counts of the day.
pub(super) fn answered(user: Id, tag: &[u8; 32]) -> [Change; 2] {
    [
        Change::ClearCounter(key(b"hu", &user.0)),
        Change::ClearCounter(key(b"hn", tag)),
    ]
}

impl Services {
    /// Counts a text or a call under every limit. When the next may be asked for, or what stands in the
    /// way: a word for the record and the refusal.
    pub(super) async fn reserve_sending(
        &self,
        account: &Account,
        ask: &Ask<'_>,
        number: &PhoneNumber,
        tag: &[u8; 32],
        actor: &Actor,
    ) -> Answer<Result<Time, (&'static str, Refusal)>> {
        let limits = self.settings.throttles.sending;
        let region = number.region().unwrap_or_default();
        let user = account.id.0.as_slice();
        let call = ask.dial.line() == Line::Call;
        let own = [
            ("person_hour", key(b"hu", user), limits.hour),
            ("number_hour", key(b"hn", tag), limits.hour),
            ("person_day", key(b"du", user), limits.day),
            ("number_day", key(b"dn", tag), limits.day),
            ("calls_day", key(b"dc", user), limits.calls),
            ("address", key(b"ha", ask.prefix.as_bytes()), limits.address),
        ];
        let mut again = actor.now;
        for (reason, key, rule) in own {
            if reason == "calls_day" && !call {
                continue;
            }
            let (counter, verdict) = self.reserve(&key, rule, actor.now).await?;
            if let Verdict::Wait(span) = verdict {
                let seconds = span.wait_seconds();
                return Ok(Err((reason, Refusal::PhoneLater { seconds })));
            }
            again = again.max(counter.until);
        }
        if self.broken(ask, &region, number, tag, actor).await? {
            return Ok(Err(("breaker", Refusal::PhonePaused)));
        }
        let budgets = [
            ("country", key(b"bc", region.as_bytes()), limits.country),
            ("all_hour", key(b"bh", b""), limits.all_hour),
            ("all_day", key(b"bd", b""), limits.all_day),
        ];
        for (reason, key, rule) in budgets {
            if self.reserve(&key, rule, actor.now).await?.1 != Verdict::Go {
                return Ok(Err((reason, Refusal::PhonePaused)));
            }
        }
        Ok(Ok(again))
    }

    /// Whether the breaker of this country is open, or has to be opened now.
    async fn broken(
        &self,
        ask: &Ask<'_>,
        region: &str,
        number: &PhoneNumber,
        tag: &[u8; 32],
        actor: &Actor,
    ) -> Answer<bool> {
        let breaker = key(b"br", region.as_bytes());
        let open = self.store.counter(&breaker).await?;
        if open.is_some_and(|counter| counter.until > actor.now) {
            return Ok(true);
        }
        let opens = self.unanswered(region, actor.now).await?
            || self.series(ask, number, tag, actor).await?;
        if opens {
            self.reserve(&breaker, BREAKER, actor.now).await?;
            let entry = actor.failure(Event::PhoneSendRefuse, None, "breaker_opened");
            let details = vec![("country", region.to_owned())];
            self.record(Entry { details, ..entry }).await?;
        }
        Ok(opens)
    }

    /// Whether hardly anything that was sent to this country of late was answered.
    async fn unanswered(&self, region: &str, now: Time) -> Answer<bool> {
        let (sent, answered) = self
            .store
            .answers(region, now - OPEN, now - challenge::LIFE, SAMPLE)
            .await?;
        Ok(sent >= SAMPLE && answered * 10 < sent * 3)
    }

    /// Whether numbers are tried one after the other. The office phones of one house share their first
    /// digits and are the directory's; they are no series.
    async fn series(
        &self,
        ask: &Ask<'_>,
        number: &PhoneNumber,
        tag: &[u8; 32],
        actor: &Actor,
    ) -> Answer<bool> {
        if ask.dial.phone() == PhoneKind::Office && ask.number.is_none() {
            return Ok(false);
        }
        let (same, _) = self.reserve(&key(b"sn", tag), SAME, actor.now).await?;
        if same.in_window > 1 {
            return Ok(false);
        }
        let e164 = number.e164();
        let front = e164.get(..e164.len().saturating_sub(3)).unwrap_or_default();
        let front = self.sealer.digest("phone-series", &[front.as_bytes()]);
        let (_, verdict) = self.reserve(&key(b"sf", &front), SERIES, actor.now).await?;
        Ok(verdict != Verdict::Go)
    }
}
