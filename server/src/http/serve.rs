//! The accept loop. `axum::serve` waits for ever for a request's head, so one patient stranger with
//! a thousand sockets could close the portal; here every wait has an end. A connection must bring a
//! whole request head in time, may be idle for a while and no longer, and counts against a fixed
//! number of connections; more of them wait in the kernel's queue. When told to stop, the loop
//! accepts nothing new and lets the requests in flight finish, but not for ever either.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower::Service as _;

use super::address::PeerAddr;

/// The bounds of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most connections at once.
    pub connections: usize,
    /// How long a request's head may take to arrive, the first one counted from the connection.
    pub head: Duration,
    /// The most bytes in a request's head; at least 8 kB.
    pub head_bytes: usize,
    /// How long a connection may stay open without a request.
    pub idle: Duration,
    /// HTTP/2: how often a silent peer is asked whether it is still there, and how long it may take.
    pub ping: Duration,
    /// HTTP/2: the most requests at once on one connection.
    pub streams: u32,
    /// How long requests in flight may take to finish after the signal to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1000,
            head: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            idle: Duration::from_secs(60),
            ping: Duration::from_secs(20),
            streams: 100,
            grace: Duration::from_secs(30),
        }
    }
}

/// Serves the router until `stop` is ready; returns when the last connection has ended.
///
/// Every request carries a [`PeerAddr`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let permits = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let room = Arc::new(Semaphore::new(limits.connections));
    let builder = builder(limits);
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, peer, permit)) = accepted else {
            break;
        };
        let connection = connect(
            stream,
            peer,
            builder.clone(),
            router.clone(),
            limits,
            stopped.clone(),
        );
        tokio::spawn(async move {
            connection.await;
            drop(permit);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    // Every connection ends by itself within the grace period; a little more covers the scheduling.
    let all_gone = room.acquire_many(permits);
    if timeout(limits.grace + Duration::from_secs(1), all_gone)
        .await
        .is_err()
    {
        tracing::warn!("stopped before every connection had ended");
    }
    Ok(())
}

/// Ready at the first SIGTERM or SIGINT. Listening begins at once, not at the first poll.
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.ping)
        .keep_alive_timeout(limits.ping)
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

/// Room first, then a connection: who finds the house full waits in the kernel's queue.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<Accepted> {
    // Fails only when the semaphore is closed, which nobody does.
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, permit)),
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                // Out of file descriptors or memory: wait until some are back.
                tracing::error!(%error, "cannot accept a connection");
                sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// What the requests of a connection tell the one who watches its time.
#[derive(Default)]
struct Activity {
    begun: AtomicUsize,
    running: AtomicUsize,
}

/// A request that a handler works on; also counted off when the client goes away.
struct Running(Arc<Activity>);

impl Running {
    fn begin(activity: &Arc<Activity>) -> Self {
        activity.begun.fetch_add(1, Ordering::Relaxed);
        activity.running.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(activity))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One connection from its first byte to its end.
async fn connect(
    stream: TcpStream,
    peer: SocketAddr,
    builder: Builder<TokioExecutor>,
    router: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    // Small answers must not wait for an acknowledgement (Nagle).
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let activity = Arc::new(Activity::default());
    let counted = Arc::clone(&activity);
    let service = service_fn(move |request: Request<Incoming>| {
        let running = Running::begin(&counted);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(PeerAddr(peer));
        let mut router = router.clone();
        async move {
            let response = router.call(request).await;
            drop(running);
            Ok::<_, Infallible>(response.unwrap_or_else(|never| match never {}))
        }
    });
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // Broken and hostile connections end here as well; there is nothing to say about them.
        _ = connection.as_mut() => return,
        stay = watch_time(&activity, limits, &mut stopped) => if !stay { return },
    }
    connection.as_mut().graceful_shutdown();
    // An error here is the client's, a time-out is its slowness; either way the connection goes.
    drop(timeout(limits.grace, connection).await);
}

/// Waits until the connection should end: `false` at once, `true` after what is in flight.
async fn watch_time(
    activity: &Activity,
    limits: Limits,
    stopped: &mut watch::Receiver<bool>,
) -> bool {
    let idle = async {
        // The protocol is known only after the first bytes, and hyper waits for those for ever.
        sleep(limits.head).await;
        if activity.begun.load(Ordering::Relaxed) == 0 {
            return false;
        }
        loop {
            let before = activity.begun.load(Ordering::Relaxed);
            sleep(limits.idle).await;
            let quiet = activity.begun.load(Ordering::Relaxed) == before;
            if quiet && activity.running.load(Ordering::Relaxed) == 0 {
                return true;
            }
        }
    };
    tokio::select! {
        stay = idle => stay,
        // A dropped sender means that the loop is gone: stop as well.
        _ = stopped.wait_for(|stopped| *stopped) => true,
    }
}

#[cfg(test)]
mod tests;
