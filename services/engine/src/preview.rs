//! Live preview: ads of a brief that nobody has saved yet, drawn by the steps that make the real
//! ones. Everything stays in memory and nothing costs: where a workflow names a backend that is
//! paid for, the embedded one stands in and the picture says so. No row, no blob, no journal.

mod files;
mod open;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::stream::{FuturesUnordered, StreamExt, iter};
use galley_checks::Unchecked;
use galley_domain::asset::Finding;
use galley_domain::brief::Brief;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandId, RunId, TaskId};
use galley_domain::plan::{Expansion, Gap, PlanContext, PlanStep, PlannedVariant, expand};
use galley_domain::ports::Fault;
use galley_domain::task::TaskState;
use galley_store::outputs::Output;
use galley_store::tasks::Task;
use tokio::sync::{Semaphore, mpsc};

use crate::carry_out::StepContext;
use crate::finish::Made;
use crate::sources::Edits;
use crate::{ActionError, Engine, Sources, sketch, steps};

pub(crate) use files::Files;
pub use open::Previews;

/// Most formats drawn at once.
pub const MAX_FORMATS: usize = 60;
/// Outputs a preview remembers; then it keeps those of its last drawing.
const KEPT_OUTPUTS: usize = 400;
/// Bytes of its files that a preview keeps before it does the same.
const KEPT_BYTES: usize = 64 << 20;

/// A brief that was read and found right, with all that it names.
pub struct Preview {
    brand: BrandId,
    sources: Arc<Sources>,
    /// What was made for it so far, so that a changed line draws again only what shows it.
    outputs: Mutex<HashMap<Digest, Kept>>,
    files: Files,
    /// Work waits here for a core, so that what is superseded meanwhile is not begun.
    turnstile: Semaphore,
    /// Counts requests: an older one stops where a newer one came.
    newest: AtomicU64,
}

/// An output and the latest request that used it.
struct Kept {
    output: Output,
    turn: u64,
}

/// What to draw.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// A value for each axis of the workflow but `format`.
    pub cell: BTreeMap<String, String>,
    pub formats: Vec<String>,
    /// Texts that stand in for those of the copy deck, by slot.
    pub texts: BTreeMap<String, String>,
}

/// An ad as it would be.
#[derive(Debug, Clone)]
pub struct Picture {
    pub format: String,
    pub width: u32,
    pub height: u32,
    pub mime: String,
    pub bytes: Bytes,
    pub findings: Vec<Finding>,
    /// Rules that could not look at everything.
    pub unchecked: Vec<Unchecked>,
    /// The scene is a stand-in: the backend that will make it was not asked.
    pub is_stand_in: bool,
}

/// What comes for one format.
#[derive(Debug, Clone)]
pub enum Drawn {
    Picture(Picture),
    /// There is no ad, and why.
    Refused {
        format: String,
        reason: String,
    },
    /// A newer request came: nothing more follows.
    Superseded,
}

impl Preview {
    pub(crate) fn new(brand: BrandId, sources: Sources, cores: usize) -> Preview {
        Preview {
            brand,
            sources: Arc::new(sources),
            outputs: Mutex::default(),
            files: Files::default(),
            turnstile: Semaphore::new(cores.max(1)),
            newest: AtomicU64::new(0),
        }
    }

    /// Bytes it holds, and may come to hold.
    fn weight(&self) -> usize {
        self.sources.uploads.values().map(Bytes::len).sum::<usize>() + KEPT_BYTES
    }

    /// The brief that is previewed.
    pub fn brief(&self) -> &Brief {
        &self.sources.brief
    }

    /// The values of the workflow's axes but `format`, in order: what [`Wanted::cell`] picks from.
    pub fn axes(&self, engine: &Engine) -> Vec<(String, Vec<String>)> {
        let matrix = galley_domain::plan::matrix(&self.sources.context(&engine.catalog));
        let axes = self.sources.workflow.axes.iter().filter(|axis| *axis != FORMAT);
        let values = |axis: &String| matrix.axis(axis).map(|at| matrix.axes()[at].values.clone());
        axes.map(|axis| (axis.clone(), values(axis).unwrap_or_default())).collect()
    }

    /// Begins to answer a request: it is checked, and what was asked before ends.
    pub fn start(self: &Arc<Self>, engine: &Engine, wanted: Wanted) -> Result<Drawing, ActionError> {
        let brief = self.narrowed(engine, &wanted)?;
        let (expansion, edits) = self.expand(engine, &brief, &wanted)?;
        let variants = wanted_variants(&expansion, &wanted.cell);
        let turn = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        // After the turn: the drawing before has seen that it is over, or finds its files gone and makes them again.
        self.forget_old(turn);
        let stand_ins = self.stand_ins(engine);
        Ok(Drawing { preview: Arc::clone(self), expansion, edits, variants, stand_ins, turn })
    }

    /// The brief, with the wanted cells alone.
    fn narrowed(&self, engine: &Engine, wanted: &Wanted) -> Result<Brief, ActionError> {
        let mut brief = self.sources.brief.clone();
        for (axis, values) in self.axes(engine) {
            let Some(value) = wanted.cell.get(&axis) else {
                return Err(ActionError::invalid(&axis, format!("the workflow has the axis {axis}: expected a value")));
            };
            if !values.contains(value) {
                return Err(ActionError::invalid(&axis, format!("{value} is not in the brief")));
            }
        }
        if wanted.formats.len() > MAX_FORMATS {
            return Err(ActionError::invalid("formats", format!("at most {MAX_FORMATS} at once")));
        }
        if let Some(unknown) = wanted.formats.iter().find(|format| !brief.formats.contains(format)) {
            return Err(ActionError::invalid("formats", format!("{unknown} is not in the brief")));
        }
        brief.formats.clone_from(&wanted.formats);
        let only = |axis: &str| wanted.cell.get(axis).cloned();
        brief.markets = only("market").into_iter().collect();
        brief.messages.retain(|message| Some(&message.id) == only("message").as_ref());
        for (axis, values) in &mut brief.axes {
            values.retain(|value| Some(value) == only(axis).as_ref());
        }
        Ok(brief)
    }

    fn expand(&self, engine: &Engine, brief: &Brief, wanted: &Wanted) -> Result<(Expansion, Edits), ActionError> {
        let planners = self.sources.planners(engine);
        let kinds: Vec<&dyn PlanStep> = planners.iter().map(|planner| planner.as_ref() as &dyn PlanStep).collect();
        let expand = |edits: &Edits| {
            let cx = PlanContext { brief, edits, ..self.sources.context(&engine.catalog) };
            expand(&cx, &kinds).map_err(|error| ActionError::conflict("plan_too_large", error.to_string()))
        };
        let bare = expand(&Edits::new())?;
        if wanted.texts.is_empty() {
            return Ok((bare, Edits::new()));
        }
        let cells = bare.variants.iter().map(|variant| bare.cell(variant.subject).written());
        let edits: Edits = cells.map(|cell| (cell, wanted.texts.clone())).collect();
        Ok((expand(&edits)?, edits))
    }

    /// Where too much is kept: drops what the drawing before this turn did not use. What is slow to make, scenes above
    /// all, is in use as long as its brief is.
    fn forget_old(&self, turn: u64) {
        let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        if outputs.len() <= KEPT_OUTPUTS && self.files.weight() <= KEPT_BYTES {
            return;
        }
        outputs.retain(|_, kept| kept.turn + 1 >= turn);
        let blobs = outputs.values().flat_map(|kept| &kept.output.blobs);
        self.files.keep_only(&blobs.map(|blob| blob.hash).collect());
    }

    /// An output made before, unless its files were forgotten since.
    fn find(&self, key: Digest, turn: u64) -> Option<Output> {
        let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = outputs.get_mut(&key)?;
        kept.turn = kept.turn.max(turn);
        let is_whole = kept.output.blobs.iter().all(|blob| self.files.find(blob.hash).is_some());
        is_whole.then(|| kept.output.clone())
    }

    /// For each step, whether the embedded backend makes it in place of another.
    fn stand_ins(&self, engine: &Engine) -> Vec<bool> {
        let planners = self.sources.planners(engine);
        let lanes = planners.iter().zip(&self.sources.workflow.steps).map(|(planner, step)| planner.lane(step));
        lanes.map(|lane| engine.backends.contains_key(&lane) && lane != sketch::NAME).collect()
    }
}

const FORMAT: &str = "format";

/// The variants of a cell: a feed's axis cannot be left out of a brief.
fn wanted_variants(expansion: &Expansion, cell: &BTreeMap<String, String>) -> Vec<PlannedVariant> {
    let is_wanted = |variant: &&PlannedVariant| {
        let found = expansion.cell(variant.subject);
        cell.iter().all(|(axis, value)| found.get(axis).is_none_or(|known| known == value))
    };
    expansion.variants.iter().filter(is_wanted).copied().collect()
}

/// One request being answered.
pub struct Drawing {
    preview: Arc<Preview>,
    expansion: Expansion,
    edits: Edits,
    variants: Vec<PlannedVariant>,
    /// By step; see [`Preview::stand_ins`].
    stand_ins: Vec<bool>,
    turn: u64,
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
        tasks[subject as usize].needs.iter().any(|&need| self.stand_ins[usize::from(tasks[need as usize].step)])
    }

    /// Makes an output, or finds it made.
    async fn make(&self, engine: &Engine, index: u32) -> Result<Output, Fault> {
        let planned = &self.expansion.tasks[index as usize];
        if let Some(known) = self.preview.find(planned.key, self.turn) {
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
