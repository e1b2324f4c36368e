//! Planning with the store: what is wanted is expanded, what exists is looked up, the two are
//! settled. Used by making a plan, by launching it (which plans again to be sure) and by a turn.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use galley_domain::access::Scope;
use galley_domain::digest::Digest;
use galley_domain::plan::{Existing, Expansion, PlanStep, PlannedVariant, Settled, Summary, expand};
use galley_store::campaigns::{self, Campaign};
use galley_store::{brands, outputs, skills, variants, workflows};

use crate::{ActionError, Engine, Pins, Sources, steps};

/// A plan with everything it came from.
pub(crate) struct Planned {
    pub sources: Arc<Sources>,
    pub expansion: Expansion,
    pub settled: Settled,
    pub fingerprint: Digest,
}

/// The newest versions for a campaign.
pub(crate) async fn current_pins(engine: &Engine, scope: &Scope, campaign: &Campaign) -> Result<Pins, ActionError> {
    let brief = campaigns::find_latest_brief(&engine.store, scope, campaign.id()).await?;
    let name = &campaign.workflow;
    let workflow = workflows::find_workflow_by_name(&engine.store, scope, name, None).await?;
    let kit = brands::find_latest_brand_kit(&engine.store, scope, campaign.brand_id()).await?;
    let skills = skills::keep_skill_set(&engine.store, scope, campaign.brand_id(), engine.now_ms()).await?;
    Ok(Pins {
        campaign: campaign.id(),
        brief: brief.ok_or(ActionError::NotFound("brief"))?.id(),
        workflow: workflow.ok_or(ActionError::NotFound("workflow"))?.id(),
        kit: kit.ok_or_else(|| ActionError::conflict("no_brand_kit", "the brand has no kit yet: add one first"))?.id(),
        skills,
    })
}

/// Plans pinned versions.
pub(crate) async fn plan(engine: &Engine, scope: &Scope, pins: Pins) -> Result<Planned, ActionError> {
    plan_from(engine, scope, Sources::load(engine, scope, pins).await?, None).await
}

/// Plans from sources that are loaded; only some cells where any are named.
pub(crate) async fn plan_from(
    engine: &Engine,
    scope: &Scope,
    sources: Sources,
    only: Option<BTreeSet<String>>,
) -> Result<Planned, ActionError> {
    if let Some(why) = lacks(engine, &sources) {
        return Err(ActionError::conflict("backend_lacking", why));
    }
    let sources = Arc::new(sources);
    let existing = variants::existing(&engine.store, scope, sources.pins.campaign).await?;
    let expansion = {
        let (engine, sources) = (engine.clone(), Arc::clone(&sources));
        on_a_core(move || expand_all(&engine, &sources)).await??
    };
    let touched = expansion.touched(&existing, only.as_ref());
    let wanted = expansion.wanted(&touched);
    let keys = wanted.iter().map(|&task| expansion.tasks[task as usize].key);
    let has_output = outputs::existing(&engine.store, scope.organization, keys).await?;
    let (engine, moved) = (engine.clone(), Arc::clone(&sources));
    let (expansion, settled, fingerprint) = on_a_core(move || {
        let settled = settle(&engine, &moved, &expansion, (&existing, &has_output, only.as_ref()));
        let fingerprint = expansion.fingerprint();
        (expansion, settled, fingerprint)
    })
    .await?;
    Ok(Planned { sources, expansion, settled, fingerprint })
}

/// Why a step of the workflow cannot be had here.
fn lacks(engine: &Engine, sources: &Sources) -> Option<String> {
    sources.workflow.steps.iter().find_map(|step| steps::find(&step.kind)?.lacks(engine, step))
}

type Known<'a> = (&'a Existing, &'a HashSet<Digest>, Option<&'a BTreeSet<String>>);

/// The key that each cell's variant has with these sources, by written cell.
pub(crate) async fn keys(engine: &Engine, sources: Sources) -> Result<(Sources, HashMap<String, Digest>), ActionError> {
    let engine = engine.clone();
    on_a_core(move || {
        let expansion = expand_all(&engine, &sources)?;
        let key =
            |variant: &PlannedVariant| (expansion.cell(variant.subject).written(), expansion.variant_key(variant));
        let keys = expansion.variants.iter().map(key).collect();
        Ok((sources, keys))
    })
    .await?
}

fn settle(engine: &Engine, sources: &Sources, expansion: &Expansion, known: Known) -> Settled {
    let planners = sources.planners(engine);
    let kinds: Vec<&dyn PlanStep> = planners.iter().map(|planner| planner.as_ref() as &dyn PlanStep).collect();
    expansion.settle(&sources.context(&engine.catalog), &kinds, known.0, known.1, known.2)
}

fn expand_all(engine: &Engine, sources: &Sources) -> Result<Expansion, ActionError> {
    let planners = sources.planners(engine);
    let kinds: Vec<&dyn PlanStep> = planners.iter().map(|planner| planner.as_ref() as &dyn PlanStep).collect();
    expand(&sources.context(&engine.catalog), &kinds)
        .map_err(|error| ActionError::conflict("plan_too_large", error.to_string()))
}

/// What a launch sets aside: the P90; `None` where a part of the cost is not known.
pub(crate) fn hold_nano(summary: &Summary) -> Option<i64> {
    summary.estimate.cost_nano.map(|cost| i64::try_from(cost.p90).unwrap_or(i64::MAX))
}

async fn on_a_core<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ActionError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| ActionError::conflict("plan_failed", "planning broke off; try again"))
}
