//! Why an ad looks as it does: the versions it was made from and the tasks that made it.

use std::collections::{BTreeMap, HashMap, HashSet};

use galley_domain::access::Permission;
use galley_domain::digest::Digest;
use galley_domain::ids::TaskId;
use galley_store::outputs::{self, Output};
use galley_store::read_provenance::{Origin, list_origins};
use galley_store::revisions::Revision as RevisionRow;
use galley_store::{brands, campaigns, plans, runs, workflows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ApiState;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::wire;

/// Most tasks told of one ad: a workflow has at most fifty steps, but a step may gather many outputs.
const MAX_TASKS: usize = 200;

/// Where a revision comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Why {
    /// The workflow's name.
    pub workflow: String,
    pub version: i32,
    pub brief_version: i32,
    pub kit_version: i32,
    /// What made it, its own step first.
    pub tasks: Vec<WhyTask>,
    /// All tasks together; work shared with other ads counts whole. Null: not known, or not for
    /// the caller to see.
    pub cost: Option<String>,
    pub currency: String,
}

/// A task that went into it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyTask {
    pub step: String,
    pub kind: String,
    /// The digest of everything that went into it.
    pub key: String,
    /// Null says plainly that no model made it.
    pub model: Option<String>,
    /// The lane, which is the backend's name where a backend made it.
    pub made_by: String,
    /// Null: not known, or not for the caller to see.
    pub cost: Option<String>,
    /// How the cost is known: rate_card, reported, or no_rate for our own processors, which nothing prices.
    /// Null where the cost is not for the caller to see.
    pub cost_basis: Option<String>,
    pub gpu_ms: Option<i64>,
    /// For lines that a backend adapted, by slot: what a reviewer needs who does not read the language.
    pub transcreated: BTreeMap<String, Transcreated>,
}

/// A line that was adapted from another locale's.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Transcreated {
    /// The line it was made from.
    pub source: String,
    /// What it says, in the language of the source.
    pub back_translation: String,
    /// Why it is as it is.
    pub rationale: String,
}

/// Where the current revision comes from; nothing where there is none or its plan is not at hand.
pub async fn why(state: &ApiState, caller: &Caller, current: Option<&RevisionRow>) -> Result<Option<Why>, ApiError> {
    let Some(revision) = current else { return Ok(None) };
    let (store, scope) = (&state.engine.store, caller.scope());
    let run = runs::get(store, &scope, revision.run).await?;
    let Some(plan) = run.plan else { return Ok(None) };
    let plan = plans::get_plan(store, &scope, plan).await?;
    let workflow = workflows::find_workflow(store, &scope, plan.workflow_id()).await?;
    let brief = campaigns::find_brief(store, &scope, plan.brief_id()).await?;
    let kit = brands::find_brand_kit(store, &scope, plan.brand_kit_id()).await?;
    let (Some(workflow), Some(brief), Some(kit)) = (workflow, brief, kit) else { return Ok(None) };

    let made = trace(state, caller, revision.gate_key).await?;
    let may_see_money = caller.access.may(Permission::ViewSpend, revision.brand);
    // A backend's cost may be unknown, and then the sum is, too.
    let cost: Option<i64> = made.iter().map(|(_, output)| output.cost_nano).sum();
    let tasks = made.into_iter().map(|(origin, output)| WhyTask {
        step: origin.step,
        kind: origin.kind,
        key: origin.key.to_string(),
        cost_basis: basis(&output).filter(|_| may_see_money),
        transcreated: transcreated(&output),
        model: output.model,
        made_by: origin.lane,
        cost: output.cost_nano.filter(|_| may_see_money).map(wire::money),
        gpu_ms: output.gpu_ms,
    });
    Ok(Some(Why {
        workflow: workflow.name,
        version: workflow.version,
        brief_version: brief.version,
        kit_version: kit.version,
        tasks: tasks.collect(),
        cost: cost.filter(|_| may_see_money).map(wire::money),
        currency: run.currency,
    }))
}

fn basis(output: &Output) -> Option<String> {
    Some(output.facts.get("cost_basis")?.as_str()?.to_owned())
}

fn transcreated(output: &Output) -> BTreeMap<String, Transcreated> {
    let notes = output.facts.get("transcreated").cloned().unwrap_or_default();
    serde_json::from_value(notes).unwrap_or_default()
}

/// The tasks behind an output, from itself back to those that need nothing.
async fn trace(state: &ApiState, caller: &Caller, from: Digest) -> Result<Vec<(Origin, Output)>, ApiError> {
    let (store, scope) = (&state.engine.store, caller.scope());
    let (mut seen, mut wanted, mut found) = (HashSet::from([from]), vec![from], Vec::new());
    while !wanted.is_empty() && found.len() < MAX_TASKS {
        let outputs = outputs::get(store, caller.access.organization, &wanted).await?;
        let ids: Vec<TaskId> = outputs.values().map(|output| output.task).collect();
        let origins: HashMap<TaskId, Origin> =
            list_origins(store, &scope, &ids).await?.into_iter().map(|origin| (origin.id, origin)).collect();
        let mut next = Vec::new();
        for key in wanted {
            let Some(output) = outputs.get(&key) else { continue };
            let Some(origin) = origins.get(&output.task) else { continue };
            next.extend(origin.needs.iter().copied().filter(|need| seen.insert(*need)));
            found.push((origin.clone(), output.clone()));
        }
        wanted = next;
    }
    found.truncate(MAX_TASKS);
    Ok(found)
}
