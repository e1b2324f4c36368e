//! Drawing one request: what its ads share first, then each ad as soon as it is ready. What the request may ask for
//! was checked before.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use futures::stream::{FuturesUnordered, StreamExt, iter};
use galley_domain::ids::{RunId, TaskId};
use galley_domain::plan::{Expansion, Gap, PlannedVariant};
use galley_domain::ports::Fault;
use galley_domain::task::TaskState;
use galley_store::outputs::{self, Output};
use galley_store::tasks::Task;
use tokio::sync::mpsc;

use super::{Drawn, FORMAT, Kept, Picture, Preview};
use crate::carry_out::{StepContext, not_now};
use crate::finish::Made;
use crate::sources::Edits;
use crate::{Engine, steps};

/// One request being answered.
pub struct Drawing {
    pub(super) preview: Arc<Preview>,
    pub(super) expansion: Expansion,
    pub(super) edits: Edits,
    pub(super) variants: Vec<PlannedVariant>,
    /// By step; see [`Preview::stand_ins`].
    pub(super) stand_ins: Vec<bool>,
    /// Tasks whose output the ad's own run made.
    pub(super) found: Mutex<BTreeSet<u32>>,
    pub(super) turn: u64,
}

impl Drawing {
    /// Sends each ad as soon as it is ready. Ends early where a newer request comes, or nobody listens.
    pub async fn run(&self, engine: &Engine, send: mpsc::Sender<Drawn>) {
        self.prepare(engine).await;
        let mut drawing: FuturesUnordered<_> =
            self.variants.iter().map(|variant| self.draw(engine, *variant)).collect();
        while let Some(drawn) = drawing.next().await {
            let is_over = matches!(drawn, Drawn::Superseded);
            if send.send(drawn).await.is_err() || is_over {
                return;
            }
        }
    }

    fn is_superseded(&self) -> bool {
        self.preview.newest.load(Ordering::SeqCst) != self.turn
    }

    /// Makes what several ads share, copy and scenes, once. What goes wrong is told at each ad that needs it.
    async fn prepare(&self, engine: &Engine) {
        let needs = |variant: &PlannedVariant| self.expansion.tasks[variant.subject as usize].needs.clone();
        let shared: BTreeSet<u32> = self.variants.iter().flat_map(needs).collect();
        iter(shared).for_each_concurrent(None, async |task| drop(self.make(engine, task).await)).await;
    }

    async fn draw(&self, engine: &Engine, variant: PlannedVariant) -> Drawn {
        let format = self.expansion.cell(variant.subject).get(FORMAT).unwrap_or_default().to_owned();
        if self.expansion.tasks[variant.gate as usize].is_blocked {
            return Drawn::Refused { format, reason: missing(&self.expansion.gaps) };
        }
        if self.is_superseded() {
            return Drawn::Superseded;
        }
        match self.picture(engine, &format, variant).await {
            Ok(picture) => Drawn::Picture(picture),
            Err(_) if self.is_superseded() => Drawn::Superseded,
            Err(fault) => Drawn::Refused { format, reason: fault.into_reason() },
        }
    }

    async fn picture(&self, engine: &Engine, format: &str, variant: PlannedVariant) -> Result<Picture, Fault> {
        let PlannedVariant { subject, gate } = variant;
        let ad = self.make(engine, subject).await?;
        let checked = if gate == subject { None } else { Some(self.make(engine, gate).await?) };
        let lost = || Fault::GiveUp { reason: "the ad has no picture".to_owned() };
        let blob = ad.blob("main").ok_or_else(lost)?;
        let facts = checked.map(|output| output.facts).unwrap_or_default();
        Ok(Picture {
            format: format.to_owned(),
            width: blob.width,
            height: blob.height,
            mime: blob.mime.clone(),
            bytes: self.preview.files.find(blob.hash).ok_or_else(lost)?,
            findings: steps::findings(&facts),
            unchecked: steps::unchecked(&facts),
            is_stand_in: self.has_stand_in(subject),
        })
    }

    /// Whether something the ad is made of came from the embedded backend in place of another.
    fn has_stand_in(&self, subject: u32) -> bool {
        let tasks = &self.expansion.tasks;
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let is_stand_in = |need: &u32| self.stand_ins[usize::from(tasks[*need as usize].step)] && !found.contains(need);
        tasks[subject as usize].needs.iter().any(is_stand_in)
    }

    /// Makes an output, or finds it made.
    async fn make(&self, engine: &Engine, index: u32) -> Result<Output, Fault> {
        let planned = &self.expansion.tasks[index as usize];
        if let Some(known) = self.preview.find(planned.key, self.turn) {
            return Ok(known);
        }
        if let Some(known) = self.find_made(engine, index).await? {
            return Ok(known);
        }
        let mut needs = Vec::with_capacity(planned.needs.len());
        for &need in &planned.needs {
            needs.push(Box::pin(self.make(engine, need)).await?);
        }
        let _turn = self.preview.turnstile.acquire().await.expect("it is never closed");
        if self.is_superseded() {
            return Err(Fault::GiveUp { reason: "a newer request came".to_owned() });
        }
        let sources = &self.preview.sources;
        let step = &sources.workflow.steps[usize::from(planned.step)];
        let kind = steps::find(&step.kind).expect("a parsed workflow has known kinds only");
        let task = self.task(index, &step.name, kind.name());
        let made = kind
            .carry_out(&StepContext {
                engine,
                sources,
                task: &task,
                step,
                needs,
                edits: self.edits.get(&task.cell),
                preview: Some(&self.preview.files),
            })
            .await?;
        let output = output(&task, made);
        let mut outputs = self.preview.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        outputs.insert(output.key, Kept { output: output.clone(), turn: self.turn });
        Ok(output)
    }

    /// What the ad's own run made for it, copy and scenes: an edit is shown on the very picture.
    async fn find_made(&self, engine: &Engine, index: u32) -> Result<Option<Output>, Fault> {
        let planned = &self.expansion.tasks[index as usize];
        let is_drawn = |variant: &PlannedVariant| {
            [variant.subject, variant.gate].map(|task| self.expansion.tasks[task as usize].step).contains(&planned.step)
        };
        if !self.preview.is_made || self.variants.first().is_none_or(is_drawn) {
            return Ok(None);
        }
        let organization = self.preview.sources.organization;
        let found = outputs::get(&engine.store, organization, &[planned.key]).await.map_err(not_now)?;
        let found = found.into_values().next();
        if found.is_some() {
            self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(index);
        }
        Ok(found)
    }

    /// The task as a step sees it; it has no row.
    fn task(&self, index: u32, step: &str, kind: &str) -> Task {
        let planned = &self.expansion.tasks[index as usize];
        let sources = &self.preview.sources;
        Task {
            id: TaskId(uuid::Uuid::nil()),
            organization: sources.organization,
            brand: self.preview.brand,
            campaign: sources.pins.campaign,
            run: RunId(uuid::Uuid::nil()),
            step: step.to_owned(),
            kind: kind.to_owned(),
            lane: String::new(),
            cell: self.expansion.cell(index).written(),
            key: planned.key,
            needs: planned.needs.iter().map(|&need| self.expansion.tasks[need as usize].key).collect(),
            state: TaskState::Running,
            attempt: 0,
            error: None,
            started_ms: None,
            finished_ms: None,
            gpu_ms: None,
            cost_nano: None,
        }
    }
}

fn output(task: &Task, made: Made) -> Output {
    Output {
        organization: task.organization,
        key: task.key,
        brand: task.brand,
        campaign: task.campaign,
        task: task.id,
        kind: task.kind.clone(),
        blobs: made.blobs,
        facts: made.facts,
        model: made.model,
        gpu_ms: made.gpu_ms,
        cost_nano: made.cost_nano,
        created_ms: 0,
    }
}

/// The lines that nobody wrote, in words.
fn missing(gaps: &BTreeSet<Gap>) -> String {
    let lines: Vec<String> =
        gaps.iter().take(5).map(|gap| format!("{} of {} in {}", gap.slot, gap.item, gap.locale)).collect();
    format!("no line for {}", lines.join(", "))
}
