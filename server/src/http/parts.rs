//! Parts of a form with a file, read strictly: a part that comes twice counts as absent, as fields do. How much
//! there may be stands at the address ([`limits::file`]), and nothing is read before it is known who asks.

use axum::RequestExt as _;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use http::header::CONTENT_TYPE;
use zeroize::Zeroizing;

use super::fault::Stop;
use super::limits;

/// More parts than any page has.
const MOST: usize = 20;

/// The parts in the order in which they came; none where the form has no files.
#[derive(Default)]
pub struct Parts(Vec<(String, Zeroizing<Vec<u8>>)>);

impl Parts {
    /// The content of a part; empty when it is absent or comes more than once.
    pub fn take(&mut self, name: &str) -> Zeroizing<Vec<u8>> {
        let mut found = self.0.iter_mut().filter(|(known, _)| known == name);
        match (found.next(), found.next()) {
            (Some((_, content)), None) => std::mem::take(content),
            _ => Zeroizing::default(),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Parts {
    type Rejection = Stop;

    async fn from_request(request: Request, _: &S) -> Result<Self, Stop> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let multipart = kind.to_ascii_lowercase().starts_with("multipart/");
        let mut request = limits::upload(request).await.map_err(Stop::Fault)?;
        let mut read = Self::default();
        if !multipart {
            return Ok(read);
        }
        // How much it may be was judged above.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = request.extract::<Multipart, _>().await;
        let mut parts = parts.map_err(|_| Stop::bad_request())?;
        while let Some(part) = parts.next_field().await.map_err(|_| Stop::bad_request())? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|_| Stop::bad_request())?;
            if read.0.len() >= MOST {
                return Err(Stop::bad_request());
            }
            read.0.push((name, Zeroizing::new(bytes.to_vec())));
        }
        Ok(read)
    }
}
