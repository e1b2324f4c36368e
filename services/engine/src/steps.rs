//! Step kinds: what a workflow's steps can do, one file each and one entry in [`KINDS`].

pub(crate) mod adapt_copy;
mod check;
mod compose;
mod generate_image;

use async_trait::async_trait;
use galley_domain::plan::PlanStep;
use galley_domain::ports::Fault;
use galley_domain::workflow::StepKindSpec;

pub use check::unchecked;
pub(crate) use check::{Ad, findings};
pub(crate) use compose::layout;
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

    /// How to plan it; a kind that runs on a backend asks the engine for its rate card.
    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a>;

    /// Does the work of one task.
    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault>;
}

/// Every kind there is.
static KINDS: [&dyn StepKind; 4] =
    [&adapt_copy::AdaptCopy, &generate_image::GenerateImage, &compose::Compose, &check::Check];

/// The kind with this name.
pub(crate) fn find(name: &str) -> Option<&'static dyn StepKind> {
    KINDS.into_iter().find(|kind| kind.name() == name)
}

/// What reading a workflow must know of the kinds.
pub fn specs() -> Vec<StepKindSpec> {
    KINDS.iter().map(|kind| StepKindSpec { name: kind.name(), with_schema: kind.with_schema() }).collect()
}

/// A step's `with`, which reading the workflow checked against its kind's schema.
fn with<T: serde::de::DeserializeOwned>(step: &galley_domain::workflow::Step) -> T {
    serde_json::from_value(step.with.clone()).expect("checked against the schema when it was read")
}
