//! What every request is served with: the engine, the settings, and the little this process
//! remembers by itself (counters, failed attempts). Nothing here outlives the process.

use std::path::PathBuf;
use std::sync::Arc;

use galley_engine::Engine;
use tokio::sync::watch;

use crate::metrics::Metrics;
use crate::throttle::Throttle;

/// How the API is reached and what it serves beside itself.
#[derive(Debug, Clone, Default)]
pub struct ApiConfig {
    /// A folder with a web build that takes the place of the one inside the program.
    pub web_dir: Option<PathBuf>,
    /// Browsers reach us over HTTPS: cookies are then sent over nothing else.
    pub is_https: bool,
    /// Where browsers reach us, without a slash at the end; guests' links begin with it.
    pub public_url: String,
}

/// Cheap to clone; one for all threads.
#[derive(Clone)]
pub struct ApiState {
    pub engine: Engine,
    pub config: Arc<ApiConfig>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) throttle: Arc<Throttle>,
    /// Turns true when the server is about to stop: endless answers end then.
    pub(crate) closing: watch::Sender<bool>,
}

impl ApiState {
    /// A state that has seen no request yet.
    pub fn new(engine: Engine, config: ApiConfig) -> ApiState {
        ApiState {
            engine,
            config: Arc::new(config),
            metrics: Arc::default(),
            throttle: Arc::default(),
            closing: watch::Sender::new(false),
        }
    }
}
