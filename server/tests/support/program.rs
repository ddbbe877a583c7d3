//! The built program with a configuration of its own, run like an operator runs it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use server::config::Config;
use server::wiring::{self, Parts};
use tempfile::TempDir;

use crate::client::Browser;
use crate::dist;
use crate::portal::{ORIGIN, TOKEN};

/// A directory with a configuration, keys and room for a database.
pub struct House {
    dir: TempDir,
    /// Where the program listens.
    pub address: SocketAddr,
    admin: SocketAddr,
    /// The address of a PostgreSQL database, when it uses one.
    postgres: Option<String>,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A program that serves; told to stop when dropped.
pub struct Serving(Option<Child>);

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

impl House {
    /// With keys.
    pub fn new() -> Self {
        let house = Self::without_keys();
        assert_eq!(
            house
                .run(&["keys", "generate", house.keys().to_str().unwrap()])
                .code,
            0
        );
        house
    }

    /// Without keys.
    pub fn without_keys() -> Self {
        let house = Self {
            dir: tempfile::tempdir().unwrap(),
            address: free(),
            admin: free(),
            postgres: None,
        };
        dist::write(&house.path("dist"));
        std::fs::write(house.path("tokens"), TOKEN).unwrap();
        house.configure("");
        house
    }

    /// Writes the configuration, with more lines at its end.
    pub fn configure(&self, more: &str) {
        let mut text = String::from("[organisation]\nname = \"Example School\"\n");
        writeln!(
            text,
            "[server]\nlisten = \"{}\"\nadmin_listen = \"{}\"",
            self.address, self.admin
        )
        .unwrap();
        writeln!(
            text,
            "public_origin = {ORIGIN:?}\nassets = {:?}",
            self.path("dist")
        )
        .unwrap();
        match &self.postgres {
            None => writeln!(text, "[store]\npath = {:?}", self.database()),
            Some(url) => writeln!(text, "[store]\nkind = \"postgres\"\nurl = {url:?}"),
        }
        .unwrap();
        writeln!(text, "[keys]\nfile = {:?}", self.keys()).unwrap();
        writeln!(
            text,
            "[api]\ntokens_file = {:?}\n{more}",
            self.path("tokens")
        )
        .unwrap();
        std::fs::write(self.path("proofup.toml"), text).unwrap();
    }

    /// Uses this PostgreSQL database from now on.
    pub fn on_postgres(&mut self, address: &str) {
        // The configuration wants an address with a scheme, libpq's other form has none.
        let url = if address.contains("://") {
            address.to_owned()
        } else {
            format!("postgres://?{}", address.replace(' ', "&"))
        };
        self.postgres = Some(url);
        self.configure("");
    }

    /// What the program is made of, opened in this process.
    pub async fn parts(&self) -> (Config, Parts) {
        let config = Config::load(&self.path("proofup.toml"), []).unwrap();
        let parts = wiring::parts(&config).await.unwrap();
        (config, parts)
    }

    /// A file in the directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.path("data/proofup.db")
    }

    /// The key ring.
    pub fn keys(&self) -> PathBuf {
        self.path("keys")
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_proofup"));
        command
            .args(arguments)
            .current_dir(self.dir.path())
            .env_clear();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.type_in(arguments, "")
    }

    /// Runs a command that is told something on standard input.
    pub fn type_in(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = self.command(arguments).spawn().unwrap();
        // A command that does not read its input may be gone before all of it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ended::of(child.wait_with_output().unwrap())
    }

    /// Starts to serve and waits until it is ready.
    pub async fn serve(&self) -> Serving {
        let mut child = self.command(&["serve"]).spawn().unwrap();
        for _ in 0..600 {
            let ready = reqwest::get(format!("http://{}/readyz", self.address)).await;
            if ready.is_ok_and(|answer| answer.status() == 200) {
                return Serving(Some(child));
            }
            if child.try_wait().unwrap().is_some() {
                panic!("{:?}", Ended::of(child.wait_with_output().unwrap()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not ready within half a minute");
    }

    /// A browser that reaches it over the wire.
    pub fn browser(&self) -> Browser {
        let (address, client) = (
            self.address,
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
        );
        Browser::new(
            Router::new().fallback(move |request: Request| carry(client.clone(), address, request)),
        )
    }

    /// What the administration listener answers.
    pub async fn metrics(&self) -> String {
        reqwest::get(format!("http://{}/metrics", self.admin))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// The whole directory of the data.
    pub fn everything_written(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = std::fs::read_dir(self.path("data"))
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .filter(|p: &PathBuf| Path::is_file(p))
            .map(|p| (p.clone(), std::fs::read(p).unwrap()))
            .collect()
    }
}

async fn carry(client: reqwest::Client, address: SocketAddr, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let sent = client
        .request(head.method, format!("http://{address}{}", head.uri))
        .headers(head.headers)
        .body(body);
    let answer = sent.send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    response
        .body(Body::from(answer.bytes().await.unwrap()))
        .unwrap()
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Done, without a word of complaint.
    pub fn fine(self) -> String {
        assert!(self.code == 0 && self.err.is_empty(), "{self:?}");
        self.out
    }

    /// Refused, with these words and without a panic.
    pub fn refused(self, words: &[&str]) -> Self {
        assert_eq!(self.code, 1, "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} in {self:?}");
        }
        assert!(!self.err.contains("panicked"), "{self:?}");
        self
    }
}

impl Serving {
    /// Tells it to stop, as a service manager does, and waits for its end.
    pub fn stop(mut self) -> Ended {
        let child = self.0.take().unwrap();
        assert!(
            Command::new("kill")
                .arg(child.id().to_string())
                .status()
                .unwrap()
                .success()
        );
        Ended::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
