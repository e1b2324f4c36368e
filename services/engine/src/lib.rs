//! The engine does what `domain` decides. An action is one file, one function, one transaction,
//! and writes the journal (and the ledger, where money moves) in that transaction. The dispatcher
//! looks at the rows, finds what is ready and rings the queue; workers carry tasks out, one step
//! kind a file.
//!
//! The engine never imports adapters: backends and destinations arrive as ports. It knows no
//! HTTP, no SQL and no vendor.

pub mod actions;
mod batch;
mod brand_rules;
pub mod calls;
mod carry_out;
mod deliver;
mod dispatch;
mod error;
mod finish;
mod gateway;
mod ids;
pub mod languages;
mod late_costs;
mod launching;
pub mod learning;
mod planning;
mod present;
pub mod preview;
pub mod prompt;
mod queue;
pub mod replay;
mod run_cache;
pub mod sketch;
pub mod skill_effect;
pub mod skill_offers;
pub mod skills;
mod sources;
pub mod steps;
mod sweep;
mod turning;
pub mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;

use galley_compose::Studio;
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::ids::RunId;
use galley_domain::ports::{Backend, Clock, Destination};
use galley_store::Store;
use tokio::sync::{Notify, Semaphore, watch};

pub use deliver::NOOP;
pub use dispatch::{Dispatcher, Lane, Look};
pub use error::ActionError;
pub use ids::Ids;
pub use queue::{Queue, QueueError};
pub use sources::{Pins, Sources};

use gateway::Gates;
use preview::Previews;
use run_cache::RunCache;

/// Everything an action needs, handed in by the program. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

/// What an engine is made of.
pub struct Parts {
    pub store: Store,
    pub queue: Queue,
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    /// Formats, locales and markets.
    pub catalog: Catalog,
    /// Skills that come with the program, by name: to copy.
    pub skill_templates: BTreeMap<String, Bundle>,
    /// By the name that workflows use.
    pub backends: BTreeMap<String, Arc<dyn Backend>>,
    /// By the name that workflows' `publish` uses.
    pub destinations: BTreeMap<String, Arc<dyn Destination>>,
    pub lanes: worker::Lanes,
    /// How long what a process holds stays its own without a sign of life, milliseconds: its tasks,
    /// the dispatcher's seat, the requests it serves.
    pub lease_ms: i64,
    pub studio: Arc<Studio>,
    /// How many pictures may be drawn at once: as many as there are cores.
    pub cores: usize,
}

/// The parts and what lives beside them.
pub struct Inner {
    parts: Parts,
    runs: RunCache,
    /// Work that keeps a core busy takes one of these.
    pub(crate) cores: Arc<Semaphore>,
    /// Wakes the dispatcher of this process.
    pub(crate) wake: Arc<Notify>,
    /// Whether each backend may be asked now.
    pub(crate) gates: Gates,
    /// Previews that are open in this process.
    pub previews: Previews,
    /// Counts changes, for those who watch: progress streams, tests.
    changes: watch::Sender<u64>,
    looks: watch::Sender<Option<Look>>,
}

impl Engine {
    /// An engine of these parts.
    pub fn new(parts: Parts) -> Engine {
        let cores = Arc::new(Semaphore::new(parts.cores.max(1)));
        let gates = Gates::new(&parts.backends);
        let inner = Inner {
            parts,
            gates,
            runs: RunCache::default(),
            cores,
            wake: Arc::new(Notify::new()),
            previews: Previews::default(),
            changes: watch::Sender::new(0),
            looks: watch::Sender::new(None),
        };
        Engine { inner: Arc::new(inner) }
    }

    /// Unix milliseconds by the engine's clock.
    pub fn now_ms(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }

    /// Turns whenever something happened that a watcher may want to see.
    pub fn watch_changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// What the dispatcher of this process saw last.
    pub fn watch_looks(&self) -> watch::Receiver<Option<Look>> {
        self.looks.subscribe()
    }

    /// Something happened: the dispatcher looks at once and watchers are told.
    pub(crate) fn changed(&self) {
        self.wake.notify_one();
        self.changes.send_modify(|count| *count += 1);
    }

    pub(crate) fn looked(&self, look: Look) {
        self.looks.send_replace(Some(look));
    }

    /// The sources of a run, loaded once.
    pub(crate) async fn sources_of(&self, run: RunId) -> Result<Arc<Sources>, ActionError> {
        self.runs.get(self, run).await
    }
}

impl std::ops::Deref for Engine {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl std::ops::Deref for Inner {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}
