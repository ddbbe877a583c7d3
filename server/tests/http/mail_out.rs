//! Notices on their way to whoever carries mail: tried again when they must be, once when they need not.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::Id;
use domain::account::State;
use domain::notice::Outgoing;
use domain::service::ports::Batch;
use domain::time::Span;
use server::mail_out::{self, Letter, MailError, Mailer};

use crate::doubles::{Failing, Switch};
use crate::log;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    what_was_not_taken_is_tried_again_and_then_given_up,
    two_processes_hand_a_notice_over_once,
    a_process_that_dies_before_it_notes_it_hands_over_twice,
    a_mailbox_that_is_nobodys_is_tried_again_like_others,
);

/// Takes letters, or says the next thing that the test wants said.
#[derive(Default)]
struct Postbox {
    letters: Mutex<Vec<(Id, String)>>,
    moods: Mutex<VecDeque<MailError>>,
}

impl Postbox {
    fn will_say(&self, moods: impl IntoIterator<Item = MailError>) {
        self.moods.lock().unwrap().extend(moods);
    }

    fn letters(&self) -> Vec<(Id, String)> {
        std::mem::take(&mut *self.letters.lock().unwrap())
    }
}

#[async_trait]
impl Mailer for Postbox {
    fn at_once(&self) -> u32 {
        4
    }

    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if let Some(mood) = self.moods.lock().unwrap().pop_front() {
            return Err(mood);
        }
        let letter = (letter.id, letter.to.clone());
        self.letters.lock().unwrap().push(letter);
        Ok(())
    }
}

fn later() -> MailError {
    MailError::Later("the mail server answered 451".into())
}

async fn on(database: Database, postbox: &Arc<Postbox>) -> TestPortal {
    let plan = Plan::default().on(database).mailer(postbox.clone());
    plan.open().await
}

/// Somebody with this address is told something.
async fn tell(portal: &TestPortal, login: &str, mail: &str) -> Id {
    let id = portal.add(login, State::Enabled).await.id;
    let record = domain::service::DirectoryRecord {
        login: login.into(),
        name: "Sanne".into(),
        mail: mail.into(),
        ..Default::default()
    };
    let (account, trace) = (portal.account(id).await, portal.trace());
    let set = portal.services.set_directory(&account, &record, &trace);
    set.await.unwrap();
    let new = "ander wachtwoord met lengte";
    let reset = portal.services.reset_password(&account, new, &trace);
    reset.await.unwrap();
    assert_eq!(portal.notices(id).await.len(), 1);
    id
}

async fn deliver(portal: &TestPortal) {
    mail_out::deliver(&portal.portal).await.unwrap();
}

fn counted(portal: &TestPortal) -> [u64; 3] {
    let metrics = &portal.portal.metrics;
    [
        &metrics.notices_sent,
        &metrics.notices_failed,
        &metrics.notices_no_address,
    ]
    .map(|counter| counter.load(Ordering::Relaxed))
}

async fn what_was_not_taken_is_tried_again_and_then_given_up(database: Database) {
    let log = log::listen();
    let postbox = Arc::<Postbox>::default();
    let portal = on(database, &postbox).await;
    let address = "sanne-of-this-test@example.org";
    let id = tell(&portal, "sanne@example.org", address).await;

    postbox.will_say([later(), later()]);
    deliver(&portal).await;
    portal.clock.forward(Span::seconds(59));
    deliver(&portal).await;
    assert_eq!(postbox.moods.lock().unwrap().len(), 1, "not yet");
    portal.clock.forward(Span::seconds(1));
    deliver(&portal).await;
    portal.clock.forward(Span::minutes(5));
    deliver(&portal).await;
    deliver(&portal).await;
    let letters = postbox.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].1, address);
    assert_eq!(portal.notices(id).await, []);
    assert_eq!(counted(&portal), [1, 0, 0]);

    let id = tell(&portal, "thomas@example.org", address).await;
    let mut tries = 0;
    while !portal.notices(id).await.is_empty() {
        postbox.will_say([later()]);
        deliver(&portal).await;
        tries += 1;
        portal.clock.forward(Span::hours(4));
    }
    assert_eq!(tries, 12, "every four hours for less than two days");
    assert_eq!(postbox.letters(), []);
    assert_eq!(counted(&portal), [1, 1, 0]);
    assert!(log.says("notices were given up") && log.says("answered 451"));
    assert!(!log.says(address));
}

async fn two_processes_hand_a_notice_over_once(database: Database) {
    let postbox = Arc::<Postbox>::default();
    let portal = on(database, &postbox).await;
    let mut users = Vec::new();
    for n in 0..6 {
        let login = format!("p{n}@example.org");
        users.push(tell(&portal, &login, &login).await);
    }
    let twin = portal.twin_plan().mailer(postbox.clone()).open().await;
    let mut at_once = tokio::task::JoinSet::new();
    for process in [&portal, &twin, &portal, &twin] {
        let process = process.portal.clone();
        at_once.spawn(async move { mail_out::deliver(&process).await.unwrap() });
    }
    at_once.join_all().await;
    // Somebody may have been passed over while another process held the row.
    deliver(&portal).await;
    let mut letters = postbox.letters();
    letters.sort();
    letters.dedup();
    assert_eq!(letters.len(), 6);
    assert_eq!(counted(&portal)[0] + counted(&twin)[0], 6);
}

async fn a_process_that_dies_before_it_notes_it_hands_over_twice(database: Database) {
    let postbox = Arc::<Postbox>::default();
    let portal = on(database, &postbox).await;
    tell(&portal, "sanne@example.org", "sanne@example.org").await;
    // It has claimed the message and handed it over, and that is all.
    assert_eq!(portal.services.claim_notices(4).await.unwrap().len(), 1);
    deliver(&portal).await;
    assert_eq!(postbox.letters(), [], "somebody has it");
    portal.clock.forward(Span::minutes(5));
    deliver(&portal).await;
    assert_eq!(postbox.letters().len(), 1);
}

async fn a_mailbox_that_is_nobodys_is_tried_again_like_others(database: Database) {
    let postbox = Arc::<Postbox>::default();
    let portal = on(database, &postbox).await;
    // Whom it is about needs no address.
    let user = tell(&portal, "sanne@example.org", "").await;
    let notice = portal.notices(user).await.remove(0);
    let batch = Batch {
        outbox: vec![Outgoing {
            id: portal.services.id(),
            user,
            mailbox: Some("soc@example.org".into()),
            notice,
        }],
        ..Batch::default()
    };
    portal.store.commit(batch).await.unwrap();
    postbox.will_say([later()]);
    deliver(&portal).await;
    assert_eq!(portal.mailboxes().await, ["soc@example.org"]);
    portal.clock.forward(Span::seconds(59));
    deliver(&portal).await;
    assert_eq!(postbox.letters(), [], "not yet");
    portal.clock.forward(Span::seconds(1));
    deliver(&portal).await;
    deliver(&portal).await;
    let letters = postbox.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].1, "soc@example.org");
    assert_eq!(portal.mailboxes().await, [""; 0]);
    assert_eq!(counted(&portal), [1, 0, 1]);
}

#[tokio::test]
async fn a_store_that_cannot_note_it_is_an_error_and_the_notice_stays() {
    let (postbox, switch) = (Arc::<Postbox>::default(), Switch::default());
    let off = switch.clone();
    let portal = Plan::default()
        .store(move |store| Failing::around(store, off))
        .mailer(postbox.clone())
        .open()
        .await;
    let id = tell(&portal, "sanne@example.org", "sanne@example.org").await;
    switch.writes.store(true, Ordering::SeqCst);
    assert!(mail_out::deliver(&portal.portal).await.is_err());
    switch.writes.store(false, Ordering::SeqCst);
    assert_eq!(portal.notices(id).await.len(), 1);
    deliver(&portal).await;
    assert_eq!(postbox.letters().len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again() {
    let postbox = Arc::<Postbox>::default();
    let portal = on(Database::File, &postbox).await;
    let id = tell(&portal, "sanne@example.org", "sanne@example.org").await;
    postbox.will_say([MailError::Refused("the mail server answered 550".into())]);
    deliver(&portal).await;
    assert_eq!(portal.notices(id).await, []);
    portal.clock.forward(Span::hours(1));
    deliver(&portal).await;
    assert_eq!(postbox.letters(), []);
    assert_eq!(counted(&portal), [0, 1, 0]);
}

#[tokio::test]
async fn a_person_without_an_address_is_told_nothing() {
    let postbox = Arc::<Postbox>::default();
    let portal = on(Database::File, &postbox).await;
    let id = tell(&portal, "sanne@example.org", "").await;
    deliver(&portal).await;
    assert_eq!(portal.notices(id).await, []);
    assert_eq!(postbox.letters(), []);
    assert_eq!(counted(&portal), [0, 0, 1]);
    let text = portal.portal.metrics.text();
    assert!(text.contains("proofup_notices_total{outcome=\"no_address\"} 1"));
}

#[tokio::test]
async fn without_anybody_who_carries_mail_notices_wait() {
    let portal = TestPortal::new().await;
    let id = tell(&portal, "sanne@example.org", "sanne@example.org").await;
    deliver(&portal).await;
    assert_eq!(portal.notices(id).await.len(), 1);
    assert_eq!(portal.services.notices_waiting().await.unwrap(), 1);
}
