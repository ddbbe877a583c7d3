//! what Twilio did not sign, and what differs in the least from what it signed.

use domain::Language::En;
use domain::prompt::Prompt;

use crate::line::{ORIGIN, path, send, twilio_line, twilio_signature};
use crate::outside::{NUMBER, TOKEN, id};

#[tokio::test]
async fn a_042_what_twilio_did_not_sign_is_refused_and_recorded() {
    let line = twilio_line().await;
    line.inside.say(Some((Prompt::Confirmed, En)));
    let path = format!("{}?expected=1", path("keys"));
    let fields = [("CallSid", "CA1"), ("Digits", "#")];
    let sign = |token: &str, url: &str| twilio_signature(token, url, &fields);
    let right = sign(TOKEN, &format!("{ORIGIN}{path}"));
    let other = path.replace(&id().to_string(), "0000000003e8ffffffffffffffffffff");
    let post = |path: &str| line.post(path).form(&fields);
    let header = "x-twilio-signature";
    let forged = [
        (post(&path), "no_signature"),
        (
            post(&path).header(header, &right).header(header, &right),
            "no_signature",
        ),
        (post(&path).header(header, ""), "wrong_signature"),
        (
            post(&path).header(header, right.to_lowercase()),
            "wrong_signature",
        ),
        (post(&path).header(header, &right[..10]), "wrong_signature"),
        (
            post(&path).header(header, sign("another-token", &format!("{ORIGIN}{path}"))),
            "wrong_signature",
        ),
        (
            post(&path).header(header, sign(TOKEN, &format!("https://evil.example{path}"))),
            "wrong_signature",
        ),
        (
            post(&path).header(
                header,
                sign(TOKEN, &format!("http://account.example.org{path}")),
            ),
            "wrong_signature",
        ),
        // Another call's id, another query, another route, another field, one more field.
        (post(&other).header(header, &right), "wrong_signature"),
        (
            post(&path.replace("=1", "=1&after=0")).header(header, &right),
            "wrong_signature",
        ),
        (
            post(&path.replace("/keys", "/voice")).header(header, &right),
            "wrong_signature",
        ),
        (
            line.post(&path)
                .form(&[("CallSid", "CA1"), ("Digits", "0#")])
                .header(header, &right),
            "wrong_signature",
        ),
        (
            line.post(&path)
                .form(&[("CallSid", "CA1"), ("Digits", "#"), ("x", "")])
                .header(header, &right),
            "wrong_signature",
        ),
        (
            line.post("/gateway/twilio/text")
                .form(&[("From", NUMBER), ("Body", "123456")]),
            "no_signature",
        ),
    ];
    for (number, (request, reason)) in forged.into_iter().enumerate() {
        let page = send(request).await;
        assert_eq!((page.status, page.body.as_str()), (403, ""), "{number}");
        assert_eq!(line.inside.forgeries(), [reason], "{number}");
        assert_eq!(
            (line.inside.events(), line.inside.replies()),
            (vec![], vec![]),
            "{number}"
        );
    }
    // The same message, as it was signed, so that the above was refused for its signature alone.
    assert_eq!(send(post(&path).header(header, &right)).await.status, 200);
    assert_eq!(line.inside.events().len(), 1);
}

#[tokio::test]
async fn twilio_may_write_the_port_out() {
    let line = twilio_line().await;
    let (path, fields) = (path("voice"), [("AnsweredBy", "human")]);
    let signed = twilio_signature(TOKEN, &format!("{ORIGIN}:443{path}"), &fields);
    let post = line
        .post(&path)
        .form(&fields)
        .header("x-twilio-signature", signed);
    assert_eq!(send(post).await.status, 200);
}
