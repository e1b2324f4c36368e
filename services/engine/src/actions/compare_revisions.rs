//! Somebody chose between two ads side by side.

use galley_domain::access::Access;
use galley_domain::ids::RevisionId;
use galley_learning::Preferred;
use galley_store::{journal, revisions};
use serde_json::json;

use super::fields::must_decide;
use super::notes::note_campaign;
use crate::{ActionError, Engine};

/// Notes which of two revisions of one campaign somebody prefers.
pub async fn compare_revisions(
    engine: &Engine,
    access: &Access,
    (left, right): (RevisionId, RevisionId),
    preferred: Preferred,
) -> Result<(), ActionError> {
    if left == right {
        return Err(ActionError::invalid("/right", "expected another revision than the left one"));
    }
    must_decide(access)?;
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let mut campaigns = Vec::with_capacity(2);
    for id in [left, right] {
        let revision = revisions::get(&tx, &scope, id).await?;
        if access.campaign.is_some_and(|only| only != revision.campaign) {
            return Err(ActionError::NotFound("revision"));
        }
        campaigns.push((revision.brand, revision.campaign));
    }
    if campaigns[0] != campaigns[1] {
        return Err(ActionError::invalid("/right", "expected a revision of the same campaign"));
    }
    let payload = json!({ "left": left, "right": right, "preferred": preferred });
    let entry = note_campaign(engine, access, "comparison", campaigns[0], payload);
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
