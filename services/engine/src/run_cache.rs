//! Keeps the sources of the last few runs, so that a run's thousands of tasks load them once.

use std::collections::VecDeque;
use std::sync::Arc;

use galley_domain::ids::RunId;
use galley_store::{plans, runs};
use tokio::sync::{Mutex, OnceCell};

use crate::{ActionError, Engine, Pins, Sources};

/// Runs kept. Sources weigh as much as the files of a brief; more runs at once load theirs anew.
const MOST: usize = 16;

type Loading = Arc<OnceCell<Arc<Sources>>>;

/// The most recently used first.
#[derive(Default)]
pub(crate) struct RunCache {
    runs: Mutex<VecDeque<(RunId, Loading)>>,
}

impl RunCache {
    /// The sources of a run; two who ask at once load them once.
    pub(crate) async fn get(&self, engine: &Engine, run: RunId) -> Result<Arc<Sources>, ActionError> {
        let loading = self.slot(run).await;
        loading.get_or_try_init(|| load(engine, run)).await.cloned()
    }

    async fn slot(&self, run: RunId) -> Loading {
        let mut runs = self.runs.lock().await;
        if let Some(at) = runs.iter().position(|(known, _)| *known == run) {
            let found = runs.remove(at).expect("it was just found there");
            runs.push_front(found);
        } else {
            runs.push_front((run, Loading::default()));
            runs.truncate(MOST);
        }
        Arc::clone(&runs[0].1)
    }
}

async fn load(engine: &Engine, run: RunId) -> Result<Arc<Sources>, ActionError> {
    let run = runs::get_everywhere(&engine.store, run).await?;
    let plan = run.plan.ok_or(ActionError::NotFound("plan"))?;
    let plan = plans::get_plan(&engine.store, &run.scope(), plan).await?;
    Ok(Arc::new(Sources::load(engine, &run.scope(), Pins::of(&plan)).await?))
}
