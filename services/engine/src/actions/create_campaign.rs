//! A producer hands in a first brief: the campaign exists from here.

use galley_domain::access::Access;
use galley_domain::brief::Sensitivity;
use galley_domain::ids::{BriefId, CampaignId};
use galley_store::campaigns::{self, NewBrief, NewCampaign};
use galley_store::journal;
use galley_store::media::note_media;
use serde_json::json;

use super::notes::note_campaign;
use super::upload::{self, BriefUpload};
use crate::{ActionError, Engine};

/// The currency of a campaign whose brief names no budget.
const DEFAULT_CURRENCY: &str = "EUR";

/// Creates a campaign with its first brief.
pub async fn create_campaign(engine: &Engine, access: &Access, upload: BriefUpload) -> Result<CampaignId, ActionError> {
    let read = upload::read(engine, access, &upload).await?;
    let brief = &read.parsed.brief;
    let scope = access.scope();
    let known = campaigns::find_campaign_by_slug(&engine.store, &scope, read.brand, &brief.campaign);
    if known.await?.is_some() {
        let detail = format!("the brand has a campaign {} already: change its brief instead", brief.campaign);
        return Err(ActionError::conflict("campaign_exists", detail));
    }
    let kept = upload::keep(engine, scope.organization, &upload.files).await?;
    let (id, now_ms): (CampaignId, i64) = (engine.ids.next(), engine.now_ms());
    let is_sensitive = brief.sensitivity == Sensitivity::Sensitive;
    let budget = brief.budget.as_ref();
    let actor = access.actor.written();
    let tx = engine.store.begin().await?;
    let campaign = NewCampaign {
        id,
        brand: read.brand,
        slug: brief.campaign.clone(),
        title: brief.title.clone(),
        workflow: brief.workflow.clone(),
        is_sensitive,
        currency: budget.map_or(DEFAULT_CURRENCY.to_owned(), |budget| budget.currency.clone()),
        limit_nano: budget.map(|budget| budget.amount_nano),
        is_hard: budget.is_some_and(|budget| budget.is_hard),
        created_by: actor.clone(),
        created_ms: now_ms,
    };
    campaigns::insert_campaign(&tx, &scope, campaign).await?;
    let brief_id: BriefId = engine.ids.next();
    let new = NewBrief {
        id: brief_id,
        campaign: id,
        digest: brief.digest(),
        text: upload.text,
        files: kept.hashes,
        title: brief.title.clone(),
        workflow: brief.workflow.clone(),
        is_sensitive,
        created_by: actor,
        created_ms: now_ms,
    };
    campaigns::insert_brief(&tx, &scope, new).await?;
    note_media(&tx, &scope, read.brand, &kept.media, now_ms).await?;
    let payload = json!({ "brief": brief_id, "digest": brief.digest() });
    let entry = note_campaign(engine, access, "create_campaign", (read.brand, id), payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(id)
}
