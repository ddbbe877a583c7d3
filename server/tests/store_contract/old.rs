//! A database as an earlier version left it. The people in it were written under the first schema, in its
//! own words, and never change.

use domain::audit::{Event, Row};
use domain::service::ports::{Chain as _, StoreError};
use server::store::{postgres, sqlite};

use crate::postgres_server;
use crate::subject::{Links, NOW, Place, entry};

mod of_sqlite {
    refinery::embed_migrations!("migrations/sqlite");
}
mod of_postgres {
    refinery::embed_migrations!("migrations/postgres");
}

/// An empty place, and what is done to it from outside.
pub struct Old(pub Place);

impl Old {
    /// On this engine, without a table.
    pub async fn new(engine: &str) -> Self {
        Self(match engine {
            "sqlite" => Place::File(tempfile::tempdir().unwrap().into()),
            _ => Place::Server(postgres_server::database().await),
        })
    }

    /// The numbers of all migrations, in order.
    pub fn versions(&self) -> Vec<i32> {
        let runner = match &self.0 {
            Place::File(_) => of_sqlite::migrations::runner(),
            Place::Server(_) => of_postgres::migrations::runner(),
        };
        let migrations = runner.get_migrations().iter();
        let mut versions: Vec<i32> = migrations.map(refinery::Migration::version).collect();
        versions.sort_unstable();
        versions
    }

    /// The last migration.
    pub fn newest(&self) -> i32 {
        self.versions().pop().unwrap()
    }

    /// How many migrations come after this one.
    pub fn after(&self, version: i32) -> usize {
        self.versions().iter().filter(|v| **v > version).count()
    }

    /// Applies the first migrations, up to this one.
    pub async fn upgrade_to(&self, version: i32) {
        let target = refinery::Target::Version(version);
        match &self.0 {
            Place::File(dir) => {
                let mut db = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
                let runner = of_sqlite::migrations::runner().set_target(target);
                runner.run(&mut db).unwrap();
            }
            Place::Server(url) => {
                let mut client = client(url).await;
                let runner = of_postgres::migrations::runner().set_target(target);
                runner.run_async(&mut client).await.unwrap();
            }
        }
    }

    /// What the program does at its start; how many steps that took.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        match &self.0 {
            Place::File(dir) => sqlite::migrate(&dir.path().join("a.db")).await,
            Place::Server(url) => postgres::migrate(url, None).await,
        }
    }

    async fn raw(&self, sql: &str) {
        match &self.0 {
            Place::File(dir) => {
                let db = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
                db.execute_batch(sql).unwrap();
            }
            Place::Server(url) => client(url).await.batch_execute(sql).await.unwrap(),
        }
    }

    /// Every table, column, index and trigger, and which migrations were applied.
    pub async fn schema(&self) -> Vec<String> {
        match &self.0 {
            Place::File(dir) => {
                let db = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
                let sql = "SELECT coalesce(sql, name) FROM sqlite_schema
                    UNION ALL SELECT 'applied ' || version FROM refinery_schema_history ORDER BY 1";
                let mut statement = db.prepare(sql).unwrap();
                let rows = statement.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            }
            Place::Server(url) => {
                let sql = "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
                        FROM information_schema.columns WHERE table_schema = 'public'
                    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
                    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
                        WHERE connamespace = 'public'::regnamespace
                    UNION ALL SELECT 'applied ' || version FROM refinery_schema_history ORDER BY 1";
                let rows = client(url).await.query(sql, &[]).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Lets the newest migration fail when everything in it is done but not yet written down.
    pub async fn trip(&self) {
        let newest = self.newest();
        let history = "CREATE TABLE IF NOT EXISTS refinery_schema_history
            (version int4 PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255));";
        let wire = match &self.0 {
            Place::File(_) => format!(
                "CREATE TRIGGER tripwire BEFORE INSERT ON refinery_schema_history
                 WHEN NEW.version = {newest} BEGIN SELECT RAISE(ABORT, 'broken off'); END"
            ),
            Place::Server(_) => format!(
                "CREATE FUNCTION tripwire() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN RAISE EXCEPTION 'broken off'; END $$;
                 CREATE TRIGGER tripwire BEFORE INSERT ON refinery_schema_history FOR EACH ROW
                     WHEN (NEW.version = {newest}) EXECUTE FUNCTION tripwire()"
            ),
        };
        self.raw(&format!("{history} {wire}")).await;
    }

    /// Takes that back.
    pub async fn untrip(&self) {
        self.raw(match &self.0 {
            Place::File(_) => "DROP TRIGGER tripwire",
            Place::Server(_) => "DROP FUNCTION tripwire CASCADE",
        })
        .await;
    }

    /// Somebody with everything that a person can have, as the first version wrote it.
    pub async fn populate(&self) {
        let file = matches!(self.0, Place::File(_));
        let bytes = |byte: u8, length: usize| {
            let hex = format!("{byte:02x}").repeat(length);
            if file {
                format!("x'{hex}'")
            } else {
                format!("'\\x{hex}'::bytea")
            }
        };
        let (yes, no) = if file { ("1", "0") } else { ("true", "false") };
        let (user, other, at) = (bytes(1, 16), bytes(2, 16), NOW.0);
        let row = Row::new(1, &entry(Event::UserAdd));
        let link = Links.link(&[0; 32], &row);
        let link = data_encoding::HEXLOWER.encode(&link);
        let link = if file {
            format!("x'{link}'")
        } else {
            format!("'\\x{link}'::bytea")
        };
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let record = [
            &row.event,
            &row.outcome,
            &row.reason,
            &row.actor,
            &row.role,
            &row.subject,
            &row.object,
            &row.address,
            &row.user_agent,
            &row.request,
            &row.details,
        ]
        .map(|text| quoted(text))
        .join(", ");
        self.raw(&format!(
            "INSERT INTO accounts VALUES
                 ({user}, 7, 'zoë@example.org', 'Zoë ''Bobby''', 'Teacher', 'zoë@example.org',
                  '+31205550123', '42', 'nl', 'supervisor', 'enforced', {yes}, '$argon2id$', {at}, 'app_code'),
                 ({other}, 1, 'ann@example.org', 'Ann', '', '', '', '', NULL, 'user', 'disabled', {no},
                  '$argon2id$', {at}, NULL);
             INSERT INTO apps VALUES ({user}, {app}, 'Telephone', {secret}, 60000000, {at}, {at}, {no});
             INSERT INTO phones VALUES ({user}, 'phone', {number}, {yes}, {at});
             INSERT INTO app_passwords VALUES
                 ({user}, 1, {first}, 1, {mac}, 'Laptop', {at}, {at}, '192.0.2.1', 'imap'),
                 ({user}, 40, {last}, 1, {other_mac}, 'Tablet', {at}, NULL, NULL, NULL);
             INSERT INTO sessions VALUES ({session}, {user}, {at}, {at}, {at}, NULL);
             INSERT INTO pendings VALUES ({pending}, {user}, {at}, 'second_step', '/profile');
             INSERT INTO reveals VALUES ({session}, 'app_key', {app}, {secret}, {at}, {no});
             INSERT INTO counters VALUES ({key}, {at}, 3, 4, {at}, 100, {at});
             UPDATE policy SET version = 5, body = '{{\"allow_app_passwords\":true}}';
             INSERT INTO canary VALUES (1, {secret});
             INSERT INTO outbox (id, user_id, body) VALUES ({app}, {user},
                 '{{\"kind\":\"app_added\",\"at\":{at},\"address\":\"192.0.2.1\",\"object\":\"Telephone\",\"preferred\":null}}');
             INSERT INTO audit VALUES (1, {at}, {record}, {link});",
            app = bytes(3, 16),
            secret = bytes(4, 40),
            number = bytes(5, 40),
            first = bytes(6, 16),
            mac = bytes(7, 32),
            last = bytes(8, 16),
            other_mac = bytes(9, 32),
            session = bytes(10, 32),
            pending = bytes(11, 32),
            key = bytes(12, 19),
        ))
        .await;
    }
}

async fn client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}
