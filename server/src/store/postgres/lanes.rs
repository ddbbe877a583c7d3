//! Connections that only answer mail checks. A check is one statement outside any transaction, so many
//! callers share a connection and their statements travel together: that saves most of the system
//! calls, and nobody waits for a free connection. A lane that broke is laid anew by the next caller.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;
use tokio_postgres::{Client, Row, Statement};

use super::connect::Way;
use super::{Outcome, mail};

struct Lane {
    client: Client,
    person: Statement,
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
        let lane = Arc::new(Lane { client, person });
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

    /// The row of the person with this login, as [`mail::search`] reads it. A connection that ended
    /// while nobody used it is found out only now; that costs one more try, not an answer.
    pub(super) async fn person(&self, login: &str) -> Outcome<Option<Row>> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        let mut places = self
            .places
            .iter()
            .cycle()
            .skip(next % self.places.len().max(1));
        loop {
            let Some(place) = places.next() else {
                return Ok(None);
            };
            let lane = place.lane(&self.way).await?;
            match lane.client.query_opt(&lane.person, &[&login]).await {
                Err(error) if error.is_closed() => {}
                result => return Ok(result?),
            }
        }
    }
}
