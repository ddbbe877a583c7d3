//! The file itself: how it is created, opened, upgraded and copied. Nobody but its owner may read it,
//! and every connection gets the same promises: what was answered is on the disk, what was deleted is
//! overwritten, a foreign key holds.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use domain::audit::Head;
use domain::service::ports::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

const PRAGMAS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA wal_autocheckpoint = 8192;
    PRAGMA journal_size_limit = 67108864;";

/// How much of the file a connection keeps in memory. The operating system caches the rest.
#[derive(Clone, Copy)]
pub(super) enum Cache {
    /// Little: it touches few pages per transaction.
    Writer,
    /// The upper levels of the trees; and it may not write.
    ShortReads,
    /// Little, for lists are read once; and it may not write.
    LongReads,
}

fn io(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn sql(error: rusqlite::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// Runs on a thread where waiting for the disk is allowed.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|e| Err(StoreError::Unavailable(e.to_string())))
}

/// Makes the file when there is none, for its owner's eyes only; the journal beside it inherits that.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(io)
}

/// Waits until no other process creates or upgrades a file in this directory; ends with the value. The
/// directory is locked and not the file, whose locks are SQLite's own.
pub(super) fn alone(path: &Path) -> Result<File, StoreError> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let lock = File::open(directory).map_err(io)?;
    lock.lock().map_err(io)?;
    Ok(lock)
}

/// A connection with all promises set.
pub(super) fn connect(path: &Path, cache: Cache) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(sql)?;
    db.busy_timeout(Duration::from_millis(5_000)).map_err(sql)?;
    // A plan is made once for every value. SQLite would otherwise plan by value where it sees a chance, and prepare
    // many a join anew whenever something else is bound to it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(sql)?;
    db.execute_batch(PRAGMAS).map_err(sql)?;
    db.execute_batch(match cache {
        Cache::Writer => "PRAGMA cache_size = -2048;",
        Cache::ShortReads => "PRAGMA cache_size = -12288; PRAGMA query_only = ON;",
        Cache::LongReads => "PRAGMA cache_size = -1024; PRAGMA query_only = ON;",
    })
    .map_err(sql)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// Brings the tables up to this program's version, in one transaction; how many steps that took.
pub(super) fn upgrade(db: &mut Connection) -> Result<usize, StoreError> {
    let failed = |e: refinery::Error| StoreError::Unavailable(e.to_string());
    let runner = embedded::migrations::runner().set_grouped(true);
    let known = runner
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .unwrap_or_default();
    let exists = db
        .table_exists(None, "refinery_schema_history")
        .map_err(sql)?;
    if exists
        && let Some(last) = runner.get_last_applied_migration(db).map_err(failed)?
        && last.version() > known
    {
        return Err(crate::store::newer(
            i64::from(last.version()),
            i64::from(known),
        ));
    }
    runner
        .run(db)
        .map(|report| report.applied_migrations().len())
        .map_err(failed)
}

/// Creates or upgrades the file without opening it for service; how many steps that took.
pub async fn migrate(path: &Path) -> Result<usize, StoreError> {
    let path = path.to_owned();
    blocking(move || {
        let _alone = alone(&path)?;
        create(&path)?;
        upgrade(&mut connect(&path, Cache::Writer)?)
    })
    .await
}

/// Copies a database that may be in use to a new file, as of one moment. Refuses to overwrite.
pub async fn backup(path: &Path, to: &Path) -> Result<(), StoreError> {
    let (path, to) = (path.to_owned(), to.to_owned());
    blocking(move || {
        let name = to
            .to_str()
            .ok_or_else(|| StoreError::Unavailable("the file name is not UTF-8".to_owned()))?;
        let db = connect(&path, Cache::Writer)?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&to)
            .map_err(io)?;
        db.execute("VACUUM INTO ?1", [name]).map_err(sql)?;
        File::open(&to).and_then(|file| file.sync_all()).map_err(io)
    })
    .await
}

/// The newest row of the audit record in a copy, which stays as it is.
pub async fn head_of(copy: &Path) -> Result<Head, StoreError> {
    let copy = copy.to_owned();
    blocking(move || {
        let db =
            Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sql)?;
        Ok(super::audit::head(&db)?)
    })
    .await
}
