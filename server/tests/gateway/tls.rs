//! The line to a gateway on another machine: nothing is said before the other side has proven its name.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use domain::service::ports::GatewayError;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::fake::{self, Reply, Seen};
use crate::outside::{open, text, twilio};

/// A certificate for `localhost` that signed itself, and its key.
fn certificate(dir: &Path, name: &str) -> (PathBuf, PathBuf) {
    let file = |kind: &str| dir.join(format!("{name}.{kind}"));
    let wanted = "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=gateway\n\
                  [v3]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:localhost\n";
    std::fs::write(file("cnf"), wanted).unwrap();
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config",
        ])
        .arg(file("cnf"))
        .arg("-keyout")
        .arg(file("key"))
        .arg("-out")
        .arg(file("pem"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    (file("pem"), file("key"))
}

/// A gateway behind this certificate; its port and what it read.
async fn start(pem: &Path, key: &Path) -> (u16, Arc<Mutex<Vec<Seen>>>) {
    let chain = vec![CertificateDer::from_pem_file(pem).unwrap()];
    let key = PrivateKeyDer::from_pem_file(key).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let kept = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, kept) = (acceptor.clone(), kept.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let reply = Reply::answer("201 Created", "", "{\"sid\":\"SM1\"}");
                    fake::serve(stream, reply, kept).await;
                }
            });
        }
    });
    (port, seen)
}

#[tokio::test]
async fn the_certificate_must_lead_to_a_known_authority_and_carry_the_name() {
    let dir = tempfile::tempdir().unwrap();
    let (pem, key) = certificate(dir.path(), "right");
    let (other, _) = certificate(dir.path(), "other");
    let (port, seen) = start(&pem, &key).await;
    let trusting = |host: &str, authorities: &Path| {
        let url = twilio(&format!("https://{host}:{port}"));
        format!("{url}authorities = \"{}\"\n", authorities.display())
    };
    let wrong = [
        trusting("localhost", &other),
        trusting("127.0.0.1", &pem),
        // The authorities of the system.
        twilio(&format!("https://localhost:{port}")),
    ];
    for lines in wrong {
        let error = open(&lines).text(&text()).await.unwrap_err();
        let later = matches!(&error, GatewayError::Later(text) if text.starts_with("no TLS"));
        assert!(later, "{error:?}");
        assert!(seen.lock().unwrap().is_empty());
    }
    let right = open(&trusting("localhost", &pem));
    assert_eq!(right.text(&text()).await.unwrap(), "SM1");
    assert_eq!(seen.lock().unwrap().len(), 1);
}
