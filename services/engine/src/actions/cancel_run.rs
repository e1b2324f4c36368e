//! Stops a run: what has not begun never begins, what is finished is kept, the rest of the hold
//! goes back. Always works.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::RunId;
use galley_store::{journal, runs, tasks};
use serde_json::json;

use super::notes::note_campaign;
use crate::{ActionError, Engine, finish};

/// Cancels a run that is not over.
pub async fn cancel_run(engine: &Engine, access: &Access, id: RunId) -> Result<(), ActionError> {
    let scope = access.scope();
    let run = runs::get(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, run.brand) {
        return Err(ActionError::NotAllowed("only producers cancel runs".to_owned()));
    }
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    if !runs::move_state(&tx, id, &["active", "paused"], "cancelled", None).await? {
        return Err(ActionError::conflict("run_over", format!("the run is {} already", run.state)));
    }
    let cancelled = tasks::cancel(&tx, &scope, id, now_ms).await?;
    let payload = json!({ "run": id, "cancelled_tasks": cancelled });
    let entry = note_campaign(engine, access, "cancel_run", (run.brand, run.campaign), payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    finish::close_runs(engine, std::iter::once(id)).await?;
    engine.changed();
    Ok(())
}
