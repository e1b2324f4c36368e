//! The plan: a brief, a workflow and a brand kit expanded into tasks and variants, each named by
//! a key of everything that goes into it. Pure: what exists already is told, not looked up.
//!
//! Planning has two halves. [`expand`] needs the files alone. [`Expansion::settle`] then
//! compares with what the campaign has, and says what is added, changed, removed, reused and
//! still to be made.

mod expansion;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::adjustment::Adjustments;
use crate::brand_kit::BrandKit;
use crate::brief::Brief;
use crate::bundle::Bundle;
use crate::catalog::Catalog;
use crate::cell::Cell;
use crate::copy_deck::CopyDeck;
use crate::digest::{Digest, Hasher};
use crate::product_feed::ProductFeed;
use crate::skill::SkillSet;
use crate::workflow::{Step, Workflow};

pub use expansion::{Expansion, PlannedTask, PlannedVariant, TooLarge, expand, key_of, matrix};
pub use settle::{Existing, ExistingVariant, Settled};

/// Everything a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct PlanContext<'a> {
    pub workflow: &'a Workflow,
    /// The workflow's files: layouts, prompts.
    pub bundle: &'a Bundle,
    /// Their digests by path.
    pub files: &'a BTreeMap<String, Digest>,
    pub brief: &'a Brief,
    pub kit: &'a BrandKit,
    /// Digests of the kit's files by path: fonts, logos.
    pub kit_files: &'a BTreeMap<String, Digest>,
    /// Markets whose legal line may be read in some ad of another market: the campaign's texts hold it.
    pub quoted: &'a BTreeSet<String>,
    /// The skills that are published for the brand.
    pub skills: &'a SkillSet,
    /// Lines that several languages share.
    pub repeated: &'a [RepeatedLine],
    pub catalog: &'a Catalog,
    pub decks: &'a BTreeMap<String, CopyDeck>,
    pub feeds: &'a BTreeMap<String, ProductFeed>,
    /// Digests of uploaded files by name, pictures above all.
    pub uploads: &'a BTreeMap<String, Digest>,
    /// What people adjusted in single variants, by written cell.
    pub edits: &'a BTreeMap<String, Adjustments>,
}

/// A line that stands, letter for letter, in markets of more than one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedLine {
    /// What it is a line of: an axis and its value, such as a message.
    pub axis: String,
    pub item: String,
    pub slot: String,
    pub text: String,
    /// The locale of each market that has it.
    pub markets: BTreeMap<String, String>,
}

/// What planning must know of a step kind. The engine's step kinds implement it beside the code
/// that carries them out.
pub trait PlanStep {
    /// Raised when the same inputs would give another output: old outputs are then not reused.
    fn version(&self) -> u32;

    /// The lane its tasks run in.
    fn lane(&self, step: &Step) -> String;

    /// Feeds everything the output depends on, apart from `with`, the step kind and the outputs
    /// it needs, which are covered already. Returns the lines that are missing.
    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap>;

    /// What one task costs.
    fn estimate(&self, cx: &PlanContext, step: &Step, cell: &Cell) -> Estimate;
}

/// A line that nobody wrote: it stops the variants that need it and no others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The input it should stand in, for example `copy`.
    pub input: String,
    pub slot: String,
    pub locale: String,
    /// Which message, offer, …
    pub item: String,
}

/// A P50–P90 range.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub p50: u64,
    pub p90: u64,
}

impl Range {
    fn add(&mut self, other: Range) {
        self.p50 += other.p50;
        self.p90 += other.p90;
    }
}

/// What work costs. A part that is not known is `None`, and so is a sum that holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// GPU milliseconds.
    pub gpu_ms: Option<Range>,
    /// 1e-9 of the rate card's currency.
    pub cost_nano: Option<Range>,
    /// Wall-clock milliseconds on one worker.
    pub wall_ms: Range,
}

impl Default for Estimate {
    fn default() -> Estimate {
        let none = Range::default();
        Estimate { gpu_ms: Some(none), cost_nano: Some(none), wall_ms: none }
    }
}

impl Estimate {
    /// An estimate of work on our own processors, which has no price and uses no GPU.
    pub fn cpu(p50_ms: u64, p90_ms: u64) -> Estimate {
        Estimate { wall_ms: Range { p50: p50_ms, p90: p90_ms }, ..Estimate::default() }
    }

    /// Adds another. Sums of P90s overstate the P90 of the sum: a hold errs on that side.
    pub fn add(&mut self, other: Estimate) {
        fn sum(left: &mut Option<Range>, right: Option<Range>) {
            match (left.as_mut(), right) {
                (Some(left), Some(right)) => left.add(right),
                _ => *left = None,
            }
        }
        sum(&mut self.gpu_ms, other.gpu_ms);
        sum(&mut self.cost_nano, other.cost_nano);
        self.wall_ms.add(other.wall_ms);
    }
}

/// The plan as people see it, as the API gives it, and as its row keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub variants: u64,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
    pub unchanged: u64,
    /// Tasks that the wanted variants need, after identical ones were merged.
    pub tasks: u64,
    /// Of these, how many have their output already.
    pub reused: u64,
    /// Of these, how many must be made.
    pub to_make: u64,
    /// Tasks to make by step.
    pub steps: BTreeMap<String, u64>,
    pub estimate: Estimate,
    /// Human review, seconds.
    pub review_seconds: Range,
    /// Approvals whose sealed bytes would change.
    pub reopened: u64,
    /// Variants stopped by a gap.
    pub blocked: u64,
    /// The missing lines, at most a hundred of them.
    pub gaps: Vec<Gap>,
    pub gap_count: u64,
    /// Some of the cells that change, in words, at most fifty of each sort.
    pub changes: Vec<Change>,
}

/// One cell that the plan touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub cell: String,
    pub what: ChangeKind,
    /// The variant was approved and would be opened again.
    pub is_reopened: bool,
}

/// How a cell differs from what exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Added,
    Changed,
    Removed,
}

/// Seconds one person needs to judge one variant at one stage, P50 and P90: what design teams
/// report for contact-sheet review of localized variants of one idea.
pub const REVIEW_SECONDS: Range = Range { p50: 4, p90: 12 };
