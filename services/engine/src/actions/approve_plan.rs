//! Somebody stands up for a plan: from here it may be launched.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::PlanId;
use galley_store::{journal, plans};
use serde_json::json;

use super::notes::note_campaign;
use crate::{ActionError, Engine};

/// Approves a plan. Planning and spending are one person's work; judging the ads is not.
pub async fn approve_plan(engine: &Engine, access: &Access, id: PlanId) -> Result<(), ActionError> {
    let scope = access.scope();
    let plan = plans::get_plan(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, plan.brand_id()) {
        return Err(ActionError::NotAllowed("only producers approve plans".to_owned()));
    }
    let now_ms = engine.now_ms();
    let tx = engine.store.begin().await?;
    plans::approve_plan(&tx, &scope, id, &access.actor.written(), now_ms).await?;
    let place = (plan.brand_id(), plan.campaign_id());
    let entry = note_campaign(engine, access, "approve_plan", place, json!({ "plan": id }));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
