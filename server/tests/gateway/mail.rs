//! The line to a mail server that behaves like none: what a real one does is tested in `end2end/mail`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::text::Mail;
use domain::Time;
use server::config::Config;
use server::mail_out::{self, Letter, MailError, Mailer as _, Smtp};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use crate::outside::{NOW, id};

/// What must not be found in any error.
const ANN: &str = "ann@example.org";

/// As much as a busy machine needs.
const LONG: Duration = Duration::from_secs(20);

/// Says its lines one after the other, the first one unasked, and then nothing more; keeps what it is told.
async fn play(lines: &'static [&'static str]) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        for line in lines {
            stream.write_all(line.as_bytes()).await.unwrap();
            let data = line.starts_with("354");
            loop {
                let mut asked = String::new();
                if stream.read_line(&mut asked).await.unwrap_or_default() == 0 {
                    return;
                }
                let asked = asked.trim_end().to_owned();
                let end = !data || asked == ".";
                kept.lock().unwrap().push(asked);
                if end {
                    break;
                }
            }
        }
        std::future::pending::<()>().await;
    });
    (port, heard)
}

fn smtp(port: u16, more: &str, patience: Duration) -> Smtp {
    let text = format!(
        "[server]\npublic_origin = \"https://account.example.org\"\n[organisation]\nname = \"Example\"\n\
         [mail]\nkind = \"smtp\"\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\n\
         from = \"portal@example.org\"\n{more}"
    );
    let config = Config::parse(&text, []).unwrap();
    mail_out::with_patience(&config, patience).unwrap().unwrap()
}

fn letter(to: &str) -> Letter {
    Letter {
        id: id(),
        to: to.to_owned(),
        at: Time(NOW * 1_000),
        words: Mail {
            subject: "Subject".into(),
            body: "The words of the notice\n.\n".into(),
            html: "<p>The words of the notice</p>\n".into(),
        },
    }
}

const HELLO: &str = "250-mail.example.org\r\n250 8BITMIME\r\n";

#[tokio::test]
async fn a_letter_is_handed_in_with_four_commands() {
    let (port, heard) = play(&[
        "220 mail.example.org ESMTP\r\n",
        HELLO,
        "250 2.1.0 Ok\r\n",
        "250 2.1.5 Ok\r\n",
        "354 Go on\r\n",
        "250 2.0.0 Queued\r\n",
    ])
    .await;
    // Nobody answers the goodbye, and that makes no second letter.
    smtp(port, "", LONG).send(&letter(ANN)).await.unwrap();
    let heard = heard.lock().unwrap();
    let (commands, content) = heard.split_at(4);
    assert_eq!(
        commands,
        [
            "EHLO account.example.org",
            "MAIL FROM:<portal@example.org>",
            "RCPT TO:<ann@example.org>",
            "DATA"
        ]
    );
    let ends = content.iter().filter(|line| *line == ".").count();
    assert_eq!(ends, 1, "a line of the text ends nothing");
    assert_eq!(content.last().unwrap(), "QUIT");
}

#[tokio::test]
async fn what_is_refused_and_by_whom_decides_what_happens_next() {
    const NO: &str = "550-5.1.1 ann@example.org\r\n550 5.1.1 is nobody here\r\n";
    const NOT_NOW: &str = "450 4.2.0 ann@example.org later\r\n";
    let greeting = "220 mail.example.org ESMTP\r\n";
    let (yes, go_on) = ("250 Ok\r\n", "354 Go on\r\n");
    let later = |text: &str| MailError::Later(text.to_owned());
    let refused = |text: &str| MailError::Refused(text.to_owned());
    let code = "the mail server answered";
    let scripts: [(&[&str], MailError); 9] = [
        (&["554 No\r\n"], later(&format!("connecting: {code} 554"))),
        (
            &["HTTP/1.1 400\r\n"],
            later("connecting: an answer that is not SMTP"),
        ),
        (
            &[greeting, HELLO, NO],
            later(&format!("the sender: {code} 550")),
        ),
        (
            &[greeting, HELLO, yes, NO],
            refused(&format!("the recipient: {code} 550")),
        ),
        (
            &[greeting, HELLO, yes, NOT_NOW],
            later(&format!("the recipient: {code} 450")),
        ),
        (
            &[greeting, HELLO, yes, yes, NO],
            refused(&format!("the message: {code} 550")),
        ),
        (
            &[greeting, HELLO, yes, yes, go_on, NO],
            refused(&format!("the message: {code} 550")),
        ),
        (
            &[greeting, HELLO, yes, yes, go_on, NOT_NOW],
            later(&format!("the message: {code} 450")),
        ),
        (
            &[greeting, HELLO, yes, yes, yes],
            later("the answers are out of step"),
        ),
    ];
    for (script, expected) in scripts {
        let lines: &'static [&'static str] = Vec::leak(
            script
                .iter()
                .map(|line| -> &'static str { String::leak((*line).to_owned()) })
                .collect(),
        );
        let (port, heard) = play(lines).await;
        let error = smtp(port, "", LONG).send(&letter(ANN)).await.unwrap_err();
        assert_eq!(error, expected, "{script:?}");
        let spoken = heard.lock().unwrap().join("\n");
        assert_eq!(
            spoken.contains("The words"),
            script.contains(&go_on),
            "{spoken}"
        );
    }
}

#[tokio::test]
async fn a_password_is_for_who_asks_for_one_and_its_refusal_is_ours() {
    let secret = "user = \"portal\"\npassword = \"t0p-s3cret\"";
    let (port, _) = play(&[
        "220 mail.example.org ESMTP\r\n",
        "250-mail.example.org\r\n250 AUTH PLAIN LOGIN\r\n",
        "535 5.7.8 t0p-s3cret is wrong\r\n",
    ])
    .await;
    let error = smtp(port, secret, LONG).send(&letter(ANN)).await;
    let expected = "signing in: the mail server answered 535";
    assert_eq!(error, Err(MailError::Later(expected.into())));

    let (port, heard) = play(&["220 mail.example.org ESMTP\r\n", HELLO]).await;
    let error = smtp(port, secret, LONG).send(&letter(ANN)).await;
    assert!(matches!(error, Err(MailError::Later(why)) if why.starts_with("signing in: ")));
    assert!(
        !heard
            .lock()
            .unwrap()
            .iter()
            .any(|line| line.contains("AUTH"))
    );
}

#[tokio::test]
async fn silence_is_no_refusal() {
    let (port, _) = play(&["220 mail.example.org ESMTP\r\n"]).await;
    let patience = Duration::from_millis(300);
    let error = smtp(port, "", patience).send(&letter(ANN)).await;
    let expected = "the mail server did not answer in time";
    assert_eq!(error, Err(MailError::Later(expected.into())));
}

#[tokio::test]
async fn what_is_no_address_is_said_to_nobody() {
    let (port, heard) = play(&["220 mail.example.org ESMTP\r\n"]).await;
    for to in [
        "ann@example.org\r\nRCPT TO:<eve@example.org>",
        "ann@example.org>\r\nDATA",
        "\"ann\r\n\"@example.org",
        "ann",
        "zoë@example.org",
    ] {
        let error = smtp(port, "", LONG).send(&letter(to)).await.unwrap_err();
        assert!(matches!(&error, MailError::Refused(why) if !why.contains("example")));
    }
    assert!(heard.lock().unwrap().is_empty());
}
