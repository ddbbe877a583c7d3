//! What the webhook's other side posts.

use std::sync::atomic::Ordering;

use domain::Language::{En, Nl};
use domain::prompt::Prompt;
use domain::service::ports::PhoneEvent;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use server::http::gateway::{Key, MOST_BYTES};

use crate::line::{Line, NAME, send, webhook_signature};
use crate::outside::{NOW, NUMBER, SECRET, id};

const PATH: &str = "/gateway/webhook/events";

async fn line() -> Line {
    Line::new(Key::Webhook(SECRET.into()), NAME, En).await
}

fn signed(line: &Line, body: &str, timestamp: &str) -> RequestBuilder {
    line.post(PATH)
        .header("content-type", "application/json")
        .header("x-proofup-timestamp", timestamp)
        .header(
            "x-proofup-signature",
            webhook_signature(SECRET, timestamp, body),
        )
        .body(body.to_owned())
}

/// Posts an event as the other side should.
async fn post(line: &Line, event: &Value) -> (u16, Value) {
    let page = send(signed(line, &event.to_string(), &NOW.to_string())).await;
    let body = serde_json::from_str(&page.body).unwrap_or(Value::Null);
    (page.status, body)
}

#[tokio::test]
async fn every_event_arrives_once() {
    let line = line().await;
    for (name, event) in [
        ("delivered", PhoneEvent::Delivered),
        ("undelivered", PhoneEvent::Undelivered),
        ("ringing", PhoneEvent::Ringing),
        ("no_answer", PhoneEvent::NoAnswer),
        ("ended", PhoneEvent::Ended),
        ("failed", PhoneEvent::Failed),
    ] {
        let sent = json!({ "id": id().to_string(), "event": name, "extra": [1, 2] });
        assert_eq!(post(&line, &sent).await, (200, json!({})), "{name}");
        assert_eq!(line.inside.events(), [(id(), event)], "{name}");
    }
}

#[tokio::test]
async fn a_greeting_of_ones_own_is_named_beside_what_is_said_after_it() {
    let line = line().await;
    line.inside.greet(Some((En, [0xab; 32])));
    let prompt = Prompt::GreetingNumber { report: true };
    line.inside.say(Some((prompt, En)));
    let sent = json!({ "id": id().to_string(), "event": "answered" });
    let said = json!({
        "play": format!("https://account.example.org/gateway/greeting/{}", "ab".repeat(32)),
        "say": app::text::after_greeting(En, prompt, NAME),
        "language": "en",
        "listen": true,
    });
    assert_eq!(post(&line, &sent).await, (200, said));
}

#[tokio::test]
async fn a_call_that_goes_on_is_told_what_to_say() {
    let line = line().await;
    for language in [En, Nl] {
        for (name, event) in [
            ("answered", PhoneEvent::Answered { machine: false }),
            ("voicemail", PhoneEvent::Answered { machine: true }),
            ("keys", PhoneEvent::Keys("42#".into())),
        ] {
            for prompt in Prompt::ALL {
                line.inside.say(Some((prompt, language)));
                let sent = json!({
                    "id": id().to_string(), "event": name, "keys": "42#0", "x": [format!("{prompt:?}"), language.tag()],
                });
                let said = json!({
                    "say": app::text::voice(language, prompt, NAME),
                    "language": language.tag(),
                    "listen": prompt.listens(),
                });
                assert_eq!(post(&line, &sent).await, (200, said));
                assert_eq!(line.inside.events(), [(id(), event.clone())]);
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_sending_is_answered_like_a_finished_one() {
    let line = line().await;
    let goodbye = json!({
        "say": app::text::voice(En, Prompt::Goodbye, NAME), "language": "en", "listen": false,
    });
    for id in [
        id().to_string().as_str(),
        "0000000003e8ffffffffffffffffffff",
        "x",
        "",
    ] {
        let sent = json!({ "id": id, "event": "keys", "keys": "#" });
        assert_eq!(post(&line, &sent).await, (200, goodbye.clone()), "{id}");
    }
    // Silence is not news of anything.
    line.inside.events();
    line.inside.say(Some((Prompt::Confirmed, Nl)));
    let sent = json!({ "id": id().to_string(), "event": "keys", "keys": "" });
    assert_eq!(post(&line, &sent).await, (200, goodbye));
    assert_eq!(line.inside.events(), []);
}

#[tokio::test]
async fn a_reply_arrives_with_its_number() {
    let line = line().await;
    let sent = json!({ "event": "reply", "from": NUMBER, "body": "123456" });
    assert_eq!(post(&line, &sent).await, (200, json!({})));
    assert_eq!(
        line.inside.replies(),
        [(NUMBER.to_owned(), "123456".to_owned())]
    );
    let sent = json!({ "event": "reply", "from": "06 12345678", "body": "123456" });
    assert_eq!(post(&line, &sent).await, (200, json!({})));
    assert_eq!(line.inside.replies(), []);
}

#[tokio::test]
async fn a_042_what_was_not_signed_now_is_refused_and_recorded() {
    let line = line().await;
    let body = json!({ "id": id().to_string(), "event": "keys", "keys": "#" }).to_string();
    let now = NOW.to_string();
    let right = webhook_signature(SECRET, &now, &body);
    let with = |timestamp: &str, signature: &str, body: &str| {
        line.post(PATH)
            .header("content-type", "application/json")
            .header("x-proofup-timestamp", timestamp)
            .header("x-proofup-signature", signature)
            .body(body.to_owned())
    };
    let later = (NOW + 1).to_string();
    let bare = || {
        line.post(PATH)
            .header("content-type", "application/json")
            .body(body.clone())
    };
    let forged = [
        (bare(), "no_signature"),
        (bare().header("x-proofup-signature", &right), "no_signature"),
        (bare().header("x-proofup-timestamp", &now), "no_signature"),
        (
            with(&now, &right, &body).header("x-proofup-timestamp", &now),
            "no_signature",
        ),
        (with(&now, "", &body), "wrong_signature"),
        (with(&now, &right[3..], &body), "wrong_signature"),
        (with(&now, &right.to_uppercase(), &body), "wrong_signature"),
        (
            with(
                &now,
                &webhook_signature("another-secret", &now, &body),
                &body,
            ),
            "wrong_signature",
        ),
        (with(&later, &right, &body), "wrong_signature"),
        (
            with(&now, &right, &body.replace("\"#\"", "\"0#\"")),
            "wrong_signature",
        ),
        (
            with(&now, &right, &body.replace("00", "01")),
            "wrong_signature",
        ),
        (
            signed(&line, &body, &(NOW - 301).to_string()),
            "out_of_time",
        ),
        (
            signed(&line, &body, &(NOW + 301).to_string()),
            "out_of_time",
        ),
        (signed(&line, &body, &format!("{NOW}000")), "out_of_time"),
        (signed(&line, &body, "-1"), "out_of_time"),
        (signed(&line, &body, ""), "out_of_time"),
    ];
    for (number, (request, reason)) in forged.into_iter().enumerate() {
        let page = send(request).await;
        assert_eq!((page.status, page.body.as_str()), (403, ""), "{number}");
        assert_eq!(line.inside.forgeries(), [reason], "{number}");
        assert_eq!(line.inside.events(), [], "{number}");
    }
    for timestamp in [NOW - 300, NOW, NOW + 300] {
        let page = send(signed(&line, &body, &timestamp.to_string())).await;
        assert_eq!(page.status, 200, "{timestamp}");
        assert_eq!(line.inside.events().len(), 1, "{timestamp}");
    }
}

#[tokio::test]
async fn a_042_a_signature_counts_once() {
    let line = line().await;
    line.inside.say(Some((Prompt::Confirmed, En)));
    let sent = json!({ "id": id().to_string(), "event": "keys", "keys": "#" });
    assert_eq!(post(&line, &sent).await.0, 200);
    assert_eq!(line.inside.events().len(), 1);
    for _ in 0..3 {
        assert_eq!(post(&line, &sent).await, (403, Value::Null));
        assert_eq!(line.inside.forgeries(), ["replayed"]);
        assert_eq!(line.inside.events(), []);
    }
}

#[tokio::test]
async fn what_could_not_be_kept_may_come_again_as_it_is() {
    let line = line().await;
    line.inside.broken.store(true, Ordering::SeqCst);
    let sent = json!({ "id": id().to_string(), "event": "delivered" });
    let reply = json!({ "event": "reply", "from": NUMBER, "body": "123456" });
    for event in [&sent, &reply] {
        assert_eq!(post(&line, event).await.0, 503);
    }
    line.inside.broken.store(false, Ordering::SeqCst);
    for event in [&sent, &reply] {
        assert_eq!(post(&line, event).await, (200, json!({})));
    }
    assert_eq!(
        (line.inside.events().len(), line.inside.replies().len()),
        (2, 2)
    );
    assert_eq!(line.inside.forgeries(), [] as [&str; 0]);
}

#[tokio::test]
async fn what_is_not_an_event_is_400_and_what_is_too_long_413() {
    let line = line().await;
    for body in [
        "",
        "{}",
        "null",
        "{\"event\":\"surprise\",\"id\":\"x\"}",
        "{\"event\":\"keys\",\"id\":\"x\"}",
        "{\"event\":\"keys\",\"id\":\"x\",\"keys\":7}",
        "{\"event\":\"delivered\"}",
        "{\"event\":\"reply\",\"from\":[\"+31612345678\"],\"body\":\"1\"}",
        &"[".repeat(10_000),
    ] {
        let page = send(signed(&line, body, &NOW.to_string())).await;
        assert_eq!((page.status, page.body.as_str()), (400, ""), "{body:.60}");
    }
    let endless = "7".repeat(10_000);
    let sent = json!({ "id": id().to_string(), "event": "keys", "keys": endless });
    assert_eq!(post(&line, &sent).await.0, 200);
    assert_eq!(
        line.inside.events(),
        [(id(), PhoneEvent::Keys("7".repeat(16)))]
    );
    for length in [MOST_BYTES + 1, 60_000] {
        let page = send(signed(&line, &"x".repeat(length), &NOW.to_string())).await;
        assert_eq!(page.status, 413);
    }
    assert_eq!(send(line.get(PATH)).await.status, 405);
    assert_eq!(
        send(line.post("/gateway/twilio/text").form(&[("a", "b")]))
            .await
            .status,
        404
    );
}
