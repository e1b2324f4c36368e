//! Hands the engine what it needs. This file alone knows which database, which blobs, which
//! backends and which destinations these are; it is the difference between one machine and many.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use galley_adapters::{backends, destinations};
use galley_compose::{FontLibrary, Studio};
use galley_domain::ports::{Backend, Clock, Destination, RateCard};
use galley_engine::sketch::Sketch;
use galley_engine::worker::Lanes;
use galley_engine::{Engine, Ids, Lane, Parts, Queue};
use galley_store::{Store, StoreConfig};

use crate::clock::SystemClock;
use crate::config::{Config, Durability, Lane as LaneConfig, SketchRates};
use crate::workflows::Workflows;

/// For each task that a lane carries out at a time, so many may be on their way in all processes:
/// enough that none runs dry between two looks of the dispatcher, few enough that a rush gets in soon.
const WINDOW_PER_TASK: usize = 32;
const MIN_WINDOW: usize = 64;

/// Opens all that the configuration describes. Makes no table: see [`migrate`].
pub async fn open(config: &Config) -> Result<Engine> {
    Ok(Engine::new(parts(config, Arc::new(SystemClock)).await?))
}

/// The parts that the configuration describes, under a clock of the caller's.
pub async fn parts(config: &Config, clock: Arc<dyn Clock>) -> Result<Parts> {
    let store = open_store(config).await?;
    let workflows = Workflows::open(&config.workflows_dir)?;
    Ok(Parts {
        queue: Queue::new(store.pool().clone()),
        store,
        ids: Ids::new(clock.clone()),
        clock,
        catalog: workflows.catalog()?,
        skill_templates: workflows.skills()?,
        backends: open_backends(config)?,
        destinations: open_destinations(config)?,
        lease_ms: config.lease_ms,
        lanes: lanes(config),
        studio: Arc::new(Studio::new(FontLibrary::bundled())),
        cores: cores(),
    })
}

/// Whether every backend and destination has settings that its adapter can work with. Talks to nobody.
pub fn check_adapters(config: &Config) -> Result<usize> {
    Ok(open_backends(config)?.len() + open_destinations(config)?.len())
}

/// Opens the database and the blobs alone.
pub async fn open_store(config: &Config) -> Result<Store> {
    for url in [&config.database_url, &config.blobs_url] {
        make_folder(url)?;
    }
    let store = StoreConfig {
        database_url: config.database_url.clone(),
        blobs_url: config.blobs_url.clone(),
        max_connections: config.store.max_connections,
        sqlite_cache_mb: config.store.sqlite_cache_mb,
        durability: match config.store.durability {
            Durability::Power => galley_store::Durability::Power,
            Durability::Process => galley_store::Durability::Process,
        },
    };
    Ok(Store::open(&store).await?)
}

/// Brings the tables of the store and of the queue up to date.
pub async fn migrate(engine: &Engine) -> Result<()> {
    engine.store.migrate().await.context("the database could not be brought up to date")?;
    Ok(engine.queue.migrate().await?)
}

/// Whether the database is a file of this machine, which nobody else migrates.
pub fn is_embedded(config: &Config) -> bool {
    config.database_url.starts_with("sqlite:")
}

fn make_folder(url: &str) -> Result<()> {
    let folder = if let Some(file) = url.strip_prefix("sqlite://") {
        Path::new(file.split('?').next().unwrap_or_default()).parent()
    } else {
        url.strip_prefix("file://").map(Path::new)
    };
    let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))
}

fn open_backends(config: &Config) -> Result<BTreeMap<String, Arc<dyn Backend>>> {
    let sketch: Arc<dyn Backend> = Arc::new(Sketch::new(rate_card(&config.backends.sketch), cores()));
    let mut opened = BTreeMap::from([(sketch.name().to_owned(), sketch)]);
    for (name, settings) in &config.backends.others {
        let backend = backends::open(name, settings.clone(), &|variable| std::env::var(variable).ok());
        opened.insert(name.clone(), backend.map_err(|error| anyhow!("[backends.{name}] {error}"))?);
    }
    Ok(opened)
}

/// The lanes of the configuration, and one for each backend: as wide as the backend takes, unless
/// `[lanes]` says otherwise.
pub fn lanes(config: &Config) -> Lanes {
    let backends = config
        .backends
        .others
        .iter()
        .map(|(name, settings)| (name.clone(), admit(LaneConfig { concurrency: backends::in_flight(settings) })));
    let configured = config.lanes.iter().map(|(name, lane)| (name.clone(), admit(*lane)));
    backends.chain(configured).collect()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// No GPU works for a sketch, and that is known: zero, not unknown.
fn rate_card(rates: &SketchRates) -> RateCard {
    RateCard {
        currency: rates.currency.clone(),
        image_nano: Some(rates.image_nano),
        image_gpu_ms: Some((0, 0)),
        image_wall_ms: rates.image_wall_ms,
        ..RateCard::default()
    }
}

fn open_destinations(config: &Config) -> Result<BTreeMap<String, Arc<dyn Destination>>> {
    let open = |(name, settings): (&String, &serde_json::Map<String, serde_json::Value>)| {
        let opened = destinations::open(name, settings.clone());
        let destination = opened.map_err(|error| anyhow!("[destinations.{name}] {error}"))?;
        Ok((name.clone(), destination))
    };
    config.destinations.iter().map(open).collect()
}

fn admit(lane: LaneConfig) -> Lane {
    let concurrency = lane.concurrency();
    Lane { concurrency, window: (concurrency * WINDOW_PER_TASK).max(MIN_WINDOW) }
}
