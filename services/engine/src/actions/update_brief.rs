//! A producer changes a brief. Nothing is made anew yet: a plan shows first what would be.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::access::{Access, Scope};
use galley_domain::brief::Sensitivity;
use galley_domain::ids::{BriefId, CampaignId};
use galley_store::campaigns::{self, NewBrief};
use galley_store::media::note_media;
use galley_store::{journal, learned_states};
use serde_json::{Map, Value, json};

use super::notes::note_campaign;
use super::upload::{self, BriefUpload};
use crate::sources::MAX_FILE_BYTES;
use crate::{ActionError, Engine};

/// Adds the next version of a campaign's brief. Files of the last version that are not handed in
/// again are carried over.
pub async fn update_brief(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
    upload: BriefUpload,
) -> Result<BriefId, ActionError> {
    save(engine, access, campaign, upload, Reason { kind: "update_brief", facts: Map::new(), on: None }).await
}

/// Why a brief gets a next version.
pub(super) struct Reason {
    /// What the journal calls it.
    pub kind: &'static str,
    /// What it says beyond the brief's id and digest.
    pub facts: Map<String, Value>,
    /// The version that must still be the last one.
    pub on: Option<BriefId>,
}

/// The same for another reason.
pub(super) async fn save(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
    mut upload: BriefUpload,
    reason: Reason,
) -> Result<BriefId, ActionError> {
    let scope = access.scope();
    let known = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    carry_over(engine, &scope, campaign, &mut upload).await?;
    let read = upload::read(engine, access, &upload).await?;
    let brief = &read.parsed.brief;
    if brief.campaign != known.slug || read.brand != known.brand_id() {
        let message = format!("this is the brief of {}; a campaign keeps its name and brand", known.slug);
        return Err(ActionError::invalid("campaign", message));
    }
    let kept = upload::keep(engine, scope.organization, &upload.files).await?;
    let (id, now_ms): (BriefId, i64) = (engine.ids.next(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let last = campaigns::find_latest_brief(&tx, &scope, campaign).await?;
    if reason.on.is_some_and(|on| last.is_none_or(|last| last.id() != on)) {
        return Err(ActionError::conflict("conflict", "the brief was changed meanwhile: try again"));
    }
    let new = NewBrief {
        id,
        campaign,
        digest: brief.digest(),
        text: upload.text.clone(),
        files: kept.hashes,
        title: brief.title.clone(),
        workflow: brief.workflow.clone(),
        is_sensitive: brief.sensitivity == Sensitivity::Sensitive,
        created_by: access.actor.written(),
        created_ms: now_ms,
    };
    let turns_sensitive = new.is_sensitive && !known.is_sensitive;
    campaigns::insert_brief(&tx, &scope, new).await?;
    if turns_sensitive {
        // What was learned of its ads is learned again without them.
        learned_states::delete_learned_state(&tx, &scope).await?;
    }
    note_media(&tx, &scope, read.brand, &kept.media, now_ms).await?;
    let mut payload = reason.facts;
    payload.extend([("brief".to_owned(), json!(id)), ("digest".to_owned(), json!(brief.digest()))]);
    let entry = note_campaign(engine, access, reason.kind, (read.brand, campaign), payload.into());
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds the files of a campaign's last brief that are not handed in again.
pub(super) async fn carry_over(
    engine: &Engine,
    scope: &Scope,
    campaign: CampaignId,
    upload: &mut BriefUpload,
) -> Result<(), ActionError> {
    let Some(last) = campaigns::find_latest_brief(&engine.store, scope, campaign).await? else { return Ok(()) };
    let mut files: BTreeMap<String, Bytes> = BTreeMap::new();
    for (name, digest) in last.files()? {
        files.insert(name, engine.store.blobs().get(scope.organization, digest, MAX_FILE_BYTES).await?);
    }
    files.append(&mut upload.files);
    upload.files = files;
    Ok(())
}
