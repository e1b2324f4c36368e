//! A database of a world's own, gone when the world is.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use galley_store::Scratch;

const SERVER: &str = "GALLEY_TEST_POSTGRES_URL";

pub enum Database {
    /// A file in the world's folder.
    Sqlite,
    Postgres(Scratch),
}

impl Database {
    /// An empty database on the test server, which there must be: half the promise is that both work.
    pub async fn postgres() -> Database {
        let server = std::env::var(SERVER).unwrap_or_default();
        assert!(
            !server.is_empty(),
            "{SERVER} names no server; run `cargo xtask test`, or `cargo xtask postgres COMMAND`"
        );
        let made = Scratch::make(&server, &unique_name()).await;
        Database::Postgres(made.expect("the tests may make databases on the test server"))
    }

    /// Where it is, for a world with this folder.
    pub fn url(&self, folder: &Path) -> String {
        match self {
            Database::Sqlite => format!("sqlite://{}?mode=rwc", folder.join("galley.db").display()),
            Database::Postgres(scratch) => scratch.url(),
        }
    }

    /// Drops it. A file goes with its folder.
    pub async fn remove(&self) {
        if let Database::Postgres(scratch) = self {
            scratch.remove().await.expect("the tests may drop databases on the test server");
        }
    }
}

/// Tests run in processes of their own, or beside each other in one.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("galley_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
