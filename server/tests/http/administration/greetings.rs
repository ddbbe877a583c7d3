//! What calls begin with, over the page: uploaded, heard, replaced, removed; and what is no greeting.

use domain::Refusal;
use domain::account::Role;
use domain::greeting::MOST_BYTES;
use domain::time::Span;
use http::header::{CONTENT_TYPE, ORIGIN};

use super::administrator;
use crate::client::{Browser, request};
use crate::page::Page;
use crate::phones::{open, press, with_phone};
use crate::portal::{Database, ORIGIN as OURS, Plan, TestPortal};

on_both_stores!(
    a_file_is_uploaded_heard_replaced_and_removed,
    what_is_no_greeting_changes_nothing,
);

const HERE: &str = "/administration/rules/greetings";
const FORM: &str = "/administration/rules/greetings/change";
const REMOVE: &str = "/administration/rules/greetings/remove";

const WAV: &[u8] = include_bytes!("../../../../domain/tests/greetings/mu-law.wav");
const MP3: &[u8] = include_bytes!("../../../../domain/tests/greetings/tagged.mp3");

/// The names that `sha256sum` gives to the two.
const WAV_NAME: &str = "323244096953e97321cf36124ef7cacd7912c024cbc913fbb7a77f1189cf4fd3";
const MP3_NAME: &str = "54c92e369b24e341fa73513ae01adbc340c6baf5d1537319908cda9b9989643d";

fn address(name: &str) -> String {
    format!("/gateway/greeting/{name}")
}

/// Sends the form as a browser does, under a name that says nothing of the content.
async fn send(browser: &mut Browser, language: &str, file: &[u8]) -> Page {
    let part = |head: &str, body: &[u8]| {
        let head = format!("--fence\r\nContent-Disposition: form-data; name={head}\r\n\r\n");
        [head.as_bytes(), body, b"\r\n"].concat()
    };
    let named = "\"greeting\"; filename=\"greeting.wav\"\r\nContent-Type: audio/wav";
    let body = [
        part("\"language\"", language.as_bytes()),
        part(named, file),
        b"--fence--\r\n".to_vec(),
    ];
    let mut request = request("POST", FORM, body.concat());
    let kind = "multipart/form-data; boundary=fence".parse().unwrap();
    request.headers_mut().insert(CONTENT_TYPE, kind);
    request.headers_mut().insert(ORIGIN, OURS.parse().unwrap());
    browser.send(request).await
}

async fn a_file_is_uploaded_heard_replaced_and_removed(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (ada, mut browser) = administrator(&portal).await;
    for place in ["/administration/rules", "/administration/gateways"] {
        assert_eq!(browser.get(place).await.links(HERE), [HERE], "{place}");
    }
    let page = browser.get(HERE).await;
    assert_eq!(page.text().matches("The built-in words").count(), 2);
    assert!(page.links(REMOVE).is_empty());
    let form = browser.get(&format!("{FORM}?language=nl")).await;
    assert!(
        form.says("A greeting for calls in Dutch"),
        "{}",
        form.text()
    );

    let page = send(&mut browser, "nl", WAV).await;
    assert_eq!(page.to(), HERE);
    let page = browser.follow(page).await;
    assert!(
        page.says("From now on calls begin with your file."),
        "{}",
        page.text()
    );
    let dutch = page.by_id("nl");
    for said in ["WAV, 0.2 seconds, 3 kB", "ada@example.org"] {
        assert!(dutch.contains(said), "{dutch}");
    }
    assert!(page.by_id("en").contains("The built-in words"));
    assert_eq!(page.links("/gateway/"), [address(WAV_NAME)]);
    let row = portal.audit().await.pop().unwrap();
    assert_eq!(
        (row.event.as_str(), &row.actor),
        ("greeting_set", &ada.id.to_string())
    );
    let details: serde_json::Value = serde_json::from_str(&row.details).unwrap();
    let expected = serde_json::json!({
        "language": "nl", "kind": "wav", "milliseconds": "250", "sha256": WAV_NAME,
    });
    assert_eq!(details, expected);

    // Whoever is called hears it, so anybody may fetch it.
    let heard = portal.browser().get(&address(WAV_NAME)).await;
    assert_eq!(
        (heard.status.as_u16(), heard.header("content-type")),
        (200, "audio/wav")
    );
    assert_eq!(heard.body, String::from_utf8_lossy(WAV));
    for (name, value) in [
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(heard.header(name), value);
    }

    send(&mut browser, "nl", MP3).await.to();
    let heard = portal.browser().get(&address(MP3_NAME)).await;
    assert_eq!(
        (heard.status.as_u16(), heard.header("content-type")),
        (200, "audio/mpeg")
    );
    let old = portal.browser().get(&address(WAV_NAME)).await;
    assert_eq!(
        (old.status.as_u16(), old.header("cache-control")),
        (404, "no-store")
    );

    let page = browser.get(&format!("{REMOVE}?language=nl")).await;
    assert!(
        page.says("Remove the greeting of calls in Dutch?"),
        "{}",
        page.text()
    );
    let page = browser.press(&page, "Remove", &[]).await;
    assert!(page.path == HERE && page.says("Calls begin with the built-in words again."));
    assert_eq!(portal.browser().get(&address(MP3_NAME)).await.status, 404);
    assert_eq!(portal.count("greeting_remove").await, 1);
    let page = browser.submit(REMOVE, &[("language", "nl")]).await;
    assert!(page.says("there was nothing to save"), "{}", page.text());
    assert_eq!(portal.count("greeting_remove").await, 1);
}

async fn what_is_no_greeting_changes_nothing(database: Database) {
    let portal = Plan::default().on(database).open().await;
    let (_, mut browser) = administrator(&portal).await;
    send(&mut browser, "en", WAV).await.to();
    let rows = portal.audit().await.len();
    let large: Vec<u8> = WAV.iter().copied().cycle().take(MOST_BYTES + 1).collect();
    // 21 seconds of silence at 8 kHz behind the head of a file that is whole.
    let mut long = WAV[..58].to_vec();
    long.resize(58 + 168_000, 0xff);
    long[4..8].copy_from_slice(&168_050_u32.to_le_bytes());
    long[54..58].copy_from_slice(&168_000_u32.to_le_bytes());
    let mut lying = WAV.to_vec();
    lying[54..58].copy_from_slice(&u32::MAX.to_le_bytes());
    for (file, refusal) in [
        (&b""[..], Refusal::Required),
        (
            b"<!doctype html><script>alert(1)</script>",
            Refusal::GreetingKind,
        ),
        (&large, Refusal::GreetingBytes),
        (&long, Refusal::GreetingLength),
        (&lying, Refusal::GreetingBroken),
        (&WAV[..1_000], Refusal::GreetingBroken),
        (&MP3[..1_000], Refusal::GreetingBroken),
    ] {
        let page = send(&mut browser, "en", file).await;
        assert_eq!(page.status, 200, "{refusal:?}");
        assert!(
            page.refuses(refusal) || page.says("Choose a sound file."),
            "{refusal:?}: {}",
            page.text()
        );
    }
    let too_much = send(&mut browser, "en", &vec![0; MOST_BYTES + 64 * 1024]).await;
    assert_eq!(too_much.status, 413);
    for language in ["", "fr", "EN", "en-GB"] {
        assert_eq!(
            send(&mut browser, language, MP3).await.to(),
            HERE,
            "{language}"
        );
        let page = browser.get(&format!("{FORM}?language={language}")).await;
        assert_eq!(page.to(), HERE, "{language}");
    }
    let twice = browser.get(HERE).await;
    assert_eq!(twice.links("/gateway/"), [address(WAV_NAME)]);
    assert_eq!(portal.audit().await.len(), rows);
}

#[tokio::test]
async fn only_administrators_with_a_fresh_code_change_them() {
    let portal = TestPortal::new().await;
    for role in [Role::User, Role::Reader, Role::Operator, Role::Supervisor] {
        let login = format!("{}@example.org", role.key());
        let person = portal.enrolled_as(&login, role).await;
        let mut browser = portal.signed_in(&person).await;
        assert_eq!(browser.get(HERE).await.status, 404, "{role:?}");
        assert_eq!(send(&mut browser, "en", WAV).await.status, 404, "{role:?}");
    }
    let (_, mut browser) = administrator(&portal).await;
    portal.clock.forward(Span::minutes(6));
    assert_eq!(browser.get(HERE).await.status, 200);
    let page = send(&mut browser, "en", WAV).await;
    assert!(page.to().starts_with("/step-up"), "{}", page.to());
    assert_eq!(portal.browser().get(&address(WAV_NAME)).await.status, 404);
    let stranger = send(&mut portal.browser(), "en", WAV).await;
    assert!(stranger.to().starts_with("/sign-in"));
}

#[tokio::test]
async fn no_other_name_leads_anywhere() {
    let portal = TestPortal::new().await;
    let (_, mut browser) = administrator(&portal).await;
    send(&mut browser, "en", WAV).await.to();
    let upper = WAV_NAME.to_uppercase();
    for name in [
        "0",
        &WAV_NAME[..62],
        &format!("{WAV_NAME}00"),
        &upper,
        "..%2f..%2fetc",
    ] {
        let page = portal.browser().get(&address(name)).await;
        assert_eq!(page.status, 404, "{name}");
    }
}

#[tokio::test]
async fn the_pretend_phone_shows_that_a_call_begins_with_it() {
    let portal = open().await;
    let (ada, mut browser) = administrator(&portal).await;
    let noor = with_phone(&portal, "noor@example.org").await;
    let heard = async || {
        portal.clock.forward(Span::minutes(10));
        let mut visitor = portal.halfway(&noor).await;
        // A text went out with the password; the call is asked for when another may be.
        portal.clock.forward(Span::minutes(5));
        visitor
            .post("/sign-in/ask", &[("way", "call_phone")])
            .await
            .to();
        press(&portal, "").await["body"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    send(&mut browser, "nl", WAV).await.to();
    let english = heard().await;
    assert!(
        english.starts_with("Hello. This is Example School."),
        "{english}"
    );
    let mut browser = portal.signed_in(&ada).await;
    send(&mut browser, "en", WAV).await.to();
    let english = heard().await;
    assert!(english.starts_with("♪ Somebody is signing in"), "{english}");
}
