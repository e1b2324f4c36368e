//! Where the demo keeps things: a folder that stays, or one that goes when it ends.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use galley_engine::Engine;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::config::{Config, Durability};

/// Says that a folder's content is a demo's and may make room for the next.
const MARKER: &str = ".galley-demo";
/// What the demo writes into its folder.
const OURS: [&str; 7] =
    ["galley.db", "galley.db-wal", "galley.db-shm", "blobs", "published", "journal.ndjson", "index.html"];
/// The settings that the demo takes over.
const FILTER: &str = "GALLEY_LOG__FILTER";
const LISTEN: &str = "GALLEY_LISTEN";
/// What the log says while the demo runs, unless GALLEY_LOG__FILTER says otherwise.
const QUIET: &str = "warn";
/// Where people expect it.
const ADDRESS: &str = "127.0.0.1:8080";
const ANY_ADDRESS: &str = "127.0.0.1:0";

/// The demo's folder.
pub struct Place {
    root: PathBuf,
    /// Removes the folder when it is dropped.
    temporary: Option<TempDir>,
}

impl Place {
    /// An empty folder. One that holds an earlier demo is emptied; one that holds anything else is refused.
    pub fn prepare(keep: Option<&Path>) -> Result<Place> {
        let Some(folder) = keep else {
            let temporary = tempfile::Builder::new().prefix("galley-demo-").tempdir()?;
            return Ok(Place { root: temporary.path().to_owned(), temporary: Some(temporary) });
        };
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        let root = folder.canonicalize()?;
        let marker = root.join(MARKER);
        if marker.exists() {
            OURS.iter().try_for_each(|name| remove(&root.join(name)))?;
        } else if fs::read_dir(&root)?.next().is_some() {
            bail!("{} holds something that is no demo's: name an empty folder", root.display());
        }
        fs::write(&marker, "The content of this folder was made by `galley demo`, which may replace it.\n")?;
        Ok(Place { root, temporary: None })
    }

    /// A configuration of its own: of the machine's settings, only the address and the log's filter
    /// reach the demo. `variable` reads the environment.
    pub fn config(
        &self,
        postgres: Option<&str>,
        is_headless: bool,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Config> {
        let filter = variable(FILTER).unwrap_or_else(|| QUIET.to_owned());
        let listen = variable(LISTEN).unwrap_or_else(|| free_address(is_headless));
        let mut config = Config::parse(None, [(FILTER.to_owned(), filter), (LISTEN.to_owned(), listen)])?;
        let database = format!("sqlite://{}?mode=rwc", self.path("galley.db").display());
        config.database_url = postgres.map_or(database, str::to_owned);
        config.blobs_url = format!("file://{}", self.path("blobs").display());
        config.store.durability = Durability::Process;
        let folder = json!({ "kind": "folder", "path": self.published() });
        if let Value::Object(folder) = folder {
            config.destinations.insert(super::DESTINATION.to_owned(), folder);
        }
        Ok(config)
    }

    /// Something that tells this demo's names from another's in a database that is not its own.
    pub fn suffix(&self, is_shared: bool, engine: &Engine) -> String {
        if is_shared { format!("-{:x}", engine.now_ms()) } else { String::new() }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where published files lie.
    pub fn published(&self) -> PathBuf {
        self.path("published")
    }

    /// The folder, if it stays.
    pub fn kept(&self) -> Option<&Path> {
        self.temporary.is_none().then_some(&self.root)
    }
}

/// Where people expect it; where that is taken by another program, or nobody looks, any other will do.
fn free_address(is_headless: bool) -> String {
    let is_free = !is_headless && TcpListener::bind(ADDRESS).is_ok();
    if is_free { ADDRESS } else { ANY_ADDRESS }.to_owned()
}

fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_earlier_demo_makes_room() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = Place::prepare(Some(folder.path())).expect("it is empty");
        fs::create_dir(place.published()).expect("a folder in it");
        let again = Place::prepare(Some(folder.path())).expect("it is a demo's");
        assert!(!again.published().exists());
        fs::remove_file(again.path(MARKER)).expect("it was there");
        fs::write(again.path("thesis.txt"), "years of work").expect("it can be written");
        assert!(Place::prepare(Some(folder.path())).is_err());
        assert!(again.path("thesis.txt").exists());
    }

    #[test]
    fn it_listens_where_it_is_told() {
        let place = Place::prepare(None).expect("a folder that goes");
        let told = |name: &str| (name == LISTEN).then(|| "127.0.0.1:8099".to_owned());
        for is_headless in [true, false] {
            let config = place.config(None, is_headless, told).expect("the settings are right");
            assert_eq!((config.listen.as_str(), config.log.filter.as_str()), ("127.0.0.1:8099", QUIET));
        }
        let config = place.config(None, true, |_| None).expect("the settings are right");
        assert_eq!(config.listen, ANY_ADDRESS);
    }
}
