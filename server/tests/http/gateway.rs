//! The addresses of gateways in a whole portal on a real socket: they pass the guards that stop other
//! sites, answer as a machine is answered, and a forgery is in the audit record. What they make of each
//! message is tested beside them, in `tests/gateway`.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::audit::Trace;
use domain::prompt::Prompt;
use domain::service::Answer;
use domain::service::ports::{Inbound, PhoneEvent};
use domain::{Id, Language};
use reqwest::{Client, RequestBuilder};
use ring::hmac;
use server::http::gateway::{Callbacks, Key, routes};
use server::http::{mounted, serve};
use tokio::net::TcpListener;

use crate::portal::{ORIGIN, TestPortal};

const TOKEN: &str = "a-token-of-the-account";
const PATH: &str = "/gateway/twilio/0000000003e8ffffffffffffffffffff/voice";

/// Keeps the traces of what it is told.
#[derive(Default)]
struct Told(Mutex<Vec<Trace>>);

#[async_trait]
impl Inbound for Told {
    async fn event(
        &self,
        _: Id,
        _: PhoneEvent,
        trace: &Trace,
    ) -> Answer<Option<(Prompt, Language)>> {
        self.0.lock().unwrap().push(trace.clone());
        Ok(Some((Prompt::Confirmed, Language::Nl)))
    }

    async fn greeting(&self, _: Language) -> Answer<Option<[u8; 32]>> {
        Ok(None)
    }

    async fn reply(&self, _: &str, _: &str, trace: &Trace) -> Answer<()> {
        self.0.lock().unwrap().push(trace.clone());
        Ok(())
    }
}

/// The portal with a gateway, and how to post to it.
async fn start(portal: &TestPortal) -> (Arc<Told>, impl Fn(&str) -> RequestBuilder) {
    let told = Arc::new(Told::default());
    let routes = routes(Callbacks {
        inbound: told.clone(),
        alarm: portal.portal.clone(),
        clock: Arc::new(portal.clock.clone()),
        key: Key::Twilio(TOKEN.into()),
        origin: portal.portal.origin.as_ref().clone(),
        organisation: portal.portal.organisation.clone(),
        language: Language::En,
    });
    let router = mounted(portal.portal.clone(), routes);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let never = std::future::pending();
    tokio::spawn(serve::serve(
        listener,
        router,
        serve::Limits::default(),
        never,
    ));
    let client = Client::new();
    (told, move |path| {
        client.post(format!("http://{address}{path}"))
    })
}

fn signature(path: &str, fields: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    let tag = hmac::sign(&key, format!("{ORIGIN}{path}{fields}").as_bytes());
    data_encoding::BASE64.encode(tag.as_ref())
}

#[tokio::test]
async fn a_signed_message_passes_the_guard_with_the_caller_in_its_trace() {
    let portal = TestPortal::new().await;
    let (told, post) = start(&portal).await;
    let signed = signature(PATH, "AnsweredByhuman");
    let answer = post(PATH)
        .form(&[("AnsweredBy", "human")])
        .header("x-twilio-signature", signed)
        .header("user-agent", "TwilioProxy/1.1")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let header = |name| {
        answer
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    assert_eq!(header("content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(header("cache-control"), Some("no-store"));
    let nothing = "default-src 'none'; frame-ancestors 'none'";
    assert_eq!(header("content-security-policy"), Some(nothing));
    assert!(header("set-cookie").is_none());
    let traces = told.0.lock().unwrap().clone();
    assert_eq!(traces.len(), 1);
    assert_eq!(
        (traces[0].address.as_str(), traces[0].user_agent.as_str()),
        ("127.0.0.1", "TwilioProxy/1.1")
    );
    assert_eq!(portal.count("malicious_csrf").await, 0);
    assert_eq!(portal.count("gateway_forgery").await, 0);
}

#[tokio::test]
async fn a_042_a_forgery_is_recorded_and_answered_without_a_page() {
    let portal = TestPortal::new().await;
    let (told, post) = start(&portal).await;
    for wrong in [
        "",
        &signature(PATH, "AnsweredBymachine"),
        &signature("/gateway/twilio/text", "AnsweredByhuman"),
    ] {
        let form = post(PATH).form(&[("AnsweredBy", "human")]);
        let answer = form
            .header("x-twilio-signature", wrong)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 403);
        assert_eq!(answer.text().await.unwrap(), "");
    }
    assert!(told.0.lock().unwrap().is_empty());
    assert_eq!(portal.count("gateway_forgery").await, 3);
    let told = &portal.portal.metrics.forgeries;
    assert_eq!(told.load(std::sync::atomic::Ordering::Relaxed), 3);
    let rows = portal.audit().await;
    let row = rows
        .iter()
        .find(|row| row.event == "gateway_forgery")
        .unwrap();
    assert_eq!(
        (
            row.outcome.as_str(),
            row.reason.as_str(),
            row.address.as_str()
        ),
        ("failure", "wrong_signature", "127.0.0.1")
    );
}

#[tokio::test]
async fn what_is_no_form_does_not_reach_a_gateways_address() {
    let portal = TestPortal::new().await;
    let (told, post) = start(&portal).await;
    let plain = post(PATH)
        .header("content-type", "text/plain")
        .body("AnsweredBy=human");
    assert_eq!(plain.send().await.unwrap().status(), 403);
    let long = post(PATH).form(&[("AnsweredBy", "x".repeat(60_000))]);
    assert_eq!(long.send().await.unwrap().status(), 413);
    assert!(told.0.lock().unwrap().is_empty());
    assert_eq!(portal.count("malicious_csrf").await, 1);
}
