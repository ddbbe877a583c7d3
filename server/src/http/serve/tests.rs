//! Attacks on the socket itself, with limits short enough for a test: and slow clients.

use std::time::Instant;

use axum::Extension;
use axum::routing::get;
use bytes::Bytes;
use http_body_util::Empty;
use hyper::client::conn::http2;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::*;

const HEAD: Duration = Duration::from_millis(300);
/// Longer than any limit here, shorter than anybody's patience.
const PATIENCE: Duration = Duration::from_secs(10);

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<io::Result<()>>,
    /// `/slow` says when it has been entered and waits until it is let go.
    entered: Arc<Notify>,
    let_go: Arc<Notify>,
}

fn limits() -> Limits {
    Limits {
        connections: 100,
        head: HEAD,
        head_bytes: 16 * 1024,
        idle: HEAD,
        ping: HEAD,
        streams: 10,
        grace: Duration::from_secs(5),
    }
}

async fn start(limits: Limits) -> Server {
    let (entered, let_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (e, l) = (Arc::clone(&entered), Arc::clone(&let_go));
    let slow = move || {
        let (e, l) = (Arc::clone(&e), Arc::clone(&l));
        async move {
            e.notify_one();
            l.notified().await;
            "slow but complete"
        }
    };
    let router = Router::new()
        .route(
            "/",
            get(|Extension(PeerAddr(peer)): Extension<PeerAddr>| async move { peer.to_string() }),
        )
        .route("/slow", get(slow));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(serve(listener, router, limits, async {
        stopped.await.ok();
    }));
    Server {
        address,
        stop,
        ended,
        entered,
        let_go,
    }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(PATIENCE, self.ended)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    }
}

/// Everything until the server closes; a reset counts as closing.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut text))
        .await
        .expect("never closed");
    drop(read);
    String::from_utf8_lossy(&text).into_owned()
}

async fn ask(stream: &mut TcpStream, path: &str, close: bool) {
    let connection = if close { "close" } else { "keep-alive" };
    let text =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n\r\n");
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// Reads one answer with a stated length from a connection that stays open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.contains("\r\n\r\n") || !text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        let mut buffer = [0; 1024];
        let read = timeout(PATIENCE, stream.read(&mut buffer))
            .await
            .unwrap()
            .unwrap();
        assert_ne!(read, 0, "closed after {text:?}");
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
    text
}

#[tokio::test]
async fn a_request_knows_its_peer_and_the_connection_is_kept() {
    let server = start(limits()).await;
    let mut stream = server.connect().await;
    let own = stream.local_addr().unwrap().to_string();
    for _ in 0..3 {
        ask(&mut stream, "/", false).await;
        let text = answer(&mut stream).await;
        assert!(
            text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with(&own),
            "{text}"
        );
        assert!(!text.to_lowercase().contains("\r\nserver:"), "{text}");
    }
    drop(stream);
    server.stop().await;
}

#[tokio::test]
async fn a_head_that_does_not_come_closes_the_connection() {
    let server = start(limits()).await;
    // Nothing at all; the beginning of both protocols; half a head; the preface and then nothing.
    for start in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let begun = Instant::now();
        let mut stream = server.connect().await;
        stream.write_all(start.as_bytes()).await.unwrap();
        rest(&mut stream).await;
        assert!(
            begun.elapsed() >= HEAD / 2,
            "{start:?} was not given its time"
        );
    }
    server.stop().await;
}

#[tokio::test]
async fn dripping_a_head_buys_no_time() {
    let server = start(limits()).await;
    let stream = server.connect().await;
    let (mut reading, mut writing) = stream.into_split();
    let drip = tokio::spawn(async move {
        writing.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        let mut every = tokio::time::interval(HEAD / 10);
        while writing.write_all(b"X-Y: z\r\n").await.is_ok() {
            every.tick().await;
        }
    });
    let mut text = Vec::new();
    let closed = timeout(PATIENCE, reading.read_to_end(&mut text)).await;
    assert!(closed.is_ok(), "still open");
    assert!(
        text.is_empty(),
        "answered {}",
        String::from_utf8_lossy(&text)
    );
    timeout(PATIENCE, drip).await.unwrap().unwrap();
    server.stop().await;
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_requests() {
    let server = start(limits()).await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/", false).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
    server.stop().await;
}

#[tokio::test]
async fn a_head_that_is_too_large_is_431() {
    let server = start(limits()).await;
    let long = format!("X-Long: {}\r\n", "a".repeat(64 * 1024));
    let many: String = (0..10_000).map(|n| format!("X-{n}: b\r\n")).collect();
    for headers in [long, many] {
        let stream = server.connect().await;
        let (mut reading, mut writing) = stream.into_split();
        let head = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        // The server answers and closes before it has read everything.
        let writer = tokio::spawn(async move { writing.write_all(head.as_bytes()).await.is_ok() });
        let mut start = [0; 12];
        timeout(PATIENCE, reading.read_exact(&mut start))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(&start, b"HTTP/1.1 431");
        timeout(PATIENCE, writer).await.unwrap().unwrap();
    }
    let mut stream = server.connect().await;
    ask(&mut stream, "/", true).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
    server.stop().await;
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_room() {
    let server = start(Limits {
        connections: 2,
        head: PATIENCE,
        ..limits()
    })
    .await;
    let mut first = server.connect().await;
    let mut second = server.connect().await;
    for stream in [&mut first, &mut second] {
        ask(stream, "/", false).await;
        answer(stream).await;
    }
    let mut third = server.connect().await;
    ask(&mut third, "/", true).await;
    let mut byte = [0];
    let waiting = timeout(HEAD / 3, third.read(&mut byte)).await;
    assert!(waiting.is_err(), "served although the house was full");
    drop(first);
    assert!(rest(&mut third).await.starts_with("HTTP/1.1 200 OK\r\n"));
    drop(second);
    server.stop().await;
}

#[tokio::test]
async fn connections_that_say_nothing_make_room_again() {
    let server = start(Limits {
        connections: 2,
        ..limits()
    })
    .await;
    let silent = [server.connect().await, server.connect().await];
    let mut third = server.connect().await;
    ask(&mut third, "/", true).await;
    assert!(rest(&mut third).await.starts_with("HTTP/1.1 200 OK\r\n"));
    drop(silent);
    server.stop().await;
}

#[tokio::test]
async fn stopping_lets_a_request_finish_and_takes_no_new_one() {
    let server = start(limits()).await;
    let mut idle = server.connect().await;
    ask(&mut idle, "/", false).await;
    answer(&mut idle).await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/slow", false).await;
    timeout(PATIENCE, server.entered.notified()).await.unwrap();
    server.stop.send(()).unwrap();
    assert_eq!(
        rest(&mut idle).await,
        "",
        "an idle connection was not closed"
    );
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!server.ended.is_finished());
    server.let_go.notify_one();
    let text = rest(&mut stream).await;
    assert!(text.ends_with("slow but complete"), "{text}");
    timeout(PATIENCE, server.ended)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn stopping_waits_no_longer_than_the_grace() {
    let server = start(Limits {
        grace: HEAD,
        ..limits()
    })
    .await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/slow", false).await;
    timeout(PATIENCE, server.entered.notified()).await.unwrap();
    server.stop.send(()).unwrap();
    timeout(PATIENCE, server.ended)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn http_2_is_spoken_by_prior_knowledge_and_within_the_same_bounds() {
    let server = start(limits()).await;
    let (mut sender, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(server.connect().await))
            .await
            .unwrap();
    let connection = tokio::spawn(connection);
    let get = |long: usize| {
        let request = Request::get(format!("http://{}/", server.address));
        request
            .header("x-long", "a".repeat(long))
            .body(Empty::<Bytes>::new())
            .unwrap()
    };
    let answer = sender.send_request(get(10)).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.version()),
        (200, http::Version::HTTP_2)
    );
    drop(answer);
    // Refused with 431 by the server, or already by a client that was told the limit.
    let refused = sender.send_request(get(64 * 1024)).await;
    assert!(refused.map_or(true, |answer| answer.status().as_u16() == 431));
    // The client answers every ping and asks nothing more: it is sent away all the same.
    timeout(PATIENCE, connection)
        .await
        .expect("never closed")
        .unwrap()
        .ok();
    server.stop().await;
}
