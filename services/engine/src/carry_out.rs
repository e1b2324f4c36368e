//! Carrying one task out: what it needs is gathered, its kind does the work, its blobs are stored.

use std::sync::Arc;

use galley_domain::adjustment::Adjustments;
use galley_domain::digest::Digest;
use galley_domain::plan::{self, PlanContext};
use galley_domain::ports::{Backend, Fault};
use galley_domain::workflow::Step;
use galley_store::outputs::{Output, OutputBlob};
use galley_store::tasks::Task;
use galley_store::{StoreError, outputs};

use crate::finish::{Made, Outcome};
use crate::preview::Files;
use crate::sources::{MAX_FILE_BYTES, Sources, axis_of};
use crate::{ActionError, Engine, deliver, sketch, steps};

/// Everything a step kind has while it works.
pub(crate) struct StepContext<'a> {
    pub engine: &'a Engine,
    pub sources: &'a Arc<Sources>,
    pub task: &'a Task,
    pub step: &'a Step,
    /// The outputs it needs, in the order of the task's needs.
    pub needs: Vec<Output>,
    /// What people adjusted in this one ad.
    pub edits: Option<&'a Adjustments>,
    /// A preview's files: there nothing is stored, and no backend that costs is asked.
    pub preview: Option<&'a Files>,
}

/// A file a step made, before it is stored.
pub(crate) struct NewBlob {
    pub name: &'static str,
    pub mime: &'static str,
    pub bytes: bytes::Bytes,
    /// Pixels; 0 for what is no picture.
    pub size: (u32, u32),
}

impl StepContext<'_> {
    /// The value on one of the task's axes, or on an axis that follows from one.
    pub(crate) fn axis(&self, name: &str) -> Option<String> {
        axis_of(&self.engine.catalog, &self.task.cell, name)
    }

    /// The task whose calls are paid for; nobody's in a preview.
    pub(crate) fn paying(&self) -> Option<&Task> {
        self.preview.is_none().then_some(self.task)
    }

    /// What planning knows.
    pub(crate) fn plan(&self) -> PlanContext<'_> {
        self.sources.context(&self.engine.catalog)
    }

    /// The needed outputs that steps of a kind made.
    pub(crate) fn made_by<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Output> {
        self.needs.iter().filter(move |output| output.kind == kind)
    }

    /// The bytes of a blob of this organization.
    pub(crate) async fn blob(&self, hash: Digest) -> Result<bytes::Bytes, Fault> {
        if let Some(bytes) = self.preview.and_then(|files| files.find(hash)) {
            return Ok(bytes);
        }
        let blobs = self.engine.store.blobs();
        blobs.get(self.task.organization, hash, MAX_FILE_BYTES).await.map_err(not_now)
    }

    /// The backend with this name; in a preview the embedded one, which costs nothing.
    pub(crate) fn backend(&self, name: &str) -> Option<&Arc<dyn Backend>> {
        let name = if self.preview.is_some() { sketch::NAME } else { name };
        self.engine.backends.get(name)
    }

    /// Stores what was made.
    pub(crate) async fn store(&self, files: Vec<NewBlob>) -> Result<Vec<OutputBlob>, Fault> {
        let mut stored = Vec::with_capacity(files.len());
        for file in files {
            let bytes = file.bytes.len() as u64;
            let hash = match self.preview {
                Some(files) => files.put(file.bytes),
                None => self.engine.store.blobs().put(self.task.organization, file.bytes).await.map_err(not_now)?,
            };
            let (width, height) = file.size;
            let mime = file.mime.to_owned();
            stored.push(OutputBlob { name: file.name.to_owned(), hash, mime, bytes, width, height });
        }
        Ok(stored)
    }
}

/// A store that did not answer: worth another try.
pub(crate) fn not_now(error: StoreError) -> Fault {
    match error {
        StoreError::NotFound { .. } | StoreError::Corrupt { .. } => Fault::GiveUp { reason: error.to_string() },
        other => Fault::Retry { reason: other.to_string(), after_ms: None },
    }
}

/// Carries a task out. Answers also the sources of its run, where it has some.
pub(crate) async fn carry_out(engine: &Engine, task: &Task) -> (Option<Arc<Sources>>, Outcome) {
    let done = match steps::find(&task.kind) {
        Some(kind) => match engine.sources_of(task.run).await {
            Ok(sources) => {
                let made = take_step(engine, task, &sources, kind).await;
                return (Some(sources), outcome(made));
            }
            Err(ActionError::Unavailable(error)) => Err(not_now(error)),
            Err(other) => Err(Fault::GiveUp { reason: other.to_string() }),
        },
        None => deliver::carry_out(engine, task).await,
    };
    (None, outcome(done))
}

fn outcome(made: Result<Made, Fault>) -> Outcome {
    match made {
        Ok(made) => Outcome::Made(made),
        Err(Fault::Retry { reason, after_ms }) => Outcome::Retry { reason, after_ms },
        Err(Fault::Busy { reason, after_ms }) => Outcome::Wait { reason, after_ms },
        Err(fault @ (Fault::Ambiguous { .. } | Fault::Closed { .. } | Fault::GiveUp { .. })) => {
            Outcome::GiveUp { reason: fault.into_reason() }
        }
    }
}

async fn take_step(
    engine: &Engine,
    task: &Task,
    sources: &Arc<Sources>,
    kind: &'static dyn steps::StepKind,
) -> Result<Made, Fault> {
    let step = sources
        .workflow
        .find_step(&task.step)
        .map(|index| &sources.workflow.steps[index])
        .ok_or_else(|| Fault::GiveUp { reason: format!("the workflow has no step {}", task.step) })?;
    let mut found = outputs::get(&engine.store, task.organization, &task.needs).await.map_err(not_now)?;
    let needs: Option<Vec<Output>> = task.needs.iter().map(|key| found.remove(key)).collect();
    let needs =
        needs.ok_or_else(|| Fault::Retry { reason: "something it needs is not there".to_owned(), after_ms: None })?;
    let cx = sources.context(&engine.catalog);
    if plan::key_of(&cx, step, kind.planner(engine).as_ref(), &task.cell, &task.needs) != task.key {
        let reason = "something it is made from has changed since it was planned: plan again";
        return Err(Fault::GiveUp { reason: reason.to_owned() });
    }
    let edits = sources.edits.get(&task.cell);
    kind.carry_out(&StepContext { engine, sources, task, step, needs, edits, preview: None }).await
}
