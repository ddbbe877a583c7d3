//! How much a single request may cost. The body is read here, once, before any handler runs: at
//! most 64 kB within 30 seconds in total, whatever pace and framing the sender chooses; so a handler
//! never waits for a stranger. A handler that takes too long is given up, and one that panics costs
//! its own request only. The answers have no body; the outer layer draws the page.
//!
//! Documents are never compressed: they hold secrets beside text that an attacker can choose, and
//! the compressed length would tell (BREACH). Bodies that arrive compressed are not unpacked either,
//! so nothing can grow. Assets are compressed when they are built.

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body as _;
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;

/// The bounds of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes in a body.
    pub body_bytes: usize,
    /// How long the whole body may take to arrive.
    pub body: Duration,
    /// How long a handler may take.
    pub handler: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            body: Duration::from_secs(30),
            handler: Duration::from_secs(30),
        }
    }
}

/// A panic is a 500 instead of the end of the connection.
pub fn catch_panics() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(after_panic)
}

/// What one address takes that is about a file of people: much and long. Its body is read by [`upload`],
/// after it is known who asks, so that strangers cannot send so much.
const FILES: Limits = Limits {
    body_bytes: domain::import::MOST_BYTES + 64 * 1024,
    body: Duration::from_secs(120),
    handler: Duration::from_secs(300),
};

/// The limits of a file that an address takes, where it takes one. Its body is read by [`upload`], after it is
/// known who asks.
pub fn file(path: &str) -> Option<Limits> {
    match path {
        UPLOAD => Some(FILES),
        GREETING => Some(Limits {
            body_bytes: domain::greeting::MOST_BYTES + 64 * 1024,
            ..Limits::default()
        }),
        _ => None,
    }
}

/// The limits of what stands at this address.
pub fn of(path: &str) -> Limits {
    if path.starts_with(UPLOAD) {
        Limits {
            handler: FILES.handler,
            ..Limits::default()
        }
    } else {
        Limits::default()
    }
}

/// Where files of people are sent to.
pub const UPLOAD: &str = "/administration/people/import";

/// Where the greetings of calls are sent to.
pub const GREETING: &str = "/administration/rules/greetings/change";

/// The request with its body in memory, for a handler of an address that takes a file.
///
/// # Errors
/// 413, 408 and 400.
pub async fn upload(request: Request) -> Result<Request, StatusCode> {
    let limits = file(request.uri().path()).unwrap_or_default();
    read(request, limits).await
}

/// Holds the request to the limits: 413, 408 and 503 instead of harm.
pub async fn bound<F: Future<Output = Response>>(
    limits: Limits,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let request = if file(request.uri().path()).is_some() {
        request
    } else {
        match read(request, limits).await {
            Ok(request) => request,
            Err(status) => return status.into_response(),
        }
    };
    match timeout(limits.handler, next(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!(limit = ?limits.handler, "a handler took too long");
            let retry = [(RETRY_AFTER, HeaderValue::from_static("10"))];
            (StatusCode::SERVICE_UNAVAILABLE, retry).into_response()
        }
    }
}

/// The same request with its body in memory.
async fn read(request: Request, limits: Limits) -> Result<Request, StatusCode> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    // Said openly to be too long: not a byte is read.
    if request.body().size_hint().lower() > limits.body_bytes as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let (head, body) = request.into_parts();
    match timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await {
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Ok(Ok(whole)) => Ok(Request::from_parts(head, Body::from(whole.to_bytes()))),
    }
}

/// The message of a panic may quote what a person typed, so it is not looked at. Where it happened
/// is in the log already, from the hook that `telemetry` sets.
fn after_panic(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::pending;

    use axum::Router;
    use axum::middleware::{Next, from_fn};
    use axum::routing::{get, post};
    use bytes::Bytes;
    use hyper::body::Frame;
    use tower::ServiceExt as _;

    use super::*;

    fn router() -> Router {
        let limits = Limits {
            body_bytes: 1000,
            body: Duration::from_millis(100),
            handler: Duration::from_millis(100),
        };
        Router::new()
            .route("/", get(|| async { "read" }))
            .route("/echo", post(|body: Bytes| async move { body }))
            .route("/stuck", get(pending::<()>))
            .route("/panic", get(panics))
            .layer(from_fn(move |request, next: Next| {
                bound(limits, request, |request| next.run(request))
            }))
            .layer(catch_panics())
    }

    async fn panics() -> StatusCode {
        panic!("the message names a password: hunter2")
    }

    async fn ask(request: Request) -> (StatusCode, Bytes) {
        let answer = router().oneshot(request).await.unwrap();
        (
            answer.status(),
            axum::body::to_bytes(answer.into_body(), 10_000)
                .await
                .unwrap(),
        )
    }

    fn post_to_echo(body: Body) -> Request {
        Request::post("/echo").body(body).unwrap()
    }

    /// A body without a stated length, in pieces; after the last one it ends or hangs.
    struct Pieces {
        left: usize,
        hangs: bool,
    }

    impl hyper::body::Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.left == 0 {
                return if self.hangs {
                    std::task::Poll::Pending
                } else {
                    std::task::Poll::Ready(None)
                };
            }
            self.left -= 1;
            std::task::Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 100])))))
        }
    }

    #[tokio::test]
    async fn what_fits_arrives_unchanged() {
        assert_eq!(
            ask(post_to_echo(Body::from("x".repeat(1000)))).await,
            (StatusCode::OK, "x".repeat(1000).into())
        );
        let pieces = Body::new(Pieces {
            left: 10,
            hangs: false,
        });
        assert_eq!(
            ask(post_to_echo(pieces)).await,
            (StatusCode::OK, "x".repeat(1000).into())
        );
        assert_eq!(
            ask(post_to_echo(Body::empty())).await,
            (StatusCode::OK, Bytes::new())
        );
        assert_eq!(
            ask(Request::get("/").body(Body::empty()).unwrap()).await.1,
            "read"
        );
    }

    #[tokio::test]
    async fn one_byte_too_many_is_413_stated_or_not() {
        let stated = ask(post_to_echo(Body::from("x".repeat(1001)))).await;
        assert_eq!(stated, (StatusCode::PAYLOAD_TOO_LARGE, Bytes::new()));
        let endless = ask(post_to_echo(Body::new(Pieces {
            left: usize::MAX,
            hangs: false,
        })))
        .await;
        assert_eq!(endless, (StatusCode::PAYLOAD_TOO_LARGE, Bytes::new()));
    }

    #[tokio::test]
    async fn a_body_that_does_not_end_is_408() {
        let slow = ask(post_to_echo(Body::new(Pieces {
            left: 3,
            hangs: true,
        })))
        .await;
        assert_eq!(slow, (StatusCode::REQUEST_TIMEOUT, Bytes::new()));
    }

    #[tokio::test]
    async fn a_handler_that_hangs_is_503_with_advice() {
        let request = Request::get("/stuck").body(Body::empty()).unwrap();
        let answer = router().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[RETRY_AFTER], "10");
    }

    #[tokio::test]
    async fn a_panic_is_500_and_tells_nothing() {
        let answer = ask(Request::get("/panic").body(Body::empty()).unwrap()).await;
        assert_eq!(answer, (StatusCode::INTERNAL_SERVER_ERROR, Bytes::new()));
    }

    #[tokio::test]
    async fn nothing_is_compressed() {
        let request = Request::get("/")
            .header("accept-encoding", "gzip, br")
            .body(Body::empty())
            .unwrap();
        let answer = router().oneshot(request).await.unwrap();
        assert!(!answer.headers().contains_key("content-encoding"));
    }
}
