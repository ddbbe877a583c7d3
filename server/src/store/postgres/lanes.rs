//! Connections that only answer mail checks. A check is one statement outside any transaction, so many
//! callers share a connection and their statements travel together: that saves most of the system
//! calls, and nobody waits for a free connection. A lane that broke is laid anew by the next caller.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;
use tokio_postgres::{Client, Row, Statement};

use super::connect::Way;
use super::{Fault, Outcome, mail};

struct Lane {
    client: Client,
    person: Statement,
    rest: Statement,
}

/// What a lane brought of a person: see [`mail::search`].
pub(super) struct Person {
    pub(super) rows: Vec<Row>,
    pub(super) rest: Option<Row>,
}

impl Lane {
    async fn person(&self, login: &str) -> Outcome<Person> {
        let rows = self.client.query(&self.person, &[&login]).await?;
        let rest = match rows.first() {
            Some(person) if !mail::is_enforced(person)? => {
                let id: &[u8] = person.try_get(0)?;
                self.client.query_opt(&self.rest, &[&id]).await?
            }
            _ => None,
        };
        Ok(Person { rows, rest })
    }
}

#[derive(Default)]
struct Place {
    lane: RwLock<Option<Arc<Lane>>>,
    laying: Mutex<()>,
}

impl Place {
    fn standing(&self) -> Option<Arc<Lane>> {
        let lane = self.lane.read().unwrap_or_else(PoisonError::into_inner);
        lane.as_ref()
            .filter(|lane| !lane.client.is_closed())
            .map(Arc::clone)
    }

    async fn lane(&self, way: &Way) -> Outcome<Arc<Lane>> {
        if let Some(lane) = self.standing() {
            return Ok(lane);
        }
        let _laying = self.laying.lock().await;
        if let Some(lane) = self.standing() {
            return Ok(lane);
        }
        let client = way.single().await?;
        let person = client.prepare(mail::PERSON).await?;
        let rest = client.prepare(mail::REST).await?;
        let lane = Arc::new(Lane {
            client,
            person,
            rest,
        });
        *self.lane.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&lane));
        Ok(lane)
    }
}

/// The lanes, used in turn.
pub(super) struct Lanes {
    way: Way,
    places: Vec<Place>,
    next: AtomicUsize,
}

impl Lanes {
    /// So many lanes to this server, laid when they are first used.
    pub(super) fn new(way: Way, count: usize) -> Self {
        let places = std::iter::repeat_with(Place::default).take(count).collect();
        Self {
            way: way.limited(),
            places,
            next: AtomicUsize::new(0),
        }
    }

    /// The person with this login, as [`mail::search`] reads them. A connection that ended while nobody used
    /// it is found out only now; that costs one more try, not an answer.
    pub(super) async fn person(&self, login: &str) -> Outcome<Person> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        let mut places = self
            .places
            .iter()
            .cycle()
            .skip(next % self.places.len().max(1));
        loop {
            let Some(place) = places.next() else {
                return Ok(Person {
                    rows: Vec::new(),
                    rest: None,
                });
            };
            match place.lane(&self.way).await?.person(login).await {
                Err(Fault::Sql(error)) if error.is_closed() => {}
                result => return result,
            }
        }
    }
}
