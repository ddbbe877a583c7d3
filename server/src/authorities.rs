//! Whose word is taken for who somebody is, where the portal is the one that calls: the authorities of a
//! file, or those that the system knows. There is one kind of TLS here, with chain and name verified.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore, crypto};

/// TLS of a client that trusts the authorities of this file, or else those of the system. `key` is the
/// key of the configuration that names the file.
///
/// # Errors
/// Says in words for an operator what is wrong with the file, or that there are no authorities.
pub fn client(authorities: Option<&Path>, key: &str) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates(authorities, key)?);
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

/// The certificates of the authorities of this file, or else of those of the system, for a library that
/// has a client of its own. Each of them is an authority's, and there is at least one.
///
/// # Errors
/// As for [`client`].
pub fn certificates(
    authorities: Option<&Path>,
    key: &str,
) -> Result<Vec<CertificateDer<'static>>, String> {
    match authorities {
        Some(file) => of_file(file).map_err(|what| format!("{key}, {}: {what}", file.display())),
        None => of_the_system(key),
    }
}

/// Every certificate of a file must be one of an authority: it was named on purpose.
fn of_file(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let (mut roots, mut certificates) = (RootCertStore::empty(), Vec::new());
    let found = CertificateDer::pem_file_iter(file).map_err(|error| error.to_string())?;
    for certificate in found {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots
            .add(certificate.clone())
            .map_err(|error| error.to_string())?;
        certificates.push(certificate);
    }
    if certificates.is_empty() {
        return Err("holds no certificate in PEM form".to_owned());
    }
    Ok(certificates)
}

/// What the system has gathered may hold some that nobody can read any more.
fn of_the_system(key: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut roots = RootCertStore::empty();
    let mut certificates = rustls_native_certs::load_native_certs().certs;
    certificates.retain(|certificate| roots.add(certificate.clone()).is_ok());
    if certificates.is_empty() {
        return Err(format!(
            "this system knows no certificate authorities (ca-certificates); \
             name the right one in {key}"
        ));
    }
    Ok(certificates)
}
