//! `docs/gateways.md` is what somebody builds a gateway from, so its examples are taken at their word.

use domain::Language;
use domain::contact::PhoneNumber;
use domain::service::ports::{TextMessage, VoiceCall};
use server::config::{Config, GatewayKind, MailKind};
use server::http::gateway::Key;
use zeroize::Zeroizing;

use crate::fake::{Fake, Reply};
use crate::line::{Line, send, webhook_signature};
use crate::outside::{NOW, id, open, webhook};

const PAGE: &str = include_str!("../../../docs/gateways.md");

/// The examples in this language, in their order.
fn examples(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    PAGE.split(&fence)
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap())
        .collect()
}

fn secret() -> &'static str {
    let (_, rest) = PAGE.split_once("With the secret `").unwrap();
    rest.split('`').next().unwrap()
}

#[test]
fn the_configurations_are_accepted() {
    let kinds = [GatewayKind::Twilio, GatewayKind::Webhook];
    let mut examples = examples("toml");
    let mail = examples.pop().unwrap();
    assert_eq!(examples.len(), kinds.len());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("secret");
    std::fs::write(&file, secret()).unwrap();
    for (example, kind) in examples.into_iter().zip(kinds) {
        let own = format!("_file = \"{}\"", file.display());
        let example = example
            .replace("_file = \"/etc/proofup/twilio-token\"", &own)
            .replace("_file = \"/etc/proofup/webhook-secret\"", &own);
        let text = format!("[organisation]\nname = \"Example\"\n{example}");
        assert_eq!(Config::parse(&text, []).unwrap().gateway.kind, kind);
    }
    let own = format!("_file = \"{}\"", file.display());
    let mail = mail.replace("_file = \"/etc/proofup/mail-password\"", &own);
    let text = format!("[organisation]\nname = \"Example\"\n{mail}");
    assert_eq!(Config::parse(&text, []).unwrap().mail.kind, MailKind::Smtp);
}

#[tokio::test]
async fn what_is_sent_looks_like_this() {
    let json = examples("json");
    let (text, call, answer) = (json[0], json[1], json[2]);
    let fake = Fake::new(Reply::answer("200 OK", "", answer)).await;
    let gateway = open(&webhook(&fake.url()));
    let to = PhoneNumber::from_stored("+31612345678".into());
    let name = gateway
        .text(&TextMessage {
            id: id(),
            to: to.clone(),
            body: Zeroizing::new("Example: 123456".into()),
        })
        .await;
    assert_eq!(name.unwrap(), "call-77");
    gateway
        .call(&VoiceCall {
            id: id(),
            to,
            from: Some(PhoneNumber::from_stored("+31201234567".into())),
            extension: "204".into(),
            language: Language::Nl,
            longer: domain::time::Span(0),
        })
        .await
        .unwrap();
    let bodies: Vec<_> = fake.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [text, call]);
}

#[tokio::test]
async fn every_event_is_understood_and_answered_as_described() {
    let json = examples("json");
    let (events, answer) = (json[3], json[4]);
    let line = Line::new(Key::Webhook(secret().into()), "Example", Language::En).await;
    let timestamp = NOW.to_string();
    let post = |event: &str| {
        line.post("/gateway/webhook/events")
            .header("content-type", "application/json")
            .header("x-proofup-timestamp", &timestamp)
            .header(
                "x-proofup-signature",
                webhook_signature(secret(), &timestamp, event),
            )
            .body(event.to_owned())
    };
    let events: Vec<_> = events.lines().collect();
    assert_eq!(events.len(), 10);
    for event in events {
        let page = send(post(event)).await;
        let goes_on = ["answered", "voicemail", "keys"]
            .iter()
            .any(|e| event.contains(&format!("\"{e}\"")));
        let expected = if goes_on { answer } else { "{}" };
        assert_eq!(
            (page.status, page.body.as_str()),
            (200, expected),
            "{event}"
        );
    }
    assert_eq!(line.inside.events().len(), 9);
    assert_eq!(line.inside.replies().len(), 1);
}

#[tokio::test]
async fn the_signed_request_is_accepted_byte_by_byte() {
    let example = examples("http")[0];
    let (head, body) = example.split_once("\n\n").unwrap();
    let line = Line::new(Key::Webhook(secret().into()), "Example", Language::En).await;
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("POST /gateway/webhook/events HTTP/1.1"));
    let request = lines.fold(line.post("/gateway/webhook/events"), |request, line| {
        let (name, value) = line.split_once(": ").unwrap();
        request.header(name, value)
    });
    assert_eq!(send(request.body(body)).await.status, 200);
    assert_eq!(line.inside.events().len(), 1);
}

#[test]
fn the_numbers_are_those_of_the_code() {
    let timeouts = server::gateway::Timeouts::default();
    let connect = timeouts.connect.as_secs();
    for words in [
        format!(
            "{connect} s for name, connection and TLS, {} s in all",
            timeouts.total.as_secs()
        ),
        format!(
            "at most {} kB of",
            server::gateway::MOST_ANSWER_BYTES / 1024
        ),
        format!(
            "longer than {} kB",
            server::http::gateway::MOST_BYTES / 1024
        ),
    ] {
        assert!(PAGE.contains(&words), "{words}");
    }
}
