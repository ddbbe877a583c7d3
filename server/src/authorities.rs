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
    let roots = match authorities {
        Some(file) => of_file(file).map_err(|what| format!("{key}, {}: {what}", file.display()))?,
        None => of_the_system(key)?,
    };
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn of_file(file: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let found = CertificateDer::pem_file_iter(file).map_err(|error| error.to_string())?;
    for certificate in found {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("holds no certificate in PEM form".to_owned());
    }
    Ok(roots)
}

fn of_the_system(key: &str) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(format!(
            "this system knows no certificate authorities (ca-certificates); \
             name the right one in {key}"
        ));
    }
    Ok(roots)
}
