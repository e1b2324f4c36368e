//! A database of a world's own, gone when the world is.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const SERVER: &str = "GALLEY_TEST_POSTGRES_URL";

pub enum Database {
    /// A file in the world's folder.
    Sqlite,
    Postgres {
        server: String,
        name: String,
    },
}

impl Database {
    /// An empty database on the test server, which there must be: half the promise is that both work.
    pub async fn postgres() -> Database {
        let server = std::env::var(SERVER).unwrap_or_default();
        assert!(
            !server.is_empty(),
            "{SERVER} names no server; run `cargo xtask test`, or `cargo xtask postgres COMMAND`"
        );
        let name = unique_name();
        let database = Database::Postgres { server, name };
        database.execute(|name| format!("DROP DATABASE IF EXISTS {name}")).await;
        database.execute(|name| format!("CREATE DATABASE {name}")).await;
        database
    }

    /// Where it is, for a world with this folder.
    pub fn url(&self, folder: &Path) -> String {
        match self {
            Database::Sqlite => format!("sqlite://{}?mode=rwc", folder.join("galley.db").display()),
            Database::Postgres { server, name } => with_database(server, name),
        }
    }

    /// Drops it. A file goes with its folder.
    pub async fn remove(&self) {
        self.execute(|name| format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }

    async fn execute(&self, statement: impl Fn(&str) -> String) {
        if let Database::Postgres { server, name } = self {
            let mut connection = PgConnection::connect(server).await.expect("the test server answers");
            connection.execute(AssertSqlSafe(statement(name))).await.expect("the tests may make and drop databases");
        }
    }
}

/// Tests run in processes of their own, or beside each other in one.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("galley_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The server's URL with another database in it: the path is what stands before the query.
fn with_database(server: &str, name: &str) -> String {
    let (path, query) =
        server.split_once('?').map_or((server, String::new()), |(path, query)| (path, format!("?{query}")));
    let (before, _) = path.rsplit_once('/').expect("the server's URL is postgres://host/database");
    format!("{before}/{name}{query}")
}
