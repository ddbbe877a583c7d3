//! The portal's side of the line: the routes behind the guards that stand in front of every route, on a
//! real socket, and a gateway's way of calling them.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::middleware::{Next, from_fn};
use domain::Language;
use reqwest::{Client, RequestBuilder, Response};
use ring::hmac;
use server::config::PublicOrigin;
use server::http::address::{self, Ranges};
use server::http::gateway::{Callbacks, Key, routes};
use server::http::limits::{self, Limits};
use server::http::{origin, serve};
use tokio::net::TcpListener;

use crate::inside::Recorder;
use crate::outside::{NOW, Still, TOKEN, id};

/// The portal as gateways know it.
pub const ORIGIN: &str = "https://account.example.org";

/// The organisation of most tests.
pub const NAME: &str = "Example Organisation";

/// A running portal, as far as gateways are concerned.
pub struct Line {
    /// What arrived.
    pub inside: Arc<Recorder>,
    address: SocketAddr,
    client: Client,
}

/// An answer, read to the end.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// `Content-Type`.
    pub kind: String,
    /// The body.
    pub body: String,
}

impl Line {
    /// With this key and organisation.
    pub async fn new(key: Key, organisation: &str, language: Language) -> Self {
        let inside = Arc::new(Recorder::default());
        let own = PublicOrigin::parse(ORIGIN).unwrap();
        let routes = routes(Callbacks {
            inbound: inside.clone(),
            alarm: inside.clone(),
            clock: Arc::new(Still(NOW)),
            key,
            origin: own.clone(),
            organisation: organisation.into(),
            language,
        });
        let own = Arc::new(own);
        let guarded = routes.layer(from_fn(move |request, next: Next| {
            let own = own.clone();
            async move {
                let request = address::locate(&Ranges::default(), request);
                let handler = |request| next.run(request);
                let bounded = |request| limits::bound(Limits::default(), request, handler);
                origin::guard(&own, request, bounded).await
            }
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let never = std::future::pending();
        tokio::spawn(serve::serve(
            listener,
            guarded,
            serve::Limits::default(),
            never,
        ));
        Self {
            inside,
            address,
            client: Client::new(),
        }
    }

    /// A post to this path, nothing else.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("http://{}{path}", self.address))
    }

    /// A read of this path.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.address))
    }
}

/// With Twilio, and English where nothing else decides.
pub async fn twilio_line() -> Line {
    Line::new(Key::Twilio(TOKEN.into()), NAME, Language::En).await
}

/// Sends a request and reads the answer.
pub async fn send(request: RequestBuilder) -> Page {
    let answer: Response = request.send().await.unwrap();
    let kind = answer.headers().get("content-type");
    Page {
        status: answer.status().as_u16(),
        kind: kind
            .map(|k| k.to_str().unwrap().to_owned())
            .unwrap_or_default(),
        body: answer.text().await.unwrap(),
    }
}

/// The path of a callback about the sending of every test.
pub fn path(what: &str) -> String {
    format!("/gateway/twilio/{}/{what}", id())
}

/// Twilio's signature, as its documentation says it: the address, then each field's name and value in the
/// order of the names.
pub fn twilio_signature(token: &str, url: &str, fields: &[(&str, &str)]) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let mut signed = url.to_owned();
    for (name, value) in sorted {
        signed += name;
        signed += value;
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    data_encoding::BASE64.encode(hmac::sign(&key, signed.as_bytes()).as_ref())
}

/// The webhook's signature, as `docs/gateways.md` says it.
pub fn webhook_signature(secret: &str, timestamp: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{timestamp}.{body}").as_bytes());
    format!("v1={}", data_encoding::HEXLOWER.encode(tag.as_ref()))
}
