//! One request to a gateway, over a connection of its own. A few texts a minute need no pool, and with a
//! pool nobody could say whether a request went out: a connection that was kept open may close in the
//! moment it is used. Here everything that fails before the request is handed to the connection was not
//! sent, and everything after it may have been.
//!
//! hyper's own client and tokio-rustls are what the database's driver and the server's other half are made
//! of already; reqwest would add a pool, redirects, proxies and cookies that are not wanted here.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::service::ports::GatewayError;
use http::header::{ACCEPT, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use crate::authorities;
use crate::config::Endpoint;

/// The most bytes of an answer that are read; of its head no more either.
pub const MOST_ANSWER_BYTES: usize = 64 * 1024;

/// How long a gateway may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For name, connection and TLS.
    pub connect: Duration,
    /// For everything together.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(10),
        }
    }
}

/// The way to one gateway.
pub struct Client {
    endpoint: Endpoint,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    timeouts: Timeouts,
}

type Sender = SendRequest<Full<Bytes>>;

impl Client {
    /// To this address, whose certificate comes from these authorities or those of the system.
    ///
    /// # Errors
    /// When there are no authorities; in words for an operator.
    pub fn new(
        endpoint: Endpoint,
        authorities: Option<&Path>,
        timeouts: Timeouts,
    ) -> Result<Self, String> {
        let tls = if endpoint.is_https() {
            let mut config = authorities::client(authorities, "gateway.authorities")?;
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            let (host, _) = endpoint.host_and_port();
            let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
            Some((TlsConnector::from(Arc::new(config)), name))
        } else {
            None
        };
        Ok(Self {
            endpoint,
            tls,
            timeouts,
        })
    }

    /// Posts a body to a path below the endpoint and returns the body of a good answer.
    ///
    /// # Errors
    /// [`GatewayError::Later`] where nothing was sent or the gateway says 429 or 503,
    /// [`GatewayError::Refused`] after another 4xx or a redirect, which is not followed,
    /// [`GatewayError::Unclear`] in every other case.
    pub async fn post(
        &self,
        path: &str,
        headers: HeaderMap,
        body: Zeroizing<Vec<u8>>,
    ) -> Result<Bytes, GatewayError> {
        let request = self.request(path, headers, body).map_err(|error| {
            GatewayError::Refused(format!("the request cannot be written: {error}"))
        })?;
        let end = Instant::now() + self.timeouts.total;
        // The connection is driven beside the request, and ends with this function.
        let mut driver = JoinSet::new();
        let connecting = timeout(self.timeouts.connect, self.connect(&mut driver));
        let mut sender = match timeout_at(end, connecting).await {
            Ok(Ok(Ok(sender))) => sender,
            Ok(Ok(Err(text))) => return Err(GatewayError::Later(text)),
            Ok(Err(_)) | Err(_) => return Err(GatewayError::Later("no connection in time".into())),
        };
        match timeout_at(end, exchange(&mut sender, request)).await {
            Ok(result) => result,
            Err(_) => Err(GatewayError::Unclear("no answer in time".into())),
        }
    }

    fn request(
        &self,
        path: &str,
        headers: HeaderMap,
        body: Zeroizing<Vec<u8>>,
    ) -> Result<Request<Full<Bytes>>, http::Error> {
        let prefix = self.endpoint.path();
        let target = match (prefix, path) {
            ("", "") => "/".to_owned(),
            _ => format!("{prefix}{path}"),
        };
        // The bytes are wiped when hyper lets go of them: a text has a code in it.
        let body = Full::new(Bytes::from_owner(Wiped(body)));
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(target)
            .header(HOST, self.endpoint.authority())
            .header(USER_AGENT, "Proofup")
            .header(ACCEPT, "application/json")
            .body(body)?;
        request.headers_mut().extend(headers);
        Ok(request)
    }

    async fn connect(&self, driver: &mut JoinSet<()>) -> Result<Sender, String> {
        let (host, port) = self.endpoint.host_and_port();
        let stream = TcpStream::connect((host, port)).await;
        let stream = stream.map_err(|error| format!("no connection: {error}"))?;
        stream
            .set_nodelay(true)
            .map_err(|error| format!("no connection: {error}"))?;
        match &self.tls {
            None => handshake(stream, driver).await,
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await;
                let stream = stream.map_err(|error| format!("no TLS: {error}"))?;
                handshake(stream, driver).await
            }
        }
    }
}

struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

async fn handshake(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    driver: &mut JoinSet<()>,
) -> Result<Sender, String> {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MOST_ANSWER_BYTES);
    let (sender, connection) = builder
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| format!("no connection: {error}"))?;
    driver.spawn(async move {
        // What goes wrong on the connection is told to the request as well.
        let _ = connection.await;
    });
    Ok(sender)
}

/// Sends the request and judges the answer.
async fn exchange(
    sender: &mut Sender,
    request: Request<Full<Bytes>>,
) -> Result<Bytes, GatewayError> {
    match sender.try_send_request(request).await {
        Ok(response) => judge(response).await,
        Err(mut error) => {
            let unsent = error.take_message().is_some();
            let text = format!("the connection broke: {}", error.into_error());
            Err(if unsent {
                GatewayError::Later(text)
            } else {
                GatewayError::Unclear(text)
            })
        }
    }
}

/// 500, 502 and 504 come from somewhere behind whatever took the request in, so it may be on its way;
/// 429 and 503 say that it was not taken in.
async fn judge(response: Response<Incoming>) -> Result<Bytes, GatewayError> {
    let status = response.status();
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let wait = seconds(response.headers().get(RETRY_AFTER));
            let wait = wait.map_or(String::new(), |n| format!(", again in {n} seconds"));
            Err(GatewayError::Later(format!(
                "status {}{wait}",
                status.as_u16()
            )))
        }
        _ if status.is_success() => match read(response).await {
            Some(body) => Ok(body),
            None => Err(GatewayError::Unclear(
                "the answer broke off or is too long".into(),
            )),
        },
        _ if status.is_client_error() => {
            let code = read(response).await.and_then(|body| code(&body));
            let code = code.map_or(String::new(), |code| format!(", code {code}"));
            Err(GatewayError::Refused(format!(
                "status {}{code}",
                status.as_u16()
            )))
        }
        // "See other" follows on something that was done.
        _ if status.is_redirection() && status != StatusCode::SEE_OTHER => Err(
            GatewayError::Refused(format!("status {}: another address", status.as_u16())),
        ),
        _ => Err(GatewayError::Unclear(format!("status {}", status.as_u16()))),
    }
}

fn read(response: Response<Incoming>) -> impl Future<Output = Option<Bytes>> {
    let body = Limited::new(response.into_body(), MOST_ANSWER_BYTES);
    async { body.collect().await.ok().map(|whole| whole.to_bytes()) }
}

/// `Retry-After` in seconds, at most a day. A date is left out.
fn seconds(value: Option<&HeaderValue>) -> Option<u32> {
    let seconds = value?.to_str().ok()?.parse().ok()?;
    (seconds <= 86_400).then_some(seconds)
}

/// The number of an error. Its message is never kept: it repeats the telephone number.
fn code(body: &[u8]) -> Option<u32> {
    #[derive(serde::Deserialize)]
    struct Failure {
        code: u32,
    }
    let failure: Failure = serde_json::from_slice(body).ok()?;
    Some(failure.code)
}

/// Headers of a body of this kind.
pub fn of_kind(kind: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))])
}
