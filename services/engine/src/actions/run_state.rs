//! What pausing and resuming share.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::RunId;
use galley_store::{journal, runs};
use serde_json::json;

use super::notes::note_campaign;
use crate::{ActionError, Engine};

/// From which state to which, and under which name in the journal.
pub(super) struct Change {
    pub kind: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

/// Moves a run.
pub(super) async fn change(engine: &Engine, access: &Access, id: RunId, change: Change) -> Result<(), ActionError> {
    let scope = access.scope();
    let run = runs::get(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, run.brand) {
        return Err(ActionError::NotAllowed("only producers steer runs".to_owned()));
    }
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    if !runs::move_state(&tx, id, &[change.from], change.to, None).await? {
        let detail = format!("the run is {}, not {}", run.state, change.from);
        return Err(ActionError::conflict("run_state", detail));
    }
    let payload = json!({ "run": id });
    let entry = note_campaign(engine, access, change.kind, (run.brand, run.campaign), payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    engine.changed();
    Ok(())
}
