//! Where a measurement takes place: a folder and a database that are gone afterwards.

use anyhow::{Context as _, Result};
use galley_engine::Engine;
use galley_store::Scratch;
use tempfile::TempDir;

use super::Database;
use crate::config::{Config, Durability};
use crate::{log, wiring};

/// The server on which fresh PostgreSQL databases are made, first one that is set.
const SERVERS: [&str; 2] = ["GALLEY_BENCH_POSTGRES_URL", "GALLEY_TEST_POSTGRES_URL"];
/// What the log says, unless GALLEY_LOG__FILTER says otherwise.
const QUIET: &str = "warn";

/// A folder and a database.
pub struct Place {
    pub folder: TempDir,
    /// Nothing of the machine's settings is in it but the log's.
    pub config: Config,
    scratch: Option<Scratch>,
}

impl Place {
    /// Measures in a place of its own and removes it, whatever came of it.
    pub async fn with<T>(database: Database, measure: impl AsyncFnOnce(&mut Place) -> Result<T>) -> Result<T> {
        let mut place = Place::make(database).await?;
        let measured = measure(&mut place).await;
        if let Some(scratch) = place.scratch.take() {
            scratch.remove().await?;
        }
        measured
    }

    async fn make(database: Database) -> Result<Place> {
        let folder = tempfile::Builder::new().prefix("galley-bench-").tempdir()?;
        let filter = std::env::var("GALLEY_LOG__FILTER").unwrap_or_else(|_| QUIET.to_owned());
        let mut config = Config::parse(None, [("GALLEY_LOG__FILTER".to_owned(), filter)])?;
        log::start(&config.log)?;
        let scratch = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(make_scratch(&folder).await?),
        };
        let file = format!("sqlite://{}?mode=rwc", folder.path().join("galley.db").display());
        config.database_url = scratch.as_ref().map_or(file, Scratch::url);
        config.blobs_url = format!("file://{}", folder.path().join("blobs").display());
        config.store.durability = Durability::Process;
        config.listen = "127.0.0.1:0".to_owned();
        Ok(Place { folder, config, scratch })
    }

    /// Everything wired, with its tables made.
    pub async fn open(&self) -> Result<Engine> {
        let engine = wiring::open(&self.config).await?;
        wiring::migrate(&engine).await?;
        Ok(engine)
    }
}

/// A database with a name as unique as the folder's.
async fn make_scratch(folder: &TempDir) -> Result<Scratch> {
    let server = SERVERS.iter().find_map(|name| std::env::var(name).ok().filter(|url| !url.is_empty()));
    let server = server.with_context(|| format!("set {} to a PostgreSQL server's URL", SERVERS.join(" or ")))?;
    let random = folder.path().file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let plain: String = random.chars().filter(char::is_ascii_alphanumeric).collect();
    Ok(Scratch::make(&server, &format!("galley_bench_{}_{plain}", std::process::id())).await?)
}
