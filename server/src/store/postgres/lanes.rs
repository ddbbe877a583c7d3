//! Connections that only answer mail checks. A check is one look-up outside any transaction, so many callers
//! share a connection. While a statement is on its way, whoever comes waits for the next one, which asks for
//! all of them at once: a statement of its own for everybody would cost the server and this process more than
//! the rows do. Nobody waits for company: a single caller is asked for at once. A lane that broke is laid
//! anew by the next caller.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::service::ports::StoreError;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_postgres::{Client, Row, Statement};

use super::connect::Way;
use super::{Fault, Outcome, mail};

/// People in one statement; their answers come together.
const MOST_AT_ONCE: usize = 32;

/// Who is looked for, and who waits for the rows.
struct Ask {
    login: String,
    answer: oneshot::Sender<Result<Vec<Row>, StoreError>>,
}

struct Lane {
    client: Arc<Client>,
    asks: mpsc::UnboundedSender<Ask>,
    rest: Statement,
}

/// What a lane brought of a person: see [`mail::search`].
pub(super) struct Person {
    pub(super) rows: Vec<Row>,
    pub(super) rest: Option<Row>,
}

impl Lane {
    /// `None` when the connection has ended.
    async fn person(&self, login: &str) -> Outcome<Option<Person>> {
        let (answer, rows) = oneshot::channel();
        let login = login.to_owned();
        if self.asks.send(Ask { login, answer }).is_err() {
            return Ok(None);
        }
        let Ok(rows) = rows.await else {
            return Ok(None);
        };
        let rows = rows?;
        let rest = match rows.first() {
            Some(person) if !mail::is_enforced(person)? => {
                let id: &[u8] = person.try_get(0)?;
                match self.client.query_opt(&self.rest, &[&id]).await {
                    Err(error) if error.is_closed() => return Ok(None),
                    rest => rest?,
                }
            }
            _ => None,
        };
        Ok(Some(Person { rows, rest }))
    }
}

/// Asks for whoever has come meanwhile, until the lane or its connection has ended. Who then still waits is
/// told so by the end of what they wait for.
async fn drive(client: Arc<Client>, people: Statement, mut asks: mpsc::UnboundedReceiver<Ask>) {
    let mut turn = Vec::new();
    while asks.recv_many(&mut turn, MOST_AT_ONCE).await > 0 {
        turn.retain(|ask| !ask.answer.is_closed());
        let logins: Vec<_> = turn.iter().map(|ask| &*ask.login).collect();
        let found = match client.query(&people, &[&logins]).await {
            Err(error) if error.is_closed() => return,
            found => found
                .map_err(Fault::from)
                .and_then(|rows| share(rows, turn.len())),
        };
        match found {
            Ok(found) => {
                for (ask, rows) in turn.drain(..).zip(found) {
                    // Who has gone meanwhile needs no answer.
                    let _gone = ask.answer.send(Ok(rows));
                }
            }
            Err(fault) => {
                let error = StoreError::from(fault);
                for ask in turn.drain(..) {
                    let _gone = ask.answer.send(Err(error.clone()));
                }
            }
        }
    }
}

/// Everybody's rows.
fn share(rows: Vec<Row>, people: usize) -> Outcome<Vec<Vec<Row>>> {
    let mut shares = vec![Vec::new(); people];
    for row in rows {
        let place: i64 = row.try_get(mail::PLACE)?;
        let place = usize::try_from(place - 1).ok();
        if let Some(share) = place.and_then(|place| shares.get_mut(place)) {
            share.push(row);
        }
    }
    Ok(shares)
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
        let client = Arc::new(way.single().await?);
        let people = client.prepare(mail::PEOPLE).await?;
        let rest = client.prepare(mail::REST).await?;
        let (asks, waiting) = mpsc::unbounded_channel();
        tokio::spawn(drive(Arc::clone(&client), people, waiting));
        let lane = Arc::new(Lane { client, asks, rest });
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
            way: way.by_key(),
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
            if let Some(person) = place.lane(&self.way).await?.person(login).await? {
                return Ok(person);
            }
        }
    }
}
