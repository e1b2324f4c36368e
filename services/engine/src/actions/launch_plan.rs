//! A producer launches an approved plan: money is held, variants and tasks become rows, and the
//! dispatcher is woken. All of it, or nothing.

use galley_domain::access::{Access, Permission};
use galley_domain::brief::{Draft, differences};
use galley_domain::ids::{PlanId, RunId};
use galley_store::{adjustments, campaigns, journal, plans, tasks};
use serde_json::json;

use super::notes::note_campaign;
use crate::launching::{self, Launch};
use crate::planning::{self, Planned};
use crate::{ActionError, Engine, Pins, Sources, finish};

/// More new tasks than this change what the database should think of its tables.
const MANY: u64 = 5_000;

/// Launches an approved plan; refused with the differences where something changed since.
pub async fn launch_plan(engine: &Engine, access: &Access, id: PlanId) -> Result<RunId, ActionError> {
    let scope = access.scope();
    let plan = plans::get_plan(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, plan.brand_id()) {
        return Err(ActionError::NotAllowed("only producers launch".to_owned()));
    }
    if plan.state != "approved" {
        let detail = format!("the plan is {}; only an approved plan is launched, and once", plan.state);
        return Err(ActionError::conflict("plan_not_approved", detail));
    }
    let pins = Pins::of(&plan);
    let campaign = campaigns::get_campaign(&engine.store, &scope, plan.campaign_id()).await?;
    let now = planning::current_pins(engine, &scope, &campaign).await?;
    if now != pins {
        return Err(stale(engine, access, pins, now).await?);
    }
    let planned = planning::plan(engine, &scope, pins).await?;
    if planned.fingerprint != plan.fingerprint()? {
        return Err(is_stale(vec!["single variants were adjusted".to_owned()]));
    }
    let run: RunId = engine.ids.next();
    let now_ms = engine.now_ms();
    let Planned { settled, .. } = &planned;
    let payload = json!({ "plan": id, "run": run, "to_make": settled.summary.to_make });
    let tx = engine.store.begin().await?;
    // Somebody may have adjusted an ad while this was planned.
    if adjustments::list(&tx, &scope, plan.campaign_id()).await? != planned.sources.edits {
        return Err(is_stale(vec!["single variants were adjusted".to_owned()]));
    }
    plans::launch_plan(&tx, &scope, id).await?;
    let launch = Launch { run, plan: id, campaign: &campaign, by: access.actor.written(), now_ms };
    launching::launch(engine, &tx, &launch, &planned).await?;
    let place = (plan.brand_id(), plan.campaign_id());
    journal::append(&tx, &scope, now_ms, vec![note_campaign(engine, access, "launch_plan", place, payload)]).await?;
    tx.commit().await?;
    engine.changed();
    if settled.summary.to_make > MANY {
        // The run is launched whatever becomes of this.
        let refreshed = tasks::refresh_statistics(&engine.store).await;
        refreshed.unwrap_or_else(|error| tracing::warn!(%error, "the database's statistics are old"));
    }
    finish::close_runs(engine, std::iter::once(run)).await?;
    Ok(run)
}

fn is_stale(differences: Vec<String>) -> ActionError {
    ActionError::Conflict {
        code: "plan_stale",
        detail: "what the plan was made from has changed since: plan again".to_owned(),
        extras: json!({ "differences": differences }),
    }
}

async fn stale(engine: &Engine, access: &Access, old: Pins, new: Pins) -> Result<ActionError, ActionError> {
    let scope = access.scope();
    let mut told = Vec::new();
    if old.brief != new.brief {
        let before = Sources::load(engine, &scope, old).await?;
        let row = campaigns::find_brief(&engine.store, &scope, new.brief).await?;
        let text = row.map(|row| row.text).unwrap_or_default();
        let draft = Draft::parse("brief.yaml", &text)?;
        let after = draft.check(&engine.catalog, &before.workflow, None);
        told.extend(after.map(|after| differences(&before.brief, &after)).unwrap_or_default());
        if told.is_empty() {
            told.push("files of the brief were changed".to_owned());
        }
    }
    if old.workflow != new.workflow {
        told.push("the workflow has a newer version".to_owned());
    }
    if old.kit != new.kit {
        told.push("the brand kit has a newer version".to_owned());
    }
    if old.skills != new.skills {
        told.push("other skills are published for the brand".to_owned());
    }
    Ok(is_stale(told))
}
