//! Turning a settled plan into rows: hold, run, variants, tasks and what waits for what. One
//! transaction, written in chunks so that memory stays bounded.

use galley_domain::access::Scope;
use galley_domain::ids::{PlanId, RunId, TaskId, VariantId};
use galley_domain::ledger::{BudgetPlace, Month, decimal};
use galley_domain::plan::Expansion;
use galley_store::campaigns::Campaign;
use galley_store::ledger::{self, Hold, NewLine};
use galley_store::runs::{self, Run};
use galley_store::tasks::{self, NewTask, TaskBatch};
use galley_store::variants::{self, VariantBatch, WantedVariant};
use galley_store::{StoreError, Tx};
use serde_json::json;

use crate::planning::{self, Planned};
use crate::present::{self, Finished};
use crate::{ActionError, Engine, Sources};

/// Rows made before they are written.
const CHUNK: usize = 4_000;

/// A launch.
pub(crate) struct Launch<'a> {
    pub run: RunId,
    pub plan: PlanId,
    pub campaign: &'a Campaign,
    /// The actor, as rows keep it.
    pub by: String,
    pub now_ms: i64,
}

/// Writes everything a run needs.
pub(crate) async fn launch(
    engine: &Engine,
    tx: &Tx,
    launch: &Launch<'_>,
    planned: &Planned,
) -> Result<(), ActionError> {
    let summary = &planned.settled.summary;
    let campaign = launch.campaign;
    let run = Run {
        id: launch.run,
        organization: campaign.organization_id(),
        brand: campaign.brand_id(),
        campaign: campaign.id(),
        plan: Some(launch.plan),
        release: None,
        kind: "make".to_owned(),
        state: "active".to_owned(),
        weight: campaign.weight,
        launched_by: launch.by.clone(),
        launched_ms: launch.now_ms,
        finished_ms: None,
        currency: campaign.currency.clone(),
        hold_nano: 0,
        spent_nano: 0,
        task_count: i32::try_from(summary.to_make).unwrap_or(i32::MAX),
        reused_count: i32::try_from(summary.reused).unwrap_or(i32::MAX),
    };
    runs::insert(tx, &run).await?;
    want_variants(engine, tx, &run, planned).await?;
    insert_tasks(engine, tx, &run, planned).await?;
    // Late, because it keeps the organization's account from all its other campaigns until the end.
    let hold_nano = hold(engine, tx, launch, planned).await?;
    runs::add_hold(tx, run.id, hold_nano).await?;
    // What an edit took back to, or what another campaign made already, is there at once.
    let gates = variants::list_made(tx, run.organization, run.campaign).await?;
    present::present(engine, tx, &Finished { run: &run, sources: &planned.sources, gates: &gates }).await?;
    Ok(())
}

async fn hold(engine: &Engine, tx: &Tx, launch: &Launch<'_>, planned: &Planned) -> Result<i64, ActionError> {
    let campaign = launch.campaign;
    let Some(amount) = planning::hold_nano(&planned.settled.summary) else {
        let scope = Scope::whole(campaign.organization_id());
        if ledger::is_hard(tx, &scope, campaign.id(), launch.now_ms).await? {
            let detail = "a backend's price is not known, and the budget is hard";
            return Err(ActionError::conflict("cost_unknown", detail));
        }
        return Ok(0);
    };
    if amount == 0 {
        return Ok(0);
    }
    let line = NewLine {
        id: engine.ids.next(),
        campaign: campaign.id(),
        run: Some(launch.run),
        task: None,
        call: None,
        gpu_ms: None,
        gpu_basis: None,
        basis: "estimate".to_owned(),
        note: "the P90 of the plan".to_owned(),
        actor: launch.by.clone(),
        at_ms: launch.now_ms,
    };
    let scope = Scope::whole(campaign.organization_id());
    match ledger::hold(tx, &scope, line, amount).await? {
        Hold::Held(_) => Ok(amount),
        Hold::Refused { free_nano, by } => Err(over_budget(campaign, amount, (free_nano, by))),
    }
}

/// The refusal of a hard budget, with the figures.
pub(crate) fn over_budget(campaign: &Campaign, needed_nano: i64, (free_nano, by): (i64, BudgetPlace)) -> ActionError {
    let (needed, free) = (decimal(needed_nano), decimal(free_nano));
    let currency = &campaign.currency;
    ActionError::Conflict {
        code: "budget_exceeded",
        detail: format!("this may cost {needed} {currency}; {} has {free} {currency} left", by.written()),
        extras: json!({
            "needed": needed, "free": free, "currency": currency,
            "budget": { "level": by.level.word(), "month": by.month.map(Month::written) },
        }),
    }
}

async fn want_variants(engine: &Engine, tx: &Tx, run: &Run, planned: &Planned) -> Result<(), StoreError> {
    let expansion = &planned.expansion;
    let batch = VariantBatch {
        organization: run.organization,
        brand: run.brand,
        campaign: run.campaign,
        run: run.id,
        now_ms: run.launched_ms,
    };
    let mut ordinal = 0;
    for chunk in planned.settled.touched.chunks(CHUNK) {
        let rows: Vec<WantedVariant> = chunk
            .iter()
            .map(|variant| {
                ordinal += 1;
                let gate = &expansion.tasks[variant.gate as usize];
                WantedVariant {
                    id: engine.ids.next::<VariantId>(),
                    ordinal,
                    cell: expansion.cell(variant.subject).written(),
                    subject_key: expansion.tasks[variant.subject as usize].key,
                    gate_key: gate.key,
                    is_blocked: gate.is_blocked,
                }
            })
            .collect();
        variants::want(tx, &batch, &rows).await?;
    }
    variants::retire(tx, &batch, &planned.settled.removed).await
}

async fn insert_tasks(engine: &Engine, tx: &Tx, run: &Run, planned: &Planned) -> Result<(), StoreError> {
    let mut ids: Vec<Option<TaskId>> = vec![None; planned.expansion.tasks.len()];
    for &task in &planned.settled.to_make {
        ids[task as usize] = Some(engine.ids.next());
    }
    let planners = planned.sources.planners(engine);
    let lanes: Vec<String> =
        planned.sources.workflow.steps.iter().zip(&planners).map(|(step, planner)| planner.lane(step)).collect();
    let expansion = &planned.expansion;
    let mut rest = planned.settled.to_make.as_slice();
    let mut ordinal = 0;
    while let Some(&first) = rest.first() {
        // Tasks come in the order of the steps; one insert takes tasks of one step.
        let step = expansion.tasks[first as usize].step;
        let same = rest.iter().take(CHUNK).take_while(|&&t| expansion.tasks[t as usize].step == step);
        let (chunk, later) = rest.split_at(same.count());
        let batch = batch(run, &planned.sources, usize::from(step), &lanes);
        let rows = rows(expansion, chunk, &ids, ordinal);
        tasks::insert(tx, &batch, &rows).await?;
        tasks::insert_edges(tx, &edges(expansion, chunk, &ids)).await?;
        ordinal += chunk.len() as i32;
        rest = later;
    }
    Ok(())
}

fn batch(run: &Run, sources: &Sources, step: usize, lanes: &[String]) -> TaskBatch {
    let known = &sources.workflow.steps[step];
    TaskBatch {
        organization: run.organization,
        brand: run.brand,
        campaign: run.campaign,
        run: run.id,
        step: known.name.clone(),
        kind: known.kind.clone(),
        lane: lanes[step].clone(),
        now_ms: run.launched_ms,
    }
}

fn rows(expansion: &Expansion, chunk: &[u32], ids: &[Option<TaskId>], ordinal: i32) -> Vec<NewTask> {
    chunk
        .iter()
        .enumerate()
        .map(|(at, &index)| {
            let task = &expansion.tasks[index as usize];
            NewTask {
                id: ids[index as usize].expect("every task to make was given an id"),
                ordinal: ordinal + at as i32,
                cell: expansion.cell(index).written(),
                key: task.key,
                needs: task.needs.iter().map(|&need| expansion.tasks[need as usize].key).collect(),
                pending: task.needs.iter().filter(|&&need| ids[need as usize].is_some()).count() as i32,
            }
        })
        .collect()
}

fn edges(expansion: &Expansion, chunk: &[u32], ids: &[Option<TaskId>]) -> Vec<(TaskId, TaskId)> {
    let id = |index: u32| ids[index as usize];
    chunk
        .iter()
        .flat_map(|&index| {
            let needs = &expansion.tasks[index as usize].needs;
            needs.iter().filter_map(move |&need| Some((id(need)?, id(index)?)))
        })
        .collect()
}
