//! The least that a server of this kind can do: axum, one constant answer, the runtime and the socket
//! options of the portal and nothing else. `end2end/bench` measures the portal beside it, in the same run
//! with the same client, because on a shared machine only the ratio means something.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

const JSON: [(axum::http::HeaderName, &str); 1] = [(CONTENT_TYPE, "application/json")];

/// Takes the question in, as the portal must, and looks no further.
async fn check(_: Bytes) -> impl IntoResponse {
    (JSON, r#"{"ok":false}"#)
}

async fn serve(address: &str) -> anyhow::Result<()> {
    let router = Router::new()
        .route("/", get(|| async { "Hello, World!" }))
        .route("/api/v1/app-passwords/check", post(check));
    // Small answers must not wait for an acknowledgement (Nagle).
    let listener = TcpListener::bind(address).await?.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("yardstick: {error}");
        }
    });
    Ok(axum::serve(listener, router).await?)
}

fn main() -> anyhow::Result<()> {
    let address = std::env::args().nth(1);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()?
        .block_on(serve(address.as_deref().unwrap_or("127.0.0.1:8081")))
}
