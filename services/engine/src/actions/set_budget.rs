//! Changes what a campaign may spend. Cutting always works, also below what is used already: it
//! only stops new work.

use galley_domain::access::{Access, Permission};
use galley_domain::ids::CampaignId;
use galley_store::{campaigns, journal};
use serde_json::json;

use super::notes::note;
use crate::{ActionError, Engine};

/// Most that a budget may be, in nano units: what 64 bits can add up without running over.
pub(super) const MAX_NANO: i64 = 100_000_000 * 1_000_000_000;

/// Sets a campaign's limit; `None` is no limit. A hard one refuses, a soft one warns.
pub async fn set_budget(
    engine: &Engine,
    access: &Access,
    id: CampaignId,
    limit_nano: Option<i64>,
    is_hard: bool,
) -> Result<(), ActionError> {
    let (scope, now_ms) = (access.scope(), engine.now_ms());
    let tx = engine.store.begin().await?;
    let campaign = campaigns::get_campaign(&tx, &scope, id).await?;
    if !access.may(Permission::SetBudget, campaign.brand_id()) {
        return Err(ActionError::NotAllowed("finance or an admin changes a budget".to_owned()));
    }
    if limit_nano.is_some_and(|limit| !(0..=MAX_NANO).contains(&limit)) {
        return Err(ActionError::invalid("/amount", "expected an amount from 0 to 100 million"));
    }
    campaigns::set_budget(&tx, &scope, id, limit_nano, is_hard, now_ms).await?;
    let was = json!({ "limit_nano": campaign.limit_nano, "is_hard": campaign.is_hard });
    let payload = json!({ "limit_nano": limit_nano, "is_hard": is_hard, "was": was });
    let mut entry = note(engine, access, "set_budget", payload);
    (entry.brand, entry.campaign) = (Some(campaign.brand_id()), Some(id));
    journal::append(&tx, &scope, now_ms, vec![entry]).await?;
    tx.commit().await?;
    Ok(())
}
