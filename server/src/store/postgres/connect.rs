//! The way to the server: how it is addressed, how long anything may wait, and the upgrade of the tables,
//! one instance at a time.

use std::path::Path;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use domain::service::ports::StoreError;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Client, Config, Error, NoTls, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls;

mod embedded {
    refinery::embed_migrations!("migrations/postgres");
}

/// As long as SQLite waits for its lock.
const WAIT: Duration = Duration::from_secs(5);

/// No statement and no lock may hold a request for longer; an upgrade may. Every statement here goes
/// by a key, also for arrays of twenty thousand, for which the planner would rather read whole tables.
const SETTINGS: &str = "-c lock_timeout=5s -c statement_timeout=30s \
    -c idle_in_transaction_session_timeout=30s -c plan_cache_mode=force_generic_plan";

/// The planner would read a whole table that it believes to be small, and go on for a while after a directory
/// has filled it.
const BY_KEY: &str = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

/// Names the lock under which one instance upgrades while the others wait.
const UPGRADE_LOCK: i64 = 0x50_72_6f_6f_66_75_70_01;

fn unavailable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn lost(error: Error) -> StoreError {
    StoreError::Unavailable(tls::explain(&error))
}

/// A server, and with what the line to it is encrypted where it is.
#[derive(Clone)]
pub(super) struct Way {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Way {
    /// Reads the address of the database, and the authorities that its certificate may come from where
    /// it needs one.
    pub(super) fn new(url: &str, authorities: Option<&Path>) -> Result<Self, StoreError> {
        let mut config: Config = tls::in_the_drivers_words(url).parse().map_err(lost)?;
        let tls = if tls::is_wanted(&config) {
            config.ssl_mode(SslMode::Require);
            Some(tls::connector(authorities)?)
        } else {
            config.ssl_mode(SslMode::Disable);
            None
        };
        config.application_name("proofup");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(WAIT);
        }
        Ok(Self { config, tls })
    }

    /// The same way with the settings for requests.
    pub(super) fn limited(self) -> Self {
        self.with(SETTINGS)
    }

    /// The same way for statements that only ever look up rows by their keys.
    pub(super) fn by_key(self) -> Self {
        self.with(BY_KEY).with(SETTINGS)
    }

    fn with(mut self, settings: &str) -> Self {
        let options = match self.config.get_options() {
            // What the operator set comes last and wins.
            Some(options) => format!("{settings} {options}"),
            None => settings.to_owned(),
        };
        self.config.options(options);
        self
    }

    /// Connections for everything but mail checks.
    pub(super) fn pool(self, size: usize) -> Result<Pool, StoreError> {
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let Self { config, tls } = self.limited();
        let manager = match tls {
            Some(tls) => Manager::from_config(config, tls, recycling),
            None => Manager::from_config(config, NoTls, recycling),
        };
        Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(WAIT))
            .build()
            .map_err(unavailable)
    }

    /// One connection of its own; it ends with the client.
    pub(super) async fn single(&self) -> Result<Client, Error> {
        match &self.tls {
            Some(tls) => connect(&self.config, tls.clone()).await,
            None => connect(&self.config, NoTls).await,
        }
    }
}

async fn connect<T>(config: &Config, tls: T) -> Result<Client, Error>
where
    T: MakeTlsConnect<Socket>,
    T::TlsConnect: Send,
    T::Stream: Send + 'static,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let (client, connection) = config.connect(tls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "connection to the database lost");
        }
    });
    Ok(client)
}

/// Brings the tables up to this program's version, in one transaction; how many steps that took.
pub(super) async fn upgrade(way: &Way) -> Result<usize, StoreError> {
    let mut client = way.single().await.map_err(lost)?;
    let row = client
        .query_one("SELECT current_setting('server_encoding')", &[])
        .await
        .map_err(lost)?;
    let encoding: String = row.try_get(0).map_err(lost)?;
    if encoding != "UTF8" {
        return Err(StoreError::Unavailable(format!(
            "the database is encoded in {encoding}, it must be UTF8"
        )));
    }
    // Held until the connection ends.
    client
        .execute("SELECT pg_advisory_lock($1)", &[&UPGRADE_LOCK])
        .await
        .map_err(lost)?;

    let runner = embedded::migrations::runner().set_grouped(true);
    let known = runner
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .unwrap_or_default();
    let exists = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    let row = client.query_one(exists, &[]).await.map_err(lost)?;
    if row.try_get(0).map_err(lost)?
        && let Some(last) = runner
            .get_last_applied_migration_async(&mut client)
            .await
            .map_err(unavailable)?
        && last.version() > known
    {
        return Err(crate::store::newer(
            i64::from(last.version()),
            i64::from(known),
        ));
    }
    let report = runner.run_async(&mut client).await.map_err(unavailable)?;
    Ok(report.applied_migrations().len())
}

/// Creates or upgrades the tables without opening the database for service; how many steps that took.
pub async fn migrate(url: &str, authorities: Option<&Path>) -> Result<usize, StoreError> {
    upgrade(&Way::new(url, authorities)?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_read_says_why() {
        for (url, why) in [
            ("nonsense", "invalid connection string"),
            ("host=localhost user=a sslmode=verify-ca", "sslmode"),
        ] {
            let error = Way::new(url, None).err().unwrap().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn the_operators_options_win() {
        let way = Way::new("host=localhost user=a options='-c lock_timeout=1s'", None).unwrap();
        assert!(
            way.limited()
                .config
                .get_options()
                .unwrap()
                .ends_with(" -c lock_timeout=1s")
        );
    }
}
