//! A-079 on the way out: whatever a gateway answers, a text goes out once, and the error says which of three
//! things happened, without the number. The same for both kinds of gateway.

use std::time::{Duration, Instant};

use domain::service::ports::GatewayError;
use server::gateway::MOST_ANSWER_BYTES;

use crate::fake::{Fake, Reply};
use crate::outside::{self, NUMBER, call, patient, text};

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// What an answer means.
#[derive(Debug, PartialEq, Eq)]
enum Means {
    Later(&'static str),
    Refused(&'static str),
    Unclear(&'static str),
}

fn same(error: &GatewayError, means: &Means) -> bool {
    match (error, means) {
        (GatewayError::Later(text), Means::Later(words))
        | (GatewayError::Refused(text), Means::Refused(words))
        | (GatewayError::Unclear(text), Means::Unclear(words)) => text.contains(words),
        _ => false,
    }
}

fn bytes(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}

fn answers() -> Vec<(Reply, Means)> {
    use Means::{Later, Refused, Unclear};
    let refusal = format!(
        "{{\"code\":21211,\"message\":\"The 'To' number {NUMBER} is not valid.\",\"more_info\":\"x\",\"status\":400}}"
    );
    let long = format!(
        "{{\"sid\":\"SM1\",\"x\":\"{}\"}}",
        "x".repeat(MOST_ANSWER_BYTES)
    );
    let head = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let ok = "HTTP/1.1 200 OK\r\n";
    vec![
        (
            Reply::answer("429 Too Many Requests", "Retry-After: 30\r\n", "{}"),
            Later("status 429, again in 30 seconds"),
        ),
        (
            Reply::answer(
                "429 Too Many Requests",
                "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n",
                "",
            ),
            Later("status 429"),
        ),
        (
            Reply::answer("503 Service Unavailable", "", "<html>"),
            Later("status 503"),
        ),
        (
            Reply::answer("400 Bad Request", "", &refusal),
            Refused("status 400, code 21211"),
        ),
        (
            Reply::answer("401 Unauthorized", "", "{\"code\":20003,\"status\":401}"),
            Refused("status 401, code 20003"),
        ),
        (
            Reply::answer("404 Not Found", "", "<html>"),
            Refused("status 404"),
        ),
        (
            Reply::answer("400 Bad Request", "", &"x".repeat(MOST_ANSWER_BYTES + 1)),
            Refused("status 400"),
        ),
        (
            Reply::answer(
                "308 Permanent Redirect",
                "Location: https://elsewhere.example/\r\n",
                "",
            ),
            Refused("status 308"),
        ),
        (
            Reply::answer("303 See Other", "Location: /x\r\n", ""),
            Unclear("status 303"),
        ),
        (
            Reply::answer("500 Internal Server Error", "", "{\"code\":20500}"),
            Unclear("status 500"),
        ),
        (
            Reply::answer("502 Bad Gateway", "", ""),
            Unclear("status 502"),
        ),
        (
            Reply::answer("504 Gateway Timeout", "", ""),
            Unclear("status 504"),
        ),
        (
            Reply::answer("201 Created", "", "<html>ok</html>"),
            Unclear("answer"),
        ),
        (Reply::answer("201 Created", "", "[]"), Unclear("answer")),
        (
            Reply::answer("201 Created", "", "{\"sid\":\"a b\",\"reference\":\"a b\"}"),
            Unclear("answer"),
        ),
        (
            Reply::answer("201 Created", "", "{\"sid\":7,\"reference\":7}"),
            Unclear("answer"),
        ),
        (Reply::answer("201 Created", "", &long), Unclear("too long")),
        (
            Reply::Endless(
                head,
                b"400\r\n"
                    .iter()
                    .copied()
                    .chain([b'x'; 0x400])
                    .chain(*b"\r\n")
                    .collect(),
            ),
            Unclear("too long"),
        ),
        (
            Reply::Endless(ok.into(), b"X-Endless: x\r\n".to_vec()),
            Unclear("connection broke"),
        ),
        (
            bytes(&format!("{ok}Content-Length: 100\r\n\r\n{{\"sid\":\"SM1\"")),
            Unclear("broke off"),
        ),
        (
            bytes("SSH-2.0-OpenSSH_9.2\r\n"),
            Unclear("connection broke"),
        ),
        (Reply::Silence, Unclear("connection broke")),
        (Reply::Hang, Unclear("no answer in time")),
    ]
}

#[tokio::test]
async fn a_079_every_answer_has_one_meaning_and_nothing_is_sent_twice() {
    for (number, (reply, means)) in answers().into_iter().enumerate() {
        let fake = Fake::new(reply).await;
        for (calls, lines) in [outside::twilio(&fake.url()), outside::webhook(&fake.url())]
            .into_iter()
            .enumerate()
        {
            // Only the one that hangs uses this up.
            let gateway = patient(&lines, PATIENCE);
            let begun = Instant::now();
            let error = gateway.text(&text()).await.unwrap_err();
            assert!(same(&error, &means), "{number}: {error:?}, not {means:?}");
            assert!(begun.elapsed() < 5 * PATIENCE, "{number}");
            let told = format!("{error} {error:?}");
            assert!(!told.contains(NUMBER) && !told.contains("12345"), "{told}");
            assert_eq!(fake.seen().len(), 2 * calls + 1, "{number}");
            let error = gateway.call(&call("")).await.unwrap_err();
            assert!(same(&error, &means), "{number}: {error:?}, not {means:?}");
            assert_eq!(fake.seen().len(), 2 * calls + 2, "{number}");
        }
    }
}

async fn unreachable(url: &str) {
    for lines in [outside::twilio(url), outside::webhook(url)] {
        let error = patient(&lines, PATIENCE).text(&text()).await.unwrap_err();
        assert!(matches!(error, GatewayError::Later(_)), "{url}: {error:?}");
    }
}

#[tokio::test]
async fn what_did_not_leave_may_be_tried_again() {
    // Nobody listens here any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    unreachable(&format!("http://{address}")).await;
    // A name that nobody knows, or a port at which nobody listens.
    unreachable("http://nobody.invalid.localhost:9").await;
    // A listener that never takes the connection's TLS any further.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    unreachable(&format!("https://{address}")).await;
}

#[tokio::test]
async fn a_server_without_tls_gets_nothing() {
    let fake = Fake::new(Reply::answer("201 Created", "", "{\"sid\":\"SM1\"}")).await;
    unreachable(&format!("https://{}", fake.address)).await;
    assert!(fake.seen().is_empty());
}
