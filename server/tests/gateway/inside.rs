//! The use cases behind the routes, as far as a gateway can tell: they keep what they are told and say what
//! the test wants said.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use domain::audit::Trace;
use domain::prompt::Prompt;
use domain::service::ports::{Inbound, PhoneEvent};
use domain::service::{Answer, ServiceError};
use domain::{Id, Language, Refusal};
use server::http::gateway::Alarm;

/// Keeps what it is told.
#[derive(Default)]
pub struct Recorder {
    events: Mutex<Vec<(Id, PhoneEvent)>>,
    replies: Mutex<Vec<(String, String)>>,
    forgeries: Mutex<Vec<&'static str>>,
    next: Mutex<Option<(Prompt, Language)>>,
    greeting: Mutex<Option<(Language, [u8; 32])>>,
    /// The store does not answer.
    pub broken: AtomicBool,
    /// The use case says no.
    pub refuses: AtomicBool,
}

fn take<T>(list: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut *list.lock().unwrap())
}

impl Recorder {
    /// What it says from now on.
    pub fn say(&self, next: Option<(Prompt, Language)>) {
        let mut place: MutexGuard<'_, _> = self.next.lock().unwrap();
        *place = next;
    }

    /// What calls in a language begin with from now on.
    pub fn greet(&self, greeting: Option<(Language, [u8; 32])>) {
        *self.greeting.lock().unwrap() = greeting;
    }

    /// The events since the last time.
    pub fn events(&self) -> Vec<(Id, PhoneEvent)> {
        take(&self.events)
    }

    /// The replies since the last time.
    pub fn replies(&self) -> Vec<(String, String)> {
        take(&self.replies)
    }

    /// The forgeries since the last time.
    pub fn forgeries(&self) -> Vec<&'static str> {
        take(&self.forgeries)
    }

    fn mood(&self) -> Answer<()> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(ServiceError::Unavailable("switched off by the test".into()));
        }
        if self.refuses.load(Ordering::SeqCst) {
            return Err(Refusal::NotFound.into());
        }
        Ok(())
    }
}

#[async_trait]
impl Inbound for Recorder {
    async fn event(
        &self,
        sending: Id,
        event: PhoneEvent,
        _: &Trace,
    ) -> Answer<Option<(Prompt, Language)>> {
        self.events.lock().unwrap().push((sending, event));
        self.mood()?;
        Ok(*self.next.lock().unwrap())
    }

    async fn greeting(&self, language: Language) -> Answer<Option<[u8; 32]>> {
        let known = *self.greeting.lock().unwrap();
        match known.filter(|(of, _)| *of == language) {
            // Zeros are a name that cannot be read now.
            Some((_, name)) if name == [0; 32] => {
                Err(ServiceError::Unavailable("switched off by the test".into()))
            }
            found => Ok(found.map(|(_, name)| name)),
        }
    }

    async fn reply(&self, from: &str, body: &str, _: &Trace) -> Answer<()> {
        let reply = (from.to_owned(), body.to_owned());
        self.replies.lock().unwrap().push(reply);
        self.mood()
    }
}

#[async_trait]
impl Alarm for Recorder {
    async fn forged(&self, trace: &Trace, reason: &'static str) -> Answer<()> {
        assert_eq!(trace.address, "127.0.0.1");
        self.forgeries.lock().unwrap().push(reason);
        self.mood()
    }
}
