//! Fetches a page as a navigation would: same origin, redirects followed, any status welcome.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Document, DomParser, Headers, RequestInit, RequestMode, Response, SupportedType,
};

use super::{Refused, Visit};

/// An answer that is a page.
pub struct Page {
    /// Where it came from after all redirects.
    pub url: String,
    /// What it says. Its scripts never run: they were parsed outside of a window.
    pub document: Document,
}

/// Asks for the page of a visit.
///
/// # Errors
/// When the connection fails, the visit is called off, or the answer is not HTML.
pub async fn page(visit: &Visit, signal: Option<&AbortSignal>) -> Result<Page, Refused> {
    let headers = Headers::new()?;
    headers.set("Accept", "text/html")?;
    let request = RequestInit::new();
    request.set_headers(&headers);
    request.set_mode(RequestMode::SameOrigin);
    request.set_signal(signal);
    if let Some(sending) = &visit.sending {
        request.set_method("POST");
        request.set_body(sending.body());
    }
    let asked = window().fetch_with_str_and_init(&visit.url, &request);
    let response: Response = JsFuture::from(asked).await?.dyn_into()?;
    let kind = response.headers().get("Content-Type")?.unwrap_or_default();
    if !kind.starts_with("text/html") {
        return Err(Refused::NULL);
    }
    let text = JsFuture::from(response.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    let document = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    Ok(Page {
        url: response.url(),
        document,
    })
}
