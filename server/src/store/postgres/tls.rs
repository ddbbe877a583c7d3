//! Whether the line to the database is encrypted, and how that is proven. There is one kind of TLS here:
//! the server's certificate leads to an authority we know and carries the name of the address
//! (`verify-full`). It is required for every other machine unless the address says `sslmode=disable`;
//! weaker modes are not offered, because they keep out nobody who can stand in the line. Authorities are
//! read only when they are needed.

use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::path::Path;

use domain::service::ports::StoreError;
use rustls::CertificateError;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::authorities;

/// What the driver says of a server that refuses TLS.
const NO_TLS: &str = "server does not support TLS";

/// `verify-full` in the driver's own word, which knows `require`; with us every TLS is verified in full.
pub(super) fn in_the_drivers_words(url: &str) -> String {
    let ends = ['?', '&', ' '];
    url.split_inclusive(ends)
        .map(|piece| match piece.strip_prefix("sslmode=verify-full") {
            Some(end) if end.chars().all(|c| ends.contains(&c)) => format!("sslmode=require{end}"),
            _ => piece.to_owned(),
        })
        .collect()
}

/// Whether this address wants TLS: if it says so, and for other machines if it does not say otherwise.
pub(super) fn is_wanted(config: &Config) -> bool {
    match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Prefer => !is_near(config),
        _ => true,
    }
}

/// Whether nothing leaves this machine.
fn is_near(config: &Config) -> bool {
    let loopback = |address: IpAddr| address.to_canonical().is_loopback();
    let names = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(loopback),
        Host::Unix(_) => true,
    });
    names && config.get_hostaddrs().iter().copied().all(loopback)
}

/// TLS that trusts the authorities of this file, or else those of the system.
pub(super) fn connector(authorities: Option<&Path>) -> Result<MakeRustlsConnect, StoreError> {
    let config = authorities::client(authorities, "store.authorities");
    Ok(MakeRustlsConnect::new(
        config.map_err(StoreError::Unavailable)?,
    ))
}

/// What went wrong on the line, in words for whoever looks after the portal. Of what the server itself
/// says never the detail, which quotes the row.
pub(super) fn explain(error: &tokio_postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        return format!("{} ({})", db.message(), db.code().code());
    }
    let Some(cause) = error.source() else {
        return error.to_string();
    };
    let inner = cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    match inner.and_then(|inner| inner.downcast_ref()) {
        // An authority that only has the name of a known one signs badly.
        Some(rustls::Error::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
        )) => {
            "the certificate of the database server comes from an authority that is not known here; \
             name the right one in store.authorities"
                .to_owned()
        }
        Some(rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => "the certificate of the database server is for another name than the address says; \
               use a name that is in the certificate"
            .to_owned(),
        Some(rustls::Error::InvalidCertificate(why)) => {
            format!("the certificate of the database server cannot be accepted: {why}")
        }
        _ if cause.to_string() == NO_TLS => {
            "the database server speaks no TLS on this line, so it would not be encrypted; \
             switch TLS on there, use a Unix socket or a tunnel that ends on this machine, or accept it with \
             sslmode=disable"
                .to_owned()
        }
        _ => format!("{error}: {cause}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(url: &str) -> bool {
        is_wanted(&in_the_drivers_words(url).parse().unwrap())
    }

    #[test]
    fn another_machine_needs_tls_or_an_explicit_choice() {
        for near in [
            "postgresql://a@localhost/b",
            "postgresql://a@127.0.0.1/b",
            "postgresql://a@[::1]/b",
            "host=/run/postgresql user=a",
            "host=localhost hostaddr=127.0.0.1 user=a",
        ] {
            assert!(!wanted(near), "{near}");
        }
        for far in [
            "postgresql://a@db.example/b",
            "postgresql://a@192.0.2.1/b",
            "postgresql://a@localhost,db.example/b",
            "host=localhost hostaddr=192.0.2.1 user=a",
            "hostaddr=192.0.2.1 user=a",
        ] {
            assert!(wanted(far), "{far}");
        }
        assert!(!wanted("postgresql://a@db.example/b?sslmode=disable"));
    }

    #[test]
    fn the_mode_may_be_named_anywhere_and_a_weaker_one_is_not_known() {
        for url in [
            "postgresql://a@localhost/b?sslmode=verify-full",
            "postgresql://a@localhost/b?sslmode=verify-full&connect_timeout=3",
            "postgresql://a@localhost/b?connect_timeout=3&sslmode=verify-full",
            "host=localhost sslmode=verify-full user=a",
            "postgresql://a@localhost/b?sslmode=require",
        ] {
            assert!(wanted(url), "{url}");
        }
        for url in [
            "host=localhost user=a sslmode=verify-ca",
            "host=localhost user=a sslmode=allow",
            "host=localhost user=a sslmode=verify-fully",
        ] {
            assert!(
                in_the_drivers_words(url).parse::<Config>().is_err(),
                "{url}"
            );
        }
        let password = "postgresql://a:xsslmode=verify-full@localhost/b";
        assert_eq!(in_the_drivers_words(password), password);
    }

    #[test]
    fn a_file_without_authorities_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ca.pem");
        let refused = |file: &Path| connector(Some(file)).err().unwrap().to_string();
        assert!(refused(&file).contains("ca.pem"), "missing");
        for text in [
            "",
            "nothing",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            std::fs::write(&file, text).unwrap();
            let said = refused(&file);
            assert!(
                said.contains("store.authorities") && said.contains("ca.pem"),
                "{said}"
            );
        }
    }
}
