//! What the webhook's other side is sent.

use crate::fake::{Fake, Reply};
use crate::line::webhook_signature;
use crate::outside::{NOW, NUMBER, SECRET, call, call_from, id, open, text, webhook};

async fn fake(body: &str) -> Fake {
    Fake::new(Reply::answer("202 Accepted", "", body)).await
}

/// Checks the signature by another library and returns the body.
fn signed(fake: &Fake) -> serde_json::Value {
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    let seen = &seen[0];
    assert_eq!(seen.headers["content-type"], "application/json");
    assert_eq!(seen.headers["x-proofup-timestamp"], NOW.to_string());
    let signature = webhook_signature(SECRET, &NOW.to_string(), &seen.body);
    assert_eq!(seen.headers["x-proofup-signature"], signature);
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test]
async fn a_text_goes_out_signed() {
    let fake = fake("").await;
    let name = open(&webhook(&fake.url())).text(&text()).await.unwrap();
    assert_eq!(name, id().to_string());
    let sent = serde_json::json!({
        "kind": "text", "id": id().to_string(), "to": NUMBER, "body": *text().body,
    });
    assert_eq!(signed(&fake), sent);
    assert_eq!(fake.seen()[0].line, "POST / HTTP/1.1");
}

#[tokio::test]
async fn a_call_goes_out_signed_and_without_words() {
    let fake = fake("{\"reference\":\"call-77\",\"more\":1}").await;
    let url = format!("{}/in/box", fake.url());
    let name = open(&webhook(&url)).call(&call("204")).await.unwrap();
    assert_eq!(name, "call-77");
    let sent = serde_json::json!({
        "kind": "call", "id": id().to_string(), "to": NUMBER, "extension": "204", "language": "nl",
    });
    assert_eq!(signed(&fake), sent);
    assert_eq!(fake.seen()[0].line, "POST /in/box HTTP/1.1");
}

#[tokio::test]
async fn a_call_says_the_number_that_the_rules_name() {
    let fake = fake("").await;
    let call = call_from("+31201234567");
    open(&webhook(&fake.url())).call(&call).await.unwrap();
    assert_eq!(signed(&fake)["from"], "+31201234567");
}

#[tokio::test]
async fn a_repetition_has_the_same_id() {
    let fake = fake("{}").await;
    let gateway = open(&webhook(&fake.url()));
    for _ in 0..2 {
        assert_eq!(gateway.text(&text()).await.unwrap(), id().to_string());
    }
    let seen = fake.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].body, seen[1].body);
}
