//! Step kinds: what a workflow's steps can do, one file each and one entry in [`KINDS`].

pub(crate) mod adapt_copy;
mod asking;
mod check;
pub(crate) mod compose;
mod edit_image;
mod generate_image;
mod generate_text;
mod transcreate;
mod wording;

use async_trait::async_trait;
use galley_domain::plan::PlanStep;
use galley_domain::ports::Fault;
use galley_domain::workflow::{Step, StepKindSpec};

pub use check::unchecked;
pub(crate) use check::{Ad, findings};
pub(crate) use compose::layout;
pub use compose::unused_adjustments;
pub use galley_checks::Unchecked;

use crate::Engine;
use crate::carry_out::StepContext;
use crate::finish::Made;

/// One kind of step.
#[async_trait]
pub(crate) trait StepKind: Send + Sync {
    /// `verb_noun`: the word in workflow files, in tasks and in metrics.
    fn name(&self) -> &'static str;

    /// The JSON Schema of the step's `with`.
    fn with_schema(&self) -> serde_json::Value;

    /// Why a step cannot be had as this program is set up, for the producer who plans it.
    fn lacks(&self, _: &Engine, _: &Step) -> Option<String> {
        None
    }

    /// How to plan it; a kind that runs on a backend asks the engine for its rate card.
    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a>;

    /// Does the work of one task.
    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault>;
}

/// Every kind there is.
static KINDS: [&dyn StepKind; 7] = [
    &adapt_copy::AdaptCopy,
    &generate_text::GenerateText,
    &transcreate::Transcreate,
    &generate_image::GenerateImage,
    &edit_image::EditImage,
    &compose::Compose,
    &check::Check,
];
/// Kinds that make an ad's lines; where two of them fill a slot, the later one wins.
const LINES: [&str; 3] = ["adapt_copy", "transcreate", "generate_text"];
/// Kinds that make an ad's picture; the first that is among the needs is the one.
const SCENES: [&str; 2] = ["edit_image", "generate_image"];

/// The kind with this name.
pub(crate) fn find(name: &str) -> Option<&'static dyn StepKind> {
    KINDS.into_iter().find(|kind| kind.name() == name)
}

/// What reading a workflow must know of the kinds.
pub fn specs() -> Vec<StepKindSpec> {
    KINDS.iter().map(|kind| StepKindSpec { name: kind.name(), with_schema: kind.with_schema() }).collect()
}

/// A step's `with`, which reading the workflow checked against its kind's schema.
fn with<T: serde::de::DeserializeOwned>(step: &Step) -> T {
    serde_json::from_value(step.with.clone()).expect("checked against the schema when it was read")
}
