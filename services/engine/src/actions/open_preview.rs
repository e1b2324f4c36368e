//! A producer opens a live preview: of a brief that is not saved, which is read and checked as for a campaign, or of
//! an ad that was made, at the versions it was made from. It is kept in memory.

use std::sync::Arc;

use galley_domain::access::{Access, Permission};
use galley_domain::ids::{BriefId, CampaignId, PreviewId, VariantId};
use galley_store::variants::{self, Variant};
use galley_store::{brands, skills};
use uuid::Uuid;

use super::update_brief::carry_over;
use super::upload::{self, BriefUpload};
use crate::preview::Preview;
use crate::turning;
use crate::{ActionError, Engine, Pins, Sources};

/// Opens a preview. Files that `campaign` has already need not be handed in again.
pub async fn open_preview(
    engine: &Engine,
    access: &Access,
    campaign: Option<CampaignId>,
    mut upload: BriefUpload,
) -> Result<(PreviewId, Arc<Preview>), ActionError> {
    let scope = access.scope();
    if let Some(campaign) = campaign {
        carry_over(engine, &scope, campaign, &mut upload).await?;
    }
    let read = upload::read(engine, access, &upload).await?;
    let kit = brands::find_latest_brand_kit(&engine.store, &scope, read.brand).await?;
    let kit = kit.ok_or_else(|| ActionError::conflict("no_brand_kit", "the brand has no kit yet: add one first"))?;
    let found = upload::find_workflow(engine, &scope, &read.parsed.brief.workflow).await?;
    let (workflow, _) = found.ok_or(ActionError::NotFound("workflow"))?;
    // What is not saved has no ids.
    let pins = Pins {
        campaign: campaign.unwrap_or(CampaignId(Uuid::nil())),
        brief: BriefId(Uuid::nil()),
        workflow,
        kit: kit.id(),
        skills: skills::keep_skill_set(&engine.store, &scope, read.brand, engine.now_ms()).await?,
    };
    let sources = Sources::unsaved(engine, &scope, pins, upload.files, (read.parsed, access.actor.written())).await?;
    let preview = Arc::new(Preview::new(read.brand, sources, false, engine.inner.parts.cores));
    let id = engine.ids.next();
    engine.previews.keep(access, id, Arc::clone(&preview), engine.now_ms());
    Ok((id, preview))
}

/// Opens a preview of the current revision of an ad, so that adjustments can be looked at before they are sent.
pub async fn open_variant_preview(
    engine: &Engine,
    access: &Access,
    id: VariantId,
) -> Result<(PreviewId, Arc<Preview>, Variant), ActionError> {
    let scope = access.scope();
    let variant = variants::get(&engine.store, &scope, id).await?;
    if !access.may(Permission::Produce, variant.brand) {
        return Err(ActionError::NotAllowed("only producers adjust ads".to_owned()));
    }
    let Some(run) = variant.run.filter(|_| variant.revision.is_some()) else {
        return Err(ActionError::conflict("conflict", "the ad has no picture yet"));
    };
    let pins = turning::pins(engine, &scope, run).await?.ok_or(ActionError::NotFound("plan"))?;
    let sources = Sources::load(engine, &scope, pins).await?;
    let preview = Arc::new(Preview::new(variant.brand, sources, true, engine.inner.parts.cores));
    let preview_id = engine.ids.next();
    engine.previews.keep(access, preview_id, Arc::clone(&preview), engine.now_ms());
    Ok((preview_id, preview, variant))
}
