//! A browser as far as the portal can tell: it keeps cookies by the rules of their names, says which
//! page a form came from, and goes where it is sent when asked to. It never runs a script.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use server::http::address::PeerAddr;
use tower::ServiceExt as _;

use crate::page::Page;
use crate::portal::ORIGIN as OURS;

/// A browser, or a program that pretends to be one.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// The cookie jar.
    pub cookies: BTreeMap<String, String>,
    /// The other end of the connection.
    pub peer: SocketAddr,
    /// What it sends along with every request.
    pub headers: HeaderMap,
    /// Every `Set-Cookie` line that it ever got.
    pub set: Vec<String>,
}

/// A request with this method, path and body, without any header.
pub fn request(method: &str, path: &str, body: impl Into<Body>) -> Request {
    Request::builder()
        .method(method)
        .uri(path)
        .body(body.into())
        .unwrap()
}

/// Fields as a form sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap()
}

impl Browser {
    /// On this router, from an address for documentation.
    pub fn new(router: Router) -> Self {
        let peer = "192.0.2.7:40000".parse().unwrap();
        Self {
            router,
            cookies: BTreeMap::new(),
            peer,
            headers: HeaderMap::new(),
            set: Vec::new(),
        }
    }

    /// From another address.
    pub fn from(mut self, address: &str) -> Self {
        self.peer = SocketAddr::new(address.parse().unwrap(), 40_000);
        self
    }

    /// With a header on every request.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(
            HeaderName::try_from(name).unwrap(),
            HeaderValue::try_from(value).unwrap(),
        );
        self
    }

    /// With a cookie in the jar.
    pub fn holding(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Sends a request as it is, with the jar and the usual headers where the request has none.
    pub async fn send(&mut self, mut request: Request) -> Page {
        let path = request.uri().to_string();
        request.extensions_mut().insert(PeerAddr(self.peer));
        if !self.cookies.is_empty() && !request.headers().contains_key(COOKIE) {
            let jar: Vec<String> = self
                .cookies
                .iter()
                .map(|(n, v)| format!("{n}={v}"))
                .collect();
            request
                .headers_mut()
                .insert(COOKIE, jar.join("; ").parse().unwrap());
        }
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert(value.clone());
        }
        let (head, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let body = axum::body::to_bytes(body, 10_000_000).await.unwrap();
        for line in head.headers.get_all(SET_COOKIE) {
            self.keep(line.to_str().unwrap());
        }
        Page {
            path,
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// What a browser does with a `Set-Cookie` line whose name begins with `__Host-`.
    fn keep(&mut self, line: &str) {
        self.set.push(line.to_owned());
        let mut parts = line.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<&str> = parts.collect();
        let host = attributes.contains(&"Secure") && attributes.contains(&"Path=/");
        if !host || attributes.iter().any(|a| a.starts_with("Domain")) {
            return;
        }
        if attributes.contains(&"Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Reads a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(request("GET", path, Body::empty())).await
    }

    /// Sends a form from a page of ours, and stays where the answer leaves it.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut request = request("POST", path, form(fields));
        request.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        request
            .headers_mut()
            .insert(ORIGIN, HeaderValue::from_static(OURS));
        self.send(request).await
    }

    /// Sends a form and goes where the answer leads, at most five times.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await;
        self.follow(page).await
    }

    /// Reads a page and goes where it leads.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await
    }

    /// Goes where an answer leads.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            if page.status != StatusCode::SEE_OTHER {
                return page;
            }
            let path = page.headers[LOCATION].to_str().unwrap().to_owned();
            page = self.get(&path).await;
        }
        panic!("too many redirects, the last to {}", page.path)
    }

    /// Presses the button with this label on a page, after filling in the fields; as a browser without
    /// scripts does it.
    pub async fn press(&mut self, page: &Page, label: &str, typed: &[(&str, &str)]) -> Page {
        let form = page.form(label);
        let fields = form.filled(typed);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(form.method, Method::POST, "{label} is a change");
        self.submit(&form.action, &fields).await
    }
}
