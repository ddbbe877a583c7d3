//! A PostgreSQL for tests, so that none of them is ever left out. With `PROOFUP_TEST_POSTGRES` set to an
//! address whose user may create databases, that server is used; its databases `proofup_test_…` stay
//! behind. Otherwise one private server is started for the whole test program: its own directory, only a
//! Unix socket, no waiting for the disk. A shell watches over it and removes everything as soon as the
//! test program is gone, however it ended. What is about TLS needs a second one, on a loopback port.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::NoTls;

/// $1: directory for the data, $2: directory of the programs, $3: a port for TLS or nothing. Prints the
/// directory of the socket. PostgreSQL refuses to run as root; its Debian user steps in. With TLS the
/// directory also holds the authority `ca.pem`, which signed a certificate for $4; the line wants $5 as
/// the password.
const WATCH: &str = r#"
set -eu
trap '' INT TERM HUP
bin=$2
network="-c listen_addresses=''"
dir=$(mktemp -d "$1/proofup-postgres.XXXXXX")
end() { "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap end EXIT
{
  "$bin/initdb" -D "$dir/data" -U proofup --auth-local=trust --auth-host=scram-sha-256 \
    --pwfile=/dev/stdin -E UTF8 --locale=C --no-sync <<PASSWORD
${5:-nobody-asks-for-it}
PASSWORD
  if [ -n "${3:-}" ]; then
    cd "$dir"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem
    openssl req -newkey rsa:2048 -nodes -subj /CN=database -keyout server.key -out server.csr
    echo "subjectAltName = DNS:$4" >names
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names \
      -out server.pem
    cd /
    network="-c listen_addresses=127.0.0.1 -p $3 -c ssl=on -c ssl_cert_file=$dir/server.pem \
      -c ssl_key_file=$dir/server.key"
  fi
  "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "-k $dir $network \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
    -c shared_buffers=32MB" start </dev/null
} >"$dir/start" 2>&1 || { cat "$dir/start" "$dir/log" >&2; exit 1; }
echo "$dir"
read -r _ || true
"#;

/// The watcher; its standard input closes with this process.
struct Cluster {
    address: String,
    _watcher: Option<Child>,
}

/// The address of a new, empty database.
pub async fn database() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let cluster = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(cluster));
    let address = &cluster.await.unwrap().address;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("proofup_test_{}_{count}", std::process::id());

    let (client, connection) = tokio_postgres::connect(address, NoTls)
        .await
        .expect("the address of PostgreSQL");
    let connection = tokio::spawn(connection);
    // On a server that stays, a process with this number may have been here before.
    let drop = format!("DROP DATABASE IF EXISTS {name}");
    client.batch_execute(&drop).await.unwrap();
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    client.batch_execute(&create).await.unwrap();
    std::mem::drop(client);
    connection.await.unwrap().unwrap();
    with_name(address, &name)
}

/// The last name in an address counts, in either of the two forms that it may have.
fn with_name(address: &str, name: &str) -> String {
    let before = match (address.contains("://"), address.contains('?')) {
        (true, false) => '?',
        (true, true) => '&',
        (false, _) => ' ',
    };
    format!("{address}{before}dbname={name}")
}

fn cluster() -> Cluster {
    if let Ok(address) = std::env::var("PROOFUP_TEST_POSTGRES") {
        return Cluster {
            address,
            _watcher: None,
        };
    }
    let (socket, watcher) = watch(&[]);
    Cluster {
        address: format!("host={socket} user=proofup dbname=postgres"),
        _watcher: Some(watcher),
    }
}

/// Starts a server under a watcher, with TLS if port, name and password are given; the directory of
/// its socket.
pub fn watch(more: &[&str]) -> (String, Child) {
    let id = Command::new("id").arg("-u").output().unwrap();
    let root = id.stdout.trim_ascii() == b"0";
    let mut command = Command::new(if root { "runuser" } else { "sh" });
    if root {
        command.args(["-u", "postgres", "--", "sh"]);
    }
    let mut watcher = command
        .args(["-c", WATCH, "watch"])
        .arg(std::env::temp_dir())
        .arg(programs())
        .args(more)
        .current_dir("/")
        // Whoever kills the test program with its whole group must not kill the watcher.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell, and as root also runuser");
    let mut socket = String::new();
    BufReader::new(watcher.stdout.take().unwrap())
        .read_line(&mut socket)
        .unwrap();
    assert!(
        !socket.is_empty(),
        "PostgreSQL did not start; what it said is above"
    );
    (socket.trim().to_owned(), watcher)
}

/// Where `initdb` is: Debian keeps it out of the search path, one directory per version.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let newest = versions
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .max_by_key(|bin| version(bin));
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .or_else(|| std::env::split_paths(&path).find(|bin| bin.join("initdb").exists()))
        .expect("PostgreSQL is installed (package postgresql)")
}

fn version(bin: &Path) -> u32 {
    let name = bin.parent().and_then(Path::file_name);
    name.and_then(|name| name.to_str()?.parse().ok())
        .unwrap_or_default()
}
