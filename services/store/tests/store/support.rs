//! A database of its own for each test, on either server, and gone afterwards.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt;
use galley_store::{Durability, Store, StoreConfig};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Runs a test on both databases: `both!(name: test)` where `test` is an `async fn(&TestDatabase)`.
macro_rules! both {
    ($($test:ident),* $(,)?) => {$(
        mod $test {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::support::TestDatabase::sqlite().await.run(async |database| super::$test(database).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                match $crate::support::TestDatabase::postgres().await {
                    Some(database) => database.run(async |database| super::$test(database).await).await,
                    None => eprintln!("NOT RUN ON POSTGRESQL: GALLEY_TEST_POSTGRES_URL is not set"),
                }
            }
        }
    )*};
}
pub(crate) use both;

/// A fresh database, migrated unless said otherwise, and a fresh folder for blobs.
pub struct TestDatabase {
    pub store: Store,
    pub config: StoreConfig,
    pub folder: PathBuf,
    /// Where to drop it, and under which name; `None` on SQLite.
    server: Option<(String, String)>,
}

impl TestDatabase {
    pub async fn sqlite() -> TestDatabase {
        let folder = new_folder();
        let url = format!("sqlite://{}?mode=rwc", folder.join("galley.db").display());
        TestDatabase::open(folder, url, None).await
    }

    pub async fn postgres() -> Option<TestDatabase> {
        let server = std::env::var("GALLEY_TEST_POSTGRES_URL").ok()?;
        let name = unique_name();
        let mut connection = PgConnection::connect(&server).await.expect("the test server answers");
        for statement in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
            connection.execute(AssertSqlSafe(statement)).await.expect("may create databases");
        }
        let url = with_database(&server, &name);
        Some(TestDatabase::open(new_folder(), url, Some((server, name))).await)
    }

    async fn open(folder: PathBuf, database_url: String, server: Option<(String, String)>) -> TestDatabase {
        let config = StoreConfig {
            database_url,
            blobs_url: format!("file://{}", folder.join("blobs").display()),
            durability: Durability::Process,
            ..StoreConfig::default()
        };
        let store = Store::open(&config).await.expect("opens");
        store.migrate().await.expect("migrates");
        TestDatabase { store, config, folder, server }
    }

    /// Runs a test and drops the database, whatever became of the test.
    pub async fn run(self, test: impl AsyncFnOnce(&TestDatabase)) {
        let outcome = AssertUnwindSafe(test(&self)).catch_unwind().await;
        self.store.close().await;
        if let Some((server, name)) = &self.server {
            let mut connection = PgConnection::connect(server).await.expect("the test server answers");
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            connection.execute(AssertSqlSafe(drop)).await.expect("may drop databases");
        }
        std::fs::remove_dir_all(&self.folder).expect("may remove the test's folder");
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }
}

fn new_folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique_name());
    // A killed test may have left one, and the system gives process numbers out again.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("may make the test's folder");
    folder
}

/// Tests run in processes of their own, or beside each other in one.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("galley_store_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The server's URL with another database in it: the path is what stands before the query.
fn with_database(server: &str, name: &str) -> String {
    let (path, query) =
        server.split_once('?').map_or((server, String::new()), |(path, query)| (path, format!("?{query}")));
    let (before, _) = path.rsplit_once('/').expect("GALLEY_TEST_POSTGRES_URL is postgres://host/database");
    format!("{before}/{name}{query}")
}
