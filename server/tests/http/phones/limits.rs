//! What keeps the bill bounded, and what a gateway's bad days lead to (D.4).

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use domain::Refusal;
use domain::account::State;
use domain::service::Handover;
use domain::service::ports::{
    Gateway, GatewayError, Inbound as _, PhoneEvent, TextMessage, VoiceCall,
};
use domain::time::Span;
use zeroize::Zeroizing;

use super::{arrived, by, choosing, open, press, texted, with_phone};
use crate::client::Browser;
use crate::portal::{Database, Plan, TestPortal};

on_both_stores!(
    a_074_parallel_wishes_send_one_text,
    limits_hold_across_two_processes
);

async fn on(database: Database) -> TestPortal {
    let portal = Plan::default().demo().on(database).open().await;
    portal
        .policy(&[("allow_text", "true"), ("allow_call", "true")])
        .await;
    portal
}

/// Fifty wishes at once in one browser; how many were sent.
async fn fifty(browser: &Browser) -> usize {
    let mut wishes = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let mut browser = browser.clone();
        wishes.spawn(async move {
            let page = browser.post("/sign-in/ask", &[("way", "text_phone")]).await;
            page.status.is_redirection()
        });
    }
    let sent = wishes.join_all().await;
    sent.into_iter().filter(|sent| *sent).count()
}

async fn a_074_parallel_wishes_send_one_text(database: Database) {
    let portal = on(database).await;
    let person = with_phone(&portal, "noor@example.org").await;
    portal.clock.forward(Span::hours(1));
    let browser = portal.halfway(&person).await;
    let before = arrived(&portal, "text").await.len();
    assert_eq!(
        fifty(&browser).await,
        0,
        "the sign-in itself sent one a moment ago"
    );
    assert_eq!(arrived(&portal, "text").await.len(), before);
    portal.clock.forward(Span::seconds(30));
    assert_eq!(fifty(&browser).await, 1);
    assert_eq!(arrived(&portal, "text").await.len(), before + 1);
}

#[tokio::test]
async fn a_country_that_hardly_answers_is_closed_for_an_hour() {
    for (answered, closes) in [(14, true), (15, false)] {
        let portal = open().await;
        let mut refused = None;
        for n in 0..51 {
            let login = format!("p{n}@example.org");
            let person = portal.add(&login, State::Enabled).await;
            let browser = choosing(&portal, &person).await;
            let mut browser = browser.from(&format!("192.0.2.{}", 100 + n));
            // Every number in a series of its own.
            let number = format!("06 1{n:02}45678");
            let typed = [
                ("country", "NL"),
                ("number", number.as_str()),
                ("line", "text"),
            ];
            if n == 50 {
                let file = portal.file();
                let some = "UPDATE sendings SET answered = 1
                    WHERE id IN (SELECT id FROM sendings LIMIT ?1)";
                file.execute(some, [answered]).unwrap();
                portal.clock.forward(Span::minutes(6));
                browser = choosing(&portal, &person).await;
            }
            let page = browser.post("/enrol/phone", &typed).await;
            if n < 50 {
                page.to();
            } else {
                refused = Some(page.refuses(Refusal::PhonePaused));
            }
        }
        assert_eq!(refused, Some(closes), "{answered} of 50 answered");
    }
}

#[tokio::test]
async fn a_074_asking_every_second_keeps_to_the_schedule() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    portal.clock.forward(Span::hours(2));
    let mut browser = portal.halfway(&person).await;
    let mut sent_after = Vec::new();
    // The sign-in lives ten minutes; nine of them are enough for the whole schedule.
    for second in 1..=535 {
        portal.clock.forward(Span::seconds(1));
        let page = browser.post("/sign-in/ask", &[("way", "text_phone")]).await;
        if page.status.is_redirection() {
            sent_after.push(second);
        }
    }
    assert_eq!(
        sent_after,
        [30, 90, 210, 510],
        "30, 60, 120 and 300 seconds"
    );
}

async fn limits_hold_across_two_processes(database: Database) {
    let portal = on(database).await;
    let person = with_phone(&portal, "noor@example.org").await;
    let twin = portal.twin().await;
    portal.clock.forward(Span::hours(2));
    let mut one = portal.halfway(&person).await;
    let mut two = twin.browser();
    two.cookies.clone_from(&one.cookies);
    let ask = [("way", "text_phone")];
    assert!(!two.post("/sign-in/ask", &ask).await.status.is_redirection());
    portal.clock.forward(Span::seconds(30));
    assert!(two.post("/sign-in/ask", &ask).await.status.is_redirection());
    assert!(!one.post("/sign-in/ask", &ask).await.status.is_redirection());
}

#[tokio::test]
async fn a_076_only_allowed_countries_and_ordinary_numbers_are_sent_to() {
    let portal = open().await;
    portal
        .policy(&[("phone_countries", r#"["NL","GB"]"#)])
        .await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    for (country, number, refusal) in [
        ("US", "425 555 0100", Refusal::PhoneCountry),
        ("BE", "0470 12 34 56", Refusal::PhoneCountry),
        // Premium rate, shared cost, and a pager.
        ("NL", "0906 1234", Refusal::PhoneKind),
        ("GB", "0909 0879123", Refusal::PhoneKind),
        ("GB", "0843 123 4567", Refusal::PhoneKind),
        ("GB", "076 4012 3456", Refusal::PhoneKind),
        ("NL", "020 555 0123", Refusal::PhoneNoTexts),
        // Satellite and international ranges belong to no country of the list.
        ("NL", "+881612345678", Refusal::PhoneNumber),
        ("NL", "+870773111632", Refusal::PhoneNumber),
        ("NL", "+979123456789", Refusal::PhoneNumber),
        ("NL", "letters", Refusal::PhoneNumber),
        ("ZZ", "0612345678", Refusal::Country),
    ] {
        let typed = [("country", country), ("number", number), ("line", "text")];
        let page = browser.post("/enrol/phone", &typed).await;
        assert!(page.refuses(refusal), "{country} {number}: {}", page.text());
    }
    let long = "1".repeat(10_000);
    let typed = [
        ("country", "NL"),
        ("number", long.as_str()),
        ("line", "text"),
    ];
    let page = browser.post("/enrol/phone", &typed).await;
    assert!(page.refuses(Refusal::PhoneNumber));
    assert_eq!(arrived(&portal, "text").await.len(), 0);
    assert_eq!(portal.count("phone_send").await, 0);
}

#[tokio::test]
async fn a_077_a_list_of_numbers_opens_the_breaker_of_its_country_only() {
    let portal = open().await;
    portal
        .policy(&[("phone_countries", r#"["NL","BE"]"#)])
        .await;
    let mut refused = 0;
    for n in 0..12 {
        let person = portal
            .add(&format!("p{n}@example.org"), State::Enabled)
            .await;
        let mut browser = choosing(&portal, &person).await;
        let number = format!("06 123450{n:02}");
        let typed = [
            ("country", "NL"),
            ("number", number.as_str()),
            ("line", "text"),
        ];
        let page = browser.post("/enrol/phone", &typed).await;
        refused += usize::from(page.refuses(Refusal::PhonePaused));
    }
    assert_eq!(arrived(&portal, "text").await.len(), 5);
    assert_eq!(refused, 7);
    let audit = portal.audit().await;
    let opened = audit.iter().filter(|row| row.reason == "breaker_opened");
    assert_eq!(opened.count(), 1);
    let person = portal.add("other@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    let typed = [
        ("country", "BE"),
        ("number", "0470 12 34 56"),
        ("line", "text"),
    ];
    browser.post("/enrol/phone", &typed).await.to();
    portal.clock.forward(Span::hours(1));
    let person = portal.add("later@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    browser.post("/enrol/phone", &by("text")).await.to();
}

#[tokio::test]
async fn two_calls_are_the_most_for_one_sign_in() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    portal.clock.forward(Span::hours(2));
    let mut browser = portal.halfway(&person).await;
    let call = [("way", "call_phone")];
    for wait in [30, 60] {
        portal.clock.forward(Span::seconds(wait));
        browser.post("/sign-in/ask", &call).await.to();
    }
    portal.clock.forward(Span::minutes(5));
    let page = browser.post("/sign-in/ask", &call).await;
    assert!(page.refuses(Refusal::CallsUsed), "{}", page.text());
}

/// A gateway that answers every time like this.
struct Moody {
    asked: AtomicUsize,
    answer: Result<(), GatewayError>,
}

#[async_trait]
impl Gateway for Moody {
    async fn text(&self, _: &TextMessage) -> Result<String, GatewayError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.answer.clone().map(|()| "SM1".to_owned())
    }

    async fn call(&self, _: &VoiceCall) -> Result<String, GatewayError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.answer.clone().map(|()| "CA1".to_owned())
    }
}

/// Hands over everything that waits, over and over for a while.
async fn persist(portal: &TestPortal, answer: Result<(), GatewayError>) -> (usize, Vec<Handover>) {
    let moody = Moody {
        asked: AtomicUsize::new(0),
        answer,
    };
    let mut results = Vec::new();
    for _ in 0..100 {
        for challenge in portal.services.claim_sendings(10).await.unwrap() {
            let words = |_, code: &str| Zeroizing::new(code.to_owned());
            let handed = portal.services.hand_over(challenge, &moody, words).await;
            results.push(handed.unwrap());
        }
        portal.clock.forward(Span::seconds(1));
    }
    (moody.asked.into_inner(), results)
}

#[tokio::test]
async fn a_079_what_may_have_been_sent_is_never_sent_again() {
    for (answer, tries, progress) in [
        (Ok(()), 1, "sent"),
        (Err(GatewayError::Unclear("timed out".into())), 1, "sent"),
        (Err(GatewayError::Refused("21211".into())), 1, "failed"),
        (Err(GatewayError::Later("503".into())), 3, "failed"),
    ] {
        let portal = open().await;
        let person = portal.add("noor@example.org", State::Enabled).await;
        let mut browser = choosing(&portal, &person).await;
        browser.post("/enrol/phone", &by("text")).await.to();
        let (asked, results) = persist(&portal, answer.clone()).await;
        assert_eq!(asked, tries, "{answer:?}: {results:?}");
        let page = browser.get("/enrol/phone/progress").await;
        assert_eq!(page.body, progress, "{answer:?}");
        let page = browser
            .post("/enrol/phone/verify", &[("code", "111111")])
            .await;
        assert!(!page.status.is_redirection(), "never counts as verified");
        let sealed = portal
            .number(
                "SELECT count(*) FROM challenges WHERE length(secret) > 0",
                "SELECT count(*) FROM challenges WHERE length(secret) > 0",
            )
            .await;
        assert_eq!(sealed, 0, "{answer:?}: the code is wiped");
    }
}

#[tokio::test]
async fn a_079_repeated_and_late_news_change_nothing() {
    let portal = open().await;
    let person = with_phone(&portal, "noor@example.org").await;
    portal.clock.forward(Span::minutes(10));
    let mut browser = portal.halfway(&person).await;
    browser.post("/sign-in/ask", &[("way", "call_phone")]).await;
    portal.clock.forward(Span::seconds(30));
    browser
        .post("/sign-in/ask", &[("way", "call_phone")])
        .await
        .to();
    let call = press(&portal, "#").await;
    let id: domain::Id = call["id"].as_str().unwrap().parse().unwrap();
    let trace = portal.trace();
    let tell = |event| portal.services.event(id, event, &trace);
    let confirmed = portal.count("phone_outcome").await;
    for event in [
        PhoneEvent::Keys("#".into()),
        PhoneEvent::Ended,
        PhoneEvent::NoAnswer,
        PhoneEvent::Keys("0#".into()),
        PhoneEvent::Failed,
    ] {
        tell(event).await.unwrap();
    }
    let page = browser.get("/sign-in/progress").await;
    assert_eq!(page.body, "confirmed");
    assert_eq!(portal.count("phone_outcome").await, confirmed);
    let page = browser.post("/sign-in/verify", &[("way", "phone")]).await;
    assert_eq!(page.to(), "/profile");
    assert!(tell(PhoneEvent::Keys("#".into())).await.unwrap().is_none());
}

#[tokio::test]
async fn codes_are_sealed_while_they_wait_and_wiped_once_sent() {
    let portal = open().await;
    let person = portal.add("noor@example.org", State::Enabled).await;
    let mut browser = choosing(&portal, &person).await;
    browser.post("/enrol/phone", &by("text")).await.to();
    let waiting = "SELECT count(*) FROM challenges WHERE length(secret) > 20";
    assert_eq!(portal.number(waiting, waiting).await, 1);
    let code = texted(&portal).await;
    assert_eq!(portal.number(waiting, waiting).await, 0);
    // Neither number nor code stands anywhere in the file as it is.
    let bytes = std::fs::read(portal.path("proofup.db")).unwrap();
    let log = std::fs::read(portal.path("proofup.db-wal")).unwrap_or_default();
    for secret in [code.as_str(), "31612345678"] {
        let found = |bytes: &[u8]| bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found(&bytes) && !found(&log), "{secret}");
    }
}
