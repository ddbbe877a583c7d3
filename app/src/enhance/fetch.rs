//! Fetches a page as a navigation would: same origin, redirects followed, any status welcome.

use gloo_net::http::{Method, RequestBuilder};
use web_sys::{AbortSignal, Document, DomParser, RequestMode, SupportedType};

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
    let request = RequestBuilder::new(&visit.url)
        .header("Accept", "text/html")
        .mode(RequestMode::SameOrigin)
        .abort_signal(signal);
    let request = match &visit.sending {
        Some(sending) => request.method(Method::POST).body(sending.body()),
        None => request.build(),
    };
    // Why a request did not come through makes no difference to what is done about it.
    let failed = |_: gloo_net::Error| Refused::NULL;
    let response = request.map_err(failed)?.send().await.map_err(failed)?;
    let kind = response.headers().get("Content-Type").unwrap_or_default();
    if !kind.starts_with("text/html") {
        return Err(Refused::NULL);
    }
    let text = response.text().await.map_err(failed)?;
    let document = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    Ok(Page {
        url: response.url(),
        document,
    })
}
