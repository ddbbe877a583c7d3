//! A mail server that takes notices and passes them on (RFC 6409), over a line that is encrypted and whose
//! other end has proven its name. Each letter has a connection of its own. What the server says in words
//! is never told on, because it repeats the address; its code is.

use std::net::IpAddr;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use super::{Letter, MailError, Mailer, message};
use crate::authorities;
use crate::config::{Config, MailKind, MailTls, address};

/// For one letter, from the name's look-up to the last answer; well below the life of a claim.
const PATIENCE: Duration = Duration::from_secs(60);

/// For the goodbye, which changes nothing any more.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail server usually lets one client have some tens.
const AT_ONCE: u32 = 4;

/// The mail server of the configuration.
pub struct Smtp {
    host: String,
    port: u16,
    /// None on this very machine only.
    tls: Option<(MailTls, TlsParameters)>,
    credentials: Option<Credentials>,
    /// Who we say we are; nobody's name is looked up for it.
    hello: ClientId,
    from: Mailbox,
    /// The portal as browsers see it: the right half of a Message-ID.
    origin: String,
    patience: Duration,
}

/// The mailer of the configuration; none where nobody carries mail.
///
/// # Errors
/// When the configuration is incomplete or the authorities of TLS cannot be read; the text names the key.
pub fn build(config: &Config) -> anyhow::Result<Option<Smtp>> {
    with_patience(config, PATIENCE)
}

/// Like [`build`], for whoever has less patience than is usual.
///
/// # Errors
/// As for [`build`].
pub fn with_patience(config: &Config, patience: Duration) -> anyhow::Result<Option<Smtp>> {
    let chosen = &config.mail;
    if chosen.kind == MailKind::None {
        return Ok(None);
    }
    let mut from = chosen.sender().context("mail.from is no address")?;
    from.name
        .get_or_insert_with(|| config.organisation.name.trim().to_owned());
    let tls = match chosen.tls {
        MailTls::None => None,
        mode => Some((mode, trust(config)?)),
    };
    let credentials = chosen.password.as_ref().map(|password| {
        let password = password.expose_secret().to_owned();
        Credentials::new(chosen.user.clone(), password)
    });
    let origin = config.server.public_origin.host().to_owned();
    Ok(Some(Smtp {
        host: chosen.host.clone(),
        port: u16::try_from(chosen.port).context("mail.port is out of bounds")?,
        tls,
        credentials,
        hello: hello(&origin),
        from,
        origin,
        patience,
    }))
}

/// Only the named authorities, and only for the configured name.
fn trust(config: &Config) -> anyhow::Result<TlsParameters> {
    let file = config.mail.authorities.as_deref();
    let known =
        authorities::certificates(file, "mail.authorities").map_err(|what| anyhow!(what))?;
    let mut builder =
        TlsParameters::builder(config.mail.host.clone()).certificate_store(CertificateStore::None);
    for certificate in known {
        builder = builder.add_root_certificate(Certificate::from_der(certificate.to_vec())?);
    }
    Ok(builder.build_rustls()?)
}

fn hello(host: &str) -> ClientId {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(IpAddr::V4(ip)) => ClientId::Ipv4(ip),
        Ok(IpAddr::V6(ip)) => ClientId::Ipv6(ip),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

#[async_trait]
impl Mailer for Smtp {
    fn at_once(&self) -> u32 {
        AT_ONCE
    }

    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let no_address =
            || MailError::Refused("not an address that mail can be sent to".to_owned());
        let to = address(&letter.to).ok_or_else(no_address)?;
        let bytes = message::bytes(letter, &self.from, &to, &self.origin)
            .map_err(|error| MailError::Refused(error.to_string()))?;
        let sent = timeout(self.patience, async {
            let mut line = self.connect().await?;
            self.hand_in(&mut line, to, &bytes).await?;
            Ok(line)
        });
        let mut line = sent
            .await
            .map_err(|_| MailError::Later("the mail server did not answer in time".to_owned()))??;
        // It has the letter; a goodbye that it does not answer makes no second one.
        let _ = timeout(GOODBYE, line.quit()).await;
        Ok(())
    }
}

impl Smtp {
    /// A line on which a letter may be handed in. Whatever goes wrong here says nothing about the letter.
    async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let later = |step: &str, error| MailError::Later(told(step, &error));
        let (mode, trust) = match &self.tls {
            Some((mode, trust)) => (*mode, Some(trust.clone())),
            None => (MailTls::None, None),
        };
        let from_the_start = trust.clone().filter(|_| mode == MailTls::Implicit);
        let to = (self.host.as_str(), self.port);
        let mut line =
            AsyncSmtpConnection::connect_tokio1(to, None, &self.hello, from_the_start, None)
                .await
                .map_err(|error| later("connecting", error))?;
        if let Some(trust) = trust
            && mode == MailTls::Starttls
        {
            let started = line.starttls(trust, &self.hello).await;
            started.map_err(|error| later("STARTTLS", error))?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let signed_in = line.auth(&mechanisms, credentials).await;
            signed_in.map_err(|error| later("signing in", error))?;
        }
        Ok(line)
    }

    async fn hand_in(
        &self,
        line: &mut AsyncSmtpConnection,
        to: Address,
        bytes: &[u8],
    ) -> Result<(), MailError> {
        let from = Mail::new(Some(self.from.email.clone()), Vec::new());
        // A sender that is refused is a mistake of ours, which somebody will correct.
        line.command(from)
            .await
            .map_err(|error| MailError::Later(told("the sender", &error)))?;
        line.command(Rcpt::new(to, Vec::new()))
            .await
            .map_err(|error| refused("the recipient", &error))?;
        let go_on = line.command(Data).await;
        let go_on = go_on.map_err(|error| refused("the message", &error))?;
        // Any other yes belongs to another question: somebody put an answer between ours and the server's.
        if !go_on.has_code(354) {
            return Err(MailError::Later("the answers are out of step".to_owned()));
        }
        let taken = line.message(bytes).await;
        taken.map_err(|error| refused("the message", &error))?;
        Ok(())
    }
}

type SmtpError = lettre::transport::smtp::Error;

fn refused(step: &str, error: &SmtpError) -> MailError {
    if error.is_permanent() {
        MailError::Refused(told(step, error))
    } else {
        MailError::Later(told(step, error))
    }
}

/// What went wrong, without a word that the server chose.
fn told(step: &str, error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("{step}: the mail server answered {code}"),
        None if error.is_response() => format!("{step}: an answer that is not SMTP"),
        None => format!("{step}: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(more: &str) -> Smtp {
        let text = format!(
            "[server]\npublic_origin = \"https://account.example.org\"\n[organisation]\nname = \" Example \"\n\
             [mail]\nkind = \"smtp\"\nhost = \"127.0.0.1\"\ntls = \"none\"\n{more}"
        );
        let config = Config::parse(&text, []).unwrap();
        build(&config).unwrap().unwrap()
    }

    #[test]
    fn the_organisation_is_the_sender_unless_another_name_is_given() {
        let name = |from: &str| built(&format!("from = \"{from}\"")).from.name.unwrap();
        assert_eq!(name("desk@example.org"), "Example");
        assert_eq!(name("Desk <desk@example.org>"), "Desk");
    }

    #[test]
    fn we_greet_with_the_portals_own_name() {
        assert_eq!(
            built("from = \"desk@example.org\"").hello,
            hello("account.example.org")
        );
        assert_eq!(hello("[::1]").to_string(), "[IPv6:::1]");
        assert_eq!(hello("192.0.2.1").to_string(), "[192.0.2.1]");
    }
}
