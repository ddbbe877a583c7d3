//! The way to the server: which addresses are accepted, how long anything may wait, and the upgrade of
//! the tables, one instance at a time.

use std::net::IpAddr;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use domain::service::ports::StoreError;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};

mod embedded {
    refinery::embed_migrations!("migrations/postgres");
}

/// As long as SQLite waits for its lock.
const WAIT: Duration = Duration::from_secs(5);

/// No statement and no lock may hold a request for longer; an upgrade may. Every statement here goes
/// by a key, also for arrays of twenty thousand, for which the planner would rather read whole tables.
const SETTINGS: &str = "-c lock_timeout=5s -c statement_timeout=30s \
    -c idle_in_transaction_session_timeout=30s -c plan_cache_mode=force_generic_plan";

/// Names the lock under which one instance upgrades while the others wait.
const UPGRADE_LOCK: i64 = 0x50_72_6f_6f_66_75_70_01;

fn unavailable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// Reads the address of the database. Without TLS only this machine is near enough, unless the address
/// says `sslmode=disable`.
pub(super) fn config(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(unavailable)?;
    if config.get_ssl_mode() != SslMode::Disable {
        for host in config.get_hosts() {
            if let Host::Tcp(name) = host
                && name != "localhost"
                && !name
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
            {
                return Err(StoreError::Unavailable(format!(
                    "the way to the database at {name} would not be encrypted; use a Unix socket, a tunnel \
                     that ends on this machine, or accept it with sslmode=disable"
                )));
            }
        }
    }
    config.application_name("proofup");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(WAIT);
    }
    Ok(config)
}

/// The same address with the settings for requests.
pub(super) fn limited(config: &Config) -> Config {
    let mut config = config.clone();
    let options = match config.get_options() {
        // What the operator set comes last and wins.
        Some(options) => format!("{SETTINGS} {options}"),
        None => SETTINGS.to_owned(),
    };
    config.options(options);
    config
}

/// Connections for everything but mail checks.
pub(super) fn pool(config: Config, size: usize) -> Result<Pool, StoreError> {
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    Pool::builder(Manager::from_config(limited(&config), NoTls, recycling))
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(WAIT))
        .build()
        .map_err(unavailable)
}

/// One connection of its own; it ends with the client.
pub(super) async fn single(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "connection to the database lost");
        }
    });
    Ok(client)
}

/// Brings the tables up to this program's version, in one transaction; how many steps that took.
pub(super) async fn upgrade(config: &Config) -> Result<usize, StoreError> {
    let mut client = single(config).await.map_err(unavailable)?;
    let row = client
        .query_one("SELECT current_setting('server_encoding')", &[])
        .await
        .map_err(unavailable)?;
    let encoding: String = row.try_get(0).map_err(unavailable)?;
    if encoding != "UTF8" {
        return Err(StoreError::Unavailable(format!(
            "the database is encoded in {encoding}, it must be UTF8"
        )));
    }
    // Held until the connection ends.
    client
        .execute("SELECT pg_advisory_lock($1)", &[&UPGRADE_LOCK])
        .await
        .map_err(unavailable)?;

    let runner = embedded::migrations::runner().set_grouped(true);
    let known = runner
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .unwrap_or_default();
    let exists = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    let row = client.query_one(exists, &[]).await.map_err(unavailable)?;
    if row.try_get(0).map_err(unavailable)?
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
pub async fn migrate(url: &str) -> Result<usize, StoreError> {
    upgrade(&config(url)?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_needs_an_explicit_choice() {
        for near in [
            "postgresql://a@localhost/b",
            "postgresql://a@127.0.0.1/b",
            "host=/run/postgresql user=a",
        ] {
            assert!(config(near).is_ok(), "{near}");
        }
        assert!(config("postgresql://a@db.example/b").is_err());
        assert!(config("postgresql://a@localhost,db.example/b").is_err());
        assert!(config("postgresql://a@db.example/b?sslmode=disable").is_ok());
        assert!(config("nonsense").is_err());
    }

    #[test]
    fn the_operators_options_win() {
        let config = config("host=localhost user=a options='-c lock_timeout=1s'").unwrap();
        assert!(
            limited(&config)
                .get_options()
                .unwrap()
                .ends_with(" -c lock_timeout=1s")
        );
    }
}
