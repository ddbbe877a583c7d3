//! What Twilio calls back: every message that it signed arrives once, no other does, and the answers are
//! what another reader of XML makes of them.

use std::sync::atomic::Ordering;

use domain::Language::{self, En, Nl};
use domain::prompt::Prompt;
use domain::service::ports::PhoneEvent;
use server::http::gateway::{Key, MOST_BYTES};

use crate::line::{Line, NAME, ORIGIN, Page, path, send, twilio_line, twilio_signature};
use crate::outside::{NUMBER, TOKEN, id};
use crate::xml::read;

/// Posts fields with the signature that Twilio would send.
async fn call_back(line: &Line, path: &str, fields: &[(&str, &str)]) -> Page {
    let signature = twilio_signature(TOKEN, &format!("{ORIGIN}{path}"), fields);
    send(
        line.post(path)
            .header("x-twilio-signature", signature)
            .form(fields),
    )
    .await
}

fn words(language: Language, prompt: Prompt) -> String {
    app::text::voice(language, prompt, NAME).into_owned()
}

fn gather(expected: &str, more: &str) -> String {
    let action = format!("{ORIGIN}{}?expected={expected}{more}", path("keys"));
    format!(
        "<Gather input=dtmf finishOnKey= timeout=5 numDigits={expected} action={action} method=POST"
    )
}

fn say(language: Language) -> String {
    let tag = if language == En { "en-GB" } else { "nl-NL" };
    format!("<Say language={tag}")
}

/// A question, so many times, and the end if nobody presses anything.
fn question(language: Language, prompt: Prompt, times: usize, expected: &str) -> Vec<String> {
    let mut all = vec!["<Response".to_owned()];
    for _ in 0..times {
        all.extend([gather(expected, ""), say(language), words(language, prompt)]);
    }
    all.extend([
        say(language),
        words(language, Prompt::Goodbye),
        "<Hangup".into(),
    ]);
    all
}

fn farewell(language: Language, prompt: Prompt) -> Vec<String> {
    vec![
        "<Response".into(),
        say(language),
        words(language, prompt),
        "<Hangup".into(),
    ]
}

#[tokio::test]
async fn somebody_answers_and_hears_what_the_use_case_says() {
    let line = twilio_line().await;
    for language in [En, Nl] {
        for (prompt, times, expected) in [
            (Prompt::Greeting { report: true }, 2, "1"),
            (Prompt::GreetingNumber { report: true }, 2, "3"),
            (Prompt::PutThrough, 4, "1"),
            (Prompt::Again { report: true }, 2, "3"),
        ] {
            line.inside.say(Some((prompt, language)));
            let fields = [("CallStatus", "in-progress"), ("AnsweredBy", "human")];
            let page = call_back(&line, &path("voice"), &fields).await;
            assert_eq!(read(&page), question(language, prompt, times, expected));
            let event = PhoneEvent::Answered { machine: false };
            assert_eq!(line.inside.events(), [(id(), event)]);
        }
        for prompt in [Prompt::Confirmed, Prompt::Reported, Prompt::Goodbye] {
            line.inside.say(Some((prompt, language)));
            let page = call_back(&line, &path("voice"), &[]).await;
            assert_eq!(read(&page), farewell(language, prompt));
            assert_eq!(line.inside.events().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_greeting_of_ones_own_is_played_before_what_to_press() {
    let line = twilio_line().await;
    line.inside.greet(Some((Nl, [0xab; 32])));
    let file = format!("{ORIGIN}/gateway/greeting/{}", "ab".repeat(32));
    let report = true;
    for (prompt, expected) in [
        (Prompt::Greeting { report }, "1"),
        (Prompt::GreetingNumber { report: false }, "3"),
    ] {
        line.inside.say(Some((prompt, Nl)));
        let page = call_back(&line, &path("voice"), &[]).await;
        let after = app::text::after_greeting(Nl, prompt, NAME).into_owned();
        assert!(after.len() > 100 && !after.contains(NAME), "{after}");
        let words = [say(Nl), after];
        let mut all = vec![
            "<Response".to_owned(),
            gather(expected, ""),
            "<Play".into(),
            file.clone(),
        ];
        all.extend(words.clone());
        all.push(gather(expected, ""));
        all.extend(words);
        all.extend([say(Nl), self::words(Nl, Prompt::Goodbye), "<Hangup".into()]);
        assert_eq!(read(&page), all);
    }
    // Only the first words of a call, and only in this language.
    for (prompt, language) in [
        (Prompt::PutThrough, Nl),
        (Prompt::Again { report }, Nl),
        (Prompt::Greeting { report }, En),
    ] {
        line.inside.say(Some((prompt, language)));
        let page = call_back(&line, &path("voice"), &[]).await;
        assert!(!page.body.contains("<Play"), "{}", page.body);
        assert!(read(&page).contains(&words(language, prompt)));
    }
    // Where nobody can tell, the words say everything.
    line.inside.greet(Some((Nl, [0; 32])));
    line.inside.say(Some((Prompt::Greeting { report }, Nl)));
    let page = call_back(&line, &path("voice"), &[]).await;
    assert_eq!(
        read(&page),
        question(Nl, Prompt::Greeting { report }, 2, "1")
    );
}

#[tokio::test]
async fn a_machine_is_told_from_a_person() {
    let line = twilio_line().await;
    for (answered_by, machine) in [
        ("human", false),
        ("unknown", false),
        ("", false),
        ("machine_start", true),
        ("machine_end_beep", true),
        ("fax", true),
    ] {
        call_back(&line, &path("voice"), &[("AnsweredBy", answered_by)]).await;
        assert_eq!(
            line.inside.events(),
            [(id(), PhoneEvent::Answered { machine })],
            "{answered_by}"
        );
    }
}

#[tokio::test]
async fn keys_arrive_as_they_were_pressed_and_end_at_the_pound_key() {
    let line = twilio_line().await;
    line.inside.say(Some((Prompt::Confirmed, En)));
    let endless = "7".repeat(10_000);
    for (query, digits, keys) in [
        ("?expected=1", "#", "#"),
        ("?expected=1", "5", "5"),
        ("?expected=1", "0#", "0#"),
        ("?expected=1&after=0", "#", "0#"),
        ("?expected=1&after=0", "0", "00"),
        ("?expected=1&after=0", "", "0"),
        ("?expected=1&after=42", "#", "#"),
        ("?expected=3", "42#", "42#"),
        ("?expected=3", "0#", "0#"),
        ("?expected=3", "0", "0"),
        ("?expected=3", "42##", "42#"),
        ("?expected=x", "42*", "42*"),
        ("", "42#", "42#"),
        ("", &endless, "7777777777777777"),
        ("", "4٢#", "4"),
    ] {
        let page = call_back(
            &line,
            &format!("{}{query}", path("keys")),
            &[("Digits", digits)],
        )
        .await;
        assert_eq!(read(&page), farewell(En, Prompt::Confirmed));
        let event = PhoneEvent::Keys(keys.into());
        assert_eq!(line.inside.events(), [(id(), event)], "{query} {digits}");
    }
}

#[tokio::test]
async fn a_zero_waits_for_the_key_after_it() {
    let line = twilio_line().await;
    let page = call_back(
        &line,
        &format!("{}?expected=1", path("keys")),
        &[("Digits", "0")],
    )
    .await;
    let again = format!("{ORIGIN}{}?expected=1&after=0", path("keys"));
    let expected = [
        "<Response".into(),
        gather("1", "&after=0"),
        "<Redirect method=POST".into(),
        again,
    ];
    assert_eq!(read(&page), expected);
    assert_eq!(line.inside.events(), []);
}

#[tokio::test]
async fn after_a_mistake_as_many_keys_are_asked_for_as_before() {
    let line = twilio_line().await;
    line.inside.say(Some((Prompt::Again { report: true }, Nl)));
    for expected in ["1", "3"] {
        let path = format!("{}?expected={expected}", path("keys"));
        let page = call_back(&line, &path, &[("Digits", "9")]).await;
        assert_eq!(
            read(&page),
            question(Nl, Prompt::Again { report: true }, 2, expected)
        );
    }
}

#[tokio::test]
async fn silence_is_not_news() {
    let line = twilio_line().await;
    line.inside.say(Some((Prompt::Confirmed, Nl)));
    for fields in [
        &[] as &[(&str, &str)],
        &[("Digits", "")],
        &[("Digits", "hang")],
        &[("Digits", "#"), ("Digits", "0#")],
    ] {
        let page = call_back(&line, &path("keys"), fields).await;
        assert_eq!(read(&page), farewell(En, Prompt::Goodbye));
        assert_eq!(line.inside.events(), [], "{fields:?}");
    }
}

#[tokio::test]
async fn the_state_of_calls_and_texts_arrives_once_each() {
    let line = twilio_line().await;
    line.inside
        .say(Some((Prompt::Greeting { report: true }, En)));
    let machine = [
        ("CallStatus", "in-progress"),
        ("AnsweredBy", "machine_start"),
    ];
    for (what, fields, event) in [
        (
            "call",
            &[("CallStatus", "ringing")] as &[(&str, &str)],
            Some(PhoneEvent::Ringing),
        ),
        (
            "call",
            &[("CallStatus", "busy")],
            Some(PhoneEvent::NoAnswer),
        ),
        (
            "call",
            &[("CallStatus", "no-answer")],
            Some(PhoneEvent::NoAnswer),
        ),
        (
            "call",
            &[("CallStatus", "failed")],
            Some(PhoneEvent::Failed),
        ),
        (
            "call",
            &[("CallStatus", "canceled")],
            Some(PhoneEvent::Failed),
        ),
        (
            "call",
            &[("CallStatus", "completed"), ("AnsweredBy", "human")],
            Some(PhoneEvent::Ended),
        ),
        (
            "call",
            &machine,
            Some(PhoneEvent::Answered { machine: true }),
        ),
        ("call", &[("CallStatus", "in-progress")], None),
        ("call", &[("CallStatus", "initiated")], None),
        ("call", &[("CallStatus", "surprise")], None),
        (
            "message",
            &[("MessageStatus", "delivered")],
            Some(PhoneEvent::Delivered),
        ),
        (
            "message",
            &[("MessageStatus", "read")],
            Some(PhoneEvent::Delivered),
        ),
        (
            "message",
            &[("MessageStatus", "undelivered"), ("ErrorCode", "30003")],
            Some(PhoneEvent::Undelivered),
        ),
        (
            "message",
            &[("MessageStatus", "failed")],
            Some(PhoneEvent::Undelivered),
        ),
        ("message", &[("MessageStatus", "sent")], None),
        ("message", &[], None),
    ] {
        let page = call_back(&line, &path(what), fields).await;
        assert_eq!(read(&page), ["<Response"]);
        let events: Vec<_> = event.into_iter().map(|event| (id(), event)).collect();
        assert_eq!(line.inside.events(), events, "{fields:?}");
    }
    assert_eq!(line.inside.forgeries(), [] as [&str; 0]);
}

#[tokio::test]
async fn a_text_to_us_arrives_with_its_number() {
    let line = twilio_line().await;
    let body = "123456 & dank u wel 🙂\nEls + Jan";
    let page = call_back(
        &line,
        "/gateway/twilio/text",
        &[("From", NUMBER), ("Body", body)],
    )
    .await;
    assert_eq!(read(&page), ["<Response"]);
    assert_eq!(
        line.inside.replies(),
        [(NUMBER.to_owned(), body.to_owned())]
    );
    for from in ["", "12345", "whatsapp:+31612345678", "+31612345678x"] {
        let page = call_back(
            &line,
            "/gateway/twilio/text",
            &[("From", from), ("Body", body)],
        )
        .await;
        assert_eq!(read(&page), ["<Response"]);
        assert_eq!(line.inside.replies(), [], "{from}");
    }
}

#[tokio::test]
async fn a_079_a_repeated_message_gets_the_same_answer() {
    let line = twilio_line().await;
    line.inside.say(Some((Prompt::Confirmed, Nl)));
    let path = format!("{}?expected=1", path("keys"));
    let first = call_back(&line, &path, &[("Digits", "#")]).await;
    let second = call_back(&line, &path, &[("Digits", "#")]).await;
    assert_eq!(first, second);
    // That it counts once is the use case's promise; see `Inbound`.
    assert_eq!(line.inside.events().len(), 2);
}

#[tokio::test]
async fn an_unknown_sending_is_answered_like_a_finished_one() {
    let line = twilio_line().await;
    line.inside.say(None);
    let known = call_back(&line, &path("voice"), &[]).await;
    assert_eq!(read(&known), farewell(En, Prompt::Goodbye));
    assert_eq!(line.inside.events().len(), 1);
    for id in ["0000000003e8ffffffffffffffffffff", "x", "..%2f..", "00"] {
        for what in ["voice", "keys"] {
            let path = format!("/gateway/twilio/{id}/{what}");
            assert_eq!(
                call_back(&line, &path, &[("Digits", "#")]).await,
                known,
                "{path}"
            );
        }
        for what in ["call", "message"] {
            let fields = [("CallStatus", "ringing"), ("MessageStatus", "delivered")];
            let page = call_back(&line, &format!("/gateway/twilio/{id}/{what}"), &fields).await;
            assert_eq!(read(&page), ["<Response"]);
        }
    }
    line.inside.refuses.store(true, Ordering::SeqCst);
    assert_eq!(call_back(&line, &path("voice"), &[]).await, known);
}

#[tokio::test]
async fn twilio_is_told_to_come_back_when_the_store_does_not_answer() {
    let line = twilio_line().await;
    line.inside.broken.store(true, Ordering::SeqCst);
    for (path, fields) in [
        (path("voice"), ("AnsweredBy", "human")),
        (path("keys"), ("Digits", "#")),
        (path("call"), ("CallStatus", "ringing")),
        (path("message"), ("MessageStatus", "delivered")),
    ] {
        let page = call_back(&line, &path, &[fields]).await;
        assert_eq!((page.status, page.body.as_str()), (503, ""), "{path}");
    }
    let text = [("From", NUMBER), ("Body", "123456")];
    assert_eq!(
        call_back(&line, "/gateway/twilio/text", &text).await.status,
        503
    );
}

#[tokio::test]
async fn no_name_of_an_organisation_leaves_its_place() {
    let name = "A&B <Hangup/> \"x\" 'y' ]]>";
    let line = Line::new(Key::Twilio(TOKEN.into()), name, Nl).await;
    line.inside
        .say(Some((Prompt::Greeting { report: true }, Nl)));
    let page = call_back(&line, &path("voice"), &[]).await;
    let said = read(&page);
    assert_eq!(said.iter().filter(|line| *line == "<Hangup").count(), 1);
    assert_eq!(
        said[3],
        app::text::voice(Nl, Prompt::Greeting { report: true }, name)
    );
}

#[tokio::test]
async fn what_is_too_long_or_of_another_kind_goes_no_further() {
    let line = twilio_line().await;
    let long = "7".repeat(MOST_BYTES);
    assert_eq!(
        call_back(&line, &path("keys"), &[("Digits", &long)])
            .await
            .status,
        413
    );
    let huge = "7".repeat(60_000);
    assert_eq!(
        call_back(&line, &path("keys"), &[("Digits", &huge)])
            .await
            .status,
        413
    );
    assert_eq!(send(line.get(&path("keys"))).await.status, 405);
    let plain = line
        .post(&path("keys"))
        .header("content-type", "text/plain")
        .body("Digits=#");
    assert_eq!(send(plain).await.status, 403);
    // The other kind of gateway is not configured, so it has no address here.
    let events = line
        .post("/gateway/webhook/events")
        .header("content-type", "application/json");
    assert_eq!(send(events.body("{}")).await.status, 404);
    assert_eq!(line.inside.events(), []);
}
