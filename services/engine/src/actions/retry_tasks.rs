//! Gives failed tasks another chance. What waited for them waits again.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::{RunId, TaskId};
use galley_store::ledger::{self, Hold, NewLine};
use galley_store::runs::Run;
use galley_store::{Tx, calls, campaigns, journal, runs, tasks};
use serde_json::json;

use super::notes::note_campaign;
use crate::launching::over_budget;
use crate::{ActionError, Engine};

/// Retries all failed tasks of a run, or only these; answers how many.
pub async fn retry_tasks(
    engine: &Engine,
    access: &Access,
    id: RunId,
    only: Option<Vec<TaskId>>,
) -> Result<u64, ActionError> {
    let scope = access.scope();
    let run = runs::get(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, run.brand) {
        return Err(ActionError::NotAllowed("only producers retry tasks".to_owned()));
    }
    if run.state == "cancelled" {
        return Err(ActionError::conflict("run_over", "the run was cancelled: plan and launch again"));
    }
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    let retried = tasks::retry(&tx, &scope, id, only.as_deref()).await?;
    if retried == 0 {
        return Ok(0);
    }
    // Whoever retries what nobody knows says that it may be sent, and paid for, again.
    calls::release(&tx, &scope, id, only.as_deref(), &access.actor.written()).await?;
    if run.finished_ms.is_some() {
        runs::reopen(&tx, id).await?;
        hold_again(engine, access, &tx, &run).await?;
    }
    let payload = json!({ "run": id, "tasks": retried });
    let entry = note_campaign(engine, access, "retry_tasks", (run.brand, run.campaign), payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    engine.changed();
    Ok(retried)
}

/// An ended run gave the rest of its hold back: it takes it again, if the budget still has it.
async fn hold_again(engine: &Engine, access: &Access, tx: &Tx, run: &Run) -> Result<(), ActionError> {
    let left = runs::take_again(tx, run.id).await?;
    if left == 0 {
        return Ok(());
    }
    let line = NewLine {
        id: engine.ids.next(),
        campaign: run.campaign,
        run: Some(run.id),
        task: None,
        call: None,
        gpu_ms: None,
        gpu_basis: None,
        basis: "estimate".to_owned(),
        note: "for another try of what failed".to_owned(),
        actor: access.actor.written(),
        at_ms: engine.now_ms(),
    };
    match ledger::hold(tx, &run.scope(), line, left).await? {
        Hold::Held(_) => Ok(()),
        Hold::Refused { free_nano, by } => {
            let campaign = campaigns::get_campaign(tx, &run.scope(), run.campaign).await?;
            Err(over_budget(&campaign, left, (free_nano, by)))
        }
    }
}
