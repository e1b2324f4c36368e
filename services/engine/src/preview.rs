//! Live preview: ads of a brief that nobody has saved yet, drawn by the steps that make the real
//! ones. Everything stays in memory and nothing costs: where a workflow names a backend that is
//! paid for, the embedded one stands in and the picture says so. No row, no blob, no journal.

mod drawing;
mod files;
mod open;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use galley_checks::Unchecked;
use galley_domain::adjustment::Changes;
use galley_domain::asset::Finding;
use galley_domain::brief::Brief;
use galley_domain::digest::Digest;
use galley_domain::ids::BrandId;
use galley_domain::plan::{Expansion, PlanContext, PlanStep, PlannedVariant, expand};
use galley_store::outputs::Output;
use tokio::sync::Semaphore;

use crate::sources::Edits;
use crate::turning::check_changes;
use crate::{ActionError, Engine, Sources, sketch};

pub use drawing::Drawing;
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
    /// It shows an ad that was made: what its run made for it is there.
    is_made: bool,
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
    /// What is adjusted in these ads, over what is in force: as a turn would.
    pub adjustments: Changes,
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
    pub(crate) fn new(brand: BrandId, sources: Sources, is_made: bool, cores: usize) -> Preview {
        Preview {
            brand,
            is_made,
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
        check_changes(engine, &self.sources, None, &wanted.adjustments)?;
        let (expansion, edits) = self.expand(engine, &brief, &wanted)?;
        let variants = wanted_variants(&expansion, &wanted.cell);
        let turn = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        // After the turn: the drawing before has seen that it is over, or finds its files gone and makes them again.
        self.forget_old(turn);
        let stand_ins = self.stand_ins(engine);
        let found = Mutex::default();
        Ok(Drawing { preview: Arc::clone(self), expansion, edits, variants, stand_ins, found, turn })
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
        let mut edits = self.sources.edits.clone();
        let bare = expand(&edits)?;
        let changes = Changes::of_texts(&wanted.texts).then(wanted.adjustments.clone());
        if changes.is_empty() {
            return Ok((bare, edits));
        }
        for variant in &bare.variants {
            let adjustments = edits.entry(bare.cell(variant.subject).written()).or_default();
            *adjustments = std::mem::take(adjustments).with(&changes);
        }
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
