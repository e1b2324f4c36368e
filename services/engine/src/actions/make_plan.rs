//! A producer asks what a launch would do and cost. Nothing is made; the plan is kept to be
//! approved.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::{CampaignId, PlanId};
use galley_store::plans::{self, NewPlan};
use galley_store::{campaigns, journal};
use serde_json::json;

use super::notes::note_campaign;
use crate::planning::{self, Planned};
use crate::{ActionError, Engine};

/// Plans the current brief of a campaign with the newest workflow and brand kit.
pub async fn make_plan(engine: &Engine, access: &Access, campaign: CampaignId) -> Result<PlanId, ActionError> {
    let scope = access.scope();
    let known = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    if !access.may(Permission::Produce, known.brand_id()) {
        return Err(ActionError::NotAllowed("only producers plan".to_owned()));
    }
    let pins = planning::current_pins(engine, &scope, &known).await?;
    let Planned { settled, fingerprint, .. } = planning::plan(engine, &scope, pins).await?;
    let (id, now_ms): (PlanId, i64) = (engine.ids.next(), engine.now_ms());
    let summary = serde_json::to_value(&settled.summary).expect("a summary is plain data");
    let tx = engine.store.begin().await?;
    let new = NewPlan {
        id,
        campaign,
        brief: pins.brief,
        workflow: pins.workflow,
        brand_kit: pins.kit,
        skills: pins.skills,
        fingerprint,
        summary,
        hold_nano: planning::hold_nano(&settled.summary),
        created_by: access.actor.written(),
        created_ms: now_ms,
    };
    plans::insert_plan(&tx, &scope, new).await?;
    let payload = json!({ "plan": id, "fingerprint": fingerprint });
    let entry = note_campaign(engine, access, "make_plan", (known.brand_id(), campaign), payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(id)
}
