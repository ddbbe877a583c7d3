//! Fields of a form, read strictly: a field that comes twice counts as absent, a field that nobody
//! asked for is ignored, a body that is not a form is refused.

use axum::extract::{FromRequest, Request};
use zeroize::Zeroizing;

use super::fault::Stop;

/// The fields in the order in which they came.
#[derive(Default)]
pub struct Fields(Vec<(String, Zeroizing<String>)>);

/// More fields than any page has.
const MOST: usize = 200;

impl Fields {
    /// The value of a field; empty when it is absent or comes more than once.
    pub fn one(&self, name: &str) -> &str {
        let mut found = self
            .0
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, value)| value.as_str());
        match (found.next(), found.next()) {
            (Some(value), None) => value,
            _ => "",
        }
    }

    /// All values of a field that may come several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parameters of an address, read by the same rules.
    pub fn of_query(query: &str) -> Option<Self> {
        Self::parse(query.as_bytes())
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
        (pairs.len() <= MOST).then(|| {
            Self(
                pairs
                    .into_iter()
                    .map(|(n, v)| (n, Zeroizing::new(v)))
                    .collect(),
            )
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Stop;

    async fn from_request(request: Request, state: &S) -> Result<Self, Stop> {
        let body = bytes::Bytes::from_request(request, state)
            .await
            .map_err(|_| Stop::bad_request())?;
        Self::parse(&body).ok_or_else(Stop::bad_request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_comes_twice_is_no_field() {
        let fields = Fields::parse(b"user=a&user=b&code=1+2&keep=x&keep=y").unwrap();
        assert_eq!(fields.one("user"), "");
        assert_eq!(fields.one("code"), "1 2");
        assert_eq!(fields.one("absent"), "");
        assert_eq!(fields.all("keep").collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn odd_bodies() {
        assert!(Fields::parse(&b"a=1&".repeat(1_000)).is_none());
        assert!(Fields::parse(b"").unwrap().one("a").is_empty());
        assert!(Fields::parse(b"a=%ff%fe").is_some_and(|f| f.one("a").contains('\u{fffd}')));
    }
}
