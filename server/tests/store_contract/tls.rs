//! The line to PostgreSQL on another machine: encrypted, and only to the server that the address names.
//! The server is a real one with `ssl = on`; `hostaddr` leads its name to this machine.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;

use domain::service::ports::{Store, StoreError};
use server::store::postgres;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};

use crate::postgres_server;
use crate::subject::{Links, id};

const NAME: &str = "db.example.org";
const PASSWORD: &str = "a-password-for-the-line";

/// A server with a certificate for [`NAME`]; it ends with the watcher.
struct Server {
    directory: PathBuf,
    port: u16,
    _watcher: Child,
}

impl Server {
    async fn start() -> Self {
        let port = free().await;
        let start = move || postgres_server::watch(&[&port.to_string(), NAME, PASSWORD]);
        let (directory, watcher) = tokio::task::spawn_blocking(start).await.unwrap();
        Self {
            directory: directory.into(),
            port,
            _watcher: watcher,
        }
    }
}

async fn free() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

async fn open(address: &str, authorities: &Path) -> Result<Arc<dyn Store>, StoreError> {
    postgres::open(address, Some(authorities), 2, Arc::new(Links)).await
}

/// Refused with these words.
async fn refused(address: &str, authorities: &Path, words: &[&str]) {
    let Err(StoreError::Unavailable(said)) = open(address, authorities).await else {
        panic!("opened {address}")
    };
    for word in words {
        assert!(said.contains(word), "{word:?} in {said:?}");
    }
}

fn address(name: &str, port: u16, more: &str) -> String {
    format!(
        "host={name} hostaddr=127.0.0.1 port={port} user=proofup password={PASSWORD} dbname=postgres {more}"
    )
}

/// Another authority with this name.
fn stranger(dir: &Path, name: &str) -> PathBuf {
    let file = dir.join(format!("{name}.pem"));
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        ])
        .args(["-subj", &format!("/CN={name}")])
        .args(["-keyout", "/dev/null", "-out"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_machine_is_reached_through_tls_and_must_be_the_one_that_was_named() {
    let server = Server::start().await;
    let authorities = &server.directory.join("ca.pem");
    // The password is bound to this very line: nobody in between can pass it on.
    let right = address(NAME, server.port, "channel_binding=require");

    let store = open(&right, authorities).await.unwrap();
    store.ready().await.unwrap();
    assert_eq!(store.account(id(1)).await.unwrap(), None);
    let check = store.mail_match("nobody", Box::new(|_| Vec::new()));
    assert!(check.await.unwrap().is_none());

    let (socket, port) = (server.directory.display(), server.port);
    let beside = format!("host={socket} port={port} user=proofup dbname=postgres");
    let (beside, connection) = tokio_postgres::connect(&beside, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let count = "SELECT count(*), count(*) FILTER (WHERE ssl AND version = 'TLSv1.3')
        FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'proofup'";
    let row = beside.query_one(count, &[]).await.unwrap();
    let (all, encrypted): (i64, i64) = (row.get(0), row.get(1));
    assert!(all >= 2 && all == encrypted, "{encrypted} of {all}");

    let dir = tempfile::tempdir().unwrap();
    let words = ["authority", "not known", "store.authorities"];
    let namesake = stranger(dir.path(), "authority");
    refused(&right, &namesake, &words).await;
    refused(&right, &stranger(dir.path(), "other"), &words).await;
    let wrong = address("other.example.org", server.port, "");
    refused(&wrong, authorities, &["another name"]).await;
    // The same on this machine, where TLS is not required, as soon as the address asks for it.
    let near = address("localhost", server.port, "sslmode=verify-full");
    refused(&near, authorities, &["another name"]).await;
    open(&address("localhost", server.port, ""), authorities)
        .await
        .unwrap();
    open(&address(NAME, server.port, "sslmode=disable"), &namesake)
        .await
        .unwrap();
}

/// What stands in the line may answer that there is no TLS: PostgreSQL itself says so on its socket.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_is_refused() {
    let server = Server::start().await;
    let socket = server.directory.join(format!(".s.PGSQL.{}", server.port));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            let mut to = UnixStream::connect(&socket).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut from, &mut to).await });
        }
    });
    let authorities = &server.directory.join("ca.pem");
    let words = ["speaks no TLS", "sslmode=disable"];
    refused(&address(NAME, port, ""), authorities, &words).await;
    open(&address(NAME, port, "sslmode=disable"), authorities)
        .await
        .unwrap();
}
