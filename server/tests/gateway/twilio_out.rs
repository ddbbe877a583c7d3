//! What Twilio is sent, field by field.

use domain::service::ports::GatewayError;
use server::gateway;

use crate::fake::{Fake, Reply, Seen};
use crate::outside::{NUMBER, Still, call, call_from, config, id, open, text, twilio};

async fn fake() -> Fake {
    let body =
        "{\"account_sid\":\"AC0123\",\"sid\":\"SM00ff\",\"status\":\"queued\",\"error_code\":null}";
    Fake::new(Reply::answer(
        "201 Created",
        "Content-Type: application/json\r\n",
        body,
    ))
    .await
}

fn one(fake: &Fake) -> Seen {
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    seen[0].clone()
}

fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs
        .iter()
        .map(|(n, v)| ((*n).into(), (*v).into()))
        .collect();
    pairs.sort();
    pairs
}

fn fields(seen: &Seen) -> Vec<(String, String)> {
    let mut fields = seen.form();
    fields.sort();
    fields
}

#[tokio::test]
async fn a_text_goes_out_as_twilio_describes_it() {
    let fake = fake().await;
    let name = open(&twilio(&fake.url())).text(&text()).await.unwrap();
    assert_eq!(name, "SM00ff");
    let seen = one(&fake);
    assert_eq!(
        seen.line,
        "POST /2010-04-01/Accounts/AC0123/Messages.json HTTP/1.1"
    );
    assert_eq!(
        seen.headers["authorization"],
        "Basic QUMwMTIzOmEtdG9rZW4tb2YtdGhlLWFjY291bnQ="
    );
    assert_eq!(
        seen.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(seen.headers["host"], fake.address.to_string());
    let back = format!(
        "https://account.example.org/gateway/twilio/{}/message",
        id()
    );
    let all = expected(&[
        ("To", NUMBER),
        ("From", "+31201234567"),
        ("Body", &text().body),
        ("StatusCallback", &back),
        ("ValidityPeriod", "300"),
    ]);
    assert_eq!(fields(&seen), all);
}

#[tokio::test]
async fn a_messaging_service_takes_the_place_of_the_number() {
    let fake = fake().await;
    let url = format!("{}/compatible/", fake.url());
    let gateway = open(&format!("{}twilio_service = \"MG77\"\n", twilio(&url)));
    gateway.text(&text()).await.unwrap();
    let seen = one(&fake);
    assert_eq!(
        seen.line,
        "POST /compatible/2010-04-01/Accounts/AC0123/Messages.json HTTP/1.1"
    );
    let names: Vec<_> = seen
        .form()
        .into_iter()
        .filter(|(n, _)| n.contains('M') || n == "From")
        .collect();
    assert_eq!(
        names,
        [("MessagingServiceSid".to_owned(), "MG77".to_owned())]
    );
}

#[tokio::test]
async fn a_call_asks_for_its_words_when_somebody_answers() {
    for extension in ["", "204", "20*4#"] {
        let fake = fake().await;
        let name = open(&twilio(&fake.url()))
            .call(&call(extension))
            .await
            .unwrap();
        assert_eq!(name, "SM00ff");
        let seen = one(&fake);
        assert_eq!(
            seen.line,
            "POST /2010-04-01/Accounts/AC0123/Calls.json HTTP/1.1"
        );
        let base = format!("https://account.example.org/gateway/twilio/{}", id());
        let (voice, status) = (format!("{base}/voice"), format!("{base}/call"));
        let dialled = format!("wwww{extension}");
        let mut all = vec![
            ("To", NUMBER),
            ("From", "+31201234567"),
            ("Url", &voice),
            ("Method", "POST"),
            ("StatusCallback", &status),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", "60"),
            ("TimeLimit", if extension.is_empty() { "60" } else { "120" }),
            ("MachineDetection", "Enable"),
        ];
        if !extension.is_empty() {
            all.push(("SendDigits", &dialled));
        }
        assert_eq!(fields(&seen), expected(&all));
    }
}

/// Who a request says that it comes from.
fn sender(seen: &Seen) -> Vec<String> {
    let fields = seen.form().into_iter();
    fields
        .filter(|(name, _)| name == "From")
        .map(|(_, value)| value)
        .collect()
}

#[tokio::test]
async fn a_call_comes_from_the_number_of_the_rules_and_a_text_does_not() {
    let other = "+31207654321";
    let fake = fake().await;
    let gateway = open(&twilio(&fake.url()));
    gateway.call(&call_from(other)).await.unwrap();
    gateway.text(&text()).await.unwrap();
    let seen = fake.seen();
    assert_eq!(sender(&seen[0]), [other]);
    assert_eq!(sender(&seen[1]), ["+31201234567"]);
}

#[tokio::test]
async fn a_call_that_begins_with_a_greeting_may_last_as_much_longer() {
    for (millis, extension, limit) in [
        (0, "", "60"),
        (7_000, "", "67"),
        (7_001, "", "68"),
        (19_999, "204", "140"),
    ] {
        let fake = fake().await;
        let longer = domain::service::ports::VoiceCall {
            longer: domain::time::Span(millis),
            ..call(extension)
        };
        open(&twilio(&fake.url())).call(&longer).await.unwrap();
        let limits: Vec<String> = one(&fake)
            .form()
            .into_iter()
            .filter(|(name, _)| name == "TimeLimit")
            .map(|(_, value)| value)
            .collect();
        assert_eq!(limits, [limit], "{millis}");
    }
}

#[tokio::test]
async fn what_cannot_be_dialled_is_not_asked_for() {
    let fake = fake().await;
    let lines = twilio(&fake.url());
    let no_number = lines.replace(
        "twilio_from = \"+31201234567\"",
        "twilio_service = \"MG77\"",
    );
    let error = open(&no_number).call(&call("")).await.unwrap_err();
    assert!(matches!(&error, GatewayError::Refused(text) if text.contains("gateway.twilio_from")));
    for extension in ["20 4", "w", "204,1", &"1".repeat(21)] {
        let error = open(&lines).call(&call(extension)).await.unwrap_err();
        assert!(matches!(error, GatewayError::Refused(_)), "{extension}");
    }
    assert!(fake.seen().is_empty());
}

#[test]
fn nobody_carries_anything_unless_it_is_configured() {
    let built = gateway::build(&config(""), std::sync::Arc::new(Still(0)));
    assert!(built.unwrap().is_none());
}

#[test]
fn authorities_that_cannot_be_read_are_named() {
    let lines = format!(
        "{}authorities = \"/nowhere/ca.pem\"\n",
        twilio("https://sms.example.org")
    );
    let Err(error) = gateway::build(&config(&lines), std::sync::Arc::new(Still(0))) else {
        panic!("built");
    };
    assert!(
        error
            .to_string()
            .starts_with("gateway.authorities, /nowhere/ca.pem"),
        "{error}"
    );
}
